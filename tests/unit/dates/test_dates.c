/* Expressions of invented sentences seen from Friday, 15 March 2019, and the story's own day from all kinds of evidence.
 * expressions.conllu holds the sentences as `demarche parse` prints them, each with the rows that it must give. */
#include "../../support/conllu_doc.h"
#include "base/file.h"
#include "dates/dates.h"

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
    return file_read(DM_SOURCE_DIR "/tests/unit/dates/expressions.conllu", 1 << 20, &source, NULL) == DM_OK ? 0 : -1;
}
static int tear_down(void **state) {
    (void)state;
    buf_free(&source);
    arena_free(&arena);
    return 0;
}

static void run(void) {
    dm_err err;
    assert_int_equal(dates_run(NULL, &doc, &err), DM_OK);
}

/* ---- expressions ---- */

static dm_str row_text(const dm_timex_row *x) {
    dm_buf b = {0};
    buf_put_str(&b, doc_text(&doc, x->span));
    buf_printf(&b, "|%s|%.*s|", dm_timex_text(x->type), DM_STR_ARG(x->value));
    if (x->from == DM_DAY_NONE) buf_puts(&b, "-");
    day_put(&b, x->from, false);
    buf_puts(&b, x->to == DM_DAY_NONE ? "|-" : "|");
    day_put(&b, x->to, false);
    dm_str s = arena_str(&arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static void check_case(dm_str lines, dm_str title) {
    conllu_doc(&doc, lines);
    doc.claimed_day = day_of(2019, 3, 15);
    run();
    assert_int_equal(doc.date.best, day_of(2019, 3, 15));
    uint32_t row = 0;
    for (uint32_t i = 0, from = 0; i <= lines.n; i++) {
        if (i < lines.n && lines.p[i] != '\n') continue;
        dm_str line = str_sub(lines, from, i);
        from = i + 1;
        if (!str_starts(line, "# expect ")) continue;
        dm_str want = str_sub(line, 9, line.n);
        if (row >= doc.timexes.n) fail_msg("%.*s: no row for %.*s", DM_STR_ARG(title), DM_STR_ARG(want));
        dm_str got = row_text(&doc.timexes.v[row++]);
        if (!str_eq(got, want)) fail_msg("%.*s: want %.*s, own %.*s", DM_STR_ARG(title), DM_STR_ARG(want), DM_STR_ARG(got));
    }
    if (row != doc.timexes.n) fail_msg("%.*s: %u rows too many", DM_STR_ARG(title), doc.timexes.n - row);
}

static void expressions(void **state) {
    (void)state;
    dm_str all = buf_str(&source);
    uint32_t n = 0;
    for (int64_t at = str_find(all, DM_STR("# case "), 0); at >= 0; n++) {
        int64_t next = str_find(all, DM_STR("# case "), (uint32_t)at + 1);
        dm_str lines = str_sub(all, (uint32_t)at, next < 0 ? all.n : (uint32_t)next);
        int64_t end = str_find(lines, DM_STR("\n"), 0);
        check_case(lines, str_sub(lines, 7, (uint32_t)end));
        at = next;
    }
    assert_true(n > 25);
}

/* The parse of one case, as a document with nothing else. */
static void load(const char *sentence) {
    dm_str all = buf_str(&source);
    dm_str key = arena_printf(&arena, "# case %s\n", sentence);
    int64_t at = str_find(all, key, 0);
    if (at < 0) fail_msg("no case: %s", sentence);
    int64_t next = str_find(all, DM_STR("# case "), (uint32_t)at + 1);
    conllu_doc(&doc, str_sub(all, (uint32_t)at, next < 0 ? all.n : (uint32_t)next));
}

/* Adds a block that is not parsed after the text. */
static void add_line(dm_block kind, const char *line) {
    dm_str text = arena_printf(&arena, "%.*s\n\n%s", DM_STR_ARG(doc.text), line);
    dm_block_row *b = VEC_PUSH(&arena, &doc.blocks);
    assert_non_null(b);
    *b = (dm_block_row){.span = {doc.text.n + 2, text.n}, .kind = kind, .tok_begin = doc.tokens.n, .tok_end = doc.tokens.n};
    doc.text = text;
}

static void expect_date(dm_day best, dm_basis basis) {
    run();
    assert_int_equal(doc.date.best, best);
    assert_int_equal(doc.date.basis, basis);
    assert_true(doc.date.reasons.n > 0);
    if (best != DM_DAY_NONE) assert_true(doc.date.from == best && doc.date.to == best);
}

/* ---- the story's day ---- */

static void printed_and_claimed(void **state) {
    (void)state;
    load("Norway met Chad on Tuesday.");
    add_line(DM_BLOCK_DATELINE, "Published : March 14, 2019 - 16:50");
    doc.claimed_day = day_of(2019, 3, 15);
    expect_date(day_of(2019, 3, 14), DM_BASIS_PRINTED);
    load("Norway met Chad on Tuesday.");
    doc.url = DM_STR("https://fjord.example/world/2019/03/14/talks");
    expect_date(day_of(2019, 3, 14), DM_BASIS_METADATA);
    load("Norway met Chad on Tuesday.");
    add_line(DM_BLOCK_DATELINE, "OSLO, March 13 (LNA) -");
    doc.claimed_day = day_of(2019, 3, 14);
    expect_date(day_of(2019, 3, 13), DM_BASIS_PRINTED);
}

static void timestamp_is_a_bound(void **state) {
    (void)state;
    load("Norway met Chad on Tuesday.");
    add_line(DM_BLOCK_DATELINE, "2024-05-21 03:36:45");
    run();
    assert_int_equal(doc.date.best, DM_DAY_NONE);
    assert_int_equal(doc.date.to, day_of(2024, 5, 21));
    load("They had met in Oslo on Monday, March 4, 2019.");
    add_line(DM_BLOCK_DATELINE, "2024-05-21 03:36:45");
    run();
    assert_true(doc.date.from >= day_of(2019, 3, 4) && doc.date.from <= day_of(2019, 3, 10));
    assert_true(doc.date.to < day_of(2024, 5, 21));
    load("They had met in Oslo on Monday, March 4, 2019.");
    add_line(DM_BLOCK_DATELINE, "2019-03-05 03:36:45");
    expect_date(day_of(2019, 3, 5), DM_BASIS_INFERRED);
}

static void what_the_text_rules_out(void **state) {
    (void)state;
    load("They had met in Oslo on Monday, March 4, 2019.");
    add_line(DM_BLOCK_DATELINE, "Published: January 2, 2019");
    run();
    assert_true(doc.date.basis != DM_BASIS_PRINTED);
    assert_true(doc.notes.n == 1 && str_is(doc.notes.v[0].code, "date_contradicted"));
    load("Norway met Chad on Tuesday.");
    add_line(DM_BLOCK_DATELINE, "Monday, March 14, 2019"); /* a Thursday */
    run();
    assert_int_equal(doc.date.best, DM_DAY_NONE);
    assert_true(doc.notes.n == 1 && str_is(doc.notes.v[0].code, "weekday_mismatch"));
}

/* A weekday beside the dateline's month and day picks the year: 4 June was a Saturday in 2016, and not again before 2021. */
static void weekday_picks_the_year(void **state) {
    (void)state;
    load("Norway met Chad on Tuesday.");
    add_line(DM_BLOCK_DATELINE, "Saturday, June 4 -");
    add_line(DM_BLOCK_DATELINE, "2021-07-19 22:40:51");
    expect_date(day_of(2016, 6, 4), DM_BASIS_INFERRED);
}

static void memory_that_ends(void **state) {
    (void)state;
    dm_status status = DM_E_MEMORY;
    for (uint64_t k = 1; status != DM_OK; k++) {
        dm_err err;
        load("Norway made an offer on March 4. Two days later, Chad accepted it.");
        add_line(DM_BLOCK_DATELINE, "2019-07-19 22:40:51");
        arena_fail_after(k);
        status = dates_run(NULL, &doc, &err);
        arena_fail_after(0);
        assert_true(status == DM_OK || status == DM_E_MEMORY);
        assert_true(k < 1000);
    }
}

static void captions_do_not_vote(void **state) {
    (void)state;
    load("They had met in Oslo on Monday, March 4, 2019.");
    doc.blocks.v[0].kind = DM_BLOCK_CAPTION;
    run();
    assert_int_equal(doc.date.from, DM_DAY_NONE);
    assert_int_equal(doc.date.to, DM_DAY_NONE);
    assert_int_equal(doc.timexes.n, 1);
}

static void nothing_is_known(void **state) {
    (void)state;
    load("The ministers will meet on Tuesday.");
    run();
    assert_int_equal(doc.date.basis, DM_BASIS_UNKNOWN);
    assert_true(doc.date.best == DM_DAY_NONE && doc.date.from == DM_DAY_NONE && doc.date.to == DM_DAY_NONE);
    assert_int_equal(doc.date.reasons.n, 1);
    assert_true(str_is(doc.timexes.v[0].value, "XXXX-WXX-2"));
}

/* A day in the text at most a week before: the most recent Tuesday after it is no more than likely, and the interval says so. */
static void an_interval_holds_the_anchor(void **state) {
    (void)state;
    load("They had met in Oslo on Monday, March 4, 2019.");
    run();
    assert_int_equal(doc.date.basis, DM_BASIS_INFERRED);
    assert_true(doc.date.from >= day_of(2019, 3, 4));
    assert_true(doc.date.from < day_of(2019, 3, 20));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(expressions),
                                       cmocka_unit_test(printed_and_claimed),
                                       cmocka_unit_test(timestamp_is_a_bound),
                                       cmocka_unit_test(what_the_text_rules_out),
                                       cmocka_unit_test(weekday_picks_the_year),
                                       cmocka_unit_test(captions_do_not_vote),
                                       cmocka_unit_test(memory_that_ends),
                                       cmocka_unit_test(nothing_is_known),
                                       cmocka_unit_test(an_interval_holds_the_anchor)};
    return cmocka_run_group_tests_name("dates", tests, set_up, tear_down);
}
