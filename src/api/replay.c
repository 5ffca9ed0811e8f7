/* See replay.h. */
#include "api/replay.h"
#include "events/events.h"

#include <math.h>
#include <strings.h>

static bool split_field(dm_str field, dm_str *key, dm_str *value) {
    int64_t at = str_find(field, DM_STR("="), 0);
    if (at <= 0) return false;
    *key = str_sub(field, 0, (uint32_t)at);
    *value = str_sub(field, (uint32_t)at + 1, field.n);
    return true;
}

/* YYYY, YYYY-MM, YYYY-MM-DD, or two of them with / between: an interval, ends inclusive. */
static bool read_day(dm_str text, bool last, dm_day *out) {
    bool digits = text.n == 4 || text.n == 7 || text.n == 10;
    for (uint32_t i = 0; i < text.n; i++) digits &= i == 4 || i == 7 ? text.p[i] == '-' : text.p[i] >= '0' && text.p[i] <= '9';
    if (!digits) return false;
    int y = 0, m = 0, d = 0;
    for (uint32_t i = 0; i < 4; i++) y = y * 10 + text.p[i] - '0';
    if (text.n > 4) m = (text.p[5] - '0') * 10 + text.p[6] - '0';
    if (text.n > 7) d = (text.p[8] - '0') * 10 + text.p[9] - '0';
    int month = text.n > 4 ? m : last ? 12 : 1;
    *out = day_of(y, month, text.n > 7 ? d : 1);
    if (*out != DM_DAY_NONE && last && text.n < 10) *out = (month == 12 ? day_of(y + 1, 1, 1) : day_of(y, month + 1, 1)) - 1;
    return *out != DM_DAY_NONE;
}

static bool read_date(dm_str text, dm_date *out) {
    int64_t slash = str_find(text, DM_STR("/"), 0);
    dm_str first = slash < 0 ? text : str_sub(text, 0, (uint32_t)slash), last = slash < 0 ? text : str_sub(text, (uint32_t)slash + 1, text.n);
    *out = DM_DATE_UNKNOWN;
    if (!read_day(first, false, &out->from) || !read_day(last, true, &out->to) || out->from > out->to) return false;
    out->best = out->from == out->to ? out->from : DM_DAY_NONE;
    return true;
}

/* ---- what can be said ---- */

typedef enum field_kind {
    F_DATE,
    F_TEXT,
    F_TYPE,
    F_FORCE,
    F_POLARITY,
    F_MODALITY,
    F_PHASE,
    F_ACT,
    F_MODE,
    F_QUAD,
    F_CAMEO,
    F_BOOL,
    F_WHO
} field_kind;

static const struct field_rule {
    char row; /* first letter of the id; 's' also stands for a story under set */
    dm_correction_kind kind;
    const char *key;
    field_kind value;
} rules[] = {
    {0, DM_SET, "date", F_DATE},
    {0, DM_SET, "outlet", F_TEXT},
    {0, DM_SET, "title", F_TEXT},
    {'e', DM_EDIT, "type", F_TYPE},
    {'e', DM_EDIT, "force", F_FORCE},
    {'e', DM_EDIT, "polarity", F_POLARITY},
    {'e', DM_EDIT, "modality", F_MODALITY},
    {'e', DM_EDIT, "phase", F_PHASE},
    {'e', DM_EDIT, "quad", F_QUAD},
    {'e', DM_EDIT, "cameo", F_CAMEO},
    {'e', DM_EDIT, "history", F_BOOL},
    {'e', DM_EDIT, "issue", F_TEXT},
    {'e', DM_EDIT, "date", F_DATE},
    {'e', DM_EDIT, "actors", F_WHO},
    {'e', DM_EDIT, "recipients", F_WHO},
    {'s', DM_EDIT, "act", F_ACT},
    {'s', DM_EDIT, "mode", F_MODE},
    {'s', DM_EDIT, "date", F_DATE},
    {'s', DM_EDIT, "speaker", F_WHO},
};

static bool value_can_be(field_kind kind, dm_str v) {
    dm_date d;
    switch (kind) {
    case F_DATE: return read_date(v, &d);
    case F_TEXT:
    case F_WHO: return v.n > 0 && v.n < 400;
    case F_TYPE: return dm_plover_of(v) >= 0 || v.n == 0;
    case F_FORCE: return dm_force_of(v) >= 0;
    case F_POLARITY: return dm_polarity_of(v) >= 0;
    case F_MODALITY: return dm_modality_of(v) >= 0;
    case F_PHASE: return dm_phase_of(v) >= 0;
    case F_ACT: return dm_act_of(v) >= 0;
    case F_MODE: return dm_mode_of(v) >= 0;
    case F_QUAD: return v.n == 1 && v.p[0] >= '1' && v.p[0] <= '4';
    case F_CAMEO:
        for (uint32_t i = 0; i < v.n; i++)
            if (v.p[i] < '0' || v.p[i] > '9') return false;
        return v.n >= 2 && v.n <= 4;
    case F_BOOL: return str_is(v, "true") || str_is(v, "false");
    }
    return false;
}

dm_status replay_check_field(dm_correction_kind kind, char row, dm_str field, dm_err *err) {
    dm_str key, value;
    if (!split_field(field, &key, &value)) return err_set(err, DM_E_USAGE, 0, "%.*s: write key=value", DM_STR_ARG(field));
    dm_buf known = {0};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].kind != kind || (rules[i].row && rules[i].row != row)) continue;
        buf_printf(&known, " %s", rules[i].key);
        if (!str_is(key, rules[i].key)) continue;
        buf_free(&known);
        if (value_can_be(rules[i].value, value)) return DM_OK;
        return err_set(err, DM_E_USAGE, 0, "%.*s: %s cannot have this value", DM_STR_ARG(field), rules[i].key);
    }
    dm_status s = known.n ? err_set(err, DM_E_USAGE, 0, "%.*s: what can be changed here:%s", DM_STR_ARG(field), buf_cstr(&known))
                          : err_set(err, DM_E_USAGE, 0, "only events and statements can be edited; what is folded from them follows");
    buf_free(&known);
    return s;
}

/* ---- ids ---- */

/* The mark of a row, made when there is none; `last` and `rejected` are brought up to date. */
static replay_mark *mark(replay *r, dm_str id, const store_correction *c) {
    uint32_t *at;
    if (!strmap_put(&r->ids, r->a, id, r->marks.n, &at)) return NULL;
    if (*at == r->marks.n && !VEC_PUSH(r->a, &r->marks)) return NULL;
    replay_mark *m = &r->marks.v[*at];
    m->last = c;
    if (c->kind == DM_REJECT) m->rejected = true;
    if (c->kind == DM_ACCEPT) m->rejected = false;
    return m;
}

dm_status replay_load(replay *r, store *s, dm_arena *a, dm_err *err) {
    *r = (replay){.a = a};
    DM_TRY(store_load_corrections(s, a, &r->corrections, err));
    if (!r->corrections.n) return DM_OK;
    DM_TRY(store_load_aliases(s, a, &r->aliases, &r->names, err));
    for (uint32_t i = 0; i < r->corrections.n; i++) {
        const store_correction *c = &r->corrections.v[i];
        for (uint32_t k = 0; k < c->ids.n; k++) {
            c->ids.v[k] = replay_alias(r, c->ids.v[k]);
            if (!mark(r, c->ids.v[k], c)) return err_memory(err, "corrections");
        }
    }
    return DM_OK;
}

/* ---- edits ---- */

static void was_key(dm_buf *was, const char *key) { buf_printf(was, "%s\"%s\":", was->n > 1 ? "," : "", key); }

static bool set_date(dm_arena *a, dm_buf *was, dm_date *d, dm_str value) {
    dm_date wanted;
    if (!read_date(value, &wanted)) return true;
    was_key(was, "date");
    rows_put_date(was, d);
    d->best = wanted.best;
    d->from = wanted.from;
    d->to = wanted.to;
    d->reasons.v = NULL;
    d->reasons.n = d->reasons.cap = 0;
    dm_str *reason = VEC_PUSH(a, &d->reasons);
    if (reason) *reason = DM_STR("a person's correction");
    return reason != NULL;
}

static void set_text(dm_buf *was, const char *key, dm_str *at, dm_str value) {
    was_key(was, key);
    buf_put_json(was, *at);
    *at = value;
}

static void set_enum(dm_buf *was, const char *key, uint8_t *at, const char *before, int value) {
    if (value < 0) return;
    was_key(was, key);
    buf_put_json(was, str_from(before));
    *at = (uint8_t)value;
}

dm_status replay_stories(replay *r, facts *f, dm_err *err) {
    if (!r->corrections.n) return DM_OK;
    dm_strmap stories = {0};
    uint32_t *at;
    for (uint32_t i = 0; i < f->stories.n; i++)
        if (!strmap_put(&stories, r->a, f->stories.v[i].id, i, &at)) return err_memory(err, "corrections");
    for (uint32_t i = 0; i < r->corrections.n; i++) {
        const store_correction *c = &r->corrections.v[i];
        uint32_t story = c->kind == DM_SET && c->ids.n ? strmap_get(&stories, c->ids.v[0]) : MAP_NONE;
        if (story == MAP_NONE) continue;
        fact_story *s = &f->stories.v[story];
        dm_buf was = {0};
        bool dated = true;
        buf_putc(&was, '{');
        for (uint32_t k = 0; k < c->fields.n; k++) {
            dm_str key, value;
            if (!split_field(c->fields.v[k], &key, &value)) continue;
            if (str_is(key, "date")) dated = set_date(r->a, &was, &s->date, value), s->by_hand = true;
            else if (str_is(key, "outlet")) set_text(&was, "outlet", &s->outlet, value);
            else if (str_is(key, "title")) set_text(&was, "title", &s->title, value);
        }
        buf_putc(&was, '}');
        replay_mark *m = mark(r, s->id, c);
        if (m) m->was = arena_str(r->a, buf_str(&was));
        bool ok = dated && m && buf_ok(&was) && m->was.p;
        buf_free(&was);
        if (!ok) return err_memory(err, "corrections");
    }
    return DM_OK;
}

/* Someone by key, country or code; one whom the facts do not know is added under the words given. */
static bool find_who(facts *f, uint32_t story, dm_str who, fact_role *out) {
    const fact_entity *found = NULL;
    for (uint32_t i = 0; i < f->entities.n; i++) {
        const fact_entity *e = &f->entities.v[i];
        bool same = (e->key.p && str_eq(e->key, who)) || str_eq(e->id, who) ||
                    (e->kind == DM_ENTITY_STATE && e->country.p && str_eq(e->country, who)) || str_eq_nocase(e->name, who);
        if (same && (!found || (e->story == story && found->story != story))) found = e;
    }
    bool state = who.n == 3 && who.p[0] >= 'A' && who.p[0] <= 'Z';
    fact_entity *mine = VEC_PUSH(f->arena, &f->entities);
    if (!mine) return false;
    if (found) *mine = *found;
    else
        *mine = (fact_entity){.id = who,
                              .key = who,
                              .name = who,
                              .country = state ? who : DM_STR_NONE,
                              .code = state ? who : DM_STR_NONE,
                              .kind = state ? DM_ENTITY_STATE : DM_ENTITY_ORGANIZATION};
    mine->story = story;
    mine->mentions = (dm_span_list){0};
    *out = (fact_role){.entity = f->entities.n - 1, .capacity = DM_CAPACITY_OFFICIAL, .code = mine->code};
    return true;
}

static void put_codes(dm_buf *was, const facts *f, const fact_role_list *roles) {
    buf_putc(was, '[');
    for (uint32_t i = 0; i < roles->n; i++) {
        const fact_entity *e = &f->entities.v[roles->v[i].entity];
        if (i) buf_putc(was, ',');
        buf_put_json(was, e->key.p ? e->key : e->name);
    }
    buf_putc(was, ']');
}

static bool set_roles(dm_buf *was, facts *f, uint32_t story, const char *key, fact_role_list *at, dm_str value) {
    was_key(was, key);
    put_codes(was, f, at);
    *at = (fact_role_list){0};
    while (value.n) {
        int64_t comma = str_find(value, DM_STR(","), 0);
        dm_str who = str_trim(comma < 0 ? value : str_sub(value, 0, (uint32_t)comma));
        value = comma < 0 ? DM_STR("") : str_sub(value, (uint32_t)comma + 1, value.n);
        fact_role *role = who.n ? VEC_PUSH(f->arena, at) : NULL;
        if (who.n && (!role || !find_who(f, story, who, role))) return false;
    }
    return true;
}

static bool edit_event(facts *f, fact_event *e, dm_str key, dm_str v, dm_buf *was) {
    if (str_is(key, "date")) return set_date(f->arena, was, &e->date, v);
    if (str_is(key, "issue")) set_text(was, "issue", &e->issue, v), e->has_matter = true;
    else if (str_is(key, "cameo")) set_text(was, "cameo", &e->cameo, v), e->goldstein = NAN;
    else if (str_is(key, "force")) set_enum(was, "force", &e->force, dm_force_text(e->force), dm_force_of(v));
    else if (str_is(key, "polarity")) set_enum(was, "polarity", &e->polarity, dm_polarity_text(e->polarity), dm_polarity_of(v));
    else if (str_is(key, "modality")) set_enum(was, "modality", &e->modality, dm_modality_text(e->modality), dm_modality_of(v));
    else if (str_is(key, "phase")) set_enum(was, "phase", &e->phase, dm_phase_text(e->phase), dm_phase_of(v));
    else if (str_is(key, "actors")) return set_roles(was, f, e->story, "actors", &e->actors, v);
    else if (str_is(key, "recipients")) return set_roles(was, f, e->story, "recipients", &e->recipients, v);
    else if (str_is(key, "type")) {
        set_enum(was, "type", &e->type, dm_plover_text(e->type), dm_plover_of(v));
        /* What the program derived from its own type does not hold for another. */
        e->quad = scale_quad(e->type);
        e->intensity = e->goldstein = NAN;
        e->modes = DM_STR("[]");
        e->cameo = DM_STR_NONE;
    } else if (str_is(key, "quad")) {
        was_key(was, "quad");
        buf_put_u64(was, e->quad);
        e->quad = (uint32_t)(v.p[0] - '0');
    } else if (str_is(key, "history")) {
        was_key(was, "history");
        buf_puts(was, e->history ? "true" : "false");
        e->history = str_is(v, "true");
    }
    return true;
}

static bool edit_statement(facts *f, fact_statement *s, dm_str key, dm_str v, dm_buf *was) {
    if (str_is(key, "date")) return set_date(f->arena, was, &s->date, v);
    if (str_is(key, "act")) set_enum(was, "act", &s->act, dm_act_text(s->act), dm_act_of(v));
    else if (str_is(key, "mode")) set_enum(was, "mode", &s->mode, dm_mode_text(s->mode), dm_mode_of(v));
    else if (str_is(key, "speaker")) {
        fact_role who;
        was_key(was, "speaker");
        buf_put_json(was, s->speaker == DM_NONE ? DM_STR_NONE : f->entities.v[s->speaker].name);
        if (!find_who(f, s->story, v, &who)) return false;
        s->speaker = who.entity;
    }
    return true;
}

/* ---- rows ---- */

typedef struct rows_ctx {
    replay *r;
    facts *f;
    merged *m;
    dm_strmap ids;               /* of events and statements -> index; statements after all events */
    uint32_t *root[2];           /* of events, of statements */
    bool *rejected;              /* events */
    bool moved[2], any_rejected; /* whether the roots changed */
} rows_ctx;

/* Index of an event or statement; false when the ledger has no such row now. */
static bool row_at(const rows_ctx *x, dm_str id, bool *quote, uint32_t *row) {
    uint32_t at = strmap_get(&x->ids, id);
    if (at == MAP_NONE) return false;
    *quote = at >= x->f->events.n;
    *row = *quote ? at - x->f->events.n : at;
    return true;
}

static uint32_t n_rows(const rows_ctx *x, bool quote) { return quote ? x->f->statements.n : x->f->events.n; }
static dm_str id_of(const rows_ctx *x, bool quote, uint32_t row) { return quote ? x->f->statements.v[row].id : x->f->events.v[row].id; }

/* What merging keeps of an event, after an edit. */
static bool again(rows_ctx *x, uint32_t event) {
    const fact_event *e = &x->f->events.v[event];
    merge_event *m = &x->m->events[event];
    m->date = e->date;
    return merge_make_side(x->f, x->r->a, &e->actors, &m->actors) && merge_make_side(x->f, x->r->a, &e->recipients, &m->recipients);
}

/* Every member of the cluster gets the mark, so that the row shows it whichever member speaks for it. */
static dm_status on_members(rows_ctx *x, const store_correction *c, bool quote, uint32_t row, dm_err *err) {
    uint32_t root = x->root[quote][row];
    for (uint32_t i = root; i < n_rows(x, quote); i++) {
        if (x->root[quote][i] != root) continue;
        dm_buf was = {0};
        bool ok = true;
        buf_putc(&was, '{');
        for (uint32_t k = 0; c->kind == DM_EDIT && ok && k < c->fields.n; k++) {
            dm_str key, value;
            if (!split_field(c->fields.v[k], &key, &value)) continue;
            ok = quote ? edit_statement(x->f, &x->f->statements.v[i], key, value, &was) : edit_event(x->f, &x->f->events.v[i], key, value, &was);
        }
        buf_putc(&was, '}');
        replay_mark *m = mark(x->r, id_of(x, quote, i), c);
        if (m && c->kind == DM_EDIT) m->was = arena_str(x->r->a, buf_str(&was));
        ok = ok && buf_ok(&was) && m && (c->kind != DM_EDIT || m->was.p);
        buf_free(&was);
        if (!ok) return err_memory(err, "corrections");
        if (c->kind == DM_EDIT && !quote && !again(x, i)) return err_memory(err, "corrections");
        if (c->kind == DM_REJECT && !quote) x->rejected[i] = true, x->any_rejected = true;
        if (c->kind == DM_ACCEPT && !quote) x->rejected[i] = false;
    }
    return DM_OK;
}

/* Those that are one from now on get the smallest root among them. */
static void unite(rows_ctx *x, const store_correction *c) {
    bool quote = false, other;
    uint32_t first = DM_NONE, row;
    for (uint32_t k = 0; k < c->ids.n; k++) {
        if (!row_at(x, c->ids.v[k], &other, &row) || (first != DM_NONE && other != quote)) continue;
        quote = other;
        uint32_t *root = x->root[quote], from, to;
        if (first == DM_NONE) {
            first = root[row];
            continue;
        }
        from = root[row] > first ? root[row] : first;
        to = root[row] > first ? first : root[row];
        for (uint32_t i = 0; i < n_rows(x, quote); i++)
            if (root[i] == from) root[i] = to;
        first = to;
        x->moved[quote] = true;
    }
}

/* The named reports leave their row together and become a row of their own. */
static void part(rows_ctx *x, const store_correction *c) {
    bool quote = false, other;
    uint32_t row, smallest = DM_NONE;
    for (uint32_t k = 0; k < c->ids.n; k++) {
        if (!row_at(x, c->ids.v[k], &other, &row) || (smallest != DM_NONE && other != quote)) continue;
        quote = other;
        uint32_t *root = x->root[quote];
        if (root[row] == row) { /* those who stay get a new root */
            uint32_t next = DM_NONE;
            for (uint32_t i = row + 1; i < n_rows(x, quote); i++) {
                if (root[i] != row) continue;
                if (next == DM_NONE) next = i;
                root[i] = next;
            }
        }
        uint32_t group = smallest == DM_NONE ? row : smallest;
        root[row] = group;
        if (row < group) {
            for (uint32_t i = row; i < n_rows(x, quote); i++)
                if (root[i] == group) root[i] = row;
            group = row;
        }
        smallest = group;
        x->moved[quote] = true;
    }
}

static dm_status prepare(rows_ctx *x, dm_err *err) {
    dm_arena *a = x->r->a;
    uint32_t n_events = x->f->events.n, n_statements = x->f->statements.n, *at;
    x->rejected = ARENA_NEW(a, bool, n_events + 1);
    for (int quote = 0; quote < 2; quote++) {
        uint32_t n = quote ? n_statements : n_events;
        x->root[quote] = ARENA_NEW(a, uint32_t, n + 1);
        if (!x->root[quote]) return err_memory(err, "corrections");
        for (uint32_t i = 0; i < n; i++)
            x->root[quote][i] = quote ? x->m->quotes.v[x->m->quote_of[i]].v[0] : x->m->clusters.v[x->m->cluster_of[i]].v[0];
    }
    if (!x->rejected) return err_memory(err, "corrections");
    for (uint32_t i = 0; i < n_events + n_statements; i++) {
        dm_str id = i < n_events ? x->f->events.v[i].id : x->f->statements.v[i - n_events].id;
        if (!strmap_put(&x->ids, a, id, i, &at)) return err_memory(err, "corrections");
    }
    return DM_OK;
}

/* Rejected clusters go to the end, where folding does not look. */
static dm_status set_aside(rows_ctx *x, dm_err *err) {
    merged *m = x->m;
    merge_cluster *sorted = ARENA_NEW(x->r->a, merge_cluster, m->clusters.n + 1);
    if (!sorted) return err_memory(err, "corrections");
    uint32_t n = 0, kept = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t c = 0; c < m->clusters.n; c++) {
            if (x->rejected[m->clusters.v[c].v[0]] != (pass == 1)) continue;
            for (uint32_t i = 0; i < m->clusters.v[c].n; i++) m->cluster_of[m->clusters.v[c].v[i]] = n;
            sorted[n++] = m->clusters.v[c];
        }
        if (pass == 0) kept = n;
    }
    m->clusters.v = sorted;
    m->clusters.cap = m->clusters.n;
    m->clusters.n = kept;
    m->n_rejected = n - kept;
    return DM_OK;
}

dm_status replay_rows(replay *r, facts *f, merged *m, dm_err *err) {
    if (!r->corrections.n) return DM_OK;
    rows_ctx x = {.r = r, .f = f, .m = m};
    DM_TRY(prepare(&x, err));
    for (uint32_t i = 0; i < r->corrections.n; i++) {
        const store_correction *c = &r->corrections.v[i];
        bool quote;
        uint32_t row;
        if (c->kind == DM_SET) continue;
        if (c->kind == DM_MERGE) unite(&x, c);
        if (c->kind == DM_SPLIT) part(&x, c);
        for (uint32_t k = 0; k < c->ids.n; k++)
            if (row_at(&x, c->ids.v[k], &quote, &row)) DM_TRY(on_members(&x, c, quote, row, err));
    }
    /* Dates and numbers of sources follow, whatever changed. */
    for (int quote = 0; quote < 2; quote++) DM_TRY(merge_regroup(f, r->a, m, x.root[quote], quote == 1, err));
    return x.any_rejected ? set_aside(&x, err) : DM_OK;
}
