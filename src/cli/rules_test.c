#include "cli/rules_test.h"

#include "cli/complain.h"

enum exit_status rules_test(const struct options *options)
{
    (void)options;
    complain("rules test: this program was built without the examples");
    return EXIT_INCOMPLETE;
}
