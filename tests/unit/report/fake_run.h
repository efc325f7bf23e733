/*
 * fake_run.h - a made-up run behind the accessors of iislint.h, for tests of the reports.
 *
 * It holds the definitions, so a test program includes it once and the linker leaves the real
 * library out. Files are given as text; places are found by the text that stands there.
 */
#ifndef TESTS_REPORT_FAKE_RUN_H
#define TESTS_REPORT_FAKE_RUN_H

#include "base/arena.h"
#include "base/text.h"
#include "iislint.h"
#include "source/digest.h"

#include <assert.h>
#include <string.h>

struct iislint_file {
    const char *path;
    const char *text; /* without byte order mark */
    bool has_mark;
    struct arena *arena;
};

struct iislint_rule {
    struct iislint_rule_info info;
    struct iislint_rule_help help;
};

struct iislint {
    struct arena *arena;
    struct iislint_file files[4];
    size_t file_count;
    struct iislint_rule rules[8];
    size_t rule_count;
    struct iislint_finding findings[64];
    size_t finding_count, repeat; /* how often each of them is told; 0: once */
    struct iislint_notice notices[8];
    size_t notice_count;
    bool is_incomplete;
};

/* ---- the accessors --------------------------------------------------------------------------- */

const char *iislint_file_path(const struct iislint_file *file)
{
    return file->path;
}

static void fake_bytes(const struct iislint_file *file, struct text *bytes)
{
    if (file->has_mark)
        text_add(bytes, "\xEF\xBB\xBF");
    text_add(bytes, file->text);
}

const char *iislint_file_sha256(const struct iislint_file *file)
{
    struct text bytes = {0};
    uint8_t digest[32];
    char *hex = arena_alloc(file->arena, 65);
    fake_bytes(file, &bytes);
    digest_sha256(bytes.data, bytes.length, digest);
    digest_hex(digest, 32, hex);
    text_fini(&bytes);
    return hex;
}

size_t iislint_file_byte_length(const struct iislint_file *file)
{
    return strlen(file->text) + (file->has_mark ? 3 : 0);
}

const char *iislint_file_encoding(const struct iislint_file *file)
{
    (void)file;
    return "utf-8";
}

size_t iislint_file_line_count(const struct iislint_file *file)
{
    size_t count = 1;
    for (const char *c = file->text; *c != '\0'; c++)
        count += *c == '\n';
    return count;
}

const char *iislint_file_text(const struct iislint_file *file, size_t *length)
{
    *length = strlen(file->text);
    return file->text;
}

const char *iislint_file_masked_text(const struct iislint_file *file, size_t *length)
{
    const char *text = iislint_file_excerpt(file, 0, strlen(file->text), NULL);
    *length = strlen(text);
    return text;
}

/* What stands behind password= up to a quote or semicolon is a secret. */
const char *iislint_file_excerpt(const struct iislint_file *file, size_t start, size_t end,
                                 bool *masked)
{
    struct text text = {0};
    bool is_masked = false;
    for (size_t at = 0; at < end;) {
        const char *here = file->text + at;
        size_t skip = text_starts_with_nocase(here, "password=\"") ? 10
                      : text_starts_with_nocase(here, "Pwd=")      ? 4
                                                                   : 0;
        for (size_t i = 0; i < (skip > 0 ? skip : 1); i++, at++) {
            if (at >= start && at < end)
                text_add_char(&text, file->text[at]);
        }
        if (skip == 0)
            continue;
        size_t behind = at + strcspn(file->text + at, "\";");
        if (behind > start && at < end) {
            text_add(&text, "•••");
            is_masked = true;
        }
        at = behind;
    }
    if (masked != NULL)
        *masked = is_masked;
    const char *result = arena_strdup(file->arena, text_string(&text));
    text_fini(&text);
    return result;
}

const struct iislint_rule_info *iislint_rule_info(const struct iislint_rule *rule)
{
    return &rule->info;
}

const struct iislint_rule_help *iislint_rule_help(const struct iislint_rule *rule)
{
    return &rule->help;
}

bool iislint_is_incomplete(const struct iislint *run)
{
    return run->is_incomplete;
}

void iislint_each_finding(const struct iislint *run,
                          bool (*each)(void *context, const struct iislint_finding *),
                          void *context)
{
    size_t times = run->repeat > 0 ? run->repeat : 1;
    for (size_t i = 0; i < run->finding_count * times && each(context, &run->findings[i / times]);
         i++)
        ;
}

void iislint_each_notice(const struct iislint *run,
                         bool (*each)(void *context, const struct iislint_notice *), void *context)
{
    for (size_t i = 0; i < run->notice_count && each(context, &run->notices[i]); i++)
        ;
}

void iislint_each_rule(const struct iislint *run,
                       bool (*each)(void *context, const struct iislint_rule *), void *context)
{
    for (size_t i = 0; i < run->rule_count && each(context, &run->rules[i]); i++)
        ;
}

void iislint_each_file(const struct iislint *run,
                       bool (*each)(void *context, const struct iislint_file *), void *context)
{
    for (size_t i = 0; i < run->file_count && each(context, &run->files[i]); i++)
        ;
}

struct iislint_counts iislint_counts(const struct iislint *run)
{
    struct iislint_counts counts = {.files = run->file_count, .rules = run->rule_count};
    return counts;
}

/* ---- making a run ---------------------------------------------------------------------------- */

static inline void fake_init(struct iislint *run)
{
    memset(run, 0, sizeof *run);
    run->arena = arena_new();
}

static inline void fake_fini(struct iislint *run)
{
    arena_free(run->arena);
}

static inline const struct iislint_file *fake_file(struct iislint *run, const char *path,
                                                   bool has_mark, const char *text)
{
    struct iislint_file *file = &run->files[run->file_count++];
    *file = (struct iislint_file){path, text, has_mark, run->arena};
    return file;
}

/* The place of the first occurrence of `needle`. */
static inline struct iislint_place fake_place(const struct iislint_file *file, const char *needle,
                                              const char *xpath, bool is_attribute)
{
    struct iislint_place place = {.file = file, .xpath = xpath, .is_attribute = is_attribute};
    const char *at = strstr(file->text, needle);
    assert(at != NULL);
    struct iislint_region *region = &place.region;
    region->start_offset = (size_t)(at - file->text);
    region->end_offset = region->start_offset + strlen(needle);
    unsigned line = 1, column = 1;
    for (size_t i = 0; i <= region->end_offset; i++) {
        if (i == region->start_offset) {
            region->start_line = line;
            region->start_column = column;
        }
        unsigned char c = (unsigned char)file->text[i];
        if (i == region->end_offset)
            break;
        if (c == '\n') {
            line++;
            column = 1;
        } else if ((c & 0xC0) != 0x80) {
            column += c >= 0xF0 ? 2 : 1;
        }
    }
    region->end_line = line;
    region->end_column = column;
    return place;
}

static inline struct iislint_finding *fake_finding(struct iislint *run, size_t rule,
                                                   enum iislint_level level,
                                                   struct iislint_place place, const char *message)
{
    struct iislint_finding *finding = &run->findings[run->finding_count++];
    *finding = (struct iislint_finding){
        .rule = &run->rules[rule], .level = level, .place = place, .message = message};
    return finding;
}

/* ---- a rich run ------------------------------------------------------------------------------ */

#define FAKE_HOST                                                                                  \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"                                                 \
    "<configuration>\n"                                                                            \
    "    <system.applicationHost>\n"                                                               \
    "        <applicationPools>\n"                                                                 \
    "            <add name=\"Shop\" autoStart=\"true\">\n"                                         \
    "                <processModel identityType=\"SpecificUser\" "                                 \
    "userName=\"CONTOSO\\svc-shop\" password=\"S3cr3t-Pool\" />\n"                                 \
    "            </add>\n"                                                                         \
    "        </applicationPools>\n"                                                                \
    "    </system.applicationHost>\n"                                                              \
    "\t<system.webServer>\n"                                                                       \
    "\t\t<windowsAuthentication\tenabled=\"true\" useKernelMode=\"true\" />\n"                     \
    "\t</system.webServer>\n"                                                                      \
    "</configuration>\n"

#define FAKE_WEB                                                                                   \
    "<configuration>\r\n"                                                                          \
    "  <!-- 日本語 \xF0\x9F\x94\x92 --><connectionStrings>\r\n"                                 \
    "    <add name=\"日本\" connectionString=\"Server=.\\SQLEXPRESS;Pwd=S3cr3t-Db;User "         \
    "Instance=true\" />\r\n"                                                                       \
    "  </connectionStrings>\r\n"                                                                   \
    "</configuration>\r\n"

static inline void fake_rules(struct iislint *run)
{
    static const char *const symptoms[] = {"401.1", "0x8009030e"};
    static const char *const needs[] = {"spns"};
    static const struct iislint_reference references[] = {
        {"Kerberos failures", "https://learn.microsoft.com/troubleshoot/iis/kerberos"}};
    static const struct iislint_mapping mappings[] = {
        {"CWE", "522", "Insufficiently Protected Credentials"},
        {"CIS IIS 10", "2.1", NULL},
        {"DISA STIG", "IISW-SI-000206", NULL}};
    static const struct iislint_message_template kernel[] = {
        {"default", "Pool {0} runs as {1}, but tickets are decrypted as {2}"}};
    static const struct iislint_message_template user[] = {
        {"default", "{0}, {1}, {2}, {3}, {4}, {5} {curly} HTTP/{0}"}};
    static const struct iislint_example examples[] = {
        {"kernel mode", true, "<windowsAuthentication useKernelMode=\"true\" />"},
        {NULL, false, "<windowsAuthentication useKernelMode=\"false\" /><!-- ``` -->"}};
    run->rules[0].info =
        (struct iislint_rule_info){.id = "IIS2401",
                                   .name = "KernelModeIgnoresPoolAccount",
                                   .title = "Kernel-mode authentication ignores the pool's account",
                                   .level = IISLINT_WARNING,
                                   .reach = "every request",
                                   .topic = "Windows authentication",
                                   .enabled = true,
                                   .symptoms = symptoms,
                                   .symptom_count = 2,
                                   .needs = needs,
                                   .need_count = 1};
    run->rules[0].help = (struct iislint_rule_help){
        .fix = "Set `useAppPoolCredentials` to true.",
        .templates = kernel,
        .template_count = 1,
        .why = "HTTP.sys decrypts the ticket as the machine, <not> as CONTOSO\\svc.\n\nSo 401.1.",
        .references = references,
        .reference_count = 1,
        .mappings = mappings,
        .mapping_count = 3,
        .examples = examples,
        .example_count = 2};
    run->rules[1].info = (struct iislint_rule_info){.id = "IIS2201",
                                                    .name = "UserInstanceWithoutProfile",
                                                    .title = "A user instance.",
                                                    .level = IISLINT_ERROR,
                                                    .topic = "SQL Server Express",
                                                    .enabled = true,
                                                    .security = true};
    run->rules[1].help =
        (struct iislint_rule_help){.fix = "Load the profile.",
                                   .templates = user,
                                   .template_count = 1,
                                   .why = "A user instance needs the profile of its user.",
                                   .mappings = mappings,
                                   .mapping_count = 1,
                                   .references = references,
                                   .reference_count = 1};
    run->rules[2].info = (struct iislint_rule_info){.id = "IIS2402",
                                                    .name = "SpnMissing",
                                                    .title = "A service principal name is missing",
                                                    .level = IISLINT_WARNING,
                                                    .enabled = true};
    run->rules[2].help = (struct iislint_rule_help){.fix = "Run setspn.",
                                                    .why = "Then Kerberos does not work.",
                                                    .references = references,
                                                    .reference_count = 1};
    run->rule_count = 3;
}

static inline void fake_findings(struct iislint *run)
{
    static const char *arguments[] = {"Shop", "CONTOSO\\svc-shop", "the machine [a](b)"};
    static const char *many[] = {"one", "two", "three", "four", "five", "six"};
    static const struct iislint_scope scopes[] = {
        {"Shop", NULL}, {"Blog/admin", NULL}, {"", NULL}, {"a", NULL}, {"b", NULL}, {"c", NULL}};
    static const struct iislint_scope detailed[] = {{"Shop", "runs as CONTOSO\\svc-shop"}};
    static struct iislint_related related[2];
    static struct iislint_edit edits[1];
    static struct iislint_fix fixes[1];
    const struct iislint_file *host = &run->files[0];
    const struct iislint_file *web = &run->files[1];
    related[0] = (struct iislint_related){
        fake_place(host, "name=\"Shop\"", "/configuration/x[@a='/']/add/@name", true),
        "the pool is defined here"};
    related[1] = (struct iislint_related){{0}, "the machine account"};
    edits[0] = (struct iislint_edit){fake_place(host, "useKernelMode=\"true\"", NULL, true).region,
                                     "useKernelMode=\"false\""};
    fixes[0] = (struct iislint_fix){"Switch kernel mode off", host, edits, 1};
    struct iislint_finding *finding = fake_finding(
        run, 0, IISLINT_WARNING,
        fake_place(host, "useKernelMode=\"true\"",
                   "/configuration/system.webServer/windowsAuthentication/@useKernelMode", true),
        "Pool Shop runs as CONTOSO\\svc-shop, but tickets are decrypted as the machine [a](b)");
    finding->message_id = "default";
    finding->arguments = arguments;
    finding->argument_count = 3;
    finding->related = related;
    finding->related_count = 2;
    finding->scopes = scopes;
    finding->scope_count = 6;
    finding->reach = "every request";
    finding->remedy = "<windowsAuthentication\n\tuseAppPoolCredentials=\"true\" />\nappcmd set";
    finding->fixes = fixes;
    finding->fix_count = 1;
    finding = fake_finding(run, 2, IISLINT_WARNING, finding->place, "No SPN is known");
    finding->kind = IISLINT_UNDECIDED;
    finding->needs = "the fact group spns";
    finding =
        fake_finding(run, 1, IISLINT_ERROR,
                     fake_place(web, "Pwd=S3cr3t-Db;User Instance=true",
                                "/configuration/connectionStrings/add/@connectionString", true),
                     "one, two, three, four, five, six {curly} HTTP/one");
    finding->message_id = "default";
    finding->arguments = many;
    finding->argument_count = 6;
    finding->scopes = detailed;
    finding->scope_count = 1;
    finding = fake_finding(
        run, 0, IISLINT_NOTE,
        fake_place(web, "connectionStrings", "/configuration/connectionStrings", false),
        "Pool a runs as b, but tickets are decrypted as c");
    finding->message_id = "default";
    finding->arguments = many;
    finding->argument_count = 3;
    finding->suppressed = true;
    finding->justification = "accepted until spring";
}

/* Two files, three rules, four findings and two notices. */
static inline void fake_rich(struct iislint *run)
{
    fake_init(run);
    fake_file(run, "applicationHost.config", false, FAKE_HOST);
    fake_file(run, "./sites/Büro [1]/web.config", true, FAKE_WEB);
    fake_rules(run);
    fake_findings(run);
    run->notices[0] =
        (struct iislint_notice){.level = IISLINT_WARNING,
                                .id = "UnusedSuppression",
                                .place = fake_place(&run->files[1], "<!-- ", NULL, false),
                                .message = "this suppression is not needed"};
    run->notices[1] = (struct iislint_notice){.level = IISLINT_ERROR,
                                              .id = "UnreadableFile",
                                              .path = "sites/other/web.config",
                                              .message = "permission denied"};
    run->notice_count = 2;
}

#endif
