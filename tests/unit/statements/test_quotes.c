/* The quotation scanner alone, over documents cut by simple rules: no lexicon, no syntax. */
#include "statements/statements_int.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static dm_arena arena;
static dm_doc doc;
static st_work work;

/* Bytes of the mark or punctuation at p, 0 for a letter, digit or blank. */
static uint32_t punct_bytes(dm_str s, uint32_t at) {
    if (str_is(str_sub(s, at, at + 2 <= s.n ? at + 2 : at), "''")) return 2;
    if (strchr(".,:;!?\"'()", s.p[at])) return 1;
    if (at + 3 <= s.n && memcmp(s.p + at, "\xE2\x80", 2) == 0) return 3; /* curly marks, dashes */
    if (at + 2 <= s.n && (memcmp(s.p + at, "\xC2\xAB", 2) == 0 || memcmp(s.p + at, "\xC2\xBB", 2) == 0)) return 2;
    return 0;
}

static void add_token(uint32_t b, uint32_t e, bool punct) {
    dm_token *k = VEC_PUSH(&arena, &doc.tokens);
    assert_non_null(k);
    k->span = (dm_span){b, e};
    k->text = k->lower = k->lemma = str_sub(doc.text, b, e);
    k->pos = punct ? DM_POS_PUNCT : DM_POS_NOUN;
    k->tag = punct && strchr(".!?", doc.text.p[b]) ? DM_TAG_PERIOD : punct && doc.text.p[b] == ',' ? DM_TAG_COMMA : DM_TAG_NN;
    k->flags = e < doc.text.n && doc.text.p[e] == ' ' ? DM_TOK_SPACE_AFTER : 0;
    if (str_is(k->text, "we") || str_is(k->text, "We")) k->dep = DM_DEP_NSUBJ;
    k->block = doc.blocks.n - 1;
    k->head = k->left = doc.tokens.n - 1;
    k->right = doc.tokens.n;
    k->first_child = k->next_sibling = DM_NONE;
    k->sentence = doc.sentences.n - 1;
}

static void begin_sentence(void) {
    dm_sentence_row *s = VEC_PUSH(&arena, &doc.sentences);
    assert_non_null(s);
    s->tok_begin = doc.tokens.n;
    s->block = doc.blocks.n - 1;
}

static void end_sentence(void) { doc.sentences.v[doc.sentences.n - 1].tok_end = doc.tokens.n; }

/* Blocks at blank lines, sentences after a full stop and a blank, tokens at blanks and punctuation. */
static void cut(const char *text) {
    doc_reset(&doc);
    doc.text = str_from(text);
    for (uint32_t at = 0; at < doc.text.n;) {
        if (at == 0 || doc.text.p[at] == '\n') {
            while (at < doc.text.n && doc.text.p[at] == '\n') at++;
            if (doc.sentences.n) end_sentence();
            if (doc.blocks.n) doc.blocks.v[doc.blocks.n - 1].tok_end = doc.tokens.n;
            dm_block_row *b = VEC_PUSH(&arena, &doc.blocks);
            assert_non_null(b);
            b->tok_begin = doc.tokens.n;
            begin_sentence();
        }
        uint32_t n = punct_bytes(doc.text, at), b = at;
        if (n) add_token(at, at + n, true);
        else if (doc.text.p[at] != ' ') {
            while (at < doc.text.n && doc.text.p[at] != ' ' && doc.text.p[at] != '\n' && (at == b || !punct_bytes(doc.text, at))) at++;
            add_token(b, at, false);
        }
        if (n || doc.text.p[b] == ' ') at = b + (n ? n : 1);
        bool stop = at >= 2 && doc.text.p[at - 1] == ' ' && strchr(".!?", doc.text.p[at - 2]);
        if (stop && doc.tokens.n) {
            end_sentence();
            begin_sentence();
        }
    }
    end_sentence();
    doc.blocks.v[doc.blocks.n - 1].tok_end = doc.tokens.n;
    work = (st_work){.doc = &doc};
    assert_true(st_scan_quotes(&work));
}

/* The quotations, each as its text with its depth before it; "+" for one that goes on. */
static void expect(const char *text, const char *want) {
    cut(text);
    dm_buf b = {0};
    for (uint32_t i = 0; i < work.quotes.n; i++) {
        const st_quote *q = &work.quotes.v[i];
        uint32_t depth = 0;
        for (uint32_t p = q->parent; p != DM_NONE; p = work.quotes.v[p].parent) depth++;
        if (i) buf_puts(&b, " / ");
        buf_printf(&b, "%u%s%.*s", (unsigned)depth, q->continues != DM_NONE ? "+" : "",
                   DM_STR_ARG(doc_text(&doc, tree_tokens_span(&doc, q->at.b, q->at.e))));
    }
    assert_string_equal(buf_cstr(&b), want);
    buf_free(&b);
}

static void pairs(void **state) {
    (void)state;
    expect("\"Yes,\" she said, \"we go.\"", "0\"Yes,\" / 0\"we go.\"");
    expect("\xE2\x80\x9CYes,\xE2\x80\x9D she said.", "0\xE2\x80\x9CYes,\xE2\x80\x9D");
    expect("\xC2\xABYes\xC2\xBB was the word.", "0\xC2\xABYes\xC2\xBB");
    expect("''We go on,'' he said. ''We do.''", "0''We go on,'' / 0''We do.''");
    expect("\xE2\x80\x9EWir gehen\xE2\x80\x9C they wrote.", "0\xE2\x80\x9EWir gehen\xE2\x80\x9C");
    expect("No mark at all.", "");
}

static void nested(void **state) {
    (void)state;
    expect("\"He told me 'never again,' and left,\" she said.", "0\"He told me 'never again,' and left,\" / 1'never again,'");
}

static void single_marks_and_apostrophes(void **state) {
    (void)state;
    expect("'We go home,' said the crew.", "0'We go home,'");
    expect("The crew ' s boat and the captains' table.", "");
    expect("It is the ministers' plan and the '90s treaty.", "");
}

static void wrong_marks(void **state) {
    (void)state;
    expect("\xE2\x80\x9CWe go on,\xE2\x80\x9C he said.", "0\xE2\x80\x9CWe go on,\xE2\x80\x9C");
    expect("\xE2\x80\x9DWe go on,\xE2\x80\x9D he said.", "0\xE2\x80\x9DWe go on,\xE2\x80\x9D");
    expect("\xE2\x80\x9CWe go on,\" he said.", "0\xE2\x80\x9CWe go on,\"");
    expect("\" We go on , \" he said.", "0\" We go on , \"");
}

static void unbalanced(void **state) {
    (void)state;
    expect("\"We go on, he said. Then he left.", "0\"We go on, he said. Then he left.");
    assert_int_equal(doc.notes.n, 1);
    expect("Nobody spoke. Then \"we go on he said. He left.", "0\"we go on he said.");
    assert_int_equal(doc.notes.n, 1);
    expect("It was late. We go on,\" he said.", "0We go on,\"");
    assert_int_equal(doc.notes.n, 1);
    assert_string_equal("unbalanced_quote", doc.notes.v[0].code.p);
}

static void paragraphs(void **state) {
    (void)state;
    expect("\"We go on.\n\n\"We do not rest.\n\n\"We win,\" he said.", "0\"We go on. / 0+\"We do not rest. / 0+\"We win,\"");
    assert_int_equal(doc.notes.n, 0);
    expect("\"We go on.\n\nWe do not rest,\" he said.", "0\"We go on. / 0+We do not rest,\"");
    assert_int_equal(doc.notes.n, 0);
    expect("\"We go on,\" he said.\n\n\"We do not rest,\" she said.", "0\"We go on,\" / 0\"We do not rest,\"");
}

static void short_phrases(void **state) {
    (void)state;
    cut("The \"peace train\" left; \"we go on,\" he said.");
    assert_int_equal(work.quotes.n, 2);
    assert_true(work.quotes.v[0].short_phrase);
    assert_false(work.quotes.v[1].short_phrase);
}

/* Whatever the marks, quotations stay inside the text, are closed, and nest. */
static void any_marks(void **state) {
    (void)state;
    static const char *const ALPHABET[] = {
        "\"", "'", "''", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99", "we", " ", ". ", "\n\n", ", ", "\xC2\xAB", "\xC2\xBB", "`"};
    uint64_t seed = 11;
    for (int round = 0; round < 3000; round++) {
        char text[256] = "a";
        for (size_t n = 1; n < 200;) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            const char *piece = ALPHABET[(seed >> 33) % (sizeof ALPHABET / sizeof *ALPHABET)];
            memcpy(text + n, piece, strlen(piece) + 1);
            n += strlen(piece);
        }
        cut(text);
        for (uint32_t i = 0; i < work.quotes.n; i++) {
            const st_quote *q = &work.quotes.v[i];
            assert_true(q->at.b < q->at.e && q->at.e <= doc.tokens.n);
            assert_int_equal(doc.tokens.v[q->at.b].block, doc.tokens.v[q->at.e - 1].block);
            if (q->parent != DM_NONE) {
                st_range up = work.quotes.v[q->parent].at;
                assert_true(up.b <= q->at.b && q->at.e <= up.e);
            }
        }
    }
}

static int setup(void **state) {
    (void)state;
    arena_init(&arena, 0);
    doc.arena = &arena;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs),         cmocka_unit_test(nested),     cmocka_unit_test(single_marks_and_apostrophes),
        cmocka_unit_test(wrong_marks),   cmocka_unit_test(unbalanced), cmocka_unit_test(paragraphs),
        cmocka_unit_test(short_phrases), cmocka_unit_test(any_marks),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
