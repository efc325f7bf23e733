/* Port ranges that Windows keeps for itself, as facts; see collect_answers.h. */
#include "facts/collect_answers.h"
#include <stdlib.h>
#include <string.h>

/* Two port numbers, the lesser one first; behind them may stand the mark of the administrator's own. */
static bool read_range(const char *line, unsigned long *from, unsigned long *to)
{
    char *behind_from, *behind_to;
    *from = strtoul(line, &behind_from, 10);
    *to = strtoul(behind_from, &behind_to, 10);
    return behind_from != line && behind_to != behind_from && *from > 0 && *from <= *to &&
           *to <= 65535;
}

static bool is_rule(const char *line)
{
    line += strspn(line, " ");
    return strspn(line, "-") >= 4;
}

bool collect_add_excluded_ports(struct collecting *collecting, const char *printed)
{
    bool has_table = false;
    while (*printed != '\0') {
        size_t length = strcspn(printed, "\r\n");
        const char *line = arena_strndup(collecting->arena, printed, length);
        unsigned long from, to;
        has_table |= is_rule(line);
        if (has_table && read_range(line, &from, &to)) {
            collect_item_open(&collecting->item, "excluded");
            collect_item_set_number(&collecting->item, "from", from);
            collect_item_set_number(&collecting->item, "to", to);
            collect_add(collecting);
        }
        printed += length + strspn(printed + length, "\r\n");
    }
    return has_table;
}
