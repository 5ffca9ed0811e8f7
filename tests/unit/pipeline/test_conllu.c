/* CoNLL-U and JSON of documents made by hand: what hangs on white space, numbering, spacing, code points. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipeline/conllu.h"

#include <math.h>

static dm_arena arena;
static dm_doc doc = {.arena = &arena};

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 0);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void begin(const char *text) {
    doc_reset(&doc);
    doc.id = DM_STR("s1");
    doc.text = str_from(text);
}

static void add(uint32_t from, uint32_t to, uint32_t head, dm_dep dep, dm_ner ner, uint8_t flags) {
    dm_token *t = VEC_PUSH(&arena, &doc.tokens);
    assert_non_null(t);
    *t = (dm_token){.span = {from, to},
                    .text = str_sub(doc.text, from, to),
                    .head = head,
                    .dep = dep,
                    .ner = ner,
                    .flags = flags,
                    .tag = DM_TAG_NN,
                    .pos = DM_POS_NOUN,
                    .morph = ""};
    t->lower = t->lemma = t->text;
}

static void sentence(uint32_t from, uint32_t to) {
    dm_sentence_row *s = VEC_PUSH(&arena, &doc.sentences);
    assert_non_null(s);
    *s = (dm_sentence_row){.tok_begin = from, .tok_end = to};
}

static void prints(const char *expected) {
    dm_buf b = {0};
    conllu_put(&b, &doc);
    assert_string_equal(buf_cstr(&b), expected);
    buf_free(&b);
}

/* "Oslo", white space as the root, "met", "Rome": both words hang on the white space. */
static void white_space_is_left_out(void **state) {
    (void)state;
    begin("Oslo \n met Rome");
    add(0, 4, 1, DM_DEP_NSUBJ, DM_NER_GPE, DM_TOK_SPACE_AFTER | DM_TOK_ENT_BEGIN | DM_TOK_SENT_START);
    add(5, 7, 1, DM_DEP_DEP, DM_NER_NONE, DM_TOK_IS_SPACE);
    add(7, 10, 1, DM_DEP_CONJ, DM_NER_NONE, DM_TOK_SPACE_AFTER);
    add(11, 15, 2, DM_DEP_DOBJ, DM_NER_GPE, 0);
    sentence(0, 4);
    prints("# newdoc id = s1\n# text = Oslo met Rome\n"
           "1\tOslo\tOslo\tNOUN\tNN\t_\t0\tROOT\t_\tNER=B-GPE\n"
           "2\tmet\tmet\tNOUN\tNN\t_\t1\tconj\t_\t_\n"
           "3\tRome\tRome\tNOUN\tNN\t_\t2\tdobj\t_\tNER=I-GPE|SpaceAfter=No\n\n");
}

static void sentences_count_from_one(void **state) {
    (void)state;
    begin("\nGo. Stop");
    add(0, 1, 1, DM_DEP_DEP, DM_NER_NONE, DM_TOK_IS_SPACE | DM_TOK_SENT_START);
    add(1, 3, 1, DM_DEP_ROOT, DM_NER_NONE, 0);
    add(3, 4, 1, DM_DEP_PUNCT, DM_NER_NONE, DM_TOK_SPACE_AFTER);
    add(5, 9, 3, DM_DEP_ROOT, DM_NER_NONE, DM_TOK_SENT_START);
    sentence(0, 3);
    sentence(3, 4);
    prints("# newdoc id = s1\n# text = Go.\n1\tGo\tGo\tNOUN\tNN\t_\t0\tROOT\t_\tSpaceAfter=No\n2\t.\t.\tNOUN\tNN\t_\t1\tpunct\t_\t_\n\n"
           "# text = Stop\n1\tStop\tStop\tNOUN\tNN\t_\t0\tROOT\t_\tSpaceAfter=No\n\n");
}

static void json_counts_code_points(void **state) {
    (void)state;
    begin("\u00e9\u00e9 \"x\"");
    add(0, 4, 0, DM_DEP_ROOT, DM_NER_NONE, DM_TOK_SPACE_AFTER | DM_TOK_SENT_START);
    add(5, 8, 0, DM_DEP_DOBJ, DM_NER_ORG, DM_TOK_ENT_BEGIN);
    const parse_gaps gaps[2] = {{1.5f, INFINITY, 0.25f}, {INFINITY, INFINITY, INFINITY}};
    dm_buf b = {0};
    conllu_put_json(&b, &doc, gaps);
    assert_string_equal(buf_cstr(&b), "{\"id\":\"s1\",\"text\":\"\u00e9\u00e9 \\\"x\\\"\",\"tokens\":["
                                      "{\"span\":[0,2],\"space\":true,\"sent_start\":true,\"tag\":\"NN\",\"pos\":\"NOUN\",\"morph\":\"\",\"lemma\":"
                                      "\"\u00e9\u00e9\",\"head\":0,\"dep\":\"ROOT\","
                                      "\"ner\":null,\"gap_tag\":1.5000000,\"gap_ner\":0.2500000},"
                                      "{\"span\":[3,6],\"space\":false,\"sent_start\":false,\"tag\":\"NN\",\"pos\":\"NOUN\",\"morph\":\"\",\"lemma\":"
                                      "\"\\\"x\\\"\",\"head\":0,\"dep\":\"dobj\","
                                      "\"ner\":\"B-ORG\"}]}\n");
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_is_left_out),
        cmocka_unit_test(sentences_count_from_one),
        cmocka_unit_test(json_counts_code_points),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
