/* Counts over all code points are those of the reference (Unicode 14); single values are spot checks of each table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "base/utf8.h"

static void counts_match_the_reference(void **state) {
    (void)state;
    uint32_t alpha = 0, upper = 0, digit = 0, space = 0, lowers = 0;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        alpha += uni_is_alpha(cp);
        upper += uni_is_alpha(cp) && uni_is_upper(cp);
        digit += uni_is_digit(cp);
        space += uni_is_space(cp);
        lowers += uni_lower(cp) != cp;
    }
    assert_int_equal(alpha, 131756);
    assert_int_equal(upper, 1831);
    assert_int_equal(digit, 660 + 128);
    assert_int_equal(space, 29);
    assert_int_equal(lowers, 1433 - 1); /* U+0130 has a longer one */
    assert_int_equal(uni_flags(0x110000), 0);
}

static void white_space_is_the_listed_set(void **state) {
    (void)state;
    static const uint32_t ranges[][2] = {{0x9, 0xD},       {0x1C, 0x1F},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},    {0x1680, 0x1680},
                                         {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (uint32_t cp = ranges[i][0]; cp <= ranges[i][1]; cp++) assert_true(uni_is_space(cp));
    assert_false(uni_is_space(0x200B));
}

static void lowers(const char *from, const char *to) {
    char out[256];
    dm_str s = str_from(from);
    uint32_t n = uni_lower_str(s, out);
    assert_true(n <= UNI_LOWER_MAX(s.n));
    assert_int_equal(n, strlen(to));
    assert_memory_equal(out, to, n);
}

static void full_lower_case(void **state) {
    (void)state;
    lowers("", "");
    lowers("KIM Jong-Un", "kim jong-un");
    lowers("\xC4\xB0stanbul", "i\xCC\x87stanbul");
    lowers("\xCE\x9F\xCE\x94\xCE\x9F\xCE\xA3", "\xCE\xBF\xCE\xB4\xCE\xBF\xCF\x82"); /* final sigma */
    lowers("\xCE\xA3", "\xCF\x83");                                                 /* alone: not final */
    lowers("\xCE\x91\xCE\xA3.", "\xCE\xB1\xCF\x82.");                               /* the full stop is skipped */
    lowers("\xCE\x91\xCE\xA3.\xCE\x91", "\xCE\xB1\xCF\x83.\xCE\xB1");
    lowers("\xC8\xBA", "\xE2\xB1\xA5"); /* two bytes become three */
    lowers("a\xFFZ", "a\xFFz");         /* bad bytes stay */
}

static void folding_drops_diacritics(void **state) {
    (void)state;
    static const uint32_t pairs[][2] = {{0xE9, 'e'},    {0xC9, 'e'},  {0xF8, 'o'},      {0x141, 'l'},   {0x131, 'i'},
                                        {0x130, 'i'},   {0xDF, 0xDF}, {'A', 'a'},       {0x1EC7, 'e'},  {0x3AC, 0x3B1},
                                        {0x439, 0x438}, {0x17D, 'z'}, {0x4E00, 0x4E00}, {0x301, 0x301}, {0x10400, 0x10428}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) assert_int_equal(uni_fold(pairs[i][0]), pairs[i][1]);
    assert_int_equal(uni_upper('a'), 'A');
    assert_int_equal(uni_upper(0xDF), 0xDF);
    assert_true(uni_is_mark(0x301));
    assert_true(uni_is_punct('.') && !uni_is_punct('$'));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_match_the_reference),
        cmocka_unit_test(white_space_is_the_listed_set),
        cmocka_unit_test(full_lower_case),
        cmocka_unit_test(folding_drops_diacritics),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
