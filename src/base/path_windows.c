#include "base/path_system.h"
#include "base/path_wide_windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define FIRST_READ ((size_t)64 * 1024)

/* ---- names and errors --------------------------------------------------------------------- */

/* UTF-16 on the heap; an absolute path with the \\?\ form when it is too long without. */
wchar_t *path_wide(const char *path)
{
    int length = MultiByteToWideChar(CP_UTF8, 0, path, -1, NULL, 0);
    wchar_t *wide = calloc((size_t)length + 1, sizeof *wide);
    if (wide == NULL)
        arena_out_of_memory();
    MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, length);
    DWORD needed = GetFullPathNameW(wide, 0, NULL, NULL);
    if (needed < MAX_PATH - 12 || wcsncmp(wide, L"\\\\?\\", 4) == 0)
        return wide;

    /* \\server\share becomes \\?\UNC\server\share: one of its two separators is left out. */
    static const wchar_t unc[] = L"\\\\?\\UNC";
    wchar_t *full = calloc((size_t)needed + 16, sizeof *full);
    if (full == NULL)
        arena_out_of_memory();
    wchar_t *rest = full + 7;
    GetFullPathNameW(wide, needed, rest, NULL);
    free(wide);
    if (rest[0] == L'\\' && rest[1] == L'\\') {
        memmove(rest, rest + 1, (wcslen(rest + 1) + 1) * sizeof *rest);
        memcpy(full, unc, 7 * sizeof *unc);
    } else {
        memmove(full + 4, rest, (wcslen(rest) + 1) * sizeof *rest);
        memcpy(full, unc, 4 * sizeof *unc);
    }
    return full;
}

char *path_narrow(struct arena *arena, const wchar_t *wide)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = arena_alloc(arena, size < 1 ? 1 : (size_t)size);
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
    return text;
}

/* What happens every day is said in the same words on every platform; NULL for anything else. */
static const char *common_reason(DWORD code)
{
    switch (code) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
        return "No such file or directory";
    case ERROR_ACCESS_DENIED:
        return "Permission denied";
    case ERROR_DISK_FULL:
        return "No space left on device";
    default:
        return NULL;
    }
}

static bool fail(struct error *error, const char *path, const char *what, DWORD code)
{
    const char *common = common_reason(code);
    if (common != NULL)
        return error_set(error, path, 0, 0, "%s: %s", what, common);
    wchar_t reason[400] = L"";
    FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0,
                   reason, sizeof reason / sizeof reason[0], NULL);
    reason[wcscspn(reason, L"\r\n")] = L'\0';
    struct arena *arena = arena_new();
    error_set(error, path, 0, 0, "%s: %s (error %lu)", what, path_narrow(arena, reason),
              (unsigned long)code);
    arena_free(arena);
    return false;
}

/* ---- what a path is ----------------------------------------------------------------------- */

static HANDLE open_for(const char *path, DWORD access)
{
    wchar_t *wide = path_wide(path);
    HANDLE file = CreateFileW(wide, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    DWORD code = GetLastError();
    free(wide);
    SetLastError(code);
    return file;
}

/* NUL, CON and pipes are files to CreateFile, but none of the disk. */
static enum path_kind kind_of_handle(HANDLE file)
{
    BY_HANDLE_FILE_INFORMATION information;
    if (GetFileType(file) != FILE_TYPE_DISK || !GetFileInformationByHandle(file, &information))
        return PATH_OTHER;
    bool directory = (information.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    return directory ? PATH_DIRECTORY : PATH_FILE;
}

static bool means_absent(DWORD code)
{
    return code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND ||
           code == ERROR_INVALID_NAME || code == ERROR_BAD_PATHNAME || code == ERROR_BAD_NETPATH ||
           code == ERROR_BAD_NET_NAME || code == ERROR_DIRECTORY;
}

enum path_kind path_kind(const char *local_path)
{
    HANDLE file = open_for(local_path, FILE_READ_ATTRIBUTES);
    if (file == INVALID_HANDLE_VALUE)
        return means_absent(GetLastError()) ? PATH_ABSENT : PATH_UNREADABLE;
    enum path_kind kind = kind_of_handle(file);
    CloseHandle(file);
    return kind;
}

bool path_identity(const char *local_path, uint64_t identity[2])
{
    BY_HANDLE_FILE_INFORMATION information;
    HANDLE file = open_for(local_path, FILE_READ_ATTRIBUTES);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    bool known = GetFileInformationByHandle(file, &information) != 0;
    CloseHandle(file);
    if (known) {
        identity[0] = information.dwVolumeSerialNumber;
        identity[1] = (uint64_t)information.nFileIndexHigh << 32 | information.nFileIndexLow;
    }
    return known;
}

/* ---- reading ------------------------------------------------------------------------------ */

/* A closed pipe reports its end as an error. */
static bool read_some(void *file, const char *shown, char *buffer, size_t room, size_t *count,
                      struct error *error)
{
    const size_t most = (size_t)64 * 1024 * 1024;
    DWORD done = 0;
    bool good = ReadFile(file, buffer, (DWORD)(room < most ? room : most), &done, NULL) != 0 ||
                GetLastError() == ERROR_BROKEN_PIPE;
    *count = done;
    return good || fail(error, shown, "cannot be read", GetLastError());
}

char *path_read(const char *local_path, size_t limit, size_t *length, struct error *error)
{
    *length = 0;
    enum path_kind kind = path_kind(local_path);
    if (kind == PATH_DIRECTORY || kind == PATH_OTHER) {
        error_set(error, local_path, 0, 0, "is %s, not a regular file",
                  kind == PATH_DIRECTORY ? "a directory" : "a device or pipe");
        return NULL;
    }
    HANDLE file = open_for(local_path, GENERIC_READ);
    if (file == INVALID_HANDLE_VALUE) {
        fail(error, local_path, "cannot be read", GetLastError());
        return NULL;
    }
    char *bytes = path_read_all(read_some, file, local_path, limit, FIRST_READ, length, error);
    CloseHandle(file);
    return bytes;
}

char *path_read_stdin(size_t limit, size_t *length, struct error *error)
{
    return path_read_all(read_some, GetStdHandle(STD_INPUT_HANDLE), "standard input", limit,
                         FIRST_READ, length, error);
}

/* ---- directories -------------------------------------------------------------------------- */

bool path_system_list(struct arena *arena, const char *directory, struct list *names,
                      struct error *error)
{
    WIN32_FIND_DATAW entry;
    wchar_t *pattern = path_wide(path_join(arena, directory[0] == '\0' ? "./" : directory, "*"));
    HANDLE search = FindFirstFileW(pattern, &entry);
    DWORD code = GetLastError();
    free(pattern);
    if (search == INVALID_HANDLE_VALUE)
        return fail(error, directory, "the directory cannot be read", code);
    do {
        if (wcscmp(entry.cFileName, L".") != 0 && wcscmp(entry.cFileName, L"..") != 0)
            list_add(names, arena, path_narrow(arena, entry.cFileName));
    } while (FindNextFileW(search, &entry));
    code = GetLastError();
    FindClose(search);
    return code == ERROR_NO_MORE_FILES ||
           fail(error, directory, "the directory cannot be read", code);
}

/* ---- writing ------------------------------------------------------------------------------ */

struct path_writer {
    HANDLE file;
    wchar_t *temporary; /* NULL: writing straight into a device or pipe, nothing to rename */
    wchar_t *target;
    char *shown;   /* the path as it was given, for messages */
    DWORD failure; /* code of the first write that failed */
    size_t used;
    char buffer[64 * 1024];
};

/* Opens a new file that nobody else has. */
static void open_temporary(struct path_writer *writer)
{
    size_t size = wcslen(writer->target) + 64;
    writer->temporary = calloc(size, sizeof *writer->temporary);
    if (writer->temporary == NULL)
        arena_out_of_memory();
    for (unsigned attempt = 0; attempt < 100; attempt++) {
        _snwprintf(writer->temporary, size - 1, L"%ls.iislint-%lu-%u", writer->target,
                   (unsigned long)GetCurrentProcessId(), attempt);
        writer->file = CreateFileW(writer->temporary, GENERIC_WRITE, 0, NULL, CREATE_NEW,
                                   FILE_ATTRIBUTE_NORMAL, NULL);
        if (writer->file != INVALID_HANDLE_VALUE)
            return;
        if (GetLastError() != ERROR_FILE_EXISTS)
            break;
    }
    DWORD code = GetLastError();
    free(writer->temporary);
    writer->temporary = NULL;
    SetLastError(code);
}

/* Closes and frees everything; removes the temporary file unless it became the target. */
static void dispose(struct path_writer *writer)
{
    if (writer->file != INVALID_HANDLE_VALUE)
        CloseHandle(writer->file);
    if (writer->temporary != NULL)
        DeleteFileW(writer->temporary);
    free(writer->temporary);
    free(writer->target);
    free(writer->shown);
    free(writer);
}

struct path_writer *path_writer_open(const char *local_path, struct error *error)
{
    struct path_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL || (writer->shown = _strdup(local_path)) == NULL)
        arena_out_of_memory();
    writer->file = INVALID_HANDLE_VALUE;
    writer->target = path_wide(local_path);
    enum path_kind kind = path_kind(local_path);
    if (kind == PATH_DIRECTORY)
        SetLastError(ERROR_DIRECTORY);
    else if (kind == PATH_OTHER)
        writer->file = open_for(local_path, GENERIC_WRITE);
    else
        open_temporary(writer);
    if (writer->file == INVALID_HANDLE_VALUE) {
        fail(error, local_path, "cannot be written", GetLastError());
        dispose(writer);
        return NULL;
    }
    return writer;
}

static void write_out(struct path_writer *writer, const char *bytes, size_t length)
{
    while (writer->failure == 0 && length > 0) {
        DWORD piece = length < 1 << 20 ? (DWORD)length : 1 << 20;
        DWORD done = 0;
        if (!WriteFile(writer->file, bytes, piece, &done, NULL))
            writer->failure = GetLastError();
        else if (done == 0)
            writer->failure = ERROR_WRITE_FAULT;
        bytes += done;
        length -= done;
    }
}

bool path_writer_write(struct path_writer *writer, const char *bytes, size_t length)
{
    if (length > sizeof writer->buffer - writer->used) {
        write_out(writer, writer->buffer, writer->used);
        writer->used = 0;
    }
    if (length > sizeof writer->buffer) {
        write_out(writer, bytes, length);
    } else if (length > 0) {
        memcpy(writer->buffer + writer->used, bytes, length);
        writer->used += length;
    }
    return writer->failure == 0;
}

bool path_writer_commit(struct path_writer *writer, struct error *error)
{
    write_out(writer, writer->buffer, writer->used);
    if (!CloseHandle(writer->file) && writer->failure == 0)
        writer->failure = GetLastError();
    writer->file = INVALID_HANDLE_VALUE;
    if (writer->failure == 0 && writer->temporary != NULL) {
        if (!MoveFileExW(writer->temporary, writer->target, MOVEFILE_REPLACE_EXISTING)) {
            writer->failure = GetLastError();
        } else {
            free(writer->temporary);
            writer->temporary = NULL;
        }
    }
    bool written = writer->failure == 0;
    if (!written)
        fail(error, writer->shown, "cannot be written", writer->failure);
    dispose(writer);
    return written;
}

void path_writer_abandon(struct path_writer *writer)
{
    if (writer != NULL)
        dispose(writer);
}
