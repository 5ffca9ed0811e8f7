/* What holds for the tokens of any text: they cover it, a warm cache gives what a cold one gives, also after it was emptied,
 * and monsters take linear time (else this test does not end). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/parsed.h"
#include "base/utf8.h"
#include "text/text.h"

static model *file;
static text_model *tokenizer;

static int set_up(void **state) {
    (void)state;
    dm_err err = {0};
    file = parsed_model();
    return text_open(file, &tokenizer, &err) != DM_OK;
}

static int tear_down(void **state) {
    (void)state;
    text_close(tokenizer);
    model_close(file);
    return 0;
}

static text_scratch *fresh(void) {
    text_scratch *s;
    assert_int_equal(text_scratch_new(&s, NULL), DM_OK);
    return s;
}

/* Xorshift: the same texts on every machine. */
static uint64_t next(uint64_t *seed) {
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return *seed >> 11;
}

static void random_text(uint64_t *seed, dm_buf *b) {
    static const char *const pieces[] = {"Kim",       "won't",  "the",    "U.S.",    "'s",        "...",    ":-)",    "(",    ")",
                                         "\"",        "-",      "--",     "7",       "5km",       "\u20ac", "'Cause", "a.m.", ",",
                                         "\u2019",    "\u2026", "\n",     "\t",      "\u00a0",    " ",      " ",      " ",    "http://x.org/y",
                                         "me@ex.org", "\u0130", "\u03a3", "e\u0301", "\U0001F44D"};
    buf_clear(b);
    for (uint32_t n = (uint32_t)(next(seed) % 40); n > 0; n--) {
        if (next(seed) % 12 == 0) {
            char c[4];
            uint32_t cp = (uint32_t)(next(seed) % 0x3000);
            buf_put(b, c, utf8_encode(cp, c));
        } else {
            buf_puts(b, pieces[next(seed) % (sizeof pieces / sizeof *pieces)]);
        }
    }
}

static void tokens_cover_the_text(const dm_doc *doc) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const dm_token *t = &doc->tokens.v[i];
        assert_int_equal(t->span.begin, at);
        assert_true(t->span.end > t->span.begin && t->span.end <= doc->text.n);
        assert_ptr_equal(t->text.p, doc->text.p + at);
        assert_false(utf8_is_cont(t->text.p[0]));
        at = t->span.end;
        if (t->flags & DM_TOK_SPACE_AFTER) assert_int_equal(doc->text.p[at++], ' ');
    }
    assert_int_equal(at, doc->text.n);
    assert_int_equal(doc->features.n, doc->tokens.n);
}

static void same_tokens(const dm_doc *a, const dm_doc *b) {
    assert_int_equal(a->tokens.n, b->tokens.n);
    for (uint32_t i = 0; i < a->tokens.n; i++) {
        assert_int_equal(a->tokens.v[i].span.begin, b->tokens.v[i].span.begin);
        assert_int_equal(a->tokens.v[i].span.end, b->tokens.v[i].span.end);
        assert_int_equal(a->tokens.v[i].flags, b->tokens.v[i].flags);
        assert_true(str_eq(a->tokens.v[i].lower, b->tokens.v[i].lower));
        assert_memory_equal(&a->features.v[i], &b->features.v[i], sizeof *a->features.v);
    }
}

static void warm_equals_cold(void **state) {
    (void)state;
    dm_arena arenas[2];
    dm_doc docs[2] = {{.arena = &arenas[0]}, {.arena = &arenas[1]}};
    arena_init(&arenas[0], 0);
    arena_init(&arenas[1], 0);
    text_scratch *warm = fresh();
    dm_buf text = {0};
    uint64_t seed = 42;
    for (int round = 0; round < 3000; round++) {
        random_text(&seed, &text);
        parsed_unit(&docs[0], buf_str(&text));
        assert_int_equal(text_run(tokenizer, warm, &docs[0], 0, NULL), DM_OK);
        tokens_cover_the_text(&docs[0]);
        if (round % 30) continue;
        text_scratch *cold = fresh();
        parsed_unit(&docs[1], buf_str(&text));
        assert_int_equal(text_run(tokenizer, cold, &docs[1], 0, NULL), DM_OK);
        same_tokens(&docs[0], &docs[1]);
        text_scratch_free(cold);
    }
    text_scratch_free(warm);
    buf_free(&text);
    arena_free(&arenas[0]);
    arena_free(&arenas[1]);
}

/* More different chunks than the cache holds, then a document that was kept over all that. */
static void a_document_outlives_the_cache(void **state) {
    (void)state;
    dm_arena arenas[2];
    dm_doc kept = {.arena = &arenas[0]}, other = {.arena = &arenas[1]};
    arena_init(&arenas[0], 0);
    arena_init(&arenas[1], 0);
    text_scratch *s = fresh(), *cold = fresh();
    dm_buf text = {0};
    dm_str first = DM_STR("The Envoy won't Leave GENEVA.");
    parsed_unit(&kept, first);
    assert_int_equal(text_run(tokenizer, s, &kept, 0, NULL), DM_OK);
    for (uint32_t i = 0; i < 150000; i++) buf_printf(&text, "Word%u ", i);
    parsed_unit(&other, buf_str(&text));
    assert_int_equal(text_run(tokenizer, s, &other, 0, NULL), DM_OK);
    tokens_cover_the_text(&other);
    assert_int_equal(other.tokens.n, 150000);
    parsed_unit(&other, first);
    assert_int_equal(text_run(tokenizer, cold, &other, 0, NULL), DM_OK);
    same_tokens(&kept, &other);
    text_scratch_free(s);
    text_scratch_free(cold);
    buf_free(&text);
    arena_free(&arenas[0]);
    arena_free(&arenas[1]);
}

static uint32_t n_tokens_of_repeated(const char *piece, uint32_t times) {
    dm_arena arena;
    dm_doc doc = {.arena = &arena};
    dm_buf text = {0};
    text_scratch *s = fresh();
    arena_init(&arena, 0);
    for (uint32_t i = 0; i < times; i++) buf_puts(&text, piece);
    parsed_unit(&doc, buf_str(&text));
    assert_int_equal(text_run(tokenizer, s, &doc, 0, NULL), DM_OK);
    tokens_cover_the_text(&doc);
    uint32_t n = doc.tokens.n;
    text_scratch_free(s);
    buf_free(&text);
    arena_free(&arena);
    return n;
}

static void monsters_are_linear(void **state) {
    (void)state;
    enum { N = 400000 };
    assert_int_equal(n_tokens_of_repeated("(", N), N);
    assert_int_equal(n_tokens_of_repeated(")", N), N);
    assert_int_equal(n_tokens_of_repeated("\u201d", N), N);
    assert_int_equal(n_tokens_of_repeated("a", N), 1);
    assert_int_equal(n_tokens_of_repeated("a.b.", N), 2);       /* no cut between small letters; the last stop comes off */
    assert_int_equal(n_tokens_of_repeated("a-", N), 2 * N - 1); /* the last hyphen has no letter behind it */
    assert_int_equal(n_tokens_of_repeated("a.A", N), 2 * N);    /* "a." at the start is a special case of the second pass */
    assert_int_equal(n_tokens_of_repeated(".", N), 1);
    assert_int_equal(n_tokens_of_repeated(" ", N), 1);
    assert_true(n_tokens_of_repeated(":@.", N) > 0);
    assert_true(n_tokens_of_repeated("\u03a3'", N) > 0);
    assert_true(n_tokens_of_repeated(": ) ", N) > 0); /* the second pass everywhere */
}

/* Each arena allocation in turn fails: the run says so and nothing leaks. */
static void memory_can_run_out(void **state) {
    (void)state;
    dm_arena arena;
    dm_doc doc = {.arena = &arena};
    bool done = false;
    arena_init(&arena, 0);
    for (uint64_t k = 1; k < 200 && !done; k++) {
        text_scratch *s = fresh();
        parsed_unit(&doc, DM_STR("Officials in SEOUL won't say :-) when Talks resume. A\u00a0B"));
        arena_fail_after(k);
        dm_status status = text_run(tokenizer, s, &doc, 0, NULL);
        done = status == DM_OK;
        assert_true(done || status == DM_E_MEMORY);
        arena_fail_after(0);
        text_scratch_free(s);
    }
    assert_true(done);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(warm_equals_cold),
        cmocka_unit_test(a_document_outlives_the_cache),
        cmocka_unit_test(monsters_are_linear),
        cmocka_unit_test(memory_can_run_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
