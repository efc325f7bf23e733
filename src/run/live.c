#include "run/live.h"

#include "base/text.h"
#include "config/node.h"
#include <stdlib.h>
#include <string.h>

#define HOST_FILE "applicationHost.config"

/* ---- where things are ------------------------------------------------------------------------------- */

/* A path of this machine; its variables are those of the machine, else of this process. */
static const char *variable(void *context, const char *name, size_t length)
{
    struct iislint *run = context;
    const char *value = facts_variable((void *)(uintptr_t)run->live_environment, name, length);
    return value ? value
                 : collect_own_variable(run->arena, arena_strndup(run->arena, name, length));
}

/* With '/', as local paths are written. */
static const char *local(struct iislint *run, const char *path)
{
    char *expanded = path_expand(run->arena, path, variable, run, NULL);
    for (char *c = expanded; *c; c++)
        if (*c == '\\')
            *c = '/';
    return expanded;
}

static bool need_windows(struct error *error)
{
    return collect_available() ||
           error_set(error, NULL, 0, 0,
                     "A server can only check itself on Windows; here, name a "
                     "server image or a configuration file.");
}

static bool learn_environment(struct iislint *run, struct error *error)
{
    struct collect_request request = {.group = "environment"};
    struct text document = {0};
    struct list gaps = {0};
    if (run->live_environment)
        return true;
    struct facts *facts = NULL;
    if (collect_facts(&request, run->arena, &document, &gaps, error))
        facts = facts_parse(run->arena, "the environment of this machine", document.data,
                            document.length, error);
    text_fini(&document);
    if (!facts)
        return false;
    list_add(&run->facts, run->arena, facts);
    run->live_environment = facts;
    return true;
}

/* Physical paths are where they say. */
static void map_drives(struct iislint *run)
{
    for (char letter = 'C'; letter <= 'Z'; letter++) {
        char *windows = arena_printf(run->arena, "%c:\\", letter);
        char *root = arena_printf(run->arena, "%c:/", letter);
        if (path_kind(root) == PATH_DIRECTORY)
            iislint_add_mapping(run, windows, root, NULL);
    }
}

/* The configuration of the .NET Framework: the newest one's, as most pools use it, and where those of other
 * pools are. */
static void find_framework(struct iislint *run)
{
    static const char *const folders[] = {"Framework64/v4.0.30319", "Framework64/v2.0.50727",
                                          "Framework/v4.0.30319", "Framework/v2.0.50727"};
    const char *above = local(run, "%SystemRoot%/Microsoft.NET");
    if (path_kind(above) != PATH_DIRECTORY)
        return;
    run->server.runtimes_directory = above;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *folder =
            path_find_nocase(run->arena, path_join(run->arena, above, folders[i]), "Config");
        if (!folder)
            continue;
        folder = path_join(run->arena, path_join(run->arena, above, folders[i]), folder);
        if (path_kind(path_join(run->arena, folder, "machine.config")) == PATH_FILE) {
            run->server.framework_directory = folder;
            return;
        }
    }
}

static void use_schema(struct iislint *run, const char *directory)
{
    const char *schema = path_join(run->arena, directory, "schema");
    if (!run->server.schema_directory && path_kind(schema) == PATH_DIRECTORY)
        run->server.schema_directory = schema;
}

static bool add_live_input(struct iislint *run, const char *path, struct iislint_error *error)
{
    if (!iislint_add_input(run, path, error))
        return false;
    ((struct input *)run->inputs.items[run->inputs.count - 1])->live = true;
    map_drives(run);
    run->server.reads_shares = true;
    find_framework(run);
    return true;
}

/* ---- IIS --------------------------------------------------------------------------------------------- */

/* The folder that shared configuration names, NULL when there is none. */
static const char *redirected_to(struct iislint *run, const char *directory)
{
    struct error error = {0};
    const char *path = path_join(run->arena, directory, "redirection.config");
    if (path_kind(path) != PATH_FILE)
        return NULL;
    struct source *source = source_load(run->arena, path, path, &error);
    const xmlNode *root = source && source->doc ? xmlDocGetRootElement(source->doc) : NULL;
    const xmlNode *section = root ? node_child(root, "configurationRedirection") : NULL;
    const char *target =
        section && node_flag(section, "enabled", false) ? node_attribute(section, "path") : NULL;
    if (target)
        target = local(run, target);
    if (source)
        source_free(source);
    return target;
}

static bool is_readable(struct iislint *run, const char *directory, struct error *error)
{
    const char *path = path_join(run->arena, directory, HOST_FILE);
    size_t length;
    char *bytes = path_read(path, SOURCE_SIZE_MAX, &length, error);
    free(bytes);
    return bytes != NULL;
}

static bool find_iis(struct iislint *run, const char **directory, struct error *error)
{
    const char *own = local(run, "%SystemRoot%/System32/inetsrv/config");
    const char *shared = redirected_to(run, own);
    struct error reason = {0};
    use_schema(run, own);
    *directory = shared ? shared : own;
    if (is_readable(run, *directory, &reason))
        return true;
    if (shared)
        return error_set(error, path_join(run->arena, own, "redirection.config"), 0, 0,
                         "This server reads its configuration from '%s' (shared configuration), "
                         "and there '" HOST_FILE "' %s. Run iislint as a user who may read it.",
                         shared, reason.text);
    const char *file = path_join(run->arena, own, HOST_FILE);
    if (path_kind(file) == PATH_ABSENT)
        return error_set(error, NULL, 0, 0,
                         "IIS is not installed on this machine: there is no '%s'. Name what to "
                         "check, or use --iis-express.",
                         file);
    return error_set(error, file, 0, 0, "%s. Run iislint as administrator.", reason.text);
}

bool iislint_add_this_server(struct iislint *run, struct iislint_error *error)
{
    struct error trouble = {0};
    const char *directory;
    if (!need_windows(&trouble) || !learn_environment(run, &trouble) ||
        !find_iis(run, &directory, &trouble))
        return run_fail(error, &trouble);
    return add_live_input(run, directory, error);
}

bool iislint_is_on_server(void)
{
    return collect_available();
}

/* ---- IIS Express ------------------------------------------------------------------------------------ */

struct solution {
    struct iislint *run;
    const char *folder;
    const char *found;
};

static bool try_solution(void *context, const char *name)
{
    struct solution *solution = context;
    struct arena *arena = solution->run->arena;
    const char *file = arena_printf(arena, "%s/%s/config/" HOST_FILE, solution->folder, name);
    if (path_kind(file) == PATH_FILE)
        solution->found = file;
    return !solution->found;
}

/* Visual Studio keeps one for each solution: in .vs of the folder or of one above. */
static const char *find_solution(struct iislint *run)
{
    const char *folder = ".vs";
    for (unsigned i = 0; i < 8; i++) {
        struct solution solution = {run, folder, NULL};
        struct error error = {0};
        if (path_kind(folder) == PATH_DIRECTORY &&
            path_each_entry(folder, try_solution, &solution, &error) && solution.found)
            return solution.found;
        folder = path_join(run->arena, "..", folder);
    }
    return NULL;
}

static void set_default(struct iislint *run, const char *name, const char *value)
{
    if (!map_find(run->variables, name))
        map_set(run->variables, name, (void *)(uintptr_t)local(run, value));
}

bool iislint_add_iis_express(struct iislint *run, const char *file, struct iislint_error *error)
{
    struct error trouble = {0};
    if (!need_windows(&trouble) || !learn_environment(run, &trouble))
        return run_fail(error, &trouble);
    if (!file || !*file)
        file = find_solution(run);
    if (!file)
        file = local(run, "%USERPROFILE%/Documents/IISExpress/config/" HOST_FILE);
    if (path_kind(file) != PATH_FILE) {
        error_set(&trouble, file, 0, 0, "There is no such configuration of IIS Express.");
        return run_fail(error, &trouble);
    }
    set_default(run, "IIS_BIN", "%ProgramFiles%/IIS Express");
    set_default(run, "IIS_USER_HOME", "%USERPROFILE%/Documents/IISExpress");
    set_default(run, "IIS_SITES_HOME", "%USERPROFILE%/Documents/My Web Sites");
    use_schema(run, local(run, "%ProgramFiles%/IIS Express/config"));
    return add_live_input(run, file, error);
}

/* ---- facts ------------------------------------------------------------------------------------------ */

bool live_begin(struct iislint *run, struct error *error)
{
    if (!learn_environment(run, error))
        return false;
    run->current_facts = (struct facts *)(uintptr_t)run->live_environment;
    return true;
}

static void note_gap(struct iislint *run, const struct collect_gap *gap)
{
    struct span whole = {0, 0};
    run_notice(run, IISLINT_NOTE, "FactsUnknown", NULL, whole, NULL,
               arena_printf(run->arena, "%s of this machine: %s.",
                            arena_printf(run->arena, gap->partly ? "Not all '%s'" : "Unknown '%s'",
                                         gap->group),
                            gap->reason));
}

static bool collect(struct iislint *run, struct server *server, struct text *document,
                    struct error *error)
{
    struct list gaps = {0};
    const struct collect_request *request = request_make(run, server);
    if (!collect_facts(request, run->arena, document, &gaps, error))
        return false;
    for (size_t i = 0; i < gaps.count; i++)
        note_gap(run, gaps.items[i]);
    return true;
}

bool live_collect(struct iislint *run, struct server *server, struct error *error)
{
    struct text document = {0};
    struct facts *facts = NULL;
    if (collect(run, server, &document, error))
        facts = facts_parse(run->arena, "the facts of this machine", document.data, document.length,
                            error);
    if (facts) {
        run->live_document = arena_strdup(run->arena, text_string(&document));
        list_add(&run->facts, run->arena, facts);
        run->current_facts = facts;
    }
    text_fini(&document);
    return facts != NULL;
}

const char *iislint_collect_facts(struct iislint *run, struct iislint_error *error)
{
    struct error trouble = {0};
    struct server *server = NULL;
    bool ok =
        need_windows(&trouble) && run_load_rules(run, &trouble) && learn_environment(run, &trouble);
    /* without IIS the machine has facts all the same */
    if (ok && (run->inputs.count > 0 || iislint_add_this_server(run, NULL)))
        ok = run_load_input(run, run->inputs.items[0], &server, &trouble);
    else if (ok)
        ok = live_begin(run, &trouble) && live_collect(run, NULL, &trouble);
    if (!ok)
        run_fail(error, &trouble);
    return ok ? run->live_document : NULL;
}
