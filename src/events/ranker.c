/* See ranker.h. Both files are tables of hashes in ascending order, read in place.
 *
 * ranker_words.bin: "DMRK", u32 n, then n ranker_word.
 * ranker_weights.bin: "DMRW", u32 n, u32 classes (DM_PLOVER_N), float scale of a weight, float bias of each class (padded to
 * 20), then n u32 features, then n rows of `classes` signed bytes. Little-endian. CONCEDE and RETREAT are first one class, whose
 * weights stand in CONCEDE's column; RETREAT's column tells it from CONCEDE. */
#include "events/ranker.h"

#include "base/embed.h"
#include "base/exp.h"

#include <math.h>

DM_EMBED(words_file, "src/events/ranker_words.bin");
DM_EMBED(weights_file, "src/events/ranker_weights.bin");

#define HEADER_CLASSES 20
typedef struct weights_header {
    char magic[4];
    uint32_t n, classes;
    float scale, bias[HEADER_CLASSES];
} weights_header;
_Static_assert(DM_PLOVER_N <= HEADER_CLASSES, "a class has no bias");

dm_str ranker_weights(void) { return weights_file(); }

bool ranker_weights_fit(dm_str bytes) {
    const weights_header *h = (const weights_header *)(const void *)bytes.p;
    if (bytes.n < sizeof *h || memcmp(h->magic, "DMRW", 4) != 0 || h->classes != DM_PLOVER_N || h->n > bytes.n / (4 + DM_PLOVER_N)) return false;
    if (bytes.n != sizeof *h + (uint64_t)h->n * (4 + DM_PLOVER_N) || !(h->scale >= 0 && h->scale < 1e6f)) return false;
    const uint32_t *feature = (const uint32_t *)(const void *)(bytes.p + sizeof *h);
    for (uint32_t i = 1; i < h->n; i++)
        if (feature[i] <= feature[i - 1]) return false;
    return true;
}

/* Index of the first of n ascending values that is not below x. */
static uint32_t lower_bound(const char *v, uint32_t n, size_t step, uint32_t x) {
    uint32_t lo = 0;
    while (n) {
        uint32_t half = n / 2, at;
        memcpy(&at, v + (lo + half) * step, sizeof at);
        if (at < x) lo += half + 1, n -= half + 1;
        else n = half;
    }
    return lo;
}

static uint32_t word_hash(dm_str s) {
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < s.n; i++) h = (h ^ (uint8_t)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i])) * 16777619u;
    return h;
}

const ranker_word *ranker_word_of(dm_str lemma) {
    dm_str file = words_file();
    const ranker_word *all = (const ranker_word *)(const void *)(file.p + 8);
    uint32_t n = (file.n - 8) / (uint32_t)sizeof *all, hash = word_hash(lemma), i = lower_bound((const char *)all, n, sizeof *all, hash);
    return i < n && all[i].hash == hash ? &all[i] : NULL;
}

void ranker_decide(const ranker_features *f, ranker_answer *out) {
    dm_str file = weights_file();
    const weights_header *h = (const weights_header *)(const void *)file.p;
    const char *features = file.p + sizeof *h;
    const int8_t *rows = (const int8_t *)(features + (size_t)h->n * 4);
    int32_t sum[DM_PLOVER_N] = {0};
    for (uint32_t i = 0; i < f->n; i++) {
        uint32_t at = lower_bound(features, h->n, 4, f->v[i]), is;
        if (at >= h->n) continue;
        memcpy(&is, features + (size_t)at * 4, sizeof is);
        if (is != f->v[i]) continue;
        for (uint32_t k = 0; k < DM_PLOVER_N; k++) sum[k] += rows[(size_t)at * DM_PLOVER_N + k];
    }
    double unit = (double)h->scale / sqrt((double)(f->n ? f->n : 1)), total = 0, top = -1e9;
    for (uint32_t k = 0; k < DM_PLOVER_N; k++) {
        out->p[k] = (double)sum[k] * unit + (double)h->bias[k];
        if (k != DM_PLOVER_RETREAT && out->p[k] > top) top = out->p[k];
    }
    double retreat = out->p[DM_PLOVER_RETREAT];
    for (uint32_t k = 0; k < DM_PLOVER_N; k++) total += out->p[k] = k == DM_PLOVER_RETREAT ? 0 : exp_same(out->p[k] - top);
    for (uint32_t k = 0; k < DM_PLOVER_N; k++) out->p[k] /= total;
    double best = -1;
    for (uint32_t k = 1; k < DM_PLOVER_N; k++)
        if (k != DM_PLOVER_RETREAT && out->p[k] > best) best = out->p[k], out->type = (dm_plover)k;
    double share = 1 / (1 + exp_same(-retreat)), both = out->p[DM_PLOVER_CONCEDE];
    out->p[DM_PLOVER_RETREAT] = both * share;
    out->p[DM_PLOVER_CONCEDE] = both - both * share;
    if (out->type == DM_PLOVER_CONCEDE && share > 0.5) out->type = DM_PLOVER_RETREAT;
    out->confidence = best;
}
