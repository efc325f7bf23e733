/*
 * image.h - small servers for tests: files in a temporary folder, or a text in memory.
 */
#ifndef IISLINT_TESTS_CONFIG_IMAGE_H
#define IISLINT_TESTS_CONFIG_IMAGE_H

#include "config/effective.h"
#include "config/server.h"

struct image {
    struct arena *arena;
    struct regex_cache *regexes;
    struct server_options options;
    struct server *server;
    char directory[64]; /* "" until something is written */
};

/* Starts with the options of a stock run: IIS 10, built-in schema, everything visible. */
void image_init(struct image *image);
void image_fini(struct image *image);

/* For cmocka: the state of each test is a new image. */
int image_set_up(void **state);
int image_tear_down(void **state);

/* Writes a file of the image; folders on the way are made. */
void image_write(struct image *image, const char *name, const char *content);

/* A symbolic link in the image. */
void image_link(struct image *image, const char *name, const char *target);

/* Where a file of the image is on this machine. */
const char *image_path(struct image *image, const char *name);

/* Maps a Windows folder to one of the image. */
void image_map(struct image *image, const char *windows, const char *name);

/* Loads the folder as a server image (or a tree), shown as "image"; fails the test when it cannot. */
void image_load(struct image *image);

/* Loads a file or folder of the image, shown by its name; false with an error when it cannot. */
bool image_try(struct image *image, const char *name, struct error *error);

/* Loads a text as if it stood on standard input under this name. */
void image_load_text(struct image *image, const char *name, const char *content);

/* An applicationHost.config in memory: `content` is what stands in <configuration>. */
void image_load_host(struct image *image, const char *content);

/* The effective section at a configuration path ("" is the server); fails when there is no such
 * scope or section. */
xmlNode *image_section(struct image *image, const char *scope, const char *section);

/* An attribute of that section, or of "child/child" in it; NULL when it is absent. */
const char *image_value(struct image *image, const char *scope, const char *section,
                        const char *child, const char *attribute);

/* The values of an attribute of all entries, "a b c"; an entry without it gives "-". */
const char *image_entries(struct image *image, const char *scope, const char *section,
                          const char *child, const char *attribute);

/* Where the attribute comes from: "file:line", "default", or "absent". */
const char *image_origin(struct image *image, const char *scope, const char *section,
                         const char *child, const char *attribute);

#endif
