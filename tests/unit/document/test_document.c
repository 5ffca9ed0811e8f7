/* Days, offsets of joined wraps, ids, rows as JSON. */
#include "document/rows.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void days_agree_with_the_calendar(void **state) {
    (void)state;
    assert_int_equal(day_of(1970, 1, 1), 0);
    assert_int_equal(day_of(2000, 2, 29), 11016);
    assert_int_equal(day_of(1900, 2, 29), DM_DAY_NONE);
    assert_int_equal(day_of(2021, 4, 31), DM_DAY_NONE);
    assert_int_equal(day_weekday(day_of(2021, 6, 22)), 1); /* a Tuesday */
    assert_int_equal(day_weekday(day_of(1945, 5, 8)), 1);
    for (dm_day d = day_of(1600, 1, 1); d < day_of(2400, 1, 1); d += 13) {
        int y, m, md;
        day_split(d, &y, &m, &md);
        assert_int_equal(day_of(y, m, md), d);
    }
    assert_int_equal(day_parse(DM_STR("2017-07-18T10:00")), day_of(2017, 7, 18));
    assert_int_equal(day_parse(DM_STR("2017/07/18")), DM_DAY_NONE);
    assert_int_equal(day_parse(DM_STR("")), DM_DAY_NONE);
}

static void joined_wraps_map_back(void **state) {
    (void)state;
    /* text "ab \n  cd" at 100: unit "ab cd", the space stands for " \n  " */
    const dm_offset map[] = {{0, 100}, {3, 106}};
    dm_block_row b = {.map = map, .n_map = 2};
    assert_int_equal(block_text_offset(&b, 0, false), 100);
    assert_int_equal(block_text_offset(&b, 2, true), 102);
    assert_int_equal(block_text_offset(&b, 3, false), 106);
    assert_int_equal(block_text_offset(&b, 5, true), 108);
}

static void ids_are_stable_and_apart(void **state) {
    (void)state;
    dm_arena a;
    arena_init(&a, 0);
    dm_doc doc = {.arena = &a};
    doc_reset(&doc);
    doc.text = DM_STR("The text.");
    dm_event_row *first = VEC_PUSH(&a, &doc.events);
    first->id = doc_row_id(&doc, 'e', "abc", 3);
    dm_str second = doc_row_id(&doc, 'e', "abc", 3), other = doc_row_id(&doc, 'e', "abd", 3);
    assert_int_equal(first->id.n, 17);
    assert_true(str_ends(second, "-2"));
    assert_true(str_eq(str_sub(second, 0, 17), first->id));
    assert_false(str_eq(other, first->id));
    doc.text = DM_STR("The text!");
    assert_false(str_eq(doc_row_id(&doc, 'e', "abc", 3), first->id));
    arena_free(&a);
}

static void rows_print_spans_in_code_points(void **state) {
    (void)state;
    dm_arena a;
    dm_printer pr;
    dm_buf b = {0};
    arena_init(&a, 0);
    dm_doc doc = {.arena = &a};
    doc_reset(&doc);
    char *text = arena_alloc(&a, 1001);
    for (int i = 0; i < 500; i++) memcpy(text + 2 * i, "\xC3\xA9", 2);
    doc.text = (dm_str){text, 1000};
    assert_int_equal(printer_init(&pr, &doc, NULL), DM_OK);
    for (uint32_t byte = 0; byte <= 1000; byte += 2) assert_int_equal(printer_code_point(&pr, byte), byte / 2);
    dm_timex_row *t = VEC_PUSH(&a, &doc.timexes);
    *t = (dm_timex_row){.span = {20, 40}, .type = DM_TIMEX_DATE, .value = DM_STR("2021-06"), .from = day_of(2021, 6, 1), .to = DM_DAY_NONE};
    rows_put_json(&b, &pr, DM_ROW_KIND_TIMEX, 0);
    assert_string_equal(buf_cstr(&b), "{\"span\":[10,20],\"type\":\"DATE\",\"value\":\"2021-06\",\"mod\":null,\"from\":\"2021-06-01\",\"to\":null}");
    buf_clear(&b);
    rows_put_field(&b, &pr, DM_ROW_KIND_TIMEX, 0, 5, true);
    assert_int_equal(b.n, 0);
    buf_free(&b);
    arena_free(&a);
}

static void every_kind_of_row_has_fields(void **state) {
    (void)state;
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++) {
        uint32_t n;
        const dm_field *fields = rows_fields((dm_row_kind)kind, &n);
        assert_true(n > 0);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < i; j++) assert_string_not_equal(fields[i].key, fields[j].key);
    }
}

static void texts_of_enums_come_back(void **state) {
    (void)state;
    for (uint32_t v = 1; v < DM_PLOVER_N; v++) assert_int_equal(dm_plover_of(str_from(dm_plover_text(v))), v);
    for (uint32_t v = 0; v < DM_TAG_N; v++) assert_int_equal(dm_tag_of(str_from(dm_tag_text(v))), v);
    assert_int_equal(DM_TAG_N, 50);
    assert_int_equal(DM_DEP_N, 45);
    assert_int_equal(dm_force_of(DM_STR("nonsense")), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_agree_with_the_calendar),    cmocka_unit_test(joined_wraps_map_back),        cmocka_unit_test(ids_are_stable_and_apart),
        cmocka_unit_test(rows_print_spans_in_code_points), cmocka_unit_test(every_kind_of_row_has_fields), cmocka_unit_test(texts_of_enums_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
