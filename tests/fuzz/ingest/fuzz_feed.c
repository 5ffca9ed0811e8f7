/* Any bytes as a feed: items with bodies in valid UTF-8, or a named error; each item is then read as a page. */
#include "base/utf8.h"
#include "ingest/feed.h"
#include "ingest/sniff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dm_arena arena, story;
    arena_init(&arena, 0);
    arena_init(&story, 0);
    dm_doc doc = {.arena = &story};
    dm_str bytes = {(const char *)data, (uint32_t)size};
    feed f;
    dm_err err = {0};
    (void)sniff(bytes, DM_STR_NONE);
    dm_status s = feed_read(&arena, bytes, DM_STR_NONE, &f, &err);
    DM_ASSERT((s == DM_OK) == (f.n > 0) && (s == DM_OK || err.msg[0]));
    for (uint32_t i = 0; i < f.n && i < 20; i++) {
        DM_ASSERT(f.v[i].body.p && utf8_valid_prefix(f.v[i].body.p, f.v[i].body.n) == f.v[i].body.n);
        DM_ASSERT(ingest_run(&f.v[i], &doc, &err) == DM_OK);
    }
    arena_free(&story);
    arena_free(&arena);
    return 0;
}
