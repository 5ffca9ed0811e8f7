/* Two mentions and what the frames of their sentence say of them: how the slots of each match touch the two. Actor and
 * recipient are best, then one of them with the other anywhere in the clause, then a match above both. */
#include "events/events_int.h"

static bool touches(const ev_ctx *c, const ev_tokens *fillers, const ev_side *side, bool strict) {
    for (uint32_t i = 0; i < fillers->n; i++)
        if (args_mention(c, fillers->v[i], strict) == side->mention) return true;
    return false;
}

pair_touch pair_touched(const ev_ctx *c, const ev_match *m, uint32_t slot, const ev_side *side) {
    const ev_tokens *f = &m->slot[slot];
    if (!pair_asked(side)) return PAIR_UNTOUCHED;
    if (touches(c, f, side, true)) return PAIR_ITSELF;
    if (touches(c, f, side, false)) return PAIR_LOOSELY;
    for (uint32_t i = 0; i < f->n; i++) {
        const dm_token *t = ev_tok(c, f->v[i]);
        if (side->head >= t->left && side->head < t->right) return PAIR_BELOW;
    }
    return PAIR_UNTOUCHED;
}

bool pair_below(const ev_ctx *c, const ev_match *m, const ev_side *side) {
    return pair_asked(side) && (tree_dominates(c->doc, m->trigger, side->head) || tree_dominates(c->doc, m->base, side->head));
}

/* Both sides' slots on one scale. */
static int side_fit(const ev_ctx *c, const ev_match *m, const ev_side *side, bool acts) {
    if (!pair_asked(side)) return 0;
    int party = (int)pair_touched(c, m, acts ? FRAME_ACTOR : FRAME_RECIPIENT, side);
    if (party) return 6 + 4 * party;
    int thing = acts ? 0 : (int)pair_touched(c, m, FRAME_THING, side), content = acts ? 0 : (int)pair_touched(c, m, FRAME_CONTENT, side);
    return thing ? 5 + thing : content ? 5 + content : pair_below(c, m, side) ? 3 : 0;
}

int pair_fit(const ev_ctx *c, const ev_match *m, const ev_pair *pair, bool turned) {
    if (m->says.type == DM_PLOVER_NONE) return 0;
    int fit = side_fit(c, m, &pair->side[turned], true) + side_fit(c, m, &pair->side[!turned], false) - 8 * turned - 18 * m->taken;
    return fit <= 0 ? 0 : 4 * fit + (m->score > 12 ? 12 : m->score) / 2;
}

ev_side pair_side(const dm_mention_row *m, uint32_t mention) {
    bool is = span_is(m->span) && m->head != DM_NONE;
    return is ? (ev_side){.mention = mention, .begin = m->tok_begin, .end = m->tok_end, .head = m->head}
              : (ev_side){.mention = DM_NONE, .begin = DM_NONE, .end = DM_NONE, .head = DM_NONE};
}
