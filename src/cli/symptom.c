#include "cli/symptom.h"

#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Points for a part that fits, and for one that fits in general only (401 for 401.1). */
#define EXACT 8u
#define GENERAL 3u
#define TOGETHER 1u /* both parts stand in one symptom of the rule */

#define WIN32_FACILITY 0x80070000u

/* Reads a whole number in decimal (also negative, as .NET prints codes) or hexadecimal. */
static bool read_number(const char *word, long long *number, bool *is_hexadecimal)
{
    char *end;
    *is_hexadecimal = word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
    const char *digits = *is_hexadecimal ? word + 2 : word + (word[0] == '-');
    if (!isxdigit((unsigned char)*digits))
        return false;
    *number = strtoll(*is_hexadecimal ? digits : word, &end, *is_hexadecimal ? 16 : 10);
    return *end == '\0' && *number >= -0x80000000LL && *number <= 0xFFFFFFFFLL;
}

/* "401" or "401.1" */
static bool read_status(const char *word, struct symptom *symptom)
{
    if (strspn(word, "0123456789") != 3 || word[0] < '1' || word[0] > '5')
        return false;
    if (word[3] != '\0' && word[3] != '.')
        return false;
    size_t digits = word[3] == '.' ? strspn(word + 4, "0123456789") : 0;
    if (word[3] == '.' && (digits == 0 || digits > 3 || word[4 + digits] != '\0'))
        return false;
    symptom->status = (unsigned)strtoul(word, NULL, 10);
    symptom->substatus = word[3] == '.' ? (int)strtol(word + 4, NULL, 10) : -1;
    return true;
}

static void set_code(struct symptom *symptom, long long number)
{
    uint32_t code = (uint32_t)number;
    symptom->has_code = true;
    symptom->code = code < 0x10000 ? WIN32_FACILITY | code : code;
}

static bool read_word(const char *word, struct symptom *symptom)
{
    long long number;
    bool is_hexadecimal;
    if (symptom->status == 0 && symptom->source == NULL && read_status(word, symptom))
        return true;
    if (!read_number(word, &number, &is_hexadecimal)) {
        if (symptom->source != NULL || !isalpha((unsigned char)word[0]))
            return false;
        symptom->source = word;
        return true;
    }
    if (symptom->source != NULL) {
        symptom->event = (unsigned)number;
        return number > 0 && !is_hexadecimal;
    }
    /* the sub-status in a line of a log: 401 1 2148074254 */
    if (symptom->status != 0 && symptom->substatus < 0 && number >= 0 && number < 1000 &&
        !is_hexadecimal) {
        symptom->substatus = (int)number;
        return true;
    }
    if (symptom->has_code)
        return false;
    set_code(symptom, number);
    if (symptom->status == 0 && !is_hexadecimal && number >= 1000 && number <= 65535)
        symptom->event = (unsigned)number;
    return true;
}

bool symptom_parse(struct arena *arena, const char *text, struct symptom *symptom)
{
    *symptom = (struct symptom){.substatus = -1};
    const char *cursor = text;
    const char *word;
    size_t length;
    while ((word = text_next_item(&cursor, " /,;", &length)) != NULL) {
        if (!read_word(arena_strndup(arena, word, length), symptom))
            return false;
    }
    if (symptom->source != NULL && symptom->event == 0)
        return false;
    return symptom->status != 0 || symptom->has_code || symptom->event != 0;
}

static unsigned score_status(const struct symptom *asked, const struct symptom *known)
{
    if (asked->status == 0 || asked->status != known->status)
        return 0;
    if (asked->substatus == known->substatus)
        return EXACT;
    return asked->substatus < 0 || known->substatus < 0 ? GENERAL : 0;
}

static unsigned score_code(const struct symptom *asked, const struct symptom *known)
{
    return asked->has_code && known->has_code && asked->code == known->code ? EXACT : 0;
}

static unsigned score_event(const struct symptom *asked, const struct symptom *known)
{
    if (asked->event == 0 || asked->event != known->event)
        return 0;
    bool is_same = asked->source == NULL || known->source == NULL ||
                   text_equals_nocase(asked->source, known->source);
    return is_same ? EXACT : 0;
}

static unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

unsigned symptom_score(const struct symptom *asked, const struct iislint_rule_info *rule,
                       struct arena *arena)
{
    unsigned status = 0, code = 0, event = 0, together = 0;
    for (size_t i = 0; i < rule->symptom_count; i++) {
        struct symptom known;
        if (!symptom_parse(arena, rule->symptoms[i], &known))
            continue;
        unsigned here_status = score_status(asked, &known);
        unsigned here_code = score_code(asked, &known);
        /* A symptom with two parts is about both: half of it is another failure. */
        if (known.status != 0 && known.has_code && asked->status != 0 && asked->has_code &&
            (here_status == 0 || here_code == 0))
            continue;
        together = larger(together, here_status > 0 && here_code > 0 ? TOGETHER : 0);
        status = larger(status, here_status);
        code = larger(code, here_code);
        event = larger(event, score_event(asked, &known));
    }
    return status + code + event + together;
}
