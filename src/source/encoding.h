/*
 * encoding.h - the bytes of a file become valid UTF-8.
 */
#ifndef IISLINT_SOURCE_ENCODING_H
#define IISLINT_SOURCE_ENCODING_H

#include "source/source.h"

/*
 * Fills `text`, `length` and `encoding` from `bytes` and `byte_length`. UTF-8 without fault stays
 * where it is; anything else gets a text of its own. After a fault the text is valid UTF-8 too:
 * every byte that could not be read is U+FFFD, so that the place can be shown.
 */
void encoding_decode(struct source *source, struct arena *arena);

/* True when `text` is an allocation of its own and not a part of `bytes`. */
bool encoding_owns_text(const struct source *source);

#endif
