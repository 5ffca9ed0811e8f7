/* See events.h. For each sentence of body, title and caption the frames that fire are matched (match.c); each match that
 * no other one takes becomes a row when it has a participant. PLOVER's rules of time are applied here: cooperation to
 * come is AGREE, a withdrawal to come is CONCEDE. Work is bounded by sentence; nothing looks over the whole document. */
#include "events/events_int.h"

#include <math.h>

/* ---- context ---- */

static dm_status mark_mentions(ev_ctx *c, dm_err *err) {
    const dm_doc *doc = c->doc;
    uint32_t n = c->relate ? 2 : doc->mentions.n;
    c->mention_at = ARENA_NEW(doc->arena, uint32_t, doc->tokens.n + 1);
    if (!c->mention_at) return err_memory(err, "events");
    for (uint32_t t = 0; t < doc->tokens.n; t++) c->mention_at[t] = DM_NONE;
    for (uint32_t pass = 0; pass < 2; pass++) /* heads win over words that a longer mention covers */
        for (uint32_t i = 0; i < n; i++) {
            const dm_mention_row *m = c->relate ? &c->spans[i] : &doc->mentions.v[i];
            if (!span_is(m->span) || (!c->relate && m->entity == DM_NONE) || m->head >= doc->tokens.n) continue;
            if (pass) {
                c->mention_at[m->head] = i;
                continue;
            }
            for (uint32_t t = m->tok_begin; t < m->tok_end && t < doc->tokens.n; t++) {
                dm_pos pos = doc->tokens.v[t].pos;
                if (pos == DM_POS_PROPN || pos == DM_POS_PRON || (c->relate && pos != DM_POS_ADP)) c->mention_at[t] = i;
            }
        }
    return DM_OK;
}

/* Classes may hold pairs ("security force"): the vocabulary has them joined. */
static dm_status mark_pairs(ev_ctx *c, dm_err *err) {
    const dm_doc *doc = c->doc;
    c->pair_word = ARENA_NEW(doc->arena, uint32_t, doc->tokens.n + 1);
    if (!c->pair_word) return err_memory(err, "events");
    for (uint32_t t = 1; t < doc->tokens.n; t++) {
        const dm_token *noun = &doc->tokens.v[t], *before = noun - 1;
        char joined[64];
        if (noun->pos != DM_POS_NOUN || before->head != t || !before->lemma_word || noun->lemma.n + before->lower.n > sizeof joined) continue;
        memcpy(joined, before->lower.p, before->lower.n);
        memcpy(joined + before->lower.n, noun->lemma.p, noun->lemma.n);
        c->pair_word[t] = lexicon_word(c->lex, (dm_str){joined, before->lower.n + noun->lemma.n});
    }
    return DM_OK;
}

static dm_status mark_statements(ev_ctx *c, dm_err *err) {
    const dm_doc *doc = c->doc;
    if (c->relate) return DM_OK;
    uint32_t *size = ARENA_NEW(doc->arena, uint32_t, doc->tokens.n + 1);
    c->statement_at = ARENA_NEW(doc->arena, uint32_t, doc->tokens.n + 1);
    if (!c->statement_at || !size) return err_memory(err, "events");
    for (uint32_t t = 0; t < doc->tokens.n; t++) c->statement_at[t] = DM_NONE;
    for (uint32_t s = 0; s < doc->statements.n; s++) {
        const dm_statement_row *st = &doc->statements.v[s];
        for (uint32_t i = 0; i < st->content_spans.n; i++) {
            dm_span span = st->content_spans.v[i];
            uint32_t bytes = span.end - span.begin;
            for (uint32_t t = tree_token_at(doc, span.begin); t != DM_NONE && t < doc->tokens.n && doc->tokens.v[t].span.begin < span.end; t++) {
                if (c->statement_at[t] != DM_NONE && size[t] <= bytes) continue;
                c->statement_at[t] = s;
                size[t] = bytes;
            }
        }
    }
    return DM_OK;
}

dm_status ev_open(ev_ctx *c, const lexicon *lex, dm_doc *doc, dm_err *err) {
    static const char *const carriers[] = {"hold",   "have",     "make",   "take",    "give",        "conduct", "begin",  "start",
                                           "resume", "continue", "engage", "enter",   "participate", "launch",  "carry",  "impose",
                                           "go",     "return",   "come",   "provide", "get",         "open",    "accept", "offer"};
    c->lex = lex;
    c->doc = doc;
    c->frames = frames_of(lex);
#define WORD(field, text) c->words.field = lexicon_word(lex, DM_STR(text))
    WORD(by, "by");
    WORD(of, "of");
    WORD(in, "in");
    WORD(at, "at");
    WORD(from, "from");
    WORD(to, "to");
    WORD(with, "with");
    WORD(against, "against");
    WORD(on, "on");
    WORD(for_, "for");
    WORD(between, "between");
#undef WORD
    for (uint32_t i = 0; i < EV_CARRIERS; i++) c->words.carriers[i] = lexicon_word(lex, str_from(carriers[i]));
    DM_TRY(mark_mentions(c, err));
    DM_TRY(mark_pairs(c, err));
    return mark_statements(c, err);
}

/* ---- participants ---- */

static bool has_entity(const dm_role_list *list, uint32_t entity) {
    for (uint32_t i = 0; i < list->n; i++)
        if (list->v[i].entity == entity) return true;
    return false;
}

/* Boats and planes that carry no flag suffer, they do not act: "whose boat sank". */
static bool unflagged(const ev_ctx *c, uint32_t mention) {
    static const char *const carriers[] = {"boat", "vessel", "ship", "trawler", "tanker", "freighter", "ferry", "airliner", "plane"};
    const dm_mention_row *m = &c->doc->mentions.v[mention];
    if (m->entity == DM_NONE || c->relate || m->head >= c->doc->tokens.n || c->doc->entities.v[m->entity].country.p) return false;
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
        if (str_is(ev_tok(c, m->head)->lemma, carriers[i])) return true;
    return false;
}

static bool usable(const ev_ctx *c, const dm_mention_row *m) { return m->entity != DM_NONE && c->doc->entities.v[m->entity].kind != DM_ENTITY_PLACE; }

static dm_status add_role(const ev_ctx *c, uint32_t mention, const dm_role_list *without, dm_role_list *out, dm_err *err) {
    const dm_mention_row *m = &c->doc->mentions.v[mention];
    bool acts = !without; /* recipients are told from actors */
    if ((acts && unflagged(c, mention)) || !usable(c, m) || has_entity(out, m->entity) || (without && has_entity(without, m->entity))) return DM_OK;
    dm_role *r = VEC_PUSH(c->doc->arena, out);
    if (!r) return err_memory(err, "an event's roles");
    *r = (dm_role){.entity = m->entity, .span = m->span, .mention = mention};
    return DM_OK;
}

/* Several mentions may stand for one word: "the two Koreas" (one span), "U.S.-Chinese" (inside one token). */
static bool one_word(const ev_ctx *c, const dm_mention_row *a, const dm_mention_row *b) {
    if (a->head != b->head) return false;
    dm_span word = ev_tok(c, a->head)->span;
    return (a->span.begin == b->span.begin && a->span.end == b->span.end) || (span_holds(word, a->span) && span_holds(word, b->span));
}

static dm_status add_roles(const ev_ctx *c, const ev_tokens *fillers, const dm_role_list *without, dm_role_list *out, dm_err *err) {
    ev_tokens mentions;
    match_mentions(c, fillers, &mentions);
    for (uint32_t i = 0; i < mentions.n; i++) {
        const dm_mention_row *all = c->doc->mentions.v;
        uint32_t at = mentions.v[i], first = at;
        while (first > 0 && one_word(c, &all[first - 1], &all[at])) first--;
        for (uint32_t k = first; k < c->doc->mentions.n && one_word(c, &all[k], &all[at]); k++) DM_TRY(add_role(c, k, without, out, err));
    }
    return DM_OK;
}

/* "We urge ...": whom nobody has resolved is the speaker. */
static bool first_person(const ev_ctx *c, const ev_tokens *fillers) {
    static const char *const words[] = {"i", "we", "me", "us", "my", "our"};
    for (uint32_t i = 0; i < fillers->n; i++)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (str_is(ev_tok(c, fillers->v[i])->lower, words[k])) return true;
    return false;
}

static dm_status add_speaker(const ev_ctx *c, const ev_tokens *fillers, uint32_t statement, const dm_role_list *without, dm_role_list *out,
                             dm_err *err) {
    if (statement == DM_NONE || out->n || !first_person(c, fillers)) return DM_OK;
    uint32_t mention = c->doc->statements.v[statement].speaker_mention;
    return mention == DM_NONE ? DM_OK : add_role(c, mention, without, out, err);
}

/* Worth a row: somebody known acts; or somebody known is hit, held, freed or judged where no agent is named. Words without
 * a voice ("was urged to", "talks were proposed", "were denied visas") are not: PLOVER codes no act without an actor. */
static bool worth(const ev_ctx *c, const dm_event_row *e) {
    if (e->actors.n) return true;
    bool suffered = e->type == DM_PLOVER_ASSAULT || e->type == DM_PLOVER_COERCE || e->type == DM_PLOVER_RETREAT || e->type == DM_PLOVER_SANCTION;
    if (!suffered) return false;
    for (uint32_t i = 0; i < e->recipients.n; i++) {
        const dm_entity_row *r = &c->doc->entities.v[e->recipients.v[i].entity];
        if (!r->anonymous || r->country.p) return true;
    }
    return false;
}

/* What is doubted, denied or thought of is told of two sides, or is an offer, demand or answer: "may fight crime" is none. */
static bool thin(const ev_match *m, const dm_event_row *e) {
    if (!e->actors.n) return e->modality != DM_MODALITY_ACTUAL || e->polarity != DM_POLARITY_AFFIRMED;
    return e->modality != DM_MODALITY_ACTUAL && !e->recipients.n && (m->says.force == DM_FORCE_NONE || m->says.force == 0xFF);
}

/* ---- type, scores ---- */

/* True when PLOVER's rules of time and refusal make another type of it. */
static bool apply_time(const ev_ctx *c, const ev_match *m, dm_event_row *e, dm_str *cameo, uint8_t *force) {
    const ev_status s = {.polarity = e->polarity, .modality = e->modality, .phase = e->phase, .premise = status_of(c, m->base).premise};
    dm_str mode = m->says.mode_begin < m->says.mode_end ? lexicon_string(c->lex, c->frames.modes[m->says.mode_begin]) : DM_STR_NONE;
    if (!status_retype(&s, mode, &e->type, cameo)) return false;
    if (e->type == DM_PLOVER_REJECT || e->type == DM_PLOVER_THREATEN) { /* said now, whatever becomes of it */
        *force = e->type == DM_PLOVER_REJECT ? DM_FORCE_REJECT : DM_FORCE_THREATEN;
        e->polarity = DM_POLARITY_AFFIRMED;
        e->modality = DM_MODALITY_ACTUAL;
        e->phase = DM_PHASE_PAST;
    } else if (*force == DM_FORCE_NONE || *force == 0xFF) {
        *force = DM_FORCE_PROMISE;
    }
    return true;
}

static bool add_str(dm_arena *a, dm_str_list *list, dm_str s) {
    dm_str *to = VEC_PUSH(a, list);
    if (to) *to = s;
    return to != NULL;
}

static dm_status fill_codes(const ev_ctx *c, const ev_match *m, bool turned, dm_str cameo, dm_event_row *e, dm_err *err) {
    for (uint32_t i = m->says.mode_begin; i < m->says.mode_end && !turned; i++)
        if (!add_str(c->doc->arena, &e->modes, lexicon_string(c->lex, c->frames.modes[i]))) return err_memory(err, "an event's modes");
    e->cameo = cameo;
    e->quad = scale_quad(e->type);
    e->intensity = scale_intensity(e->type, e->modes.n ? e->modes.v[0] : DM_STR_NONE);
    e->goldstein = (double)NAN;
    uint32_t row = cameo.p ? lexicon_cameo_by_code(c->lex, cameo) : DM_NONE;
    if (row == DM_NONE) return DM_OK;
    lex_cameo code = lexicon_cameo(c->lex, row);
    e->goldstein = code.goldstein;
    for (uint32_t at = 0; at < code.contexts.n;) {
        uint32_t end = at;
        while (end < code.contexts.n && code.contexts.p[end] != ' ') end++;
        if (end > at && !add_str(c->doc->arena, &e->contexts, str_sub(code.contexts, at, end))) return err_memory(err, "an event's contexts");
        at = end + 1;
    }
    return DM_OK;
}

/* ---- time, statement ---- */

static void fill_status(const ev_ctx *c, const ev_match *m, dm_event_row *e) {
    ev_status s = status_of(c, m->base);
    if (m->trigger != m->base && ev_tok(c, m->trigger)->pos == DM_POS_NOUN) { /* adjectives at the noun: "planned talks" */
        ev_status noun = status_of(c, m->trigger);
        bool by_saying = e->type == DM_PLOVER_SANCTION || e->type == DM_PLOVER_AID; /* "announced a suspension": done by announcing */
        if (by_saying && m->light != DM_NONE && str_is(ev_tok(c, m->light)->lemma, "announce")) noun.phase = s.phase;
        if (noun.phase != DM_PHASE_PAST && s.phase == DM_PHASE_PAST) s.phase = noun.phase;
        if (noun.modality != DM_MODALITY_ACTUAL && s.modality == DM_MODALITY_ACTUAL) s.modality = noun.modality;
        if (noun.polarity != DM_POLARITY_AFFIRMED && s.polarity == DM_POLARITY_AFFIRMED) s.polarity = noun.polarity;
    }
    if (m->frame->pos == FRAME_MODAL) s = (ev_status){.polarity = DM_POLARITY_AFFIRMED, .modality = DM_MODALITY_ACTUAL, .phase = DM_PHASE_PAST};
    e->polarity = m->says.polarity != 0xFF ? m->says.polarity : s.polarity;
    e->phase = m->says.phase != 0xFF ? m->says.phase : s.phase;
    e->modality = s.modality;
    e->history = s.perfect && e->statement == DM_NONE;
    if (e->statement == DM_NONE) return;
    const dm_statement_row *st = &c->doc->statements.v[e->statement];
    bool whole = st->cue != DM_NONE && !tree_dominates(c->doc, m->base, st->cue);
    if (st->act == DM_ACT_DENY && whole && e->polarity == DM_POLARITY_AFFIRMED && st->mode != DM_MODE_DIRECT) e->polarity = DM_POLARITY_DENIED;
    bool feared = st->act == DM_ACT_FEAR || st->act == DM_ACT_HOPE;
    if (feared && e->modality == DM_MODALITY_ACTUAL) e->modality = DM_MODALITY_POSSIBLE;
    if (st->act == DM_ACT_INTEND && e->phase == DM_PHASE_PAST) e->phase = DM_PHASE_FUTURE;
}

/* The word whose expression dates the act: the trigger, the verb that carries it, a noun inside what it governs ("agreed
 * at their meeting last October"), or the verb that it leans on ("accusing ..., Canada yesterday said"). */
static uint32_t dated_word(const ev_ctx *c, const ev_match *m) {
    const dm_doc *doc = c->doc;
    if (when_timex(doc, m->trigger) != DM_NONE) return m->trigger;
    if (when_timex(doc, m->base) != DM_NONE) return m->base;
    uint32_t end = ev_tok(c, m->base)->right;
    /* What is offered or answered has a time of its own: "accepted the plan for a conference in May". */
    bool about = m->says.force != DM_FORCE_NONE && m->says.force != 0xFF && m->matter != DM_NONE && m->matter != m->base;
    for (uint32_t t = ev_tok(c, m->base)->left; t < end && t < m->base + EV_DEEP; t++) {
        if (about && tree_dominates(doc, m->matter, t)) continue;
        if (ev_tok(c, t)->pos == DM_POS_NOUN && when_timex(doc, t) != DM_NONE && slots_inside(c, m->base, t)) return t;
    }
    for (uint32_t up = m->base, depth = 0; depth < 3; depth++) {
        dm_dep dep = ev_tok(c, up)->dep;
        if (dep != DM_DEP_XCOMP && dep != DM_DEP_ADVCL && dep != DM_DEP_CONJ && dep != DM_DEP_ACL) break;
        up = ev_tok(c, up)->head;
        if (when_timex(doc, up) != DM_NONE) return up;
    }
    return m->base;
}

/* "has invited both to a conference in September": a past verb beside a day to come; the day is that of what it is about. */
static bool runs_ahead(const ev_ctx *c, uint32_t word, const dm_date *d) {
    if (c->doc->date.to == DM_DAY_NONE || d->from == DM_DAY_NONE || d->from <= c->doc->date.to || !ev_verbal(c, word)) return false;
    dm_tense tense = when_tense(c->doc, word);
    return tense == DM_TENSE_PAST || tense == DM_TENSE_PERFECT;
}

static void fill_date(const ev_ctx *c, const ev_match *m, dm_event_row *e) {
    const dm_doc *doc = c->doc;
    e->date = DM_DATE_UNKNOWN;
    uint32_t word = dated_word(c, m);
    if (!when_of(doc, word, &e->date)) when_story(doc, &e->date);
    bool dated = when_timex(doc, word) != DM_NONE;
    if (dated && runs_ahead(c, word, &e->date)) {
        e->date = DM_DATE_UNKNOWN;
        e->date.to = doc->date.to;
        e->date.basis = DM_BASIS_INFERRED;
        dm_str *why = VEC_PUSH(doc->arena, &e->date.reasons);
        if (why) *why = DM_STR("told in the past, so not after it was told");
        dated = false;
    }
    dm_day story = doc->date.from != DM_DAY_NONE ? doc->date.from : doc->date.best;
    if (story != DM_DAY_NONE && e->date.to != DM_DAY_NONE && e->date.to < story - 30) e->history = true;
    if (dated && doc->date.to != DM_DAY_NONE && e->date.from != DM_DAY_NONE && e->date.from > doc->date.to && e->phase == DM_PHASE_PAST)
        e->phase = DM_PHASE_FUTURE;
}

/* "will attend the talks", "has decided to accept": said on the story's day, whatever is to come. */
static void date_answer(const ev_ctx *c, dm_event_row *e) {
    const dm_date *told = &c->doc->date;
    bool answer = e->force == DM_FORCE_ACCEPT || e->force == DM_FORCE_REJECT || e->force == DM_FORCE_DEFER || e->force == DM_FORCE_COUNTER;
    if (!answer || e->phase != DM_PHASE_FUTURE || e->date.to != DM_DAY_NONE || told->to == DM_DAY_NONE) return;
    e->date.from = told->from == DM_DAY_NONE ? DM_DAY_NONE : told->from - 1;
    e->date.to = told->to;
    e->date.best = told->best;
    e->date.basis = DM_BASIS_INFERRED;
}

/* ---- rows ---- */

typedef struct id_parts {
    uint32_t type, begin, end, actors[4];
} id_parts;

static dm_status fill_id(const ev_ctx *c, dm_event_row *e, dm_err *err) {
    id_parts p = {.type = e->type, .begin = e->trigger_span.begin, .end = e->trigger_span.end};
    for (uint32_t i = 0; i < 4; i++) {
        const dm_role *r = i < 2 ? (i < e->actors.n ? &e->actors.v[i] : NULL) : (i - 2 < e->recipients.n ? &e->recipients.v[i - 2] : NULL);
        p.actors[i] = r ? r->span.begin : DM_NONE;
    }
    e->id = doc_row_id(c->doc, 'e', &p, sizeof p);
    return e->id.p ? DM_OK : err_memory(err, "an event's id");
}

static dm_span trigger_span(const ev_ctx *c, const ev_match *m) {
    dm_span s = ev_tok(c, m->trigger)->span;
    for (uint32_t i = 0; i < m->more.n; i++) {
        dm_span k = ev_tok(c, m->more.v[i])->span;
        bool near = k.begin < s.end + 24 && s.begin < k.end + 24;
        if (near && k.begin < s.begin) s.begin = k.begin;
        if (near && k.end > s.end) s.end = k.end;
    }
    return s;
}

static bool told_already(const ev_ctx *c, const dm_event_row *e) {
    for (uint32_t i = c->doc->events.n; i-- > 0;) {
        const dm_event_row *o = &c->doc->events.v[i];
        if (o->sentence != e->sentence) break;
        if (o->type != e->type || o->force != e->force || o->actors.n != e->actors.n || o->recipients.n != e->recipients.n ||
            o->polarity != e->polarity || o->phase != e->phase)
            continue;
        bool same = true;
        for (uint32_t k = 0; k < e->actors.n && same; k++) same = has_entity(&o->actors, e->actors.v[k].entity);
        for (uint32_t k = 0; k < e->recipients.n && same; k++) same = has_entity(&o->recipients, e->recipients.v[k].entity);
        if (same && tree_dominates(c->doc, o->trigger, e->trigger)) return true;
    }
    return false;
}

static dm_status add_event(const ev_ctx *c, const ev_match *m, uint32_t sentence, dm_err *err) {
    dm_doc *doc = c->doc;
    dm_str frame = lexicon_string(c->lex, m->frame->id);
    dm_event_row e = {.type = m->says.type, .trigger = m->trigger, .sentence = sentence, .statement = c->statement_at[m->trigger]};
    e.trigger_span = trigger_span(c, m);
    e.evidence_span = doc->sentences.v[sentence].span;
    DM_TRY(add_roles(c, &m->slot[FRAME_ACTOR], NULL, &e.actors, err));
    DM_TRY(add_roles(c, &m->slot[FRAME_RECIPIENT], &e.actors, &e.recipients, err));
    DM_TRY(add_speaker(c, &m->slot[FRAME_ACTOR], e.statement, &e.recipients, &e.actors, err));
    DM_TRY(add_speaker(c, &m->slot[FRAME_RECIPIENT], e.statement, &e.actors, &e.recipients, err));
    DM_TRY(turns_of_seat(c, m, &e, err));
    bool inferred = false;
    DM_TRY(discourse_recipient(c, m, &e, &inferred, err));
    if (!worth(c, &e)) {
        doc_trace(doc, DM_STAGE_EVENTS, e.trigger_span, "%.*s fires, but nobody known takes part", DM_STR_ARG(frame));
        return DM_OK;
    }
    fill_status(c, m, &e);
    if (thin(m, &e)) {
        doc_trace(doc, DM_STAGE_EVENTS, e.trigger_span, "%.*s fires, but what is only thought of names too few", DM_STR_ARG(frame));
        return DM_OK;
    }
    fill_date(c, m, &e);
    uint8_t force = m->says.force;
    dm_str cameo = lexicon_string(c->lex, m->says.cameo);
    bool turned = apply_time(c, m, &e, &cameo, &force);
    if (turned && !e.actors.n) return DM_OK; /* a threat or refusal that nobody utters */
    if (!c->relate) DM_TRY(turns_of_force(c, m, &e, &cameo, &force, err));
    DM_TRY(fill_codes(c, m, turned, cameo, &e, err));
    e.force = force == 0xFF ? DM_FORCE_NONE : force;
    date_answer(c, &e);
    ev_match with_force = *m;
    with_force.says.force = force;
    if (turned && with_force.matter == DM_NONE) with_force.matter = m->trigger;
    DM_TRY(matter_of(c, &with_force, &e, &e.matter, err));
    if (told_already(c, &e)) return DM_OK;
    DM_TRY(place_of(c, m->trigger, &e.place, err));
    if (!e.place && m->base != m->trigger) DM_TRY(place_of(c, m->base, &e.place, err));
    e.decided_by = (dm_decided){.kind = DM_DECIDER_FRAME, .id = frame, .confidence = fmin(0.95, 0.5 + 0.03 * m->score) - (inferred ? 0.2 : 0)};
    DM_TRY(fill_id(c, &e, err));
    uint32_t first = discourse_told_before(c, m, &e);
    if (first != DM_NONE) {
        doc_trace(doc, DM_STAGE_EVENTS, e.trigger_span, "%.*s tells %.*s again", DM_STR_ARG(frame), DM_STR_ARG(doc->events.v[first].id));
        return discourse_keep(c, &doc->events.v[first], &e) ? DM_OK : err_memory(err, "events");
    }
    dm_event_row *row = VEC_PUSH(doc->arena, &doc->events);
    if (!row) return err_memory(err, "events");
    *row = e;
    doc_trace(doc, DM_STAGE_EVENTS, e.trigger_span, "%.*s (%.*s:%u) fires with score %d", DM_STR_ARG(frame),
              DM_STR_ARG(lexicon_string(c->lex, m->frame->file)), m->frame->line, m->score);
    return DM_OK;
}

/* The first piece from `piece` on that stands at or behind a token. */
static uint32_t pieces_until(const dm_doc *doc, uint32_t piece, uint32_t token) {
    while (piece < doc->pieces.n && doc->pieces.v[piece].token < token) piece++;
    return piece;
}

dm_status events_run(const lexicon *lex, dm_doc *doc, dm_err *err) {
    ev_ctx c = {0};
    ev_matches matches = {0};
    DM_TRY(ev_open(&c, lex, doc, err));
    for (uint32_t s = 0, piece = 0; s < doc->sentences.n; s++) {
        const dm_sentence_row *sentence = &doc->sentences.v[s];
        dm_block kind = doc->blocks.v[sentence->block].kind;
        if (kind != DM_BLOCK_BODY && kind != DM_BLOCK_TITLE && kind != DM_BLOCK_CAPTION) continue;
        uint32_t first = piece = pieces_until(doc, piece, sentence->tok_begin);
        piece = pieces_until(doc, piece, sentence->tok_end);
        if (lexicon_find_discard(lex, doc, first, piece, false) != DM_NONE) continue;
        DM_TRY(match_sentence(&c, sentence->tok_begin, sentence->tok_end, &matches, err));
        for (uint32_t i = 0; i < matches.n; i++)
            if (!matches.v[i].taken && match_counts(&c, &matches.v[i])) DM_TRY(add_event(&c, &matches.v[i], s, err));
    }
    return DM_OK;
}
