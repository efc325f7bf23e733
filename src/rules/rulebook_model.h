/*
 * rulebook_model.h - what a rulebook is made of; private to src/rules.
 */
#ifndef IISLINT_RULES_RULEBOOK_MODEL_H
#define IISLINT_RULES_RULEBOOK_MODEL_H

#include "rules/rulebook.h"

#include "base/map.h"
#include "rules/schematron.h"

/* One rule file. */
struct rulebook_file {
    struct schematron_schema *schema;
    struct iislint_rule *rules;           /* one for each pattern of the schema */
    const struct schematron_phase *phase; /* the one that is active; NULL: all patterns */
    bool takes_part;                      /* false: it does not define the chosen phase */
};

struct rulebook {
    struct arena *arena;
    const struct xpath_vocabulary *vocabulary;
    struct rulebook *whole; /* the embedded rules with their help, once somebody asked for it */
    struct list sources;    /* all that were read, to free them */
    struct list files;      /* struct rulebook_file */
    struct list rules;      /* struct iislint_rule in order of ids, once sorted */
    struct map *by_name;    /* ids and names */
    const char *phase;
    unsigned batch;            /* number of the call that adds rules */
    size_t slot_count;         /* lets of schemas, phases and patterns */
    struct regex_cache *regex; /* for checking */
    struct xpath *checker;     /* NULL until the first strict load */
    struct map *mentioned;     /* NULL: not computed for what is active now */
    struct map *entered;       /* names that are looked for anywhere, */
    bool mentions_everything;
    struct map *shared_lets; /* text -> its number; see struct fast */
    size_t documents;        /* evaluated so far, with any evaluator */
};

/* Brings order, phases and info.enabled up to date after a change. */
void rulebook_refresh(struct rulebook *rulebook);

/* rulebook_load.c */
bool rulebook_load(struct rulebook *rulebook, struct source *source, enum rulebook_mode mode,
                   const char *directory, struct error *error);

#endif
