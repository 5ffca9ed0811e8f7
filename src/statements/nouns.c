/* Prepositional cues ("according to X", "in the words of X") and nouns that hold a statement ("X's warning that",
 * "the claim by X that", "X expressed hope that", "the army's message was that"). */
#include "statements/statements_int.h"

static const dm_token *tok(const st_work *w, uint32_t t) { return &w->doc->tokens.v[t]; }

bool st_is_preposition(const st_work *w, uint32_t t) {
    st_range at = w->cue_of[t].at;
    if (w->cue_of[t].row == DM_NONE || at.e - at.b < 2) return false;
    const dm_token *first = tok(w, at.b);
    return first->tag == DM_TAG_IN || first->tag == DM_TAG_TO || first->dep == DM_DEP_PREP;
}

/* Content around a prepositional cue: what stands before it in the sentence; what stands after it when it opens the
 * sentence or when the verb that it hangs on comes only then. */
static bool add_around(st_work *w, uint32_t cand, uint32_t t, st_range phrase) {
    const dm_doc *doc = w->doc;
    st_range s = st_sentence(doc, t), before = st_trim(doc, (st_range){st_after_opener(doc, s.b), phrase.b}, true), after = {phrase.e, s.e};
    if (st_is(before)) {
        dm_pos first = tok(w, before.b)->pos;
        bool opener = first == DM_POS_ADP || first == DM_POS_ADV || first == DM_POS_SCONJ || first == DM_POS_CCONJ;
        bool clause = st_has_clause(doc, before);
        if (clause || !opener) {
            if (!st_add_content(w, cand, before)) return false;
        }
        uint32_t h = tok(w, w->cue_of[t].at.b)->head;
        if (clause && !(h >= phrase.e && h < s.e)) return true;
    }
    return st_add_content(w, cand, after);
}

static bool attach_preposition(st_work *w, uint32_t t) {
    const dm_doc *doc = w->doc;
    st_range at = w->cue_of[t].at;
    uint32_t o = tree_child(doc, at.e - 1, DM_DEP_POBJ);
    if (o == DM_NONE || o < at.e) return true;
    lex_cue cue = lexicon_cue(w->lex, w->cue_of[t].row);
    st_cand c = {.cue = at,
                 .source = st_source_range(w, o, at.e - 1),
                 .cue_head = t,
                 .source_head = o,
                 .via_head = DM_NONE,
                 .occasion = ST_RANGE_NONE,
                 .act = cue.act,
                 .kind = cue.kind,
                 .form = ST_PHRASE,
                 .sentence = tok(w, t)->sentence};
    uint32_t cand;
    if (!st_is(c.source)) return true;
    if (!st_new(w, c, &cand) || !add_around(w, cand, t, (st_range){at.b, c.source.e})) return false;
    w->cands.v[cand].dropped = w->cands.v[cand].content.n == 0;
    return true;
}

/* Verbs that only carry the noun: who makes the claim has it. */
static const char *const LIGHT[] = {"make",    "issue",   "express",  "give",    "voice", "repeat", "renew",  "reiterate", "have", "offer",
                                    "deliver", "release", "send",     "raise",   "share", "hold",   "post",   "publish",   "echo", "harbor",
                                    "harbour", "take",    "announce", "declare", "state", "convey", "signal", "reaffirm"};

static bool is_light(dm_str lemma) {
    for (size_t i = 0; i < sizeof LIGHT / sizeof *LIGHT; i++) {
        if (str_is(lemma, LIGHT[i])) return true;
    }
    return false;
}

/* Of acts named by a noun with an infinitive, those that are nothing but words; a request or an offer is more. */
static bool binds(dm_act act) { return act == DM_ACT_PROMISE || act == DM_ACT_THREATEN || act == DM_ACT_HOPE; }

/* "that ..." or "to ..." under the noun, or after a copula; DM_NONE. */
static uint32_t noun_content(const st_work *w, uint32_t n) {
    const dm_doc *doc = w->doc;
    TREE_CHILDREN(doc, n, c) {
        const dm_token *k = tok(w, c);
        if (c < n || !(k->dep == DM_DEP_ACL || k->dep == DM_DEP_CCOMP || k->dep == DM_DEP_RELCL)) continue;
        const dm_token *first = tok(w, k->left);
        bool act = first->dep == DM_DEP_AUX && first->tag == DM_TAG_TO && binds(lexicon_cue(w->lex, w->cue_of[n].row).act);
        if ((first->dep == DM_DEP_MARK && str_is(first->lower, "that")) || act) return c;
    }
    const dm_token *k = tok(w, n);
    if (k->dep == DM_DEP_NSUBJ && str_is(tok(w, k->head)->lemma, "be") && n < k->head) {
        uint32_t c = tree_child(doc, k->head, DM_DEP_CCOMP);
        if (c != DM_NONE && c > k->head) return c;
    }
    return DM_NONE;
}

static uint32_t noun_source(const st_work *w, uint32_t n, uint32_t content, uint32_t *light) {
    const dm_doc *doc = w->doc;
    *light = DM_NONE;
    uint32_t s = tree_child(doc, n, DM_DEP_POSS);
    if (s != DM_NONE) return s;
    TREE_CHILDREN(doc, n, c) {
        const dm_token *k = tok(w, c);
        if (k->dep != DM_DEP_PREP || c < n || c > content) continue;
        if (str_is(k->lower, "by") || str_is(k->lower, "from") || str_is(k->lower, "of")) {
            uint32_t o = tree_child(doc, c, DM_DEP_POBJ);
            if (o != DM_NONE && o < content) return o;
        }
    }
    uint32_t h = tok(w, n)->head;
    if (tok(w, n)->dep == DM_DEP_DOBJ && is_light(tok(w, h)->lemma) && !tree_negated(doc, h) && tree_child(doc, h, DM_DEP_AUXPASS) == DM_NONE) {
        *light = h;
        return st_subject(doc, h);
    }
    return DM_NONE;
}

static bool attach_noun(st_work *w, uint32_t n) {
    const dm_doc *doc = w->doc;
    uint32_t content = noun_content(w, n);
    if (content == DM_NONE) return true;
    uint32_t light, s = noun_source(w, n, content, &light);
    if (s == DM_NONE || tok(w, s)->dep == DM_DEP_EXPL) return true;
    lex_cue cue = lexicon_cue(w->lex, w->cue_of[n].row);
    st_range at = {n, n + 1};
    if (light != DM_NONE && light < n) at.b = st_cue_range(doc, (st_range){light, light + 1}).b;
    st_cand c = {.cue = at,
                 .source = st_source_range(w, s, n),
                 .cue_head = n,
                 .source_head = s,
                 .via_head = DM_NONE,
                 .occasion = ST_RANGE_NONE,
                 .act = cue.act,
                 .kind = cue.kind,
                 .form = ST_NOUN,
                 .sentence = tok(w, n)->sentence};
    uint32_t cand;
    if (!st_is(c.source)) return true;
    if (!st_new(w, c, &cand) || !st_add_content(w, cand, st_subtree(doc, content))) return false;
    w->cands.v[cand].dropped = w->cands.v[cand].content.n == 0;
    return true;
}

bool st_attach_nouns(st_work *w) {
    for (uint32_t t = 0; t < w->doc->tokens.n; t++) {
        if (w->cue_of[t].row == DM_NONE) continue;
        if (st_is_preposition(w, t)) {
            if (!attach_preposition(w, t)) return false;
        } else if (tok(w, t)->pos == DM_POS_NOUN) {
            if (!attach_noun(w, t)) return false;
        }
    }
    return true;
}
