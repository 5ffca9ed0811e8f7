/* Strings as pointer and length, and a growing byte buffer with the few appenders that outputs need.
 * dm_str never owns; the bytes live in an arena, a mapped file or a literal and need not end in NUL.
 * Number output knows no locale. */
#ifndef DM_BASE_STR_H
#define DM_BASE_STR_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct dm_str {
    const char *p;
    uint32_t n; /* bytes */
} dm_str;

#define DM_STR(lit) ((dm_str){(lit), sizeof(lit) - 1})
#define DM_STR_NONE ((dm_str){NULL, 0})
/* For printf: printf("%.*s", DM_STR_ARG(s)). */
#define DM_STR_ARG(s) (int)(s).n, ((s).p ? (s).p : "")

static inline dm_str str_from(const char *z) { return (dm_str){z, z ? (uint32_t)strlen(z) : 0}; }
static inline bool str_eq(dm_str a, dm_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool str_is(dm_str a, const char *z) { return a.n == strlen(z) && (a.n == 0 || memcmp(a.p, z, a.n) == 0); }
static inline dm_str str_sub(dm_str s, uint32_t begin, uint32_t end) { return (dm_str){s.p + begin, end - begin}; }
bool str_starts(dm_str s, const char *prefix);
bool str_ends(dm_str s, const char *suffix);
bool str_eq_nocase(dm_str a, dm_str b);                     /* ASCII letters only */
int str_cmp(dm_str a, dm_str b);                            /* by bytes, shorter first on a tie */
dm_str str_trim(dm_str s);                                  /* ASCII white space off both ends */
int64_t str_find(dm_str hay, dm_str needle, uint32_t from); /* byte offset or -1 */

/* Growing buffer on the heap. Appending after a failed allocation is a no-op that keeps `failed` set:
 * check buf_ok once at the end. */
typedef struct dm_buf {
    char *p;
    size_t n, cap; /* bytes */
    bool failed;
} dm_buf;

void buf_free(dm_buf *b);
static inline void buf_clear(dm_buf *b) { b->n = 0; }
static inline bool buf_ok(const dm_buf *b) { return !b->failed; }
static inline dm_str buf_str(const dm_buf *b) { return (dm_str){b->p, (uint32_t)b->n}; }
void buf_put(dm_buf *b, const void *p, size_t n);
void buf_putc(dm_buf *b, char c);
void buf_puts(dm_buf *b, const char *z);
void buf_put_str(dm_buf *b, dm_str s);
void buf_put_u64(dm_buf *b, uint64_t v);
void buf_put_i64(dm_buf *b, int64_t v);
/* Fixed number of decimals (0..9), rounded half away from zero; NaN and infinities as null. */
void buf_put_fixed(dm_buf *b, double v, int decimals);
void buf_printf(dm_buf *b, const char *fmt, ...) DM_PRINTF(2, 3); /* no %f: locale */
/* A JSON string with quotes; input is UTF-8, invalid bytes become U+FFFD. p == NULL gives null. */
void buf_put_json(dm_buf *b, dm_str s);
const char *buf_cstr(dm_buf *b); /* NUL-terminated view, "" on failure */

#endif
