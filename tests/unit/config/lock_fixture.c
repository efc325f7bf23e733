#include "unit/config/lock_fixture.h"

#include "base/text.h"
#include "config/check.h"
#include "source/span.h"

#include <stdio.h>
#include <string.h>

static const char sites[] =
    "<system.applicationHost>"
    "<applicationPools><add name='Shop' managedRuntimeVersion='v4.0'/>"
    "<add name='Core' managedRuntimeVersion=''/></applicationPools>"
    "<sites><site name='Shop' id='1'>"
    "<application path='/' applicationPool='Shop'>"
    "<virtualDirectory path='/' physicalPath='C:\\shop'/>"
    "<virtualDirectory path='/vdir' physicalPath='C:\\vdir'/></application>"
    "<application path='/app' applicationPool='Shop'>"
    "<virtualDirectory path='/' physicalPath='C:\\shop\\app'/></application>"
    "<application path='/core' applicationPool='Core'>"
    "<virtualDirectory path='/' physicalPath='C:\\shop\\core'/></application>"
    "</site></sites></system.applicationHost>\n";

static const char *wrapped(struct arena *arena, const char *content, const char *more)
{
    return arena_printf(arena, "<configuration>\n%s\n%s</configuration>\n", content, more);
}

void lock_server_init(struct lock_server *server, const char *host)
{
    image_init(&server->image);
    image_write(&server->image, "applicationHost.config",
                wrapped(server->image.arena, host, sites));
}

void lock_server_file(struct lock_server *server, const char *name, const char *content)
{
    struct arena *arena = server->image.arena;
    bool whole = *content == '!'; /* not wrapped: a configSource file */
    image_write(&server->image, arena_printf(arena, "root/C/shop/%s", name),
                whole ? content + 1 : wrapped(arena, content, ""));
}

static const char *short_path(const char *path)
{
    static const char *const prefixes[] = {"image/root/C/shop/", "image/root/C/", "image/"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (text_starts_with(path, prefixes[i]))
            return path + strlen(prefixes[i]);
    return path;
}

static void describe(struct text *text, const struct problem *problem)
{
    bool section = strcmp(problem->rule, "IIS1401") == 0 || strcmp(problem->rule, "IIS1407") == 0 ||
                   strcmp(problem->rule, "IIS1406") == 0;
    size_t index = section ? 2 : strcmp(problem->rule, "IIS1405") == 0 ? 1 : 0;
    const char *argument = problem->arguments[index];
    struct position at = source_position(problem->source, problem->span.start);
    const char *template = problem->template ? problem->template : "";
    text_printf(text, "%s%s%s%s%s %s:%u:%u '%s' %s", problem->rule, *template ? "/" : "", template,
                problem->level == PROBLEM_WARNING ? " (warning)" : "",
                problem->level == PROBLEM_NOTE ? " (note)" : "", short_path(problem->source->path),
                at.line, at.column, problem->scope ? problem->scope->path : "-",
                argument ? argument : "-");
    if (problem->other.source)
        text_printf(text, " < %s:%u", short_path(problem->other.source->path),
                    source_position(problem->other.source, problem->other.span.start).line);
    text_add_char(text, '\n');
}

/* The small servers lack much that other checks ask for. */
static bool is_ours(const struct problem *problem)
{
    return text_starts_with(problem->rule, "IIS14") || text_starts_with(problem->rule, "IIS15") ||
           strcmp(problem->rule, "IIS1001") == 0;
}

static void check(struct image *image, const char *expected)
{
    struct text said = {0};
    check_server(image->server);
    lock_check(image->server);
    indirection_check(image->server);
    for (size_t i = 0; i < image->server->problems.count; i++)
        if (is_ours(image->server->problems.items[i]))
            describe(&said, image->server->problems.items[i]);
    assert_string_equal(text_string(&said), expected);
    text_fini(&said);
}

void lock_server_check(struct lock_server *server, const char *expected)
{
    image_load(&server->image);
    check(&server->image, expected);
    image_fini(&server->image);
}

const char *lock_server_state(struct lock_server *server, const char *scope_path,
                              const char *section_path)
{
    struct image *image = &server->image;
    struct scope *scope = server_find_scope(image->server, scope_path);
    struct section *section = sections_find(image->server->sections, section_path);
    if (!scope) { /* a folder that nothing configures: as its parent's folders are */
        scope = scope_add(image->arena, server_find_scope(image->server, "Shop"), SCOPE_DIRECTORY,
                          scope_path);
    }
    struct section_lock lock = lock_of_section(image->server, scope, section);
    if (!lock.locked)
        return "open";
    const struct source *source = source_of(lock.place);
    return arena_printf(image->arena, "%s:%u", short_path(source->path),
                        source_position(source, span_of_start_tag(lock.place).start).line);
}

void check_locks(const char *host, const char *web_config, const char *expected)
{
    struct lock_server server;
    lock_server_init(&server, host);
    if (*web_config)
        lock_server_file(&server, "web.config", web_config);
    lock_server_check(&server, expected);
}

void check_lone(const char *stock, const char *web_config, const char *expected)
{
    struct image image;
    image_init(&image);
    image.options.stock = stock;
    image_load_text(&image, "web.config", wrapped(image.arena, web_config, ""));
    check(&image, expected);
    image_fini(&image);
}

const char *locks_join(const char *a, const char *b)
{
    static char texts[16][4096];
    static size_t next;
    char *text = texts[next++ % 16];
    int length = snprintf(text, sizeof texts[0], "%s%s", a, b);
    assert_in_range(length, 0, sizeof texts[0] - 1);
    return text;
}
