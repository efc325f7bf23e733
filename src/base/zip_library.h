/*
 * zip_library.h - libzip, loaded when there is a zip to read or write.
 *
 * libzip brings a library of cryptography with it, and on Linux the loader needs more time for the
 * two than it takes to check a web.config. On Windows they are part of the program.
 */
#ifndef IISLINT_BASE_ZIP_LIBRARY_H
#define IISLINT_BASE_ZIP_LIBRARY_H

#include "base/error.h"

#include <zip.h>

/* The functions that are used, without the zip_ of their names. */
#define ZIP_LIBRARY_FUNCTIONS(f)                                                                   \
    f(close) f(discard) f(error_code_zip) f(error_fini) f(error_init) f(error_strerror) f(fclose)  \
        f(file_add) f(file_get_external_attributes) f(file_set_dostime) f(fopen_index) f(fread)    \
            f(get_error) f(get_name) f(get_num_entries) f(open_from_source) f(source_buffer)       \
                f(source_buffer_create) f(source_close) f(source_error) f(source_free)             \
                    f(source_keep) f(source_open) f(source_read) f(stat_index)

struct zip_library {
#define ZIP_LIBRARY_MEMBER(name) __typeof__(zip_##name) *name;
    ZIP_LIBRARY_FUNCTIONS(ZIP_LIBRARY_MEMBER)
#undef ZIP_LIBRARY_MEMBER
    void *handle; /* of the platform */
};

/* Fills in the functions; false with an error when libzip is not installed. To be unloaded. */
bool zip_library_load(struct zip_library *library, struct error *error);

/* After a failed load, or twice, it does nothing. */
void zip_library_unload(struct zip_library *library);

#endif
