#include "facts/access.h"

#include "base/text.h"
#include "facts/access_data.h"
#include "facts/sid.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/*
 * SDDL as in [MS-DTYP] 2.5.1.1 and learn.microsoft.com/windows/win32/secauthz/ace-strings:
 *
 *     O:sid G:sid D:flags(ace)(ace)... S:flags(ace)...      each part at most once
 *     ace = (type;flags;rights;object;inherit-object;sid[;condition or resource attribute])
 *
 * System ACLs are skipped. Nothing here recurses, so nesting costs no stack.
 */
enum { NESTING_MAX = 128 };

struct parser {
    const struct accounts *accounts;
    struct arena *arena;
    struct error *error;
    const char *text;
    const char *at;
    struct sddl *sddl;
    size_t capacity; /* of sddl->aces */
};

struct word {
    const char *text;
    size_t length;
};

static bool fail(const struct parser *p, const char *at, const char *message)
{
    return error_set(p->error, NULL, 0, 0, "SDDL, offset %zu: %s", (size_t)(at - p->text), message);
}

static void skip_space(struct parser *p)
{
    while (*p->at == ' ' || *p->at == '\t' || *p->at == '\r' || *p->at == '\n')
        p->at++;
}

static bool is_word(struct word word, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < word.length; i++) {
        if (i >= length || toupper((unsigned char)word.text[i]) != text[i])
            return false;
    }
    return word.length == length;
}

/* A SID or its abbreviation at p->at. */
static const char *parse_sid(struct parser *p)
{
    size_t length = sid_scan(p->at);
    const char *sid;
    if (length > 0) {
        char *copy = arena_strndup(p->arena, p->at, length);
        copy[0] = 'S';
        sid = copy;
    } else {
        length = p->at[0] != '\0' && p->at[1] != '\0' ? 2 : 0;
        sid = length == 0 ? NULL : account_sid_of_sddl(p->accounts, p->at, length);
    }
    if (sid == NULL) {
        fail(p, p->at, "this is neither a SID nor an abbreviation of one");
        return NULL;
    }
    p->at += length;
    skip_space(p);
    return sid;
}

/* ---- rights ------------------------------------------------------------------------------- */

#define FILE_ALL 0x1F01FFu
#define FILE_READ 0x120089u
#define FILE_WRITE 0x120116u
#define FILE_EXECUTE 0x1200A0u

/* Generic rights become those of a file. */
static uint32_t map_generic(uint32_t mask)
{
    uint32_t mapped = mask & 0x0FFFFFFFu;
    if (mask & 0x80000000u)
        mapped |= FILE_READ;
    if (mask & 0x40000000u)
        mapped |= FILE_WRITE;
    if (mask & 0x20000000u)
        mapped |= FILE_EXECUTE;
    if (mask & 0x10000000u)
        mapped |= FILE_ALL;
    return mapped;
}

static bool find_right(const char *name, uint32_t *mask)
{
    static const struct {
        char name[3];
        uint32_t mask;
    } rights[] = {
        {"GA", 0x10000000}, {"GR", 0x80000000}, {"GW", 0x40000000}, {"GX", 0x20000000},
        {"RC", 0x20000},    {"SD", 0x10000},    {"WD", 0x40000},    {"WO", 0x80000},
        {"FA", FILE_ALL},   {"FR", FILE_READ},  {"FW", FILE_WRITE}, {"FX", FILE_EXECUTE},
        {"CC", 0x1},        {"DC", 0x2},        {"LC", 0x4},        {"SW", 0x8},
        {"RP", 0x10},       {"WP", 0x20},       {"DT", 0x40},       {"LO", 0x80},
        {"CR", 0x100},      {"KA", 0xF003F},    {"KR", 0x20019},    {"KW", 0x20006},
        {"KX", 0x20019},
    };
    const struct word word = {name, 2};
    for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++) {
        if (is_word(word, rights[i].name)) {
            *mask |= rights[i].mask;
            return true;
        }
    }
    return false;
}

/* A number as strtoul() reads it with base 0: 0x1200a9, 1179817, 04400251. */
static bool parse_mask(const struct parser *p, struct word word, uint32_t *mask)
{
    unsigned base = word.text[0] != '0' ? 10 : 8;
    size_t i = 0;
    uint64_t value = 0;
    if (word.length > 2 && word.text[0] == '0' && (word.text[1] | 0x20) == 'x') {
        base = 16;
        i = 2;
    }
    for (; i < word.length; i++) {
        const char c = (char)tolower((unsigned char)word.text[i]);
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                : 16;
        if (digit >= base)
            return fail(p, word.text + i, "this is no digit of an access mask");
        value = value * base + digit;
        if (value > UINT32_MAX)
            return fail(p, word.text, "this access mask has more than 32 bits");
    }
    *mask = (uint32_t)value;
    return true;
}

static bool parse_rights(const struct parser *p, struct word word, uint32_t *mask)
{
    *mask = 0;
    if (word.length > 0 && isdigit((unsigned char)word.text[0]))
        return parse_mask(p, word, mask);
    for (size_t i = 0; i < word.length; i += 2) {
        if (i + 1 >= word.length || !find_right(word.text + i, mask))
            return fail(p, word.text + i, "unknown access right");
    }
    return true;
}

/* ---- one ACE ------------------------------------------------------------------------------ */

static bool parse_type(const struct parser *p, struct word word, struct sddl_ace *ace)
{
    static const struct {
        const char *name;
        bool allow, conditional;
    } types[] = {
        {"A", true, false}, {"D", false, false}, {"XA", true, true},  {"XD", false, true},
        {"ZA", true, true}, {"OA", true, true},  {"OD", false, true},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (is_word(word, types[i].name)) {
            ace->allow = types[i].allow;
            ace->conditional = types[i].conditional;
            return true;
        }
    }
    return fail(p, word.text, "this is no type of an entry in a DACL");
}

static bool parse_ace_flags(const struct parser *p, struct word word, struct sddl_ace *ace)
{
    for (size_t i = 0; i < word.length; i += 2) {
        const struct word flag = {word.text + i, word.length - i < 2 ? 1 : 2};
        if (is_word(flag, "OI"))
            ace->object_inherit = true;
        else if (is_word(flag, "CI"))
            ace->container_inherit = true;
        else if (is_word(flag, "IO"))
            ace->inherit_only = true;
        else if (is_word(flag, "NP"))
            ace->no_propagate = true;
        else if (is_word(flag, "ID"))
            ace->inherited = true;
        else if (!is_word(flag, "SA") && !is_word(flag, "FA") && !is_word(flag, "TP") &&
                 !is_word(flag, "CR"))
            return fail(p, flag.text, "unknown flag of an entry");
    }
    return true;
}

/* One field that ends in ';'. */
static bool parse_field(struct parser *p, struct word *word)
{
    skip_space(p);
    size_t length = strcspn(p->at, ";()\"");
    *word = (struct word){p->at, length};
    if (p->at[length] != ';')
        return fail(p, p->at + length, "an entry has six fields, with ';' between them");
    p->at += length + 1;
    while (word->length > 0 && word->text[word->length - 1] == ' ')
        word->length--;
    return true;
}

/* Behind the ')' that closes the '(' before p->at; parentheses in strings do not count. */
static bool skip_to_close(struct parser *p, const char *open)
{
    unsigned depth = 1;
    for (; *p->at != '\0'; p->at++) {
        if (*p->at == '"') {
            const char *end = strchr(p->at + 1, '"');
            if (end == NULL)
                return fail(p, p->at, "this string has no end");
            p->at = end;
        } else if (*p->at == '(') {
            if (++depth > NESTING_MAX)
                return fail(p, p->at, "parentheses are nested too deep");
        } else if (*p->at == ')' && --depth == 0) {
            p->at++;
            return true;
        }
    }
    return fail(p, open, "this entry has no end");
}

static struct sddl_ace *add_ace(struct parser *p)
{
    struct sddl *sddl = p->sddl;
    if (sddl->count == p->capacity) {
        size_t capacity = p->capacity == 0 ? 16 : p->capacity * 2;
        struct sddl_ace *aces = arena_array(p->arena, capacity, sizeof *aces);
        if (sddl->count > 0)
            memcpy(aces, sddl->aces, sddl->count * sizeof *aces);
        sddl->aces = aces;
        p->capacity = capacity;
    }
    return &sddl->aces[sddl->count++];
}

/* An entry of the DACL; p->at is behind its '('. */
static bool parse_ace(struct parser *p)
{
    const char *open = p->at - 1;
    struct word type, flags, rights, object, inherit_object;
    if (p->sddl->count >= SDDL_ACES_MAX)
        return fail(p, open, "more entries than an ACL can hold");
    struct sddl_ace *ace = add_ace(p);
    if (!parse_field(p, &type) || !parse_type(p, type, ace) || !parse_field(p, &flags) ||
        !parse_ace_flags(p, flags, ace) || !parse_field(p, &rights) ||
        !parse_rights(p, rights, &ace->mask) || !parse_field(p, &object) ||
        !parse_field(p, &inherit_object))
        return false;
    ace->mask = map_generic(ace->mask);
    skip_space(p);
    ace->sid = parse_sid(p);
    if (ace->sid == NULL)
        return false;
    if (*p->at == ';') {
        ace->conditional = true;
        p->at++;
        return skip_to_close(p, open);
    }
    if (*p->at != ')')
        return fail(p, p->at, "an entry ends in ')'");
    p->at++;
    return true;
}

/* ---- the whole ---------------------------------------------------------------------------- */

static bool take(struct parser *p, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(p->at, word, length) != 0)
        return false;
    p->at += length;
    return true;
}

static bool parse_acl(struct parser *p, bool dacl)
{
    bool null_acl = false;
    bool is_protected = false;
    for (;;) {
        skip_space(p);
        if (take(p, "NO_ACCESS_CONTROL"))
            null_acl = true;
        else if (*p->at == 'P') {
            is_protected = true;
            p->at++;
        } else if (!take(p, "AR") && !take(p, "AI"))
            break;
    }
    if (dacl) {
        p->sddl->dacl_given = true;
        p->sddl->has_dacl = !null_acl;
        p->sddl->is_protected = is_protected;
    }
    while (*p->at == '(') {
        const char *open = p->at++;
        if (dacl ? !parse_ace(p) : !skip_to_close(p, open))
            return false;
        skip_space(p);
    }
    return true;
}

static bool parse_part(struct parser *p, unsigned *seen)
{
    static const char letters[] = "OGDS";
    const char *letter = strchr(letters, *p->at);
    if (*p->at == '\0' || p->at[1] != ':' || letter == NULL)
        return fail(p, p->at, "expected O:, G:, D: or S:");
    unsigned bit = 1u << (letter - letters);
    if (*seen & bit)
        return fail(p, p->at, "this part occurs a second time");
    *seen |= bit;
    p->at += 2;
    skip_space(p);
    switch (*letter) {
    case 'O':
        return (p->sddl->owner = parse_sid(p)) != NULL;
    case 'G':
        return (p->sddl->group = parse_sid(p)) != NULL;
    default:
        return parse_acl(p, *letter == 'D');
    }
}

struct sddl *sddl_parse(const struct accounts *accounts, struct arena *arena, const char *text,
                        struct error *error)
{
    struct parser p = {accounts, arena, error, text, text, NULL, 0};
    unsigned seen = 0;
    size_t length = strlen(text);
    if (length > SDDL_LENGTH_MAX) {
        fail(&p, text + SDDL_LENGTH_MAX, "longer than an ACL can be");
        return NULL;
    }
    p.sddl = arena_alloc(arena, sizeof *p.sddl);
    skip_space(&p);
    do {
        if (!parse_part(&p, &seen))
            return NULL;
        skip_space(&p);
    } while (*p.at != '\0');
    return p.sddl;
}
