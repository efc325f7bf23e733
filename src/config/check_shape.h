/*
 * check_shape.h - private to check_shape*.c: the walk, and what it reports.
 */
#ifndef IISLINT_CONFIG_CHECK_SHAPE_H
#define IISLINT_CONFIG_CHECK_SHAPE_H

#include "config/check_context.h"
#include "config/value.h"

/* Where the walk is. */
struct shape {
    struct check *check;
    const struct config_location *location;
    struct definition *definition;
    bool lenient; /* a section of .NET: its schema is old, and IIS looks at it late or never */
};

void shape_report_attribute(const struct shape *shape, const xmlAttr *attribute,
                            const struct schema_element *schema);
void shape_report_directive_attribute(const struct shape *shape, const xmlAttr *attribute,
                                      const struct schema_collection *collection);
void shape_report_value(const struct shape *shape, const xmlAttr *attribute,
                        const struct schema_attribute *known, const struct value_problem *problem);
void shape_report_missing(const struct shape *shape, const xmlNode *element,
                          const struct schema_attribute *known, bool is_entry);
void shape_report_element(const struct shape *shape, const xmlNode *element,
                          const struct schema_element *parent);
void shape_report_text(const struct shape *shape, const xmlNode *text, const xmlNode *element);

#endif
