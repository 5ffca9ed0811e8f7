/* Unicode 14 properties and case, from generated two-stage tables. Version 14 because the tokens must be those of a
 * reference that ran on it; utf8proc and the C library know other versions. Nothing here reads a locale.
 *
 * Predicates are named after what Python's str methods say of one character, which is what the reference used. */
#ifndef DM_BASE_UNICODE_H
#define DM_BASE_UNICODE_H

#include "base/str.h"

enum {
    UNI_ALPHA = 1,      /* category L* */
    UNI_UPPER = 2,      /* category Lu */
    UNI_DIGIT = 4,      /* Numeric_Type Digit or Decimal: also superscripts and circled digits */
    UNI_SPACE = 8,      /* str.isspace */
    UNI_CASED = 16,     /* Cased and not Case_Ignorable */
    UNI_IGNORABLE = 32, /* Case_Ignorable */
    UNI_MARK = 64,      /* category M* */
    UNI_PUNCT = 128,    /* category P* */
    UNI_LOWER = 256,    /* category Ll */
};
uint32_t uni_flags(uint32_t cp); /* 0 above U+10FFFF */
static inline bool uni_is_alpha(uint32_t cp) { return (uni_flags(cp) & UNI_ALPHA) != 0; }
static inline bool uni_is_upper(uint32_t cp) { return (uni_flags(cp) & UNI_UPPER) != 0; }
static inline bool uni_is_lower(uint32_t cp) { return (uni_flags(cp) & UNI_LOWER) != 0; }
static inline bool uni_is_digit(uint32_t cp) { return (uni_flags(cp) & UNI_DIGIT) != 0; }
static inline bool uni_is_space(uint32_t cp) { return (uni_flags(cp) & UNI_SPACE) != 0; }
static inline bool uni_is_punct(uint32_t cp) { return (uni_flags(cp) & UNI_PUNCT) != 0; }
static inline bool uni_is_mark(uint32_t cp) { return (uni_flags(cp) & UNI_MARK) != 0; }

/* Simple mappings, one code point to one. Strings are lowered by uni_lower_str. */
uint32_t uni_lower(uint32_t cp); /* U+0130 gives U+0130: its lower case is two code points */
uint32_t uni_upper(uint32_t cp); /* cp itself where the upper case is longer, as for U+00DF */
/* Lower case without diacritics for Latin, Greek and Cyrillic letters that Unicode decomposes, and for the stroked o,
 * l, d, h, t and the dotless i; anything else as uni_lower. Combining marks stay: test uni_is_mark. */
uint32_t uni_fold(uint32_t cp);

/* The most bytes uni_lower_str can write for n bytes. */
#define UNI_LOWER_MAX(n) ((size_t)(n) + (size_t)(n) / 2 + 1)
/* Full lower case of valid UTF-8 as Python's str.lower: U+0130 becomes i and U+0307, a sigma at the end of a word is
 * the final one. Writes to out (UNI_LOWER_MAX(s.n) bytes) and returns the bytes written. */
uint32_t uni_lower_str(dm_str s, char *out);

#endif
