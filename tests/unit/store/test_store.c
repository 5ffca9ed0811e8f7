/* The database by itself: whose file it is, what a story is to it (new, unchanged, copy, version), batches that are whole or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/demarche-store-XXXXXX";
static dm_arena arena;
static dm_doc doc = {.arena = &arena};
static dm_err err;

static void remove_all(void) {
    char more[64];
    unlink(path);
    for (int i = 0; i < 2; i++) {
        snprintf(more, sizeof more, "%s%s", path, i ? "-wal" : "-shm");
        unlink(more);
    }
}

static int set_up(void **state) {
    (void)state;
    strcpy(path + sizeof path - 7, "XXXXXX");
    int file = mkstemp(path);
    if (file < 0) return 1;
    close(file);
    unlink(path);
    arena_init(&arena, 0);
    err = (dm_err){0};
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    remove_all();
    arena_free(&arena);
    return 0;
}

static void sql(const char *text) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static store *open_store(void) {
    store *s = NULL;
    if (store_open(path, DM_OPEN_CREATE, &s, &err) != DM_OK) fail_msg("%s", err.msg);
    return s;
}

static store_name named(const char *name, uint64_t hash, uint64_t text_hash) {
    return (store_name){.name = str_from(name), .outlet = DM_STR("Wire"), .hash = hash, .text_hash = text_hash};
}

static void put(store *s, const char *id, const char *text, const store_name *name) {
    static const dm_provenance made_by = {1, "0.1.0", {"m", 1}, {"l", 1}};
    dm_printer pr;
    doc_reset(&doc);
    doc.id = str_from(id);
    doc.text = str_from(text);
    assert_int_equal(printer_init(&pr, &doc, &err), DM_OK);
    if (store_put(s, &pr, name, &made_by, &err) != DM_OK) fail_msg("%s", err.msg);
}

static store_known known(store *s, store_name name) {
    store_known k;
    assert_int_equal(store_look_up(s, &name, &k, &err), DM_OK);
    return k;
}

static uint32_t n_stories(store *s) {
    dm_arena a;
    arena_init(&a, 0);
    facts f = {.arena = &a};
    assert_int_equal(store_load(s, &f, &err), DM_OK);
    uint32_t n = f.stories.n;
    arena_free(&a);
    return n;
}

static void refused(dm_status want, const char *word) {
    store *s = NULL;
    assert_int_equal(store_open(path, DM_OPEN_READ, &s, &err), want);
    assert_null(s);
    assert_non_null(strstr(err.msg, path));
    if (word) assert_non_null(strstr(err.msg, word));
}

static void an_absent_ledger_is_not_made_by_asking(void **state) {
    (void)state;
    refused(DM_E_NOT_FOUND, "demarche read");
    assert_int_not_equal(access(path, F_OK), 0);
}

static void files_of_others_are_left_alone(void **state) {
    (void)state;
    sql("CREATE TABLE notes(x)");
    store *s = NULL;
    refused(DM_E_DATABASE, "another program");
    assert_int_equal(store_open(path, DM_OPEN_CREATE, &s, &err), DM_E_DATABASE);
    sql("INSERT INTO notes VALUES(1)");
}

static void other_versions_are_named(void **state) {
    (void)state;
    store_close(open_store());
    sql("PRAGMA user_version=999");
    refused(DM_E_VERSION, "newer");
    sql("PRAGMA user_version=0");
    refused(DM_E_VERSION, "older");
}

static void a_reading_handle_changes_nothing(void **state) {
    (void)state;
    store_close(open_store());
    store *s = NULL;
    store_name name = named("a", 1, 1);
    assert_int_equal(store_open(path, DM_OPEN_READ, &s, &err), DM_OK);
    assert_int_not_equal(store_put_copy(s, &name, &err), DM_OK);
    store_close(s);
    assert_int_equal(store_open(path, DM_OPEN_WRITE, &s, &err), DM_OK);
    assert_int_equal(store_put_copy(s, &name, &err), DM_OK);
    store_close(s);
}

static void a_text_file_is_no_ledger(void **state) {
    (void)state;
    FILE *f = fopen(path, "w");
    for (int i = 0; i < 300; i++) fputs("no database at all ", f);
    fclose(f);
    refused(DM_E_DATABASE, "not a ledger");
}

static void a_story_is_new_then_unchanged_then_a_version(void **state) {
    (void)state;
    store *s = open_store();
    store_name first = named("u", 1, 10), second = named("u", 2, 20), again = named("u", 3, 10);
    assert_int_equal(known(s, first), STORE_NEW);
    put(s, "a", "Talks.", &first);
    assert_int_equal(known(s, first), STORE_UNCHANGED);
    assert_int_equal(known(s, second), STORE_VERSION);
    put(s, "a", "Talks failed.", &second);
    assert_int_equal(n_stories(s), 1);
    assert_int_equal(known(s, second), STORE_UNCHANGED);
    assert_int_equal(known(s, first), STORE_VERSION);
    assert_int_equal(known(s, again), STORE_VERSION);
    store_close(s);
    s = open_store();
    assert_int_equal(known(s, second), STORE_UNCHANGED);
    store_close(s);
}

static void the_same_text_under_another_name_is_a_copy_once(void **state) {
    (void)state;
    store *s = open_store();
    store_name first = named("u", 1, 10), copy = named("v", 2, 10), other = named("w", 3, 30);
    put(s, "a", "Talks.", &first);
    assert_int_equal(known(s, copy), STORE_COPY);
    assert_int_equal(known(s, other), STORE_NEW);
    assert_int_equal(store_put_copy(s, &copy, &err), DM_OK);
    assert_int_equal(known(s, copy), STORE_UNCHANGED);
    assert_int_equal(n_stories(s), 1);
    store_close(s);
}

static void a_batch_is_whole_or_not_there(void **state) {
    (void)state;
    store *s = open_store();
    store_name a = named("u", 1, 10), b = named("v", 2, 20);
    assert_int_equal(store_begin(s, &err), DM_OK);
    put(s, "a", "Talks.", &a);
    assert_int_equal(store_commit(s, &err), DM_OK);
    assert_int_equal(store_begin(s, &err), DM_OK);
    put(s, "b", "War.", &b);
    assert_int_equal(known(s, b), STORE_UNCHANGED);
    store_rollback(s);
    store_rollback(s); /* nothing is open: nothing happens */
    assert_int_equal(known(s, b), STORE_NEW);
    assert_int_equal(n_stories(s), 1);
    assert_int_equal(store_begin(s, &err), DM_OK);
    put(s, "b", "War.", &b);
    store_close(s); /* as when the program dies */
    s = open_store();
    assert_int_equal(known(s, a), STORE_UNCHANGED);
    assert_int_equal(known(s, b), STORE_NEW);
    store_close(s);
}

static void two_writers_do_not_meet(void **state) {
    (void)state;
    store *a = open_store(), *b = open_store();
    assert_int_equal(store_begin(a, &err), DM_OK);
    assert_int_equal(store_begin(b, &err), DM_E_BUSY);
    assert_non_null(strstr(err.msg, path));
    store_rollback(a);
    assert_int_equal(store_begin(b, &err), DM_OK);
    store_close(a);
    store_close(b);
}

static void a_story_is_found_by_its_id(void **state) {
    (void)state;
    store *s = open_store();
    store_name name = named("u", 1, 10);
    store_story found;
    put(s, "a", "Talks in \u00c5lesund.", &name);
    dm_arena a;
    arena_init(&a, 0);
    assert_int_equal(store_find_story(s, DM_STR("a"), &a, &found, &err), DM_OK);
    assert_true(str_is(found.text, "Talks in \u00c5lesund.") && str_is(found.version, "0.1.0") && str_is(found.model, "m") && !found.url.p);
    assert_int_equal(store_find_story(s, DM_STR("nobody"), &a, &found, &err), DM_E_NOT_FOUND);
    assert_non_null(strstr(err.msg, "nobody"));
    arena_free(&a);
    store_close(s);
}

static void a_page_comes_back_as_it_was(void **state) {
    (void)state;
    static const dm_provenance made_by = {1, "0.1.0", {"m", 1}, {"l", 1}};
    static const char page[] = "<p>Talks&nbsp;in <b>\u00c5lesund</b>.</p>\x1b";
    store *s = open_store();
    store_name name = named("u", 1, 10), plain = named("v", 2, 11);
    store_story found;
    dm_printer pr;
    dm_arena a;
    arena_init(&a, 0);
    put(s, "plain", "No talks.", &plain);
    doc_reset(&doc);
    doc.id = DM_STR("a");
    doc.text = DM_STR("Talks in \u00c5lesund.");
    doc.page = str_from(page);
    doc.crawled_day = day_of(2026, 11, 2);
    assert_int_equal(printer_init(&pr, &doc, &err), DM_OK);
    assert_int_equal(store_put(s, &pr, &name, &made_by, &err), DM_OK);
    assert_int_equal(store_find_story(s, DM_STR("a"), &a, &found, &err), DM_OK);
    assert_true(str_is(found.page, page) && str_is(found.crawled, "2026-11-02"));
    assert_int_equal(store_find_story(s, DM_STR("plain"), &a, &found, &err), DM_OK);
    assert_true(!found.page.p && !found.crawled.p);
    sql("UPDATE story SET page=x'28b52ffd' WHERE id='a'");
    assert_int_equal(store_find_story(s, DM_STR("a"), &a, &found, &err), DM_E_DATABASE);
    assert_non_null(strstr(err.msg, path));
    arena_free(&a);
    store_close(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_absent_ledger_is_not_made_by_asking),
        TEST(files_of_others_are_left_alone),
        TEST(other_versions_are_named),
        TEST(a_reading_handle_changes_nothing),
        TEST(a_text_file_is_no_ledger),
        TEST(a_story_is_new_then_unchanged_then_a_version),
        TEST(the_same_text_under_another_name_is_a_copy_once),
        TEST(a_batch_is_whole_or_not_there),
        TEST(two_writers_do_not_meet),
        TEST(a_story_is_found_by_its_id),
        TEST(a_page_comes_back_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
