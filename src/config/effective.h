/*
 * effective.h - a section as it is in force at a scope, with the origin of every value.
 *
 * Computed when asked for, once per distinct chain of definitions, and shared by all scopes with
 * that chain: ten thousand sites that change nothing cost nothing.
 */
#ifndef IISLINT_CONFIG_EFFECTIVE_H
#define IISLINT_CONFIG_EFFECTIVE_H

#include "config/origin.h"
#include "config/server.h"

/* Definitions of one section that one scope can have; more (a hostile file) are not looked at. */
#define EFFECTIVE_CHAIN_MAX 256

struct effective {
    const struct section *section;
    const struct scope *scope;       /* the outermost scope with this chain that was asked for */
    struct definition *const *chain; /* outermost first */
    size_t count;
    xmlNode *root; /* made; loose in server->made; see origin.h */
    size_t made;   /* how often: nodes of an earlier tree are gone */
};

struct effective_cache *effective_cache_new(struct server *server);
void effective_cache_free(struct effective_cache *cache);

/*
 * The effective section. Its tree stays valid until effective_release() or the server's end.
 * Everything is in it, whatever rules can see. Never NULL for a section of the server.
 */
const struct effective *effective_section(struct server *server, const struct scope *scope,
                                          const struct section *section);

/* Keeps every tree from now on: something that lives as long as the server holds nodes of one. */
void effective_keep(struct server *server);

/*
 * Frees the trees whose innermost definition stands at `scope` or below it. The checker calls it
 * when it is done with a site, so that memory does not grow with the number of sites.
 */
void effective_release(struct server *server, const struct scope *scope);

/*
 * The form of a section for the resolved document: effective attributes and child elements, but of
 * collections only the entries that this very scope adds. Added to `parent`.
 */
xmlNode *effective_own(struct server *server, const struct scope *scope,
                       const struct section *section, xmlNode *parent);

#endif
