/* Rule files that are broken, huge or malicious: each ends in an error at a place, soon. */
#include "rules/checking.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char seed[] =
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1' "
    "xmlns:sqf='http://www.schematron-quickfix.com/validator/process' defaultPhase='f'>"
    "<ns prefix='n' uri='urn:n'/><let name='v' value='count(//a)'/><phase id='f'>"
    "<active pattern='TST1'/></phase><pattern abstract='true' id='t'><rule context='$c'>"
    "<extends rule='e'/><assert test='@x &gt; $v' diagnostics='d' sqf:fix='q' subject='..'>"
    "m <value-of select='@x'/> <name/></assert></rule><rule abstract='true' id='e'>"
    "<let name='w' value='$v'/><report test=\"matches(@x, '^(a|b)+$') or n:b[1]\">r</report>"
    "</rule></pattern><pattern id='TST1' is-a='t' i:name='N'><param name='c' value='a[2]/@x | b'/>"
    "<title>T</title><i:why>w</i:why><i:fix>f</i:fix><i:reference title='r' url='u'/>"
    "<i:example kind='bad'>b</i:example><i:example kind='good'>g</i:example></pattern>"
    "<diagnostics><diagnostic id='d'>D</diagnostic></diagnostics><sqf:fixes><sqf:fix id='q'>"
    "<sqf:description><sqf:title>t</sqf:title></sqf:description><sqf:delete match='@x'/></sqf:fix>"
    "</sqf:fixes></schema>";

static const char document[] = "<r><a x='1'/><a x='ab'><b/></a></r>";

/* Loads in both ways and runs what was accepted. The arena is shared by several rounds: making one
 * each time is most of the cost under a sanitizer. */
static void survive(struct arena *arena, const char *rules, size_t length)
{
    for (int mode = 0; mode < 2; mode++) {
        struct checking checking = {.arena = arena};
        checking.regex = regex_cache_new(arena);
        checking.rulebook = rulebook_new(arena, &checking_vocabulary);
        checking.loaded = rulebook_add_bytes(checking.rulebook, "test.sch", rules, length,
                                             (enum rulebook_mode)mode, &checking.error);
        if (checking.loaded)
            checking_run(&checking, document);
        else
            assert_true(checking.error.text[0] != '\0');
        rulebook_free(checking.rulebook);
        regex_cache_free(checking.regex);
    }
}

/* A fresh arena every hundred rounds. */
static struct arena *renew(struct arena *arena, size_t round)
{
    if (round % 100 != 0)
        return arena;
    arena_free(arena);
    return arena_new();
}

static void test_truncated_at_every_byte(void **state)
{
    (void)state;
    struct checking checking;
    checking_start(&checking, seed, RULEBOOK_STRICT);
    if (!checking.loaded)
        fail_msg("%u: %s", checking.error.column, checking.error.text);
    checking_stop(&checking);
    struct arena *arena = NULL;
    for (size_t length = 0; length < sizeof seed; length++) {
        arena = renew(arena, length);
        survive(arena, seed, length);
    }
    arena_free(arena);
}

/* Words are exchanged and dropped: mostly still XML, hardly ever still sense. */
static void test_shuffled_words(void **state)
{
    static const char *const words[] = {"",     "a",    "$v", "'",    "/",        "//", "[",
                                        "]",    "(",    ")",  "@",    "*",        "..", "'t'",
                                        "=",    "'e'",  "1",  "rule", "abstract", ":",  "is-a",
                                        "&lt;", "true", "|",  "$c",   "test",     "-",  "context"};
    uint64_t random = 12345;
    struct arena *arena = NULL;
    (void)state;
    for (size_t round = 0; round < 1500; round++) {
        arena = renew(arena, round);
        char text[sizeof seed * 2];
        size_t length = 0;
        random = random * 6364136223846793005U + 1442695040888963407U;
        size_t at = (size_t)((random >> 33) % (sizeof seed - 12));
        size_t drop = (size_t)((random >> 20) % 10);
        const char *word = words[(random >> 40) % (sizeof words / sizeof words[0])];
        memcpy(text, seed, at);
        length = at;
        memcpy(text + length, word, strlen(word));
        length += strlen(word);
        memcpy(text + length, seed + at + drop, sizeof seed - 1 - at - drop);
        length += sizeof seed - 1 - at - drop;
        survive(arena, text, length);
    }
    arena_free(arena);
}

/* r with `count` children a. */
static char *wide(struct arena *arena, size_t count)
{
    struct text text = {0};
    text_add(&text, "<r>");
    for (size_t i = 0; i < count; i++)
        text_add(&text, "<a x='1'/>");
    text_add(&text, "</r>");
    char *copy = arena_strdup(arena, text_string(&text));
    text_fini(&text);
    return copy;
}

#define RULE(rule) SCH_OPEN "<pattern id='p'><rule context='a'>" rule "</rule></pattern>" SCH_CLOSE

static void test_endless_work(void **state)
{
    static const struct {
        const char *rules;
        const char *reason;
    } rows[] = {
        {RULE("<report test='count(//*[count(//*[count(//*) > 1]) > 1]) > 1'>m</report>"),
         "operations"},
        {SCH_OPEN
         "<let name='v' value='count(//*[count(//*[count(//*) > 1]) > 1])'/>"
         "<pattern><rule context='a'><report test='$v > 1'>m</report></rule></pattern>" SCH_CLOSE,
         "operations"},
        /* never over the limit of one evaluation, but of the whole document */
        {RULE("<report test='count(//*/@x) > 1000000'>m</report>"), "too long on this document"},
        {SCH_OPEN "<pattern><rule context='a[count(//*/@x) > 1000000]'><report test='1'>m</report>"
                  "</rule></pattern>" SCH_CLOSE,
         "too long on this document"},
        {RULE("<report test=\"matches(str:padding(30, 'a'), '^(a|a|aa)+\\d$')\">m</report>"), ""},
        {SCH_OPEN
         "<xsl:key name='k' match='a' use=\"key('k', 1)/@x\"/>"
         "<pattern><rule "
         "context='a'><report test=\"key('k', 1) or nope()\">m</report></rule></pattern>" SCH_CLOSE,
         "nope()"},
    };
    (void)state;
    struct arena *arena = arena_new();
    const char *text = wide(arena, 20000);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct checking checking;
        clock_t start = clock();
        checking_start(&checking, rows[i].rules, RULEBOOK_TRUSTED);
        assert_true(checking.loaded);
        checking_run(&checking, text);
        if (rows[i].reason[0] != '\0') {
            assert_false(checking.evaluated);
            if (strstr(checking.error.text, rows[i].reason) == NULL)
                fail_msg("%s", checking.error.text);
        }
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        print_message("# %.2f s: %s\n", seconds, checking.evaluated ? "" : checking.error.text);
        assert_true(seconds < 60); /* a hang, not a measurement */
        checking_stop(&checking);
    }
    arena_free(arena);
}

/* $v0 is 1,000 letters, each further one twice the one before. */
static void test_doubling_texts(void **state)
{
    (void)state;
    struct text rules = {0};
    text_add(&rules, SCH_OPEN "<let name='v0' value=\"str:padding(1000, 'a')\"/>");
    for (int i = 1; i <= 40; i++)
        text_printf(&rules, "<let name='v%d' value='concat($v%d, $v%d)'/>", i, i - 1, i - 1);
    text_add(&rules, "<pattern><rule context='r'><report test=\"$v40 = ''\">m</report></rule>"
                     "</pattern>" SCH_CLOSE);
    check_fails(text_string(&rules), document, "is longer than");
    text_fini(&rules);
}

static char *repeated(struct arena *arena, const char *before, const char *piece, size_t count,
                      const char *after)
{
    struct text text = {0};
    text_add(&text, before);
    for (size_t i = 0; i < count; i++)
        text_add(&text, piece);
    text_add(&text, after);
    char *copy = arena_strdup(arena, text_string(&text));
    text_fini(&text);
    return copy;
}

static void test_nesting_and_length(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *before = SCH_OPEN "<pattern><rule context='a'><report test='";
    const char *after = "'>m</report></rule></pattern>" SCH_CLOSE;
    static const char *const pieces[] = {"(", "a[", "not(", "-", "1+", "a/", "a|", "@x and "};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        const char *deep = repeated(arena, before, pieces[i], 3000, after);
        const char *long_one = repeated(arena, before, pieces[i], 100000, after);
        check_refused(deep, 1, "");
        check_refused(long_one, 1, "");
    }
    const char *balanced = repeated(arena, before, "(", 80, "1");
    balanced = repeated(arena, balanced, ")", 80, after);
    check_refused(balanced, 1, "nested more than 64");
    check_refused(repeated(arena, SCH_OPEN, "<pattern>", 1000, ""), 1, "");
    check_refused(repeated(arena, SCH_OPEN "<pattern><rule context='a", "/a", 100000,
                           "'/></pattern>" SCH_CLOSE "x"),
                  1, "");
    arena_free(arena);
}

static void test_expansion(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *many =
        repeated(arena, SCH_OPEN "<pattern abstract='true' id='t'><rule context='a'>",
                 "<assert test='1'>m</assert>", 2000, "</rule></pattern>");
    check_refused(repeated(arena, many, "<pattern is-a='t'/>", 100, SCH_CLOSE), 1, "assertions");
    /* parameters that grow: $a is 10,000 letters, the test names it 10,000 times */
    const char *param = repeated(arena, "<pattern is-a='t'><param name='a' value='", "x", 10000,
                                 "'/></pattern>" SCH_CLOSE);
    const char *test = repeated(arena,
                                SCH_OPEN "<pattern abstract='true' id='t'><rule context='a'>"
                                         "<assert test='",
                                "$a|", 10000, "1'>m</assert></rule></pattern>");
    check_refused(repeated(arena, test, "", 0, param), 1, "longer than");
    struct text chain = {0};
    text_add(&chain, SCH_OPEN "<pattern><rule context='a'><extends rule='r0'/></rule>");
    for (int i = 0; i < 40; i++)
        text_printf(&chain, "<rule abstract='true' id='r%d'><extends rule='r%d'/></rule>", i,
                    i + 1);
    text_add(&chain, "</pattern>" SCH_CLOSE);
    check_refused(text_string(&chain), 1, "too deep");
    text_fini(&chain);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_truncated_at_every_byte),
        cmocka_unit_test(test_shuffled_words),
        cmocka_unit_test(test_endless_work),
        cmocka_unit_test(test_doubling_texts),
        cmocka_unit_test(test_nesting_and_length),
        cmocka_unit_test(test_expansion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
