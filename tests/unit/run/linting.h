/*
 * linting.h - whole runs for tests: inputs in a temporary folder or in memory, rules given as text,
 * and what the run said, written down.
 */
#ifndef IISLINT_TESTS_RUN_LINTING_H
#define IISLINT_TESTS_RUN_LINTING_H

#include "base/arena.h"
#include "iislint.h"

struct linting {
    struct arena *arena;
    struct iislint *run;
    struct iislint_error error; /* of the last call that failed */
    char directory[64];         /* "" until something is written */
};

void linting_init(struct linting *linting);
void linting_fini(struct linting *linting);

/* The same for cmocka: *state is a struct linting. */
int linting_set_up(void **state);
int linting_tear_down(void **state);

/* Where a file of the temporary folder is on this machine. */
const char *linting_path(struct linting *linting, const char *name);

/* Writes a file of the temporary folder; folders on the way are made. */
void linting_write(struct linting *linting, const char *name, const char *content);

/* A pattern of ours from its <rule> elements (and whatever else it has), with all that the standard
 * lacks; its bad example is `bad`, its good one an empty server. */
const char *linting_pattern(struct linting *linting, const char *id, const char *rules,
                            const char *bad);

/* Rules of ours alone: adds a file with this content and switches the program's own rules off. */
void linting_only(struct linting *linting, const char *content);

/* The same with one pattern TEST1 of these <rule> elements. */
void linting_rule(struct linting *linting, const char *rules);

/* Adds a file of plain Schematron and switches the program's own rules off. */
void linting_plain(struct linting *linting, const char *content);

/* Adds a text in memory as an input. */
void linting_text(struct linting *linting, const char *name, const char *text);

/* An applicationHost.config in memory: `content` stands in <configuration>, from line 2 on. */
void linting_host(struct linting *linting, const char *content);

/* Adds a file or folder of the temporary folder. */
void linting_add(struct linting *linting, const char *name);

/* Checks; fails the test when that fails. */
void linting_check(struct linting *linting);

/* Checks and asserts that it fails with a text that contains `reason`. */
void linting_fails(struct linting *linting, const char *reason);

/*
 * All findings, in order; files of the temporary folder are shown relative to it:
 *
 *     ID LEVEL FILE:LINE:COLUMN-LINE:COLUMN MESSAGE      LEVEL "?" with NEEDS for an undecided one
 *       at SCOPE: DETAIL
 *       see FILE:LINE:COLUMN MESSAGE
 *       accepted: JUSTIFICATION
 */
const char *linting_findings(struct linting *linting);

/* All notices: "ID LEVEL PLACE MESSAGE", PLACE "-" when there is none. */
const char *linting_notices(struct linting *linting);

/* The paths of all files, separated by spaces. */
const char *linting_files(struct linting *linting);

/* The finding of that number, from 0; fails the test when there is none. */
const struct iislint_finding *linting_finding(struct linting *linting, size_t number);

/* The file of that name; fails the test when there is none. */
const struct iislint_file *linting_file(struct linting *linting, const char *name);

/* What `iislint effective` writes of a section in force at a path (NULL: of all that the place
 * changes), as "text" or "xml"; NULL when it fails: then nothing was written. */
const char *linting_effective(struct linting *linting, const char *path, const char *section,
                              const char *format);

/* `text` holds `part`, which is shown with it otherwise. */
void assert_contains(const char *text, const char *part);

/* The text of the file with the fix applied; the test fails when edits are not in order. */
const char *linting_fixed(struct linting *linting, const struct iislint_fix *fix);

#endif
