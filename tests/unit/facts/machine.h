/*
 * machine.h - a small server out of facts, for the tests of src/facts.
 */
#ifndef IISLINT_TESTS_FACTS_MACHINE_H
#define IISLINT_TESTS_FACTS_MACHINE_H

#include "facts/account.h"

struct machine {
    struct arena *arena;
    struct facts *facts;
    struct regex_cache *regexes;
    struct accounts *accounts;
};

/* Groups are the content of <facts>. A bad one fails the test. */
void machine_init(struct machine *machine, const char *groups);

void machine_fini(struct machine *machine);

/* Facts from groups; NULL with an error when they are bad. */
struct facts *machine_parse(struct arena *arena, const char *groups, struct error *error);

#endif
