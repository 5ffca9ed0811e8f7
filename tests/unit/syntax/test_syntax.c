/* Whole analyses against the reference's (spaCy 3.8.18): tags, parts of speech, lemmas, heads, labels, entities, sentences; and what
 * holds for children, edges and blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/syntaxed.h"

static syntaxed s;

static int set_up(void **state) {
    (void)state;
    syntaxed_open(&s, NULL);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    syntaxed_close(&s);
    return 0;
}

/* One line a token: text/TAG/POS/lemma/dep->head[/ENTITY, B- at its beginning]. */
static void put_token(dm_buf *b, const dm_doc *doc, uint32_t i) {
    const dm_token *t = &doc->tokens.v[i];
    buf_printf(b, "%.*s/%s/%s/%.*s/%s->%u", DM_STR_ARG(t->text), dm_tag_text(t->tag), dm_pos_text(t->pos), DM_STR_ARG(t->lemma), dm_dep_text(t->dep),
               t->head);
    if (t->ner) buf_printf(b, "/%s%s", t->flags & DM_TOK_ENT_BEGIN ? "B-" : "", dm_ner_text(t->ner));
    buf_putc(b, '\n');
}

static void gives(const char *text, const char *want) {
    dm_buf b = {0};
    syntaxed_parse(&s, str_from(text));
    for (uint32_t i = 0; i < s.doc.tokens.n; i++) put_token(&b, &s.doc, i);
    assert_string_equal(buf_cstr(&b), want);
    buf_free(&b);
}

static void plain(void **state) {
    (void)state;
    gives("Kim won't sell the old ships.", "Kim/NNP/PROPN/Kim/nsubj->3/B-PERSON\nwo/MD/AUX/will/aux->3\nn't/RB/PART/not/neg->3\n"
                                           "sell/VB/VERB/sell/ROOT->3\nthe/DT/DET/the/det->6\nold/JJ/ADJ/old/amod->6\n"
                                           "ships/NNS/NOUN/ship/dobj->3\n././PUNCT/./punct->3\n");
    gives("Hello", "Hello/UH/INTJ/hello/ROOT->0\n");
}

/* "What" is moved from the verb to its preposition. */
static void decorated_label(void **state) {
    (void)state;
    gives("What did the minister talk about on Monday?",
          "What/WP/PRON/what/pobj->5\ndid/VBD/AUX/do/aux->4\nthe/DT/DET/the/det->3\nminister/NN/NOUN/minister/nsubj->4\n"
          "talk/VB/VERB/talk/ROOT->4\nabout/IN/ADP/about/prep->4\non/IN/ADP/on/prep->4\nMonday/NNP/PROPN/Monday/pobj->6/B-DATE\n"
          "?/./PUNCT/?/punct->4\n");
    assert_int_equal(s.doc.tokens.v[5].first_child, 0);
    assert_int_equal(s.doc.tokens.v[5].left, 0);
    assert_int_equal(s.doc.tokens.v[5].right, 6);
}

static void two_sentences(void **state) {
    (void)state;
    gives("He's gonna leave. Let's stay in the U.K. for two weeks.",
          "He/PRP/PRON/he/nsubj->2\n's/VBZ/AUX/be/aux->2\ngon/VBG/VERB/go/ROOT->2\nna/TO/PART/to/aux->4\nleave/VB/VERB/leave/xcomp->2\n"
          "././PUNCT/./punct->2\nLet/VB/VERB/let/ROOT->6\n's/PRP/PRON/us/nsubj->8\nstay/VB/VERB/stay/ccomp->6\nin/IN/ADP/in/prep->8\n"
          "the/DT/DET/the/det->11\nU.K./NNP/PROPN/U.K./pobj->9/B-GPE\nfor/IN/ADP/for/prep->8\ntwo/CD/NUM/two/nummod->14/B-DATE\n"
          "weeks/NNS/NOUN/week/pobj->12/DATE\n././PUNCT/./punct->6\n");
    assert_int_equal(s.doc.sentences.n, 2);
    const dm_sentence_row *row = s.doc.sentences.v;
    assert_true(row[0].tok_begin == 0 && row[0].tok_end == 6 && row[0].root == 2 && row[0].span.begin == 0 && row[0].span.end == 17);
    assert_true(row[1].tok_begin == 6 && row[1].tok_end == 16 && row[1].root == 6 && row[1].span.begin == 18 && row[1].span.end == 55);
    assert_true(s.doc.tokens.v[6].flags & DM_TOK_SENT_START && !(s.doc.tokens.v[7].flags & DM_TOK_SENT_START));
    assert_true(s.doc.tokens.v[5].sentence == 0 && s.doc.tokens.v[6].sentence == 1);
}

static void white_space(void **state) {
    (void)state;
    dm_err err;
    syntaxed_parse(&s, DM_STR("\n\n They met. \n"));
    assert_int_equal(s.doc.sentences.n, 1);
    assert_true(s.doc.sentences.v[0].span.begin == 3 && s.doc.sentences.v[0].span.end == 12);
    syntaxed_parse(&s, DM_STR(" \n \n"));
    assert_int_equal(s.doc.sentences.n, 0);
    assert_true(s.doc.tokens.n > 0 && s.doc.tokens.v[0].sentence == DM_NONE);
    syntaxed_parse(&s, DM_STR(""));
    assert_int_equal(s.doc.tokens.n, 0);
    assert_int_equal(syntax_run_blocks(s.syntax, s.scratch, &s.doc, 1, 1, &err), DM_OK); /* no block at all */
}

/* Children ascend and are those with that head; edges hold the children's; roots are their own head. */
static void tree_is_sound(void **state) {
    (void)state;
    syntaxed_parse(&s, DM_STR("\"We will not sign,\" said Vera Holm, who leads the talks that began in Geneva on 4 March, although her "
                              "ministry - asked twice - had promised an answer by Friday. (More soon.)  Which treaty did they speak about?"));
    const dm_token *t = s.doc.tokens.v;
    for (uint32_t i = 0; i < s.doc.tokens.n; i++) {
        uint32_t n = 0, last = 0, n_want = 0, steps = 0;
        for (uint32_t c = t[i].first_child; c != DM_NONE; c = t[c].next_sibling, n++) {
            assert_true(t[c].head == i && c != i && (n == 0 || c > last));
            assert_true(t[c].left >= t[i].left && t[c].right <= t[i].right);
            last = c;
        }
        for (uint32_t c = 0; c < s.doc.tokens.n; c++) n_want += c != i && t[c].head == i;
        assert_int_equal(n, n_want);
        assert_true(t[i].left <= i && i < t[i].right);
        for (uint32_t h = i; t[h].head != h; h = t[h].head) assert_true(++steps <= s.doc.tokens.n);
    }
}

static void unknown_isa(void **state) {
    (void)state;
    dm_err err;
    syntax_model *m;
    assert_int_equal(syntax_open_isa(s.file, "abacus", &m, &err), DM_E_USAGE);
    assert_null(m);
    assert_non_null(strstr(err.msg, "abacus"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain),       cmocka_unit_test(decorated_label), cmocka_unit_test(two_sentences),
                                       cmocka_unit_test(white_space), cmocka_unit_test(tree_is_sound),   cmocka_unit_test(unknown_isa)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
