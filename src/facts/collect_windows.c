/*
 * The live server: each group of facts by its collector, each with a time of its own.
 */
#include "facts/collect_windows.h"

#include "facts/facts.h"
#include "iislint.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- the table ---------------------------------------------------------------------------------- */

struct collector {
    const char *group;
    const char *needs; /* what it cannot do without; NULL: nothing */
    unsigned seconds;
    void (*collect)(struct collecting *collecting);
};

static const struct collector collectors[] = {
    {"os", NULL, 10, collect_os},
    {"iis", NULL, 10, collect_iis},
    {"environment", NULL, 10, collect_environment},
    {"services", NULL, 20, collect_services},
    {"features", NULL, 10, collect_features},
    {"accounts", "a reachable domain controller for accounts of a domain", 30, collect_accounts},
    {"profiles", NULL, 20, collect_profiles},
    {"sqlInstances", NULL, 10, collect_sql_instances},
    {"spns", "a reachable domain controller", 20, collect_spns},
    {"acls", "administrator rights for folders that are closed to you", 60, collect_acls},
    {"files", NULL, 60, collect_files},
    {"registry", NULL, 10, collect_registry},
    {"certificates", NULL, 20, collect_certificates},
    {"sslBindings", NULL, 10, collect_ssl_bindings},
    {"ports", NULL, 20, collect_ports},
    {"events", "administrator rights for some of the logs", 30, collect_events},
};

#define COLLECTOR_COUNT (sizeof collectors / sizeof collectors[0])

/* ---- what a collector and its waiter share --------------------------------------------------------- */

/* Freed by whoever is last; a collector that never ends keeps it until the process does. */
struct collected {
    const struct collector *collector;
    const struct collect_request *request;
    CRITICAL_SECTION lock;
    struct text attributes;
    struct text items;
    char reason[500];
    bool is_complete;
    bool is_over; /* nobody waits any more: nothing is added */
};

void collect_add(struct collecting *collecting)
{
    struct collected *result = collecting->result;
    collect_item_close(&collecting->item);
    EnterCriticalSection(&result->lock);
    if (!result->is_over) {
        text_add(&result->items, "    ");
        text_add(&result->items, text_string(&collecting->item.xml));
        text_add_char(&result->items, '\n');
    }
    LeaveCriticalSection(&result->lock);
}

void collect_group_set(struct collecting *collecting, const char *name, const char *value)
{
    struct collected *result = collecting->result;
    if (value == NULL || *value == '\0')
        return;
    EnterCriticalSection(&result->lock);
    if (!result->is_over) {
        text_printf(&result->attributes, " %s=\"", name);
        collect_escape(&result->attributes, value);
        text_add_char(&result->attributes, '"');
    }
    LeaveCriticalSection(&result->lock);
}

void collect_complete(struct collecting *collecting)
{
    EnterCriticalSection(&collecting->result->lock);
    collecting->result->is_complete = true;
    LeaveCriticalSection(&collecting->result->lock);
}

void collect_fail(struct collecting *collecting, const char *format, ...)
{
    struct collected *result = collecting->result;
    va_list arguments;
    va_start(arguments, format);
    EnterCriticalSection(&result->lock);
    if (result->reason[0] == '\0' && !result->is_over)
        vsnprintf(result->reason, sizeof result->reason, format, arguments);
    LeaveCriticalSection(&result->lock);
    va_end(arguments);
}

void collect_fail_code(struct collecting *collecting, const char *what, DWORD code)
{
    wchar_t reason[400] = L"";
    FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0,
                   reason, sizeof reason / sizeof reason[0], NULL);
    reason[wcscspn(reason, L"\r\n")] = L'\0';
    const char *needs = code == ERROR_ACCESS_DENIED ? collecting->result->collector->needs : NULL;
    collect_fail(collecting, "%s: %s (error %lu)%s%s", what,
                 collect_utf8(collecting->arena, reason), (unsigned long)code,
                 needs == NULL ? "" : "; needs ", needs == NULL ? "" : needs);
}

/* ---- running -------------------------------------------------------------------------------------- */

static DWORD WINAPI run_collector(void *parameter)
{
    struct collecting collecting = {.result = parameter, .arena = arena_new()};
    collecting.request = collecting.result->request;
    collecting.result->collector->collect(&collecting);
    text_fini(&collecting.item.xml);
    arena_free(collecting.arena);
    return 0;
}

static void collected_free(struct collected *result)
{
    DeleteCriticalSection(&result->lock);
    text_fini(&result->attributes);
    text_fini(&result->items);
    free(result);
}

/* Takes no more; true when the collector came to its end. */
static bool wait_for(struct collected *result, HANDLE thread, ULONGLONG started)
{
    unsigned seconds = result->collector->seconds;
    ULONGLONG limit = seconds * 1000ULL, gone = GetTickCount64() - started;
    bool ended =
        WaitForSingleObject(thread, gone < limit ? (DWORD)(limit - gone) : 0) == WAIT_OBJECT_0;
    EnterCriticalSection(&result->lock);
    if (!ended) {
        const char *needs = result->collector->needs;
        result->is_complete = false;
        snprintf(result->reason, sizeof result->reason, "no answer within %u s%s%s", seconds,
                 needs == NULL ? "" : "; needs ", needs == NULL ? "" : needs);
    }
    result->is_over = true;
    LeaveCriticalSection(&result->lock);
    CloseHandle(thread);
    return ended;
}

static void write_group(const struct collected *result, struct text *document)
{
    const char *group = result->collector->group;
    bool has_items = result->items.length > 0;
    if (result->reason[0] != '\0' && !has_items && result->attributes.length == 0)
        return;
    bool is_complete = result->is_complete && result->reason[0] == '\0';
    text_printf(document, "  <%s%s%s", group, is_complete ? " complete=\"true\"" : "",
                text_string(&result->attributes));
    if (has_items)
        text_printf(document, ">\n%s  </%s>\n", text_string(&result->items), group);
    else
        text_add(document, "/>\n");
}

static void add_gap(struct arena *arena, struct list *gaps, const struct collected *result)
{
    struct collect_gap *gap = arena_alloc(arena, sizeof *gap);
    gap->group = result->collector->group;
    gap->reason = arena_strdup(arena, result->reason);
    gap->partly = result->items.length > 0 || result->attributes.length > 0;
    list_add(gaps, arena, gap);
}

/* A comment cannot hold two hyphens. */
static void write_reason(struct text *document, const struct collect_gap *gap)
{
    text_printf(document, "  <!-- %s: %s: ", gap->group, gap->partly ? "not all" : "unknown");
    for (const char *c = gap->reason; *c != '\0'; c++)
        text_add_char(document, *c == '-' && c[1] == '-' ? ' ' : *c);
    text_add(document, " -->\n");
}

static struct collected *start(const struct collector *collector,
                               const struct collect_request *request, HANDLE *thread)
{
    struct collected *result = calloc(1, sizeof *result);
    if (result == NULL)
        arena_out_of_memory();
    result->collector = collector;
    result->request = request;
    InitializeCriticalSection(&result->lock);
    *thread = CreateThread(NULL, 0, run_collector, result, 0, NULL);
    if (*thread != NULL)
        return result;
    collected_free(result);
    return NULL;
}

/* A group that the grammar refuses would make the whole document useless. */
static bool is_valid(const struct text *group, char *reason, size_t size)
{
    struct arena *arena = arena_new();
    struct text whole = {0};
    struct error error = {0};
    text_printf(&whole, "<facts xmlns=\"urn:iislint:facts:1\">%s</facts>", text_string(group));
    struct facts *facts = facts_parse(arena, "facts", whole.data, whole.length, &error);
    if (facts == NULL)
        snprintf(reason, size, "what was found is no valid fact: %s", error.text);
    else
        facts_free(facts);
    text_fini(&whole);
    arena_free(arena);
    return facts != NULL;
}

/* False when the collector is still at it. */
static bool finish(struct collected *result, HANDLE thread, ULONGLONG started, struct arena *arena,
                   struct text *document, struct list *gaps)
{
    bool ended = wait_for(result, thread, started);
    struct text group = {0};
    write_group(result, &group);
    if (group.length > 0 && !is_valid(&group, result->reason, sizeof result->reason)) {
        text_clear(&group);
        text_clear(&result->items);
        text_clear(&result->attributes);
    }
    if (result->reason[0] != '\0') {
        add_gap(arena, gaps, result);
        write_reason(document, gaps->items[gaps->count - 1]);
    }
    text_add(document, text_string(&group));
    text_fini(&group);
    if (ended)
        collected_free(result);
    return ended;
}

bool collect_available(void)
{
    return true;
}

const char *collect_own_variable(struct arena *arena, const char *name)
{
    const DWORD longest = 32768;
    wchar_t *value = arena_array(arena, longest, sizeof *value);
    DWORD length = GetEnvironmentVariableW(collect_wide(arena, name), value, longest);
    return length > 0 && length < longest ? collect_utf8(arena, value) : NULL;
}

static void copy_strings(struct arena *arena, struct list *into, const struct list *from)
{
    for (size_t i = 0; i < from->count; i++)
        list_add(into, arena, arena_strdup(arena, from->items[i]));
}

/* A collector that hangs may read it for ever. */
static struct collect_request *copy_request(struct arena *arena,
                                            const struct collect_request *request)
{
    struct collect_request *copy = arena_alloc(arena, sizeof *copy);
    for (size_t i = 0; i < request->registry.count; i++) {
        const struct collect_value *value = request->registry.items[i];
        struct collect_value *own = arena_alloc(arena, sizeof *own);
        own->key = arena_strdup(arena, value->key);
        own->name = arena_strdup(arena, value->name);
        list_add(&copy->registry, arena, own);
    }
    copy_strings(arena, &copy->accounts, &request->accounts);
    copy_strings(arena, &copy->hosts, &request->hosts);
    copy_strings(arena, &copy->paths, &request->paths);
    copy_strings(arena, &copy->acls, &request->acls);
    return copy;
}

/* All run at once: the slowest one decides how long it takes. */
bool collect_facts(const struct collect_request *request, struct arena *arena,
                   struct text *document, struct list *gaps, struct error *error)
{
    struct collected *results[COLLECTOR_COUNT];
    HANDLE threads[COLLECTOR_COUNT];
    FILETIME now;
    ULONGLONG started = GetTickCount64();
    struct arena *lasting = arena_new();
    const struct collect_request *copy = copy_request(lasting, request);
    bool all_ended = true;
    (void)error;
    for (size_t i = 0; i < COLLECTOR_COUNT; i++) {
        bool is_asked = request->group == NULL || strcmp(request->group, collectors[i].group) == 0;
        results[i] = is_asked ? start(&collectors[i], copy, &threads[i]) : NULL;
    }
    GetSystemTimeAsFileTime(&now);
    text_printf(document,
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<facts xmlns=\"urn:iislint:facts:1\" "
                "collected=\"%s\" collector=\"iislint %s\">\n",
                collect_instant(arena, &now), IISLINT_VERSION);
    for (size_t i = 0; i < COLLECTOR_COUNT; i++) {
        if (results[i] != NULL)
            all_ended &= finish(results[i], threads[i], started, arena, document, gaps);
    }
    text_add(document, "</facts>\n");
    if (all_ended)
        arena_free(lasting);
    return true;
}

/* ---- text ------------------------------------------------------------------------------------------ */

char *collect_utf8(struct arena *arena, const wchar_t *wide)
{
    if (wide == NULL)
        return NULL;
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = arena_alloc(arena, size < 1 ? 1 : (size_t)size);
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
    return text;
}

wchar_t *collect_wide(struct arena *arena, const char *text)
{
    if (text == NULL)
        return NULL;
    int length = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    wchar_t *wide = arena_array(arena, (size_t)(length < 1 ? 1 : length), sizeof *wide);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, length);
    return wide;
}

void collect_set_wide(struct collecting *collecting, const char *name, const wchar_t *value)
{
    if (value != NULL && *value != L'\0')
        collect_item_set(&collecting->item, name, collect_utf8(collecting->arena, value));
}

char *collect_instant(struct arena *arena, const FILETIME *time)
{
    SYSTEMTIME t;
    if (!FileTimeToSystemTime(time, &t))
        return NULL;
    return arena_printf(arena, "%04u-%02u-%02uT%02u:%02u:%02uZ", t.wYear, t.wMonth, t.wDay, t.wHour,
                        t.wMinute, t.wSecond);
}
