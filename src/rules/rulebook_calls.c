/* With which constant arguments the active rules call a function: what they want to know is collected. */
#include "rules/rulebook_model.h"

#include "base/text.h"
#include "rules/xpath_scan.h"

#include <string.h>

#define LET_DEPTH_MAX 16
#define ARGUMENTS_MAX 8

struct search {
    struct rulebook *rulebook;
    const struct schematron_schema *schema;
    const struct schematron_pattern *pattern; /* NULL: an expression of the schema itself */
    const char *function;
    rulebook_call *each;
    void *context;
};

static const char *fold(const struct search *search, struct xpath_scanner *scanner, unsigned depth,
                        bool *is_last);

/* ---- lets ------------------------------------------------------------------------------------------- */

static const struct schematron_let *find_let(const struct schematron_lets *lets, const char *name,
                                             size_t length)
{
    for (size_t i = 0; i < lets->count; i++) {
        if (strlen(lets->items[i].name) == length &&
            strncmp(lets->items[i].name, name, length) == 0)
            return &lets->items[i];
    }
    return NULL;
}

static const struct schematron_let *find_variable(const struct search *search, const char *name,
                                                  size_t length)
{
    const struct schematron_pattern *pattern = search->pattern;
    const struct schematron_let *let = NULL;
    for (size_t i = 0; pattern != NULL && let == NULL && i < pattern->rule_count; i++)
        let = find_let(&pattern->rules[i].lets, name, length);
    if (let == NULL && pattern != NULL)
        let = find_let(&pattern->lets, name, length);
    return let != NULL ? let : find_let(&search->schema->lets, name, length);
}

static const char *fold_variable(const struct search *search, const struct xpath_token *variable,
                                 unsigned depth)
{
    const struct schematron_let *let = find_variable(search, variable->name, variable->name_length);
    if (let == NULL || let->value.text == NULL || depth >= LET_DEPTH_MAX)
        return NULL;
    struct xpath_scanner scanner;
    bool is_last;
    xpath_scan_start(&scanner, let->value.text);
    const char *value = fold(search, &scanner, depth + 1, &is_last);
    return is_last ? value : NULL;
}

/* ---- constant expressions --------------------------------------------------------------------------- */

static const char *fold_concat(const struct search *search, struct xpath_scanner *scanner,
                               unsigned depth)
{
    struct text whole = {0};
    bool is_last = false, is_constant = true;
    xpath_scan_next(scanner); /* the parenthesis */
    while (!is_last) {
        const char *part = fold(search, scanner, depth, &is_last);
        is_constant = is_constant && part != NULL;
        text_add(&whole, part == NULL ? "" : part);
    }
    const char *result =
        is_constant ? arena_strdup(search->rulebook->arena, text_string(&whole)) : NULL;
    text_fini(&whole);
    return result;
}

/* Goes behind the argument; true when it was the last. */
static bool skip_rest(struct xpath_scanner *scanner, struct xpath_token token)
{
    unsigned open = 0;
    for (;; token = xpath_scan_next(scanner)) {
        if (token.kind == TOKEN_END || token.kind == TOKEN_BAD)
            return true;
        if (open == 0 && (token.kind == TOKEN_COMMA || token.kind == TOKEN_CLOSE))
            return token.kind == TOKEN_CLOSE;
        if (token.kind == TOKEN_OPEN || token.kind == TOKEN_OPEN_BRACKET)
            open++;
        else if ((token.kind == TOKEN_CLOSE || token.kind == TOKEN_CLOSE_BRACKET) && open > 0)
            open--;
    }
}

/* The value of an argument, or of a whole expression, when it is always the same; else NULL. The
 * scanner is then behind the comma or parenthesis that ends it. */
static const char *fold(const struct search *search, struct xpath_scanner *scanner, unsigned depth,
                        bool *is_last)
{
    struct xpath_token token = xpath_scan_next(scanner);
    const char *value = NULL;
    if (token.kind == TOKEN_LITERAL)
        value = arena_strndup(search->rulebook->arena, token.name, token.name_length);
    else if (token.kind == TOKEN_VARIABLE)
        value = fold_variable(search, &token, depth);
    else if (token.kind == TOKEN_FUNCTION && token.prefix_length == 0 &&
             xpath_token_is(&token, "concat") && depth < LET_DEPTH_MAX)
        value = fold_concat(search, scanner, depth + 1);
    else {
        *is_last = skip_rest(scanner, token);
        return NULL;
    }
    token = xpath_scan_next(scanner);
    bool ends = token.kind == TOKEN_COMMA || token.kind == TOKEN_CLOSE || token.kind == TOKEN_END;
    *is_last = token.kind != TOKEN_COMMA;
    if (!ends)
        *is_last = skip_rest(scanner, token);
    return ends ? value : NULL;
}

/* ---- calls ------------------------------------------------------------------------------------------ */

static void report_call(const struct search *search, const char *behind_name)
{
    const char *arguments[ARGUMENTS_MAX];
    struct xpath_scanner scanner;
    size_t count = 0;
    bool is_last = false;
    xpath_scan_start(&scanner, behind_name);
    if (xpath_scan_next(&scanner).kind != TOKEN_OPEN)
        return;
    while (!is_last && count < ARGUMENTS_MAX)
        arguments[count++] = fold(search, &scanner, 0, &is_last);
    search->each(search->context, arguments, count);
}

static void search_expression(void *context, struct xpath_expression *expression)
{
    const struct search *search = context;
    struct xpath_scanner scanner;
    if (expression->text == NULL)
        return;
    xpath_scan_start(&scanner, expression->text);
    for (struct xpath_token token = xpath_scan_next(&scanner);
         token.kind != TOKEN_END && token.kind != TOKEN_BAD; token = xpath_scan_next(&scanner)) {
        if (token.kind == TOKEN_FUNCTION && token.prefix_length == 0 &&
            xpath_token_is(&token, search->function))
            report_call(search, token.start + token.length);
    }
}

void rulebook_each_call(struct rulebook *rulebook, const char *function, rulebook_call *each,
                        void *context)
{
    for (size_t i = 0; i < rulebook->files.count; i++) {
        const struct rulebook_file *file = rulebook->files.items[i];
        struct search search = {rulebook, file->schema, NULL, function, each, context};
        schematron_each_schema_expression(file->schema, search_expression, &search);
        for (size_t p = 0; p < file->schema->pattern_count; p++) {
            search.pattern = &file->schema->patterns[p];
            if (!search.pattern->entry->info.enabled)
                continue;
            rulebook_complete(search.pattern->entry);
            schematron_each_expression(&file->schema->patterns[p], search_expression, &search);
        }
    }
}
