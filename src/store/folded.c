/* Asking the tables of folded rows (folded.h): one statement for a stretch of rows, which walks the shortest list that the
 * filters give (the words, an id, the rows of a tag), else the rows themselves, and looks the other filters up row by row. */
#include "store/folded.h"

#include "base/map.h"
#include "store/store_int.h"

#include <stdlib.h>

/* ---- of which state the tables are ---- */

static void add_columns(sqlite3_stmt *q, dm_buf *b) {
    buf_clear(b);
    for (int i = 0; i < sqlite3_column_count(q); i++) {
        const void *text = sqlite3_column_text(q, i);
        if (text) buf_put(b, text, (size_t)sqlite3_column_bytes(q, i));
        buf_putc(b, text ? 0 : 1);
    }
}

dm_status store_state(store *s, uint64_t *out, dm_err *err) {
    static const char *const sql[] = {
        "SELECT id, hash, date, crawled, r.version, r.model, r.lexicon FROM story LEFT JOIN run r USING(run) WHERE current=1",
        "SELECT old, id FROM alias",
        "SELECT kind, ids, fields, note, made_by, made_at FROM correction ORDER BY made_at, correction",
    };
    dm_buf b = {0};
    dm_status status = DM_OK;
    *out = FOLD_FORMAT;
    for (int i = 0; i < 3 && status == DM_OK; i++) {
        sqlite3_stmt *q = NULL;
        int rc;
        uint64_t sum = 0; /* of the set, whatever its order; corrections are a list */
        status = store_prepare(s, sql[i], &q, err);
        while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) {
            if (rc == SQLITE_ROW) add_columns(q, &b);
            else status = store_error(s, err);
            if (i == 2) buf_put(&b, &sum, sizeof sum);
            if (!buf_ok(&b)) status = err_memory(err, "the ledger");
            else sum = (i == 2 ? 0 : sum) + hash_bytes(b.p, b.n);
        }
        sqlite3_finalize(q);
        uint64_t both[2] = {*out, sum};
        *out = hash_bytes(both, sizeof both);
    }
    buf_free(&b);
    return status;
}

dm_status fold_is_fresh(store *s, uint64_t state, bool *fresh, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s, "SELECT 1 FROM fold_state WHERE state=?1", &q, err));
    sqlite3_bind_int64(q, 1, (int64_t)state);
    int rc = sqlite3_step(q);
    dm_status status = rc == SQLITE_ROW || rc == SQLITE_DONE ? DM_OK : store_error(s, err);
    *fresh = rc == SQLITE_ROW;
    sqlite3_finalize(q);
    return status;
}

dm_status fold_alias(store *s, dm_str id, dm_arena *a, dm_str *out, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s, "SELECT id FROM alias WHERE old=?1", &q, err));
    *out = id;
    int rc = SQLITE_DONE;
    for (int i = 0; i < 64; i++) { /* ids that followed each other; a circle ends */
        store_bind_str(q, 1, *out);
        rc = sqlite3_step(q);
        if (rc == SQLITE_ROW) *out = store_column(q, 0, a);
        sqlite3_reset(q);
        if (rc != SQLITE_ROW) break;
    }
    dm_status status = rc == SQLITE_ROW || rc == SQLITE_DONE ? DM_OK : store_error(s, err);
    sqlite3_finalize(q);
    return status;
}

/* ---- tags ---- */

typedef struct tag_set {
    dm_buf list; /* "3,17" */
    uint32_t n;
    uint64_t rows;
} tag_set;

/* ASCII case is ignored by LIKE as it is everywhere else. */
static void put_part(dm_buf *b, const char *part) {
    buf_putc(b, '%');
    for (; *part; part++) {
        if (*part == '%' || *part == '_' || *part == '\\') buf_putc(b, '\\');
        buf_putc(b, *part);
    }
    buf_putc(b, '%');
}

typedef enum match { MATCH_IS, MATCH_BEGINS, MATCH_BEGINS_ODD, MATCH_PART, MATCH_NOCASE, MATCH_N } match;

static dm_status add_tags(store *s, fold_kind kind, fold_side side, match how, const char *key, tag_set *set, dm_err *err) {
#define TAGS "SELECT tag, n FROM fold_tag WHERE kind=?1 AND side=?2 AND "
    static const char *const sql[MATCH_N] = {TAGS "key=?3", TAGS "key>=?3 AND substr(key, 1, length(?3))=?3",
                                             TAGS "key>=?3 AND substr(key, 1, length(?3))=?3 AND odd", TAGS "key LIKE ?3 ESCAPE '\\'",
                                             TAGS "key=?3 COLLATE NOCASE"};
#undef TAGS
    sqlite3_stmt *q = NULL;
    dm_buf part = {0};
    DM_TRY(store_prepare(s, sql[how], &q, err));
    if (how == MATCH_PART) put_part(&part, key);
    sqlite3_bind_int(q, 1, (int)kind);
    sqlite3_bind_int(q, 2, (int)side);
    store_bind_str(q, 3, how == MATCH_PART ? buf_str(&part) : str_from(key));
    int rc;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
        buf_printf(&set->list, set->n++ ? ",%lld" : "%lld", (long long)sqlite3_column_int64(q, 0));
        set->rows += (uint64_t)sqlite3_column_int64(q, 1);
    }
    dm_status status = rc != SQLITE_DONE ? store_error(s, err) : buf_ok(&set->list) && buf_ok(&part) ? DM_OK : err_memory(err, "a question");
    sqlite3_finalize(q);
    buf_free(&part);
    return status;
}

static dm_status add_party(store *s, fold_kind kind, bool recipient, const char *who, tag_set *set, dm_err *err) {
    int base = recipient ? FOLD_RECIPIENT_IS : FOLD_ACTOR_IS;
    bool code = fold_is_code(who);
    DM_TRY(add_tags(s, kind, (fold_side)base, MATCH_IS, who, set, err));
    /* The code of one whose country is met begins with it. */
    DM_TRY(add_tags(s, kind, (fold_side)(base + 1), code && strlen(who) == 3 ? MATCH_BEGINS_ODD : MATCH_BEGINS, who, set, err));
    return code ? DM_OK : add_tags(s, kind, (fold_side)(base + 2), MATCH_PART, who, set, err);
}

dm_status fold_one_side(store *s, fold_kind kind, bool recipient, const char *who, dm_arena *a, dm_str *out, dm_err *err) {
    tag_set set = {0};
    sqlite3_stmt *q = NULL;
    *out = DM_STR_NONE;
    dm_status status = add_party(s, kind, recipient, who, &set, err);
    if (status == DM_OK && set.n == 1) {
        status = store_prepare(s, "SELECT key FROM fold_tag WHERE tag=?1 AND side=?2 AND NOT odd", &q, err);
        if (status == DM_OK) {
            sqlite3_bind_int64(q, 1, strtoll(buf_cstr(&set.list), NULL, 10));
            sqlite3_bind_int(q, 2, recipient ? FOLD_RECIPIENT_IS : FOLD_ACTOR_IS);
            if (sqlite3_step(q) == SQLITE_ROW) *out = store_column(q, 0, a);
        }
        sqlite3_finalize(q);
    }
    buf_free(&set.list);
    return status;
}

/* ---- the statement ---- */

enum { MOST_SETS = 5, SORTED_MOST = 20000 };

typedef struct selection {
    store *s;
    const fold_query *q;
    uint64_t n_kind; /* rows of the kind */
    uint32_t filters;
    tag_set all[MOST_SETS]; /* each must be met */
    uint32_t n_all;
    tag_set sides[4]; /* between: one acts, one is dealt with, the other acts, the other is dealt with */
    tag_set wide;
    dm_err *err;
} selection;

static dm_status add_set(selection *x, uint32_t filter, fold_side side, match how, const char *key) {
    return key && (x->filters & filter) ? add_tags(x->s, x->q->kind, side, how, key, &x->all[x->n_all++], x->err) : DM_OK;
}

static dm_status resolve(selection *x) {
    const fold_query *q = x->q;
    dm_err *err = x->err;
    if (q->between) {
        for (int i = 0; i < 4; i++) DM_TRY(add_party(x->s, q->kind, i & 1, i < 2 ? q->actor : q->recipient, &x->sides[i], err));
        /* Each of the two is on one side or the other. */
        for (int i = 0; i < 4; i++) DM_TRY(add_party(x->s, q->kind, i & 1, i < 2 ? q->actor : q->recipient, &x->all[i / 2], err));
        x->n_all = 2;
    } else {
        if (q->actor && (x->filters & FOLD_BY_ACTOR)) DM_TRY(add_party(x->s, q->kind, false, q->actor, &x->all[x->n_all++], err));
        if (q->recipient && (x->filters & FOLD_BY_RECIPIENT)) DM_TRY(add_party(x->s, q->kind, true, q->recipient, &x->all[x->n_all++], err));
    }
    DM_TRY(add_set(x, FOLD_BY_OUTLET, FOLD_OUTLET, MATCH_PART, q->outlet));
    DM_TRY(add_set(x, FOLD_BY_ISSUE, FOLD_ISSUE, MATCH_IS, q->issue));
    DM_TRY(add_set(x, FOLD_BY_TYPE, FOLD_TYPE, MATCH_NOCASE, q->type));
    return add_tags(x->s, q->kind, FOLD_WIDE, MATCH_IS, "", &x->wide, err);
}

static void put_has(dm_buf *sql, tag_set *set) {
    if (!set->n) buf_putc(sql, '0');
    else buf_printf(sql, "EXISTS(SELECT 1 FROM fold_has h WHERE h.tag IN (%s) AND h.row=r.row)", buf_cstr(&set->list));
}

/* The list to walk: the shortest that need not be sorted or is short; NULL: the rows themselves. */
static const tag_set *shortest(const selection *x, bool wide) {
    const tag_set *best = wide ? &x->wide : NULL;
    for (uint32_t i = 0; i < x->n_all; i++) {
        const tag_set *set = &x->all[i];
        bool short_enough = set->n <= 1 || set->rows < SORTED_MOST || set->rows * 20 < x->n_kind;
        if (short_enough && (!best || set->rows < best->rows)) best = set;
    }
    return best;
}

/* ?1, ?2: first and last row; ?3 seen; ?4, ?5 days; ?6 part of the sentence; ?7 words; ?8 id. */
static void put_from(const selection *x, const tag_set *walked, dm_buf *sql) {
    if (x->q->words.p) {
        buf_puts(sql, "fold_words w CROSS JOIN fold_row r ON r.row=w.rowid WHERE w.fold_words MATCH ?7 AND w.rowid BETWEEN ?1 AND ?2");
    } else if (x->q->id.p) {
        buf_puts(sql, "fold_id d CROSS JOIN fold_row r ON r.row=d.row WHERE d.hash=?8 AND d.row BETWEEN ?1 AND ?2");
    } else if (walked && walked->n == 1) {
        buf_printf(sql, "fold_has d CROSS JOIN fold_row r ON r.row=d.row WHERE d.tag=%.*s AND d.row BETWEEN ?1 AND ?2", (int)walked->list.n,
                   walked->list.p);
    } else if (walked) {
        buf_printf(sql,
                   "(SELECT DISTINCT row FROM fold_has WHERE tag IN (%.*s) AND row BETWEEN ?1 AND ?2) d CROSS JOIN fold_row r ON r.row=d.row"
                   " WHERE 1",
                   (int)walked->list.n, walked->list.p ? walked->list.p : "");
    } else {
        buf_puts(sql, "fold_row r WHERE r.row BETWEEN ?1 AND ?2");
    }
}

static const char *order_of(const selection *x, const tag_set *walked) {
    return x->q->words.p ? "w.rowid" : x->q->id.p || walked ? "d.row" : "r.row";
}

static void put_sql(selection *x, bool wide, dm_buf *sql) {
    const fold_query *q = x->q;
    const tag_set *walked = q->words.p || q->id.p ? NULL : shortest(x, wide);
    buf_puts(sql, "SELECT r.row, r.day, r.id, r.counts FROM ");
    put_from(x, walked, sql);
    if (q->seen) buf_puts(sql, " AND r.seen & ?3");
    if (x->filters & FOLD_BY_DATE) {
        if (q->from != DM_DAY_NONE) buf_puts(sql, " AND r.last>=?4");
        if (q->to != DM_DAY_NONE) buf_puts(sql, " AND r.first<=?5");
        if (q->from != DM_DAY_NONE || q->to != DM_DAY_NONE) buf_puts(sql, " AND r.first<=r.last");
    }
    if (q->id.p && q->words.p) buf_puts(sql, " AND EXISTS(SELECT 1 FROM fold_id i WHERE i.hash=?8 AND i.row=r.row)");
    for (uint32_t i = 0; i < x->n_all; i++) {
        if (walked == &x->all[i]) continue;
        buf_puts(sql, " AND ");
        put_has(sql, &x->all[i]);
    }
    if (wide && walked != &x->wide) {
        buf_puts(sql, " AND ");
        put_has(sql, &x->wide);
    }
    if (q->between) {
        static const int pairs[3][2] = {{0, 3}, {2, 1}, {0, 2}};
        for (int i = 0; i < 3; i++) {
            buf_puts(sql, i ? " OR " : " AND (");
            put_has(sql, &x->sides[pairs[i][0]]);
            buf_puts(sql, " AND ");
            put_has(sql, &x->sides[pairs[i][1]]);
        }
        buf_putc(sql, ')');
    }
    if (q->text) buf_puts(sql, " AND (SELECT j.sentence FROM fold_json j WHERE j.row=r.row) LIKE ?6 ESCAPE '\\'");
    buf_printf(sql, " ORDER BY %s", order_of(x, walked));
}

/* "dam* talk*" */
static void put_match(dm_buf *b, dm_str words) {
    for (uint32_t i = 0; i < words.n;) {
        uint32_t end = i;
        while (words.p[end] != ' ') end++;
        buf_puts(b, i ? " \"" : "\"");
        buf_put_str(b, str_sub(words, i, end));
        buf_puts(b, "\"*");
        i = end + 1;
    }
}

typedef struct walk {
    sqlite3_stmt *json;
    uint64_t offset;
    fold_each *each;
    void *user;
} walk;

static dm_str view(sqlite3_stmt *q, int at) {
    const void *p = sqlite3_column_text(q, at);
    return (dm_str){p, (uint32_t)sqlite3_column_bytes(q, at)};
}

static dm_status give(selection *x, walk *w, sqlite3_stmt *q) {
    fold_found row = {.day = sqlite3_column_int(q, 1), .id = view(q, 2), .counts = view(q, 3)};
    dm_status status = DM_OK;
    if (!x->q->counts) {
        sqlite3_bind_int64(w->json, 1, sqlite3_column_int64(q, 0));
        int rc = sqlite3_step(w->json);
        if (rc != SQLITE_ROW) {
            status = rc == SQLITE_DONE ? err_set(x->err, DM_E_DATABASE, 0, "%s: a row of the ledger is missing; the database is damaged", x->s->path)
                                       : store_error(x->s, x->err);
        }
        row.values = view(w->json, 0);
        row.json = view(w->json, 1);
        row.move = sqlite3_column_int(w->json, 2);
        row.move_at = (uint32_t)sqlite3_column_int64(w->json, 3);
    }
    if (status == DM_OK) status = w->each(w->user, &row, x->err);
    if (w->json) sqlite3_reset(w->json);
    return status;
}

static dm_status walk_rows(selection *x, walk *w, int64_t first, int64_t last, bool wide) {
    const fold_query *q = x->q;
    dm_buf sql = {0}, part = {0}, match_words = {0};
    sqlite3_stmt *rows = NULL;
    put_sql(x, wide, &sql);
    if (q->text) put_part(&part, q->text);
    if (q->words.p) put_match(&match_words, q->words);
    dm_status status =
        buf_ok(&sql) && buf_ok(&part) && buf_ok(&match_words) ? store_prepare(x->s, buf_cstr(&sql), &rows, x->err) : err_memory(x->err, "a question");
    if (status == DM_OK) {
        sqlite3_bind_int64(rows, 1, first);
        sqlite3_bind_int64(rows, 2, last);
        sqlite3_bind_int(rows, 3, (int)q->seen);
        sqlite3_bind_int(rows, 4, q->from);
        sqlite3_bind_int(rows, 5, q->to);
        store_bind_str(rows, 6, buf_str(&part));
        store_bind_str(rows, 7, buf_str(&match_words));
        sqlite3_bind_int64(rows, 8, q->id.p ? (int64_t)hash_bytes(q->id.p, q->id.n) : 0);
    }
    int rc;
    while (status == DM_OK && (rc = sqlite3_step(rows)) != SQLITE_DONE) {
        if (rc != SQLITE_ROW) status = store_error(x->s, x->err);
        else if (w->offset) w->offset--;
        else status = give(x, w, rows);
    }
    sqlite3_finalize(rows);
    buf_free(&sql);
    buf_free(&part);
    buf_free(&match_words);
    return status;
}

/* The first row of a day or later ones; behind the last when there is none. */
static dm_status row_of_day(const selection *x, int64_t day, int64_t *out) {
    sqlite3_stmt *q = NULL;
    *out = ((int64_t)x->q->kind << FOLD_SHIFT) + (int64_t)x->n_kind;
    DM_TRY(store_prepare(x->s, "SELECT row FROM fold_day WHERE kind=?1 AND day>=?2 ORDER BY day LIMIT 1", &q, x->err));
    sqlite3_bind_int(q, 1, (int)x->q->kind);
    sqlite3_bind_int64(q, 2, day);
    int rc = sqlite3_step(q);
    if (rc == SQLITE_ROW) *out = sqlite3_column_int64(q, 0);
    dm_status status = rc == SQLITE_ROW || rc == SQLITE_DONE ? DM_OK : store_error(x->s, x->err);
    sqlite3_finalize(q);
    return status;
}

static dm_status walk_all(selection *x, walk *w) {
    const fold_query *q = x->q;
    int64_t lo = (int64_t)q->kind << FOLD_SHIFT, hi = lo + (int64_t)x->n_kind - 1, first = lo, behind = hi + 1;
    bool dated = (x->filters & FOLD_BY_DATE) != 0;
    if (dated && q->from != DM_DAY_NONE) DM_TRY(row_of_day(x, (int64_t)q->from - FOLD_WIDTH, &first));
    if (dated && q->to != DM_DAY_NONE) DM_TRY(row_of_day(x, (int64_t)q->to + FOLD_WIDTH + 1, &behind));
    if (first > behind) first = behind; /* from after to */
    if (first > lo && x->wide.n) DM_TRY(walk_rows(x, w, lo, first - 1, true));
    if (first < behind) DM_TRY(walk_rows(x, w, first, behind - 1, false));
    return behind <= hi && x->wide.n ? walk_rows(x, w, behind, hi, true) : DM_OK;
}

dm_status fold_select(store *s, const fold_query *query, uint64_t offset, fold_each *each, void *user, dm_err *err) {
    selection x = {.s = s, .q = query, .err = err};
    walk w = {.offset = offset, .each = each, .user = user};
    sqlite3_stmt *kind = NULL;
    DM_TRY(store_prepare(s, "SELECT n, filters FROM fold_kind WHERE kind=?1", &kind, err));
    sqlite3_bind_int(kind, 1, (int)query->kind);
    if (sqlite3_step(kind) == SQLITE_ROW) {
        x.n_kind = (uint64_t)sqlite3_column_int64(kind, 0);
        x.filters = (uint32_t)sqlite3_column_int(kind, 1);
    }
    sqlite3_finalize(kind);
    bool nothing = !x.n_kind;
    dm_status status = nothing ? DM_OK : resolve(&x);
    for (uint32_t i = 0; i < x.n_all; i++) nothing |= !x.all[i].n;
    if (status == DM_OK && !nothing && !query->counts)
        status = store_prepare(s, "SELECT vals, json, move, move_at FROM fold_json WHERE row=?1", &w.json, err);
    if (status == DM_OK && !nothing) status = walk_all(&x, &w);
    sqlite3_finalize(w.json);
    for (int i = 0; i < MOST_SETS; i++) buf_free(&x.all[i].list);
    for (int i = 0; i < 4; i++) buf_free(&x.sides[i].list);
    buf_free(&x.wide.list);
    return status == DM_E_END ? DM_OK : status;
}

dm_status fold_select_counts(store *s, fold_dim dim, dm_str value, bool time, bool all, fold_each_cell *each, void *user, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s,
                         value.p ? "SELECT value, time, quad, n, n_all FROM fold_count WHERE dim=?1 AND value=?2"
                                 : "SELECT value, time, quad, n, n_all FROM fold_count WHERE dim=?1",
                         &q, err));
    sqlite3_bind_int(q, 1, (int)dim + (time ? 0 : FOLD_DIMS));
    if (value.p) store_bind_str(q, 2, value);
    dm_status status = DM_OK;
    int rc;
    while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) {
        if (rc != SQLITE_ROW) {
            status = store_error(s, err);
            break;
        }
        fold_cell cell = {.value = view(q, 0),
                          .time = sqlite3_column_int(q, 1),
                          .quad = (uint32_t)sqlite3_column_int(q, 2),
                          .n = (uint64_t)sqlite3_column_int64(q, all ? 4 : 3)};
        if (cell.n) status = each(user, &cell, err);
    }
    sqlite3_finalize(q);
    return status;
}
