/* Whether an act is told as done, doubtful, denied or to come: read off the word that carries it, its auxiliaries, the
 * verbs above it ("began to", "plans to", "failed to", "denied"), conditional clauses and adjectives such as "planned".
 * A chain of infinitives is read up to the first finite verb, whose tense counts. */
#include "events/events_int.h"

enum { RAISE_NONE, RAISE_TENSE, RAISE_FUTURE, RAISE_POSSIBLE, RAISE_NEGATED, RAISE_DENIED };

static bool one_of(dm_str s, const char *const *list) {
    for (; *list; list++)
        if (str_is(s, *list)) return true;
    return false;
}

/* What a verb above an infinitive or gerund makes of it. */
static int raising(dm_str lemma) {
    static const char *const tense[] = {"begin", "start", "continue", "resume", "go", "help", "manage", "keep",
                                        "move",  "come",  "proceed",  "use",    "be", "have", NULL};
    static const char *const future[] = {"plan",  "expect",  "schedule", "intend", "prepare",  "aim",    "decide",    "arrange",
                                         "agree", "promise", "vow",      "pledge", "set",      "slate",  "due",       "resolve",
                                         "ready", "likely",  "poise",    "opt",    "announce", "commit", "committed", NULL};
    static const char *const possible[] = {
        "want",       "hope",        "wish",    "seek",    "try",     "attempt",     "consider",  "propose", "offer",     "threaten",
        "urge",       "ask",         "call",    "demand",  "require", "order",       "need",      "suggest", "recommend", "allow",
        "let",        "permit",      "able",    "willing", "fear",    "appear",      "seem",      "mull",    "weigh",     "eye",
        "ponder",     "contemplate", "dread",   "worry",   "like",    "invite",      "encourage", "press",   "tell",      "right",
        "ability",    "effort",      "attempt", "power",   "chance",  "opportunity", "option",    "way",     "proposal",  "request",
        "permission", "authority",   "bid",     "freedom", "reason",  "need",        NULL};
    static const char *const negated[] = {"fail",    "refuse",    "decline",   "neglect", "avoid",   "stop", "cease",
                                          "refrain", "unwilling", "reluctant", "unable",  "prevent", "halt", NULL};
    static const char *const denied[] = {"deny", NULL};
    return one_of(lemma, tense)      ? RAISE_TENSE
           : one_of(lemma, future)   ? RAISE_FUTURE
           : one_of(lemma, possible) ? RAISE_POSSIBLE
           : one_of(lemma, negated)  ? RAISE_NEGATED
           : one_of(lemma, denied)   ? RAISE_DENIED
                                     : RAISE_NONE;
}

bool status_raises(const ev_ctx *c, uint32_t verb) {
    int r = raising(ev_tok(c, verb)->lemma);
    return r != RAISE_NONE && r != RAISE_TENSE;
}

static bool has_lower(const ev_ctx *c, uint32_t t, dm_dep dep, const char *const *list) {
    TREE_CHILDREN(c->doc, t, k) {
        if (ev_tok(c, k)->dep == dep && one_of(ev_tok(c, k)->lower, list)) return true;
    }
    return false;
}

/* "said it would withdraw": would is will, told later. */
static bool reported(const ev_ctx *c, uint32_t verb) {
    for (uint32_t depth = 0; depth < 6; depth++) {
        const dm_token *t = ev_tok(c, verb);
        if (t->dep == DM_DEP_CCOMP && ev_verbal(c, t->head)) return ev_is_tag(c, t->head, DM_TAG_VBD) || ev_is_tag(c, t->head, DM_TAG_VBN);
        if (t->dep != DM_DEP_CONJ && t->dep != DM_DEP_XCOMP) return false;
        verb = t->head;
    }
    return false;
}

static void auxiliaries(const ev_ctx *c, uint32_t verb, ev_status *s) {
    static const char *const will[] = {"will", "'ll", "shall", "wo", "ll", NULL};
    static const char *const would[] = {"would", "'d", NULL};
    static const char *const might[] = {"may", "might", "could", "can", "ca", "should", "must", "ought", NULL};
    static const char *const had[] = {"had", NULL};
    static const char *const be[] = {"is", "are", "was", "were", "'s", "'re", "am", "'m", "been", "be", NULL};
    if (has_lower(c, verb, DM_DEP_AUX, will)) s->phase = DM_PHASE_FUTURE;
    if (has_lower(c, verb, DM_DEP_AUX, would)) {
        if (reported(c, verb)) s->phase = DM_PHASE_FUTURE;
        else s->modality = DM_MODALITY_CONDITIONAL;
    }
    if (has_lower(c, verb, DM_DEP_AUX, might)) s->modality = DM_MODALITY_POSSIBLE;
    if (has_lower(c, verb, DM_DEP_AUX, had) && ev_is_tag(c, verb, DM_TAG_VBN)) s->perfect = true;
    if (ev_is_tag(c, verb, DM_TAG_VBG) && has_lower(c, verb, DM_DEP_AUX, be) && s->phase == DM_PHASE_PAST) s->phase = DM_PHASE_ONGOING;
}

static bool below_if(const ev_ctx *c, uint32_t verb) {
    static const char *const marks[] = {"if", "unless", "whether", "lest", "until", NULL};
    return has_lower(c, verb, DM_DEP_MARK, marks) || has_lower(c, verb, DM_DEP_ADVMOD, marks);
}

static bool has_condition(const ev_ctx *c, uint32_t verb) {
    TREE_CHILDREN(c->doc, verb, k) {
        if (ev_tok(c, k)->dep == DM_DEP_ADVCL && below_if(c, k)) return true;
    }
    return false;
}

static bool negated_here(const ev_ctx *c, uint32_t t) {
    static const char *const no[] = {"no", "neither", "nor", "never", "hardly", "without", NULL};
    if (tree_negated(c->doc, t) || has_lower(c, t, DM_DEP_DET, no) || has_lower(c, t, DM_DEP_ADVMOD, no) || has_lower(c, t, DM_DEP_PRECONJ, no))
        return true;
    TREE_CHILDREN(c->doc, t, k) { /* "no talks were held", "held no talks" */
        dm_dep dep = ev_tok(c, k)->dep;
        if ((dep == DM_DEP_NSUBJ || dep == DM_DEP_NSUBJPASS || dep == DM_DEP_DOBJ) && has_lower(c, k, DM_DEP_DET, no)) return true;
    }
    const dm_token *k = ev_tok(c, t);
    return k->dep == DM_DEP_PCOMP && one_of(ev_tok(c, k->head)->lower, no);
}

static void adjectives(const ev_ctx *c, uint32_t noun, ev_status *s) {
    static const char *const future[] = {"planned",  "upcoming", "scheduled", "forthcoming", "future", "coming",
                                         "proposed", "next",     "expected",  "promised",    NULL};
    static const char *const possible[] = {"possible",   "potential", "alleged", "suspected", "hypothetical",
                                           "threatened", "attempted", "likely",  "feared",    NULL};
    if (has_lower(c, noun, DM_DEP_AMOD, future)) s->phase = DM_PHASE_FUTURE;
    if (has_lower(c, noun, DM_DEP_AMOD, possible)) s->modality = DM_MODALITY_POSSIBLE;
}

/* "Fear of war", "plans for a summit": nouns that say of what hangs on them that it is not there. */
static bool raising_noun(dm_str lemma) {
    static const char *const nouns[] = {"fear",       "threat",    "plan",    "possibility", "prospect",    "risk",  "hope",   "proposal",
                                        "likelihood", "idea",      "danger",  "chance",      "verge",       "brink", "offer",  "lack",
                                        "absence",    "worry",     "concern", "talk",        "speculation", "call",  "option", "prevention",
                                        "avoidance",  "proponent", "idea",    "eve",         "preparation", NULL};
    return one_of(lemma, nouns);
}

/* "Concern about THE arrest", "fears after ITS attack": what is given has happened. */
static bool given(const ev_ctx *c, uint32_t noun) {
    static const char *const words[] = {"the", "this", "that", "these", "those", NULL};
    return has_lower(c, noun, DM_DEP_DET, words) || tree_child(c->doc, noun, DM_DEP_POSS) != DM_NONE;
}

/* The verb or adjective above a clause without tense of its own; DM_NONE when `t` stands for itself. */
static uint32_t governor(const ev_ctx *c, uint32_t t) {
    const dm_token *k = ev_tok(c, t);
    bool finite = k->tag == DM_TAG_VBD || k->tag == DM_TAG_VBZ || k->tag == DM_TAG_VBP;
    TREE_CHILDREN(c->doc, t, child) {
        dm_dep dep = ev_tok(c, child)->dep;
        if ((dep == DM_DEP_AUX || dep == DM_DEP_AUXPASS) && !ev_is_tag(c, child, DM_TAG_TO) && !ev_is_tag(c, child, DM_TAG_VBG))
            finite = finite || !ev_is_tag(c, child, DM_TAG_VB);
    }
    switch (k->dep) {
    case DM_DEP_XCOMP:
    case DM_DEP_ADVCL:
    case DM_DEP_ACL:
    case DM_DEP_CCOMP: return finite ? DM_NONE : k->head;
    case DM_DEP_CONJ: return finite || !ev_verbal(c, t) ? DM_NONE : k->head;
    case DM_DEP_PCOMP: return ev_tok(c, k->head)->head;
    case DM_DEP_NSUBJPASS: /* "talks were proposed" */
    case DM_DEP_DOBJ: return k->pos == DM_POS_NOUN && !given(c, t) && ev_verbal(c, k->head) && status_raises(c, k->head) ? k->head : DM_NONE;
    case DM_DEP_POBJ: { /* "hopes for talks", "fear of war" */
        uint32_t up = ev_tok(c, k->head)->head;
        return k->pos == DM_POS_NOUN && !given(c, t) && (raising_noun(ev_tok(c, up)->lemma) || (ev_verbal(c, up) && status_raises(c, up))) ? up
                                                                                                                                           : DM_NONE;
    }
    default: return DM_NONE;
    }
}

/* "halted from", "fear of": not "halted, with ...", "after ...". */
static bool complement_of(const ev_ctx *c, uint32_t preposition) {
    static const char *const words[] = {"from", "of", "in", "on", "at", "to", "about", "against", NULL};
    return one_of(ev_tok(c, preposition)->lower, words);
}

/* "Its goal is to VERB." */
static bool goal_is(const ev_ctx *c, uint32_t verb) {
    static const char *const goals[] = {"goal", "aim",  "objective", "plan",     "purpose", "task",
                                        "hope", "idea", "intention", "ambition", "dream",   NULL};
    uint32_t subject = tree_child(c->doc, verb, DM_DEP_NSUBJ);
    return subject != DM_NONE && str_is(ev_tok(c, verb)->lemma, "be") && one_of(ev_tok(c, subject)->lemma, goals);
}

static void apply(const ev_ctx *c, uint32_t up, uint32_t from, ev_status *s) {
    dm_dep dep = ev_tok(c, from)->dep;
    bool noun_object = dep == DM_DEP_DOBJ || dep == DM_DEP_POBJ || dep == DM_DEP_NSUBJPASS;
    if (raising_noun(ev_tok(c, up)->lemma) && ev_tok(c, up)->pos == DM_POS_NOUN && (noun_object || dep == DM_DEP_PCOMP)) {
        s->modality = DM_MODALITY_POSSIBLE;
        return;
    }
    bool clause = noun_object || dep == DM_DEP_XCOMP || dep == DM_DEP_CCOMP || dep == DM_DEP_ACL ||
                  (dep == DM_DEP_PCOMP && complement_of(c, ev_tok(c, from)->head));
    if (dep == DM_DEP_XCOMP && goal_is(c, up)) s->modality = DM_MODALITY_POSSIBLE;
    if (clause && !(ev_tok(c, from)->dep == DM_DEP_ACL && ev_verbal(c, from) && !ev_is_tag(c, from, DM_TAG_VB))) {
        int raises = raising(ev_tok(c, up)->lemma);
        if (str_is(ev_tok(c, up)->lemma, "be") && dep == DM_DEP_XCOMP && !goal_is(c, up)) /* "are to sign", but "what it wants is to sign" */
            raises = tree_child(c->doc, up, DM_DEP_CSUBJ) == DM_NONE ? RAISE_FUTURE : RAISE_POSSIBLE;
        switch (raises) {
        case RAISE_FUTURE: s->phase = DM_PHASE_FUTURE; break;
        case RAISE_POSSIBLE: s->modality = DM_MODALITY_POSSIBLE; break;
        case RAISE_NEGATED: s->polarity = DM_POLARITY_NEGATED; break;
        case RAISE_DENIED: s->polarity = DM_POLARITY_DENIED; break;
        default: break;
        }
    }
    if (negated_here(c, up) && ev_tok(c, from)->dep != DM_DEP_ADVCL && s->polarity == DM_POLARITY_AFFIRMED) s->polarity = DM_POLARITY_NEGATED;
}

/* "Stopped short of accusing", "is a far cry from". */
static bool falls_short(const ev_ctx *c, uint32_t t) {
    if (ev_tok(c, t)->dep != DM_DEP_PCOMP) return false;
    uint32_t up = ev_tok(c, ev_tok(c, t)->head)->head;
    return str_is(ev_tok(c, up)->lower, "short") || str_is(ev_tok(c, ev_tok(c, t)->head)->lower, "instead");
}

/* "It is not true that", "it was false that". */
static bool said_untrue(const ev_ctx *c, uint32_t up) {
    static const char *const truths[] = {"true", "correct", "clear", "certain", NULL};
    static const char *const lies[] = {"false", "untrue", "unlikely", "impossible", "wrong", NULL};
    TREE_CHILDREN(c->doc, up, k) {
        if (ev_tok(c, k)->dep != DM_DEP_ACOMP) continue;
        if (one_of(ev_tok(c, k)->lower, lies)) return true;
        if (one_of(ev_tok(c, k)->lower, truths) && tree_negated(c->doc, up)) return true;
    }
    return false;
}

/* "Discussed how to allow": asked, not done. */
static bool asked(const ev_ctx *c, uint32_t t) {
    static const char *const words[] = {"how", "whether", "when", "where", "if", NULL};
    return (has_lower(c, t, DM_DEP_ADVMOD, words) || has_lower(c, t, DM_DEP_MARK, words)) && governor(c, t) != DM_NONE;
}

static void walk(const ev_ctx *c, uint32_t t, ev_status *s) {
    for (uint32_t depth = 0; depth < 6 && t != DM_NONE; depth++) {
        s->premise |= below_if(c, t);
        if (below_if(c, t) || (has_condition(c, t) && s->phase != DM_PHASE_PAST)) s->modality = DM_MODALITY_CONDITIONAL;
        if (ev_verbal(c, t) || ev_tok(c, t)->pos == DM_POS_ADJ) auxiliaries(c, t, s);
        else adjectives(c, t, s);
        uint32_t up = governor(c, t);
        if (up != DM_NONE && (ev_verbal(c, up) || ev_tok(c, up)->pos == DM_POS_ADJ || ev_tok(c, up)->pos == DM_POS_NOUN)) apply(c, up, t, s);
        else up = DM_NONE;
        if (up == DM_NONE && (ev_tok(c, t)->pos == DM_POS_ADJ || ev_tok(c, t)->dep == DM_DEP_ACOMP || ev_tok(c, t)->dep == DM_DEP_ATTR) &&
            ev_tok(c, t)->head != t && ev_verbal(c, ev_tok(c, t)->head)) {
            up = ev_tok(c, t)->head; /* "is ready to": the copula has the tense */
            if (negated_here(c, up)) s->polarity = DM_POLARITY_NEGATED;
        }
        if (ev_tok(c, t)->dep == DM_DEP_CCOMP && str_is(ev_tok(c, ev_tok(c, t)->head)->lemma, "be") && said_untrue(c, ev_tok(c, t)->head))
            s->polarity = DM_POLARITY_NEGATED;
        if (asked(c, t)) s->modality = DM_MODALITY_POSSIBLE;
        if (falls_short(c, t)) s->polarity = DM_POLARITY_NEGATED;
        if (up == t) return;
        t = up;
    }
}

ev_status status_of(const ev_ctx *c, uint32_t base) {
    ev_status s = {.polarity = DM_POLARITY_AFFIRMED, .modality = DM_MODALITY_ACTUAL, .phase = DM_PHASE_PAST};
    if (negated_here(c, base)) s.polarity = DM_POLARITY_NEGATED;
    walk(c, base, &s);
    if (s.phase == DM_PHASE_FUTURE && has_condition(c, base)) s.modality = DM_MODALITY_CONDITIONAL;
    return s;
}

bool status_future(const ev_ctx *c, uint32_t base) {
    ev_status s = status_of(c, base);
    return s.phase == DM_PHASE_FUTURE || s.modality == DM_MODALITY_CONDITIONAL;
}

/* PLOVER: what lies ahead is consent to it, not the thing itself; but a withdrawal or ceasefire to come is a concession,
 * and harm to come is a threat. Cooperation that one will not give, and consent not given, is refusal. */
bool status_retype(const ev_status *s, dm_str mode, dm_plover *type, dm_str *cameo) {
    static const struct {
        dm_plover from, ahead;
        const char *ahead_cameo;
        bool always; /* any negation is refusal, not only "will not" */
    } rules[] = {{DM_PLOVER_CONSULT, DM_PLOVER_AGREE, "036", false},   {DM_PLOVER_SUPPORT, DM_PLOVER_AGREE, "032", true},
                 {DM_PLOVER_COOPERATE, DM_PLOVER_AGREE, "031", false}, {DM_PLOVER_AID, DM_PLOVER_AGREE, "033", false},
                 {DM_PLOVER_RETREAT, DM_PLOVER_AGREE, "035", false},   {DM_PLOVER_CONCEDE, DM_PLOVER_AGREE, "035", true},
                 {DM_PLOVER_AGREE, DM_PLOVER_AGREE, NULL, true},       {DM_PLOVER_ASSAULT, DM_PLOVER_THREATEN, "138", false},
                 {DM_PLOVER_COERCE, DM_PLOVER_THREATEN, "130", false}, {DM_PLOVER_SANCTION, DM_PLOVER_THREATEN, "131", false},
                 {DM_PLOVER_PROTEST, DM_PLOVER_THREATEN, "133", false}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (*type != rules[i].from) continue;
        bool harm = rules[i].ahead == DM_PLOVER_THREATEN;
        bool meant = s->modality == DM_MODALITY_ACTUAL || (s->modality == DM_MODALITY_CONDITIONAL && !s->premise); /* "will not, unless" */
        if (!harm && s->polarity == DM_POLARITY_NEGATED && meant && (s->phase == DM_PHASE_FUTURE || rules[i].always)) {
            *type = DM_PLOVER_REJECT;
            *cameo = DM_STR("120");
            return true;
        }
        bool meant_harm = harm && s->modality == DM_MODALITY_CONDITIONAL && !s->premise; /* "will impose, if" */
        if (s->polarity != DM_POLARITY_AFFIRMED || (s->modality != DM_MODALITY_ACTUAL && !meant_harm) || s->phase != DM_PHASE_FUTURE ||
            rules[i].ahead == *type)
            return false;
        bool gives_way = mode.p && (str_is(mode, "withdraw") || str_is(mode, "ceasefire"));
        *type = gives_way ? DM_PLOVER_CONCEDE : rules[i].ahead;
        *cameo = gives_way ? DM_STR("0356") : str_from(rules[i].ahead_cameo);
        return true;
    }
    return false;
}
