/* Merging and folding rows that nobody coded: N events in N/4 stories, made by a seed, among 60 states over ten years. Prints
 * time and memory for 10,000, 100,000 and 1,000,000 events (or those given as arguments), and how both grow. */
#include "base/map.h"
#include "ledger/ledger.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { STATES = 60, YEARS_DAYS = 3650 };

static uint64_t next(uint64_t *seed) {
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return *seed >> 11;
}

static const char *const verbs[] = {"seized",   "proposed", "rejected", "accepted", "condemned",
                                    "expelled", "visited",  "released", "offered",  "detained"};
static const dm_plover types[] = {DM_PLOVER_COERCE,   DM_PLOVER_AGREE,   DM_PLOVER_REJECT,  DM_PLOVER_AGREE, DM_PLOVER_ACCUSE,
                                  DM_PLOVER_SANCTION, DM_PLOVER_CONSULT, DM_PLOVER_RETREAT, DM_PLOVER_AGREE, DM_PLOVER_COERCE};
static const dm_force forces[] = {DM_FORCE_NONE, DM_FORCE_PROPOSE, DM_FORCE_REJECT, DM_FORCE_ACCEPT,  DM_FORCE_NONE,
                                  DM_FORCE_NONE, DM_FORCE_NONE,    DM_FORCE_NONE,   DM_FORCE_PROPOSE, DM_FORCE_NONE};
static const char *const things[] = {
    "six trawlers", "a summit on the border", "the inspection of plants", "a ban on nets", "two engineers", "tariffs on steel", "a hotline"};

static uint32_t add_state(facts *f, uint32_t story, uint32_t state) {
    fact_entity *e = VEC_PUSH(f->arena, &f->entities);
    if (!e) exit(1);
    dm_str code = arena_printf(f->arena, "%c%c%c", 'A' + state / 26, 'A' + state % 26, 'X');
    *e = (fact_entity){.id = code, .key = code, .name = code, .country = code, .kind = DM_ENTITY_STATE, .story = story};
    return f->entities.n - 1;
}

static void add_role(facts *f, fact_role_list *list, uint32_t entity) {
    fact_role *r = VEC_PUSH(f->arena, list);
    if (!r) exit(1);
    *r = (fact_role){entity, DM_CAPACITY_BINDING, DM_STR_NONE, DM_STR_NONE};
}

static void make(facts *f, uint64_t n) {
    enum { EVENTS = 4 };
    uint64_t seed = 88172645463325252u, n_stories = (n + EVENTS - 1) / EVENTS;
    if (!VEC_RESERVE(f->arena, &f->stories, n_stories) || !VEC_RESERVE(f->arena, &f->entities, 2 * n_stories) ||
        !VEC_RESERVE(f->arena, &f->events, n_stories * EVENTS))
        exit(1);
    for (uint64_t s = 0; s * EVENTS < n; s++) {
        fact_story *story = VEC_PUSH(f->arena, &f->stories);
        dm_day told = day_of(1990, 1, 1) + (dm_day)(next(&seed) % YEARS_DAYS);
        if (!story) exit(1);
        *story = (fact_story){.id = arena_printf(f->arena, "s%08llu", (unsigned long long)s),
                              .outlet = arena_printf(f->arena, "Wire %u", (unsigned)(s % 12)),
                              .date = {.best = told, .from = told, .to = told}};
        uint32_t a = add_state(f, f->stories.n - 1, (uint32_t)(next(&seed) % STATES)),
                 b = add_state(f, f->stories.n - 1, (uint32_t)(next(&seed) % STATES));
        dm_buf text = {0};
        uint32_t ats[EVENTS], kinds[EVENTS], what[EVENTS];
        for (uint32_t i = 0; i < EVENTS; i++) {
            ats[i] = (uint32_t)text.n;
            kinds[i] = (uint32_t)(next(&seed) % 10), what[i] = (uint32_t)(next(&seed) % 7);
            buf_printf(&text, "%.*s %s %s of %.*s near place%llu and place%llu.\n", DM_STR_ARG(f->entities.v[a].name), verbs[kinds[i]],
                       things[what[i]], DM_STR_ARG(f->entities.v[b].name), (unsigned long long)(next(&seed) % 5000),
                       (unsigned long long)(next(&seed) % 5000));
        }
        f->stories.v[f->stories.n - 1].text = arena_str(f->arena, buf_str(&text));
        for (uint32_t i = 0; i < EVENTS; i++) {
            fact_event *e = VEC_PUSH(f->arena, &f->events);
            if (!e) exit(1);
            dm_str all = f->stories.v[f->stories.n - 1].text, line = str_sub(all, ats[i], i + 1 < EVENTS ? ats[i + 1] - 1 : all.n - 1);
            uint32_t n_verb = (uint32_t)strlen(verbs[kinds[i]]);
            dm_day day = told - (dm_day)(next(&seed) % 3);
            *e = (fact_event){.id = arena_printf(f->arena, "e%010u", f->events.n),
                              .story = f->stories.n - 1,
                              .type = types[kinds[i]],
                              .force = forces[kinds[i]],
                              .date = {.best = day, .from = day, .to = day},
                              .trigger = {ats[i] + 4, ats[i] + 4 + n_verb},
                              .evidence = {ats[i], ats[i] + line.n},
                              .matter = DM_SPAN_NONE,
                              .condition = DM_SPAN_NONE,
                              .trigger_text = str_from(verbs[kinds[i]]),
                              .evidence_text = line,
                              .has_matter = forces[kinds[i]] != DM_FORCE_NONE,
                              .intensity = NAN,
                              .goldstein = NAN,
                              .confidence = 0.8};
            if (e->has_matter) e->matter_text = str_from(things[what[i]]), e->deed = e->matter_text;
            add_role(f, &e->actors, a);
            add_role(f, &e->recipients, b);
        }
        buf_free(&text);
    }
}

/* Of what was merged, offered and answered: the same before and after a change that is to change time alone. */
static uint64_t digest(const merged *m, const ledger_book *l) {
    uint64_t h = 0;
    for (uint32_t c = 0; c < m->clusters.n; c++)
        h = hash_bytes(m->clusters.v[c].v, m->clusters.v[c].n * sizeof(uint32_t)) ^ (h * 31 + m->clusters.v[c].independent);
    for (uint32_t o = 0; o < l->offers.n; o++) {
        const ledger_offer *offer = &l->offers.v[o];
        h = hash_bytes(offer->versions.v, offer->versions.n * sizeof(uint32_t)) ^ (h * 31);
        for (uint32_t r = 0; r < offer->replies.n; r++) h = h * 31 + offer->replies.v[r].event;
        for (uint32_t s = 0; s < offer->states.n; s++) h = h * 31 + (uint64_t)offer->states.v[s].state;
    }
    for (uint32_t c = 0; c < l->contradictions.n; c++) h = h * 31 + l->contradictions.v[c].subject;
    return h;
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int fold(uint64_t n) {
    dm_arena facts_arena, arena;
    arena_init(&facts_arena, 0);
    arena_init(&arena, 0);
    facts f = {.arena = &facts_arena};
    merged m;
    ledger_book l;
    dm_err err = {0};
    make(&f, n);
    double start = seconds();
    if (merge_run(&f, NULL, &arena, &m, &err) != DM_OK) return printf("%s\n", err.msg), 1;
    double merged_at = seconds();
    if (ledger_fold(&f, &m, &arena, &l, &err) != DM_OK) return printf("%s\n", err.msg), 1;
    double end = seconds();
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("%9llu events: merging %.2f s, folding %.2f s, %.2f us an event; most memory so far %ld MB, %.0f bytes an event; %u merged, %u offers, %u "
           "contradictions; digest %016llx\n",
           (unsigned long long)n, merged_at - start, end - merged_at, 1e6 * (end - start) / (double)n, use.ru_maxrss / 1024,
           1024.0 * (double)use.ru_maxrss / (double)n, m.clusters.n, l.offers.n, l.contradictions.n, (unsigned long long)digest(&m, &l));
    fflush(stdout);
    arena_free(&arena);
    arena_free(&facts_arena);
    return 0;
}

int main(int argc, char **argv) {
    static const uint64_t sizes[] = {10000, 100000, 1000000};
    int bad = 0;
    for (int i = 1; i < argc; i++) bad |= fold(strtoull(argv[i], NULL, 10));
    for (uint32_t i = 0; argc < 2 && i < 3; i++) bad |= fold(sizes[i]);
    return bad;
}
