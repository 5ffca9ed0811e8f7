/* Open handles of one ledger for the server's threads: each is used by one thread at a time and only reads. When the file has
 * changed since a handle was opened, it is opened again. */
#ifndef DM_SERVE_POOL_H
#define DM_SERVE_POOL_H

#include "base/error.h"

typedef struct pool pool;
/* Opens the first handle, so that a ledger that cannot be read is told at once. */
dm_status pool_open(const char *path, pool **out, dm_err *err) DM_MUST_CHECK;
void pool_close(pool *p);
/* Waits for a free handle. Give it back whatever happens. */
dm_status pool_take(pool *p, dm_ledger **out, dm_err *err) DM_MUST_CHECK;
void pool_give(pool *p, dm_ledger *ledger);
/* Changes whenever the ledger's files do. */
uint64_t pool_generation(const pool *p);

#endif
