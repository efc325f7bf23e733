/*
 * From what the user pointed at to a loaded server with its facts.
 */
#include "run/run.h"

#include "base/archive.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "config/node.h"
#include "rules/functions.h"
#include "run/crew.h"
#include "run/live.h"
#include <stdlib.h>
#include <string.h>

/* ---- what the server may ask ----------------------------------------------------------------- */

static bool is_wanted(void *context, const char *name)
{
    struct iislint *run = context;
    return rulebook_mentions(run->rulebook, name) || functions_need(name);
}

static bool is_entered(void *context, const char *name)
{
    struct iislint *run = context;
    return rulebook_enters(run->rulebook, name);
}

/* Variables: as given on the command line, as the facts know them, as on a stock server. */
static const char *variable(void *context, const char *name, size_t length)
{
    struct iislint *run = context;
    const char *value = map_find_bytes(run->variables, name, length);
    if (!value && run->current_facts)
        value = facts_variable(run->current_facts, name, length);
    if (!value && run->default_environment)
        value = facts_variable((void *)(uintptr_t)run->default_environment, name, length);
    return value;
}

bool run_load_environment(struct iislint *run, struct error *error)
{
    if (run->default_environment)
        return true;
    struct facts *facts = facts_embedded(run->arena, "stock/environment.xml", error);
    if (!facts)
        return false;
    list_add(&run->facts, run->arena, facts);
    run->default_environment = facts;
    return true;
}

static bool prepare(struct iislint *run, struct error *error)
{
    if (!run_load_environment(run, error))
        return false;
    run->server.secrets = run->secrets;
    run->server.variable = variable;
    run->server.variable_context = run;
    run->server.wanted = rulebook_mentions_everything(run->rulebook) ? NULL : is_wanted;
    run->server.entered = run->server.wanted ? is_entered : NULL;
    run->server.wanted_context = run;
    return true;
}

static bool is_stdin(const struct input *input)
{
    return !input->bytes && strcmp(input->path, "-") == 0;
}

static bool is_folder(const struct input *input)
{
    return !input->bytes && !is_stdin(input) && path_kind(input->path) == PATH_DIRECTORY;
}

/* ---- facts ----------------------------------------------------------------------------------- */

/* Facts that are given win over those of the machine. */
static bool is_live(const struct iislint *run, const struct input *input)
{
    return input->live && !run->facts_path;
}

/* The facts that were given, else the machine's or those of the server image, else none. */
static bool load_facts(struct iislint *run, const struct input *input, struct error *error)
{
    if (is_live(run, input))
        return live_begin(run, error);
    const char *path = run->facts_path, *shown = run->facts_path;
    if (!path && is_folder(input)) {
        path = path_find_nocase(run->arena, input->path, "facts.xml");
        if (path) {
            path = path_join(run->arena, input->path, path);
            shown = path_join(run->arena, input->shown, "facts.xml");
        }
    }
    run->current_facts = path ? facts_load(run->arena, path, shown, error) : facts_new(run->arena);
    if (!run->current_facts)
        return false;
    list_add(&run->facts, run->arena, run->current_facts);
    return true;
}

/* ---- files ----------------------------------------------------------------------------------- */

static bool is_configuration(const struct source *source)
{
    const xmlNode *root = source->doc ? xmlDocGetRootElement(source->doc) : NULL;
    return !root || node_is(root, "configuration");
}

static struct source *read_stdin(struct iislint *run, struct error *error)
{
    size_t length;
    char *bytes = path_read_stdin(SOURCE_SIZE_MAX, &length, error);
    if (!bytes)
        return NULL;
    struct source *source = source_parse(run->arena, run->stdin_name, bytes, length);
    free(bytes);
    return source;
}

static bool load_source(struct iislint *run, const struct input *input, struct server **server,
                        struct error *error)
{
    struct source *source =
        input->bytes      ? source_parse(run->arena, input->shown, input->bytes, input->length)
        : is_stdin(input) ? read_stdin(run, error)
                          : source_load(run->arena, input->path, input->shown, error);
    if (!source)
        return false;
    if (!is_configuration(source) && rulebook_has(run->rulebook, RULE_PLAIN)) {
        list_add(&run->plain_sources, run->arena, source);
        *server = NULL;
        return true;
    }
    return server_load_source(*server, source, input->bytes || is_stdin(input) ? NULL : input->path,
                              error);
}

/* ---- zips ------------------------------------------------------------------------------------ */

struct top {
    struct arena *arena;
    size_t entries;
    const char *name;
};

static bool note_top(void *context, const char *name)
{
    struct top *top = context;
    top->entries++;
    top->name = arena_strdup(top->arena, name);
    return true;
}

/* Whoever zips a folder gets a zip with that folder in it. */
static void enter_only_folder(struct iislint *run, struct input *input)
{
    struct top top = {.arena = run->arena};
    if (!path_each_entry(input->path, note_top, &top, NULL) || top.entries != 1)
        return;
    const char *below = path_join(run->arena, input->path, top.name);
    if (path_kind(below) != PATH_DIRECTORY)
        return;
    input->path = below;
    input->shown = path_join(run->arena, input->shown, top.name);
}

/* Ctrl-C waits while there are unpacked files, in whichever thread they are read. */
static void hold(struct iislint *run)
{
    if (run->holds)
        return;
    run->holds = true;
    if (run->crew)
        crew_hold(run->crew);
    else
        run->held = interrupt_hold();
}

static void release(struct iislint *run)
{
    if (run->holds && run->crew)
        crew_release(run->crew);
    interrupt_release(run->held);
    run->held = NULL;
    run->holds = false;
}

/* A zip becomes a folder that is there as long as it is read. */
static bool unpack(struct iislint *run, struct input *input, struct error *error)
{
    if (input->bytes || is_stdin(input) || !archive_is_named(input->path))
        return true;
    hold(run);
    const char *directory = path_temporary_directory(run->arena, error);
    if (!directory)
        return false;
    list_add(&run->unpacked, run->arena, (char *)(uintptr_t)directory);
    if (!archive_unpack(input->path, input->shown, directory, error))
        return false;
    input->path = directory;
    enter_only_folder(run, input);
    return true;
}

void run_remove_unpacked(struct iislint *run)
{
    for (size_t i = 0; i < run->unpacked.count; i++)
        path_remove_tree(run->unpacked.items[i], NULL);
    run->unpacked.count = 0;
    release(run);
}

/* ---- all of it ------------------------------------------------------------------------------- */

bool run_load_all(struct iislint *run, struct error *error)
{
    if (run->servers.count > 0)
        return true;
    if (!run_load_rules(run, error))
        return false;
    for (size_t i = 0; i < run->inputs.count; i++) {
        struct server *server;
        if (!run_load_input(run, run->inputs.items[i], &server, error))
            return false;
    }
    return true;
}

bool run_load_input(struct iislint *run, const struct input *given, struct server **server,
                    struct error *error)
{
    struct input unpacked = *given, *input = &unpacked;
    if (!prepare(run, error) || !unpack(run, input, error) || !load_facts(run, input, error))
        return false;
    *server = server_new(run->arena, &run->server, run->regexes, error);
    if (!*server)
        return false;
    list_add(&run->servers, run->arena, *server);
    bool ok = is_folder(input) ? server_load(*server, input->path, input->shown, error)
                               : load_source(run, input, server, error);
    return ok && (!is_live(run, input) || live_collect(run, *server, error));
}
