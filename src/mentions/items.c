/* Cuts a sentence into items: left to right, at each token the longest of the lexicon's phrases and the tagger's named
 * entities that begin there; of two equally long the kind that is earlier in the enum of mentions_int.h wins, save that
 * a state's name beats the tagger's PERSON unless the lexicon calls it ambiguous. Longest match is what keeps "Jordan
 * Peele", "Washington Post" and "Paris Hilton" from being states. */
#include "mentions/mentions_int.h"

enum { MAX_MATCHES = 64 };

typedef struct choice {
    item best;
    uint32_t length; /* tokens */
} choice;

static uint32_t entity_end(const finder *f, uint32_t t, uint32_t limit) {
    enum { LONGEST = 48 };
    dm_ner ner = token_at(f, t)->ner;
    uint32_t e = t + 1;
    while (e < limit && e < t + LONGEST && token_at(f, e)->ner == ner && !(token_at(f, e)->flags & DM_TOK_ENT_BEGIN)) e++;
    return e;
}

static bool same_case_needed(dm_str phrase) {
    bool upper = phrase.n > 1;
    for (uint32_t i = 0; i < phrase.n; i++) upper = upper && phrase.p[i] >= 'A' && phrase.p[i] <= 'Z';
    return upper;
}

/* A dash with space around it inside an entity: the tagger ran over the edge of a dateline or a caption. */
static bool has_loose_dash(const finder *f, uint32_t t, uint32_t e) {
    for (uint32_t k = t + 1; k < e; k++)
        if (token_at(f, k)->pos == DM_POS_PUNCT && (token_at(f, k)->flags & DM_TOK_SPACE_AFTER) && (token_at(f, k - 1)->flags & DM_TOK_SPACE_AFTER))
            return true;
    return false;
}

static void offer(choice *c, item it, bool strong) {
    uint32_t length = it.tok_end - it.tok_begin;
    if (c->best.kind != ITEM_NONE && (length < c->length || (length == c->length && !strong))) return;
    c->best = it;
    c->length = length;
}

static bool is_proper(const dm_token *t) { return t->pos == DM_POS_PROPN && token_is_capital(t); }

/* A name that the lexicon marks as weak, or a bare surname, needs the tagger or a title to vouch for it. */
static bool name_holds(const finder *f, const lex_name *name, const item *it, const item *before, dm_entity kind) {
    const dm_token *tok = token_at(f, it->tok_begin);
    const dm_piece *first = &f->doc->pieces.v[it->piece_begin];
    if (first->cased == DM_PIECE_LOWER) return false;
    if ((name->flags & LEX_FLAG_CASE) && !reading_case_fits(f->doc, name->phrase, it->piece_begin, it->piece_end)) return false;
    if (name->via == LEX_VIA_SURNAME) {
        bool title = before && before->tok_end == it->tok_begin && (before->kind == ITEM_TITLE || before->kind == ITEM_AGENT);
        bool tagged = tok->ner == DM_NER_PERSON || tok->ner == DM_NER_GPE || tok->ner == DM_NER_ORG;
        return tok->pos == DM_POS_PROPN &&
               (title || (tagged && (tok->flags & DM_TOK_ENT_BEGIN) &&
                          entity_end(f, it->tok_begin, it->tok_end + 1 < f->doc->tokens.n ? it->tok_end + 1 : it->tok_end) == it->tok_end));
    }
    /* In the middle of other capitals, where the tagger sees no place: "Family Reunion Meeting". */
    if (it->tok_end - it->tok_begin == 1 && kind == DM_ENTITY_STATE && name->via == LEX_VIA_NAME && tok->ner == DM_NER_NONE && !f->headline &&
        it->tok_begin > 0 && it->tok_end < f->doc->tokens.n && is_proper(&tok[-1]) && is_proper(&tok[1]))
        return false;
    if (!(name->flags & LEX_FLAG_WEAK)) return true;
    if (kind == DM_ENTITY_STATE || kind == DM_ENTITY_PLACE) return tok->ner == DM_NER_GPE || tok->ner == DM_NER_NORP || tok->ner == DM_NER_LOC;
    return tok->ner == DM_NER_ORG || tok->ner == DM_NER_NORP;
}

static void offer_name(finder *f, choice *c, const lex_match *m, item it, const item *before) {
    lex_name name = lexicon_name(f->lex, m->row);
    lex_actor actor = lexicon_actor(f->lex, name.actor);
    it.row = name.actor;
    it.via = name.via;
    it.kind = actor.kind == DM_ENTITY_PERSON ? ITEM_PERSON : ITEM_ACTOR;
    if (!name_holds(f, &name, &it, before, actor.kind)) return;
    if (it.kind == ITEM_PERSON && name.via == LEX_VIA_SURNAME) it.row = DM_NONE; /* which one, actors will say */
    if (c->best.kind == it.kind && c->length == it.tok_end - it.tok_begin && c->best.piece_begin < c->best.piece_end) {
        if (c->best.row != it.row) c->best.several = true;
        /* An adjective or a proper name says more of a word than that it is also a capital. */
        if (c->best.via == LEX_VIA_CAPITAL && it.via != LEX_VIA_CAPITAL && it.via != LEX_VIA_SURNAME) {
            bool several = c->best.several;
            c->best = it;
            c->best.several = several;
        }
        return;
    }
    uint8_t held = c->best.kind;
    bool tagged_person = held == ITEM_PERSON && c->best.row == DM_NONE && c->best.piece_begin == c->best.piece_end;
    offer(c, it, tagged_person || (held != ITEM_PERSON && held != ITEM_ACTOR));
}

static void offer_match(finder *f, choice *c, const lex_match *m, uint32_t piece, const item *before) {
    const dm_piece *pieces = f->doc->pieces.v;
    item it = {.piece_begin = piece,
               .piece_end = piece + m->n_pieces,
               .tok_begin = pieces[piece].token,
               .tok_end = pieces[piece + m->n_pieces - 1].token + 1,
               .row = m->row,
               .second = DM_NONE,
               .agent = DM_NONE};
    const dm_token *first = token_at(f, it.tok_begin), *last = token_at(f, it.tok_end - 1);
    switch (m->dict) {
    case LEX_NAME: offer_name(f, c, m, it, before); return;
    case LEX_OUTLET:
        it.kind = ITEM_OUTLET;
        if (token_is_capital(first) && last->pos != DM_POS_VERB && (it.tok_end - it.tok_begin > 1 || first->pos == DM_POS_PROPN))
            offer(c, it, c->best.kind > ITEM_OUTLET);
        return;
    case LEX_TITLE: {
        dm_str phrase = lexicon_title(f->lex, m->row).phrase;
        it.kind = ITEM_TITLE;
        if (same_case_needed(phrase) && !reading_case_fits(f->doc, phrase, it.piece_begin, it.piece_end)) return;
        if (token_is_noun(last)) offer(c, it, c->best.kind > ITEM_TITLE);
        return;
    }
    case LEX_INSTITUTION:
        it.kind = ITEM_BODY;
        /* A body whose name belongs to one state, "the Home Office": the body, of that state. */
        if (c->best.kind == ITEM_ACTOR && c->best.via == LEX_VIA_METONYM && c->length == it.tok_end - it.tok_begin) {
            it.second = c->best.row;
            offer(c, it, true);
            return;
        }
        if (last->pos != DM_POS_VERB) offer(c, it, c->best.kind > ITEM_BODY);
        return;
    case LEX_AGENT:
        it.kind = ITEM_AGENT;
        if (c->best.kind == ITEM_TITLE && c->length == it.tok_end - it.tok_begin && c->best.agent == DM_NONE) c->best.agent = m->row;
        /* "Analysts" at the head of a sentence, which the tagger takes for a person. */
        if (c->best.kind == ITEM_PERSON && c->best.row == DM_NONE && c->length == 1 && it.tok_end - it.tok_begin == 1 && first->tag != DM_TAG_NNP)
            c->best.kind = ITEM_NONE, c->length = 0;
        if (token_is_noun(last) &&
            !(last + 1 < f->doc->tokens.v + f->doc->tokens.n && str_is(last[1].text, "-") && !(last->flags & DM_TOK_SPACE_AFTER)))
            offer(c, it, c->best.kind > ITEM_AGENT);
        return;
    case LEX_PLACE:
        it.kind = ITEM_PLACE;
        /* A large town that the tagger takes for a person, where the story has no such person. */
        if (c->best.kind == ITEM_PERSON && c->best.row == DM_NONE && c->length == 1 && lexicon_place(f->lex, m->row).population >= 200000 &&
            strmap_get(&f->names, first->lower) == MAP_NONE && (!before || before->tok_end != it.tok_begin))
            c->best.kind = ITEM_NONE;
        if (first->ner == DM_NER_GPE || first->ner == DM_NER_LOC || first->ner == DM_NER_FAC || first->ner == DM_NER_PERSON)
            offer(c, it, c->best.kind == ITEM_NONE);
        return;
    default: return;
    }
}

/* Goes on over what hyphens join to a name, which the tagger often cuts: "Moon Jae" "-in". */
static uint32_t extend_name(const finder *f, uint32_t e, uint32_t limit) {
    while (e + 1 < limit && str_is(token_at(f, e)->text, "-") && !(token_at(f, e - 1)->flags & DM_TOK_SPACE_AFTER) &&
           !(token_at(f, e)->flags & DM_TOK_SPACE_AFTER) && f->first_piece[e + 1] < f->first_piece[e + 2]) {
        /* "the Reagan-Gorbachev summit": two, both known */
        if (strmap_get(&f->names, token_at(f, e - 1)->lower) != MAP_NONE && strmap_get(&f->names, token_at(f, e + 1)->lower) != MAP_NONE &&
            token_is_capital(token_at(f, e + 1)))
            break;
        e += 2;
    }
    return e;
}

static item named_person(const finder *f, uint32_t t, uint32_t e) {
    return (item){.kind = ITEM_PERSON,
                  .tok_begin = t,
                  .tok_end = e,
                  .row = DM_NONE,
                  .second = DM_NONE,
                  .agent = DM_NONE,
                  .piece_begin = f->first_piece[t],
                  .piece_end = f->first_piece[t]};
}

static const char *const GROUNDS[] = {"mount",   "complex", "river",  "lake",     "street",   "island", "islands", "bay",  "station",
                                      "airport", "stadium", "valley", "province", "building", "bridge", "palace",  "cape", NULL};

static bool names_a_place(const finder *f, uint32_t t, uint32_t e) {
    for (; t < e; t++)
        if (str_in(token_at(f, t)->lower, GROUNDS)) return true;
    return false;
}

/* A person as the tagger sees one: from here to the entity's end, without a possessive or punctuation at the end. */
static void offer_person(finder *f, choice *c, uint32_t t, uint32_t limit) {
    uint32_t e = entity_end(f, t, limit);
    while (e > t &&
           (token_at(f, e - 1)->tag == DM_TAG_POS || token_at(f, e - 1)->pos == DM_POS_PUNCT || (token_at(f, e - 1)->flags & DM_TOK_IS_SPACE)))
        e--;
    while (e > t + 1 && !token_is_capital(token_at(f, e - 1)) && token_at(f, e - 1)->pos == DM_POS_NOUN && token_at(f, e - 2)->pos != DM_POS_PUNCT)
        e--;
    for (uint32_t k = t + 1; k + 1 < e; k++) /* "the Reagan-Gorbachev summit" */
        if (str_is(token_at(f, k)->text, "-") && token_is_capital(token_at(f, k + 1)) &&
            strmap_get(&f->names, token_at(f, k - 1)->lower) != MAP_NONE && strmap_get(&f->names, token_at(f, k + 1)->lower) != MAP_NONE) {
            offer(c, named_person(f, t, k), false);
            return;
        }
    if (e == t || !token_is_capital(token_at(f, t)) || has_loose_dash(f, t, e) || names_a_place(f, t, e)) return;
    offer(c, named_person(f, t, extend_name(f, e, limit)), false);
}

/* "Yohannes Tesfay, the defence minister": an office beside it makes a person of what the tagger took for a book or a ware. */
static bool is_person_by_office(const finder *f, uint32_t t, uint32_t limit) {
    static const char *const OFFICES[] = {"minister", "president", "spokesman", "spokeswoman", "secretary", "ambassador",
                                          "general",  "chief",     "leader",    "envoy",       "premier",   "adviser",
                                          "director", "governor",  "commander", "chairman",    NULL};
    dm_ner ner = token_at(f, t)->ner;
    if ((ner != DM_NER_WORK_OF_ART && ner != DM_NER_PRODUCT) || !(token_at(f, t)->flags & DM_TOK_ENT_BEGIN)) return false;
    uint32_t e = entity_end(f, t, limit);
    if (e < t + 2 || e > t + 4 || token_at(f, e - 1)->pos != DM_POS_PROPN) return false;
    TREE_CHILDREN(f->doc, e - 1, k) {
        if (k >= e && token_at(f, k)->dep == DM_DEP_APPOS && str_in(token_at(f, k)->lemma, OFFICES)) return true;
    }
    return false;
}

/* True when the lexicon knows every capitalised word of [t, e). */
static bool all_known(const finder *f, uint32_t t, uint32_t e) {
    while (t < e) {
        uint32_t p = f->first_piece[t], skip = 1;
        if (p < f->first_piece[t + 1]) {
            lex_match found[MAX_MATCHES];
            uint32_t n = lexicon_match(f->lex, f->doc, p, found, MAX_MATCHES);
            uint32_t best = 0;
            for (uint32_t i = 0; i < n; i++)
                if ((found[i].dict == LEX_NAME || found[i].dict == LEX_TITLE || found[i].dict == LEX_INSTITUTION || found[i].dict == LEX_OUTLET) &&
                    found[i].n_pieces > best)
                    best = found[i].n_pieces;
            if (best) skip = f->doc->pieces.v[p + best - 1].token + 1 - t;
            else if (token_is_capital(token_at(f, t))) return false;
        }
        t += skip;
    }
    return true;
}

static const char *const SOCIETIES[] = {"center",  "centre",  "institute", "university", "foundation", "council", "association", "society",
                                        "academy", "college", "bureau",    "committee",  "union",      "party",   "institution", NULL};

static const char *const SMALL_WORDS[] = {"of", "for", "and", "the", "on", "&", "-", "a", NULL};

/* What the tagger takes for a building is an organisation when its name says so. */
static bool is_society(const finder *f, uint32_t t, uint32_t limit) {
    for (uint32_t e = entity_end(f, t, limit); t < e; t++)
        if (str_in(token_at(f, t)->lower, SOCIETIES)) return true;
    return false;
}

static void offer_organisation(finder *f, choice *c, uint32_t t, uint32_t limit) {
    uint32_t e = entity_end(f, t, limit);
    for (uint32_t k = t + 1; k < e; k++)
        if (token_at(f, k)->tag == DM_TAG_POS && token_at(f, k)->text.n > 1) e = k; /* "VOA's Korean Service" */
    while (e > t && (token_at(f, e - 1)->tag == DM_TAG_POS || (token_at(f, e - 1)->flags & DM_TOK_IS_SPACE) || str_is(token_at(f, e - 1)->text, ">")))
        e--;
    if (e == t || token_at(f, t)->tag == DM_TAG_DT || !token_is_capital(token_at(f, t)) || has_loose_dash(f, t, e) || all_known(f, t, e)) return;
    if (f->headline && !is_society(f, t, limit)) return;
    item it = {.kind = ITEM_ORG,
               .tok_begin = t,
               .tok_end = e,
               .row = DM_NONE,
               .second = DM_NONE,
               .agent = DM_NONE,
               .piece_begin = f->first_piece[t],
               .piece_end = f->first_piece[t]};
    if (c->best.kind == ITEM_ACTOR && c->length < e - t) it.row = c->best.row; /* "Korea Institute of ..." */
    bool whole =
        (c->best.kind == ITEM_OUTLET || (c->best.kind == ITEM_ACTOR && lexicon_actor(f->lex, c->best.row).kind != DM_ENTITY_STATE)) && c->length > 1;
    if (!whole) offer(c, it, c->best.kind == ITEM_NONE || c->best.kind == ITEM_AGENT);
}

/* Capitalised words around a word like "Institute", which the tagger may have missed or cut: "Asan Institute for Policy
 * Studies". Small words count between capitalised ones. */
static void offer_society(finder *f, choice *c, uint32_t t, uint32_t limit) {
    const dm_token *first = token_at(f, t);
    if (f->headline || !token_is_capital(first) || (!token_is_noun(first) && first->pos != DM_POS_ADJ)) return;
    uint32_t e = t, words = 0;
    bool society = false;
    for (uint32_t k = t; k < limit && k < t + 12; k++) {
        const dm_token *tok = token_at(f, k);
        if (token_is_capital(tok) && tok->pos != DM_POS_PRON && tok->ner != DM_NER_DATE) {
            society = society || str_in(tok->lower, SOCIETIES);
            words++;
            e = k + 1;
        } else if (!str_in(tok->lower, SMALL_WORDS) || (!society && k > t && !str_is(tok->text, "-"))) {
            break;
        }
    }
    if (!society || words < 2 || e - t <= c->length || all_known(f, t, e)) return;
    if (c->best.kind == ITEM_TITLE || c->best.kind == ITEM_BODY || (c->best.kind == ITEM_PERSON && c->best.row != DM_NONE)) return;
    item it = {.kind = ITEM_ORG,
               .tok_begin = t,
               .tok_end = e,
               .row = DM_NONE,
               .second = DM_NONE,
               .agent = DM_NONE,
               .piece_begin = f->first_piece[t],
               .piece_end = f->first_piece[t]};
    if (c->best.kind == ITEM_OUTLET || (c->best.kind == ITEM_ACTOR && lexicon_actor(f->lex, c->best.row).kind != DM_ENTITY_STATE)) return;
    if (c->best.kind == ITEM_ACTOR) it.row = c->best.row;
    offer(c, it, true);
}

static const char *const LEGAL_FORMS[] = {"inc", "inc.", "corp", "corp.", "co",  "co.", "ltd",  "ltd.",    "plc",      "ag",
                                          "sa",  "s.a.", "nv",   "n.v.",  "spa", "ab",  "gmbh", "bancorp", "holdings", NULL};

/* Capitalised words up to a company's legal form, which the tagger may have missed: "<Corvo Databases Inc>". A firm of the
 * lexicon takes the form in. */
static void offer_firm(const finder *f, choice *c, uint32_t t, uint32_t limit) {
    enum { LONGEST = 8 };
    const dm_token *first = token_at(f, t);
    if (f->headline || !token_is_capital(first) || first->tag == DM_TAG_DT || (!token_is_noun(first) && first->pos != DM_POS_ADJ)) return;
    uint32_t e = DM_NONE;
    for (uint32_t k = t; k < limit && k < t + LONGEST && e == DM_NONE; k++) {
        const dm_token *tok = token_at(f, k);
        bool joint = k > t && (str_is(tok->lower, "and") || str_is(tok->lower, "of") || str_is(tok->text, "&") || str_is(tok->text, "-"));
        if (!joint && !(token_is_capital(tok) && tok->ner != DM_NER_DATE)) return;
        if (k > t && str_in(tok->lower, LEGAL_FORMS)) e = k + 1;
    }
    if (e == DM_NONE || e - t <= c->length) return;
    bool known = c->best.kind == ITEM_ACTOR && lexicon_actor(f->lex, c->best.row).kind != DM_ENTITY_STATE;
    if (known && c->best.tok_end + 1 == e) {
        c->best.tok_end = e;
        c->length++;
    } else if (!known) {
        item it = named_person(f, t, e);
        it.kind = ITEM_ORG;
        if (c->best.kind == ITEM_ACTOR && c->best.via != LEX_VIA_SURNAME) it.row = c->best.row;
        offer(c, it, true);
    }
}

/* Capitalised words right after a title, where the tagger saw no person. */
static void offer_titled(finder *f, choice *c, uint32_t t, uint32_t limit, const item *before) {
    if (c->best.kind != ITEM_NONE && !(c->best.kind == ITEM_ORG) && !(c->best.kind == ITEM_PLACE && c->length == 1)) return;
    if (!before || before->tok_end != t || before->kind != ITEM_TITLE || token_at(f, t)->tag != DM_TAG_NNP) return;
    uint32_t e = t;
    for (; e < limit && e < t + 7; e++) {
        const dm_token *tok = token_at(f, e);
        bool part = (tok->tag == DM_TAG_NNP && token_is_capital(tok)) || (e > t && tok->tag == DM_TAG_HYPH) ||
                    (e > t && token_at(f, e - 1)->tag == DM_TAG_HYPH);
        if (!part || tok->ner == DM_NER_DATE || tok->ner == DM_NER_TIME) break;
    }
    if (e == t || !token_is_capital(token_at(f, t))) return;
    offer(c, named_person(f, t, extend_name(f, e, limit)), true);
}

/* A word that was part of a person's name before in this story, where the tagger now sees none. */
static void offer_known(finder *f, choice *c, uint32_t t, uint32_t limit) {
    const dm_token *tok = token_at(f, t);
    if (tok->pos != DM_POS_PROPN || !token_is_capital(tok) || (c->best.kind != ITEM_NONE && c->best.kind != ITEM_PLACE && c->best.kind != ITEM_ORG) ||
        c->length > 1)
        return;
    if (strmap_get(&f->names, tok->lower) == MAP_NONE) return;
    uint32_t e = extend_name(f, t + 1, limit);
    while (e < limit && token_at(f, e)->pos == DM_POS_PROPN && strmap_get(&f->names, token_at(f, e)->lower) != MAP_NONE)
        e = extend_name(f, e + 1, limit);
    offer(c, named_person(f, t, e), true);
}

/* "Corvo" after "Corvo Stores Inc", where the tagger sees nothing: the first word of an organisation's name. */
static void offer_known_firm(const finder *f, choice *c, uint32_t t) {
    const dm_token *tok = token_at(f, t);
    if (c->best.kind != ITEM_NONE || tok->pos != DM_POS_PROPN || !token_is_capital(tok) || f->headline || tok->ner != DM_NER_NONE) return;
    if (strmap_get(&f->firms, tok->lower) == MAP_NONE || f->first_piece[t] == f->first_piece[t + 1]) return;
    item it = named_person(f, t, t + 1);
    it.kind = ITEM_ORG;
    offer(c, it, true);
}

/* "the North" in a story about the two Koreas; "the two Koreas". */
static void offer_compass(finder *f, choice *c, uint32_t t) {
    item it = {.kind = ITEM_ACTOR,
               .via = LEX_VIA_NAME,
               .tok_begin = t,
               .tok_end = t + 1,
               .agent = DM_NONE,
               .second = DM_NONE,
               .piece_begin = f->first_piece[t],
               .piece_end = f->first_piece[t + 1]};
    if ((c->best.kind != ITEM_NONE && c->best.kind != ITEM_PLACE && c->best.kind != ITEM_ORG) || !compass_at(f, t, &it)) return;
    c->best.kind = ITEM_NONE; /* "North and South Korea" as one place */
    offer(c, it, true);
}

static choice best_at(finder *f, uint32_t t, uint32_t limit, const item *before) {
    choice c = {.best = {.kind = ITEM_NONE}};
    const dm_token *tok = token_at(f, t);
    if (tok->ner == DM_NER_PERSON || is_person_by_office(f, t, limit)) offer_person(f, &c, t, limit);
    uint32_t p = f->first_piece[t];
    if (p < f->first_piece[t + 1]) {
        lex_match found[MAX_MATCHES];
        uint32_t n = lexicon_match(f->lex, f->doc, p, found, MAX_MATCHES);
        for (uint32_t i = 0; i < n; i++) {
            if (f->doc->pieces.v[p + found[i].n_pieces - 1].token >= limit) continue;
            /* "President Moon" as one PERSON: the title comes off the front. */
            bool prefix = c.length > found[i].n_pieces || (t + 1 < limit && token_at(f, t + 1)->pos == DM_POS_PROPN && token_is_capital(&tok[1]));
            if (found[i].dict == LEX_TITLE && c.best.kind == ITEM_PERSON && c.best.row == DM_NONE && tok->dep == DM_DEP_COMPOUND && prefix)
                c.best.kind = ITEM_NONE;
            offer_match(f, &c, &found[i], p, before);
        }
    }
    bool begins = (tok->flags & DM_TOK_ENT_BEGIN) ||
                  (t > 0 && (tok[-1].flags & DM_TOK_ENT_BEGIN) && tok[-1].ner == tok->ner && (tok[-1].tag == DM_TAG_DT || str_is(tok[-1].text, "<")));
    if (begins && (tok->ner == DM_NER_ORG || (tok->ner == DM_NER_FAC && is_society(f, t, limit)))) offer_organisation(f, &c, t, limit);
    if ((tok->ner == DM_NER_GPE || tok->ner == DM_NER_LOC) && (tok->flags & DM_TOK_ENT_BEGIN) && c.best.kind == ITEM_NONE && token_is_capital(tok) &&
        tok->tag != DM_TAG_DT) {
        uint32_t e = entity_end(f, t, limit);
        while (e > t + 1 && token_at(f, e - 1)->pos == DM_POS_PUNCT) e--;
        for (uint32_t k = t + 1; k < e; k++)
            if (token_at(f, k)->tag == DM_TAG_CC) e = k; /* "Lyon and Paris" */
        offer(&c,
              (item){.kind = ITEM_PLACE,
                     .tok_begin = t,
                     .tok_end = e,
                     .row = DM_NONE,
                     .second = DM_NONE,
                     .agent = DM_NONE,
                     .piece_begin = p,
                     .piece_end = p},
              true);
    }
    offer_society(f, &c, t, limit);
    offer_firm(f, &c, t, limit);
    offer_titled(f, &c, t, limit, before);
    offer_known(f, &c, t, limit);
    offer_known_firm(f, &c, t);
    offer_compass(f, &c, t);
    return c;
}

/* Events and laws swallow the names inside them: the Korean War is no act of Korea. Works do not: the tagger takes
 * quotations for titles. */
static bool is_opaque(dm_ner ner) { return ner == DM_NER_EVENT || ner == DM_NER_LAW || ner == DM_NER_LANGUAGE; }

/* Names that hyphens join inside one token, "U.S.-China", "U.S.-South Korea": each is an item. Gives the end of the last
 * one, or t when there are none. */
static uint32_t cut_joined(finder *f, uint32_t t, uint32_t limit, bool *failed) {
    uint32_t end = t;
    for (uint32_t p = f->first_piece[t]; p < f->first_piece[t + 1]; p++) {
        lex_match found[MAX_MATCHES];
        uint32_t n = lexicon_match(f->lex, f->doc, p, found, MAX_MATCHES);
        choice c = {.best = {.kind = ITEM_NONE}};
        for (uint32_t i = 0; i < n; i++)
            if (found[i].dict == LEX_NAME && f->doc->pieces.v[p + found[i].n_pieces - 1].token < limit) offer_match(f, &c, &found[i], p, NULL);
        if (c.best.kind != ITEM_ACTOR) continue;
        item *it = VEC_PUSH(f->doc->arena, &f->items);
        if (!it) {
            *failed = true;
            return t;
        }
        *it = c.best;
        p = it->piece_end - 1;
        end = it->tok_end;
    }
    return end;
}

/* Nearly every longer word has a capital: there a capital says nothing. */
static bool is_headline(const finder *f, const dm_sentence_row *s) {
    uint32_t words = 0, capitals = 0;
    for (uint32_t t = s->tok_begin; t < s->tok_end; t++) {
        if (token_at(f, t)->text.n < 4 || token_at(f, t)->pos == DM_POS_NUM || token_at(f, t)->pos == DM_POS_PUNCT) continue;
        words++;
        capitals += token_is_capital(token_at(f, t));
    }
    return f->doc->blocks.v[s->block].kind == DM_BLOCK_TITLE || (words >= 4 && capitals * 5 >= words * 4);
}

dm_status items_cut(finder *f, const dm_sentence_row *sentence, dm_err *err) {
    f->items.n = 0;
    f->headline = is_headline(f, sentence);
    for (uint32_t t = sentence->tok_begin; t < sentence->tok_end;) {
        const dm_token *tok = token_at(f, t);
        if (is_opaque(tok->ner) && (tok->flags & DM_TOK_ENT_BEGIN)) {
            t = entity_end(f, t, sentence->tok_end);
            continue;
        }
        if (f->first_piece[t + 1] > f->first_piece[t] + 1) {
            bool failed = false;
            uint32_t end = cut_joined(f, t, sentence->tok_end, &failed);
            if (failed) return err_memory(err, "mentions");
            if (end > t) {
                t = end;
                continue;
            }
        }
        const item *before = f->items.n ? &f->items.v[f->items.n - 1] : NULL;
        choice c = best_at(f, t, sentence->tok_end, before);
        if (c.best.kind == ITEM_NONE) {
            t++;
            continue;
        }
        item *it = VEC_PUSH(f->doc->arena, &f->items);
        if (!it) return err_memory(err, "mentions");
        *it = c.best;
        t = it->tok_end;
    }
    return DM_OK;
}
