/* Packed lemma tables; see lemma.h. Sections: "syntax/lemma-index-<pos>" and "syntax/lemma-exceptions-<pos>" are frozen
 * maps (known words; word -> first << 8 | count of its forms), "syntax/lemma-forms" the forms of all, "syntax/lemma-pool"
 * their bytes, "syntax/lemma-rules" the rules of all. */
#ifndef DM_SYNTAX_LEMMA_INT_H
#define DM_SYNTAX_LEMMA_INT_H

#include "base/frozen.h"
#include "syntax/lemma.h"

/* X(KIND, name in sections, dm_pos, spaCy's string id of the lower-case name) */
#define LEMMA_KINDS_LIST(X)                             \
    X(NOUN, "noun", DM_POS_NOUN, 16833663260455505849u) \
    X(VERB, "verb", DM_POS_VERB, 6360137228241296794u)  \
    X(ADJ, "adj", DM_POS_ADJ, 12401032943472870168u)    \
    X(ADV, "adv", DM_POS_ADV, 10054248821341768113u)    \
    X(PUNCT, "punct", DM_POS_PUNCT, 445u)
enum {
#define LEMMA_KIND(kind, name, pos, id) LEMMA_##kind,
    LEMMA_KINDS_LIST(LEMMA_KIND)
#undef LEMMA_KIND
        LEMMA_KINDS
};
enum { LEMMA_END_MAX = 14, LEMMA_FORMS_MAX = 32 };

/* Word minus `before` plus `after`. */
typedef struct lemma_rule {
    uint8_t kind, n_before, n_after, zero;
    char before[LEMMA_END_MAX], after[LEMMA_END_MAX];
} lemma_rule;

typedef struct lemma_form {
    uint32_t offset, size;
} lemma_form;

#endif
