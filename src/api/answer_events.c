/* Rows of events, merged or as reported; the timeline; rows of statements. */
#include "api/answer.h"

static const char *const event_columns[] = {"date", "actors", "type", "recipients", "force", "matter", "status", "sentence", "sources", "id"};
static const char *const timeline_columns[] = {"date", "actors", "type", "recipients", "sentence", "sources", "outlets", "id"};
static const char *const statement_columns[] = {"date", "speaker", "act", "mode", "content", "sources", "outlets", "id"};

static void put_outlets(answer *a, const merge_cluster *c, bool quotes) {
    const facts *f = &a->k->f;
    for (uint32_t i = 0; i < c->n; i++) {
        dm_str outlet = f->stories.v[quotes ? f->statements.v[c->v[i]].story : f->events.v[c->v[i]].story].outlet;
        bool seen = !outlet.n;
        for (uint32_t j = 0; j < i && !seen; j++)
            seen = str_eq(outlet, f->stories.v[quotes ? f->statements.v[c->v[j]].story : f->events.v[c->v[j]].story].outlet);
        if (seen) continue;
        if (a->text.n) buf_puts(&a->text, "; ");
        buf_put_str(&a->text, outlet);
    }
    answer_column(a);
}

/* What the members of a cluster say together: done if any says it is done, background only if all do. */
typedef struct status {
    bool history, actual;
} status;

static status status_of(const facts *f, const merge_cluster *c) {
    status s = {true, false};
    for (uint32_t i = 0; i < c->n; i++) {
        s.history &= f->events.v[c->v[i]].history;
        s.actual |= f->events.v[c->v[i]].modality == DM_MODALITY_ACTUAL;
    }
    return s;
}

/* Between the two, whoever acts; both among those who act counts too ("A and B agreed"). */
static bool between(const answer *a, const fact_event *e, const char *one, const char *other) {
    bool acts = answer_has_role(a, &e->actors, one), other_acts = answer_has_role(a, &e->actors, other);
    return (acts && answer_has_role(a, &e->recipients, other)) || (other_acts && answer_has_role(a, &e->recipients, one)) || (acts && other_acts);
}

/* By its type, by what it does to an offer, or by its CAMEO code. */
static bool wants_type(answer *a, const fact_event *e) {
    dm_buf cameo = {0};
    buf_put_str(&cameo, e->cameo);
    bool wanted = answer_wants_type(a, e->type ? dm_plover_text(e->type) : NULL);
    wanted |= answer_wants_type(a, dm_force_text(e->force));
    dm_str code = a->mark ? arena_str(&a->rows->arena, e->cameo) : DM_STR_NONE;
    wanted |= answer_wants_type(a, !e->cameo.p ? NULL : code.p ? code.p : buf_cstr(&cameo));
    buf_free(&cameo);
    return wanted;
}

bool answer_wants_event(answer *a, const fact_event *e, const merge_cluster *c) {
    const dm_query *q = a->q;
    status s = status_of(&a->k->f, c);
    if (!answer_wants_plain(a, e->polarity == DM_POLARITY_AFFIRMED && s.actual && !s.history)) return false;
    if (!wants_type(a, e) || !answer_wants_issue(a, e->issue)) return false;
    bool parties = q->table == DM_TABLE_DYAD ? between(a, e, q->actor, q->recipient)
                                             : answer_wants_actor(a, &e->actors) && answer_wants_recipient(a, &e->recipients);
    return parties && answer_wants_date(a, &c->date) && answer_wants_outlet(a, c, false) && answer_wants_text(a, e->evidence_text);
}

static void put_matter_json(dm_buf *b, const fact_event *e) {
    if (!e->has_matter) {
        buf_puts(b, "null");
        return;
    }
    const struct {
        const char *key;
        dm_str value;
    } texts[] = {{"issue", e->issue}, {"deed", e->deed}, {"head", e->head}, {"venue", e->venue}, {"text", e->matter_text}};
    for (uint32_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_printf(b, "%s\"%s\":", i ? "," : "{", texts[i].key);
        buf_put_json(b, texts[i].value);
    }
    buf_putc(b, '}');
}

void answer_put_move(dm_buf *b, int move) {
    buf_puts(b, ",\"move\":");
    buf_put_json(b, !move ? DM_STR_NONE : move > 0 ? DM_STR("nearer") : DM_STR("apart"));
}

static void put_event_json(answer *a, const fact_event *e, const merge_cluster *c, status s) {
    dm_buf *b = &a->json;
    buf_puts(b, "{\"id\":");
    buf_put_json(b, e->id);
    buf_puts(b, ",\"type\":");
    buf_put_json(b, e->type ? str_from(dm_plover_text(e->type)) : DM_STR_NONE);
    buf_puts(b, ",\"modes\":");
    buf_put_str(b, e->modes.n ? e->modes : DM_STR("[]"));
    buf_puts(b, ",\"cameo\":");
    buf_put_json(b, e->cameo);
    buf_puts(b, ",\"quad\":");
    if (e->quad) buf_put_u64(b, e->quad);
    else buf_puts(b, "null");
    buf_puts(b, ",\"intensity\":");
    buf_put_fixed(b, e->intensity, 2);
    buf_puts(b, ",\"goldstein\":");
    buf_put_fixed(b, e->goldstein, 2);
    buf_puts(b, ",\"actors\":");
    answer_put_roles_json(a, &e->actors);
    buf_puts(b, ",\"recipients\":");
    answer_put_roles_json(a, &e->recipients);
    buf_printf(b, ",\"force\":\"%s\",\"matter\":", dm_force_text(e->force));
    put_matter_json(b, e);
    buf_printf(b, ",\"polarity\":\"%s\",\"modality\":\"%s\",\"phase\":\"%s\",\"history\":%s,\"statement\":", dm_polarity_text(e->polarity),
               s.actual ? dm_modality_text(DM_MODALITY_ACTUAL) : dm_modality_text(e->modality), dm_phase_text(e->phase),
               s.history ? "true" : "false");
    buf_put_json(b, e->statement);
    buf_puts(b, ",\"date\":");
    rows_put_date(b, &c->date);
    if (a->q->table == DM_TABLE_DYAD) answer_put_move(b, ledger_move(e));
    if (a->mark) {
        a->mark->move = ledger_move(e);
        a->mark->move_at = (uint32_t)b->n;
    }
    buf_puts(b, ",\"sentence\":");
    buf_put_json(b, e->evidence_text);
    answer_put_reports(a, c, false);
    buf_putc(b, '}');
}

static void put_type(answer *a, const fact_event *e) {
    buf_puts(&a->text, e->type ? dm_plover_text(e->type) : "-");
    /* modes is a JSON list of plain words */
    for (uint32_t i = 0; i < e->modes.n; i++) {
        char ch = e->modes.p[i];
        if (ch == '"' || ch == ']') continue;
        buf_putc(&a->text, ch == '[' ? '/' : ch);
    }
    if (str_ends(buf_str(&a->text), "/")) a->text.n--;
    answer_column(a);
}

static void put_status(answer *a, const fact_event *e, status s) {
    buf_puts(&a->text, e->polarity != DM_POLARITY_AFFIRMED ? dm_polarity_text(e->polarity)
                       : !s.actual                         ? dm_modality_text(e->modality)
                                                           : dm_phase_text(e->phase));
    if (s.history) buf_puts(&a->text, ", history");
    answer_column(a);
}

static void one_event(answer *a, const fact_event *e, const merge_cluster *c, bool timeline) {
    status s = status_of(&a->k->f, c);
    if (!answer_wants_event(a, e, c)) return;
    answer_begin(a, answer_day(&c->date), e->id);
    date_put_text(&a->text, &c->date);
    answer_column(a);
    answer_put_roles_text(a, &e->actors);
    answer_column(a);
    put_type(a, e);
    answer_put_roles_text(a, &e->recipients);
    answer_column(a);
    if (!timeline) {
        answer_value(a, e->force ? str_from(dm_force_text(e->force)) : DM_STR(""));
        answer_value(a, e->issue.n ? e->issue : e->deed);
        put_status(a, e, s);
    }
    answer_value(a, e->evidence_text);
    answer_number(a, c->independent);
    if (timeline) put_outlets(a, c, false);
    answer_value(a, e->id);
    if (a->mark) { /* for the timeline */
        put_outlets(a, c, false);
        dm_buf counted = {0};
        answer_put_counted(a, e, c, &counted);
        a->mark->counts = arena_str(&a->rows->arena, buf_str(&counted));
        buf_free(&counted);
    }
    put_event_json(a, e, c, s);
    answer_end(a);
}

/* The answers that found no offer, as rows of events. */
void answer_unlinked(answer *a) {
    const folded *k = a->k;
    a->rows->columns = event_columns;
    a->rows->n_columns = sizeof event_columns / sizeof *event_columns + (a->mark != NULL);
    for (uint32_t i = 0; i < k->l.unlinked.n; i++) {
        const merge_cluster *cluster = &k->m.clusters.v[k->l.unlinked.v[i]];
        one_event(a, &k->f.events.v[ledger_speaker(&k->f, cluster)], cluster, false);
    }
}

void answer_events(answer *a, bool timeline) {
    const folded *k = a->k;
    a->rows->columns = timeline ? timeline_columns : event_columns;
    a->rows->n_columns =
        timeline ? sizeof timeline_columns / sizeof *timeline_columns : sizeof event_columns / sizeof *event_columns + (a->mark != NULL);
    if (a->q->reports) {
        for (uint32_t i = 0; i < k->f.events.n; i++) {
            merge_cluster one = {.v = &i, .n = 1, .independent = 1, .date = k->f.events.v[i].date};
            one_event(a, &k->f.events.v[i], &one, timeline);
        }
        return;
    }
    for (uint32_t c = 0; c < k->m.clusters.n + k->m.n_rejected; c++) {
        const merge_cluster *cluster = &k->m.clusters.v[c];
        if (a->mark && c >= k->m.clusters.n) a->mark->seen &= FOLD_SHOWN;
        one_event(a, &k->f.events.v[ledger_speaker(&k->f, cluster)], cluster, timeline);
    }
}

/* ---- statements ---- */

static void put_statement_json(answer *a, const fact_statement *s, const merge_cluster *c) {
    dm_buf *b = &a->json;
    const fact_entity *e = s->speaker == DM_NONE ? NULL : &a->k->f.entities.v[s->speaker];
    buf_puts(b, "{\"id\":");
    buf_put_json(b, s->id);
    buf_puts(b, ",\"speaker\":");
    buf_put_json(b, e ? answer_entity_id(e) : DM_STR_NONE);
    buf_puts(b, ",\"speaker_name\":");
    buf_put_json(b, e ? e->name : DM_STR_NONE);
    buf_printf(b, ",\"capacity\":\"%s\",\"mode\":\"%s\",\"act\":\"%s\",\"occasion\":", dm_capacity_text(s->capacity), dm_mode_text(s->mode),
               dm_act_text(s->act));
    buf_put_json(b, s->occasion);
    buf_puts(b, ",\"date\":");
    rows_put_date(b, &c->date);
    buf_puts(b, ",\"content\":");
    buf_put_json(b, s->content_text);
    answer_put_reports(a, c, true);
    buf_putc(b, '}');
}

static void one_statement(answer *a, const fact_statement *s, const merge_cluster *c) {
    fact_role speaker = {.entity = s->speaker == DM_NONE ? 0 : s->speaker, .capacity = s->capacity};
    fact_role_list one = {&speaker, s->speaker == DM_NONE ? 0 : 1, 1};
    if (one.n) speaker.code = a->k->f.entities.v[s->speaker].code;
    if (!answer_wants_date(a, &c->date) || !answer_wants_actor(a, &one) || !answer_wants_outlet(a, c, true)) return;
    if (!answer_wants_text(a, s->content_text) || !answer_wants_type(a, dm_act_text(s->act))) return;
    answer_begin(a, answer_day(&c->date), s->id);
    date_put_text(&a->text, &c->date);
    answer_column(a);
    answer_put_roles_text(a, &one);
    answer_column(a);
    answer_value(a, str_from(dm_act_text(s->act)));
    answer_value(a, str_from(dm_mode_text(s->mode)));
    answer_value(a, s->content_text);
    answer_number(a, c->independent);
    put_outlets(a, c, true);
    answer_value(a, s->id);
    put_statement_json(a, s, c);
    answer_end(a);
}

/* The longest member speaks for a quotation. */
static uint32_t fullest(const facts *f, const merge_cluster *c) {
    uint32_t best = c->v[0];
    for (uint32_t i = 1; i < c->n; i++)
        if (f->statements.v[c->v[i]].content_text.n > f->statements.v[best].content_text.n) best = c->v[i];
    return best;
}

void answer_statements(answer *a) {
    const folded *k = a->k;
    a->rows->columns = statement_columns;
    a->rows->n_columns = sizeof statement_columns / sizeof *statement_columns;
    if (a->q->reports) {
        for (uint32_t i = 0; i < k->f.statements.n; i++) {
            merge_cluster one = {.v = &i, .n = 1, .independent = 1, .date = k->f.statements.v[i].date};
            one_statement(a, &k->f.statements.v[i], &one);
        }
        return;
    }
    for (uint32_t c = 0; c < k->m.quotes.n; c++) one_statement(a, &k->f.statements.v[fullest(&k->f, &k->m.quotes.v[c])], &k->m.quotes.v[c]);
}
