/* See encoder.h. A batch goes through each step whole: look up the words, compute the missing ones, then layer by
 * layer. Within a slice of n tokens layer k computes n + 2 * (4 - k) rows, the ones that later layers still read. */
#include "nn/encoder.h"

#include <stdio.h>
#include <stdlib.h>

enum { MISSES = 64 }; /* missing words computed at a time */

struct encoder_work {
    float rows[2][ENCODER_ROWS][NN_WIDTH]; /* layers 1 and 3; layer 2 */
    float sums[ENCODER_ROWS][NN_WIDTH];    /* after maxout, before norm */
    float columns[MISSES][ENCODER_MAX_COLUMNS * NN_WIDTH];
    float spill[ENCODER_ROWS][ENCODER_WORD_SIZE]; /* words for which the cache had no room */
    /* Pointers of the rows in hand. */
    const float *word[ENCODER_ROWS];
    const float *a[ENCODER_ROWS], *b[ENCODER_ROWS], *c[ENCODER_ROWS], *residual[ENCODER_ROWS];
    float *out[ENCODER_ROWS];
    struct {
        const encoder_word *word;
        float *floats; /* all of the word's */
        float *vector; /* where to keep the vector too, NULL for nowhere */
    } miss[ENCODER_ROWS];
};

static uint64_t rotl(uint64_t x, int n) { return x << n | x >> (64 - n); }

static uint64_t fmix(uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdu;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53u;
    return x ^ x >> 33;
}

void encoder_hash(uint64_t value, uint32_t seed, uint32_t out[4]) {
    uint64_t k = rotl(value * 0x87c37b91114253d5u, 31) * 0x4cf5ad432745937fu;
    uint64_t h1 = seed ^ k ^ 8u, h2 = seed ^ 8u;
    h1 += h2;
    h2 += h1;
    h1 = fmix(h1);
    h2 = fmix(h2);
    h1 += h2;
    h2 += h1;
    out[0] = (uint32_t)h1;
    out[1] = (uint32_t)(h1 >> 32);
    out[2] = (uint32_t)h2;
    out[3] = (uint32_t)(h2 >> 32);
}

/* ---- opening ---- */

static dm_status open_layer(const model *m, const char *prefix, const char *what, encoder *e, uint32_t n_k, nn_matrix *matrix, float **copy,
                            const float **gain, const float **bias, dm_err *err) {
    char name[MODEL_NAME_SIZE];
    snprintf(name, sizeof name, "%s/%s", prefix, what);
    DM_TRY(weights_matrix(m, name, e->kernels, n_k, weights_panels(NN_WIDTH, NN_PIECES), matrix, copy, err));
    snprintf(name, sizeof name, "%s/%s_gain", prefix, what);
    DM_TRY(weights_vector(m, name, NN_WIDTH, gain, err));
    snprintf(name, sizeof name, "%s/%s_bias", prefix, what);
    return weights_vector(m, name, NN_WIDTH, bias, err);
}

/* The linear product of the first layer's third `part` (0: A, 1: B, 2: C) with rows x. Only B carries the bias. */
static void product(const encoder *e, uint32_t part, const float *const *x, uint32_t n, float *out, uint32_t stride) {
    const nn_matrix *m = &e->layer[0].matrix;
    nn_part p = {part * NN_WIDTH, (part + 1) * NN_WIDTH, 0, m->n_panels, part == 1};
    e->kernels->linear(m, &p, x, n, out, stride);
}

dm_status encoder_open(const model *m, const char *prefix, uint32_t n_columns, const nn_kernels *kernels, encoder *out, dm_err *err) {
    static const char *const layers[ENCODER_LAYERS] = {"layer1", "layer2", "layer3", "layer4"};
    *out = (encoder){.kernels = kernels, .n_columns = n_columns};
    for (uint32_t i = 0; i < n_columns; i++) {
        char name[MODEL_NAME_SIZE];
        snprintf(name, sizeof name, "%s/table%u", prefix, i);
        DM_TRY(weights_table(m, name, &out->table[i].rows, &out->table[i].n_rows, &out->table[i].seed, err));
    }
    DM_TRY(open_layer(m, prefix, "mixer", out, n_columns * NN_WIDTH, &out->mixer.matrix, &out->mixer.copy, &out->mixer.gain, &out->mixer.bias, err));
    for (uint32_t i = 0; i < ENCODER_LAYERS; i++)
        DM_TRY(open_layer(m, prefix, layers[i], out, 3 * NN_WIDTH, &out->layer[i].matrix, &out->layer[i].copy, &out->layer[i].gain,
                          &out->layer[i].bias, err));
    size_t size = ENCODER_WORD_SIZE * sizeof(float);
    out->padding = aligned_alloc(NN_ALIGN, size);
    if (!out->padding) return err_memory(err, "the encoder");
    memset(out->padding, 0, size);
    const float *zero = out->padding + 3 * ENCODER_PRODUCT;
    product(out, 1, &zero, 1, out->padding + ENCODER_PRODUCT, ENCODER_WORD_SIZE);
    return DM_OK;
}

void encoder_close(encoder *e) {
    free(e->mixer.copy);
    for (uint32_t i = 0; i < ENCODER_LAYERS; i++) free(e->layer[i].copy);
    free(e->padding);
    *e = (encoder){0};
}

bool encoder_words_init(encoder_words *w, uint32_t n_products, uint32_t n_vectors) {
    w->products = word_cache_new(n_products, ENCODER_WORD_SIZE);
    w->vectors = word_cache_new(n_vectors, NN_WIDTH);
    return w->products && w->vectors;
}

void encoder_words_free(encoder_words *w) {
    word_cache_free(w->products);
    word_cache_free(w->vectors);
}

encoder_work *encoder_work_new(void) { return aligned_alloc(NN_ALIGN, (sizeof(encoder_work) + NN_ALIGN - 1) / NN_ALIGN * NN_ALIGN); }
void encoder_work_free(encoder_work *w) { free(w); }

const float *encoder_layer_rows(const encoder_work *work, uint32_t k) { return work->rows[k == 2][0]; }

/* ---- words ---- */

/* The concatenated embedding: for each column ((E[r0] + E[r1]) + E[r2]) + E[r3]. */
static void embed(const encoder *e, const encoder_word *w, float *out) {
    for (uint32_t c = 0; c < e->n_columns; c++) {
        uint32_t hash[4];
        encoder_hash(c < 4 ? w->id[c] : w->flags >> (c - 4) & 1u, e->table[c].seed, hash);
        const float *r[4];
        for (int j = 0; j < 4; j++) r[j] = e->table[c].rows + (size_t)(hash[j] % e->table[c].n_rows) * NN_WIDTH;
        float *o = out + c * NN_WIDTH;
        for (uint32_t i = 0; i < NN_WIDTH; i++) o[i] = ((r[0][i] + r[1][i]) + r[2][i]) + r[3][i];
    }
}

/* The vectors of the missing words [from, to), which are not kept either. */
static void fill_vectors(const encoder *e, encoder_work *work, uint32_t from, uint32_t to) {
    uint32_t n = to - from;
    const float *x[MISSES] = {0};
    float *vector[MISSES] = {0};
    for (uint32_t i = 0; i < n; i++) {
        embed(e, work->miss[from + i].word, work->columns[i]);
        x[i] = work->columns[i];
        vector[i] = work->miss[from + i].floats + 3 * ENCODER_PRODUCT;
    }
    e->kernels->maxout(&e->mixer.matrix, x, n, work->sums[0], NN_WIDTH);
    e->kernels->norm(work->sums[0], n, e->mixer.gain, e->mixer.bias, NULL, vector);
    for (uint32_t i = 0; i < n; i++)
        if (work->miss[from + i].vector) memcpy(work->miss[from + i].vector, vector[i], NN_WIDTH * sizeof(float));
}

/* The products of the missing words [from, to). Their rows go to a common buffer first, as the words' floats lie apart. */
static void fill_products(const encoder *e, encoder_work *work, uint32_t from, uint32_t to) {
    uint32_t n = to - from;
    const float *x[MISSES] = {0};
    float *rows = work->columns[0];
    for (uint32_t i = 0; i < n; i++) x[i] = work->miss[from + i].floats + 3 * ENCODER_PRODUCT;
    for (uint32_t part = 0; part < 3; part++) {
        product(e, part, x, n, rows, ENCODER_PRODUCT);
        for (uint32_t i = 0; i < n; i++)
            memcpy(work->miss[from + i].floats + part * ENCODER_PRODUCT, rows + (size_t)i * ENCODER_PRODUCT, ENCODER_PRODUCT * sizeof(float));
    }
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Where the word's floats lie; a new one joins the misses: those without a vector from the front, the others, whose vector is
 * copied from the ones kept, from the back. A word without room among the products may come again in this batch, so it
 * must not find a vector that is still to be computed. */
static const float *find_word(encoder_words *known, encoder_work *work, const encoder_word *word, uint32_t *n_front, uint32_t *n_back,
                              uint32_t *n_spill) {
    bool fresh, fresh_vector = true;
    float *floats = word_cache_get(known->products, word, &fresh), *vector = NULL;
    if (!fresh) return floats;
    if (floats) vector = word_cache_get(known->vectors, word, &fresh_vector);
    else floats = work->spill[(*n_spill)++];
    if (fresh_vector) {
        work->miss[*n_front].word = word;
        work->miss[*n_front].floats = floats;
        work->miss[(*n_front)++].vector = vector;
    } else {
        memcpy(floats + 3 * ENCODER_PRODUCT, vector, NN_WIDTH * sizeof(float));
        work->miss[ENCODER_ROWS - ++*n_back].floats = floats;
    }
    return floats;
}

/* work->word[r] for every row of the batch. */
static void find_words(const encoder *e, encoder_words *known, encoder_work *work, const encoder_word *words, const encoder_slice *slices,
                       uint32_t n_slices) {
    uint32_t r = 0, n_front = 0, n_back = 0, n_spill = 0;
    word_cache_next_batch(known->products);
    word_cache_next_batch(known->vectors);
    for (uint32_t s = 0; s < n_slices; s++) {
        const encoder_slice *sl = &slices[s];
        uint32_t first = r + ENCODER_REACH - sl->before, last = first + sl->before + sl->n + sl->after, end = r + sl->n + 2 * ENCODER_REACH;
        for (; r < end; r++) {
            bool padding = r < first || r >= last;
            work->word[r] = padding ? e->padding : find_word(known, work, words++, &n_front, &n_back, &n_spill);
        }
    }
    for (uint32_t at = 0; at < n_front; at += MISSES) fill_vectors(e, work, at, least(at + MISSES, n_front));
    for (uint32_t at = 0; at < n_front; at += MISSES) fill_products(e, work, at, least(at + MISSES, n_front));
    for (uint32_t at = ENCODER_ROWS - n_back; at < ENCODER_ROWS; at += MISSES) fill_products(e, work, at, least(at + MISSES, ENCODER_ROWS));
}

/* ---- layers ---- */

static void first_layer(const encoder *e, encoder_work *work, const encoder_slice *slices, uint32_t n_slices) {
    uint32_t base = 0, n = 0;
    for (uint32_t s = 0; s < n_slices; s++) {
        uint32_t rows = slices[s].n + 2 * ENCODER_REACH;
        for (uint32_t r = base + 1; r < base + rows - 1; r++, n++) {
            work->a[n] = work->word[r - 1];
            work->b[n] = work->word[r] + ENCODER_PRODUCT;
            work->c[n] = work->word[r + 1] + 2 * ENCODER_PRODUCT;
            work->residual[n] = work->word[r] + 3 * ENCODER_PRODUCT;
            work->out[n] = work->rows[0][r];
        }
        base += rows;
    }
    e->kernels->window(work->a, work->b, work->c, n, work->sums[0]);
    e->kernels->norm(work->sums[0], n, e->layer[0].gain, e->layer[0].bias, work->residual, work->out);
}

/* Layer k (2..4) from rows[k % 2] to rows[1 - k % 2], the last one to out. */
static void next_layer(const encoder *e, encoder_work *work, const encoder_slice *slices, uint32_t n_slices, uint32_t k, float *out) {
    uint32_t base = 0, n = 0;
    for (uint32_t s = 0; s < n_slices; s++) {
        uint32_t rows = slices[s].n + 2 * ENCODER_REACH;
        for (uint32_t r = base + k; r < base + rows - k; r++, n++) {
            work->a[n] = work->rows[k % 2][r - 1];
            work->residual[n] = work->rows[k % 2][r];
            work->out[n] = k == ENCODER_LAYERS ? out + (size_t)n * NN_WIDTH : work->rows[1 - k % 2][r];
        }
        base += rows;
    }
    e->kernels->maxout(&e->layer[k - 1].matrix, work->a, n, work->sums[0], NN_WIDTH);
    e->kernels->norm(work->sums[0], n, e->layer[k - 1].gain, e->layer[k - 1].bias, work->residual, work->out);
}

void encoder_run(const encoder *e, encoder_words *known, encoder_work *work, const encoder_word *words, const encoder_slice *slices,
                 uint32_t n_slices, float *out) {
    uint32_t rows = 0;
    for (uint32_t s = 0; s < n_slices; s++) rows += slices[s].n + 2 * ENCODER_REACH;
    DM_ASSERT(rows <= ENCODER_ROWS);
    find_words(e, known, work, words, slices, n_slices);
    first_layer(e, work, slices, n_slices);
    for (uint32_t k = 2; k <= ENCODER_LAYERS; k++) next_layer(e, work, slices, n_slices, k, out);
}
