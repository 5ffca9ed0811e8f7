/* Errors inside the library: filling a caller's dm_err, forwarding a status, asserting our own bugs.
 *
 * Three kinds, never mixed. Our bug: DM_ASSERT aborts with file and line. The world failed (memory,
 * disk, limits, a damaged model): a dm_status with detail in the caller's dm_err. The text is odd: no
 * error at all but a note (document/doc.h). The library never prints and never exits. */
#ifndef DM_BASE_ERROR_H
#define DM_BASE_ERROR_H

#include "demarche.h"

#include <stdarg.h>
#include <stdint.h>

#define DM_MUST_CHECK         __attribute__((warn_unused_result))
#define DM_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

/* Forwards the first failing status to the caller. */
#define DM_TRY(expr)                                        \
    do {                                                    \
        dm_status dm_try_status_ = (expr);                  \
        if (dm_try_status_ != DM_OK) return dm_try_status_; \
    } while (0)

/* Aborts on a broken invariant of ours; never for bad input. */
#define DM_ASSERT(cond) ((cond) ? (void)0 : err_assert_failed(#cond, __FILE__, __LINE__))

/* Fills err (may be NULL) and returns status, so that a failure is one line:
 * return err_set(err, DM_E_IO, 0, "%s: %s", path, strerror(errno)); The message is cut at 239 bytes. */
dm_status err_set(dm_err *err, dm_status status, uint64_t offset, const char *fmt, ...) DM_PRINTF(4, 5);

/* Memory or a document's byte budget ran out; `what` says for what. */
dm_status err_memory(dm_err *err, const char *what);

_Noreturn void err_assert_failed(const char *cond, const char *file, int line);

#endif
