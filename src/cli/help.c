#include "cli/help.h"

#include "base/text.h"
#include "cli/fill.h"
#include "cli/options.h"
#include "report/report.h"

#include <string.h>

#define HELP_COLUMN 27

static void write_paragraph(struct output *out, const char *paragraph)
{
    output_text(out, "\n");
    fill_write(out, paragraph, 0, 0);
}

static void write_option(struct output *out, const struct option_spec *spec)
{
    struct text left = {0};
    text_add(&left, "  ");
    if (spec->letter != 0)
        text_printf(&left, "-%c, ", spec->letter);
    text_add(&left, spec->name);
    if (spec->argument != NULL)
        text_printf(&left, " %s", spec->argument);
    output_text(out, text_string(&left));
    if (left.length + 2 > HELP_COLUMN)
        output_printf(out, "\n%*s", HELP_COLUMN, "");
    else
        output_printf(out, "%*s", (int)(HELP_COLUMN - left.length), "");
    fill_write(out, spec->help, HELP_COLUMN, HELP_COLUMN);
    text_fini(&left);
}

static void write_options(struct output *out, const struct command *command)
{
    size_t count;
    const struct option_spec *table = options_table(&count);
    output_text(out, "\nOptions:\n");
    for (size_t i = 0; i < count; i++) {
        if ((table[i].commands & (unsigned)command->bit) != 0)
            write_option(out, &table[i]);
    }
}

static void write_formats(struct output *out)
{
    size_t count;
    const struct report_format *formats = report_formats(&count);
    output_text(out, "\nFormats:\n");
    for (size_t i = 0; i < count; i++)
        output_printf(out, "  %-*s%s\n", HELP_COLUMN - 2, formats[i].name, formats[i].description);
}

static void write_exit_statuses(struct output *out)
{
    output_text(out, "\nExit status:\n");
    for (int status = EXIT_CLEAN; status <= EXIT_INCOMPLETE; status++) {
        output_printf(out, "  %d  ", status);
        fill_write(out, command_exit_description((enum exit_status)status), 5, 5);
    }
}

void help_write(struct output *out, const struct command *command)
{
    size_t count;
    const struct command *commands = command_table(&count);
    bool is_default = command == &commands[0];
    output_text(out, "Usage:\n");
    for (size_t i = 0; i < count; i++) {
        if (!is_default && &commands[i] != command)
            continue;
        output_printf(out, "  iislint %s%s%s%s [OPTION...]\n",
                      i == 0 ? "[check]" : commands[i].name,
                      commands[i].operands[0] != '\0' ? " " : "", commands[i].operands, "");
        output_printf(out, "      %s\n", commands[i].summary);
    }
    fill_each_paragraph(command->details, write_paragraph, out);
    write_options(out, command);
    if (is_default) {
        write_formats(out);
        write_exit_statuses(out);
        output_text(out, "\n'iislint COMMAND --help' shows the options of another command.\n");
    }
}

/* ---- the manual page ------------------------------------------------------------------------- */

/* Escapes text for roff: backslashes, hyphens, and what would be a request at a line's start. */
static void write_roff(struct output *out, const char *string)
{
    if (*string == '.' || *string == '\'')
        output_text(out, "\\&");
    for (; *string != '\0'; string++) {
        if (*string == '\\')
            output_text(out, "\\e");
        else if (*string == '-')
            output_text(out, "\\-");
        else
            output_bytes(out, string, 1);
    }
}

static void write_man_paragraph(struct output *out, const char *paragraph)
{
    output_text(out, ".PP\n");
    write_roff(out, paragraph);
    output_text(out, "\n");
}

static void write_man_commands(struct output *out)
{
    size_t count;
    const struct command *commands = command_table(&count);
    output_text(out, ".SH COMMANDS\n");
    for (size_t i = 0; i < count; i++) {
        output_printf(out, ".SS \"%s %s\"\n", commands[i].name, commands[i].operands);
        write_man_paragraph(out, commands[i].summary);
        fill_each_paragraph(commands[i].details, write_man_paragraph, out);
    }
}

/* "check, effective": the commands that know an option; nothing when all do. */
static void write_man_option_commands(struct output *out, const struct option_spec *spec)
{
    size_t count;
    const struct command *commands = command_table(&count);
    const char *separator = " [";
    unsigned all = 0;
    for (size_t i = 0; i < count; i++)
        all |= (unsigned)commands[i].bit;
    if (spec->commands == all)
        return;
    for (size_t i = 0; i < count; i++) {
        if ((spec->commands & (unsigned)commands[i].bit) == 0)
            continue;
        output_printf(out, "%s%s", separator, commands[i].name);
        separator = ", ";
    }
    output_text(out, "]");
}

static void write_man_options(struct output *out)
{
    size_t count;
    const struct option_spec *table = options_table(&count);
    output_text(out, ".SH OPTIONS\nIn brackets: the commands that know the option.\n");
    for (size_t i = 0; i < count; i++) {
        output_text(out, ".TP\n");
        if (table[i].letter != 0)
            output_printf(out, "\\fB\\-%c\\fR, ", table[i].letter);
        output_text(out, "\\fB");
        write_roff(out, table[i].name);
        output_text(out, "\\fR");
        if (table[i].argument != NULL)
            output_printf(out, " \\fI%s\\fR", table[i].argument);
        output_text(out, "\n");
        write_roff(out, table[i].help);
        write_man_option_commands(out, &table[i]);
        output_text(out, "\n");
    }
}

static void write_man_environment(struct output *out)
{
    output_text(out, ".SH ENVIRONMENT\n"
                     ".TP\n\\fBNO_COLOR\\fR\nWhen set and not empty: no colour, unless "
                     "\\fB\\-\\-color always\\fR asks for it.\n"
                     ".TP\n\\fBSOURCE_DATE_EPOCH\\fR\nSeconds since 1970. When set, reports "
                     "carry this time and nothing of the machine, so that the same input gives "
                     "the same bytes.\n"
                     ".TP\n\\fBTF_BUILD\\fR, \\fBSYSTEM_*\\fR, \\fBBUILD_*\\fR, \\fBGITHUB_*\\fR, "
                     "\\fBCI_*\\fR\nIn Azure Pipelines, GitHub Actions and GitLab: they name "
                     "pipeline, repository and commit in SARIF.\n");
}

void help_write_man(struct output *out)
{
    size_t count;
    const struct report_format *formats = report_formats(&count);
    output_printf(out, ".TH IISLINT 1 \"\" \"iislint %s\" \"User Commands\"\n", IISLINT_VERSION);
    output_text(out, ".SH NAME\niislint \\- check the configuration of an IIS server\n"
                     ".SH SYNOPSIS\n\\fBiislint\\fR [\\fICOMMAND\\fR] [\\fIOPTION\\fR...] "
                     "[\\fIOPERAND\\fR...]\n"
                     ".SH DESCRIPTION\niislint reads an IIS server's configuration the way IIS "
                     "itself does, adds what is known about the machine, and says what will "
                     "break, what is unsafe and why, at the exact place that causes it.\n");
    write_man_commands(out);
    write_man_options(out);
    output_text(out, ".SH FORMATS\n");
    for (size_t i = 0; i < count; i++) {
        output_printf(out, ".TP\n\\fB%s\\fR\n", formats[i].name);
        write_roff(out, formats[i].description);
        output_text(out, "\n");
    }
    output_text(out, ".SH EXIT STATUS\n");
    for (int status = EXIT_CLEAN; status <= EXIT_INCOMPLETE; status++)
        output_printf(out, ".TP\n%d\n%s\n", status,
                      command_exit_description((enum exit_status)status));
    output_text(out, "When something could not be checked the status is 3, even if there are "
                     "findings as well.\n");
    write_man_environment(out);
}
