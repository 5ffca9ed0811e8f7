/* Shared by the files of the store: the handle, statements, errors. */
#ifndef DM_STORE_STORE_INT_H
#define DM_STORE_STORE_INT_H

#include "store/store.h"

#include <sqlite3.h>

struct store {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *look_up, *same_text, *put_story, *put_copy, *retire, *current;
    sqlite3_stmt *put_row[DM_ROW_KIND_N]; /* NULL for kinds that have no table */
    sqlite3_stmt *put_run;
    dm_buf cell;
    bool can_write;
};

/* Rows of a kind are numbered from kind << FOLD_SHIFT. */
enum { FOLD_SHIFT = 40 };

/* Kinds that have a table of their own; mentions lie in their entity. */
static inline bool store_keeps(dm_row_kind kind) { return kind != DM_ROW_KIND_MENTION; }

dm_status store_error(store *s, dm_err *err); /* from sqlite's last error */
dm_status store_prepare(store *s, const char *sql, sqlite3_stmt **out, dm_err *err) DM_MUST_CHECK;
dm_status store_exec(store *s, const char *sql, dm_err *err) DM_MUST_CHECK; /* statements without rows */
dm_status store_schema_make(store *s, dm_err *err) DM_MUST_CHECK;
void store_put_views(dm_buf *sql); /* appends the views of docs/views.md */
/* The rows of old_story that stand on the same words in new_story are known by their new ids from now on. */
dm_status store_put_aliases(store *s, int64_t old_story, int64_t new_story, dm_err *err) DM_MUST_CHECK;
/* Binds the page packed, null for .p NULL. */
dm_status store_bind_page(sqlite3_stmt *q, int at, dm_str page, dm_err *err) DM_MUST_CHECK;
/* The page of a column in arena; .p NULL for null. */
dm_status store_column_page(store *s, sqlite3_stmt *q, int at, dm_arena *a, dm_str *out, dm_err *err) DM_MUST_CHECK;
void store_bind_str(sqlite3_stmt *q, int at, dm_str v);    /* null for .p NULL */
dm_str store_column(sqlite3_stmt *q, int at, dm_arena *a); /* copy in arena; .p NULL for null */

#endif
