/* See replay.h: what rows need to know of corrections that were replayed, apart from the database, so that a ledger folded in
 * memory, which has none, is answered from by the same calls. */
#include "api/replay.h"

dm_str replay_alias(const replay *r, dm_str id) {
    enum { MOST_STEPS = 64 };
    for (int i = 0; i < MOST_STEPS; i++) {
        uint32_t at = strmap_get(&r->aliases, id);
        if (at == MAP_NONE) break;
        id = r->names.v[at];
    }
    return id;
}

const replay_mark *replay_mark_of(const replay *r, dm_str id) {
    uint32_t at = strmap_get(&r->ids, id);
    return at == MAP_NONE ? NULL : &r->marks.v[at];
}

void replay_put(dm_buf *b, const replay_mark *mark) {
    static const char *const kinds[] = {"set", "accept", "reject", "edit", "merge", "split"};
    if (!mark) return;
    const store_correction *c = mark->last;
    buf_printf(b, ",\"correction\":{\"kind\":\"%s\",\"note\":", kinds[c->kind]);
    buf_put_json(b, c->note);
    buf_puts(b, ",\"by\":");
    buf_put_json(b, c->by);
    buf_puts(b, ",\"when\":");
    buf_put_json(b, c->at);
    buf_puts(b, ",\"was\":");
    buf_put_str(b, mark->was.p ? mark->was : DM_STR("null"));
    buf_putc(b, '}');
}
