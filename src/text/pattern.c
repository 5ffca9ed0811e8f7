/* Opening and matching; see pattern.h. The packing stands in pattern_pack.c. */
#include "text/pattern.h"

#include "text/pattern_int.h"

static bool holds(const pattern_tables *t, uint32_t set, uint16_t cls) { return t->bits[set * t->n_words + cls / 64] >> (cls % 64) & 1; }

/* The assertions around a body [at, stop). */
static bool context_fits(const pattern_tables *t, const pattern_alt *a, const uint16_t *c, uint32_t begin, uint32_t end, uint32_t at, uint32_t stop) {
    if (at < begin + a->n_behind) return false;
    for (uint32_t i = 0; i < a->n_behind; i++)
        if (!holds(t, a->sets[i], c[at - a->n_behind + i])) return false;
    if (!a->ahead) return true;
    bool follows = stop < end && holds(t, a->sets[a->n_behind + a->n_body], c[stop]);
    return follows == (a->ahead == 1);
}

/* Length of the alternative's body at `at`, 0 when it does not fit. */
static uint32_t match_at(const pattern_tables *t, const pattern_alt *a, const uint16_t *c, uint32_t begin, uint32_t end, uint32_t at) {
    if (end - at < a->n_body) return 0;
    const uint16_t *sets = a->sets + a->n_behind;
    for (uint32_t i = 0; i < a->n_body; i++)
        if (!holds(t, sets[i], c[at + i])) return 0;
    uint32_t stop = at + a->n_body;
    while (a->repeat && stop < end && holds(t, sets[a->n_body - 1], c[stop])) stop++;
    return context_fits(t, a, c, begin, end, at, stop) ? stop - at : 0;
}

static const uint32_t *list_of(const pattern_tables *t, int kind, uint16_t cls) { return t->list_begin + (size_t)kind * (t->n_classes + 1) + cls; }

uint32_t pattern_prefix(const pattern_tables *t, const uint16_t *c, uint32_t begin, uint32_t end) {
    if (begin == end) return 0;
    const uint32_t *l = list_of(t, PATTERN_PREFIX, c[begin]);
    for (uint32_t i = l[0]; i < l[1]; i++) {
        uint32_t n = match_at(t, &t->alts[t->list[i]], c, begin, end, begin);
        if (n) return n;
    }
    return 0;
}

uint32_t pattern_suffix(const pattern_tables *t, const uint16_t *c, uint32_t begin, uint32_t end) {
    if (begin == end) return 0;
    uint32_t best = 0;
    const uint32_t *l = list_of(t, PATTERN_SUFFIX, c[end - 1]);
    for (uint32_t i = l[0]; i < l[1]; i++) {
        const pattern_alt *a = &t->alts[t->list[i]];
        uint32_t n = a->n_body;
        if (n > end - begin) continue;
        /* A repeated body is one set all along (checked when packed), so it reaches back as far as the set does. */
        if (a->repeat)
            for (; n < end - begin && holds(t, a->sets[a->n_behind], c[end - n - 1]); n++) {
            }
        if (n > best && match_at(t, a, c, begin, end, end - n) == n) best = n;
    }
    return best;
}

uint32_t pattern_infix(const pattern_tables *t, const uint16_t *c, uint32_t begin, uint32_t end, uint32_t from, uint32_t *at) {
    for (uint32_t p = from; p < end; p++) {
        const uint32_t *l = list_of(t, PATTERN_INFIX, c[p]);
        for (uint32_t i = l[0]; i < l[1]; i++) {
            uint32_t n = match_at(t, &t->alts[t->list[i]], c, begin, end, p);
            if (n) {
                *at = p;
                return n;
            }
        }
    }
    return 0;
}

dm_status pattern_open(const void *data, size_t size, pattern_tables *out, dm_err *err) {
    pattern_header h;
    if (size < sizeof h) return err_set(err, DM_E_MODEL, 0, "the tokenizer's tables are cut short");
    memcpy(&h, data, sizeof h);
    const char *p = data;
    uint64_t at = sizeof h, part[6];
    const uint64_t sizes[6] = {(uint64_t)h.n_sets * h.n_words * 8,
                               (uint64_t)h.n_alts * sizeof(pattern_alt),
                               PATTERN_KINDS * ((uint64_t)h.n_classes + 1) * 4,
                               PATTERN_N_BLOCK_OF * 2,
                               (uint64_t)h.n_blocks * 512,
                               (uint64_t)h.n_list * 2};
    for (int i = 0; i < 6; i++) {
        part[i] = at;
        at += (sizes[i] + 7) / 8 * 8;
    }
    if (at > size) return err_set(err, DM_E_MODEL, 0, "the tokenizer's tables are cut short");
    *out = (pattern_tables){
        .bits = (const uint64_t *)(const void *)(p + part[0]),
        .alts = (const pattern_alt *)(const void *)(p + part[1]),
        .list_begin = (const uint32_t *)(const void *)(p + part[2]),
        .block_of = (const uint16_t *)(const void *)(p + part[3]),
        .class_of = (const uint16_t *)(const void *)(p + part[4]),
        .list = (const uint16_t *)(const void *)(p + part[5]),
        .n_classes = h.n_classes,
        .n_words = h.n_words,
        .n_sets = h.n_sets,
        .n_blocks = h.n_blocks,
        .n_alts = h.n_alts,
        .n_list = h.n_list,
    };
    return DM_OK;
}
