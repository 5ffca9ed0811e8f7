/* The networks against numbers of the reference implementation (spaCy 3.8.18, en_core_web_sm 3.8.0), layer by layer, on the sentence
 * "Kim won't sell the old ships."; scalar kernels and the fastest ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/parsed.h"
#include "nn/encoder.h"
#include "nn/transitions.h"

#include <math.h>

/* Kim wo n't sell the old ships . */
static const encoder_word sentence[] = {
    {{5232473079151956743u, 8656007278630577320u, 18334181510072437471u, 18200729499220207786u}, 1},
    {{18307573501153647118u, 260667111241363922u, 15745985092136828842u, 4370460163704169311u}, 0},
    {{447765159362469301u, 13210364986222294696u, 2043519015752540944u, 15075103628056407474u}, 1},
    {{8777643931089885836u, 16978132545290669629u, 8117903961816325909u, 13110060611322374290u}, 1},
    {{7425985699627899538u, 15369245168918225700u, 7425985699627899538u, 4088098365541558500u}, 1},
    {{0, 0, 0, 0}, 1},
    {{0, 0, 0, 0}, 0},
    {{12646065887601541794u, 12646065887601541794u, 12646065887601541794u, 12646065887601541794u}, 0},
};
enum { N = sizeof sentence / sizeof *sentence };

/* MurmurHash64A, seed 1: ids of strings that are no reserved symbols. */
static uint64_t id_of(const char *s, size_t len) {
    const uint64_t m = 0xc6a4a7935bd1e995u;
    uint64_t h = 1 ^ (len * m);
    for (; len >= 8; s += 8, len -= 8) {
        uint64_t k;
        memcpy(&k, s, 8);
        k *= m, k ^= k >> 47, k *= m;
        h ^= k, h *= m;
    }
    uint64_t tail = 0;
    memcpy(&tail, s, len);
    if (len) h ^= tail, h *= m;
    h ^= h >> 47, h *= m, h ^= h >> 47;
    return h;
}

static model *file;
static encoder tok2vec, ner;
static encoder_words words, ner_words;
static encoder_work *work;
static encoder_word input[N], ner_input[N];
static float out[N][NN_WIDTH] __attribute__((aligned(NN_ALIGN)));

static void open_with(const char *isa) {
    const nn_kernels *k = nn_kernels_find(isa);
    dm_err err;
    assert_non_null(k);
    assert_int_equal(encoder_open(file, "tok2vec", 6, k, &tok2vec, &err), DM_OK);
    assert_int_equal(encoder_open(file, "ner", 4, k, &ner, &err), DM_OK);
    assert_true(encoder_words_init(&words, 64, 64) && encoder_words_init(&ner_words, 64, 64));
    work = encoder_work_new();
    assert_non_null(work);
    for (int i = 0; i < N; i++) input[i] = ner_input[i] = sentence[i];
    static const char *const made[][4] = {{"old", "o", "old", "xxx"}, {"ships", "s", "ips", "xxxx"}};
    for (int i = 0; i < 2; i++)
        for (int c = 0; c < 4; c++) input[5 + i].id[c] = ner_input[5 + i].id[c] = id_of(made[i][c], strlen(made[i][c]));
    for (int i = 0; i < N; i++) ner_input[i].flags = 0;
}

static void close_all(void) {
    encoder_close(&tok2vec);
    encoder_close(&ner);
    encoder_words_free(&words);
    encoder_words_free(&ner_words);
    encoder_work_free(work);
}

static int set_up(void **state) {
    (void)state;
    file = parsed_model();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    model_close(file);
    return 0;
}

static void close_to(const float *v, float a, float b, float c, float d) {
    const float want[] = {a, b, c, d};
    for (int i = 0; i < 4; i++)
        if (!(fabsf(v[i] - want[i]) < 2e-5f * fmaxf(1, fabsf(want[i])))) fail_msg("[%d] %f, expected %f", i, (double)v[i], (double)want[i]);
}

static void hashes(void **state) {
    (void)state;
    uint32_t h[4];
    encoder_hash(7425985699627899538u, 8, h);
    assert_true(h[0] == 2332737498u && h[1] == 1315472909u && h[2] == 1351622599u && h[3] == 1973209364u);
    encoder_hash(1, 12, h);
    assert_true(h[0] == 2938686206u && h[1] == 2291508213u && h[2] == 2246688320u && h[3] == 3554967022u);
    assert_true(id_of("coffee", 6) == 3197928453018144401u && id_of("the", 3) == sentence[4].id[0]);
}

static void run(const encoder *e, encoder_words *known, const encoder_word *in, uint32_t n) {
    encoder_slice all = {0, n, 0};
    encoder_run(e, known, work, in, &all, 1, out[0]);
}

static void layers(const char *isa) {
    open_with(isa);
    run(&tok2vec, &words, input, N);
    const float *row2 = encoder_layer_rows(work, 2), *row3 = encoder_layer_rows(work, 3);
    bool fresh;
    const float *kim = word_cache_get(words.products, &input[0], &fresh);
    assert_false(fresh);
    close_to(kim + 3 * ENCODER_PRODUCT, 0.264083f, -0.449703f, -0.145370f, 0.494461f);
    close_to(row2 + 4 * NN_WIDTH, 0.008355f, -0.957049f, 0.008848f, 0.531103f);
    close_to(row2 + 3 * NN_WIDTH, 0.250363f, 0.049804f, 0.323308f, -0.046969f); /* padding before Kim */
    close_to(row2 + 11 * NN_WIDTH, -0.361214f, -0.226292f, -0.566499f, -0.983278f);
    close_to(row3 + 4 * NN_WIDTH, -0.198067f, -1.223921f, 0.231692f, 0.946251f);
    close_to(row3 + 3 * NN_WIDTH, 0.111473f, -0.146079f, 0.381777f, -0.454466f);
    close_to(out[0], -0.773483f, -1.263656f, 0.998299f, 0.874783f);
    close_to(out[N - 1], -0.916297f, -0.028009f, -1.126243f, -1.349548f);

    run(&ner, &ner_words, ner_input, N);
    kim = word_cache_get(ner_words.products, &ner_input[0], &fresh);
    assert_false(fresh);
    close_to(kim + 3 * ENCODER_PRODUCT, -0.627076f, -1.014296f, -0.719024f, 0.260737f);
    close_to(row2 + 4 * NN_WIDTH, -1.642550f, -2.630704f, -1.751317f, 1.163752f);
    close_to(row3 + 3 * NN_WIDTH, 0.381188f, -2.410695f, -0.011839f, -1.179385f);
    close_to(out[0], -0.513011f, -2.774570f, -1.749080f, 1.555374f);
    close_to(out[N - 1], -0.402871f, -0.332411f, 0.357323f, 1.085758f);
    close_all();
}

static void layers_scalar(void **state) {
    (void)state;
    layers("scalar");
}
static void layers_fastest(void **state) {
    (void)state;
    layers(NULL);
}

static void transition_values(void **state) {
    (void)state;
    open_with(NULL);
    transitions t;
    dm_err err;
    assert_int_equal(transitions_open(file, "parser", 8, 106, tok2vec.kernels, &t, &err), DM_OK);
    run(&tok2vec, &words, input, N);
    static float g[N][TRANSITIONS_TOKEN] __attribute__((aligned(NN_ALIGN))),
        rows[N][8 * TRANSITIONS_SLOT + NN_PANEL * 2] __attribute__((aligned(NN_ALIGN)));
    static float room[TRANSITIONS_ONE] __attribute__((aligned(NN_ALIGN))), scores[TRANSITIONS_MAX_SCORES] __attribute__((aligned(NN_ALIGN)));
    const float *h[N], *gs[N];
    for (int i = 0; i < N; i++) h[i] = out[i], gs[i] = g[i];
    transitions_tokens(&t, h, N, g[0]);
    close_to(g[0], 0.739363f, -0.626117f, 0.002900f, -0.651267f);
    assert_true(t.row_size <= sizeof rows[0] / sizeof(float));
    transitions_rows(&t, gs, N, rows[0]);
#define ROW(i) (rows[0] + (size_t)(i)*t.row_size)
    close_to(ROW(0), 1.096580f, ROW(0)[1], ROW(0)[2], ROW(0)[3]);
    assert_true(fabsf(ROW(0)[NN_HIDDEN] + 3.584267f) < 1e-4f); /* the second piece of the first unit */
    assert_true(fabsf(t.padding[0] + 3.123183f) < 1e-4f && fabsf(t.padding[NN_HIDDEN] + 2.959043f) < 1e-4f);
    for (uint32_t f = 0; f < 8; f++) /* one slot alone has the bits of the row */
        assert_memory_equal(transitions_slot(&t, g[3], f, room), ROW(3) + f * TRANSITIONS_SLOT, TRANSITIONS_SLOT * sizeof(float));
    const float *slots[8] = {ROW(0), ROW(1) + TRANSITIONS_SLOT};
    transitions_score(&t, slots, scores);
    const float want[] = {15.2165f, -1.8042f, -0.2937f, 3.5539f};
    const uint32_t classes[] = {0, 1, 2, 105};
    for (int i = 0; i < 4; i++) assert_true(fabsf(scores[classes[i]] - want[i]) < 1e-4f);
    transitions_close(&t);
    close_all();
}

/* Room for the products of four words: every batch spills, and gives the same bits, however many vectors are kept. */
static void little_room_with(uint32_t n_vectors) {
    open_with(NULL);
    encoder_words tiny;
    assert_true(encoder_words_init(&tiny, 4, n_vectors));
    encoder_word many[ENCODER_ROWS - 2 * ENCODER_REACH];
    uint32_t n = sizeof many / sizeof *many;
    static float a[ENCODER_ROWS][NN_WIDTH] __attribute__((aligned(NN_ALIGN))), b[ENCODER_ROWS][NN_WIDTH] __attribute__((aligned(NN_ALIGN)));
    for (uint32_t i = 0; i < n; i++) {
        many[i] = input[i * i % N];
        many[i].id[2] += i % 13; /* words that come again, and a few more than there is room for */
    }
    encoder_slice all = {0, n, 0};
    encoder_run(&tok2vec, &words, work, many, &all, 1, a[0]);
    for (int turn = 0; turn < 3; turn++) {
        encoder_run(&tok2vec, &tiny, work, many, &all, 1, b[0]);
        assert_memory_equal(a, b, n * sizeof *a);
    }
    encoder_words_free(&tiny);
    close_all();
}

static void little_room(void **state) {
    (void)state;
    little_room_with(4);
    little_room_with(256);
}

/* A unit whole, in slices with a halo, and beside others in a batch. */
static void slices(void **state) {
    (void)state;
    open_with(NULL);
    encoder_word unit[40], packed[120];
    static float a[40][NN_WIDTH] __attribute__((aligned(NN_ALIGN))), b[60][NN_WIDTH] __attribute__((aligned(NN_ALIGN)));
    for (int i = 0; i < 40; i++) unit[i] = input[i * 5 % N];
    encoder_slice whole = {0, 40, 0};
    encoder_run(&tok2vec, &words, work, unit, &whole, 1, a[0]);
    /* [0, 2), [2, 17), another unit of 8, [17, 40) */
    const encoder_slice parts[] = {{0, 2, 4}, {2, 15, 4}, {0, N, 0}, {4, 23, 0}};
    memcpy(packed, unit, 6 * sizeof *unit);
    memcpy(packed + 6, unit, 21 * sizeof *unit);
    memcpy(packed + 27, input, N * sizeof *unit);
    memcpy(packed + 27 + N, unit + 13, 27 * sizeof *unit);
    encoder_run(&tok2vec, &words, work, packed, parts, 4, b[0]);
    assert_memory_equal(a, b, 17 * sizeof *a);
    assert_memory_equal(a[17], b[17 + N], 23 * sizeof *a);
    close_to(b[17], -0.773483f, -1.263656f, 0.998299f, 0.874783f);
    close_all();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(hashes),         cmocka_unit_test(layers_scalar),
                                       cmocka_unit_test(layers_fastest), cmocka_unit_test(transition_values),
                                       cmocka_unit_test(little_room),    cmocka_unit_test(slices)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
