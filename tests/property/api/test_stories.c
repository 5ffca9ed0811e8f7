/* What holds for many stories: the same bytes with any number of threads, the same ledger too; and facts that were stored and
 * loaded are the facts of the document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/stories.h"
#include "api/engine.h"
#include "document/facts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { N_STORIES = 200 };

static dm_engine *engine;
static char folder[] = "/tmp/demarche-stories-XXXXXX";
static char feed[64];
static dm_err err;

static const char *in_folder(const char *name) {
    static char paths[8][64];
    static uint32_t n;
    char *p = paths[n++ % 8];
    snprintf(p, sizeof paths[0], "%s/%s", folder, name);
    return p;
}

static int write_feed(void) {
    uint64_t seed = 4711;
    dm_buf text = {0}, line = {0};
    snprintf(feed, sizeof feed, "%s/feed.jsonl", folder);
    FILE *f = fopen(feed, "wb");
    if (!f) return 1;
    for (uint32_t i = 0; i < N_STORIES; i++) {
        stories_make(&seed, i % 30, &text);
        buf_clear(&line);
        if (i % 50 == 49) {
            buf_puts(&line, "{\"id\": broken\n");
        } else {
            buf_printf(&line, "{\"id\":\"s%u\",\"outlet\":\"Wire %u\",\"date\":\"2019-03-%02u\",\"text\":", i % 190, i % 3, 1 + i % 28);
            buf_put_json(&line, buf_str(&text));
            buf_puts(&line, "}\n");
        }
        fwrite(line.p, 1, line.n, f);
    }
    buf_free(&text);
    buf_free(&line);
    return fclose(f);
}

static int set_up(void **state) {
    (void)state;
    if (!mkdtemp(folder) || write_feed() != 0) return 1;
    if (dm_engine_open(NULL, &engine, &err) == DM_OK) return 0;
    fprintf(stderr, "%s\nThis test needs model and lexicon in the build folder: make build.\n", err.msg);
    return 1;
}

static int tear_down(void **state) {
    (void)state;
    static const char *const names[] = {"feed.jsonl", "1.db", "2.db", "5.db", "facts.db", "facts.db-wal", "facts.db-shm"};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) unlink(in_folder(names[i]));
    rmdir(folder);
    dm_engine_close(engine);
    return 0;
}

/* ---- threads ---- */

static dm_status take(void *user, const char *data, size_t size) {
    buf_put(user, data, size);
    return DM_OK;
}

static dm_run run_with(uint32_t threads) {
    static const char *paths[1];
    paths[0] = feed;
    return (dm_run){.paths = paths, .n_paths = 1, .threads = threads};
}

static void same(const dm_buf *a, const dm_buf *b) {
    assert_true(a->n > 1000);
    assert_int_equal(a->n, b->n);
    assert_memory_equal(a->p, b->p, a->n);
}

static void threads_change_no_line(void **state) {
    (void)state;
    dm_buf want = {0};
    for (uint32_t threads = 1; threads <= 5; threads += threads == 1 ? 1 : 3) {
        dm_run run = run_with(threads);
        dm_buf got = {0};
        dm_totals totals;
        assert_int_equal(dm_code(engine, &run, take, threads == 1 ? &want : &got, &totals, &err), DM_OK);
        assert_int_equal(totals.stories, N_STORIES);
        assert_int_equal(totals.failed, N_STORIES / 50);
        if (threads > 1) same(&want, &got);
        buf_free(&got);
    }
    buf_free(&want);
}

static void ledger_with(uint32_t threads, dm_buf *out) {
    static const dm_table tables[] = {DM_TABLE_STORIES, DM_TABLE_ENTITIES, DM_TABLE_STATEMENTS, DM_TABLE_EVENTS, DM_TABLE_OFFERS, DM_TABLE_TIMELINE};
    char name[16];
    dm_ledger *ledger;
    dm_run run = run_with(threads);
    snprintf(name, sizeof name, "%u.db", threads);
    assert_int_equal(dm_ledger_open(in_folder(name), DM_OPEN_CREATE, &ledger, &err), DM_OK);
    assert_int_equal(dm_ledger_read(ledger, engine, &run, NULL, &err), DM_OK);
    for (uint32_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        dm_query query = {.table = tables[t], .all = true};
        dm_rows *rows;
        assert_int_equal(dm_ledger_query(ledger, &query, &rows, &err), DM_OK);
        while (dm_rows_next(rows)) {
            size_t n;
            const char *json = dm_rows_json(rows, &n);
            buf_put(out, json, n);
            buf_putc(out, '\n');
        }
        dm_rows_close(rows);
    }
    dm_ledger_close(ledger);
}

static void threads_change_no_ledger(void **state) {
    (void)state;
    dm_buf want = {0}, got = {0};
    ledger_with(1, &want);
    for (uint32_t threads = 2; threads <= 5; threads += 3) {
        buf_clear(&got);
        ledger_with(threads, &got);
        same(&want, &got);
    }
    buf_free(&want);
    buf_free(&got);
}

/* ---- facts ---- */

static void same_str(dm_str a, dm_str b) { assert_true(str_eq(a, b)); } /* a null is stored as one; empty text may come back as null */
static void same_span(dm_span a, dm_span b) { assert_true(a.begin == b.begin && a.end == b.end); }
static void same_real(double a, double b) { assert_true((isnan(a) && isnan(b)) || fabs(a - b) < 0.0051); } /* stored with two decimals */

static void same_date(const dm_date *a, const dm_date *b) {
    assert_true(a->best == b->best && a->from == b->from && a->to == b->to && a->basis == b->basis);
}

static void same_roles(const fact_role_list *a, const fact_role_list *b) {
    assert_int_equal(a->n, b->n);
    for (uint32_t i = 0; i < a->n; i++) {
        assert_true(a->v[i].entity == b->v[i].entity && a->v[i].capacity == b->v[i].capacity);
        same_str(a->v[i].role, b->v[i].role);
        same_str(a->v[i].code, b->v[i].code);
    }
}

static void same_entity(const fact_entity *a, const fact_entity *b) {
    assert_true(a->kind == b->kind && a->story == b->story && a->mentions.n == b->mentions.n);
    for (uint32_t i = 0; i < a->mentions.n; i++) same_span(a->mentions.v[i], b->mentions.v[i]);
    same_str(a->id, b->id);
    same_str(a->key, b->key);
    same_str(a->name, b->name);
    same_str(a->country, b->country);
    same_str(a->sector, b->sector);
    same_str(a->code, b->code);
    same_str(a->wikidata, b->wikidata);
}

static void same_event(const fact_event *a, const fact_event *b) {
    assert_true(a->story == b->story && a->type == b->type && a->force == b->force && a->polarity == b->polarity);
    assert_true(a->modality == b->modality && a->phase == b->phase && a->history == b->history && a->quad == b->quad);
    assert_true(a->has_matter == b->has_matter && a->anaphoric == b->anaphoric);
    const dm_str x[] = {a->id,    a->cameo,     a->modes, a->issue,        a->deed,          a->head,
                        a->venue, a->statement, a->frame, a->trigger_text, a->evidence_text, a->matter_text};
    const dm_str y[] = {b->id,    b->cameo,     b->modes, b->issue,        b->deed,          b->head,
                        b->venue, b->statement, b->frame, b->trigger_text, b->evidence_text, b->matter_text};
    for (uint32_t i = 0; i < sizeof x / sizeof *x; i++) same_str(x[i], y[i]);
    same_real(a->intensity, b->intensity);
    same_real(a->goldstein, b->goldstein);
    same_real(a->confidence, b->confidence);
    same_date(&a->date, &b->date);
    same_roles(&a->actors, &b->actors);
    same_roles(&a->recipients, &b->recipients);
    same_roles(&a->parties, &b->parties);
    same_span(a->trigger, b->trigger);
    same_span(a->evidence, b->evidence);
    same_span(a->matter, b->matter);
}

static void same_statement(const fact_statement *a, const fact_statement *b) {
    assert_true(a->story == b->story && a->speaker == b->speaker && a->capacity == b->capacity && a->mode == b->mode && a->act == b->act);
    same_str(a->id, b->id);
    same_str(a->content_text, b->content_text);
    same_str(a->occasion, b->occasion);
    same_real(a->confidence, b->confidence);
    same_date(&a->date, &b->date);
    same_span(a->cue, b->cue);
    same_span(a->content, b->content);
}

static void same_facts(const facts *a, const facts *b) {
    assert_int_equal(a->stories.n, b->stories.n);
    assert_int_equal(a->entities.n, b->entities.n);
    assert_int_equal(a->events.n, b->events.n);
    assert_int_equal(a->statements.n, b->statements.n);
    for (uint32_t i = 0; i < a->stories.n; i++) {
        const fact_story *x = &a->stories.v[i], *y = &b->stories.v[i];
        assert_true(x->n_entities == y->n_entities && x->n_events == y->n_events && x->n_statements == y->n_statements);
        same_str(x->id, y->id);
        same_str(x->outlet, y->outlet);
        same_str(x->title, y->title);
        same_str(x->url, y->url);
        same_str(x->text, y->text);
        same_date(&x->date, &y->date);
    }
    for (uint32_t i = 0; i < a->entities.n; i++) same_entity(&a->entities.v[i], &b->entities.v[i]);
    for (uint32_t i = 0; i < a->events.n; i++) same_event(&a->events.v[i], &b->events.v[i]);
    for (uint32_t i = 0; i < a->statements.n; i++) same_statement(&a->statements.v[i], &b->statements.v[i]);
}

static void stored_facts_are_the_facts(void **state) {
    (void)state;
    enum { N = 24 };
    uint64_t seed = 31;
    dm_buf text = {0};
    pipeline_worker *w;
    store *s;
    dm_provenance made_by = pipeline_provenance(engine->pl);
    dm_arena mine, loaded, arenas[N];
    arena_init(&mine, 0);
    arena_init(&loaded, 0);
    facts want = {.arena = &mine}, got = {.arena = &loaded};
    assert_int_equal(pipeline_worker_new(engine->pl, &w, NULL), DM_OK);
    assert_int_equal(store_open(in_folder("facts.db"), DM_OPEN_CREATE, &s, &err), DM_OK);
    for (uint32_t i = 0; i < N; i++) {
        char id[8];
        dm_printer pr;
        arena_init(&arenas[i], 0);
        dm_doc doc = {.arena = &arenas[i]};
        snprintf(id, sizeof id, "s%02u", i);
        stories_make(&seed, i, &text);
        dm_raw raw = {.id = str_from(id),
                      .body = buf_str(&text),
                      .date = DM_STR("2019-03-05"),
                      .outlet = DM_STR("Wire"),
                      .title = DM_STR("Talks \u2013 again")};
        assert_int_equal(pipeline_code(w, &raw, &doc, &err), DM_OK);
        assert_int_equal(printer_init(&pr, &doc, &err), DM_OK);
        store_name name = {.name = str_from(id), .hash = i, .text_hash = i};
        assert_int_equal(store_put(s, &pr, &name, &made_by, &err), DM_OK);
        assert_int_equal(facts_add_doc(&want, &pr, &err), DM_OK);
    }
    assert_int_equal(store_load(s, &got, &err), DM_OK);
    assert_true(want.events.n > 20 && want.statements.n > 20);
    same_facts(&want, &got);
    store_close(s);
    pipeline_worker_free(w);
    for (uint32_t i = 0; i < N; i++) arena_free(&arenas[i]);
    arena_free(&mine);
    arena_free(&loaded);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stored_facts_are_the_facts),
        cmocka_unit_test(threads_change_no_line),
        cmocka_unit_test(threads_change_no_ledger),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
