/* The question to the directory, and what its entries become. */
#include "unit/facts/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const struct spn_place place = {"WEB01", "CONTOSO", "contoso.com"};

static void add(struct recorded *recorded, struct list *list, const char *text)
{
    list_add(list, recorded->arena, (void *)(uintptr_t)text);
}

static void the_question(void **state)
{
    (void)state;
    static const char *const accounts[] = {
        "contoso\\svc-web", "SVC-UPN@CONTOSO.COM", "CONTOSO\\odd(*\\name)",
        "svc-bare",         "IIS APPPOOL\\Shop",   "NT AUTHORITY\\SYSTEM",
        ".\\local",         "WEB01\\local",        "BUILTIN\\Users",
        "FABRIKAM\\svc"};
    struct recorded recorded;
    recorded_begin(&recorded, "spns", NULL);
    for (size_t i = 0; i < sizeof accounts / sizeof accounts[0]; i++)
        add(&recorded, &recorded.request.accounts, accounts[i]);
    add(&recorded, &recorded.request.hosts, "www.contoso.com");
    assert_string_equal(collect_spn_filter(recorded.arena, &recorded.request, &place),
                        "(&(servicePrincipalName=*)(|(sAMAccountName=WEB01$)"
                        "(sAMAccountName=svc-web)(sAMAccountName=SVC-UPN)"
                        "(sAMAccountName=odd\\28\\2a\\5cname\\29)(sAMAccountName=svc-bare)"
                        "(servicePrincipalName=HTTP/www.contoso.com)"
                        "(servicePrincipalName=HTTP/www.contoso.com:*)"
                        "(servicePrincipalName=HOST/www.contoso.com)))");
    assert_string_equal(collect_spn_foreign(&recorded.request, &place), "FABRIKAM\\svc");
    recorded.request.accounts.count--;
    assert_null(collect_spn_foreign(&recorded.request, &place));
    recorded_fini(&recorded);
}

/* Of a domain whose names are not known, any account may be of another. */
static void a_domain_without_names(void **state)
{
    (void)state;
    static const struct spn_place nowhere = {.computer = "WEB01"};
    struct recorded recorded;
    recorded_begin(&recorded, "spns", NULL);
    add(&recorded, &recorded.request.accounts, "CONTOSO\\svc");
    assert_string_equal(collect_spn_filter(recorded.arena, &recorded.request, &nowhere),
                        "(&(servicePrincipalName=*)(|(sAMAccountName=WEB01$)))");
    assert_string_equal(collect_spn_foreign(&recorded.request, &nowhere), "CONTOSO\\svc");
    static const char *const names[] = {"HTTP/web01", NULL};
    collect_add_spns(&recorded.collecting, &nowhere, "WEB01$", names);
    assert_string_equal(recorded_items(&recorded),
                        "<spn account=\"WEB01$\" value=\"HTTP/web01\"/>\n");
    recorded_fini(&recorded);
}

/* The entry of a server, with what somebody mistyped into it. */
static void the_answer(void **state)
{
    (void)state;
    static const char *const names[] = {"WSMAN/WEB01.contoso.com",
                                        "HOST/WEB01",
                                        "HTTP/www.contoso.com:8080",
                                        "MSSQLSvc/db.contoso.com:1433/x",
                                        "HTTP/",
                                        "/www",
                                        "www.contoso.com",
                                        "HTTP/ www.contoso.com",
                                        "HT TP/www",
                                        "",
                                        NULL};
    struct recorded recorded;
    recorded_begin(&recorded, "spns", NULL);
    collect_add_spns(&recorded.collecting, &place, "WEB01$", names);
    collect_complete(&recorded.collecting);
    assert_string_equal(
        recorded_items(&recorded),
        "<spn account=\"CONTOSO\\WEB01$\" value=\"WSMAN/WEB01.contoso.com\"/>\n"
        "<spn account=\"CONTOSO\\WEB01$\" value=\"HOST/WEB01\"/>\n"
        "<spn account=\"CONTOSO\\WEB01$\" value=\"HTTP/www.contoso.com:8080\"/>\n"
        "<spn account=\"CONTOSO\\WEB01$\" value=\"MSSQLSvc/db.contoso.com:1433/x\"/>\n");
    recorded_end(&recorded, 0);
    assert_true(facts_group_complete(recorded.facts, "spns"));
    recorded_fini(&recorded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_question),
        cmocka_unit_test(a_domain_without_names),
        cmocka_unit_test(the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
