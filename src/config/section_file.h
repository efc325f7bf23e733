/*
 * section_file.h - the other files that sections name: configSource="..." holds the section itself, and
 * what .NET's appSettings names with file="..." is merged behind its own content.
 *
 * A merged file stands beside the file that names it or anywhere else (System.IO.Path.Combine, so `..`
 * and whole paths lead out); one that is not there is ignored. Sources: iis-semantics, section 2, and
 * "appSettings Element (General Settings Schema)" of the .NET Framework's documentation.
 */
#ifndef IISLINT_CONFIG_SECTION_FILE_H
#define IISLINT_CONFIG_SECTION_FILE_H

#include "config/server.h"

/*
 * The local path of the file of that name, as a section in `file` (which must have a local path itself)
 * writes it; NULL when it is not there or lies where nothing of the server is: a configSource only
 * leads down from the file, a merged file also to where an image or --map has its folder.
 */
const char *section_file_path(struct server *server, const struct config_file *file,
                              const char *name, enum section_file kind);

/* The file in which an element of a section stands: `file`, or the one that its configSource names. */
const struct config_file *section_file_of(const struct server *server,
                                          const struct config_file *file, const xmlNode *element);

/* Fits section_file_opener; `server` is a struct server. What cannot be used is reported by
 * indirection.c. */
xmlNode *section_file_open(void *server, struct config_file *file, const xmlNode *section,
                           const char *name, enum section_file kind);

#endif
