/* Characters to pieces: what joins, what parts, what stands between, and how a word is cased. */
#include "lexicon_support.h"

#include "lexicon/normalise.h"

static void check(const char *text, const char *want) {
    dm_buf out = {0};
    normalise_join(str_from(text), ' ', &out);
    assert_string_equal(buf_cstr(&out), want);
    buf_free(&out);
}

static void pieces_are_words(void **state) {
    (void)state;
    check("Kim Jong-un", "kim jong un");
    check("KIM JONG UN", "kim jong un");
    check("Jean\xE2\x80\x93Marc/Claude", "jean marc claude");
    check("R\xC3\xBA\xC5\xBEi\xC4\x8Dka", "ruzicka");
    check("Lo\xCC\x82pez", "lopez"); /* combining circumflex */
    check("co\xC2\xADoperate", "cooperate");
    check("G7, G-20", "g7 g 20");
    check("  ...  --- ", "");
    check("", "");
}

static void dots_of_abbreviations(void **state) {
    (void)state;
    check("U.S.", "us");
    check("U.S.A", "usa");
    check("U.S.-China", "us china");
    check("Ph.D.", "phd");
    check("7 p.m. today", "7 pm today");
    check("St.Petersburg", "st petersburg");
    check("St. Petersburg", "st petersburg");
    check("J. F. Doe", "j f doe");
    check("end.Start", "end start");
    check("3.5", "3 5");
}

static void apostrophes(void **state) {
    (void)state;
    check("O'Brien", "obrien");
    check("Xi\xE2\x80\x99"
          "an",
          "xian");
    check("Sana\xCA\xBB"
          "a",
          "sanaa");
    check("Moscow's", "moscow");
    check("MOSCOW\xE2\x80\x99S", "moscow");
    check("Moscow's-style", "moscow style");
    check("Workers' Party", "workers party");
    check("Women's Party", "women party");
    check("'s", "");
    check("O'Sullivan's", "osullivan");
    check("'Blue House'", "blue house");
}

static void spans_and_gaps(void **state) {
    (void)state;
    lex_cut c = {0};
    uint32_t at = 0;
    dm_str s = DM_STR("U.S.-led (O'Brien), x\xE2\x80\x94y");
    assert_true(normalise_next(s, &at, &c));
    assert_int_equal(c.begin, 0);
    assert_int_equal(c.end, 4);
    assert_int_equal(c.cased, DM_PIECE_UPPER);
    c.gap = 0;
    assert_true(normalise_next(s, &at, &c));
    assert_int_equal(c.gap, 0); /* a hyphen joins */
    c.gap = 0;
    assert_true(normalise_next(s, &at, &c));
    assert_true(c.gap & LEX_GAP_BREAK);
    assert_int_equal(c.end - c.begin, 7);
    assert_int_equal(c.cased, DM_PIECE_MIXED);
    c.gap = 0;
    assert_true(normalise_next(s, &at, &c));
    assert_true(c.gap & LEX_GAP_BREAK);
    c.gap = 0;
    assert_true(normalise_next(s, &at, &c));
    assert_true(c.gap & LEX_GAP_BREAK);
    assert_false(normalise_next(s, &at, &c));
}

static uint8_t cased(const char *text) {
    lex_cut c = {0};
    uint32_t at = 0;
    assert_true(normalise_next(str_from(text), &at, &c));
    return c.cased;
}

static void cases(void **state) {
    (void)state;
    assert_int_equal(cased("paris"), DM_PIECE_LOWER);
    assert_int_equal(cased("Paris"), DM_PIECE_TITLE);
    assert_int_equal(cased("\xC3\x89tat"), DM_PIECE_TITLE);
    assert_int_equal(cased("A"), DM_PIECE_TITLE);
    assert_int_equal(cased("EU"), DM_PIECE_UPPER);
    assert_int_equal(cased("G7"), DM_PIECE_UPPER);
    assert_int_equal(cased("McAllister"), DM_PIECE_MIXED);
    assert_int_equal(cased("eBay"), DM_PIECE_MIXED);
    assert_int_equal(cased("1999"), DM_PIECE_DIGITS);
    assert_int_equal(cased("1990s"), DM_PIECE_LOWER);
}

static void long_words_do_not_fit(void **state) {
    (void)state;
    char word[300];
    memset(word, 'a', sizeof word);
    lex_cut c = {0};
    uint32_t at = 0;
    assert_true(normalise_next((dm_str){word, LEX_WORD_MAX}, &at, &c));
    assert_int_equal(c.n, LEX_WORD_MAX);
    at = 0;
    assert_true(normalise_next((dm_str){word, sizeof word}, &at, &c));
    assert_int_equal(c.n, LEX_WORD_MAX + 1);
    assert_int_equal(c.end, sizeof word);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_words),
        cmocka_unit_test(dots_of_abbreviations),
        cmocka_unit_test(apostrophes),
        cmocka_unit_test(spans_and_gaps),
        cmocka_unit_test(cases),
        cmocka_unit_test(long_words_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
