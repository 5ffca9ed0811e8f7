/* Training of a linear chain (src/statements/chain.h): log-likelihood by forward and backward sums, AdaGrad over
 * sequences in a shuffled order, L2 weighted so that each feature pays once per epoch, weights averaged over the last epochs. */
#ifndef TRAIN_CRF_H
#define TRAIN_CRF_H

#include "statements/chain.h"

typedef struct crf_data {
    uint32_t *feature; /* hashes while reading, ids after crf_index (DM: CRF_NONE for unknown) */
    uint64_t n_features, features_cap;
    uint64_t *token; /* first feature of each token; one past the last at the end */
    uint16_t (*edge)[CHAIN_EDGES];
    uint8_t *gold, *mask; /* mask: bit per label that may not stand here */
    uint32_t n_tokens, tokens_cap;
    uint32_t *seq; /* first token of each sequence; one past at the end */
    uint8_t *fold; /* per sequence */
    uint32_t n_seqs, seqs_cap;
} crf_data;

#define CRF_NONE 0xFFFFFFFFu

void crf_begin_seq(crf_data *d, uint8_t fold);
/* Adds a token to the last sequence. */
void crf_add(crf_data *d, const uint32_t *features, uint32_t n, const uint16_t edge[CHAIN_EDGES], uint8_t gold, uint8_t mask);
void crf_free(crf_data *d);

typedef struct crf {
    uint32_t n_labels, n_features;
    uint32_t *hash, *count; /* per feature */
    float (*w)[CHAIN_LABELS], (*g)[CHAIN_LABELS], (*sum)[CHAIN_LABELS];
    float *we, *ge, *sume; /* [edge class kind][class][from * 8 + to], from == n_labels at the beginning */
    int16_t *edge;         /* rounded, by crf_round */
    uint32_t *slot;        /* hash table */
    uint32_t n_slots;
} crf;

enum { CRF_EDGE_SIZE = (CHAIN_LABELS + 1) * CHAIN_LABELS, CRF_EDGES = CHAIN_EDGES * CHAIN_EDGE_CLASSES * CRF_EDGE_SIZE };

/* The features seen at least `least` times in sequences whose fold is not `without`. */
void crf_init(crf *m, const crf_data *d, uint32_t n_labels, uint32_t least, int without);
void crf_close(crf *m);
/* Hashes of d to ids of m, in a copy. */
void crf_index(const crf *m, const crf_data *d, uint32_t *ids);

typedef struct crf_options {
    float rate, l2, dropout;
    uint32_t epochs, averaged;
    int without; /* fold that is left out, -1 */
} crf_options;
/* `watch` after each epoch may be NULL. */
void crf_train(crf *m, const crf_data *d, const uint32_t *ids, const crf_options *o, void (*watch)(void *, uint32_t epoch), void *context);
/* Best labels of one sequence, by the program's own decoder: weights are rounded as in the file. v has a place for each token. */
void crf_decode(const crf *m, const crf_data *d, const uint32_t *ids, uint32_t seq, chain_token *v);
/* Before crf_decode, after any training. */
void crf_round(crf *m);
/* Keeps the n features whose weights say most. */
void crf_prune(crf *m, uint32_t n);
/* The weights file of docs/formats/chain.md; ends the program when it cannot be written. */
void crf_write(const crf *m, const char *path);

#endif
