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

double st_confidence(const st_work *w, const st_cand *c) {
    static const double BY_FORM[ST_FORM_N] = {[ST_CLAUSE] = .6, [ST_ADJACENT] = .6, [ST_INCISE] = .6, [ST_OBJECT] = .4, [ST_NOUN] = .4,
                                              [ST_PHRASE] = .6, [ST_LABEL] = .75,   [ST_TURN] = .95,  [ST_CARRIED] = .6};
    return c->form == ST_TAGGED ? of_tagged(w, c) : BY_FORM[c->form];
}
