/* The encoder of spaCy's small models (MultiHashEmbed, MaxoutWindowEncoder): words in, one vector of NN_WIDTH a token out.
 *
 * A word's vector is the mixer over its hashed embedding rows. Four window layers follow, x(t) += norm(maxout(x(t-1),
 * x(t), x(t+1))). A unit is padded with four zero rows on each side that take part in every layer. A token's result
 * depends on four tokens to each side and nothing else, so a unit can be cut into slices that carry this halo, and
 * slices of several units can share a batch: same bits.
 *
 * The first layer's product is split as A(t-1) + B(t) + C(t+1), computed once a word type (word_cache.h); this is its
 * definition, whether the words were found or computed. Reference: spaCy 3.8, thinc 8.3; DESIGN.md section 5. */
#ifndef DM_NN_ENCODER_H
#define DM_NN_ENCODER_H

#include "nn/weights.h"
#include "nn/word_cache.h"

enum {
    ENCODER_MAX_COLUMNS = 6,
    ENCODER_LAYERS = 4,
    ENCODER_REACH = 4,                                  /* tokens to each side that a result depends on */
    ENCODER_PRODUCT = NN_PIECES * NN_WIDTH,             /* floats of one product */
    ENCODER_WORD_SIZE = 3 * ENCODER_PRODUCT + NN_WIDTH, /* A, B, C, x of a word */
    ENCODER_ROWS = 192                                  /* most rows in a batch: tokens and 2 * ENCODER_REACH a slice */
};

typedef struct encoder {
    const nn_kernels *kernels;
    uint32_t n_columns;
    struct {
        const float *rows;
        uint32_t n_rows, seed;
    } table[ENCODER_MAX_COLUMNS];
    struct {
        nn_matrix matrix;
        const float *gain, *bias;
        float *copy;
    } mixer, layer[ENCODER_LAYERS];
    float *padding; /* A, B, C, x of a padding row */
} encoder;

/* Frozen after opening; shared. Sections "<prefix>/...". Close also after a failed open. */
dm_status encoder_open(const model *m, const char *prefix, uint32_t n_columns, const nn_kernels *kernels, encoder *out, dm_err *err) DM_MUST_CHECK;
void encoder_close(encoder *e);

/* What one worker keeps of the words that an encoder has met: of some the products with the first layer, of more only the
 * vector, from which the products are a third of the work. */
typedef struct encoder_words {
    word_cache *products; /* ENCODER_WORD_SIZE floats */
    word_cache *vectors;  /* NN_WIDTH floats */
} encoder_words;
bool encoder_words_init(encoder_words *w, uint32_t n_products, uint32_t n_vectors) DM_MUST_CHECK; /* false: out of memory */
void encoder_words_free(encoder_words *w);

/* One worker's memory, for any encoder. NULL: out of memory. */
typedef struct encoder_work encoder_work;
encoder_work *encoder_work_new(void);
void encoder_work_free(encoder_work *w);

/* n tokens of a unit with up to ENCODER_REACH real tokens before and after them; fewer only at the unit's ends. */
typedef struct encoder_slice {
    uint32_t before, n, after;
} encoder_slice;

/* words: before + n + after for each slice, one slice after the other. out: [sum of n][NN_WIDTH]. The rows of all slices
 * (n + 2 * ENCODER_REACH each) are at most ENCODER_ROWS. */
void encoder_run(const encoder *e, encoder_words *known, encoder_work *work, const encoder_word *words, const encoder_slice *slices,
                 uint32_t n_slices, float *out);

/* For tests: after a run, the rows that layer k (1..3) gave, slice after slice, n + 2 * ENCODER_REACH each; only
 * those less than ENCODER_REACH - k outside the tokens hold values. Layer 2 overwrites nothing of layer 1; layer 3 does. */
const float *encoder_layer_rows(const encoder_work *work, uint32_t k);

/* The four hash values of an embedding: MurmurHash3 x64 128 of the value's 8 bytes. */
void encoder_hash(uint64_t value, uint32_t seed, uint32_t out[4]);

#endif
