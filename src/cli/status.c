#include "cli/status.h"

#include "base/embedded.h"
#include "base/text.h"
#include "source/source.h"

#include <string.h>

#define STATUS_FILE "status.xml"

static bool is_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static const char *get_attribute(struct arena *arena, const xmlNode *element, const char *name)
{
    for (const xmlAttr *attribute = element->properties; attribute != NULL;
         attribute = attribute->next) {
        const xmlNode *value = attribute->children;
        if (strcmp((const char *)attribute->name, name) == 0)
            return arena_strdup(arena, value != NULL ? (const char *)value->content : "");
    }
    return NULL;
}

static const char *get_text(struct arena *arena, const xmlNode *element)
{
    struct text text = {0};
    for (const xmlNode *child = element->children; child != NULL; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            text_add(&text, (const char *)child->content);
    }
    const char *result = text_trim(arena, text_string(&text));
    text_fini(&text);
    return result;
}

static bool read_entry(struct arena *arena, const xmlNode *element, struct list *entries)
{
    struct status_entry *entry = arena_alloc(arena, sizeof *entry);
    const char *source = get_attribute(arena, element, "source");
    entry->code = get_attribute(arena, element, "code");
    entry->name = get_attribute(arena, element, "name");
    if (entry->code == NULL || entry->name == NULL ||
        is_named(element, "event") != (source != NULL))
        return false;
    if (source != NULL)
        entry->code = arena_printf(arena, "%s %s", source, entry->code);
    if (!symptom_parse(arena, entry->code, &entry->symptom))
        return false;
    for (const xmlNode *child = element->children; child != NULL; child = child->next) {
        if (is_named(child, "meaning"))
            entry->meaning = get_text(arena, child);
        else if (is_named(child, "cause"))
            list_add(&entry->causes, arena, arena_strdup(arena, get_text(arena, child)));
    }
    list_add(entries, arena, entry);
    return entry->meaning != NULL;
}

bool status_parse(struct arena *arena, const char *name, const char *bytes, size_t length,
                  struct list *entries, struct error *error)
{
    struct source *source = source_parse(arena, name, bytes, length);
    bool is_read = source->doc != NULL;
    if (!is_read)
        error_set(error, name, 0, 0, "%s", source->fault.message);
    const xmlNode *root = is_read ? xmlDocGetRootElement(source->doc) : NULL;
    for (const xmlNode *node = root != NULL ? root->children : NULL; node != NULL && is_read;
         node = node->next) {
        if (node->type == XML_ELEMENT_NODE && !read_entry(arena, node, entries))
            is_read = error_set(error, name, (unsigned)node->line, 0,
                                "an entry needs a readable code, a name and a meaning");
    }
    source_free(source);
    return is_read;
}

bool status_load(struct arena *arena, struct list *entries, struct error *error)
{
    const struct embedded_file *file = embedded_find(STATUS_FILE);
    if (file == NULL)
        return error_set(error, STATUS_FILE, 0, 0, "is not in this program");
    return status_parse(arena, STATUS_FILE, (const char *)file->data, file->size, entries, error);
}

static bool has_status(const struct symptom *entry, const struct symptom *asked, int substatus)
{
    return asked->status != 0 && entry->status == asked->status && entry->substatus == substatus;
}

static bool has_event(const struct symptom *entry, const struct symptom *asked)
{
    return asked->event != 0 && entry->event == asked->event && entry->source != NULL &&
           (asked->source == NULL || text_equals_nocase(entry->source, asked->source));
}

void status_find(const struct list *entries, const struct symptom *symptom, struct list *found,
                 struct arena *arena)
{
    for (int pass = 0; pass < 2 && found->count == 0; pass++) {
        int substatus = pass == 0 ? symptom->substatus : -1;
        for (size_t i = 0; i < entries->count; i++) {
            struct status_entry *entry = entries->items[i];
            if (has_status(&entry->symptom, symptom, substatus))
                list_add(found, arena, entry);
        }
    }
    for (size_t i = 0; i < entries->count; i++) {
        struct status_entry *entry = entries->items[i];
        bool is_code = symptom->has_code && entry->symptom.has_code &&
                       entry->symptom.source == NULL && entry->symptom.status == 0 &&
                       entry->symptom.code == symptom->code;
        if (is_code || has_event(&entry->symptom, symptom))
            list_add(found, arena, entry);
    }
}
