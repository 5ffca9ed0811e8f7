/* UTF-8: decoding one code point at a time, validation, counting. Strict as RFC 3629: no surrogates, no
 * overlong forms, nothing above U+10FFFF. */
#ifndef DM_BASE_UTF8_H
#define DM_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu

/* Decodes the code point at p (n >= 1 bytes left). *cp is UTF8_BAD for a bad sequence. Returns the bytes to
 * step: the sequence's length, or for a bad one the maximal invalid prefix (at least 1), as Unicode advises. */
uint32_t utf8_decode(const char *p, size_t n, uint32_t *cp);
/* Writes cp (a scalar value) into out[4]; returns 1..4. */
uint32_t utf8_encode(uint32_t cp, char out[4]);
size_t utf8_count(const char *p, size_t n); /* code points in valid UTF-8 */
/* Offset of the first bad byte, or n. */
size_t utf8_valid_prefix(const char *p, size_t n);
static inline bool utf8_is_cont(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

#endif
