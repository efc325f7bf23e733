#include "report/text_finding.h"

#include "report/display.h"
#include "report/text_excerpt.h"

#include <stdio.h>
#include <string.h>

/* A cause can hit ten thousand scopes: what is named is a sample, the rest is counted. */
#define SCOPES_NAMED 5
#define SCOPES_SAMPLED 4
#define RELATED_SHOWN 10

static void write_line(struct output *out, const char *string)
{
    struct text text = {0};
    display_add_line(&text, string);
    output_text(out, text_string(&text));
    text_fini(&text);
}

static void write_level(struct output *out, enum iislint_level level,
                        const struct text_style *style)
{
    output_printf(out, "%s%s:%s ", text_style_of_level(style, level), report_level_name(level),
                  style->off);
}

void text_finding_write_place(struct output *out, const struct iislint_place *place,
                              const char *path, const struct text_style *style)
{
    if (place->file != NULL)
        path = iislint_file_path(place->file);
    if (path == NULL)
        path = "iislint";
    output_text(out, style->place);
    write_line(out, path);
    if (place->file != NULL && place->region.start_line > 0)
        output_printf(out, ":%u:%u", place->region.start_line, place->region.start_column);
    output_text(out, style->off);
}

static void write_place_and_level(struct output *out, const struct iislint_place *place,
                                  const char *path, enum iislint_level level,
                                  const struct text_style *style)
{
    text_finding_write_place(out, place, path, style);
    output_printf(out, "%s:%s ", style->place, style->off);
    write_level(out, level, style);
}

static void write_related(struct output *out, const struct iislint_finding *finding,
                          const struct text_style *style)
{
    for (size_t i = 0; i < finding->related_count; i++) {
        const struct iislint_related *related = &finding->related[i];
        if (i == RELATED_SHOWN) {
            output_printf(out, "  and %zu more places\n", finding->related_count - i);
            return;
        }
        if (related->place.file != NULL)
            write_place_and_level(out, &related->place, NULL, IISLINT_NOTE, style);
        else
            output_text(out, "  see also: ");
        write_line(out, related->message);
        output_text(out, "\n");
        text_excerpt_write(out, &related->place, style);
    }
}

/* "Shop" is a site, so its path is shown as "Shop/"; the server's path is empty. */
static void add_scope(struct text *text, const char *path)
{
    if (path[0] == '\0') {
        text_add(text, "the server");
        return;
    }
    display_add_line(text, path);
    if (strchr(path, '/') == NULL)
        text_add_char(text, '/');
}

static void add_scopes_in_a_line(struct text *text, const struct iislint_finding *finding,
                                 size_t named)
{
    for (size_t i = 0; i < named; i++) {
        if (i > 0)
            text_add(text, i + 1 == finding->scope_count ? " and " : ", ");
        add_scope(text, finding->scopes[i].path);
    }
    if (named < finding->scope_count) {
        text_add(text, " and ");
        display_add_count(text, finding->scope_count - named);
        text_add(text, " more");
    }
    text_add_char(text, '\n');
}

static void add_scopes_as_a_list(struct text *text, const struct iislint_finding *finding,
                                 size_t named)
{
    text_add_char(text, '\n');
    for (size_t i = 0; i < named; i++) {
        text_add(text, "      ");
        add_scope(text, finding->scopes[i].path);
        if (finding->scopes[i].detail != NULL) {
            text_add(text, ": ");
            display_add_line(text, finding->scopes[i].detail);
        }
        text_add_char(text, '\n');
    }
    if (named < finding->scope_count) {
        text_add(text, "      and ");
        display_add_count(text, finding->scope_count - named);
        text_add(text, " more\n");
    }
}

static void write_scopes(struct output *out, const struct iislint_finding *finding,
                         const struct text_style *style)
{
    size_t count = finding->scope_count;
    if (count == 0)
        return;
    size_t named = count <= SCOPES_NAMED ? count : SCOPES_SAMPLED;
    bool has_detail = false;
    for (size_t i = 0; i < named; i++)
        has_detail = has_detail || finding->scopes[i].detail != NULL;
    struct text text = {0};
    if (has_detail)
        add_scopes_as_a_list(&text, finding, named);
    else
        add_scopes_in_a_line(&text, finding, named);
    output_printf(out, "  %saffects:%s%s", style->strong, style->off, has_detail ? "" : " ");
    output_text(out, text_string(&text));
    text_fini(&text);
}

static void write_remedy(struct output *out, const char *remedy, const struct text_style *style)
{
    struct text text = {0};
    display_add_block(&text, remedy, 6);
    output_printf(out, "  %sremedy:%s\n", style->strong, style->off);
    output_text(out, text_string(&text));
    text_fini(&text);
}

void text_finding_write(struct output *out, const struct iislint_finding *finding,
                        const struct text_style *style)
{
    const struct iislint_rule_info *rule = iislint_rule_info(finding->rule);
    write_place_and_level(out, &finding->place, NULL, finding->level, style);
    write_line(out, finding->message);
    output_printf(out, " %s[%s]%s", style->faint, rule->id, style->off);
    if (finding->suppressed) {
        output_text(out, " (suppressed: ");
        write_line(out, finding->justification != NULL ? finding->justification : "no reason");
        output_text(out, ")");
    }
    output_text(out, "\n");
    text_excerpt_write(out, &finding->place, style);
    write_related(out, finding, style);
    write_scopes(out, finding, style);
    if (finding->reach != NULL) {
        output_printf(out, "  %sfails:%s ", style->strong, style->off);
        write_line(out, finding->reach);
        output_text(out, "\n");
    }
    if (finding->remedy != NULL && finding->remedy[0] != '\0')
        write_remedy(out, finding->remedy, style);
}

void text_finding_write_notice(struct output *out, const struct iislint_notice *notice,
                               const struct text_style *style)
{
    write_place_and_level(out, &notice->place, notice->path, notice->level, style);
    write_line(out, notice->message);
    output_printf(out, " %s[%s]%s\n", style->faint, notice->id, style->off);
}
