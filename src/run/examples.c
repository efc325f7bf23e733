#include "run/examples.h"

#include "base/path.h"
#include "base/text.h"
#include "rules/functions.h"
#include "run/run.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SEPARATOR "=== "

/* One file of an example. */
struct part {
    const char *path;
    const char *option; /* what stands in brackets, or NULL */
    const char *text;
    size_t length;
};

struct running {
    const struct iislint *run;
    struct arena *arena; /* of one example */
    const char *folder;
    struct error *error;
};

/* ---- writing the server ----------------------------------------------------------------------- */

static const char *line_end(const char *text)
{
    const char *end = strchr(text, '\n');
    return end ? end : text + strlen(text);
}

static bool is_separator(const char *text)
{
    return strncmp(text, SEPARATOR, strlen(SEPARATOR)) == 0;
}

static const char *next_separator(const char *text)
{
    while (*text && !is_separator(text)) {
        text = line_end(text);
        text += *text == '\n';
    }
    return text;
}

/* "root/C/shop/web.config [300 KB]" */
static void read_header(struct arena *arena, const char *line, const char *end, struct part *part)
{
    char *header = text_trim(arena, arena_strndup(arena, line, (size_t)(end - line)));
    char *bracket = strchr(header, '[');
    if (bracket) {
        char *close = strchr(bracket, ']');
        if (close)
            *close = '\0';
        *bracket = '\0';
        part->option = bracket + 1;
    }
    part->path = text_trim(arena, header);
}

/* Takes the next part at *cursor; false at the end. */
static bool next_part(struct arena *arena, const char **cursor, struct part *part)
{
    const char *text = *cursor;
    if (!*text)
        return false;
    *part = (struct part){.path = "applicationHost.config"};
    if (is_separator(text)) {
        const char *end = line_end(text);
        read_header(arena, text + strlen(SEPARATOR), end, part);
        text = end + (*end == '\n');
    }
    part->text = text;
    *cursor = next_separator(text);
    part->length = (size_t)(*cursor - text);
    return true;
}

static bool write_file(const char *path, const char *bytes, size_t length, struct error *error)
{
    struct path_writer *writer = path_writer_open(path, error);
    if (!writer)
        return false;
    if (!path_writer_write(writer, bytes, length)) {
        path_writer_abandon(writer);
        return error_set(error, path, 0, 0, "The example cannot be written.");
    }
    return path_writer_commit(writer, error);
}

/* Latin-1 is windows-1252 for all letters that an example may hold. */
static void to_windows_1252(const char *text, size_t length, struct text *into)
{
    const char *cursor = text;
    while (cursor < text + length) {
        uint32_t c = text_utf8_next(&cursor);
        text_add_char(into, c < 256 ? (char)(unsigned char)c : '?');
    }
}

static bool write_part(const struct running *running, const struct part *part)
{
    const char *path = path_join(running->arena, running->folder, part->path);
    if (!path_make_directories(path_dirname(running->arena, path), running->error))
        return false;
    if (part->option && strcmp(part->option, "unreadable") == 0)
        return path_make_directories(path, running->error);
    struct text text = {0};
    if (part->option && strcmp(part->option, "windows-1252") == 0)
        to_windows_1252(part->text, part->length, &text);
    else
        text_add_bytes(&text, part->text, part->length);
    if (part->option && isdigit((unsigned char)*part->option)) {
        size_t size = (size_t)strtoul(part->option, NULL, 10) * 1024;
        while (text.length < size)
            text_add(&text, "\n");
    }
    bool ok = write_file(path, text_string(&text), text.length, running->error);
    text_fini(&text);
    return ok;
}

static bool write_server(const struct running *running, const char *example)
{
    struct part part;
    while (isspace((unsigned char)*example))
        example++;
    while (next_part(running->arena, &example, &part))
        if (!write_part(running, &part))
            return false;
    return true;
}

/* ---- running it ------------------------------------------------------------------------------- */

struct looking {
    const char *id;
    bool found, undecided;
    struct text others; /* what else was found */
};

static bool look(void *context, const struct iislint_finding *finding)
{
    struct looking *looking = context;
    const char *id = iislint_rule_info(finding->rule)->id;
    if (strcmp(id, looking->id) != 0) {
        if (finding->kind == IISLINT_FAIL && finding->level > IISLINT_NOTE)
            text_printf(&looking->others, " %s", id);
    } else if (finding->kind == IISLINT_FAIL) {
        looking->found = true;
    } else {
        looking->undecided = true;
    }
    return true;
}

/* A tree of web.config files, or a single one, has no applicationHost.config to find. */
static const char *input_of(const struct running *running, const char *example)
{
    struct part part;
    size_t count = 0;
    const char *path = NULL;
    while (isspace((unsigned char)*example))
        example++;
    while (next_part(running->arena, &example, &part)) {
        path = part.path;
        count++;
    }
    return count == 1 && text_equals_nocase(path, "web.config")
               ? path_join(running->arena, running->folder, path)
               : running->folder;
}

static const char *check(const struct running *running, const struct iislint_rule_info *rule,
                         const struct iislint_example *example)
{
    struct iislint_error error = {0};
    struct looking looking = {.id = rule->id};
    struct iislint *run = iislint_new();
    bool ok = true;
    for (size_t i = 0; ok && i < running->run->rule_paths.count; i++)
        ok = iislint_add_rules(run, running->run->rule_paths.items[i], &error);
    ok = ok && iislint_add_input(run, input_of(running, example->text), &error) &&
         iislint_check(run, &error);
    const char *problem = NULL;
    if (!ok) {
        problem = arena_printf(running->arena, "it could not be checked: %s", error.text);
    } else {
        iislint_each_finding(run, look, &looking);
        if (example->bad && !looking.found)
            problem =
                arena_printf(running->arena, "%s does not find it%s%s", rule->id,
                             looking.undecided ? " (undecided)" : "",
                             looking.others.length > 0 ? arena_printf(running->arena, "; found:%s",
                                                                      text_string(&looking.others))
                                                       : "");
        else if (!example->bad && looking.found)
            problem = arena_printf(running->arena, "%s finds something", rule->id);
    }
    iislint_free(run);
    text_fini(&looking.others);
    return problem;
}

static bool run_example(const struct running *outer, const struct iislint_rule *rule, size_t index,
                        struct example_result *result)
{
    const struct iislint_example *example = &rulebook_help(rule)->examples[index];
    struct running running = *outer;
    running.arena = arena_new();
    running.folder = path_temporary_directory(running.arena, running.error);
    bool ok = running.folder && write_server(&running, example->text);
    *result = (struct example_result){&rule->info, example, index + 1, false, NULL};
    if (ok) {
        const char *problem = check(&running, &rule->info, example);
        result->problem = arena_strdup(outer->arena, problem);
        result->passed = problem == NULL;
    }
    if (running.folder)
        ok = path_remove_tree(running.folder, running.error) && ok;
    arena_free(running.arena);
    return ok;
}

/* The rules of the program itself are trusted at other times: here they prove that they may be. */
static bool load_strictly(struct arena *arena, struct error *error)
{
    struct rulebook *rulebook = rulebook_new(arena, &functions_vocabulary);
    bool ok = rulebook_add_embedded(rulebook, RULEBOOK_STRICT, error);
    rulebook_free(rulebook);
    return ok;
}

bool examples_run(const struct iislint *run,
                  bool (*each)(void *context, const struct example_result *), void *context,
                  struct error *error)
{
    struct running running = {run, arena_new(), NULL, error};
    bool ok = load_strictly(running.arena, error), more = true;
    for (size_t r = 0; ok && more && r < rulebook_count(run->rulebook); r++) {
        const struct iislint_rule *rule = rulebook_rule(run->rulebook, r);
        size_t count = rule->info.enabled ? rulebook_help(rule)->example_count : 0;
        for (size_t i = 0; ok && more && i < count; i++) {
            struct example_result result;
            ok = run_example(&running, rule, i, &result);
            more = ok && each(context, &result);
        }
    }
    arena_free(running.arena);
    return ok;
}
