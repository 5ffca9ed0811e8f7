/* The linear chain: decoding against all labellings of short sequences, look-up of weights, damaged files. */
#include "statements/chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LABELS = 3, EDGES = CHAIN_EDGES * CHAIN_EDGE_CLASSES * CHAIN_EDGE_SIZE, LONGEST = 6, FEATURES = 3 };

typedef struct chain_file {
    char magic[8];
    uint32_t n_labels, n_features, unused[12];
    int16_t edge[EDGES];
    uint32_t bucket[CHAIN_BUCKETS + 1];
    char feature[FEATURES][2 + CHAIN_LABELS];
} __attribute__((packed, aligned(64))) chain_file;

static uint32_t state = 1;
static int32_t random_weight(void) {
    state = state * 1664525u + 1013904223u;
    return (int32_t)(state >> 24) - 128;
}

static void put_feature(chain_file *f, uint32_t i, uint32_t hash, int8_t weight) {
    uint16_t high = (uint16_t)(hash >> 16);
    memcpy(f->feature[i], &high, sizeof high);
    for (int y = 0; y < LABELS; y++) f->feature[i][2 + y] = (char)(weight + y);
    for (uint32_t b = (hash & 0xFFFF) + 1; b <= CHAIN_BUCKETS; b++) f->bucket[b]++;
}

static chain_file *new_file(void) {
    chain_file *f = aligned_alloc(64, (sizeof *f + 63) / 64 * 64);
    assert_non_null(f);
    memset(f, 0, sizeof *f);
    memcpy(f->magic, CHAIN_MAGIC, 8);
    f->n_labels = LABELS;
    f->n_features = FEATURES;
    for (uint32_t i = 0; i < EDGES; i++) f->edge[i] = (int16_t)random_weight();
    put_feature(f, 0, 0x00010005u, 10); /* two features of one bucket, ascending */
    put_feature(f, 1, 0x00020005u, 20);
    put_feature(f, 2, 0x0001FFFFu, 30);
    return f;
}

static dm_str bytes_of(const chain_file *f) { return (dm_str){(const char *)f, (uint32_t)(offsetof(chain_file, feature) + sizeof f->feature)}; }

static int32_t score_of(const chain *c, const chain_token *v, uint32_t n, const uint8_t *labels) {
    int32_t s = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t from = i ? labels[i - 1] : c->n_labels;
        for (uint32_t k = 0; k < CHAIN_EDGES; k++)
            s += c->edge[((size_t)k * CHAIN_EDGE_CLASSES + v[i].edge[k]) * CHAIN_EDGE_SIZE + from * CHAIN_LABELS + labels[i]];
        s += v[i].score[labels[i]];
    }
    return s;
}

static bool next_labelling(uint8_t *labels, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        if (++labels[i] < LABELS) return true;
        labels[i] = 0;
    }
    return false;
}

static bool allowed(const chain_token *v, uint32_t n, const uint8_t *labels) {
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].mask >> labels[i] & 1) return false;
    }
    return true;
}

static void check_decode(const chain *c, uint32_t n) {
    chain_token v[LONGEST] = {0};
    int32_t best = INT32_MIN, at[LONGEST][LABELS];
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t y = 0; y < LABELS; y++) {
            v[i].score[y] = random_weight();
            at[i][y] = INT32_MIN;
        }
        for (uint32_t k = 0; k < CHAIN_EDGES; k++) v[i].edge[k] = (uint16_t)((uint32_t)(random_weight() + 128) % CHAIN_EDGE_CLASSES);
        v[i].mask = (uint8_t)((random_weight() & 3) == 3 ? 0 : 1u << ((uint32_t)(random_weight() + 128) % LABELS));
    }
    uint8_t labels[LONGEST] = {0}, own[LONGEST];
    do {
        if (!allowed(v, n, labels)) continue;
        int32_t s = score_of(c, v, n, labels);
        if (s > best) best = s;
        for (uint32_t i = 0; i < n; i++) {
            if (s > at[i][labels[i]]) at[i][labels[i]] = s;
        }
    } while (next_labelling(labels, n));
    chain_decode(c, v, n);
    for (uint32_t i = 0; i < n; i++) own[i] = v[i].label;
    assert_true(allowed(v, n, own));
    assert_int_equal(score_of(c, v, n, own), best);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t y = 0; y < LABELS; y++) {
            if (!(v[i].mask >> y & 1)) assert_int_equal(v[i].best[y], at[i][y]);
        }
    }
}

static void test_decode(void **unused) {
    (void)unused;
    chain_file *f = new_file();
    chain c;
    assert_true(chain_open(bytes_of(f), &c));
    for (uint32_t round = 0; round < 500; round++) check_decode(&c, 1 + round % LONGEST);
    free(f);
}

static void test_score(void **unused) {
    (void)unused;
    chain_file *f = new_file();
    chain c;
    int32_t out[CHAIN_LABELS] = {100};
    assert_true(chain_open(bytes_of(f), &c));
    chain_score(&c, (const uint32_t[]){0x00020005u, 0x0001FFFFu, 0x00030005u, 0x00020006u}, 4, out);
    assert_int_equal(out[0], 150);
    assert_int_equal(out[1], 52);
    assert_int_equal(out[2], 54);
    free(f);
}

static void test_damaged(void **unused) {
    (void)unused;
    chain_file *f = new_file();
    chain c;
    dm_str all = bytes_of(f);
    assert_false(chain_open(str_sub(all, 0, all.n - 1), &c));
    assert_false(chain_open(str_sub(all, 0, 40), &c));
    f->n_labels = CHAIN_LABELS + 1;
    assert_false(chain_open(all, &c));
    f->n_labels = LABELS;
    f->magic[0] = 'X';
    assert_false(chain_open(all, &c));
    free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_decode), cmocka_unit_test(test_score), cmocka_unit_test(test_damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
