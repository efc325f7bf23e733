/*
 * What the event logs say of IIS since a week: which events, how often, when last, about which pool or site.
 */
#include "facts/collect_windows.h"

#include <stdlib.h>
#include <string.h>
#include <winevt.h>

#define EVENTS_MAX 20000
#define WEEK L"@SystemTime and timediff(@SystemTime) <= 604800000"

/* A log and the sources in it that count; errors, warnings and what is worse. */
static const struct {
    const wchar_t *log;
    const wchar_t *query;
} logs[] = {{L"System", L"*[System[Provider[@Name='Microsoft-Windows-WAS' or @Name='WAS' or "
                        L"@Name='Microsoft-Windows-IIS-W3SVC' or @Name='W3SVC' or "
                        L"@Name='Microsoft-Windows-HttpEvent' or @Name='Schannel'] and "
                        L"(Level=1 or Level=2 or Level=3) and TimeCreated[" WEEK L"]]]"},
            {L"Application",
             L"*[System[Provider[@Name='Microsoft-Windows-IIS-APPHOSTSVC' or "
             L"@Name='Microsoft-Windows-IIS-W3SVC-WP' or @Name='W3SVC-WP' or "
             L"@Name='Microsoft-Windows-User Profiles Service' or "
             L"@Name='IIS AspNetCore Module' or @Name='IIS AspNetCore Module V2'] and "
             L"(Level=1 or Level=2 or Level=3) and TimeCreated[" WEEK L"]]]"}};

/* Events that are alike become one. */
struct kind {
    struct kind *next;
    const char *log, *source, *subject;
    unsigned id, level, count;
    ULONGLONG last;
};

struct reading {
    struct collecting *collecting;
    EVT_HANDLE fields;
    struct kind *kinds;
    const char *log;
};

enum { FIELD_SOURCE, FIELD_ID, FIELD_LEVEL, FIELD_TIME, FIELD_DATA, FIELD_COUNT };

static const char *level_name(unsigned level)
{
    static const char *const names[] = {NULL, "critical", "error", "warning", "information"};
    return level < sizeof names / sizeof names[0] ? names[level] : NULL;
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

/* The first text of an event is the pool or site in those of WAS and W3SVC; elsewhere it may be anything. */
static const char *subject_of(struct arena *arena, const char *source, const EVT_VARIANT *data)
{
    bool names_it = text_equals_nocase(source, "WAS") || text_equals_nocase(source, "W3SVC");
    if (!names_it)
        return NULL;
    const wchar_t *text = NULL;
    if (data->Type == EvtVarTypeString)
        text = data->StringVal;
    else if (data->Type == (EvtVarTypeString | EVT_VARIANT_TYPE_ARRAY) && data->Count > 0)
        text = data->StringArr[0];
    const char *subject = text == NULL ? NULL : collect_utf8(arena, text);
    return subject != NULL && strlen(subject) < 256 && collect_is_public_text(subject) ? subject
                                                                                       : NULL;
}

static bool same_text(const char *a, const char *b)
{
    return (a == NULL && b == NULL) || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void count_event(struct reading *reading, const EVT_VARIANT *values)
{
    struct arena *arena = reading->collecting->arena;
    if (values[FIELD_SOURCE].Type != EvtVarTypeString || values[FIELD_ID].Type != EvtVarTypeUInt16)
        return;
    const char *source = short_source(collect_utf8(arena, values[FIELD_SOURCE].StringVal));
    const char *subject = subject_of(arena, source, &values[FIELD_DATA]);
    unsigned id = values[FIELD_ID].UInt16Val;
    struct kind *kind = reading->kinds;
    while (kind != NULL && (kind->id != id || strcmp(kind->source, source) != 0 ||
                            !same_text(kind->subject, subject)))
        kind = kind->next;
    if (kind == NULL) {
        kind = arena_alloc(arena, sizeof *kind);
        *kind = (struct kind){
            reading->kinds, reading->log, source, subject, id, values[FIELD_LEVEL].ByteVal, 0, 0};
        reading->kinds = kind;
    }
    kind->count++;
    if (values[FIELD_TIME].Type == EvtVarTypeFileTime &&
        values[FIELD_TIME].FileTimeVal > kind->last)
        kind->last = values[FIELD_TIME].FileTimeVal;
}

static void read_event(struct reading *reading, EVT_HANDLE event)
{
    DWORD size = 0, count = 0;
    EvtRender(reading->fields, event, EvtRenderEventValues, 0, NULL, &size, &count);
    EVT_VARIANT *values = size == 0 ? NULL : malloc(size);
    if (values != NULL &&
        EvtRender(reading->fields, event, EvtRenderEventValues, size, values, &size, &count) &&
        count == FIELD_COUNT)
        count_event(reading, values);
    free(values);
}

static EVT_HANDLE make_fields(void)
{
    const wchar_t *paths[FIELD_COUNT] = {[FIELD_SOURCE] = L"Event/System/Provider/@Name",
                                         [FIELD_ID] = L"Event/System/EventID",
                                         [FIELD_LEVEL] = L"Event/System/Level",
                                         [FIELD_TIME] = L"Event/System/TimeCreated/@SystemTime",
                                         [FIELD_DATA] = L"Event/EventData/Data[1]"};
    return EvtCreateRenderContext(FIELD_COUNT, paths, EvtRenderContextValues);
}

static void read_log(struct reading *reading, const wchar_t *log, const wchar_t *query)
{
    EVT_HANDLE events[64];
    DWORD count = 0;
    unsigned seen = 0;
    EVT_HANDLE result = EvtQuery(NULL, log, query, EvtQueryChannelPath | EvtQueryReverseDirection);
    if (result != NULL && reading->fields == NULL)
        reading->fields = make_fields();
    if (result == NULL || reading->fields == NULL) {
        collect_fail_code(reading->collecting, reading->log, GetLastError());
        return;
    }
    while (seen < EVENTS_MAX && EvtNext(result, 64, events, 5000, 0, &count)) {
        for (DWORD i = 0; i < count; i++) {
            read_event(reading, events[i]);
            EvtClose(events[i]);
        }
        seen += count;
    }
    EvtClose(result);
}

static void add_kind(struct collecting *collecting, const struct kind *kind)
{
    FILETIME last = {(DWORD)kind->last, (DWORD)(kind->last >> 32)};
    collect_item_open(&collecting->item, "event");
    collect_item_set(&collecting->item, "log", kind->log);
    collect_item_set(&collecting->item, "source", kind->source);
    collect_item_set_number(&collecting->item, "id", kind->id);
    collect_item_set(&collecting->item, "level", level_name(kind->level));
    if (kind->last != 0)
        collect_item_set(&collecting->item, "last", collect_instant(collecting->arena, &last));
    collect_item_set_number(&collecting->item, "count", kind->count);
    collect_item_set(&collecting->item, "subject", kind->subject);
    collect_add(collecting);
}

void collect_events(struct collecting *collecting)
{
    struct reading reading = {.collecting = collecting};
    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++) {
        reading.log = collect_utf8(collecting->arena, logs[i].log);
        read_log(&reading, logs[i].log, logs[i].query);
    }
    for (const struct kind *kind = reading.kinds; kind != NULL; kind = kind->next)
        add_kind(collecting, kind);
    if (reading.fields != NULL)
        EvtClose(reading.fields);
}
