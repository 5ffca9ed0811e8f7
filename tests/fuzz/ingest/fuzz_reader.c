/* Any bytes as a file of each kind that holds many stories: the reader always comes to an end, with every string it gives readable. The
 * first byte picks the kind. */
#include "ingest/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"x.warc", "x.csv", "x.json", "x.jsonl", "x.txt", "x.warc.gz", "x.zip", "x.any"};
enum { N_NAMES = sizeof names / sizeof *names };
static char paths[N_NAMES][128];
static int fd = -1;

/* One file in memory, under a link for each name. */
static void set_up(void) {
    char dir[] = "/tmp/dm-fuzz-reader-XXXXXX", target[64];
    fd = memfd_create("story", 0);
    if (fd < 0 || !mkdtemp(dir)) abort();
    snprintf(target, sizeof target, "/proc/%d/fd/%d", (int)getpid(), fd);
    for (int i = 0; i < N_NAMES; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", dir, names[i]);
        if (symlink(target, paths[i]) != 0) abort();
    }
}

static uint32_t sum(dm_str s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) n += (unsigned char)s.p[i];
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint32_t seen = 0;
    if (fd < 0) set_up();
    if (size < 1) return 0;
    if (ftruncate(fd, 0) != 0 || pwrite(fd, data + 1, size - 1, 0) != (ssize_t)(size - 1)) abort();
    const char *path = paths[data[0] % N_NAMES];
    reader_options options = {
        .map = data[0] & 64 ? "text=a.b,id=c" : NULL, .separator = data[0] & 128 ? "---" : NULL, .url_filter = data[0] & 32 ? "*a*" : NULL};
    reader *r = NULL;
    dm_arena arena;
    dm_err err;
    arena_init(&arena, 0);
    if (reader_open(&path, 1, &options, &r, &err) != DM_OK) abort();
    for (size_t n = 0;; n++) {
        dm_raw raw;
        reader_at at;
        err = (dm_err){0};
        arena_reset(&arena);
        dm_status s = reader_next(r, &arena, &raw, &at, &err);
        if (s == DM_E_END) break;
        if (n > 4 * size + 100) abort(); /* more stories than bytes */
        if (s != DM_OK && !err.msg[0]) abort();
        if (!raw.id.p) abort();
        seen += sum(raw.id) + sum(raw.body) + sum(raw.url) + sum(raw.title) + sum(raw.date) + sum(raw.content_type) + sum(raw.crawled);
    }
    reader_close(r);
    arena_free(&arena);
    static volatile uint32_t sink; /* so that no compiler leaves the reading out */
    sink = seen;
    (void)sink;
    return 0;
}
