/* One finding or notice of the text report. */
#include "report/text_finding.h"

#include "unit/report/text_log.h"

static const char *written(const struct iislint_finding *finding)
{
    struct memory_output memory;
    memory_init(&memory);
    text_finding_write(&memory.out, finding, text_style_get(false));
    const char *text = arena_strdup(fake.arena, memory_finish(&memory));
    memory_fini(&memory);
    return text;
}

static const char *notice_written(const struct iislint_notice *notice)
{
    struct memory_output memory;
    memory_init(&memory);
    text_finding_write_notice(&memory.out, notice, text_style_get(false));
    const char *text = arena_strdup(fake.arena, memory_finish(&memory));
    memory_fini(&memory);
    return text;
}

/* A finding with nothing but what each has. */
static struct iislint_finding bare(void)
{
    return (struct iislint_finding){
        .rule = &fake.rules[0], .level = IISLINT_ERROR, .message = "so"};
}

static void a_finding_without_a_place(void **state)
{
    (void)state;
    struct iislint_finding finding = bare();
    assert_string_equal(written(&finding), "iislint: error: so [IIS2401]\n");
    finding.remedy = "";
    finding.level = IISLINT_NOTE;
    assert_string_equal(written(&finding), "iislint: note: so [IIS2401]\n");
    finding.place.file = &fake.files[0]; /* all of it */
    assert_string_equal(written(&finding), "applicationHost.config: note: so [IIS2401]\n");
}

static void suppressed_findings(void **state)
{
    (void)state;
    struct iislint_finding finding = bare();
    finding.suppressed = true;
    assert_contains(written(&finding), " (suppressed: no reason)\n");
    finding.justification = "because\x1B[2J";
    assert_contains(written(&finding), " (suppressed: because");
    assert_null(strchr(written(&finding), '\x1B'));
}

/* Few scopes are all named, of many a sample. */
static void scopes(void **state)
{
    static struct iislint_scope scopes[12345];
    (void)state;
    struct iislint_finding finding = bare();
    for (size_t i = 0; i < 12345; i++)
        scopes[i] = (struct iislint_scope){"S", NULL};
    scopes[0].path = "";
    scopes[1].path = "Shop/a";
    finding.scopes = scopes;
    static const struct {
        size_t count;
        const char *expected;
    } rows[] = {{1, "  affects: the server\n"},
                {2, "  affects: the server and Shop/a\n"},
                {5, "  affects: the server, Shop/a, S/, S/ and S/\n"},
                {6, "  affects: the server, Shop/a, S/, S/ and 2 more\n"},
                {12345, "  affects: the server, Shop/a, S/, S/ and 12,341 more\n"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        finding.scope_count = rows[i].count;
        assert_contains(written(&finding), rows[i].expected);
    }
    /* one with a detail makes it a list; one that is not named does not */
    scopes[5].detail = "five";
    assert_contains(written(&finding), "  affects: the server");
    scopes[1].detail = "one\ntwo";
    assert_contains(written(&finding), "  affects:\n      the server\n      Shop/a: one");
    assert_contains(written(&finding), "\n      and 12,341 more\n");
    assert_lacks(written(&finding), "one\ntwo");
}

static void related_places(void **state)
{
    static struct iislint_related related[15];
    (void)state;
    struct iislint_finding finding = bare();
    for (size_t i = 0; i < 15; i++)
        related[i] = (struct iislint_related){{0}, "here"};
    finding.related = related;
    finding.related_count = 10;
    assert_lacks(written(&finding), "more places");
    finding.related_count = 15;
    const char *text = written(&finding);
    assert_contains(text, "  see also: here\n");
    assert_contains(text, "  and 5 more places\n");
    finding.related_count = 1;
    related[0].place = fake.findings[0].place;
    assert_contains(written(&finding), "applicationHost.config:11:41: note: here\n    11 | ");
}

static void notices(void **state)
{
    (void)state;
    assert_string_equal(notice_written(&fake.notices[1]),
                        "sites/other/web.config: error: permission denied [UnreadableFile]\n");
    struct iislint_notice notice = {
        .level = IISLINT_NOTE, .id = "Assumption", .message = "a\nb\x07"};
    const char *text = notice_written(&notice);
    assert_contains(text, "iislint: note: a");
    assert_lacks(text, "\x07");
    assert_lacks(text, "a\nb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEXT_TEST(a_finding_without_a_place),
                                       TEXT_TEST(suppressed_findings), TEXT_TEST(scopes),
                                       TEXT_TEST(related_places), TEXT_TEST(notices)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
