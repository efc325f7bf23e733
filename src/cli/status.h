/*
 * status.h - the catalogue of statuses, error codes and events: rules/status.xml.
 */
#ifndef IISLINT_CLI_STATUS_H
#define IISLINT_CLI_STATUS_H

#include "base/error.h"
#include "base/map.h"
#include "cli/symptom.h"

struct status_entry {
    struct symptom symptom;
    const char *code; /* as it is written: "401.1", "0x8009030e", "WAS 5021" */
    const char *name;
    const char *meaning;
    struct list causes; /* of strings, the most usual first */
};

/* Reads the catalogue that is in the program. False with an error when it is damaged. */
bool status_load(struct arena *arena, struct list *entries, struct error *error);

/* Reads a catalogue from memory. */
bool status_parse(struct arena *arena, const char *name, const char *bytes, size_t length,
                  struct list *entries, struct error *error);

/*
 * Adds to `found` the entries for each part of a symptom: status (the general entry too when there
 * is none for the sub-status), code, events.
 */
void status_find(const struct list *entries, const struct symptom *symptom, struct list *found,
                 struct arena *arena);

#endif
