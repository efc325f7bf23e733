#include "source/regex.h"

#include "base/map.h"
#include "base/text.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <assert.h>
#include <pcre2.h>
#include <stdint.h>
#include <string.h>

/* A sane pattern over a connection string needs some thousand steps. */
#define MATCH_LIMIT 1000000
#define HEAP_LIMIT_KIB (16 * 1024)
#define JIT_STACK_START ((size_t)32 * 1024)
#define JIT_STACK_MAX ((size_t)1024 * 1024)
/* Machine code costs as much to make as some dozen searches of the interpreter. */
#define JIT_AFTER 24

struct regex {
    const char *pattern;
    unsigned options;
    pcre2_code *code;            /* NULL: not compiled yet */
    pcre2_match_data *data;      /* the same */
    pcre2_match_context *limits; /* the cache's */
    unsigned searches;           /* by the interpreter; JIT_AFTER: it is machine code by now */
};

struct regex_cache {
    struct arena *arena;
    struct map *patterns; /* option digit and pattern -> struct regex */
    pcre2_match_context *limits;
    pcre2_jit_stack *stack;
    struct regex *everything; /* for regex_lowercase(), made on first use */
};

struct regex_cache *regex_cache_new(struct arena *arena)
{
    struct regex_cache *cache = arena_alloc(arena, sizeof *cache);
    cache->arena = arena;
    cache->patterns = map_new(arena, MAP_CASE_SENSITIVE);
    cache->limits = pcre2_match_context_create(NULL);
    cache->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, NULL);
    if (cache->limits == NULL)
        arena_out_of_memory();
    pcre2_set_match_limit(cache->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(cache->limits, HEAP_LIMIT_KIB);
    if (cache->stack != NULL) /* NULL where there is no JIT */
        pcre2_jit_stack_assign(cache->limits, NULL, cache->stack);
    return cache;
}

void regex_cache_free(struct regex_cache *cache)
{
    if (cache == NULL)
        return;
    void *value;
    for (size_t cursor = 0; map_next(cache->patterns, &cursor, NULL, &value);) {
        struct regex *regex = value;
        pcre2_match_data_free(regex->data);
        pcre2_code_free(regex->code);
    }
    pcre2_match_context_free(cache->limits);
    pcre2_jit_stack_free(cache->stack);
}

static pcre2_code *compile(const char *pattern, unsigned options, struct error *error)
{
    uint32_t flags = PCRE2_UTF | PCRE2_UCP;
    if ((options & REGEX_IGNORE_CASE) != 0)
        flags |= PCRE2_CASELESS;
    int code;
    PCRE2_SIZE offset;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, flags, &code, &offset, NULL);
    if (compiled == NULL) {
        PCRE2_UCHAR reason[200];
        pcre2_get_error_message(code, reason, sizeof reason);
        error_set(error, NULL, 0, 0, "invalid regular expression: %s at offset %zu of `%s`",
                  (const char *)reason, (size_t)offset, pattern);
        return NULL;
    }
    return compiled;
}

static void take_code(struct regex *regex, pcre2_code *code)
{
    regex->code = code;
    regex->data = pcre2_match_data_create_from_pattern(code, NULL);
    if (regex->data == NULL)
        arena_out_of_memory();
}

/* The entry of the cache, made without code when it is not there. */
static struct regex *entry(struct regex_cache *cache, const char *pattern, unsigned options)
{
    struct text key = {0};
    text_add_char(&key, (char)('0' + options));
    text_add(&key, pattern);
    struct regex *regex = map_find(cache->patterns, text_string(&key));
    if (regex == NULL) {
        regex = arena_alloc(cache->arena, sizeof *regex);
        regex->pattern = arena_strdup(cache->arena, pattern);
        regex->options = options;
        regex->limits = cache->limits;
        map_set(cache->patterns, text_string(&key), regex);
    }
    text_fini(&key);
    return regex;
}

struct regex *regex_get(struct regex_cache *cache, const char *pattern, unsigned options,
                        struct error *error)
{
    struct regex *regex = entry(cache, pattern, options);
    if (regex->code == NULL) {
        pcre2_code *code = compile(pattern, options, error);
        if (code == NULL)
            return NULL;
        take_code(regex, code);
    }
    return regex;
}

struct regex *regex_trusted(struct regex_cache *cache, const char *pattern, unsigned options)
{
    return entry(cache, pattern, options);
}

static void copy_groups(const struct regex *regex, struct regex_group *groups, size_t count)
{
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(regex->data);
    size_t known = pcre2_get_ovector_count(regex->data);
    for (size_t i = 0; i < count; i++) {
        groups[i] = (struct regex_group){SIZE_MAX, SIZE_MAX};
        if (i < known && offsets[2 * i] != PCRE2_UNSET)
            groups[i] = (struct regex_group){offsets[2 * i], offsets[2 * i + 1]};
    }
}

static int match(const struct regex *regex, const char *subject, size_t length, size_t offset)
{
    return pcre2_match(regex->code, (PCRE2_SPTR)subject, length, offset, 0, regex->data,
                       regex->limits);
}

/* Without JIT the interpreter does the same, slower. */
static void make_machine_code(struct regex *regex)
{
    (void)pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE);
    regex->searches = JIT_AFTER;
}

/* Machine code gets further within the same limits, so it has the last word: the answer must not
 * depend on how many searches came before. */
static int match_at_first(struct regex *regex, const char *subject, size_t length, size_t offset)
{
    if (regex->code == NULL) {
        pcre2_code *code = compile(regex->pattern, regex->options, NULL);
        assert(code != NULL);
        take_code(regex, code);
    }
    int found = match(regex, subject, length, offset);
    if (found >= 0 || found == PCRE2_ERROR_NOMATCH) {
        if (++regex->searches == JIT_AFTER)
            make_machine_code(regex);
        return found;
    }
    make_machine_code(regex);
    return match(regex, subject, length, offset);
}

enum regex_answer regex_search(const struct regex *regex, const char *subject, size_t length,
                               size_t offset, struct regex_group *groups, size_t group_count)
{
    if (offset > length)
        return REGEX_NO_MATCH;
    int found = regex->searches < JIT_AFTER
                    ? match_at_first((struct regex *)regex, subject, length, offset)
                    : match(regex, subject, length, offset);
    if (found == PCRE2_ERROR_NOMATCH)
        return REGEX_NO_MATCH;
    /* A limit, or a subject that is not UTF-8: nobody knows whether it matches. */
    if (found < 0)
        return REGEX_GAVE_UP;
    if (groups != NULL)
        copy_groups(regex, groups, group_count);
    return REGEX_MATCH;
}

/* ---- letter case -------------------------------------------------------------------------- */

static bool is_ascii(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

/* Lower case by PCRE2's own Unicode tables: every match of "all" is replaced by itself, lowered. */
char *regex_lowercase(struct regex_cache *cache, struct arena *arena, const char *text)
{
    static const char replacement[] = "\\L$0\\E";

    if (is_ascii(text))
        return text_lower_ascii(arena, text);
    if (cache->everything == NULL)
        cache->everything = regex_get(cache, "(?s).+", REGEX_NONE, NULL);
    size_t length = strlen(text);
    PCRE2_SIZE size = length + 1;
    for (int attempt = 0; attempt < 2; attempt++) {
        char *lower = arena_alloc(arena, size);
        int result =
            pcre2_substitute(cache->everything->code, (PCRE2_SPTR)text, length, 0,
                             PCRE2_SUBSTITUTE_EXTENDED | PCRE2_SUBSTITUTE_OVERFLOW_LENGTH,
                             cache->everything->data, cache->limits, (PCRE2_SPTR)replacement,
                             PCRE2_ZERO_TERMINATED, (PCRE2_UCHAR *)lower, &size);
        if (result >= 0)
            return lower;
        if (result != PCRE2_ERROR_NOMEMORY)
            break;
    }
    return text_lower_ascii(arena, text); /* not UTF-8 */
}

bool regex_equals_nocase(struct regex_cache *cache, const char *a, const char *b)
{
    if (a == NULL || b == NULL || is_ascii(a) || is_ascii(b))
        return text_equals_nocase(a, b);
    struct arena *arena = arena_new();
    bool equal = strcmp(regex_lowercase(cache, arena, a), regex_lowercase(cache, arena, b)) == 0;
    arena_free(arena);
    return equal;
}
