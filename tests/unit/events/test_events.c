/* Rows and relations over small trees with a small lexicon: roles by voice, no row without somebody known, rows that hold
 * what they promise, lost memory, and a sentence that is a list. */
#include "../../support/conllu_doc.h"
#include "base/file.h"
#include "events/events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static lexicon *lex;
static dm_arena arena;
static dm_doc doc;
static ranker_features seen;

static const char FRAMES[] =
    "frames:\n"
    "  - {id: a/attack, pred: [attack], slots: {actor: subject, recipient: object}, type: ASSAULT, cameo: \"190\", modes: [firearms]}\n"
    "  - {id: a/raid, pred: [raid], pos: noun, light: [launch], slots: {actor: subject, recipient: [\"on\"]}, type: ASSAULT, cameo: \"190\"}\n"
    "  - {id: a/offer, pred: [offer], slots: {actor: subject, recipient: [dative, to], thing: object}, where: {thing: [talks]}, type: AGREE, cameo: "
    "\"030\", force: propose, takes: [thing]}\n"
    "  - {id: a/talks, pred: [talk], pos: noun, slots: {actor: [between, subject]}, type: CONSULT, cameo: \"040\"}\n"
    "classes:\n"
    "  talks: [talk, summit]\n";

static int setup(void **state) {
    (void)state;
    char folder[64] = "/tmp/dm-events-XXXXXX", frames[96], file[96], sub[96];
    dm_err err = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(sub, sizeof sub, "%s/frames", folder);
    snprintf(frames, sizeof frames, "%s/frames/a.yaml", folder);
    snprintf(file, sizeof file, "%s/x.dml", folder);
    assert_int_equal(mkdir(sub, 0700), 0);
    assert_int_equal(file_write(frames, FRAMES, sizeof FRAMES - 1, &err), DM_OK);
    const char *dirs[] = {folder};
    if (lexicon_compile(dirs, 1, file, NULL, NULL, &err) != DM_OK || lexicon_open(file, &lex, &err) != DM_OK) fail_msg("%s", err.msg);
    unlink(frames);
    unlink(file);
    rmdir(sub);
    rmdir(folder);
    arena_init(&arena, 0);
    doc.arena = &arena;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    lexicon_close(lex);
    arena_free(&arena);
    return 0;
}

/* "word lemma POS TAG head dep", one token a line. */
static void tree(const char *lines) {
    dm_buf b = {0};
    int n = 0;
    buf_puts(&b, "# newpar\n");
    for (const char *p = lines; *p;) {
        char word[32], lemma[32], pos[8], tag[8], dep[16];
        int head, used;
        assert_int_equal(sscanf(p, "%31s %31s %7s %7s %d %15s%n", word, lemma, pos, tag, &head, dep, &used), 6);
        p += used;
        while (*p == '\n') p++;
        buf_printf(&b, "%d\t%s\t%s\t%s\t%s\t_\t%d\t%s\t_\t_\n", ++n, word, lemma, pos, tag, head, dep);
    }
    buf_puts(&b, "\n");
    conllu_doc(&doc, buf_str(&b));
    buf_free(&b);
    doc.date = DM_DATE_UNKNOWN;
    dm_err err = {0};
    assert_int_equal(lexicon_tag(lex, &doc, &err), DM_OK);
}

/* Makes the word at `token` a mention of an entity of its own. */
static uint32_t party(uint32_t token, const char *country) {
    dm_entity_row *e = VEC_PUSH(&arena, &doc.entities);
    dm_mention_row *m = VEC_PUSH(&arena, &doc.mentions);
    assert_true(e && m);
    *e = (dm_entity_row){.kind = DM_ENTITY_STATE, .country = str_from(country), .name = str_from(country), .actor = DM_NONE, .state = DM_NONE};
    *m = (dm_mention_row){.span = doc.tokens.v[token].span,
                          .tok_begin = token,
                          .tok_end = token + 1,
                          .head = token,
                          .actor = DM_NONE,
                          .office = DM_NONE,
                          .agent = DM_NONE,
                          .country = DM_NONE,
                          .entity = doc.entities.n - 1,
                          .kind = DM_ENTITY_STATE};
    return doc.entities.n - 1;
}

static void run(void) {
    dm_err err = {0};
    assert_int_equal(events_run(lex, &doc, &err), DM_OK);
}

static const char ACTIVE[] = "Chad Chad PROPN NNP 2 nsubj\nattacked attack VERB VBD 0 ROOT\nLibya Libya PROPN NNP 2 dobj\n";
static const char PASSIVE[] = "Libya Libya PROPN NNP 3 nsubjpass\nwas be AUX VBD 3 auxpass\nattacked attack VERB VBN 0 ROOT\nby by ADP IN 3 "
                              "agent\nChad Chad PROPN NNP 4 pobj\n";

static void roles_do_not_swap_in_the_passive(void **state) {
    (void)state;
    tree(ACTIVE);
    uint32_t chad = party(0, "TCD"), libya = party(2, "LBY");
    run();
    assert_int_equal(doc.events.n, 1);
    assert_int_equal(doc.events.v[0].actors.v[0].entity, chad);
    assert_int_equal(doc.events.v[0].recipients.v[0].entity, libya);
    tree(PASSIVE);
    libya = party(0, "LBY");
    chad = party(4, "TCD");
    run();
    assert_int_equal(doc.events.n, 1);
    assert_int_equal(doc.events.v[0].actors.v[0].entity, chad);
    assert_int_equal(doc.events.v[0].recipients.v[0].entity, libya);
    assert_int_equal(doc.events.v[0].type, DM_PLOVER_ASSAULT);
    assert_int_equal(doc.events.v[0].quad, 4);
    assert_true(str_is(doc.events.v[0].modes.v[0], "firearms"));
}

static void nobody_known_gives_no_row(void **state) {
    (void)state;
    tree(ACTIVE);
    run();
    assert_int_equal(doc.events.n, 0);
    tree(ACTIVE);
    uint32_t chad = party(0, "TCD");
    doc.entities.v[chad].kind = DM_ENTITY_PLACE;
    run();
    assert_int_equal(doc.events.n, 0);
}

static void blocks_of_other_kinds_are_not_read(void **state) {
    (void)state;
    tree(ACTIVE);
    party(0, "TCD");
    doc.blocks.v[0].kind = DM_BLOCK_BOILERPLATE;
    run();
    assert_int_equal(doc.events.n, 0);
}

/* "Chad offered Libya talks." The talks are what is offered: one row, with its matter. */
static void what_is_offered_is_no_event(void **state) {
    (void)state;
    tree("Chad Chad PROPN NNP 2 nsubj\noffered offer VERB VBD 0 ROOT\nLibya Libya PROPN NNP 2 dative\ntalks talk NOUN NNS 2 dobj\n");
    party(0, "TCD");
    uint32_t libya = party(2, "LBY");
    run();
    assert_int_equal(doc.events.n, 1);
    const dm_event_row *e = &doc.events.v[0];
    assert_int_equal(e->type, DM_PLOVER_AGREE);
    assert_int_equal(e->force, DM_FORCE_PROPOSE);
    assert_int_equal(e->recipients.v[0].entity, libya);
    assert_non_null(e->matter);
    assert_true(str_is(e->matter->deed, "talk"));
}

/* "Chad launched a raid on Libya": subject and preposition of the verb that carries the noun. */
static void a_light_verb_lends_its_subject(void **state) {
    (void)state;
    tree("Chad Chad PROPN NNP 2 nsubj\nlaunched launch VERB VBD 0 ROOT\na a DET DT 4 det\nraid raid NOUN NN 2 dobj\non on ADP IN 2 prep\nLibya Libya "
         "PROPN NNP 5 pobj\n");
    uint32_t chad = party(0, "TCD"), libya = party(5, "LBY");
    run();
    assert_int_equal(doc.events.n, 1);
    assert_int_equal(doc.events.v[0].actors.v[0].entity, chad);
    assert_int_equal(doc.events.v[0].recipients.v[0].entity, libya);
}

static void rows_are_whole_and_the_same_again(void **state) {
    (void)state;
    dm_str first = DM_STR_NONE;
    char kept[64];
    for (int turn = 0; turn < 2; turn++) {
        tree(PASSIVE);
        party(0, "LBY");
        party(4, "TCD");
        run();
        const dm_event_row *e = &doc.events.v[0];
        assert_true(span_holds(e->evidence_span, e->trigger_span));
        assert_true(e->evidence_span.end <= doc.text.n);
        assert_true(e->decided_by.confidence > 0 && e->decided_by.confidence < 1);
        if (turn) assert_true(str_eq(first, e->id));
        assert_true(e->id.n < sizeof kept);
        memcpy(kept, e->id.p, e->id.n);
        first = (dm_str){kept, e->id.n};
    }
}

static void a_relation_knows_its_direction(void **state) {
    (void)state;
    dm_err err = {0};
    dm_relation r;
    tree(PASSIVE);
    dm_span libya = doc.tokens.v[0].span, chad = doc.tokens.v[4].span;
    assert_int_equal(events_relate(lex, &doc, chad, libya, true, &r, &seen, &err), DM_OK);
    assert_int_equal(r.type, DM_PLOVER_ASSAULT);
    assert_false(r.reversed);
    assert_true(str_is(r.mode, "firearms"));
    assert_int_equal(events_relate(lex, &doc, libya, chad, true, &r, &seen, &err), DM_OK);
    assert_true(r.reversed);
    assert_int_equal(events_relate(lex, &doc, DM_SPAN_NONE, libya, true, &r, &seen, &err), DM_OK);
    assert_int_equal(r.type, DM_PLOVER_ASSAULT);
}

/* Without a frame the ranker still answers; where nothing is asked it says none, unless it must not. */
static void a_relation_can_be_forced(void **state) {
    (void)state;
    dm_err err = {0};
    dm_relation r;
    tree("Chad Chad PROPN NNP 2 nsubj\ndenounced denounce VERB VBD 0 ROOT\nLibya Libya PROPN NNP 2 dobj\n");
    assert_int_equal(events_relate(lex, &doc, doc.tokens.v[0].span, doc.tokens.v[2].span, false, &r, &seen, &err), DM_OK);
    assert_int_equal(r.type, DM_PLOVER_ACCUSE);
    assert_null(r.frame.p);
    assert_int_equal(r.trigger, 1);
    assert_int_equal(events_relate(lex, &doc, DM_SPAN_NONE, DM_SPAN_NONE, false, &r, &seen, &err), DM_OK);
    assert_int_equal(r.type, DM_PLOVER_NONE);
    assert_int_equal(r.trigger, DM_NONE);
    assert_int_equal(events_relate(lex, &doc, DM_SPAN_NONE, DM_SPAN_NONE, true, &r, &seen, &err), DM_OK);
    assert_int_not_equal(r.type, DM_PLOVER_NONE);
}

static void lost_memory_is_an_error(void **state) {
    (void)state;
    uint64_t n = 1;
    for (;; n++) {
        tree("Chad Chad PROPN NNP 2 nsubj\noffered offer VERB VBD 0 ROOT\nLibya Libya PROPN NNP 2 dative\ntalks talk NOUN NNS 2 dobj\n");
        party(0, "TCD");
        party(2, "LBY");
        dm_err err = {0};
        arena_fail_after(n);
        dm_status s = events_run(lex, &doc, &err);
        arena_fail_after(0);
        if (s == DM_OK && doc.events.n == 1) break;
        assert_int_equal(s, DM_E_MEMORY);
        assert_true(n < 200);
    }
    assert_true(n > 5);
}

/* One sentence of 20,000 verbs in a chain of conjuncts: bounded work, at most a bounded number of rows. */
static void a_list_is_no_language(void **state) {
    (void)state;
    dm_buf b = {0};
    buf_puts(&b, "Chad Chad PROPN NNP 2 nsubj\nattacked attack VERB VBD 0 ROOT\n");
    for (int i = 3; i < 20000; i++) buf_printf(&b, "attacked attack VERB VBD %d conj\n", i - 1);
    tree(buf_cstr(&b));
    buf_free(&b);
    party(0, "TCD");
    run();
    assert_true(doc.events.n <= 400);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_do_not_swap_in_the_passive),
        cmocka_unit_test(nobody_known_gives_no_row),
        cmocka_unit_test(blocks_of_other_kinds_are_not_read),
        cmocka_unit_test(what_is_offered_is_no_event),
        cmocka_unit_test(a_light_verb_lends_its_subject),
        cmocka_unit_test(rows_are_whole_and_the_same_again),
        cmocka_unit_test(a_relation_knows_its_direction),
        cmocka_unit_test(a_relation_can_be_forced),
        cmocka_unit_test(lost_memory_is_an_error),
        cmocka_unit_test(a_list_is_no_language),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
