#include "facts/collect.h"

bool collect_available(void)
{
    return true;
}

bool collect_facts(struct text *document, struct error *error)
{
    (void)document;
    return error_set(
        error, NULL, 0, 0,
        "live facts need Windows: run `iislint collect -o facts.xml` on the server and "
        "give the file to --facts here");
}
