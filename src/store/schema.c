/* The tables, made from rows.def: one per kind of row, a column per field; lists and records are JSON text. */
#include "store/store_int.h"

static const char fixed_tables[] =
    "CREATE TABLE run(run INTEGER PRIMARY KEY, version TEXT, model TEXT, lexicon TEXT, UNIQUE(version, model, lexicon));"
    "CREATE TABLE story(story INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, hash INTEGER NOT NULL, text_hash INTEGER NOT NULL, version "
    "INTEGER NOT NULL,"
    " current INTEGER NOT NULL, run INTEGER REFERENCES run, status TEXT, title TEXT, url TEXT, outlet TEXT, language TEXT, claimed TEXT,"
    " crawled TEXT, date TEXT, text TEXT, page BLOB);" /* page: packed with zstd, null for plain text */
    "CREATE INDEX story_name ON story(name, current);"
    "CREATE INDEX story_text ON story(text_hash);"
    "CREATE INDEX story_id ON story(id);"
    "CREATE TABLE copy(name TEXT NOT NULL, outlet TEXT, text_hash INTEGER NOT NULL, PRIMARY KEY(name, text_hash));"
    "CREATE TABLE correction(correction INTEGER PRIMARY KEY, kind INTEGER NOT NULL, ids TEXT NOT NULL, fields TEXT NOT NULL, note TEXT,"
    " made_by TEXT, made_at TEXT NOT NULL);"
    "CREATE TABLE place(path TEXT PRIMARY KEY, at INTEGER NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL, filter TEXT) WITHOUT ROWID;"
    "CREATE TABLE alias(old TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;"
    /* The folded rows (folded.h). */
    "CREATE TABLE fold_state(state INTEGER NOT NULL);"
    "CREATE TABLE fold_kind(kind INTEGER PRIMARY KEY, n INTEGER NOT NULL, filters INTEGER NOT NULL);"
    "CREATE TABLE fold_row(row INTEGER PRIMARY KEY, day INTEGER, first INTEGER, last INTEGER, seen INTEGER, id TEXT, counts TEXT);"
    "CREATE TABLE fold_json(row INTEGER PRIMARY KEY, sentence TEXT, vals TEXT, json TEXT, move INTEGER, move_at INTEGER);"
    "CREATE TABLE fold_day(kind INTEGER, day INTEGER, row INTEGER, PRIMARY KEY(kind, day)) WITHOUT ROWID;"
    "CREATE TABLE fold_id(hash INTEGER, row INTEGER, PRIMARY KEY(hash, row)) WITHOUT ROWID;"
    "CREATE TABLE fold_tag(tag INTEGER PRIMARY KEY, kind INTEGER, side INTEGER, key TEXT, odd INTEGER, n INTEGER);"
    "CREATE INDEX fold_tag_key ON fold_tag(kind, side, key, odd, n);"
    "CREATE TABLE fold_has(tag INTEGER, row INTEGER, PRIMARY KEY(tag, row)) WITHOUT ROWID;"
    "CREATE TABLE fold_count(dim INTEGER, value TEXT, time INTEGER, quad INTEGER, n INTEGER, n_all INTEGER, PRIMARY KEY(dim, value, time, quad))"
    " WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE fold_words USING fts5(words, content='', detail=none, tokenize=ascii);";

dm_status store_schema_make(store *s, dm_err *err) {
    static const char *const types[] = {"TEXT", "INTEGER", "REAL", "TEXT", "INTEGER"};
    dm_buf sql = {0};
    buf_puts(&sql, "BEGIN IMMEDIATE;");
    buf_puts(&sql, fixed_tables);
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++) {
        if (!store_keeps((dm_row_kind)kind)) continue;
        uint32_t n;
        const dm_field *fields = rows_fields((dm_row_kind)kind, &n);
        const char *name = rows_name((dm_row_kind)kind);
        buf_printf(&sql, "CREATE TABLE \"%s\"(story INTEGER NOT NULL REFERENCES story, seq INTEGER NOT NULL", name);
        for (uint32_t i = 0; i < n; i++) buf_printf(&sql, ", \"%s\" %s", fields[i].key, types[fields[i].cell]);
        buf_puts(&sql, ", PRIMARY KEY(story, seq)) WITHOUT ROWID;");
        if (n && strcmp(fields[0].key, "id") == 0) buf_printf(&sql, "CREATE INDEX \"%s_id\" ON \"%s\"(id);", name, name);
    }
    store_put_views(&sql);
    buf_printf(&sql, "PRAGMA application_id=%d;PRAGMA user_version=%d;COMMIT;", 0x444d5243, STORE_SCHEMA);
    dm_status status = DM_OK;
    if (!buf_ok(&sql)) status = err_memory(err, "the schema");
    else status = store_exec(s, buf_cstr(&sql), err);
    buf_free(&sql);
    return status;
}
