/*
 * document.h - the resolved document that rules look at, and what their functions know.
 *
 * Built from a loaded server: server -> sections, applicationPools, sites -> application -> sections
 * ...; see rules/README.md. Only what some active rule mentions is in it.
 */
#ifndef IISLINT_RULES_DOCUMENT_H
#define IISLINT_RULES_DOCUMENT_H

#include "config/server.h"
#include "facts/access.h"
#include "facts/account.h"
#include "facts/facts.h"

struct functions_state;

struct document {
    struct arena *arena;
    struct server *server;
    const struct facts *facts;
    const struct accounts *accounts;
    struct regex_cache *regexes;
    xmlDoc *doc;                   /* of server->made */
    xmlNode *root;                 /* <server> */
    struct map *pool_applications; /* pool name without case -> struct list of application scopes */
    struct list *own_sections;     /* by section index: see document_own_sections() */
    struct functions_state *functions; /* what the vocabulary remembers; NULL until it is used */
};

/* Builds the document of a loaded server; everything is borrowed. The server's sites_tree and
 * pools_tree become part of it. `facts` is never NULL (facts_new() when nothing is known). */
struct document *document_new(struct arena *arena, struct server *server, const struct facts *facts,
                              const struct accounts *accounts, struct regex_cache *regexes);

/* The made element that stands for a scope: <server>, <application>, <directory>, ... */
xmlNode *document_scope_element(const struct document *document, const struct scope *scope);

/* The elements of a section in the document, one for each scope that changes it: xmlNode *, in the
 * order of scopes. */
const struct list *document_own_sections(const struct document *document,
                                         const struct section *section);

/* The applications that run in a pool: struct scope *; NULL when there is none. */
const struct list *document_pool_applications(const struct document *document, const char *pool);

#endif
