/* Tokens, flags and ids against check values that the reference tokenizer gave for the same strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/parsed.h"
#include "text/ids.h"
#include "text/lexeme.h"
#include "text/text.h"

static model *file;
static text_model *tokenizer;
static text_scratch *scratch;
static dm_arena arena;
static dm_doc doc = {.arena = &arena};

static int set_up(void **state) {
    (void)state;
    dm_err err = {0};
    file = parsed_model();
    arena_init(&arena, 0);
    if (text_open(file, &tokenizer, &err) == DM_OK && text_scratch_new(&scratch, &err) == DM_OK) return 0;
    fprintf(stderr, "%s\n", err.msg);
    return -1;
}

static int tear_down(void **state) {
    (void)state;
    text_scratch_free(scratch);
    text_close(tokenizer);
    model_close(file);
    arena_free(&arena);
    return 0;
}

static void run(dm_str text) {
    dm_err err = {0};
    parsed_unit(&doc, text);
    assert_int_equal(text_run(tokenizer, scratch, &doc, 0, &err), DM_OK);
}

/* Tokens as one string: "|" between them, "~" where a space follows. */
static void tokens_are(const char *text, const char *expected) {
    dm_buf b = {0};
    run(str_from(text));
    for (uint32_t i = 0; i < doc.tokens.n; i++) {
        if (i) buf_putc(&b, '|');
        buf_put_str(&b, doc.tokens.v[i].text);
        if (doc.tokens.v[i].flags & DM_TOK_SPACE_AFTER) buf_putc(&b, '~');
    }
    assert_string_equal(buf_cstr(&b), expected);
    buf_free(&b);
}

static void tokens_of_the_reference(void **state) {
    (void)state;
    tokens_are("don't (don\u2019t) DON'T.", "do|n't~|(|do|n\u2019t|)~|DON'T.");
    tokens_are("He's gonna. Let's cannot", "He|'s~|gon|na|.~|Let|'s~|can|not");
    tokens_are("U.S.-China U.S.-led. (U.S.) U.S.'s", "U.S.-China~|U.S.-led|.~|(|U.S.|)~|U.S.|'s");
    tokens_are("http://x.com/a_(b). me@ex.org; www.x.co.uk,", "http://x.com/a_(b|)|.~|me@ex.org|;~|www.x.co.uk|,");
    tokens_are("COVID-19 AK-47s state-of-the-art 1-2 a--b", "COVID-19~|AK-47s~|state|-|of|-|the|-|art~|1|-|2~|a|--|b");
    tokens_are("$1.5bn US$5 5km 5km. 50\u00b0C. 10a.m., 5pm-6pm", "$|1.5bn~|US$|5~|5|km~|5|km|.~|50|\u00b0|C|.~|10|a.m.|,~|5pm-6pm");
    tokens_are("1.5-billion 20-year-old 9\u20135 \u2014 x", "1.5|-|billion~|20|-|year|-|old~|9\u20135~|\u2014~|x");
    tokens_are("(*_*) :-) ''x'' 'Cause", "(*_*)~|:-)~|''|x|''~|'Cause");
    tokens_are("U.K.'s Mr. a.m.; Ph.D.) e.g., No.5", "U.K.|'s~|Mr.~|a.m.|;~|Ph.D.|)~|e.g.|,~|No.5");
    tokens_are("and/or end.Start end.start a,b 1,000", "and/or~|end|.|Start~|end.start~|a|,|b~|1,000");
    tokens_are("John\u2019s dogs\u2019 '90s 80's", "John|\u2019s~|dogs|\u2019~|'|90s~|80|'s");
    tokens_are("**bold** [a](http://b.c/d) \u2026x", "*|*|bold|*|*~|[|a](http://b.c|/|d|)~|\u2026|x");
    tokens_are("\U0001F600\U0001F600! \U0001F44D\U0001F3FD \u00af\\(\u30c4)/\u00af xxx'S",
               "\U0001F600|\U0001F600|!~|\U0001F44D|\U0001F3FD~|\u00af\\(\u30c4)/\u00af~|xxx|'S");
}

static void white_space(void **state) {
    (void)state;
    tokens_are("", "");
    tokens_are("a \n b", "a~|\n |b");
    tokens_are("  x ", "  |x~");
    tokens_are("x  ", "x~| ");
    tokens_are(" ", " ");
    tokens_are("a\u00a0b\tc", "a|\u00a0|b|\t|c");
    tokens_are("\r\nA\r\n\r\nB", "\r\n|A|\r\n\r\n|B");
    assert_true(doc.tokens.v[0].flags & DM_TOK_IS_SPACE);
    assert_false(doc.tokens.v[1].flags & DM_TOK_IS_SPACE);
}

static void norm_is(const char *text, uint32_t token, const char *norm) {
    run(str_from(text));
    assert_true(token < doc.tokens.n);
    assert_int_equal(doc.features.v[token].norm, text_id(str_from(norm)));
}

static void norms(void **state) {
    (void)state;
    norm_is("don't", 1, "not");
    norm_is("don\u2019t", 1, "not");
    norm_is("gonna", 0, "going");
    norm_is("gonna", 1, "to");
    norm_is("Let's", 1, "us");
    norm_is("a--b", 1, "-");
    norm_is("US$5", 0, "$");
    norm_is("'Cause", 0, "because"); /* put together by the second pass */
    norm_is("''x", 0, "\"");
    norm_is("\u2019", 0, "'");
    norm_is("a\u00a0b", 1, "  ");
}

static void string_ids(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t id;
    } cases[] = {{"", 0},
                 {"coffee", 3197928453018144401u},
                 {"apple", 8566208034543834098u},
                 {"the", 7425985699627899538u},
                 {"noun", 16833663260455505849u},
                 {"Xxxxx", 16072095006890171862u},
                 {"det", 415},
                 {"number", 432},
                 {"ORG", 383},
                 {"X", 101},
                 {"_", 456},
                 {"punct", 445}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_int_equal(text_id(str_from(cases[i].text)), cases[i].id);
}

static void features_of_a_sentence(void **state) {
    (void)state;
    static const struct {
        uint64_t norm, prefix, suffix, shape;
        bool space;
    } expected[] = {
        {5232473079151956743u, 8656007278630577320u, 18334181510072437471u, 18200729499220207786u, true},
        {18307573501153647118u, 260667111241363922u, 15745985092136828842u, 4370460163704169311u, false},
        {447765159362469301u, 13210364986222294696u, 2043519015752540944u, 15075103628056407474u, true},
        {8777643931089885836u, 16978132545290669629u, 8117903961816325909u, 13110060611322374290u, true},
        {7425985699627899538u, 15369245168918225700u, 7425985699627899538u, 4088098365541558500u, true},
    };
    run(str_from("Kim won't sell the old ships."));
    assert_int_equal(doc.tokens.n, 8);
    assert_int_equal(doc.features.n, 8);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(doc.features.v[i].norm, expected[i].norm);
        assert_int_equal(doc.features.v[i].prefix, expected[i].prefix);
        assert_int_equal(doc.features.v[i].suffix, expected[i].suffix);
        assert_int_equal(doc.features.v[i].shape, expected[i].shape);
        assert_int_equal(!!(doc.tokens.v[i].flags & DM_TOK_SPACE_AFTER), expected[i].space);
    }
    assert_true(str_is(doc.tokens.v[0].lower, "kim"));
    assert_int_equal(doc.features.v[7].norm, 12646065887601541794u);
    assert_int_equal(doc.tokens.v[7].span.begin, 28);
    assert_int_equal(doc.tokens.v[7].span.end, 29);
}

static void shape_is(const char *word, const char *shape) {
    char out[LEXEME_SHAPE_MAX];
    uint32_t n = lexeme_shape(str_from(word), out);
    assert_int_equal(n, strlen(shape));
    assert_memory_equal(out, shape, n);
}

static void shapes(void **state) {
    (void)state;
    char letters[101] = {0};
    shape_is("COVID-19", "XXXX-dd");
    shape_is("AAAAAB12345", "XXXXdddd");
    shape_is("\u01c5", "x"); /* title case is not upper */
    shape_is("\u0663", "d");
    shape_is("\u0130stanbul", "Xxxxx");
    memset(letters, 'a', 100);
    shape_is(letters, "LONG");
    letters[99] = '\0';
    shape_is(letters, "xxxx");
}

/* The joined wrap is one space of the unit that stands for two bytes of the text. */
static void spans_follow_the_map(void **state) {
    (void)state;
    static const dm_offset map[] = {{0, 10}, {5, 15}, {6, 17}};
    dm_err err = {0};
    parsed_unit(&doc, DM_STR("0123456789peace\r\ntalks ended"));
    doc.blocks.v[0].unit = DM_STR("peace talks ended");
    doc.blocks.v[0].map = map;
    doc.blocks.v[0].n_map = 3;
    assert_int_equal(text_run(tokenizer, scratch, &doc, 0, &err), DM_OK);
    assert_int_equal(doc.tokens.n, 3);
    assert_int_equal(doc.tokens.v[0].span.begin, 10);
    assert_int_equal(doc.tokens.v[0].span.end, 15);
    assert_int_equal(doc.tokens.v[1].span.begin, 17);
    assert_int_equal(doc.tokens.v[1].span.end, 22);
    assert_int_equal(doc.blocks.v[0].tok_begin, 0);
    assert_int_equal(doc.blocks.v[0].tok_end, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_of_the_reference),
        cmocka_unit_test(white_space),
        cmocka_unit_test(norms),
        cmocka_unit_test(string_ids),
        cmocka_unit_test(features_of_a_sentence),
        cmocka_unit_test(shapes),
        cmocka_unit_test(spans_follow_the_map),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
