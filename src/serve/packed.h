/* Bytes on their way into an HTML file: deflated (zlib's form, which browsers undo with DecompressionStream), then base64, so
 * that nothing in them can end a script element. */
#ifndef DM_SERVE_PACKED_H
#define DM_SERVE_PACKED_H

#include "base/error.h"

typedef struct packed packed;
dm_status packed_open(dm_sink *sink, void *user, packed **out, dm_err *err) DM_MUST_CHECK;
dm_status packed_put(packed *p, const char *data, size_t size) DM_MUST_CHECK; /* a dm_sink but for its first argument */
dm_status packed_end(packed *p) DM_MUST_CHECK;                                /* writes what is left */
void packed_close(packed *p);

#endif
