/* Stories that are coded again: as they came, which of them another program, model or lexicon coded, and their new rows in the
 * place of the old ones. A story's number of version, name and hashes stay: `read` still knows it as unchanged. */
#include "store/store_int.h"

#define STORY_COLUMNS                                                                                                                         \
    "SELECT story, id, title, url, outlet, claimed, language, crawled, text, r.model, r.lexicon, r.version, page FROM story LEFT JOIN run r " \
    "USING(run) "

static dm_status story_of(store *s, sqlite3_stmt *q, dm_str name, dm_arena *arena, store_story *out, dm_err *err) {
    int rc = sqlite3_step(q);
    if (rc == SQLITE_DONE) return err_set(err, DM_E_NOT_FOUND, 0, "%.*s: no story or row of %s has this id", DM_STR_ARG(name), s->path);
    if (rc != SQLITE_ROW) return store_error(s, err);
    dm_str *const fields[] = {&out->id,      &out->title, &out->url,   &out->outlet,  &out->claimed, &out->language,
                              &out->crawled, &out->text,  &out->model, &out->lexicon, &out->version};
    out->story = sqlite3_column_int64(q, 0);
    for (int i = 0; i < 11; i++) *fields[i] = store_column(q, i + 1, arena);
    return store_column_page(s, q, 12, arena, &out->page, err);
}

dm_status store_find_story(store *s, dm_str id, dm_arena *arena, store_story *out, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s,
                         STORY_COLUMNS "WHERE current=1 AND (id=?1 OR story IN (SELECT story FROM event WHERE id=?1 UNION SELECT story FROM"
                                       " statement WHERE id=?1 UNION SELECT story FROM entity WHERE id=?1)) ORDER BY story LIMIT 1",
                         &q, err));
    store_bind_str(q, 1, id);
    dm_status status = story_of(s, q, id, arena, out, err);
    sqlite3_finalize(q);
    return status;
}

dm_status store_get_story(store *s, int64_t story, dm_arena *arena, store_story *out, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s, STORY_COLUMNS "WHERE story=?1", &q, err));
    sqlite3_bind_int64(q, 1, story);
    dm_status status = story_of(s, q, DM_STR("a story"), arena, out, err);
    sqlite3_finalize(q);
    return status;
}

dm_status store_list_stale(store *s, const dm_provenance *made_by, dm_arena *arena, store_stale_list *out, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s,
                         "SELECT story FROM story LEFT JOIN run r USING(run) WHERE current=1"
                         " AND NOT (r.version IS ?1 AND r.model IS ?2 AND r.lexicon IS ?3) ORDER BY id, story",
                         &q, err));
    store_bind_str(q, 1, str_from(made_by->version));
    store_bind_str(q, 2, made_by->model);
    store_bind_str(q, 3, made_by->lexicon);
    int rc;
    dm_status status = DM_OK;
    while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) {
        int64_t *slot = rc == SQLITE_ROW ? VEC_PUSH(arena, out) : NULL;
        if (rc != SQLITE_ROW) status = store_error(s, err);
        else if (!slot) status = err_memory(err, "the list of stories");
        else *slot = sqlite3_column_int64(q, 0);
    }
    sqlite3_finalize(q);
    return status;
}

/* Runs SQL whose parameters, where it has them, are ?1 = old and ?2 = new. */
static dm_status run(store *s, const char *sql, int64_t old_story, int64_t new_story, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s, sql, &q, err));
    sqlite3_bind_int64(q, 1, old_story);
    if (sqlite3_bind_parameter_count(q) > 1) sqlite3_bind_int64(q, 2, new_story);
    dm_status status = sqlite3_step(q) == SQLITE_DONE ? DM_OK : store_error(s, err);
    sqlite3_finalize(q);
    return status;
}

dm_status store_renew(store *s, const dm_printer *pr, int64_t story, const dm_provenance *made_by, dm_err *err) {
    sqlite3_stmt *q = NULL;
    dm_buf text = {0};
    store_name name = {.outlet = pr->doc->outlet};
    DM_TRY(store_prepare(s, "SELECT name, hash, text_hash FROM story WHERE story=?1", &q, err));
    sqlite3_bind_int64(q, 1, story);
    dm_status status = DM_OK;
    if (sqlite3_step(q) == SQLITE_ROW) {
        buf_put(&text, sqlite3_column_text(q, 0), (size_t)sqlite3_column_bytes(q, 0));
        name.hash = (uint64_t)sqlite3_column_int64(q, 1);
        name.text_hash = (uint64_t)sqlite3_column_int64(q, 2);
    } else {
        status = store_error(s, err);
    }
    sqlite3_finalize(q);
    name.name = buf_str(&text);
    if (status == DM_OK && !buf_ok(&text)) status = err_memory(err, "a story");
    if (status == DM_OK) status = store_put(s, pr, &name, made_by, err);
    int64_t renewed = sqlite3_last_insert_rowid(s->db);
    buf_free(&text);
    if (status != DM_OK) return status;
    DM_TRY(run(s, "UPDATE story SET version=(SELECT version FROM story WHERE story=?1) WHERE story=?2", story, renewed, err));
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++) {
        if (!store_keeps((dm_row_kind)kind)) continue;
        dm_buf sql = {0};
        buf_printf(&sql, "DELETE FROM \"%s\" WHERE story=?1", rows_name((dm_row_kind)kind));
        status = buf_ok(&sql) ? run(s, buf_cstr(&sql), story, 0, err) : err_memory(err, "a story");
        buf_free(&sql);
        if (status != DM_OK) return status;
    }
    return run(s, "DELETE FROM story WHERE story=?1", story, 0, err);
}
