/* Sentences in which two parties stand and which gave no row: where a lexicon should grow. A party is a state with all its
 * people and bodies, or an actor without a state that has a key; what only a description names is none. */
#include "api/answer.h"

static const char *const columns[] = {"date", "parties", "sentence", "outlet", "story", "id"};

typedef struct found {
    uint32_t v[16]; /* entities, one for each party, in the order of their first mention */
    uint32_t n;
} found;

static dm_str party_of(const fact_entity *e) { return e->kind == DM_ENTITY_PLACE ? DM_STR_NONE : e->country.p ? e->country : e->key; }

static bool names(const fact_entity *e, dm_span where) {
    for (uint32_t i = 0; i < e->mentions.n; i++)
        if (span_holds(where, e->mentions.v[i])) return true;
    return false;
}

static bool meets(dm_span a, dm_span b) { return span_is(a) && span_is(b) && a.begin < b.end && b.begin < a.end; }

static bool has_row(const facts *f, uint32_t event, uint32_t statement, uint32_t story, dm_span where) {
    for (uint32_t i = event; i < f->events.n && f->events.v[i].story == story; i++)
        if (meets(f->events.v[i].evidence, where) || meets(f->events.v[i].trigger, where)) return true;
    for (uint32_t i = statement; i < f->statements.n && f->statements.v[i].story == story; i++)
        if (meets(f->statements.v[i].content, where) || meets(f->statements.v[i].cue, where)) return true;
    return false;
}

static found parties_in(const facts *f, uint32_t first, uint32_t last, dm_span where) {
    found out = {.n = 0};
    for (uint32_t i = first; i < last && out.n < 16; i++) {
        const fact_entity *e = &f->entities.v[i];
        dm_str party = party_of(e);
        bool seen = !party.p || !names(e, where);
        for (uint32_t k = 0; k < out.n && !seen; k++) seen = str_eq(party_of(&f->entities.v[out.v[k]]), party);
        if (!seen) out.v[out.n++] = i;
    }
    return out;
}

static bool wants_party(const answer *a, const found *p, const char *who) {
    bool any = !who;
    for (uint32_t i = 0; i < p->n && !any; i++) {
        fact_role role = {.entity = p->v[i], .code = a->k->f.entities.v[p->v[i]].code};
        fact_role_list one = {&role, 1, 1};
        any = answer_has_role(a, &one, who);
    }
    return any;
}

static void one_sentence(answer *a, const store_sentence *s, const found *p) {
    const facts *f = &a->k->f;
    const fact_story *story = &f->stories.v[s->story];
    uint64_t parts[2] = {hash_bytes(story->id.p, story->id.n), hash_bytes(&s->span, sizeof s->span)};
    dm_str id = arena_printf(&a->rows->arena, "u%016llx", (unsigned long long)hash_bytes(parts, sizeof parts));
    if (!id.p) a->failed = true;
    answer_begin(a, answer_day(&story->date), id);
    date_put_text(&a->text, &story->date);
    answer_column(a);
    for (uint32_t i = 0; i < p->n; i++) {
        if (i) buf_puts(&a->text, "; ");
        buf_put_str(&a->text, f->entities.v[p->v[i]].name);
    }
    answer_column(a);
    answer_value(a, s->text);
    answer_value(a, story->outlet);
    answer_value(a, story->id);
    answer_value(a, id);
    buf_puts(&a->json, "{\"id\":");
    buf_put_json(&a->json, id);
    buf_puts(&a->json, ",\"story\":");
    buf_put_json(&a->json, story->id);
    buf_puts(&a->json, ",\"outlet\":");
    buf_put_json(&a->json, story->outlet);
    buf_puts(&a->json, ",\"span\":");
    answer_put_span_json(&a->json, s->span);
    buf_puts(&a->json, ",\"sentence\":");
    buf_put_json(&a->json, s->text);
    buf_puts(&a->json, ",\"entities\":[");
    for (uint32_t i = 0; i < p->n; i++) {
        if (i) buf_putc(&a->json, ',');
        buf_put_json(&a->json, answer_entity_id(&f->entities.v[p->v[i]]));
    }
    buf_puts(&a->json, "],\"date\":");
    rows_put_date(&a->json, &story->date);
    buf_putc(&a->json, '}');
    answer_end(a);
}

dm_status answer_uncoded(answer *a, dm_ledger *ledger, dm_err *err) {
    const facts *f = &a->k->f;
    store_sentence_list all = {0};
    a->rows->columns = columns;
    a->rows->n_columns = sizeof columns / sizeof *columns;
    DM_TRY(store_load_sentences(ledger->s, f, &a->rows->arena, &all, err));
    uint32_t entity = 0, event = 0, statement = 0;
    for (uint32_t i = 0; i < all.n; i++) {
        const store_sentence *s = &all.v[i];
        const fact_story *story = &f->stories.v[s->story];
        while (entity < f->entities.n && f->entities.v[entity].story < s->story) entity++;
        while (event < f->events.n && f->events.v[event].story < s->story) event++;
        while (statement < f->statements.n && f->statements.v[statement].story < s->story) statement++;
        uint32_t last = entity;
        while (last < f->entities.n && f->entities.v[last].story == s->story) last++;
        found p = parties_in(f, entity, last, s->span);
        if (p.n < 2 || has_row(f, event, statement, s->story, s->span)) continue;
        if (!answer_wants_date(a, &story->date) || !answer_holds(a->q->text, s->text)) continue;
        if (a->q->outlet && !(story->outlet.p && answer_holds(a->q->outlet, story->outlet))) continue;
        if (wants_party(a, &p, a->q->actor) && wants_party(a, &p, a->q->recipient)) one_sentence(a, s, &p);
    }
    return DM_OK;
}
