/* Where the reading of an archive was interrupted. A file is the same when its size and the time of its last change are. */
#include "store/store_int.h"

#include <sys/stat.h>

static bool look(dm_str path, int64_t *size, int64_t *changed) {
    struct stat st;
    if (stat(path.p, &st) != 0) return false; /* standard input, and what went away */
    *size = (int64_t)st.st_size;
    *changed = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    return true;
}

dm_status store_put_place(store *s, dm_str path, dm_str filter, uint64_t at, dm_err *err) {
    sqlite3_stmt *q = NULL;
    int64_t size = 0, changed = 0;
    bool keep = at && look(path, &size, &changed);
    DM_TRY(store_prepare(s, keep ? "INSERT OR REPLACE INTO place VALUES(?1, ?2, ?3, ?4, ?5)" : "DELETE FROM place WHERE path=?1", &q, err));
    store_bind_str(q, 1, path);
    if (keep) {
        sqlite3_bind_int64(q, 2, (int64_t)at);
        sqlite3_bind_int64(q, 3, size);
        sqlite3_bind_int64(q, 4, changed);
        store_bind_str(q, 5, filter);
    }
    dm_status status = sqlite3_step(q) == SQLITE_DONE ? DM_OK : store_error(s, err);
    sqlite3_finalize(q);
    return status;
}

dm_status store_load_places(store *s, dm_str filter, dm_arena *arena, store_place_list *out, dm_err *err) {
    sqlite3_stmt *q = NULL;
    DM_TRY(store_prepare(s, "SELECT path, at, size, changed FROM place WHERE filter IS ?1 ORDER BY path", &q, err));
    store_bind_str(q, 1, filter);
    int rc;
    dm_status status = DM_OK;
    while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) {
        int64_t size, changed;
        dm_str path = store_column(q, 0, arena);
        if (rc != SQLITE_ROW) status = store_error(s, err);
        else if (!path.p) status = err_memory(err, "the places");
        else if (look(path, &size, &changed) && size == sqlite3_column_int64(q, 2) && changed == sqlite3_column_int64(q, 3)) {
            store_place *slot = VEC_PUSH(arena, out);
            if (slot) *slot = (store_place){path, (uint64_t)sqlite3_column_int64(q, 1)};
            else status = err_memory(err, "the places");
        }
    }
    sqlite3_finalize(q);
    return status;
}
