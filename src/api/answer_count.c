/* Numbers of events as series: one row for each combination of what `by` lists, zeros kept. Time is contiguous from the first
 * day asked for or seen to the last, quad classes are 1 to 4; of everything else the values that occur. An event with two
 * actors counts for each; a dyad is a pair without direction (actor,recipient gives directed ones). Where time is listed,
 * events without a day count nowhere. `stories` is the number of stories read that were written in the period: the denominator. */
#include "api/answer.h"

#include "base/map.h"

#include <stdlib.h>

enum { MOST_DIMS = 6, MOST_CELLS = 5000000 };
typedef enum dim {
    DIM_YEAR,
    DIM_MONTH,
    DIM_DAY,
    DIM_DYAD,
    DIM_ACTOR,
    DIM_RECIPIENT,
    DIM_QUAD,
    DIM_TYPE,
    DIM_FORCE,
    DIM_ISSUE,
    DIM_OUTLET,
    DIM_N
} dim;
static const char *const dim_names[] = {"year", "month", "day", "dyad", "actor", "recipient", "quad", "type", "force", "issue", "outlet"};

typedef struct values {
    dm_str *v;
    uint32_t n, cap;
} values;

typedef struct counting {
    answer *a;
    dm_arena *arena;
    dim dims[MOST_DIMS];
    uint32_t n_dims;
    values seen[MOST_DIMS]; /* sorted at the end */
    dm_strmap known[MOST_DIMS];
    dm_strmap cells; /* values joined -> counts */
    VEC(uint64_t) counts;
    dm_strmap periods; /* finest time -> number of stories */
    VEC(uint64_t) stories;
    dm_day first, last; /* seen; DM_DAY_NONE */
    int finest;         /* index of the finest dimension of time, -1 */
} counting;

static bool parse(counting *c, const char *by, dm_err *err, dm_status *status) {
    c->finest = -1;
    while (*by) {
        size_t n = strcspn(by, ",");
        int d = 0;
        while (d < DIM_N && !(strlen(dim_names[d]) == n && strncmp(dim_names[d], by, n) == 0)) d++;
        bool again = false;
        for (uint32_t i = 0; i < c->n_dims; i++) again |= (int)c->dims[i] == d;
        if (d == DIM_N || c->n_dims == MOST_DIMS || again) {
            *status = err_set(err, DM_E_USAGE, 0,
                              "by %.*s: list up to six of year, month, day, dyad, actor, recipient, quad, type, force, issue, outlet", (int)n, by);
            return false;
        }
        if (d <= DIM_DAY && (c->finest < 0 || d > (int)c->dims[c->finest])) c->finest = (int)c->n_dims;
        c->dims[c->n_dims++] = (dim)d;
        by += n + (by[n] == ',');
    }
    return true;
}

static dm_str time_text(counting *c, dim d, dm_day day) {
    int y, m, md;
    day_split(day, &y, &m, &md);
    if (d == DIM_YEAR) return arena_printf(c->arena, "%04d", y);
    if (d == DIM_MONTH) return arena_printf(c->arena, "%04d-%02d", y, m);
    return arena_printf(c->arena, "%04d-%02d-%02d", y, m, md);
}

/* The side an entity counts for: its state, else its key; .p NULL for one that only a description names. */
static dm_str side_of(const answer *a, const fact_role *r) {
    const fact_entity *e = &a->k->f.entities.v[r->entity];
    return e->country.p ? e->country : e->key;
}

static bool add_value(counting *c, values *into, dm_str v) {
    if (!v.p || !v.n) return true;
    for (uint32_t i = 0; i < into->n; i++)
        if (str_eq(into->v[i], v)) return true;
    dm_str *slot = VEC_PUSH(c->arena, into);
    if (slot) *slot = v;
    return slot != NULL;
}

static bool add_sides(counting *c, values *into, const fact_role_list *roles) {
    bool ok = true;
    for (uint32_t i = 0; i < roles->n && ok; i++) ok = add_value(c, into, side_of(c->a, &roles->v[i]));
    return ok;
}

static bool add_dyads(counting *c, values *into, const fact_event *e) {
    values all = {0};
    if (!add_sides(c, &all, &e->actors) || !add_sides(c, &all, &e->recipients)) return false;
    for (uint32_t i = 0; i < all.n; i++)
        for (uint32_t k = i + 1; k < all.n; k++) {
            bool swap = str_cmp(all.v[i], all.v[k]) > 0;
            dm_str x = all.v[swap ? k : i], y = all.v[swap ? i : k];
            if (!add_value(c, into, arena_printf(c->arena, "%.*s-%.*s", DM_STR_ARG(x), DM_STR_ARG(y)))) return false;
        }
    return true;
}

static bool values_of(counting *c, dim d, const fact_event *e, const merge_cluster *k, values *into) {
    const facts *f = &c->a->k->f;
    dm_day day = date_day(&k->date);
    bool ok = true;
    switch (d) {
    case DIM_YEAR:
    case DIM_MONTH:
    case DIM_DAY: return day == DM_DAY_NONE || add_value(c, into, time_text(c, d, day));
    case DIM_DYAD: return add_dyads(c, into, e);
    case DIM_ACTOR: return add_sides(c, into, &e->actors);
    case DIM_RECIPIENT: return add_sides(c, into, &e->recipients);
    case DIM_QUAD: return !e->quad || add_value(c, into, arena_printf(c->arena, "%u", e->quad));
    case DIM_TYPE: return !e->type || add_value(c, into, str_from(dm_plover_text(e->type)));
    case DIM_FORCE: return add_value(c, into, str_from(dm_force_text(e->force)));
    case DIM_ISSUE: return add_value(c, into, e->issue);
    case DIM_OUTLET:
        for (uint32_t i = 0; i < k->n && ok; i++) ok = add_value(c, into, f->stories.v[f->events.v[k->v[i]].story].outlet);
        return ok;
    case DIM_N: break;
    }
    return true;
}

/* Adds one to each combination of the event's values. */
static bool add_cells(counting *c, const values *each) {
    uint32_t at[MOST_DIMS] = {0}, *slot;
    for (;;) {
        dm_buf key = {0};
        for (uint32_t i = 0; i < c->n_dims; i++) {
            buf_put_str(&key, each[i].v[at[i]]);
            buf_putc(&key, '\x1f');
        }
        dm_str kept = arena_str(c->arena, buf_str(&key));
        bool ok = buf_ok(&key) && (kept.p || !c->n_dims) && strmap_put(&c->cells, c->arena, kept.p ? kept : DM_STR(""), c->counts.n, &slot);
        buf_free(&key);
        if (!ok || (*slot == c->counts.n && !VEC_PUSH(c->arena, &c->counts))) return false;
        c->counts.v[*slot]++;
        uint32_t d = c->n_dims;
        while (d && at[d - 1] + 1 == each[d - 1].n) at[--d] = 0;
        if (!d) return true;
        at[d - 1]++;
    }
}

static bool count_event(counting *c, const fact_event *e, const merge_cluster *k) {
    values each[MOST_DIMS] = {{0}};
    for (uint32_t i = 0; i < c->n_dims; i++) {
        if (!values_of(c, c->dims[i], e, k, &each[i])) return false;
        if (!each[i].n) return true; /* has none of these */
    }
    dm_day day = date_day(&k->date);
    if (c->finest >= 0) {
        if (c->first == DM_DAY_NONE || day < c->first) c->first = day;
        if (c->last == DM_DAY_NONE || day > c->last) c->last = day;
    }
    for (uint32_t i = 0; i < c->n_dims; i++)
        for (uint32_t v = 0; v < each[i].n; v++) {
            uint32_t *slot;
            if (!strmap_put(&c->known[i], c->arena, each[i].v[v], c->seen[i].n, &slot)) return false;
            dm_str *value = *slot == c->seen[i].n ? VEC_PUSH(c->arena, &c->seen[i]) : &c->seen[i].v[*slot];
            if (!value) return false;
            *value = each[i].v[v];
        }
    return add_cells(c, each);
}

static int cmp_values(const void *x, const void *y) { return str_cmp(*(const dm_str *)x, *(const dm_str *)y); }

/* All periods between the first and the last day, all quad classes; the rest as seen, in the order of bytes. */
static bool complete(counting *c) {
    for (uint32_t i = 0; i < c->n_dims; i++) {
        dim d = c->dims[i];
        values *v = &c->seen[i];
        if (d == DIM_QUAD || d <= DIM_DAY) v->n = 0;
        for (uint32_t q = 1; d == DIM_QUAD && q <= 4; q++)
            if (!add_value(c, v, arena_printf(c->arena, "%u", q))) return false;
        for (dm_day day = c->first; d <= DIM_DAY && c->first != DM_DAY_NONE && day <= c->last; day++) {
            dm_str text = time_text(c, d, day);
            if (v->n && str_eq(v->v[v->n - 1], text)) continue;
            dm_str *slot = text.p ? VEC_PUSH(c->arena, v) : NULL;
            if (!slot) return false;
            *slot = text;
        }
        if (d > DIM_DAY && d != DIM_QUAD && v->n) qsort(v->v, v->n, sizeof *v->v, cmp_values);
    }
    return true;
}

static bool count_stories(counting *c) {
    const facts *f = &c->a->k->f;
    for (uint32_t i = 0; i < f->stories.n; i++) {
        dm_day day = date_day(&f->stories.v[i].date);
        dm_str period = c->finest < 0 ? DM_STR("") : day == DM_DAY_NONE ? DM_STR("?") : time_text(c, c->dims[c->finest], day);
        uint32_t *slot;
        if (!period.p || !strmap_put(&c->periods, c->arena, period, c->stories.n, &slot)) return false;
        if (*slot == c->stories.n && !VEC_PUSH(c->arena, &c->stories)) return false;
        c->stories.v[*slot]++;
    }
    return true;
}

static void put_cell_row(counting *c, const uint32_t *at, uint32_t number) {
    answer *a = c->a;
    dm_buf key = {0};
    dm_str id = arena_printf(c->arena, "%010u", number);
    answer_begin(a, (dm_day)number, id);
    for (uint32_t i = 0; i < c->n_dims; i++) {
        dm_str v = c->seen[i].v[at[i]];
        buf_put_str(&key, v);
        buf_putc(&key, '\x1f');
        buf_printf(&a->json, "%c\"%s\":", i ? ',' : '{', dim_names[c->dims[i]]);
        if (c->dims[i] == DIM_QUAD || c->dims[i] == DIM_YEAR) buf_put_str(&a->json, v);
        else buf_put_json(&a->json, v);
        answer_value(a, v);
    }
    uint32_t cell = strmap_get(&c->cells, key.n ? buf_str(&key) : DM_STR(""));
    uint32_t period = strmap_get(&c->periods, c->finest < 0 ? DM_STR("") : c->seen[c->finest].v[at[c->finest]]);
    uint64_t n = cell == MAP_NONE ? 0 : c->counts.v[cell], stories = period == MAP_NONE ? 0 : c->stories.v[period];
    buf_printf(&a->json, "%c\"events\":%llu,\"stories\":%llu}", c->n_dims ? ',' : '{', (unsigned long long)n, (unsigned long long)stories);
    answer_number(a, n);
    answer_number(a, stories);
    answer_end(a);
    buf_free(&key);
}

/* A month belongs to its year only. */
static bool agrees(const counting *c, const uint32_t *at) {
    for (uint32_t i = 0; i < c->n_dims; i++) {
        if (c->dims[i] > DIM_DAY || (int)i == c->finest) continue;
        dm_str whole = c->seen[i].v[at[i]], part = c->seen[c->finest].v[at[c->finest]];
        if (whole.n > part.n || memcmp(whole.p, part.p, whole.n) != 0) return false;
    }
    return true;
}

static dm_status put_rows(counting *c, dm_err *err) {
    uint64_t n = 1;
    for (uint32_t i = 0; i < c->n_dims && n <= MOST_CELLS; i++) n *= c->seen[i].n;
    if (n > MOST_CELLS)
        return err_set(err, DM_E_LIMIT, 0, "more than %d combinations with their zeros; narrow the filters or count by less", MOST_CELLS);
    uint32_t at[MOST_DIMS] = {0}, number = 0;
    while (n) {
        if (c->finest < 0 || agrees(c, at)) put_cell_row(c, at, number++);
        uint32_t d = c->n_dims;
        while (d && at[d - 1] + 1 == c->seen[d - 1].n) at[--d] = 0;
        if (!d) break;
        at[d - 1]++;
    }
    return DM_OK;
}

dm_status answer_count(answer *a, dm_err *err) {
    counting c = {.a = a, .arena = &a->rows->arena, .first = a->from, .last = a->to};
    dm_status status = DM_OK;
    if (!parse(&c, a->q->by ? a->q->by : "", err, &status)) return status;
    const char **columns = ARENA_NEW(c.arena, const char *, c.n_dims + 2);
    if (!columns) return err_memory(err, "counts");
    for (uint32_t i = 0; i < c.n_dims; i++) columns[i] = dim_names[c.dims[i]];
    columns[c.n_dims] = "events";
    columns[c.n_dims + 1] = "stories";
    a->rows->columns = columns;
    a->rows->n_columns = c.n_dims + 2;
    bool ok = true;
    uint32_t n = a->q->reports ? a->k->f.events.n : a->k->m.clusters.n;
    for (uint32_t i = 0; i < n && ok; i++) {
        merge_cluster one = {.v = &i, .n = 1, .independent = 1};
        const merge_cluster *k = a->q->reports ? &one : &a->k->m.clusters.v[i];
        const fact_event *e = &a->k->f.events.v[ledger_speaker(&a->k->f, k)];
        if (a->q->reports) one.date = e->date;
        if (answer_wants_event(a, e, k)) ok = count_event(&c, e, k);
    }
    if (!ok || !complete(&c) || !count_stories(&c)) return err_memory(err, "counts");
    return put_rows(&c, err);
}
