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

/* What is said of an attribute's local name, or NULL; the same for all attributes of the name. */
struct secret_name;
const struct secret_name *secret_name_find(const struct secrets *secrets, const char *name,
                                           size_t length);

/* secret_value() of an attribute with the name that `known` was found for. */
const char *secret_value_named(const struct secrets *secrets, struct arena *arena,
                               const xmlAttr *attribute, const struct secret_name *known);

/* True for an encrypted value that holds nothing: [enc:AesProvider::enc] is IIS's empty password,
 * and the schema's default for one. secret_value() gives "" for it. */
bool secret_is_empty(const char *value);

/* Groups of four of the 64 characters, padded with '='; white space does not count. */
bool secret_is_base64(const char *text, size_t length);

/* A secret in the text of a file. */
struct secret {
    struct span span;
    const char *kind; /* "password", "key", "encrypted value": a noun that takes an s */
    bool is_base64;   /* what is encrypted in [enc:...], and well-formed */
};

/*
 * The secrets of a source, in order, not overlapping, in `arena`: in tags, texts, comments and
 * instructions. It needs no tree: a file that is not well-formed is read as far as it looks like
 * markup, and its whole text is searched too.
 */
const struct secret *secret_find(const struct secrets *secrets, struct arena *arena,
                                 const struct source *source, size_t *count);

/* The same, spans only. */
const struct span *secret_spans(const struct secrets *secrets, struct arena *arena,
                                const struct source *source, size_t *count);

#endif
