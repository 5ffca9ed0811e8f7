/* Verbs and adjectives that attribute: from the cue to its source and its content.
 *
 * The tree gives the subject and the clause; where it does not (incised "he said", a quotation of several sentences, a
 * fronted clause that the parser took for something else), neighbourhood does: the *core* of a cue is the stretch of
 * source, verb group, addressee and circumstances, and what stands right before and after it, set off by marks, a
 * comma or a colon, is content. Which complements a cue may have as content depends on its act (FORMS). */
#include "statements/statements_int.h"

enum { CLAUSE = 1, INFINITIVE = 2, OBJECT = 4, OBJECT_PLUS = 8, QUOTE = 16, FRONTED = 32 };

/* Complements that count as content, by act. OBJECT_PLUS: the object with the preposition that completes it ("accused
 * him of", "described it as"). */
static const uint8_t FORMS[DM_ACT_N] = {
    [DM_ACT_SAY] = CLAUSE | QUOTE | FRONTED,
    [DM_ACT_DENY] = CLAUSE | QUOTE | FRONTED | OBJECT,
    [DM_ACT_CONFIRM] = CLAUSE | QUOTE | FRONTED,
    [DM_ACT_CLAIM] = CLAUSE | QUOTE | FRONTED | INFINITIVE,
    [DM_ACT_WARN] = CLAUSE | QUOTE | FRONTED | INFINITIVE,
    [DM_ACT_URGE] = CLAUSE | QUOTE | FRONTED | INFINITIVE,
    [DM_ACT_DEMAND] = CLAUSE | QUOTE | INFINITIVE | OBJECT,
    [DM_ACT_ASK] = CLAUSE | QUOTE | FRONTED | INFINITIVE,
    [DM_ACT_PROMISE] = CLAUSE | QUOTE | FRONTED | INFINITIVE,
    [DM_ACT_THREATEN] = CLAUSE | QUOTE | INFINITIVE,
    [DM_ACT_PROPOSE] = CLAUSE | QUOTE | INFINITIVE,
    [DM_ACT_ACCEPT] = CLAUSE | QUOTE,
    [DM_ACT_REJECT] = CLAUSE | QUOTE | INFINITIVE | OBJECT,
    [DM_ACT_PRAISE] = CLAUSE | QUOTE,
    [DM_ACT_CRITICIZE] = CLAUSE | QUOTE | FRONTED | OBJECT_PLUS,
    [DM_ACT_ACCUSE] = CLAUSE | QUOTE | OBJECT_PLUS,
    [DM_ACT_APOLOGIZE] = CLAUSE | QUOTE,
    [DM_ACT_ANNOUNCE] = CLAUSE | QUOTE | FRONTED | INFINITIVE | OBJECT,
    [DM_ACT_REPORT] = CLAUSE | QUOTE | FRONTED,
    [DM_ACT_BELIEVE] = CLAUSE | FRONTED,
    [DM_ACT_INTEND] = CLAUSE,
    [DM_ACT_FEAR] = CLAUSE,
    [DM_ACT_HOPE] = CLAUSE | FRONTED | INFINITIVE,
};

typedef struct frame {
    uint32_t v; /* head of the cue */
    lex_cue cue;
    st_range cue_at, core;
    uint32_t subject; /* head token of the source */
    st_range source;
    uint32_t via;   /* head token, DM_NONE */
    bool inherited; /* the subject belongs to another verb */
    uint32_t cand;  /* once content was found, DM_NONE */
} frame;

static const dm_token *tok(const st_work *w, uint32_t t) { return &w->doc->tokens.v[t]; }

static bool is_passive(const dm_doc *doc, uint32_t v) {
    return tree_child(doc, v, DM_DEP_AUXPASS) != DM_NONE || tree_child(doc, v, DM_DEP_NSUBJPASS) != DM_NONE;
}

/* "X quoted Y as saying", "Y was quoted by X as saying": the verb of quoting above the participle, DM_NONE. */
uint32_t st_quoting_verb(const st_work *w, uint32_t v) {
    const dm_token *k = tok(w, v), *as = tok(w, k->head);
    if (k->dep != DM_DEP_PCOMP || !str_is(as->lower, "as") || as->head == k->head) return DM_NONE;
    dm_str lemma = tok(w, as->head)->lemma;
    bool quotes = str_is(lemma, "quote") || str_is(lemma, "cite") || str_is(lemma, "describe") || str_is(lemma, "report") || str_is(lemma, "record");
    return quotes ? as->head : DM_NONE;
}

bool st_negated(const st_work *w, uint32_t v) {
    const dm_doc *doc = w->doc;
    TREE_CHILDREN(doc, v, c) {
        if (tok(w, c)->dep == DM_DEP_NEG && w->quote_of[c] == w->quote_of[v]) return true;
    }
    const dm_token *k = tok(w, v);
    if (k->dep != DM_DEP_XCOMP || k->head == v) return false;
    dm_str above = tok(w, k->head)->lemma; /* "refused to say" */
    return tree_negated(doc, k->head) || str_is(above, "refuse") || str_is(above, "decline") || str_is(above, "fail");
}

static bool is_agent(const dm_doc *doc, const frame *f) { return f->subject == st_agent(doc, f->v); }

/* A participle of speech after a comma. */
static bool opens_statement(const st_work *w, uint32_t t) {
    const dm_token *k = tok(w, t);
    if (k->tag != DM_TAG_VBG || k->pos != DM_POS_VERB || (k->dep != DM_DEP_ADVCL && k->dep != DM_DEP_ACL) || w->cue_of[t].row == DM_NONE)
        return false;
    return t > 0 && st_is_punct(w->doc, t - 1, ",") && lexicon_cue(w->lex, w->cue_of[t].row).kind == LEX_CUE_SPEECH;
}

/* Such a participle is said by whoever the sentence reports, wherever the parser hangs it: the topmost cue above it. */
static uint32_t reporting_subject(const st_work *w, uint32_t v) {
    uint32_t best = DM_NONE, nearest = DM_NONE;
    for (uint32_t i = 0, t = v; i < 12 && tok(w, t)->head != t; i++) {
        t = tok(w, t)->head;
        if (tok(w, t)->pos != DM_POS_VERB || t > v || w->quote_of[t] != w->quote_of[v]) continue;
        if (w->cue_of[t].row != DM_NONE) best = t;
        if (nearest == DM_NONE) nearest = t;
    }
    if (best == DM_NONE) best = nearest;
    return best == DM_NONE ? DM_NONE : st_subject(w->doc, best);
}

/* "..." said the envoy: what stands right after the verb, read as its object or as the subject of what follows. */
static uint32_t inverted_subject(const st_work *w, uint32_t v) {
    if (v == 0 || !(st_is_mark(tok(w, v - 1)->text) || st_is_punct(w->doc, v - 1, ","))) return DM_NONE;
    TREE_CHILDREN(w->doc, v, c) {
        if (tok(w, c)->dep == DM_DEP_DOBJ) return c;
        uint32_t s = c > v && tok(w, c)->dep == DM_DEP_CCOMP ? tree_child(w->doc, c, DM_DEP_NSUBJ) : DM_NONE;
        if (s != DM_NONE && tok(w, s)->left == v + 1) return s;
    }
    return DM_NONE;
}

/* Who says it. False: nobody is named. */
static bool find_source(const st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    uint32_t by = st_quoting_verb(w, f->v);
    if (by != DM_NONE) {
        f->subject = st_subject(doc, f->v);
        f->via = is_passive(doc, by) ? st_agent(doc, by) : st_subject(doc, by);
        if (f->via == f->subject) f->via = DM_NONE;
        st_range verb = st_cue_range(doc, (st_range){by, by + 1});
        if (is_passive(doc, by) && verb.b < f->cue_at.b) f->cue_at.b = verb.b;
    } else if (tok(w, f->v)->pos == DM_POS_ADJ) {
        uint32_t be = tok(w, f->v)->head;
        if (tok(w, f->v)->dep != DM_DEP_ACOMP || !str_is(tok(w, be)->lemma, "be")) return false;
        f->subject = st_subject(doc, be);
        st_range verb = st_cue_range(doc, (st_range){be, be + 1});
        if (verb.b < f->cue_at.b) f->cue_at.b = verb.b;
        if (tree_negated(doc, be) || (f->subject != DM_NONE && str_is(tok(w, f->subject)->lower, "it"))) return false;
    } else if (is_passive(doc, f->v) || tree_child(doc, f->v, DM_DEP_AGENT) != DM_NONE) { /* "as reported by" */
        f->subject = st_agent(doc, f->v);
    } else {
        f->subject = opens_statement(w, f->v) ? reporting_subject(w, f->v) : DM_NONE;
        if (f->subject == DM_NONE) f->subject = st_subject(doc, f->v);
        if (f->subject == DM_NONE) f->subject = inverted_subject(w, f->v);
    }
    if (f->subject == DM_NONE || tok(w, f->subject)->dep == DM_DEP_EXPL) return false;
    if (str_is(tok(w, f->subject)->lower, "it") && tok(w, f->subject)->head != f->v && tok(w, f->v)->tag == DM_TAG_VB)
        return false; /* "it is hard to say" */
    f->inherited = tok(w, f->subject)->head != f->v && !is_passive(doc, f->v) && !is_agent(doc, f);
    f->source = st_source_range(w, f->subject, f->v);
    return st_is(f->source);
}

static bool is_circumstance(const dm_token *k) {
    switch (k->dep) {
    case DM_DEP_PRT:
    case DM_DEP_ADVMOD:
    case DM_DEP_NPADVMOD:
    case DM_DEP_DATIVE:
    case DM_DEP_AGENT:
    case DM_DEP_NSUBJ: return true;
    default: return false;
    }
}

/* Addressee, time and occasion right after the verb belong to the core. */
static void find_core(const st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    f->core = f->cue_at;
    if (!f->inherited && f->source.e <= f->core.b && tok(w, f->subject)->sentence == tok(w, f->v)->sentence) f->core.b = f->source.b;
    if (f->source.b >= f->cue_at.e && f->source.b - f->cue_at.e <= 1) f->core.e = f->source.e;
    uint32_t at = f->v;
    for (uint32_t c = doc->tokens.v[at].first_child; c != DM_NONE; c = doc->tokens.v[c].next_sibling) {
        const dm_token *k = tok(w, c);
        if (c < f->v || k->left < f->core.e) {
            if (c > f->v && is_circumstance(k) && k->right > f->core.e) f->core.e = k->right;
            continue;
        }
        bool speech_object = k->dep == DM_DEP_DOBJ && (FORMS[f->cue.act] & (OBJECT | OBJECT_PLUS)) == 0;
        if (k->left > f->core.e || !(is_circumstance(k) || k->dep == DM_DEP_PREP || speech_object)) break;
        for (uint32_t t = k->left; t < k->right; t++) {
            if (st_is_mark(tok(w, t)->text) || st_is_punct(doc, t, ":,")) return;
            f->core.e = t + 1;
        }
    }
}

/* PolNeAR's cues: "said in a statement", "said:", "went on to warn". */
static void widen_cue(const st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    const dm_token *k = tok(w, f->v);
    if (k->dep == DM_DEP_XCOMP && f->cue_at.b == k->head + 1 && tok(w, f->cue_at.b)->tag == DM_TAG_TO) {
        f->cue_at.b = st_cue_range(doc, (st_range){k->head, k->head + 1}).b;
        if (f->core.b > f->cue_at.b) f->core.b = f->cue_at.b;
        if (f->source.e <= f->core.b && tok(w, f->subject)->head == k->head) f->core.b = f->source.b;
    }
    TREE_CHILDREN(doc, f->v, c) {
        if (c != f->cue_at.e || tok(w, c)->dep != DM_DEP_PREP || !str_is(tok(w, c)->lower, "in")) continue;
        uint32_t o = tree_child(doc, c, DM_DEP_POBJ);
        if (o != DM_NONE && str_is(tok(w, o)->lower, "statement") && o - c <= 3) f->cue_at.e = o + 1;
    }
    if (f->core.e < f->cue_at.e) f->core.e = f->cue_at.e;
    if (f->core.e == f->cue_at.e && f->core.e < st_sentence(doc, f->v).e && st_is_punct(doc, f->core.e, ":")) f->core.e = ++f->cue_at.e;
}

static bool start(st_work *w, frame *f, st_form form) {
    if (f->cand != DM_NONE) return true;
    st_cand c = {.cue = f->cue_at,
                 .source = f->source,
                 .cue_head = f->v,
                 .source_head = f->subject,
                 .via_head = f->via,
                 .occasion = ST_RANGE_NONE,
                 .act = f->cue.act,
                 .kind = f->cue.kind,
                 .form = form,
                 .sentence = tok(w, f->v)->sentence};
    return st_new(w, c, &f->cand);
}

/* ", warning that ..." at the end of what was said opens the next statement of the same speaker. */
static st_range before_next_cue(const st_work *w, const frame *f, st_range r) {
    for (uint32_t t = r.b + 1; t < r.e; t++) {
        if (w->quote_of[t] == w->quote_of[f->v] && t > f->v && opens_statement(w, t)) return (st_range){r.b, t};
    }
    return r;
}

static bool take(st_work *w, frame *f, st_form form, st_range r) {
    r = st_trim(w->doc, before_next_cue(w, f, r), true);
    if (!st_is(r)) return true;
    return start(w, f, form) && st_add_content(w, f->cand, r);
}

/* Sentence-initial content ends before the core; the parser often leaves its first words elsewhere. */
static st_range fronted(const st_work *w, const frame *f) { return (st_range){st_after_opener(w->doc, st_sentence(w->doc, f->v).b), f->core.b}; }

static bool bounded_before(const st_work *w, uint32_t t) {
    if (t == 0 || tok(w, t - 1)->block != tok(w, t)->block) return false;
    return st_is_punct(w->doc, t - 1, ",") || st_is_mark(tok(w, t - 1)->text);
}

static bool at_end(const st_work *w, uint32_t t) {
    st_range s = st_sentence(w->doc, t ? t - 1 : 0);
    return t >= s.e || st_trim(w->doc, (st_range){t, s.e}, true).b >= s.e;
}

/* "While they talked, he found ...": no content, whatever the parser calls it. */
static bool is_subordinate(const st_work *w, uint32_t c) {
    uint32_t m = tree_child(w->doc, c, DM_DEP_MARK);
    if (m == DM_NONE) m = tree_child(w->doc, c, DM_DEP_ADVMOD);
    if (m == DM_NONE || m != tok(w, c)->left) return false;
    dm_str s = tok(w, m)->lower;
    return str_is(s, "while") || str_is(s, "when") || str_is(s, "as") || str_is(s, "if") || str_is(s, "because") || str_is(s, "although") ||
           str_is(s, "though") || str_is(s, "since") || str_is(s, "after") || str_is(s, "before") || str_is(s, "until") || str_is(s, "once") ||
           str_is(s, "whereas");
}

/* "claimed land sold by the crown" */
static bool is_participle(const st_work *w, uint32_t c) {
    const dm_token *k = tok(w, c);
    return k->tag == DM_TAG_VBN && tree_child(w->doc, c, DM_DEP_AUX) == DM_NONE && tree_child(w->doc, c, DM_DEP_AUXPASS) == DM_NONE &&
           tree_child(w->doc, c, DM_DEP_MARK) == DM_NONE && w->quote_of[c] == DM_NONE;
}

/* A clause of its own set off from what stands before it, so that all of that is content. */
static bool is_main(const st_work *w, const frame *f) {
    dm_dep dep = tok(w, f->v)->dep;
    if (st_is_punct(w->doc, f->cue_at.e - 1, ":")) return false; /* content follows */
    return !f->inherited && f->core.b > st_sentence(w->doc, f->v).b && bounded_before(w, f->core.b) && dep != DM_DEP_RELCL && dep != DM_DEP_ACL &&
           dep != DM_DEP_ADVCL;
}

static bool is_that(const st_work *w, uint32_t t) {
    const dm_token *k = tok(w, t);
    return str_is(k->lower, "that") && (k->pos == DM_POS_SCONJ || k->tag == DM_TAG_IN);
}

/* "..., and that B": the parser often hangs the second clause elsewhere. */
static bool add_second_that(st_work *w, frame *f, uint32_t t) {
    st_range s = st_sentence(w->doc, f->v);
    if (t < s.e && st_is_punct(w->doc, t, ",")) t++;
    if (t + 1 >= s.e || tok(w, t)->pos != DM_POS_CCONJ || !is_that(w, t + 1)) return true;
    uint32_t head = tok(w, t + 1)->head;
    return head <= t || take(w, f, ST_CLAUSE, (st_range){t, tok(w, head)->right});
}

static bool add_clauses(st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    for (uint32_t t = f->cue_at.b; t < f->cue_at.e; t++) {
        TREE_CHILDREN(doc, t, c) {
            const dm_token *k = tok(w, c);
            if (k->dep != DM_DEP_CCOMP || st_holds(f->cue_at, c) || is_participle(w, c) || tok(w, f->subject)->head == c) continue;
            st_range r = st_subtree(doc, c);
            if (c < f->v) {
                bool follows = st_is_punct(doc, f->cue_at.e - 1, ":") && w->quote_of[c] == DM_NONE;
                if (follows || is_subordinate(w, c)) continue;
                if (!(FORMS[f->cue.act] & FRONTED) || !bounded_before(w, f->core.b)) {
                    if (r.e > f->core.b) continue;
                }
                if (r.e > f->core.e) { /* goes on after the cue */
                    if (!take(w, f, ST_CLAUSE, (st_range){f->core.e, r.e})) return false;
                }
                if (!take(w, f, ST_CLAUSE, is_main(w, f) ? fronted(w, f) : r)) return false;
                continue;
            }
            if (r.b < f->core.b && !take(w, f, ST_CLAUSE, (st_range){r.b, f->core.b})) return false; /* "which he said could" */
            if (r.b < f->core.e) r.b = f->core.e;
            if (r.b > f->core.e && is_that(w, r.b - 1)) r.b--;
            if (!take(w, f, ST_CLAUSE, r)) return false;
            st_range s = st_sentence(doc, f->v);
            if (r.e < s.e && st_is_punct(doc, r.e, ":") && w->quote_of[f->v] == DM_NONE && !take(w, f, ST_CLAUSE, (st_range){r.e, s.e})) return false;
            if (!add_second_that(w, f, r.e)) return false;
        }
    }
    return true;
}

/* "said in a broadcast that ...": the parser may hang the clause on the noun before it. */
static bool add_lost_that(st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    st_range s = st_sentence(doc, f->v);
    for (uint32_t t = f->cue_at.e; t < s.e && w->quote_of[t] == w->quote_of[f->v]; t++) {
        const dm_token *k = tok(w, t);
        if (t > f->cue_at.e && w->cue_of[t].row != DM_NONE && k->pos == DM_POS_VERB) return true;
        if (!str_is(k->lower, "that") || (k->dep != DM_DEP_MARK && k->tag != DM_TAG_IN)) continue;
        if (tok(w, k->head)->dep != DM_DEP_RELCL && tok(w, k->head)->dep != DM_DEP_ACL) return true;
        if (!tree_dominates(doc, f->v, t) || w->cue_of[tok(w, k->head)->head].row != DM_NONE) return true;
        if (f->core.e > t) f->core.e = t;
        return take(w, f, ST_CLAUSE, (st_range){t, tok(w, k->head)->right});
    }
    return true;
}

static bool has_report(const st_work *w, uint32_t b, uint32_t e) {
    for (uint32_t t = b; t < e; t++) {
        const dm_token *k = tok(w, t);
        bool cue = k->pos == DM_POS_VERB && w->cue_of[t].row != DM_NONE && lexicon_cue(w->lex, w->cue_of[t].row).kind == LEX_CUE_SPEECH;
        if (cue && k->tag != DM_TAG_VBG && tree_child(w->doc, t, DM_DEP_NSUBJ) != DM_NONE) return true;
    }
    return false;
}

/* The sentence, or its half that this cue reports: "A, he said, is so, and B, she added, is not". */
static st_range reported_half(const st_work *w, const frame *f, uint32_t from) {
    st_range s = st_sentence(w->doc, f->v);
    for (uint32_t t = f->core.e + 1; t < s.e; t++) {
        if (tok(w, t)->pos == DM_POS_CCONJ && st_is_punct(w->doc, t - 1, ",") && has_report(w, t, s.e)) s.e = t;
    }
    for (uint32_t t = from; t-- > s.b + 1;) {
        if (tok(w, t)->pos == DM_POS_CCONJ && st_is_punct(w->doc, t - 1, ",") && has_report(w, s.b, t)) s.b = t + 1;
    }
    return s;
}

/* "The talks, he said, had failed", "..., as he put it". */
static bool add_incised(st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    const dm_token *k = tok(w, f->v);
    if (f->inherited || !(FORMS[f->cue.act] & FRONTED) || st_is_punct(doc, f->cue_at.e - 1, ":")) return true;
    bool as = f->core.b > 0 && str_is(tok(w, f->core.b - 1)->lower, "as") && tok(w, f->core.b - 1)->head == f->v;
    uint32_t from = f->core.b - (as ? 1 : 0);
    st_range s = reported_half(w, f, from);
    bool end = at_end(w, f->core.e);
    bool set_off = end || st_is_punct(doc, f->core.e, ",") || st_is_mark(tok(w, f->core.e)->text);
    if (as && from <= s.b) { /* "As he put it, ..." */
        return set_off && !end ? take(w, f, ST_INCISE, (st_range){f->core.e, s.e}) : true;
    }
    if (from <= s.b || !bounded_before(w, from) || !set_off || st_has_verb(doc, (st_range){f->cue_at.e, f->core.e})) return true;
    if (k->dep == DM_DEP_RELCL || k->dep == DM_DEP_ACL || k->dep == DM_DEP_CONJ || k->dep == DM_DEP_PCOMP) return true;
    if (k->dep == DM_DEP_ADVCL && !as) return true;
    if (!st_has_clause(doc, (st_range){s.b, from})) {
        if (end || !st_has_clause(doc, (st_range){f->core.e, s.e})) return true;
    }
    if (!take(w, f, ST_INCISE, (st_range){st_after_opener(doc, s.b), from})) return false;
    uint32_t next = st_trim(doc, (st_range){f->core.e, s.e}, true).b;
    bool circumstance = next < s.e && tok(w, next)->tag == DM_TAG_VBG && st_has_clause(doc, (st_range){s.b, from}); /* "..., he said, smiling" */
    return end || circumstance || take(w, f, ST_INCISE, (st_range){f->core.e, s.e});
}

static bool wants_noun(const dm_token *k) {
    return k->pos == DM_POS_ADP || k->pos == DM_POS_DET || k->pos == DM_POS_ADJ || k->tag == DM_TAG_POS || k->tag == DM_TAG_PRPS;
}

/* A quotation that ends right before the core, one that begins right after it. */
static bool add_quotes(st_work *w, frame *f) {
    if (f->cue.kind != LEX_CUE_SPEECH || w->quote_of[f->v] != DM_NONE) return true;
    const dm_doc *doc = w->doc;
    uint32_t t = f->core.b;
    uint32_t block = tok(w, f->v)->block;
    if (t > 0 && st_is_punct(doc, t - 1, ",")) t--;
    uint32_t q = t > 0 && tok(w, t - 1)->block == block ? w->quote_of[t - 1] : DM_NONE;
    bool stopped = t >= 2 && st_is_punct(doc, t - 2, "."); /* it ended its own sentence */
    bool open = q != DM_NONE && w->quotes.v[q].at.e == t && w->quotes.v[q].owner == DM_NONE && !(f->inherited && w->quotes.v[q].short_phrase);
    if (open && !(stopped && f->cand != DM_NONE)) {
        if (!take(w, f, ST_ADJACENT, w->quotes.v[q].at)) return false;
    }
    t = f->core.e;
    const dm_block_row *b = &doc->blocks.v[block];
    if (t > f->cue_at.e && wants_noun(tok(w, t - 1))) return true; /* "on the ABC's 'Breakfast'" */
    while (t < b->tok_end && (st_is_punct(doc, t, ",:") || (tok(w, t)->flags & DM_TOK_IS_SPACE) || str_is(tok(w, t)->lower, "that"))) t++;
    q = t < b->tok_end ? w->quote_of[t] : DM_NONE;
    if (q != DM_NONE && w->quotes.v[q].at.b == t && w->quotes.v[q].owner == DM_NONE) {
        if (!take(w, f, ST_ADJACENT, w->quotes.v[q].at)) return false;
    }
    return true;
}

/* "called the plan a mistake", "described it as weak": object and what is said of it. */
static bool add_naming(st_work *w, frame *f) {
    static const char *const NAMING[] = {"call",   "describe", "brand",   "label", "dub",      "term",   "characterize", "characterise", "portray",
                                         "depict", "denounce", "dismiss", "deem",  "consider", "regard", "hail",         "cast"};
    const dm_doc *doc = w->doc;
    bool naming = false;
    for (size_t i = 0; i < sizeof NAMING / sizeof *NAMING && !naming; i++) naming = str_is(tok(w, f->v)->lemma, NAMING[i]);
    if (!naming || w->cue_of[f->v].at.e > f->v + 1) return true;
    st_range r = ST_RANGE_NONE;
    bool says = false;
    uint32_t fronted_object = DM_NONE; /* "which he called a disgrace" */
    TREE_CHILDREN(doc, f->v, c) {
        const dm_token *k = tok(w, c);
        bool as = k->dep == DM_DEP_PREP && str_is(k->lower, "as");
        bool predicate = as || k->dep == DM_DEP_OPRD || k->dep == DM_DEP_CCOMP || k->dep == DM_DEP_ACOMP || k->dep == DM_DEP_ATTR;
        if (c < f->v && (k->tag == DM_TAG_WDT || k->tag == DM_TAG_WP) && c != f->subject) fronted_object = c;
        if (c < f->v || c == f->subject || !(predicate || k->dep == DM_DEP_DOBJ || k->dep == DM_DEP_DATIVE)) continue;
        if (r.b == DM_NONE) r.b = k->left;
        r.e = k->right;
        says = says || predicate;
    }
    if (!says) {
        uint32_t o = tree_child(doc, f->v, DM_DEP_DOBJ);
        if (o == DM_NONE || o == f->subject || !st_is(r) || tok(w, o)->pos == DM_POS_PRON || f->cue.kind != LEX_CUE_SPEECH) return true;
    }
    if (fronted_object != DM_NONE && !take(w, f, ST_OBJECT, (st_range){fronted_object, fronted_object + 1})) return false;
    return take(w, f, ST_OBJECT, r);
}

/* "boasted about a plan to spend 'a million dollars'": the complement that holds words in quotation marks. */
static bool add_quoting_complement(st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    if (f->cue.kind != LEX_CUE_SPEECH) return true;
    TREE_CHILDREN(doc, f->v, c) {
        const dm_token *k = tok(w, c);
        if (c < f->v || c == f->subject || !(k->dep == DM_DEP_DOBJ || k->dep == DM_DEP_PREP || k->dep == DM_DEP_XCOMP)) continue;
        st_range r = {k->dep == DM_DEP_PREP ? c + 1 : k->left, k->right};
        for (uint32_t t = r.b; t < r.e; t++) {
            uint32_t q = w->quote_of[t];
            if (q == DM_NONE || w->quotes.v[q].at.b < r.b || w->quotes.v[q].owner != DM_NONE || st_holds(w->quotes.v[q].at, f->v)) continue;
            if (k->dep == DM_DEP_PREP && c == f->cue_at.e) f->cue_at.e = c + 1;
            return take(w, f, ST_OBJECT, r);
        }
    }
    return true;
}

static bool add_colon(st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    st_range s = st_sentence(doc, f->v);
    bool inside = st_is_punct(doc, f->core.e - 1, ":"), after = f->core.e < s.e && st_is_punct(doc, f->core.e, ":");
    if (!(inside || after) || f->cue.kind != LEX_CUE_SPEECH) return true;
    return take(w, f, ST_ADJACENT, (st_range){f->core.e + (after ? 1 : 0), s.e});
}

/* Object of "urged", of the preposition of "called on". */
static uint32_t asked_party(const st_work *w, uint32_t v) {
    uint32_t last = w->cue_of[v].at.e - 1;
    return tree_child(w->doc, v == last ? v : last, v == last ? DM_DEP_DOBJ : DM_DEP_POBJ);
}

/* "urged the parties to return", "promised to visit"; the object goes with it where the parser makes it the subject. */
static bool add_infinitive(st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    bool tells = str_is(f->cue.lemma, "tell") || str_is(f->cue.lemma, "advise");
    if (!(FORMS[f->cue.act] & INFINITIVE) && !tells) return true;
    uint32_t x = tree_child(doc, f->v, DM_DEP_XCOMP);
    if (x == DM_NONE || x < f->v || tok(w, x)->tag != DM_TAG_VB) return true;
    if (f->cue.act == DM_ACT_REJECT && w->cue_of[x].row != DM_NONE) return true; /* "declined to comment" */
    st_range r = st_subtree(doc, x);
    uint32_t o = asked_party(w, f->v);
    if (o != DM_NONE && o > f->v && o < x && tok(w, o)->left < r.b) r.b = tok(w, o)->left;
    return take(w, f, ST_OBJECT, r);
}

static bool add_object(st_work *w, frame *f) {
    const dm_doc *doc = w->doc;
    uint8_t forms = FORMS[f->cue.act];
    if (w->cue_of[f->v].at.e > f->v + 1) { /* "warned of", "called for" */
        uint32_t last = w->cue_of[f->v].at.e - 1, o = tree_child(doc, last, DM_DEP_POBJ);
        if (o == DM_NONE) o = tree_child(doc, last, DM_DEP_PCOMP);
        if (o == DM_NONE || o < last) o = tree_child(doc, f->v, DM_DEP_DOBJ); /* "pointed out the risk" */
        if (o == DM_NONE || o < last) return true;
        return take(w, f, ST_OBJECT, (st_range){last + 1, st_subtree(doc, o).e});
    }
    if (!(forms & (OBJECT | OBJECT_PLUS))) return true;
    uint32_t o = tree_child(doc, f->v, DM_DEP_DOBJ);
    if (o == DM_NONE || o < f->v || o == f->subject) return true;
    if (f->cue.act == DM_ACT_REJECT && w->cue_of[o].row != DM_NONE && lexicon_cue(w->lex, w->cue_of[o].row).act == DM_ACT_SAY)
        return true; /* "declined comment" */
    st_range r = st_subtree(doc, o);
    if (forms & OBJECT_PLUS) {
        TREE_CHILDREN(doc, f->v, c) {
            const dm_token *k = tok(w, c);
            bool adds =
                (k->dep == DM_DEP_PREP && (str_is(k->lower, "of") || str_is(k->lower, "for") || str_is(k->lower, "as"))) || k->dep == DM_DEP_OPRD;
            if (c > o && adds && k->left <= r.e) r.e = k->right > r.e ? k->right : r.e;
        }
    }
    return take(w, f, ST_OBJECT, r);
}

/* "to accept an offer", "would demand": an act that is only in view. Its clause or quotation may still be reported. */
static bool is_only_in_view(const st_work *w, uint32_t v) {
    bool does = false;
    TREE_CHILDREN(w->doc, v, c) {
        const dm_token *k = tok(w, c);
        if (k->dep == DM_DEP_AUX && (k->tag == DM_TAG_TO || (k->tag == DM_TAG_MD && !str_is(k->lower, "will")))) return true;
        does = does || k->dep == DM_DEP_AUX;
    }
    return tok(w, v)->tag == DM_TAG_VB && !does; /* "proposed that they call" */
}

/* "you know", "I think", "we hope": padding of whoever speaks, not what he reports of somebody. */
bool st_is_padding(const st_work *w, uint32_t subject, uint8_t kind) {
    dm_str s = tok(w, subject)->lower;
    return str_is(s, "you") || (kind != LEX_CUE_SPEECH && (str_is(s, "i") || str_is(s, "we")));
}

static bool attach(st_work *w, uint32_t v) {
    const dm_doc *doc = w->doc;
    frame f = {.v = v, .cue = lexicon_cue(w->lex, w->cue_of[v].row), .subject = DM_NONE, .via = DM_NONE, .cand = DM_NONE};
    f.cue_at = st_cue_range(doc, (st_range){v, w->cue_of[v].at.e});
    if (w->cue_of[v].at.e == v + 1 && tree_child(doc, v, DM_DEP_PRT) != DM_NONE) return true; /* "call off" is another verb */
    const char *lost = st_negated(w, v)                          ? "negated"
                       : !find_source(w, &f)                     ? "nobody says it"
                       : st_is_padding(w, f.subject, f.cue.kind) ? "padding of the speaker"
                                                                 : NULL;
    if (lost) {
        doc_trace(w->doc, DM_STAGE_STATEMENTS, tree_tokens_span(doc, f.cue_at.b, f.cue_at.e), "%.*s gives no statement: %s", DM_STR_ARG(f.cue.lemma),
                  lost);
        return true;
    }
    find_core(w, &f);
    widen_cue(w, &f);
    uint8_t forms = FORMS[f.cue.act];
    if (!add_naming(w, &f)) return false;
    if (f.cand == DM_NONE && (forms & CLAUSE) && !add_clauses(w, &f)) return false;
    if (f.cand == DM_NONE && (forms & CLAUSE) && !add_lost_that(w, &f)) return false;
    if (f.cand == DM_NONE && !add_incised(w, &f)) return false;
    bool done = !is_only_in_view(w, v);
    if (done && f.cand == DM_NONE && (forms & QUOTE) && !add_quoting_complement(w, &f)) return false;
    if ((forms & QUOTE) && !add_quotes(w, &f)) return false;
    if (f.cand == DM_NONE && !add_colon(w, &f)) return false;
    if (done && f.cand == DM_NONE && !add_infinitive(w, &f)) return false;
    if (done && f.cand == DM_NONE && !add_object(w, &f)) return false;
    if (f.cand == DM_NONE) return true;
    if (w->cands.v[f.cand].content.n == 0) {
        w->cands.v[f.cand].dropped = true;
        return true;
    }
    doc_trace(w->doc, DM_STAGE_STATEMENTS, tree_tokens_span(doc, f.cue_at.b, f.cue_at.e), "cue %.*s (%s)", DM_STR_ARG(f.cue.lemma),
              dm_act_text(f.cue.act));
    return st_add_extras(w, f.cand);
}

bool st_attach_verbs(st_work *w) {
    for (uint32_t t = 0; t < w->doc->tokens.n; t++) {
        const dm_token *k = tok(w, t);
        if (w->cue_of[t].row == DM_NONE || !(k->pos == DM_POS_VERB || k->pos == DM_POS_ADJ) || st_is_preposition(w, t)) continue;
        if (!attach(w, t)) return false;
    }
    return true;
}
