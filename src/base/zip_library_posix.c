#include "base/zip_library.h"

#include "base/library.h"

bool zip_library_load(struct zip_library *library, struct error *error)
{
    library->handle = library_open(ZIP_LIBRARY_FILE);
    bool found = library->handle != NULL;
#define TAKE(name) found = found && library_find(library->handle, "zip_" #name, &library->name);
    ZIP_LIBRARY_FUNCTIONS(TAKE)
    if (found)
        return true;
    zip_library_unload(library);
    return error_set(error, NULL, 0, 0,
                     "Zips are read and written with libzip, and " ZIP_LIBRARY_FILE
                     " is not installed: unpack the zip, or install the library.");
}

void zip_library_unload(struct zip_library *library)
{
    library_close(library->handle);
    library->handle = NULL;
}
