/*
 * memory_output.h - an output that keeps what is written, and can fail after so many bytes.
 */
#ifndef TESTS_REPORT_MEMORY_OUTPUT_H
#define TESTS_REPORT_MEMORY_OUTPUT_H

#include "base/text.h"
#include "report/output.h"

#include <errno.h>
#include <stdint.h>

struct memory_output {
    struct output out;
    struct text text;
    size_t room; /* bytes until the disk is full */
    size_t calls;
};

static inline bool memory_write(void *target, const char *bytes, size_t length)
{
    struct memory_output *memory = target;
    memory->calls++;
    if (bytes == NULL)
        return true;
    if (length > memory->room) {
        errno = ENOSPC;
        return false;
    }
    memory->room -= length;
    text_add_bytes(&memory->text, bytes, length);
    return true;
}

static inline void memory_init(struct memory_output *memory)
{
    *memory = (struct memory_output){.room = SIZE_MAX};
    output_init(&memory->out, memory_write, memory);
}

/* Ends the output and returns what was written. */
static inline const char *memory_finish(struct memory_output *memory)
{
    output_finish(&memory->out);
    return text_string(&memory->text);
}

static inline void memory_fini(struct memory_output *memory)
{
    text_fini(&memory->text);
}

#endif
