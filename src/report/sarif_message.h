/*
 * sarif_message.h - a rule's message as SARIF wants it: text, template and arguments.
 *
 * SARIF's own rules for templates are stricter than ours: placeholders number without a gap and at
 * most five (DefectDojo); there is at least one, each is in single quotes, and a period ends it all
 * (Microsoft's validator); and a message links to its related places as [text](id) (GitHub shows
 * no others). So a template is rewritten, and text and arguments follow from the rewritten one:
 * they always agree.
 */
#ifndef IISLINT_REPORT_SARIF_MESSAGE_H
#define IISLINT_REPORT_SARIF_MESSAGE_H

#include "report/sarif_run.h"

struct sarif_message {
    const char *id;
    const char *template; /* as it stands in the rule's messageStrings */
    const char *text;     /* the template with its arguments */
    const char *arguments[5];
    size_t argument_count;
};

/* Number of related places that the message of a finding links to. */
unsigned sarif_message_links(const struct iislint_finding *finding);

/*
 * The message of a finding. One that comes from no template of its rule (a malformed file says
 * what is wrong in a hundred ways) is the argument of a template that the rule's title makes.
 */
struct sarif_message sarif_message_make(struct arena *arena, const struct iislint_finding *finding);

/* Index of the finding's template in its rule, or the rule's template_count. */
size_t sarif_message_template(const struct iislint_finding *finding);

/* The template of messages that come from none: its id, and its text for a rule. In the arena. */
#define SARIF_OTHER_ID "message"
const char *sarif_message_other(struct arena *arena, const struct iislint_rule_info *rule);

/* Id and text of a template with so many links, for messageStrings. In the arena. */
const char *sarif_message_id(struct arena *arena, const char *template_id, unsigned links);
const char *sarif_message_string(struct arena *arena, const char *template_text, unsigned links);

/* The message of a rule that is undecided: its id and template are constants. */
#define SARIF_UNDECIDED_ID "undecided"
#define SARIF_UNDECIDED_TEMPLATE "This could not be decided. It needs '{0}'."
struct sarif_message sarif_message_undecided(struct arena *arena,
                                             const struct iislint_finding *finding);

/* {text, id, arguments} */
struct json *sarif_message_json(struct sarif *sarif, const struct sarif_message *message);

#endif
