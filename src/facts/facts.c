#include "facts/facts.h"

#include "base/embedded.h"
#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include "facts/item.h"
#include "facts/required.h"
#include "source/grammar.h"
#include "source/span.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

#define FACTS_NAMESPACE "urn:iislint:facts:1"

struct facts {
    struct arena *arena;
    struct source *source;
    struct map *groups;  /* name -> element */
    struct map *indexes; /* "group/attribute" -> map of value -> item; built when first asked */
};

/* ---- loading ------------------------------------------------------------------------------ */

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           strcmp((const char *)node->ns->href, FACTS_NAMESPACE) == 0 &&
           strcmp((const char *)node->name, name) == 0;
}

static bool fail_at(const struct source *source, size_t offset, struct error *error,
                    const char *message)
{
    struct position at = source_position(source, offset);
    return error_set(error, source->path, at.line, at.column, "%s", message);
}

/*
 * Groups by name. The grammar would refuse a second one too, but its message names a place where
 * nobody sees what is wrong.
 */
static bool collect_groups(struct facts *facts, struct error *error)
{
    const xmlNode *root = xmlDocGetRootElement(facts->source->doc);
    if (!is_element(root, "facts")) {
        return fail_at(facts->source, span_of_name(root).start, error,
                       "not a facts file: the root element is not <facts xmlns=\"" FACTS_NAMESPACE
                       "\">");
    }
    for (xmlNode *child = root->children; child != NULL; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        const char *name = (const char *)child->name;
        if (map_set(facts->groups, name, child) != NULL) {
            return fail_at(facts->source, span_of_name(child).start, error,
                           arena_printf(facts->arena, "the group <%s> occurs a second time", name));
        }
    }
    return true;
}

/* libxml2 quotes a value of the wrong type, which may be a secret in the wrong place. */
static void hide_value(char *message)
{
    char *value = strstr(message, " value '");
    if (value != NULL)
        memcpy(value, " it", sizeof " it"); /* "Type dateTime doesn't allow it" */
}

/* Is the complaint about an element whose attributes are refused when they look like secrets? */
static bool holds_free_text(const char *message)
{
    static const char *const elements[] = {" variable", " value", " event"};
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (text_ends_with_nocase(message, elements[i]))
            return true;
    }
    return false;
}

static bool validate(const struct facts *facts, struct error *error)
{
    const struct embedded_file *grammar = embedded_find("facts.rng");
    if (grammar == NULL)
        return error_set(error, NULL, 0, 0, "the grammar facts.rng is not in the program");
    const char *text = (const char *)grammar->data;
    struct error plain = {.line = 0}, better = {.line = 0};
    const struct source *source = facts->source;
    if (grammar_validate(source, text, grammar->size, &plain))
        return true;
    if (required_missing(source, text, grammar->size, error))
        return false;
    if (!required_ignored(source, text, grammar->size, &better) && better.line != 0)
        plain = better;
    hide_value(plain.text);
    const char *hint = holds_free_text(plain.text) ? " (what looks like a secret is refused)" : "";
    return error_set(error, source->path, plain.line, plain.column, "%s%s", plain.text, hint);
}

enum trust { UNTRUSTED, TRUSTED /* written by us: the tests validate it */ };

/* Takes the source, also when it fails. */
static struct facts *facts_of_source(struct arena *arena, struct source *source, enum trust trust,
                                     struct error *error)
{
    struct facts *facts = arena_alloc(arena, sizeof *facts);
    facts->arena = arena;
    facts->source = source;
    facts->groups = map_new(arena, MAP_CASE_SENSITIVE);
    facts->indexes = map_new(arena, MAP_CASE_SENSITIVE);
    bool good;
    if (source->doc == NULL)
        good = fail_at(source, source->fault.span.start, error, source->fault.message);
    else
        good = collect_groups(facts, error) && (trust == TRUSTED || validate(facts, error));
    if (good)
        return facts;
    facts_free(facts);
    return NULL;
}

struct facts *facts_load(struct arena *arena, const char *local_path, const char *shown_path,
                         struct error *error)
{
    struct source *source = source_load(arena, local_path, shown_path, error);
    return source == NULL ? NULL : facts_of_source(arena, source, UNTRUSTED, error);
}

struct facts *facts_parse(struct arena *arena, const char *shown_path, const char *bytes,
                          size_t length, struct error *error)
{
    return facts_of_source(arena, source_parse(arena, shown_path, bytes, length), UNTRUSTED, error);
}

struct facts *facts_embedded(struct arena *arena, const char *name, struct error *error)
{
    struct source *source = source_embedded(arena, name, NULL);
    if (source == NULL) {
        error_set(error, name, 0, 0, "there is no such file in the program");
        return NULL;
    }
    return facts_of_source(arena, source, TRUSTED, error);
}

struct facts *facts_new(struct arena *arena)
{
    static const char nothing[] = "<facts xmlns=\"" FACTS_NAMESPACE "\"/>";
    struct source *source = source_parse(arena, "(no facts)", nothing, sizeof nothing - 1);
    struct facts *facts = facts_of_source(arena, source, TRUSTED, NULL);
    assert(facts != NULL);
    return facts;
}

void facts_free(struct facts *facts)
{
    if (facts == NULL || facts->source == NULL)
        return;
    source_free(facts->source);
    facts->source = NULL;
}

xmlNode *facts_root(const struct facts *facts)
{
    return xmlDocGetRootElement(facts->source->doc);
}

xmlNode *facts_group(const struct facts *facts, const char *group)
{
    return map_find(facts->groups, group);
}

bool facts_group_complete(const struct facts *facts, const char *group)
{
    const xmlNode *element = facts_group(facts, group);
    return element != NULL && item_is(element, "complete", "true");
}

/* ---- looking up --------------------------------------------------------------------------- */

/* Windows paths are compared in canonical form. A request's path is one of a URL. */
static bool is_windows_path(const char *group, const char *attribute)
{
    return strcmp(attribute, "path") == 0 && strcmp(group, "requests") != 0;
}

static struct map *build_index(const struct facts *facts, const char *group, const char *attribute)
{
    struct map *index = map_new(facts->arena, MAP_CASE_INSENSITIVE);
    bool path = is_windows_path(group, attribute);
    const xmlNode *element = facts_group(facts, group);
    for (xmlNode *item = element == NULL ? NULL : element->children; item != NULL;
         item = item->next) {
        const char *value = item->type == XML_ELEMENT_NODE ? item_get(item, attribute) : NULL;
        if (value == NULL)
            continue;
        if (path)
            value = path_normalize_windows(facts->arena, value);
        if (map_find(index, value) == NULL) /* the first of equal ones is found */
            map_set(index, value, item);
    }
    return index;
}

static struct map *get_index(const struct facts *facts, const char *group, const char *attribute)
{
    char key[128];
    int length = snprintf(key, sizeof key, "%s/%s", group, attribute);
    assert(length > 0 && (size_t)length < sizeof key);
    struct map *index = map_find(facts->indexes, key);
    if (index == NULL) {
        index = build_index(facts, group, attribute);
        map_set(facts->indexes, key, index);
    }
    return index;
}

/* What a look-up that found `found` means in this group. */
static enum answer answer_of(const struct facts *facts, const char *group, xmlNode *found,
                             xmlNode **item)
{
    if (item != NULL)
        *item = found;
    if (found != NULL)
        return ANSWER_YES;
    return facts_group_complete(facts, group) ? ANSWER_NO : ANSWER_UNKNOWN;
}

enum answer facts_find(const struct facts *facts, const char *group, const char *attribute,
                       const char *value, xmlNode **item)
{
    xmlNode *found = NULL;
    if (facts_group(facts, group) != NULL) {
        if (is_windows_path(group, attribute))
            value = path_normalize_windows(facts->arena, value);
        found = map_find(get_index(facts, group, attribute), value);
    }
    return answer_of(facts, group, found, item);
}

/* One spelling for a hive: HKLM\... */
static const char *registry_key(struct arena *arena, const char *key, const char *name)
{
    static const char *const hives[][2] = {
        {"HKEY_LOCAL_MACHINE\\", "HKLM\\"},
        {"HKEY_USERS\\", "HKU\\"},
        {"HKEY_CURRENT_USER\\", "HKCU\\"},
        {"HKEY_CLASSES_ROOT\\", "HKCR\\"},
    };
    for (size_t i = 0; i < sizeof hives / sizeof hives[0]; i++) {
        if (text_starts_with_nocase(key, hives[i][0]))
            return arena_printf(arena, "%s%s\n%s", hives[i][1], key + strlen(hives[i][0]), name);
    }
    return arena_printf(arena, "%s\n%s", key, name);
}

static struct map *registry_index(const struct facts *facts)
{
    struct map *index = map_find(facts->indexes, "registry");
    if (index != NULL)
        return index;
    index = map_new(facts->arena, MAP_CASE_INSENSITIVE);
    map_set(facts->indexes, "registry", index);
    const xmlNode *group = facts_group(facts, "registry");
    for (xmlNode *item = group == NULL ? NULL : group->children; item != NULL; item = item->next) {
        if (item->type != XML_ELEMENT_NODE)
            continue;
        const char *key = registry_key(facts->arena, item_get(item, "key"), item_get(item, "name"));
        if (map_find(index, key) == NULL)
            map_set(index, key, item);
    }
    return index;
}

enum answer facts_registry(const struct facts *facts, const char *key, const char *name,
                           xmlNode **item)
{
    xmlNode *found = map_find(registry_index(facts), registry_key(facts->arena, key, name));
    if (found != NULL && is_element(found, "absent")) {
        if (item != NULL)
            *item = NULL;
        return ANSWER_NO;
    }
    return answer_of(facts, "registry", found, item);
}

const char *facts_variable(void *context, const char *name, size_t length)
{
    const struct facts *facts = context;
    const xmlNode *item = map_find_bytes(get_index(facts, "environment", "name"), name, length);
    return item == NULL ? NULL : item_get(item, "value");
}

/* ---- what would decide a question --------------------------------------------------------- */

const char *facts_group_hint(const char *group)
{
    static const char *const hints[][2] = {
        {"os", "the name, version, computer name and domain of the server"},
        {"iis", "the installed version of IIS"},
        {"environment", "the machine's environment variables"},
        {"services", "the services with state, start type and account"},
        {"features", "the installed role services (Get-WindowsFeature)"},
        {"modules", "the native module files that are installed"},
        {"accounts", "the accounts that pools and sites use, with their group memberships"},
        {"profiles", "the registry key ProfileList and its directories"},
        {"sqlInstances", "the local SQL Server instances and their logins"},
        {"databases", "the databases of the local SQL Server instances"},
        {"spns", "the service principal names of the machine and of the pool accounts (setspn -L)"},
        {"acls", "the ACLs of the content directories (icacls, Get-Acl)"},
        {"files", "which of the files that the configuration names exist"},
        {"registry", "the registry values for IIS, HTTP.sys and LSA"},
        {"certificates", "the certificates of the machine, without keys"},
        {"sslBindings", "the TLS bindings of HTTP.sys (netsh http show sslcert)"},
        {"ports", "the listening and the excluded TCP ports"},
        {"events", "the recent events of WAS, W3SVC and IIS"},
        {"requests", "a summary of failed requests from the logs"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if (strcmp(hints[i][0], group) == 0)
            return hints[i][1];
    }
    return "facts of this group";
}
