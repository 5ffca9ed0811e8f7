/* The relation between two stretches of text. They stand in for the only two mentions; frames are matched as for events,
 * and each match is scored by how its slots touch the two: actor and recipient best, then one of them with the other
 * anywhere in the clause, then a match on the path between them. */
#include "events/events_int.h"

#include <math.h>

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

static bool touches(const ev_ctx *c, const ev_tokens *fillers, uint32_t mention, bool strict) {
    for (uint32_t i = 0; i < fillers->n; i++)
        if (args_mention(c, fillers->v[i], strict) == mention) return true;
    return false;
}

/* 0 not at all, 1 below the slot's filler, 2 loosely, 3 itself. */
static int touch(const ev_ctx *c, const ev_match *m, uint32_t slot, uint32_t mention) {
    const ev_tokens *f = &m->slot[slot];
    if (touches(c, f, mention, true)) return 3;
    if (touches(c, f, mention, false)) return 2;
    for (uint32_t i = 0; i < f->n; i++) {
        const dm_token *t = ev_tok(c, f->v[i]);
        if (c->spans[mention].head >= t->left && c->spans[mention].head < t->right) return 1;
    }
    return 0;
}

static bool below(const ev_ctx *c, const ev_match *m, uint32_t mention) {
    uint32_t head = c->spans[mention].head;
    return head != DM_NONE && (tree_dominates(c->doc, m->trigger, head) || tree_dominates(c->doc, m->base, head));
}

static int score(const ev_ctx *c, const ev_match *m, uint32_t source, uint32_t target) {
    int s = 0;
    bool asked_source = span_is(c->spans[source].span), asked_target = span_is(c->spans[target].span);
    if (asked_source) {
        int t = touch(c, m, FRAME_ACTOR, source);
        s += t ? 6 + 4 * t : below(c, m, source) ? 3 : 0;
    }
    if (asked_target) {
        int t = touch(c, m, FRAME_RECIPIENT, target), thing = touch(c, m, FRAME_THING, target), content = touch(c, m, FRAME_CONTENT, target);
        s += t ? 6 + 4 * t : thing ? 5 + thing : content ? 5 + content : below(c, m, target) ? 3 : 0;
    }
    return s;
}

static void take(const ev_ctx *c, const ev_match *m, int best, bool reversed, dm_relation *out) {
    ev_status s = status_of(c, m->base);
    out->type = m->says.type;
    out->mode = m->says.mode_begin < m->says.mode_end ? lexicon_string(c->lex, c->frames.modes[m->says.mode_begin]) : DM_STR_NONE;
    out->cameo = lexicon_string(c->lex, m->says.cameo);
    out->polarity = s.polarity;
    out->modality = s.modality;
    out->phase = m->says.phase != 0xFF ? m->says.phase : s.phase;
    ev_status told = {.polarity = out->polarity, .modality = out->modality, .phase = out->phase, .premise = s.premise};
    if (status_retype(&told, out->mode, &out->type, &out->cameo)) out->mode = DM_STR_NONE;
    out->quad = scale_quad(out->type);
    out->intensity = scale_intensity(out->type, out->mode);
    out->trigger = m->trigger;
    out->frame = lexicon_string(c->lex, m->frame->id);
    out->reversed = reversed;
    out->confidence = fmin(0.95, 0.3 + 0.017 * best);
}

dm_status events_relate(const lexicon *lex, dm_doc *doc, dm_span source, dm_span target, dm_relation *out, dm_err *err) {
    *out = (dm_relation){.type = DM_PLOVER_NONE, .intensity = (double)NAN, .trigger = DM_NONE};
    ev_ctx c = {.relate = true};
    c.spans[0] = span_mention(doc, source);
    c.spans[1] = span_mention(doc, target);
    DM_TRY(ev_open(&c, lex, doc, err));
    int best = 0;
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        const dm_sentence_row *sentence = &doc->sentences.v[s];
        bool holds = false;
        for (uint32_t i = 0; i < 2; i++) holds |= span_is(c.spans[i].span) && span_meets(c.spans[i].span, sentence->span);
        if (!holds) continue;
        ev_matches matches = {0};
        DM_TRY(match_sentence(&c, sentence->tok_begin, sentence->tok_end, &matches, err));
        for (uint32_t i = 0; i < matches.n; i++) {
            const ev_match *m = &matches.v[i];
            if (m->says.type == DM_PLOVER_NONE) continue;
            for (uint32_t turn = 0; turn < 2; turn++) {
                int fit = score(&c, m, turn, 1 - turn);
                if (turn) fit -= 8;
                if (m->taken) fit -= 18;
                if (fit <= 0) continue;
                fit = 4 * fit + (m->score > 12 ? 12 : m->score) / 2;
                if (fit <= best) continue;
                best = fit;
                take(&c, m, best, turn != 0, out);
            }
        }
    }
    return DM_OK;
}
