/* All libraries are part of the program: nothing is opened, and NULL is what there is to close. */
#include "base/library.h"

void library_close(void *library)
{
    (void)library;
}
