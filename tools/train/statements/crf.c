/* See crf.h. Training may use floats and the machine's exp; only what is written to the weights file, in integers, is read
 * by the program. */
#include "crf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { L8 = CHAIN_LABELS };

static void *grow(void *p, uint64_t n, size_t size) {
    p = realloc(p, n * size);
    if (!p) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return p;
}

void crf_begin_seq(crf_data *d, uint8_t fold) {
    if (d->n_seqs + 2 > d->seqs_cap) {
        d->seqs_cap = d->seqs_cap * 2 + 1024;
        d->seq = grow(d->seq, d->seqs_cap, sizeof *d->seq);
        d->fold = grow(d->fold, d->seqs_cap, 1);
    }
    d->fold[d->n_seqs] = fold;
    d->seq[d->n_seqs++] = d->n_tokens;
    d->seq[d->n_seqs] = d->n_tokens;
}

void crf_add(crf_data *d, const uint32_t *features, uint32_t n, const uint16_t edge[CHAIN_EDGES], uint8_t gold, uint8_t mask) {
    if (d->n_tokens + 2 > d->tokens_cap) {
        d->tokens_cap = d->tokens_cap * 2 + 4096;
        d->token = grow(d->token, d->tokens_cap, sizeof *d->token);
        d->edge = grow(d->edge, d->tokens_cap, sizeof *d->edge);
        d->gold = grow(d->gold, d->tokens_cap, 1);
        d->mask = grow(d->mask, d->tokens_cap, 1);
    }
    if (d->n_features + n > d->features_cap) {
        d->features_cap = d->features_cap * 2 + n + 65536;
        d->feature = grow(d->feature, d->features_cap, sizeof *d->feature);
    }
    memcpy(d->feature + d->n_features, features, n * sizeof *features);
    uint32_t t = d->n_tokens++;
    d->token[t] = d->n_features;
    d->n_features += n;
    d->token[t + 1] = d->n_features;
    memcpy(d->edge[t], edge, sizeof d->edge[t]);
    d->gold[t] = gold;
    d->mask[t] = mask;
    d->seq[d->n_seqs] = d->n_tokens;
}

void crf_free(crf_data *d) {
    free(d->feature);
    free(d->token);
    free(d->edge);
    free(d->gold);
    free(d->mask);
    free(d->seq);
    free(d->fold);
    *d = (crf_data){0};
}

static uint32_t find(const crf *m, uint32_t hash) {
    for (uint32_t i = (hash * 0x9E3779B1u) & (m->n_slots - 1);; i = (i + 1) & (m->n_slots - 1)) {
        if (m->slot[i] == CRF_NONE || m->hash[m->slot[i]] == hash) return m->slot[i];
    }
}

static void index_features(crf *m) {
    for (m->n_slots = 1024; m->n_slots < m->n_features * 2; m->n_slots *= 2) continue;
    m->slot = grow(m->slot, m->n_slots, sizeof *m->slot);
    for (uint32_t i = 0; i < m->n_slots; i++) m->slot[i] = CRF_NONE;
    for (uint32_t f = 0; f < m->n_features; f++) {
        uint32_t i = (m->hash[f] * 0x9E3779B1u) & (m->n_slots - 1);
        while (m->slot[i] != CRF_NONE) i = (i + 1) & (m->n_slots - 1);
        m->slot[i] = f;
    }
}

/* By radix, two passes of 16 bits. */
static void sort_values(uint32_t *v, uint64_t n) {
    uint32_t *other = grow(NULL, n + 1, sizeof *other);
    for (int shift = 0; shift < 32; shift += 16) {
        static uint64_t start[65537];
        memset(start, 0, sizeof start);
        for (uint64_t i = 0; i < n; i++) start[(v[i] >> shift & 0xFFFF) + 1]++;
        for (uint32_t i = 0; i < 65536; i++) start[i + 1] += start[i];
        for (uint64_t i = 0; i < n; i++) other[start[v[i] >> shift & 0xFFFF]++] = v[i];
        memcpy(v, other, n * sizeof *v);
    }
    free(other);
}

void crf_init(crf *m, const crf_data *d, uint32_t n_labels, uint32_t least, int without) {
    *m = (crf){.n_labels = n_labels};
    uint32_t *all = grow(NULL, d->n_features + 1, sizeof *all);
    uint64_t n = 0;
    for (uint32_t s = 0; s < d->n_seqs; s++) {
        if (d->fold[s] == without) continue;
        uint64_t b = d->token[d->seq[s]], e = d->token[d->seq[s + 1]];
        if (d->seq[s] == d->seq[s + 1]) continue;
        memcpy(all + n, d->feature + b, (e - b) * sizeof *all);
        n += e - b;
    }
    sort_values(all, n);
    for (uint64_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && all[j] == all[i]; j++) continue;
        if (j - i < least) continue;
        if ((m->n_features & (m->n_features - 1)) == 0) {
            uint32_t cap = m->n_features ? m->n_features * 2 : 1024;
            if (cap < 1024) cap = 1024;
            m->hash = grow(m->hash, cap, sizeof *m->hash);
            m->count = grow(m->count, cap, sizeof *m->count);
        }
        m->hash[m->n_features] = all[i];
        m->count[m->n_features++] = (uint32_t)(j - i);
    }
    free(all);
    index_features(m);
    m->w = calloc(m->n_features + 1, sizeof *m->w);
    m->g = calloc(m->n_features + 1, sizeof *m->g);
    m->sum = calloc(m->n_features + 1, sizeof *m->sum);
    m->we = calloc(CRF_EDGES, sizeof *m->we);
    m->ge = calloc(CRF_EDGES, sizeof *m->ge);
    m->sume = calloc(CRF_EDGES, sizeof *m->sume);
    if (!m->w || !m->g || !m->sum || !m->we || !m->ge || !m->sume) exit(1);
}

void crf_close(crf *m) {
    free(m->hash);
    free(m->count);
    free(m->w);
    free(m->g);
    free(m->sum);
    free(m->we);
    free(m->ge);
    free(m->sume);
    free(m->slot);
    free(m->edge);
}

void crf_index(const crf *m, const crf_data *d, uint32_t *ids) {
    for (uint64_t i = 0; i < d->n_features; i++) ids[i] = find(m, d->feature[i]);
}

typedef struct lattice {
    uint32_t n, cap;
    float (*s)[L8], (*a)[L8], (*b)[L8];
    float (*e)[CRF_EDGE_SIZE]; /* exp of the edges into the token */
    float *z;
} lattice;

static void reserve(lattice *x, uint32_t n) {
    x->n = n;
    if (n <= x->cap) return;
    x->cap = n * 2;
    x->s = grow(x->s, x->cap, sizeof *x->s);
    x->a = grow(x->a, x->cap, sizeof *x->a);
    x->b = grow(x->b, x->cap, sizeof *x->b);
    x->e = grow(x->e, x->cap, sizeof *x->e);
    x->z = grow(x->z, x->cap, sizeof *x->z);
}

static float *edge_at(float *we, uint32_t kind, uint32_t class) { return we + ((size_t)kind * CHAIN_EDGE_CLASSES + class) * CRF_EDGE_SIZE; }

static void score(const crf *m, const crf_data *d, const uint32_t *ids, uint32_t t, float out[L8]) {
    float s[L8] = {0};
    for (uint64_t i = d->token[t]; i < d->token[t + 1]; i++) {
        if (ids[i] == CRF_NONE) continue;
        const float *w = m->w[ids[i]];
        for (int y = 0; y < L8; y++) s[y] += w[y];
    }
    memcpy(out, s, sizeof s);
}

static void edges(const crf *m, const crf_data *d, uint32_t t, float out[CRF_EDGE_SIZE]) {
    const float *e[CHAIN_EDGES];
    for (uint32_t k = 0; k < CHAIN_EDGES; k++) e[k] = edge_at(m->we, k, d->edge[t][k]);
    for (int i = 0; i < CRF_EDGE_SIZE; i++) out[i] = e[0][i] + e[1][i] + e[2][i] + e[3][i];
}

/* Scaled forward and backward sums. */
static void sums(const crf *m, const crf_data *d, const uint32_t *ids, uint32_t seq, lattice *x) {
    uint32_t b = d->seq[seq], n = d->seq[seq + 1] - b, l = m->n_labels;
    reserve(x, n);
    for (uint32_t i = 0; i < n; i++) {
        score(m, d, ids, b + i, x->s[i]);
        edges(m, d, b + i, x->e[i]);
        float top = -1e30f;
        for (uint32_t y = 0; y < l; y++) {
            if (d->mask[b + i] >> y & 1) continue;
            if (x->s[i][y] > top) top = x->s[i][y];
        }
        for (uint32_t y = 0; y < L8; y++) x->s[i][y] = y >= l || (d->mask[b + i] >> y & 1) ? 0 : expf(x->s[i][y] - top);
        for (int k = 0; k < CRF_EDGE_SIZE; k++) x->e[i][k] = expf(x->e[i][k]);
        float a[L8] = {0}, z = 0;
        if (i == 0) {
            for (uint32_t y = 0; y < l; y++) a[y] = x->s[0][y] * x->e[0][l * L8 + y];
        } else {
            for (uint32_t p = 0; p < l; p++)
                for (uint32_t y = 0; y < L8; y++) a[y] += x->a[i - 1][p] * x->e[i][p * L8 + y];
            for (uint32_t y = 0; y < L8; y++) a[y] *= x->s[i][y];
        }
        for (uint32_t y = 0; y < l; y++) z += a[y];
        x->z[i] = 1 / z;
        for (uint32_t y = 0; y < L8; y++) x->a[i][y] = y < l ? a[y] * x->z[i] : 0;
    }
    for (uint32_t y = 0; y < L8; y++) x->b[n - 1][y] = y < l;
    for (uint32_t i = n - 1; i-- > 0;) {
        float v[L8];
        for (uint32_t y = 0; y < L8; y++) v[y] = x->b[i + 1][y] * x->s[i + 1][y] * x->z[i + 1];
        for (uint32_t p = 0; p < L8; p++) {
            float sum = 0;
            if (p < l)
                for (uint32_t y = 0; y < l; y++) sum += v[y] * x->e[i + 1][p * L8 + y];
            x->b[i][p] = sum;
        }
    }
}

static uint64_t random_next(uint64_t *s) {
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

static inline void adagrad(float *w, float *g, float grad, float rate) {
    *g += grad * grad;
    *w -= rate * grad / (sqrtf(*g) + 1e-6f);
}

static void update(crf *m, const crf_data *d, const uint32_t *ids, uint32_t seq, const lattice *x, const crf_options *o) {
    uint32_t b = d->seq[seq], n = x->n, l = m->n_labels;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = b + i;
        float p[L8] = {0}, big = 0;
        for (uint32_t y = 0; y < l; y++) p[y] = x->a[i][y] * x->b[i][y];
        p[d->gold[t]] -= 1;
        for (uint32_t y = 0; y < l; y++) big += fabsf(p[y]);
        for (uint64_t f = d->token[t]; big > 1e-4f && f < d->token[t + 1]; f++) {
            if (ids[f] == CRF_NONE) continue;
            float *w = m->w[ids[f]], *g = m->g[ids[f]], decay = o->l2 / (float)m->count[ids[f]];
            for (int y = 0; y < L8; y++) {
                float grad = p[y] + decay * w[y];
                g[y] += grad * grad;
                w[y] -= o->rate * grad / (sqrtf(g[y]) + 1e-3f);
            }
        }
        float q[CRF_EDGE_SIZE] = {0};
        if (i == 0) {
            for (uint32_t y = 0; y < l; y++) q[l * L8 + y] = x->a[0][y] * x->b[0][y];
            q[l * L8 + d->gold[t]] -= 1;
        } else {
            for (uint32_t f = 0; f < l; f++)
                for (uint32_t y = 0; y < l; y++) q[f * L8 + y] = x->a[i - 1][f] * x->e[i][f * L8 + y] * x->s[i][y] * x->b[i][y] * x->z[i];
            q[d->gold[t - 1] * L8 + d->gold[t]] -= 1;
        }
        if (big < 1e-3f) continue;
        for (uint32_t k = 0; k < CHAIN_EDGES; k++) {
            float *w = edge_at(m->we, k, d->edge[t][k]), *g = edge_at(m->ge, k, d->edge[t][k]);
            for (int j = 0; j < CRF_EDGE_SIZE; j++)
                if (q[j] != 0) adagrad(&w[j], &g[j], q[j] + 1e-6f * w[j], o->rate);
        }
    }
}

void crf_train(crf *m, const crf_data *d, const uint32_t *ids, const crf_options *o, void (*watch)(void *, uint32_t), void *context) {
    lattice x = {0};
    uint64_t random = 88172645463325252ull;
    uint32_t n = 0, *order = grow(NULL, d->n_seqs + 1, sizeof *order);
    for (uint32_t s = 0; s < d->n_seqs; s++)
        if (d->fold[s] != o->without && d->seq[s + 1] > d->seq[s]) order[n++] = s;
    memset(m->sum, 0, (size_t)m->n_features * sizeof *m->sum);
    memset(m->sume, 0, CRF_EDGES * sizeof *m->sume);
    uint32_t *kept = NULL;
    uint64_t kept_cap = 0;
    for (uint32_t epoch = 0; epoch < o->epochs; epoch++) {
        for (uint32_t i = n; i > 1; i--) {
            uint32_t j = (uint32_t)(random_next(&random) % i), swap = order[i - 1];
            order[i - 1] = order[j];
            order[j] = swap;
        }
        for (uint32_t i = 0; i < n; i++) {
            uint32_t s = order[i];
            uint64_t fb = d->token[d->seq[s]], fe = d->token[d->seq[s + 1]];
            const uint32_t *use = ids;
            if (o->dropout > 0) { /* a copy of the ids of this sequence with some features missing */
                if (fe - fb > kept_cap) kept = grow(kept, kept_cap = (fe - fb) * 2, sizeof *kept);
                for (uint64_t f = fb; f < fe; f++) kept[f - fb] = (float)(random_next(&random) >> 40) * 0x1p-24f < o->dropout ? CRF_NONE : ids[f];
                use = kept - fb;
            }
            sums(m, d, use, s, &x);
            update(m, d, use, s, &x, o);
        }
        if (epoch + o->averaged >= o->epochs) {
            for (uint32_t f = 0; f < m->n_features; f++)
                for (int y = 0; y < L8; y++) m->sum[f][y] += m->w[f][y];
            for (uint32_t e = 0; e < CRF_EDGES; e++) m->sume[e] += m->we[e];
        }
        if (watch && epoch + 1 < o->epochs) watch(context, epoch);
    }
    if (o->averaged > 1) {
        for (uint32_t f = 0; f < m->n_features; f++)
            for (int y = 0; y < L8; y++) m->w[f][y] = m->sum[f][y] / (float)o->averaged;
        for (uint32_t e = 0; e < CRF_EDGES; e++) m->we[e] = m->sume[e] / (float)o->averaged;
    }
    if (o->dropout > 0) { /* as many features as while training */
        for (uint32_t f = 0; f < m->n_features; f++)
            for (int y = 0; y < L8; y++) m->w[f][y] *= 1 - o->dropout;
    }
    if (watch) watch(context, o->epochs - 1);
    free(order);
    free(kept);
    free(x.s);
    free(x.a);
    free(x.b);
    free(x.e);
    free(x.z);
}

typedef struct ranked {
    float value;
    uint32_t feature;
} ranked;

static int by_rank(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->value != y->value) return x->value > y->value ? -1 : 1;
    return x->feature < y->feature ? -1 : x->feature > y->feature;
}

void crf_prune(crf *m, uint32_t n) {
    if (n >= m->n_features) return;
    ranked *r = grow(NULL, m->n_features, sizeof *r);
    for (uint32_t f = 0; f < m->n_features; f++) {
        float lo = 1e30f, hi = -1e30f;
        for (uint32_t y = 0; y < m->n_labels; y++) {
            if (m->w[f][y] < lo) lo = m->w[f][y];
            if (m->w[f][y] > hi) hi = m->w[f][y];
        }
        r[f] = (ranked){(hi - lo) * sqrtf(sqrtf((float)m->count[f])), f};
    }
    qsort(r, m->n_features, sizeof *r, by_rank);
    uint8_t *keep = calloc(m->n_features, 1);
    if (!keep) exit(1);
    for (uint32_t i = 0; i < n; i++) keep[r[i].feature] = 1;
    uint32_t k = 0;
    for (uint32_t f = 0; f < m->n_features; f++) {
        if (!keep[f]) continue;
        m->hash[k] = m->hash[f];
        m->count[k] = m->count[f];
        memcpy(m->w[k], m->w[f], sizeof m->w[k]);
        memcpy(m->g[k], m->g[f], sizeof m->g[k]);
        k++;
    }
    m->n_features = k;
    free(keep);
    free(r);
    index_features(m);
}

/* Weights in steps of 1/SCALE. A feature whose hash shares its bucket is found by the upper half of the hash. */
enum { SCALE = 48, FEATURE = 2 + CHAIN_LABELS };

static long rounded(float v, long bound) {
    long q = lrintf(v * SCALE);
    return q > bound ? bound : q < -bound ? -bound : q;
}

static int16_t rounded_edge(float v) { return (int16_t)rounded(v, 4000); }

void crf_round(crf *m) {
    m->edge = grow(m->edge, CRF_EDGES, sizeof *m->edge);
    for (uint32_t i = 0; i < CRF_EDGES; i++) m->edge[i] = rounded_edge(m->we[i]);
}

void crf_decode(const crf *m, const crf_data *d, const uint32_t *ids, uint32_t seq, chain_token *v) {
    uint32_t b = d->seq[seq], n = d->seq[seq + 1] - b;
    chain c = {.n_labels = m->n_labels, .edge = m->edge};
    for (uint32_t i = 0; i < n; i++) {
        v[i] = (chain_token){.mask = d->mask[b + i]};
        memcpy(v[i].edge, d->edge[b + i], sizeof v[i].edge);
        for (uint64_t f = d->token[b + i]; f < d->token[b + i + 1]; f++) {
            if (ids[f] == CRF_NONE) continue;
            const float *w = m->w[ids[f]];
            for (uint32_t y = 0; y < m->n_labels; y++) {
                float q = rintf(w[y] * SCALE);
                v[i].score[y] += (int32_t)(q > 127 ? 127 : q < -127 ? -127 : q);
            }
        }
    }
    chain_decode(&c, v, n);
}

static int by_bucket(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if ((x & 0xFFFF) != (y & 0xFFFF)) return (x & 0xFFFF) < (y & 0xFFFF) ? -1 : 1;
    return x < y ? -1 : x > y;
}

void crf_write(const crf *m, const char *path) {
    FILE *f = fopen(path, "wb");
    if (!f) {
        perror(path);
        exit(1);
    }
    uint32_t header[16] = {[2] = m->n_labels, [3] = m->n_features}, clipped = 0;
    memcpy(header, CHAIN_MAGIC, 8);
    fwrite(header, sizeof header, 1, f);
    for (uint32_t i = 0; i < CRF_EDGES; i++) {
        int16_t q = rounded_edge(m->we[i]);
        fwrite(&q, sizeof q, 1, f);
    }
    uint32_t *hash = grow(NULL, m->n_features + 1, sizeof *hash), *bucket = calloc(CHAIN_BUCKETS + 1, sizeof *bucket);
    if (!bucket) exit(1);
    memcpy(hash, m->hash, m->n_features * sizeof *hash);
    qsort(hash, m->n_features, sizeof *hash, by_bucket);
    for (uint32_t i = 0; i < m->n_features; i++) bucket[(hash[i] & 0xFFFF) + 1]++;
    for (uint32_t i = 0; i < CHAIN_BUCKETS; i++) bucket[i + 1] += bucket[i];
    fwrite(bucket, sizeof *bucket, CHAIN_BUCKETS + 1, f);
    for (uint32_t i = 0; i < m->n_features; i++) {
        const float *w = m->w[find(m, hash[i])];
        char out[FEATURE];
        uint16_t high = (uint16_t)(hash[i] >> 16);
        memcpy(out, &high, sizeof high);
        for (uint32_t y = 0; y < CHAIN_LABELS; y++) {
            long q = y < m->n_labels ? rounded(w[y], 127) : 0;
            clipped += q == 127 || q == -127;
            out[2 + y] = (char)q;
        }
        fwrite(out, sizeof out, 1, f);
    }
    free(hash);
    free(bucket);
    if (fclose(f) != 0) {
        perror(path);
        exit(1);
    }
    printf("%s: %u features, %u weights at their bound\n", path, m->n_features, clipped);
}
