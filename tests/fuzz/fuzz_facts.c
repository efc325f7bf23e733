/*
 * Any bytes as a facts file, then its questions.
 */
#include "facts/access.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(struct arena *arena, const struct facts *facts)
{
    struct regex_cache *regexes = regex_cache_new(arena);
    struct error error = {0};
    struct accounts *accounts = accounts_new(arena, facts, regexes, &error);
    if (accounts) {
        account_sid(accounts, "CONTOSO\\svc");
        access_check(accounts, arena, "IIS APPPOOL\\Shop", true, "C:\\inetpub\\shop", ACCESS_READ,
                     NULL);
        access_grantees(accounts, arena, "C:\\inetpub\\shop", ACCESS_READ);
    }
    regex_cache_free(regexes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct error error = {0};
    struct facts *facts = facts_parse(arena, "facts.xml", (const char *)data, size, &error);
    if (facts)
        ask(arena, facts);
    facts_free(facts);
    arena_free(arena);
    return 0;
}
