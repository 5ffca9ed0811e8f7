/* Pages in the database: one zstd frame each, with the size of what it holds. A page is kept as UTF-8, as it was read, so that its
 * story can be coded again and its bytes shown; text alone would lose the markup that kinds of blocks and dates rest on. */
#include "store/store_int.h"

#include <stdlib.h>
#include <zstd.h>

enum { LEVEL = 3, PAGE_MAX = 128 << 20 }; /* bytes: a story as long as any that is read, every byte become U+FFFD */

dm_status store_bind_page(sqlite3_stmt *q, int at, dm_str page, dm_err *err) {
    if (!page.p) {
        sqlite3_bind_null(q, at);
        return DM_OK;
    }
    size_t room = ZSTD_compressBound(page.n);
    void *packed = malloc(room);
    size_t n = packed ? ZSTD_compress(packed, room, page.p, page.n, LEVEL) : 0;
    if (!packed || ZSTD_isError(n)) {
        free(packed);
        return err_memory(err, "a page");
    }
    sqlite3_bind_blob(q, at, packed, (int)n, free);
    return DM_OK;
}

dm_status store_column_page(store *s, sqlite3_stmt *q, int at, dm_arena *a, dm_str *out, dm_err *err) {
    *out = DM_STR_NONE;
    if (sqlite3_column_type(q, at) == SQLITE_NULL) return DM_OK;
    const void *packed = sqlite3_column_blob(q, at);
    size_t n_packed = (size_t)sqlite3_column_bytes(q, at);
    unsigned long long n = packed ? ZSTD_getFrameContentSize(packed, n_packed) : ZSTD_CONTENTSIZE_ERROR;
    char *page = n <= PAGE_MAX ? arena_alloc(a, n + 1) : NULL;
    if (n <= PAGE_MAX && !page) return err_memory(err, "a page");
    if (!page || ZSTD_decompress(page, n, packed, n_packed) != n)
        return err_set(err, DM_E_DATABASE, 0, "%s: the database is damaged: a page in it cannot be unpacked", s->path);
    *out = (dm_str){page, (uint32_t)n};
    return DM_OK;
}
