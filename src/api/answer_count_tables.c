/* Counts from the tables of folded rows: from sums by month, class and value where the filters mean one value, else from the rows
 * that the filters leave; and the sums themselves, when the tables are filled. */
#include "api/answer_count.h"

/* ---- from the tables ---- */

static dm_status table_row(void *user, const fold_found *row, dm_err *err) {
    counting *c = user;
    return count_line(c, row->day == FOLD_NEVER ? DM_DAY_NONE : row->day, row->counts) ? DM_OK : err_memory(err, "counts");
}

static dm_status table_stories(void *user, const fold_cell *cell, dm_err *err) {
    return count_stories(user, cell->time == FOLD_NEVER ? DM_DAY_NONE : cell->time, cell->n) ? DM_OK : err_memory(err, "counts");
}

static dm_status table_cell(void *user, const fold_cell *cell, dm_err *err) {
    counting *c = user;
    dm_day day = cell->time == FOLD_NEVER ? DM_DAY_NONE : cell->time;
    bool ok = true;
    for (uint32_t i = 0; i < c->n_dims && ok; i++) {
        char quad = (char)('0' + cell->quad);
        c->each[i].n = 0;
        if (c->dims[i] <= DIM_DAY) ok = count_add_time(c, i, day);
        else if (c->dims[i] == DIM_QUAD) ok = !cell->quad || count_keep(c, i, (dm_str){&quad, 1});
        else ok = count_keep(c, i, cell->value);
    }
    return ok && count_each(c, day, cell->n) ? DM_OK : err_memory(err, "counts");
}

/* Which sums hold the answer: those of one dimension beside time and class, or of one value of it that the filters mean. */
static dm_status find_sums(const counting *c, dm_ledger *ledger, const fold_query *q, fold_dim *which, dm_str *value, bool *there, dm_err *err) {
    static const fold_dim dims[DIM_N] = {
        [DIM_DYAD] = FOLD_DYAD,     [DIM_ACTOR] = FOLD_ACTOR,   [DIM_RECIPIENT] = FOLD_RECIPIENT, [DIM_TYPE] = FOLD_N_TYPE,
        [DIM_FORCE] = FOLD_N_FORCE, [DIM_ISSUE] = FOLD_N_ISSUE, [DIM_OUTLET] = FOLD_N_OUTLET};
    bool by_day = false;
    *there = false;
    *which = FOLD_ALL;
    *value = DM_STR_NONE;
    if (q->kind != FOLD_EVENTS || q->from != DM_DAY_NONE || q->to != DM_DAY_NONE || q->outlet || q->type || q->text || q->id.p || q->words.p)
        return DM_OK;
    for (uint32_t i = 0; i < c->n_dims; i++) {
        by_day |= c->dims[i] == DIM_DAY;
        if (c->dims[i] <= DIM_DAY || c->dims[i] == DIM_QUAD) continue;
        if (*which != FOLD_ALL) return DM_OK;
        *which = dims[c->dims[i]];
    }
    if (q->actor || q->recipient || q->issue) {
        dm_str actor = DM_STR_NONE, recipient = DM_STR_NONE;
        if (*which != FOLD_ALL || (q->issue && (q->actor || q->recipient))) return DM_OK;
        if (q->actor) DM_TRY(fold_one_side(ledger->s, q->kind, false, q->actor, c->arena, &actor, err));
        if (q->recipient) DM_TRY(fold_one_side(ledger->s, q->kind, true, q->recipient, c->arena, &recipient, err));
        if ((q->actor && !actor.p) || (q->recipient && !recipient.p)) return DM_OK;
        *which = q->issue ? FOLD_N_ISSUE : !q->recipient ? FOLD_ACTOR : !q->actor ? FOLD_RECIPIENT : FOLD_PAIR;
        *value = q->issue              ? str_from(q->issue)
                 : *which == FOLD_PAIR ? arena_printf(c->arena, "%.*s%c%.*s", DM_STR_ARG(actor), COUNT_BEHIND, DM_STR_ARG(recipient))
                 : actor.p             ? actor
                                       : recipient;
        if (!value->p) return err_memory(err, "counts");
    }
    *there = !by_day || *which == FOLD_ALL;
    if (*which == FOLD_ALL && !by_day) *which = FOLD_ALL_MONTHS;
    return DM_OK;
}

dm_status answer_count_tables(answer *a, dm_ledger *ledger, const fold_query *q, dm_err *err) {
    counting c;
    fold_dim which;
    dm_str value;
    bool sums = false;
    DM_TRY(count_begin(&c, a, err));
    dm_status status = find_sums(&c, ledger, q, &which, &value, &sums, err);
    if (status == DM_OK && sums) status = fold_select_counts(ledger->s, which, value, c.finest >= 0, a->q->all, table_cell, &c, err);
    else if (status == DM_OK) status = fold_select(ledger->s, q, 0, table_row, &c, err);
    if (status == DM_OK)
        status = fold_select_counts(ledger->s, c.finest >= 0 && c.dims[c.finest] == DIM_DAY ? FOLD_READ : FOLD_READ_MONTHS, DM_STR_NONE,
                                    c.finest >= 0, true, table_stories, &c, err);
    if (status == DM_OK) return count_end(&c, true, err);
    buf_free(&c.scratch);
    return status;
}

/* ---- into the tables ---- */

static dm_day month_of(dm_day day) {
    int y, m, md;
    if (day == FOLD_NEVER) return day;
    day_split(day, &y, &m, &md);
    return day_of(y, m, 1);
}

static dm_status fill_list(fold_fill *fill, fold_dim which, const values *v, dm_day month, uint32_t quad, uint32_t seen, dm_err *err) {
    for (uint32_t i = 0; i < v->n; i++) DM_TRY(fold_fill_count(fill, which, v->v[i], month, quad, seen, err));
    return DM_OK;
}

static dm_status fill_event(counting *c, fold_fill *fill, const answer_row *row, dm_err *err) {
    static const struct {
        fold_dim which;
        int part;
    } lists[] = {{FOLD_ACTOR, LINE_ACTORS},  {FOLD_RECIPIENT, LINE_RECIPIENTS}, {FOLD_N_TYPE, LINE_TYPE},
                 {FOLD_N_FORCE, LINE_FORCE}, {FOLD_N_ISSUE, LINE_ISSUE},        {FOLD_N_OUTLET, LINE_OUTLETS}};
    dm_str line = row->mark->counts, quad_text = count_part(line, LINE_QUAD);
    uint32_t quad = quad_text.n ? (uint32_t)(quad_text.p[0] - '0') : 0, seen = row->mark->seen;
    dm_day month = month_of(row->day);
    values *const sides[] = {&c->each[0], &c->each[1]};
    bool ok = true;
    DM_TRY(fold_fill_count(fill, FOLD_ALL, DM_STR(""), row->day, quad, seen, err));
    DM_TRY(fold_fill_count(fill, FOLD_ALL_MONTHS, DM_STR(""), month, quad, seen, err));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        values *v = i < 2 ? sides[i] : &c->both;
        v->n = 0;
        if (!count_add_part(c, v, line, lists[i].part)) return err_memory(err, "counts");
        DM_TRY(fill_list(fill, lists[i].which, v, month, quad, seen, err));
    }
    for (uint32_t i = 0; i < sides[0]->n; i++)
        for (uint32_t k = 0; k < sides[1]->n; k++) {
            buf_clear(&c->scratch);
            buf_printf(&c->scratch, "%.*s%c%.*s", DM_STR_ARG(sides[0]->v[i]), COUNT_BEHIND, DM_STR_ARG(sides[1]->v[k]));
            if (!buf_ok(&c->scratch)) return err_memory(err, "counts");
            DM_TRY(fold_fill_count(fill, FOLD_PAIR, buf_str(&c->scratch), month, quad, seen, err));
        }
    for (uint32_t i = 0; i < sides[1]->n && ok; i++) ok = count_add_value(c, sides[0], sides[1]->v[i]);
    for (uint32_t i = 0; i < sides[0]->n && ok; i++)
        for (uint32_t k = i + 1; k < sides[0]->n && ok; k++) {
            count_put_dyad(&c->scratch, sides[0]->v[i], sides[0]->v[k]);
            ok = buf_ok(&c->scratch);
            if (ok) DM_TRY(fold_fill_count(fill, FOLD_DYAD, buf_str(&c->scratch), month, quad, seen, err));
        }
    return ok ? DM_OK : err_memory(err, "counts");
}

dm_status answer_fill_counts(answer *a, fold_fill *fill, dm_err *err) {
    counting c = {.a = a, .arena = &a->rows->arena};
    dm_status status = DM_OK;
    for (uint32_t i = 0; i < a->rows->rows.n && status == DM_OK; i++) {
        const answer_row *row = &a->rows->rows.v[i];
        if (row->mark->kind == FOLD_EVENTS) status = fill_event(&c, fill, row, err);
        if (row->mark->kind != FOLD_STORIES) continue;
        if (status == DM_OK) status = fold_fill_count(fill, FOLD_READ, DM_STR(""), row->day, 0, FOLD_COUNTED_ALL, err);
        if (status == DM_OK) status = fold_fill_count(fill, FOLD_READ_MONTHS, DM_STR(""), month_of(row->day), 0, FOLD_COUNTED_ALL, err);
    }
    buf_free(&c.scratch);
    return status;
}
