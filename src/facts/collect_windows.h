/*
 * collect_windows.h - private to the collectors of a live server (collect_*_windows.c).
 *
 * A collector is a function that asks Windows for one group of facts. It runs in a thread of its own, for a
 * machine may let a question wait for ever; what it has added until its time is over counts. Answers that
 * mean more than they say go through collect_answers.h.
 */
#ifndef IISLINT_FACTS_COLLECT_WINDOWS_H
#define IISLINT_FACTS_COLLECT_WINDOWS_H

#include "facts/collect_answers.h"

/* winsock2.h must come before windows.h */
#include <winsock2.h>

#include <windows.h>

/* collect_refused() with what Windows says of an error code. */
void collect_fail_code(struct collecting *collecting, const char *what, DWORD code);

/* ---- text -------------------------------------------------------------------------------------- */

/* UTF-8 of a wide text and back, in the arena; NULL gives NULL. */
char *collect_utf8(struct arena *arena, const wchar_t *wide);
wchar_t *collect_wide(struct arena *arena, const char *text);

/* An attribute with a wide value. */
void collect_set_wide(struct collecting *collecting, const char *name, const wchar_t *value);

/* A FILETIME as the number that it is: 100 ns since 1601. */
uint64_t collect_file_time(const FILETIME *time);

/* ---- the registry (collect_registry_windows.c) --------------------------------------------------- */

/* Opens a key for reading in the 64-bit view, or the 32-bit one; NULL with GetLastError(). */
HKEY collect_open_key(HKEY root, const char *path, bool of_32_bit);

/* A value as text: numbers in decimal, variables expanded; NULL when there is none. */
char *collect_key_text(struct arena *arena, HKEY key, const char *name);

/* Calls `each` with the name of every subkey, or of every value; stops when it returns false. */
typedef bool collect_name(void *context, const char *name);
void collect_each_subkey(struct arena *arena, HKEY key, collect_name *each, void *context);
void collect_each_value(struct arena *arena, HKEY key, collect_name *each, void *context);

/* ---- collectors, one a file ----------------------------------------------------------------------- */
void collect_accounts(struct collecting *collecting);
void collect_acls(struct collecting *collecting);
void collect_certificates(struct collecting *collecting);
void collect_environment(struct collecting *collecting);
void collect_events(struct collecting *collecting);
void collect_features(struct collecting *collecting);
void collect_files(struct collecting *collecting);
void collect_iis(struct collecting *collecting);
void collect_os(struct collecting *collecting);
void collect_ports(struct collecting *collecting);
void collect_profiles(struct collecting *collecting);
void collect_registry(struct collecting *collecting);
void collect_services(struct collecting *collecting);
void collect_spns(struct collecting *collecting);
void collect_sql_instances(struct collecting *collecting);
void collect_ssl_bindings(struct collecting *collecting);

#endif
