/* Runs the stage over cases.conllu: each case's rows, printed as text, must be those that it expects. */
#include "../../support/conllu_doc.h"
#include "base/file.h"
#include "statements/statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];
static lexicon *lex;
static dm_arena arena;
static dm_doc doc;
static dm_buf cases;

static int setup(void **state) {
    (void)state;
    char table[96], compiled[96];
    strcpy(folder, "/tmp/dm-statements-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(table, sizeof table, "%s/cues.tsv", folder);
    snprintf(compiled, sizeof compiled, "%s/cues.dml", folder);
    assert_int_equal(symlink(DM_SOURCE_DIR "/lexicon/cues.tsv", table), 0);
    const char *dirs[] = {folder};
    dm_err err = {0};
    if (lexicon_compile(dirs, 1, compiled, NULL, NULL, &err) != DM_OK || lexicon_open(compiled, &lex, &err) != DM_OK) fail_msg("%s", err.msg);
    if (file_read(DM_SOURCE_DIR "/tests/golden/statements/cases.conllu", 1 << 22, &cases, &err) != DM_OK) fail_msg("%s", err.msg);
    unlink(table);
    unlink(compiled);
    arena_init(&arena, 0);
    doc.arena = &arena;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    lexicon_close(lex);
    arena_free(&arena);
    buf_free(&cases);
    return rmdir(folder);
}

static void put_text(dm_buf *b, dm_span s) {
    dm_str t = span_is(s) ? doc_text(&doc, s) : DM_STR("-");
    for (uint32_t i = 0; i < t.n; i++) {
        if (t.p[i] != '\n') buf_putc(b, t.p[i]);
        else if (i == 0 || t.p[i - 1] != '\n') buf_putc(b, ' ');
    }
}

static void put_row(dm_buf *b, const dm_statement_row *row) {
    if (row->parent != DM_NONE) buf_putc(b, '>');
    buf_printf(b, "%s %s | ", dm_mode_text(row->mode), dm_act_text(row->act));
    put_text(b, row->speaker_span);
    buf_puts(b, " | ");
    put_text(b, row->cue_span);
    buf_puts(b, " | ");
    for (uint32_t i = 0; i < row->content_spans.n; i++) {
        if (i) buf_puts(b, " ... ");
        put_text(b, row->content_spans.v[i]);
    }
    if (row->occasion.p) buf_printf(b, " @ %.*s", DM_STR_ARG(row->occasion));
    buf_putc(b, '\n');
}

/* Lines of a case that begin with `key`, without it, one a line. */
static void put_lines(dm_buf *b, dm_str text, const char *key) {
    for (uint32_t i = 0, from = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '\n') continue;
        dm_str line = str_sub(text, from, i);
        if (str_starts(line, key)) {
            buf_put_str(b, str_sub(line, (uint32_t)strlen(key), line.n));
            buf_putc(b, '\n');
        }
        from = i + 1;
    }
}

static void code(dm_str text) {
    conllu_doc(&doc, text);
    assert_int_equal(lexicon_tag(lex, &doc, NULL), DM_OK);
    assert_int_equal(statements_run(lex, &doc, NULL), DM_OK);
}

static int run_case(dm_str text) {
    dm_buf want = {0}, got = {0}, name = {0};
    put_lines(&name, text, "# case = ");
    put_lines(&want, text, "# expect = ");
    code(text);
    for (uint32_t i = 0; i < doc.statements.n; i++) put_row(&got, &doc.statements.v[i]);
    bool same = str_eq(buf_str(&want), buf_str(&got));
    bool known = str_find(text, DM_STR("\n# known-fail\n"), 0) >= 0;
    if (same == known) {
        print_error("%s%s--- wanted\n%s--- got\n%s", buf_cstr(&name), known ? "is marked known-fail and passes\n" : "", want.n ? buf_cstr(&want) : "",
                    got.n ? buf_cstr(&got) : "");
    }
    buf_free(&want);
    buf_free(&got);
    buf_free(&name);
    return same == known;
}

static void each_case(int (*run)(dm_str), int *failed, int *n) {
    dm_str all = buf_str(&cases);
    int64_t at = str_find(all, DM_STR("\n# case = "), 0);
    while (at >= 0) {
        int64_t next = str_find(all, DM_STR("\n# case = "), (uint32_t)at + 1);
        *failed += run(str_sub(all, (uint32_t)at + 1, next < 0 ? all.n : (uint32_t)next + 1));
        ++*n;
        at = next;
    }
}

static void cases_give_their_rows(void **state) {
    (void)state;
    int failed = 0, n = 0;
    each_case(run_case, &failed, &n);
    assert_true(n > 30);
    assert_int_equal(failed, 0);
}

static bool span_ok(dm_span s) { return s.begin < s.end && s.end <= doc.text.n; }

/* Spans lie in the text, pieces of content ascend, parents exist; true of any row whatever the case expects. */
static int check_rows(dm_str text) {
    code(text);
    for (uint32_t i = 0; i < doc.statements.n; i++) {
        const dm_statement_row *row = &doc.statements.v[i];
        assert_true(!span_is(row->speaker_span) || span_ok(row->speaker_span));
        assert_true(!span_is(row->cue_span) || span_ok(row->cue_span));
        assert_true(row->content_spans.n > 0);
        for (uint32_t p = 0; p < row->content_spans.n; p++) {
            assert_true(span_ok(row->content_spans.v[p]));
            assert_true(p == 0 || row->content_spans.v[p - 1].end <= row->content_spans.v[p].begin);
        }
        assert_true(row->parent == DM_NONE || (row->parent < doc.statements.n && row->parent != i));
        assert_true(row->id.n >= 17 && row->id.p[0] == 's');
    }
    return 0;
}

static void rows_are_sound(void **state) {
    (void)state;
    int failed = 0, n = 0;
    each_case(check_rows, &failed, &n);
}

/* The k-th allocation fails: an error or the same rows, never a crash. */
static void memory_runs_out(void **state) {
    (void)state;
    dm_str all = buf_str(&cases);
    int64_t at = str_find(all, DM_STR("# case = paragraphs that go on"), 0);
    assert_true(at >= 0);
    int64_t end = str_find(all, DM_STR("\n# case = "), (uint32_t)at);
    dm_str text = str_sub(all, (uint32_t)at, (uint32_t)end);
    uint32_t failures = 0;
    for (uint64_t k = 1; k < 60; k++) {
        conllu_doc(&doc, text);
        assert_int_equal(lexicon_tag(lex, &doc, NULL), DM_OK);
        arena_fail_after(k);
        dm_err err = {0};
        failures += statements_run(lex, &doc, &err) == DM_E_MEMORY;
        arena_fail_after(0);
    }
    assert_true(failures > 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_give_their_rows),
        cmocka_unit_test(rows_are_sound),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
