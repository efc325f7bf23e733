/*
 * lock_fixture.h - a small server with one site "Shop" (C:\shop), its application "app" and web.config
 * files, and what the checks of locks and indirection say of it, one problem a line:
 *
 *   RULE[/template] [(warning)] file:line:column 'scope' argument [< file:line of the other party]
 *
 * `argument` is what locks for whole sections, the name for everything else.
 */
#ifndef IISLINT_TESTS_CONFIG_LOCK_FIXTURE_H
#define IISLINT_TESTS_CONFIG_LOCK_FIXTURE_H

#include "config/indirection.h"
#include "config/lock.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct lock_server {
    struct image image;
};

/* `host` stands in <configuration> of applicationHost.config, from its second line on. */
void lock_server_init(struct lock_server *server, const char *host);

/* A web.config (or another file) below C:\shop; `content` begins in line 2 of <configuration>. */
void lock_server_file(struct lock_server *server, const char *name, const char *content);

/* Loads the server, checks it, compares what is said, and frees everything. */
void lock_server_check(struct lock_server *server, const char *expected);

/* "open", or the place of what locks the section at a scope. */
const char *lock_server_state(struct lock_server *server, const char *scope, const char *section);

/* All of it at once for one web.config; "" leaves it out. */
void check_locks(const char *host, const char *web_config, const char *expected);

/* A lone web.config in memory against an assumed server; its site is called "site". */
void check_lone(const char *stock, const char *web_config, const char *expected);

/* Two texts, one behind the other; never freed before the program ends. */
const char *locks_join(const char *a, const char *b);

#endif
