/* The compiled lexicon is a function of its sources: compiled twice it has the same bytes, whatever the order in which
 * a folder lists its files; every phrase of the tables is found in a text made of it; and memory that runs out at any
 * allocation is an error, never a crash or a different file. */
#include "../../unit/lexicon/lexicon_support.h"

#include "base/map.h"

#define FILES 12

static void fill(const folder *f, const int order[FILES]) {
    for (int k = 0; k < FILES; k++) {
        char name[64], text[512];
        int i = order[k];
        snprintf(name, sizeof name, "names/part%02d.tsv", i);
        snprintf(text, sizeof text, "phrase\tactor\tvia\nPlace %d of the Hill\tFRA\tname\nSame-Name\tFRA\tcapital\nOther%d\tNOR\tmetonym\n",
                 i * 7919 % 101, i);
        folder_write(f, name, text);
    }
    folder_write(f, "actors/a.tsv", "id\tname\tkind\nFRA\tFrance\tstate\nNOR\tNorway\tstate\n");
    folder_write(f, "frames/a.yaml", "# none\n");
}

static void compile(const folder *f, const char *name, dm_buf *out) {
    char path[512];
    const char *dirs[1] = {f->path};
    dm_err err;
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    if (lexicon_compile(dirs, 1, path, NULL, NULL, &err) != DM_OK) fail_msg("%s", err.msg);
    assert_int_equal(file_read(path, 1 << 24, out, &err), DM_OK);
}

/* Each file adds one name "OtherI"; they stand in the order of the sorted file names. */
static void names_follow_files(const folder *f) {
    lexicon *lex = compile_and_open(f);
    uint32_t row = 0;
    for (int i = 0; i < FILES; i++, row++) {
        char want[16];
        snprintf(want, sizeof want, "Other%d", i);
        while (!str_starts(lexicon_name(lex, row).phrase, "Other")) row++;
        assert_true(str_is(lexicon_name(lex, row).phrase, want));
    }
    lexicon_close(lex);
}

static void same_bytes(void **state) {
    (void)state;
    int up[FILES], mixed[FILES];
    for (int i = 0; i < FILES; i++) up[i] = i, mixed[i] = i * 5 % FILES;
    folder a = folder_make(), b = folder_make();
    dm_buf one = {0}, two = {0}, three = {0};
    fill(&a, up);
    fill(&b, mixed);
    compile(&a, "1.dml", &one);
    compile(&a, "2.dml", &two);
    compile(&b, "3.dml", &three);
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.p, two.p, one.n);
    assert_int_equal(one.n, three.n);
    assert_memory_equal(one.p, three.p, one.n);
    names_follow_files(&a);
    buf_free(&one);
    buf_free(&two);
    buf_free(&three);
    folder_remove(&a);
    folder_remove(&b);
}

/* Words of a small alphabet, so that phrases share beginnings and are parts of each other. */
static uint32_t next_random(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

static void put_phrase(dm_buf *b, uint64_t *seed, uint32_t letters) {
    uint32_t n = 1 + next_random(seed) % (letters > 10 ? 3 : 5);
    for (uint32_t i = 0; i < n; i++) buf_printf(b, "%s%c", i ? " " : "", (char)('a' + next_random(seed) % letters));
}

static void check_phrases(uint32_t letters) {
    enum { PHRASES = 600 };
    folder f = folder_make();
    dm_buf table = {0};
    uint64_t seed = 7;
    buf_puts(&table, "phrase\n");
    for (int i = 0; i < PHRASES; i++) {
        put_phrase(&table, &seed, letters);
        buf_putc(&table, '\n');
    }
    folder_write(&f, "titles.tsv", buf_cstr(&table));
    lexicon *lex = compile_and_open(&f);
    dm_strmap phrases = {0};
    dm_arena arena, keep;
    arena_init(&arena, 0);
    arena_init(&keep, 0);
    dm_str rest = buf_str(&table);
    for (dm_str line; rest.n;) { /* the set of phrases as text, the slow way to match */
        uint32_t n = (uint32_t)str_find(rest, DM_STR("\n"), 0);
        line = str_sub(rest, 0, n);
        rest = str_sub(rest, n + 1, rest.n);
        assert_true(strmap_put(&phrases, &keep, line, 1, NULL));
    }
    for (int round = 0; round < 200; round++) {
        dm_buf text = {0};
        dm_doc doc;
        for (int i = 0; i < 4; i++) {
            put_phrase(&text, &seed, letters);
            buf_putc(&text, ' ');
        }
        arena_reset(&arena);
        document_of(&doc, &arena, buf_cstr(&text));
        assert_int_equal(lexicon_tag(lex, &doc, NULL), DM_OK);
        for (uint32_t at = 0; at < doc.pieces.n; at++) {
            lex_match m[16];
            uint32_t n = lexicon_match(lex, &doc, at, m, 16), want = 0;
            for (uint32_t end = doc.pieces.n; end > at; end--) { /* longest first */
                dm_str s = doc_text(&doc, (dm_span){doc.pieces.v[at].span.begin, doc.pieces.v[end - 1].span.end});
                if (strmap_get(&phrases, s) == MAP_NONE) continue;
                assert_true(want < n);
                assert_int_equal(m[want].n_pieces, end - at);
                assert_true(str_eq(lexicon_title(lex, m[want].row).phrase, s));
                want++;
            }
            assert_int_equal(n, want);
        }
        buf_free(&text);
    }
    lexicon_close(lex);
    buf_free(&table);
    arena_free(&arena);
    arena_free(&keep);
    folder_remove(&f);
}

/* Few letters give deep states, many give wide ones. */
static void every_phrase_is_found(void **state) {
    (void)state;
    check_phrases(4);
    check_phrases(26);
}

static void no_memory_is_an_error(void **state) {
    (void)state;
    int up[FILES];
    for (int i = 0; i < FILES; i++) up[i] = i;
    folder f = folder_make();
    dm_buf good = {0};
    fill(&f, up);
    compile(&f, "good.dml", &good);
    char path[512];
    const char *dirs[1] = {f.path};
    snprintf(path, sizeof path, "%s/k.dml", f.path);
    uint64_t k = 1;
    for (;; k++) {
        dm_err err = {0};
        arena_fail_after(k);
        dm_status s = lexicon_compile(dirs, 1, path, NULL, NULL, &err);
        arena_fail_after(0);
        if (s == DM_OK) break;
        if (s != DM_E_MEMORY) fail_msg("allocation %u: %s", (unsigned)k, err.msg);
        assert_false(file_exists(path));
    }
    assert_true(k > 100); /* it did fail before */
    dm_buf last = {0};
    dm_err err;
    assert_int_equal(file_read(path, 1 << 24, &last, &err), DM_OK);
    assert_int_equal(last.n, good.n);
    assert_memory_equal(last.p, good.p, good.n);
    buf_free(&last);
    buf_free(&good);
    folder_remove(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_bytes), cmocka_unit_test(every_phrase_is_found),
                                       cmocka_unit_test(no_memory_is_an_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
