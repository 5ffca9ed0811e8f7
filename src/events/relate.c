/* The relation between two stretches of text. They stand in for the only two mentions; frames are matched as for events in
 * the sentences that hold them, and the ranker weighs them with the words around (ranker.h). Its type is the answer; where a
 * frame that touches the two says the same type, that frame gives mode, code, trigger and direction, else the verb between. */
#include "events/ranker.h"

#include <math.h>

#define NONE_MIN 0.75 /* so sure must the ranker be that nothing joins the two */

static dm_mention_row span_mention(const dm_doc *doc, dm_span span) {
    dm_mention_row m = {.span = span, .entity = 0, .head = DM_NONE};
    if (!span_is(span) || span.begin >= span.end) {
        m.span = DM_SPAN_NONE;
        return m;
    }
    uint32_t t = tree_token_at(doc, span.begin);
    m.tok_begin = t == DM_NONE ? doc->tokens.n : t;
    for (m.tok_end = m.tok_begin; m.tok_end < doc->tokens.n && doc->tokens.v[m.tok_end].span.begin < span.end; m.tok_end++) {
        uint32_t up = doc->tokens.v[m.tok_end].head;
        if (m.head == DM_NONE && (up == m.tok_end || up < m.tok_begin || doc->tokens.v[up].span.begin >= span.end)) m.head = m.tok_end;
    }
    if (m.head == DM_NONE) m.span = DM_SPAN_NONE;
    return m;
}

/* The type that PLOVER's rules of time and refusal leave. */
static dm_plover retyped(const ev_ctx *c, const ev_match *m, ev_status *s, dm_str *mode, dm_str *cameo) {
    dm_plover type = m->says.type;
    *s = status_of(c, m->base);
    if (m->says.phase != 0xFF) s->phase = m->says.phase;
    *mode = m->says.mode_begin < m->says.mode_end ? lexicon_string(c->lex, c->frames.modes[m->says.mode_begin]) : DM_STR_NONE;
    *cameo = lexicon_string(c->lex, m->says.cameo);
    if (status_retype(s, *mode, &type, cameo)) *mode = DM_STR_NONE;
    return type;
}

static void take(const ev_ctx *c, const ev_match *m, bool reversed, dm_relation *out) {
    ev_status s;
    out->type = retyped(c, m, &s, &out->mode, &out->cameo);
    out->polarity = s.polarity;
    out->modality = s.modality;
    out->phase = s.phase;
    out->trigger = m->trigger;
    out->frame = lexicon_string(c->lex, m->frame->id);
    out->reversed = reversed;
}

/* The match that fits the pair best, of those that say `type`; DM_PLOVER_NONE: of all. 0 when there is none. */
static int best_match(const ev_ctx *c, const ev_matches *matches, const ev_pair *pair, dm_plover type, dm_relation *out) {
    int best = 0;
    for (uint32_t i = 0; i < matches->n; i++) {
        ev_status s;
        dm_str mode, cameo;
        if (type != DM_PLOVER_NONE && retyped(c, &matches->v[i], &s, &mode, &cameo) != type) continue;
        for (uint32_t turned = 0; turned < 2; turned++) {
            int fit = pair_fit(c, &matches->v[i], pair, turned != 0);
            if (fit <= best) continue;
            best = fit;
            take(c, &matches->v[i], turned != 0, out);
        }
    }
    return best;
}

/* No frame says the type: the verb over the source, or over the target, stands for it. */
static void take_verb(const ev_ctx *c, const ev_pair *pair, dm_plover type, dm_relation *out) {
    const ev_side *side = pair_asked(&pair->side[0]) ? &pair->side[0] : &pair->side[1];
    *out = (dm_relation){.type = type, .cameo = scale_root(type), .trigger = DM_NONE};
    for (uint32_t t = side->head, depth = 0; depth < 64 && t != DM_NONE && out->trigger == DM_NONE; depth++) {
        if (ev_verbal(c, t)) out->trigger = t;
        if (ev_tok(c, t)->head == t) break;
        t = ev_tok(c, t)->head;
    }
    ev_status s = {.polarity = DM_POLARITY_AFFIRMED, .modality = DM_MODALITY_ACTUAL, .phase = DM_PHASE_PAST};
    if (out->trigger != DM_NONE) s = status_of(c, out->trigger);
    out->polarity = s.polarity;
    out->modality = s.modality;
    out->phase = s.phase;
}

/* The sentences that hold the pair, from the first to the last, as tokens. */
static void sentences_of(const dm_doc *doc, const ev_pair *pair, uint32_t *begin, uint32_t *end) {
    *begin = DM_NONE, *end = 0;
    for (uint32_t i = 0; i < 2; i++) {
        if (!pair_asked(&pair->side[i]) || doc->tokens.v[pair->side[i].head].sentence >= doc->sentences.n) continue;
        const dm_sentence_row *s = &doc->sentences.v[doc->tokens.v[pair->side[i].head].sentence];
        if (s->tok_begin < *begin) *begin = s->tok_begin;
        if (s->tok_end > *end) *end = s->tok_end;
    }
}

dm_status events_relate(const lexicon *lex, dm_doc *doc, dm_span source, dm_span target, bool force, dm_relation *out, ranker_features *features,
                        dm_err *err) {
    *out = (dm_relation){.type = DM_PLOVER_NONE, .intensity = (double)NAN, .trigger = DM_NONE};
    ev_ctx c = {.relate = true};
    ev_matches matches = {0};
    ranker_answer answer;
    uint32_t begin, end;
    c.spans[0] = span_mention(doc, source);
    c.spans[1] = span_mention(doc, target);
    ev_pair pair = {.side = {pair_side(&c.spans[0], 0), pair_side(&c.spans[1], 1)}};
    DM_TRY(ev_open(&c, lex, doc, err));
    sentences_of(doc, &pair, &begin, &end);
    if (begin >= end) pair.side[0] = pair.side[1] = pair_side(&(dm_mention_row){.span = DM_SPAN_NONE}, DM_NONE);
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        const dm_sentence_row *sentence = &doc->sentences.v[s];
        if (sentence->tok_begin < begin || sentence->tok_end > end) continue;
        ev_matches more = {0};
        DM_TRY(match_sentence(&c, sentence->tok_begin, sentence->tok_end, &more, err));
        for (uint32_t i = 0; i < more.n; i++) {
            ev_match *m = VEC_PUSH(doc->arena, &matches);
            if (!m) return err_memory(err, "relate");
            *m = more.v[i];
        }
    }
    ranker_describe(&c, begin < end ? begin : 0, end, &matches, &pair, features);
    ranker_decide(features, &answer);
    if (!force && answer.p[DM_PLOVER_NONE] >= NONE_MIN) return DM_OK;
    if (!force && begin >= end) return DM_OK;
    if (!best_match(&c, &matches, &pair, answer.type, out)) take_verb(&c, &pair, answer.type, out);
    out->quad = scale_quad(out->type);
    out->intensity = scale_intensity(out->type, out->mode);
    out->confidence = answer.confidence;
    return DM_OK;
}
