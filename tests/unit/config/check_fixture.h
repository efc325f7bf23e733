/*
 * check_fixture.h - what the checks of declarations, shape, collections and structure say of a small
 * server, one problem a line:
 *
 *   RULE/template [level] file:line:column-column 'scope' argument, argument [< file:line]
 *
 * The level is written when it is not the rule's; the place is that of the finding's first and last
 * column, or only the first when it spans lines.
 */
#ifndef IISLINT_TESTS_CONFIG_CHECK_FIXTURE_H
#define IISLINT_TESTS_CONFIG_CHECK_FIXTURE_H

#include "config/check.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A section of system.webServer: its content begins in the second line. */
#define IN_SERVER(content) "<system.webServer>\n" content "\n</system.webServer>"
#define BROWSE IN_SERVER("<directoryBrowse enabled='true'/>")

/* One site "Shop" at C:\shop with the application "Shop/app" at C:\app and the virtual directory
 * "Shop/vdir" at C:\vdir, without <configSections>. */
extern const char check_shop[];

/* `host` stands in <configuration> of applicationHost.config, from line 2 on, before check_shop;
 * `web` likewise in the web.config of the site ("" leaves it out). */
void check_says(const char *host, const char *web, const char *expected);

/* The same without check_shop. */
void check_says_host(const char *host, const char *expected);

/* A lone web.config of the assumed site "site". */
void check_says_lone(const char *web, const char *expected);

/* Several of those. */
struct check_row {
    const char *web, *expected;
};
void check_says_rows(const struct check_row *rows, size_t count);

#define CHECK_LONE(...)                                                                            \
    do {                                                                                           \
        const struct check_row rows_[] = {__VA_ARGS__};                                            \
        check_says_rows(rows_, sizeof rows_ / sizeof *rows_);                                      \
    } while (false)

/* A lone web.config, for IIS `version`. */
void check_says_version(const char *version, const char *web, const char *expected);

/* An image as the test wrote it: loads, checks, compares, and frees it. */
void check_says_image(struct image *image, const char *expected);

#endif
