#include "unit/config/layers.h"

#include "base/text.h"

#include <string.h>

static const char schema_text[] =
    "<configSchema xmlns:v='urn:iislint:schema:1'>"
    "<sectionSchema name='append'><collection addElement='add' removeElement='remove' "
    "clearElement='clear'><attribute name='n' type='string' isUniqueKey='true' "
    "caseSensitive='true'/></collection></sectionSchema>"
    "<sectionSchema name='prepend'><collection addElement='add' removeElement='remove' "
    "clearElement='clear' mergeAppend='false'><attribute name='n' type='string' "
    "isUniqueKey='true' caseSensitive='true'/></collection></sectionSchema>"
    "<sectionSchema name='nocase'><collection addElement='add' removeElement='remove' "
    "clearElement='clear'><attribute name='n' type='string' isUniqueKey='true'/></collection>"
    "</sectionSchema>"
    "<sectionSchema name='free'><collection addElement='add' clearElement='clear'>"
    "<attribute name='n' type='string'/></collection></sectionSchema>"
    "<sectionSchema name='twice'><collection addElement='allow,deny' removeElement='remove' "
    "clearElement='clear' mergeAppend='false' allowDuplicates='true'><attribute name='n' "
    "type='string' isUniqueKey='true'/></collection></sectionSchema>"
    "<sectionSchema name='pair'><collection addElement='error' removeElement='remove' "
    "clearElement='clear'><attribute name='n' type='uint' isCombinedKey='true'/>"
    "<attribute name='m' type='int' isCombinedKey='true' defaultValue='-1'/></collection>"
    "</sectionSchema>"
    "<sectionSchema name='several'><collection addElement='add' removeElement='remove' "
    "clearElement='clear'><attribute name='n' type='string' isUniqueKey='true' required='true'/>"
    "<attribute name='id' type='uint' isUniqueKey='true'/></collection></sectionSchema>"
    "<sectionSchema name='replace'><collection v:replaces='true' addElement='add' "
    "removeElement='remove' clearElement='clear'><attribute name='n' type='string' "
    "isUniqueKey='true'/></collection></sectionSchema></configSchema>";

int layers_set_up(void **state)
{
    static struct layers_fixture fixture;
    fixture = (struct layers_fixture){.arena = arena_new()};
    fixture.schema = schema_new(fixture.arena, "10");
    struct source *source =
        source_parse(fixture.arena, "s.xml", schema_text, sizeof schema_text - 1);
    bool ok = schema_add(fixture.schema, source, NULL);
    source_free(source);
    *state = &fixture;
    return ok ? 0 : -1;
}

int layers_tear_down(void **state)
{
    struct layers_fixture *fixture = *state;
    for (size_t i = 0; i < fixture->sources.count; i++)
        source_free(fixture->sources.items[i]);
    arena_free(fixture->arena);
    return 0;
}

const struct schema_element *layers_section(const struct layers_fixture *fixture,
                                            const char *section)
{
    const struct schema_section *found = schema_section(fixture->schema, section);
    assert_non_null(found);
    return found->root;
}

static void add_directive(struct text *xml, const char *item, size_t length)
{
    if (*item == '!')
        text_add(xml, "<clear/>");
    else if (*item == '-')
        text_printf(xml, "<remove n='%.*s'/>", (int)length - 1, item + 1);
    else
        text_printf(xml, "<add n='%.*s'/>", (int)length, item);
}

static const char *layer_xml(struct arena *arena, const char *section, const char *written)
{
    struct text xml = {0};
    if (*written == '<') {
        text_printf(&xml, "<%s>%s</%s>", section, written, section);
    } else {
        text_printf(&xml, "<%s>", section);
        size_t length;
        const char *item;
        while ((item = text_next_item(&written, " ", &length)))
            add_directive(&xml, item, length);
        text_printf(&xml, "</%s>", section);
    }
    const char *result = arena_strdup(arena, text_string(&xml));
    text_fini(&xml);
    return result;
}

const xmlNode *layers_element(struct layers_fixture *fixture, const char *section,
                              const char *written)
{
    const char *xml = layer_xml(fixture->arena, section, written);
    struct source *source = source_parse(fixture->arena, "x", xml, strlen(xml));
    list_add(&fixture->sources, fixture->arena, source);
    assert_non_null(source->doc);
    return xmlDocGetRootElement(source->doc);
}
