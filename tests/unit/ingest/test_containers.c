/* Stories out of tables, parted texts, arrays, packed files and archives: what they hold, where they stand, and every way in which they
 * can be broken. */
#include "base/file.h"
#include "ingest/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

static char root[64];
static dm_arena arena;
static dm_buf made;

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
    strcpy(root, "/tmp/dm-containers-XXXXXX");
    arena_init(&arena, 0);
    return mkdtemp(root) ? 0 : -1;
}
static int tear_down(void **state) {
    (void)state;
    char cmd[128];
    arena_free(&arena);
    buf_free(&made);
    snprintf(cmd, sizeof cmd, "rm -rf '%s'", root);
    return system(cmd);
}

static reader *open_with(const char *path, const reader_options *options) {
    reader *r = NULL;
    dm_err err = {0};
    assert_int_equal(reader_open(&path, 1, options, &r, &err), DM_OK);
    return r;
}

static dm_raw raw;
static reader_at at;

static void expect(reader *r, dm_status status, const char *id, const char *body_or_message) {
    dm_err err = {0};
    dm_status got = reader_next(r, &arena, &raw, &at, &err);
    if (got != status) fail_msg("status %d, not %d: %s", got, status, err.msg);
    if (status == DM_E_END) return;
    if (id && !str_is(raw.id, id)) fail_msg("id \"%.*s\", not \"%s\"", DM_STR_ARG(raw.id), id);
    if (status == DM_OK) assert_true(str_is(raw.body, body_or_message));
    else if (!strstr(err.msg, body_or_message)) fail_msg("\"%s\" lacks \"%s\"", err.msg, body_or_message);
}
static void expect_end(reader *r) {
    expect(r, DM_E_END, NULL, NULL);
    reader_close(r);
}

/* ---- tables ---- */

static void rows_of_a_table(void **state) {
    (void)state;
    put_text("a.csv", "\xEF\xBB\xBFid,Text,url,note\r\n"
                      "1,\"Two lines,\nand \"\"quotes\"\"\",http://a.example/1,x\r\n"
                      "\r\n"
                      ",plain 5\" gun,,\r\n"
                      "3,short\r\n");
    reader *r = open_with(in_root("a.csv"), NULL);
    expect(r, DM_OK, "1", "Two lines,\nand \"quotes\"");
    assert_int_equal(at.line, 2);
    assert_true(str_is(raw.url, "http://a.example/1"));
    expect(r, DM_OK, in_root("a.csv:5"), "plain 5\" gun");
    expect(r, DM_OK, "3", "short");
    expect_end(r);
}

static void columns_by_other_names(void **state) {
    (void)state;
    put_text("b.tsv", "when\tbody\tlink\n2020-01-02\tOne.\thttp://b.example/1\n\tTwo.\thttp://b.example/2\nlonely\n");
    reader_options o = {.map = "text=body,date=when,url=link"};
    reader *r = open_with(in_root("b.tsv"), &o);
    expect(r, DM_OK, "http://b.example/1", "One.");
    assert_true(str_is(raw.date, "2020-01-02"));
    expect(r, DM_OK, "http://b.example/2", "Two.");
    assert_int_equal(raw.date.n, 0);
    expect(r, DM_E_FORMAT, NULL, "b.tsv:4: the row has 1 cells, 3 are named");
    expect_end(r);
    r = open_with(in_root("b.tsv"), NULL);
    expect(r, DM_E_FORMAT, NULL, "no column \"text\"");
    expect_end(r);
}

static void an_open_quote_costs_a_line(void **state) {
    (void)state;
    size_t n = READER_STORY_MAX + (1u << 20);
    char *big = malloc(n);
    assert_non_null(big);
    memset(big, 'x', n);
    for (size_t i = 99; i < n; i += 100) big[i] = '\n';
    int head = snprintf(big, n, "text\ngood\n\"never closed\n");
    big[head] = 'x';
    put("open.csv", big, n);
    free(big);
    reader *r = open_with(in_root("open.csv"), NULL);
    expect(r, DM_OK, NULL, "good");
    expect(r, DM_E_LIMIT, NULL, "open.csv:3: a row longer than a story may be");
    dm_err err;
    assert_int_equal(reader_next(r, &arena, &raw, &at, &err), DM_OK);
    assert_int_equal(at.line, 4);
    reader_close(r);
}

static void maps_are_checked(void **state) {
    (void)state;
    static const char *const bad[] = {"body", "text=", "words=body", "text=body,", "=x"};
    const char *path = "-";
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        reader_options o = {.map = bad[i]};
        reader *r = NULL;
        dm_err err = {0};
        dm_status s = reader_open(&path, 1, &o, &r, &err);
        if (strcmp(bad[i], "text=body,") == 0) {
            assert_int_equal(s, DM_OK);
            reader_close(r);
        } else {
            assert_int_equal(s, DM_E_USAGE);
            assert_non_null(strstr(err.msg, "--map"));
        }
    }
}

/* ---- JSON ---- */

static void nested_keys_and_arrays(void **state) {
    (void)state;
    put_text("n.json",
             "[{\"article\":{\"body\":\"One.\"},\"k.x\":\"2001-02-03\"},\n 7,\n {\"article\":{\"body\":\"<!doctype html><p>Two.\"},\"id\":\"b\"}]");
    reader_options o = {.map = "text=article.body,date=k.x"};
    reader *r = open_with(in_root("n.json"), &o);
    expect(r, DM_OK, in_root("n.json#1"), "One.");
    assert_true(str_is(raw.date, "2001-02-03"));
    assert_false(raw.page);
    expect(r, DM_E_FORMAT, in_root("n.json#2"), "no JSON object");
    expect(r, DM_OK, "b", "<!doctype html><p>Two.");
    assert_true(raw.page);
    expect_end(r);
    put_text("h.jsonl", "{\"html\":\"<p>Page.</p>\"}\n");
    r = open_with(in_root("h.jsonl"), NULL);
    expect(r, DM_OK, NULL, "<p>Page.</p>");
    assert_true(raw.page);
    expect_end(r);
    put_text("e.json", "[]");
    r = open_with(in_root("e.json"), NULL);
    expect(r, DM_E_FORMAT, NULL, "the array is empty");
    expect_end(r);
}

/* ---- parts ---- */

static void parts_of_a_text(void **state) {
    (void)state;
    put_text("p.txt", "First story.\nSecond line.\n=====\n\n=====\n  =====  \nLast story, no end");
    reader_options o = {.separator = "====="};
    reader *r = open_with(in_root("p.txt"), &o);
    expect(r, DM_OK, in_root("p.txt:1"), "First story.\nSecond line.\n");
    expect(r, DM_OK, in_root("p.txt:7"), "Last story, no end");
    expect_end(r);
    put_text("q.txt", "One.\n-\nTwo.\n-\n");
    o.separator = "-";
    r = open_with(in_root("q.txt"), &o);
    expect(r, DM_OK, in_root("q.txt:1"), "One.\n");
    expect(r, DM_OK, in_root("q.txt:3"), "Two.\n");
    expect_end(r);
}

/* ---- packed ---- */

static void gzip_of(const char *text, size_t n) { /* appends a member to made */
    char out[1 << 16];
    z_stream z = {.next_in = (Bytef *)(uintptr_t)text, .avail_in = (uInt)n, .next_out = (Bytef *)out, .avail_out = sizeof out};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buf_put(&made, out, sizeof out - z.avail_out);
    deflateEnd(&z);
}
static void put_made(const char *name) {
    put(name, made.p, made.n);
    buf_clear(&made);
}

static void packed_files(void **state) {
    (void)state;
    static const char line1[] = "{\"id\":\"1\",\"text\":\"A\"}\n{\"id\":\"2\",", line2[] = "\"text\":\"B\"}\n";
    gzip_of(line1, sizeof line1 - 1);
    gzip_of(line2, sizeof line2 - 1);
    put_made("two.jsonl.gz");
    reader *r = open_with(in_root("two.jsonl.gz"), NULL);
    expect(r, DM_OK, "1", "A");
    expect(r, DM_OK, "2", "B");
    expect_end(r);
    char z[256];
    size_t n = ZSTD_compress(z, sizeof z, "A text.", 7, 3);
    put("a.txt.zst", z, n);
    r = open_with(in_root("a.txt.zst"), NULL);
    expect(r, DM_OK, in_root("a.txt.zst"), "A text.");
    expect_end(r);
    put("cut.txt.zst", z, n - 5);
    r = open_with(in_root("cut.txt.zst"), NULL);
    expect(r, DM_E_FORMAT, in_root("cut.txt.zst"), "cut short");
    expect_end(r);
}

static void damage_costs_one_member(void **state) {
    (void)state;
    static const char one[] = "{\"id\":\"1\",\"text\":\"A\"}\n", two[] = "{\"id\":\"2\",\"text\":\"B\"}\n",
                      three[] = "{\"id\":\"3\",\"text\":\"C\"}\n";
    gzip_of(one, sizeof one - 1);
    size_t begin = made.n;
    gzip_of(two, sizeof two - 1);
    for (size_t i = begin + 12; i < begin + 22; i++) made.p[i] = (char)~made.p[i];
    gzip_of(three, sizeof three - 1);
    buf_put(&made, "\0\0\0\0", 4);
    put_made("d.jsonl.gz");
    reader *r = open_with(in_root("d.jsonl.gz"), NULL);
    expect(r, DM_OK, "1", "A");
    dm_err err = {0};
    dm_status s;
    unsigned damaged = 0;
    bool third = false;
    while ((s = reader_next(r, &arena, &raw, &at, &err)) != DM_E_END) {
        damaged += s != DM_OK;
        third = third || (s == DM_OK && str_is(raw.id, "3"));
        assert_true(damaged < 4);
    }
    assert_true(damaged >= 1 && third);
    reader_close(r);
}

/* 300 MB of blanks in a few hundred KB: what is packed ends by name. */
static void bomb_ends(const char *name) {
    reader *r = open_with(in_root(name), NULL);
    dm_err err = {0};
    dm_status s;
    bool named = false;
    int n_said = 0;
    while ((s = reader_next(r, &arena, &raw, &at, &err)) != DM_E_END) {
        named = named || (s == DM_E_LIMIT && strstr(err.msg, "times its size"));
        assert_true(++n_said < 10);
    }
    assert_true(named);
    reader_close(r);
}

static void put_bomb(const char *name, bool zip, const char *blanks, size_t n) {
    struct archive *a = archive_write_new();
    struct archive_entry *e = archive_entry_new();
    if (zip) archive_write_set_format_zip(a);
    else archive_write_set_format_raw(a);
    if (!zip) archive_write_add_filter_gzip(a);
    assert_int_equal(archive_write_open_filename(a, in_root(name)), ARCHIVE_OK);
    archive_entry_set_pathname(e, "bomb.jsonl");
    archive_entry_set_size(e, (la_int64_t)n);
    archive_entry_set_filetype(e, AE_IFREG);
    assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
    assert_true(archive_write_data(a, blanks, n) > 0);
    archive_write_close(a);
    archive_write_free(a);
    archive_entry_free(e);
}

static void bombs_end(void **state) {
    (void)state;
    size_t n = 300u << 20;
    char *blanks = malloc(n), *z = malloc(1 << 20);
    assert_true(blanks && z);
    memset(blanks, ' ', n);
    size_t size = ZSTD_compress(z, 1 << 20, blanks, n, 3);
    assert_false(ZSTD_isError(size));
    put("bomb.jsonl.zst", z, size);
    put_bomb("bomb.jsonl.gz", false, blanks, n);
    put_bomb("bomb.zip", true, blanks, n);
    free(blanks);
    free(z);
    bomb_ends("bomb.jsonl.zst");
    bomb_ends("bomb.jsonl.gz");
    bomb_ends("bomb.zip");
}

/* ---- archives ---- */

static void add(struct archive *a, const char *name, const char *text) {
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, name);
    archive_entry_set_size(e, (la_int64_t)strlen(text));
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
    archive_write_data(a, text, strlen(text));
    archive_entry_free(e);
}

static void make_archive(const char *name, bool zip, bool packed) {
    struct archive *a = archive_write_new();
    if (zip) archive_write_set_format_zip(a);
    else archive_write_set_format_ustar(a);
    if (packed) archive_write_add_filter_gzip(a);
    assert_int_equal(archive_write_open_filename(a, in_root(name)), ARCHIVE_OK);
    add(a, "../../etc/evil.txt", "Out of the way.");
    add(a, "b/two.jsonl", "{\"id\":\"x\",\"text\":\"A\"}\n{\"text\":\"B\"}\n");
    add(a, "notes.pdf", "no story");
    add(a, "inner.zip", "PK");
    add(a, "z.txt", "The end.");
    archive_write_close(a);
    archive_write_free(a);
}

static void members_of_archives(void **state) {
    (void)state;
    static const char *const names[] = {"a.zip", "a.tar", "a.tar.gz"};
    for (int i = 0; i < 3; i++) {
        char id[300];
        make_archive(names[i], i == 0, i == 2);
        reader *r = open_with(in_root(names[i]), NULL);
        snprintf(id, sizeof id, "%s/../../etc/evil.txt", in_root(names[i]));
        expect(r, DM_OK, id, "Out of the way.");
        expect(r, DM_OK, "x", "A");
        snprintf(id, sizeof id, "%s/b/two.jsonl:2", in_root(names[i]));
        expect(r, DM_OK, id, "B");
        expect(r, DM_E_FORMAT, NULL, "packed inside an archive");
        snprintf(id, sizeof id, "%s/z.txt", in_root(names[i]));
        expect(r, DM_OK, id, "The end.");
        expect_end(r);
    }
}

static void broken_archives_end(void **state) {
    (void)state;
    make_archive("b.zip", true, false);
    dm_err err;
    dm_buf bytes = {0};
    FILE *f = fopen(in_root("b.zip"), "rb");
    assert_non_null(f);
    char piece[4096];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0) buf_put(&bytes, piece, n);
    fclose(f);
    for (size_t cut = 8; cut < bytes.n; cut += 13) {
        put("cut.zip", bytes.p, cut);
        reader *r = open_with(in_root("cut.zip"), NULL);
        int said = 0;
        while (reader_next(r, &arena, &raw, &at, &err) != DM_E_END) assert_true(++said < 20);
        reader_close(r);
        arena_reset(&arena);
    }
    buf_free(&bytes);
}

/* ---- paths ---- */

static void patterns(void **state) {
    (void)state;
    put_text("g1.txt", "one");
    put_text("g2.txt", "two");
    put_text("g[3].txt", "three");
    reader *r = open_with(in_root("g?.txt"), NULL);
    expect(r, DM_OK, in_root("g1.txt"), "one");
    expect(r, DM_OK, in_root("g2.txt"), "two");
    expect_end(r);
    r = open_with(in_root("g[3].txt"), NULL); /* a file of that name comes first */
    expect(r, DM_OK, in_root("g[3].txt"), "three");
    expect_end(r);
    r = open_with(in_root("h*.txt"), NULL);
    expect(r, DM_E_NOT_FOUND, NULL, "no such file");
    expect_end(r);
}

static void matching(void **state) {
    (void)state;
    assert_true(reader_matches("*", DM_STR("")));
    assert_true(reader_matches("*a.example/*", DM_STR("http://a.example/1")));
    assert_false(reader_matches("*a.example/*", DM_STR("http://b.example/1")));
    assert_true(reader_matches("a?c*e", DM_STR("abcdxe")));
    assert_false(reader_matches("a?c", DM_STR("ac")));
    assert_false(reader_matches("", DM_STR("x")));
    assert_true(reader_matches("*****b", DM_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaab")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_table),
        cmocka_unit_test(columns_by_other_names),
        cmocka_unit_test(an_open_quote_costs_a_line),
        cmocka_unit_test(maps_are_checked),
        cmocka_unit_test(nested_keys_and_arrays),
        cmocka_unit_test(parts_of_a_text),
        cmocka_unit_test(packed_files),
        cmocka_unit_test(damage_costs_one_member),
        cmocka_unit_test(bombs_end),
        cmocka_unit_test(members_of_archives),
        cmocka_unit_test(broken_archives_end),
        cmocka_unit_test(patterns),
        cmocka_unit_test(matching),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
