/*
 * Several inputs in one run (src/run/parts.c, src/run/crew.c): in turn and at the same time.
 */
#include "base/text.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define INPUTS 9

static const unsigned jobs[] = {1, 2, 8};
#define JOBS (sizeof jobs / sizeof jobs[0])

/* A rule that finds one thing in each server, and one that nobody can decide without facts. */
#define RULES                                                                                      \
    "<sch:rule context='site'><sch:report test='@name = \"bad\"'>bad</sch:report></sch:rule>"
#define UNDECIDED                                                                                  \
    "<sch:rule context='site'><sch:report test='fact(\"services\")'>x</sch:report></sch:rule>"

static const char *host(struct linting *l, const char *name, unsigned number)
{
    return arena_printf(l->arena,
                        "<configuration><system.applicationHost><sites>\n"
                        "<site name='%s' id='1'/><site name='n%u' id='2'/>\n"
                        "</sites></system.applicationHost></configuration>",
                        name, number);
}

static void add_hosts(struct linting *l)
{
    for (unsigned i = 0; i < INPUTS; i++)
        linting_text(l, arena_printf(l->arena, "%u/applicationHost.config", i),
                     host(l, i % 3 == 0 ? "bad" : "good", i));
}

/* What one run says; each of the others must say the same. */
static const char *everything(struct linting *l)
{
    struct iislint_counts counts = iislint_counts(l->run);
    return arena_printf(l->arena, "%s%s%s %zu files %zu sites %zu errors %zu undecided",
                        linting_findings(l), linting_notices(l), linting_files(l), counts.files,
                        counts.sites, counts.errors, counts.undecided);
}

static void any_number_of_jobs_finds_the_same(void **state)
{
    (void)state;
    const char *first = NULL;
    struct linting l[JOBS];
    for (size_t i = 0; i < JOBS; i++) {
        linting_init(&l[i]);
        linting_rule(&l[i], RULES);
        add_hosts(&l[i]);
        iislint_set_jobs(l[i].run, jobs[i]);
        linting_check(&l[i]);
        first = i == 0 ? everything(&l[i]) : first;
        assert_string_equal(everything(&l[i]), first);
    }
    assert_non_null(strstr(first, "TEST1 error 0/applicationHost.config:2:1"));
    assert_non_null(strstr(first, "TEST1 error 3/applicationHost.config:2:1"));
    assert_non_null(strstr(first, "TEST1 error 6/applicationHost.config:2:1"));
    assert_non_null(strstr(first, " 9 files 18 sites 3 errors 0 undecided"));
    for (size_t i = 0; i < JOBS; i++)
        linting_fini(&l[i]);
}

/* A finding of another thread names a rule of the run that was asked. */
static void rules_are_those_of_the_run(void **state)
{
    struct linting *l = *state;
    linting_rule(l, RULES);
    add_hosts(l);
    iislint_set_jobs(l->run, 3);
    linting_check(l);
    for (size_t i = 0; i < 3; i++)
        assert_ptr_equal(linting_finding(l, i)->rule, iislint_find_rule(l->run, "TEST1"));
}

/* Facts that are missing for one server are missing for all: one finding that names all places. */
static void undecided_is_one_finding(void **state)
{
    (void)state;
    for (size_t i = 0; i < JOBS; i++) {
        struct linting l;
        linting_init(&l);
        linting_rule(&l, UNDECIDED);
        linting_text(&l, "b.config", host(&l, "B", 1));
        linting_text(&l, "a.config", host(&l, "A", 2));
        linting_text(&l, "c.config", host(&l, "A", 2));
        iislint_set_jobs(l.run, jobs[i]);
        linting_check(&l);
        assert_int_equal(iislint_counts(l.run).undecided, 1);
        const struct iislint_finding *finding = linting_finding(&l, 0);
        assert_string_equal(iislint_file_path(finding->place.file), "b.config");
        assert_int_equal(finding->scope_count, 4);
        assert_string_equal(finding->scopes[0].path, "B");
        assert_string_equal(finding->scopes[1].path, "n1");
        assert_string_equal(finding->scopes[2].path, "A");
        assert_string_equal(finding->scopes[3].path, "n2");
        linting_fini(&l);
    }
}

/* ---- failures -------------------------------------------------------------------------------- */

struct failures {
    struct linting *linting;
    struct text text;
};

static bool note_failure(void *context, const struct iislint_error *failure)
{
    struct failures *failures = context;
    size_t folder = strlen(linting_path(failures->linting, "")) + 1;
    text_printf(&failures->text, "%s ", failure->path + folder);
    return true;
}

static const char *failures_of(struct linting *l)
{
    struct failures failures = {.linting = l};
    iislint_each_failure(l->run, note_failure, &failures);
    const char *result = arena_strdup(l->arena, text_string(&failures.text));
    text_fini(&failures.text);
    return result;
}

static void one_that_cannot_be_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < JOBS; i++) {
        struct linting l;
        linting_init(&l);
        linting_rule(&l, RULES);
        linting_write(&l, "invalid/applicationHost.config", host(&l, "bad", 0));
        linting_write(&l, "invalid/facts.xml", "<facts/>");
        linting_write(&l, "valid/applicationHost.config", host(&l, "bad", 0));
        linting_add(&l, "gone");
        linting_add(&l, "valid");
        linting_add(&l, "invalid");
        linting_add(&l, "gone");
        iislint_set_jobs(l.run, jobs[i]);
        linting_check(&l);
        assert_true(iislint_is_incomplete(l.run));
        assert_string_equal(failures_of(&l), "gone invalid/facts.xml ");
        assert_int_equal(iislint_counts(l.run).errors, 1);
        assert_string_equal(linting_files(&l), "valid/applicationHost.config");
        linting_fini(&l);
    }
}

static void none_that_can_be_checked(void **state)
{
    struct linting *l = *state;
    linting_rule(l, RULES);
    linting_add(l, "first");
    linting_add(l, "second");
    iislint_set_jobs(l->run, 2);
    linting_fails(l, "No such file");
    assert_string_equal(l->error.path, linting_path(l, "first"));
    assert_string_equal(failures_of(l), "first second ");
    assert_true(iislint_is_incomplete(l->run));
}

static void without_failures(void **state)
{
    struct linting *l = *state;
    linting_rule(l, RULES);
    add_hosts(l);
    linting_check(l);
    assert_string_equal(failures_of(l), "");
    assert_false(iislint_is_incomplete(l->run));
}

static void standard_input_twice(void **state)
{
    struct linting *l = *state;
    assert_true(iislint_add_input(l->run, "-", &l->error));
    assert_true(iislint_add_input(l->run, "a.config", &l->error));
    assert_false(iislint_add_input(l->run, "-", &l->error));
    assert_string_equal(l->error.text, "Standard input can be read only once.");
}

/* ---- suppressions and progress --------------------------------------------------------------- */

/* A comment speaks of its own file, whatever is found in the others. */
static void a_suppression_is_about_its_own_server(void **state)
{
    (void)state;
    for (size_t i = 0; i < JOBS; i++) {
        struct linting l;
        linting_init(&l);
        linting_rule(&l, RULES);
        for (unsigned number = 0; number < 4; number++)
            linting_text(&l, arena_printf(l.arena, "%u.config", number),
                         arena_printf(l.arena,
                                      "<configuration><system.applicationHost><sites>\n"
                                      "<!-- iislint-disable-next-line TEST1: known -->\n"
                                      "<site name='%s' id='1'/></sites>"
                                      "</system.applicationHost></configuration>",
                                      number == 2 ? "good" : "bad"));
        iislint_set_jobs(l.run, jobs[i]);
        linting_check(&l);
        assert_int_equal(iislint_counts(l.run).suppressed, 3);
        assert_string_equal(linting_notices(&l),
                            "UnusedSuppression note 2.config:2:1 Nothing of 'TEST1' is found at "
                            "the next element: this suppression can go.\n");
        linting_fini(&l);
    }
}

struct progress {
    size_t calls;
};

static void note_progress(void *context, size_t done, size_t total)
{
    struct progress *progress = context;
    assert_int_equal(done, ++progress->calls);
    assert_int_equal(total, INPUTS);
}

static void progress_counts_inputs(void **state)
{
    (void)state;
    for (size_t i = 0; i < JOBS; i++) {
        struct linting l;
        struct progress progress = {0};
        linting_init(&l);
        linting_rule(&l, RULES);
        add_hosts(&l);
        iislint_set_jobs(l.run, jobs[i]);
        iislint_on_progress(l.run, note_progress, &progress);
        linting_check(&l);
        assert_int_equal(progress.calls, INPUTS);
        linting_fini(&l);
    }
}

/* Questions after a check, of servers that other threads loaded. */
static void a_question_after_the_check(void **state)
{
    struct linting *l = *state;
    linting_rule(l, RULES);
    add_hosts(l);
    iislint_set_jobs(l->run, 0);
    linting_check(l);
    FILE *out = tmpfile();
    assert_non_null(out);
    char answer[4000] = "";
    assert_true(iislint_write_effective(l->run, "n7", "system.webServer/directoryBrowse", "text",
                                        out, &l->error));
    rewind(out);
    assert_true(fread(answer, 1, sizeof answer - 1, out) > 0);
    assert_non_null(strstr(answer, "schema default"));
    fclose(out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, linting_set_up, linting_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_jobs_finds_the_same),
        TEST(rules_are_those_of_the_run),
        cmocka_unit_test(undecided_is_one_finding),
        cmocka_unit_test(one_that_cannot_be_checked),
        TEST(none_that_can_be_checked),
        TEST(without_failures),
        TEST(standard_input_twice),
        cmocka_unit_test(a_suppression_is_about_its_own_server),
        cmocka_unit_test(progress_counts_inputs),
        TEST(a_question_after_the_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
