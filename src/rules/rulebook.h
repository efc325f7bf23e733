/*
 * rulebook.h - all rules of a run: ISO Schematron files, their catalogue, and which are active.
 *
 *   *.sch -> source (positions) -> schematron (model) -> rulebook (catalogue, switches) -> evaluate
 *
 * A rule file that declares the namespace urn:iislint:rule:1 is one of ours: its patterns are
 * rules about the resolved document, and strict loading demands their metadata. Any other file is
 * plain Schematron: its patterns are run on XML documents as they are.
 * A rulebook belongs to one run and one thread: expressions are compiled when first used.
 */
#ifndef IISLINT_RULES_RULEBOOK_H
#define IISLINT_RULES_RULEBOOK_H

#include "base/arena.h"
#include "base/error.h"
#include "iislint.h"
#include "rules/xpath.h"
#include "source/source.h"
#include <stdbool.h>
#include <stddef.h>

#define RULEBOOK_NAMESPACE "urn:iislint:rule:1"

struct rulebook;
struct schematron_pattern;

/* What a rule looks at. */
enum rule_domain {
    RULE_RESOLVED, /* the resolved document; files with our namespace */
    RULE_PLAIN     /* XML documents as they are; plain Schematron */
};

/*
 * A pattern as an entry of the catalogue. The public header knows it as an opaque type. A pattern
 * of plain Schematron has its id (or one made of the file's name) as name, and empty texts for
 * what plain Schematron does not say.
 */
struct iislint_rule {
    struct iislint_rule_info info;
    struct iislint_rule_help help; /* ask rulebook_help(): it may not have been read yet */
    enum rule_domain domain;
    const struct source *source; /* the rule file, owned by the rulebook */
    const xmlNode *place;        /* the pattern element in it */
    /* private to src/rules */
    struct rulebook *rulebook;
    struct schematron_pattern *pattern;
    bool is_brief;  /* read without help */
    unsigned batch; /* the call that added it */
    bool off;       /* switched off by rulebook_disable() */
    bool replaced;  /* by a later rule of the same id */
};

enum rulebook_mode {
    RULEBOOK_TRUSTED, /* not examined: embedded rules, proven by the tests */
    RULEBOOK_STRICT,  /* grammar, metadata, every expression; for `rules test` and --rules */
    RULEBOOK_BRIEF    /* only what is needed to run, the rest when asked for; embedded rules only */
};

/*
 * Creates an empty rulebook. `vocabulary` (may be NULL) are the functions that rules can call
 * beside XPath, EXSLT (set, str, math) and the general ones of xpath_functions.c; it is needed to
 * check rules as well as to run them. Freed with rulebook_free(), before the arena.
 */
struct rulebook *rulebook_new(struct arena *arena, const struct xpath_vocabulary *vocabulary);
void rulebook_free(struct rulebook *rulebook);

/*
 * Adds rules: those in the program (base/embedded.h), a *.sch file or all *.sch files of a
 * directory, or bytes. False with an error at path:line:column; the rulebook is then of no use.
 * A rule with an id that an earlier call added replaces it; twice in one call is an error.
 * A file whose root is not <schema> is left to be included by others.
 */
bool rulebook_add_embedded(struct rulebook *rulebook, enum rulebook_mode mode, struct error *error);
bool rulebook_add_path(struct rulebook *rulebook, const char *local_path, enum rulebook_mode mode,
                       struct error *error);
bool rulebook_add_bytes(struct rulebook *rulebook, const char *shown_path, const char *bytes,
                        size_t length, enum rulebook_mode mode, struct error *error);

/*
 * Switches rules by a comma-separated list of ids, id prefixes ("IIS24") and names, without case;
 * "all" is every rule. Later calls win. False with an error when an item fits no rule.
 */
bool rulebook_enable(struct rulebook *rulebook, const char *ids, struct error *error);
bool rulebook_disable(struct rulebook *rulebook, const char *ids, struct error *error);

/*
 * Chooses the phase: "#ALL", "#DEFAULT" (each file's defaultPhase; the initial state) or a name.
 * With a name, files that do not define it take no part. False when no file does.
 */
bool rulebook_set_phase(struct rulebook *rulebook, const char *phase, struct error *error);

/* The catalogue in order of ids. */
size_t rulebook_count(const struct rulebook *rulebook);
const struct iislint_rule *rulebook_rule(const struct rulebook *rulebook, size_t index);

/* By id or name, without case; NULL when there is none. */
const struct iislint_rule *rulebook_find(const struct rulebook *rulebook, const char *id_or_name);

/* Reads what the short form of a rule lacks: its help, and the texts of its assertions. The first
 * time, all embedded rules are read whole. */
void rulebook_complete(const struct iislint_rule *rule);

/* What the catalogue says beyond `info`. */
const struct iislint_rule_help *rulebook_help(const struct iislint_rule *rule);

/* True when it is enabled and in the phase. The same answer as info.enabled. */
bool rulebook_is_active(const struct rulebook *rulebook, const struct iislint_rule *rule);

/* True when any active rule is of this domain (native ones have nothing to evaluate). */
bool rulebook_has(struct rulebook *rulebook, enum rule_domain domain);

/*
 * True when an active rule of the resolved document can see an element or attribute of this name:
 * it stands in an expression (also in a string literal such as 'system.webServer/handlers', of
 * which every part counts), or some expression sees everything. What is not mentioned need not be
 * built.
 */
bool rulebook_mentions(struct rulebook *rulebook, const char *name);

/*
 * True when an active rule looks for this name anywhere in the document: as the outermost step of a
 * context, or behind `//`. All other names it follows from nodes that it has. So a part of the
 * document that no rule names, and in which there is no such name, need not be built.
 */
bool rulebook_enters(struct rulebook *rulebook, const char *name);

/* True when some active rule of the resolved document looks at nodes without naming them (a `*`,
 * `@*` or node() step other than on the parent, ancestor and self axes). */
bool rulebook_mentions_everything(struct rulebook *rulebook);

/*
 * Calls `each` for every call of a function in an active rule. An argument that is always the same
 * (a string, a let that is one, concat() of such) is given, another is NULL.
 */
typedef void rulebook_call(void *context, const char *const *arguments, size_t count);
void rulebook_each_call(struct rulebook *rulebook, const char *function, rulebook_call *each,
                        void *context);

/*
 * A native rule's message from its template: {0}, {1} ... replaced, in the arena. `id` NULL means
 * the first template. NULL when the rule has no such template.
 */
char *rule_message(const struct iislint_rule *rule, const char *id, const char *const *arguments,
                   size_t argument_count, struct arena *arena);

#endif
