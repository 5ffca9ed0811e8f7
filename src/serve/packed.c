/* See packed.h. */
#include "serve/packed.h"

#include <stdlib.h>
#include <zlib.h>

struct packed {
    z_stream z;
    dm_sink *sink;
    void *user;
    unsigned char carry[3]; /* bytes that do not make up four letters yet */
    unsigned n_carry;
};

enum { CHUNK = 24576 }; /* deflated bytes at once; a multiple of 3 */

dm_status packed_open(dm_sink *sink, void *user, packed **out, dm_err *err) {
    *out = NULL;
    packed *p = calloc(1, sizeof *p);
    if (!p || deflateInit(&p->z, Z_BEST_COMPRESSION) != Z_OK) {
        free(p);
        return err_memory(err, "the report");
    }
    p->sink = sink;
    p->user = user;
    *out = p;
    return DM_OK;
}

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void four(char *out, const unsigned char in[3]) {
    out[0] = letters[in[0] >> 2];
    out[1] = letters[(in[0] & 3) << 4 | in[1] >> 4];
    out[2] = letters[(in[1] & 15) << 2 | in[2] >> 6];
    out[3] = letters[in[2] & 63];
}

static dm_status put_base64(packed *p, const unsigned char *data, size_t size) {
    char out[(CHUNK + 3) / 3 * 4];
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        p->carry[p->n_carry++] = data[i];
        if (p->n_carry < 3) continue;
        four(out + n, p->carry);
        n += 4;
        p->n_carry = 0;
    }
    return n ? p->sink(p->user, out, n) : DM_OK;
}

static dm_status push(packed *p, int flush) {
    unsigned char out[CHUNK];
    do {
        p->z.next_out = out;
        p->z.avail_out = CHUNK;
        (void)deflate(&p->z, flush); /* cannot fail but by misuse */
        DM_TRY(put_base64(p, out, CHUNK - p->z.avail_out));
    } while (p->z.avail_out == 0);
    return DM_OK;
}

dm_status packed_put(packed *p, const char *data, size_t size) {
    p->z.next_in = (unsigned char *)(uintptr_t)data;
    p->z.avail_in = (uInt)size;
    return push(p, Z_NO_FLUSH);
}

dm_status packed_end(packed *p) {
    p->z.avail_in = 0;
    DM_TRY(push(p, Z_FINISH));
    if (!p->n_carry) return DM_OK;
    unsigned char last[3] = {0};
    char out[4];
    for (unsigned i = 0; i < p->n_carry; i++) last[i] = p->carry[i];
    four(out, last);
    out[3] = '=';
    if (p->n_carry == 1) out[2] = '=';
    p->n_carry = 0;
    return p->sink(p->user, out, 4);
}

void packed_close(packed *p) {
    if (!p) return;
    deflateEnd(&p->z);
    free(p);
}
