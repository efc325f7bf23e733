/*
 * Sections at a level where their declaration does not allow them (IIS1406): allowDefinition and
 * allowLocation.
 */
#include "config/lock.h"

#include "config/assumed.h"
#include "source/span.h"

static const char *allow_definition_name(enum allow_definition allowed)
{
    switch (allowed) {
    case ALLOW_MACHINE_ONLY:
        return "MachineOnly";
    case ALLOW_MACHINE_TO_ROOT_WEB:
        return "MachineToRootWeb";
    case ALLOW_APP_HOST_ONLY:
        return "AppHostOnly";
    case ALLOW_MACHINE_TO_APPLICATION:
        return "MachineToApplication";
    case ALLOW_EVERYWHERE:
        break;
    }
    return "Everywhere";
}

static void report(const struct lock_chain *chain, const struct definition *definition,
                   const char *template, enum problem_level level)
{
    const struct declaration *declaration = chain->section->declaration;
    const xmlNode *node = definition->written;
    struct problem problem = {.rule = "IIS1406",
                              .template = template,
                              .arguments = {chain->section->path, chain->scope->path,
                                            allow_definition_name(declaration->allow_definition),
                                            assumed_name(chain->server)},
                              .level = level,
                              .reach = section_reach(chain->section),
                              .source = source_of(node),
                              .span = span_of_start_tag(node),
                              .node = node,
                              .scope = chain->scope};
    if (!declaration->assumed)
        problem.other = (struct problem_party){
            source_of(declaration->element), span_of_start_tag(declaration->element),
            declaration->element, "The section is declared here."};
    server_add_problem(chain->server, &problem);
}

/* .NET refuses it at every folder that is no application, also in a location tag. IIS itself passes
 * over its own sections there (that is another rule). */
static bool is_beyond_application(const struct lock_chain *chain)
{
    return chain->section->declaration->framework && chain->scope->kind != SCOPE_APPLICATION;
}

static bool check_level(const struct lock_chain *chain, const struct definition *definition)
{
    const struct declaration *declaration = chain->section->declaration;
    bool assumed = !chain->server->has_application_host;
    switch (declaration->allow_definition) {
    case ALLOW_EVERYWHERE:
        return false;
    case ALLOW_MACHINE_TO_APPLICATION:
        if (!is_beyond_application(chain))
            return false;
        report(chain, definition, assumed ? "assumed" : NULL,
               assumed || definition->location ? PROBLEM_WARNING : PROBLEM_BY_RULE);
        return true;
    case ALLOW_MACHINE_ONLY:
    case ALLOW_MACHINE_TO_ROOT_WEB:
    case ALLOW_APP_HOST_ONLY:
        break;
    }
    /* what IIS answers is documented only for those that are locked as well, as nearly all are */
    bool sure = declaration->framework || declaration->override_mode_default == OVERRIDE_DENY;
    report(chain, definition, "server",
           !chain->server->has_application_host || !sure ? PROBLEM_WARNING : PROBLEM_BY_RULE);
    return true;
}

bool lock_check_place(const struct lock_chain *chain, const struct definition *definition)
{
    const struct declaration *declaration = chain->section->declaration;
    if (!declaration || definition->file->server_level || !lock_says_something(definition) ||
        (declaration->framework && !server_runs_dotnet(chain->server, chain->scope)))
        return false;
    if (!declaration->allow_location && definition->location) {
        report(chain, definition, "location", PROBLEM_WARNING);
        return true;
    }
    return check_level(chain, definition);
}
