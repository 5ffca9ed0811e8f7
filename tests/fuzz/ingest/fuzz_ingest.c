/* Any bytes as one story: blocks in order, inside the text, with exact maps; the same blocks the second time. The first
 * byte says whether the bytes also stand as title and date. */
#include "base/map.h"
#include "base/utf8.h"
#include "ingest/ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t run(dm_doc *doc, const dm_raw *raw) {
    dm_err err;
    dm_status status = ingest_run(raw, doc, &err);
    DM_ASSERT(status == DM_OK);
    DM_ASSERT(utf8_valid_prefix(doc->text.p, doc->text.n) == doc->text.n);
    uint32_t before = 0;
    uint64_t sum = hash_bytes(doc->text.p, doc->text.n);
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        const dm_block_row *b = &doc->blocks.v[i];
        DM_ASSERT(b->span.begin >= before && b->span.begin < b->span.end && b->span.end <= doc->text.n);
        before = b->span.end;
        DM_ASSERT(b->unit.n && b->n_map && b->reason.p);
        DM_ASSERT(utf8_valid_prefix(b->unit.p, b->unit.n) == b->unit.n);
        for (uint32_t u = 0; u < b->unit.n; u += 1 + u / 16) {
            uint32_t at = block_text_offset(b, u, false), end = block_text_offset(b, u + 1, true);
            DM_ASSERT(at >= b->span.begin && end == at + 1 && end <= b->span.end);
            DM_ASSERT(b->unit.p[u] == ' ' || b->unit.p[u] == doc->text.p[at]);
        }
        sum = sum * 31 + b->kind + b->span.begin;
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dm_arena arena;
    arena_init(&arena, 0);
    dm_doc doc = {.arena = &arena};
    dm_str bytes = {(const char *)data, (uint32_t)size};
    dm_raw raw = {.id = DM_STR("f"), .body = bytes};
    if (size && (data[0] & 1)) raw.title = raw.date = raw.url = raw.outlet = raw.language = bytes;
    uint64_t first = run(&doc, &raw);
    DM_ASSERT(first == run(&doc, &raw));
    arena_free(&arena);
    return 0;
}
