#include "config/value.h"

#include "base/text.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define POOL_NAME_MAX 64

static bool fail(struct value_problem *problem, enum value_fault fault)
{
    problem->fault = fault;
    return false;
}

static bool fail_part(struct value_problem *problem, enum value_fault fault, const char *part,
                      size_t length)
{
    problem->part = part;
    problem->part_length = length;
    return fail(problem, fault);
}

static bool is_infinite(const struct schema_attribute *attribute, const char *value)
{
    return attribute->allow_infinite && text_equals_nocase(value, "Infinite");
}

/* ---- names ----------------------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool equals_nocase(const char *name, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (name[i] != word[i] && lower(name[i]) != lower(word[i]))
            return false; /* also where `name` ends early */
    return name[length] == '\0';
}

static bool is_digits(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isdigit((unsigned char)word[i]))
            return false;
    return length > 0;
}

/* A number instead of a name: the object model accepts it, so it is not called wrong. */
static bool is_known_name(const struct schema_attribute *attribute, const char *word, size_t length)
{
    for (size_t i = 0; i < attribute->name_count; i++)
        if (equals_nocase(attribute->names[i].name, word, length))
            return true;
    return is_digits(word, length);
}

static bool check_flags(const struct schema_attribute *attribute, const char *value,
                        struct value_problem *problem)
{
    const char *cursor = value, *word;
    size_t length;
    while ((word = text_next_item(&cursor, ",", &length)))
        if (!is_known_name(attribute, word, length))
            return fail_part(problem, VALUE_NOT_FLAG, word, length);
    return true;
}

/* ---- numbers --------------------------------------------------------------------------------- */

struct bounds {
    int64_t low, high, step;
    bool exclude;
};

/* "min,max[,exclude]" or, for times, "min,max,step[,exclude]". */
static bool read_bounds(const char *parameter, bool has_step, struct bounds *bounds)
{
    char *rest;
    *bounds = (struct bounds){0, 0, 1, false};
    if (!parameter)
        return false;
    bounds->low = strtoll(parameter, &rest, 10);
    if (*rest != ',')
        return false;
    bounds->high = strtoll(rest + 1, &rest, 10);
    if (has_step && *rest == ',' && isdigit((unsigned char)rest[1]))
        bounds->step = strtoll(rest + 1, &rest, 10);
    bounds->exclude = *rest == ',' && text_equals_nocase(rest + 1, "exclude");
    return true;
}

static bool check_bounds(const struct bounds *bounds, int64_t number, bool time,
                         struct value_problem *problem)
{
    bool within = number >= bounds->low && number <= bounds->high;
    problem->low = bounds->low;
    problem->high = bounds->high;
    problem->step = bounds->step;
    if (within && bounds->exclude)
        return fail(problem, time ? VALUE_TIME_EXCLUDED : VALUE_EXCLUDED);
    if (!within && !bounds->exclude)
        return fail(problem, time ? VALUE_TIME_OUTSIDE : VALUE_OUTSIDE);
    if (bounds->step > 1 && number % bounds->step != 0)
        return fail(problem, VALUE_TIME_STEP);
    return true;
}

/* Decimal, or hexadecimal with 0x; white space around it is let pass. */
static bool parse_number(const char *text, int64_t *number)
{
    while (isspace((unsigned char)*text))
        text++;
    bool negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    int base = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 : 10;
    if (base == 16)
        text += 2;
    const char *digits = text;
    uint64_t value = 0;
    for (; isxdigit((unsigned char)*text) && (base == 16 || isdigit((unsigned char)*text));
         text++) {
        char c = (char)tolower((unsigned char)*text);
        uint64_t digit = (uint64_t)(isdigit((unsigned char)c) ? c - '0' : c - 'a' + 10);
        if (value > ((uint64_t)INT64_MAX - digit) / (uint64_t)base)
            return false;
        value = value * (uint64_t)base + digit;
    }
    bool any = text > digits;
    while (isspace((unsigned char)*text))
        text++;
    *number = negative ? -(int64_t)value : (int64_t)value;
    return any && *text == '\0';
}

static bool check_number(const struct schema_attribute *attribute, const char *value,
                         struct value_problem *problem)
{
    static const struct {
        int64_t low, high;
    } sizes[] = {[VALUE_UINT] = {0, UINT32_MAX},
                 [VALUE_INT] = {INT32_MIN, INT32_MAX},
                 [VALUE_INT64] = {INT64_MIN, INT64_MAX}};
    int64_t number;
    if (is_infinite(attribute, value))
        return true;
    if (!parse_number(value, &number))
        return fail(problem, VALUE_NOT_NUMBER);
    if (number < sizes[attribute->type].low || number > sizes[attribute->type].high) {
        problem->low = sizes[attribute->type].low;
        problem->high = sizes[attribute->type].high;
        return fail(problem, VALUE_OUTSIDE);
    }
    struct bounds bounds;
    if (!attribute->validation_type || strcmp(attribute->validation_type, "integerRange") != 0 ||
        !read_bounds(attribute->validation_parameter, false, &bounds))
        return true;
    return check_bounds(&bounds, number, false, problem);
}

/* ---- times ----------------------------------------------------------------------------------- */

static bool read_digits(const char **cursor, int64_t *number)
{
    const char *start = *cursor;
    *number = 0;
    for (; isdigit((unsigned char)**cursor) && *cursor - start < 9; ++*cursor)
        *number = *number * 10 + (**cursor - '0');
    return *cursor > start && !isdigit((unsigned char)**cursor);
}

bool value_parse_time(const char *text, int64_t *seconds)
{
    int64_t parts[4], days = 0;
    size_t count = 0;
    bool negative = *text == '-';
    const char *cursor = text + negative;
    if (!read_digits(&cursor, &parts[count++]))
        return false;
    if (*cursor == '.') {
        days = parts[--count];
        cursor++;
        if (!read_digits(&cursor, &parts[count++]))
            return false;
    }
    while (*cursor == ':' && count < 4) {
        cursor++;
        if (!read_digits(&cursor, &parts[count++]))
            return false;
    }
    if (count == 4 && days == 0) {
        days = parts[0];
        memmove(parts, parts + 1, --count * sizeof *parts);
    }
    if (count == 2)
        parts[count++] = 0;
    if (count == 3 && *cursor == '.') {
        int64_t fraction;
        cursor++;
        if (!read_digits(&cursor, &fraction))
            return false;
    }
    if (*cursor != '\0' || count != 3 || parts[1] > 59 || parts[2] > 59)
        return false;
    *seconds = ((days * 24 + parts[0]) * 60 + parts[1]) * 60 + parts[2];
    if (negative)
        *seconds = -*seconds;
    return true;
}

const char *value_format_time(struct arena *arena, int64_t seconds)
{
    long long rest = seconds < 0 ? -seconds : seconds;
    const char *sign = seconds < 0 ? "-" : "";
    if (rest >= 86400)
        return arena_printf(arena, "%s%lld.%02lld:%02lld:%02lld", sign, rest / 86400,
                            rest / 3600 % 24, rest / 60 % 60, rest % 60);
    return arena_printf(arena, "%s%02lld:%02lld:%02lld", sign, rest / 3600, rest / 60 % 60,
                        rest % 60);
}

static bool check_time(const struct schema_attribute *attribute, const char *value,
                       struct value_problem *problem)
{
    int64_t seconds;
    struct bounds bounds;
    if (is_infinite(attribute, value))
        return true;
    bool is_number = parse_number(value, &seconds);
    if (attribute->timespan_format) {
        if (!is_number) {
            problem->doubtful = value_parse_time(value, &seconds);
            return fail(problem, VALUE_NOT_AMOUNT);
        }
        if (seconds > INT32_MAX || seconds < INT32_MIN)
            return fail(problem, VALUE_NOT_AMOUNT);
        if (strcmp(attribute->timespan_format, "minutes") == 0)
            seconds *= 60;
    } else if (!value_parse_time(value, &seconds)) {
        problem->doubtful = is_number; /* "20" is twenty days for .NET */
        return fail(problem, VALUE_NOT_TIME);
    }
    if (!attribute->validation_type || strcmp(attribute->validation_type, "timeSpanRange") != 0 ||
        !read_bounds(attribute->validation_parameter, true, &bounds))
        return true;
    return check_bounds(&bounds, seconds, true, problem);
}

/* ---- strings --------------------------------------------------------------------------------- */

static bool has_none_of(const char *value, const char *characters, bool doubtful,
                        struct value_problem *problem)
{
    const char *found = strpbrk(value, characters);
    if (!found)
        return true;
    problem->doubtful = doubtful;
    return fail_part(problem, VALUE_CHARACTER, found, 1);
}

static bool check_pool_name(const char *value, struct value_problem *problem)
{
    if (!has_none_of(value, "|<>&\"", false, problem) ||
        !has_none_of(value, "/[]+=;:,?*@", true, problem))
        return false;
    if (text_utf16_length(value, strlen(value)) <= POOL_NAME_MAX)
        return true;
    problem->doubtful = true;
    problem->high = POOL_NAME_MAX;
    return fail(problem, VALUE_TOO_LONG);
}

static bool check_site_name(const char *value, struct value_problem *problem)
{
    return has_none_of(value, "/?", false, problem) && has_none_of(value, "\\", true, problem);
}

static bool check_path(const char *value, struct value_problem *problem)
{
    if (strcmp(value, "/") == 0)
        return true;
    if (*value != '/')
        return fail(problem, VALUE_NOT_PATH);
    for (const char *c = value; *c == '/';) {
        const char *segment = c + 1;
        size_t length = strcspn(segment, "/");
        if (length == 0 || (length == 1 && segment[0] == '.') ||
            (length == 2 && segment[0] == '.' && segment[1] == '.'))
            return fail(problem, VALUE_NOT_PATH);
        c = segment + length;
    }
    return true;
}

static bool check_string(const struct schema_attribute *attribute, const char *value,
                         struct value_problem *problem)
{
    const char *type = attribute->validation_type;
    if (!type)
        return true;
    if (strcmp(type, "nonEmptyString") == 0)
        return *value || fail(problem, VALUE_EMPTY);
    if (strcmp(type, "requireTrimmedString") == 0) {
        size_t length = strlen(value);
        return length == 0 ||
               (!isspace((unsigned char)value[0]) && !isspace((unsigned char)value[length - 1])) ||
               fail(problem, VALUE_UNTRIMMED);
    }
    if (strcmp(type, "applicationPoolName") == 0)
        return check_pool_name(value, problem);
    if (strcmp(type, "siteName") == 0)
        return check_site_name(value, problem);
    if (strcmp(type, "applicationPath") == 0 || strcmp(type, "virtualDirectoryPath") == 0)
        return check_path(value, problem);
    return true;
}

bool value_check(const struct schema_attribute *attribute, const char *value,
                 struct value_problem *problem)
{
    *problem = (struct value_problem){.fault = VALUE_FINE, .step = 1};
    if (attribute->type == VALUE_STRING && !attribute->validation_type)
        return true;
    switch (attribute->type) {
    case VALUE_BOOL:
        return strcmp(value, "true") == 0 || strcmp(value, "false") == 0 ||
               text_equals_nocase(value, "true") || text_equals_nocase(value, "false") ||
               fail(problem, VALUE_NOT_BOOL);
    case VALUE_ENUM:
        return is_known_name(attribute, value, strlen(value)) || fail(problem, VALUE_NOT_NAME);
    case VALUE_FLAGS:
        return check_flags(attribute, value, problem);
    case VALUE_UINT:
    case VALUE_INT:
    case VALUE_INT64:
        return check_number(attribute, value, problem);
    case VALUE_TIMESPAN:
        return check_time(attribute, value, problem);
    case VALUE_STRING:
        break;
    }
    return check_string(attribute, value, problem);
}
