#include "rules/checking.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void fn_fact(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *name = xpath_take_text(call);
    bool yes = strcmp(name, "yes") == 0;
    if (!yes && strcmp(name, "no") != 0)
        xpath_raise_unknown(call, "facts", name);
    xmlFree(name);
    xpath_return_boolean(call, yes);
}

/* part(text): a made <part> with the text in @value. */
static void fn_part(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *text = xpath_take_text(call);
    xmlNode *part = xpath_make_element(call, "part");
    xmlNewProp(part, (const xmlChar *)"value", (const xmlChar *)text);
    xmlFree(text);
    xpath_return_node(call, part);
}

static const struct xpath_function functions[] = {
    {"fact", NULL, fn_fact, 1, 1, "fact(name)", "For tests."},
    {"part", NULL, fn_part, 1, 1, "part(text)", "For tests."},
};

const struct xpath_vocabulary checking_vocabulary = {
    functions, sizeof functions / sizeof functions[0], NULL, 0};

void checking_start(struct checking *checking, const char *rules, enum rulebook_mode mode)
{
    *checking = (struct checking){.arena = arena_new()};
    checking->regex = regex_cache_new(checking->arena);
    checking->rulebook = rulebook_new(checking->arena, &checking_vocabulary);
    checking->loaded = rulebook_add_bytes(checking->rulebook, "test.sch", rules, strlen(rules),
                                          mode, &checking->error);
}

struct log {
    struct text text;
};

static bool note(void *context, const struct outcome *outcome)
{
    static const char *const levels[] = {"note", "warning", "error"};
    struct log *log = context;
    xmlChar *path = xmlGetNodePath(outcome->subject);
    text_printf(&log->text, "%s/%s %s %s:", outcome->rule->info.id, outcome->template_id,
                outcome->kind == OUTCOME_FIRED ? levels[outcome->level] : "?", (char *)path);
    xmlFree(path);
    if (outcome->kind == OUTCOME_FIRED)
        text_printf(&log->text, " %s", outcome->message);
    for (size_t i = 0; i < outcome->diagnostic_count; i++)
        text_printf(&log->text, " [%s]", outcome->diagnostics[i]);
    for (size_t i = 0; i < outcome->related_count; i++) {
        path = xmlGetNodePath(outcome->related[i]->node);
        text_printf(&log->text, " {%s %s}", (char *)path, outcome->related[i]->text);
        xmlFree(path);
    }
    for (size_t i = 0; i < outcome->hint_count; i++)
        text_printf(&log->text, " %s %s", outcome->hints[i]->group, outcome->hints[i]->text);
    text_add_char(&log->text, '\n');
    return true;
}

const char *checking_run(struct checking *checking, const char *document)
{
    struct log log = {{0}};
    struct source *source =
        source_parse(checking->arena, "document.xml", document, strlen(document));
    assert_non_null(source->doc);
    struct evaluator *evaluator =
        evaluator_new(checking->rulebook, checking->arena, checking->regex, NULL);
    enum rule_domain domain =
        rulebook_has(checking->rulebook, RULE_PLAIN) ? RULE_PLAIN : RULE_RESOLVED;
    checking->evaluated =
        evaluate_document(evaluator, source->doc, domain, note, &log, &checking->error);
    evaluator_free(evaluator);
    source_free(source);
    char *said = arena_strdup(checking->arena, text_string(&log.text));
    text_fini(&log.text);
    return said;
}

void checking_stop(struct checking *checking)
{
    rulebook_free(checking->rulebook);
    regex_cache_free(checking->regex);
    arena_free(checking->arena);
}

void check_outcomes(const char *rules, const char *document, const char *expected)
{
    struct checking checking;
    checking_start(&checking, rules, RULEBOOK_TRUSTED);
    if (!checking.loaded)
        fail_msg("refused: %u:%u: %s", checking.error.line, checking.error.column,
                 checking.error.text);
    const char *said = checking_run(&checking, document);
    if (!checking.evaluated)
        fail_msg("not evaluated: %s", checking.error.text);
    assert_string_equal(said, expected);
    checking_stop(&checking);
}

void check_refused(const char *rules, unsigned line, const char *reason)
{
    struct checking checking;
    checking_start(&checking, rules, RULEBOOK_STRICT);
    if (checking.loaded)
        fail_msg("not refused, though: %s", reason);
    if (strstr(checking.error.text, reason) == NULL)
        fail_msg("refused for another reason: %s", checking.error.text);
    assert_string_equal(checking.error.path, "test.sch");
    assert_int_equal(checking.error.line, line);
    assert_true(checking.error.column > 0);
    checking_stop(&checking);
}

void check_fails(const char *rules, const char *document, const char *reason)
{
    struct checking checking;
    checking_start(&checking, rules, RULEBOOK_TRUSTED);
    assert_true(checking.loaded);
    checking_run(&checking, document);
    assert_false(checking.evaluated);
    if (strstr(checking.error.text, reason) == NULL)
        fail_msg("failed for another reason: %s", checking.error.text);
    assert_string_equal(checking.error.path, "test.sch");
    checking_stop(&checking);
}

/* ---- what is told beside the message --------------------------------------------------------- */

struct seen {
    struct text text;
};

static void write_operation(struct text *text, const struct outcome_operation *operation)
{
    static const char *const actions[] = {"add", "replace", "delete"};
    static const char *const positions[] = {"first", "last", "before", "after"};
    xmlChar *path = xmlGetNodePath(operation->target);
    text_printf(text, " {%s %s %s type %d name %s text %s}", actions[operation->action],
                positions[operation->position], (char *)path, (int)operation->type,
                operation->name == NULL ? "-" : operation->name,
                operation->text == NULL ? "-" : operation->text);
    xmlFree(path);
}

static bool see(void *context, const struct outcome *outcome)
{
    struct seen *seen = context;
    text_printf(&seen->text, "%s |", outcome->message);
    for (size_t i = 0; i < outcome->argument_count; i++)
        text_printf(&seen->text, " <%s>", outcome->arguments[i]);
    if (outcome->remedy != NULL)
        text_printf(&seen->text, " remedy <%s>", outcome->remedy);
    for (size_t f = 0; f < outcome->fix_count; f++) {
        text_printf(&seen->text, " fix %s <%s>", outcome->fixes[f].id, outcome->fixes[f].title);
        for (size_t i = 0; i < outcome->fixes[f].operation_count; i++)
            write_operation(&seen->text, &outcome->fixes[f].operations[i]);
    }
    text_add_char(&seen->text, '\n');
    return true;
}

void check_told(const char *rules, const char *document, const char *expected)
{
    struct checking checking;
    struct seen seen = {{0}};
    checking_start(&checking, rules, RULEBOOK_TRUSTED);
    if (!checking.loaded)
        fail_msg("%s", checking.error.text);
    struct source *source =
        source_parse(checking.arena, "document.xml", document, strlen(document));
    struct evaluator *evaluator =
        evaluator_new(checking.rulebook, checking.arena, checking.regex, NULL);
    bool done =
        evaluate_document(evaluator, source->doc, RULE_RESOLVED, see, &seen, &checking.error);
    if (!done)
        fail_msg("%s", checking.error.text);
    assert_string_equal(text_string(&seen.text), expected);
    text_fini(&seen.text);
    evaluator_free(evaluator);
    source_free(source);
    checking_stop(&checking);
}

void check_rows(const struct checking_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        print_message("    %s\n", rows[i].demand);
        check_outcomes(arena_printf(arena, SCH_OPEN "%s" SCH_CLOSE, rows[i].rules),
                       rows[i].document, rows[i].expected);
        arena_free(arena);
    }
}

void check_refused_rows(const struct refused_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        print_message("    %s\n", rows[i].reason);
        check_refused(rows[i].rules, rows[i].line, rows[i].reason);
    }
}
