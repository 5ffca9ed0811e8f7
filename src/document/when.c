/* See when.h. A date expression hangs in the tree on a verb or noun, through a preposition or as an adverbial noun
 * phrase ("on Friday", "Friday", "Monday's"). For each word asked about, the expressions of its sentence are walked up to the
 * word that they date; the nearest one that arrives at the word wins. Only one sentence is looked at, by binary search
 * over the sorted expressions. */
#include "document/when.h"

#include "document/tree.h"

static bool is_verb(const dm_token *t) { return t->pos == DM_POS_VERB || t->pos == DM_POS_AUX; }
static bool is_noun(const dm_token *t) { return t->pos == DM_POS_NOUN || t->pos == DM_POS_PROPN; }

uint32_t when_head(const dm_doc *doc, uint32_t tok_begin, uint32_t tok_end) {
    for (uint32_t t = tok_begin; t < tok_end; t++) {
        uint32_t h = doc->tokens.v[t].head;
        if (h < tok_begin || h >= tok_end || h == t) return t;
    }
    return tok_begin;
}

/* "proposed holding talks on Friday": the parser may hang "on Friday" on the first verb although a later verb or event
 * noun in its complement stands nearer. `at` is the expression's place. */
static uint32_t into_complement(const dm_doc *doc, uint32_t verb, uint32_t at) {
    for (uint32_t steps = 0; steps < 8; steps++) {
        uint32_t inner = DM_NONE;
        TREE_CHILDREN(doc, verb, c) {
            const dm_token *t = &doc->tokens.v[c];
            if (c > verb && c < at && t->dep == DM_DEP_XCOMP && is_verb(t)) inner = c;
        }
        if (inner == DM_NONE) return verb;
        verb = inner;
    }
    return verb;
}

/* "said on Sunday Norway had left": the parser may take the weekday for a part of the name after it. The preposition that
 * stands before the weekday, DM_NONE when this is not the case. */
static uint32_t swallowed(const dm_doc *doc, const dm_timex_row *x, uint32_t noun) {
    uint32_t prep = x->tok_begin - 1;
    bool name_after = noun >= x->tok_end && noun < x->tok_end + 4 && doc->tokens.v[noun].pos == DM_POS_PROPN;
    return x->tok_begin > 0 && name_after && str_is(doc->tokens.v[prep].lower, "on") && doc->tokens.v[prep].dep == DM_DEP_PREP ? prep : DM_NONE;
}

/* The verb or noun that an expression dates, DM_NONE when there is none. */
static uint32_t dated_by(const dm_doc *doc, const dm_timex_row *x) {
    uint32_t head = when_head(doc, x->tok_begin, x->tok_end), t = head;
    for (uint32_t steps = 0; steps < 6; steps++) {
        uint32_t up = doc->tokens.v[t].head;
        if (up == t) return t == head ? DM_NONE : t;
        const dm_token *u = &doc->tokens.v[up];
        if (is_verb(u)) {
            if (u->dep == DM_DEP_AUX || u->dep == DM_DEP_AUXPASS) {
                t = up;
                continue;
            }
            /* "said on Sunday Norway had left": what stands right after the reporting verb is its own. */
            uint32_t first = doc->tokens.v[t].left;
            if (u->dep == DM_DEP_CCOMP && first > 0 && u->head == first - 1 && first < up) return u->head;
            return head > up ? into_complement(doc, up, head) : up;
        }
        /* A preposition, or a noun that only measures ("the end of May", "the morning of June 3"). */
        bool inside_time = u->ner == DM_NER_DATE || u->ner == DM_NER_TIME;
        uint32_t prep = t == head && is_noun(u) ? swallowed(doc, x, up) : DM_NONE;
        if (is_noun(u) && !inside_time && prep == DM_NONE) return up;
        t = prep != DM_NONE ? prep : up;
    }
    return DM_NONE;
}

static uint32_t first_timex(const dm_doc *doc, uint32_t tok_begin) {
    uint32_t lo = 0, hi = doc->timexes.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->timexes.v[mid].tok_end <= tok_begin) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static uint32_t own_timex(const dm_doc *doc, uint32_t token) {
    if (!doc->sentences.n) return DM_NONE;
    const dm_sentence_row *s = &doc->sentences.v[doc->tokens.v[token].sentence];
    uint32_t best = DM_NONE, best_gap = DM_NONE;
    for (uint32_t i = first_timex(doc, s->tok_begin); i < doc->timexes.n && doc->timexes.v[i].tok_begin < s->tok_end; i++) {
        const dm_timex_row *x = &doc->timexes.v[i];
        if (x->type == DM_TIMEX_DURATION || x->type == DM_TIMEX_SET || x->tok_begin == x->tok_end) continue;
        if (x->from == DM_DAY_NONE && x->to == DM_DAY_NONE) continue;
        if (dated_by(doc, x) != token) continue;
        uint32_t gap = x->tok_begin > token ? x->tok_begin - token : token - x->tok_begin;
        if (gap < best_gap) best = i, best_gap = gap;
    }
    return best;
}

/* Verbs that lend their date to the act that their object names: "held talks on Friday". */
static bool is_light(dm_str lemma) {
    static const char *const light[] = {"make",    "hold",  "give",    "have", "take", "launch", "issue", "carry",
                                        "conduct", "stage", "deliver", "sign", "send", "extend", "hand"};
    for (uint32_t i = 0; i < sizeof light / sizeof *light; i++)
        if (str_is(lemma, light[i])) return true;
    return false;
}

/* "when the dam broke on Friday" beside the verb: the same day. */
static uint32_t clause_timex(const dm_doc *doc, uint32_t verb) {
    TREE_CHILDREN(doc, verb, c) {
        if (doc->tokens.v[c].dep != DM_DEP_ADVCL || !is_verb(&doc->tokens.v[c])) continue;
        TREE_CHILDREN(doc, c, m) {
            dm_str w = doc->tokens.v[m].lower;
            if (m < c && (str_is(w, "when") || (str_is(w, "as") && doc->tokens.v[m].dep == DM_DEP_MARK))) return own_timex(doc, c);
        }
    }
    return DM_NONE;
}

/* "said in a statement on Monday", "told them at a meeting held on Friday": the occasion's day is the verb's. */
static uint32_t occasion_timex(const dm_doc *doc, uint32_t verb) {
    static const char *const nouns[] = {"statement",  "speech",    "interview", "briefing", "conference", "remark",   "session",
                                        "meeting",    "talk",      "letter",    "report",   "address",    "call",     "ceremony",
                                        "forum",      "hearing",   "testimony", "post",     "tweet",      "message",  "telegram",
                                        "commentary", "editorial", "visit",     "summit",   "appearance", "gathering"};
    TREE_CHILDREN(doc, verb, p) {
        dm_str w = doc->tokens.v[p].lower;
        if (doc->tokens.v[p].dep != DM_DEP_PREP || !(str_is(w, "in") || str_is(w, "at") || str_is(w, "during"))) continue;
        uint32_t noun = tree_child(doc, p, DM_DEP_POBJ), acl, row;
        bool occasion = false;
        for (uint32_t i = 0; noun != DM_NONE && i < sizeof nouns / sizeof *nouns; i++) occasion |= str_is(doc->tokens.v[noun].lemma, nouns[i]);
        if (!occasion) continue;
        if ((row = own_timex(doc, noun)) != DM_NONE) return row;
        if ((acl = tree_child(doc, noun, DM_DEP_ACL)) != DM_NONE && (row = own_timex(doc, acl)) != DM_NONE) return row;
    }
    return DM_NONE;
}

uint32_t when_timex(const dm_doc *doc, uint32_t token) {
    uint32_t found = own_timex(doc, token);
    if (found != DM_NONE) return found;
    const dm_token *t = &doc->tokens.v[token];
    const dm_token *up = &doc->tokens.v[t->head];
    if (is_noun(t)) {
        bool object = t->dep == DM_DEP_DOBJ || t->dep == DM_DEP_NSUBJPASS;
        return object && is_verb(up) && is_light(up->lemma) ? own_timex(doc, t->head) : DM_NONE;
    }
    if ((found = occasion_timex(doc, token)) != DM_NONE) return found;
    for (uint32_t steps = 0, k = token; steps < 4 && doc->tokens.v[k].dep == DM_DEP_CONJ && doc->tokens.v[k].head != k; steps++) {
        k = doc->tokens.v[k].head;
        if (!is_verb(&doc->tokens.v[k])) break;
        if (doc->tokens.v[k].tag != t->tag || (found = own_timex(doc, k)) == DM_NONE) continue;
        bool own_subject = tree_child(doc, token, DM_DEP_NSUBJ) != DM_NONE;
        if (!own_subject || doc->timexes.v[found].tok_begin < k) return found; /* "rose in May and Chad left" */
    }
    TREE_CHILDREN(doc, token, c) {
        const dm_token *k = &doc->tokens.v[c];
        if (k->dep == DM_DEP_CONJ && k->tag == t->tag && tree_child(doc, c, DM_DEP_NSUBJ) == DM_NONE && (found = own_timex(doc, c)) != DM_NONE)
            return found;
    }
    /* "met on Friday, saying ...": at the same time. */
    bool beside = t->tag == DM_TAG_VBG && (t->dep == DM_DEP_ADVCL || t->dep == DM_DEP_XCOMP) && t->head != token && is_verb(up);
    if (beside && (found = own_timex(doc, t->head)) != DM_NONE) return found;
    return clause_timex(doc, token);
}

/* ---- tense ---- */

dm_tense when_tense(const dm_doc *doc, uint32_t verb) {
    const dm_token *v = &doc->tokens.v[verb];
    bool have = false, had = false, will = false, to = false, was = false, is = false;
    TREE_CHILDREN(doc, verb, c) {
        const dm_token *t = &doc->tokens.v[c];
        if (t->dep != DM_DEP_AUX && t->dep != DM_DEP_AUXPASS) continue;
        if (t->tag == DM_TAG_TO) to = true;
        if (t->tag == DM_TAG_MD) will = true;
        bool past = t->tag == DM_TAG_VBD;
        if (str_is(t->lemma, "have")) *(past ? &had : &have) = true;
        if (str_is(t->lemma, "be") || str_is(t->lemma, "do")) *(past ? &was : &is) = true;
    }
    if ((will || to) && have) return DM_TENSE_PERFECT;
    if (will || to) return DM_TENSE_FUTURE;
    if (had) return DM_TENSE_PLUPERFECT;
    if (have) return DM_TENSE_PERFECT;
    if (was || v->tag == DM_TAG_VBD) return DM_TENSE_PAST;
    if (is || v->tag == DM_TAG_VBZ || v->tag == DM_TAG_VBP) return DM_TENSE_PRESENT;
    return DM_TENSE_NONE;
}

/* The verb whose tense rules the word: itself, or for a noun the verb above it. */
static uint32_t ruling_verb(const dm_doc *doc, uint32_t token) {
    for (uint32_t steps = 0; steps < 8; steps++) {
        if (is_verb(&doc->tokens.v[token])) return token;
        uint32_t up = doc->tokens.v[token].head;
        if (up == token) return DM_NONE;
        token = up;
    }
    return DM_NONE;
}

static bool is_main(const dm_doc *doc, uint32_t verb) {
    for (uint32_t steps = 0; steps < 8; steps++) {
        const dm_token *v = &doc->tokens.v[verb];
        if (v->head == verb) return true;
        if (v->tag == DM_TAG_VBG && (v->dep == DM_DEP_ADVCL || v->dep == DM_DEP_XCOMP)) {
            verb = v->head;
            continue;
        }
        if (v->dep != DM_DEP_CONJ && v->dep != DM_DEP_CCOMP && v->dep != DM_DEP_PARATAXIS) return false;
        /* "X did Y, Z said": the reporting verb is no wider clause of its own. */
        if (v->dep == DM_DEP_CCOMP && v->head < verb) return false;
        verb = v->head;
    }
    return false;
}

/* In the title or the first two paragraphs of body text, where news says what is new. */
static bool is_lead(const dm_doc *doc, uint32_t token) {
    uint32_t block = doc->tokens.v[token].block, body = 0;
    for (uint32_t b = 0; b < block && body < 2; b++) body += doc->blocks.v[b].kind == DM_BLOCK_BODY;
    return body < 2;
}

static void reason(const dm_doc *doc, dm_date *out, dm_str text) {
    dm_str *r = text.p ? VEC_PUSH(doc->arena, &out->reasons) : NULL;
    if (r) *r = text;
}

/* ---- one who spoke on a day goes on speaking ---- */

static bool speaks(dm_str lemma) {
    static const char *const verbs[] = {"say",       "tell",    "add",      "warn",    "note",    "state", "insist",   "argue", "stress", "urge",
                                        "reiterate", "explain", "continue", "comment", "respond", "reply", "describe", "deny",  "claim"};
    for (uint32_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_is(lemma, verbs[i])) return true;
    return false;
}

/* Entity of a verb's subject, DM_NONE when it has none or it is not resolved. */
static uint32_t subject_of(const dm_doc *doc, uint32_t verb) {
    uint32_t s = tree_child(doc, verb, DM_DEP_NSUBJ), lo = 0, hi = doc->mentions.n;
    if (s == DM_NONE) return DM_NONE;
    while (lo < hi) { /* the first mention that ends after the subject begins */
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->mentions.v[mid].tok_begin < s + 1 && doc->mentions.v[mid].tok_end <= s) lo = mid + 1;
        else hi = mid;
    }
    for (uint32_t i = lo; i < doc->mentions.n && doc->mentions.v[i].tok_begin <= s; i++)
        if (doc->mentions.v[i].head == s) return doc->mentions.v[i].entity;
    return DM_NONE;
}

/* A verb of speaking without a day takes it from the last one of the same subject that has one, a few sentences back. */
static uint32_t speaker_timex(const dm_doc *doc, uint32_t verb) {
    enum { WINDOW = 400 };
    if (!is_verb(&doc->tokens.v[verb]) || !speaks(doc->tokens.v[verb].lemma) || when_tense(doc, verb) != DM_TENSE_PAST) return DM_NONE;
    uint32_t who = subject_of(doc, verb);
    if (who == DM_NONE) return DM_NONE;
    for (uint32_t t = verb; t-- > 0 && verb - t < WINDOW;) {
        const dm_token *k = &doc->tokens.v[t];
        if (k->tag != DM_TAG_VBD || !speaks(k->lemma) || subject_of(doc, t) != who) continue;
        uint32_t row = own_timex(doc, t);
        if (row == DM_NONE) continue;
        const dm_timex_row *x = &doc->timexes.v[row];
        bool one_day = x->from != DM_DAY_NONE && x->from == x->to;
        bool lately = one_day && doc->date.to != DM_DAY_NONE && x->from <= doc->date.to && doc->date.to - x->from <= 7;
        return lately || (x->relative && !one_day) ? row : DM_NONE;
    }
    return DM_NONE;
}

/* The days from which a verb's tense is seen: those of the dated verb that reports it ("said on Friday that ... had
 * left"), else the story's. */
typedef struct viewpoint {
    dm_day from, to, best;
    bool reported;
} viewpoint;

static viewpoint seen_from(const dm_doc *doc, uint32_t verb) {
    viewpoint v = {doc->date.from, doc->date.to, doc->date.best, false};
    for (uint32_t steps = 0, t = verb; steps < 6 && doc->tokens.v[t].head != t; steps++) {
        const dm_token *k = &doc->tokens.v[t];
        t = k->head;
        if (k->dep == DM_DEP_CONJ || k->dep == DM_DEP_ADVCL) continue;
        if (k->dep != DM_DEP_CCOMP || !is_verb(&doc->tokens.v[t])) break;
        uint32_t row = own_timex(doc, t);
        if (row == DM_NONE) row = speaker_timex(doc, t);
        if (row == DM_NONE) continue;
        const dm_timex_row *x = &doc->timexes.v[row];
        return (viewpoint){x->from, x->to, x->from == x->to ? x->from : DM_DAY_NONE, true};
    }
    return v;
}

/* A bare participle or a verb joined by "and" has the tense of the verb that it stands beside, through a preposition too:
 * "was led and guaranteed", "instead of celebrating". */
static dm_tense borrowed_tense(const dm_doc *doc, uint32_t verb, uint32_t *from) {
    uint32_t v = verb;
    for (uint32_t steps = 0; steps < 5 && doc->tokens.v[v].head != v; steps++) {
        const dm_token *t = &doc->tokens.v[v];
        bool climbs = t->tag == DM_TAG_VBG || t->dep == DM_DEP_CONJ || t->dep == DM_DEP_PREP || t->dep == DM_DEP_AMOD || t->dep == DM_DEP_CCOMP ||
                      t->dep == DM_DEP_XCOMP || t->dep == DM_DEP_ADVCL;
        if (!climbs) break;
        v = t->head;
        dm_tense tense = is_verb(&doc->tokens.v[v]) ? when_tense(doc, v) : DM_TENSE_NONE;
        if (tense == DM_TENSE_NONE) continue;
        *from = v;
        /* "asked them to leave, warning that ...": a comma lifts it over the infinitive */
        bool comma = verb > 0 && doc->tokens.v[verb - 1].tag == DM_TAG_COMMA, more = doc->tokens.v[v].head != v;
        if (comma && tense == DM_TENSE_FUTURE && more && is_verb(&doc->tokens.v[doc->tokens.v[v].head]))
            return when_tense(doc, doc->tokens.v[v].head);
        return tense;
    }
    return DM_TENSE_NONE;
}

static bool in_words(dm_str w, const char *const *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (str_is(w, list[i])) return true;
    return false;
}
#define IN_WORDS(w, list) in_words((w), (list), sizeof(list) / sizeof *(list))

/* "the decision to leave", "its failure to pay": what the noun says was done. */
static bool is_deed_of_noun(const dm_doc *doc, uint32_t verb) {
    static const char *const nouns[] = {"decision", "choice", "failure", "refusal", "attempt", "effort", "move", "authority", "vote"};
    const dm_token *t = &doc->tokens.v[verb];
    return t->dep == DM_DEP_ACL && t->tag == DM_TAG_VB && IN_WORDS(doc->tokens.v[t->head].lemma, nouns);
}

/* "expects approval", "awaits the verdict": what is looked forward to is to come. */
static bool is_awaited(const dm_doc *doc, uint32_t noun) {
    static const char *const verbs[] = {"expect", "await", "anticipate", "foresee", "predict"};
    const dm_token *t = &doc->tokens.v[noun];
    return is_noun(t) && t->dep == DM_DEP_DOBJ && IN_WORDS(doc->tokens.v[t->head].lemma, verbs);
}

/* "honoured to meet you", "glad to be here": it is so as it is said. */
static bool is_felt(const dm_doc *doc, uint32_t verb) {
    static const char *const moods[] = {"honored", "honoured", "glad", "pleased", "happy", "delighted", "grateful", "proud", "sorry", "thrilled"};
    const dm_token *t = &doc->tokens.v[verb], *mood = &doc->tokens.v[t->head];
    return t->dep == DM_DEP_XCOMP && t->tag == DM_TAG_VB && IN_WORDS(mood->lower, moods);
}

static dm_tense tense_here(const dm_doc *doc, uint32_t verb, uint32_t token) {
    uint32_t from = verb;
    dm_tense tense = when_tense(doc, verb);
    if (is_awaited(doc, token)) return DM_TENSE_FUTURE;
    if (tense == DM_TENSE_FUTURE && is_felt(doc, verb)) return DM_TENSE_PRESENT;
    if (tense == DM_TENSE_FUTURE && is_deed_of_noun(doc, verb)) return DM_TENSE_PLUPERFECT;
    if (tense == DM_TENSE_NONE) tense = borrowed_tense(doc, verb, &from);
    /* "has rejected" as the news of the day */
    return tense == DM_TENSE_PERFECT && verb == token && is_main(doc, verb) && is_lead(doc, token) ? DM_TENSE_PAST : tense;
}

/* "should", "must": what is asked for is to come, the asking is now. */
static bool asks(const dm_doc *doc, uint32_t verb) {
    static const char *const modals[] = {"should", "must", "ought"};
    if (IN_WORDS(doc->tokens.v[verb].lower, modals)) return true;
    TREE_CHILDREN(doc, verb, c)
    if (doc->tokens.v[c].tag == DM_TAG_MD && IN_WORDS(doc->tokens.v[c].lower, modals)) return true;
    return false;
}

/* "said it approved", "has agreed, a spokesman said": the verb that reports it stands in the past or present without a day. */
static bool is_reported(const dm_doc *doc, uint32_t verb) {
    const dm_token *t = &doc->tokens.v[verb];
    while (t->dep == DM_DEP_CONJ && t->head != verb) verb = t->head, t = &doc->tokens.v[verb];
    return t->dep == DM_DEP_CCOMP && is_verb(&doc->tokens.v[t->head]) && speaks(doc->tokens.v[t->head].lemma);
}

/* "said they supported it": what the speaker feels or wants is so when he speaks. */
static bool is_state(dm_str lemma) {
    static const char *const states[] = {"support", "oppose", "want", "hope",   "expect", "believe", "favor", "favour",
                                         "welcome", "regret", "need", "intend", "fear",   "remain",  "back",  "be"};
    return IN_WORDS(lemma, states);
}

/* "told a conference", "said at a meeting": the occasion of a past verb that tells the news. */
static bool is_occasion(const dm_doc *doc, uint32_t noun, uint32_t *verb) {
    static const char *const nouns[] = {"meeting",  "conference", "briefing", "session",   "interview", "hearing",
                                        "ceremony", "forum",      "seminar",  "gathering", "summit"};
    static const char *const preps[] = {"at", "in", "during"};
    const dm_token *t = &doc->tokens.v[noun];
    if (!(IN_WORDS(t->lemma, nouns) || IN_WORDS(t->lower, nouns)) || t->head == noun) return false;
    const dm_token *up = &doc->tokens.v[t->head];
    if (t->dep == DM_DEP_POBJ && IN_WORDS(up->lower, preps)) *verb = up->head;
    else if (t->dep == DM_DEP_DOBJ && is_verb(up)) *verb = t->head;
    else return false;
    return is_verb(&doc->tokens.v[*verb]);
}

/* "I would like to thank", "we want to make clear": done by saying so. */
static bool is_performed(const dm_doc *doc, uint32_t verb) {
    static const char *const wishes[] = {"want", "like", "wish", "let"};
    static const char *const first[] = {"i", "we", "me", "us"};
    static const char *const words[] = {"thank",  "express",     "congratulate", "welcome", "commend", "say",  "emphasize",
                                        "stress", "acknowledge", "recognize",    "condemn", "urge",    "offer"};
    const dm_token *t = &doc->tokens.v[verb];
    if ((t->dep != DM_DEP_XCOMP && t->dep != DM_DEP_CCOMP) || !IN_WORDS(t->lemma, words) || !IN_WORDS(doc->tokens.v[t->head].lemma, wishes))
        return false;
    uint32_t who = tree_child(doc, t->head, DM_DEP_NSUBJ);
    if (who == DM_NONE) who = tree_child(doc, verb, DM_DEP_NSUBJ);
    return who != DM_NONE && IN_WORDS(doc->tokens.v[who].lower, first);
}

/* "In 1998 she joined the ministry. She led its talks": what is told on in the past in the same paragraph, after a sentence whose verb
 * has a day or year long before the story, is of that time too. */
static uint32_t narrated_timex(const dm_doc *doc, uint32_t verb) {
    enum { LONG_AGO = 30, BACK = 3 };
    if (doc->date.from == DM_DAY_NONE) return DM_NONE;
    uint32_t s = doc->tokens.v[verb].sentence, block = doc->tokens.v[verb].block;
    for (uint32_t k = 0; k < BACK && s > 0; k++) {
        const dm_sentence_row *row = &doc->sentences.v[--s];
        if (row->tok_begin == row->tok_end || doc->tokens.v[row->tok_begin].block != block || row->root == DM_NONE) return DM_NONE;
        if (!is_verb(&doc->tokens.v[row->root]) || when_tense(doc, row->root) != DM_TENSE_PAST || speaks(doc->tokens.v[row->root].lemma))
            return DM_NONE;
        uint32_t x = own_timex(doc, row->root);
        if (x == DM_NONE) continue;
        return doc->timexes.v[x].to != DM_DAY_NONE && doc->timexes.v[x].to < doc->date.from - LONG_AGO ? x : DM_NONE;
    }
    return DM_NONE;
}

/* What tense and place say, seen from v. `noun`: the word is no verb itself. */
static bool by_tense(const dm_doc *doc, uint32_t verb, uint32_t token, viewpoint v, dm_date *out) {
    enum { NEWS_DAYS = 7 };
    bool noun = verb != token && doc->tokens.v[token].dep != DM_DEP_ACOMP && doc->tokens.v[token].pos != DM_POS_AUX;
    dm_tense tense = tense_here(doc, verb, token);
    if (tense == DM_TENSE_PLUPERFECT && is_reported(doc, verb)) tense = DM_TENSE_PERFECT; /* "said it had agreed": said "has agreed" */
    dm_day before = v.from == DM_DAY_NONE ? v.from : v.from - 1;
    uint32_t told;
    if (!noun && tense == DM_TENSE_FUTURE && asks(doc, verb)) {
        out->best = v.best, out->from = before, out->to = v.to;
        reason(doc, out, DM_STR("what is asked for: the day of asking"));
    } else if (!noun && tense == DM_TENSE_FUTURE && is_performed(doc, verb)) {
        out->best = v.best, out->from = v.from, out->to = v.to;
        reason(doc, out, DM_STR("done by saying so: the story's date"));
    } else if (tense == DM_TENSE_FUTURE) {
        out->from = v.from;
        reason(doc, out, DM_STR("still to come: not before the story"));
    } else if (tense == DM_TENSE_PRESENT && noun) {
        out->best = v.best, out->from = before, out->to = v.to;
        reason(doc, out, DM_STR("named by what is told in the present: the story's date or the day before it"));
    } else if (tense == DM_TENSE_PRESENT) {
        out->best = v.best, out->from = v.from, out->to = v.to;
        reason(doc, out, DM_STR("told in the present: the story's date"));
    } else if (!noun && (tense == DM_TENSE_PAST || tense == DM_TENSE_PERFECT) && is_reported(doc, verb) && is_state(doc->tokens.v[verb].lemma)) {
        out->best = v.best, out->from = before, out->to = v.to;
        reason(doc, out, DM_STR("so at the time of speaking: the story's date or the day before it"));
    } else if (tense == DM_TENSE_PAST && is_main(doc, verb) && !v.reported && (told = narrated_timex(doc, verb)) != DM_NONE) {
        const dm_timex_row *x = &doc->timexes.v[told];
        dm_str said = doc_text(doc, x->span);
        out->best = x->from == x->to ? x->from : DM_DAY_NONE, out->from = x->from, out->to = x->to;
        reason(doc, out, arena_printf(doc->arena, "told on after \"%.*s\"", DM_STR_ARG(said)));
    } else if (tense == DM_TENSE_PAST && !noun && is_main(doc, verb)) {
        out->best = v.best, out->from = before, out->to = v.to;
        reason(doc, out,
               v.reported ? DM_STR("told in the past on a day that is given: that day or the one before")
                          : DM_STR("told as news without a day: the story's date or the day before it"));
    } else if (!noun && (tense == DM_TENSE_PAST || tense == DM_TENSE_PERFECT) && is_reported(doc, verb) && is_lead(doc, token) && !v.reported) {
        out->best = v.best, out->from = v.from == DM_DAY_NONE ? v.from : v.from - NEWS_DAYS, out->to = v.to;
        reason(doc, out, DM_STR("reported as the news of the story: the week up to it"));
    } else if (tense == DM_TENSE_PAST || tense == DM_TENSE_PERFECT || tense == DM_TENSE_PLUPERFECT || doc->tokens.v[token].tag == DM_TAG_VBN) {
        if (tense != DM_TENSE_PLUPERFECT) out->best = v.best;
        out->to = v.to;
        reason(doc, out,
               tense == DM_TENSE_PLUPERFECT ? DM_STR("told in the past without a day: not after it was told")
                                            : DM_STR("told in the past without a day: not after it was told, most likely then"));
    } else {
        return false;
    }
    out->basis = DM_BASIS_INFERRED;
    return true;
}

/* The infinitive of a purpose or a complement is seen from the verb that it hangs on: "travelled there to meet", "began to
 * withdraw". */
static bool from_infinitive(const dm_doc *doc, uint32_t verb, dm_date *out) {
    static const char *const begun[] = {"begin", "start", "continue", "manage", "help", "fail", "cease", "decline", "refuse", "come"};
    const dm_token *t = &doc->tokens.v[verb];
    uint32_t up = t->head;
    if (tree_child(doc, verb, DM_DEP_AUX) == DM_NONE || doc->tokens.v[tree_child(doc, verb, DM_DEP_AUX)].tag != DM_TAG_TO) return false;
    if ((t->dep != DM_DEP_ADVCL && t->dep != DM_DEP_XCOMP) || up == verb || !is_verb(&doc->tokens.v[up])) return false;
    if (IN_WORDS(doc->tokens.v[up].lemma, begun) && when_timex(doc, up) == DM_NONE) return by_tense(doc, up, up, seen_from(doc, up), out);
    uint32_t row = when_timex(doc, up);
    dm_tense above = tense_here(doc, up, up);
    viewpoint v = seen_from(doc, up);
    if (row == DM_NONE && t->dep == DM_DEP_ADVCL && (above == DM_TENSE_PAST || above == DM_TENSE_PERFECT) && v.best != DM_DAY_NONE) {
        out->best = v.best;
        out->basis = DM_BASIS_INFERRED;
        reason(doc, out, DM_STR("the aim of what was done: most likely then"));
        return true;
    }
    if (row == DM_NONE || doc->timexes.v[row].from == DM_DAY_NONE) return false;
    out->from = doc->timexes.v[row].from;
    out->basis = DM_BASIS_INFERRED;
    reason(doc, out, DM_STR("not before the verb that it is the aim of"));
    return true;
}

static bool from_tense(const dm_doc *doc, uint32_t token, dm_date *out) {
    uint32_t verb = ruling_verb(doc, token), host;
    if (verb == DM_NONE) return false;
    if (is_noun(&doc->tokens.v[token]) && is_occasion(doc, token, &host)) {
        uint32_t row = when_timex(doc, host);
        if (row != DM_NONE) {
            out->from = doc->timexes.v[row].from, out->to = doc->timexes.v[row].to, out->basis = DM_BASIS_TEXT;
            out->best = out->from == out->to ? out->from : DM_DAY_NONE;
            reason(doc, out, DM_STR("the occasion of what is told: its day"));
            return true;
        }
        token = verb = host;
    }
    viewpoint v = seen_from(doc, verb);
    if (v.from == DM_DAY_NONE && v.to == DM_DAY_NONE) return false;
    return from_infinitive(doc, verb, out) || by_tense(doc, verb, token, v, out);
}

/* "approved it soon after the coup had failed on Friday": from that day on. */
static uint32_t after_timex(const dm_doc *doc, uint32_t verb) {
    TREE_CHILDREN(doc, verb, c) {
        if (doc->tokens.v[c].dep != DM_DEP_ADVCL || !is_verb(&doc->tokens.v[c])) continue;
        TREE_CHILDREN(doc, c, m) {
            if (m < c && doc->tokens.v[m].dep == DM_DEP_MARK && str_is(doc->tokens.v[m].lower, "after")) return own_timex(doc, c);
        }
    }
    return DM_NONE;
}

static bool after_clause(const dm_doc *doc, uint32_t token, dm_date *out) {
    enum { SOON = 14 };
    uint32_t row = after_timex(doc, token);
    if (row == DM_NONE || doc->timexes.v[row].from == DM_DAY_NONE || doc->timexes.v[row].to == DM_DAY_NONE) return false;
    const dm_timex_row *x = &doc->timexes.v[row];
    dm_str said = doc_text(doc, x->span);
    out->from = x->from;
    out->to = x->to + SOON;
    if (doc->date.to != DM_DAY_NONE && doc->date.to < out->to && doc->date.to >= out->from) out->to = doc->date.to;
    out->basis = DM_BASIS_INFERRED;
    reason(doc, out, arena_printf(doc->arena, "soon after \"%.*s\"", DM_STR_ARG(said)));
    return true;
}

/* Days of a TIMEX3 duration such as P2D or P3W, and how exactly it is meant; 0 for vague ones and hours. */
static int duration_days(dm_str value, int *slack) {
    static const struct {
        char unit;
        int days, slack;
    } units[] = {{'D', 1, 0}, {'W', 7, 3}, {'M', 30, 15}, {'Y', 365, 183}};
    int n = 0;
    uint32_t at = 1;
    while (at < value.n && n < 1000 && value.p[at] >= '0' && value.p[at] <= '9') n = n * 10 + (value.p[at++] - '0');
    for (uint32_t i = 0; value.n == at + 1 && i < sizeof units / sizeof *units; i++) {
        *slack = units[i].slack;
        if (value.p[at] == units[i].unit) return n * units[i].days;
    }
    return 0;
}

/* "offered talks on Friday, two days after Chad had accused it": the accusing is two days before Friday. */
static bool counted_clause(const dm_doc *doc, uint32_t verb, dm_date *out) {
    uint32_t mark = tree_child(doc, verb, DM_DEP_MARK), up = doc->tokens.v[verb].head;
    if (mark == DM_NONE || doc->tokens.v[verb].dep != DM_DEP_ADVCL || up == verb || !is_verb(&doc->tokens.v[up])) return false;
    bool after = str_is(doc->tokens.v[mark].lower, "after");
    if (!after && !str_is(doc->tokens.v[mark].lower, "before")) return false;
    uint32_t row = first_timex(doc, mark ? mark - 1 : 0);
    if (row >= doc->timexes.n || doc->timexes.v[row].tok_end != mark || doc->timexes.v[row].type != DM_TIMEX_DURATION) return false;
    int slack = 0, days = duration_days(doc->timexes.v[row].value, &slack);
    uint32_t base = when_timex(doc, up);
    viewpoint v = seen_from(doc, up);
    if (base != DM_NONE) v.from = doc->timexes.v[base].from, v.to = doc->timexes.v[base].to;
    if (!days || v.from == DM_DAY_NONE || v.to == DM_DAY_NONE) return false;
    if (after) days = -days;
    out->from = v.from + days - slack;
    out->to = v.to + days + slack;
    out->best = out->from == out->to ? out->from : DM_DAY_NONE;
    out->basis = DM_BASIS_INFERRED;
    dm_str said = doc_text(doc, doc->timexes.v[row].span);
    reason(doc, out, arena_printf(doc->arena, "\"%.*s %s\" it", DM_STR_ARG(said), after ? "after" : "before"));
    return true;
}

bool when_of(const dm_doc *doc, uint32_t token, dm_date *out) {
    *out = DM_DATE_UNKNOWN;
    uint32_t row = when_timex(doc, token);
    bool before = row == DM_NONE;
    if (before && (counted_clause(doc, token, out) || after_clause(doc, token, out))) return true;
    if (before) row = speaker_timex(doc, token);
    if (row == DM_NONE) return from_tense(doc, token, out);
    const dm_timex_row *x = &doc->timexes.v[row];
    out->from = x->from;
    out->to = x->to;
    out->best = x->from == x->to ? x->from : DM_DAY_NONE;
    out->basis = x->relative && doc->date.basis != DM_BASIS_PRINTED ? doc->date.basis : DM_BASIS_TEXT;
    dm_str said = doc_text(doc, x->span);
    reason(doc, out,
           arena_printf(doc->arena, "\"%.*s\"%s%s", DM_STR_ARG(said), before ? ", when the same one spoke before" : "",
                        x->relative ? ", seen from the story's date" : ""));
    return true;
}

void when_story(const dm_doc *doc, dm_date *out) {
    *out = DM_DATE_UNKNOWN;
    if (date_day(&doc->date) == DM_DAY_NONE) return;
    out->best = date_day(&doc->date);
    out->from = doc->date.from;
    out->to = doc->date.to;
    out->basis = DM_BASIS_INFERRED;
    reason(doc, out, DM_STR("nothing says when: as the story"));
}
