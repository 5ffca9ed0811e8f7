/* See input.h. gzip and zstd are unpacked here, because where a member begins is where reading can be taken up again; archives
 * are libarchive's. */
#include "ingest/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { CHUNK = 1 << 16, TAR_MAGIC = 257 };
enum packing { PLAIN, GZIP, ZSTD, ARCHIVE };

struct input {
    char *path;
    int fd;
    enum packing packing;
    char buf[CHUNK]; /* bytes of the file from buf[at] to buf[n], the first of them at byte `offset` */
    size_t at, n;
    uint64_t offset;
    bool eof, inside; /* inside a member or frame */
    bool lost;        /* after damage: looking for the next member */
    bool over;        /* a bomb: nothing more is read */
    uint64_t member;  /* where the current member or frame begins */
    uint64_t in, out; /* bytes, for bombs */
    z_stream z;
    ZSTD_DStream *zstd;
    struct archive *archive;
    dm_buf name;
};

static dm_status io_error(const input *in, dm_err *err) {
    int code = errno;
    dm_status status = code == EACCES || code == EPERM ? DM_E_PERMISSION : code == ENOENT ? DM_E_NOT_FOUND : DM_E_IO;
    const char *what = status == DM_E_PERMISSION  ? "no permission to read it"
                       : status == DM_E_NOT_FOUND ? "there is no such file or folder"
                                                  : strerror(code);
    return err_set(err, status, 0, "%s: %s", in->path, what);
}

/* At least one byte more in the buffer, unless at the end. */
static dm_status fill(input *in, dm_err *err) {
    if (in->at) {
        memmove(in->buf, in->buf + in->at, in->n - in->at);
        in->offset += in->at;
        in->n -= in->at;
        in->at = 0;
    }
    if (in->eof || in->n == CHUNK) return DM_OK;
    ssize_t got;
    do got = read(in->fd, in->buf + in->n, CHUNK - in->n);
    while (got < 0 && errno == EINTR);
    in->eof = got <= 0;
    if (got < 0) return io_error(in, err);
    in->n += (size_t)got;
    in->in += (uint64_t)got;
    return DM_OK;
}

static bool starts(const input *in, size_t skip, const char *magic, size_t n) {
    return in->n - in->at >= skip + n && memcmp(in->buf + in->at + skip, magic, n) == 0;
}
static bool is_gzip(const input *in) { return starts(in, 0, "\x1f\x8b\x08", 3); }
static bool is_zstd(const input *in) {
    return starts(in, 0, "\x28\xb5\x2f\xfd", 4) ||
           (in->n - in->at >= 4 && ((unsigned char)in->buf[in->at] & 0xF0) == 0x50 && starts(in, 1, "\x2a\x4d\x18", 3));
}

/* ---- archives ---- */

/* A packed file may hold a tar: its first block tells. */
static bool holds_tar(const input *in) {
    unsigned char block[512];
    size_t n = 0;
    if (in->packing == GZIP) {
        z_stream z = {
            .next_in = (Bytef *)(uintptr_t)(in->buf + in->at), .avail_in = (uInt)(in->n - in->at), .next_out = block, .avail_out = sizeof block};
        if (inflateInit2(&z, 15 + 16) != Z_OK) return false;
        inflate(&z, Z_SYNC_FLUSH);
        n = sizeof block - z.avail_out;
        inflateEnd(&z);
    } else {
        ZSTD_DStream *d = ZSTD_createDStream();
        ZSTD_outBuffer to = {block, sizeof block, 0};
        ZSTD_inBuffer from = {in->buf + in->at, in->n - in->at, 0};
        if (d) ZSTD_decompressStream(d, &to, &from);
        ZSTD_freeDStream(d);
        n = to.pos;
    }
    return n == sizeof block && memcmp(block + TAR_MAGIC, "ustar", 5) == 0;
}

static dm_status archive_start(input *in, dm_err *err) {
    in->packing = ARCHIVE;
    in->archive = archive_read_new();
    if (!in->archive) return err_memory(err, "an archive");
    archive_read_support_format_zip(in->archive);
    archive_read_support_format_tar(in->archive);
    archive_read_support_filter_gzip(in->archive);
    archive_read_support_filter_zstd(in->archive);
    /* libarchive reads the file from its beginning, and looks at its end where a zip has its directory. */
    if (lseek(in->fd, 0, SEEK_SET) != 0) return err_set(err, DM_E_USAGE, 0, "%s: an archive in a pipe; give it as a file", in->path);
    int opened = archive_read_open_fd(in->archive, in->fd, CHUNK);
    if (opened != ARCHIVE_OK) return err_set(err, DM_E_FORMAT, 0, "%s: damaged archive: %s", in->path, archive_error_string(in->archive));
    return DM_OK;
}

bool input_is_archive(const input *in) { return in->packing == ARCHIVE; }
bool input_is_plain(const input *in) { return in->packing == PLAIN; }

dm_status input_member(input *in, dm_str *name, dm_err *err) {
    struct archive_entry *e;
    while (!in->over) {
        int got = archive_read_next_header(in->archive, &e);
        if (got == ARCHIVE_EOF) return DM_E_END;
        if (got < ARCHIVE_WARN) {
            in->over = true;
            return err_set(err, DM_E_FORMAT, 0, "%s: damaged archive, the rest cannot be read: %s", in->path, archive_error_string(in->archive));
        }
        if (archive_entry_filetype(e) != AE_IFREG) continue; /* folders, links, devices */
        const char *path = archive_entry_pathname(e);
        if (!path) path = "?";
        buf_clear(&in->name);
        for (const char *c = path; *c && in->name.n < 1024; c++) buf_putc(&in->name, (unsigned char)*c < ' ' || *c == 127 ? '?' : *c);
        if (!buf_ok(&in->name)) return err_memory(err, "an archive");
        *name = (dm_str){in->name.p, (uint32_t)in->name.n};
        return DM_OK;
    }
    return DM_E_END;
}

static dm_status archive_take(input *in, char *bytes, size_t cap, size_t *got, dm_err *err) {
    la_ssize_t n = archive_read_data(in->archive, bytes, cap);
    if (n < 0) {
        const char *why = archive_error_string(in->archive);
        return err_set(err, DM_E_FORMAT, 0, "%s/%.*s: cannot be unpacked: %s", in->path, (int)in->name.n, in->name.p, why ? why : "damaged");
    }
    *got = (size_t)n;
    in->in = (uint64_t)archive_filter_bytes(in->archive, -1);
    return DM_OK;
}

/* ---- open ---- */

dm_status input_open(const char *path, input **out, dm_err *err) {
    *out = NULL;
    input *in = calloc(1, sizeof *in);
    if (!in || !(in->path = strdup(strcmp(path, "-") == 0 ? "standard input" : path))) {
        free(in);
        return err_memory(err, "a file");
    }
    in->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    dm_status s = in->fd < 0 ? io_error(in, err) : DM_OK;
    /* Enough to tell what it is, even of a pipe that gives it in drops. */
    while (s == DM_OK && !in->eof && in->n < 1024) s = fill(in, err);
    if (s == DM_OK) {
        if (is_gzip(in)) in->packing = GZIP;
        else if (is_zstd(in)) in->packing = ZSTD;
        bool zip = starts(in, 0, "PK\x03\x04", 4) || starts(in, 0, "PK\x05\x06", 4), tar = starts(in, TAR_MAGIC, "ustar", 5);
        if (zip || tar || (in->packing != PLAIN && holds_tar(in))) {
            s = archive_start(in, err);
        } else if (in->packing == GZIP && inflateInit2(&in->z, 15 + 16) != Z_OK) {
            s = err_memory(err, "unpacking");
        } else if (in->packing == ZSTD && !(in->zstd = ZSTD_createDStream())) {
            s = err_memory(err, "unpacking");
        }
    }
    if (s != DM_OK) {
        input_close(in);
        return s;
    }
    *out = in;
    return DM_OK;
}

void input_close(input *in) {
    if (!in) return;
    if (in->archive) archive_read_free(in->archive);
    if (in->packing == GZIP) inflateEnd(&in->z);
    ZSTD_freeDStream(in->zstd);
    if (in->fd > STDIN_FILENO) close(in->fd);
    buf_free(&in->name);
    free(in->path);
    free(in);
}

dm_status input_seek(input *in, uint64_t at, dm_err *err) {
    if (in->packing == ARCHIVE) return err_set(err, DM_E_USAGE, 0, "%s: archives are read from the beginning", in->path);
    if (lseek(in->fd, (off_t)at, SEEK_SET) < 0) {
        /* A pipe: what stands before is read and thrown away. */
        while (in->offset + in->n <= at && !in->eof) {
            in->at = in->n;
            DM_TRY(fill(in, err));
        }
        if (at >= in->offset && at - in->offset <= in->n) in->at = (size_t)(at - in->offset);
        return DM_OK;
    }
    in->offset = at;
    in->at = in->n = 0;
    in->eof = false;
    return DM_OK;
}

/* ---- reading ---- */

static dm_status damaged(input *in, const char *what, dm_err *err) {
    in->inside = false;
    in->lost = true;
    if (in->at < in->n) in->at++; /* not the same magic again */
    return err_set(err, DM_E_FORMAT, in->member, "%s: %s in the part that begins at byte %llu; it was passed over", in->path, what,
                   (unsigned long long)in->member);
}

/* To the beginning of the next member; *end when there is none. */
static dm_status next_part(input *in, bool *end, dm_err *err) {
    for (;;) {
        if (in->n - in->at < 4) DM_TRY(fill(in, err));
        if (in->n == in->at) {
            *end = true;
            return DM_OK;
        }
        if (in->packing == GZIP ? is_gzip(in) : is_zstd(in)) break;
        if (in->n - in->at < 4 && !in->eof) continue;
        if (!in->lost && in->buf[in->at] != 0) { /* zeros are padding */
            in->member = in->offset + in->at;
            return damaged(in, "bytes that are not packed", err);
        }
        in->at++;
    }
    in->lost = false;
    in->inside = true;
    in->member = in->offset + in->at;
    if (in->packing == GZIP) inflateReset2(&in->z, 15 + 16);
    else ZSTD_initDStream(in->zstd);
    return DM_OK;
}

/* Unpacks what is in the buffer; *done at the end of the member. False: damaged. */
static bool unpack(input *in, char *bytes, size_t cap, size_t *got, bool *done) {
    if (in->packing == GZIP) {
        in->z.next_in = (Bytef *)(in->buf + in->at);
        in->z.avail_in = (uInt)(in->n - in->at);
        in->z.next_out = (Bytef *)bytes;
        in->z.avail_out = (uInt)cap;
        int r = inflate(&in->z, Z_NO_FLUSH);
        in->at = in->n - in->z.avail_in;
        *got = cap - in->z.avail_out;
        *done = r == Z_STREAM_END;
        return r == Z_OK || r == Z_STREAM_END || r == Z_BUF_ERROR;
    }
    ZSTD_outBuffer to = {bytes, cap, 0};
    ZSTD_inBuffer from = {in->buf + in->at, in->n - in->at, 0};
    size_t r = ZSTD_decompressStream(in->zstd, &to, &from);
    in->at += from.pos;
    *got = to.pos;
    *done = r == 0;
    return !ZSTD_isError(r);
}

static dm_status read_packed(input *in, char *bytes, size_t cap, size_t *got, uint64_t *at, bool *begins, dm_err *err) {
    for (;;) {
        if (!in->inside) {
            bool end = false;
            DM_TRY(next_part(in, &end, err));
            if (end) return DM_OK;
            *begins = true;
        }
        if (in->at == in->n) DM_TRY(fill(in, err));
        *at = in->member;
        bool done = false, dry = in->at == in->n;
        if (!unpack(in, bytes, cap, got, &done)) return damaged(in, "damaged data", err);
        if (done) in->inside = false;
        if (*got) return DM_OK;
        if (dry && !done) {
            in->inside = false;
            return err_set(err, DM_E_FORMAT, in->member, "%s: cut short in the part that begins at byte %llu", in->path,
                           (unsigned long long)in->member);
        }
    }
}

dm_status input_read(input *in, char *bytes, size_t cap, size_t *got, uint64_t *at, bool *begins, dm_err *err) {
    *got = 0;
    *begins = false;
    *at = in->offset + in->at;
    if (in->over) return DM_OK;
    if (in->packing == PLAIN) {
        if (in->at == in->n) DM_TRY(fill(in, err));
        *at = in->offset + in->at;
        *begins = true;
        *got = in->n - in->at < cap ? in->n - in->at : cap;
        memcpy(bytes, in->buf + in->at, *got);
        in->at += *got;
        return DM_OK;
    }
    if (in->packing == ARCHIVE) DM_TRY(archive_take(in, bytes, cap, got, err));
    else DM_TRY(read_packed(in, bytes, cap, got, at, begins, err));
    in->out += *got;
    if (in->out > INPUT_FREE && in->out / INPUT_RATIO > in->in) {
        in->over = true;
        return err_set(err, DM_E_LIMIT, *at, "%s: unpacks to more than %d times its size; the rest was not read", in->path, INPUT_RATIO);
    }
    return DM_OK;
}
