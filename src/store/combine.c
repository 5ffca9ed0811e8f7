/* One ledger into another: the other's file is attached and its stories are looked up one by one as `read` would, so that what
 * is there stays, the same text is a copy, and a new text under a known name is a new version. Rows are copied as they were coded. */
#include "store/store_int.h"

#include <sys/stat.h>

typedef struct combine {
    store *s;
    sqlite3_stmt *put_story, *put_rows[DM_ROW_KIND_N];
    dm_err *err;
} combine;

static dm_status prepare(combine *c, dm_buf *sql, sqlite3_stmt **out) {
    dm_status status = buf_ok(sql) ? store_prepare(c->s, buf_cstr(sql), out, c->err) : err_memory(c->err, "combining");
    buf_free(sql);
    return status;
}

/* ?1: the story's row there; ?2: whether it is current here; ?3: its row here. */
static dm_status prepare_all(combine *c) {
    dm_buf columns = {0}, sql = {0};
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(c->s, "SELECT name FROM pragma_table_info('story') WHERE name NOT IN ('story', 'version', 'current', 'run')", &q, c->err));
    while (sqlite3_step(q) == SQLITE_ROW) buf_printf(&columns, ", \"%s\"", (const char *)sqlite3_column_text(q, 0));
    sqlite3_finalize(q);
    buf_printf(
        &sql,
        "INSERT INTO main.story(version, current, run%s) SELECT (SELECT coalesce(max(version), 0) + 1 FROM main.story m WHERE m.name=o.name), ?2,"
        " (SELECT m.run FROM main.run m JOIN other.run r USING(version, model, lexicon) WHERE r.run=o.run)%s FROM other.story o WHERE story=?1",
        buf_cstr(&columns), buf_cstr(&columns));
    buf_free(&columns);
    DM_TRY(prepare(c, &sql, &c->put_story));
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++) {
        if (!store_keeps((dm_row_kind)kind)) continue;
        uint32_t n;
        const dm_field *fields = rows_fields((dm_row_kind)kind, &n);
        const char *name = rows_name((dm_row_kind)kind);
        buf_printf(&sql, "INSERT INTO main.\"%s\" SELECT ?3, seq", name);
        for (uint32_t i = 0; i < n; i++) buf_printf(&sql, ", \"%s\"", fields[i].key);
        buf_printf(&sql, " FROM other.\"%s\" WHERE story=?1", name);
        DM_TRY(prepare(c, &sql, &c->put_rows[kind]));
    }
    return DM_OK;
}

static dm_status run(combine *c, sqlite3_stmt *q, int64_t there, int64_t number) {
    int last = sqlite3_bind_parameter_count(q);
    sqlite3_bind_int64(q, 1, there);
    sqlite3_bind_int64(q, last, number);
    dm_status status = sqlite3_step(q) == SQLITE_DONE ? DM_OK : store_error(c->s, c->err);
    sqlite3_reset(q);
    return status;
}

static dm_status put_story(combine *c, int64_t there, dm_str name, bool current) {
    store *s = c->s;
    int64_t old_story = 0;
    if (current) {
        store_bind_str(s->current, 1, name);
        if (sqlite3_step(s->current) == SQLITE_ROW) old_story = sqlite3_column_int64(s->current, 0);
        sqlite3_reset(s->current);
        store_bind_str(s->retire, 1, name);
        dm_status status = sqlite3_step(s->retire) == SQLITE_DONE ? DM_OK : store_error(s, c->err);
        sqlite3_reset(s->retire);
        if (status != DM_OK) return status;
    }
    DM_TRY(run(c, c->put_story, there, current));
    int64_t here = sqlite3_last_insert_rowid(s->db);
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++)
        if (c->put_rows[kind]) DM_TRY(run(c, c->put_rows[kind], there, here));
    return old_story ? store_put_aliases(s, old_story, here, c->err) : DM_OK;
}

/* The one under this name here was crawled later than `crawled` (NULL: nobody knows). */
static dm_status later_here(combine *c, dm_str name, const char *crawled, bool *out) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(c->s, "SELECT crawled > ?2 FROM main.story WHERE name=?1 AND current=1", &q, c->err));
    store_bind_str(q, 1, name);
    store_bind_str(q, 2, crawled ? str_from(crawled) : DM_STR_NONE);
    *out = sqlite3_step(q) == SQLITE_ROW && sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    return DM_OK;
}

static dm_status one_story(combine *c, sqlite3_stmt *q, dm_totals *t) {
    store_name name = {.name = {(const char *)sqlite3_column_text(q, 1), (uint32_t)sqlite3_column_bytes(q, 1)},
                       .outlet = {(const char *)sqlite3_column_text(q, 2), (uint32_t)sqlite3_column_bytes(q, 2)},
                       .hash = (uint64_t)sqlite3_column_int64(q, 3),
                       .text_hash = (uint64_t)sqlite3_column_int64(q, 4)};
    store_known known;
    bool here = false;
    t->stories++;
    DM_TRY(store_look_up(c->s, &name, &known, c->err));
    switch (known) {
    case STORE_UNCHANGED: t->unchanged++; return DM_OK;
    case STORE_COPY: t->copies++; return store_put_copy(c->s, &name, c->err);
    case STORE_VERSION:
        t->versions++;
        DM_TRY(later_here(c, name.name, (const char *)sqlite3_column_text(q, 5), &here));
        break;
    case STORE_NEW: break;
    }
    return put_story(c, sqlite3_column_int64(q, 0), name.name, !here);
}

static dm_status all_stories(combine *c, dm_totals *t) {
    sqlite3_stmt *q = NULL;
    DM_TRY(
        store_prepare(c->s, "SELECT story, name, outlet, hash, text_hash, crawled FROM other.story WHERE current=1 ORDER BY id, story", &q, c->err));
    int rc;
    dm_status status = DM_OK;
    while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) status = rc == SQLITE_ROW ? one_story(c, q, t) : store_error(c->s, c->err);
    sqlite3_finalize(q);
    return status;
}

dm_status store_combine(store *s, const char *path, dm_totals *totals, dm_err *err) {
    static const char shared[] =
        "INSERT OR IGNORE INTO main.run(version, model, lexicon) SELECT version, model, lexicon FROM other.run;"
        "INSERT OR IGNORE INTO main.copy SELECT * FROM other.copy;"
        "INSERT OR IGNORE INTO main.alias SELECT * FROM other.alias;"
        "INSERT INTO main.correction(kind, ids, fields, note, made_by, made_at) SELECT kind, ids, fields, note, made_by, made_at FROM "
        "other.correction o"
        " WHERE NOT EXISTS(SELECT 1 FROM main.correction m WHERE m.kind=o.kind AND m.ids=o.ids AND m.fields=o.fields AND m.made_at=o.made_at)"
        " ORDER BY correction;";
    combine c = {.s = s, .err = err};
    store *other = NULL;
    struct stat here, there;
    if (stat(s->path, &here) == 0 && stat(path, &there) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino)
        return err_set(err, DM_E_USAGE, 0, "%s: is the ledger itself; name another", path);
    *totals = (dm_totals){0};
    DM_TRY(store_open(path, DM_OPEN_READ, &other, err)); /* says in words what is wrong with it */
    store_close(other);
    sqlite3_stmt *attach = NULL;
    DM_TRY(store_prepare(s, "ATTACH ?1 AS other", &attach, err));
    store_bind_str(attach, 1, str_from(path));
    dm_status status = sqlite3_step(attach) == SQLITE_DONE ? DM_OK : store_error(s, err);
    sqlite3_finalize(attach);
    if (status != DM_OK) return status;
    status = store_begin(s, err);
    if (status == DM_OK) status = store_exec(s, shared, err);
    if (status == DM_OK) status = prepare_all(&c);
    if (status == DM_OK) status = all_stories(&c, totals);
    sqlite3_finalize(c.put_story);
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++) sqlite3_finalize(c.put_rows[kind]);
    if (status == DM_OK) status = store_commit(s, err);
    store_rollback(s);
    if (sqlite3_exec(s->db, "DETACH other", NULL, NULL, NULL) != SQLITE_OK && status == DM_OK) status = store_error(s, err);
    return status;
}
