#include "unit/facts/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct facts *machine_parse(struct arena *arena, const char *groups, struct error *error)
{
    const char *xml =
        arena_printf(arena, "<facts xmlns=\"urn:iislint:facts:1\">\n%s\n</facts>\n", groups);
    return facts_parse(arena, "facts.xml", xml, strlen(xml), error);
}

void machine_init(struct machine *machine, const char *groups)
{
    struct error error = {.text = ""};
    machine->arena = arena_new();
    machine->facts = machine_parse(machine->arena, groups, &error);
    if (machine->facts == NULL)
        fail_msg("%s", error_format(&error, machine->arena));
    machine->regexes = regex_cache_new(machine->arena);
    machine->accounts = accounts_new(machine->arena, machine->facts, machine->regexes, &error);
    if (machine->accounts == NULL)
        fail_msg("%s", error_format(&error, machine->arena));
}

void machine_fini(struct machine *machine)
{
    facts_free(machine->facts);
    regex_cache_free(machine->regexes);
    arena_free(machine->arena);
}
