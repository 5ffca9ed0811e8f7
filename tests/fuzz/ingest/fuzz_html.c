/* Any bytes as a page: blocks in order inside the text, their source inside the page, valid UTF-8, the same the second time. The
 * first byte says whether an HTTP header comes with it. */
#include "base/map.h"
#include "base/utf8.h"
#include "ingest/html_page.h"
#include "ingest/ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t run(dm_doc *doc, const dm_raw *raw) {
    dm_err err;
    DM_ASSERT(ingest_run(raw, doc, &err) == DM_OK);
    DM_ASSERT(utf8_valid_prefix(doc->text.p, doc->text.n) == doc->text.n);
    uint32_t before = 0;
    uint64_t sum = hash_bytes(doc->text.p, doc->text.n);
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        const dm_block_row *b = &doc->blocks.v[i];
        DM_ASSERT(b->span.begin >= before && b->span.begin < b->span.end && b->span.end <= doc->text.n);
        DM_ASSERT(b->unit.n && b->n_map && b->reason.p);
        before = b->span.end;
        sum = sum * 31 + b->kind + b->span.begin;
    }
    for (uint32_t i = 0; i < doc->hints.n; i++) DM_ASSERT(doc->hints.v[i].day != DM_DAY_NONE && doc->hints.v[i].where.p);
    if (doc->status == DM_STORY_FAILED) return sum;
    html_page page;
    DM_ASSERT(html_page_read(doc->arena, doc->page, &page, &err) == DM_OK);
    for (uint32_t i = 0; i < page.blocks.n; i++) {
        const html_block *b = &page.blocks.v[i];
        DM_ASSERT(b->source.begin < b->source.end && b->source.end <= doc->page.n && b->element < page.elements.n);
        DM_ASSERT(b->n_linked <= b->text.end - b->text.begin);
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const headers[] = {NULL, "text/html; charset=utf-8", "text/html; charset=gb2312", "text/html; charset=nonsense"};
    dm_arena arena;
    arena_init(&arena, 0);
    dm_doc doc = {.arena = &arena};
    dm_raw raw = {.id = DM_STR("f"), .page = true, .body = {(const char *)data, (uint32_t)size}};
    raw.content_type = str_from(headers[size ? data[0] & 3 : 0]);
    uint64_t first = run(&doc, &raw);
    DM_ASSERT(first == run(&doc, &raw));
    arena_free(&arena);
    return 0;
}
