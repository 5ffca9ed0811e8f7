/* The ways into explain.c: a row of a file, read afresh, and a row of the ledger, whose story is coded again; with the ledger's own
 * part: an offer's acts, and who else reports an event. */
#include "api/answer.h"
#include "api/runs.h"
#include "pipeline/pipeline.h"

/* Codes raw with traces and prints the row; DM_E_NOT_FOUND when the story has no such row. */
static dm_status explain_raw(const dm_engine *engine, const dm_raw *raw, dm_str id, dm_buf *out, dm_err *err) {
    dm_arena arena;
    dm_doc doc = {.arena = &arena, .want_trace = true};
    pipeline_worker *w = NULL;
    dm_printer pr;
    arena_init(&arena, PIPELINE_STORY_BUDGET);
    dm_status s = pipeline_worker_new(engine->pl, &w, err);
    if (s == DM_OK) s = pipeline_code(w, raw, &doc, err);
    if (s == DM_OK) s = printer_init(&pr, &doc, err);
    if (s == DM_OK && !explain_row(out, &pr, id)) s = err_set(err, DM_E_NOT_FOUND, 0, "%.*s: no such row in this story", DM_STR_ARG(id));
    if (s == DM_OK && !buf_ok(out)) s = err_memory(err, "the explanation");
    pipeline_worker_free(w);
    arena_free(&arena);
    return s;
}

static dm_status give(dm_buf *out, dm_sink *sink, void *user, dm_status s, dm_err *err) {
    if (s == DM_OK && sink(user, out->p, out->n) != DM_OK) s = err_set(err, DM_E_IO, 0, "cannot write the output");
    buf_free(out);
    return s;
}

dm_status dm_explain_file(const dm_engine *engine, const char *path, const char *id, dm_sink *sink, void *user, dm_err *err) {
    reader *r = NULL;
    dm_buf out = {0};
    dm_arena arena;
    arena_init(&arena, 0);
    dm_status s = reader_open(&path, 1, NULL, &r, err), found = DM_E_NOT_FOUND;
    while (s == DM_OK) {
        dm_raw raw = {0};
        reader_at at;
        s = reader_next(r, &arena, &raw, &at, err);
        if (s == DM_E_END) break;
        if (s == DM_OK) {
            dm_status e = explain_raw(engine, &raw, str_from(id), &out, err);
            if (e == DM_OK) found = DM_OK;
            if (e == DM_OK && id) break;
            s = e == DM_E_NOT_FOUND ? DM_OK : e;
        }
        arena_reset(&arena);
    }
    if (s == DM_E_END) s = DM_OK;
    if (s == DM_OK && found != DM_OK)
        s = err_set(err, DM_E_NOT_FOUND, 0, "%s: no row %s in it; list them with: demarche explain --story %s", path, id ? id : "", path);
    if (r) reader_close(r);
    arena_free(&arena);
    return give(&out, sink, user, s, err);
}

/* An offer of the ledger: its acts, each by its own story. */
static bool put_offer(dm_buf *out, const folded *k, dm_str id) {
    for (uint32_t o = 0; o < k->l.offers.n; o++) {
        const ledger_offer *offer = &k->l.offers.v[o];
        if (!str_eq(offer->id, id)) continue;
        buf_printf(out, "%.*s, offer (%s)\n", DM_STR_ARG(id), dm_force_text(offer->force));
        for (uint32_t v = 0; v < offer->versions.n; v++) {
            const merge_cluster *c = &k->m.clusters.v[offer->versions.v[v]];
            buf_printf(out, "\nversion %u, ", v);
            date_put_text(out, &c->date);
            buf_printf(out, ", %u independent source%s\n", c->independent, c->independent == 1 ? "" : "s");
            for (uint32_t i = 0; i < c->n; i++) {
                const fact_event *e = &k->f.events.v[c->v[i]];
                buf_printf(out, "  %.*s in %.*s: ", DM_STR_ARG(e->id), DM_STR_ARG(k->f.stories.v[e->story].id));
                explain_put_line(out, e->evidence_text);
                buf_putc(out, '\n');
            }
        }
        for (uint32_t r = 0; r < offer->replies.n; r++) {
            const ledger_reply *reply = &offer->replies.v[r];
            const merge_cluster *c = &k->m.clusters.v[reply->cluster];
            buf_printf(out, "\n%s (%s), ", reply->reaction ? "reaction" : "reply", dm_force_text(reply->kind));
            date_put_text(out, &c->date);
            buf_printf(out, ", to version %u, linked by %s, score ", reply->to_version, reply->basis);
            buf_put_fixed(out, reply->score, 2);
            buf_putc(out, '\n');
            for (uint32_t i = 0; i < c->n; i++) {
                const fact_event *e = &k->f.events.v[c->v[i]];
                buf_printf(out, "  %.*s in %.*s: ", DM_STR_ARG(e->id), DM_STR_ARG(k->f.stories.v[e->story].id));
                explain_put_line(out, e->evidence_text);
                buf_putc(out, '\n');
            }
        }
        for (uint32_t s = 0; s < offer->states.n; s++) {
            buf_printf(out, "\nstate for %.*s: %s, as of ", DM_STR_ARG(k->f.entities.v[offer->states.v[s].entity].name),
                       dm_state_text(offer->states.v[s].state));
            day_put(out, offer->states.v[s].as_of, false);
        }
        buf_putc(out, '\n');
        return true;
    }
    return false;
}

/* The other reports of the same event or quotation. */
static void put_other_reports(dm_buf *out, const folded *k, dm_str id) {
    for (uint32_t i = 0; i < k->f.events.n; i++) {
        if (!str_eq(k->f.events.v[i].id, id)) continue;
        const merge_cluster *c = &k->m.clusters.v[k->m.cluster_of[i]];
        if (c->n < 2) return;
        buf_printf(out, "\nthe same event, %u reports from %u independent source%s\n", c->n, c->independent, c->independent == 1 ? "" : "s");
        for (uint32_t j = 0; j < c->n; j++) {
            const fact_event *e = &k->f.events.v[c->v[j]];
            buf_printf(out, "  %.*s in %.*s: ", DM_STR_ARG(e->id), DM_STR_ARG(k->f.stories.v[e->story].id));
            explain_put_line(out, e->evidence_text);
            buf_putc(out, '\n');
        }
        return;
    }
}

dm_status dm_ledger_explain(dm_ledger *ledger, const dm_engine *engine, const char *id, dm_sink *sink, void *user, dm_err *err) {
    dm_buf out = {0};
    dm_arena arena;
    const folded *k = NULL;
    store_story story = {0};
    arena_init(&arena, 0);
    dm_status s = answer_fold(ledger, &k, err);
    if (s == DM_OK && put_offer(&out, k, str_from(id))) {
        arena_free(&arena);
        return give(&out, sink, user, s, err);
    }
    if (s == DM_OK) s = store_find_story(ledger->s, str_from(id), &arena, &story, err);
    if (s == DM_OK && engine) {
        dm_provenance now = pipeline_provenance(engine->pl);
        dm_raw raw = engine_stored(&story);
        bool whole = str_eq(story.id, str_from(id));
        if (!str_eq(now.model, story.model) || !str_eq(now.lexicon, story.lexicon))
            buf_puts(&out, "coded with another model or lexicon than today's: the explanation below is of today's reading\n\n");
        s = explain_raw(engine, &raw, whole ? DM_STR_NONE : str_from(id), &out, err);
        if (s == DM_E_NOT_FOUND && out.n) { /* read otherwise then */
            buf_puts(&out, "today's reading has no such row\n");
            s = DM_OK;
        }
    }
    if (s == DM_OK) put_other_reports(&out, k, str_from(id));
    arena_free(&arena);
    return give(&out, sink, user, s, err);
}
