#include "rules/schematron_reader.h"

#include "base/text.h"
#include "rules/rulebook.h"
#include "rules/xpath_scan.h"

#include <assert.h>
#include <string.h>

/* ---- first pass: what can be referred to before it is defined -------------------------------- */

static bool declare_namespace(struct schematron_reader *reader, const xmlNode *element,
                              struct list *namespaces)
{
    const char *prefix = reader_attribute(reader, element, "prefix");
    const char *uri = reader_attribute(reader, element, "uri");
    if (prefix == NULL || uri == NULL || xpath_name_length(prefix) != strlen(prefix))
        return reader_refuse(reader, element, "<ns> needs a prefix and a uri");
    for (size_t i = 0; i < namespaces->count; i++) {
        const xmlNs *other = namespaces->items[i];
        if (strcmp((const char *)other->prefix, prefix) == 0 &&
            strcmp((const char *)other->href, uri) != 0)
            return reader_refuse(reader, element, "the prefix %s is declared twice", prefix);
    }
    /* Only its prefix and href are ever read, by xmlXPathNsLookup(). */
    xmlNs *ns = arena_alloc(reader->arena, sizeof *ns);
    ns->type = XML_NAMESPACE_DECL;
    ns->prefix = (const xmlChar *)prefix;
    ns->href = (const xmlChar *)uri;
    list_add(namespaces, reader->arena, ns);
    return true;
}

static bool index_by_id(struct schematron_reader *reader, const xmlNode *element, struct map *map)
{
    const char *id = reader_attribute(reader, element, "id");
    if (id == NULL || id[0] == '\0')
        return reader_refuse(reader, element, "this <%s> needs an id", (const char *)element->name);
    if (map_find(map, id) != NULL)
        return reader_refuse(reader, element, "there are two <%s id=\"%s\">",
                             (const char *)element->name, id);
    map_set(map, id, (void *)element);
    return true;
}

static bool index_fix(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    (void)context;
    return !reader_is(child, SCHEMATRON_QUICKFIX_NAMESPACE, "fix") ||
           index_by_id(reader, child, reader->fixes);
}

static bool index_diagnostic(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    (void)context;
    return !reader_is_schematron(child, "diagnostic") ||
           index_by_id(reader, child, reader->diagnostics);
}

static bool index_rule(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    (void)context;
    if (!reader_is_schematron(child, "rule") || !reader_flag(child, "abstract"))
        return true;
    const char *id = reader_attribute(reader, child, "id");
    /* An abstract rule belongs to its pattern: two patterns may use the same id, the first of the
     * file is what other patterns get. */
    if (id != NULL && map_find(reader->abstract_rules, id) == NULL)
        map_set(reader->abstract_rules, id, (void *)child);
    return id != NULL || reader_refuse(reader, child, "an abstract rule needs an id");
}

static bool index_child(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    if (reader_is_schematron(child, "ns"))
        return declare_namespace(reader, child, context);
    if (reader_is_schematron(child, "diagnostics"))
        return reader_each_child(reader, child, index_diagnostic, NULL);
    if (reader_is(child, SCHEMATRON_QUICKFIX_NAMESPACE, "fixes"))
        return reader_each_child(reader, child, index_fix, NULL);
    if (reader_is_schematron(child, "title")) {
        struct schematron_prose title = {0};
        if (!reader_prose(reader, child, READER_LINE, &title))
            return false;
        reader->schema->title = title.text;
        return true;
    }
    if (!reader_is_schematron(child, "pattern"))
        return true;
    if (reader_flag(child, "abstract") && !index_by_id(reader, child, reader->abstract_patterns))
        return false;
    return reader_each_child(reader, child, index_rule, NULL);
}

/* ---- second pass ----------------------------------------------------------------------------- */

struct parts {
    struct list lets;
    struct list phases;
    struct list keys;
    struct list patterns;
};

static bool read_active(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    struct list *lists = context; /* lets, active */
    if (reader_is_schematron(child, "let"))
        return reader_let(reader, child, &lists[0]);
    if (!reader_is_schematron(child, "active"))
        return true;
    const char *pattern = reader_attribute(reader, child, "pattern");
    if (pattern == NULL)
        return reader_refuse(reader, child, "<active> has no attribute pattern");
    list_add(&lists[1], reader->arena, (void *)pattern);
    return true;
}

static bool read_phase(struct schematron_reader *reader, const xmlNode *element,
                       struct list *phases)
{
    struct schematron_phase *phase = arena_alloc(reader->arena, sizeof *phase);
    struct list lists[2] = {{0}, {0}};
    phase->id = reader_attribute(reader, element, "id");
    if (phase->id == NULL)
        return reader_refuse(reader, element, "<phase> needs an id");
    if (!reader_each_child(reader, element, read_active, lists))
        return false;
    reader_take_lets(reader, &lists[0], &phase->lets);
    phase->active_count = lists[1].count;
    phase->active = (const char **)lists[1].items;
    list_add(phases, reader->arena, phase);
    return true;
}

static bool read_key(struct schematron_reader *reader, const xmlNode *element, struct list *keys)
{
    struct schematron_key *key = arena_alloc(reader->arena, sizeof *key);
    struct xpath_expression match = {0};
    char reason[256];
    key->place = element;
    key->name = reader_attribute(reader, element, "name");
    if (key->name == NULL)
        return reader_refuse(reader, element, "<key> has no attribute name");
    if (!reader_expression(reader, element, "match", true, &match) ||
        !reader_expression(reader, element, "use", true, &key->use))
        return false;
    key->match = pattern_parse(reader->arena, match.text, match.place, &reader->schema->namespaces,
                               reason, sizeof reason);
    if (key->match == NULL)
        return reader_refuse(reader, match.place, "%s", reason);
    list_add(keys, reader->arena, key);
    return true;
}

static bool read_child(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    struct parts *parts = context;
    if (reader_is_schematron(child, "let"))
        return reader_let(reader, child, &parts->lets);
    if (reader_is_schematron(child, "phase"))
        return read_phase(reader, child, &parts->phases);
    if (reader_is(child, SCHEMATRON_XSLT_NAMESPACE, "key"))
        return read_key(reader, child, &parts->keys);
    if (reader_is_schematron(child, "pattern")) {
        if (reader_flag(child, "abstract"))
            return true;
        struct schematron_pattern *pattern = arena_alloc(reader->arena, sizeof *pattern);
        list_add(&parts->patterns, reader->arena, pattern);
        return reader_pattern(reader, child, pattern);
    }
    static const char *const known[] = {"ns", "title", "p", "diagnostics", "properties"};
    bool ours =
        child->ns != NULL && strcmp((const char *)child->ns->href, SCHEMATRON_NAMESPACE) == 0;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp((const char *)child->name, known[i]) == 0)
            return true;
    return !ours ||
           reader_refuse(reader, child, "<%s> has no place in a schema", (const char *)child->name);
}

static void take_parts(struct schematron_reader *reader, struct parts *parts)
{
    struct schematron_schema *schema = reader->schema;
    struct arena *arena = reader->arena;
    reader_take_lets(reader, &parts->lets, &schema->lets);
    schema->phase_count = parts->phases.count;
    schema->phases = arena_array(arena, schema->phase_count, sizeof *schema->phases);
    for (size_t i = 0; i < schema->phase_count; i++)
        schema->phases[i] = *(struct schematron_phase *)parts->phases.items[i];
    schema->key_count = parts->keys.count;
    schema->keys = arena_array(arena, schema->key_count, sizeof *schema->keys);
    for (size_t i = 0; i < schema->key_count; i++)
        schema->keys[i] = *(struct schematron_key *)parts->keys.items[i];
    schema->pattern_count = parts->patterns.count;
    schema->patterns = arena_array(arena, schema->pattern_count, sizeof *schema->patterns);
    for (size_t i = 0; i < schema->pattern_count; i++)
        schema->patterns[i] = *(struct schematron_pattern *)parts->patterns.items[i];
}

static bool is_ours(const xmlNode *root)
{
    for (const xmlNs *ns = root->nsDef; ns != NULL; ns = ns->next)
        if (strcmp((const char *)ns->href, RULEBOOK_NAMESPACE) == 0)
            return true;
    return false;
}

/* Only the short form of the rules in the program has it. */
static const char *mentions_of(const xmlNode *root)
{
    for (const xmlAttr *a = root->properties; a != NULL; a = a->next)
        if (a->ns != NULL && strcmp((const char *)a->ns->href, RULEBOOK_NAMESPACE) == 0 &&
            strcmp((const char *)a->name, "mentions") == 0 && a->children != NULL)
            return (const char *)a->children->content;
    return NULL;
}

static bool check_root(struct schematron_reader *reader, const xmlNode *root)
{
    if (!reader_is_schematron(root, "schema"))
        return reader_refuse(reader, root, "the root element is not <schema> of ISO Schematron");
    const char *binding = reader_attribute(reader, root, "queryBinding");
    if (binding != NULL && !text_equals_nocase(binding, "exslt") &&
        !text_equals_nocase(binding, "xslt") && !text_equals_nocase(binding, "xslt1") &&
        !text_equals_nocase(binding, "xpath"))
        return reader_refuse(reader, (const xmlNode *)reader_attribute_node(root, "queryBinding"),
                             "the query language '%s' is not supported; exslt and xslt are",
                             binding);
    return true;
}

void schematron_take_texts(struct schematron_pattern *pattern,
                           const struct schematron_pattern *whole)
{
    assert(pattern->rule_count == whole->rule_count);
    pattern->remedy = whole->remedy;
    for (size_t r = 0; r < pattern->rule_count; r++) {
        struct schematron_rule *rule = &pattern->rules[r];
        assert(rule->assertion_count == whole->rules[r].assertion_count);
        for (size_t a = 0; a < rule->assertion_count; a++)
            rule->assertions[a].texts = whole->rules[r].assertions[a].texts;
    }
}

struct schematron_schema *schematron_read(struct arena *arena, const struct source *source,
                                          bool strict, schematron_include *include,
                                          void *include_context, struct error *error)
{
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    struct schematron_schema *schema = arena_alloc(arena, sizeof *schema);
    struct error ignored;
    struct schematron_reader reader = {
        .arena = arena,
        .schema = schema,
        .error = error == NULL ? &ignored : error,
        .include = include,
        .include_context = include_context,
        .abstract_patterns = map_new(arena, MAP_CASE_SENSITIVE),
        .abstract_rules = map_new(arena, MAP_CASE_SENSITIVE),
        .diagnostics = map_new(arena, MAP_CASE_SENSITIVE),
        .fixes = map_new(arena, MAP_CASE_SENSITIVE),
    };
    struct list namespaces = {0};
    struct parts parts = {{0}, {0}, {0}, {0}};
    if (!check_root(&reader, root))
        return NULL;
    schema->source = source;
    schema->ours = is_ours(root);
    schema->mentions = schema->ours ? mentions_of(root) : NULL;
    schema->default_phase = reader_attribute(&reader, root, "defaultPhase");
    reader.strict = strict && schema->ours;
    if (!reader_each_child(&reader, root, index_child, &namespaces))
        return NULL;
    schema->namespaces.items = (xmlNs **)namespaces.items;
    schema->namespaces.count = (int)namespaces.count;
    if (!reader_each_child(&reader, root, read_child, &parts))
        return NULL;
    take_parts(&reader, &parts);
    return schema;
}
