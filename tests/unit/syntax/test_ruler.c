/* Ruler and lemmatizer on tokens made by hand, as tagger and parser would leave them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/parsed.h"
#include "base/unicode.h"
#include "syntax/lemma.h"
#include "syntax/ruler.h"

static model *file;
static ruler *rules;
static ruler_scratch *rules_scratch;
static lemmatizer *lemmas;
static lemma_scratch *lemmas_scratch;
static dm_arena arena;
static dm_doc doc = {.arena = &arena};

static int set_up(void **state) {
    (void)state;
    file = parsed_model();
    arena_init(&arena, 0);
    return ruler_open(file, &rules, NULL) != DM_OK || ruler_scratch_new(&rules_scratch, NULL) != DM_OK || lemma_open(file, &lemmas, NULL) != DM_OK ||
           lemma_scratch_new(&lemmas_scratch, NULL) != DM_OK;
}

static int tear_down(void **state) {
    (void)state;
    ruler_scratch_free(rules_scratch);
    ruler_close(rules);
    lemma_scratch_free(lemmas_scratch);
    lemma_close(lemmas);
    model_close(file);
    arena_free(&arena);
    return 0;
}

typedef struct row {
    const char *text, *tag, *dep;    /* in */
    const char *pos, *morph, *lemma; /* out */
} row;

static void add(const row *r) {
    dm_token *t = VEC_PUSH(&arena, &doc.tokens);
    dm_str text = str_from(r->text);
    int tag = dm_tag_of(str_from(r->tag)), dep = dm_dep_of(str_from(r->dep));
    assert_true(t && tag >= 0 && dep >= 0);
    char *lower = arena_alloc(&arena, UNI_LOWER_MAX(text.n));
    *t = (dm_token){.text = text, .tag = (dm_tag)tag, .dep = (dm_dep)dep};
    t->lower = (dm_str){lower, uni_lower_str(text, lower)};
    if (uni_is_space((unsigned char)r->text[0])) t->flags = DM_TOK_IS_SPACE;
}

static void gives(const row *rows, uint32_t n) {
    doc_reset(&doc);
    for (uint32_t i = 0; i < n; i++) add(&rows[i]);
    ruler_run(rules, rules_scratch, &doc, 0, n);
    assert_int_equal(lemma_run(lemmas, lemmas_scratch, &doc, 0, n, NULL), DM_OK);
    for (uint32_t i = 0; i < n; i++) {
        const dm_token *t = &doc.tokens.v[i];
        assert_string_equal(dm_pos_text(t->pos), rows[i].pos);
        assert_string_equal(t->morph, rows[i].morph);
        assert_int_equal(t->lemma.n, strlen(rows[i].lemma));
        assert_memory_equal(t->lemma.p, rows[i].lemma, t->lemma.n);
    }
}
#define GIVES(...) gives((const row[]){__VA_ARGS__}, sizeof((const row[]){__VA_ARGS__}) / sizeof(row))

static void a_plain_sentence(void **state) {
    (void)state;
    for (int again = 0; again < 2; again++) /* the second time from the workers' memories */
        GIVES({"Kim", "NNP", "nsubj", "PROPN", "Number=Sing", "Kim"}, {"wo", "MD", "aux", "AUX", "VerbType=Mod", "will"},
              {"n't", "RB", "neg", "PART", "Polarity=Neg", "not"}, {"sell", "VB", "ROOT", "VERB", "VerbForm=Inf", "sell"},
              {"the", "DT", "det", "DET", "Definite=Def|PronType=Art", "the"}, {"old", "JJ", "amod", "ADJ", "Degree=Pos", "old"},
              {"ships", "NNS", "dobj", "NOUN", "Number=Plur", "ship"}, {".", ".", "punct", "PUNCT", "PunctType=Peri", "."});
}

static void neighbours_decide(void **state) {
    (void)state;
    GIVES({"gon", "VBG", "ROOT", "VERB", "Aspect=Prog|Tense=Pres|VerbForm=Part", "go"}, {"na", "TO", "aux", "PART", "", "to"});
    GIVES({"Let", "VB", "ROOT", "VERB", "VerbForm=Inf", "let"}, {"'s", "PRP", "nsubj", "PRON", "PronType=Prs", "us"});
    GIVES({"There", "EX", "expl", "PRON", "", "there"}, {"is", "VBZ", "ROOT", "VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "be"});
    GIVES({"It", "PRP", "nsubj", "PRON", "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs", "it"},
          {"is", "VBZ", "ROOT", "AUX", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "be"});
}

static void white_space_is_marked(void **state) {
    (void)state;
    GIVES({"\n", "NN", "ROOT", "SPACE", "", "\n"}, {"x", "_SP", "dep", "X", "", "x"});
    assert_string_equal(dm_tag_text(doc.tokens.v[0].tag), "_SP");
    assert_string_equal(dm_dep_text(doc.tokens.v[0].dep), "dep");
}

static void lemmas_by_kind(void **state) {
    (void)state;
    GIVES({"hoped", "VBD", "ROOT", "VERB", "Tense=Past|VerbForm=Fin", "hope"}); /* both hop and hope are words: the first rule counts */
    GIVES({"Crises", "NNS", "pobj", "NOUN", "Number=Plur", "crisis"});          /* an exception */
    GIVES({"doses", "NNS", "dobj", "NOUN", "Number=Plur", "dose"});
    GIVES({"Talks", "NNPS", "ROOT", "PROPN", "Number=Plur", "Talks"}); /* names stay */
    GIVES({"larger", "JJR", "amod", "ADJ", "Degree=Cmp", "large"});
    GIVES({"zorbled", "VBD", "ROOT", "VERB", "Tense=Past|VerbForm=Fin", "zorble"}); /* no known word: the first form */
    GIVES({"G7s", "NNS", "ROOT", "NOUN", "Number=Plur", "g7"});                     /* not all letters: good as known */
    GIVES({"\u201c", "``", "punct", "PUNCT", "PunctSide=Ini|PunctType=Quot", "\""});
    GIVES({"glasses", "NNS", "dobj", "NOUN", "Number=Plur", "glass"}, {"glasses", "NN", "dobj", "NOUN", "Number=Sing", "glasses"});
    GIVES({"zzz", "NNS", "ROOT", "NOUN", "Number=Plur", "zzz"});
}

/* More different words than the memory holds: an answer must survive its clearing. */
static void many_words(void **state) {
    (void)state;
    char word[24];
    doc_reset(&doc);
    for (uint32_t i = 0; i < 80000; i++) {
        snprintf(word, sizeof word, "Zor%ubed", i);
        dm_str kept = arena_str(&arena, str_from(word));
        add(&(row){kept.p, "VBD", "ROOT", NULL, NULL, NULL});
    }
    ruler_run(rules, rules_scratch, &doc, 0, doc.tokens.n);
    assert_int_equal(lemma_run(lemmas, lemmas_scratch, &doc, 0, doc.tokens.n, NULL), DM_OK);
    for (uint32_t i = 0; i < doc.tokens.n; i++) {
        snprintf(word, sizeof word, "zor%ube", i); /* an ending added: no piece of the word */
        assert_true(str_is(doc.tokens.v[i].lemma, word));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_sentence), cmocka_unit_test(neighbours_decide), cmocka_unit_test(white_space_is_marked),
        cmocka_unit_test(lemmas_by_kind),   cmocka_unit_test(many_words),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
