/*
 * Any bytes as a configuration file: loaded, resolved, checked with all rules, shown, freed.
 */
#include "iislint.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool look(void *context, const struct iislint_finding *finding)
{
    bool masked;
    *(size_t *)context += finding->scope_count;
    iislint_file_excerpt(finding->place.file, finding->place.region.start_offset,
                         finding->place.region.end_offset, &masked);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct iislint *run = iislint_new();
    struct iislint_error error = {0};
    size_t scopes = 0;
    if (iislint_add_bytes(run, "fuzz.config", (const char *)data, size, &error) &&
        iislint_check(run, &error))
        iislint_each_finding(run, look, &scopes);
    iislint_free(run);
    return 0;
}
