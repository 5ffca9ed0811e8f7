/* The tables against PCRE2 on random strings over a small alphabet, and what the packer must refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/split.h"

#include <stdio.h>

static const char prefixes[] = "^\u00a7|^\\+(?![0-9])|^\\.\\.+|^US\\$|^\\(|^[\\u00A6\\u00A9\\U0001F600-\\U0001F602]|^''|^'";
static const char suffixes[] =
    "\u2026$|\\.\\.+$|'s$|'$|(?<=[0-9])\\+$|(?<=\u00b0[FfCc])\\.$|(?<=[0-9])(?:km|m|k)$|(?<=[0-9a-z%(?:x|y)])\\.$|(?<=[A-Z][A-Z])\\.$|\\)$";
static const char infixes[] =
    "\\.\\.+|\u2026|(?<=[0-9])[+\\-*^](?=[0-9-])|(?<=[a-z'])\\.(?=[A-Z'])|(?<=[A-Za-z0-9])(?:-|\u2013|--|~)(?=[A-Za-z])|(?<=[A-Z])[:/](?=[A-Z])";
static const char *const alphabet[] = {"a", "k", "m", "s", "A",      "S",      "U",      "$",      "0",      "7",         "+",
                                       "-", "*", "^", ".", ".",      ".",      "'",      "(",      ")",      ":",         "/",
                                       "~", "C", "%", "x", "\u00a7", "\u2026", "\u00b0", "\u2013", "\u00a9", "\U0001F601"};

static pattern_tables tables;
static dm_buf bytes;
static pcre2_code *codes[PATTERN_KINDS];
static pcre2_match_data *match;

static int set_up(void **state) {
    (void)state;
    const dm_str expressions[PATTERN_KINDS] = {DM_STR(prefixes), DM_STR(suffixes), DM_STR(infixes)};
    dm_err err = {0};
    match = pcre2_match_data_create(1, NULL);
    for (int i = 0; i < PATTERN_KINDS; i++)
        if (split_url_compile(expressions[i], &codes[i], &err) != DM_OK) return -1;
    if (pattern_pack(expressions, &bytes, &err) != DM_OK) fprintf(stderr, "%s\n", err.msg);
    return pattern_open(bytes.p, bytes.n, &tables, &err) != DM_OK;
}

static int tear_down(void **state) {
    (void)state;
    for (int i = 0; i < PATTERN_KINDS; i++) pcre2_code_free(codes[i]);
    pcre2_match_data_free(match);
    buf_free(&bytes);
    return 0;
}

/* Code points of the match of PCRE2 at byte `from` or later; *at is where it begins, in code points. */
static uint32_t oracle(int kind, dm_str s, uint32_t from, uint32_t *at, uint32_t *end_byte) {
    if (pcre2_match(codes[kind], (PCRE2_SPTR)s.p, s.n, from, 0, match, NULL) < 0) return 0;
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(match);
    *at = (uint32_t)utf8_count(s.p, v[0]);
    *end_byte = (uint32_t)v[1];
    return (uint32_t)utf8_count(s.p + v[0], v[1] - v[0]);
}

static void agree_on(dm_str s) {
    uint16_t classes[64];
    uint32_t n = 0, at = 0, end = 0, expected_at = 0;
    for (uint32_t i = 0; i < s.n; n++) {
        uint32_t cp;
        i += utf8_decode(s.p + i, s.n - i, &cp);
        classes[n] = pattern_class(&tables, cp);
    }
    assert_int_equal(pattern_prefix(&tables, classes, 0, n), oracle(PATTERN_PREFIX, s, 0, &at, &end));
    assert_int_equal(pattern_suffix(&tables, classes, 0, n), oracle(PATTERN_SUFFIX, s, 0, &at, &end));
    for (uint32_t from = 0, byte = 0;;) {
        uint32_t length = pattern_infix(&tables, classes, 0, n, from, &at);
        assert_int_equal(length, oracle(PATTERN_INFIX, s, byte, &expected_at, &end));
        if (!length) return;
        assert_int_equal(at, expected_at);
        from = at + length;
        byte = end;
    }
}

static void tables_agree_with_pcre2(void **state) {
    (void)state;
    uint64_t seed = 88172645463325252u;
    for (int round = 0; round < 200000; round++) {
        char text[64];
        uint32_t n = 0, pieces = 1 + (uint32_t)(round % 9);
        for (uint32_t i = 0; i < pieces; i++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            dm_str piece = str_from(alphabet[(seed >> 20) % (sizeof alphabet / sizeof *alphabet)]);
            memcpy(text + n, piece.p, piece.n);
            n += piece.n;
        }
        agree_on((dm_str){text, n});
    }
}

/* The bounds of a piece of a chunk are the bounds of the world: no assertion looks past them. */
static void a_piece_is_seen_alone(void **state) {
    (void)state;
    uint16_t c[4];
    const char *text = "7km";
    for (int i = 0; i < 3; i++) c[i] = pattern_class(&tables, (uint32_t)text[i]);
    assert_int_equal(pattern_suffix(&tables, c, 0, 3), 2);
    assert_int_equal(pattern_suffix(&tables, c, 1, 3), 0);
}

static void refuses(const char *prefix, const char *suffix, const char *infix) {
    const dm_str expressions[PATTERN_KINDS] = {str_from(prefix), str_from(suffix), str_from(infix)};
    dm_buf out = {0};
    dm_err err = {0};
    assert_int_equal(pattern_pack(expressions, &out, &err), DM_E_FORMAT);
    assert_true(err.msg[0] != '\0');
    buf_free(&out);
}

static void what_it_cannot_hold_is_refused(void **state) {
    (void)state;
    refuses("a", "b$", "c"); /* anchors missing */
    refuses("^a", "b", "c");
    refuses("^a", "b$", "^c");
    refuses("^a*", "b$", "c"); /* operators */
    refuses("^a", "b?$", "c");
    refuses("^a", "b$", "c{2}");
    refuses("^\\w", "b$", "c");
    refuses("^[^a]", "b$", "c");
    refuses("^a+b", "b$", "c"); /* repetition inside */
    refuses("^a", "ab+$", "c"); /* mixed repetition at the end */
    refuses("^a", "b$", "c(?=de)");
    refuses("^a", "b$", "(?:c");
    refuses("^[a", "b$", "c");
    refuses("^a||^b", "b$", "c");
    refuses("^\\u12", "b$", "c");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_agree_with_pcre2),
        cmocka_unit_test(a_piece_is_seen_alone),
        cmocka_unit_test(what_it_cannot_hold_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
