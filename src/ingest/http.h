/* The payload of an HTTP response as a crawler stored it.
 *
 * Crawlers leave traps: headers that speak of a coding that was already undone, chunk sizes padded with zeros, bodies cut short. What
 * the bytes say wins over what the headers say. */
#ifndef DM_INGEST_HTTP_H
#define DM_INGEST_HTTP_H

#include "base/arena.h"

typedef struct http_response {
    int status;          /* 200; 0 when the bytes are no response */
    dm_str content_type; /* as the header gives it, .p NULL */
    dm_str body;         /* unchunked and unpacked, in the arena or in the bytes given */
    bool cut;            /* the body ended early */
} http_response;

/* Reads at most `most` bytes of body. DM_E_LIMIT: the body unpacks to more; DM_E_FORMAT: no response, or packed in a way that cannot be
 * undone (brotli); the message begins with what is wrong, without a place. */
dm_status http_read(dm_arena *a, dm_str bytes, size_t most, http_response *out, dm_err *err) DM_MUST_CHECK;

#endif
