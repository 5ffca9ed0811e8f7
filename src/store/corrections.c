/* Persons' corrections, kept in the order in which they were made, and the aliases of rows whose ids changed. When a story is
 * coded again or comes with a new text, its rows get new ids; a row that stands on the same words in the same sentence is the
 * same row, and its old id stays as an alias, so that a correction goes on to hold. */
#include "store/store_int.h"

#include <jansson.h>

static bool put_list(dm_buf *b, const char *const *v, uint32_t n) {
    buf_putc(b, '[');
    for (uint32_t i = 0; i < n; i++) {
        if (i) buf_putc(b, ',');
        buf_put_json(b, str_from(v[i]));
    }
    buf_putc(b, ']');
    return buf_ok(b);
}

dm_status store_put_correction(store *s, const dm_correction *c, dm_err *err) {
    dm_buf ids = {0}, fields = {0};
    sqlite3_stmt *q = NULL;
    bool ok = put_list(&ids, c->ids, c->n_ids) && put_list(&fields, c->fields, c->n_fields);
    dm_status status = ok ? store_prepare(s,
                                          "INSERT INTO correction(kind, ids, fields, note, made_by, made_at)"
                                          " VALUES(?1, ?2, ?3, ?4, ?5, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                                          &q, err)
                          : err_memory(err, "a correction");
    if (status == DM_OK) {
        sqlite3_bind_int(q, 1, (int)c->kind);
        store_bind_str(q, 2, buf_str(&ids));
        store_bind_str(q, 3, buf_str(&fields));
        store_bind_str(q, 4, str_from(c->note));
        store_bind_str(q, 5, str_from(c->by));
        if (sqlite3_step(q) != SQLITE_DONE) status = store_error(s, err);
    }
    sqlite3_finalize(q);
    buf_free(&ids);
    buf_free(&fields);
    return status;
}

static bool load_list(const char *text, dm_arena *a, dm_str_list *out) {
    json_t *list = json_loads(text ? text : "[]", 0, NULL);
    bool ok = json_is_array(list);
    for (size_t i = 0; ok && i < json_array_size(list); i++) {
        const char *item = json_string_value(json_array_get(list, i));
        dm_str *slot = item ? VEC_PUSH(a, out) : NULL;
        ok = slot != NULL;
        if (ok) *slot = arena_str(a, str_from(item));
    }
    json_decref(list);
    return ok;
}

dm_status store_load_corrections(store *s, dm_arena *a, store_correction_list *out, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s, "SELECT kind, ids, fields, note, made_by, made_at FROM correction ORDER BY made_at, correction", &q, err));
    int rc;
    dm_status status = DM_OK;
    while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) {
        if (rc != SQLITE_ROW) {
            status = store_error(s, err);
            break;
        }
        store_correction *c = VEC_PUSH(a, out);
        if (!c) {
            status = err_memory(err, "corrections");
            break;
        }
        c->kind = (dm_correction_kind)sqlite3_column_int(q, 0);
        if (!load_list((const char *)sqlite3_column_text(q, 1), a, &c->ids) || !load_list((const char *)sqlite3_column_text(q, 2), a, &c->fields))
            status = err_set(err, DM_E_DATABASE, 0, "%s: a correction cannot be read; the database is damaged", s->path);
        c->note = store_column(q, 3, a);
        c->by = store_column(q, 4, a);
        c->at = store_column(q, 5, a);
    }
    sqlite3_finalize(q);
    return status;
}

dm_status store_load_aliases(store *s, dm_arena *a, dm_strmap *map, dm_str_list *names, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s, "SELECT old, id FROM alias ORDER BY old", &q, err));
    int rc;
    dm_status status = DM_OK;
    while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) {
        dm_str old = store_column(q, 0, a), id = store_column(q, 1, a), *slot = VEC_PUSH(a, names);
        uint32_t *found;
        if (rc != SQLITE_ROW) status = store_error(s, err);
        else if (!old.p || !id.p || !slot || !strmap_put(map, a, old, names->n - 1, &found)) status = err_memory(err, "aliases");
        else *slot = id;
    }
    sqlite3_finalize(q);
    return status;
}

dm_status store_put_aliases(store *s, int64_t old_story, int64_t new_story, dm_err *err) {
    /* The words of a row in its story, and how often they stood there before: substr counts code points, as spans do. */
#define WORDS(span) "substr(s.text, json_extract(r." span ", '$[0]') + 1, json_extract(r." span ", '$[1]') - json_extract(r." span ", '$[0]'))"
#define ACT         WORDS("evidence_span") " || char(31) || " WORDS("trigger_span")
#define CONTENT                                                                                                                              \
    "substr(s.text, json_extract(r.content_spans, '$[0][0]') + 1, json_extract(r.content_spans, '$[0][1]') - json_extract(r.content_spans, " \
    "'$[0][0]'))"
#define ROWS(table, words)                                                                                                                       \
    "SELECT id, words, seq, row_number() OVER (PARTITION BY words ORDER BY seq) AS nth FROM (SELECT r.id, r.seq, " words " AS words FROM " table \
    " r JOIN story s USING(story) WHERE r.story="
    static const char *const sql[] = {
        "INSERT OR REPLACE INTO alias(old, id) SELECT o.id, n.id FROM (" ROWS("event", ACT " || r.force") "?1)) o JOIN (" ROWS(
            "event", ACT " || r.force") "?2)) n USING(words, nth) WHERE o.id<>n.id",
        "INSERT OR REPLACE INTO alias(old, id) SELECT o.id, n.id FROM (" ROWS("event", ACT) "?1)) o JOIN (" ROWS(
            "event", ACT) "?2)) n USING(words, nth) WHERE o.id<>n.id AND o.id NOT IN (SELECT old FROM alias)",
        "INSERT OR REPLACE INTO alias(old, id) SELECT o.id, n.id FROM (" ROWS("statement", CONTENT) "?1)) o JOIN (" ROWS(
            "statement", CONTENT) "?2)) n USING(words, nth) WHERE o.id<>n.id",
        "DELETE FROM alias WHERE old IN (SELECT id FROM event WHERE story=?2 UNION ALL SELECT id FROM statement WHERE story=?2)",
    };
#undef ROWS
#undef CONTENT
#undef ACT
#undef WORDS
    dm_status status = DM_OK;
    for (size_t i = 0; i < sizeof sql / sizeof *sql && status == DM_OK; i++) {
        sqlite3_stmt *q = NULL;
        status = store_prepare(s, sql[i], &q, err);
        if (status == DM_OK) {
            if (strstr(sql[i], "?1")) sqlite3_bind_int64(q, 1, old_story);
            sqlite3_bind_int64(q, 2, new_story);
            if (sqlite3_step(q) != SQLITE_DONE) status = store_error(s, err);
        }
        sqlite3_finalize(q);
    }
    return status;
}
