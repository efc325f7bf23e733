/* What a rule says about itself, and what one of ours must say. */
#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct refused_row metadata[] = {
    {OURS_OPEN "<pattern i:name='TestRule'>" OURS_META OURS_RULE OURS_END, 2, "needs an id"},
    {OURS_OPEN "<pattern id='tst1' i:name='TestRule'>" OURS_META OURS_RULE OURS_END, 2,
     "capital letters and digits"},
    {OURS_OPEN "<pattern id='TST1-2' i:name='TestRule'>" OURS_META OURS_RULE OURS_END, 2,
     "capital letters and digits"},
    {OURS_OPEN "<pattern id='TST0001'>" OURS_META OURS_RULE OURS_END, 2, "i:name"},
    {OURS_OPEN "<pattern id='TST0001' i:name='test'>" OURS_META OURS_RULE OURS_END, 2,
     "PascalCase"},
    {OURS_OPEN OURS_HEAD OURS_WHY OURS_FIX OURS_REFERENCE OURS_BAD OURS_GOOD OURS_RULE OURS_END, 2,
     "<title>"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_FIX OURS_REFERENCE OURS_BAD OURS_GOOD OURS_RULE OURS_END,
     2, "<i:why>"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY OURS_REFERENCE OURS_BAD OURS_GOOD OURS_RULE OURS_END,
     2, "<i:fix>"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY OURS_FIX OURS_BAD OURS_GOOD OURS_RULE OURS_END, 2,
     "<i:reference>"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY OURS_FIX OURS_REFERENCE OURS_GOOD OURS_RULE OURS_END,
     2, "bad example"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY OURS_FIX OURS_REFERENCE OURS_BAD OURS_RULE OURS_END, 2,
     "good example"},
    {OURS_OPEN
     "<pattern id='TST0001' i:name='TestRule' i:implementation='native'>" OURS_TITLE OURS_WHY
         OURS_FIX OURS_REFERENCE OURS_BAD OURS_END,
     2, "good example"},
    {OURS_OPEN
     "<pattern id='TST0001' i:name='TestRule' i:implementation='native'>" OURS_META OURS_RULE
         OURS_END,
     2, "is native"},
    {OURS_OPEN OURS_HEAD OURS_META OURS_END, 2, "asserts nothing"},
    {OURS_OPEN OURS_HEAD OURS_META OURS_RULE "</pattern>" OURS_HEAD OURS_META OURS_RULE OURS_END,
     11, "already a rule TST0001"},
    {OURS_OPEN OURS_HEAD OURS_META OURS_RULE
     "</pattern>"
     "<pattern id='TST0002' i:name='TestRule'>" OURS_META OURS_RULE OURS_END,
     11, "has the name of TST0001"},
    {OURS_WITH("<rule context='a'><assert test='@x'/></rule>"), 9, "no message"},
    {OURS_WITH(
         "<rule context='a'><assert id='z' test='@x'>m</assert><assert id='z' test='@x'>m</assert>"
         "</rule>"),
     2, "two messages with one id"},
};

static void test_metadata(void **state)
{
    (void)state;
    check_refused_rows(metadata, sizeof metadata / sizeof metadata[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_metadata)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
