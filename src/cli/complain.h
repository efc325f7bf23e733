/*
 * complain.h - tool errors on standard error: "iislint: what went wrong".
 */
#ifndef IISLINT_CLI_COMPLAIN_H
#define IISLINT_CLI_COMPLAIN_H

#include "base/arena.h"
#include "base/error.h"
#include "iislint.h"

/* Writes one line in the form of printf(), without its line end. */
void complain(const char *format, ...) PRINTF_LIKE(1, 2);

/* "path:line:column: text", with the parts that are known. */
char *complain_text(struct arena *arena, const struct iislint_error *error);

/* Writes an error of the library, or of src/base. */
void complain_library_error(const struct iislint_error *error);
void complain_error(const struct error *error);

#endif
