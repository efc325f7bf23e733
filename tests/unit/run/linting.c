#include "unit/run/linting.h"

#include "base/path.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OURS                                                                                       \
    "<sch:schema xmlns:sch='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1' "   \
    "xmlns:sqf='http://www.schematron-quickfix.com/validator/process' "                            \
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform' queryBinding='exslt'>\n"                     \
    "<sch:title>Tests</sch:title><sch:ns prefix='f' uri='urn:iislint:facts:1'/>\n"

/* ---- life ------------------------------------------------------------------------------------ */

void linting_init(struct linting *linting)
{
    *linting = (struct linting){.arena = arena_new(), .run = iislint_new()};
}

void linting_fini(struct linting *linting)
{
    struct error error = {0};
    iislint_free(linting->run);
    if (linting->directory[0])
        assert_true(path_remove_tree(linting->directory, &error));
    arena_free(linting->arena);
}

int linting_set_up(void **state)
{
    static struct linting linting;
    linting_init(&linting);
    *state = &linting;
    return 0;
}

int linting_tear_down(void **state)
{
    linting_fini(*state);
    return 0;
}

/* ---- inputs ---------------------------------------------------------------------------------- */

const char *linting_path(struct linting *linting, const char *name)
{
    if (!linting->directory[0]) {
        struct error error = {0};
        const char *made = path_temporary_directory(linting->arena, &error);
        assert_non_null(made);
        assert_true(strlen(made) < sizeof linting->directory);
        strcpy(linting->directory, made);
        for (char *c = linting->directory; *c; c++)
            if (*c == '\\')
                *c = '/'; /* as paths are shown */
    }
    return *name ? path_join(linting->arena, linting->directory, name) : linting->directory;
}

void linting_write(struct linting *linting, const char *name, const char *content)
{
    struct error error = {0};
    const char *path = linting_path(linting, name);
    assert_true(path_make_directories(path_dirname(linting->arena, path), &error));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void demand(struct linting *linting, bool ok)
{
    if (!ok)
        fail_msg("%s:%u:%u: %s", linting->error.path, linting->error.line, linting->error.column,
                 linting->error.text);
}

const char *linting_pattern(struct linting *linting, const char *id, const char *rules,
                            const char *bad)
{
    return arena_printf(linting->arena,
                        "<sch:pattern id='%s' i:name='Name%s'>"
                        "<sch:title>The title of %s.</sch:title>%s"
                        "<i:reference title='r' url='https://example.com/'/>"
                        "<i:why>why</i:why><i:fix>fix</i:fix>"
                        "<i:example kind='bad'><![CDATA[%s]]></i:example>"
                        "<i:example kind='good'><![CDATA[<configuration/>]]></i:example>"
                        "</sch:pattern>\n",
                        id, id, id, rules, bad);
}

static void add_rules(struct linting *linting, const char *name, const char *text)
{
    linting_write(linting, name, text);
    demand(linting,
           iislint_disable(linting->run, "IIS", &linting->error) &&
               iislint_add_rules(linting->run, linting_path(linting, name), &linting->error));
}

void linting_only(struct linting *linting, const char *content)
{
    add_rules(linting, "rules/ours.sch",
              arena_printf(linting->arena, OURS "%s</sch:schema>", content));
}

void linting_rule(struct linting *linting, const char *rules)
{
    linting_only(linting, linting_pattern(linting, "TEST1", rules, "<configuration/>"));
}

void linting_plain(struct linting *linting, const char *content)
{
    add_rules(linting, "rules/plain.sch",
              arena_printf(linting->arena,
                           "<schema xmlns='http://purl.oclc.org/dsdl/schematron'>%s</schema>",
                           content));
}

void linting_text(struct linting *linting, const char *name, const char *text)
{
    demand(linting, iislint_add_bytes(linting->run, name, text, strlen(text), &linting->error));
}

void linting_host(struct linting *linting, const char *content)
{
    linting_text(linting, "applicationHost.config",
                 arena_printf(linting->arena, "<configuration>\n%s\n</configuration>\n", content));
}

void linting_add(struct linting *linting, const char *name)
{
    demand(linting, iislint_add_input(linting->run, linting_path(linting, name), &linting->error));
}

void linting_check(struct linting *linting)
{
    demand(linting, iislint_check(linting->run, &linting->error));
}

void linting_fails(struct linting *linting, const char *reason)
{
    if (iislint_check(linting->run, &linting->error))
        fail_msg("it did not fail, though: %s", reason);
    if (!strstr(linting->error.text, reason))
        fail_msg("it failed for another reason: %s", linting->error.text);
}

/* ---- what was said --------------------------------------------------------------------------- */

struct saying {
    struct linting *linting;
    struct text text;
    size_t number;
    const char *name;
    const void *found;
};

static const char *shown(const struct linting *linting, const char *path)
{
    size_t length = strlen(linting->directory);
    bool inside = length > 0 && strncmp(path, linting->directory, length) == 0;
    return inside && path[length] == '/' ? path + length + 1 : path;
}

static void say_start(struct saying *saying, const struct iislint_place *place)
{
    text_printf(&saying->text, " %s:%u:%u", shown(saying->linting, iislint_file_path(place->file)),
                place->region.start_line, place->region.start_column);
}

static const char *const levels[] = {"note", "warning", "error"};

static bool say_finding(void *context, const struct iislint_finding *finding)
{
    struct saying *saying = context;
    struct text *text = &saying->text;
    bool undecided = finding->kind == IISLINT_UNDECIDED;
    text_printf(text, "%s %s", iislint_rule_info(finding->rule)->id,
                undecided ? "?" : levels[finding->level]);
    say_start(saying, &finding->place);
    text_printf(text, "-%u:%u %s\n", finding->place.region.end_line,
                finding->place.region.end_column, undecided ? finding->needs : finding->message);
    for (size_t i = 0; i < finding->scope_count; i++)
        text_printf(text, "  at %s%s%s\n", finding->scopes[i].path,
                    finding->scopes[i].detail ? ": " : "",
                    finding->scopes[i].detail ? finding->scopes[i].detail : "");
    for (size_t i = 0; i < finding->related_count; i++) {
        text_add(text, "  see");
        say_start(saying, &finding->related[i].place);
        text_printf(text, " %s\n", finding->related[i].message);
    }
    if (finding->suppressed)
        text_printf(text, "  accepted: %s\n", finding->justification);
    return true;
}

static const char *said(struct saying *saying)
{
    char *result = arena_strdup(saying->linting->arena, text_string(&saying->text));
    text_fini(&saying->text);
    return result;
}

const char *linting_findings(struct linting *linting)
{
    struct saying saying = {.linting = linting};
    iislint_each_finding(linting->run, say_finding, &saying);
    return said(&saying);
}

static bool say_notice(void *context, const struct iislint_notice *notice)
{
    struct saying *saying = context;
    text_printf(&saying->text, "%s %s", notice->id, levels[notice->level]);
    if (notice->place.file)
        say_start(saying, &notice->place);
    else
        text_printf(&saying->text, " %s",
                    notice->path ? shown(saying->linting, notice->path) : "-");
    text_printf(&saying->text, " %s\n", notice->message);
    return true;
}

const char *linting_notices(struct linting *linting)
{
    struct saying saying = {.linting = linting};
    iislint_each_notice(linting->run, say_notice, &saying);
    return said(&saying);
}

static bool say_file(void *context, const struct iislint_file *file)
{
    struct saying *saying = context;
    text_printf(&saying->text, "%s%s", saying->text.length > 0 ? " " : "",
                shown(saying->linting, iislint_file_path(file)));
    return true;
}

const char *linting_files(struct linting *linting)
{
    struct saying saying = {.linting = linting};
    iislint_each_file(linting->run, say_file, &saying);
    return said(&saying);
}

static bool find_finding(void *context, const struct iislint_finding *finding)
{
    struct saying *saying = context;
    if (saying->number-- > 0)
        return true;
    saying->found = finding;
    return false;
}

const struct iislint_finding *linting_finding(struct linting *linting, size_t number)
{
    struct saying saying = {.linting = linting, .number = number};
    iislint_each_finding(linting->run, find_finding, &saying);
    if (!saying.found)
        fail_msg("there is no finding %zu in:\n%s", number, linting_findings(linting));
    return saying.found;
}

static bool find_file(void *context, const struct iislint_file *file)
{
    struct saying *saying = context;
    if (strcmp(shown(saying->linting, iislint_file_path(file)), saying->name) == 0)
        saying->found = file;
    return !saying->found;
}

const struct iislint_file *linting_file(struct linting *linting, const char *name)
{
    struct saying saying = {.linting = linting, .name = name};
    iislint_each_file(linting->run, find_file, &saying);
    if (!saying.found)
        fail_msg("there is no file %s in: %s", name, linting_files(linting));
    return saying.found;
}

const char *linting_fixed(struct linting *linting, const struct iislint_fix *fix)
{
    size_t length, at = 0;
    const char *text = iislint_file_text(fix->file, &length);
    struct saying saying = {.linting = linting};
    for (size_t i = 0; i < fix->edit_count; i++) {
        const struct iislint_region *region = &fix->edits[i].region;
        assert_true(region->start_offset >= at && region->end_offset >= region->start_offset &&
                    region->end_offset <= length);
        text_add_bytes(&saying.text, text + at, region->start_offset - at);
        text_add(&saying.text, fix->edits[i].text);
        at = region->end_offset;
    }
    text_add_bytes(&saying.text, text + at, length - at);
    return said(&saying);
}

const char *linting_effective(struct linting *linting, const char *path, const char *section,
                              const char *format)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    const char *result = NULL;
    if (iislint_write_effective(linting->run, path, section, format, file, &linting->error)) {
        long length = ftell(file);
        char *text = arena_alloc(linting->arena, (size_t)length + 1);
        rewind(file);
        assert_int_equal(fread(text, 1, (size_t)length, file), length);
        text[length] = '\0';
        result = text;
    } else {
        assert_int_equal(ftell(file), 0);
    }
    fclose(file);
    return result;
}

void assert_contains(const char *text, const char *part)
{
    assert_non_null(text);
    if (!strstr(text, part))
        fail_msg("%s\nis not in:\n%s", part, text);
}
