#include "facts/access.h"

#include "base/text.h"
#include "unit/facts/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static int setup(void **state)
{
    static struct machine machine;
    machine_init(&machine, "");
    *state = &machine;
    return 0;
}

static int teardown(void **state)
{
    machine_fini(*state);
    return 0;
}

static struct sddl *parse(void **state, const char *text)
{
    struct machine *m = *state;
    struct error error = {.text = ""};
    struct sddl *sddl = sddl_parse(m->accounts, m->arena, text, &error);
    if (sddl == NULL)
        fail_msg("%s: %s", text, error.text);
    return sddl;
}

static void test_parts(void **state)
{
    struct sddl *sddl = parse(state, "O:BAG:SYD:PAI(A;OICI;0x1200a9;;;S-1-5-82-1-2)(D;;FW;;;IS)");
    assert_string_equal(sddl->owner, "S-1-5-32-544");
    assert_string_equal(sddl->group, "S-1-5-18");
    assert_true(sddl->dacl_given && sddl->has_dacl && sddl->is_protected);
    assert_int_equal(sddl->count, 2);
    assert_true(sddl->aces[0].allow && sddl->aces[0].object_inherit);
    assert_true(sddl->aces[0].container_inherit && !sddl->aces[0].inherit_only);
    assert_int_equal(sddl->aces[0].mask, 0x1200a9);
    assert_string_equal(sddl->aces[0].sid, "S-1-5-82-1-2");
    assert_false(sddl->aces[1].allow);
    assert_int_equal(sddl->aces[1].mask, 0x120116);
    assert_string_equal(sddl->aces[1].sid, "S-1-5-32-568");

    sddl = parse(state, "S:(AU;SA;FA;;;WD)D:AIO:S-1-5-21-1-2-3-500");
    assert_string_equal(sddl->owner, "S-1-5-21-1-2-3-500");
    assert_null(sddl->group);
    assert_true(sddl->dacl_given && sddl->has_dacl && !sddl->is_protected);
    assert_int_equal(sddl->count, 0);

    sddl = parse(state, "O:SY");
    assert_false(sddl->dacl_given || sddl->has_dacl);
    sddl = parse(state, "D:NO_ACCESS_CONTROL");
    assert_true(sddl->dacl_given && !sddl->has_dacl);
    sddl = parse(state, "D:ARAIPNO_ACCESS_CONTROLS:");
    assert_true(sddl->dacl_given && !sddl->has_dacl);
    sddl = parse(state, " O:BA G:SY D:( A ;OICI ; FR ;;; BU ) ");
    assert_int_equal(sddl->count, 1);
    assert_int_equal(sddl->aces[0].mask, 0x120089);
}

/* What Windows itself prints for C:\inetpub\wwwroot. */
static void test_stock(void **state)
{
    struct sddl *sddl = parse(
        state,
        "O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464G:SYD:AI(A;OICI;0x1200a9;;;IS)"
        "(A;ID;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)(A;OICIIOID;GA;;;"
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)(A;ID;FA;;;SY)"
        "(A;OICIIOID;GA;;;SY)(A;ID;FA;;;BA)(A;OICIIOID;GA;;;BA)(A;ID;0x1200a9;;;BU)"
        "(A;OICIIOID;GXGR;;;BU)(A;OICIIOID;GA;;;CO)");
    assert_int_equal(sddl->count, 10);
    assert_true(sddl->aces[8].inherit_only && sddl->aces[8].inherited);
    assert_int_equal(sddl->aces[8].mask, 0x1200a9);
    assert_int_equal(sddl->aces[9].mask, 0x1f01ff);
    assert_string_equal(sddl->aces[9].sid, "S-1-3-0");
}

static void test_rights(void **state)
{
    static const struct {
        const char *rights;
        uint32_t mask;
    } cases[] = {
        {"FA", 0x1f01ff},
        {"FR", 0x120089},
        {"FW", 0x120116},
        {"FX", 0x1200a0},
        {"GA", 0x1f01ff},
        {"GR", 0x120089},
        {"GW", 0x120116},
        {"GX", 0x1200a0},
        {"GRGX", 0x1200a9},
        {"FRFX", 0x1200a9},
        {"frfx", 0x1200a9},
        {"SDRCWDWO", 0xf0000},
        {"CCDCLCSWRPWPDTLOCR", 0x1ff},
        {"KA", 0xf003f},
        {"KRKW", 0x2001f},
        {"KX", 0x20019},
        {"0x1200a9", 0x1200a9},
        {"0X1F01FF", 0x1f01ff},
        {"1179817", 0x1200a9},
        {"04400251", 0x1200a9},
        {"0x80000000", 0x120089},
        {"0xE0010000", 0x1301bf},
        {"", 0},
        {"0", 0},
        {"0x10000000", 0x1f01ff},
    };
    char text[128];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(text, sizeof text, "D:(A;;%s;;;BU)", cases[i].rights);
        uint32_t mask = parse(state, text)->aces[0].mask;
        if (mask != cases[i].mask)
            fail_msg("%s: 0x%x", cases[i].rights, mask);
    }
}

static void test_flags(void **state)
{
    const struct sddl_ace *ace = parse(state, "D:(A;OICINPIOIDSAFATPCR;FA;;;BU)")->aces;
    assert_true(ace->object_inherit && ace->container_inherit && ace->no_propagate);
    assert_true(ace->inherit_only && ace->inherited);
    ace = parse(state, "D:(A;oici;FA;;;bu)")->aces;
    assert_true(ace->object_inherit && ace->container_inherit && !ace->no_propagate);
    assert_string_equal(ace->sid, "S-1-5-32-545");
}

/* Entries that count under a condition only are kept as such. */
static void test_conditional_and_object_entries(void **state)
{
    static const char *const cases[] = {
        "D:(XA;;FX;;;WD;(@User.Title==\"PM\" && (@User.Division==\"Finance\" || @User.X==\")(\")))",
        "D:(XD;;FX;;;WD;(Member_of{SID(BA)}))",
        "D:(ZA;;FX;;;WD;(a==1))",
        "D:(OA;;CR;00299570-246d-11d0-a768-00aa006e0529;;WD)",
        "D:(OD;CI;CR;;bf967aba-0de6-11d0-a285-00aa003049e2;WD)",
        "D:(A;;FA;;;WD;(x==1))",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sddl *sddl = parse(state, cases[i]);
        assert_int_equal(sddl->count, 1);
        assert_true(sddl->aces[0].conditional);
        assert_string_equal(sddl->aces[0].sid, "S-1-1-0");
    }
    struct sddl *sddl =
        parse(state, "D:(A;;FA;;;BA)S:(RA;;;;;WD;(\"P\",TS,0x0,\"a)b\"))(ML;;NW;;;LW)"
                     "(SP;;;;;S-1-17-22)(XU;SA;FA;;;WD;(a))");
    assert_int_equal(sddl->count, 1);
    assert_false(sddl->aces[0].conditional);
}

static void test_abbreviations(void **state)
{
    static const char *const cases[][2] = {
        {"WD", "S-1-1-0"},        {"CO", "S-1-3-0"},
        {"OW", "S-1-3-4"},        {"AU", "S-1-5-11"},
        {"SY", "S-1-5-18"},       {"LS", "S-1-5-19"},
        {"NS", "S-1-5-20"},       {"SU", "S-1-5-6"},
        {"IU", "S-1-5-4"},        {"NU", "S-1-5-2"},
        {"AN", "S-1-5-7"},        {"BA", "S-1-5-32-544"},
        {"BU", "S-1-5-32-545"},   {"BG", "S-1-5-32-546"},
        {"IS", "S-1-5-32-568"},   {"AC", "S-1-15-2-1"},
        {"RC", "S-1-5-12"},       {"WR", "S-1-5-33"},
        {"ED", "S-1-5-9"},        {"PS", "S-1-5-10"},
        {"ER", "S-1-5-32-573"},   {"MU", "S-1-5-32-558"},
        {"LU", "S-1-5-32-559"},   {"RM", "S-1-5-32-580"},
        {"HA", "S-1-5-32-578"},   {"UD", "S-1-5-84-0-0-0-0-0"},
        {"DA", "S-1-5-21-*-512"}, {"LA", "S-1-5-21-*-500"},
    };
    char text[64];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(text, sizeof text, "D:(A;;FA;;;%s)", cases[i][0]);
        assert_string_equal(parse(state, text)->aces[0].sid, cases[i][1]);
    }
    /* every abbreviation of [MS-DTYP] 2.5.1.1 */
    static const char all[] =
        "DADGDUEDDDDCBABGBULALGAOBOPOSOAUPSCOCGSYPUWDREIUNUSURCWRANSACARSEAPARULS"
        "NSRDNOMULUISCYOWERROCDACRAESMSUDHACNAARMLWMEMPHISI";
    for (size_t i = 0; all[i] != '\0'; i += 2) {
        snprintf(text, sizeof text, "O:%.2s", all + i);
        parse(state, text);
    }
}

static void test_errors(void **state)
{
    static const struct {
        const char *text;
        unsigned offset;
    } cases[] = {
        {"", 0},
        {"   ", 3},
        {"x", 0},
        {"D", 0},
        {"X:", 0},
        {"O:", 2},
        {"O:B", 2},
        {"O:QQ", 2},
        {"O:S-1-5-", 2},
        {"O:BAO:BA", 4},
        {"D:D:", 2},
        {"D:(", 3},
        {"D:()", 3},
        {"D:(A", 4},
        {"D:(A;;FA;;;BA", 13},
        {"D:(A;;FA;;;BA))", 14},
        {"D:(A;;FA;;BA)", 12},
        {"D:(A;;FA;;;)", 11},
        {"D:(B;;FA;;;BA)", 3},
        {"D:(AU;;FA;;;BA)", 3},
        {"D:(;;FA;;;BA)", 3},
        {"D:(A;XX;FA;;;BA)", 5},
        {"D:(A;OIC;FA;;;BA)", 7},
        {"D:(A;;XX;;;BA)", 6},
        {"D:(A;;F;;;BA)", 6},
        {"D:(A;;FAF;;;BA)", 8},
        {"D:(A;;0x;;;BA)", 7},
        {"D:(A;;0xZZ;;;BA)", 8},
        {"D:(A;;0x1FFFFFFFF;;;BA)", 6},
        {"D:(A;;99999999999;;;BA)", 6},
        {"D:(A;;089;;;BA)", 7},
        {"D:(A;;12ab;;;BA)", 8},
        {"D:(A;;FA;;;QQ)", 11},
        {"D:(A;;FA;;;S-1-5-4294967296)", 11},
        {"D:((A;;FA;;;BA))", 3},
        {"D:(A;;FA;;;BA)x", 14},
        {"D:ZZ(A;;FA;;;BA)", 2},
        {"D:NO_ACCESS", 2},
        {"D:(XA;;FA;;;BA;(a", 2},
        {"D:(XA;;FA;;;BA;(\"a))", 16},
        {"S:(AU;SA;FA", 2},
        {"D:(A;;FA;;;BA)\xFF", 14},
    };
    struct machine *m = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = {.text = ""};
        unsigned offset = 9999;
        if (sddl_parse(m->accounts, m->arena, cases[i].text, &error) != NULL)
            fail_msg("accepted: %s", cases[i].text);
        sscanf(error.text, "SDDL, offset %u:", &offset);
        if (offset != cases[i].offset)
            fail_msg("%s: %s, expected offset %u", cases[i].text, error.text, cases[i].offset);
        assert_null(sddl_parse(m->accounts, m->arena, cases[i].text, NULL));
    }
}

static void test_truncated_anywhere(void **state)
{
    static const char whole[] =
        "O:BAG:SYD:PAI(A;OICI;0x1200a9;;;S-1-5-82-1-2)(XA;;FR;;;WD;(a==\"b\"))"
        "S:AI(AU;SA;FA;;;WD)";
    struct machine *m = *state;
    for (size_t length = 0; length < sizeof whole; length++) {
        /* an own block, so that reading behind it is seen */
        char *text = test_malloc(length + 1);
        memcpy(text, whole, length);
        text[length] = '\0';
        sddl_parse(m->accounts, m->arena, text, NULL);
        for (size_t i = 0; i < length; i++) {
            text[i] = "(;)\"D:\\\x80"[i % 8];
            sddl_parse(m->accounts, m->arena, text, NULL);
            text[i] = whole[i];
        }
        test_free(text);
    }
}

static void test_bounds(void **state)
{
    struct machine *m = *state;
    struct text text = {0};
    struct error error = {.text = ""};

    text_add(&text, "D:");
    for (unsigned i = 0; i < SDDL_ACES_MAX; i++)
        text_add(&text, "(A;;FR;;;BU)");
    assert_int_equal(parse(state, text_string(&text))->count, SDDL_ACES_MAX);
    text_add(&text, "(A;;FR;;;BU)");
    assert_null(sddl_parse(m->accounts, m->arena, text_string(&text), &error));
    assert_non_null(strstr(error.text, "more entries"));

    text_clear(&text);
    text_add(&text, "D:(XA;;FR;;;BU;");
    for (unsigned i = 0; i < 100000; i++)
        text_add_char(&text, '(');
    assert_null(sddl_parse(m->accounts, m->arena, text_string(&text), &error));
    assert_non_null(strstr(error.text, "too deep"));

    text_clear(&text);
    text_add(&text, "S:(RA;;;;;WD;");
    for (size_t i = 0; i < SDDL_LENGTH_MAX; i++)
        text_add_char(&text, 'a');
    assert_null(sddl_parse(m->accounts, m->arena, text_string(&text), &error));
    assert_non_null(strstr(error.text, "longer"));

    text_clear(&text);
    text_add(&text, "D:(A;");
    for (unsigned i = 0; i < 100000; i++)
        text_add(&text, "OI");
    text_add(&text, ";FA;;;BA)");
    assert_int_equal(parse(state, text_string(&text))->count, 1);
    text_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_stock),
        cmocka_unit_test(test_rights),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_conditional_and_object_entries),
        cmocka_unit_test(test_abbreviations),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_truncated_anywhere),
        cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
