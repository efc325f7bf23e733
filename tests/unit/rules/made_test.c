#include "unit/rules/made_test.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static unsigned pick(struct made_test *made, unsigned count)
{
    made->seed = made->seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(made->seed >> 33) % count;
}

static void add_one(struct made_test *made, const char *const *words, size_t count)
{
    text_add(&made->text, words[pick(made, (unsigned)count)]);
}

static void add_space(struct made_test *made)
{
    static const char *const spaces[] = {"", "", "", " ", " ", "\t", "\n "};
    add_one(made, spaces, COUNT(spaces));
}

static void add_name(struct made_test *made)
{
    static const char *const names[] = {"a",   "a",   "a",   "b", "or",     "and",
                                        "not", "div", "a-b", "r", "unknown"};
    add_one(made, names, COUNT(names));
}

static void add_literal(struct made_test *made)
{
    static const char *const literals[] = {"'x'",    "'X'",     "''",       "\"y\"",
                                           "' or '", "' and '", "'x or y'", "\"'\"",
                                           "'\"'",   "')'",     "'['",      "'\xC3\x84X'"};
    add_one(made, literals, COUNT(literals));
}

static void add_test(struct made_test *made, int depth);

static void add_path(struct made_test *made, int depth)
{
    static const char *const starts[] = {".",           "..",      "$none",  "$one",   "$many",
                                         "$attributes", "$string", "$empty", "$yes",   "$number",
                                         "/",           "//",      "*",      "text()", "self::a"};
    unsigned kind = pick(made, 10);
    if (kind < 3)
        add_one(made, starts, COUNT(starts));
    else if (kind < 5)
        add_name(made);
    else if (kind < 8)
        text_add(&made->text, "@");
    if (kind >= 5 && kind < 8)
        add_name(made);
    if (kind >= 8 && depth > 0) {
        static const char *const calls[] = {"first(", "children(", "last-of("};
        unsigned call = pick(made, 3);
        text_add(&made->text, calls[call]);
        add_space(made);
        add_path(made, depth - 1);
        text_add(&made->text, call == 2 ? ", 'a')" : ")");
    } else if (kind >= 8) {
        text_add(&made->text, ".");
    }
    while (pick(made, 3) == 0) {
        static const char *const between[] = {"/", "/", "/", " / ", "//", "/@", "["};
        unsigned which = pick(made, COUNT(between));
        text_add(&made->text, between[which]);
        if (which == 6) {
            static const char *const numbers[] = {"1", "last()", "position() = 2"};
            if (pick(made, 2))
                add_one(made, numbers, COUNT(numbers));
            else
                add_test(made, depth - 1);
            text_add(&made->text, "]");
        } else {
            add_name(made);
        }
    }
}

static void add_leaf(struct made_test *made, int depth)
{
    static const char *const operators[] = {"=", "!=", "<", "+", "-", "|", " div ", "*", " mod "};
    static const char *const others[] = {"asks('1')", "asks('2')",  "true()", "count(a)",  "1",
                                         "0",         "position()", "''",     "count('x')"};
    switch (pick(made, 8)) {
    case 0:
    case 1:
        add_path(made, depth);
        return;
    case 2:
    case 3:
        add_path(made, depth);
        add_space(made);
        text_add(&made->text, pick(made, 2) ? "=" : "!=");
        add_space(made);
        add_literal(made);
        return;
    case 4:
        text_add(&made->text, pick(made, 2) ? "starts-with(" : "contains(");
        text_add(&made->text, pick(made, 2) ? "lower-case(@" : "string(@");
        add_name(made);
        text_add(&made->text, "), ");
        add_literal(made);
        text_add(&made->text, ")");
        return;
    case 5:
        text_add(&made->text, pick(made, 2) ? "starts-with(@" : "contains(@");
        add_name(made);
        text_add(&made->text, ",");
        add_literal(made);
        text_add(&made->text, ")");
        return;
    case 6:
        add_path(made, depth);
        add_space(made);
        add_one(made, operators, COUNT(operators));
        add_path(made, depth);
        return;
    default:
        add_one(made, others, COUNT(others));
    }
}

static void add_test(struct made_test *made, int depth)
{
    static const char *const words[] = {" or ", " and ", " or ", " and ",  "or ",
                                        " and", "or",    " or(", " and\n("};
    unsigned kind = depth > 0 ? pick(made, 6) : 0;
    if (kind < 2) {
        add_leaf(made, depth);
    } else if (kind < 3) {
        text_add(&made->text, pick(made, 2) ? "not(" : "(");
        add_test(made, depth - 1);
        text_add(&made->text, ")");
    } else {
        add_test(made, depth - 1);
        unsigned which = pick(made, COUNT(words));
        text_add(&made->text, words[which]);
        add_test(made, depth - 1);
        if (which >= 7)
            text_add(&made->text, ")");
    }
}

const char *made_test_next(struct made_test *made, int depth)
{
    made->text.length = 0;
    add_test(made, depth);
    return text_string(&made->text);
}
