/* Events as `wevtutil qe` renders them become counted facts. */
#include "facts/item.h"
#include "unit/facts/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define EVENT "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
#define SYSTEM(provider, id, level, time, channel)                                                 \
    "<System>" provider id "<Version>0</Version><Level>" level                                     \
    "</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x80000000000000</Keywords>"                \
    "<TimeCreated SystemTime='" time "'/><EventRecordID>1934</EventRecordID><Correlation/>"        \
    "<Execution ProcessID='0' ThreadID='0'/><Channel>" channel                                     \
    "</Channel><Computer>WEB01</Computer><Security/></System>"
#define WAS                                                                                        \
    "<Provider Name='Microsoft-Windows-WAS' Guid='{524B5D04-133C-4A62-8362-64E8EDB9CE40}' "        \
    "EventSourceName='WAS'/>"
#define QUALIFIED(id) "<EventID Qualifiers='32768'>" id "</EventID>"

#define POOL_EVENT(id, level, time, pool)                                                          \
    EVENT SYSTEM(WAS, QUALIFIED(id), level, time,                                                  \
                 "System") "<EventData><Data Name='AppPoolID'>" pool                               \
                           "</Data><Data Name='ProcessID'>2816</Data>"                             \
                           "<Binary>6D000780</Binary></EventData></Event>"

static bool count(struct collect_events *events, const char *xml)
{
    return collect_events_count(events, xml, strlen(xml));
}

static const char *written(struct recorded *recorded, const char *const *documents)
{
    struct collect_events *events = collect_events_new(recorded->arena);
    for (; *documents != NULL; documents++)
        assert_true(count(events, *documents));
    collect_events_write(events, &recorded->collecting);
    return recorded_items(recorded);
}

static void events_that_are_alike_are_one(void **state)
{
    (void)state;
    static const char *const documents[] = {
        POOL_EVENT("5011", "3", "2026-11-20T18:00:00.1234567Z", "Shop"),
        POOL_EVENT("5011", "3", "2026-11-20T18:05:00.000000000Z", "Shop"),
        POOL_EVENT("5011", "3", "2026-11-20T17:00:00.9999999Z", "Shop"),
        POOL_EVENT("5011", "3", "2026-11-20T18:00:00.0000000Z", "Blog"),
        POOL_EVENT("5002", "2", "2026-11-20T18:06:00.0000000Z", "Shop"),
        NULL};
    struct recorded recorded;
    recorded_begin(&recorded, "events", NULL);
    assert_string_equal(written(&recorded, documents),
                        "<event log=\"System\" source=\"WAS\" id=\"5011\" level=\"warning\" "
                        "last=\"2026-11-20T18:05:00Z\" count=\"3\" subject=\"Shop\"/>\n"
                        "<event log=\"System\" source=\"WAS\" id=\"5011\" level=\"warning\" "
                        "last=\"2026-11-20T18:00:00Z\" count=\"1\" subject=\"Blog\"/>\n"
                        "<event log=\"System\" source=\"WAS\" id=\"5002\" level=\"error\" "
                        "last=\"2026-11-20T18:06:00Z\" count=\"1\" subject=\"Shop\"/>\n");
    recorded_end(&recorded, 0);
    assert_string_equal(item_get(recorded_find(&recorded, "id", "5002"), "subject"), "Shop");
    recorded_fini(&recorded);
}

/* Only where it is certain: the other texts of events may be paths, messages or secrets. */
static void who_an_event_is_about(void **state)
{
    (void)state;
    static const char *const documents[] = {
        /* an old event: its texts have no names */
        EVENT "<System><Provider Name='WAS'/><EventID Qualifiers='49152'>5059</EventID>"
              "<Level>2</Level><TimeCreated SystemTime='2026-11-20T18:00:00Z'/>"
              "<Channel>System</Channel></System><EventData><Data>Shop &amp; Co</Data></EventData>"
              "</Event>",
        /* not of a pool or site */
        EVENT SYSTEM(
            WAS, QUALIFIED("5005"), "1", "2026-11-20T18:00:00.0000000Z",
            "System") "<EventData><Data Name='ErrorCode'>80070005</Data></EventData></Event>",
        EVENT SYSTEM("<Provider Name='Microsoft-Windows-IIS-W3SVC'/>", QUALIFIED("1004"), "2",
                     "2026-11-20T18:00:00.0000000Z",
                     "System") "<EventData><Data Name='SiteID'>2</Data></EventData></Event>",
        EVENT SYSTEM(WAS, "<EventID>5036</EventID>", "2", "2026-11-20T18:00:00.0000000Z",
                     "System") "</Event>",
        EVENT SYSTEM("<Provider Name='IIS AspNetCore Module V2'/>", QUALIFIED("1010"), "2",
                     "2026-11-20T18:00:00.0000000Z",
                     "Application") "<EventData><Data>C:\\shop</Data></EventData></Event>",
        EVENT SYSTEM("<Provider Name='Microsoft-Windows-User Profiles Service'/>",
                     "<EventID>1511</EventID>", "9", "yesterday",
                     "Application") "<EventData></EventData></Event>",
        EVENT SYSTEM(
            WAS, "<EventID>5021</EventID>", "0", "2026-11-20T18:00:00",
            "System") "<EventData><Data Name='AppPoolID'>a;password=x</Data></EventData></Event>",
        NULL};
    struct recorded recorded;
    recorded_begin(&recorded, "events", NULL);
    assert_string_equal(
        written(&recorded, documents),
        "<event log=\"System\" source=\"WAS\" id=\"5059\" level=\"error\" "
        "last=\"2026-11-20T18:00:00Z\" count=\"1\" subject=\"Shop &amp; Co\"/>\n"
        "<event log=\"System\" source=\"WAS\" id=\"5005\" level=\"critical\" "
        "last=\"2026-11-20T18:00:00Z\" count=\"1\"/>\n"
        "<event log=\"System\" source=\"W3SVC\" id=\"1004\" level=\"error\" "
        "last=\"2026-11-20T18:00:00Z\" count=\"1\" subject=\"2\"/>\n"
        "<event log=\"System\" source=\"WAS\" id=\"5036\" level=\"error\" "
        "last=\"2026-11-20T18:00:00Z\" count=\"1\"/>\n"
        "<event log=\"Application\" source=\"IIS AspNetCore Module V2\" id=\"1010\" "
        "level=\"error\" last=\"2026-11-20T18:00:00Z\" count=\"1\"/>\n"
        "<event log=\"Application\" source=\"User Profiles Service\" id=\"1511\" count=\"1\"/>\n"
        "<event log=\"System\" source=\"WAS\" id=\"5021\" count=\"1\"/>\n");
    recorded_end(&recorded, 0);
    recorded_fini(&recorded);
}

static void what_is_no_event(void **state)
{
    (void)state;
    static const char *const documents[] = {
        "",
        "<Event>",
        "<Event/>",
        "<Event><System/></Event>",
        "<Event><System><Provider Name=''/><EventID>1</EventID><Channel>x</Channel></System>"
        "</Event>",
        "<Event><System><Provider Name='WAS'/><Channel>x</Channel></System></Event>",
        "<Event><System><Provider Name='WAS'/><EventID>1</EventID></System></Event>"};
    struct recorded recorded;
    recorded_begin(&recorded, "events", NULL);
    struct collect_events *events = collect_events_new(recorded.arena);
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++)
        assert_false(count(events, documents[i]));
    collect_events_write(events, &recorded.collecting);
    assert_string_equal(recorded_items(&recorded), "");
    recorded_fini(&recorded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_that_are_alike_are_one),
        cmocka_unit_test(who_an_event_is_about),
        cmocka_unit_test(what_is_no_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
