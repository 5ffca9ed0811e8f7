/* See chain.h. best[] takes a second pass from the end: what follows at best, added to what came before at best. */
#include "statements/chain.h"

enum { HEADER = 64, FEATURE = 2 + CHAIN_LABELS, NEVER = -(1 << 28) };

static uint32_t read_u32(const char *p) {
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

bool chain_open(dm_str file, chain *out) {
    size_t edges = (size_t)CHAIN_EDGES * CHAIN_EDGE_CLASSES * CHAIN_EDGE_SIZE * sizeof(int16_t), buckets = (CHAIN_BUCKETS + 1) * sizeof(uint32_t);
    if (file.n < HEADER + edges + buckets || memcmp(file.p, CHAIN_MAGIC, 8) != 0) return false;
    *out = (chain){.n_labels = read_u32(file.p + 8), .n_features = read_u32(file.p + 12)};
    out->edge = (const int16_t *)(const void *)(file.p + HEADER);
    out->bucket = (const uint32_t *)(const void *)(file.p + HEADER + edges);
    out->feature = file.p + HEADER + edges + buckets;
    return out->n_labels && out->n_labels <= CHAIN_LABELS && file.n == HEADER + edges + buckets + (size_t)out->n_features * FEATURE;
}

void chain_score(const chain *c, const uint32_t *features, uint32_t n, int32_t out[CHAIN_LABELS]) {
    int32_t sum[CHAIN_LABELS] = {0};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t b = features[i] & 0xFFFF, e = c->bucket[b + 1];
        uint16_t high = (uint16_t)(features[i] >> 16), check;
        for (uint32_t f = c->bucket[b]; f < e; f++) {
            const char *p = c->feature + (size_t)f * FEATURE;
            memcpy(&check, p, sizeof check);
            if (check != high) continue;
            for (int y = 0; y < CHAIN_LABELS; y++) sum[y] += (int8_t)p[2 + y];
            break;
        }
    }
    for (int y = 0; y < CHAIN_LABELS; y++) out[y] += sum[y];
}

/* The edges into a token, summed over its classes. */
static void add_edges(const chain *c, const uint16_t class[CHAIN_EDGES], int32_t out[CHAIN_EDGE_SIZE]) {
    const int16_t *e[CHAIN_EDGES];
    for (uint32_t k = 0; k < CHAIN_EDGES; k++) e[k] = c->edge + ((size_t)k * CHAIN_EDGE_CLASSES + class[k]) * CHAIN_EDGE_SIZE;
    for (uint32_t i = 0; i < CHAIN_EDGE_SIZE; i++) out[i] = e[0][i] + e[1][i] + e[2][i] + e[3][i];
}

/* Best score of what leads to each label, the label itself included. */
static void forward(const chain *c, chain_token *v, uint32_t n) {
    int32_t edge[CHAIN_EDGE_SIZE];
    for (uint32_t i = 0; i < n; i++) {
        add_edges(c, v[i].edge, edge);
        for (uint32_t y = 0; y < c->n_labels; y++) {
            int32_t best = i ? 2 * NEVER : edge[c->n_labels * CHAIN_LABELS + y];
            for (uint32_t p = 0; i && p < c->n_labels; p++) {
                int32_t s = v[i - 1].best[p] + edge[p * CHAIN_LABELS + y];
                if (s > best) best = s;
            }
            v[i].best[y] = (v[i].mask >> y & 1) || best < NEVER ? NEVER : best + v[i].score[y];
        }
    }
}

static uint8_t best_label(const chain *c, const int32_t *s) {
    uint8_t best = 0;
    for (uint8_t y = 1; y < c->n_labels; y++) {
        if (s[y] > s[best]) best = y;
    }
    return best;
}

void chain_decode(const chain *c, chain_token *v, uint32_t n) {
    if (!n) return;
    forward(c, v, n);
    int32_t after[CHAIN_LABELS] = {0}, edge[CHAIN_EDGE_SIZE];
    v[n - 1].label = best_label(c, v[n - 1].best);
    for (uint32_t i = n - 1; i-- > 0;) {
        int32_t next[CHAIN_LABELS], lead[CHAIN_LABELS];
        add_edges(c, v[i + 1].edge, edge);
        for (uint32_t p = 0; p < c->n_labels; p++) {
            int32_t best = NEVER;
            for (uint32_t y = 0; y < c->n_labels; y++) {
                int32_t s = v[i + 1].mask >> y & 1 ? NEVER : edge[p * CHAIN_LABELS + y] + v[i + 1].score[y] + after[y];
                if (s > best) best = s;
            }
            next[p] = best;
            lead[p] = v[i].best[p] + edge[p * CHAIN_LABELS + v[i + 1].label];
        }
        v[i].label = best_label(c, lead);
        /* best[] of the next token is whole now that nothing reads its forward part any more */
        for (uint32_t y = 0; y < c->n_labels; y++) v[i + 1].best[y] += v[i + 1].best[y] <= NEVER ? 0 : after[y];
        memcpy(after, next, sizeof after);
    }
    for (uint32_t y = 0; y < c->n_labels; y++) v[0].best[y] += v[0].best[y] <= NEVER ? 0 : after[y];
}
