/* See answer.h: the parts that rows of all tables share. */
#include "api/answer.h"

void answer_begin(answer *a, dm_day day, dm_str id) {
    buf_clear(&a->json);
    buf_clear(&a->text);
    a->column = 0;
    a->row = (answer_row){.day = day, .id = id};
}

static dm_str keep(answer *a, const dm_buf *b) {
    if (!buf_ok(b)) a->failed = true;
    dm_str s = arena_str(&a->rows->arena, buf_str(b));
    if (!s.p) a->failed = true;
    return s;
}

void answer_column(answer *a) {
    DM_ASSERT(a->column < a->rows->n_columns);
    a->row.values[a->column++] = keep(a, &a->text);
    buf_clear(&a->text);
}

void answer_value(answer *a, dm_str value) {
    buf_put_str(&a->text, value);
    answer_column(a);
}

void answer_number(answer *a, uint64_t value) {
    buf_put_u64(&a->text, value);
    answer_column(a);
}

void answer_end(answer *a) {
    DM_ASSERT(a->column == a->rows->n_columns);
    const replay_mark *said = replay_mark_of(&a->k->r, a->row.id);
    if (said && said->rejected && !a->q->all) return;
    if (said && buf_ok(&a->json)) {
        a->json.n--; /* the closing brace: the correction goes inside */
        replay_put(&a->json, said);
        buf_putc(&a->json, '}');
    }
    a->row.json = keep(a, &a->json);
    answer_row *slot = VEC_PUSH(&a->rows->arena, &a->rows->rows);
    if (slot) *slot = a->row;
    else a->failed = true;
}

dm_str answer_entity_id(const fact_entity *e) { return e->key.p ? e->key : e->id; }

void answer_put_roles_json(answer *a, const fact_role_list *roles) {
    dm_buf *b = &a->json;
    buf_putc(b, '[');
    for (uint32_t i = 0; i < roles->n; i++) {
        const fact_role *r = &roles->v[i];
        const fact_entity *e = &a->k->f.entities.v[r->entity];
        buf_puts(b, i ? ",{\"entity\":" : "{\"entity\":");
        buf_put_json(b, answer_entity_id(e));
        buf_puts(b, ",\"name\":");
        buf_put_json(b, e->name);
        buf_puts(b, ",\"country\":");
        buf_put_json(b, e->country);
        buf_puts(b, ",\"role\":");
        buf_put_json(b, r->role);
        buf_printf(b, ",\"capacity\":\"%s\",\"code\":", dm_capacity_text(r->capacity));
        buf_put_json(b, r->code);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

void answer_put_roles_text(answer *a, const fact_role_list *roles) {
    for (uint32_t i = 0; i < roles->n; i++) {
        const fact_entity *e = &a->k->f.entities.v[roles->v[i].entity];
        if (i) buf_puts(&a->text, "; ");
        if (e->kind != DM_ENTITY_STATE && roles->v[i].code.n) {
            buf_put_str(&a->text, roles->v[i].code);
            buf_putc(&a->text, ' ');
        }
        buf_put_str(&a->text, e->name.n ? e->name : roles->v[i].role);
    }
}

void answer_put_span_json(dm_buf *b, dm_span s) {
    if (span_is(s)) buf_printf(b, "[%u,%u]", s.begin, s.end);
    else buf_puts(b, "null");
}

void answer_put_reports(answer *a, const merge_cluster *c, bool quotes) {
    const facts *f = &a->k->f;
    dm_buf *b = &a->json;
    buf_puts(b, ",\"reports\":[");
    for (uint32_t i = 0; i < c->n; i++) {
        const fact_event *e = quotes ? NULL : &f->events.v[c->v[i]];
        const fact_statement *s = quotes ? &f->statements.v[c->v[i]] : NULL;
        const fact_story *story = &f->stories.v[e ? e->story : s->story];
        buf_puts(b, i ? ",{\"story\":" : "{\"story\":");
        buf_put_json(b, story->id);
        buf_puts(b, ",\"outlet\":");
        buf_put_json(b, story->outlet);
        buf_puts(b, ",\"id\":");
        buf_put_json(b, e ? e->id : s->id);
        buf_puts(b, ",\"span\":");
        answer_put_span_json(b, e ? e->trigger : s->content);
        buf_putc(b, '}');
    }
    buf_printf(b, "],\"independent_sources\":%u", c->independent);
}

dm_day answer_day(const dm_date *d) {
    dm_day day = date_day(d);
    return day == DM_DAY_NONE ? INT32_MAX : day;
}

/* ---- filters ---- */

bool answer_wants_date(const answer *a, const dm_date *d) {
    if (a->from == DM_DAY_NONE && a->to == DM_DAY_NONE) return true;
    if (d->best == DM_DAY_NONE && d->from == DM_DAY_NONE && d->to == DM_DAY_NONE) return false;
    dm_day first = d->from != DM_DAY_NONE ? d->from : d->best, last = d->to != DM_DAY_NONE ? d->to : d->best;
    if (a->from != DM_DAY_NONE && last != DM_DAY_NONE && last < a->from) return false;
    return !(a->to != DM_DAY_NONE && first != DM_DAY_NONE && first > a->to);
}

bool answer_wants_text(const char *wanted, dm_str text) {
    if (!wanted) return true;
    uint32_t n = (uint32_t)strlen(wanted);
    for (uint32_t i = 0; i + n <= text.n; i++)
        if (str_eq_nocase(str_sub(text, i, i + n), (dm_str){wanted, n})) return true;
    return false;
}

/* ISO3 or a longer code, as USAGOV: never part of a name ("KOR" is not North Korea). */
static bool is_code(const char *who) {
    size_t n = strlen(who);
    for (size_t i = 0; i < n; i++)
        if (who[i] < 'A' || who[i] > 'Z') return false;
    return n >= 3 && n % 3 == 0;
}

static bool is_who(const answer *a, const fact_role *r, const char *who) {
    const fact_entity *e = &a->k->f.entities.v[r->entity];
    if (str_is(e->country, who) || str_is(answer_entity_id(e), who)) return true;
    if (r->code.p && str_starts(r->code, who)) return true;
    if (is_code(who)) return false;
    return answer_wants_text(who, e->name) || (r->role.p && answer_wants_text(who, r->role));
}

bool answer_wants_role(const answer *a, const fact_role_list *roles, const char *who) {
    if (!who) return true;
    for (uint32_t i = 0; i < roles->n; i++)
        if (is_who(a, &roles->v[i], who)) return true;
    return false;
}

bool answer_wants_outlet(const answer *a, const merge_cluster *c, bool quotes) {
    if (!a->q->outlet) return true;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t story = quotes ? a->k->f.statements.v[c->v[i]].story : a->k->f.events.v[c->v[i]].story;
        if (a->k->f.stories.v[story].outlet.p && answer_wants_text(a->q->outlet, a->k->f.stories.v[story].outlet)) return true;
    }
    return false;
}
