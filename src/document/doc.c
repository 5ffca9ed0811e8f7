/* See doc.h. */
#include "document/doc.h"

#include "base/map.h"

#include <stdio.h>

void doc_reset(dm_doc *doc) {
    dm_arena *arena = doc->arena;
    bool want_trace = doc->want_trace;
    arena_reset(arena);
    *doc = (dm_doc){.arena = arena, .want_trace = want_trace, .claimed_day = DM_DAY_NONE, .crawled_day = DM_DAY_NONE, .date = DM_DATE_UNKNOWN};
}

static dm_str vprint(dm_arena *a, const char *fmt, va_list ap) {
    char tmp[512];
    int n = vsnprintf(tmp, sizeof tmp, fmt, ap);
    if (n < 0) n = 0;
    if (n >= (int)sizeof tmp) {
        n = (int)sizeof tmp - 1;
        while (n > 0 && ((unsigned char)tmp[n] & 0xC0) == 0x80) n--; /* never cut inside a character */
    }
    char *p = arena_copy(a, tmp, (size_t)n);
    return (dm_str){p, p ? (uint32_t)n : 0};
}

dm_status doc_note(dm_doc *doc, dm_stage stage, const char *code, dm_span span, const char *fmt, ...) {
    dm_note_row *note = VEC_PUSH(doc->arena, &doc->notes);
    if (!note) return DM_E_MEMORY;
    va_list ap;
    va_start(ap, fmt);
    *note = (dm_note_row){.stage = stage, .code = str_from(code), .span = span, .text = vprint(doc->arena, fmt, ap)};
    va_end(ap);
    return note->text.p ? DM_OK : DM_E_MEMORY;
}

void doc_trace(dm_doc *doc, dm_stage stage, dm_span span, const char *fmt, ...) {
    if (!doc->want_trace) return;
    dm_trace *t = VEC_PUSH(doc->arena, &doc->traces);
    if (!t) return;
    va_list ap;
    va_start(ap, fmt);
    *t = (dm_trace){stage, span, vprint(doc->arena, fmt, ap)};
    va_end(ap);
}

dm_str doc_words(dm_doc *doc, dm_span s) {
    dm_str text = doc_text(doc, s);
    char *out = arena_copy(doc->arena, text.p, text.n);
    uint32_t n = 0;
    for (uint32_t i = 0; out && i < text.n; i++) {
        bool space = strchr(" \t\n\r", text.p[i]) != NULL;
        if (!space) out[n++] = text.p[i];
        else if (n && out[n - 1] != ' ') out[n++] = ' ';
    }
    return (dm_str){out, out ? n : 0};
}

uint32_t block_text_offset(const dm_block_row *block, uint32_t unit, bool is_end) {
    /* The end of a span belongs to the piece that holds its last byte. */
    uint32_t key = is_end && unit ? unit - 1 : unit;
    uint32_t lo = 0, hi = block->n_map;
    DM_ASSERT(hi > 0);
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (block->map[mid].unit <= key) lo = mid;
        else hi = mid;
    }
    return block->map[lo].text + (unit - block->map[lo].unit);
}

dm_str doc_row_id(dm_doc *doc, char letter, const void *parts, size_t n_bytes) {
    dm_buf b = {0};
    if (!doc->ids.n) doc->text_hash = hash_bytes(doc->text.p, doc->text.n);
    buf_put(&b, &doc->text_hash, sizeof doc->text_hash);
    buf_putc(&b, letter);
    buf_put(&b, parts, n_bytes);
    uint64_t h = buf_ok(&b) ? hash_bytes(b.p, b.n) : 0;
    dm_str id = buf_ok(&b) ? arena_printf(doc->arena, "%c%016llx", letter, (unsigned long long)h) : DM_STR_NONE;
    buf_free(&b);
    /* The value of an id without number is how many got it so far. */
    uint32_t *n_same = NULL;
    if (!id.p || !strmap_put(&doc->ids, doc->arena, id, 0, &n_same)) return DM_STR_NONE;
    if (++*n_same == 1) return id;
    return arena_printf(doc->arena, "%c%016llx-%u", letter, (unsigned long long)h, *n_same);
}
