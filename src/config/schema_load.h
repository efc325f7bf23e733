/*
 * schema_load.h - private to schema*.c: the schema under construction.
 */
#ifndef IISLINT_CONFIG_SCHEMA_LOAD_H
#define IISLINT_CONFIG_SCHEMA_LOAD_H

#include "config/schema.h"

struct schema {
    struct arena *arena;
    const char *iis_version;
    struct map *sections;   /* path -> struct schema_section */
    const char *brought_by; /* of what is being loaded: see schema_attribute */
};

#endif
