#include "report/sarif_message.h"

#include "base/text.h"

#include <string.h>

#define ARGUMENTS_MAX 5
#define SCOPES_NAMED 3

/*
 * The part of a template that becomes one argument: a placeholder with what it is glued to. Quotes
 * have to stand right at a placeholder, so the whole of 'HTTP/{0}' is the argument.
 */
struct field {
    const char *start;
    const char *end;
    bool is_quoted; /* the template has the quotes */
};

/* A template while it is rewritten. */
struct rewrite {
    struct arena *arena;
    struct text template;
    struct text text;
    struct field fields[ARGUMENTS_MAX];
    const char *arguments[ARGUMENTS_MAX];
    size_t count;
    const char *const *values; /* NULL: only the template is wanted */
    size_t value_count;
    const char *affected; /* the argument of a template that has none */
};

/* Reads {12} at `at`: returns what is behind it, or NULL when there is no placeholder. */
static const char *read_placeholder(const char *at, unsigned *number)
{
    if (*at != '{')
        return NULL;
    size_t digits = strspn(at + 1, "0123456789");
    if (digits == 0 || digits > 3 || at[1 + digits] != '}')
        return NULL;
    *number = 0;
    for (size_t i = 1; i <= digits; i++)
        *number = *number * 10 + (unsigned)(at[i] - '0');
    return at + digits + 2;
}

/* "](" out of somebody's file must not become a link. */
static const char *unlinked(struct arena *arena, const char *value)
{
    if (strstr(value, "](") == NULL)
        return value;
    struct text text = {0};
    for (; *value != '\0'; value++) {
        text_add_char(&text, *value);
        if (value[0] == ']' && value[1] == '(')
            text_add_char(&text, ' ');
    }
    const char *result = arena_strdup(arena, text_string(&text));
    text_fini(&text);
    return result;
}

static const char *value_of(const struct rewrite *rewrite, unsigned number)
{
    if (rewrite->values == NULL || number >= rewrite->value_count ||
        rewrite->values[number] == NULL)
        return "";
    return unlinked(rewrite->arena, rewrite->values[number]);
}

static void add_literal(struct rewrite *rewrite, char c)
{
    if (c == '{' || c == '}')
        text_add_char(&rewrite->template, c); /* doubled in a template */
    text_add_char(&rewrite->template, c);
    text_add_char(&rewrite->text, c);
}

static void add_literals(struct rewrite *rewrite, const char *string)
{
    for (; *string != '\0'; string++)
        add_literal(rewrite, *string);
}

static void add_argument(struct rewrite *rewrite, size_t index, bool wants_quotes)
{
    size_t length = rewrite->template.length;
    if (wants_quotes && length > 0 && rewrite->template.data[length - 1] == '\'')
        add_literal(rewrite, ' '); /* right behind another argument's quote */
    if (wants_quotes)
        add_literal(rewrite, '\'');
    text_printf(&rewrite->template, "{%zu}", index);
    text_add(&rewrite->text, rewrite->arguments[index]);
    if (wants_quotes)
        add_literal(rewrite, '\'');
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* Widens a field to the inside of the quotes round it; false when there are none. */
static bool widen_to_quotes(const char *template, struct field *field)
{
    const char *left = field->start;
    const char *right = field->end;
    while (left > template && left[-1] != '\'')
        left--;
    while (*right != '\0' && *right != '\'')
        right++;
    bool opens = left > template && (left - 1 == template || is_one_of(left[-2], " (\n"));
    bool closes = *right == '\'' && (right[1] == '\0' || is_one_of(right[1], " \n.,;:)!?{"));
    if (!opens || !closes)
        return false;
    field->start = left;
    field->end = right;
    return true;
}

/* Widens a field to the word that it is in, without the punctuation round it. */
static void widen_to_word(const char *template, struct field *field)
{
    const char *placeholder_end = field->end;
    while (field->start > template && !is_one_of(field->start[-1], " \n(\"'"))
        field->start--;
    for (unsigned number; *field->end != '\0' && !is_one_of(*field->end, " \n)\"'");) {
        const char *behind = read_placeholder(field->end, &number);
        field->end = behind != NULL ? behind : field->end + 1;
        placeholder_end = behind != NULL ? behind : placeholder_end;
    }
    while (field->end > placeholder_end && is_one_of(field->end[-1], ".,;:!?"))
        field->end--;
}

/* Finds the first field at or behind `from`. */
static bool find_field(const char *template, const char *from, struct field *field)
{
    unsigned number;
    for (const char *at = from; *at != '\0'; at++) {
        const char *behind = read_placeholder(at, &number);
        if (behind == NULL)
            continue;
        *field = (struct field){at, behind, true};
        if (!widen_to_quotes(template, field)) {
            field->is_quoted = false;
            widen_to_word(template, field);
        }
        if (field->start < from)
            field->start = from;
        return true;
    }
    return false;
}

static const char *expand(const struct rewrite *rewrite, const char *start, const char *end)
{
    struct text text = {0};
    unsigned number;
    while (start < end) {
        const char *behind = read_placeholder(start, &number);
        if (behind != NULL)
            text_add(&text, value_of(rewrite, number));
        else
            text_add_char(&text, *start);
        start = behind != NULL ? behind : start + 1;
    }
    const char *result = arena_strdup(rewrite->arena, text_string(&text));
    text_fini(&text);
    return result;
}

/* The argument of an equal field before, or ARGUMENTS_MAX. */
static size_t find_argument(const struct rewrite *rewrite, const struct field *field)
{
    size_t length = (size_t)(field->end - field->start);
    for (size_t i = 0; i < rewrite->count; i++) {
        const struct field *other = &rewrite->fields[i];
        if ((size_t)(other->end - other->start) == length &&
            memcmp(other->start, field->start, length) == 0)
            return i;
    }
    return ARGUMENTS_MAX;
}

/* True when a template has more different fields than there may be arguments. */
static bool is_too_many(const char *template)
{
    struct rewrite counter = {0};
    struct field field;
    for (const char *at = template; find_field(template, at, &field); at = field.end) {
        if (find_argument(&counter, &field) < ARGUMENTS_MAX)
            continue;
        if (counter.count == ARGUMENTS_MAX)
            return true;
        counter.fields[counter.count++] = field;
    }
    return false;
}

static void add_field(struct rewrite *rewrite, const struct field *field)
{
    size_t index = find_argument(rewrite, field);
    if (index == ARGUMENTS_MAX) {
        index = rewrite->count++;
        rewrite->fields[index] = *field;
        rewrite->arguments[index] = expand(rewrite, field->start, field->end);
    }
    add_argument(rewrite, index, !field->is_quoted);
}

static void add_body(struct rewrite *rewrite, const char *template)
{
    bool must_fold = is_too_many(template);
    const char *at = template;
    struct field field;
    while (find_field(template, at, &field)) {
        while (at < field.start)
            add_literal(rewrite, *at++);
        if (must_fold && rewrite->count == ARGUMENTS_MAX - 1 &&
            find_argument(rewrite, &field) == ARGUMENTS_MAX) {
            field.end = template + strlen(template);
            field.end -= field.end[-1] == '.';
            field.is_quoted = false;
            add_field(rewrite, &field);
            return;
        }
        add_field(rewrite, &field);
        at = field.end;
    }
    while (*at != '\0')
        add_literal(rewrite, *at++);
}

/* " See [here](1), [here](2) and [here](3)." */
static void add_links(struct rewrite *rewrite, unsigned links)
{
    for (unsigned i = 1; i <= links; i++) {
        const char *separator = i == 1 ? " See " : i == links ? " and " : ", ";
        add_literals(rewrite, arena_printf(rewrite->arena, "%s[here](%u)", separator, i));
    }
    if (links > 0)
        add_literal(rewrite, '.');
}

/* The validator wants every message to name something, so one that does not tells what it hits. */
static void add_affected(struct rewrite *rewrite)
{
    add_literals(rewrite, " Affected: ");
    rewrite->arguments[rewrite->count++] = rewrite->affected != NULL ? rewrite->affected : "";
    add_argument(rewrite, 0, true);
    add_literal(rewrite, '.');
}

static void add_end(struct rewrite *rewrite, unsigned links)
{
    size_t length = rewrite->template.length;
    if (length == 0 || strchr(".!?", rewrite->template.data[length - 1]) == NULL)
        add_literal(rewrite, '.');
    if (rewrite->count == 0)
        add_affected(rewrite);
    add_links(rewrite, links);
}

/* The first scopes by name and the number of the others, else the place. */
static const char *describe_affected(struct arena *arena, const struct iislint_finding *finding)
{
    struct text text = {0};
    for (size_t i = 0; i < finding->scope_count && i < SCOPES_NAMED; i++) {
        const char *path = finding->scopes[i].path;
        text_printf(&text, "%s%s", i > 0 ? ", " : "", path[0] != '\0' ? path : "the server");
    }
    if (finding->scope_count > SCOPES_NAMED)
        text_printf(&text, " and %zu more", finding->scope_count - SCOPES_NAMED);
    if (text.length == 0 && finding->place.xpath != NULL)
        text_add(&text, finding->place.xpath);
    else if (text.length == 0)
        text_add(&text, finding->place.file != NULL ? iislint_file_path(finding->place.file)
                                                    : "the server");
    const char *result = unlinked(arena, arena_strdup(arena, text_string(&text)));
    text_fini(&text);
    return result;
}

unsigned sarif_message_links(const struct iislint_finding *finding)
{
    unsigned links = 0;
    for (size_t i = 0; i < finding->related_count && links < SARIF_LINKS_MAX; i++)
        links += finding->related[i].place.file != NULL;
    return links;
}

size_t sarif_message_template(const struct iislint_finding *finding)
{
    const struct iislint_rule_help *help = iislint_rule_help(finding->rule);
    for (size_t i = 0; finding->message_id != NULL && i < help->template_count; i++) {
        if (strcmp(help->templates[i].id, finding->message_id) == 0)
            return i;
    }
    return help->template_count;
}

const char *sarif_message_id(struct arena *arena, const char *template_id, unsigned links)
{
    return links == 0 ? template_id : arena_printf(arena, "%s-see-%u", template_id, links);
}

const char *sarif_message_string(struct arena *arena, const char *template_text, unsigned links)
{
    struct rewrite rewrite = {.arena = arena};
    add_body(&rewrite, template_text);
    add_end(&rewrite, links);
    const char *result = arena_strdup(arena, text_string(&rewrite.template));
    text_fini(&rewrite.template);
    text_fini(&rewrite.text);
    return result;
}

static struct sarif_message finish(struct rewrite *rewrite, const char *id)
{
    struct arena *arena = rewrite->arena;
    struct sarif_message message = {.id = id, .argument_count = rewrite->count};
    message.template = arena_strdup(arena, text_string(&rewrite->template));
    message.text = arena_strdup(arena, text_string(&rewrite->text));
    memcpy(message.arguments, rewrite->arguments, sizeof message.arguments);
    text_fini(&rewrite->template);
    text_fini(&rewrite->text);
    return message;
}

/* A text without the white space and the period at its end. */
static const char *without_period(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && is_one_of(text[length - 1], " \t\r\n."))
        length--;
    return arena_strndup(arena, text, length);
}

const char *sarif_message_other(struct arena *arena, const struct iislint_rule_info *rule)
{
    return arena_printf(arena, "%s: '{0}'.", without_period(arena, rule->title));
}

struct sarif_message sarif_message_make(struct arena *arena, const struct iislint_finding *finding)
{
    const struct iislint_rule_help *help = iislint_rule_help(finding->rule);
    struct rewrite rewrite = {.arena = arena};
    unsigned links = sarif_message_links(finding);
    size_t index = sarif_message_template(finding);
    const char *id = SARIF_OTHER_ID;
    const char *message = without_period(arena, finding->message);
    rewrite.affected = describe_affected(arena, finding);
    if (index < help->template_count) {
        id = help->templates[index].id;
        rewrite.values = finding->arguments;
        rewrite.value_count = finding->argument_count;
        add_body(&rewrite, help->templates[index].text);
    } else {
        rewrite.values = &message;
        rewrite.value_count = 1;
        add_body(&rewrite, sarif_message_other(arena, iislint_rule_info(finding->rule)));
    }
    add_end(&rewrite, links);
    return finish(&rewrite, sarif_message_id(arena, id, links));
}

struct sarif_message sarif_message_undecided(struct arena *arena,
                                             const struct iislint_finding *finding)
{
    const char *needs = finding->needs != NULL ? finding->needs : finding->message;
    struct rewrite rewrite = {.arena = arena, .values = &needs, .value_count = 1};
    add_body(&rewrite, SARIF_UNDECIDED_TEMPLATE);
    return finish(&rewrite, SARIF_UNDECIDED_ID);
}

struct json *sarif_message_json(struct sarif *sarif, const struct sarif_message *message)
{
    struct json *object = sarif_text(sarif_note_masked(sarif, message->text));
    json_add_text(object, "id", message->id);
    struct json *arguments = json_add(object, "arguments", json_array());
    for (size_t i = 0; i < message->argument_count; i++)
        json_append_text(arguments, message->arguments[i]);
    return object;
}
