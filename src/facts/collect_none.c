#include "facts/collect.h"

bool collect_available(void)
{
    return false;
}

const char *collect_own_variable(struct arena *arena, const char *name)
{
    (void)arena;
    (void)name;
    return NULL;
}

bool collect_facts(const struct collect_request *request, struct arena *arena,
                   struct text *document, struct list *gaps, struct error *error)
{
    (void)request;
    (void)arena;
    (void)document;
    (void)gaps;
    return error_set(
        error, NULL, 0, 0,
        "live facts need Windows: run `iislint collect -o facts.xml` on the server and "
        "give the file to --facts here");
}
