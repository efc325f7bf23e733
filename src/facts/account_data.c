#include "facts/account_data.h"

#include "base/text.h"
#include "facts/item.h"
#include <assert.h>
#include <string.h>

struct loader {
    struct arena *arena;
    struct account_data *data;
    struct error *error;
};

static bool fail(const struct loader *loader, const xmlNode *node, const char *message)
{
    return error_set(loader->error, "accounts.xml", (unsigned)xmlGetLineNo(node), 0, "<%s>: %s",
                     (const char *)node->name, message);
}

static const char *copy(const struct loader *loader, const xmlNode *node, const char *attribute)
{
    return arena_strdup(loader->arena, item_get(node, attribute));
}

static bool kind_of_text(const char *text, enum account_kind *kind)
{
    static const struct {
        const char *name;
        enum account_kind kind;
    } kinds[] = {
        {"virtual", ACCOUNT_VIRTUAL}, {"builtin", ACCOUNT_BUILTIN},   {"group", ACCOUNT_GROUP},
        {"user", ACCOUNT_LOCAL},      {"placeholder", ACCOUNT_GROUP}, {"local", ACCOUNT_LOCAL},
        {"domain", ACCOUNT_DOMAIN},   {"managed", ACCOUNT_MANAGED},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text != NULL && strcmp(text, kinds[i].name) == 0) {
            *kind = kinds[i].kind;
            return true;
        }
    }
    return false;
}

/* A canonical name wins over an alias or a name without authority that came first. */
static void add_name(struct account_data *data, const char *name, struct known *known)
{
    if (map_find(data->by_name, name) == NULL)
        map_set(data->by_name, name, known);
}

static bool load_account(const struct loader *loader, xmlNode *node)
{
    struct account_data *data = loader->data;
    struct known *known = arena_alloc(loader->arena, sizeof *known);
    known->name = copy(loader, node, "name");
    known->sid = copy(loader, node, "sid");
    if (known->name == NULL || known->sid == NULL)
        return fail(loader, node, "needs name and sid");
    if (!kind_of_text(item_get(node, "kind"), &known->kind))
        return fail(loader, node, "needs a kind");
    known->placeholder = item_is(node, "kind", "placeholder");
    known->unprivileged = item_is(node, "unprivileged", "true");
    map_set(data->by_name, known->name, known);
    if (map_set(data->by_sid, known->sid, known) != NULL)
        return fail(loader, node, "another account has this sid");
    const char *sddl = item_get(node, "sddl");
    if (sddl != NULL && map_set(data->by_sddl, sddl, known) != NULL)
        return fail(loader, node, "another account has this sddl");
    const char *identity_type = item_get(node, "identityType");
    if (identity_type != NULL)
        map_set(data->by_identity_type, identity_type, known);
    return true;
}

/* After all canonical names are there, so that none of them is taken by an alias. */
static void load_aliases(const struct loader *loader, xmlNode *node)
{
    struct account_data *data = loader->data;
    struct known *known = map_find(data->by_name, item_get(node, "name"));
    const char *backslash = strchr(known->name, '\\');
    if (backslash != NULL)
        add_name(data, backslash + 1, known);
    for (xmlNode *alias = item_next(node->children, "alias"); alias != NULL;
         alias = item_next(alias->next, "alias")) {
        const char *name = item_get(alias, "name");
        if (name != NULL)
            add_name(data, name, known);
    }
}

/* The <in> and <out> children of an element. */
static bool load_rule(const struct loader *loader, xmlNode *element, struct token_rule *rule)
{
    for (xmlNode *node = item_next(element->children, NULL); node != NULL;
         node = item_next(node->next, NULL)) {
        const char *group = item_get(node, "group");
        struct known *known = group == NULL ? NULL : map_find(loader->data->by_name, group);
        if (known == NULL)
            return fail(loader, node, "names no account of this file");
        bool in = strcmp((const char *)node->name, "in") == 0;
        list_add(in ? &rule->in : &rule->out, loader->arena, known);
    }
    return true;
}

static bool load_token(const struct loader *loader, xmlNode *element, struct token_rule *rule)
{
    xmlNode *token = item_next(element->children, "token");
    return token == NULL || load_rule(loader, token, rule);
}

static bool load_family(const struct loader *loader, xmlNode *node)
{
    struct family *family = arena_alloc(loader->arena, sizeof *family);
    family->name = copy(loader, node, "name");
    family->sid = copy(loader, node, "sid");
    if (family->name == NULL || family->sid == NULL)
        return fail(loader, node, "needs name and sid");
    family->hash = item_is(node, "hash", "upper") ? SID_UPPER : SID_LOWER;
    family->unprivileged = item_is(node, "unprivileged", "true");
    list_add(&loader->data->families, loader->arena, family);
    return load_token(loader, node, &family->rule);
}

static bool load_kind(const struct loader *loader, xmlNode *node)
{
    enum account_kind kind;
    if (!kind_of_text(item_get(node, "name"), &kind))
        return fail(loader, node, "unknown kind");
    return load_token(loader, node, &loader->data->kinds[kind]);
}

/* Everything that refers to accounts by name. */
static bool load_reference(const struct loader *loader, xmlNode *node)
{
    struct account_data *data = loader->data;
    const char *name = (const char *)node->name;
    if (strcmp(name, "account") == 0) {
        struct known *known = map_find(data->by_name, item_get(node, "name"));
        load_aliases(loader, node);
        return load_token(loader, node, &known->rule);
    }
    if (strcmp(name, "unprivileged") == 0)
        return load_rule(loader, node, &data->unprivileged);
    if (strcmp(name, "family") == 0)
        return load_family(loader, node);
    if (strcmp(name, "kind") == 0)
        return load_kind(loader, node);
    if (strcmp(name, "workerProcess") == 0)
        return load_token(loader, node, &data->worker_process);
    return fail(loader, node, "unknown element");
}

static bool load_document(const struct loader *loader, const xmlNode *root)
{
    for (xmlNode *node = item_next(root->children, "account"); node != NULL;
         node = item_next(node->next, "account")) {
        if (!load_account(loader, node))
            return false;
    }
    for (xmlNode *node = item_next(root->children, NULL); node != NULL;
         node = item_next(node->next, NULL)) {
        if (!load_reference(loader, node))
            return false;
    }
    return true;
}

struct account_data *account_data_parse(struct arena *arena, const struct source *source,
                                        struct error *error)
{
    if (source->doc == NULL) {
        error_set(error, source->path, 0, 0, "%s", source->fault.message);
        return NULL;
    }
    struct account_data *data = arena_alloc(arena, sizeof *data);
    data->by_name = map_new(arena, MAP_CASE_INSENSITIVE);
    data->by_sid = map_new(arena, MAP_CASE_INSENSITIVE);
    data->by_sddl = map_new(arena, MAP_CASE_INSENSITIVE);
    data->by_identity_type = map_new(arena, MAP_CASE_INSENSITIVE);
    const struct loader loader = {arena, data, error};
    return load_document(&loader, xmlDocGetRootElement(source->doc)) ? data : NULL;
}

const struct account_data *account_data(const struct accounts *accounts)
{
    if (accounts->data == NULL) {
        struct source *source = source_embedded(accounts->arena, "accounts.xml", NULL);
        assert(source != NULL);
        ((struct accounts *)accounts)->data = account_data_parse(accounts->arena, source, NULL);
        assert(accounts->data != NULL);
        source_free(source);
    }
    return accounts->data;
}
