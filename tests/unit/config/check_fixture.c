#include "unit/config/check_fixture.h"

#include "base/text.h"
#include "source/span.h"

#include <string.h>

const char check_shop[] =
    "<system.applicationHost><applicationPools><add name='Shop'/></applicationPools>"
    "<sites><site name='Shop' id='1'><application path='/' applicationPool='Shop'>"
    "<virtualDirectory path='/' physicalPath='C:\\shop'/>"
    "<virtualDirectory path='/vdir' physicalPath='C:\\vdir'/></application>"
    "<application path='/app' applicationPool='Shop'>"
    "<virtualDirectory path='/' physicalPath='C:\\app'/></application>"
    "<bindings><binding protocol='http' bindingInformation='*:80:'/></bindings>"
    "</site></sites></system.applicationHost>\n";

static const char *short_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void describe(struct text *all, const struct problem *problem)
{
    static const char *const levels[] = {"", " [note]", " [warning]", " [error]"};
    struct position from = source_position(problem->source, problem->span.start);
    struct position to = source_position(problem->source, problem->span.end);
    text_printf(all, "%s%s%s%s %s:%u:%u", problem->rule, problem->template ? "/" : "",
                problem->template ? problem->template : "", levels[problem->level],
                short_path(problem->source->path), from.line, from.column);
    if (to.line == from.line)
        text_printf(all, "-%u", to.column);
    text_printf(all, " '%s'", problem->scope ? problem->scope->path : "?");
    for (size_t i = 0; i < PROBLEM_ARGUMENTS_MAX && problem->arguments[i]; i++)
        text_printf(all, "%s %s", i > 0 ? "," : "", problem->arguments[i]);
    if (problem->other.source) {
        struct position other = source_position(problem->other.source, problem->other.span.start);
        text_printf(all, " < %s:%u", short_path(problem->other.source->path), other.line);
    }
    text_add(all, "\n");
}

static void compare(struct image *image, const char *expected)
{
    struct text all = {0};
    check_server(image->server);
    for (size_t i = 0; i < image->server->problems.count; i++)
        describe(&all, image->server->problems.items[i]);
    assert_string_equal(text_string(&all), expected);
    text_fini(&all);
    image_fini(image);
}

void check_says_image(struct image *image, const char *expected)
{
    image_load(image);
    compare(image, expected);
}

static const char *wrapped(struct image *image, const char *content, const char *more)
{
    return arena_printf(image->arena, "<configuration>\n%s\n%s</configuration>\n", content, more);
}

static void check_both(const char *host, const char *more, const char *web, const char *expected)
{
    struct image image;
    image_init(&image);
    image_write(&image, "applicationHost.config", wrapped(&image, host, more));
    if (*web)
        image_write(&image, "root/C/shop/web.config", wrapped(&image, web, ""));
    check_says_image(&image, expected);
}

void check_says(const char *host, const char *web, const char *expected)
{
    check_both(host, check_shop, web, expected);
}

void check_says_host(const char *host, const char *expected)
{
    check_both(host, "", "", expected);
}

void check_says_version(const char *version, const char *web, const char *expected)
{
    struct image image;
    image_init(&image);
    image.options.iis_version = version;
    image_load_text(&image, "site/web.config", wrapped(&image, web, ""));
    compare(&image, expected);
}

void check_says_lone(const char *web, const char *expected)
{
    check_says_version("10.1709", web, expected);
}

void check_says_rows(const struct check_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_says_lone(rows[i].web, rows[i].expected);
}
