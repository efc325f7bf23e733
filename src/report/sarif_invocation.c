#include "report/sarif_invocation.h"

#include "base/text.h"
#include "report/sarif.h"
#include "report/sarif_location.h"
#include "report/sarif_uri.h"

#include <ctype.h>
#include <string.h>

#define TOOL_ERROR "ToolError"
#define TOO_MANY "TooManyResults"

/* ---- notifications --------------------------------------------------------------------------- */

static void note_id(struct sarif *sarif, const char *id)
{
    if (map_find(sarif->notifications, id) == NULL)
        map_set(sarif->notifications, id, sarif);
}

static bool collect_notice(void *target, const struct iislint_notice *notice)
{
    note_id(target, notice->id);
    if (notice->place.file != NULL)
        sarif_location_artifact(target, notice->place.file);
    return true;
}

void sarif_invocation_collect(struct sarif *sarif)
{
    if (sarif->context->failure_count > 0)
        note_id(sarif, TOOL_ERROR);
    if (sarif->left_out > 0 || sarif->is_too_much)
        note_id(sarif, TOO_MANY);
    iislint_each_notice(sarif->context->run, collect_notice, sarif);
}

/* The words of "UnusedSuppression" in lower case with something between them. */
static const char *words_of(struct arena *arena, const char *name, char separator)
{
    struct text text = {0};
    for (const char *c = name; *c != '\0'; c++) {
        if (c > name && isupper((unsigned char)*c))
            text_add_char(&text, separator);
        text_add_char(&text, (char)tolower((unsigned char)*c));
    }
    const char *result = arena_strdup(arena, text_string(&text));
    text_fini(&text);
    return result;
}

static size_t index_of(const struct sarif *sarif, const char *wanted)
{
    size_t cursor = 0;
    size_t index = 0;
    const char *id;
    void *value;
    while (map_next(sarif->notifications, &cursor, &id, &value) && strcmp(id, wanted) != 0)
        index++;
    return index;
}

/* A descriptor's id may not equal its name, whatever the case. */
static const char *descriptor_id(struct arena *arena, const char *name)
{
    return arena_printf(arena, "notice-%s", words_of(arena, name, '-'));
}

static struct json *descriptor(struct sarif *sarif, const char *name)
{
    char *words = arena_printf(sarif->arena, "%s.", words_of(sarif->arena, name, ' '));
    words[0] = (char)toupper((unsigned char)words[0]);
    struct json *object = json_object();
    json_add_text(object, "id", descriptor_id(sarif->arena, name));
    json_add_text(object, "name", name);
    json_add(object, "shortDescription", sarif_text(words));
    json_add(object, "fullDescription", sarif_text(words));
    json_add(object, "help", sarif_text("The notification's message says what to do."));
    json_add_text(object, "helpUri", SARIF_INFORMATION_URI);
    return object;
}

void sarif_invocation_write_descriptors(struct sarif *sarif)
{
    size_t cursor = 0;
    const char *name;
    void *value;
    if (map_count(sarif->notifications) == 0)
        return;
    json_stream_begin_array(&sarif->stream, "notifications");
    while (map_next(sarif->notifications, &cursor, &name, &value))
        json_stream_value(&sarif->stream, NULL, descriptor(sarif, name));
    json_stream_end(&sarif->stream);
}

static struct json *notification(struct sarif *sarif, const char *name, enum iislint_level level,
                                 const char *message)
{
    struct json *object = json_object();
    struct json *reference = json_add(object, "descriptor", json_object());
    json_add_text(reference, "id", descriptor_id(sarif->arena, name));
    json_add_number(reference, "index", (int64_t)index_of(sarif, name));
    json_add_text(object, "level", report_level_name(level));
    json_add(object, "message",
             sarif_text(sarif_note_masked(sarif, sarif_sentence(sarif->arena, message))));
    return object;
}

/* The two kinds of notification: about reading files, and about how the check is set up. */
struct notifications {
    struct sarif *sarif;
    struct json *execution;
    struct json *configuration;
};

static bool is_about_configuration(const char *id)
{
    return strcmp(id, "UnusedSuppression") == 0 || strcmp(id, "UnknownSuppression") == 0 ||
           strcmp(id, "Assumption") == 0;
}

static bool add_notice(void *target, const struct iislint_notice *notice)
{
    struct notifications *lists = target;
    struct sarif *sarif = lists->sarif;
    struct json *object = notification(sarif, notice->id, notice->level, notice->message);
    if (notice->place.file != NULL)
        json_append(json_add(object, "locations", json_array()),
                    sarif_location(sarif, &notice->place));
    else if (notice->path != NULL)
        json_append(json_add(object, "locations", json_array()),
                    sarif_location_of_path(sarif, notice->path));
    json_append(is_about_configuration(notice->id) ? lists->configuration : lists->execution,
                object);
    return true;
}

/* What services do with many results: they refuse them all, unless some are left out. */
static void add_size_notes(struct notifications *lists)
{
    struct sarif *sarif = lists->sarif;
    if (sarif->left_out > 0) {
        const char *text = arena_printf(sarif->arena, "%zu results are left out by --max-results",
                                        sarif->left_out);
        json_append(lists->execution, notification(sarif, TOO_MANY, IISLINT_WARNING, text));
    }
    if (sarif->is_too_much)
        json_append(lists->execution,
                    notification(sarif, TOO_MANY, IISLINT_WARNING,
                                 "GitHub takes no more than 25,000 results; --max-results leaves "
                                 "out those that matter least"));
}

static void add_notifications(struct sarif *sarif, struct json *invocation)
{
    const struct report_context *context = sarif->context;
    struct notifications lists = {.sarif = sarif};
    lists.execution = json_add(invocation, "toolExecutionNotifications", json_array());
    lists.configuration = json_add(invocation, "toolConfigurationNotifications", json_array());
    for (size_t i = 0; i < context->failure_count; i++)
        json_append(lists.execution,
                    notification(sarif, TOOL_ERROR, IISLINT_ERROR, context->failures[i]));
    add_size_notes(&lists);
    iislint_each_notice(context->run, add_notice, &lists);
}

/* ---- the invocation -------------------------------------------------------------------------- */

/* Days since 1970 as a date of the Gregorian calendar. */
static void date_of_day(int64_t day, int64_t *year, unsigned *month, unsigned *day_of_month)
{
    int64_t shifted = day + 719468; /* from 1 March of year 0: leap days come last */
    int64_t era = shifted / 146097;
    int64_t of_era = shifted % 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t from_march = (5 * of_year + 2) / 153;
    *day_of_month = (unsigned)(of_year - (153 * from_march + 2) / 5 + 1);
    *month = (unsigned)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

static void add_time(struct sarif *sarif, struct json *object, const char *key,
                     int64_t milliseconds)
{
    if (milliseconds <= 0)
        return;
    int64_t seconds = milliseconds / 1000;
    int64_t of_day = seconds % 86400;
    int64_t year;
    unsigned month, day;
    date_of_day(seconds / 86400, &year, &month, &day);
    json_add_text(object, key,
                  arena_printf(sarif->arena, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", (int)year,
                               month, day, (int)(of_day / 3600), (int)(of_day / 60 % 60),
                               (int)(of_day % 60), (int)(milliseconds % 1000)));
}

static void add_command_line(struct sarif *sarif, struct json *object)
{
    const struct report_context *context = sarif->context;
    struct text line = {0};
    text_add(&line, "iislint");
    struct json *arguments = json_array();
    for (size_t i = 0; i < context->argument_count; i++) {
        const char *argument = sarif_note_masked(sarif, context->arguments[i]);
        bool is_plain = argument[0] != '\0' && argument[strcspn(argument, " \t\"'\\")] == '\0';
        text_printf(&line, is_plain ? " %s" : " '%s'", argument);
        json_append_text(arguments, argument);
    }
    json_add_text(object, "commandLine", text_string(&line));
    json_add(object, "arguments", arguments);
    text_fini(&line);
}

void sarif_invocation_write(struct sarif *sarif)
{
    const struct report_context *context = sarif->context;
    struct json *object = json_object();
    add_command_line(sarif, object);
    json_add_bool(object, "executionSuccessful",
                  context->failure_count == 0 && !iislint_is_incomplete(context->run));
    json_add_number(object, "exitCode", context->exit_code);
    json_add_text(object, "exitCodeDescription", context->exit_description);
    add_time(sarif, object, "startTimeUtc", context->started);
    add_time(sarif, object, "endTimeUtc", context->finished);
    if (context->working_directory != NULL && !context->reproducible)
        json_add_text(json_add(object, "workingDirectory", json_object()), "uri",
                      sarif_uri_of_folder(sarif->arena, context->working_directory));
    add_notifications(sarif, object);
    json_stream_begin_array(&sarif->stream, "invocations");
    json_stream_value(&sarif->stream, NULL, object);
    json_stream_end(&sarif->stream);
}

/* ---- automation details ---------------------------------------------------------------------- */

static const char *variable(const struct sarif *sarif, const char *name)
{
    const char *value =
        sarif->context->environment != NULL ? sarif->context->environment(name) : NULL;
    return value != NULL ? value : "";
}

/* "https://dev.azure.com/contoso/" -> "contoso"; "https://contoso.visualstudio.com/" too. */
static const char *organization(const struct sarif *sarif)
{
    char *uri = arena_strdup(sarif->arena, variable(sarif, "SYSTEM_COLLECTIONURI"));
    size_t length = strlen(uri);
    while (length > 0 && uri[length - 1] == '/')
        uri[--length] = '\0';
    char *last = strrchr(uri, '/');
    last = last != NULL ? last + 1 : uri;
    last[strcspn(last, ".")] = '\0';
    return last;
}

/* What Advanced Security for Azure DevOps demands. */
static struct json *azure_details(struct sarif *sarif)
{
    static const char *const names[][2] = {
        {"azuredevops/pipeline/build/buildDefinitionId", "SYSTEM_DEFINITIONID"},
        {"azuredevops/pipeline/build/buildDefinitionName", "BUILD_DEFINITIONNAME"},
        {"azuredevops/pipeline/build/phaseId", "SYSTEM_PHASEID"},
        {"azuredevops/pipeline/build/phaseName", "SYSTEM_PHASENAME"},
    };
    struct json *object = json_object();
    json_add_text(
        object, "id",
        arena_printf(sarif->arena, "azuredevops/pipeline/build/%s/%s/%s/%s/%s/%s",
                     organization(sarif), variable(sarif, "SYSTEM_TEAMPROJECT"),
                     variable(sarif, "SYSTEM_DEFINITIONID"), variable(sarif, "SYSTEM_PHASEID"),
                     variable(sarif, "BUILD_SOURCEBRANCH"), variable(sarif, "BUILD_BUILDID")));
    struct json *properties = json_add(object, "properties", json_object());
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        json_add_text(properties, names[i][0], variable(sarif, names[i][1]));
    return object;
}

struct json *sarif_invocation_automation(struct sarif *sarif)
{
    const char *category = sarif->context->category;
    if (category == NULL)
        return text_equals_nocase(variable(sarif, "TF_BUILD"), "True") ? azure_details(sarif)
                                                                       : NULL;
    size_t length = strlen(category);
    bool is_closed = length > 0 && category[length - 1] == '/';
    struct json *object = json_object();
    json_add_text(object, "id", arena_printf(sarif->arena, "%s%s", category, is_closed ? "" : "/"));
    return object;
}
