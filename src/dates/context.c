/* Whether a date expression speaks of what was or of what is to come: tense of the verb above it, verbs that speak of plans,
 * and nouns that are set for a day. */
#include "dates/expr.h"

#include "document/tree.h"
#include "document/when.h"

static bool in_list(dm_str w, const char *const *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (str_is(w, list[i])) return true;
    return false;
}
#define IN(w, list) in_list((w), (list), sizeof(list) / sizeof *(list))

static bool is_verb(const dm_token *t) { return t->pos == DM_POS_VERB || t->pos == DM_POS_AUX; }

/* "scheduled for Friday", "due on Friday", "ahead of Friday's talks". */
static bool planned(const dm_token *t) {
    static const char *const plans[] = {"schedule", "plan",     "set",      "slate", "expect",     "due",
                                        "ahead",    "upcoming", "postpone", "delay", "reschedule", "await"};
    if (t->tag == DM_TAG_VBG && (str_is(t->lemma, "start") || str_is(t->lemma, "begin"))) return true;
    return IN(t->lemma, plans) && t->tag != DM_TAG_VBD;
}

/* Verbs whose object is still to come: "proposed talks on Friday". */
static bool proposes(const dm_token *t) {
    static const char *const verbs[] = {"propose", "plan", "schedule", "set", "expect", "seek", "prepare", "await", "want", "announce", "call"};
    return IN(t->lemma, verbs);
}

/* "are to travel on Friday". */
static bool is_to(const dm_doc *doc, uint32_t verb) {
    if (!str_is(doc->tokens.v[verb].lemma, "be")) return false;
    uint32_t x = tree_child(doc, verb, DM_DEP_XCOMP);
    return x != DM_NONE && when_tense(doc, x) == DM_TENSE_FUTURE;
}

/* "meets on Friday", "is meeting on Friday": the present of verbs that happen once. */
static bool present_of_plan(const dm_doc *doc, uint32_t verb) {
    static const char *const verbs[] = {"meet",  "begin", "start", "open", "visit",  "arrive", "travel", "return", "end", "hold",
                                        "leave", "go",    "come",  "take", "expire", "resume", "vote",   "host",   "fly"};
    const dm_token *t = &doc->tokens.v[verb];
    if (!IN(t->lemma, verbs)) return false;
    if (t->tag == DM_TAG_VBZ || t->tag == DM_TAG_VBP) return true;
    TREE_CHILDREN(doc, verb, c) {
        const dm_token *k = &doc->tokens.v[c];
        if (t->tag == DM_TAG_VBG && k->dep == DM_DEP_AUX && k->tag != DM_TAG_VBD) return true;
    }
    return false;
}

void expr_context(const dm_doc *doc, date_expr *x) {
    uint32_t head = when_head(doc, x->tok_begin, x->tok_end), t = head;
    bool under_noun = false;
    for (uint32_t steps = 0; steps < 8; steps++) {
        uint32_t up = doc->tokens.v[t].head;
        if (up == t) return;
        const dm_token *u = &doc->tokens.v[up];
        if (planned(u)) x->future = true;
        if (is_verb(u)) {
            dm_tense tense = when_tense(doc, up);
            x->future |= tense == DM_TENSE_FUTURE || (tense == DM_TENSE_PRESENT && is_to(doc, up)) ||
                         (tense == DM_TENSE_PRESENT && present_of_plan(doc, up)) ||
                         (tense == DM_TENSE_NONE && present_of_plan(doc, up) && u->tag == DM_TAG_VBG && under_noun);
            x->future |= under_noun && proposes(u) && doc->tokens.v[t].dep == DM_DEP_DOBJ;
            x->past = !x->future && !under_noun && (tense == DM_TENSE_PAST || tense == DM_TENSE_PLUPERFECT || tense == DM_TENSE_PERFECT);
            if (tense != DM_TENSE_NONE || x->future) return;
            under_noun = true; /* a participle between: "bonds maturing in 1991 were sold" */
        }
        under_noun |= u->pos == DM_POS_NOUN || u->pos == DM_POS_PROPN;
        t = up;
    }
}
