/*
 * What the event logs say of IIS since a week: which events, how often, when last, about which pool or site.
 */
#include "facts/collect_windows.h"

#include <string.h>
#include <winevt.h>

#define EVENTS_MAX 20000u
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

/* An event as XML, UTF-8 in the arena; NULL when it is not to be had. */
static char *render(struct arena *arena, EVT_HANDLE event)
{
    DWORD size = 0, count = 0;
    EvtRender(NULL, event, EvtRenderEventXml, 0, NULL, &size, &count);
    wchar_t *xml = size == 0 ? NULL : arena_array(arena, size / sizeof *xml + 2, sizeof *xml);
    if (xml == NULL || !EvtRender(NULL, event, EvtRenderEventXml, size, xml, &size, &count))
        return NULL;
    return collect_utf8(arena, xml);
}

static void count_event(struct collect_events *events, EVT_HANDLE event)
{
    struct arena *scratch = arena_new();
    const char *xml = render(scratch, event);
    if (xml != NULL)
        collect_events_count(events, xml, strlen(xml));
    arena_free(scratch);
    EvtClose(event);
}

static void read_log(struct collecting *collecting, struct collect_events *events,
                     const wchar_t *log, const wchar_t *query)
{
    EVT_HANDLE found[64];
    DWORD count = 0;
    unsigned seen = 0;
    const char *name = collect_utf8(collecting->arena, log);
    EVT_HANDLE result = EvtQuery(NULL, log, query, EvtQueryChannelPath | EvtQueryReverseDirection);
    if (result == NULL) {
        collect_fail_code(collecting, name, GetLastError());
        return;
    }
    while (seen < EVENTS_MAX && EvtNext(result, 64, found, 5000, 0, &count)) {
        for (DWORD i = 0; i < count; i++)
            count_event(events, found[i]);
        seen += count;
    }
    if (seen >= EVENTS_MAX)
        collect_fail(collecting,
                     "%s: there are more than %u events of a week, and the newest were counted",
                     name, EVENTS_MAX);
    else if (GetLastError() != ERROR_NO_MORE_ITEMS)
        collect_fail_code(collecting, name, GetLastError());
    EvtClose(result);
}

void collect_events(struct collecting *collecting)
{
    struct collect_events *events = collect_events_new(collecting->arena);
    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++)
        read_log(collecting, events, logs[i].log, logs[i].query);
    collect_events_write(events, collecting);
}
