/*
 * iislint effective: a section in force, and where every value comes from.
 */
#include "run/effective_report.h"

#include "config/assumed.h"
#include "config/node.h"
#include "config/topology.h"
#include "source/span.h"
#include <string.h>

#define ORIGIN_NAMESPACE "urn:iislint:origin:1"

const char *effective_origin(const struct printing *printing, const xmlNode *source)
{
    const struct source *file = source ? source_of(source) : NULL;
    if (!file)
        return "schema default";
    struct span span = source->type == XML_ATTRIBUTE_NODE
                           ? span_of_attribute((const xmlAttr *)source)
                           : span_of_start_tag(source);
    struct position at = source_position(file, span.start);
    for (size_t i = 0; i < printing->server->files.count; i++) {
        const struct config_file *known = printing->server->files.items[i];
        if (known->source == file && known->assumed)
            return arena_printf(printing->run->arena, "assumed server (%s)", file->path);
    }
    return arena_printf(printing->run->arena, "%s:%u:%u", file->path, at.line, at.column);
}

static const char *element_origin(const struct printing *printing, const xmlNode *element)
{
    const struct origin *origin = origin_of(element);
    return effective_origin(printing, origin ? origin->source : NULL);
}

/* ---- text ------------------------------------------------------------------------------------ */

void effective_print_line(const struct printing *printing, const char *left, const char *origin)
{
    fprintf(printing->out, "  %-58s %s\n", left, origin);
}

static void print_value(const struct printing *printing, const char *key, const char *value,
                        const char *origin)
{
    char *left = arena_printf(printing->run->arena, "%s = \"%s\"", key, value);
    effective_print_line(printing, left, origin);
}

static void print_text(const struct printing *printing, const xmlNode *element, const char *prefix);

/* add[3] for the third of that name among its siblings; no number for the only one. */
static const char *step(const struct printing *printing, const xmlNode *element)
{
    size_t before = 0, after = 0;
    for (const xmlNode *other = element->prev; other; other = other->prev)
        before += node_is(other, (const char *)element->name);
    for (const xmlNode *other = element->next; other; other = other->next)
        after += node_is(other, (const char *)element->name);
    return before + after == 0 ? (const char *)element->name
                               : arena_printf(printing->run->arena, "%s[%zu]",
                                              (const char *)element->name, before + 1);
}

static void print_children(const struct printing *printing, const xmlNode *element,
                           const char *prefix)
{
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next)) {
        const char *path =
            arena_printf(printing->run->arena, "%s%s", prefix, step(printing, child));
        if (!child->properties && !child->children && origin_of(child)->source)
            effective_print_line(printing, path, element_origin(printing, child));
        print_text(printing, child, arena_printf(printing->run->arena, "%s/", path));
    }
}

static void print_text(const struct printing *printing, const xmlNode *element, const char *prefix)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        print_value(printing,
                    arena_printf(printing->run->arena, "%s@%s", prefix, (const char *)a->name),
                    node_value(a), effective_origin(printing, a->_private));
    print_children(printing, element, prefix);
}

/* ---- XML ------------------------------------------------------------------------------------- */

void effective_print_escaped(FILE *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        case '\t':
        case '\n':
        case '\r': /* as they are, they would be read back as spaces */
            fprintf(out, "&#%d;", *text);
            break;
        default:
            fputc(*text, out);
        }
}

static void print_xml(const struct printing *printing, const xmlNode *element, int depth)
{
    FILE *out = printing->out;
    fprintf(out, "%*s<%s", 2 * depth, "", (const char *)element->name);
    if (origin_of(element)->source) {
        fputs(" o:element=\"", out);
        effective_print_escaped(out, element_origin(printing, element));
        fputc('"', out);
    }
    for (const xmlAttr *a = element->properties; a; a = a->next) {
        fprintf(out, "\n%*s%s=\"", 2 * depth + 4, "", (const char *)a->name);
        effective_print_escaped(out, node_value(a));
        fprintf(out, "\" o:%s=\"", (const char *)a->name);
        effective_print_escaped(out, effective_origin(printing, a->_private));
        fputc('"', out);
    }
    xmlNode *child = node_element(element->children);
    fputs(child ? ">\n" : "/>\n", out);
    if (!child)
        return;
    for (; child; child = node_element(child->next))
        print_xml(printing, child, depth + 1);
    fprintf(out, "%*s</%s>\n", 2 * depth, "", (const char *)element->name);
}

/* ---- sections -------------------------------------------------------------------------------- */

static void print_section(const struct printing *printing, const struct scope *scope,
                          const struct section *section)
{
    const struct effective *effective =
        effective_section((struct server *)(uintptr_t)printing->server, scope, section);
    if (printing->xml) {
        fprintf(printing->out, "  <o:section path=\"%s\"", section->path);
        effective_print_locks(printing, scope, effective);
        fputs(">\n", printing->out);
        print_xml(printing, effective->root, 2);
        fputs("  </o:section>\n", printing->out);
        return;
    }
    fprintf(printing->out, "%s\n", section->path);
    effective_print_locks(printing, scope, effective);
    print_text(printing, effective->root, "");
}

static void print_changed(const struct printing *printing, const struct scope *scope)
{
    for (size_t i = 0; i < scope->definitions.count; i++) {
        const struct definition *definition = scope->definitions.items[i];
        bool seen = false;
        for (size_t earlier = 0; !seen && earlier < i; earlier++)
            seen = ((const struct definition *)scope->definitions.items[earlier])->section ==
                   definition->section;
        if (!seen)
            print_section(printing, scope, definition->section);
    }
}

static void print_scope(const struct printing *printing, const struct scope *scope,
                        const struct section *section)
{
    FILE *out = printing->out;
    if (printing->xml) {
        fputs("<o:effective xmlns:o=\"" ORIGIN_NAMESPACE "\" path=\"", out);
        effective_print_escaped(out, scope->path);
        if (printing->server->stock)
            fprintf(out, "\" assumed=\"%s", assumed_name(printing->server));
        fputs("\">\n", out);
    } else {
        fprintf(out, "# in force at %s\n", *scope->path ? scope->path : "the server");
        if (printing->server->stock)
            fprintf(out, "# below an assumed server, %s: %s\n", assumed_name(printing->server),
                    printing->server->stock->title);
    }
    if (section)
        print_section(printing, scope, section);
    else
        print_changed(printing, scope);
    if (printing->xml)
        fputs("</o:effective>\n", out);
}

static bool find(struct iislint *run, const char *configuration_path, const char *section,
                 struct printing *printing, const struct scope **scope,
                 const struct section **found, struct error *error)
{
    for (size_t i = 0; i < run->servers.count; i++) {
        struct server *server = run->servers.items[i];
        printing->server = server;
        *scope = server->sections ? server_find_scope(server, configuration_path) : NULL;
        if (!*scope && server->sections) /* a folder that nothing configures */
            *scope = topology_scope(server, configuration_path);
        if (*scope)
            break;
    }
    if (!*scope)
        return error_set(error, NULL, 0, 0,
                         "There is no site, application, virtual directory or "
                         "configured folder '%s' here.",
                         configuration_path);
    *found = section ? sections_find(printing->server->sections, section) : NULL;
    if (section && !*found)
        return error_set(error, NULL, 0, 0,
                         "'%s' is no section that this server or its schema "
                         "knows; write it with its groups, as in system.webServer/handlers.",
                         section);
    return true;
}

bool iislint_write_effective(struct iislint *run, const char *configuration_path,
                             const char *section, const char *format, FILE *out,
                             struct iislint_error *error)
{
    struct error trouble = {0};
    struct printing printing = {run, NULL, out, strcmp(format, "xml") == 0};
    const struct scope *scope = NULL;
    const struct section *found = NULL;
    if (!printing.xml && strcmp(format, "text") != 0) {
        error_set(&trouble, NULL, 0, 0,
                  "The formats of the effective configuration are text and "
                  "xml, not '%s'.",
                  format);
        return run_fail(error, &trouble);
    }
    bool ok = run_load_all(run, &trouble) &&
              find(run, configuration_path, section, &printing, &scope, &found, &trouble);
    if (ok)
        print_scope(&printing, scope, found);
    run_remove_unpacked(run);
    return ok || run_fail(error, &trouble);
}
