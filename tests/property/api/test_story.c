/* What holds for any one story, however it is shaped: an answer that is JSON, spans inside the text and between characters, the
 * same line from a worker that has coded others before, linear time, and no harm when memory runs out at any point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/stories.h"
#include "api/engine.h"
#include "base/utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static dm_engine *engine;

static int set_up(void **state) {
    (void)state;
    dm_err err = {0};
    if (dm_engine_open(NULL, &engine, &err) == DM_OK) return 0;
    fprintf(stderr, "%s\nThis test needs model and lexicon in the build folder: make build.\n", err.msg);
    return 1;
}

static int tear_down(void **state) {
    (void)state;
    dm_engine_close(engine);
    return 0;
}

static dm_worker *fresh(void) {
    dm_worker *w;
    assert_int_equal(dm_worker_new(engine, &w, NULL), DM_OK);
    return w;
}

/* A copy of the line, which the caller frees. */
static char *line_of(dm_worker *w, const char *text, size_t size) {
    const char *json = NULL;
    size_t n = 0;
    dm_err err = {0};
    dm_story story = {.text = text, .text_size = size, .id = "s", .date = "2019-03-05"};
    assert_int_equal(dm_worker_code(w, &story, &json, &n, &err), DM_OK);
    char *copy = malloc(n + 1);
    assert_non_null(copy);
    memcpy(copy, json, n);
    copy[n] = 0;
    assert_int_equal(strlen(copy), n);
    return copy;
}

static json_t *parse(const char *line) {
    json_error_t why;
    json_t *v = json_loads(line, JSON_REJECT_DUPLICATES, &why);
    if (!v) print_error("%s at %d: %.200s\n", why.text, why.position, line);
    assert_non_null(v);
    static const char *const known[] = {"ok", "partial", "skipped", "failed"};
    const char *status = json_string_value(json_object_get(v, "status"));
    bool found = false;
    for (int i = 0; i < 4; i++) found |= status && strcmp(status, known[i]) == 0;
    assert_true(found);
    return v;
}

/* ---- spans ---- */

typedef struct where {
    const dm_doc *doc;
    const char *row, *field;
} where;

static void check_span(const where *w, dm_span s) {
    if (!span_is(s)) return;
    dm_str text = w->doc->text;
    bool inside = s.begin <= s.end && s.end <= text.n;
    bool borders = inside && (s.begin == text.n || !utf8_is_cont(text.p[s.begin])) && (s.end == text.n || !utf8_is_cont(text.p[s.end]));
    if (!borders) print_error("%s.%s: [%u,%u) of %u\n", w->row, w->field, s.begin, s.end, text.n);
    assert_true(borders);
}

static void check_nothing(const where *w, const void *v) { (void)w, (void)v; }
static void check_SPAN(const where *w, const dm_span *v) { check_span(w, *v); }
static void check_SPANS(const where *w, const dm_span_list *v) {
    for (uint32_t i = 0; i < v->n; i++) check_span(w, v->v[i]);
}
static void check_ROLES(const where *w, const dm_role_list *v) {
    for (uint32_t i = 0; i < v->n; i++) {
        check_span(w, v->v[i].span);
        assert_true(v->v[i].entity < w->doc->entities.n);
    }
}
static void check_MATTER(const where *w, dm_matter *const *v) {
    if (!*v) return;
    check_span(w, (*v)->span);
    check_SPANS(w, &(*v)->conditions);
}
static void check_PLACE(const where *w, dm_place *const *v) {
    if (*v) check_span(w, (*v)->span);
}

/* Fields of other types hold no span. */
#define CHECK(name, TYPE, key, help) \
    w.field = key;                   \
    _Generic(&row->name, dm_span *: check_SPAN, dm_span_list *: check_SPANS, dm_role_list *: check_ROLES, dm_matter **: check_MATTER,      \
             dm_place **: check_PLACE, default: check_nothing)(&w, &row->name);
#define R(KIND, S, array)                         \
    for (uint32_t i = 0; i < doc->array.n; i++) { \
        S *row = &doc->array.v[i];                \
        w.row = #KIND;                            \
        DM_ROW_##KIND(CHECK)                      \
    }

static void check_rows(dm_doc *doc) {
    where w = {doc, "token", "span"};
    assert_int_equal(utf8_valid_prefix(doc->text.p, doc->text.n), doc->text.n);
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        check_span(&w, doc->tokens.v[i].span);
        assert_true(doc->tokens.v[i].head < doc->tokens.n && doc->tokens.v[i].sentence < doc->sentences.n);
    }
    DM_ROW_KINDS(R)
}

static void spans_lie_in_the_text(void **state) {
    (void)state;
    uint64_t seed = 12345;
    dm_buf text = {0};
    pipeline_worker *w;
    dm_arena arena;
    arena_init(&arena, PIPELINE_STORY_BUDGET);
    dm_doc doc = {.arena = &arena};
    uint32_t n_events = 0, n_statements = 0;
    assert_int_equal(pipeline_worker_new(engine->pl, &w, NULL), DM_OK);
    for (uint32_t i = 0; i < 160; i++) {
        stories_make(&seed, i % 60, &text);
        dm_raw raw = {.id = DM_STR("s"), .body = buf_str(&text), .date = DM_STR("2019-03-05")};
        assert_int_equal(pipeline_code(w, &raw, &doc, NULL), DM_OK);
        check_rows(&doc);
        n_events += doc.events.n;
        n_statements += doc.statements.n;
    }
    assert_true(n_events > 100 && n_statements > 100);
    pipeline_worker_free(w);
    arena_free(&arena);
    buf_free(&text);
}

static void a_used_worker_gives_what_a_fresh_one_gives(void **state) {
    (void)state;
    uint64_t seed = 777;
    dm_buf text = {0};
    dm_worker *used = fresh();
    for (uint32_t i = 0; i < 40; i++) {
        stories_make(&seed, i % 50, &text);
        dm_worker *new = fresh();
        char *a = line_of(used, text.p, text.n), *b = line_of(new, text.p, text.n);
        assert_string_equal(a, b);
        json_decref(parse(a));
        free(a);
        free(b);
        dm_worker_free(new);
    }
    dm_worker_free(used);
    buf_free(&text);
}

/* ---- shapes ---- */

static void repeat(dm_buf *b, const char *piece, uint32_t n) {
    while (n--) buf_puts(b, piece);
}

#define SIMPLE(name, piece) \
    static void name(dm_buf *b, uint32_t n) { repeat(b, piece, n); }
SIMPLE(spaces, " \t")
SIMPLE(new_lines, "\n")
SIMPLE(quotation_marks, "\"")
SIMPLE(curly_marks, "\u201c")
SIMPLE(no_space, "abcDef7-")
SIMPLE(one_word, "ab")
SIMPLE(one_line, "North Korea rejected South Korea's offer of talks on Friday.\n")
SIMPLE(shouting, "NORTH KOREA SAID ON FRIDAY THAT IT REJECTED THE OFFER. ")
SIMPLE(brackets, "(the minister [")
SIMPLE(right_to_left, "\u202eIran said\u202c \u05d0\u05d1 ")
SIMPLE(families, "\U0001F468\u200d\U0001F469\u200d\U0001F467")
SIMPLE(surrogates, "Iran \xed\xa0\x80 said \xed\xbf\xbf ")
SIMPLE(he_said, "he said ")
SIMPLE(list_of_states, "France, ")
SIMPLE(dots, ". ")
SIMPLE(combining, "e\u0301\u0301\u0301")
SIMPLE(dates, "on Friday, 5 May 2017, ")
SIMPLE(paragraphs, "Talks\n\n")
SIMPLE(ministers, "Foreign Minister Anna Berg, ")

static void binary(dm_buf *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) buf_putc(b, (char)(i * 37));
}
static void nul_between(dm_buf *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        buf_puts(b, "Iran said no. ");
        buf_putc(b, 0);
    }
}
static void deep_quotes(dm_buf *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) buf_puts(b, i % 2 ? "he said, '" : "he said, \"");
    for (uint32_t i = n; i-- > 0;) buf_puts(b, i % 2 ? "'" : "\"");
}
static void closed_brackets(dm_buf *b, uint32_t n) {
    repeat(b, "(", n);
    buf_puts(b, "said");
    repeat(b, ")", n);
}
static void news(dm_buf *b, uint32_t n) {
    uint64_t seed = 99;
    while (n--) stories_sentence(&seed, b);
}
static void many_names(dm_buf *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) buf_printf(b, "Mr. John Smith%u met Jones%u of Norway on 3 May %u.\n\n", i, i / 3, 1900 + i % 120);
}

typedef struct shape {
    const char *name;
    void (*make)(dm_buf *b, uint32_t n);
    uint32_t n;
} shape;

static const shape shapes[] = {
    {"nothing", spaces, 0},
    {"one byte", one_word, 1},
    {"spaces", spaces, 50000},
    {"new lines", new_lines, 100000},
    {"quotation marks", quotation_marks, 3000},
    {"curly marks", curly_marks, 3000},
    {"200 KB without a space", no_space, 25000},
    {"one word", one_word, 50000},
    {"a line 5,000 times", one_line, 5000},
    {"all capitals", shouting, 400},
    {"open brackets", brackets, 2000},
    {"right to left", right_to_left, 2000},
    {"families", families, 3000},
    {"surrogates", surrogates, 2000},
    {"he said", he_said, 4000},
    {"list of states", list_of_states, 4000},
    {"dots", dots, 5000},
    {"combining", combining, 5000},
    {"dates", dates, 1500},
    {"20,000 paragraphs", paragraphs, 20000},
    {"ministers", ministers, 2000},
    {"binary", binary, 60000},
    {"NULs", nul_between, 500},
    {"deep quotes", deep_quotes, 3000},
    {"closed brackets", closed_brackets, 3000},
    {"100,000 tokens", news, 9000},
    {"many names", many_names, 1000},
};

static double cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double time_of(dm_worker *w, const shape *s, uint32_t n) {
    dm_buf text = {0};
    s->make(&text, n);
    double begin = cpu_seconds();
    char *line = line_of(w, text.p ? text.p : "", text.n);
    double seconds = cpu_seconds() - begin;
    json_decref(parse(line));
    free(line);
    buf_free(&text);
    return seconds;
}

/* Twice the size should take about twice the time; more is told, and fails nothing: machines are busy. What is truly
 * quadratic does not end within the time that a test has. */
static void monsters_end(void **state) {
    (void)state;
    dm_worker *w = fresh();
    for (uint32_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double half = time_of(w, &shapes[i], shapes[i].n / 2), whole = time_of(w, &shapes[i], shapes[i].n);
        if (half > 0.05 && whole > half * 3.5) print_message("warning: %s: %.2f s, half of it %.2f s\n", shapes[i].name, whole, half);
    }
    dm_worker_free(w);
}

/* ---- memory ---- */

static const char short_story[] = "SEOUL, July 22 - North Korea on Friday rejected South Korea's offer of military talks.\n\n"
                                  "\u201cWe will not come to the table,\u201d Foreign Minister Ri Yong-ho said in a statement to Kyodo. "
                                  "He added that Japan and the United States had threatened his country with sanctions.\n\n"
                                  "The ministry said on Monday that it would propose new talks next week if the drills stopped.\n";

/* Codes the story with the k-th allocation failing; false when there were fewer. */
static bool fails_at(dm_worker *w, uint64_t k, const char *want) {
    const char *json = NULL;
    size_t n = 0;
    dm_err err = {0};
    dm_story story = {.text = short_story, .text_size = sizeof short_story - 1, .id = "s", .date = "2019-03-05"};
    arena_fail_after(k);
    dm_status s = dm_worker_code(w, &story, &json, &n, &err);
    arena_fail_after(0);
    if (s != DM_OK) {
        assert_int_equal(s, DM_E_MEMORY);
        assert_int_equal(err.code, DM_E_MEMORY);
        assert_true(err.msg[0]);
        return true;
    }
    if (n == strlen(want) && memcmp(json, want, n) == 0) return false;
    json_t *line = json_loadb(json, n, 0, NULL);
    assert_non_null(line);
    assert_string_equal(json_string_value(json_object_get(line, "status")), "failed");
    assert_int_equal(json_array_size(json_object_get(line, "notes")), 1);
    json_decref(line);
    return true;
}

static void any_allocation_may_fail(void **state) {
    (void)state;
    dm_worker *w = fresh();
    char *want = line_of(w, short_story, sizeof short_story - 1);
    uint64_t k = 1, n_failed = 0;
    for (uint32_t missed = 0; missed < 3; k += 1 + k / 128) {
        dm_worker *cold = fresh();
        bool failed = fails_at(cold, k, want);
        if (failed) {
            char *after = line_of(cold, short_story, sizeof short_story - 1);
            assert_string_equal(after, want);
            free(after);
        }
        dm_worker_free(cold);
        missed = failed ? 0 : missed + 1;
        n_failed += failed;
    }
    for (k = 1; fails_at(w, k, want); k += 1 + k / 64) {
    }
    char *after = line_of(w, short_story, sizeof short_story - 1);
    assert_string_equal(after, want);
    assert_true(n_failed > 100);
    free(after);
    free(want);
    dm_worker_free(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_lie_in_the_text),
        cmocka_unit_test(a_used_worker_gives_what_a_fresh_one_gives),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(monsters_end),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
