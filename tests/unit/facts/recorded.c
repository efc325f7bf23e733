#include "unit/facts/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

void recorded_begin(struct recorded *recorded, const char *group, const char *needs)
{
    memset(recorded, 0, sizeof *recorded);
    recorded->arena = arena_new();
    recorded->collected.group = group;
    recorded->collected.needs = needs;
    recorded->collecting.request = &recorded->request;
    recorded->collecting.arena = recorded->arena;
    recorded->collecting.result = &recorded->collected;
}

const char *recorded_items(struct recorded *recorded)
{
    char *lines = arena_strdup(recorded->arena, text_string(&recorded->collected.items));
    char *to = lines;
    for (const char *line = lines; *line != '\0';) {
        line += strspn(line, " ");
        size_t length = strcspn(line, "\n") + 1;
        memmove(to, line, length);
        to += length;
        line += length;
    }
    *to = '\0';
    return lines;
}

void recorded_end(struct recorded *recorded, unsigned seconds)
{
    struct text *document = &recorded->document;
    struct error error = {.text = ""};
    text_add(document, "<facts xmlns=\"urn:iislint:facts:1\">\n");
    collected_end(&recorded->collected, seconds);
    collected_write(&recorded->collected, recorded->arena, document, &recorded->gaps);
    text_add(document, "</facts>\n");
    recorded->facts =
        facts_parse(recorded->arena, "facts.xml", document->data, document->length, &error);
    if (recorded->facts == NULL)
        fail_msg("%s in\n%s", error.text, text_string(document));
}

const xmlNode *recorded_find(const struct recorded *recorded, const char *attribute,
                             const char *value)
{
    xmlNode *item = NULL;
    return facts_find(recorded->facts, recorded->collected.group, attribute, value, &item) ==
                   ANSWER_YES
               ? item
               : NULL;
}

const char *recorded_reason(const struct recorded *recorded)
{
    assert_true(recorded->gaps.count <= 1);
    return recorded->gaps.count == 0 ? NULL
                                     : ((struct collect_gap *)recorded->gaps.items[0])->reason;
}

void recorded_fini(struct recorded *recorded)
{
    if (recorded->facts != NULL)
        facts_free(recorded->facts);
    collected_fini(&recorded->collected);
    text_fini(&recorded->collecting.item.xml);
    text_fini(&recorded->document);
    arena_free(recorded->arena);
}
