/* Whether what is in force at a scope is all that there is, or files that nobody read have a say. */
#include "config/content.h"
#include "config/lock.h"
#include "rules/functions_state.h"
#include <stdio.h>

/* Room for a sentence with a Windows path in it. */
#define HINT_SIZE 400

/*
 * A section that is locked, or that nobody declares or opens, is not for files below: what they say
 * does not matter. Against an assumed server the files that were given are all that is looked at.
 */
static bool is_settled(const struct document *document, const struct scope *scope,
                       const struct section *section)
{
    struct server *server = document->server;
    if (!server->has_application_host || scope->kind == SCOPE_SERVER)
        return true;
    struct section_lock lock = lock_of_section(server, scope, section);
    return lock.locked || (!section->declaration && !lock.place) || content_is_known(server, scope);
}

static void raise_unread(xmlXPathParserContext *call, const struct scope *scope)
{
    char hint[HINT_SIZE];
    const char *path = scope->physical_path;
    snprintf(hint, sizeof hint, "the web.config of '%.150s' and of what is above it%s%.200s%s",
             scope->path, path ? " (" : "", path ? path : "", path ? ", --map)" : "");
    xpath_raise_unknown(call, "files", hint);
}

void function_settled(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *path = xpath_take_text(call);
    xmlNode *node = xpath_take_node(call);
    const struct document *document = functions_document(call);
    const struct scope *scope = call->error == 0 ? functions_scope_of(document, node) : NULL;
    const struct effective *found = scope ? functions_effective(call, scope, path) : NULL;
    if (call->error == 0) {
        bool settled = !found || is_settled(document, scope, found->section);
        if (!settled)
            raise_unread(call, scope);
        xpath_return_boolean(call, settled);
    }
    xmlFree(path);
}
