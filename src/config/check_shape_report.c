/*
 * What to say of an unknown name, a wrong value, a missing attribute: the nearest name that is
 * known, the version that has it, what would be right.
 */
#include "base/text.h"
#include "config/check_shape.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

static void report(const struct shape *shape, const xmlNode *node, struct problem problem)
{
    problem.scope = check_scope(shape->check, shape->definition->file, shape->location);
    check_report(shape->check, shape->definition->section, node, problem);
}

/* ---- names that another version, or better spelling, would have -------------------------------- */

/* The element in the newest schema that corresponds to one in the file; `*since` becomes the
 * latest version on the way down. */
static const struct schema_element *counterpart(const struct shape *shape, const xmlNode *element,
                                                const char **since)
{
    const struct definition *definition = shape->definition;
    if (element == definition->element) {
        const struct schema_section *section =
            schema_section(server_newest_schema(shape->check->server), definition->section->path);
        const struct schema_element *root = section ? schema_root(section) : NULL;
        *since = root ? root->since : NULL;
        return root;
    }
    const struct schema_element *parent = counterpart(shape, element->parent, since);
    const struct schema_collection *collection;
    const struct schema_element *found = NULL;
    if (parent &&
        schema_directive(parent, (const char *)element->name, &collection) == DIRECTIVE_ADD)
        found = collection->entry;
    else if (parent)
        found = schema_child(parent, (const char *)element->name);
    if (found && found->since)
        *since = found->since;
    return found;
}

static bool report_version(const struct shape *shape, const xmlNode *node, const char *template,
                           const char *name, const char *since)
{
    const char *asked = shape->check->server->options->iis_version;
    if (!since)
        return false;
    report(shape, node,
           (struct problem){.rule = "IIS1207",
                            .template = template,
                            .arguments = {name, since, asked, (const char *)node->parent->name}});
    return true;
}

struct nearest {
    const char *name;
    unsigned distance;
};

/* At most two letters, and fewer than half of them, may differ. */
static void consider(struct nearest *nearest, const char *candidate, const char *name)
{
    unsigned limit = strlen(name) < 4 ? 1 : 2;
    if (nearest->name && nearest->distance <= limit)
        limit = nearest->distance - (nearest->distance > 0);
    unsigned distance = text_distance(candidate, name, limit);
    if (distance <= limit && (!nearest->name || distance < nearest->distance)) {
        nearest->name = candidate;
        nearest->distance = distance;
    }
}

static const char *spelling_template(const struct nearest *nearest, const char *name)
{
    if (!nearest->name)
        return "unknown";
    return text_equals_nocase(nearest->name, name) ? "case" : "near";
}

/* ---- attributes ------------------------------------------------------------------------------- */

void shape_report_attribute(const struct shape *shape, const xmlAttr *attribute,
                            const struct schema_element *schema)
{
    const char *name = (const char *)attribute->name, *since = NULL;
    const xmlNode *element = attribute->parent;
    const struct schema_element *newest = counterpart(shape, element, &since);
    const struct schema_attribute *known = newest ? schema_attribute(newest, name) : NULL;
    if (newest && newest->allow_unrecognized)
        return;
    if (known && report_version(shape, (const xmlNode *)attribute, "attribute", name,
                                known->since ? known->since : since))
        return;
    struct nearest nearest = {NULL, 0};
    for (size_t i = 0; i < schema->attributes.count; i++) {
        const struct schema_attribute *candidate = schema->attributes.items[i];
        if (!node_find_attribute(element, candidate->name))
            consider(&nearest, candidate->name, name);
    }
    /* the schema of .NET sections knows no newer .NET: only a slip of the pen is worth a word */
    if (shape->lenient && (!nearest.name || known))
        return;
    report(shape, (const xmlNode *)attribute,
           (struct problem){.rule = "IIS1202",
                            .template = spelling_template(&nearest, name),
                            .arguments = {name, (const char *)element->name, nearest.name},
                            .span = span_of_attribute_name(attribute)});
}

void shape_report_directive_attribute(const struct shape *shape, const xmlAttr *attribute,
                                      const struct schema_collection *collection)
{
    const char *key = collection->key_count > 0 ? collection->keys[0]->name : "";
    const char *directive = (const char *)attribute->parent->name;
    bool is_remove = collection->remove_name && strcmp(directive, collection->remove_name) == 0;
    if (shape->lenient)
        return;
    report(shape, (const xmlNode *)attribute,
           (struct problem){.rule = "IIS1202",
                            .template = is_remove ? "remove" : "clear",
                            .arguments = {(const char *)attribute->name, directive, key},
                            .span = span_of_attribute_name(attribute),
                            .level = PROBLEM_WARNING});
}

void shape_report_missing(const struct shape *shape, const xmlNode *element,
                          const struct schema_attribute *known, bool is_entry)
{
    report(shape, element,
           (struct problem){.rule = "IIS1204",
                            .arguments = {(const char *)element->name, known->name},
                            .level = is_entry ? PROBLEM_BY_RULE : PROBLEM_WARNING});
}

/* ---- values ----------------------------------------------------------------------------------- */

static const char *fault_template(enum value_fault fault)
{
    static const char *const names[] = {
        [VALUE_FINE] = "",
        [VALUE_NOT_BOOL] = "bool",
        [VALUE_NOT_NAME] = "enum",
        [VALUE_NOT_FLAG] = "flag",
        [VALUE_NOT_NUMBER] = "number",
        [VALUE_OUTSIDE] = "range",
        [VALUE_EXCLUDED] = "excluded",
        [VALUE_NOT_TIME] = "time",
        [VALUE_NOT_AMOUNT] = "amount",
        [VALUE_TIME_OUTSIDE] = "range",
        [VALUE_TIME_EXCLUDED] = "excluded",
        [VALUE_TIME_STEP] = "step",
        [VALUE_EMPTY] = "empty",
        [VALUE_UNTRIMMED] = "untrimmed",
        [VALUE_CHARACTER] = "character",
        [VALUE_TOO_LONG] = "long",
        [VALUE_NOT_PATH] = "path",
    };
    return names[fault];
}

static const char *all_names(struct arena *arena, const struct schema_attribute *known)
{
    struct text all = {0};
    for (size_t i = 0; i < known->name_count; i++)
        text_printf(&all, "%s%s", i > 0 ? ", " : "", known->names[i].name);
    const char *result = arena_strdup(arena, text_string(&all));
    text_fini(&all);
    return result;
}

/* A bound as it would be written: a number of the attribute's unit, or a time. */
static const char *bound(struct arena *arena, const struct schema_attribute *known, int64_t value)
{
    if (known->type != VALUE_TIMESPAN)
        return arena_printf(arena, "%lld", (long long)value);
    if (!known->timespan_format)
        return value_format_time(arena, value);
    bool minutes = strcmp(known->timespan_format, "minutes") == 0;
    return arena_printf(arena, "%lld", (long long)(minutes ? value / 60 : value));
}

/* The values that the template has beside the attribute, its element and its value. */
static void describe(struct arena *arena, const struct schema_attribute *known,
                     const struct value_problem *found, const char *details[2])
{
    switch (found->fault) {
    case VALUE_NOT_NAME:
        details[0] = all_names(arena, known);
        break;
    case VALUE_NOT_FLAG:
        details[0] = arena_strndup(arena, found->part, found->part_length);
        details[1] = all_names(arena, known);
        break;
    case VALUE_CHARACTER:
        details[0] = arena_strndup(arena, found->part, found->part_length);
        break;
    case VALUE_OUTSIDE:
    case VALUE_EXCLUDED:
    case VALUE_TIME_OUTSIDE:
    case VALUE_TIME_EXCLUDED:
        details[0] = bound(arena, known, found->low);
        details[1] = bound(arena, known, found->high);
        break;
    case VALUE_TIME_STEP:
        details[0] = value_format_time(arena, found->step);
        break;
    case VALUE_TOO_LONG:
        details[0] = arena_printf(arena, "%lld", (long long)found->high);
        break;
    case VALUE_NOT_AMOUNT:
        details[0] = known->timespan_format;
        break;
    default:
        break;
    }
}

static bool has_name(const struct schema_attribute *attribute, const char *name, size_t length)
{
    for (size_t i = 0; i < attribute->name_count; i++)
        if (strlen(attribute->names[i].name) == length &&
            text_starts_with_nocase(name, attribute->names[i].name))
            return true;
    return false;
}

/* A name that only a later IIS has. Which one the schema does not say a name: the attribute's. */
static bool is_newer_name(const struct shape *shape, const xmlAttr *attribute,
                          const struct value_problem *found)
{
    const char *since = NULL, *value = node_value(attribute);
    if (found->fault != VALUE_NOT_NAME && found->fault != VALUE_NOT_FLAG)
        return false;
    const struct schema_element *newest = counterpart(shape, attribute->parent, &since);
    const struct schema_attribute *known =
        newest ? schema_attribute(newest, (const char *)attribute->name) : NULL;
    if (!known)
        return false;
    return found->fault == VALUE_NOT_NAME ? has_name(known, value, strlen(value))
                                          : has_name(known, found->part, found->part_length);
}

/* Newer versions of .NET added names that the schema does not list. */
static bool is_plausible(const struct shape *shape, const xmlAttr *attribute,
                         const struct schema_attribute *known, const struct value_problem *found)
{
    struct nearest nearest = {NULL, 0};
    if (!shape->lenient || (found->fault != VALUE_NOT_NAME && found->fault != VALUE_NOT_FLAG))
        return false;
    for (size_t i = 0; i < known->name_count; i++)
        consider(&nearest, known->names[i].name, node_value(attribute));
    return nearest.name == NULL;
}

void shape_report_value(const struct shape *shape, const xmlAttr *attribute,
                        const struct schema_attribute *known, const struct value_problem *found)
{
    if (is_plausible(shape, attribute, known, found))
        return;
    const char *shown = check_shown(shape->check, attribute);
    const char *details[2] = {NULL, NULL};
    describe(shape->check->arena, known, found, details);
    struct problem problem = {.rule = "IIS1203",
                              .template = fault_template(found->fault),
                              .arguments = {known->name, (const char *)attribute->parent->name,
                                            shown, details[0] ? details[0] : "", details[1]},
                              .span = span_of_attribute(attribute),
                              .level = found->doubtful ? PROBLEM_WARNING : PROBLEM_BY_RULE};
    if (is_newer_name(shape, attribute, found)) {
        problem.rule = "IIS1207";
        problem.template = "value";
        problem.arguments[3] = shape->check->server->options->iis_version;
    }
    report(shape, (const xmlNode *)attribute, problem);
}

/* ---- elements --------------------------------------------------------------------------------- */

static bool is_directive_name(const char *name)
{
    return strcmp(name, "add") == 0 || strcmp(name, "remove") == 0 || strcmp(name, "clear") == 0;
}

static void consider_children(struct nearest *nearest, const struct schema_element *parent,
                              const char *name)
{
    for (size_t i = 0; i < parent->children.count; i++)
        consider(nearest, ((const struct schema_element *)parent->children.items[i])->name, name);
    for (size_t i = 0; i < parent->collections.count; i++) {
        const struct schema_collection *collection = parent->collections.items[i];
        for (size_t n = 0; n < collection->add_count; n++)
            consider(nearest, collection->add_names[n], name);
        if (collection->remove_name)
            consider(nearest, collection->remove_name, name);
        if (collection->clear_name)
            consider(nearest, collection->clear_name, name);
    }
}

static void report_directive(const struct shape *shape, const xmlNode *element,
                             const struct schema_element *parent)
{
    const struct schema_collection *collection = parent->collections.items[0];
    report(shape, element,
           (struct problem){
               .rule = "IIS1205",
               .arguments = {(const char *)element->name, (const char *)element->parent->name,
                             collection->add_count > 0 ? collection->add_names[0] : ""}});
}

void shape_report_element(const struct shape *shape, const xmlNode *element,
                          const struct schema_element *parent)
{
    const char *name = (const char *)element->name, *since = NULL;
    const struct schema_element *newest = counterpart(shape, element, &since);
    if (newest && report_version(shape, element, "element", name, since))
        return;
    if (is_directive_name(name) && strcmp(name, "add") != 0 && parent->collections.count > 0) {
        if (!shape->lenient)
            report_directive(shape, element, parent);
        return;
    }
    struct nearest nearest = {NULL, 0};
    consider_children(&nearest, parent, name);
    if (shape->lenient && (!nearest.name || newest))
        return;
    report(shape, element,
           (struct problem){.rule = "IIS1201",
                            .template = spelling_template(&nearest, name),
                            .arguments = {name, (const char *)element->parent->name, nearest.name},
                            .span = span_of_name(element)});
}

void shape_report_text(const struct shape *shape, const xmlNode *text, const xmlNode *element)
{
    if (!shape->lenient)
        report(shape, text,
               (struct problem){.rule = "IIS1206",
                                .arguments = {(const char *)element->name},
                                .span = span_of_text(text)});
}
