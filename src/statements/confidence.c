/* How likely a candidate is what a careful reader would mark: same source and content, by half of their words or more.
 *
 * For the tagger's candidates a logistic function of how far the first chain prefers the cue, how far the second prefers its labels, and
 * what the rules say of the same cue; its coefficients were fitted once on PolNeAR's dev part, and eval/quotes.py --calibration measures
 * them. For candidates of the rules alone a number by form, set by hand. Integers and a table: the same on every machine. */
#include "statements/statements_int.h"

enum { STEP = 250, STEPS = 16, MARGIN_MOST = 500 };

/* The logistic function at STEP thousandths, from -STEPS steps to STEPS. */
static const double LOGISTIC[2 * STEPS + 1] = {.02, .02, .03, .04, .05, .06, .08, .09, .12, .15, .18, .22, .27, .32, .38, .44, .5,
                                               .56, .62, .68, .73, .78, .82, .85, .88, .91, .92, .94, .95, .96, .97, .98, .98};

static double logistic(int64_t thousandths) {
    int64_t i = thousandths / STEP + STEPS;
    return LOGISTIC[i < 0 ? 0 : i > 2 * STEPS ? 2 * STEPS : i];
}

static double of_tagged(const st_work *w, const st_cand *c) {
    bool clause = false, quoted = false;
    for (uint32_t i = 0; i < c->content.n; i++) {
        clause = clause || st_has_clause(w->doc, c->content.v[i]);
        for (uint32_t t = c->content.v[i].b; t < c->content.v[i].e; t++) quoted = quoted || w->quote_of[t] != DM_NONE;
    }
    int64_t z = -4980;
    z += 300 * (int64_t)c->lead / 48 + 440 * (int64_t)(c->margin < MARGIN_MOST ? c->margin : MARGIN_MOST) / 48;
    if (c->agrees & ST_AGREE_CUE) z -= 280;
    if (c->agrees & ST_AGREE_BEGIN) z += 120;
    if (c->agrees & ST_AGREE_END) z += 370;
    if (c->agrees & ST_AGREE_WORD) z += 510;
    if (c->kind != LEX_CUE_SPEECH) z -= 310;
    if (clause) z -= 80;
    if (quoted) z += 370;
    if (st_is(c->source)) z += 3600;
    return logistic(z);
}

/* ---- what is told at all ---- */

typedef enum content_form { TOLD, TO_DO, NAMED } content_form;

static bool inside(const st_cand *c, uint32_t t) {
    for (uint32_t i = 0; i < c->content.n; i++)
        if (t >= c->content.v[i].b && t < c->content.v[i].e) return true;
    return false;
}

static bool is_infinitive(const dm_doc *doc, uint32_t verb) {
    TREE_CHILDREN(doc, verb, k) {
        if (k < verb && doc->tokens.v[k].tag == DM_TAG_TO) return true;
    }
    return false;
}

static bool has_subject(const dm_doc *doc, uint32_t verb) {
    TREE_CHILDREN(doc, verb, k) {
        dm_dep dep = doc->tokens.v[k].dep;
        if (dep == DM_DEP_NSUBJ || dep == DM_DEP_NSUBJPASS || dep == DM_DEP_EXPL || dep == DM_DEP_CSUBJ) return true;
    }
    return false;
}

/* By the words that hang on none inside: a clause or quoted words are told; "to meet her" is to be done; "the ruling" is named. */
static content_form form_of(const st_work *w, const st_cand *c) {
    const dm_doc *doc = w->doc;
    bool known = c->form != ST_TAGGED || (c->agrees & (ST_AGREE_CUE | ST_AGREE_WORD));
    content_form best = NAMED;
    for (uint32_t i = 0; i < c->content.n; i++) {
        if (doc->tokens.v[c->content.v[i].b].dep == DM_DEP_MARK) return TOLD;
        for (uint32_t t = c->content.v[i].b; t < c->content.v[i].e; t++) {
            const dm_token *k = &doc->tokens.v[t];
            if (w->quote_of[t] != DM_NONE && (known || !w->quotes.v[w->quote_of[t]].short_phrase)) return TOLD;
            if ((k->pos != DM_POS_VERB && k->pos != DM_POS_AUX) || (k->head != t && inside(c, k->head))) continue;
            if (is_infinitive(doc, t)) best = TO_DO;
            else if (has_subject(doc, t) || (k->tag != DM_TAG_VBG && k->tag != DM_TAG_VBN)) return TOLD;
        }
    }
    return best;
}

/* "will appeal to", "can expect": not said yet. */
static bool is_not_yet(const st_work *w, const st_cand *c) {
    if (c->cue_head == DM_NONE) return false;
    TREE_CHILDREN(w->doc, c->cue_head, k) {
        if (w->doc->tokens.v[k].tag == DM_TAG_MD) return true;
    }
    return false;
}

static bool in_title(const st_work *w, const st_cand *c) {
    return w->doc->blocks.v[w->doc->tokens.v[c->content.v[0].b].block].kind == DM_BLOCK_TITLE;
}

bool st_is_told(const st_work *w, const st_cand *c) {
    static const double LEAST[] = {[TOLD] = 0, [TO_DO] = .63, [NAMED] = .51}, LEAST_NEW = .6;
    /* "urged both sides to return", "blamed the storm for the delay": asking and accusing are speech, whatever stands behind. */
    bool speech = c->act == DM_ACT_URGE || c->act == DM_ACT_ASK || c->act == DM_ACT_DEMAND || c->act == DM_ACT_ACCUSE;
    content_form form = form_of(w, c);
    if (speech && (form == TO_DO || c->act == DM_ACT_ACCUSE)) return true;
    bool new_word = c->form == ST_TAGGED && !(c->agrees & (ST_AGREE_CUE | ST_AGREE_WORD));
    if (form != TOLD && c->form != ST_LABEL && (in_title(w, c) || is_not_yet(w, c))) return false;
    if (form != TOLD && new_word) return st_confidence(w, c) >= LEAST_NEW;
    return c->form == ST_LABEL || st_confidence(w, c) >= LEAST[form];
}

double st_confidence(const st_work *w, const st_cand *c) {
    static const double BY_FORM[ST_FORM_N] = {[ST_CLAUSE] = .6, [ST_ADJACENT] = .6, [ST_INCISE] = .6, [ST_OBJECT] = .4, [ST_NOUN] = .4,
                                              [ST_PHRASE] = .6, [ST_LABEL] = .75,   [ST_TURN] = .95,  [ST_CARRIED] = .6};
    return c->form == ST_TAGGED ? of_tagged(w, c) : BY_FORM[c->form];
}
