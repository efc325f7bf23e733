/* From a pattern's metadata to its entry in the catalogue. */
#include "rules/schematron_reader.h"

#include "base/text.h"
#include "rules/rulebook.h"

#include <string.h>

struct metadata {
    struct arena *arena;
    struct iislint_rule_info *info;
    struct iislint_rule_help *help;
    struct list symptoms, references, mappings, examples, messages;
};

static bool is_metadata(const xmlNode *node, const char *name)
{
    return reader_is(node, RULEBOOK_NAMESPACE, name);
}

/* An attribute of any namespace (NULL: none); NULL when absent. */
static const char *attribute(struct arena *arena, const xmlNode *element, const char *uri,
                             const char *name)
{
    xmlChar *made = uri == NULL
                        ? xmlGetNoNsProp(element, (const xmlChar *)name)
                        : xmlGetNsProp(element, (const xmlChar *)name, (const xmlChar *)uri);
    char *value = made == NULL ? NULL : text_trim(arena, (const char *)made);
    xmlFree(made);
    return value;
}

static char *content(struct arena *arena, const xmlNode *element)
{
    xmlChar *made = xmlNodeGetContent(element);
    char *text = arena_strdup(arena, made == NULL ? "" : (const char *)made);
    xmlFree(made);
    return text;
}

/* Each paragraph on one line, an empty line between them. */
static const char *paragraphs(struct arena *arena, const char *text)
{
    char *lines = reader_lay_out(arena, text, READER_BLOCK);
    struct text result = {0};
    for (const char *at = lines; *at != '\0';) {
        const char *end = strstr(at, "\n\n");
        size_t length = end == NULL ? strlen(at) : (size_t)(end - at);
        char *paragraph = reader_lay_out(arena, arena_strndup(arena, at, length), READER_LINE);
        if (result.length > 0 && paragraph[0] != '\0')
            text_add(&result, "\n\n");
        text_add(&result, paragraph);
        at += length + strspn(at + length, "\n");
    }
    char *copy = arena_strdup(arena, text_string(&result));
    text_fini(&result);
    return copy;
}

static void read_needs(struct metadata *metadata, const char *text)
{
    struct list needs = {0};
    size_t length;
    for (const char *word; (word = text_next_item(&text, " \t\r\n,", &length)) != NULL;)
        list_add(&needs, metadata->arena, arena_strndup(metadata->arena, word, length));
    metadata->info->needs = (const char *const *)needs.items;
    metadata->info->need_count = needs.count;
}

static void read_attributes(struct metadata *metadata, const xmlNode *pattern)
{
    struct iislint_rule_info *info = metadata->info;
    struct arena *arena = metadata->arena;
    const char *uri = RULEBOOK_NAMESPACE;
    const char *value;
    if (info->name == NULL)
        info->name = attribute(arena, pattern, uri, "name");
    if (info->reach == NULL)
        info->reach = attribute(arena, pattern, uri, "reach");
    if (info->need_count == 0 && (value = attribute(arena, pattern, uri, "needs")) != NULL)
        read_needs(metadata, value);
    if ((value = attribute(arena, pattern, uri, "implementation")) != NULL)
        info->native = strcmp(value, "native") == 0;
    if ((value = attribute(arena, pattern, uri, "security")) != NULL)
        info->security = strcmp(value, "true") == 0;
    if ((value = attribute(arena, pattern, NULL, "see")) != NULL) {
        struct iislint_reference *reference = arena_alloc(arena, sizeof *reference);
        *reference = (struct iislint_reference){.title = value, .url = value};
        list_add(&metadata->references, arena, reference);
    }
}

static void read_reference(struct metadata *metadata, const xmlNode *element)
{
    struct iislint_reference *reference = arena_alloc(metadata->arena, sizeof *reference);
    reference->url = attribute(metadata->arena, element, NULL, "url");
    reference->title = attribute(metadata->arena, element, NULL, "title");
    if (reference->title == NULL)
        reference->title = reference->url;
    list_add(&metadata->references, metadata->arena, reference);
}

static void read_mapping(struct metadata *metadata, const xmlNode *element)
{
    struct iislint_mapping *mapping = arena_alloc(metadata->arena, sizeof *mapping);
    mapping->standard = attribute(metadata->arena, element, NULL, "standard");
    mapping->id = attribute(metadata->arena, element, NULL, "id");
    mapping->title = attribute(metadata->arena, element, NULL, "title");
    list_add(&metadata->mappings, metadata->arena, mapping);
}

static void read_example(struct metadata *metadata, const xmlNode *element)
{
    struct iislint_example *example = arena_alloc(metadata->arena, sizeof *example);
    const char *kind = attribute(metadata->arena, element, NULL, "kind");
    example->title = attribute(metadata->arena, element, NULL, "title");
    example->bad = kind == NULL || strcmp(kind, "good") != 0;
    example->text =
        reader_lay_out(metadata->arena, content(metadata->arena, element), READER_BLOCK);
    list_add(&metadata->examples, metadata->arena, example);
}

/* A native rule's message: {0}, {1} are what the C code fills in. */
static void read_message(struct metadata *metadata, const xmlNode *element)
{
    struct iislint_message_template *message = arena_alloc(metadata->arena, sizeof *message);
    message->id = attribute(metadata->arena, element, NULL, "id");
    if (message->id == NULL)
        message->id = "default";
    message->text = reader_lay_out(metadata->arena, content(metadata->arena, element), READER_LINE);
    list_add(&metadata->messages, metadata->arena, message);
}

static void read_elements(struct metadata *metadata, const xmlNode *pattern)
{
    struct iislint_rule_info *info = metadata->info;
    struct arena *arena = metadata->arena;
    for (const xmlNode *child = pattern->children; child != NULL; child = child->next) {
        if (reader_is_schematron(child, "title") && info->title == NULL)
            info->title = reader_lay_out(arena, content(arena, child), READER_LINE);
        else if (is_metadata(child, "symptom"))
            list_add(&metadata->symptoms, arena,
                     reader_lay_out(arena, content(arena, child), READER_LINE));
        else if (metadata->help == NULL)
            continue;
        else if (is_metadata(child, "why") && metadata->help->why == NULL)
            metadata->help->why = paragraphs(arena, content(arena, child));
        else if (is_metadata(child, "reference"))
            read_reference(metadata, child);
        else if (is_metadata(child, "map"))
            read_mapping(metadata, child);
        else if (is_metadata(child, "example"))
            read_example(metadata, child);
        else if (is_metadata(child, "message"))
            read_message(metadata, child);
    }
}

/* The level is the highest of the assertions' unless the pattern says. */
static enum iislint_level level_of(struct arena *arena, const struct schematron_pattern *pattern)
{
    enum iislint_level level = IISLINT_NOTE;
    bool any = false, given;
    for (size_t r = 0; r < pattern->rule_count; r++) {
        for (size_t a = 0; a < pattern->rules[r].assertion_count; a++) {
            const struct schematron_assertion *assertion = &pattern->rules[r].assertions[a];
            if (assertion->level > level)
                level = assertion->level;
            any = true;
        }
    }
    if (!any)
        level = IISLINT_ERROR;
    struct schematron_reader reader = {.arena = arena};
    reader_role(&reader, pattern->place, &level, &given);
    return level;
}

static void add_messages(struct metadata *metadata, const struct schematron_pattern *pattern)
{
    for (size_t r = 0; r < pattern->rule_count; r++) {
        for (size_t a = 0; a < pattern->rules[r].assertion_count; a++) {
            const struct schematron_assertion *assertion = &pattern->rules[r].assertions[a];
            struct iislint_message_template *message =
                arena_alloc(metadata->arena, sizeof *message);
            message->id = assertion->id;
            message->text = schematron_template(metadata->arena, &assertion->texts.message);
            list_add(&metadata->messages, metadata->arena, message);
        }
    }
}

/* Copies a list of structs into an array of them. */
#define TAKE(list, array, count_field)                                                             \
    do {                                                                                           \
        void *copy_ = arena_array(metadata->arena, (list).count, sizeof *(array));                 \
        for (size_t i_ = 0; i_ < (list).count; i_++)                                               \
            memcpy((char *)copy_ + i_ * sizeof *(array), (list).items[i_], sizeof *(array));       \
        (array) = copy_;                                                                           \
        (count_field) = (list).count;                                                              \
    } while (false)

static void take_help(struct metadata *metadata, const struct schematron_pattern *pattern)
{
    struct iislint_rule_help *help = metadata->help;
    add_messages(metadata, pattern);
    TAKE(metadata->references, help->references, help->reference_count);
    TAKE(metadata->mappings, help->mappings, help->mapping_count);
    TAKE(metadata->examples, help->examples, help->example_count);
    TAKE(metadata->messages, help->templates, help->template_count);
    if (pattern->remedy.text != NULL)
        help->fix = schematron_outline(metadata->arena, &pattern->remedy);
}

/* ---- what a rule of ours must have ----------------------------------------------------------- */

/* Capital letters, then digits: IIS2401. */
static bool is_id(const char *id)
{
    size_t letters = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    size_t digits = strspn(id + letters, "0123456789");
    return letters >= 2 && digits >= 1 && id[letters + digits] == '\0' && letters + digits <= 20;
}

static bool is_pascal_case(const char *name)
{
    return name[0] >= 'A' && name[0] <= 'Z' &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
               strlen(name);
}

static bool has_example(const struct iislint_rule_help *help, bool bad)
{
    for (size_t i = 0; i < help->example_count; i++)
        if (help->examples[i].bad == bad && help->examples[i].text[0] != '\0')
            return true;
    return false;
}

static bool has_unique_templates(const struct iislint_rule_help *help)
{
    for (size_t i = 0; i < help->template_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(help->templates[i].id, help->templates[j].id) == 0)
                return false;
    return true;
}

static bool is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

static bool demand(const struct schematron_pattern *pattern, const struct iislint_rule_info *info,
                   const struct iislint_rule_help *help, struct error *error)
{
    const xmlNode *place = pattern->place;
    const char *id = pattern->id;
    if (is_empty(id))
        return schematron_error(error, place, "a rule needs an id");
    if (!is_id(id))
        return schematron_error(error, place,
                                "the id '%s' is not capital letters and digits, "
                                "as in IIS2401",
                                id);
    if (is_empty(info->name) || !is_pascal_case(info->name))
        return schematron_error(error, place, "%s has no i:name in PascalCase", id);
    if (is_empty(info->title))
        return schematron_error(error, place, "%s has no <title>", id);
    if (is_empty(help->why))
        return schematron_error(error, place, "%s has no <i:why>", id);
    if (is_empty(help->fix))
        return schematron_error(error, place, "%s has no <i:fix>", id);
    if (help->reference_count == 0)
        return schematron_error(error, place, "%s has no <i:reference>", id);
    if (!has_example(help, true))
        return schematron_error(error, place, "%s has no bad example", id);
    if (!has_example(help, false))
        return schematron_error(error, place, "%s has no good example", id);
    if (!has_unique_templates(help))
        return schematron_error(error, place, "%s has two messages with one id", id);
    if (info->native && pattern->rule_count > 0)
        return schematron_error(error, place, "%s is native, so it has no <rule>", id);
    if (!info->native && help->template_count == 0)
        return schematron_error(error, place, "%s asserts nothing", id);
    return true;
}

bool schematron_metadata(struct arena *arena, const struct schematron_pattern *pattern, bool strict,
                         struct iislint_rule_info *info, struct iislint_rule_help *help,
                         struct error *error)
{
    struct metadata metadata = {.arena = arena, .info = info, .help = help};
    info->id = pattern->id;
    info->topic = pattern->schema->title;
    read_elements(&metadata, pattern->place);
    if (pattern->abstract != NULL)
        read_elements(&metadata, pattern->abstract);
    read_attributes(&metadata, pattern->place);
    if (pattern->abstract != NULL)
        read_attributes(&metadata, pattern->abstract);
    info->level = level_of(arena, pattern);
    info->symptoms = (const char *const *)metadata.symptoms.items;
    info->symptom_count = metadata.symptoms.count;
    if (help == NULL)
        return true;
    take_help(&metadata, pattern);
    return !strict || demand(pattern, info, help, error);
}
