/* Candidates against each other: which stands inside which, and which of two that claim each other's words stays. */
#include "statements/statements_int.h"

static uint32_t content_size(const st_cand *c) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->content.n; i++) n += c->content.v[i].e - c->content.v[i].b;
    return n;
}

/* A smaller content is painted over a larger one, so that each token tells the innermost statement that it is in. */
bool st_paint(st_work *w) {
    dm_arena *a = w->doc->arena;
    uint32_t *size = ARENA_NEW(a, uint32_t, w->cands.n + 1);
    if (!w->inside) w->inside = ARENA_NEW(a, uint32_t, w->doc->tokens.n + 1);
    if (!size || !w->inside) return false;
    for (uint32_t i = 0; i < w->cands.n; i++) size[i] = content_size(&w->cands.v[i]);
    for (uint32_t t = 0; t < w->doc->tokens.n; t++) w->inside[t] = DM_NONE;
    for (uint32_t i = 0; i < w->cands.n; i++) {
        const st_cand *c = &w->cands.v[i];
        for (uint32_t p = 0; !c->dropped && p < c->content.n; p++) {
            for (uint32_t t = c->content.v[p].b; t < c->content.v[p].e; t++) {
                if (w->inside[t] == DM_NONE || size[i] <= size[w->inside[t]]) w->inside[t] = i;
            }
        }
    }
    return true;
}

uint32_t st_parent(const st_work *w, uint32_t cand) {
    const st_cand *c = &w->cands.v[cand];
    if (!st_is(c->cue)) return DM_NONE;
    uint32_t p = w->inside[c->cue_head != DM_NONE ? c->cue_head : c->cue.b];
    return p == cand ? DM_NONE : p;
}

static bool same_content(const st_cand *a, const st_cand *b) {
    return a->content.n == b->content.n && a->content.v[0].b == b->content.v[0].b &&
           a->content.v[a->content.n - 1].e == b->content.v[b->content.n - 1].e;
}

/* Two candidates that hold each other's cue, or the same words twice: the better founded one stays. */
bool st_settle(st_work *w) {
    if (!st_paint(w)) return false;
    for (uint32_t i = 0; i < w->cands.n; i++) {
        st_cand *c = &w->cands.v[i];
        if (c->dropped) continue;
        uint32_t p = st_parent(w, i), twin = w->inside[c->content.v[0].b];
        if (p != DM_NONE && st_parent(w, p) == i) {
            st_cand *lose = w->cands.v[p].form >= c->form ? &w->cands.v[p] : c;
            lose->dropped = true;
        } else if (twin != DM_NONE && twin != i && !w->cands.v[twin].dropped && same_content(c, &w->cands.v[twin])) {
            st_cand *lose = w->cands.v[twin].form >= c->form ? &w->cands.v[twin] : c;
            lose->dropped = true;
            doc_trace(w->doc, DM_STAGE_STATEMENTS, tree_tokens_span(w->doc, c->content.v[0].b, c->content.v[0].e), "two cues for the same words");
        }
    }
    return true;
}
