/* Full dates in strings, and days in addresses and metadata. */
#include "document/datetext.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void finds(void **state) {
    (void)state;
    static const struct {
        const char *text, *part;
        int y, m, d;
    } cases[] = {{"on July 18, 2017 they met", "July 18, 2017", 2017, 7, 18},
                 {"Published : July 18, 2017 - 16:50", "July 18, 2017 - 16:50", 2017, 7, 18},
                 {"the 3rd of May 2001, in Oslo", "3rd of May 2001", 2001, 5, 3},
                 {"18-Jul-2017", "18-Jul-2017", 2017, 7, 18},
                 {"Tuesday, Sept. 3rd 2019.", "Tuesday, Sept. 3rd 2019", 2019, 9, 3},
                 {"July, 4 2017", "July, 4 2017", 2017, 7, 4},
                 {"2017-07-18T16:50:00Z", "2017-07-18T16:50:00", 2017, 7, 18},
                 {"17/07/2017", "17/07/2017", 2017, 7, 17},
                 {"7/17/2017", "7/17/2017", 2017, 7, 17},
                 {"17.07.2017", "17.07.2017", 2017, 7, 17}};
    for (uint32_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        datetext d;
        dm_str s = str_from(cases[i].text);
        if (!datetext_find(s, 0, &d)) fail_msg("nothing in %s", cases[i].text);
        if (d.day != day_of(cases[i].y, cases[i].m, cases[i].d) || !str_is(str_sub(s, d.begin, d.end), cases[i].part))
            fail_msg("%s: %.*s", cases[i].text, DM_STR_ARG(str_sub(s, d.begin, d.end)));
    }
}

static void finds_nothing(void **state) {
    (void)state;
    static const char *const cases[] = {
        "", "July 18", "4/3/2014", "Feb 30, 2013", "they may 3 times 2014 go", "version 1.2.2017.4", "123-45-6789", "20170718", "2017", "July 2017"};
    for (uint32_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        datetext d;
        if (datetext_find(str_from(cases[i]), 0, &d)) fail_msg("a date in \"%s\"", cases[i]);
    }
}

static void metadata_and_addresses(void **state) {
    (void)state;
    dm_day day = day_of(2017, 7, 18);
    assert_int_equal(datetext_metadata(DM_STR(" 20170718T165000Z ")), day);
    assert_int_equal(datetext_metadata(DM_STR("Tue, 18 Jul 2017 16:50:00 GMT")), day);
    assert_int_equal(datetext_metadata(DM_STR("yesterday")), DM_DAY_NONE);
    assert_int_equal(datetext_url(DM_STR("https://x.example/2017/07/18/talks")), day);
    assert_int_equal(datetext_url(DM_STR("https://x.example/2017/7/18")), day);
    assert_int_equal(datetext_url(DM_STR("https://x.example/news-20170718.html")), day);
    assert_int_equal(datetext_url(DM_STR("https://2017-07-18.example/talks/123456789")), DM_DAY_NONE);
    assert_int_equal(datetext_url(DM_STR("")), DM_DAY_NONE);
}

static void names(void **state) {
    (void)state;
    assert_int_equal(datetext_month(DM_STR("sept.")), 9);
    assert_int_equal(datetext_month(DM_STR("JUNE")), 6);
    assert_int_equal(datetext_month(DM_STR("Ju")), 0);
    assert_int_equal(datetext_weekday(DM_STR("Thurs.")), 3);
    assert_int_equal(datetext_weekday(DM_STR("Mond")), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds), cmocka_unit_test(finds_nothing), cmocka_unit_test(metadata_and_addresses),
                                       cmocka_unit_test(names)};
    return cmocka_run_group_tests_name("datetext", tests, NULL, NULL);
}
