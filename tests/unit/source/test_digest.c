#include "source/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The examples of FIPS 180 for "abc". */
static void known_digests(void **state)
{
    (void)state;
    uint8_t sha1[20];
    uint8_t sha256[32];
    char hex[65];
    digest_sha1("abc", 3, sha1);
    digest_hex(sha1, sizeof sha1, hex);
    assert_string_equal(hex, "a9993e364706816aba3e25717850c26c9cd0d89d");
    digest_sha256("abc", 3, sha256);
    digest_hex(sha256, sizeof sha256, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest_hex(sha1, 0, hex);
    assert_string_equal(hex, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_digests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
