/* The ranker: a log-linear model that says which of PLOVER's types joins two mentions of a sentence, or none.
 *
 * p(type | pair) = softmax over types of the sum of the weights of the pair's features, each present or not, divided by the
 * root of their number. What a feature is stands in ranker_features.c; the weights are trained by
 * tools/train/relations/train.py on features that the program itself prints (`demarche relate --features`), pruned to the
 * strongest, rounded to 8 bits, and embedded. It is asked where no frame decides between two mentions, or several do. */
#ifndef DM_EVENTS_RANKER_H
#define DM_EVENTS_RANKER_H

#include "events/events_int.h"

#define RANKER_FAMILY_BITS 5 /* the upper bits of a feature say of which kind it is */

/* Of the sentences [begin, end) of tokens that hold the pair, with the frames that match there. One side may be absent. */
void ranker_describe(const ev_ctx *c, uint32_t begin, uint32_t end, const ev_matches *matches, const ev_pair *pair, ranker_features *out);

typedef struct ranker_answer {
    dm_plover type;        /* the likeliest but none; CONCEDE and RETREAT are weighed together, then told apart */
    double p[DM_PLOVER_N]; /* [DM_PLOVER_NONE]: no relation */
    double confidence;     /* of type, among all */
} ranker_answer;
void ranker_decide(const ranker_features *f, ranker_answer *out);

/* Clusters of a lemma by meaning (ranker_words.bin). */
typedef struct ranker_word {
    uint32_t hash;
    uint16_t cluster[3]; /* fine, coarse, second coarse */
    uint8_t verb, noun;  /* WordNet's lexicographer files, 0 = none */
} ranker_word;
const ranker_word *ranker_word_of(dm_str lemma); /* NULL when it has none */

/* The embedded weights, and whether some are well-formed. */
dm_str ranker_weights(void);
bool ranker_weights_fit(dm_str bytes);

#endif
