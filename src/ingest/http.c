/* See http.h. */
#include "ingest/http.h"

#include <zlib.h>
#include <zstd.h>

/* The next line of *rest without its end; false at the end. */
static bool take_line(dm_str *rest, dm_str *line) {
    if (!rest->n) return false;
    const char *nl = memchr(rest->p, '\n', rest->n);
    uint32_t n = nl ? (uint32_t)(nl - rest->p) : rest->n;
    *line = (dm_str){rest->p, n && rest->p[n - 1] == '\r' ? n - 1 : n};
    *rest = str_sub(*rest, nl ? n + 1 : n, rest->n);
    return true;
}

static int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

/* "0000001f;ext": the size, or -1 when the line is none. */
static int64_t chunk_size(dm_str line) {
    int64_t size = 0;
    uint32_t i = 0;
    line = str_trim(line);
    while (i < line.n && hex(line.p[i]) >= 0) {
        size = size * 16 + hex(line.p[i++]);
        if (size > UINT32_MAX) return -1;
    }
    return i && (i == line.n || line.p[i] == ';' || line.p[i] == ' ') ? size : -1;
}

/* The chunks put together; false when the body is not chunked after all (its first line is no size). */
static bool unchunk(dm_arena *a, dm_str body, dm_str *out, bool *cut, bool *memory) {
    dm_str rest = body, line;
    if (!take_line(&rest, &line) || chunk_size(line) < 0) return false;
    char *to = arena_alloc(a, (size_t)body.n + 1);
    *memory = !to;
    uint32_t n = 0;
    rest = body;
    *cut = true;
    while (to && take_line(&rest, &line)) {
        int64_t size = chunk_size(line);
        if (size < 0) break; /* damaged: what there is counts */
        if (size == 0) {
            *cut = false;
            break;
        }
        uint32_t take = size > rest.n ? rest.n : (uint32_t)size;
        memcpy(to + n, rest.p, take);
        n += take;
        rest = str_sub(rest, take, rest.n);
        if (rest.n && rest.p[0] == '\r') rest = str_sub(rest, 1, rest.n);
        if (rest.n && rest.p[0] == '\n') rest = str_sub(rest, 1, rest.n);
    }
    *out = (dm_str){to, n};
    return to != NULL;
}

typedef enum packed { UNPACKED, UNPACK_CUT, UNPACK_BAD, UNPACK_LONG, UNPACK_MEMORY } packed;

static packed inflate_all(dm_str body, int bits, size_t most, dm_buf *out) {
    z_stream z = {.next_in = (Bytef *)(uintptr_t)body.p, .avail_in = body.n};
    if (inflateInit2(&z, bits) != Z_OK) return UNPACK_MEMORY;
    char piece[1 << 14];
    packed result = UNPACK_CUT;
    for (;;) {
        z.next_out = (Bytef *)piece;
        z.avail_out = sizeof piece;
        int r = inflate(&z, Z_NO_FLUSH);
        buf_put(out, piece, sizeof piece - z.avail_out);
        if (r == Z_STREAM_END) result = UNPACKED;
        else if (r != Z_OK && r != Z_BUF_ERROR) result = out->n ? UNPACK_CUT : UNPACK_BAD;
        if (out->n > most) result = UNPACK_LONG;
        if (!buf_ok(out)) result = UNPACK_MEMORY;
        if (r != Z_OK || (z.avail_in == 0 && z.avail_out) || result == UNPACK_LONG || result == UNPACK_MEMORY) break;
    }
    inflateEnd(&z);
    return result;
}

static packed unzstd(dm_str body, size_t most, dm_buf *out) {
    ZSTD_DStream *d = ZSTD_createDStream();
    if (!d) return UNPACK_MEMORY;
    char piece[1 << 14];
    ZSTD_inBuffer from = {body.p, body.n, 0};
    packed result = UNPACK_CUT;
    for (;;) {
        ZSTD_outBuffer to = {piece, sizeof piece, 0};
        size_t r = ZSTD_decompressStream(d, &to, &from);
        buf_put(out, piece, to.pos);
        if (ZSTD_isError(r)) result = out->n ? UNPACK_CUT : UNPACK_BAD;
        else if (r == 0) result = UNPACKED;
        if (out->n > most) result = UNPACK_LONG;
        if (!buf_ok(out)) result = UNPACK_MEMORY;
        if (ZSTD_isError(r) || r == 0 || result >= UNPACK_LONG || (from.pos == from.size && to.pos < sizeof piece)) break;
    }
    ZSTD_freeDStream(d);
    return result;
}

/* By the magic bytes; "deflate", which has none, by its header's word and a try. */
static dm_status unpack(dm_arena *a, dm_str coding, size_t most, http_response *out, dm_err *err) {
    dm_str body = out->body;
    dm_buf to = {0};
    packed result;
    if (str_starts(body, "\x1f\x8b\x08")) result = inflate_all(body, 15 + 16, most, &to);
    else if (str_starts(body, "\x28\xb5\x2f\xfd")) result = unzstd(body, most, &to);
    else if (str_eq_nocase(coding, DM_STR("deflate"))) {
        result = inflate_all(body, 15, most, &to);
        if (result == UNPACK_BAD) result = inflate_all(body, -15, most, &to);
        if (result == UNPACK_BAD) { /* undone already */
            buf_free(&to);
            return DM_OK;
        }
    } else if (str_eq_nocase(coding, DM_STR("br")) && body.n && body.p[0] != '<') {
        return err_set(err, DM_E_FORMAT, 0, "the body is packed with brotli, which is not read");
    } else {
        return DM_OK; /* not packed, whatever the header says */
    }
    if (result <= UNPACK_CUT) {
        out->body = arena_str(a, (dm_str){to.n ? to.p : "", (uint32_t)to.n});
        if (!out->body.p) result = UNPACK_MEMORY;
        out->cut = out->cut || result == UNPACK_CUT;
    }
    buf_free(&to);
    if (result == UNPACK_LONG) return err_set(err, DM_E_LIMIT, 0, "the body unpacks to more than %zu MB", most >> 20);
    if (result == UNPACK_MEMORY) return err_memory(err, "a page");
    return result == UNPACK_BAD ? err_set(err, DM_E_FORMAT, 0, "the body cannot be unpacked") : DM_OK;
}

dm_status http_read(dm_arena *a, dm_str bytes, size_t most, http_response *out, dm_err *err) {
    *out = (http_response){0};
    dm_str rest = bytes, line, coding = DM_STR_NONE;
    bool chunked = false, memory = false;
    if (!str_starts(bytes, "HTTP/") || !take_line(&rest, &line)) return err_set(err, DM_E_FORMAT, 0, "the record holds no HTTP response");
    for (uint32_t i = 0; i + 1 < line.n; i++)
        if (line.p[i] == ' ') {
            for (i++; i < line.n && line.p[i] >= '0' && line.p[i] <= '9' && out->status < 1000; i++) out->status = out->status * 10 + line.p[i] - '0';
            break;
        }
    while (take_line(&rest, &line) && line.n) {
        const char *colon = memchr(line.p, ':', line.n);
        if (!colon) continue;
        uint32_t n = (uint32_t)(colon - line.p);
        dm_str name = str_trim(str_sub(line, 0, n)), value = str_trim(str_sub(line, n + 1, line.n));
        if (str_eq_nocase(name, DM_STR("content-type"))) out->content_type = value;
        else if (str_eq_nocase(name, DM_STR("content-encoding"))) coding = value;
        else if (str_eq_nocase(name, DM_STR("transfer-encoding")))
            chunked = value.n >= 7 && str_eq_nocase(str_sub(value, value.n - 7, value.n), DM_STR("chunked"));
    }
    out->body = rest;
    if (chunked && !unchunk(a, rest, &out->body, &out->cut, &memory)) out->body = rest;
    if (memory) return err_memory(err, "a page");
    DM_TRY(unpack(a, coding, most, out, err));
    if (out->body.n > most) return err_set(err, DM_E_LIMIT, 0, "the body has more than %zu MB", most >> 20);
    return DM_OK;
}
