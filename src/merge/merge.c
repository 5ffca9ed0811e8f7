/* See merge.h. Candidate pairs come from sorted keys: events by (principal of the actor, kind), statements by the hashes of
 * their runs of four words; within a key only neighbours in time are compared, so a key that is very large costs no
 * quadratic time. */
#include "base/map.h"
#include "base/utf8.h"
#include "merge/merge_int.h"

#include <stdlib.h>

enum { TOLD_DAYS = 366 };
enum { OWN_WINDOW = 64 }; /* of rows of its own story */

static int cmp_keyed(const void *x, const void *y) {
    const keyed *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

void keys_sort(keyed_list *keys) {
    if (keys->n) qsort(keys->v, keys->n, sizeof *keys->v, cmp_keyed);
}

bool keys_add(dm_arena *a, keyed_list *keys, uint64_t key, dm_day day, uint32_t row) {
    keyed *k = VEC_PUSH(a, keys);
    if (k) *k = (keyed){key, day, row};
    return k != NULL;
}

bool pairs_add(dm_arena *a, pair_list *pairs, uint32_t x, uint32_t y, double score) {
    merge_pair *p = VEC_PUSH(a, pairs);
    if (p) *p = (merge_pair){x < y ? x : y, x < y ? y : x, score};
    return p != NULL;
}

/* ---- events ---- */

static bool add_party_keys(const merge_event *m, merge_side side, dm_arena *a, uint32_t row, keyed_list *keys) {
    for (uint32_t i = 0; i < side.n && !side.unanchored; i++) {
        uint64_t key[2] = {side.v[i], 256u + m->e->type};
        if (!keys_add(a, keys, hash_bytes(key, sizeof key), date_day(&m->date), row)) return false;
        key[1] = m->e->force;
        if (m->e->force && !keys_add(a, keys, hash_bytes(key, sizeof key), date_day(&m->date), row)) return false;
        key[1] = 1024 + (uint64_t)m->trigger;
        if (m->trigger && !keys_add(a, keys, hash_bytes(key, sizeof key), date_day(&m->date), row)) return false;
    }
    return true;
}

/* An event's keys: each side's principals with its type, its force and the word that tells it; and this word with each thing
 * or person that only a description names, for acts whose parties a teller leaves out. */
static bool event_keys(const merge_event *m, dm_arena *a, uint32_t row, keyed_list *keys) {
    if (!add_party_keys(m, m->actors, a, row, keys) || !add_party_keys(m, m->recipients, a, row, keys)) return false;
    for (uint32_t i = 0; i < m->things.n && m->trigger; i++) {
        uint64_t key[3] = {m->trigger, m->things.v[i], 1};
        if (!keys_add(a, keys, hash_bytes(key, sizeof key), date_day(&m->date), row)) return false;
    }
    return true;
}

typedef struct clash_ctx {
    const facts *f;
    const merged *m;
} clash_ctx;

static bool events_clash(void *user, uint32_t a, uint32_t b) {
    const clash_ctx *c = user;
    const fact_event *x = &c->f->events.v[a], *y = &c->f->events.v[b];
    if (merge_events_clash(&c->m->events[a], &c->m->events[b])) return true;
    /* One teller does not tell two acts of one kind as one: the same sentence holds two. */
    return x->story == y->story && x->trigger.begin != y->trigger.begin && x->evidence.begin == y->evidence.begin;
}

/* What the window reads of each row of one key, side by side in memory: most rows of a large key lie days apart. */
typedef struct timed {
    dm_day from, to; /* of the event; open ends as far as days go */
    uint32_t row, story;
} timed;
typedef struct timed_list {
    timed *v;
    uint32_t n, cap;
} timed_list;

static timed timed_of(const facts *f, const merged *m, uint32_t row) {
    const dm_date *d = &m->events[row].date;
    bool known = d->from != DM_DAY_NONE || d->to != DM_DAY_NONE;
    /* An unknown date meets any, as merge_days_apart has it. */
    return (timed){known && d->from != DM_DAY_NONE ? d->from : -INT32_MAX / 4, known && d->to != DM_DAY_NONE ? d->to : INT32_MAX / 4, row,
                   f->events.v[row].story};
}

/* The rows of one key, each with the rows that follow in time. */
static dm_status pair_key(dm_arena *step, const merged *m, const timed *rows, uint32_t n, pair_list *pairs, dm_err *err) {
    for (uint32_t i = 0; i < n; i++) {
        const timed *x = &rows[i];
        for (uint32_t j = i + 1; j < n && j - i <= WINDOW; j++) {
            const timed *y = &rows[j];
            if (y->from > x->to + 1 || x->from > y->to + 1 || x->row == y->row || (j - i > OWN_WINDOW && x->story == y->story)) continue;
            double score = merge_compare_events(&m->events[x->row], &m->events[y->row]);
            if (score < MERGE_ACCEPT) continue;
            if (!pairs_add(step, pairs, x->row, y->row, score)) return err_memory(err, "merging");
        }
    }
    return DM_OK;
}

static dm_status pair_events(const facts *f, dm_arena *step, const merged *m, pair_list *pairs, dm_err *err) {
    keyed_list keys = {0};
    timed_list rows = {0};
    for (uint32_t i = 0; i < f->events.n; i++)
        if (!event_keys(&m->events[i], step, i, &keys)) return err_memory(err, "merging");
    keys_sort(&keys);
    for (uint32_t i = 0, j; i < keys.n; i = j) {
        rows.n = 0;
        for (j = i; j < keys.n && keys.v[j].key == keys.v[i].key; j++) {
            timed *t = VEC_PUSH(step, &rows);
            if (!t) return err_memory(err, "merging");
            *t = timed_of(f, m, keys.v[j].row);
        }
        DM_TRY(pair_key(step, m, rows.v, rows.n, pairs, err));
    }
    return DM_OK;
}

/* ---- clusters ---- */

static bool quotes_clash(void *user, uint32_t a, uint32_t b) {
    const clash_ctx *c = user;
    const fact_statement *x = &c->f->statements.v[a], *y = &c->f->statements.v[b];
    return x->story == y->story && x->content.begin < y->content.end && y->content.begin < x->content.end;
}

static void narrow(dm_date *into, const dm_date *d) {
    if (d->from == DM_DAY_NONE && d->to == DM_DAY_NONE) return;
    if (into->from == DM_DAY_NONE && into->to == DM_DAY_NONE) {
        *into = *d;
        return;
    }
    dm_day from = into->from == DM_DAY_NONE || (d->from != DM_DAY_NONE && d->from > into->from) ? d->from : into->from;
    dm_day to = into->to == DM_DAY_NONE || (d->to != DM_DAY_NONE && d->to < into->to) ? d->to : into->to;
    if (from != DM_DAY_NONE && to != DM_DAY_NONE && from > to) return; /* a day apart: keep the first report's */
    into->from = from;
    into->to = to;
    if (into->best == DM_DAY_NONE || (from != DM_DAY_NONE && into->best < from) || (to != DM_DAY_NONE && into->best > to)) into->best = d->best;
    if (from != DM_DAY_NONE && from == to) into->best = from;
}

typedef struct cluster_list {
    merge_cluster *v;
    uint32_t n, cap;
} cluster_list;

/* Members lie one cluster after the other in one array. */
static bool gather(dm_arena *a, uint32_t n, const uint32_t *root, uint32_t *cluster_of, cluster_list *clusters) {
    uint32_t n_clusters = 0;
    for (uint32_t i = 0; i < n; i++) n_clusters += root[i] == i;
    uint32_t *members = ARENA_NEW(a, uint32_t, n + 1);
    if (!members || !VEC_RESERVE(a, clusters, n_clusters)) return false;
    for (uint32_t i = 0; i < n; i++) {
        cluster_of[i] = root[i] == i ? clusters->n++ : cluster_of[root[i]];
        clusters->v[cluster_of[i]].cap++;
    }
    for (uint32_t c = 0, at = 0; c < clusters->n; at += clusters->v[c++].cap) clusters->v[c].v = members + at;
    for (uint32_t i = 0; i < n; i++) {
        merge_cluster *c = &clusters->v[cluster_of[i]];
        c->v[c->n++] = i;
    }
    return true;
}

static uint32_t story_of(const facts *f, bool quotes, uint32_t row) { return quotes ? f->statements.v[row].story : f->events.v[row].story; }

static bool one_origin(const facts *f, uint32_t story_a, uint32_t story_b) {
    dm_str a = f->stories.v[story_a].outlet, b = f->stories.v[story_b].outlet;
    return story_a == story_b || (a.p && b.p && str_eq_nocase(a, b));
}

/* Origins of a cluster: stories by the text they copy, then by outlet. firsts: room for as many as it has members. */
static uint32_t count_independent(const facts *f, const merged *m, const merge_cluster *c, bool quotes, uint32_t *firsts) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t story = m->origin_of[story_of(f, quotes, c->v[i])];
        bool seen = false;
        for (uint32_t j = 0; j < n && !seen; j++) seen = one_origin(f, story, firsts[j]);
        if (!seen) firsts[n++] = story;
    }
    return n;
}

static dm_status finish(const facts *f, dm_arena *a, merged *m, const uint32_t *root, cluster_list *into, uint32_t *cluster_of, bool quotes,
                        dm_err *err) {
    uint32_t n = quotes ? f->statements.n : f->events.n, largest = 0;
    if (!gather(a, n, root, cluster_of, into)) return err_memory(err, "clusters");
    for (uint32_t c = 0; c < into->n; c++) largest = into->v[c].n > largest ? into->v[c].n : largest;
    uint32_t *firsts = ARENA_NEW(a, uint32_t, largest + 1);
    if (!firsts) return err_memory(err, "clusters");
    for (uint32_t c = 0; c < into->n; c++) {
        merge_cluster *k = &into->v[c];
        k->date = DM_DATE_UNKNOWN;
        for (uint32_t i = 0; i < k->n; i++) narrow(&k->date, quotes ? &f->statements.v[k->v[i]].date : &f->events.v[k->v[i]].date);
        k->independent = count_independent(f, m, k, quotes, firsts);
    }
    return DM_OK;
}

/* ---- what is compared ---- */

/* Byte of text at code point n. */
static uint32_t byte_at(dm_str text, uint32_t n) {
    uint32_t at = 0;
    for (; n && at < text.n; n--) {
        at++;
        while (at < text.n && utf8_is_cont(text.p[at])) at++;
    }
    return at;
}

/* Some ten words on either side of the trigger: the rest of a long sentence tells other things. */
static dm_str around(const fact_event *e) {
    enum { BEFORE = 70, AFTER = 110 };
    dm_str text = e->evidence_text;
    if (!span_is(e->trigger) || !span_is(e->evidence) || e->trigger.begin < e->evidence.begin) return text;
    uint32_t at = byte_at(text, e->trigger.begin - e->evidence.begin);
    uint32_t begin = at > BEFORE ? at - BEFORE : 0, end = text.n - at > AFTER ? at + AFTER : text.n;
    while (begin && begin < at && text.p[begin - 1] != ' ') begin++;
    while (end < text.n && end > at && text.p[end] != ' ') end--;
    return str_sub(text, begin, end);
}

/* What an act is about: the words of its matter up to a comma, without the nouns that only name an act ("offer", "plan") and
 * without the names of parties, which are compared on their own. */
static bool about(const facts *f, dm_arena *a, const merged *m, const fact_event *e, word_bag *out) {
    enum { LEAST = 12 };
    dm_str text = arena_str(a, e->matter_text);
    word_bag all;
    *out = (word_bag){0};
    if (!e->matter_text.n) return true;
    if (!text.p) return false;
    char *bytes = (char *)(uintptr_t)text.p; /* our own copy */
    for (uint32_t p = 0; p < e->parties.n; p++) {
        const dm_span_list *mentions = &f->entities.v[e->parties.v[p].entity].mentions;
        for (uint32_t i = 0; i < mentions->n; i++) {
            if (!span_holds(e->matter, mentions->v[i])) continue;
            uint32_t begin = byte_at(text, mentions->v[i].begin - e->matter.begin), end = byte_at(text, mentions->v[i].end - e->matter.begin);
            for (uint32_t k = begin; k < end; k++)
                if (!utf8_is_cont(bytes[k]) && !(bytes[k] & 0x80)) bytes[k] = ' ';
        }
    }
    for (uint32_t i = LEAST; i < text.n; i++)
        if (text.p[i] == ',' || text.p[i] == ';') text.n = i;
    return bag_of(a, &m->sorts, text, &all) && bag_without(a, all, m->act_nouns, out);
}

/* Words of those whom only a description names, on either side. */
static bool things_of(const facts *f, dm_arena *a, const word_sorts *sorts, const fact_event *e, word_bag *out) {
    const fact_role_list *const lists[] = {&e->actors, &e->recipients};
    dm_buf b = {0};
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < lists[k]->n; i++) {
            const fact_entity *who = &f->entities.v[lists[k]->v[i].entity];
            if (who->key.p) continue;
            buf_put_str(&b, who->name);
            buf_putc(&b, ' ');
        }
    bool ok = buf_ok(&b) && bag_of(a, sorts, buf_str(&b), out);
    buf_free(&b);
    return ok;
}

static dm_date effective_date(const facts *f, const fact_event *e) {
    dm_date d = e->date;
    const dm_date *told = &f->stories.v[e->story].date;
    bool dated = d.best != DM_DAY_NONE || d.from != DM_DAY_NONE || d.to != DM_DAY_NONE;
    if (!dated && e->phase == DM_PHASE_PAST && e->modality == DM_MODALITY_ACTUAL) d.to = told->to != DM_DAY_NONE ? told->to : told->best;
    return d;
}

static dm_day oldest_day(const facts *f, const fact_event *e) {
    const dm_date *told = &f->stories.v[e->story].date;
    dm_day first = told->from != DM_DAY_NONE ? told->from : told->best;
    bool open = e->date.from == DM_DAY_NONE && e->phase == DM_PHASE_PAST && !e->history;
    return open && first != DM_DAY_NONE ? first - TOLD_DAYS : DM_DAY_NONE;
}

bool event_make(const facts *f, dm_arena *a, const merged *all, const fact_event *e, merge_event *m) {
    const word_sorts *sorts = &all->sorts;
    *m = (merge_event){.e = e,
                       .date = effective_date(f, e),
                       .oldest = oldest_day(f, e),
                       .trigger = bag_stem(sorts, e->trigger_text),
                       .deed = bag_stem(sorts, e->deed)};
    return bag_of(a, sorts, e->evidence_text, &m->evidence) && bag_of(a, sorts, around(e), &m->near_words) && about(f, a, all, e, &m->matter) &&
           things_of(f, a, sorts, e, &m->things) && merge_make_side(f, a, &e->actors, &m->actors) &&
           merge_make_side(f, a, &e->recipients, &m->recipients) && merge_make_side(f, a, &e->parties, &m->parties);
}

bool merge_count_words(const facts *f, dm_arena *a, word_counts *out) {
    dm_arena sentence;
    word_sorts sorts;
    bool ok = sorts_init(&sorts, a);
    arena_init(&sentence, 0);
    for (uint32_t i = 0; i < f->events.n && ok; i++) {
        word_bag bag;
        arena_reset(&sentence);
        ok = bag_of(&sentence, &sorts, f->events.v[i].evidence_text, &bag) && bag_count(a, out, &bag);
    }
    arena_free(&sentence);
    return ok;
}

/* Rare words say more: the weights come from the whole set. */
static bool weigh_events(const facts *f, const word_counts *known, dm_arena *a, merged *m) {
    dm_arena step;
    word_counts counts = {0};
    arena_init(&step, 0);
    bool ok = true;
    for (uint32_t i = 0; i < f->events.n && ok && !known; i++) ok = bag_count(&step, &counts, &m->events[i].evidence);
    ok = ok && bag_weights(a, known ? known : &counts, &m->weights);
    arena_free(&step);
    for (uint32_t i = 0; i < f->events.n && ok; i++) {
        merge_event *e = &m->events[i];
        ok = bag_weigh(a, &m->weights, &e->evidence) && bag_weigh(a, &m->weights, &e->near_words) && bag_weigh(a, &m->weights, &e->matter);
    }
    return ok;
}

dm_status merge_regroup(const facts *f, dm_arena *a, merged *m, const uint32_t *root, bool quotes, dm_err *err) {
    cluster_list into = {0};
    DM_TRY(finish(f, a, m, root, &into, quotes ? m->quote_of : m->cluster_of, quotes, err));
    if (quotes) m->quotes.v = into.v, m->quotes.n = into.n, m->quotes.cap = into.cap;
    else m->clusters.v = into.v, m->clusters.n = into.n, m->clusters.cap = into.cap;
    return DM_OK;
}

static dm_status merge_events(const facts *f, dm_arena *a, merged *m, uint32_t *root, dm_err *err) {
    dm_arena step;
    pair_list pairs = {0};
    clash_ctx ctx = {f, m};
    arena_init(&step, 0);
    dm_status s = pair_events(f, &step, m, &pairs, err);
    if (s == DM_OK) s = merge_cluster_pairs(f->events.n, pairs.v, pairs.n, events_clash, &ctx, &step, root, err);
    arena_free(&step);
    return s == DM_OK ? merge_regroup(f, a, m, root, false, err) : s;
}

static dm_status merge_quotes(const facts *f, dm_arena *a, merged *m, uint32_t *root, dm_err *err) {
    dm_arena step;
    pair_list pairs = {0};
    clash_ctx ctx = {f, m};
    arena_init(&step, 0);
    dm_status s = quotes_pair(f, &step, &pairs, err);
    if (s == DM_OK) s = merge_cluster_pairs(f->statements.n, pairs.v, pairs.n, quotes_clash, &ctx, &step, root, err);
    arena_free(&step);
    return s == DM_OK ? merge_regroup(f, a, m, root, true, err) : s;
}

static dm_status find_copies(const facts *f, merged *m, dm_err *err) {
    dm_arena step;
    arena_init(&step, 0);
    dm_status s = copies_find(f, &step, m->origin_of, err);
    arena_free(&step);
    return s;
}

dm_status merge_run(const facts *f, const word_counts *known, dm_arena *a, merged *out, dm_err *err) {
    *out = (merged){0};
    uint32_t most = f->events.n > f->statements.n ? f->events.n : f->statements.n;
    uint32_t *root = ARENA_NEW(a, uint32_t, most + 1);
    out->quote_of = ARENA_NEW(a, uint32_t, f->statements.n + 1);
    out->events = ARENA_NEW(a, merge_event, f->events.n + 1);
    out->cluster_of = ARENA_NEW(a, uint32_t, f->events.n + 1);
    out->origin_of = ARENA_NEW(a, uint32_t, f->stories.n + 1);
    if (!root || !out->quote_of || !out->events || !out->cluster_of || !out->origin_of) return err_memory(err, "merging");
    if (!sorts_init(&out->sorts, a) || !bag_of(a, &out->sorts, DM_STR(ACT_NOUNS), &out->act_nouns)) return err_memory(err, "merging");
    for (uint32_t i = 0; i < f->events.n; i++)
        if (!event_make(f, a, out, &f->events.v[i], &out->events[i])) return err_memory(err, "merging");
    if (!weigh_events(f, known, a, out)) return err_memory(err, "merging");
    DM_TRY(find_copies(f, out, err));
    DM_TRY(merge_events(f, a, out, root, err));
    return merge_quotes(f, a, out, root, err);
}
