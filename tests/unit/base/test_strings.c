/* Strings, buffers, UTF-8, arenas, maps. */
#include "base/arena.h"
#include "base/map.h"
#include "base/utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void numbers_know_no_locale(void **state) {
    (void)state;
    dm_buf b = {0};
    const struct {
        double v;
        int decimals;
        const char *want;
    } cases[] = {{0.5, 2, "0.50"}, {-0.004, 2, "0.00"},    {-0.005, 2, "-0.01"},           {9.999, 2, "10.00"}, {-7.5, 1, "-7.5"}, {3, 0, "3"},
                 {NAN, 2, "null"}, {1.0 / 0.0, 2, "null"}, {1234567.125, 3, "1234567.125"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&b);
        buf_put_fixed(&b, cases[i].v, cases[i].decimals);
        assert_string_equal(buf_cstr(&b), cases[i].want);
    }
    buf_clear(&b);
    buf_put_i64(&b, INT64_MIN);
    assert_string_equal(buf_cstr(&b), "-9223372036854775808");
    buf_free(&b);
}

static void json_strings_are_escaped_and_valid(void **state) {
    (void)state;
    dm_buf b = {0};
    buf_put_json(&b, DM_STR("a\"\\\n\x01\xC3\xA9 \xFF\xE2\x82 z"));
    assert_string_equal(buf_cstr(&b), "\"a\\\"\\\\\\n\\u0001\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD z\"");
    buf_clear(&b);
    buf_put_json(&b, DM_STR_NONE);
    assert_string_equal(buf_cstr(&b), "null");
    buf_free(&b);
}

static void utf8_is_strict(void **state) {
    (void)state;
    const char *bad[] = {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xF8\x88\x80\x80\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(utf8_valid_prefix(bad[i], strlen(bad[i])), 0);
    const char good[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    assert_int_equal(utf8_valid_prefix(good, sizeof good - 1), sizeof good - 1);
    assert_int_equal(utf8_count(good, sizeof good - 1), 4);
    for (uint32_t cp = 1; cp < 0x110000; cp = cp * 3 + 1) {
        if (cp >= 0xD800 && cp < 0xE000) continue;
        char out[4];
        uint32_t back, n = utf8_encode(cp, out);
        assert_int_equal(utf8_decode(out, n, &back), n);
        assert_int_equal(back, cp);
    }
}

static void an_arena_keeps_its_budget(void **state) {
    (void)state;
    dm_arena a;
    arena_init(&a, 1 << 20);
    uint32_t *v = ARENA_NEW(&a, uint32_t, 1000);
    assert_non_null(v);
    for (int i = 0; i < 1000; i++) assert_int_equal(v[i], 0);
    assert_int_equal((uintptr_t)v % 64, 0);
    assert_null(arena_alloc(&a, 1 << 20));
    assert_non_null(arena_alloc(&a, 1 << 18));
    arena_reset(&a);
    char *p = arena_alloc(&a, (1 << 20) - 16);
    assert_non_null(p);
    assert_int_equal(p[0], 0);
    arena_reset(&a);
    arena_fail_after(2);
    assert_non_null(arena_alloc(&a, 8));
    assert_null(arena_alloc(&a, 8));
    assert_non_null(arena_alloc(&a, 8));
    arena_free(&a);
}

static void a_map_finds_what_was_put(void **state) {
    (void)state;
    dm_arena a;
    dm_strmap m = {0};
    arena_init(&a, 0);
    assert_int_equal(strmap_get(&m, DM_STR("x")), MAP_NONE);
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t *slot;
        assert_true(strmap_put(&m, &a, arena_printf(&a, "key %u", i % 2500), i, &slot));
        assert_int_equal(*slot, i % 2500);
    }
    assert_int_equal(m.n, 2500);
    assert_int_equal(strmap_get(&m, DM_STR("key 77")), 77);
    assert_int_equal(strmap_get(&m, DM_STR("key 2500")), MAP_NONE);
    arena_free(&a);
}

static void strings_compare_and_trim(void **state) {
    (void)state;
    assert_true(str_eq(str_trim(DM_STR(" \t a b\n")), DM_STR("a b")));
    assert_true(str_eq_nocase(DM_STR("NATO"), DM_STR("nato")));
    assert_true(str_cmp(DM_STR("ab"), DM_STR("abc")) < 0);
    assert_true(str_cmp(DM_STR("b"), DM_STR("abc")) > 0);
    assert_int_equal(str_find(DM_STR("the offer"), DM_STR("offer"), 0), 4);
    assert_int_equal(str_find(DM_STR("the offer"), DM_STR("offer"), 5), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_know_no_locale),    cmocka_unit_test(json_strings_are_escaped_and_valid), cmocka_unit_test(utf8_is_strict),
        cmocka_unit_test(an_arena_keeps_its_budget), cmocka_unit_test(a_map_finds_what_was_put),           cmocka_unit_test(strings_compare_and_trim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
