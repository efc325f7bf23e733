/*
 * symptom.h - what a user sees of a failure: a status, an error code, an event.
 *
 * The same notation serves questions ("401.1/0x8009030e", "401 1 2148074254", "WAS 5021") and what
 * rules say they explain, so that both can be compared.
 */
#ifndef IISLINT_CLI_SYMPTOM_H
#define IISLINT_CLI_SYMPTOM_H

#include "base/arena.h"
#include "iislint.h"
#include <stdbool.h>
#include <stdint.h>

struct symptom {
    unsigned status; /* 401; 0: none */
    int substatus;   /* 1; -1: none */
    bool has_code;
    uint32_t code;      /* HRESULT or NTSTATUS; a Win32 code becomes 0x8007xxxx */
    unsigned event;     /* 5021; 0: none */
    const char *source; /* of the event; NULL: any */
};

/*
 * Reads a symptom. A number of four or five digits alone may be an event or a Win32 code, so it is
 * both. False when the text is no symptom at all.
 */
bool symptom_parse(struct arena *arena, const char *text, struct symptom *symptom);

/* How well what a rule explains fits what was asked: 0 not at all, more when more of it fits. */
unsigned symptom_score(const struct symptom *asked, const struct iislint_rule_info *rule,
                       struct arena *arena);

#endif
