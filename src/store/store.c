/* See store.h: opening, batches, writing. */
#include "store/store_int.h"

#include "base/file.h"

#include <stdlib.h>

enum { APPLICATION_ID = 0x444d5243, BUSY_MS = 2000 };

dm_status store_error(store *s, dm_err *err) {
    int code = s->db ? sqlite3_errcode(s->db) & 0xFF : SQLITE_NOMEM;
    const char *what = s->db ? sqlite3_errmsg(s->db) : "out of memory";
    switch (code) {
    case SQLITE_FULL: return err_set(err, DM_E_FULL, 0, "%s: the disk is full; free some space and read again, what was committed is kept", s->path);
    case SQLITE_IOERR: return err_set(err, DM_E_IO, 0, "%s: %s; is the disk full?", s->path, what);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return err_set(err, DM_E_BUSY, 0, "%s: another process is writing to it; wait or use another --db", s->path);
    case SQLITE_READONLY:
    case SQLITE_PERM: return err_set(err, DM_E_PERMISSION, 0, "%s: no permission to write", s->path);
    case SQLITE_CANTOPEN: return err_set(err, DM_E_IO, 0, "%s: cannot open: no such folder, or no permission", s->path);
    case SQLITE_NOTADB: return err_set(err, DM_E_DATABASE, 0, "%s: not a ledger; give another --db", s->path);
    case SQLITE_CORRUPT:
        return err_set(err, DM_E_DATABASE, 0, "%s: the database is damaged; restore it or read the stories into a new --db", s->path);
    case SQLITE_NOMEM: return err_memory(err, s->path);
    default: return err_set(err, DM_E_DATABASE, 0, "%s: %s", s->path, what);
    }
}

dm_status store_prepare(store *s, const char *sql, sqlite3_stmt **out, dm_err *err) {
    return sqlite3_prepare_v2(s->db, sql, -1, out, NULL) == SQLITE_OK ? DM_OK : store_error(s, err);
}

dm_status store_exec(store *s, const char *sql, dm_err *err) {
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? DM_OK : store_error(s, err);
}

static dm_status pragma(store *s, const char *sql, int64_t *out, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s, sql, &q, err));
    int rc = sqlite3_step(q);
    if (rc == SQLITE_ROW) *out = sqlite3_column_int64(q, 0);
    dm_status status = rc == SQLITE_ROW ? DM_OK : store_error(s, err);
    sqlite3_finalize(q);
    return status;
}

/* Whose file it is and of which version; an empty one is made ours. */
static dm_status check_identity(store *s, bool create, dm_err *err) {
    int64_t application = 0, version = 0, tables = 0;
    DM_TRY(pragma(s, "PRAGMA application_id", &application, err));
    DM_TRY(pragma(s, "PRAGMA user_version", &version, err));
    DM_TRY(pragma(s, "SELECT count(*) FROM sqlite_master", &tables, err));
    if (application == APPLICATION_ID && version == STORE_SCHEMA) return DM_OK;
    if (application == APPLICATION_ID)
        return err_set(err, DM_E_VERSION, 0, "%s: made by %s version of demarche (tables %lld, here %d); read the stories into a new --db", s->path,
                       version > STORE_SCHEMA ? "a newer" : "an older", (long long)version, STORE_SCHEMA);
    if (application != 0 || tables != 0) return err_set(err, DM_E_DATABASE, 0, "%s: a database of another program; give another --db", s->path);
    if (!create) return err_set(err, DM_E_DATABASE, 0, "%s: empty; fill it with: demarche read --db %s PATH...", s->path, s->path);
    return store_schema_make(s, err);
}

static dm_status prepare_all(store *s, dm_err *err) {
    DM_TRY(store_prepare(s, "SELECT hash, version FROM story WHERE name=?1 AND current=1", &s->look_up, err));
    DM_TRY(store_prepare(s, "SELECT EXISTS(SELECT 1 FROM copy WHERE text_hash=?1 AND name=?2) FROM story WHERE text_hash=?1 AND current=1",
                         &s->same_text, err));
    DM_TRY(store_prepare(s, "SELECT story FROM story WHERE name=?1 AND current=1", &s->current, err));
    DM_TRY(store_prepare(s, "UPDATE story SET current=0 WHERE name=?1 AND current=1", &s->retire, err));
    DM_TRY(store_prepare(s, "INSERT OR IGNORE INTO copy(name, outlet, text_hash) VALUES(?1, ?2, ?3)", &s->put_copy, err));
    DM_TRY(store_prepare(s, "INSERT OR IGNORE INTO run(version, model, lexicon) VALUES(?1, ?2, ?3)", &s->put_run, err));
    DM_TRY(
        store_prepare(s,
                      "INSERT INTO story(id, name, hash, text_hash, version, current, run, status, title, url, outlet, language, claimed, date, text,"
                      " crawled, page)"
                      " VALUES(?1, ?2, ?3, ?15, (SELECT coalesce(max(version), 0) + 1 FROM story WHERE name=?2), 1,"
                      " (SELECT run FROM run WHERE version=?4 AND model=?5 AND lexicon=?6), ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?16, ?17)",
                      &s->put_story, err));
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++) {
        if (!store_keeps((dm_row_kind)kind)) continue;
        uint32_t n;
        (void)rows_fields((dm_row_kind)kind, &n);
        dm_buf sql = {0};
        buf_printf(&sql, "INSERT INTO \"%s\" VALUES(?1, ?2", rows_name((dm_row_kind)kind));
        for (uint32_t i = 0; i < n; i++) buf_printf(&sql, ", ?%u", i + 3);
        buf_putc(&sql, ')');
        dm_status status = buf_ok(&sql) ? store_prepare(s, buf_cstr(&sql), &s->put_row[kind], err) : err_memory(err, "the database");
        buf_free(&sql);
        DM_TRY(status);
    }
    return DM_OK;
}

dm_status store_open(const char *path, dm_open how, store **out, dm_err *err) {
    bool create = how == DM_OPEN_CREATE;
    *out = NULL;
    if (!create && !file_exists(path))
        return err_set(err, DM_E_NOT_FOUND, 0, "%s: no such ledger; make it with: demarche read --db %s PATH...", path, path);
    store *s = calloc(1, sizeof *s);
    if (!s || !(s->path = strdup(path))) {
        free(s);
        return err_memory(err, "the database");
    }
    int flags = create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
    dm_status status = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK ? DM_OK : store_error(s, err);
    if (status == DM_OK) {
        sqlite3_busy_timeout(s->db, BUSY_MS);
        status = check_identity(s, create, err);
    }
    if (status == DM_OK && create) status = store_exec(s, "PRAGMA journal_mode=WAL; PRAGMA secure_delete=OFF;", err);
    /* SQLite can open a log that is not merged yet only for writing, so the handle itself is told to change nothing. */
    if (status == DM_OK && how == DM_OPEN_READ) status = store_exec(s, "PRAGMA query_only=ON;", err);
    s->can_write = how != DM_OPEN_READ;
    if (status == DM_OK) status = prepare_all(s, err);
    if (status != DM_OK) {
        store_close(s);
        return status;
    }
    *out = s;
    return DM_OK;
}

void store_close(store *s) {
    if (!s) return;
    sqlite3_stmt *const all[] = {s->look_up, s->same_text, s->put_story, s->put_copy, s->retire, s->current, s->put_run};
    for (uint32_t i = 0; i < sizeof all / sizeof *all; i++) sqlite3_finalize(all[i]);
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++) sqlite3_finalize(s->put_row[kind]);
    sqlite3_close(s->db);
    buf_free(&s->cell);
    free(s->path);
    free(s);
}

dm_status store_version(store *s, uint64_t *out, dm_err *err) {
    int64_t others = 0;
    DM_TRY(pragma(s, "PRAGMA data_version", &others, err));
    *out = ((uint64_t)others << 40) + (uint64_t)sqlite3_total_changes64(s->db);
    return DM_OK;
}

dm_status store_begin(store *s, dm_err *err) { return store_exec(s, "BEGIN IMMEDIATE", err); }
dm_status store_commit(store *s, dm_err *err) { return store_exec(s, "COMMIT", err); }
dm_status store_begin_reading(store *s, dm_err *err) { return store_exec(s, "BEGIN; SELECT 1 FROM fold_state", err); }
bool store_can_write(const store *s) { return s->can_write; }
void store_rollback(store *s) {
    if (!sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

void store_bind_str(sqlite3_stmt *q, int at, dm_str v) {
    if (v.p) sqlite3_bind_text(q, at, v.p, (int)v.n, SQLITE_STATIC);
    else sqlite3_bind_null(q, at);
}

dm_str store_column(sqlite3_stmt *q, int at, dm_arena *a) {
    const void *p = sqlite3_column_text(q, at);
    return p ? arena_str(a, (dm_str){p, (uint32_t)sqlite3_column_bytes(q, at)}) : DM_STR_NONE;
}

/* Runs a statement that gives no row. */
static dm_status run(store *s, sqlite3_stmt *q, dm_err *err) {
    dm_status status = sqlite3_step(q) == SQLITE_DONE ? DM_OK : store_error(s, err);
    sqlite3_reset(q);
    sqlite3_clear_bindings(q);
    return status;
}

dm_status store_look_up(store *s, const store_name *name, store_known *out, dm_err *err) {
    store_bind_str(s->look_up, 1, name->name);
    int rc = sqlite3_step(s->look_up);
    *out = STORE_NEW;
    if (rc == SQLITE_ROW) *out = (uint64_t)sqlite3_column_int64(s->look_up, 0) == name->hash ? STORE_UNCHANGED : STORE_VERSION;
    dm_status status = rc == SQLITE_ROW || rc == SQLITE_DONE ? DM_OK : store_error(s, err);
    sqlite3_reset(s->look_up);
    sqlite3_clear_bindings(s->look_up);
    if (status != DM_OK || *out != STORE_NEW) return status;
    sqlite3_bind_int64(s->same_text, 1, (int64_t)name->text_hash);
    store_bind_str(s->same_text, 2, name->name);
    rc = sqlite3_step(s->same_text);
    if (rc == SQLITE_ROW) *out = sqlite3_column_int(s->same_text, 0) ? STORE_UNCHANGED : STORE_COPY;
    else if (rc != SQLITE_DONE) status = store_error(s, err);
    sqlite3_reset(s->same_text);
    sqlite3_clear_bindings(s->same_text);
    return status;
}

dm_status store_put_copy(store *s, const store_name *name, dm_err *err) {
    store_bind_str(s->put_copy, 1, name->name);
    store_bind_str(s->put_copy, 2, name->outlet);
    sqlite3_bind_int64(s->put_copy, 3, (int64_t)name->text_hash);
    return run(s, s->put_copy, err);
}

static dm_status put_rows(store *s, const dm_printer *pr, int64_t story, dm_row_kind kind, dm_err *err) {
    uint32_t n_fields, n = rows_count(pr->doc, kind);
    (void)rows_fields(kind, &n_fields);
    sqlite3_stmt *q = s->put_row[kind];
    for (uint32_t row = 0; row < n; row++) {
        sqlite3_bind_int64(q, 1, story);
        sqlite3_bind_int64(q, 2, row);
        for (uint32_t i = 0; i < n_fields; i++) {
            buf_clear(&s->cell);
            rows_put_field(&s->cell, pr, kind, row, i, true);
            /* Numbers are stored as such by the column's affinity. */
            if (s->cell.n) sqlite3_bind_text(q, (int)i + 3, s->cell.p, (int)s->cell.n, SQLITE_TRANSIENT);
        }
        if (!buf_ok(&s->cell)) return err_memory(err, "a row");
        DM_TRY(run(s, q, err));
    }
    return DM_OK;
}

dm_status store_put(store *s, const dm_printer *pr, const store_name *name, const dm_provenance *made_by, dm_err *err) {
    const dm_doc *d = pr->doc;
    store_bind_str(s->put_run, 1, str_from(made_by->version));
    store_bind_str(s->put_run, 2, made_by->model);
    store_bind_str(s->put_run, 3, made_by->lexicon);
    DM_TRY(run(s, s->put_run, err));
    int64_t old_story = 0;
    store_bind_str(s->current, 1, name->name);
    if (sqlite3_step(s->current) == SQLITE_ROW) old_story = sqlite3_column_int64(s->current, 0);
    sqlite3_reset(s->current);
    store_bind_str(s->retire, 1, name->name);
    DM_TRY(run(s, s->retire, err));
    dm_buf date = {0}, crawled = {0};
    rows_put_date(&date, &d->date);
    if (d->crawled_day != DM_DAY_NONE) day_put(&crawled, d->crawled_day, false);
    const dm_str values[] = {d->id,
                             name->name,
                             DM_STR_NONE,
                             str_from(made_by->version),
                             made_by->model,
                             made_by->lexicon,
                             str_from(dm_status_of_story_text(d->status)),
                             d->title,
                             d->url,
                             d->outlet,
                             d->language,
                             d->claimed,
                             buf_str(&date),
                             d->text};
    for (int i = 0; i < 14; i++) store_bind_str(s->put_story, i + 1, values[i]);
    sqlite3_bind_int64(s->put_story, 3, (int64_t)name->hash);
    sqlite3_bind_int64(s->put_story, 15, (int64_t)name->text_hash);
    store_bind_str(s->put_story, 16, crawled.n ? buf_str(&crawled) : DM_STR_NONE);
    dm_status status = store_bind_page(s->put_story, 17, d->page, err);
    if (status == DM_OK) status = buf_ok(&date) && buf_ok(&crawled) ? run(s, s->put_story, err) : err_memory(err, "a story");
    buf_free(&date);
    buf_free(&crawled);
    DM_TRY(status);
    int64_t story = sqlite3_last_insert_rowid(s->db);
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++)
        if (store_keeps((dm_row_kind)kind)) DM_TRY(put_rows(s, pr, story, (dm_row_kind)kind, err));
    return old_story ? store_put_aliases(s, old_story, story, err) : DM_OK;
}
