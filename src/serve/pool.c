/* See pool.h. */
#include "serve/pool.h"

#include "base/str.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <xxhash.h>

enum { HANDLES = 2 };

struct pool {
    char *path, *wal;
    pthread_mutex_t lock;
    pthread_cond_t free;
    struct {
        dm_ledger *ledger;
        uint64_t generation;
        bool taken;
    } v[HANDLES];
};

uint64_t pool_generation(const pool *p) {
    const char *const paths[] = {p->path, p->wal};
    uint64_t seen[8] = {0};
    for (int i = 0; i < 2; i++) {
        struct stat st;
        if (stat(paths[i], &st) != 0 || st.st_size == 0) continue;
        seen[4 * i] = (uint64_t)st.st_ino;
        seen[4 * i + 1] = (uint64_t)st.st_size;
        seen[4 * i + 2] = (uint64_t)st.st_mtim.tv_sec;
        seen[4 * i + 3] = (uint64_t)st.st_mtim.tv_nsec;
    }
    return XXH3_64bits(seen, sizeof seen);
}

dm_status pool_open(const char *path, pool **out, dm_err *err) {
    *out = NULL;
    pool *p = calloc(1, sizeof *p);
    dm_buf wal = {0};
    buf_printf(&wal, "%s-wal", path);
    if (!p || !buf_ok(&wal) || !(p->path = strdup(path)) || !(p->wal = strdup(buf_cstr(&wal)))) {
        if (p) free(p->path);
        free(p);
        buf_free(&wal);
        return err_memory(err, "the server");
    }
    buf_free(&wal);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->free, NULL);
    dm_ledger *first;
    dm_status s = pool_take(p, &first, err);
    if (s != DM_OK) {
        pool_close(p);
        return s;
    }
    pool_give(p, first);
    *out = p;
    return DM_OK;
}

void pool_close(pool *p) {
    if (!p) return;
    for (int i = 0; i < HANDLES; i++) dm_ledger_close(p->v[i].ledger);
    pthread_cond_destroy(&p->free);
    pthread_mutex_destroy(&p->lock);
    free(p->path);
    free(p->wal);
    free(p);
}

dm_status pool_take(pool *p, dm_ledger **out, dm_err *err) {
    int i;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        for (i = 0; i < HANDLES && p->v[i].taken; i++) {
        }
        if (i < HANDLES) break;
        pthread_cond_wait(&p->free, &p->lock);
    }
    p->v[i].taken = true;
    pthread_mutex_unlock(&p->lock);
    uint64_t now = pool_generation(p);
    dm_status s = DM_OK;
    if (!p->v[i].ledger || p->v[i].generation != now) {
        dm_ledger_close(p->v[i].ledger);
        p->v[i].ledger = NULL;
        s = dm_ledger_open(p->path, DM_OPEN_READ, &p->v[i].ledger, err);
        p->v[i].generation = now;
    }
    *out = p->v[i].ledger;
    if (s != DM_OK) pool_give(p, p->v[i].ledger);
    return s;
}

void pool_give(pool *p, dm_ledger *ledger) {
    pthread_mutex_lock(&p->lock);
    for (int i = 0; i < HANDLES; i++) {
        if (!p->v[i].taken || p->v[i].ledger != ledger) continue;
        p->v[i].taken = false;
        break;
    }
    pthread_cond_signal(&p->free);
    pthread_mutex_unlock(&p->lock);
}
