/* The tables of folded rows by themselves: what a question walks, words as `search` takes them, and filling that is broken off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/folded.h"
#include "store/store_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROWS = 300 };
static char path[] = "/tmp/demarche-folded-XXXXXX";
static store *s;
static dm_err err;
static dm_arena arena;

static void must(dm_status status) {
    if (status != DM_OK) fail_msg("%s", err.msg);
}

static void put_rows(fold_fill *fill, int n) {
    for (int i = 0; i < n; i++) {
        fold_row row = {
            .kind = FOLD_EVENTS, .day = i, .first = i, .last = i, .seen = FOLD_SHOWN, .filters = 63, .json = DM_STR("{}"), .values = DM_STR(":")};
        const fold_tag tags[] = {{FOLD_ACTOR_IS, i % 2 ? DM_STR("KOR") : DM_STR("PRK"), false},
                                 {FOLD_RECIPIENT_IS, i % 3 ? DM_STR("USA") : DM_STR("CHN"), false},
                                 {FOLD_OUTLET, DM_STR("Wire"), false},
                                 {FOLD_ISSUE, DM_STR("water"), false},
                                 {FOLD_TYPE, DM_STR("AGREE"), false},
                                 {FOLD_WIDE, DM_STR(""), false}};
        for (int k = 0; k < (i % 10 ? 5 : 6); k++) {
            fold_tag *tag = VEC_PUSH(&arena, &row.tags);
            assert_non_null(tag);
            *tag = tags[k];
        }
        if (i % 10 == 0) row.last = INT32_MAX;
        row.id = arena_printf(&arena, "e%d", i);
        row.words = i % 5 ? DM_STR("the river ") : DM_STR("the dam ");
        must(fold_fill_put(fill, &row, &err));
        must(fold_fill_count(fill, FOLD_ACTOR, tags[0].key, i - i % 30, 1, FOLD_COUNTED_ALL, &err));
    }
}

static int set_up(void **state) {
    (void)state;
    fold_fill *fill;
    strcpy(path + sizeof path - 7, "XXXXXX");
    int file = mkstemp(path);
    if (file < 0) return 1;
    close(file);
    unlink(path);
    arena_init(&arena, 0);
    must(store_open(path, DM_OPEN_CREATE, &s, &err));
    must(fold_fill_begin(s, &fill, &err));
    put_rows(fill, ROWS);
    must(fold_fill_end(fill, 17, &err));
    fold_fill_stop(fill);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    char more[64];
    store_close(s);
    arena_free(&arena);
    for (int i = 0; i < 3; i++) {
        snprintf(more, sizeof more, "%s%s", path, i == 0 ? "" : i == 1 ? "-wal" : "-shm");
        unlink(more);
    }
    return 0;
}

static dm_status count_row(void *user, const fold_found *row, dm_err *e) {
    (void)row, (void)e;
    ++*(int *)user;
    return DM_OK;
}

static dm_status count_cell(void *user, const fold_cell *cell, dm_err *e) {
    (void)e;
    *(int *)user += (int)cell->n;
    return DM_OK;
}

static int found(fold_query q) {
    int n = 0;
    q.kind = FOLD_EVENTS;
    must(fold_select(s, &q, 0, count_row, &n, &err));
    return n;
}

/* ---- what a question walks ---- */

static char *asked[400];
static int n_asked;

static int note(unsigned what, void *user, void *statement, void *text) {
    (void)what, (void)user;
    if (strncmp(text, "--", 2) == 0) return 0; /* those that the index of words makes inside */
    assert_in_range(n_asked, 0, 399);
    asked[n_asked++] = sqlite3_expanded_sql(statement);
    return 0;
}

static void no_plan_scans(void) {
    for (int i = 0; i < n_asked; i++) {
        sqlite3_stmt *q;
        dm_buf sql = {0};
        buf_printf(&sql, "EXPLAIN QUERY PLAN %s", asked[i]);
        must(store_prepare(s, buf_cstr(&sql), &q, &err));
        while (sqlite3_step(q) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(q, 3);
            /* the list of one question, materialised, and the index of words, which walks by what is matched */
            bool small = strcmp(detail, "SCAN d") == 0 || strstr(detail, "VIRTUAL TABLE INDEX") || strcmp(detail, "SCAN CONSTANT ROW") == 0;
            if (strncmp(detail, "SCAN", 4) == 0 && !small) fail_msg("%s: %s", detail, asked[i]);
            if (strstr(detail, "ORDER BY") && !strstr(asked[i], "DISTINCT")) fail_msg("%s: %s", detail, asked[i]);
        }
        sqlite3_finalize(q);
        buf_free(&sql);
        sqlite3_free(asked[i]);
    }
}

static void no_question_scans_what_grows(void **state) {
    (void)state;
    const fold_query all[] = {
        {.from = DM_DAY_NONE, .to = DM_DAY_NONE},
        {.from = DM_DAY_NONE, .to = DM_DAY_NONE, .seen = FOLD_SHOWN, .counts = true},
        {.from = 150, .to = 160},
        {.from = 150, .to = DM_DAY_NONE, .actor = "KOR"},
        {.from = DM_DAY_NONE, .to = DM_DAY_NONE, .actor = "KOR", .recipient = "USA", .outlet = "wir", .issue = "water", .type = "agree"},
        {.from = DM_DAY_NONE, .to = DM_DAY_NONE, .actor = "KOR", .recipient = "USA", .between = true},
        {.from = DM_DAY_NONE, .to = DM_DAY_NONE, .actor = "kor"},
        {.from = DM_DAY_NONE, .to = DM_DAY_NONE, .actor = "", .text = "x"},
        {.from = 20, .to = 90, .words = DM_STR("dam "), .recipient = "USA"},
        {.from = DM_DAY_NONE, .to = DM_DAY_NONE, .id = DM_STR("e1")},
    };
    int cells = 0;
    n_asked = 0;
    sqlite3_trace_v2(s->db, SQLITE_TRACE_STMT, note, NULL);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        fold_query q = all[i];
        int n = 0;
        q.kind = FOLD_EVENTS;
        must(fold_select(s, &q, ROWS, count_row, &n, &err)); /* behind the last row: only the walk's own statements */
    }
    must(fold_select_counts(s, FOLD_ACTOR, DM_STR_NONE, true, true, count_cell, &cells, &err));
    must(fold_select_counts(s, FOLD_ACTOR, DM_STR("KOR"), false, true, count_cell, &cells, &err));
    sqlite3_trace_v2(s->db, 0, NULL, NULL);
    assert_in_range(n_asked, 40, 399);
    no_plan_scans();
}

/* ---- what is found ---- */

static void filters_meet(void **state) {
    (void)state;
    const dm_day none = DM_DAY_NONE;
    assert_int_equal(found((fold_query){.from = none, .to = none}), ROWS);
    assert_int_equal(found((fold_query){.from = none, .to = none, .actor = "KOR"}), 150);
    assert_int_equal(found((fold_query){.from = none, .to = none, .actor = "KOR", .recipient = "CHN"}), 50);
    assert_int_equal(found((fold_query){.from = none, .to = none, .actor = "JPN"}), 0);
    assert_int_equal(found((fold_query){.from = none, .to = none, .outlet = "IR"}), ROWS);
    assert_int_equal(found((fold_query){.from = none, .to = none, .outlet = "%"}), 0);
    /* ten days, and the open ones before them: each tenth row from 0 to 199 */
    assert_int_equal(found((fold_query){.from = 200, .to = 209}), 10 + 20);
    assert_int_equal(found((fold_query){.from = 250, .to = 249}), 25);
    assert_int_equal(found((fold_query){.from = none, .to = none, .words = DM_STR("da ")}), 60);
    assert_int_equal(found((fold_query){.from = none, .to = none, .words = DM_STR("am ")}), 0);
    assert_int_equal(found((fold_query){.from = none, .to = none, .words = DM_STR("the riv "), .actor = "PRK"}), 120);
}

static void words_are_folded(void **state) {
    (void)state;
    dm_buf b = {0}, w = {0};
    word_list_put(&b, str_from("“Événements”, the U.N. (2019)"));
    assert_string_equal(buf_cstr(&b), "evenements the u n 2019 ");
    word_list_put(&w, str_from("even THE"));
    assert_true(word_list_holds(buf_str(&b), buf_str(&w)));
    buf_clear(&w);
    word_list_put(&w, str_from("vene"));
    assert_false(word_list_holds(buf_str(&b), buf_str(&w)));
    buf_free(&b);
    buf_free(&w);
}

static void what_is_broken_off_leaves_the_tables_as_they_were(void **state) {
    (void)state;
    fold_fill *fill;
    bool fresh = false;
    must(fold_fill_begin(s, &fill, &err));
    put_rows(fill, 5);
    fold_fill_stop(fill);
    must(fold_is_fresh(s, 17, &fresh, &err));
    assert_true(fresh);
    must(fold_is_fresh(s, 18, &fresh, &err));
    assert_false(fresh);
    assert_int_equal(found((fold_query){.from = DM_DAY_NONE, .to = DM_DAY_NONE}), ROWS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_question_scans_what_grows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(filters_meet, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_are_folded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_broken_off_leaves_the_tables_as_they_were, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
