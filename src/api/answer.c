/* See answer.h: the parts that rows of all tables share. */
#include "api/answer.h"

#include "base/map.h"

#include <strings.h>

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
    const replay_mark *said = a->k ? replay_mark_of(&a->k->r, a->row.id) : NULL; /* counts of the tables have none */
    if (said && said->rejected && !a->q->all) return;
    if (said && buf_ok(&a->json)) {
        a->json.n--; /* the closing brace: the correction goes inside */
        replay_put(&a->json, said);
        buf_putc(&a->json, '}');
    }
    a->row.json = keep(a, &a->json);
    if (a->mark) {
        if (said && said->rejected) a->mark->seen &= ~(uint32_t)FOLD_SHOWN;
        fold_row *mark = ARENA_NEW(&a->rows->arena, fold_row, 1);
        if (mark) *mark = *a->mark;
        else a->failed = true;
        a->row.mark = mark;
        *a->mark = (fold_row){.kind = a->mark->kind, .seen = FOLD_SHOWN | FOLD_COUNTED | FOLD_COUNTED_ALL, .first = INT32_MIN, .last = INT32_MAX};
    }
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

void answer_put_report(answer *a, uint32_t story, dm_str id, dm_span span) {
    const fact_story *s = &a->k->f.stories.v[story];
    dm_buf *b = &a->json;
    buf_puts(b, "{\"story\":");
    buf_put_json(b, s->id);
    buf_puts(b, ",\"outlet\":");
    buf_put_json(b, s->outlet);
    buf_puts(b, ",\"id\":");
    buf_put_json(b, id);
    buf_puts(b, ",\"span\":");
    answer_put_span_json(b, span);
    buf_putc(b, '}');
}

void answer_put_reports(answer *a, const merge_cluster *c, bool quotes) {
    const facts *f = &a->k->f;
    buf_puts(&a->json, ",\"reports\":[");
    for (uint32_t i = 0; i < c->n; i++) {
        if (i) buf_putc(&a->json, ',');
        if (quotes) {
            const fact_statement *s = &f->statements.v[c->v[i]];
            answer_put_report(a, s->story, s->id, s->content);
        } else {
            const fact_event *e = &f->events.v[c->v[i]];
            answer_put_report(a, e->story, e->id, e->trigger);
        }
    }
    buf_printf(&a->json, "],\"independent_sources\":%u", c->independent);
}

dm_day answer_day(const dm_date *d) {
    dm_day day = date_day(d);
    return day == DM_DAY_NONE ? INT32_MAX : day;
}

/* ---- filters ---- */

static void note(answer *a, uint32_t filter, fold_side side, dm_str key, bool odd) {
    a->mark->filters |= filter;
    if (!key.p) return;
    fold_tag *tag = VEC_PUSH(&a->rows->arena, &a->mark->tags);
    if (tag) *tag = (fold_tag){side, key, odd};
    else a->failed = true;
}

static void note_date(answer *a, const dm_date *d) {
    fold_row *m = a->mark;
    dm_day day = answer_day(d), first = d->from != DM_DAY_NONE ? d->from : d->best, last = d->to != DM_DAY_NONE ? d->to : d->best;
    m->filters |= FOLD_BY_DATE;
    if (day == INT32_MAX) {
        m->first = INT32_MAX;
        m->last = INT32_MIN;
        return;
    }
    m->first = first; /* DM_DAY_NONE comes before all days */
    m->last = last != DM_DAY_NONE ? last : INT32_MAX;
    bool wide = (int64_t)m->first < (int64_t)day - FOLD_WIDTH || (int64_t)m->last > (int64_t)day + FOLD_WIDTH;
    if (wide) note(a, 0, FOLD_WIDE, DM_STR(""), false);
}

bool answer_wants_date(answer *a, const dm_date *d) {
    if (a->mark) note_date(a, d);
    if (a->from == DM_DAY_NONE && a->to == DM_DAY_NONE) return true;
    if (d->best == DM_DAY_NONE && d->from == DM_DAY_NONE && d->to == DM_DAY_NONE) return false;
    dm_day first = d->from != DM_DAY_NONE ? d->from : d->best, last = d->to != DM_DAY_NONE ? d->to : d->best;
    if (a->from != DM_DAY_NONE && last != DM_DAY_NONE && last < a->from) return false;
    return !(a->to != DM_DAY_NONE && first != DM_DAY_NONE && first > a->to);
}

bool answer_holds(const char *wanted, dm_str text) {
    if (!wanted) return true;
    uint32_t n = (uint32_t)strlen(wanted);
    for (uint32_t i = 0; i + n <= text.n; i++)
        if (str_eq_nocase(str_sub(text, i, i + n), (dm_str){wanted, n})) return true;
    return false;
}

bool answer_wants_text(answer *a, dm_str text) {
    if (a->mark) a->mark->sentence = text;
    return answer_holds(a->q->text, text);
}

bool answer_wants_issue(answer *a, dm_str issue) {
    if (a->mark) note(a, FOLD_BY_ISSUE, FOLD_ISSUE, issue, false);
    return !a->q->issue || str_is(issue, a->q->issue);
}

bool answer_wants_type(answer *a, const char *type) {
    if (a->mark) note(a, FOLD_BY_TYPE, FOLD_TYPE, str_from(type), false);
    return !a->q->type || (type && strcasecmp(a->q->type, type) == 0);
}

bool answer_wants_plain(answer *a, bool plain) {
    if (a->mark && !plain) a->mark->seen &= ~(uint32_t)(FOLD_SHOWN | FOLD_COUNTED);
    return plain || a->q->all;
}

static bool is_who(const answer *a, const fact_role *r, const char *who) {
    const fact_entity *e = &a->k->f.entities.v[r->entity];
    if (str_is(e->country, who) || str_is(answer_entity_id(e), who)) return true;
    if (r->code.p && str_starts(r->code, who)) return true;
    if (fold_is_code(who)) return false;
    return answer_holds(who, e->name) || (r->role.p && answer_holds(who, r->role));
}

bool answer_has_role(const answer *a, const fact_role_list *roles, const char *who) {
    if (!who) return true;
    for (uint32_t i = 0; i < roles->n; i++)
        if (is_who(a, &roles->v[i], who)) return true;
    return false;
}

static void note_roles(answer *a, const fact_role_list *roles, uint32_t filter, int base) {
    a->mark->filters |= filter;
    for (uint32_t i = 0; i < roles->n; i++) {
        const fact_role *r = &roles->v[i];
        const fact_entity *e = &a->k->f.entities.v[r->entity];
        dm_str id = answer_entity_id(e);
        note(a, filter, (fold_side)base, e->country, false);
        if (!e->country.p || !str_eq(e->country, id)) note(a, filter, (fold_side)base, id, e->country.p || !e->key.p);
        bool own = e->country.n == 3 && r->code.n >= 3 && memcmp(r->code.p, e->country.p, 3) == 0;
        note(a, filter, (fold_side)(base + 1), r->code, !own);
        note(a, filter, (fold_side)(base + 2), e->name.p ? e->name : DM_STR(""), false);
        note(a, filter, (fold_side)(base + 2), r->role, false);
    }
}

bool answer_wants_actor(answer *a, const fact_role_list *roles) {
    if (a->mark) note_roles(a, roles, FOLD_BY_ACTOR, FOLD_ACTOR_IS);
    return answer_has_role(a, roles, a->q->actor);
}

bool answer_wants_recipient(answer *a, const fact_role_list *roles) {
    if (a->mark) note_roles(a, roles, FOLD_BY_RECIPIENT, FOLD_RECIPIENT_IS);
    return answer_has_role(a, roles, a->q->recipient);
}

bool answer_wants_outlet_named(answer *a, dm_str outlet) {
    if (a->mark) note(a, FOLD_BY_OUTLET, FOLD_OUTLET, outlet, false);
    return !a->q->outlet || (outlet.p && answer_holds(a->q->outlet, outlet));
}

bool answer_wants_outlet(answer *a, const merge_cluster *c, bool quotes) {
    bool wanted = !a->q->outlet;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t story = quotes ? a->k->f.statements.v[c->v[i]].story : a->k->f.events.v[c->v[i]].story;
        wanted |= answer_wants_outlet_named(a, a->k->f.stories.v[story].outlet);
    }
    return wanted;
}

/* ---- what a row's JSON tells ---- */

static bool is_id_key(dm_str key) {
    static const char *const keys[] = {"id", "event",  "statement", "story",   "subject", "from",
                                       "to", "entity", "addressee", "speaker", "holder",  "copy_of"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_is(key, keys[i])) return true;
    return false;
}

/* The next string at or behind *at, without its quotation marks; false at the end. */
static bool next_string(dm_str json, uint32_t *at, dm_str *out, bool *is_key) {
    while (*at < json.n && json.p[*at] != '"') ++*at;
    if (*at >= json.n) return false;
    uint32_t begin = ++*at;
    while (*at < json.n && json.p[*at] != '"') *at += json.p[*at] == '\\' ? 2 : 1;
    *out = str_sub(json, begin, *at < json.n ? *at : json.n);
    ++*at;
    *is_key = *at < json.n && json.p[*at] == ':';
    return true;
}

void answer_read_json(dm_str json, dm_buf *words, dm_arena *arena, fold_row *ids) {
    dm_str s, key = DM_STR("");
    bool is_key;
    for (uint32_t at = 0; next_string(json, &at, &s, &is_key);) {
        if (is_key) {
            key = s;
            continue;
        }
        if (words) word_list_put(words, s);
        if (!ids || !is_id_key(key)) continue;
        uint64_t *hash = VEC_PUSH(arena, &ids->ids);
        if (hash) *hash = hash_bytes(s.p, s.n);
        else return; /* the arena knows that it failed */
    }
}

bool answer_tells_id(dm_str json, dm_str id) {
    dm_str s, key = DM_STR("");
    bool is_key, found = false;
    for (uint32_t at = 0; !found && next_string(json, &at, &s, &is_key);) {
        if (is_key) key = s;
        else found = is_id_key(key) && str_eq(s, id);
    }
    return found;
}
