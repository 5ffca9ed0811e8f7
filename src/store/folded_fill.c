/* Filling the tables of folded rows (folded.h): rows are numbered as they come; tags get numbers in the order in which they
 * are first met and their dictionary is written at the end, with the number of rows of each. */
#include "store/store_int.h"

#include "base/map.h"
#include "store/folded.h"

#include <stdlib.h>

typedef struct tag_entry {
    uint32_t side;
    dm_str key;
    uint64_t n;
    bool odd;
} tag_entry;

typedef struct count_entry {
    uint32_t dim, quad;
    dm_str value;
    dm_day time;
    uint64_t n, n_all;
} count_entry;

enum { PUT_ROW, PUT_JSON, PUT_HAS, PUT_DAY, PUT_ID, PUT_WORDS, PUT_TAG, PUT_COUNT, PUT_KIND, PUT_STATE, PUTS };

struct fold_fill {
    store *s;
    dm_arena arena;
    sqlite3_stmt *put[PUTS];
    dm_strmap tags, counts;
    VEC(tag_entry) tag;
    VEC(count_entry) count;
    int kind; /* of the last row; -1 */
    dm_day day;
    uint64_t n[FOLD_KINDS];
    uint32_t filters[FOLD_KINDS];
    dm_buf key;
};

static const char *const puts_sql[PUTS] = {
    "INSERT INTO fold_row VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    "INSERT INTO fold_json VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    "INSERT OR IGNORE INTO fold_has VALUES(?1, ?2)",
    "INSERT INTO fold_day VALUES(?1, ?2, ?3)",
    "INSERT OR IGNORE INTO fold_id VALUES(?1, ?2)",
    "INSERT INTO fold_words(rowid, words) VALUES(?1, ?2)",
    "INSERT INTO fold_tag VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    "INSERT INTO fold_count VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    "INSERT INTO fold_kind VALUES(?1, ?2, ?3)",
    "INSERT INTO fold_state VALUES(?1)",
};

static const char empty_sql[] = "DELETE FROM fold_state; DELETE FROM fold_row; DELETE FROM fold_json; DELETE FROM fold_has; DELETE FROM fold_day;"
                                "DELETE FROM fold_id; INSERT INTO fold_words(fold_words) VALUES('delete-all'); DELETE FROM fold_tag;"
                                "DELETE FROM fold_count; DELETE FROM fold_kind;";

static dm_status step(fold_fill *f, int which, dm_err *err) {
    sqlite3_stmt *q = f->put[which];
    dm_status status = sqlite3_step(q) == SQLITE_DONE ? DM_OK : store_error(f->s, err);
    sqlite3_reset(q);
    return status;
}

dm_status fold_fill_begin(store *s, fold_fill **out, dm_err *err) {
    fold_fill *f = calloc(1, sizeof *f);
    *out = NULL;
    if (!f) return err_memory(err, "the tables of the ledger");
    f->s = s;
    f->kind = -1;
    arena_init(&f->arena, 0);
    dm_status status = store_begin(s, err);
    if (status == DM_OK) status = store_exec(s, empty_sql, err);
    for (int i = 0; i < PUTS && status == DM_OK; i++) status = store_prepare(s, puts_sql[i], &f->put[i], err);
    if (status != DM_OK) {
        fold_fill_stop(f);
        return status;
    }
    *out = f;
    return DM_OK;
}

/* The number of a tag of this kind of rows, from 1; 0: out of memory. */
static uint32_t number_of(fold_fill *f, fold_kind kind, const fold_tag *tag) {
    uint32_t side = (uint32_t)kind << 8 | (uint32_t)tag->side, *slot;
    buf_clear(&f->key);
    buf_put(&f->key, &side, sizeof side);
    buf_put_str(&f->key, tag->key);
    if (!buf_ok(&f->key)) return 0;
    uint32_t found = strmap_get(&f->tags, buf_str(&f->key));
    if (found == MAP_NONE) {
        dm_str kept = arena_str(&f->arena, buf_str(&f->key));
        tag_entry *e = kept.p ? VEC_PUSH(&f->arena, &f->tag) : NULL;
        if (!e || !strmap_put(&f->tags, &f->arena, kept, f->tag.n - 1, &slot)) return 0;
        *e = (tag_entry){.side = side, .key = str_sub(kept, sizeof side, kept.n)};
        found = f->tag.n - 1;
    }
    f->tag.v[found].odd |= tag->odd;
    return found + 1;
}

static dm_status put_tags(fold_fill *f, const fold_row *row, int64_t number, dm_err *err) {
    for (uint32_t i = 0; i < row->tags.n; i++) {
        uint32_t tag = number_of(f, row->kind, &row->tags.v[i]);
        if (!tag) return err_memory(err, "the tables of the ledger");
        sqlite3_bind_int64(f->put[PUT_HAS], 1, tag);
        sqlite3_bind_int64(f->put[PUT_HAS], 2, number);
        DM_TRY(step(f, PUT_HAS, err));
        f->tag.v[tag - 1].n += (uint64_t)sqlite3_changes(f->s->db);
    }
    for (uint32_t i = 0; i < row->ids.n; i++) {
        sqlite3_bind_int64(f->put[PUT_ID], 1, (int64_t)row->ids.v[i]);
        sqlite3_bind_int64(f->put[PUT_ID], 2, number);
        DM_TRY(step(f, PUT_ID, err));
    }
    return DM_OK;
}

static dm_status put_day(fold_fill *f, const fold_row *row, int64_t number, dm_err *err) {
    if (f->kind == (int)row->kind && f->day == row->day) return DM_OK;
    f->kind = (int)row->kind;
    f->day = row->day;
    sqlite3_bind_int(f->put[PUT_DAY], 1, (int)row->kind);
    sqlite3_bind_int(f->put[PUT_DAY], 2, row->day);
    sqlite3_bind_int64(f->put[PUT_DAY], 3, number);
    return step(f, PUT_DAY, err);
}

dm_status fold_fill_put(fold_fill *f, const fold_row *row, dm_err *err) {
    int64_t number = ((int64_t)row->kind << FOLD_SHIFT) + (int64_t)f->n[row->kind]++;
    sqlite3_stmt *q = f->put[PUT_ROW];
    f->filters[row->kind] |= row->filters;
    sqlite3_bind_int64(q, 1, number);
    sqlite3_bind_int(q, 2, row->day);
    sqlite3_bind_int(q, 3, row->first);
    sqlite3_bind_int(q, 4, row->last);
    sqlite3_bind_int(q, 5, (int)row->seen);
    store_bind_str(q, 6, row->id);
    store_bind_str(q, 7, row->counts);
    DM_TRY(step(f, PUT_ROW, err));
    q = f->put[PUT_JSON];
    sqlite3_bind_int64(q, 1, number);
    store_bind_str(q, 2, row->sentence);
    store_bind_str(q, 3, row->values);
    store_bind_str(q, 4, row->json);
    sqlite3_bind_int(q, 5, row->move);
    sqlite3_bind_int64(q, 6, row->move_at);
    DM_TRY(step(f, PUT_JSON, err));
    sqlite3_bind_int64(f->put[PUT_WORDS], 1, number);
    store_bind_str(f->put[PUT_WORDS], 2, row->words);
    DM_TRY(step(f, PUT_WORDS, err));
    DM_TRY(put_day(f, row, number, err));
    return put_tags(f, row, number, err);
}

dm_status fold_fill_count(fold_fill *f, fold_dim dim, dm_str value, dm_day time, uint32_t quad, uint32_t seen, dm_err *err) {
    int32_t head[3] = {(int32_t)dim, time, (int32_t)quad};
    uint32_t *slot;
    buf_clear(&f->key);
    buf_put(&f->key, head, sizeof head);
    buf_put_str(&f->key, value);
    uint32_t found = buf_ok(&f->key) ? strmap_get(&f->counts, buf_str(&f->key)) : MAP_NONE;
    if (found == MAP_NONE) {
        dm_str kept = arena_str(&f->arena, buf_str(&f->key));
        count_entry *e = kept.p && buf_ok(&f->key) ? VEC_PUSH(&f->arena, &f->count) : NULL;
        found = f->count.n - 1;
        if (!e || !strmap_put(&f->counts, &f->arena, kept, found, &slot)) return err_memory(err, "counts");
        *e = (count_entry){.dim = dim, .quad = quad, .value = str_sub(kept, sizeof head, kept.n), .time = time};
    }
    f->count.v[found].n += (seen & FOLD_COUNTED) != 0;
    f->count.v[found].n_all += (seen & FOLD_COUNTED_ALL) != 0;
    return DM_OK;
}

static int cmp_counts(const void *x, const void *y) {
    const count_entry *a = x, *b = y;
    if (a->dim != b->dim) return a->dim < b->dim ? -1 : 1;
    int c = str_cmp(a->value, b->value);
    if (c) return c;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return a->quad < b->quad ? -1 : a->quad > b->quad;
}

static dm_status put_count(fold_fill *f, uint32_t dim, const count_entry *c, dm_err *err) {
    sqlite3_stmt *q = f->put[PUT_COUNT];
    sqlite3_bind_int(q, 1, (int)dim);
    store_bind_str(q, 2, c->value);
    sqlite3_bind_int(q, 3, c->time);
    sqlite3_bind_int(q, 4, (int)c->quad);
    sqlite3_bind_int64(q, 5, (int64_t)c->n);
    sqlite3_bind_int64(q, 6, (int64_t)c->n_all);
    return step(f, PUT_COUNT, err);
}

/* Each cell, and behind all dimensions the sums over time of each value. */
static dm_status put_counts(fold_fill *f, dm_err *err) {
    if (f->count.n) qsort(f->count.v, f->count.n, sizeof *f->count.v, cmp_counts);
    for (uint32_t i = 0; i < f->count.n; i++) DM_TRY(put_count(f, f->count.v[i].dim, &f->count.v[i], err));
    for (uint32_t i = 0; i < f->count.n;) {
        count_entry sum[5] = {{0}};
        uint32_t first = i;
        for (; i < f->count.n && f->count.v[i].dim == f->count.v[first].dim && str_eq(f->count.v[i].value, f->count.v[first].value); i++) {
            count_entry *s = &sum[f->count.v[i].quad];
            s->n += f->count.v[i].n;
            s->n_all += f->count.v[i].n_all;
        }
        for (uint32_t quad = 0; quad < 5; quad++) {
            if (!sum[quad].n_all) continue;
            sum[quad].value = f->count.v[first].value;
            sum[quad].time = FOLD_NEVER;
            sum[quad].quad = quad;
            DM_TRY(put_count(f, f->count.v[first].dim + FOLD_DIMS, &sum[quad], err));
        }
    }
    return DM_OK;
}

static dm_status put_dictionary(fold_fill *f, dm_err *err) {
    for (uint32_t i = 0; i < f->tag.n; i++) {
        sqlite3_stmt *q = f->put[PUT_TAG];
        const tag_entry *t = &f->tag.v[i];
        sqlite3_bind_int(q, 1, (int)i + 1);
        sqlite3_bind_int(q, 2, (int)(t->side >> 8));
        sqlite3_bind_int(q, 3, (int)(t->side & 0xFF));
        store_bind_str(q, 4, t->key);
        sqlite3_bind_int(q, 5, t->odd);
        sqlite3_bind_int64(q, 6, (int64_t)t->n);
        DM_TRY(step(f, PUT_TAG, err));
    }
    for (int kind = 0; kind < FOLD_KINDS; kind++) {
        sqlite3_bind_int(f->put[PUT_KIND], 1, kind);
        sqlite3_bind_int64(f->put[PUT_KIND], 2, (int64_t)f->n[kind]);
        sqlite3_bind_int(f->put[PUT_KIND], 3, (int)f->filters[kind]);
        DM_TRY(step(f, PUT_KIND, err));
    }
    return DM_OK;
}

dm_status fold_fill_end(fold_fill *f, uint64_t state, dm_err *err) {
    DM_TRY(put_dictionary(f, err));
    DM_TRY(put_counts(f, err));
    sqlite3_bind_int64(f->put[PUT_STATE], 1, (int64_t)state);
    DM_TRY(step(f, PUT_STATE, err));
    return store_commit(f->s, err);
}

void fold_fill_stop(fold_fill *f) {
    if (!f) return;
    for (int i = 0; i < PUTS; i++) sqlite3_finalize(f->put[i]);
    store_rollback(f->s);
    arena_free(&f->arena);
    buf_free(&f->key);
    free(f);
}
