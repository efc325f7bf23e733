#include "cli/help.h"

#include "cli/fill.h"
#include "cli/options.h"
#include "unit/report/memory_output.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void help_names_every_option_of_the_command(void **state)
{
    (void)state;
    size_t command_count, option_count;
    const struct command *commands = command_table(&command_count);
    const struct option_spec *table = options_table(&option_count);
    for (size_t i = 0; i < command_count; i++) {
        struct memory_output memory;
        memory_init(&memory);
        help_write(&memory.out, &commands[i]);
        const char *text = memory_finish(&memory);
        for (size_t j = 0; j < option_count; j++) {
            bool is_known = (table[j].commands & (unsigned)commands[i].bit) != 0;
            assert_int_equal(
                strstr(text, table[j].help) != NULL || strlen(table[j].help) > 50 || !is_known, 1);
            if (is_known)
                assert_non_null(strstr(text, table[j].name));
        }
        memory_fini(&memory);
    }
}

static void no_line_of_help_is_wider_than_a_terminal(void **state)
{
    (void)state;
    size_t count;
    const struct command *commands = command_table(&count);
    for (size_t i = 0; i < count; i++) {
        struct memory_output memory;
        memory_init(&memory);
        help_write(&memory.out, &commands[i]);
        for (const char *line = memory_finish(&memory); *line != '\0';) {
            size_t length = strcspn(line, "\n");
            assert_true(length <= 80);
            line += length + (line[length] == '\n');
        }
        memory_fini(&memory);
    }
}

static void the_manual_has_every_option(void **state)
{
    (void)state;
    size_t count;
    const struct option_spec *table = options_table(&count);
    struct memory_output memory;
    memory_init(&memory);
    help_write_man(&memory.out);
    const char *text = memory_finish(&memory);
    assert_true(text_starts_with(text, ".TH IISLINT 1 "));
    for (size_t i = 0; i < count; i++) {
        struct text name = {0};
        for (const char *c = table[i].name; *c != '\0'; c++) {
            text_add(&name, *c == '-' ? "\\-" : "");
            if (*c != '-')
                text_add_char(&name, *c);
        }
        assert_non_null(strstr(text, text_string(&name)));
        text_fini(&name);
    }
    memory_fini(&memory);
}

static void check_fill(const char *given, size_t column, size_t indent, const char *wanted)
{
    struct memory_output memory;
    memory_init(&memory);
    fill_write(&memory.out, given, column, indent);
    assert_string_equal(memory_finish(&memory), wanted);
    memory_fini(&memory);
}

static void prose_is_filled(void **state)
{
    (void)state;
    check_fill("a  b\nc", 0, 0, "a b c\n");
    check_fill("", 0, 0, "\n");
    check_fill("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
               "x 0123456789 y",
               0, 2,
               "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 x\n"
               "  0123456789 y\n");
}

static void code_in_a_remedy_stays_as_it_is(void **state)
{
    (void)state;
    struct memory_output memory;
    memory_init(&memory);
    fill_write_remedy(&memory.out, "Change it:\n\n<a  b=\"1\" />\nappcmd  set x", 2);
    assert_string_equal(memory_finish(&memory),
                        "  Change it:\n\n    <a  b=\"1\" />\n    appcmd  set x\n");
    memory_fini(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_names_every_option_of_the_command),
        cmocka_unit_test(no_line_of_help_is_wider_than_a_terminal),
        cmocka_unit_test(the_manual_has_every_option),
        cmocka_unit_test(prose_is_filled),
        cmocka_unit_test(code_in_a_remedy_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
