/* The ranker's files and its sums: damaged weights are not read, probabilities are such, an empty description answers, clusters
 * join words of one meaning; and the exponential that the probabilities rest on. */
#include "base/exp.h"
#include "events/ranker.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A file of two features. */
static dm_str two_features(char *bytes) {
    uint32_t n = 2, classes = DM_PLOVER_N, features[2] = {5, 9};
    float scale = 0.5f;
    size_t size = 4 + 4 + 4 + 4 + 20 * 4 + sizeof features + 2 * DM_PLOVER_N;
    memset(bytes, 0, size);
    memcpy(bytes, "DMRW", 4);
    memcpy(bytes + 4, &n, 4);
    memcpy(bytes + 8, &classes, 4);
    memcpy(bytes + 12, &scale, 4);
    memcpy(bytes + 96, features, sizeof features);
    return (dm_str){bytes, (uint32_t)size};
}

static void damaged_weights_do_not_fit(void **state) {
    (void)state;
    _Alignas(8) char bytes[512];
    dm_str file = two_features(bytes);
    assert_true(ranker_weights_fit(file));
    assert_false(ranker_weights_fit((dm_str){file.p, file.n - 1}));
    assert_false(ranker_weights_fit((dm_str){file.p, 12}));
    for (uint32_t at = 0; at < 12; at++) { /* magic, number of features, of classes */
        bytes[at] ^= 1;
        assert_false(ranker_weights_fit(file));
        bytes[at] ^= 1;
    }
    bytes[96] = 10; /* no longer ascending */
    assert_false(ranker_weights_fit(file));
    assert_true(ranker_weights_fit(ranker_weights()));
}

static void probabilities_add_up(void **state) {
    (void)state;
    static ranker_features f;
    ranker_answer a;
    for (uint32_t round = 0; round < 200; round++) {
        f.n = round * 7;
        for (uint32_t i = 0; i < f.n; i++) f.v[i] = i * 3061u + round;
        ranker_decide(&f, &a);
        double sum = 0;
        for (uint32_t k = 0; k < DM_PLOVER_N; k++) sum += a.p[k];
        assert_true(fabs(sum - 1) < 1e-9);
        assert_true(a.type > DM_PLOVER_NONE && a.type < DM_PLOVER_N);
        assert_true(a.confidence > 0 && a.confidence <= 1);
    }
}

static void words_of_one_meaning_share_a_cluster(void **state) {
    (void)state;
    const ranker_word *criticise = ranker_word_of(DM_STR("criticise")), *denounce = ranker_word_of(DM_STR("denounce")),
                      *bomb = ranker_word_of(DM_STR("bomb"));
    assert_non_null(criticise);
    assert_non_null(denounce);
    assert_non_null(bomb);
    assert_int_equal(criticise->verb, denounce->verb);
    assert_true(criticise->cluster[1] == denounce->cluster[1] || criticise->cluster[2] == denounce->cluster[2]);
    assert_int_not_equal(criticise->cluster[0], bomb->cluster[0]);
    assert_ptr_equal(ranker_word_of(DM_STR("Criticise")), criticise);
    assert_null(ranker_word_of(DM_STR("zzyzzx")));
    assert_null(ranker_word_of(DM_STR("")));
}

static void the_exponential_is_close(void **state) {
    (void)state;
    for (double x = -600; x < 600; x += 0.37) assert_true(fabs(exp_same(x) / exp(x) - 1) < 1e-13);
    assert_true(exp_same(0) == 1);
    assert_true(exp_same(-1e9) >= 0 && exp_same(1e9) < INFINITY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_weights_do_not_fit),
        cmocka_unit_test(probabilities_add_up),
        cmocka_unit_test(words_of_one_meaning_share_a_cluster),
        cmocka_unit_test(the_exponential_is_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
