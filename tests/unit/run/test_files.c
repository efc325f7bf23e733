#include "run/run.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MASK SECRET_MASK

/* Letters that stand in secrets and nowhere else. */
#define SECRET "QZJXKY"
#define OTHER "KXJZQW"

static const char secrets[] =
    "<configuration>\n"
    "  <a password='" SECRET "' b='c'/><a password=\"" OTHER "\"/>\n"
    "  <connectionStrings><add name='d' connectionString='Server=s;Password=" SECRET ";x=1'/>\n"
    "  </connectionStrings><!-- password=\"" OTHER "\" -->\n"
    "</configuration>\n";

static const struct iislint_file *only_file(struct linting *linting, const char *text)
{
    linting_text(linting, "web.config", text);
    linting_check(linting);
    return linting_file(linting, "web.config");
}

static void what_a_file_is(void **state)
{
    struct linting *l = *state;
    const struct iislint_file *file = only_file(l, "<configuration>\r\n</configuration>\n");
    assert_string_equal(iislint_file_path(file), "web.config");
    assert_string_equal(iislint_file_encoding(file), "utf-8");
    assert_int_equal(iislint_file_byte_length(file), 34);
    assert_int_equal(strlen(iislint_file_sha256(file)), 64);
    assert_string_equal(iislint_file_line(file, 1), "<configuration>");
    assert_string_equal(iislint_file_line(file, 2), "</configuration>");
    size_t length;
    assert_string_equal(iislint_file_text(file, &length), "<configuration>\r\n</configuration>\n");
    assert_int_equal(length, 34);
    assert_ptr_equal(iislint_file_sha256(file), iislint_file_sha256(file));
}

static void another_encoding(void **state)
{
    struct linting *l = *state;
    static const char ascii[] = "<configuration a='\xE4'/>";
    char bytes[2 * sizeof ascii];
    size_t count = 0;
    bytes[count++] = '\xFF';
    bytes[count++] = '\xFE';
    for (const char *c = ascii; *c; c++) {
        bytes[count++] = *c;
        bytes[count++] = 0;
    }
    assert_true(iislint_add_bytes(l->run, "web.config", bytes, count, &l->error));
    linting_check(l);
    const struct iislint_file *file = linting_file(l, "web.config");
    assert_string_equal(iislint_file_encoding(file), "utf-16");
    assert_int_equal(iislint_file_byte_length(file), count);
    assert_string_equal(iislint_file_line(file, 1), "<configuration a='\xC3\xA4'/>");
}

static void lines_without_secrets(void **state)
{
    struct linting *l = *state;
    const struct iislint_file *file = only_file(l, secrets);
    assert_string_equal(iislint_file_line(file, 2),
                        "  <a password='" MASK "' b='c'/><a password=\"" MASK "\"/>");
    assert_string_equal(iislint_file_line(file, 3),
                        "  <connectionStrings><add name='d' "
                        "connectionString='Server=s;Password=" MASK ";x=1'/>");
    assert_null(strpbrk(iislint_file_line(file, 4), "QZJX"));
    assert_string_equal(iislint_file_line(file, 5), "</configuration>");
    assert_int_equal(iislint_file_line_count(file), 6); /* the last one is empty */
}

/* All of it, with the lines where they were; a copy that is masked already is the same. */
static void the_masked_text(void **state)
{
    struct linting *l = *state;
    linting_text(l, "web.config", "<configuration>\r\n<a password='QZ\r\nJX\n'/><b c='d'/>\n");
    linting_text(l, "snapshot/web.config",
                 "<configuration>\r\n<a password='" MASK "\r\n\n'/><b c='d'/>\n");
    linting_text(l, "plain/web.config", "<configuration/>\n");
    linting_check(l);
    size_t length;
    const char *masked = iislint_file_masked_text(linting_file(l, "web.config"), &length);
    assert_string_equal(masked, "<configuration>\r\n<a password='" MASK "\r\n\n'/><b c='d'/>\n");
    assert_int_equal(length, strlen(masked));
    assert_string_equal(iislint_file_masked_text(linting_file(l, "snapshot/web.config"), &length),
                        masked);
    assert_string_equal(iislint_file_masked_text(linting_file(l, "plain/web.config"), &length),
                        "<configuration/>\n");
    assert_int_equal(length, 17);
}

/* Wherever an excerpt begins and ends, no letter of a secret is in it. */
static void every_cut(void **state)
{
    struct linting *l = *state;
    const struct iislint_file *file = only_file(l, secrets);
    size_t length = sizeof secrets - 1;
    for (size_t start = 0; start <= length; start++)
        for (size_t end = start; end <= length; end++) {
            bool masked, touches = false;
            const char *excerpt = iislint_file_excerpt(file, start, end, &masked);
            for (size_t i = start; i < end; i++)
                touches = touches || strchr("QZJX", secrets[i]);
            if (strpbrk(excerpt, "QZJX") || (touches && !masked))
                fail_msg("%zu to %zu: %s", start, end, excerpt);
            if (!masked && (strlen(excerpt) != end - start ||
                            memcmp(excerpt, secrets + start, end - start) != 0))
                fail_msg("%zu to %zu: %s", start, end, excerpt);
        }
    assert_string_equal(iislint_file_excerpt(file, 10, 5, NULL), "");
    assert_string_equal(iislint_file_excerpt(file, length, length + 99, NULL), "");
    assert_string_equal(iislint_file_excerpt(file, length + 1, length + 99, NULL), "");
    assert_string_equal(iislint_file_excerpt(file, length - 2, (size_t)-1, NULL), ">\n");
}

/* In a file that cannot be parsed they are secrets all the same. */
static void secrets_of_a_broken_file(void **state)
{
    struct linting *l = *state;
    const struct iislint_file *file =
        only_file(l, "<configuration>\n<a password='" SECRET "'\n<b>\n</configuration>");
    assert_string_equal(iislint_file_line(file, 2), "<a password='" MASK "'");
    const struct iislint_finding *finding = linting_finding(l, 0);
    assert_null(strpbrk(finding->message, "QZJX"));
}

/* Two files of one name are two files. */
static void the_same_name_twice(void **state)
{
    struct linting *l = *state;
    linting_text(l, "web.config", "<configuration>\n<a></configuration>");
    linting_text(l, "web.config", "<configuration>\n<b></configuration>");
    linting_text(l, "web.config", "<configuration>\n<c></configuration>");
    linting_check(l);
    assert_string_equal(linting_files(l), "web.config web.config web.config");
    assert_int_equal(iislint_counts(l->run).files, 3);
    assert_int_equal(iislint_counts(l->run).errors, 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < i; j++)
            assert_ptr_not_equal(linting_finding(l, i)->place.file,
                                 linting_finding(l, j)->place.file);
}

/* A place without extent is its whole line. */
static void the_place_of_a_span(void **state)
{
    struct linting *l = *state;
    only_file(l, "<configuration>\n  <a/>\n</configuration>");
    struct source *source = linting_file(l, "web.config")->source;
    struct iislint_place place = run_place(l->run, source, (struct span){17, 17}, NULL);
    assert_int_equal(place.region.start_line, 2);
    assert_int_equal(place.region.start_column, 1);
    assert_int_equal(place.region.end_column, 7);
    assert_null(place.xpath);
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    place = run_place_of_node(l->run, root);
    assert_string_equal(place.xpath, "/configuration");
    assert_int_equal(place.region.end_offset, 15);
    place = run_place_of_node(l->run, (xmlNode *)source->doc);
    assert_int_equal(place.region.end_column, 16);
    xmlNode *loose = xmlNewNode(NULL, (const xmlChar *)"x");
    place = run_place_of_node(l->run, loose);
    assert_null(place.file);
    xmlFreeNode(loose);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_a_file_is, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(another_encoding, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(lines_without_secrets, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(the_masked_text, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(every_cut, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(secrets_of_a_broken_file, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(the_same_name_twice, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(the_place_of_a_span, linting_set_up, linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
