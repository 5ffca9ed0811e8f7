/* Numbers of events as series: one row for each combination of what `by` lists, zeros kept. Time is contiguous from the first
 * day asked for or seen to the last, quad classes are 1 to 4; of everything else the values that occur. An event with two
 * actors counts for each; a dyad is a pair without direction (actor,recipient gives directed ones). Where time is listed,
 * events without a day count nowhere. `stories` is the number of stories read that were written in the period: the denominator. */
#include "api/answer_count.h"

#include <stdlib.h>

static const char *const dim_names[] = {"year", "month", "day", "dyad", "actor", "recipient", "quad", "type", "force", "issue", "outlet"};

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

/* Adds to a set of texts, which the arena keeps. */
bool count_add_value(counting *c, values *into, dm_str v) {
    if (!v.p || !v.n) return true;
    for (uint32_t i = 0; i < into->n; i++)
        if (str_eq(into->v[i], v)) return true;
    dm_str *slot = VEC_PUSH(c->arena, into);
    if (slot) *slot = v;
    return slot != NULL;
}

/* ---- what an event counts for, as a line: quad, type, force, issue, actors, recipients, outlets ---- */

static void put_value(dm_buf *out, dm_str v) {
    if (!v.n) return;
    buf_put_str(out, v);
    buf_putc(out, COUNT_BEHIND);
}

void answer_put_counted(answer *a, const fact_event *e, const merge_cluster *k, dm_buf *out) {
    const facts *f = &a->k->f;
    if (e->quad) buf_printf(out, "%u%c", e->quad, COUNT_BEHIND);
    buf_putc(out, COUNT_BETWEEN);
    if (e->type) put_value(out, str_from(dm_plover_text(e->type)));
    buf_putc(out, COUNT_BETWEEN);
    put_value(out, str_from(dm_force_text(e->force)));
    buf_putc(out, COUNT_BETWEEN);
    put_value(out, e->issue);
    buf_putc(out, COUNT_BETWEEN);
    for (uint32_t i = 0; i < e->actors.n; i++) put_value(out, side_of(a, &e->actors.v[i]));
    buf_putc(out, COUNT_BETWEEN);
    for (uint32_t i = 0; i < e->recipients.n; i++) put_value(out, side_of(a, &e->recipients.v[i]));
    buf_putc(out, COUNT_BETWEEN);
    for (uint32_t i = 0; i < k->n; i++) put_value(out, f->stories.v[f->events.v[k->v[i]].story].outlet);
}

dm_str count_part(dm_str line, int part) {
    uint32_t at = 0;
    for (; part; part--) {
        while (at < line.n && line.p[at] != COUNT_BETWEEN) at++;
        at += at < line.n;
    }
    uint32_t end = at;
    while (end < line.n && line.p[end] != COUNT_BETWEEN) end++;
    return str_sub(line, at, end);
}

bool count_add_part(counting *c, values *into, dm_str line, int part) {
    dm_str rest = count_part(line, part);
    for (uint32_t at = 0; at < rest.n;) {
        uint32_t end = at;
        while (end < rest.n && rest.p[end] != COUNT_BEHIND) end++;
        if (!count_add_value(c, into, str_sub(rest, at, end))) return false;
        at = end + 1;
    }
    return true;
}

/* Adds a text to c->each[i]; what comes again is kept once. */
bool count_keep(counting *c, uint32_t i, dm_str v) {
    uint32_t *slot, at = strmap_get(&c->kept, v);
    if (at == MAP_NONE) {
        dm_str text = arena_str(c->arena, v), *keep = text.p ? VEC_PUSH(c->arena, &c->texts) : NULL;
        at = c->texts.n - 1;
        if (!keep || !strmap_put(&c->kept, c->arena, text, at, &slot)) return false;
        *keep = text;
    }
    return count_add_value(c, &c->each[i], c->texts.v[at]);
}

void count_put_dyad(dm_buf *b, dm_str x, dm_str y) {
    bool swap = str_cmp(x, y) > 0;
    buf_clear(b);
    buf_put_str(b, swap ? y : x);
    buf_putc(b, '-');
    buf_put_str(b, swap ? x : y);
}

static bool add_dyads(counting *c, uint32_t i, dm_str line) {
    c->both.n = 0;
    bool ok = count_add_part(c, &c->both, line, LINE_ACTORS) && count_add_part(c, &c->both, line, LINE_RECIPIENTS);
    for (uint32_t x = 0; ok && x < c->both.n; x++)
        for (uint32_t y = x + 1; ok && y < c->both.n; y++) {
            count_put_dyad(&c->scratch, c->both.v[x], c->both.v[y]);
            ok = buf_ok(&c->scratch) && count_keep(c, i, buf_str(&c->scratch));
        }
    return ok;
}

bool count_add_time(counting *c, uint32_t i, dm_day day) {
    int y, m, md;
    if (day == DM_DAY_NONE) return true;
    day_split(day, &y, &m, &md);
    buf_clear(&c->scratch);
    buf_printf(&c->scratch, "%04d", y);
    if (c->dims[i] != DIM_YEAR) buf_printf(&c->scratch, "-%02d", m);
    if (c->dims[i] == DIM_DAY) buf_printf(&c->scratch, "-%02d", md);
    return buf_ok(&c->scratch) && count_keep(c, i, buf_str(&c->scratch));
}

/* The values of dimension i. */
static bool add_values(counting *c, uint32_t i, dm_day day, dm_str line) {
    static const int parts[DIM_N] = {[DIM_ACTOR] = LINE_ACTORS, [DIM_RECIPIENT] = LINE_RECIPIENTS, [DIM_QUAD] = LINE_QUAD,     [DIM_TYPE] = LINE_TYPE,
                                     [DIM_FORCE] = LINE_FORCE,  [DIM_ISSUE] = LINE_ISSUE,          [DIM_OUTLET] = LINE_OUTLETS};
    if (c->dims[i] <= DIM_DAY) return count_add_time(c, i, day);
    if (c->dims[i] == DIM_DYAD) return add_dyads(c, i, line);
    c->both.n = 0;
    if (!count_add_part(c, &c->both, line, parts[c->dims[i]])) return false;
    for (uint32_t v = 0; v < c->both.n; v++)
        if (!count_keep(c, i, c->both.v[v])) return false;
    return true;
}

/* Adds n to each combination of the values in c->each. */
static bool add_cells(counting *c, uint64_t n) {
    uint32_t at[MOST_DIMS] = {0}, *slot;
    for (;;) {
        dm_buf *key = &c->scratch;
        buf_clear(key);
        for (uint32_t i = 0; i < c->n_dims; i++) {
            buf_put_str(key, c->each[i].v[at[i]]);
            buf_putc(key, '\x1f');
        }
        if (!buf_ok(key)) return false;
        dm_str cell = key->n ? buf_str(key) : DM_STR("");
        uint32_t found = strmap_get(&c->cells, cell);
        if (found == MAP_NONE) {
            found = c->counts.n;
            cell = arena_str(c->arena, cell);
            if (!cell.p || !strmap_put(&c->cells, c->arena, cell, found, &slot) || !VEC_PUSH(c->arena, &c->counts)) return false;
        }
        c->counts.v[found] += n;
        uint32_t d = c->n_dims;
        while (d && at[d - 1] + 1 == c->each[d - 1].n) at[--d] = 0;
        if (!d) return true;
        at[d - 1]++;
    }
}

/* n events with the values in c->each, all of this day. */
bool count_each(counting *c, dm_day day, uint64_t n) {
    for (uint32_t i = 0; i < c->n_dims; i++)
        if (!c->each[i].n) return true; /* has none of these */
    if (c->finest >= 0) {
        if (c->first == DM_DAY_NONE || day < c->first) c->first = day;
        if (c->last == DM_DAY_NONE || day > c->last) c->last = day;
    }
    for (uint32_t i = 0; i < c->n_dims; i++)
        for (uint32_t v = 0; v < c->each[i].n; v++) {
            uint32_t *slot;
            if (!strmap_put(&c->known[i], c->arena, c->each[i].v[v], c->seen[i].n, &slot)) return false;
            dm_str *value = *slot == c->seen[i].n ? VEC_PUSH(c->arena, &c->seen[i]) : &c->seen[i].v[*slot];
            if (!value) return false;
            *value = c->each[i].v[v];
        }
    return add_cells(c, n);
}

bool count_line(counting *c, dm_day day, dm_str line) {
    for (uint32_t i = 0; i < c->n_dims; i++) {
        c->each[i].n = 0;
        if (!add_values(c, i, day, line)) return false;
    }
    return count_each(c, day, 1);
}

static int cmp_values(const void *x, const void *y) { return str_cmp(*(const dm_str *)x, *(const dm_str *)y); }

/* The first day of the next period. */
static dm_day after(dim d, dm_day day) {
    int y, m, md;
    day_split(day, &y, &m, &md);
    return d == DIM_DAY ? day + 1 : d == DIM_YEAR || m == 12 ? day_of(y + 1, 1, 1) : day_of(y, m + 1, 1);
}

/* All periods between the first and the last day, all quad classes; the rest as seen, in the order of bytes. */
static bool complete(counting *c) {
    for (uint32_t i = 0; i < c->n_dims; i++) {
        dim d = c->dims[i];
        values *v = &c->seen[i];
        if (d == DIM_QUAD || d <= DIM_DAY) v->n = 0;
        for (uint32_t q = 1; d == DIM_QUAD && q <= 4; q++)
            if (!count_add_value(c, v, arena_printf(c->arena, "%u", q))) return false;
        for (dm_day day = c->first; d <= DIM_DAY && c->first != DM_DAY_NONE && day <= c->last; day = after(d, day)) {
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

/* n stories that were written on this day. */
bool count_stories(counting *c, dm_day day, uint64_t n) {
    dm_str period = c->finest < 0 ? DM_STR("") : day == DM_DAY_NONE ? DM_STR("?") : time_text(c, c->dims[c->finest], day);
    uint32_t *slot;
    if (!period.p || !strmap_put(&c->periods, c->arena, period, c->stories.n, &slot)) return false;
    if (*slot == c->stories.n && !VEC_PUSH(c->arena, &c->stories)) return false;
    c->stories.v[*slot] += n;
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

dm_status count_begin(counting *c, answer *a, dm_err *err) {
    dm_status status = DM_OK;
    *c = (counting){.a = a, .arena = &a->rows->arena, .first = a->from, .last = a->to};
    if (!parse(c, a->q->by ? a->q->by : "", err, &status)) return status;
    const char **columns = ARENA_NEW(c->arena, const char *, c->n_dims + 2);
    if (!columns) return err_memory(err, "counts");
    for (uint32_t i = 0; i < c->n_dims; i++) columns[i] = dim_names[c->dims[i]];
    columns[c->n_dims] = "events";
    columns[c->n_dims + 1] = "stories";
    a->rows->columns = columns;
    a->rows->n_columns = c->n_dims + 2;
    return DM_OK;
}

dm_status count_end(counting *c, bool ok, dm_err *err) {
    dm_status status = ok && complete(c) ? put_rows(c, err) : err_memory(err, "counts");
    buf_free(&c->scratch);
    return status;
}

dm_status answer_count(answer *a, const dm_strmap *only, dm_err *err) {
    counting c;
    const facts *f = &a->k->f;
    DM_TRY(count_begin(&c, a, err));
    bool ok = true;
    dm_buf line = {0};
    uint32_t n = a->q->reports ? f->events.n : a->k->m.clusters.n;
    for (uint32_t i = 0; i < n && ok; i++) {
        merge_cluster one = {.v = &i, .n = 1, .independent = 1};
        const merge_cluster *k = a->q->reports ? &one : &a->k->m.clusters.v[i];
        const fact_event *e = &f->events.v[ledger_speaker(f, k)];
        if (a->q->reports) one.date = e->date;
        if (!answer_wants_event(a, e, k) || (only && strmap_get(only, e->id) == MAP_NONE)) continue;
        buf_clear(&line);
        answer_put_counted(a, e, k, &line);
        ok = buf_ok(&line) && count_line(&c, date_day(&k->date), buf_str(&line));
    }
    buf_free(&line);
    for (uint32_t i = 0; i < f->stories.n && ok; i++) ok = count_stories(&c, date_day(&f->stories.v[i].date), 1);
    return count_end(&c, ok, err);
}
