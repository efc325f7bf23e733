/*
 * secret.h - what must never be shown: passwords, keys, credentials in connection strings.
 *
 * Which attributes and texts are secret is data (rules/secrets.xml). A made tree never holds a
 * secret in the first place, so no rule can print one; the excerpt of a file masks by spans.
 */
#ifndef IISLINT_CONFIG_SECRET_H
#define IISLINT_CONFIG_SECRET_H

#include "base/arena.h"
#include "base/error.h"
#include "source/regex.h"
#include "source/source.h"

/* What stands in the place of a secret. */
#define SECRET_MASK "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"

struct secrets;

/* Reads the embedded data. `regexes` is borrowed. */
struct secrets *secrets_new(struct arena *arena, struct regex_cache *regexes, struct error *error);

/*
 * The value of an attribute as it may be shown: the value itself when nothing in it is secret, the
 * mask when all of it is, else a copy in `arena` with the secret parts masked ("...;Password=•••").
 * An empty value stays empty: that it is empty is no secret.
 */
const char *secret_value(const struct secrets *secrets, struct arena *arena,
                         const xmlAttr *attribute);

/* True for an encrypted value that holds nothing: [enc:AesProvider::enc] is IIS's empty password,
 * and the schema's default for one. secret_value() gives "" for it. */
bool secret_is_empty(const char *value);

/*
 * The spans of a source that hold secrets, in order, not overlapping, in `arena`. For a file that
 * could not be parsed, found by pattern in its text.
 */
const struct span *secret_spans(const struct secrets *secrets, struct arena *arena,
                                const struct source *source, size_t *count);

#endif
