/* Every expression of a rule file is come by, each once. */
#include "rules/checking.h"

#include "base/text.h"
#include "rules/rulebook_model.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* One expression "eNN" at each place that can hold one. */
static const char everywhere[] =
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1' "
    "xmlns:sqf='http://www.schematron-quickfix.com/validator/process' "
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
    "<let name='a' value='e01'/><xsl:key name='k' match='x[e02]/y[e03]' use='e04'/>"
    "<phase id='f'><let name='b' value='e05'/></phase>"
    "<pattern id='P1' i:name='P'><let name='c' value='e06'/>"
    "<i:fix>x<value-of select='e07'/></i:fix>"
    "<rule context='a[e08]/b | c[e09]' subject='e10'><let name='d' value='e11'/>"
    "<assert test='e12' diagnostics='d' sqf:fix='q'>m<value-of select='e13'/><name path='e14'/></assert>"
    "<report test='e15' subject='e16'>m</report>"
    "<sqf:fix id='q' use-when='e17'><sqf:description><sqf:title><value-of select='e18'/></sqf:title>"
    "</sqf:description><sqf:replace match='e19' select='e20'/>"
    "<sqf:add match='e21'><z x='{e22}'><value-of select='e23'/></z></sqf:add></sqf:fix>"
    "</rule></pattern>"
    "<diagnostics><diagnostic id='d' i:related='e24'><value-of select='e25'/></diagnostic></diagnostics>"
    "</schema>";

struct seen {
    unsigned times[32];
    size_t count;
};

static void see(void *context, struct xpath_expression *expression)
{
    struct seen *seen = context;
    assert_int_equal(expression->text[0], 'e');
    seen->times[strtol(expression->text + 1, NULL, 10)]++;
    seen->count++;
}

static void each_once(void **state)
{
    struct checking checking;
    struct seen of_schema = {.count = 0}, of_pattern = {.count = 0};
    (void)state;
    checking_start(&checking, everywhere, RULEBOOK_TRUSTED);
    if (!checking.loaded)
        fail_msg("%s", checking.error.text);
    const struct rulebook_file *file = checking.rulebook->files.items[0];
    schematron_each_schema_expression(file->schema, see, &of_schema);
    schematron_each_expression(&file->schema->patterns[0], see, &of_pattern);
    assert_int_equal(of_schema.count, 5);
    for (size_t i = 1; i <= 5; i++)
        assert_int_equal(of_schema.times[i], 1);
    for (size_t i = 6; i <= 25; i++) {
        /* the report inherits the subject of the rule unless it has its own */
        if (of_pattern.times[i] != 1)
            fail_msg("e%02zu: %u times", i, of_pattern.times[i]);
    }
    assert_int_equal(of_pattern.count, 20);
    checking_stop(&checking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
