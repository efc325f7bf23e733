#include "base/zip_library.h"

#include <dlfcn.h>
#include <string.h>

/* A function pointer from an address, which ISO C has no conversion for and POSIX guarantees. */
static bool find(void *handle, const char *name, void *function)
{
    void *address = dlsym(handle, name);
    memcpy(function, &address, sizeof address);
    return address != NULL;
}

bool zip_library_load(struct zip_library *library, struct error *error)
{
    library->handle = dlopen(ZIP_LIBRARY_FILE, RTLD_NOW | RTLD_LOCAL);
    bool found = library->handle != NULL;
#define TAKE(name) found = found && find(library->handle, "zip_" #name, &library->name);
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
    if (library->handle != NULL)
        dlclose(library->handle);
    library->handle = NULL;
}
