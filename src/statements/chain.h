/* A linear chain over labels: the score of a labelling is the sum, over tokens, of the weights of their features for their
 * label and of the weights of the edge (label before, label) in each of the token's edge classes. Decoding is exact
 * (Viterbi) and in integers: no rounding, no order of summation to mind. Layout of the weights: docs/formats/chain.md. */
#ifndef DM_STATEMENTS_CHAIN_H
#define DM_STATEMENTS_CHAIN_H

#include "base/arena.h"

enum { CHAIN_LABELS = 8, CHAIN_EDGES = 4, CHAIN_EDGE_CLASSES = 64 };
/* Edges of one class: [from][to]; row n_labels for the first token. */
enum { CHAIN_EDGE_SIZE = (CHAIN_LABELS + 1) * CHAIN_LABELS };
enum { CHAIN_BUCKETS = 65536 };
#define CHAIN_MAGIC "DMCHAIN1"

typedef struct chain {
    uint32_t n_labels, n_features;
    const int16_t *edge;    /* [CHAIN_EDGES][CHAIN_EDGE_CLASSES][CHAIN_EDGE_SIZE] */
    const uint32_t *bucket; /* [CHAIN_BUCKETS + 1]: first feature whose hash ends in these 16 bits */
    const char *feature;    /* n_features of 2 + CHAIN_LABELS bytes: upper 16 bits of the hash, weights */
} chain;

/* False: not such a file. The bytes stay where they are, 64-byte aligned. */
bool chain_open(dm_str file, chain *out) DM_MUST_CHECK;
/* Adds the weights of features to out, one for each label. */
void chain_score(const chain *c, const uint32_t *features, uint32_t n, int32_t out[CHAIN_LABELS]);

/* What decoding needs of a token, and gives. */
typedef struct chain_token {
    int32_t score[CHAIN_LABELS];
    uint16_t edge[CHAIN_EDGES];
    uint8_t mask;               /* bit set: this label may not stand here; never all of them */
    uint8_t label;              /* [chain_decode] */
    int32_t best[CHAIN_LABELS]; /* [chain_decode] of all labellings with that label here, the best one's score */
} chain_token;

/* Sets the labels of the best labelling (of equal ones, that with lower labels from the end on) and best[]. */
void chain_decode(const chain *c, chain_token *v, uint32_t n);

#endif
