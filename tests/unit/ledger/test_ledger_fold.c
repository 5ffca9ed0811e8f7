/* Merging and folding over hand-made facts: the same event, copies, an offer and its answers, states, order. */
#include "ledger/ledger.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct world {
    dm_arena a;
    facts f;
    merged m;
    ledger_book l;
} world;

static int set_up(void **state) {
    static world w;
    w = (world){0};
    arena_init(&w.a, 0);
    w.f.arena = &w.a;
    *state = &w;
    return 0;
}

static int tear_down(void **state) {
    arena_free(&((world *)*state)->a);
    return 0;
}

static uint32_t add_story(world *w, const char *id, const char *outlet, const char *text) {
    fact_story *s = VEC_PUSH(&w->a, &w->f.stories);
    *s = (fact_story){.id = str_from(id), .outlet = str_from(outlet), .text = str_from(text), .date = DM_DATE_UNKNOWN};
    return w->f.stories.n - 1;
}

static uint32_t state_entity(world *w, uint32_t story, const char *iso) {
    for (uint32_t i = 0; i < w->f.entities.n; i++)
        if (w->f.entities.v[i].story == story && str_is(w->f.entities.v[i].country, iso)) return i;
    fact_entity *e = VEC_PUSH(&w->a, &w->f.entities);
    *e = (fact_entity){.id = arena_printf(&w->a, "n%u-%s", story, iso),
                       .key = str_from(iso),
                       .name = str_from(iso),
                       .country = str_from(iso),
                       .kind = DM_ENTITY_STATE,
                       .story = story};
    return w->f.entities.n - 1;
}

static fact_event *add_event(world *w, uint32_t story, dm_plover type, dm_force force, const char *actor, const char *recipient, int mday,
                             const char *trigger, const char *sentence, const char *matter) {
    fact_event *e = VEC_PUSH(&w->a, &w->f.events);
    dm_day day = mday ? day_of(2019, 3, mday) : DM_DAY_NONE;
    *e = (fact_event){.id = arena_printf(&w->a, "e%04u", w->f.events.n),
                      .story = story,
                      .type = type,
                      .force = force,
                      .date = {.best = day, .from = day, .to = day},
                      .trigger = {w->f.events.n * 100, w->f.events.n * 100 + 5},
                      .evidence = {w->f.events.n * 100, w->f.events.n * 100 + 90},
                      .matter = DM_SPAN_NONE,
                      .trigger_text = str_from(trigger),
                      .evidence_text = str_from(sentence),
                      .matter_text = str_from(matter),
                      .has_matter = matter != NULL,
                      .intensity = NAN,
                      .goldstein = NAN,
                      .confidence = 0.8,
                      .frame = str_from(trigger)};
    fact_role *r = VEC_PUSH(&w->a, &e->actors);
    *r = (fact_role){state_entity(w, story, actor), DM_CAPACITY_BINDING, DM_STR_NONE, DM_STR_NONE};
    if (recipient) {
        r = VEC_PUSH(&w->a, &e->recipients);
        *r = (fact_role){state_entity(w, story, recipient), DM_CAPACITY_BINDING, DM_STR_NONE, DM_STR_NONE};
    }
    return &w->f.events.v[w->f.events.n - 1];
}

static void fold_world(world *w) {
    assert_int_equal(merge_run(&w->f, NULL, &w->a, &w->m, NULL), DM_OK);
    assert_int_equal(ledger_fold(&w->f, &w->m, &w->a, &w->l, NULL), DM_OK);
}

static void the_same_event_in_two_stories_is_one(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", ""), b = add_story(w, "b", "Daily", "");
    add_event(w, a, DM_PLOVER_ASSAULT, DM_FORCE_NONE, "NOR", "SWE", 4, "shelled", "Norway shelled a Swedish customs post on the river bank", NULL);
    add_event(w, b, DM_PLOVER_ASSAULT, DM_FORCE_NONE, "NOR", "SWE", 4, "shelling", "the shelling of a Swedish customs post by Norway on the river",
              NULL);
    add_event(w, b, DM_PLOVER_ASSAULT, DM_FORCE_NONE, "NOR", "SWE", 19, "shelled", "Norway shelled a Swedish barracks in the hills", NULL);
    add_event(w, b, DM_PLOVER_ASSAULT, DM_FORCE_NONE, "SWE", "NOR", 4, "shelled", "Sweden shelled a Norwegian customs post on the river bank", NULL);
    fold_world(w);
    assert_int_equal(w->m.clusters.n, 3);
    assert_int_equal(w->m.cluster_of[0], w->m.cluster_of[1]);
    assert_int_equal(w->m.clusters.v[w->m.cluster_of[0]].independent, 2);
    assert_int_not_equal(w->m.cluster_of[0], w->m.cluster_of[2]);
    assert_int_not_equal(w->m.cluster_of[0], w->m.cluster_of[3]);
}

static void copies_are_one_source(void **state) {
    world *w = *state;
    const char *text = "Norway closed the upper sluice of the border river on Monday and told the neighbours that the water would not flow again "
                       "before the dispute over "
                       "the fishing rights in the lower valley had been settled by a joint commission of engineers and lawyers from both capitals, "
                       "the ministry said, "
                       "adding that farmers on the other bank had been warned three weeks ago by letter and by radio in both languages of the valley";
    uint32_t a = add_story(w, "a", "Wire", text), b = add_story(w, "b", "Daily", text);
    add_event(w, a, DM_PLOVER_COERCE, DM_FORCE_NONE, "NOR", "SWE", 4, "closed", "Norway closed the upper sluice of the border river", NULL);
    add_event(w, b, DM_PLOVER_COERCE, DM_FORCE_NONE, "NOR", "SWE", 4, "closed", "Norway closed the upper sluice of the border river", NULL);
    fold_world(w);
    assert_int_equal(w->m.clusters.n, 1);
    assert_int_equal(w->m.clusters.v[0].independent, 1);
    assert_int_equal(w->m.origin_of[1], 0);
}

static void an_offer_is_linked_to_its_answer(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", ""), b = add_story(w, "b", "Daily", "");
    fact_event *e = add_event(w, a, DM_PLOVER_AGREE, DM_FORCE_PROPOSE, "NOR", "SWE", 4, "offered", "Norway offered Sweden talks on the sluice",
                              "talks on the sluice");
    e->deed = DM_STR("talk");
    e = add_event(w, b, DM_PLOVER_REJECT, DM_FORCE_REJECT, "SWE", "NOR", 9, "rejected", "Sweden rejected the Norwegian offer of talks on the sluice",
                  "the Norwegian offer of talks on the sluice");
    e->head = DM_STR("offer");
    e->deed = DM_STR("talk");
    /* another matter, another answer */
    e = add_event(w, b, DM_PLOVER_REJECT, DM_FORCE_REJECT, "FIN", "DNK", 9, "rejected", "Finland rejected a Danish plan", "a Danish plan");
    e->head = DM_STR("plan");
    fold_world(w);
    assert_int_equal(w->l.offers.n, 2);
    /* Denmark's plan is known from the answer alone. */
    assert_true(w->l.offers.v[1].presupposed);
    assert_int_equal(w->l.offers.v[1].states.v[0].state, DM_STATE_REJECTED);
    const ledger_offer *o = &w->l.offers.v[0];
    assert_false(o->presupposed);
    assert_int_equal(o->replies.n, 1);
    assert_int_equal(o->replies.v[0].kind, DM_FORCE_REJECT);
    assert_false(o->replies.v[0].reaction);
    assert_int_equal(o->states.n, 1);
    assert_int_equal(o->states.v[0].state, DM_STATE_REJECTED);
    assert_int_equal(o->states.v[0].as_of, day_of(2019, 3, 9));
    assert_int_equal(w->l.unlinked.n, 0);
}

static void an_answer_before_the_offer_is_none(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", ""), b = add_story(w, "b", "Daily", "");
    add_event(w, a, DM_PLOVER_AGREE, DM_FORCE_PROPOSE, "NOR", "SWE", 14, "offered", "Norway offered Sweden talks on the sluice",
              "talks on the sluice");
    add_event(w, b, DM_PLOVER_REJECT, DM_FORCE_REJECT, "SWE", "NOR", 2, "rejected", "Sweden rejected talks on the sluice", "talks on the sluice");
    fold_world(w);
    assert_int_equal(w->l.offers.v[0].replies.n, 0);
    assert_int_equal(w->l.offers.v[0].states.v[0].state, DM_STATE_NO_ANSWER_SEEN);
    assert_int_equal(w->l.unlinked.n, 1);
}

static void a_third_party_only_reacts(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", "");
    add_event(w, a, DM_PLOVER_AGREE, DM_FORCE_PROPOSE, "NOR", "SWE", 4, "offered", "Norway offered Sweden talks on the sluice",
              "talks on the sluice");
    fact_event *e = add_event(w, a, DM_PLOVER_REJECT, DM_FORCE_REJECT, "FIN", "NOR", 5, "rejected",
                              "Finland rejected the Norwegian offer of talks on the sluice", "the Norwegian offer of talks on the sluice");
    e->head = DM_STR("offer");
    fold_world(w);
    assert_int_equal(w->l.offers.v[0].replies.n, 1);
    assert_true(w->l.offers.v[0].replies.v[0].reaction);
    assert_int_equal(w->l.offers.v[0].states.v[0].state, DM_STATE_NO_ANSWER_SEEN);
}

static void versions_make_one_offer_and_other_addressees_another(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", ""), b = add_story(w, "b", "Daily", "");
    const char *first = "talks on the sluice", *second = "talks on the sluice and the fishing rights";
    fact_event *e =
        add_event(w, a, DM_PLOVER_AGREE, DM_FORCE_PROPOSE, "NOR", "SWE", 4, "offered", "Norway offered Sweden talks on the sluice", first);
    e->deed = DM_STR("talk");
    e = add_event(w, b, DM_PLOVER_AGREE, DM_FORCE_PROPOSE, "NOR", "SWE", 20, "proposed",
                  "Norway proposed to Sweden talks on the sluice and the fishing rights", second);
    e->deed = DM_STR("talk");
    e = add_event(w, b, DM_PLOVER_AGREE, DM_FORCE_PROPOSE, "NOR", "FIN", 20, "proposed", "Norway proposed to Finland talks on the sluice", first);
    e->deed = DM_STR("talk");
    fold_world(w);
    assert_int_equal(w->l.offers.n, 2);
    assert_int_equal(w->l.offers.v[0].versions.n, 2);
}

static bool never(void *user, uint32_t a, uint32_t b) {
    (void)user;
    return a == 2 && b == 3;
}

static void clustering_forgets_the_order_of_pairs(void **state) {
    world *w = *state;
    merge_pair one[] = {{0, 1, .9}, {1, 2, .8}, {2, 3, .95}, {0, 3, .7}}, two[] = {{0, 3, .7}, {2, 3, .95}, {1, 2, .8}, {0, 1, .9}};
    uint32_t x[4], y[4];
    assert_int_equal(merge_cluster_pairs(4, one, 4, never, NULL, &w->a, x, NULL), DM_OK);
    assert_int_equal(merge_cluster_pairs(4, two, 4, never, NULL, &w->a, y, NULL), DM_OK);
    assert_memory_equal(x, y, sizeof x);
    assert_int_equal(x[1], 0);
    assert_int_equal(x[2], 0);
    assert_int_equal(x[3], 3); /* 2 and 3 clash, so 3 stays apart */
}

static void bags_see_through_inflection(void **state) {
    world *w = *state;
    word_bag a, b, c;
    assert_true(bag_of(&w->a, NULL, DM_STR("Norway's offers of talks were rejected"), &a));
    assert_true(bag_of(&w->a, NULL, DM_STR("rejecting the offer, Norway talked"), &b));
    assert_true(bag_of(&w->a, NULL, DM_STR("of the and that"), &c));
    assert_int_equal(bag_common(a, b), 4);
    assert_int_equal(c.n, 0);
    assert_true(bag_contained(a, c) == 0);
}

static fact_entity *add_person(world *w, uint32_t story, const char *key, const char *name, const char *country) {
    fact_entity *e = VEC_PUSH(&w->a, &w->f.entities);
    *e = (fact_entity){
        .id = str_from(key), .key = str_from(key), .name = str_from(name), .country = str_from(country), .kind = DM_ENTITY_PERSON, .story = story};
    return e;
}

static void one_person_has_one_key_over_the_set(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", "");
    add_person(w, a, "person/NOR/Anna Berg", "Anna Berg", "NOR");
    add_person(w, a, "person/NOR/Dame Anna Berg", "Dame Anna Berg", "NOR");
    add_person(w, a, "person//Berg", "Berg", NULL);
    add_person(w, a, "person/SWE/Nils Holm", "Nils Holm", "SWE");
    add_person(w, a, "person/SWE/Olof Holm", "Olof Holm", "SWE");
    add_person(w, a, "person//Holm", "Holm", NULL);
    assert_int_equal(facts_unify_names(&w->f, NULL, NULL), DM_OK);
    const fact_entity *e = w->f.entities.v;
    assert_true(str_eq(e[0].key, e[1].key) && str_eq(e[0].key, e[2].key));
    assert_true(str_is(e[2].country, "NOR"));
    /* a surname that two bear is a third */
    assert_false(str_eq(e[3].key, e[4].key) || str_eq(e[3].key, e[5].key) || str_eq(e[4].key, e[5].key));
}

static void moves_bring_nearer_or_apart(void **state) {
    (void)state;
    fact_event e = {.type = DM_PLOVER_AID};
    assert_int_equal(ledger_move(&e), 1);
    e.polarity = DM_POLARITY_DENIED;
    assert_int_equal(ledger_move(&e), 0);
    e = (fact_event){.type = DM_PLOVER_SANCTION};
    assert_int_equal(ledger_move(&e), -1);
    e = (fact_event){.type = DM_PLOVER_REQUEST};
    assert_int_equal(ledger_move(&e), 0);
    e = (fact_event){.type = DM_PLOVER_NONE, .force = DM_FORCE_BREACH};
    assert_int_equal(ledger_move(&e), -1);
}

static void add_quote(world *w, uint32_t story, uint32_t speaker, dm_mode mode, const char *content) {
    fact_statement *s = VEC_PUSH(&w->a, &w->f.statements);
    uint32_t at = 100 * w->f.statements.n;
    *s = (fact_statement){.id = arena_printf(&w->a, "s%u", at),
                          .story = story,
                          .speaker = speaker,
                          .mode = mode,
                          .date = DM_DATE_UNKNOWN,
                          .content = {at, at + 50},
                          .content_text = str_from(content)};
}

static void quotations_are_one_by_what_is_quoted(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", ""), b = add_story(w, "b", "Daily", ""), c = add_story(w, "c", "Organ", ""),
             d = add_story(w, "d", "Blog", "");
    uint32_t nor = state_entity(w, a, "NOR"), nor_b = state_entity(w, b, "NOR"), nor_c = state_entity(w, c, "NOR"), swe = state_entity(w, d, "SWE");
    add_quote(w, a, nor, DM_MODE_DIRECT, "\"We shall never sell the river to anyone,\" she said. \"It is ours.\"");
    add_quote(w, b, nor_b, DM_MODE_MIXED, "that Norway would \"never sell the river\"");
    add_quote(w, c, nor_c, DM_MODE_DIRECT, "\"We shall never ... sell the river [of our fathers] to anyone\"");
    add_quote(w, d, swe, DM_MODE_DIRECT, "\"We shall never sell the forest or the lake to them\"");
    fold_world(w);
    assert_int_equal(w->m.quotes.n, 2);
    assert_int_equal(w->m.quotes.v[0].n, 3);
}

static const char SHELLED[] = "Norway shelled a Swedish customs post on the river bank on Monday";
static const char CLOSED[] = "Norway closed the upper sluice of the border river on Sweden last winter";

static void shelling(world *w, uint32_t story, int mday) {
    add_event(w, story, DM_PLOVER_ASSAULT, DM_FORCE_NONE, "NOR", "SWE", mday, "shelled", SHELLED, NULL);
}

static void closing(world *w, uint32_t story) { add_event(w, story, DM_PLOVER_COERCE, DM_FORCE_NONE, "NOR", "SWE", 0, "closed", CLOSED, NULL); }

static void redate_world(world *w) {
    assert_int_equal(merge_run(&w->f, NULL, &w->a, &w->m, NULL), DM_OK);
    assert_int_equal(merge_redate(&w->f, &w->m, NULL), DM_OK);
}

static dm_date one_day(int mday, dm_basis basis) {
    dm_day day = day_of(2019, 3, mday);
    return (dm_date){.best = day, .from = day, .to = day, .basis = basis};
}

static void a_well_dated_story_dates_another(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", ""), b = add_story(w, "b", "Daily", ""), c = add_story(w, "c", "Organ", "");
    w->f.stories.v[a].date = one_day(5, DM_BASIS_PRINTED);
    shelling(w, a, 4);
    shelling(w, b, 0);
    closing(w, b);
    closing(w, c);
    redate_world(w);
    const dm_date *d = &w->f.stories.v[b].date;
    assert_int_equal(d->from, day_of(2019, 3, 4)); /* a Monday */
    assert_int_equal(d->to, day_of(2019, 3, 10));
    assert_int_equal(d->best, day_of(2019, 3, 4));
    assert_int_equal(d->basis, DM_BASIS_LEDGER);
    assert_int_equal(d->reasons.n, 1);
    /* What b shares with c dates neither: b's own day was taken from a. */
    assert_int_equal(w->m.cluster_of[2], w->m.cluster_of[3]);
    redate_world(w);
    assert_int_equal(w->f.stories.v[c].date.basis, DM_BASIS_UNKNOWN);
    assert_int_equal(w->f.stories.v[a].date.basis, DM_BASIS_PRINTED);
}

static void a_past_event_bounds_from_below_and_a_coming_one_from_above(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", ""), b = add_story(w, "b", "Daily", ""), c = add_story(w, "c", "Organ", "");
    w->f.stories.v[a].date = one_day(5, DM_BASIS_METADATA);
    shelling(w, a, 5); /* a Tuesday: the Monday in the sentence says nothing of it */
    shelling(w, b, 0);
    shelling(w, c, 0);
    w->f.events.v[2].phase = DM_PHASE_FUTURE;
    redate_world(w);
    assert_int_equal(w->f.stories.v[b].date.from, day_of(2019, 3, 5));
    assert_int_equal(w->f.stories.v[b].date.to, DM_DAY_NONE);
    assert_int_equal(w->f.stories.v[b].date.best, DM_DAY_NONE);
    assert_int_equal(w->f.stories.v[c].date.from, DM_DAY_NONE);
    assert_int_equal(w->f.stories.v[c].date.to, day_of(2019, 3, 5));
}

static void a_day_that_is_known_or_contradicts_stays(void **state) {
    world *w = *state;
    uint32_t a = add_story(w, "a", "Wire", ""), b = add_story(w, "b", "Daily", ""), c = add_story(w, "c", "Organ", ""),
             d = add_story(w, "d", "Blog", "");
    w->f.stories.v[a].date = one_day(5, DM_BASIS_PRINTED);
    w->f.stories.v[b].date = (dm_date){DM_DAY_NONE, day_of(2019, 1, 1), day_of(2019, 2, 1), DM_BASIS_INFERRED, {NULL, 0, 0}};
    w->f.stories.v[c].by_hand = true;
    w->f.stories.v[d].date = one_day(1, DM_BASIS_INFERRED);
    shelling(w, a, 4);
    shelling(w, b, 0);
    shelling(w, c, 0);
    shelling(w, d, 0);
    redate_world(w);
    assert_int_equal(w->f.stories.v[b].date.to, day_of(2019, 2, 1));
    assert_int_equal(w->f.stories.v[b].date.basis, DM_BASIS_INFERRED);
    assert_int_equal(w->f.stories.v[c].date.from, DM_DAY_NONE);
    assert_int_equal(w->f.stories.v[d].date.from, day_of(2019, 3, 1));
    assert_int_equal(w->f.stories.v[d].date.basis, DM_BASIS_INFERRED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_event_in_two_stories_is_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copies_are_one_source, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_person_has_one_key_over_the_set, set_up, tear_down),
        cmocka_unit_test(moves_bring_nearer_or_apart),
        cmocka_unit_test_setup_teardown(quotations_are_one_by_what_is_quoted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_offer_is_linked_to_its_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_before_the_offer_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_third_party_only_reacts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(versions_make_one_offer_and_other_addressees_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clustering_forgets_the_order_of_pairs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bags_see_through_inflection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_well_dated_story_dates_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_past_event_bounds_from_below_and_a_coming_one_from_above, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_day_that_is_known_or_contradicts_stays, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
