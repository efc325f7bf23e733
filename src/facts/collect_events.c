/* Events of the logs as facts; see collect_answers.h. */
#include "base/text.h"
#include "facts/collect_answers.h"
#include "facts/item.h"
#include "source/source.h"
#include <stdlib.h>
#include <string.h>

/* Events that are alike. */
struct kind {
    const char *log, *source, *subject;
    unsigned long id, level, count;
    char last[21]; /* "2026-11-20T18:00:00Z", "" when unknown */
};

struct collect_events {
    struct arena *arena;
    struct map *kinds; /* "source/id/subject" -> struct kind */
};

struct collect_events *collect_events_new(struct arena *arena)
{
    struct collect_events *events = arena_alloc(arena, sizeof *events);
    events->arena = arena;
    events->kinds = map_new(arena, MAP_CASE_SENSITIVE);
    return events;
}

/* ---- reading ---------------------------------------------------------------------------------------- */

static xmlNode *child(const xmlNode *node, const char *name)
{
    return node == NULL ? NULL : item_next(node->children, name);
}

/* The text of an element that has nothing but text; "" when it is not there. */
static const char *content(const xmlNode *node)
{
    const xmlNode *text = node == NULL ? NULL : node->children;
    return text == NULL || text->content == NULL ? "" : (const char *)text->content;
}

/* "WAS" for Microsoft-Windows-WAS, as people and rules call it. */
static const char *short_source(const char *source)
{
    static const char *const prefixes[] = {"Microsoft-Windows-IIS-", "Microsoft-Windows-"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (text_starts_with_nocase(source, prefixes[i]))
            return source + strlen(prefixes[i]);
    }
    return source;
}

/*
 * The pool or site that an event of WAS or W3SVC is about: its first text, which says by its name what it
 * is (AppPoolID, SiteID) unless the event is an old one without names. Elsewhere it may be anything.
 */
static const char *subject_of(const char *source, const xmlNode *root)
{
    const xmlNode *data = child(child(root, "EventData"), "Data");
    if (data == NULL || !(text_equals_nocase(source, "WAS") || text_equals_nocase(source, "W3SVC")))
        return NULL;
    const char *name = item_get(data, "Name"), *text = content(data);
    if (name != NULL && text_find_nocase(name, "pool") == NULL &&
        text_find_nocase(name, "site") == NULL)
        return NULL;
    return *text != '\0' && strlen(text) < 256 && collect_is_public_text(text) ? text : NULL;
}

/* "2026-11-20T18:00:00.1234567Z" without the part of the second; false for anything else. */
static bool read_instant(const char *text, char instant[21])
{
    static const char like[] = "0000-00-00T00:00:00";
    for (size_t i = 0; i < sizeof like - 1; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (like[i] == '0' ? !is_digit : text[i] != like[i])
            return false;
    }
    if (text[strlen(text) - 1] != 'Z')
        return false;
    memcpy(instant, text, sizeof like - 1);
    memcpy(instant + sizeof like - 1, "Z", 2);
    return true;
}

static void count(struct collect_events *events, const xmlNode *root, const xmlNode *system,
                  const char *provider)
{
    struct arena *arena = events->arena;
    const char *source = short_source(provider), *subject = subject_of(source, root);
    unsigned long id = strtoul(content(child(system, "EventID")), NULL, 10);
    const xmlNode *created = child(system, "TimeCreated");
    const char *time = created == NULL ? NULL : item_get(created, "SystemTime");
    const char *key = arena_printf(arena, "%s/%lu/%s", source, id, subject == NULL ? "" : subject);
    char instant[21];
    struct kind *kind = map_find(events->kinds, key);
    if (kind == NULL) {
        kind = arena_alloc(arena, sizeof *kind);
        kind->log = arena_strdup(arena, content(child(system, "Channel")));
        kind->source = arena_strdup(arena, source);
        kind->subject = arena_strdup(arena, subject);
        kind->id = id;
        kind->level = strtoul(content(child(system, "Level")), NULL, 10);
        map_set(events->kinds, key, kind);
    }
    kind->count++;
    if (time != NULL && read_instant(time, instant) && strcmp(instant, kind->last) > 0)
        memcpy(kind->last, instant, sizeof kind->last);
}

bool collect_events_count(struct collect_events *events, const char *xml, size_t length)
{
    struct arena *scratch = arena_new();
    struct source *source = source_parse(scratch, "event", xml, length);
    const xmlNode *root = source->doc == NULL ? NULL : xmlDocGetRootElement(source->doc);
    const xmlNode *system = child(root, "System"), *provider = child(system, "Provider");
    const char *name = provider == NULL ? NULL : item_get(provider, "Name");
    bool is_event = name != NULL && *name != '\0' && *content(child(system, "EventID")) != '\0' &&
                    *content(child(system, "Channel")) != '\0';
    if (is_event)
        count(events, root, system, name);
    source_free(source);
    arena_free(scratch);
    return is_event;
}

/* ---- writing ---------------------------------------------------------------------------------------- */

static const char *level_name(unsigned long level)
{
    static const char *const names[] = {NULL, "critical", "error", "warning", "information"};
    return level < sizeof names / sizeof names[0] ? names[level] : NULL;
}

void collect_events_write(const struct collect_events *events, struct collecting *collecting)
{
    struct collect_item *item = &collecting->item;
    size_t cursor = 0;
    const char *key;
    void *value;
    while (map_next(events->kinds, &cursor, &key, &value)) {
        const struct kind *kind = value;
        collect_item_open(item, "event");
        collect_item_set(item, "log", kind->log);
        collect_item_set(item, "source", kind->source);
        collect_item_set_number(item, "id", kind->id);
        collect_item_set(item, "level", level_name(kind->level));
        collect_item_set(item, "last", kind->last[0] == '\0' ? NULL : kind->last);
        collect_item_set_number(item, "count", kind->count);
        collect_item_set(item, "subject", kind->subject);
        collect_add(collecting);
    }
}
