/* Packed rules; see ruler.h. Enum values of document/enums.def stand in the file: a change of those lists needs a new MODEL_FORMAT. */
#ifndef DM_SYNTAX_RULER_INT_H
#define DM_SYNTAX_RULER_INT_H

#include "syntax/ruler.h"

enum { RULER_WORDS_MAX = 256, RULER_SPECS_MAX = 2, RULER_PAIRS_MAX = 32 };
enum { RULER_SETS_TAG = 1, RULER_SETS_POS = 2, RULER_SETS_DEP = 4, RULER_SETS_MORPH = 8, RULER_SETS_LEMMA = 16 };

/* What one token must be: its tag, label, word and kind each in a set. Word 0 is any word that no rule names. */
typedef struct ruler_spec {
    uint64_t tags, deps;
    uint64_t words[RULER_WORDS_MAX / 64];
    uint32_t kinds; /* bit 0: a token that is not white space fits, bit 1: white space fits */
    uint32_t zero;
} ruler_spec;

typedef struct ruler_rule {
    ruler_spec specs[RULER_SPECS_MAX];
    uint32_t morph, lemma, lemma_size; /* offsets into the strings, which end in NUL */
    uint8_t n_specs, index;            /* index: which of the tokens is set */
    uint8_t sets;                      /* RULER_SETS_* */
    uint8_t tag, pos, dep;
    uint8_t zero[6]; /* no padding: equal sources give equal files */
} ruler_rule;

#endif
