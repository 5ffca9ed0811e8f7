/* See error.h. */
#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>

dm_status err_set(dm_err *err, dm_status status, uint64_t offset, const char *fmt, ...) {
    if (err) {
        va_list ap;
        err->code = status;
        err->offset = offset;
        va_start(ap, fmt);
        vsnprintf(err->msg, sizeof err->msg, fmt, ap);
        va_end(ap);
    }
    return status;
}

dm_status err_memory(dm_err *err, const char *what) { return err_set(err, DM_E_MEMORY, 0, "out of memory for %s", what); }

void err_assert_failed(const char *cond, const char *file, int line) {
    fprintf(stderr, "demarche: bug: assertion failed: %s (%s:%d)\n", cond, file, line);
    abort();
}

/* Here, since rows name the version that made them. */
#define STRING2(x) #x
#define STRING(x)  STRING2(x)
const char *dm_version(void) { return STRING(DM_VERSION_MAJOR) "." STRING(DM_VERSION_MINOR) "." STRING(DM_VERSION_PATCH); }
