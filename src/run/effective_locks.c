/*
 * iislint effective: who declares a section, and who locks it or parts of it.
 */
#include "run/effective_report.h"

#include "config/lock.h"
#include "config/node.h"
#include <string.h>

static const char *allowed(const struct declaration *declaration)
{
    const char *written = node_attribute(declaration->element, "allowDefinition");
    return written && *written ? written : "Everywhere";
}

/* ---- what is locked inside -------------------------------------------------------------------- */

/* add[@name='HttpCacheModule'] for an entry, its name for any other element. */
static const char *called(const struct printing *printing, const xmlNode *element)
{
    struct arena *arena = printing->run->arena;
    const xmlAttr *first = element->properties;
    if (!first || !node_flag(element, "lockItem", false) ||
        strncmp((const char *)first->name, "lock", 4) == 0)
        return (const char *)element->name;
    return arena_printf(arena, "%s[@%s='%s']", (const char *)element->name,
                        (const char *)first->name,
                        secret_value(printing->server->secrets, arena, first));
}

static void print_inner(const struct printing *printing, const xmlNode *element)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (strncmp((const char *)a->name, "lock", 4) == 0)
            effective_print_line(printing,
                                 arena_printf(printing->run->arena, "%s of %s = \"%s\"",
                                              (const char *)a->name, called(printing, element),
                                              node_value(a)),
                                 effective_origin(printing, (const xmlNode *)a));
    for (xmlNode *child = node_element(element->children); child; child = node_element(child->next))
        print_inner(printing, child);
}

/* ---- the section ------------------------------------------------------------------------------ */

static void print_text(const struct printing *printing, const struct effective *effective,
                       const struct section_lock *lock)
{
    const struct declaration *declaration = effective->section->declaration;
    struct arena *arena = printing->run->arena;
    if (declaration)
        effective_print_line(printing,
                             arena_printf(arena, "declared, allowed: %s", allowed(declaration)),
                             effective_origin(printing, declaration->element));
    else
        effective_print_line(printing, "not declared", "nowhere");
    if (lock->locked)
        effective_print_line(printing, arena_printf(arena, "locked by %s", lock_means(lock)),
                             effective_origin(printing, lock->place));
    else
        effective_print_line(printing, "not locked",
                             lock->place ? effective_origin(printing, lock->place)
                                         : "no lock above");
    for (size_t i = 0; i < effective->count; i++)
        print_inner(printing, effective->chain[i]->element);
}

static void print_attribute(const struct printing *printing, const char *name, const char *value)
{
    fprintf(printing->out, " %s=\"", name);
    effective_print_escaped(printing->out, value);
    fputc('"', printing->out);
}

static void print_attributes(const struct printing *printing, const struct section *section,
                             const struct section_lock *lock)
{
    const struct declaration *declaration = section->declaration;
    if (declaration) {
        print_attribute(printing, "declared", effective_origin(printing, declaration->element));
        print_attribute(printing, "allowDefinition", allowed(declaration));
    }
    print_attribute(printing, "locked", lock->locked ? "true" : "false");
    if (lock->place)
        print_attribute(printing, lock->locked ? "lockedBy" : "unlockedBy",
                        effective_origin(printing, lock->place));
}

void effective_print_locks(const struct printing *printing, const struct scope *scope,
                           const struct effective *effective)
{
    struct section_lock lock = lock_of_section(printing->server, scope, effective->section);
    if (printing->xml)
        print_attributes(printing, effective->section, &lock);
    else
        print_text(printing, effective, &lock);
}
