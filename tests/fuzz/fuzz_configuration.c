/*
 * Any bytes as an applicationHost.config: read, resolved, checked, made into the document that rules
 * see, every section made effective at every scope, masked, freed.
 *
 * The section schemas are a few of each shape, so that a run takes a millisecond and not the tenth of
 * a second that reading all of IIS's takes with sanitizers. Rules have a target of their own.
 */
#include "base/path.h"
#include "config/check.h"
#include "config/effective.h"
#include "config/indirection.h"
#include "config/lock.h"
#include "rules/document.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* clang-format off */
static const char schema[] =
    "<configSchema><sectionSchema name='system.applicationHost/applicationPools'>"
    "<element name='applicationPoolDefaults' isCollectionDefault='true'><attribute name='x' type='bool'/>"
    "</element><collection addElement='add' defaultElement='applicationPoolDefaults'>"
    "<attribute name='name' type='string' isUniqueKey='true' required='true'/>"
    "<attribute name='enableConfigurationOverride' type='bool' defaultValue='true'/></collection>"
    "</sectionSchema><sectionSchema name='system.applicationHost/sites'>"
    "<element name='siteDefaults' isCollectionDefault='true'/>"
    "<element name='applicationDefaults' isCollectionDefault='true'><attribute name='applicationPool' type='string'/></element>"
    "<collection addElement='site' defaultElement='siteDefaults'>"
    "<attribute name='name' type='string' isUniqueKey='true'/><attribute name='id' type='uint' isUniqueKey='true'/>"
    "<element name='bindings'><collection addElement='binding' clearElement='clear'>"
    "<attribute name='protocol' type='string' isCombinedKey='true'/>"
    "<attribute name='bindingInformation' type='string' isCombinedKey='true'/></collection></element>"
    "<collection addElement='application' defaultElement='applicationDefaults'>"
    "<attribute name='path' type='string' isUniqueKey='true' validationType='applicationPath'/>"
    "<attribute name='applicationPool' type='string'/>"
    "<collection addElement='virtualDirectory'><attribute name='path' type='string' isUniqueKey='true'/>"
    "<attribute name='physicalPath' type='string' expanded='true'/>"
    "<attribute name='password' type='string' encrypted='true'/></collection></collection></collection>"
    "</sectionSchema><sectionSchema name='system.webServer/handlers'>"
    "<attribute name='accessPolicy' type='flags' defaultValue='Read'><flag name='Read' value='1'/><flag name='Script' value='2'/></attribute>"
    "<collection addElement='add' removeElement='remove' clearElement='clear' mergeAppend='false'>"
    "<attribute name='name' type='string' isUniqueKey='true' caseSensitive='true'/><attribute name='path' type='string' required='true'/>"
    "</collection></sectionSchema><sectionSchema name='system.webServer/modules'>"
    "<collection addElement='add' removeElement='remove' clearElement='clear'>"
    "<attribute name='name' type='string' isUniqueKey='true'/><attribute name='type' type='string'/></collection></sectionSchema>"
    "<sectionSchema name='system.webServer/httpErrors'><attribute name='errorMode' type='enum' defaultValue='Custom'>"
    "<enum name='Custom' value='1'/><enum name='Detailed' value='2'/></attribute>"
    "<collection addElement='error' removeElement='remove' clearElement='clear'>"
    "<attribute name='statusCode' type='uint' isCombinedKey='true' validationType='integerRange' validationParameter='400,999'/>"
    "<attribute name='subStatusCode' type='int' isCombinedKey='true' defaultValue='-1'/></collection></sectionSchema>"
    "<sectionSchema name='connectionStrings'><collection addElement='add' removeElement='remove' clearElement='clear'>"
    "<attribute name='name' type='string' isUniqueKey='true'/><attribute name='connectionString' type='string'/></collection></sectionSchema>"
    "<sectionSchema name='t'><attribute name='s' type='timeSpan' allowInfinite='true'/><attribute name='n' type='int64'/></sectionSchema>"
    "</configSchema>";
/* clang-format on */

/* The folder with the schema; made once. */
static const char *schema_folder(void)
{
    static struct arena *arena; /* for the life of the process */
    static char *folder;
    if (folder)
        return folder;
    arena = arena_new();
    struct error error = {0};
    folder = path_temporary_directory(arena, &error);
    struct path_writer *writer =
        folder ? path_writer_open(path_join(arena, folder, "schema.xml"), &error) : NULL;
    if (!writer || !path_writer_write(writer, schema, strlen(schema)) ||
        !path_writer_commit(writer, &error))
        abort();
    return folder;
}

static void make_effective(struct server *server)
{
    for (struct scope *scope = server->root; scope; scope = scope_next(server->root, scope))
        for (size_t i = 0; i < sections_count(server->sections) && i < 16; i++)
            effective_section(server, scope, sections_at(server->sections, i));
    effective_release(server, server->root);
}

static void look(struct arena *arena, struct server *server, struct regex_cache *regexes)
{
    struct facts *facts = facts_new(arena);
    struct error error = {0};
    struct accounts *accounts = accounts_new(arena, facts, regexes, &error);
    check_server(server);
    lock_check(server);
    indirection_check(server);
    if (server->sites_tree) {
        make_effective(server);
        document_new(arena, server, facts, accounts, regexes);
    }
    for (size_t i = 0; i < server->sources.count; i++) {
        size_t count;
        secret_spans(server->secrets, arena, server->sources.items[i], &count);
    }
    facts_free(facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct regex_cache *regexes = regex_cache_new(arena);
    struct server_options options = {.iis_version = "10.1709", .schema_directory = schema_folder()};
    struct error error = {0};
    struct server *server = server_new(arena, &options, regexes, &error);
    struct source *source = source_parse(arena, "applicationHost.config", (const char *)data, size);
    if (server && server_load_source(server, source, NULL, &error))
        look(arena, server, regexes);
    server_free(server);
    regex_cache_free(regexes);
    arena_free(arena);
    return 0;
}
