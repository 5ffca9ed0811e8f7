/* Which expression dates a word, and what tense says where none does. The sentences of when.conllu are invented and parsed by
 * `demarche parse`; "# expect word|expression", with "-" for none. Dates come from the real dates stage. */
#include "../../support/conllu_doc.h"
#include "base/file.h"
#include "dates/dates.h"
#include "document/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static dm_arena arena;
static dm_doc doc;
static dm_buf source;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 0);
    doc.arena = &arena;
    return file_read(DM_SOURCE_DIR "/tests/unit/dates/when.conllu", 1 << 20, &source, NULL) == DM_OK ? 0 : -1;
}
static int tear_down(void **state) {
    (void)state;
    buf_free(&source);
    arena_free(&arena);
    return 0;
}

static void load(dm_str lines) {
    dm_err err;
    conllu_doc(&doc, lines);
    doc.claimed_day = day_of(2019, 3, 16); /* a Saturday */
    assert_int_equal(dates_run(NULL, &doc, &err), DM_OK);
}

static uint32_t word(dm_str w) {
    for (uint32_t i = 0; i < doc.tokens.n; i++)
        if (str_eq(doc.tokens.v[i].text, w)) return i;
    fail_msg("no word %.*s", DM_STR_ARG(w));
    return 0;
}

static void check_line(dm_str line, dm_str title) {
    int64_t bar = str_find(line, DM_STR("|"), 0);
    dm_str w = str_sub(line, 9, (uint32_t)bar), want = str_sub(line, (uint32_t)bar + 1, line.n);
    uint32_t row = when_timex(&doc, word(w));
    dm_str got = row == DM_NONE ? DM_STR("-") : doc_text(&doc, doc.timexes.v[row].span);
    if (!str_eq(got, want)) fail_msg("%.*s: %.*s: want %.*s, own %.*s", DM_STR_ARG(title), DM_STR_ARG(w), DM_STR_ARG(want), DM_STR_ARG(got));
}

static void expressions_date_words(void **state) {
    (void)state;
    dm_str all = buf_str(&source), title = DM_STR("");
    uint32_t n = 0;
    for (uint32_t i = 0, from = 0; i <= all.n; i++) {
        if (i < all.n && all.p[i] != '\n') continue;
        dm_str line = str_sub(all, from, i);
        if (str_starts(line, "# case ")) {
            int64_t next = str_find(all, DM_STR("# case "), i);
            load(str_sub(all, from, next < 0 ? all.n : (uint32_t)next));
            title = line;
        }
        from = i + 1;
        if (!str_starts(line, "# expect ")) continue;
        check_line(line, title);
        n++;
    }
    assert_true(n >= 10);
}

static dm_str one_case(const char *sentence) {
    dm_str all = buf_str(&source), key = arena_printf(&arena, "# case %s\n", sentence);
    int64_t at = str_find(all, key, 0);
    if (at < 0) fail_msg("no case: %s", sentence);
    int64_t next = str_find(all, DM_STR("# case "), (uint32_t)at + 1);
    return str_sub(all, (uint32_t)at, next < 0 ? all.n : (uint32_t)next);
}

static void tense_dates_words(void **state) {
    (void)state;
    dm_date d;
    load(one_case("Norway proposed holding talks on Monday."));
    assert_true(when_of(&doc, word(DM_STR("proposed")), &d)); /* news in the past: the story's day or the one before */
    assert_int_equal(d.best, day_of(2019, 3, 16));
    assert_int_equal(d.from, day_of(2019, 3, 15));
    assert_int_equal(d.basis, DM_BASIS_INFERRED);
    load(one_case("The agency said on Sunday Chad had seized seven boats."));
    assert_true(when_of(&doc, word(DM_STR("seized")), &d)); /* not after it was reported */
    assert_int_equal(d.from, DM_DAY_NONE);
    assert_int_equal(d.to, day_of(2019, 3, 10));
    load(one_case("Norway urged Chad to leave the city, warning that the dam would break."));
    assert_true(when_of(&doc, word(DM_STR("warning")), &d)); /* with the urging, not with the leaving */
    assert_int_equal(d.to, day_of(2019, 3, 16));
    assert_true(when_of(&doc, word(DM_STR("leave")), &d));
    assert_int_equal(d.from, day_of(2019, 3, 16));
    assert_int_equal(d.to, DM_DAY_NONE);
    load(one_case("Norway on Friday offered to host talks, two days after Chad accused its neighbour of lies."));
    assert_true(when_of(&doc, word(DM_STR("accused")), &d));
    assert_int_equal(d.best, day_of(2019, 3, 13));
    load(one_case("The agency said on Sunday Chad had seized seven boats."));
    doc.date = DM_DATE_UNKNOWN;
    doc.timexes.n = 0;
    assert_false(when_of(&doc, word(DM_STR("said")), &d));
    assert_int_equal(d.basis, DM_BASIS_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(expressions_date_words), cmocka_unit_test(tense_dates_words)};
    return cmocka_run_group_tests_name("when", tests, set_up, tear_down);
}
