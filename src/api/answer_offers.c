/* Rows of offers: who offered what to whom, its versions, the replies with the basis of each link, the state by addressee. */
#include "api/answer.h"

static const char *const offer_columns[] = {"date", "by", "to", "force", "matter", "versions", "replies", "state", "id"};

static const char *past_tense(dm_force f) {
    switch (f) {
    case DM_FORCE_ACCEPT: return "accepted";
    case DM_FORCE_REJECT: return "rejected";
    case DM_FORCE_DEFER: return "deferred";
    case DM_FORCE_COUNTER: return "countered";
    case DM_FORCE_WITHDRAW: return "withdrew it";
    case DM_FORCE_FULFIL: return "fulfilled";
    case DM_FORCE_BREACH: return "broke it";
    case DM_FORCE_NO_REPLY: return "did not reply";
    default: return dm_force_text(f);
    }
}

static void put_reports_of(answer *a, uint32_t cluster) { answer_put_reports(a, &a->k->m.clusters.v[cluster], false); }

/* The event that says what the offer is about: of the first version that says it. */
static const fact_event *telling(const folded *k, const ledger_offer *o) {
    for (uint32_t v = 0; v < o->versions.n; v++) {
        const fact_event *e = &k->f.events.v[ledger_speaker(&k->f, &k->m.clusters.v[o->versions.v[v]])];
        if (e->matter_text.n && !e->anaphoric) return e;
    }
    return &k->f.events.v[o->lead];
}

static void put_offer_json(answer *a, const ledger_offer *o) {
    const folded *k = a->k;
    const fact_event *lead = telling(k, o);
    dm_buf *b = &a->json;
    buf_puts(b, "{\"id\":");
    buf_put_json(b, o->id);
    buf_printf(b, ",\"force\":\"%s\",\"by\":", dm_force_text(o->force));
    answer_put_roles_json(a, &o->by);
    buf_puts(b, ",\"to\":");
    answer_put_roles_json(a, &o->to);
    buf_puts(b, ",\"matter\":{\"issue\":");
    buf_put_json(b, lead->issue);
    buf_puts(b, ",\"deed\":");
    buf_put_json(b, lead->deed);
    buf_puts(b, ",\"text\":");
    buf_put_json(b, lead->matter_text);
    buf_printf(b, "},\"presupposed\":%s,\"versions\":[", o->presupposed ? "true" : "false");
    for (uint32_t v = 0; v < o->versions.n; v++) {
        const merge_cluster *c = &k->m.clusters.v[o->versions.v[v]];
        const fact_event *e = &k->f.events.v[ledger_speaker(&k->f, c)];
        buf_puts(b, v ? ",{\"event\":" : "{\"event\":");
        buf_put_json(b, e->id);
        buf_puts(b, ",\"date\":");
        rows_put_date(b, &c->date);
        buf_puts(b, ",\"terms\":");
        buf_put_json(b, e->matter_text);
        put_reports_of(a, o->versions.v[v]);
        buf_putc(b, '}');
    }
    buf_puts(b, "],\"replies\":[");
    for (uint32_t r = 0; r < o->replies.n; r++) {
        const ledger_reply *reply = &o->replies.v[r];
        const fact_event *e = &k->f.events.v[reply->event];
        buf_puts(b, r ? ",{\"by\":" : "{\"by\":");
        answer_put_roles_json(a, &e->actors);
        buf_printf(b, ",\"to_version\":%u,\"kind\":\"%s\",\"reaction\":%s,\"basis\":\"%s\",\"score\":", reply->to_version, dm_force_text(reply->kind),
                   reply->reaction ? "true" : "false", reply->basis);
        buf_put_fixed(b, reply->score, 2);
        buf_puts(b, ",\"event\":");
        buf_put_json(b, e->id);
        buf_puts(b, ",\"statement\":");
        buf_put_json(b, e->statement);
        buf_puts(b, ",\"date\":");
        rows_put_date(b, &k->m.clusters.v[reply->cluster].date);
        buf_puts(b, ",\"sentence\":");
        buf_put_json(b, e->evidence_text);
        put_reports_of(a, reply->cluster);
        buf_putc(b, '}');
    }
    buf_puts(b, "],\"state\":[");
    for (uint32_t s = 0; s < o->states.n; s++) {
        const fact_entity *e = &k->f.entities.v[o->states.v[s].entity];
        buf_puts(b, s ? ",{\"addressee\":" : "{\"addressee\":");
        buf_put_json(b, answer_entity_id(e));
        buf_puts(b, ",\"name\":");
        buf_put_json(b, e->name);
        buf_printf(b, ",\"state\":\"%s\",\"as_of\":", dm_state_text(o->states.v[s].state));
        day_put(b, o->states.v[s].as_of, true);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

static bool wants_offer(answer *a, const ledger_offer *o, const fact_event *lead, const dm_date *date) {
    if (!answer_wants_type(a, dm_force_text(o->force)) || !answer_wants_issue(a, lead->issue)) return false;
    if (!answer_wants_plain(a, lead->modality == DM_MODALITY_ACTUAL)) return false;
    bool outlet = false;
    for (uint32_t v = 0; v < o->versions.n; v++) outlet |= answer_wants_outlet(a, &a->k->m.clusters.v[o->versions.v[v]], false);
    return outlet && answer_wants_date(a, date) && answer_wants_actor(a, &o->by) && answer_wants_recipient(a, &o->to) &&
           answer_wants_text(a, lead->evidence_text);
}

static void one_offer(answer *a, const ledger_offer *o) {
    const folded *k = a->k;
    const fact_event *lead = telling(k, o);
    const dm_date *date = &k->m.clusters.v[o->versions.v[0]].date;
    if (!wants_offer(a, o, lead, date)) return;
    answer_begin(a, answer_day(date), o->id);
    if (!o->presupposed) date_put_text(&a->text, date);
    else buf_puts(&a->text, "earlier");
    answer_column(a);
    answer_put_roles_text(a, &o->by);
    answer_column(a);
    answer_put_roles_text(a, &o->to);
    answer_column(a);
    answer_value(a, str_from(dm_force_text(o->force)));
    answer_value(a, lead->matter_text.n ? lead->matter_text : lead->evidence_text);
    answer_number(a, o->versions.n);
    for (uint32_t r = 0; r < o->replies.n; r++) {
        const fact_event *e = &k->f.events.v[o->replies.v[r].event];
        if (r) buf_puts(&a->text, "; ");
        answer_put_roles_text(a, &e->actors);
        buf_printf(&a->text, " %s ", past_tense(o->replies.v[r].kind));
        date_put_text(&a->text, &k->m.clusters.v[o->replies.v[r].cluster].date);
    }
    answer_column(a);
    for (uint32_t s = 0; s < o->states.n; s++) {
        /* the last state of each addressee */
        bool later = false;
        for (uint32_t t = s + 1; t < o->states.n; t++) later |= o->states.v[t].entity == o->states.v[s].entity;
        if (later) continue;
        if (a->text.n) buf_puts(&a->text, "; ");
        buf_put_str(&a->text, k->f.entities.v[o->states.v[s].entity].name);
        buf_printf(&a->text, ": %s", dm_state_text(o->states.v[s].state));
    }
    answer_column(a);
    answer_value(a, o->id);
    put_offer_json(a, o);
    answer_end(a);
}

void answer_offers(answer *a) {
    a->rows->columns = offer_columns;
    a->rows->n_columns = sizeof offer_columns / sizeof *offer_columns;
    for (uint32_t o = 0; o < a->k->l.offers.n; o++) one_offer(a, &a->k->l.offers.v[o]);
}
