#include "report/report.h"

#include "report/sarif.h"
#include "report/text_report.h"

#include <string.h>

static const struct report_format formats[] = {
    {"text", "for people: source lines, causes and remedies", "text/plain; charset=utf-8",
     text_report_write},
    {"sarif", "SARIF 2.1.0 for code scanning and editors", "application/sarif+json", sarif_write},
};

const struct report_format *report_formats(size_t *count)
{
    *count = sizeof formats / sizeof formats[0];
    return formats;
}

const struct report_format *report_format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    }
    return NULL;
}

bool report_write(const struct report_format *format, const struct report_context *context,
                  struct output *out)
{
    bool written = format->write(context, out);
    return output_finish(out) && written;
}

bool report_shows(const struct report_context *context, const struct iislint_finding *finding)
{
    return finding->level >= context->show;
}

const char *report_level_name(enum iislint_level level)
{
    switch (level) {
    case IISLINT_ERROR:
        return "error";
    case IISLINT_WARNING:
        return "warning";
    case IISLINT_NOTE:
        break;
    }
    return "note";
}
