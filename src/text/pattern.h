/* The tokenizer's prefix, suffix and infix patterns as tables over classes of code points.
 *
 * The model brings three regular expressions of several thousand characters. All of them are alternations of short
 * sequences of character sets, with one- or two-character assertions beside them and no repetition but a final "+". So they are
 * taken apart once, when the model is made: code points that no set tells apart share a class (two-stage table), a set
 * is a bitmap over classes, and for each class there is the short list of alternatives that can begin with it (suffix: end
 * with it). Matching looks at a few classes and never backtracks. A pattern with anything else in it is refused when the
 * model is made, so a model that exists has the meaning of its patterns.
 *
 * "Leftmost, first alternative wins" as in the reference: prefix alternatives all begin at the start and are tried in
 * order; suffix ones all end at the end, so the leftmost is the longest; infix ones are tried in order at each place. */
#ifndef DM_TEXT_PATTERN_H
#define DM_TEXT_PATTERN_H

#include "base/str.h"

enum { PATTERN_PREFIX, PATTERN_SUFFIX, PATTERN_INFIX, PATTERN_KINDS };
enum { PATTERN_MAX_SETS = 10 };

typedef struct pattern_alt {
    uint16_t sets[PATTERN_MAX_SETS]; /* behind, body, ahead in the order of the text */
    uint8_t n_behind, n_body;
    uint8_t ahead;  /* 0 none, 1 one of the set must follow, 2 none of the set may follow */
    uint8_t repeat; /* the last of the body may come again and again */
} pattern_alt;

typedef struct pattern_tables {
    const uint16_t *block_of; /* [0x110000 / 256] */
    const uint16_t *class_of; /* [n_blocks][256] */
    const uint64_t *bits;     /* [n_sets][n_words] */
    const pattern_alt *alts;
    const uint32_t *list_begin; /* [PATTERN_KINDS][n_classes + 1], into list */
    const uint16_t *list;       /* numbers of alternatives, ascending within a class */
    uint32_t n_classes, n_words, n_sets, n_blocks, n_alts, n_list;
} pattern_tables;

/* Takes the three expressions apart and appends the tables. DM_E_FORMAT names the place that is not understood. */
dm_status pattern_pack(const dm_str expressions[PATTERN_KINDS], dm_buf *out, dm_err *err) DM_MUST_CHECK;
dm_status pattern_open(const void *data, size_t size, pattern_tables *out, dm_err *err) DM_MUST_CHECK;

static inline uint16_t pattern_class(const pattern_tables *t, uint32_t cp) { return t->class_of[t->block_of[cp >> 8] * 256u + (cp & 255)]; }

/* Lengths are in code points, 0 = no match; c holds the classes of the whole chunk and the match sees c[begin, end) alone. */
uint32_t pattern_prefix(const pattern_tables *t, const uint16_t *c, uint32_t begin, uint32_t end);
uint32_t pattern_suffix(const pattern_tables *t, const uint16_t *c, uint32_t begin, uint32_t end);
/* First match at `from` or later; *at is where it begins. */
uint32_t pattern_infix(const pattern_tables *t, const uint16_t *c, uint32_t begin, uint32_t end, uint32_t from, uint32_t *at);

#endif
