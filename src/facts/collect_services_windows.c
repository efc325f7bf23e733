/*
 * All services and drivers with their state, start type and account.
 */
#include "facts/collect_windows.h"

static const char *state_name(DWORD state)
{
    switch (state) {
    case SERVICE_RUNNING:
        return "running";
    case SERVICE_START_PENDING:
    case SERVICE_CONTINUE_PENDING:
        return "starting";
    case SERVICE_STOP_PENDING:
        return "stopping";
    case SERVICE_PAUSED:
    case SERVICE_PAUSE_PENDING:
        return "paused";
    case SERVICE_STOPPED:
        return "stopped";
    default:
        return NULL;
    }
}

static const char *start_name(DWORD start)
{
    switch (start) {
    case SERVICE_BOOT_START:
    case SERVICE_SYSTEM_START:
    case SERVICE_AUTO_START:
        return "automatic";
    case SERVICE_DEMAND_START:
        return "manual";
    case SERVICE_DISABLED:
        return "disabled";
    default:
        return NULL;
    }
}

/* Start type and account; a service that may not be asked keeps them to itself. */
static void set_config(struct collecting *collecting, SC_HANDLE manager, const wchar_t *name)
{
    DWORD size = 0;
    SC_HANDLE service = OpenServiceW(manager, name, SERVICE_QUERY_CONFIG);
    if (service == NULL)
        return;
    QueryServiceConfigW(service, NULL, 0, &size);
    QUERY_SERVICE_CONFIGW *config =
        arena_alloc(collecting->arena, size < sizeof *config ? sizeof *config : size);
    if (QueryServiceConfigW(service, config, size, &size)) {
        collect_item_set(&collecting->item, "start", start_name(config->dwStartType));
        collect_set_wide(collecting, "account",
                         (config->dwServiceType & SERVICE_WIN32) != 0 ? config->lpServiceStartName
                                                                      : NULL);
    }
    CloseServiceHandle(service);
}

static void add_service(struct collecting *collecting, SC_HANDLE manager,
                        const ENUM_SERVICE_STATUS_PROCESSW *service)
{
    collect_item_open(&collecting->item, "service");
    collect_set_wide(collecting, "name", service->lpServiceName);
    collect_item_set(&collecting->item, "state",
                     state_name(service->ServiceStatusProcess.dwCurrentState));
    set_config(collecting, manager, service->lpServiceName);
    collect_add(collecting);
}

static DWORD add_all(struct collecting *collecting, SC_HANDLE manager)
{
    DWORD needed = 0, count = 0, resume = 0, size = 64 * 1024;
    for (;;) {
        BYTE *buffer = arena_alloc(collecting->arena, size);
        BOOL done =
            EnumServicesStatusExW(manager, SC_ENUM_PROCESS_INFO, SERVICE_WIN32 | SERVICE_DRIVER,
                                  SERVICE_STATE_ALL, buffer, size, &needed, &count, &resume, NULL);
        DWORD code = done ? ERROR_SUCCESS : GetLastError();
        if (!done && code != ERROR_MORE_DATA)
            return code;
        const ENUM_SERVICE_STATUS_PROCESSW *services = (void *)buffer;
        for (DWORD i = 0; i < count; i++)
            add_service(collecting, manager, &services[i]);
        if (done)
            return ERROR_SUCCESS;
        size = needed + 4096;
    }
}

void collect_services(struct collecting *collecting)
{
    SC_HANDLE manager =
        OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT | SC_MANAGER_ENUMERATE_SERVICE);
    DWORD code = manager == NULL ? GetLastError() : add_all(collecting, manager);
    if (code == ERROR_SUCCESS)
        collect_complete(collecting);
    else
        collect_fail_code(collecting, "the services", code);
    if (manager != NULL)
        CloseServiceHandle(manager);
}
