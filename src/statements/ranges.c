/* Ranges of tokens: the noun phrase of a source, the verb group of a cue, pieces of content, the subject of a verb. */
#include "statements/statements_int.h"

enum { MAX_CLIMB = 8 };

st_range st_subtree(const dm_doc *doc, uint32_t t) { return (st_range){doc->tokens.v[t].left, doc->tokens.v[t].right}; }

st_range st_sentence(const dm_doc *doc, uint32_t t) {
    const dm_sentence_row *s = &doc->sentences.v[doc->tokens.v[t].sentence];
    return (st_range){s->tok_begin, s->tok_end};
}

bool st_is_punct(const dm_doc *doc, uint32_t t, const char *set) {
    dm_str s = doc->tokens.v[t].text;
    return s.n == 1 && strchr(set, s.p[0]) != NULL;
}

static bool is_loose(const dm_doc *doc, uint32_t t, bool keep_marks) {
    const dm_token *k = &doc->tokens.v[t];
    if (k->flags & DM_TOK_IS_SPACE) return true;
    if (st_is_mark(k->text)) return !keep_marks;
    if (st_is_punct(doc, t, ",;:.-")) return true;
    return k->pos == DM_POS_PUNCT && (str_is(k->text, "\xE2\x80\x94") || str_is(k->text, "\xE2\x80\x93") || str_is(k->text, "--"));
}

st_range st_trim(const dm_doc *doc, st_range r, bool keep_marks) {
    while (r.b < r.e && is_loose(doc, r.b, keep_marks)) r.b++;
    while (r.e > r.b && is_loose(doc, r.e - 1, keep_marks)) r.e--;
    return r;
}

uint32_t st_after_opener(const dm_doc *doc, uint32_t t) {
    bool adverb = doc->tokens.v[t].pos == DM_POS_ADV && t + 1 < doc->tokens.n;
    return adverb && st_is_punct(doc, t + 1, ",") ? t + 2 : t;
}

bool st_has_verb(const dm_doc *doc, st_range r) {
    for (uint32_t t = r.b; t < r.e; t++) {
        if (doc->tokens.v[t].pos == DM_POS_VERB) return true;
    }
    return false;
}

bool st_has_clause(const dm_doc *doc, st_range r) {
    for (uint32_t t = r.b; t < r.e; t++) {
        const dm_token *k = &doc->tokens.v[t];
        if ((k->pos == DM_POS_VERB || k->pos == DM_POS_AUX) && k->tag != DM_TAG_VBG && k->tag != DM_TAG_VBN) return true;
    }
    return false;
}

uint32_t st_agent(const dm_doc *doc, uint32_t v) {
    uint32_t by = tree_child(doc, v, DM_DEP_AGENT);
    return by == DM_NONE ? DM_NONE : tree_child(doc, by, DM_DEP_POBJ);
}

static uint32_t own_subject(const dm_doc *doc, uint32_t verb) {
    uint32_t s = tree_child(doc, verb, DM_DEP_NSUBJ);
    if (s == DM_NONE) s = tree_child(doc, verb, DM_DEP_NSUBJPASS);
    return s;
}

static bool is_verb(const dm_token *k) { return k->pos == DM_POS_VERB || k->pos == DM_POS_AUX; }

uint32_t st_subject(const dm_doc *doc, uint32_t verb) {
    for (uint32_t i = 0, t = verb; i < MAX_CLIMB; i++) {
        uint32_t s = own_subject(doc, t);
        if (s != DM_NONE) return s;
        const dm_token *k = &doc->tokens.v[t];
        if (k->head == t) return DM_NONE;
        const dm_token *h = &doc->tokens.v[k->head];
        switch (k->dep) {
        case DM_DEP_CONJ:
        case DM_DEP_DEP:
            if (!is_verb(h)) return DM_NONE;
            break;
        case DM_DEP_XCOMP: {
            uint32_t object = tree_child(doc, k->head, DM_DEP_DOBJ);
            if (object != DM_NONE && object < t) return object; /* "urged him to say" */
            break;
        }
        case DM_DEP_ADVCL:
            if (k->tag != DM_TAG_VBG && k->tag != DM_TAG_VB) return DM_NONE;
            break;
        case DM_DEP_ACL:
            if (k->tag != DM_TAG_VBG || is_verb(h)) return DM_NONE;
            return k->head;  /* "a letter saying that" */
        case DM_DEP_PCOMP: { /* "in saying that", "quoted him as saying" */
            uint32_t above = h->head;
            uint32_t object = tree_child(doc, above, DM_DEP_DOBJ);
            if (str_is(h->lower, "as") && object != DM_NONE && object < t && tree_child(doc, above, DM_DEP_NSUBJPASS) == DM_NONE) return object;
            t = above;
            if (!is_verb(&doc->tokens.v[t])) return DM_NONE;
            continue;
        }
        default: return DM_NONE;
        }
        t = k->head;
    }
    return DM_NONE;
}

static bool reports(const st_work *w, st_range r) {
    for (uint32_t t = r.b; t < r.e; t++) {
        const dm_token *k = &w->doc->tokens.v[t];
        bool finite = k->tag == DM_TAG_VBD || k->tag == DM_TAG_VBZ || k->tag == DM_TAG_VBP;
        if (finite && k->pos == DM_POS_VERB && w->cue_of[t].row != DM_NONE && lexicon_cue(w->lex, w->cue_of[t].row).kind == LEX_CUE_SPEECH)
            return true;
    }
    return false;
}

/* "the envoy on Friday" */
static bool is_date(const dm_doc *doc, uint32_t t) {
    const dm_token *k = &doc->tokens.v[t];
    uint32_t o = k->dep == DM_DEP_PREP ? tree_child(doc, t, DM_DEP_POBJ) : k->dep == DM_DEP_NPADVMOD ? t : DM_NONE;
    return o != DM_NONE && (doc->tokens.v[o].ner == DM_NER_DATE || doc->tokens.v[o].ner == DM_NER_TIME);
}

st_range st_source_range(const st_work *w, uint32_t head, uint32_t cue) {
    const dm_doc *doc = w->doc;
    st_range r = st_subtree(doc, head);
    if (cue != DM_NONE && st_holds(r, cue)) {
        if (head < cue) r.e = cue;
        else r.b = cue + 1;
    }
    TREE_CHILDREN(doc, head, c) {
        const dm_token *k = &doc->tokens.v[c];
        bool after_comma = k->left > head && k->left > r.b && st_is_punct(doc, k->left - 1, ",");
        bool cut = (k->dep == DM_DEP_ADVCL && after_comma) || (k->dep == DM_DEP_RELCL && reports(w, st_subtree(doc, c)));
        if (c > head && (cut || is_date(doc, c)) && k->left > r.b && k->left < r.e) r.e = k->left;
    }
    r = st_trim(doc, r, false);
    bool inner = false;
    for (uint32_t t = r.b; t < r.e; t++) inner = inner || st_is_punct(doc, t, ",");
    if (inner && r.e < doc->tokens.n && st_is_punct(doc, r.e, ",")) r.e++; /* the comma that closes an apposition */
    return r;
}

st_range st_cue_range(const dm_doc *doc, st_range core) {
    uint32_t head = core.b;
    const dm_sentence_row *s = &doc->sentences.v[doc->tokens.v[head].sentence];
    while (core.b > s->tok_begin) {
        const dm_token *k = &doc->tokens.v[core.b - 1];
        bool part = k->dep == DM_DEP_AUX || k->dep == DM_DEP_AUXPASS || k->dep == DM_DEP_NEG ||
                    (k->dep == DM_DEP_ADVMOD && k->left == core.b - 1 && k->right == core.b && k->tag != DM_TAG_WRB);
        if (!part || k->head != head) break;
        core.b--;
    }
    if (core.e == head + 1 && core.e < s->tok_end && doc->tokens.v[core.e].dep == DM_DEP_PRT && doc->tokens.v[core.e].head == head) core.e++;
    return core;
}

bool st_new(st_work *w, st_cand c, uint32_t *at) {
    st_cand *p = VEC_PUSH(w->doc->arena, &w->cands);
    if (!p) return false;
    *p = c;
    *at = w->cands.n - 1;
    return true;
}

/* The range with every quotation that it cuts; a quotation that holds the cue is the frame around the statement and
 * bounds it. */
static st_range grow(const st_work *w, const st_cand *c, st_range r) {
    uint32_t ends[2] = {r.b, r.e - 1};
    for (int i = 0; i < 2; i++) {
        uint32_t q = w->quote_of[ends[i]];
        if (q == DM_NONE) continue;
        st_range at = w->quotes.v[q].at;
        if (c->cue_head != DM_NONE && st_holds(at, c->cue_head)) {
            if (w->quotes.v[q].no_end) continue; /* where it ends is a guess */
            if (r.b < at.b + 1) r.b = at.b + 1;
            if (r.e > at.e - 1 && at.e - 1 > r.b) r.e = at.e - 1;
            continue;
        }
        if (st_is(c->source) && st_meets(at, c->source)) continue;
        if (at.b < r.b) r.b = at.b;
        if (at.e > r.e) r.e = at.e;
    }
    return r;
}

/* Nothing, or one comma, colon or dash. */
static bool only_stop(const dm_doc *doc, uint32_t b, uint32_t e) {
    return b >= e || (e - b == 1 && doc->tokens.v[b].pos == DM_POS_PUNCT && !st_is_mark(doc->tokens.v[b].text));
}

static bool insert(st_work *w, st_cand *c, st_range r) {
    for (uint32_t i = c->content.n; i-- > 0;) {
        st_range *p = &c->content.v[i];
        if (!only_stop(w->doc, p->e, r.b) || !only_stop(w->doc, r.e, p->b)) {
            if (p->e < r.b) break;
            continue;
        }
        if (r.b < p->b) p->b = r.b;
        if (r.e > p->e) p->e = r.e;
        return true;
    }
    st_range *p = VEC_PUSH(w->doc->arena, &c->content);
    if (!p) return false;
    uint32_t i = c->content.n - 1;
    while (i > 0 && c->content.v[i - 1].b > r.b) {
        c->content.v[i] = c->content.v[i - 1];
        i--;
    }
    c->content.v[i] = r;
    return true;
}

static void claim(st_work *w, uint32_t cand, st_range r) {
    for (uint32_t t = r.b; t < r.e; t++) {
        uint32_t q = w->quote_of[t];
        if (q == DM_NONE) continue;
        if (w->quotes.v[q].owner == DM_NONE && w->quotes.v[q].at.b >= r.b) w->quotes.v[q].owner = cand;
        if (w->quotes.v[q].at.e > t) t = w->quotes.v[q].at.e - 1;
    }
}

/* r without what attributes, which is not part of what is said: up to three pieces. */
static uint32_t without(const st_cand *c, st_range r, st_range out[3]) {
    st_range holes[2] = {c->cue, c->source};
    out[0] = r;
    uint32_t n = 1;
    for (int h = 0; h < 2; h++) {
        if (!st_is(holes[h])) continue;
        for (uint32_t i = 0, was = n; i < was; i++) {
            if (!st_meets(out[i], holes[h])) continue;
            st_range after = {holes[h].e, out[i].e};
            out[i].e = holes[h].b > out[i].b ? holes[h].b : out[i].b;
            if (st_is(after)) out[n++] = after;
        }
    }
    return n;
}

bool st_add_content(st_work *w, uint32_t cand, st_range r) {
    r = st_trim(w->doc, r, true);
    if (!st_is(r)) return true;
    st_range pieces[3];
    uint32_t n = without(&w->cands.v[cand], grow(w, &w->cands.v[cand], r), pieces);
    for (uint32_t i = 0; i < n; i++) {
        st_range piece = st_trim(w->doc, pieces[i], true);
        if (!st_is(piece)) continue;
        claim(w, cand, piece);
        if (!insert(w, &w->cands.v[cand], piece)) return false;
    }
    return true;
}
