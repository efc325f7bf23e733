#include "rules/expressing.h"

void expressing_start(struct expressing *expressing, const struct xpath_vocabulary *vocabulary,
                      void *user, const char *document)
{
    *expressing = (struct expressing){.arena = arena_new()};
    expressing->regex = regex_cache_new(expressing->arena);
    expressing->source = source_parse(expressing->arena, "d.xml", document, strlen(document));
    assert_non_null(expressing->source->doc);
    expressing->xpath = xpath_new(expressing->arena, vocabulary, expressing->regex, user);
    xpath_begin_document(expressing->xpath, expressing->source->doc);
}

void expressing_stop(struct expressing *expressing)
{
    xpath_free(expressing->xpath);
    source_free(expressing->source);
    regex_cache_free(expressing->regex);
    arena_free(expressing->arena);
}

int expressing_set_up(void **state)
{
    static struct expressing expressing;
    expressing_start(&expressing, NULL, NULL,
                     "<r n='Shop' e=''><b n='x' v='3'/><b n='y' v='7'/><b n='x' v='5'/>"
                     "<t>T\xC3\x84</t></r>");
    *state = &expressing;
    return 0;
}

int expressing_tear_down(void **state)
{
    expressing_stop(*state);
    return 0;
}

const char *expressing_within(struct expressing *expressing, const char *text,
                              unsigned long operations)
{
    struct xpath_expression expression = {.text = text};
    xmlNode *root = xmlDocGetRootElement(expressing->source->doc);
    expressing->xpath->current = root;
    xmlXPathObject *value = xpath_value(expressing->xpath, &expression, NULL, root, operations);
    const char *result;
    if (value == NULL) {
        result = arena_printf(expressing->arena, "!%s", expressing->xpath->failure);
    } else {
        xmlChar *string = xmlXPathCastToString(value);
        result = arena_strdup(expressing->arena, (const char *)string);
        xmlFree(string);
    }
    xmlXPathFreeObject(value);
    xpath_expression_fini(&expression);
    return result;
}

const char *expressing_text(struct expressing *expressing, const char *expression)
{
    return expressing_within(expressing, expression, XPATH_NODE_OPERATIONS);
}

void check_expressions(struct expressing *expressing, const struct expressing_row *rows,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *said = expressing_text(expressing, rows[i].expression);
        bool same = rows[i].expected[0] == '!' && said[0] == '!'
                        ? strstr(said, rows[i].expected + 1) != NULL
                        : strcmp(said, rows[i].expected) == 0;
        if (!same)
            fail_msg("%s gives '%s', not '%s'", rows[i].expression, said, rows[i].expected);
    }
}
