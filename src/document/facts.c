/* See facts.h. */
#include "document/facts.h"

static dm_span printed(const dm_printer *pr, dm_span s) {
    return span_is(s) ? (dm_span){printer_code_point(pr, s.begin), printer_code_point(pr, s.end)} : s;
}

static dm_str text_of(const dm_doc *doc, dm_span s) { return span_is(s) ? doc_text(doc, s) : DM_STR_NONE; }

static bool add_roles(dm_arena *a, const dm_role_list *from, uint32_t first_entity, fact_role_list *to) {
    for (uint32_t i = 0; i < from->n; i++) {
        const dm_role *r = &from->v[i];
        if (r->entity == DM_NONE) continue;
        fact_role *out = VEC_PUSH(a, to);
        if (!out) return false;
        *out = (fact_role){first_entity + r->entity, r->capacity, r->role, r->code};
    }
    return true;
}

static bool names_within(const fact_entity *e, dm_span span) {
    for (uint32_t i = 0; i < e->mentions.n; i++)
        if (span_holds(span, e->mentions.v[i])) return true;
    return false;
}

bool facts_find_parties(facts *f, uint32_t first_event, uint32_t first_entity) {
    for (uint32_t i = first_event; i < f->events.n; i++) {
        fact_event *e = &f->events.v[i];
        for (uint32_t n = first_entity; span_is(e->matter) && n < f->entities.n; n++) {
            const fact_entity *who = &f->entities.v[n];
            if ((!who->country.p && who->kind != DM_ENTITY_IGO) || !names_within(who, e->matter)) continue;
            fact_role *out = VEC_PUSH(f->arena, &e->parties);
            if (!out) return false;
            /* named as a side: it counts by its state */
            *out = (fact_role){n, DM_CAPACITY_OFFICIAL, DM_STR_NONE, DM_STR_NONE};
        }
    }
    return true;
}

static bool add_event(facts *f, const dm_printer *pr, const dm_event_row *e, uint32_t story, uint32_t first_entity, uint32_t first_statement) {
    const dm_doc *doc = pr->doc;
    fact_event *out = VEC_PUSH(f->arena, &f->events);
    if (!out) return false;
    dm_buf modes = {0};
    buf_putc(&modes, '[');
    for (uint32_t i = 0; i < e->modes.n; i++) {
        if (i) buf_putc(&modes, ',');
        buf_put_json(&modes, e->modes.v[i]);
    }
    buf_putc(&modes, ']');
    *out = (fact_event){
        .id = e->id,
        .story = story,
        .type = e->type,
        .force = e->force,
        .polarity = e->polarity,
        .modality = e->modality,
        .phase = e->phase,
        .history = e->history,
        .cameo = e->cameo,
        .modes = arena_str(f->arena, buf_str(&modes)),
        .quad = e->quad,
        .intensity = e->intensity,
        .goldstein = e->goldstein,
        .date = e->date,
        .frame = e->decided_by.id,
        .confidence = e->decided_by.confidence,
        .statement = e->statement != DM_NONE ? doc->statements.v[e->statement].id : DM_STR_NONE,
        .said_in = e->statement != DM_NONE ? first_statement + e->statement + 1 : 0,
        .condition = DM_SPAN_NONE,
        .trigger = printed(pr, e->trigger_span),
        .evidence = printed(pr, e->evidence_span),
        .matter = DM_SPAN_NONE,
        .trigger_text = text_of(doc, e->trigger_span),
        .evidence_text = text_of(doc, e->evidence_span),
    };
    buf_free(&modes);
    if (e->matter) {
        out->has_matter = true;
        out->anaphoric = e->matter->anaphoric;
        out->issue = e->matter->issue;
        out->deed = e->matter->deed;
        out->head = e->matter->head;
        out->venue = e->matter->venue;
        out->matter = printed(pr, e->matter->span);
        out->matter_text = text_of(doc, e->matter->span);
        if (e->matter->conditions.n) {
            out->condition = printed(pr, e->matter->conditions.v[0]);
            out->condition_text = text_of(doc, e->matter->conditions.v[0]);
        }
    }
    return out->modes.p && add_roles(f->arena, &e->actors, first_entity, &out->actors) &&
           add_roles(f->arena, &e->recipients, first_entity, &out->recipients);
}

static bool add_statement(facts *f, const dm_printer *pr, const dm_statement_row *s, uint32_t story, uint32_t first_entity) {
    fact_statement *out = VEC_PUSH(f->arena, &f->statements);
    if (!out) return false;
    dm_span content = DM_SPAN_NONE;
    if (s->content_spans.n) content = (dm_span){s->content_spans.v[0].begin, s->content_spans.v[s->content_spans.n - 1].end};
    if (span_is(content) && content.begin > content.end) content = s->content_spans.v[0];
    *out = (fact_statement){
        .id = s->id,
        .story = story,
        .speaker = s->speaker == DM_NONE ? DM_NONE : first_entity + s->speaker,
        .capacity = s->capacity,
        .mode = s->mode,
        .act = s->act,
        .date = s->date,
        .cue = printed(pr, s->cue_span),
        .content = printed(pr, content),
        .content_text = text_of(pr->doc, content),
        .occasion = s->occasion,
        .confidence = s->confidence,
    };
    return true;
}

dm_status facts_add_doc(facts *f, const dm_printer *pr, dm_err *err) {
    const dm_doc *doc = pr->doc;
    uint32_t story = f->stories.n, first_entity = f->entities.n, first_event = f->events.n, first_statement = f->statements.n;
    fact_story *s = VEC_PUSH(f->arena, &f->stories);
    if (!s) return err_memory(err, "facts");
    *s = (fact_story){.id = doc->id,
                      .outlet = doc->outlet,
                      .title = doc->title,
                      .url = doc->url,
                      .text = doc->text,
                      .date = doc->date,
                      .n_entities = doc->entities.n,
                      .n_statements = doc->statements.n,
                      .n_events = doc->events.n};
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        const dm_entity_row *e = &doc->entities.v[i];
        fact_entity *out = VEC_PUSH(f->arena, &f->entities);
        if (!out) return err_memory(err, "facts");
        *out = (fact_entity){e->id, e->key, e->name, e->country, e->sector, e->code, e->wikidata, e->kind, story, {0}};
        for (uint32_t m = 0; m < e->mentions.n; m++) {
            dm_span *span = VEC_PUSH(f->arena, &out->mentions);
            if (!span) return err_memory(err, "facts");
            *span = printed(pr, doc->mentions.v[e->mentions.v[m]].span);
        }
    }
    for (uint32_t i = 0; i < doc->statements.n; i++)
        if (!add_statement(f, pr, &doc->statements.v[i], story, first_entity)) return err_memory(err, "facts");
    for (uint32_t i = 0; i < doc->events.n; i++)
        if (!add_event(f, pr, &doc->events.v[i], story, first_entity, first_statement)) return err_memory(err, "facts");
    return facts_find_parties(f, first_event, first_entity) ? DM_OK : err_memory(err, "facts");
}
