/*
 * embedded.h - the files of rules/ inside the program, so that one file can be copied to a server.
 *
 * tools/embed.c writes the table at build time (build/embedded.c).
 */
#ifndef IISLINT_BASE_EMBEDDED_H
#define IISLINT_BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name;          /* relative to rules/, with '/': "schema/IIS_schema.xml" */
    const unsigned char *data; /* the bytes; a NUL that `size` does not count follows them */
    size_t size;
};

/* All files, sorted by name as strcmp() orders. */
extern const struct embedded_file embedded_files[];
extern const size_t embedded_file_count;

/* The file of that name, or NULL. */
const struct embedded_file *embedded_find(const char *name);

#endif
