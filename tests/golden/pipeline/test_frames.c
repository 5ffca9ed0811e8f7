/* Runs the examples of the built-in frames and the sentences of events.tsv through mentions, actors, statements and
 * events. Their parses stand in events.conllu, as `demarche parse` printed them; after a change of examples make it again:
 * tests/golden/pipeline/make_events (needs the model). */
#include "../../support/conllu_doc.h"
#include "actors/actors.h"
#include "base/file.h"
#include "base/map.h"
#include "events/events.h"
#include "events/expect.h"
#include "lexicon/frames.h"
#include "mentions/mentions.h"
#include "statements/statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static lexicon *lex;
static dm_arena arena, keep;
static dm_doc doc;
static dm_buf parses;
static bool silent;        /* of cases that are known to fail, nothing is told */
static dm_strmap parse_of; /* sentence to its index in spans */
static struct {
    dm_span *v;
    uint32_t n, cap;
} spans;

static const char *const OWN[] = {"titles.tsv",
                                  "institutions.tsv",
                                  "agents.tsv",
                                  "cues.tsv",
                                  "cameo.tsv",
                                  "issues.tsv",
                                  "actors/states.tsv",
                                  "names/states.tsv",
                                  "names/institutions.tsv",
                                  "actors/organisations.tsv",
                                  "names/organisations.tsv",
                                  "frames"};

static void complain(void *user, const char *file, uint32_t line, uint32_t column, const char *what, const char *instead) {
    (void)user;
    if (!strstr(what, "same row")) print_error("%s:%u:%u %s (%s)\n", file, line, column, what, instead ? instead : "");
}

static void read_parses(void) {
    dm_str all = buf_str(&parses);
    for (int64_t at = str_find(all, DM_STR("# text = "), 0), next; at >= 0; at = next) {
        next = str_find(all, DM_STR("# text = "), (uint32_t)at + 1);
        uint32_t from = (uint32_t)at + 9, end = (uint32_t)str_find(all, DM_STR("\n"), from);
        uint32_t *found;
        assert_true(strmap_put(&parse_of, &keep, str_sub(all, from, end), spans.n, &found));
        dm_span *s = VEC_PUSH(&keep, &spans);
        assert_non_null(s);
        *s = (dm_span){(uint32_t)at, next < 0 ? all.n : (uint32_t)next};
    }
}

static int setup(void **state) {
    (void)state;
    char folder[64] = "/tmp/dm-frames-XXXXXX", path[128], source[512];
    dm_err err = {0};
    assert_non_null(mkdtemp(folder));
    for (const char *const *sub = (const char *const[]){"actors", "names", NULL}; *sub; sub++) {
        snprintf(path, sizeof path, "%s/%s", folder, *sub);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, OWN[i]);
        snprintf(source, sizeof source, "%s/lexicon/%s", DM_SOURCE_DIR, OWN[i]);
        assert_int_equal(symlink(source, path), 0);
    }
    snprintf(path, sizeof path, "%s/test.dml", folder);
    const char *dirs[] = {folder};
    if (lexicon_compile(dirs, 1, path, complain, NULL, &err) != DM_OK || lexicon_open(path, &lex, &err) != DM_OK) fail_msg("%s", err.msg);
    if (file_read(DM_SOURCE_DIR "/tests/golden/pipeline/events.conllu", 1 << 24, &parses, &err) != DM_OK) fail_msg("%s", err.msg);
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
        snprintf(source, sizeof source, "%s/%s", folder, OWN[i]);
        unlink(source);
    }
    unlink(path);
    for (const char *const *sub = (const char *const[]){"/actors", "/names", "", NULL}; *sub; sub++) {
        snprintf(path, sizeof path, "%s%s", folder, *sub);
        rmdir(path);
    }
    arena_init(&arena, 0);
    arena_init(&keep, 0);
    doc.arena = &arena;
    read_parses();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    lexicon_close(lex);
    arena_free(&arena);
    arena_free(&keep);
    buf_free(&parses);
    return 0;
}

static bool code_sentence(dm_str text) {
    dm_err err = {0};
    uint32_t at = strmap_get(&parse_of, text);
    if (at == MAP_NONE) {
        print_error("no parse of \"%.*s\"; run tests/golden/pipeline/make_events\n", DM_STR_ARG(text));
        return false;
    }
    dm_buf one = {0};
    buf_puts(&one, "# newpar\n");
    buf_put_str(&one, str_sub(buf_str(&parses), spans.v[at].begin, spans.v[at].end));
    conllu_doc(&doc, buf_str(&one));
    buf_free(&one);
    doc.date = DM_DATE_UNKNOWN;
    dm_status s = lexicon_tag(lex, &doc, &err);
    if (s == DM_OK) s = mentions_run(lex, &doc, &err);
    if (s == DM_OK) s = actors_run(lex, &doc, &err);
    if (s == DM_OK) s = statements_run(lex, &doc, &err);
    if (s == DM_OK) s = events_run(lex, &doc, &err);
    if (s != DM_OK) fail_msg("%s", err.msg);
    return true;
}

/* `frame` .p NULL: any. "-": no row of that frame. */
static bool holds(dm_str text, dm_str expect, dm_str frame) {
    if (!code_sentence(text)) return false;
    if (expect_holds(&doc, expect, frame)) return true;
    if (silent) return false;
    print_error("\"%.*s\": want %.*s\n", DM_STR_ARG(text), DM_STR_ARG(expect));
    for (uint32_t i = 0; i < doc.events.n; i++) {
        const dm_event_row *e = &doc.events.v[i];
        print_error("   own %s (%.*s), %u actors, %u recipients\n", dm_plover_text(e->type), DM_STR_ARG(e->decided_by.id), e->actors.n,
                    e->recipients.n);
    }
    return false;
}

static void examples_of_frames_hold(void **state) {
    (void)state;
    lex_frames f = frames_of(lex);
    dm_buf text = {0};
    uint32_t bad = 0;
    assert_true(f.n_examples > 400);
    for (uint32_t i = 0; i < f.n_examples; i++) {
        const lexf_example *x = &f.examples[i];
        assert_true(frames_example_sentence(lexicon_string(lex, x->text), 0, &text)); /* the others: demarche check */
        bad += !holds(buf_str(&text), lexicon_string(lex, x->expect), lexicon_string(lex, f.frames[x->frame].id));
    }
    buf_free(&text);
    assert_int_equal(bad, 0);
}

static bool some_row_fits(dm_str text, dm_str expect) {
    if (!code_sentence(text)) return true;
    for (uint32_t i = 0; i < doc.events.n; i++) {
        if (!expect_fits(&doc, &doc.events.v[i], expect)) continue;
        if (!silent) print_error("\"%.*s\": must not be %.*s\n", DM_STR_ARG(text), DM_STR_ARG(expect));
        return true;
    }
    return false;
}

/* "A ; B ; !C": rows that fit A and B, and none that fits C. */
static bool all_hold(dm_str text, dm_str expects) {
    bool hold = true;
    for (uint32_t from = 0; from < expects.n;) {
        int64_t semicolon = str_find(expects, DM_STR(" ; "), from);
        uint32_t end = semicolon < 0 ? expects.n : (uint32_t)semicolon;
        dm_str one = str_sub(expects, from, end);
        bool none = one.n && one.p[0] == '!';
        hold &= none ? !some_row_fits(text, str_sub(one, 1, one.n)) : holds(text, one, DM_STR_NONE);
        from = end + 3;
    }
    return hold;
}

/* How many cases of a file do what they must (`pass`) or wrongly do it (known to fail). */
static void run_cases(const char *file, bool pass, uint32_t least) {
    dm_buf cases = {0};
    dm_err err = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/pipeline/%s", DM_SOURCE_DIR, file);
    if (file_read(path, 1 << 20, &cases, &err) != DM_OK) fail_msg("%s", err.msg);
    dm_str all = buf_str(&cases);
    uint32_t bad = 0, n = 0;
    silent = !pass;
    for (uint32_t from = 0; from < all.n;) {
        int64_t line_end = str_find(all, DM_STR("\n"), from);
        uint32_t end = line_end < 0 ? all.n : (uint32_t)line_end;
        dm_str line = str_sub(all, from, end);
        int64_t tab = str_find(line, DM_STR("\t"), 0);
        if (line.n && line.p[0] != '#' && tab > 0) {
            n++;
            bool good = all_hold(str_sub(line, 0, (uint32_t)tab), str_sub(line, (uint32_t)tab + 1, line.n));
            bad += good != pass;
            if (good && !pass) print_error("known to fail, and holds: move to events.tsv: %.*s\n", DM_STR_ARG(line));
        }
        from = end + 1;
    }
    silent = false;
    buf_free(&cases);
    assert_true(n >= least);
    assert_int_equal(bad, 0);
}

static void sentences_hold(void **state) {
    (void)state;
    run_cases("events.tsv", true, 250);
}

static void known_fails_fail(void **state) {
    (void)state;
    run_cases("events_known_fail.tsv", false, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(examples_of_frames_hold), cmocka_unit_test(sentences_hold),
                                       cmocka_unit_test(known_fails_fail)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
