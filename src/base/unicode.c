/* Look-ups in the generated tables. Two stages: the block of a code point, then its record number in the block. */
#include "base/unicode.h"

#include "base/utf8.h"

#include "base/unicode_tables.inc"

static uint32_t record_of(uint32_t cp) { return uni_blocks[uni_index[cp / UNI_BLOCK] * UNI_BLOCK + cp % UNI_BLOCK]; }

uint32_t uni_flags(uint32_t cp) { return cp > 0x10FFFF ? 0 : uni_record_flags[record_of(cp)]; }

uint32_t uni_lower(uint32_t cp) { return cp > 0x10FFFF ? cp : cp + (uint32_t)uni_record_lower[record_of(cp)]; }

uint32_t uni_upper(uint32_t cp) { return cp > 0x10FFFF ? cp : cp + (uint32_t)uni_record_upper[record_of(cp)]; }

uint32_t uni_fold(uint32_t cp) {
    if (cp >= UNI_FOLD_END) return uni_lower(cp);
    uint32_t f = uni_fold_blocks[uni_fold_index[cp / UNI_BLOCK] * UNI_BLOCK + cp % UNI_BLOCK];
    return f ? f : uni_lower(cp);
}

/* The code point that ends at byte `at`, and where it begins. */
static uint32_t before(dm_str s, uint32_t at, uint32_t *begin) {
    uint32_t i = at - 1, cp;
    while (i > 0 && utf8_is_cont(s.p[i])) i--;
    utf8_decode(s.p + i, s.n - i, &cp);
    *begin = i;
    return cp;
}

/* Unicode's Final_Sigma for the sigma at [begin, end): cased letter before it and none after, ignorables skipped. */
static bool is_final_sigma(dm_str s, uint32_t begin, uint32_t end) {
    uint32_t cp = 0, flags = UNI_IGNORABLE;
    for (uint32_t i = begin; i > 0 && (flags & UNI_IGNORABLE);) {
        cp = before(s, i, &i);
        flags = uni_flags(cp);
    }
    if (!(flags & UNI_CASED)) return false;
    flags = UNI_IGNORABLE;
    for (uint32_t i = end; i < s.n && (flags & UNI_IGNORABLE);) {
        i += utf8_decode(s.p + i, s.n - i, &cp);
        flags = uni_flags(cp);
    }
    return !(flags & UNI_CASED);
}

uint32_t uni_lower_str(dm_str s, char *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n;) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x80) {
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            i++;
            continue;
        }
        uint32_t cp, step = utf8_decode(s.p + i, s.n - i, &cp);
        if (cp == UTF8_BAD) {
            memcpy(out + n, s.p + i, step);
            n += step;
        } else if (cp == 0x130) {
            memcpy(out + n, "i\xCC\x87", 3);
            n += 3;
        } else if (cp == 0x3A3) {
            n += utf8_encode(is_final_sigma(s, i, i + step) ? 0x3C2 : 0x3C3, out + n);
        } else {
            n += utf8_encode(uni_lower(cp), out + n);
        }
        i += step;
    }
    return n;
}
