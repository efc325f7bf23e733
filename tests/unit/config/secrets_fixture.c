#include "unit/config/secrets_fixture.h"

#include <string.h>

int secrets_set_up(void **state)
{
    static struct secrets_fixture fixture;
    struct error error;
    memset(&fixture, 0, sizeof fixture);
    fixture.arena = arena_new();
    fixture.regexes = regex_cache_new(fixture.arena);
    fixture.secrets = secrets_new(fixture.arena, fixture.regexes, &error);
    *state = &fixture;
    return fixture.secrets ? 0 : -1;
}

int secrets_tear_down(void **state)
{
    struct secrets_fixture *fixture = *state;
    source_free(fixture->source);
    regex_cache_free(fixture->regexes);
    arena_free(fixture->arena);
    return 0;
}

const struct source *secrets_parse(struct secrets_fixture *fixture, const char *text)
{
    source_free(fixture->source);
    fixture->source = source_parse(fixture->arena, "x.config", text, strlen(text));
    return fixture->source;
}
