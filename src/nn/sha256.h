/* SHA-256 (FIPS 180-4) of bytes in memory: the source files of a model are checked against published content hashes. */
#ifndef DM_NN_SHA256_H
#define DM_NN_SHA256_H

#include <stddef.h>

/* Lower-case hex digits and a NUL. */
void sha256_hex(const void *p, size_t n, char out[65]);

#endif
