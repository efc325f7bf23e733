#include "source/digest.h"

#include <nettle/sha1.h>
#include <nettle/sha2.h>

void digest_sha1(const void *bytes, size_t length, uint8_t result[20])
{
    struct sha1_ctx context;
    sha1_init(&context);
    sha1_update(&context, length, bytes);
    sha1_digest(&context, SHA1_DIGEST_SIZE, result);
}

void digest_sha256(const void *bytes, size_t length, uint8_t result[32])
{
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, length, bytes);
    sha256_digest(&context, SHA256_DIGEST_SIZE, result);
}

void digest_hex(const uint8_t *bytes, size_t length, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        *hex++ = digits[bytes[i] >> 4];
        *hex++ = digits[bytes[i] & 0x0F];
    }
    *hex = '\0';
}
