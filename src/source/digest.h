/*
 * digest.h - the only door to the hash library (nettle).
 */
#ifndef IISLINT_SOURCE_DIGEST_H
#define IISLINT_SOURCE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

void digest_sha1(const void *bytes, size_t length, uint8_t result[20]);
void digest_sha256(const void *bytes, size_t length, uint8_t result[32]);

/* Writes `length` bytes as lower-case hex and a NUL: 2 * length + 1 bytes. */
void digest_hex(const uint8_t *bytes, size_t length, char *hex);

#endif
