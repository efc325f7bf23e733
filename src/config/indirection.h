/*
 * indirection.h - content that stands elsewhere or is encrypted (IIS1501 to IIS1504): configSource,
 * files that are merged, protected sections, [enc:Provider:...:enc] values. Sources: iis-semantics, section 2.
 */
#ifndef IISLINT_CONFIG_INDIRECTION_H
#define IISLINT_CONFIG_INDIRECTION_H

#include "config/server.h"

/* Reports what cannot be opened, may not be opened, or cannot be decrypted. */
void indirection_check(struct server *server);

/* Part of it: encrypted values of attributes (encryption.c). */
void encryption_check(struct server *server);

#endif
