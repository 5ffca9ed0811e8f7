/* The reader over files that a test writes: order, ids, places, and every kind of bad input. */
#include "base/file.h"
#include "ingest/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char root[64];
static dm_arena arena;

static const char *in_root(const char *name) {
    static char path[8][256];
    static int k;
    k = (k + 1) % 8;
    snprintf(path[k], sizeof path[k], "%s/%s", root, name);
    return path[k];
}

static void put(const char *name, const void *bytes, size_t n) {
    dm_err err;
    assert_int_equal(file_write(in_root(name), bytes, n, &err), DM_OK);
}
static void put_text(const char *name, const char *text) { put(name, text, strlen(text)); }

static int set_up(void **state) {
    (void)state;
    strcpy(root, "/tmp/dm-reader-XXXXXX");
    arena_init(&arena, 0);
    return mkdtemp(root) ? 0 : -1;
}
static int tear_down(void **state) {
    (void)state;
    char cmd[128];
    arena_free(&arena);
    snprintf(cmd, sizeof cmd, "rm -rf '%s'", root);
    return system(cmd);
}

static reader *open_one(const char *path) {
    reader *r = NULL;
    dm_err err;
    assert_int_equal(reader_open(&path, 1, NULL, &r, &err), DM_OK);
    return r;
}

static void expect(reader *r, dm_status status, const char *id, const char *body_or_message) {
    dm_raw raw;
    reader_at at;
    dm_err err = {0};
    assert_int_equal(reader_next(r, &arena, &raw, &at, &err), status);
    if (status == DM_E_END) return;
    if (id) assert_true(str_is(raw.id, id));
    if (status == DM_OK) assert_true(str_is(raw.body, body_or_message));
    else if (!strstr(err.msg, body_or_message)) fail_msg("\"%s\" lacks \"%s\"", err.msg, body_or_message);
}

static void folders_are_sorted_and_filtered(void **state) {
    (void)state;
    mkdir(in_root("f"), 0700);
    mkdir(in_root("f/b"), 0700);
    put_text("f/c.txt", "third");
    put_text("f/b/z.txt", "second");
    put_text("f/a.txt", "first");
    put_text("f/a.pdf", "no story");
    put_text("f/.hidden.txt", "no story");
    assert_int_equal(symlink(in_root("f"), in_root("f/b/loop")), 0);
    reader *r = open_one(in_root("f"));
    expect(r, DM_OK, in_root("f/a.txt"), "first");
    expect(r, DM_OK, in_root("f/b/z.txt"), "second");
    expect(r, DM_OK, in_root("f/c.txt"), "third");
    expect(r, DM_E_END, NULL, NULL);
    reader_close(r);
}

static void folder_without_stories_and_missing_path(void **state) {
    (void)state;
    mkdir(in_root("none"), 0700);
    reader *r = open_one(in_root("none"));
    expect(r, DM_E_NOT_FOUND, NULL, "none: the folder holds no stories");
    expect(r, DM_E_END, NULL, NULL);
    reader_close(r);
    r = open_one(in_root("gone.txt"));
    expect(r, DM_E_NOT_FOUND, NULL, "gone.txt: there is no such file");
    expect(r, DM_E_END, NULL, NULL);
    reader_close(r);
}

static void jsonl_goes_on_after_a_broken_line(void **state) {
    (void)state;
    put_text("f.jsonl", "\xEF\xBB\xBF{\"id\":\"one\",\"text\":\"A\",\"title\":\"T\"}\n"
                        "{\"id\":\"two\",\"text\":\n"
                        "\n"
                        "[1]\n"
                        "{\"id\":\"three\"}\n"
                        "{\"text\":7}\n"
                        "{\"url\":\"http://x.example/1\",\"text\":\"B\"}\n"
                        "{\"id\":12,\"text\":\"C\"}");
    reader *r = open_one(in_root("f.jsonl"));
    expect(r, DM_OK, "one", "A");
    expect(r, DM_E_FORMAT, in_root("f.jsonl:2"), "f.jsonl:2: no valid JSON");
    expect(r, DM_E_FORMAT, in_root("f.jsonl:4"), "f.jsonl:4: no JSON object");
    expect(r, DM_E_FORMAT, "three", "f.jsonl:5: the object has no \"text\"");
    expect(r, DM_E_FORMAT, NULL, "f.jsonl:6: \"text\" is not a string");
    expect(r, DM_OK, "http://x.example/1", "B");
    expect(r, DM_OK, "12", "C");
    expect(r, DM_E_END, NULL, NULL);
    reader_close(r);
}

static void resumes_at_a_place(void **state) {
    (void)state;
    put_text("r.jsonl", "{\"text\":\"A\"}\n{\"text\":\"B\"}\n{\"text\":\"C\"}\n");
    reader *r = open_one(in_root("r.jsonl"));
    dm_raw raw;
    reader_at at;
    dm_err err;
    assert_int_equal(reader_next(r, &arena, &raw, &at, &err), DM_OK);
    assert_int_equal(at.offset, 0);
    assert_int_equal(at.next, 13);
    uint64_t next = at.next, line = at.line + 1;
    reader_close(r);
    r = open_one(in_root("r.jsonl"));
    assert_false(reader_resume(r, DM_STR("elsewhere"), 0, 1));
    assert_true(reader_resume(r, str_from(in_root("r.jsonl")), next, line));
    assert_int_equal(reader_next(r, &arena, &raw, &at, &err), DM_OK);
    assert_true(str_is(raw.body, "B"));
    assert_int_equal(at.line, 2);
    assert_int_equal(at.offset, 13);
    expect(r, DM_OK, in_root("r.jsonl:3"), "C");
    reader_close(r);
}

static void bad_files(void **state) {
    (void)state;
    put("nul.txt", "ab\0cd", 5);
    put_text("empty.txt", "");
    put_text("blank.txt", " \n\t\n");
    put_text("empty.jsonl", "");
    put("wide.txt", "\xFF\xFEH\0i\0", 6);
    reader *r = open_one(in_root("nul.txt"));
    expect(r, DM_E_FORMAT, in_root("nul.txt"), "nul.txt: looks like binary data, not text");
    reader_close(r);
    r = open_one(in_root("empty.txt"));
    expect(r, DM_E_FORMAT, NULL, "empty.txt: the file is empty");
    reader_close(r);
    r = open_one(in_root("blank.txt"));
    expect(r, DM_E_FORMAT, NULL, "blank.txt: the file is empty");
    reader_close(r);
    r = open_one(in_root("empty.jsonl"));
    expect(r, DM_E_FORMAT, NULL, "empty.jsonl: the file is empty");
    expect(r, DM_E_END, NULL, NULL);
    reader_close(r);
    r = open_one(in_root("wide.txt"));
    dm_raw raw;
    reader_at at;
    assert_int_equal(reader_next(r, &arena, &raw, &at, NULL), DM_OK);
    reader_close(r);
}

static void unreadable_file(void **state) {
    (void)state;
    put_text("secret.txt", "x");
    chmod(in_root("secret.txt"), 0);
    if (access(in_root("secret.txt"), R_OK) == 0) skip(); /* root reads everything */
    reader *r = open_one(in_root("secret.txt"));
    expect(r, DM_E_PERMISSION, NULL, "secret.txt: no permission");
    reader_close(r);
}

static void long_line_is_passed_over(void **state) {
    (void)state;
    FILE *f = fopen(in_root("long.jsonl"), "w");
    assert_non_null(f);
    fputs("{\"text\":\"before\"}\n{\"text\":\"", f);
    static char block[1 << 20];
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 100; i++) fwrite(block, 1, sizeof block, f);
    fputs("\"}\n{\"text\":\"after\"}\n", f);
    fclose(f);
    reader *r = open_one(in_root("long.jsonl"));
    expect(r, DM_OK, NULL, "before");
    expect(r, DM_E_LIMIT, in_root("long.jsonl:2"), "long.jsonl:2: the line is longer than a story may be (32 MB)");
    expect(r, DM_OK, in_root("long.jsonl:3"), "after");
    expect(r, DM_E_END, NULL, NULL);
    assert_true(arena.used < (1u << 20));
    reader_close(r);
}

static void what_has_no_name_is_guessed(void **state) {
    (void)state;
    put_text("lines", "\n {\"text\":\"A\"}\n{\"text\":\"B\"}\n");
    put_text("prose", "{ said the printer }");
    put_text("one.json", "{\n \"text\":\n\"A\"}\n");
    reader *r = open_one(in_root("lines"));
    expect(r, DM_OK, NULL, "A");
    expect(r, DM_OK, NULL, "B");
    expect(r, DM_E_END, NULL, NULL);
    reader_close(r);
    r = open_one(in_root("prose"));
    expect(r, DM_OK, in_root("prose"), "{ said the printer }");
    reader_close(r);
    r = open_one(in_root("one.json"));
    expect(r, DM_OK, in_root("one.json"), "A");
    reader_close(r);
}

static void bytes_in_json_that_are_no_utf8(void **state) {
    (void)state;
    put_text("win.jsonl", "{\"text\":\"a \x93quote\x94\"}\n{\"text\":\"caf\xC3\xA9 \xFF\"}\n");
    reader *r = open_one(in_root("win.jsonl"));
    dm_raw raw;
    reader_at at;
    assert_int_equal(reader_next(r, &arena, &raw, &at, NULL), DM_OK);
    assert_true(str_is(raw.body, "a “quote”"));
    assert_true(raw.cp1252);
    assert_int_equal(reader_next(r, &arena, &raw, &at, NULL), DM_OK);
    assert_true(str_is(raw.body, "café \uFFFD"));
    assert_int_equal(raw.n_bad, 1);
    reader_close(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(folders_are_sorted_and_filtered),
                                       cmocka_unit_test(folder_without_stories_and_missing_path),
                                       cmocka_unit_test(jsonl_goes_on_after_a_broken_line),
                                       cmocka_unit_test(resumes_at_a_place),
                                       cmocka_unit_test(bad_files),
                                       cmocka_unit_test(unreadable_file),
                                       cmocka_unit_test(long_line_is_passed_over),
                                       cmocka_unit_test(what_has_no_name_is_guessed),
                                       cmocka_unit_test(bytes_in_json_that_are_no_utf8)};
    return cmocka_run_group_tests_name("reader", tests, set_up, tear_down);
}
