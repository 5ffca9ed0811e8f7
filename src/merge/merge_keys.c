/* By what stories may touch: see merge_keys. Far more than what is compared in the end, but everything that could be: every
 * party of every act, with its state, whatever role it has there; the word of an act with each thing that only a description
 * names; runs of quoted words and those who say them; runs of words that copies share. */
#include "base/map.h"
#include "merge/merge_int.h"

#include <stdlib.h>

static bool add(dm_arena *a, merge_key_list *out, uint32_t story, uint64_t key) {
    merge_key *k = VEC_PUSH(a, out);
    if (k) *k = (merge_key){story, key};
    return k != NULL;
}

static bool add_str(dm_arena *a, merge_key_list *out, uint32_t story, dm_str s) { return !s.p || add(a, out, story, hash_bytes(s.p, s.n)); }

static bool add_roles(const facts *f, dm_arena *a, merge_key_list *out, uint32_t story, const fact_role_list *roles) {
    for (uint32_t i = 0; i < roles->n; i++) {
        const fact_entity *e = &f->entities.v[roles->v[i].entity];
        if (!add_str(a, out, story, e->country) || !add_str(a, out, story, e->key)) return false;
    }
    return true;
}

static bool add_event(const facts *f, dm_arena *a, const merged *m, const fact_event *e, dm_arena *step, merge_key_list *out) {
    merge_event made;
    if (!event_make(f, step, m, e, &made)) return false;
    const merge_side *const sides[] = {&made.actors, &made.recipients, &made.parties};
    for (int s = 0; s < 3; s++)
        for (uint32_t i = 0; i < sides[s]->n; i++)
            if (!add(a, out, e->story, sides[s]->v[i])) return false;
    for (uint32_t i = 0; i < made.things.n; i++) {
        uint64_t parts[2] = {made.trigger, made.things.v[i]};
        if (!add(a, out, e->story, hash_bytes(parts, sizeof parts))) return false;
    }
    return add_roles(f, a, out, e->story, &e->actors) && add_roles(f, a, out, e->story, &e->recipients) &&
           add_roles(f, a, out, e->story, &e->parties);
}

static dm_status add_events(const facts *f, dm_arena *a, dm_arena *step, merge_key_list *out, dm_err *err) {
    merged m = {0};
    bool ok = sorts_init(&m.sorts, a) && bag_of(a, &m.sorts, DM_STR(ACT_NOUNS), &m.act_nouns);
    for (uint32_t i = 0; i < f->events.n && ok; i++) {
        arena_reset(step);
        ok = add_event(f, a, &m, &f->events.v[i], step, out);
    }
    return ok ? DM_OK : err_memory(err, "keys");
}

static dm_status add_words(const facts *f, dm_arena *a, dm_arena *step, merge_key_list *out, dm_err *err) {
    keyed_list quotes = {0}, texts = {0};
    uint32_t *n_kept = ARENA_NEW(step, uint32_t, f->stories.n + 1);
    if (!n_kept) return err_memory(err, "keys");
    DM_TRY(quotes_keys(f, step, &quotes, err));
    DM_TRY(copies_keys(f, step, &texts, n_kept, err));
    bool ok = true;
    for (uint32_t i = 0; i < quotes.n && ok; i++) ok = add(a, out, f->statements.v[quotes.v[i].row].story, quotes.v[i].key);
    for (uint32_t i = 0; i < texts.n && ok; i++) ok = add(a, out, texts.v[i].row, texts.v[i].key);
    return ok ? DM_OK : err_memory(err, "keys");
}

static int cmp_key(const void *x, const void *y) {
    const merge_key *a = x, *b = y;
    if (a->story != b->story) return a->story < b->story ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

dm_status merge_keys(const facts *f, dm_arena *a, merge_key_list *out, dm_err *err) {
    dm_arena step;
    *out = (merge_key_list){0};
    arena_init(&step, 0);
    dm_status s = add_events(f, a, &step, out, err);
    if (s == DM_OK) s = add_words(f, a, &step, out, err);
    arena_free(&step);
    DM_TRY(s);
    if (out->n) qsort(out->v, out->n, sizeof *out->v, cmp_key);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->n; i++)
        if (!kept || cmp_key(&out->v[kept - 1], &out->v[i]) != 0) out->v[kept++] = out->v[i];
    out->n = kept;
    return DM_OK;
}
