/* Tokens to pieces, pieces to phrases: the two sides meet whatever the hyphens, accents, dots and capitals. */
#include "lexicon_support.h"

static folder dir;
static lexicon *lex;
static dm_arena arena;
static dm_doc doc;

static int setup(void **state) {
    (void)state;
    dir = folder_make();
    folder_write(
        &dir, "actors/a.tsv",
        "id\tname\tkind\tcountry\nUSA\tUnited States\tstate\t\nRUS\tRussia\tstate\t\nPRK\tNorth Korea\tstate\t\nQ1\tKim Jong Un\tperson\tPRK\n"
        "wpk\tWorkers' Party\torganization\tPRK\nCIV\tIvory Coast\tstate\t\n");
    folder_write(
        &dir, "names/a.tsv",
        "phrase\tactor\tvia\tflags\nKim Jong-un\tQ1\tname\t\nKim\tQ1\tsurname\tweak\nU.S.\tUSA\tacronym\t\nMoscow\tRUS\tcapital\t\n"
        "Workers' Party of Korea\twpk\tname\t\nC\xC3\xB4te d'Ivoire\tCIV\tname\t\nNice\tRUS\tcapital\tcase\nWashington, D.C.\tUSA\tcapital\t\n"
        "Washington\tUSA\tcapital\t\n");
    folder_write(&dir, "titles.tsv", "phrase\toffice\nforeign minister\tforeign_minister\nminister\t\nbrig. gen.\tofficer\n");
    folder_write(&dir, "cues.tsv",
                 "lemma\tpos\tact\tkind\nsay\tverb\tsay\tspeech\ndoubt\tverb\tbelieve\tbelief\ndoubt\tnoun\tbelieve\tbelief\naccording "
                 "to\tphrase\tsay\tspeech\nco-sign\tverb\taccept\tspeech\n");
    folder_write(&dir, "classes.tsv", "class\tlemma\nproposal\toffer\ntalks\tmeeting\nproposal\tmeeting\nproposal\tcounter-offer\n");
    folder_write(&dir, "outlets.tsv", "name\tshort\tdomain\nThe Daily Ledger\tLedger\tledger.example\n");
    lex = compile_and_open(&dir);
    arena_init(&arena, 0);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    lexicon_close(lex);
    arena_free(&arena);
    folder_remove(&dir);
    return 0;
}

static void tag(const char *line) {
    arena_reset(&arena);
    document_of(&doc, &arena, line);
    assert_int_equal(lexicon_tag(lex, &doc, NULL), DM_OK);
}

static void finds(const char *line, uint32_t at, const char *want) {
    tag(line);
    dm_str got = longest_at(lex, &doc, at);
    if (!str_is(got, want)) fail_msg("%s: at piece %u \"%.*s\", wanted \"%s\"", line, at, DM_STR_ARG(got), want);
}

static void spellings_meet(void **state) {
    (void)state;
    finds("Kim Jong ~- ~un spoke", 0, "Kim Jong-un");
    finds("KIM JONG UN", 0, "KIM JONG UN");
    finds("Kim Jong-Un ~'s", 0, "Kim Jong-Un");
    finds("Moscow ~'s envoy", 0, "Moscow");
    finds("Moscow\xE2\x80\x99s envoy", 0, "Moscow");
    finds("the Workers ~' Party of Korea", 1, "Workers' Party of Korea");
    finds("C\xC3\xB4te d\xE2\x80\x99Ivoire", 0, "C\xC3\xB4te d\xE2\x80\x99Ivoire");
    finds("Cote d'Ivoire", 0, "Cote d'Ivoire");
    finds("U.S.-Russia", 0, "U.S.");
    finds("the US", 1, "US");
}

static void capitals_where_they_count(void **state) {
    (void)state;
    finds("let us go", 1, ""); /* dots ask for capitals */
    finds("in Nice", 1, "Nice");
    finds("a nice day", 1, "");
    finds("the Ledger", 1, "Ledger");
    finds("a ledger", 1, "");
    finds("the moscow rules", 1, ""); /* one word, a capital in the table */
    finds("the MOSCOW rules", 1, "MOSCOW");
    finds("kim jong un", 0, "kim jong un");
    finds("The Daily ledger", 0, "The Daily ledger"); /* the long name needs one, after its article */
    finds("The daily ledger", 0, "");
}

static void breaks_stop_phrases(void **state) {
    (void)state;
    finds("the foreign ~, minister", 1, "");
    finds("the foreign ~) minister", 1, "");
    finds("the foreign \" minister", 1, "");
    finds("foreign | minister", 0, "");
    finds("foreign ~. minister", 0, "");
    finds("Brig ~. Gen. Aas", 0, "Brig. Gen");
    finds("Brig ~. | Gen. Aas", 0, "");
    tag("Brig ~. Gen. Aas");
    doc.tokens.v[2].flags |= DM_TOK_SENT_START; /* where a sentence ends it is a full stop */
    assert_int_equal(lexicon_tag(lex, &doc, NULL), DM_OK);
    assert_int_equal(longest_at(lex, &doc, 0).n, 0);
    finds("foreign - minister", 0, "");
    finds("foreign ~- ~minister", 0, "foreign-minister");
    finds("Washington ~, D.C. said", 0, "Washington, D.C.");
    finds("Washington | D.C.", 0, "Washington");
    finds("Washington D.C.", 0, "Washington"); /* the table writes a comma */
}

static void longest_first_then_dictionary(void **state) {
    (void)state;
    lex_match m[8];
    tag("foreign minister Kim Jong Un");
    assert_int_equal(lexicon_match(lex, &doc, 0, m, 8), 1);
    assert_int_equal(m[0].dict, LEX_TITLE);
    assert_int_equal(m[0].n_pieces, 2);
    assert_true(str_is(lexicon_title(lex, m[0].row).office, "foreign_minister"));
    assert_int_equal(lexicon_match(lex, &doc, 2, m, 8), 2);
    assert_int_equal(m[0].n_pieces, 3);
    assert_int_equal(m[1].n_pieces, 1);
    assert_int_equal(lexicon_name(lex, m[1].row).via, LEX_VIA_SURNAME);
    assert_int_equal(lexicon_name(lex, m[1].row).flags, LEX_FLAG_WEAK);
    assert_int_equal(lexicon_match(lex, &doc, 2, m, 1), 1); /* at most max */
    assert_int_equal(m[0].n_pieces, 3);
}

static void pieces_know_their_place(void **state) {
    (void)state;
    tag("U.S.-led talks ~, Kim Jong ~- ~un | Oslo");
    const dm_piece *p = doc.pieces.v;
    assert_int_equal(doc.pieces.n, 7);
    assert_true(str_is(doc_text(&doc, p[0].span), "U.S."));
    assert_true(str_is(doc_text(&doc, p[1].span), "led"));
    assert_int_equal(p[1].token, 0);
    assert_true(p[1].glued);
    assert_true(p[0].breaks); /* a block begins */
    assert_false(p[0].glued);
    assert_false(p[2].glued);
    assert_false(p[2].breaks);
    assert_true(p[3].breaks); /* comma */
    assert_true(p[5].glued);
    assert_false(p[5].breaks);
    assert_true(p[6].breaks);
    assert_false(p[6].glued);
    assert_int_equal(p[0].cased, DM_PIECE_UPPER);
    assert_int_equal(p[6].word, 0); /* in no phrase */
}

static void lemmas_cues_and_classes(void **state) {
    (void)state;
    tag("say Doubt counter-offer meeting cosign other");
    const dm_token *t = doc.tokens.v;
    uint32_t row = lexicon_cue_of(lex, t[0].lemma_word, LEX_CUE_VERB);
    assert_int_not_equal(row, DM_NONE);
    assert_int_equal(lexicon_cue(lex, row).act, DM_ACT_SAY);
    assert_int_equal(lexicon_cue_of(lex, t[0].lemma_word, LEX_CUE_NOUN), DM_NONE);
    row = lexicon_cue_of(lex, t[1].lemma_word, LEX_CUE_NOUN);
    assert_int_equal(lexicon_cue(lex, row).pos, LEX_CUE_NOUN);
    assert_int_equal(lexicon_cue(lex, row).kind, LEX_CUE_BELIEF);
    int proposal = lexicon_class_by_name(lex, DM_STR("proposal")), talks = lexicon_class_by_name(lex, DM_STR("talks"));
    assert_int_equal(proposal, 0);
    assert_int_equal(talks, 1);
    assert_int_equal(lexicon_class_by_name(lex, DM_STR("ships")), -1);
    assert_true(lexicon_classes(lex, t[2].lemma_word) == 1);
    assert_true(lexicon_classes(lex, t[3].lemma_word) == 3);
    assert_int_not_equal(lexicon_cue_of(lex, t[4].lemma_word, LEX_CUE_VERB), DM_NONE); /* co-sign */
    assert_int_equal(t[5].lemma_word, 0);
    assert_true(lexicon_classes(lex, 0) == 0);
    assert_int_equal(lexicon_cue_of(lex, 0, LEX_CUE_VERB), DM_NONE);
    assert_int_equal(lexicon_word(lex, DM_STR("say")), t[0].lemma_word);
    assert_int_equal(lexicon_word(lex, DM_STR("Say")), 0);

    lex_match m[4];
    tag("according to officials");
    assert_int_equal(lexicon_match(lex, &doc, 0, m, 4), 1);
    assert_int_equal(m[0].dict, LEX_CUE);
}

static void odd_tokens(void **state) {
    (void)state;
    static char line[5000];
    memset(line, 'x', sizeof line - 1);
    tag(line);
    assert_int_equal(doc.pieces.n, 1);
    assert_int_equal(doc.pieces.v[0].word, 0);
    tag("");
    assert_int_equal(doc.pieces.n, 0);
    tag("... ~! ~' \" ''");
    assert_int_equal(doc.pieces.n, 0);
}

static void memory_runs_out(void **state) {
    (void)state;
    dm_err err = {0};
    arena_reset(&arena);
    document_of(&doc, &arena, "one two three");
    arena_fail_after(1);
    assert_int_equal(lexicon_tag(lex, &doc, &err), DM_E_MEMORY);
    arena_fail_after(0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_meet),
        cmocka_unit_test(capitals_where_they_count),
        cmocka_unit_test(breaks_stop_phrases),
        cmocka_unit_test(longest_first_then_dictionary),
        cmocka_unit_test(pieces_know_their_place),
        cmocka_unit_test(lemmas_cues_and_classes),
        cmocka_unit_test(odd_tokens),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
