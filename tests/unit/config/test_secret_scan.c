/* Secrets in the text of a file, well-formed or not. */
#include "base/text.h"
#include "unit/config/secrets_fixture.h"

#include <string.h>

/* The text of a file with every secret span replaced by '#'. */
static void check_spans(struct secrets_fixture *fixture, const char *text, const char *expected)
{
    size_t count;
    const struct source *source = secrets_parse(fixture, text);
    const struct span *spans = secret_spans(fixture->secrets, fixture->arena, source, &count);
    struct text masked = {0};
    size_t done = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(spans[i].start >= done && spans[i].end > spans[i].start);
        text_add_bytes(&masked, source->text + done, spans[i].start - done);
        text_add_char(&masked, '#');
        done = spans[i].end;
    }
    text_add(&masked, source->text + done);
    assert_string_equal(text_string(&masked), expected);
    text_fini(&masked);
}

static void spans_of_a_file(void **state)
{
    check_spans(*state, "<a><b password='hush' x='1'/></a>", "<a><b password='#' x='1'/></a>");
    check_spans(*state, "<a><b password=''/></a>", "<a><b password=''/></a>");
    check_spans(*state, "<a v='Server=.;Pwd=hush;X=1'/>", "<a v='Server=.;Pwd=#;X=1'/>");
    /* in comments and texts as well */
    check_spans(*state, "<a><!-- Server=.;Password=hush; --></a>",
                "<a><!-- Server=.;Password=#; --></a>");
    check_spans(*state, "<a>Server=.;Password=hush;x</a>", "<a>Server=.;Password=#;x</a>");
    check_spans(*state, "<a><add key='ApiKey' value='hush'/><b/></a>",
                "<a><add key='ApiKey' value='#'/><b/></a>");
    check_spans(*state, "<a/>", "<a/>");
    /* around the root, in markup that was commented out, in instructions and CDATA */
    check_spans(*state, "<!-- Pwd=hush --><a/><!-- <b password='hush'/> -->",
                "<!-- Pwd=# --><a/><!-- <b password='#'/> -->");
    check_spans(*state, "<a><!-- <add key='ApiKey' value='hush'/> validationKey=\"hush\" --></a>",
                "<a><!-- <add key='ApiKey' value='#'/> validationKey=\"#\" --></a>");
    check_spans(*state, "<a><?x password='hush'?><![CDATA[x;Password=hush;y]]></a>",
                "<a><?x password='#'?><![CDATA[x;Password=#;y]]></a>");
    /* the text of an element */
    check_spans(*state, "<a><password>hush</password><b>x</b></a>",
                "<a><password>#</password><b>x</b></a>");
    check_spans(*state,
                "<a><setting name='ApiKey'>\n <value>hush</value></setting><value>x</value></a>",
                "<a><setting name='ApiKey'>\n <value>#</value></setting><value>x</value></a>");
    check_spans(*state, "<CipherData><CipherValue>aHVzaA==</CipherValue></CipherData>",
                "<CipherData><CipherValue>#</CipherValue></CipherData>");
    check_spans(*state, "<enum name='Password' value='2'/>", "<enum name='Password' value='2'/>");
    check_spans(*state, "<a password='[enc:P:aHVzaA==:enc]' b='[enc:P::enc]'/>",
                "<a password='[enc:P:#:enc]' b='[enc:P::enc]'/>");
}

/* Entities stand in the text of a value as they are written. */
static void spans_with_entities(void **state)
{
    check_spans(*state, "<a v=\"x;Password=&quot;hush&quot;;Y=1\"/>",
                "<a v=\"x;Password=&quot;#&quot;;Y=1\"/>");
    check_spans(*state, "<a v=\"x;Password=&#39;hush&#39;\"/>",
                "<a v=\"x;Password=&#39;#&#39;\"/>");
    check_spans(*state, "<a v=\"x;Password=h&amp;sh;Y=1\"/>", "<a v=\"x;Password=#;Y=1\"/>");
    check_spans(
        *state,
        "<a v=\"metadata=x;provider connection string=&quot;server=.;password=hush&quot;\"/>",
        "<a v=\"metadata=x;provider connection string=&quot;server=.;password=#\"/>");
    check_spans(*state, "<a v=\"x;Password=&quot;hush;y\"/>", "<a v=\"x;Password=&quot;#;y\"/>");
    check_spans(*state, "<a v=\"x;Pass&#119;ord=h&#x75;sh;y\"/>", "<a v=\"x;Pass&#119;ord=#;y\"/>");
    check_spans(*state, "<a key='Api&#75;ey' value='hush'/>", "<a key='Api&#75;ey' value='#'/>");
    check_spans(*state, "<a password=\"h&amp;sh\"/>", "<a password=\"#\"/>");
}

static void spans_of_a_broken_file(void **state)
{
    check_spans(*state, "<a><b password=\"hush\" ></a>", "<a><b password=\"#\" ></a>");
    check_spans(*state, "<a><b password='hush", "<a><b password='#");
    check_spans(*state, "<a><add connectionString=\"Server=.;Password=hush\">\n<b/>",
                "<a><add connectionString=\"Server=.;Password=#\">\n<b/>");
    /* a quote that is missing: what follows hides too, but the markup stays */
    check_spans(*state, "<a><b password=\"hush\n  x='1'/>\n</a>", "<a><b password=\"#</a>");
    check_spans(*state, "<a><b name=\"x v=\"Server=.;Password=hush\"/>",
                "<a><b name=\"x v=\"Server=.;Password=#\"/>");
    check_spans(*state, "<a><b password=hush x=\"1\"/>", "<a><b password=#\"1\"/>");
    check_spans(*state, "<a><add key='ApiKey' value='hush'", "<a><add key='ApiKey' value='#'");
}

/* What no entity is stands for itself; in a comment a file may have them. */
static void odd_references(void **state)
{
    static const char *const odd[] = {"&nbsp;",     "&#;",         "&#x;", "&#xZZ;", "&#38",
                                      "&#x110000;", "&#99999999;", "&#0;", "&",      "&#1x;"};
    struct secrets_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        check_spans(fixture,
                    arena_printf(fixture->arena, "<a><!-- <b v='%s;Password=hush' w='%s'/> --></a>",
                                 odd[i], odd[i]),
                    arena_printf(fixture->arena, "<a><!-- <b v='%s;Password=#' w='%s'/> --></a>",
                                 odd[i], odd[i]));
    /* a character beyond ASCII is one letter of a name */
    check_spans(fixture, "<a v='x;Password=h&#xe4;&#x1F600;sh;Y=1'/>", "<a v='x;Password=#;Y=1'/>");
}

/* Prefixes, white space and letter case change nothing. */
static void names_as_they_are_written(void **state)
{
    check_spans(*state, "<a xmlns:x='u' x:password = 'hush' b='1'/>",
                "<a xmlns:x='u' x:password = '#' b='1'/>");
    check_spans(*state, "<x:password xmlns:x='u'>hush</x:password>",
                "<x:password xmlns:x='u'>#</x:password>");
    check_spans(*state, "<a><add Key='ApiKey' Value='hush'/></a>",
                "<a><add Key='ApiKey' Value='#'/></a>");
    check_spans(*state, "<a><setting name='ApiKey'><Value>hush</Value></setting></a>",
                "<a><setting name='ApiKey'><Value>#</Value></setting></a>");
    check_spans(*state, "<a><add value='hush' key='ApiKey'/></a>",
                "<a><add value='#' key='ApiKey'/></a>");
}

/* The text of <value> is secret until its entry ends, whatever stands between. */
static void texts_behind_a_key(void **state)
{
    check_spans(*state,
                "<a><setting name='ApiKey'><!-- x --><value><![CDATA[hush]]></value></setting></a>",
                "<a><setting name='ApiKey'><!-- x --><value><![CDATA[#]]></value></setting></a>");
    check_spans(*state, "<a><setting name='ApiKey'/><value>x</value></a>",
                "<a><setting name='ApiKey'/><value>x</value></a>");
    check_spans(*state, "<a><setting name='ApiKey'><other>x</other></setting></a>",
                "<a><setting name='ApiKey'><other>x</other></setting></a>");
    check_spans(*state, "<a><password> \n </password></a>", "<a><password> \n </password></a>");
}

static void marks_that_nobody_closes(void **state)
{
    check_spans(*state, "<a><!-- <b password='hush'", "<a><!-- <b password='#'");
    check_spans(*state, "<a><![CDATA[Pwd=hush", "<a><![CDATA[Pwd=#");
    check_spans(*state, "<a><?x password='hush", "<a><?x password='#");
    check_spans(*state, "<", "<");
    check_spans(*state, "", "");
    check_spans(*state, "= = 'x' =", "= = 'x' =");
    check_spans(*state, "<a password  =  'hush'", "<a password  =  '#'");
    check_spans(*state, "<a><b x:password='hush'", "<a><b x:password='#'");
    check_spans(*state, "<a><add Key='ApiKey' Value='hush'", "<a><add Key='ApiKey' Value='#'");
}

/* A hostile file buys no more look-ups than some: from there on every value hides. */
static void too_many_values(void **state)
{
    struct secrets_fixture *fixture = *state;
    struct text text = {0};
    size_t count;
    text_add(&text, "<a value='open'/><a ");
    for (int i = 0; i < 100001; i++)
        text_add(&text, "value='x'<");
    text_add(&text, "value='last' ");
    const struct source *source = secrets_parse(fixture, text_string(&text));
    const struct span *spans = secret_spans(fixture->secrets, fixture->arena, source, &count);
    assert_true(count > 0);
    assert_true(spans[0].start > strlen("<a value='open'/>"));
    assert_memory_equal(source->text + spans[count - 1].start, "last", 4);
    text_fini(&text);
}

/* What each is called, and which of them decodes. */
static void kinds(void **state)
{
    struct secrets_fixture *fixture = *state;
    size_t count;
    const struct source *source =
        secrets_parse(fixture, "<a password='p' apiKey='k' v='Pwd=c'><add key='ApiKey' value='s'/>"
                               "<b password='[enc:P:QUJD:enc]' c='[enc:P:QUJ:enc]'/></a>");
    const struct secret *found = secret_find(fixture->secrets, fixture->arena, source, &count);
    assert_int_equal(count, 6);
    static const char *const expected[] = {
        "password",       "key", "connection string credential", "setting", "encrypted value",
        "encrypted value"};
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(found[i].kind, expected[i]);
        assert_int_equal(found[i].is_base64, i == 4);
    }
    /* without any text there is nothing */
    struct source none = {.text = NULL};
    secret_find(fixture->secrets, fixture->arena, &none, &count);
    assert_int_equal(count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, secrets_set_up, secrets_tear_down)
    const struct CMUnitTest tests[] = {TEST(spans_of_a_file),
                                       TEST(spans_with_entities),
                                       TEST(spans_of_a_broken_file),
                                       TEST(odd_references),
                                       TEST(names_as_they_are_written),
                                       TEST(texts_behind_a_key),
                                       TEST(marks_that_nobody_closes),
                                       TEST(too_many_values),
                                       TEST(kinds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
