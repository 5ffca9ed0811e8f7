/* What a word alone leaves open, decided by syntax and spelling; see mentions_int.h. */
#include "mentions/mentions_int.h"

static const char *const PLACE_PREPS[] = {"in",     "at",         "near",   "outside", "around", "into", "through", "inside",
                                          "across", "throughout", "within", "via",     "off",    "over", "beyond",  NULL};
static const char *const MOTION[] = {"go",    "travel",   "fly",        "return",  "arrive", "head",    "come",      "drive",  "move",    "sail",
                                     "trip",  "visit",    "journey",    "flight",  "tour",   "rush",    "flee",      "depart", "leave",   "walk",
                                     "march", "stopover", "way",        "route",   "road",   "train",   "capital",   "back",   "migrate", "escape",
                                     "ship",  "smuggle",  "pilgrimage", "airlift", "way",    "arrival", "departure", NULL};
static const char *const REACHING[] = {"visit",  "leave", "reach",   "bomb",     "capture", "enter",   "tour",     "shell", "hit",
                                       "strike", "flee",  "overrun", "approach", "depart",  "besiege", "surround", "rock",  NULL};
static const char *const TOWN_NOUNS[] = {"airport",      "street",        "suburb",   "district", "summit",    "meeting", "conference",
                                         "neighborhood", "neighbourhood", "hotel",    "bureau",   "resident",  "station", "court",
                                         "university",   "school",        "hospital", "square",   "area",      "region",  "metro",
                                         "office",       "correspondent", "police",   "mayor",    "apartment", "home",    "church",
                                         "mosque",       "zoo",           "museum",   "stock",    "exchange",  "market",  "trip",
                                         "visit",        "stop",          "river",    "olympics", "marathon",  "stadium", NULL};
static const char *const FORMER[] = {"former",  "ex",      "then",    "late",      "onetime",  "erstwhile", "ousted",
                                     "deposed", "retired", "outgone", "disgraced", "previous", "past",      NULL};

bool reading_is_former(dm_str lower) { return str_in(lower, FORMER); }

static bool is_motion(const dm_token *t) { return str_in(t->lemma, MOTION) || str_in(t->lower, MOTION); }

/* Follows conjuncts up to the first one, so that "in Paris and London" reads both alike. */
static uint32_t first_conjunct(const dm_doc *doc, uint32_t t) {
    for (int k = 0; k < 8 && doc->tokens.v[t].dep == DM_DEP_CONJ && doc->tokens.v[t].head != t; k++) t = doc->tokens.v[t].head;
    return t;
}

bool reading_is_place(const dm_doc *doc, uint32_t token) {
    uint32_t t = first_conjunct(doc, token);
    const dm_token *tok = &doc->tokens.v[t], *up = &doc->tokens.v[tok->head];
    if (doc->blocks.v[tok->block].kind == DM_BLOCK_DATELINE) return true;
    if (token + 1 < doc->tokens.n && (str_starts(doc->tokens.v[token + 1].lower, "d.c") || str_is(doc->tokens.v[token + 1].lower, "dc"))) return true;
    switch (tok->dep) {
    case DM_DEP_POBJ:
        if (str_in(up->lower, PLACE_PREPS)) return true;
        if (str_is(up->lower, "to") || str_is(up->lower, "from") || str_is(up->lower, "for") || str_is(up->lower, "toward") ||
            str_is(up->lower, "towards"))
            return is_motion(&doc->tokens.v[up->head]);
        if (str_is(up->lower, "of")) {
            const dm_token *noun = &doc->tokens.v[up->head];
            return str_is(noun->lemma, "city") || str_is(noun->lemma, "capital") || str_is(noun->lemma, "town") || str_is(noun->lemma, "north") ||
                   str_is(noun->lemma, "south") || str_is(noun->lemma, "east") || str_is(noun->lemma, "west") || str_is(noun->lemma, "mile") ||
                   str_is(noun->lemma, "outskirt") || str_is(noun->lemma, "suburb") || str_is(noun->lemma, "center");
        }
        return false;
    case DM_DEP_DOBJ: return str_in(up->lemma, REACHING);
    case DM_DEP_COMPOUND:
    case DM_DEP_NMOD:
    case DM_DEP_AMOD: return str_in(up->lemma, TOWN_NOUNS) || str_in(up->lower, TOWN_NOUNS);
    case DM_DEP_APPOS: return up->ner == DM_NER_GPE || up->ner == DM_NER_LOC || str_is(up->lemma, "capital") || str_is(up->lemma, "city");
    case DM_DEP_NPADVMOD: return true;
    default: return false;
    }
}

bool reading_case_fits(const dm_doc *doc, dm_str phrase, uint32_t piece_begin, uint32_t piece_end) {
    dm_str own = str_sub(doc->text, doc->pieces.v[piece_begin].span.begin, doc->pieces.v[piece_end - 1].span.end);
    uint32_t i = 0, k = 0;
    for (;;) {
        while (i < phrase.n && !((phrase.p[i] | 32) >= 'a' && (phrase.p[i] | 32) <= 'z')) i++;
        while (k < own.n && !((own.p[k] | 32) >= 'a' && (own.p[k] | 32) <= 'z')) k++;
        if (i == phrase.n || k == own.n) return true; /* accents: the pieces are equal already */
        if (phrase.p[i] != own.p[k]) return (phrase.p[i] | 32) != (own.p[k] | 32);
        i++;
        k++;
    }
}

/* Words that are titles before a name and too common, or of another meaning, alone. */
static const char *const WEAK_TITLES[] = {
    "general", "private",  "major",     "justice", "head",      "chief",    "chair",   "father",  "sister", "miss",         "lord",
    "fellow",  "deputy",   "mr",        "mrs",     "ms",        "dr",       "sir",     "dame",    "madame", "mister",       "mr.",
    "mrs.",    "ms.",      "dr.",       "rev.",    "reverend",  "delegate", "counsel", "captain", "owner",  "manager",      "executive",
    "baron",   "peer",     "producer",  "expert",  "secretary", "minister", "star",    "coach",   "lama",   "metropolitan", "representative",
    "private", "corporal", "patriarch", "prince",  "duke",      "priest",   NULL};

static bool has_determiner(const dm_doc *doc, uint32_t t) {
    uint32_t det = tree_child(doc, t, DM_DEP_DET);
    bool indefinite = det != DM_NONE && (str_is(doc->tokens.v[det].lower, "a") || str_is(doc->tokens.v[det].lower, "an"));
    if (indefinite && str_is(doc->tokens.v[t].lower, "head")) return false; /* "a head of steam" */
    return det != DM_NONE || tree_child(doc, t, DM_DEP_POSS) != DM_NONE;
}

bool reading_title_stands(const finder *f, const item *it) {
    const dm_token *last = token_at(f, it->tok_end - 1);
    if (!token_is_noun(last)) return false;
    if (last->dep == DM_DEP_COMPOUND || last->dep == DM_DEP_NMOD) {
        /* "minister talks", "Prime Minister's Questions"; before a name it was composed already. */
        if (last->head >= it->tok_end && token_is_noun(token_at(f, last->head))) return false;
    }
    if (it->tok_end - it->tok_begin > 1) return true;
    return !str_in(last->lower, WEAK_TITLES) || has_determiner(f->doc, it->tok_end - 1);
}

static const char *const MALE[] = {"mr",         "mr.",         "sir",         "king",        "prince",    "emperor", "sultan", "emir",
                                   "spokesman",  "chairman",    "congressman", "businessman", "policeman", "brother", "father", "husband",
                                   "son",        "uncle",       "nephew",      "lord",        "duke",      "baron",   "man",    "statesman",
                                   "councilman", "assemblyman", "salesman",    "grandfather", "boy",       "imam",    "pope",   "monk",
                                   "priest",     "cardinal",    "actor",       "waiter",      "gunman",    NULL};
static const char *const FEMALE[] = {"mrs",           "mrs.",         "ms",
                                     "ms.",           "miss",         "dame",
                                     "queen",         "princess",     "empress",
                                     "spokeswoman",   "chairwoman",   "congresswoman",
                                     "businesswoman", "policewoman",  "sister",
                                     "mother",        "wife",         "daughter",
                                     "aunt",          "niece",        "lady",
                                     "duchess",       "baroness",     "woman",
                                     "madame",        "councilwoman", "assemblywoman",
                                     "grandmother",   "girl",         "nun",
                                     "widow",         "actress",      NULL};

uint8_t reading_gender(const dm_doc *doc, uint32_t tok_begin, uint32_t tok_end) {
    for (uint32_t t = tok_end; t-- > tok_begin;) {
        dm_str w = doc->tokens.v[t].lower;
        if (t + 1 < tok_end && doc->tokens.v[t + 1].tag == DM_TAG_POS) continue; /* "the king's envoy" */
        if (str_in(w, MALE)) return DM_GENDER_MALE;
        if (str_in(w, FEMALE)) return DM_GENDER_FEMALE;
    }
    return DM_GENDER_UNKNOWN;
}
