/* One story of the database as the line that `demarche code` printed: the columns are the keys of rows.def, so each cell is
 * written back by its type. */
#include "store/store_int.h"

/* One cell as JSON; lists and records are stored as such. */
static void put_cell(dm_buf *b, sqlite3_stmt *q, int at, uint8_t cell) {
    const char *text = (const char *)sqlite3_column_text(q, at);
    dm_str value = {text, (uint32_t)sqlite3_column_bytes(q, at)};
    if (sqlite3_column_type(q, at) == SQLITE_NULL) buf_puts(b, "null");
    else if (cell == DM_CELL_TEXT) buf_put_json(b, value);
    else if (cell == DM_CELL_BOOL) buf_puts(b, sqlite3_column_int(q, at) ? "true" : "false");
    else if (cell == DM_CELL_REAL) buf_put_fixed(b, sqlite3_column_double(q, at), 2);
    else buf_put_str(b, value);
}

static dm_status put_list(store *s, int64_t story, dm_row_kind kind, const char *key, dm_buf *b, dm_err *err) {
    uint32_t n;
    const dm_field *fields = rows_fields(kind, &n);
    dm_buf sql = {0};
    sqlite3_stmt *q = NULL;
    buf_printf(b, ",\"%s\":[", key);
    buf_printf(&sql, "SELECT * FROM \"%s\" WHERE story=?1 ORDER BY seq", rows_name(kind));
    dm_status status = buf_ok(&sql) ? store_prepare(s, buf_cstr(&sql), &q, err) : err_memory(err, "a story");
    buf_free(&sql);
    DM_TRY(status);
    sqlite3_bind_int64(q, 1, story);
    int rc;
    for (bool first = true; (rc = sqlite3_step(q)) == SQLITE_ROW; first = false) {
        if (!first) buf_putc(b, ',');
        for (uint32_t i = 0; i < n; i++) {
            buf_printf(b, "%s\"%s\":", i ? "," : "{", fields[i].key);
            put_cell(b, q, (int)i + 2, fields[i].cell);
        }
        buf_putc(b, '}');
    }
    if (rc != SQLITE_DONE) status = store_error(s, err);
    sqlite3_finalize(q);
    buf_putc(b, ']');
    return status;
}

static void put_head(dm_buf *b, sqlite3_stmt *q) {
    static const char *const keys[] = {"id", "status", "title", "url", "outlet", "language"};
    buf_printf(b, "{\"demarche\":{\"schema\":%u,\"version\":", ROWS_SCHEMA);
    put_cell(b, q, 1, DM_CELL_TEXT);
    buf_puts(b, ",\"model\":");
    put_cell(b, q, 2, DM_CELL_TEXT);
    buf_puts(b, ",\"lexicon\":");
    put_cell(b, q, 3, DM_CELL_TEXT);
    buf_putc(b, '}');
    for (int i = 0; i < 6; i++) {
        buf_printf(b, ",\"%s\":", keys[i]);
        put_cell(b, q, 4 + i, DM_CELL_TEXT);
    }
    buf_puts(b, ",\"date\":");
    put_cell(b, q, 10, DM_CELL_JSON);
    if (buf_ok(b) && b->n && b->p[b->n - 1] == '}') b->n--; /* "claimed" goes inside */
    buf_puts(b, ",\"claimed\":");
    put_cell(b, q, 11, DM_CELL_TEXT);
    buf_puts(b, "},\"text\":");
    put_cell(b, q, 12, DM_CELL_TEXT);
}

dm_status store_put_line(store *s, dm_str id, dm_buf *b, dm_err *err) {
    static const struct {
        dm_row_kind kind;
        const char *key;
    } lists[] = {{DM_ROW_KIND_BLOCK, "blocks"}, {DM_ROW_KIND_SENTENCE, "sentences"},   {DM_ROW_KIND_ENTITY, "entities"},
                 {DM_ROW_KIND_TIMEX, "dates"},  {DM_ROW_KIND_STATEMENT, "statements"}, {DM_ROW_KIND_EVENT, "events"},
                 {DM_ROW_KIND_OFFER, "offers"}, {DM_ROW_KIND_POSITION, "positions"},   {DM_ROW_KIND_NOTE, "notes"}};
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s,
                         "SELECT story, r.version, r.model, r.lexicon, id, status, title, url, outlet, language, date, claimed, text"
                         " FROM story LEFT JOIN run r USING(run) WHERE id=?1 AND current=1",
                         &q, err));
    store_bind_str(q, 1, id);
    int rc = sqlite3_step(q);
    dm_status status = rc == SQLITE_ROW    ? DM_OK
                       : rc == SQLITE_DONE ? err_set(err, DM_E_NOT_FOUND, 0, "%.*s: no story of %s has this id", DM_STR_ARG(id), s->path)
                                           : store_error(s, err);
    int64_t story = status == DM_OK ? sqlite3_column_int64(q, 0) : 0;
    if (status == DM_OK) put_head(b, q);
    sqlite3_finalize(q);
    for (uint32_t i = 0; status == DM_OK && i < sizeof lists / sizeof *lists; i++) status = put_list(s, story, lists[i].kind, lists[i].key, b, err);
    buf_putc(b, '}');
    return status == DM_OK && !buf_ok(b) ? err_memory(err, "a story") : status;
}
