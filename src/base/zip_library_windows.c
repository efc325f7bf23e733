#include "base/zip_library.h"

bool zip_library_load(struct zip_library *library, struct error *error)
{
    (void)error;
#define TAKE(name) library->name = zip_##name;
    ZIP_LIBRARY_FUNCTIONS(TAKE)
    return true;
}

void zip_library_unload(struct zip_library *library)
{
    (void)library;
}
