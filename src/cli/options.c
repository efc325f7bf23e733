#include "cli/options.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(struct options, member)
#define CHECK COMMAND_CHECK
#define EFFECTIVE COMMAND_EFFECTIVE
#define RESOLVE (COMMAND_CHECK | COMMAND_EFFECTIVE | COMMAND_SNAPSHOT)
#define REPORT (COMMAND_CHECK | COMMAND_EFFECTIVE | COMMAND_RULES)
#define CATALOGUE (COMMAND_CHECK | COMMAND_EXPLAIN | COMMAND_RULES)
#define ALL (RESOLVE | CATALOGUE | COMMAND_COLLECT)

static const struct option_spec table[] = {
    {"--facts", 0, "FILE", OPTION_STRING, AT(facts), RESOLVE, false,
     "what is known of the machine (facts.xml); a server image can hold its own"},
    {"--map", 0, "WIN=LOCAL", OPTION_LIST, AT(mappings), RESOLVE, false,
     "find the Windows path WIN in the local folder LOCAL (repeatable)"},
    {"--env", 0, "NAME=VALUE", OPTION_LIST, AT(variables), RESOLVE, true,
     "value of an environment variable of the server (repeatable)"},
    {"--schema", 0, "DIR", OPTION_STRING, AT(schema), RESOLVE | COMMAND_RULES, false,
     "the server's own section schemas (config\\schema): used instead of the built-in ones"},
    {"--iis", 0, "VERSION", OPTION_STRING, AT(iis_version), RESOLVE | COMMAND_RULES, false,
     "version of IIS: 7.0, 7.5, 8.0, 8.5, 10.1607 (2016) or 10 (default)"},
    {"--stock", 0, "NAME", OPTION_STRING, AT(stock), RESOLVE, false,
     "server assumed for web.config files alone: iis10-aspnet (default), iis10-static, iis-express"},
    {"--application", 0, "DIR", OPTION_LIST, AT(applications), RESOLVE, false,
     "DIR, in a tree of web.config files, is an application of its own (repeatable)"},
    {"--server", 0, "PATH", OPTION_LIST, AT(servers), EFFECTIVE, false,
     "the server image or applicationHost.config to ask (default: the working "
     "directory; on Windows else this server)"},
    {"--iis-express", 0, NULL, OPTION_FLAG, AT(iis_express),
     CHECK | COMMAND_COLLECT | COMMAND_SNAPSHOT, false,
     "on Windows: check IIS Express; PATH, if any, is its applicationhost.config (default: the "
     "solution's here or above, else yours)"},
    {"--rules", 0, "DIR", OPTION_LIST, AT(rules), CATALOGUE, false,
     "add rules: a folder of *.sch files, or one file (repeatable)"},
    {"--enable", 0, "IDS", OPTION_ENABLE, AT(switches), CHECK, false,
     "switch rules on: ids, prefixes (IIS24) or names, separated by commas"},
    {"--disable", 0, "IDS", OPTION_DISABLE, AT(switches), CHECK, false,
     "switch rules off; the later of --enable and --disable wins"},
    {"--phase", 0, "NAME", OPTION_STRING, AT(phase), CHECK, false,
     "run only the rules of this Schematron phase"},
    {"--no-suppressions", 0, NULL, OPTION_FLAG, AT(no_suppressions), CHECK, false,
     "take no notice of iislint-disable comments"},
    {"--stdin-name", 0, "NAME", OPTION_STRING, AT(stdin_name), CHECK, false,
     "how standard input (-) is called in messages"},
    {"--format", 0, "FORMAT[=FILE]", OPTION_LIST, AT(formats), REPORT, false,
     "how to report, and where to (default: text to standard output; repeatable)"},
    {"--output", 'o', "FILE", OPTION_STRING, AT(output),
     COMMAND_RULES | COMMAND_COLLECT | COMMAND_SNAPSHOT, false,
     "write to FILE instead of standard output"},
    {"--level", 0, "note|warning|error", OPTION_CHOICE, AT(show), CHECK, false,
     "show findings from this level on (default: note)"},
    {"--fail-on", 0, "note|warning|error|never", OPTION_CHOICE, AT(fail_on), CHECK, false,
     "exit with 1 on a finding from this level on (default: error)"},
    {"--show-undecided", 0, NULL, OPTION_FLAG, AT(show_undecided), CHECK, false,
     "list the rules that could not be decided, and what would decide them"},
    {"--show-suppressed", 0, NULL, OPTION_FLAG, AT(show_suppressed), CHECK, false,
     "show suppressed findings too"},
    {"--color", 0, "auto|always|never", OPTION_CHOICE, AT(colour), CHECK | COMMAND_EXPLAIN, false,
     "colour the text report (default: on a terminal)"},
    {"--category", 0, "NAME", OPTION_STRING, AT(category), CHECK, false,
     "tell several SARIF uploads of one commit apart"},
    {"--max-results", 0, "N", OPTION_NUMBER, AT(max_results), CHECK, false,
     "write at most N findings to SARIF, errors first"},
    {"--jobs", 'j', "N", OPTION_NUMBER, AT(jobs), CHECK, false,
     "check up to N PATHs at the same time (default: as many as there are processors, at most 8)"},
    {"--quiet", 'q', NULL, OPTION_FLAG, AT(quiet), CHECK | COMMAND_SNAPSHOT, false,
     "no progress and no summary, and no report unless --format asks for one"},
    {"--help", 'h', NULL, OPTION_FLAG, AT(help), ALL, false, "show help and exit"},
    {"--version", 'V', NULL, OPTION_FLAG, AT(version), ALL, false, "show the version and exit"},
    {"--man", 0, NULL, OPTION_FLAG, AT(man), ALL, false, "write the manual page (roff) and exit"},
};

#define TABLE_SIZE (sizeof table / sizeof table[0])

const struct option_spec *options_table(size_t *count)
{
    *count = TABLE_SIZE;
    return table;
}

static const struct option_spec *find_long(const char *name, size_t length)
{
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        if (strlen(table[i].name) == length && strncmp(table[i].name, name, length) == 0)
            return &table[i];
    }
    return NULL;
}

static const struct option_spec *find_letter(char letter)
{
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        if (table[i].letter != 0 && table[i].letter == letter)
            return &table[i];
    }
    return NULL;
}

static bool fail_unknown(const char *name, struct error *error)
{
    const char *nearest = NULL;
    unsigned best = 4;
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        unsigned distance = text_distance(name, table[i].name, best);
        if (distance < best) {
            best = distance;
            nearest = table[i].name;
        }
    }
    if (nearest != NULL)
        return error_set(error, NULL, 0, 0, "unknown option '%s'; did you mean '%s'?", name,
                         nearest);
    return error_set(error, NULL, 0, 0, "unknown option '%s'", name);
}

/* Finds `value` among the words of "note|warning|error". */
static bool choose(const struct option_spec *spec, const char *value, int *chosen,
                   struct error *error)
{
    const char *cursor = spec->argument;
    const char *word;
    size_t length;
    for (int i = 0; (word = text_next_item(&cursor, "|", &length)) != NULL; i++) {
        if (strlen(value) == length && strncmp(word, value, length) == 0) {
            *chosen = i;
            return true;
        }
    }
    return error_set(error, NULL, 0, 0, "%s: '%s' is none of %s", spec->name, value,
                     spec->argument);
}

static bool read_number(const struct option_spec *spec, const char *value, unsigned *number,
                        struct error *error)
{
    size_t digits = strspn(value, "0123456789");
    *number = digits <= 9 ? (unsigned)strtoul(value, NULL, 10) : 0;
    if (value[digits] == '\0' && *number > 0)
        return true;
    return error_set(error, NULL, 0, 0, "%s: '%s' is no number from 1 to 999999999", spec->name,
                     value);
}

static void add_switch(struct options *options, bool enable, const char *ids)
{
    struct rule_switch *item = arena_alloc(options->arena, sizeof *item);
    item->enable = enable;
    item->ids = ids;
    list_add(&options->switches, options->arena, item);
}

static bool apply(struct options *options, const struct option_spec *spec, char *value,
                  struct error *error)
{
    void *member = (char *)options + spec->offset;
    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)member = true;
        break;
    case OPTION_STRING:
        *(const char **)member = value;
        break;
    case OPTION_LIST:
        list_add(member, options->arena, value);
        break;
    case OPTION_CHOICE:
        return choose(spec, value, member, error);
    case OPTION_NUMBER:
        return read_number(spec, value, member, error);
    case OPTION_ENABLE:
    case OPTION_DISABLE:
        add_switch(options, spec->kind == OPTION_ENABLE, value);
        break;
    }
    return true;
}

/* Where the parser is, and which options it has met. */
struct parser {
    struct options *options;
    size_t count;
    char *const *arguments;
    size_t next;
    bool is_used[TABLE_SIZE];
    struct error *error;
};

/* Keeps an argument for reports; what could be a secret shows as bullets. */
static void keep(struct parser *parser, const struct option_spec *spec, const char *name,
                 const char *separator, const char *value)
{
    struct options *options = parser->options;
    if (spec != NULL && spec->is_secret && value != NULL && strchr(value, '=') != NULL)
        value = arena_printf(options->arena, "%.*s=•••", (int)strcspn(value, "="), value);
    char *text = arena_printf(options->arena, "%s%s", name, separator);
    if (value != NULL && separator[0] != '\0')
        text = arena_printf(options->arena, "%s%s", text, value);
    list_add(&options->arguments, options->arena, text);
    if (value != NULL && separator[0] == '\0')
        list_add(&options->arguments, options->arena, arena_strdup(options->arena, value));
}

static bool parse_value(struct parser *parser, const struct option_spec *spec, const char *name,
                        char *value)
{
    parser->is_used[spec - table] = true;
    bool is_attached = value != NULL;
    if (spec->argument == NULL && is_attached)
        return error_set(parser->error, NULL, 0, 0, "%s takes no value", spec->name);
    if (spec->argument != NULL && !is_attached) {
        if (parser->next == parser->count)
            return error_set(parser->error, NULL, 0, 0, "%s needs a value: %s %s", spec->name,
                             spec->name, spec->argument);
        value = parser->arguments[parser->next++];
    }
    bool is_long = name[0] == '-' && name[1] == '-';
    keep(parser, spec, name, is_attached && is_long ? "=" : "", value);
    return apply(parser->options, spec, value, parser->error);
}

static bool parse_long(struct parser *parser, char *argument)
{
    size_t length = strcspn(argument, "=");
    char *name = arena_strndup(parser->options->arena, argument, length);
    const struct option_spec *spec = find_long(argument, length);
    if (spec == NULL)
        return fail_unknown(name, parser->error);
    return parse_value(parser, spec, name, argument[length] == '=' ? argument + length + 1 : NULL);
}

static bool parse_letters(struct parser *parser, char *argument)
{
    for (char *letter = argument + 1; *letter != '\0'; letter++) {
        const struct option_spec *spec = find_letter(*letter);
        char name[3] = {'-', *letter, '\0'};
        if (spec == NULL)
            return error_set(parser->error, NULL, 0, 0, "unknown option '%s'", argument);
        char *rest = letter[1] != '\0' && spec->argument != NULL ? letter + 1 : NULL;
        if (!parse_value(parser, spec, name, rest))
            return false;
        if (rest != NULL)
            break;
    }
    return true;
}

static bool parse_arguments(struct parser *parser)
{
    struct options *options = parser->options;
    bool only_operands = false;
    while (parser->next < parser->count) {
        char *argument = parser->arguments[parser->next++];
        if (only_operands || argument[0] != '-' || argument[1] == '\0') {
            keep(parser, NULL, argument, "", NULL);
            if (!only_operands && options->command == NULL && options->operands.count == 0 &&
                (options->command = command_find(argument)) != NULL)
                continue;
            list_add(&options->operands, options->arena, argument);
        } else if (strcmp(argument, "--") == 0) {
            keep(parser, NULL, argument, "", NULL);
            only_operands = true;
        } else if (argument[1] == '-' ? !parse_long(parser, argument)
                                      : !parse_letters(parser, argument)) {
            return false;
        }
    }
    return true;
}

bool options_parse(struct options *options, struct arena *arena, size_t count,
                   char *const *arguments, struct error *error)
{
    *options = (struct options){.arena = arena, .fail_on = 2};
    struct parser parser = {
        .options = options, .count = count, .arguments = arguments, .error = error};
    if (!parse_arguments(&parser))
        return false;
    size_t command_count;
    if (options->command == NULL)
        options->command = command_table(&command_count);
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        if (parser.is_used[i] && (table[i].commands & (unsigned)options->command->bit) == 0)
            return error_set(error, NULL, 0, 0, "%s is no option of '%s'", table[i].name,
                             options->command->name);
    }
    return true;
}
