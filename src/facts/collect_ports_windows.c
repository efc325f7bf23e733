/*
 * TCP ports that somebody listens on, and ranges that Windows keeps for itself.
 */
#include "facts/collect_windows.h"

#include <iphlpapi.h>
#include <string.h>
#include <ws2tcpip.h>

/* ---- listeners ----------------------------------------------------------------------------------------- */

static const char *process_name(struct arena *arena, DWORD id)
{
    wchar_t path[1024];
    DWORD size = sizeof path / sizeof path[0];
    if (id == 0 || id == 4)
        return "System";
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
    if (process == NULL)
        return NULL;
    BOOL found = QueryFullProcessImageNameW(process, 0, path, &size);
    CloseHandle(process);
    const wchar_t *name = found ? wcsrchr(path, L'\\') : NULL;
    return name == NULL ? NULL : collect_utf8(arena, name + 1);
}

static void add_listener(struct collecting *collecting, int family, const void *address, DWORD port,
                         DWORD process)
{
    char text[INET6_ADDRSTRLEN] = "";
    collect_item_open(&collecting->item, "listener");
    if (InetNtopA(family, address, text, sizeof text) != NULL)
        collect_item_set(&collecting->item, "address", text);
    collect_item_set_number(&collecting->item, "port", ntohs((u_short)port));
    collect_item_set(&collecting->item, "process", process_name(collecting->arena, process));
    collect_add(collecting);
}

static void *listeners(struct collecting *collecting, ULONG family)
{
    DWORD size = 0, code = ERROR_INSUFFICIENT_BUFFER;
    void *table = NULL;
    for (unsigned i = 0; i < 5 && code == ERROR_INSUFFICIENT_BUFFER; i++) {
        size += 4096;
        table = arena_alloc(collecting->arena, size);
        code = GetExtendedTcpTable(table, &size, TRUE, family, TCP_TABLE_OWNER_PID_LISTENER, 0);
    }
    if (code == NO_ERROR)
        return table;
    collect_fail_code(collecting, "the listening ports", code);
    return NULL;
}

/* ---- ranges ------------------------------------------------------------------------------------------- */

/* What `netsh int ipv4 show excludedportrange tcp` prints: no interface of Windows tells it otherwise. */
static char *run_netsh(struct arena *arena)
{
    HANDLE output = NULL, input = NULL;
    SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};
    wchar_t program[MAX_PATH + 64];
    wchar_t line[] = L"netsh interface ipv4 show excludedportrange protocol=tcp";
    UINT length = GetSystemDirectoryW(program, MAX_PATH);
    if (length == 0 || length >= MAX_PATH || !CreatePipe(&output, &input, &inherited, 64 * 1024))
        return NULL;
    wcscat(program, L"\\netsh.exe");
    SetHandleInformation(output, HANDLE_FLAG_INHERIT, 0);
    STARTUPINFOW start = {.cb = sizeof start,
                          .dwFlags = STARTF_USESTDHANDLES,
                          .hStdOutput = input,
                          .hStdError = input};
    PROCESS_INFORMATION process;
    BOOL started = CreateProcessW(program, line, NULL, NULL, TRUE, CREATE_NO_WINDOW, NULL, NULL,
                                  &start, &process);
    CloseHandle(input);
    char *text = arena_alloc(arena, 64 * 1024);
    DWORD used = 0, count = 0;
    while (started && used < 63 * 1024 &&
           ReadFile(output, text + used, 64 * 1024 - 1 - used, &count, NULL) && count > 0)
        used += count;
    CloseHandle(output);
    if (!started)
        return NULL;
    DWORD status = 1;
    WaitForSingleObject(process.hProcess, 5000);
    GetExitCodeProcess(process.hProcess, &status);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return status == 0 ? text : NULL;
}

void collect_ports(struct collecting *collecting)
{
    const MIB_TCPTABLE_OWNER_PID *four = listeners(collecting, AF_INET);
    const MIB_TCP6TABLE_OWNER_PID *six = listeners(collecting, AF_INET6);
    for (DWORD i = 0; four != NULL && i < four->dwNumEntries; i++)
        add_listener(collecting, AF_INET, &four->table[i].dwLocalAddr, four->table[i].dwLocalPort,
                     four->table[i].dwOwningPid);
    for (DWORD i = 0; six != NULL && i < six->dwNumEntries; i++)
        add_listener(collecting, AF_INET6, six->table[i].ucLocalAddr, six->table[i].dwLocalPort,
                     six->table[i].dwOwningPid);
    const char *printed = run_netsh(collecting->arena);
    if (printed == NULL || !collect_add_excluded_ports(collecting, printed))
        collect_fail(collecting, "netsh tells no excluded port ranges");
}
