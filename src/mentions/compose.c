/* Items become mentions. A mention grows leftwards from its core (a person's name, or a noun of office, body or
 * calling) over what stands before it in the noun phrase: states, offices, bodies, modifiers, a determiner; and to the
 * right over "of" with a name. What it took is marked as used; names that are left over are mentions of their own. */
#include "mentions/mentions_int.h"

enum { MAX_STATES = 4, MAX_MODIFIERS = 6 };

/* What was gathered to the left of a core. */
typedef struct phrase {
    uint32_t begin;      /* token */
    uint32_t role_begin; /* after the determiner */
    uint32_t states[MAX_STATES];
    uint32_t n_states;
    const item *title, *agent, *body, *owner;
    bool former, determined, honorific;
    bool inside;     /* the core is a modifier itself: what stands before it may belong to its head */
    bool bare_state; /* the nearest state is a noun without 's: "a Korea expert" */
} phrase;

static const char *const GOVERNMENT[] = {"government",  "administration",       "regime", "cabinet", "leadership", "presidency",
                                         "authorities", "coalition government", "junta",  NULL};
static const char *const DETACHED[] = {"inter", "anti", "pro", "non", "trans", "intra", "post", "pre", NULL};
/* Bodies whose name is as often a modifier: "military talks", "the opposition campaign". */
static const char *const ADJECTIVAL[] = {"military",   "opposition", "customs",      "artillery", "mission", "department",
                                         "agency",     "court",      "intelligence", "forces",    "fleet",   "prosecution",
                                         "commission", "army",       "presidency",   "embassy",   "regime",  NULL};

static dm_str token_lower(const finder *f, uint32_t t) { return token_at(f, t)->lower; }

static bool is_government(const finder *f, const item *it) {
    return it->kind == ITEM_BODY && str_in(lexicon_institution(f->lex, it->row).phrase, GOVERNMENT);
}

static bool is_state_like(const item *it) { return it->kind == ITEM_ACTOR; }

/* A service or party of a state stands for the state: "the CIA chief". */
static uint32_t state_of(const finder *f, uint32_t actor) {
    lex_actor a = lexicon_actor(f->lex, actor);
    return a.kind == DM_ENTITY_ORGANIZATION && a.state != DM_NONE ? a.state : actor;
}

static void add_state(phrase *p, uint32_t actor) {
    for (uint32_t i = 0; i < p->n_states; i++)
        if (p->states[i] == actor) return;
    if (actor != DM_NONE && p->n_states < MAX_STATES) p->states[p->n_states++] = actor;
}

/* A word of the noun phrase that says something of the core and names nobody. */
static bool is_modifier(const dm_token *t) {
    if (t->ner == DM_NER_DATE || t->ner == DM_NER_TIME || t->dep == DM_DEP_NPADVMOD) return false; /* "Last month President ..." */
    if (t->pos == DM_POS_ADJ || t->pos == DM_POS_NOUN || t->pos == DM_POS_PROPN || t->pos == DM_POS_NUM)
        return t->tag != DM_TAG_PRPS && t->pos != DM_POS_PUNCT;
    if (t->pos == DM_POS_VERB) return t->dep == DM_DEP_AMOD && !(t->flags & DM_TOK_SENT_START);
    if (t->pos == DM_POS_ADV) return t->dep == DM_DEP_ADVMOD && (t->tag == DM_TAG_RB || t->tag == DM_TAG_RBS || t->tag == DM_TAG_RBR);
    return t->tag == DM_TAG_HYPH && !(t->flags & DM_TOK_SPACE_AFTER);
}

/* "inter-Korean", "anti-Pyongyang" name a kind, not an actor. */
static bool is_prefixed(const finder *f, const item *it) {
    return it->tok_begin >= 2 && str_is(token_at(f, it->tok_begin - 1)->text, "-") && str_in(token_lower(f, it->tok_begin - 2), DETACHED);
}

/* Takes the item that ends where the phrase begins now. False: the phrase stops here. */
static bool take_item(const finder *f, phrase *p, item *q, bool has_role) {
    switch (q->kind) {
    case ITEM_ACTOR:
        if (!has_role && q->via != LEX_VIA_ADJECTIVE) return false;
        if (q->second != DM_NONE) return false;
        if (is_prefixed(f, q)) return true;
        if (!p->n_states) p->bare_state = q->via == LEX_VIA_NAME || q->via == LEX_VIA_CAPITAL;
        add_state(p, state_of(f, q->row));
        return true;
    case ITEM_TITLE:
        if (p->title && p->n_states) return false;
        if (str_is(lexicon_title(f->lex, q->row).office, "honorific")) p->honorific = true; /* an office may stand before it */
        else if (!p->title) p->title = q;
        return true;
    case ITEM_AGENT:
        if (p->title || p->agent) return has_role;
        if (lexicon_agent(f->lex, q->row).plural) return false;
        p->agent = q;
        return true;
    case ITEM_BODY:
        if (!has_role) return false;
        if (!p->body) p->body = q;
        if (q->second != DM_NONE) add_state(p, q->second);
        return true;
    case ITEM_ORG:
    case ITEM_OUTLET:
        if (!has_role || p->n_states) return false;
        if (!p->owner) p->owner = q;
        return true;
    default: return false;
    }
}

/* "envoy for North Korea Sung Kim", "ambassador to the United States Hamdullah Mohib". */
static bool take_title_over(finder *f, phrase *p, uint32_t *i) {
    if (*i < 2 || f->items.v[*i - 1].kind != ITEM_ACTOR || f->items.v[*i - 2].kind != ITEM_TITLE) return false;
    item *actor = &f->items.v[*i - 1], *title = &f->items.v[*i - 2];
    uint32_t t = title->tok_end;
    bool of = str_is(token_lower(f, t), "of");
    if (!of && !str_is(token_lower(f, t), "for") && !str_is(token_lower(f, t), "to")) return false;
    t++;
    if (t < actor->tok_begin && str_is(token_lower(f, t), "the")) t++;
    if (t != actor->tok_begin) return false;
    p->title = title;
    if (of) add_state(p, state_of(f, actor->row));
    actor->used = title->used = true;
    p->begin = title->tok_begin;
    *i -= 2;
    return true;
}

/* "Under Secretary of Commerce Bruce Smart": a title with what it is of, in capitals and in no dictionary. */
static bool take_title_of(finder *f, phrase *p, uint32_t *i) {
    if (!*i || f->items.v[*i - 1].kind != ITEM_TITLE) return false;
    item *title = &f->items.v[*i - 1];
    uint32_t t = title->tok_end;
    if (t + 1 >= p->begin || p->begin > t + 6 || (!str_is(token_lower(f, t), "of") && !str_is(token_lower(f, t), "for"))) return false;
    for (t++; t < p->begin; t++)
        if (!(token_at(f, t)->pos == DM_POS_PROPN && token_is_capital(token_at(f, t))) && token_at(f, t)->tag != DM_TAG_CC &&
            token_at(f, t)->tag != DM_TAG_DT)
            return false;
    p->title = title;
    title->used = true;
    p->begin = title->tok_begin;
    (*i)--;
    return true;
}

/* Another state before "and": "South Korean and U.S. officials". */
static bool take_joined_state(finder *f, phrase *p, uint32_t *i) {
    const item *q = &f->items.v[*i - 1];
    if (!p->n_states || q->kind != ITEM_ACTOR || q->tok_end + 1 != p->begin) return false;
    const dm_token *joint = token_at(f, p->begin - 1);
    if (joint->tag != DM_TAG_CC && joint->tag != DM_TAG_COMMA && joint->tag != DM_TAG_HYPH) return false;
    if (joint->tag != DM_TAG_HYPH && (q->via == LEX_VIA_CAPITAL || q->via == LEX_VIA_METONYM)) return false;
    const dm_token *last = token_at(f, q->tok_end - 1);
    if (last->dep != DM_DEP_AMOD && last->dep != DM_DEP_COMPOUND && last->dep != DM_DEP_NMOD && last->dep != DM_DEP_CONJ) return false;
    add_state(p, state_of(f, q->row));
    f->items.v[*i - 1].used = true;
    p->begin = q->tok_begin;
    (*i)--;
    return true;
}

/* "academic and professor Marc Hill", "Crown Prince and Prime Minister Saad": two titles of one, where no article makes the
 * first a person of its own. */
static bool take_joined_title(const finder *f, phrase *p, uint32_t *i, uint32_t limit) {
    item *q = &f->items.v[*i - 1];
    if (!p->title || p->n_states || (q->kind != ITEM_TITLE && q->kind != ITEM_AGENT) || q->tok_end + 1 != p->begin ||
        token_at(f, q->tok_end)->tag != DM_TAG_CC)
        return false;
    dm_tag tag = token_at(f, q->tok_end - 1)->tag;
    if (tag == DM_TAG_NNS || tag == DM_TAG_NNPS || (q->tok_begin > limit && token_at(f, q->tok_begin - 1)->tag == DM_TAG_DT)) return false;
    q->used = true;
    p->begin = q->tok_begin;
    (*i)--;
    return true;
}

/* "North Korea's", "the ministry's" before the core. True when the phrase may go on to the left. */
static bool take_owner(finder *f, phrase *p, uint32_t *i) {
    if (!*i) return false;
    item *q = &f->items.v[*i - 1];
    if (q->tok_end + 1 != p->begin) return false;
    p->begin = q->tok_begin;
    (*i)--;
    if (is_state_like(q)) {
        add_state(p, state_of(f, q->row));
        q->used = true;
        return false;
    }
    p->owner = q;
    /* The owner's own phrase: "the North Korean leader's sister". */
    uint32_t left = token_at(f, q->tok_end - 1)->left;
    while (*i > 0 && f->items.v[*i - 1].tok_begin >= left && f->items.v[*i - 1].tok_end <= p->begin) {
        if (is_state_like(&f->items.v[*i - 1])) add_state(p, state_of(f, f->items.v[*i - 1].row));
        (*i)--;
    }
    if (left < p->begin && p->begin - left <= MAX_MODIFIERS) p->begin = left;
    return false;
}

/* Grows p leftwards; `i` is the core's place among the items. */
static void grow_left(finder *f, phrase *p, uint32_t i, uint32_t limit, bool has_role) {
    uint32_t modifiers = 0;
    bool person = !has_role;
    while (p->begin > limit) {
        has_role = has_role || p->title || p->agent;
        item *q = i ? &f->items.v[i - 1] : NULL;
        if (q && q->tok_end == p->begin) {
            if (!has_role && take_title_over(f, p, &i)) continue;
            if (q->used || !take_item(f, p, q, has_role)) return;
            q->used = true;
            p->begin = q->tok_begin;
            i--;
            continue;
        }
        if (q && q->kind == ITEM_ACTOR && p->n_states && q->tok_begin == p->begin && has_role) { /* "U.S.-South Korean" */
            add_state(p, state_of(f, q->row));
            q->used = true;
            i--;
            continue;
        }
        if (!has_role && take_title_of(f, p, &i)) continue;
        const dm_token *t = token_at(f, p->begin - 1);
        if (q && (take_joined_state(f, p, &i) || (person && take_joined_title(f, p, &i, limit)))) continue;
        if (t->tag == DM_TAG_POS) {
            p->begin--;
            uint32_t kept = p->begin;
            if (q && q->tok_end == kept && (has_role || is_state_like(q))) {
                p->begin = kept + 1;
                if (take_owner(f, p, &i)) continue;
            } else {
                p->begin = kept + 1;
            }
            return;
        }
        /* Inside a longer noun phrase only what leads to the state: "KPA civil police posts". */
        bool leads = t->pos == DM_POS_ADJ && q && q->kind == ITEM_ACTOR && q->tok_end + 1 == p->begin;
        if (!has_role || (p->inside && !leads)) return;
        if (t->tag == DM_TAG_DT || t->tag == DM_TAG_PRPS || t->tag == DM_TAG_PDT) {
            p->role_begin = p->begin;
            p->begin--;
            p->determined = true;
            return;
        }
        if (!is_modifier(t) || modifiers++ >= MAX_MODIFIERS || (p->n_states && token_is_noun(t))) return;
        if (reading_is_former(t->lower) || str_is(t->lower, "ex")) p->former = true;
        p->begin--;
    }
}

/* A private person or company: "a Korea expert" is an expert on it, not of it. */
static bool is_private(const finder *f, const dm_mention_row *m) {
    if (m->office != DM_NONE) return lexicon_title(f->lex, m->office).capacity == DM_CAPACITY_NONE;
    return m->agent != DM_NONE && m->body == DM_NONE && lexicon_agent(f->lex, m->agent).capacity == DM_CAPACITY_NONE;
}

static void fill(finder *f, dm_mention_row *m, const phrase *p, uint32_t role_end, uint32_t state) {
    if (p->title) {
        lex_title title = lexicon_title(f->lex, p->title->row);
        if (!str_is(title.office, "honorific")) m->office = p->title->row;
        m->agent = p->title->agent;
    }
    if (p->agent) m->agent = p->agent->row;
    if (p->body) m->body = p->body->row;
    m->country = p->bare_state && is_private(f, m) ? DM_NONE : state;
    m->former = p->former;
    uint32_t from = p->determined ? p->role_begin : p->begin;
    if (from < role_end && token_at(f, from)->tag == DM_TAG_DT) from++;
    if (from < role_end && (m->office != DM_NONE || m->agent != DM_NONE || m->body != DM_NONE))
        m->role = doc_words(f->doc, tree_tokens_span(f->doc, from, role_end));
    m->gender = reading_gender(f->doc, p->begin, role_end);
}

/* The state that the first words of an office name: "CIA director" -> USA. */
static uint32_t state_inside(const finder *f, const item *it) {
    lex_match found[16];
    uint32_t n = it->piece_begin < it->piece_end ? lexicon_match(f->lex, f->doc, it->piece_begin, found, 16) : 0;
    for (uint32_t i = 0; i < n; i++) {
        if (found[i].dict != LEX_NAME || found[i].n_pieces >= it->piece_end - it->piece_begin) continue;
        lex_name name = lexicon_name(f->lex, found[i].row);
        dm_entity kind = lexicon_actor(f->lex, name.actor).kind;
        bool capital = f->doc->pieces.v[it->piece_begin].cased != DM_PIECE_LOWER;
        if (capital && name.via != LEX_VIA_SURNAME && !(name.flags & LEX_FLAG_WEAK) &&
            (kind == DM_ENTITY_STATE || kind == DM_ENTITY_IGO || kind == DM_ENTITY_ORGANIZATION))
            return state_of(f, name.actor);
    }
    return DM_NONE;
}

static void set_name(const finder *f, dm_mention_row *m, const item *it) {
    m->name_begin = f->first_piece[it->tok_begin];
    m->name_end = f->first_piece[it->tok_end];
}

static dm_status remember_name(finder *f, const item *it, dm_err *err) {
    for (uint32_t t = it->tok_begin; t < it->tok_end; t++) {
        uint32_t *seen;
        if (token_at(f, t)->lower.n > 2 && token_is_capital(token_at(f, t)) && !strmap_put(&f->names, f->doc->arena, token_lower(f, t), 1, &seen))
            return err_memory(err, "mentions");
    }
    return DM_OK;
}

/* "the Biden administration", "the Kim Jong Un government" */
static dm_status compose_rule_of(finder *f, item *person, item *body, dm_err *err) {
    uint32_t begin = person->tok_begin;
    if (begin > 0 && token_at(f, begin - 1)->tag == DM_TAG_DT && token_at(f, begin - 1)->sentence == token_at(f, begin)->sentence) begin--;
    dm_mention_row *m = mention_new(f, begin, body->tok_end);
    if (!m) return err_memory(err, "mentions");
    m->kind = DM_ENTITY_STATE;
    m->gender = DM_GENDER_NEUTRAL;
    m->body = body->row;
    set_name(f, m, person);
    if (person->row != DM_NONE) m->country = DM_NONE;
    person->used = body->used = true;
    return remember_name(f, person, err);
}

static dm_status compose_person(finder *f, uint32_t i, uint32_t limit, dm_err *err) {
    item *it = &f->items.v[i];
    if (i + 1 < f->items.n && f->items.v[i + 1].tok_begin == it->tok_end && is_government(f, &f->items.v[i + 1])) {
        const item *before = i ? &f->items.v[i - 1] : NULL;
        if (!before || before->tok_end != it->tok_begin || before->kind != ITEM_TITLE) return compose_rule_of(f, it, &f->items.v[i + 1], err);
    }
    phrase p = {.begin = it->tok_begin, .role_begin = it->tok_begin};
    grow_left(f, &p, i, limit, false);
    /* Modifiers that lead to no role are none of ours. */
    if (!p.title && !p.agent && !p.n_states && !p.honorific) p.begin = it->tok_begin;
    if (!p.n_states && p.title) add_state(&p, state_inside(f, p.title));
    dm_mention_row *m = mention_new(f, p.begin, it->tok_end);
    if (!m) return err_memory(err, "mentions");
    m->via = DM_VIA_NAME;
    m->kind = DM_ENTITY_PERSON;
    m->head = head_within(f->doc, it->tok_begin, it->tok_end);
    fill(f, m, &p, it->tok_begin, p.n_states ? p.states[0] : DM_NONE);
    m->actor = it->several ? DM_NONE : it->row;
    set_name(f, m, it);
    it->used = true;
    return remember_name(f, it, err);
}

/* End of "of the Workers' Party" after a core that ends at `end`, and the state in it; `end` where there is none. */
static uint32_t grow_right(const finder *f, phrase *p, uint32_t i, uint32_t end, uint32_t limit) {
    if (end + 1 >= limit || !str_is(token_lower(f, end), "of")) return end;
    uint32_t t = end + 1, last = end;
    if (token_at(f, t)->tag == DM_TAG_DT) t++;
    for (uint32_t k = i + 1; k < f->items.n && k < i + 4; k++) {
        const item *q = &f->items.v[k];
        while (t < q->tok_begin && t < last + 4 && (token_at(f, t)->tag == DM_TAG_POS || (is_modifier(token_at(f, t)) && last > end))) t++;
        if (q->tok_begin != t || (q->kind != ITEM_ACTOR && q->kind != ITEM_ORG && q->kind != ITEM_BODY && q->kind != ITEM_OUTLET)) break;
        bool more = k + 1 < f->items.n && f->items.v[k + 1].tok_begin == q->tok_end;
        if (more && (f->items.v[k + 1].kind == ITEM_TITLE || f->items.v[k + 1].kind == ITEM_PERSON || f->items.v[k + 1].kind == ITEM_AGENT)) {
            if (q->kind == ITEM_ACTOR && !p->n_states) add_state(p, state_of(f, q->row)); /* "the sister of North Korean leader Kim" */
            break;
        }
        if (q->kind == ITEM_ACTOR && !p->n_states) add_state(p, state_of(f, q->row));
        if (q->kind == ITEM_BODY && !p->n_states && q->second != DM_NONE) add_state(p, q->second);
        t = last = q->tok_end;
    }
    return last;
}

/* "spokesman for the Indonesian military", "an official at the Foreign Ministry in Cairo": whose officer it is. */
static void employer_of(const finder *f, phrase *p, uint32_t i, uint32_t end, uint32_t limit) {
    static const char *const PREPS[] = {"for", "at", "in", "from", "with", NULL};
    static const char *const ABROAD[] = {"ambassador",        "envoy",  "un_ambassador", "diplomat",  "consul", "charge_daffaires",
                                         "high_commissioner", "expert", "journalist",    "candidate", NULL};
    if (p->n_states || end + 1 >= limit || !str_in(token_lower(f, end), PREPS) || !p->title ||
        str_in(lexicon_title(f->lex, p->title->row).office, ABROAD))
        return;
    uint32_t t = end + 1;
    if (token_at(f, t)->tag == DM_TAG_DT) t++;
    for (uint32_t k = i + 1; k < f->items.n && k < i + 3; k++) {
        const item *q = &f->items.v[k];
        while (t < q->tok_begin && token_at(f, t)->tag == DM_TAG_POS) t++;
        if (q->tok_begin != t) return;
        bool place = q->kind == ITEM_ACTOR && q->via == LEX_VIA_CAPITAL && !str_is(token_lower(f, end), "for");
        if (q->kind == ITEM_ACTOR && !place) add_state(p, state_of(f, q->row));
        if (q->kind == ITEM_BODY && !p->body) p->body = q;
        if (q->kind != ITEM_ACTOR) return;
        t = q->tok_end;
    }
}

/* "the Foreign Ministry in Seoul" */
static void seat_of(const finder *f, phrase *p, uint32_t i, uint32_t end, uint32_t limit) {
    if (p->n_states || i + 1 >= f->items.n || end + 1 >= limit || !str_is(token_lower(f, end), "in")) return;
    const item *q = &f->items.v[i + 1];
    if (q->kind == ITEM_ACTOR && q->tok_begin == end + 1) add_state(p, state_of(f, q->row));
}

/* A noun before another noun: an office, body or calling only where it acts in "rebel attack", "ministry statement". */
static bool core_stands(const finder *f, const item *it) {
    const dm_token *last = token_at(f, it->tok_end - 1);
    if (it->kind == ITEM_TITLE) return reading_title_stands(f, it);
    bool modifier = (last->dep == DM_DEP_COMPOUND || last->dep == DM_DEP_NMOD || last->dep == DM_DEP_AMOD) && last->head >= it->tok_end;
    if (it->kind == ITEM_BODY) {
        if (!token_is_noun(last)) return false;
        if (!modifier) return true;
        dm_str words = lexicon_institution(f->lex, it->row).phrase;
        return !str_in(words, ADJECTIVAL) || token_is_capital(token_at(f, it->tok_begin));
    }
    if (!modifier) return true;
    dm_str sector = lexicon_agent(f->lex, it->row).sector;
    return str_is(sector, "REB") || str_is(sector, "COP") || str_is(sector, "MIL");
}

static dm_status add_core(finder *f, const item *it, const phrase *p, uint32_t end, uint32_t state, dm_err *err) {
    dm_mention_row *m = mention_new(f, p->begin, end);
    if (!m) return err_memory(err, "mentions");
    m->head = head_within(f->doc, it->tok_begin, it->tok_end);
    const dm_token *head = token_at(f, m->head);
    fill(f, m, p, end, state);
    m->plural = head->tag == DM_TAG_NNS || head->tag == DM_TAG_NNPS;
    if (it->kind == ITEM_TITLE) {
        m->via = DM_VIA_OFFICE;
        m->kind = m->plural ? DM_ENTITY_GROUP : DM_ENTITY_PERSON;
    } else if (it->kind == ITEM_AGENT) {
        lex_agent agent = lexicon_agent(f->lex, it->row);
        m->agent = it->row;
        m->kind = agent.kind;
        m->plural = agent.plural || m->plural;
    } else {
        m->body = it->row;
        m->kind = is_government(f, it) ? DM_ENTITY_STATE : lexicon_institution(f->lex, it->row).kind;
        m->gender = DM_GENDER_NEUTRAL;
        if (p->owner && p->owner->kind == ITEM_PERSON) set_name(f, m, p->owner);
    }
    if (p->owner && p->owner->kind == ITEM_OUTLET && m->kind != DM_ENTITY_PERSON && !m->plural) {
        m->outlet = p->owner->row;
        m->via = DM_VIA_NAME;
        m->kind = DM_ENTITY_ORGANIZATION;
        set_name(f, m, p->owner);
    }
    return DM_OK;
}

static dm_status compose_core(finder *f, uint32_t i, const dm_sentence_row *sentence, dm_err *err) {
    item *it = &f->items.v[i];
    if (!core_stands(f, it)) return DM_OK;
    phrase p = {.begin = it->tok_begin, .role_begin = it->tok_begin};
    if (it->kind == ITEM_TITLE) p.title = it;
    it->used = true;
    const dm_token *core = token_at(f, it->tok_end - 1);
    p.inside = core->dep == DM_DEP_COMPOUND && core->head >= it->tok_end;
    grow_left(f, &p, i, sentence->tok_begin, true);
    while (p.begin < it->tok_begin && token_at(f, p.begin)->tag == DM_TAG_HYPH) p.begin++; /* "in-state college" */
    p.title = it->kind == ITEM_TITLE ? it : NULL;
    p.agent = NULL;
    uint32_t end = grow_right(f, &p, i, it->tok_end, sentence->tok_end);
    employer_of(f, &p, i, end, sentence->tok_end);
    if (it->kind == ITEM_BODY) seat_of(f, &p, i, it->tok_end, sentence->tok_end);
    if (!p.n_states && it->kind == ITEM_BODY && it->second != DM_NONE) add_state(&p, it->second);
    if (!p.n_states) add_state(&p, state_inside(f, it));
    const dm_token *last = token_at(f, it->tok_end - 1);
    bool several = p.n_states > 1 && (last->tag == DM_TAG_NNS || last->tag == DM_TAG_NNPS);
    for (uint32_t k = 0; k < (several ? p.n_states : 1); k++)
        DM_TRY(add_core(f, it, &p, end, k < p.n_states ? p.states[p.n_states - 1 - k] : DM_NONE, err));
    return DM_OK;
}

/* "the Berne Agreement", "the Paris Club": named after a place, no act of its state. */
static bool names_a_paper(const finder *f, const item *it) {
    static const char *const PAPERS[] = {"agreement",  "agreements", "accord", "accords", "treaty",  "convention", "declaration", "protocol", "pact",
                                         "communique", "process",    "club",   "round",   "charter", "protocols",  "principles",  "summit",   NULL};
    if (it->via != LEX_VIA_CAPITAL || it->tok_end >= f->doc->tokens.n) return false;
    const dm_token *next = token_at(f, it->tok_end);
    return token_is_capital(next) && str_in(next->lower, PAPERS);
}

/* "the two Koreas": one mention for each. */
static dm_status compose_twins(finder *f, const item *it, dm_err *err) {
    uint32_t begin = it->tok_begin;
    while (begin > 0 && begin + 3 > it->tok_begin && token_at(f, begin - 1)->head == it->tok_begin && token_at(f, begin - 1)->pos != DM_POS_PUNCT)
        begin--;
    for (int k = 0; k < 2; k++) {
        dm_mention_row *m = mention_new(f, begin, it->tok_end);
        if (!m) return err_memory(err, "mentions");
        m->actor = k ? it->second : it->row;
        m->kind = DM_ENTITY_STATE;
        m->gender = DM_GENDER_NEUTRAL;
        m->plural = true;
    }
    return DM_OK;
}

static dm_status compose_actor(finder *f, uint32_t i, dm_err *err) {
    item *it = &f->items.v[i];
    if (is_prefixed(f, it) || names_a_paper(f, it)) return DM_OK;
    if (it->second != DM_NONE) return compose_twins(f, it, err);
    uint32_t begin = it->tok_begin;
    if (i && f->items.v[i - 1].kind == ITEM_ACTOR && f->items.v[i - 1].tok_end == begin && it->via == LEX_VIA_METONYM &&
        f->items.v[i - 1].row == it->row)
        begin = f->items.v[i - 1].tok_begin;
    dm_mention_row *m = mention_new(f, begin, it->tok_end);
    if (!m) return err_memory(err, "mentions");
    lex_actor actor = lexicon_actor(f->lex, it->row);
    const dm_token *last = token_at(f, it->tok_end - 1);
    m->actor = it->row;
    m->kind = actor.kind;
    m->gender = DM_GENDER_NEUTRAL;
    m->via = it->via == LEX_VIA_METONYM || it->via == LEX_VIA_CAPITAL ? DM_VIA_METONYM : DM_VIA_NAME;
    m->name_begin = it->piece_begin;
    m->name_end = it->piece_end;
    if (begin == it->tok_begin && it->piece_begin < it->piece_end)
        m->span = (dm_span){f->doc->pieces.v[it->piece_begin].span.begin, f->doc->pieces.v[it->piece_end - 1].span.end};
    if (it->via == LEX_VIA_CAPITAL && reading_is_place(f->doc, m->head)) {
        m->via = DM_VIA_NAME;
        m->kind = DM_ENTITY_PLACE;
        m->country = it->row;
    }
    if (actor.kind == DM_ENTITY_PLACE && (it->via == LEX_VIA_ADJECTIVE || it->via == LEX_VIA_DEMONYM) &&
        token_is_noun(last)) { /* a people that has no state */
        m->kind = DM_ENTITY_GROUP;
        m->via = DM_VIA_DESCRIPTION;
        m->plural = true;
        m->country = actor.state;
    }
    if (it->via == LEX_VIA_DEMONYM && actor.kind == DM_ENTITY_STATE &&
        (last->tag != DM_TAG_JJ && (last->tag != DM_TAG_NNP || str_ends(last->lower, "s")))) {
        m->plural = last->tag != DM_TAG_NN || str_ends(last->lower, "s");
        bool the = begin > 0 && str_is(token_lower(f, begin - 1), "the");
        if (!the || !m->plural) {
            m->kind = m->plural ? DM_ENTITY_GROUP : DM_ENTITY_PERSON;
            m->via = DM_VIA_DESCRIPTION;
            m->country = it->row;
            m->gender = DM_GENDER_UNKNOWN;
        }
    }
    return DM_OK;
}

/* What the head of an organisation's name says of it: "Trade and Industry Ministry", "Kuwait News Agency". */
static void kind_of_name(const finder *f, const item *it, dm_mention_row *m) {
    lex_match found[32];
    for (uint32_t back = 2; back-- > 0;) {
        uint32_t t = m->head - back;
        if (m->head < it->tok_begin + back || f->first_piece[t] == f->first_piece[t + 1]) continue;
        uint32_t n = lexicon_match(f->lex, f->doc, f->first_piece[t], found, 32);
        for (uint32_t i = 0; i < n; i++) {
            if (f->doc->pieces.v[f->first_piece[t] + found[i].n_pieces - 1].token != m->head) continue;
            if (found[i].dict == LEX_INSTITUTION && m->body == DM_NONE && m->agent == DM_NONE) m->body = found[i].row;
            if (found[i].dict == LEX_AGENT && m->body == DM_NONE && m->agent == DM_NONE &&
                lexicon_agent(f->lex, found[i].row).kind != DM_ENTITY_PERSON)
                m->agent = found[i].row;
        }
    }
}

/* The first word of a longer name may stand for it later, where it is no common one. */
static dm_status remember_firm(finder *f, const item *it, dm_err *err) {
    static const char *const COMMON[] = {
        "national", "first",   "american",   "united",   "general",  "international", "new",    "federal",    "royal",      "bank",     "house",
        "north",    "south",   "west",       "east",     "northern", "western",       "great",  "world",      "trade",      "state",    "public",
        "central",  "center",  "department", "ministry", "office",   "union",         "senate", "university", "institute",  "standard", "financial",
        "southern", "eastern", "european",   "supreme",  "black",    "white",         "social", "people",     "democratic", NULL};
    const dm_token *first = token_at(f, it->tok_begin);
    uint32_t *seen;
    if (it->tok_end - it->tok_begin < 2 || first->lower.n < 3 || !token_is_capital(first) || it->row != DM_NONE || str_in(first->lower, COMMON))
        return DM_OK;
    return strmap_put(&f->firms, f->doc->arena, first->lower, 1, &seen) ? DM_OK : err_memory(err, "mentions");
}

static dm_status compose_name(finder *f, uint32_t i, dm_err *err) {
    item *it = &f->items.v[i];
    if (it->kind == ITEM_ACTOR) return compose_actor(f, i, err);
    dm_mention_row *m = mention_new(f, it->tok_begin, it->tok_end);
    if (!m) return err_memory(err, "mentions");
    m->via = DM_VIA_NAME;
    m->gender = DM_GENDER_NEUTRAL;
    set_name(f, m, it);
    if (it->kind == ITEM_OUTLET) {
        m->outlet = it->row;
    } else if (it->kind == ITEM_PLACE) {
        m->kind = DM_ENTITY_PLACE;
        m->country = it->row != DM_NONE ? lexicon_place(f->lex, it->row).state : DM_NONE;
    } else {
        kind_of_name(f, it, m);
        DM_TRY(remember_firm(f, it, err));
    }
    if (it->kind == ITEM_ORG && it->row != DM_NONE) {
        lex_actor actor = lexicon_actor(f->lex, it->row);
        m->country = actor.kind == DM_ENTITY_STATE ? it->row : actor.state;
    }
    return DM_OK;
}

/* Metonyms of the state that stands right before them take it in: "the U.S. State Department". */
static void join_metonyms(finder *f) {
    for (uint32_t i = 1; i < f->items.n; i++) {
        item *q = &f->items.v[i - 1], *it = &f->items.v[i];
        if (it->kind != ITEM_ACTOR || q->kind != ITEM_ACTOR) continue;
        bool possessive = q->tok_end + 1 == it->tok_begin && token_at(f, q->tok_end)->tag == DM_TAG_POS;
        if (q->tok_end != it->tok_begin && !possessive) continue;
        lex_actor actor = lexicon_actor(f->lex, it->row);
        if ((it->via == LEX_VIA_METONYM && it->row == q->row) || (actor.state == q->row && actor.kind == DM_ENTITY_ORGANIZATION)) q->used = true;
    }
}

dm_status compose_items(finder *f, const dm_sentence_row *sentence, dm_err *err) {
    join_metonyms(f);
    for (uint32_t i = 0; i < f->items.n; i++)
        if (f->items.v[i].kind == ITEM_PERSON) DM_TRY(compose_person(f, i, sentence->tok_begin, err));
    /* From the right, so that "Unification Ministry official" is the official and not also the ministry. */
    for (uint32_t i = f->items.n; i-- > 0;) {
        item *it = &f->items.v[i];
        if (!it->used && (it->kind == ITEM_TITLE || it->kind == ITEM_BODY || it->kind == ITEM_AGENT)) DM_TRY(compose_core(f, i, sentence, err));
    }
    for (uint32_t i = 0; i < f->items.n; i++) {
        const item *it = &f->items.v[i];
        if (!it->used && it->kind != ITEM_TITLE && it->kind != ITEM_BODY && it->kind != ITEM_AGENT && it->kind != ITEM_PERSON)
            DM_TRY(compose_name(f, i, err));
    }
    return DM_OK;
}
