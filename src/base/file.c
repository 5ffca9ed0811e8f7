/* See file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static dm_status os_error(dm_err *err, const char *path) {
    int e = errno;
    dm_status s = e == ENOENT ? DM_E_NOT_FOUND : e == EACCES || e == EPERM ? DM_E_PERMISSION : e == ENOSPC ? DM_E_FULL : DM_E_IO;
    return err_set(err, s, 0, "%s: %s", path, strerror(e));
}

dm_status file_map(const char *path, dm_map *out, dm_err *err) {
    *out = (dm_map){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return os_error(err, path);
    struct stat st;
    if (fstat(fd, &st) != 0) {
        dm_status s = os_error(err, path);
        close(fd);
        return s;
    }
    if (!S_ISREG(st.st_mode)) {
        close(fd);
        return err_set(err, DM_E_IO, 0, "%s: not a regular file", path);
    }
    if (st.st_size > 0) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) {
            dm_status s = os_error(err, path);
            close(fd);
            return s;
        }
        out->data = p;
        out->size = (size_t)st.st_size;
    }
    close(fd);
    return DM_OK;
}

void file_unmap(dm_map *m) {
    if (m->data) munmap((void *)(uintptr_t)m->data, m->size);
    *m = (dm_map){0};
}

dm_status file_read(const char *path, size_t max_size, dm_buf *out, dm_err *err) {
    int fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return os_error(err, path);
    dm_status s = DM_OK;
    size_t total = 0;
    char tmp[1 << 16];
    for (;;) {
        ssize_t n = read(fd, tmp, sizeof tmp);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            s = os_error(err, path);
            break;
        }
        if (n == 0) break;
        total += (size_t)n;
        if (total > max_size) {
            s = err_set(err, DM_E_LIMIT, total, "%s: larger than %zu bytes", path, max_size);
            break;
        }
        buf_put(out, tmp, (size_t)n);
        if (!buf_ok(out)) {
            s = err_memory(err, path);
            break;
        }
    }
    close(fd);
    return s;
}

static dm_status write_all(int fd, const char *p, size_t n) {
    while (n) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return DM_E_IO;
        p += k;
        n -= (size_t)k;
    }
    return DM_OK;
}

dm_status file_write(const char *path, const void *data, size_t size, dm_err *err) {
    dm_buf tmp = {0};
    buf_puts(&tmp, path);
    buf_puts(&tmp, ".tmp");
    const char *tmp_path = buf_cstr(&tmp);
    int fd = open(tmp_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    dm_status s = DM_OK;
    if (fd < 0) {
        s = os_error(err, path);
    } else {
        if (write_all(fd, data, size) != DM_OK || fsync(fd) != 0) s = os_error(err, path);
        if (close(fd) != 0 && s == DM_OK) s = os_error(err, path);
        if (s == DM_OK && rename(tmp_path, path) != 0) s = os_error(err, path);
        if (s != DM_OK) unlink(tmp_path);
    }
    buf_free(&tmp);
    return s;
}

bool file_exists(const char *path) { return access(path, F_OK) == 0; }
