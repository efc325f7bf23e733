/*
 * evaluate_model.h - what an evaluator is made of; private to src/rules.
 */
#ifndef IISLINT_RULES_EVALUATE_MODEL_H
#define IISLINT_RULES_EVALUATE_MODEL_H

#include "rules/evaluate.h"
#include "rules/rulebook_model.h"

/* One way to match a rule: an alternative of its context. */
struct plan_entry {
    size_t order;   /* its number: entries are tried in this order */
    size_t pattern; /* its number in the plan */
    struct schematron_rule *rule;
    struct pattern_alternative *alternative;
    bool is_name; /* the last step decides alone */
};

/* Pattern of a plan and what happened to it on this document. */
struct plan_pattern {
    struct schematron_pattern *pattern;
    const struct rulebook_file *file;
    unsigned long spent; /* operations on this document */
    bool broken;         /* nothing more comes of it on this document: left out from now on */
    bool lacks;          /* facts that it needs are unknown */
    size_t undecided;    /* rules that need not be looked at any more, for want of facts */
};

/* The active patterns of a domain, found by what a node is. Lists hold struct plan_entry. */
struct plan {
    struct plan_pattern *patterns;
    size_t pattern_count;
    struct map *elements; /* name -> struct list */
    struct map *attributes;
    struct list any_element;
    struct list any_attribute;
    struct list text;
    struct list comment;
    struct list instruction;
    struct list document;
};

/* Where variables are looked up; the innermost part that is not NULL is where we are. */
struct let_scope {
    const struct rulebook_file *file;
    struct schematron_phase *phase;
    struct schematron_pattern *pattern;
    struct schematron_rule *rule;
    const struct schematron_lets *own; /* a let of these is being computed: */
    size_t visible;                    /* it sees only those before it */
    xmlNode *node;                     /* of the rule */
};

/* A let's value, once computed. */
struct let_value {
    xmlXPathObject *value;
    struct xpath_unknown unknown;
    bool computing;
};

/* A name pointer of the document that was looked up before. */
struct name_cache_entry {
    const struct map *map;
    const xmlChar *name;
    const struct list *list;
};

/* The value of a let that many rules write alike (`effective(., 'system.webServer/...')`): computed
 * once a node for all of them. */
struct shared_value {
    const xmlNode *node;
    xmlXPathObject *value;
};

#define SHARED_MAX 128 /* different texts; lets beyond are computed for each rule */

#define NAME_CACHE_SIZE 1024 /* a power of two */

struct evaluator {
    struct rulebook *rulebook;
    struct arena *arena;
    struct xpath *xpath;
    struct plan plans[2];            /* by enum rule_domain */
    struct let_value *document_lets; /* by slot */
    struct let_value *rule_lets;     /* by slot in the rule */
    size_t rule_lets_used;           /* how many have a value now */
    struct shared_value shared[SHARED_MAX];
    size_t shared_used[SHARED_MAX]; /* the numbers of those that have a value */
    size_t shared_count;
    struct name_cache_entry names[NAME_CACHE_SIZE];
    /* of the document being evaluated */
    xmlDoc *doc;
    size_t serial;                     /* which document of this evaluator it is */
    unsigned long document_operations; /* bound for what is evaluated once */
    unsigned long budget;              /* bound for one pattern on the whole document */
    struct map *keys;                  /* file and name -> index; NULL: none yet */
    struct let_scope scope;
    const xmlNode *failed_place; /* of the innermost expression that failed */
    struct error *error;
    bool failed;
    outcome_callback *each;
    void *context;
    bool stopped;
    /* reused for every outcome */
    struct list arguments, diagnostics, related, operations;
    void (*leave)(void *context, xmlNode *element); /* see evaluator_on_leave() */
    void *leave_context;
    bool (*known)(void *context, const char *group); /* see evaluator_on_needs() */
    void *known_context;
};

/* evaluate_plan.c */
void plan_make(struct plan *plan, struct rulebook *rulebook, enum rule_domain domain,
               struct arena *arena);

/* evaluate_lets.c: called by xpath.c for variables and key(). */
xpath_variable_lookup evaluator_variable;
xpath_key_lookup evaluator_key;
xpath_variable_borrow evaluator_borrow;
void evaluator_forget_rule_lets(struct evaluator *evaluator);
void evaluator_forget_shared(struct evaluator *evaluator);
void evaluator_forget_document(struct evaluator *evaluator);

/* evaluate_outcome.c: builds and delivers. False when a value could not be evaluated. */
bool evaluator_fire(struct evaluator *evaluator, struct schematron_assertion *assertion,
                    xmlNode *node);
bool evaluator_undecided(struct evaluator *evaluator, struct schematron_assertion *assertion,
                         xmlNode *node);

/* The namespaces where an expression of the current scope stands. */
const struct xpath_namespaces *evaluator_namespaces(const struct evaluator *evaluator);

/* Says where evaluation failed unless something further in has. Always false. */
bool evaluator_failed_at(struct evaluator *evaluator, const xmlNode *place);

#endif
