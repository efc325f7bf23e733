/*
 * The live server: each group of facts by its collector, each with a time of its own.
 */
#include "facts/collect_windows.h"

#include "iislint.h"
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

/* ---- running -------------------------------------------------------------------------------------- */

/* A collector at work; freed by its waiter, unless it never ends: then the process keeps it. */
struct work {
    const struct collector *collector;
    const struct collect_request *request;
    CRITICAL_SECTION lock;
    HANDLE thread;
    struct collected result;
};

static void enter(void *lock)
{
    EnterCriticalSection(lock);
}

static void leave(void *lock)
{
    LeaveCriticalSection(lock);
}

static DWORD WINAPI run_collector(void *parameter)
{
    struct work *work = parameter;
    struct collecting collecting = {
        .request = work->request, .arena = arena_new(), .result = &work->result};
    work->collector->collect(&collecting);
    text_fini(&collecting.item.xml);
    arena_free(collecting.arena);
    return 0;
}

static void work_free(struct work *work)
{
    DeleteCriticalSection(&work->lock);
    collected_fini(&work->result);
    free(work);
}

static struct work *start(const struct collector *collector, const struct collect_request *request)
{
    struct work *work = calloc(1, sizeof *work);
    if (work == NULL)
        arena_out_of_memory();
    work->collector = collector;
    work->request = request;
    InitializeCriticalSection(&work->lock);
    work->result = (struct collected){.group = collector->group,
                                      .needs = collector->needs,
                                      .lock = enter,
                                      .unlock = leave,
                                      .lock_context = &work->lock};
    work->thread = CreateThread(NULL, 0, run_collector, work, 0, NULL);
    if (work->thread != NULL)
        return work;
    work_free(work);
    return NULL;
}

/* Takes no more; true when the collector came to its end. */
static bool wait_for(struct work *work, ULONGLONG started)
{
    ULONGLONG limit = work->collector->seconds * 1000ULL, gone = GetTickCount64() - started;
    DWORD left = gone < limit ? (DWORD)(limit - gone) : 0;
    bool ended = WaitForSingleObject(work->thread, left) == WAIT_OBJECT_0;
    collected_end(&work->result, ended ? 0 : work->collector->seconds);
    CloseHandle(work->thread);
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
    struct work *works[COLLECTOR_COUNT];
    FILETIME now;
    ULONGLONG started = GetTickCount64();
    struct arena *lasting = arena_new();
    const struct collect_request *copy = copy_request(lasting, request);
    bool all_ended = true;
    (void)error;
    for (size_t i = 0; i < COLLECTOR_COUNT; i++) {
        bool is_asked = request->group == NULL || strcmp(request->group, collectors[i].group) == 0;
        works[i] = is_asked ? start(&collectors[i], copy) : NULL;
    }
    GetSystemTimeAsFileTime(&now);
    text_printf(document,
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<facts xmlns=\"urn:iislint:facts:1\" "
                "collected=\"%s\" collector=\"iislint %s\">\n",
                collect_instant(arena, collect_file_time(&now)), IISLINT_VERSION);
    for (size_t i = 0; i < COLLECTOR_COUNT; i++) {
        if (works[i] == NULL)
            continue;
        bool ended = wait_for(works[i], started);
        collected_write(&works[i]->result, arena, document, gaps);
        if (ended)
            work_free(works[i]);
        all_ended &= ended;
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

uint64_t collect_file_time(const FILETIME *time)
{
    return (uint64_t)time->dwHighDateTime << 32 | time->dwLowDateTime;
}

void collect_fail_code(struct collecting *collecting, const char *what, DWORD code)
{
    wchar_t reason[400] = L"";
    FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0,
                   reason, sizeof reason / sizeof reason[0], NULL);
    reason[wcscspn(reason, L"\r\n")] = L'\0';
    collect_refused(collecting, what, collect_utf8(collecting->arena, reason), code,
                    code == ERROR_ACCESS_DENIED);
}
