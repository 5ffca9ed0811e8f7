/* The tables of folded rows with rows that nobody coded: N events among 60 states over twenty years, made by a seed and put in by the
 * store's own filling. Prints how long filling takes, bytes an event, and the median and the 99th hundredth of the times of each
 * question that the page asks. Usage: bench_api [N [FILE]]; FILE (default bench_api.db) is removed at the end. */
#include "demarche.h"

#include "base/map.h"
#include "document/doc.h"
#include "store/folded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { STATES = 60, DAYS = 7300, ASKED = 40 };

static const char *const types[] = {"AGREE", "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "COERCE", "ASSAULT", "SANCTION"};
static const char *const issues[] = {"water", "border", "nuclear", "fisheries", "trade", "prisoners", "sanctions", "ceasefire"};
static const char *const nouns[] = {"ministry",   "envoy",   "river",    "harbour", "treaty",   "convoy",
                                    "delegation", "embassy", "pipeline", "island",  "garrison", "council"};
static dm_err err;

static void must(dm_status status) {
    if (status == DM_OK) return;
    fprintf(stderr, "bench_api: %s\n", err.msg);
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t next(uint64_t *seed) {
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return *seed >> 11;
}

/* A few states are in most of the news. */
static uint32_t state_of(uint64_t *seed) {
    uint32_t a = (uint32_t)(next(seed) % STATES), b = (uint32_t)(next(seed) % STATES);
    return a < b ? a : b;
}

typedef struct made {
    dm_buf json, values, words, counts, sentence;
    char id[24], actor[4], recipient[4], outlet[16];
    fold_row row;
} made;

static void put_json(made *m, uint64_t n, dm_day day, const char *type, const char *issue) {
    int y, mo, d;
    char date[80];
    day_split(day, &y, &mo, &d);
    snprintf(date, sizeof date, "%04d-%02d-%02d", y, mo, d);
    buf_printf(
        &m->json,
        "{\"id\":\"%s\",\"type\":\"%s\",\"modes\":[],\"cameo\":null,\"quad\":1,\"intensity\":1.00,\"goldstein\":2.00,\"actors\":[{\"entity\":\"%s\","
        "\"name\":\"%s\",\"country\":\"%s\",\"role\":null,\"capacity\":\"binding\",\"code\":null}],\"recipients\":[{\"entity\":\"%s\",\"name\":\"%"
        "s\","
        "\"country\":\"%s\",\"role\":null,\"capacity\":\"binding\",\"code\":null}],\"force\":\"none\",\"matter\":{\"issue\":\"%s\",\"deed\":null,"
        "\"head\":null,\"venue\":null,\"text\":null},\"polarity\":\"affirmed\",\"modality\":\"actual\",\"phase\":\"done\",\"history\":false,"
        "\"statement\":null,\"date\":{\"best\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"basis\":\"adverbial\",\"reasons\":[]},\"sentence\":\"%s\","
        "\"reports\":[{\"story\":\"s%llu\",\"outlet\":\"%s\",\"id\":\"%s\",\"span\":[10,17]}],\"independent_sources\":1}",
        m->id, type, m->actor, m->actor, m->actor, m->recipient, m->recipient, m->recipient, issue, date, date, date, buf_cstr(&m->sentence),
        (unsigned long long)n / 4, m->outlet, m->id);
    const char *const columns[] = {date, m->actor, type, m->recipient, "", issue, "done", buf_cstr(&m->sentence), "1", m->id, m->outlet};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) buf_printf(&m->values, "%zu ", strlen(columns[i]));
    buf_putc(&m->values, ':');
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) buf_puts(&m->values, columns[i]);
}

static void tag(made *m, dm_arena *a, fold_side side, const char *key) {
    fold_tag *t = VEC_PUSH(a, &m->row.tags);
    if (!t) exit(1);
    *t = (fold_tag){side, str_from(key), false};
}

static void id_of(made *m, dm_arena *a, const char *id) {
    uint64_t *hash = VEC_PUSH(a, &m->row.ids);
    if (!hash) exit(1);
    *hash = hash_bytes(id, strlen(id));
}

static void count(fold_fill *fill, const made *m, dm_day day, const char *type, const char *issue, uint32_t quad) {
    int y, mo, d;
    char both[16];
    day_split(day, &y, &mo, &d);
    dm_day month = day_of(y, mo, 1);
    const struct {
        fold_dim dim;
        const char *value;
    } all[] = {{FOLD_ACTOR, m->actor}, {FOLD_RECIPIENT, m->recipient}, {FOLD_N_TYPE, type},
               {FOLD_N_FORCE, "none"}, {FOLD_N_ISSUE, issue},          {FOLD_N_OUTLET, m->outlet}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        must(fold_fill_count(fill, all[i].dim, str_from(all[i].value), month, quad, m->row.seen, &err));
    must(fold_fill_count(fill, FOLD_ALL, DM_STR(""), day, quad, m->row.seen, &err));
    must(fold_fill_count(fill, FOLD_ALL_MONTHS, DM_STR(""), month, quad, m->row.seen, &err));
    snprintf(both, sizeof both, "%s\x1e%s", m->actor, m->recipient);
    must(fold_fill_count(fill, FOLD_PAIR, str_from(both), month, quad, m->row.seen, &err));
    bool swap = strcmp(m->actor, m->recipient) > 0;
    snprintf(both, sizeof both, "%s-%s", swap ? m->recipient : m->actor, swap ? m->actor : m->recipient);
    if (strcmp(m->actor, m->recipient) != 0) must(fold_fill_count(fill, FOLD_DYAD, str_from(both), month, quad, m->row.seen, &err));
}

static void put_event(fold_fill *fill, made *m, dm_arena *a, uint64_t i, dm_day day, uint64_t *seed) {
    dm_buf *const bufs[] = {&m->json, &m->values, &m->words, &m->counts, &m->sentence};
    uint32_t from = state_of(seed), to = state_of(seed), quad = 1 + (uint32_t)(next(seed) % 4);
    const char *type = types[next(seed) % 10], *issue = issues[next(seed) % 8];
    for (int b = 0; b < 5; b++) buf_clear(bufs[b]);
    arena_reset(a);
    snprintf(m->id, sizeof m->id, "e%012llx", (unsigned long long)i);
    snprintf(m->actor, sizeof m->actor, "%c%cX", (int)('A' + from / 26), (int)('A' + from % 26));
    snprintf(m->recipient, sizeof m->recipient, "%c%cX", (int)('A' + to / 26), (int)('A' + to % 26));
    snprintf(m->outlet, sizeof m->outlet, "Outlet %u", (unsigned)(next(seed) % 200));
    buf_printf(&m->sentence, "The %s of %s met the %s of %s over the %s near place%u on what the %s had said.", nouns[next(seed) % 12], m->actor,
               nouns[next(seed) % 12], m->recipient, nouns[next(seed) % 12], (unsigned)(next(seed) % 50000), nouns[next(seed) % 12]);
    m->row = (fold_row){
        .kind = FOLD_EVENTS, .day = day, .first = day, .last = day, .filters = 63, .seen = i % 3 ? 7u : FOLD_COUNTED_ALL, .id = str_from(m->id)};
    if (i % 10 == 0) m->row.first = day - 20, m->row.last = day + 10;
    put_json(m, i, day, type, issue);
    tag(m, a, FOLD_ACTOR_IS, m->actor), tag(m, a, FOLD_ACTOR_NAME, m->actor);
    tag(m, a, FOLD_RECIPIENT_IS, m->recipient), tag(m, a, FOLD_RECIPIENT_NAME, m->recipient);
    tag(m, a, FOLD_OUTLET, m->outlet), tag(m, a, FOLD_ISSUE, issue), tag(m, a, FOLD_TYPE, type), tag(m, a, FOLD_TYPE, "none");
    if (i % 1000 == 0) tag(m, a, FOLD_WIDE, ""), m->row.first = INT32_MIN;
    id_of(m, a, m->id), id_of(m, a, m->actor), id_of(m, a, m->recipient);
    word_list_put(&m->words, buf_str(&m->sentence));
    buf_printf(&m->counts, "%u\x1e\x1f%s\x1e\x1fnone\x1e\x1f%s\x1e\x1f%s\x1e\x1f%s\x1e\x1f%s\x1e", quad, type, issue, m->actor, m->recipient,
               m->outlet);
    m->row.sentence = buf_str(&m->sentence), m->row.values = buf_str(&m->values), m->row.json = buf_str(&m->json);
    m->row.words = buf_str(&m->words), m->row.counts = buf_str(&m->counts);
    must(fold_fill_put(fill, &m->row, &err));
    count(fill, m, day, type, issue, quad);
}

static void make(const char *path, uint64_t n) {
    store *s;
    fold_fill *fill;
    dm_arena a;
    made m = {.row = {.kind = FOLD_EVENTS}};
    uint64_t seed = 88172645463325252u, state;
    arena_init(&a, 0);
    must(store_open(path, DM_OPEN_CREATE, &s, &err));
    must(fold_fill_begin(s, &fill, &err));
    for (uint64_t i = 0; i < n; i++) put_event(fill, &m, &a, i, day_of(2000, 1, 1) + (dm_day)(i * DAYS / n), &seed);
    must(store_state(s, &state, &err));
    must(fold_fill_end(fill, state, &err));
    fold_fill_stop(fill);
    store_close(s);
    arena_free(&a);
    dm_buf *const bufs[] = {&m.json, &m.values, &m.words, &m.counts, &m.sentence};
    for (int b = 0; b < 5; b++) buf_free(bufs[b]);
}

static int cmp_times(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

/* What is asked, with other states, days and words each time. */
static void ask(dm_ledger *ledger, const char *name, dm_query q, bool actor, bool recipient, bool range, bool word) {
    double times[ASKED];
    uint64_t seed = 4711, rows = 0;
    for (int i = 0; i < ASKED; i++) {
        char one[4], other[4], from[16], to[16], text[32];
        uint32_t x = state_of(&seed), y = state_of(&seed), month = (uint32_t)(next(&seed) % 239);
        snprintf(one, sizeof one, "%c%cX", (int)('A' + x / 26), (int)('A' + x % 26));
        snprintf(other, sizeof other, "%c%cX", (int)('A' + y / 26), (int)('A' + y % 26));
        snprintf(from, sizeof from, "%u-%02u", 2000 + month / 12, month % 12 + 1);
        snprintf(to, sizeof to, "%u-%02u", 2000 + (month + 1) / 12, (month + 1) % 12 + 1);
        snprintf(text, sizeof text, "%s place%u", nouns[next(&seed) % 12], (unsigned)(next(&seed) % 50000));
        if (actor) q.actor = one;
        if (recipient) q.recipient = other;
        if (range) q.from = from, q.to = to;
        if (word) q.search = text;
        dm_rows *found = NULL;
        double begun = now();
        must(dm_ledger_query(ledger, &q, &found, &err));
        times[i] = (now() - begun) * 1e3;
        while (dm_rows_next(found)) rows++;
        dm_rows_close(found);
    }
    qsort(times, ASKED, sizeof *times, cmp_times);
    printf("%-44s p50 %9.2f ms   p99 %9.2f ms   %8.1f rows\n", name, times[ASKED / 2], times[ASKED - 1], (double)rows / ASKED);
    fflush(stdout);
}

int main(int argc, char **argv) {
    uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    const char *path = argc > 2 ? argv[2] : "bench_api.db";
    char more[512];
    struct stat st;
    dm_ledger *ledger;
    double begun = now();
    make(path, n);
    if (stat(path, &st) != 0) return 1;
    printf("%llu events filled in %.0f s, %.0f bytes an event\n", (unsigned long long)n, now() - begun, (double)st.st_size / (double)n);
    fflush(stdout);
    must(dm_ledger_open(path, DM_OPEN_READ, &ledger, &err));
    dm_query page = {.table = DM_TABLE_EVENTS, .limit = 501}, counts = {.table = DM_TABLE_COUNT};
    ask(ledger, "meta (count of all)", (dm_query){.table = DM_TABLE_COUNT, .all = true}, false, false, false, false);
    counts.by = "month,quad";
    ask(ledger, "count by month,quad", counts, false, false, false, false);
    ask(ledger, "count by month,quad of an actor", counts, true, false, false, false);
    ask(ledger, "count by month,quad of a pair", counts, true, true, false, false);
    ask(ledger, "count by month,quad of two months", counts, false, false, true, false);
    ask(ledger, "count by month,quad of a pair, two months", counts, true, true, true, false);
    counts.by = "actor";
    ask(ledger, "count by actor", counts, false, false, false, false);
    counts.by = "dyad";
    ask(ledger, "count by dyad", counts, false, false, false, false);
    counts.by = "outlet";
    ask(ledger, "count by outlet", counts, false, false, false, false);
    ask(ledger, "first page of events", page, false, false, false, false);
    ask(ledger, "first page of an actor", page, true, false, false, false);
    ask(ledger, "first page of a pair", page, true, true, false, false);
    ask(ledger, "first page of two months", page, false, false, true, false);
    ask(ledger, "first page of a pair in two months", page, true, true, true, false);
    ask(ledger, "first page of words", page, false, false, false, true);
    page.id = "e000000000400";
    ask(ledger, "one row by its id", page, false, false, false, false);
    dm_ledger_close(ledger);
    for (int i = 0; i < 3; i++) {
        snprintf(more, sizeof more, "%s%s", path, i == 0 ? "" : i == 1 ? "-wal" : "-shm");
        unlink(more);
    }
    return 0;
}
