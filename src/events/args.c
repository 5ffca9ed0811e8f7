/* Arguments of words over dependencies (spaCy's labels): see events_int.h.
 *
 * A subject that is not written at the verb is looked for where English leaves it: before "and" at the first verb; at
 * the governing verb of an infinitive or participle (its object for "urged X to", else its subject); at the noun that a
 * participle or relative clause modifies; at the verb or noun that governs a preposition ("for testing"). A passive
 * turns object and by-phrase round. Walks up are bounded by DEPTH_MAX. */
#include "events/events_int.h"

#define DEPTH_MAX 8

static bool has_child(const ev_ctx *c, uint32_t t, dm_dep dep) { return tree_child(c->doc, t, dep) != DM_NONE; }
static dm_dep dep_of(const ev_ctx *c, uint32_t t) { return ev_tok(c, t)->dep; }
static uint32_t head_of(const ev_ctx *c, uint32_t t) { return ev_tok(c, t)->head; }

static bool infinitive(const ev_ctx *c, uint32_t verb) {
    TREE_CHILDREN(c->doc, verb, k) {
        if (ev_is_tag(c, k, DM_TAG_TO)) return true;
    }
    return false;
}

static bool own_subject(const ev_ctx *c, uint32_t verb) {
    return has_child(c, verb, DM_DEP_NSUBJ) || has_child(c, verb, DM_DEP_NSUBJPASS) || has_child(c, verb, DM_DEP_CSUBJ);
}

bool args_passive(const ev_ctx *c, uint32_t verb) {
    for (uint32_t depth = 0; depth < DEPTH_MAX; depth++) {
        if (has_child(c, verb, DM_DEP_NSUBJPASS) || has_child(c, verb, DM_DEP_AUXPASS)) return true;
        if (!ev_is_tag(c, verb, DM_TAG_VBN) || has_child(c, verb, DM_DEP_NSUBJ) || has_child(c, verb, DM_DEP_DOBJ)) return false;
        if (has_child(c, verb, DM_DEP_AGENT)) return true;
        dm_dep dep = dep_of(c, verb);
        if (dep == DM_DEP_ACL || (dep == DM_DEP_ADVCL && !has_child(c, verb, DM_DEP_AUX))) return true;
        if (dep != DM_DEP_CONJ || has_child(c, verb, DM_DEP_AUX)) return false;
        verb = head_of(c, verb);
    }
    return false;
}

/* The noun that a relative clause modifies, from any verb inside it; DM_NONE. */
static uint32_t relative_head(const ev_ctx *c, uint32_t verb) {
    for (uint32_t depth = 0; depth < DEPTH_MAX; depth++) {
        dm_dep dep = dep_of(c, verb);
        if (dep == DM_DEP_RELCL) return head_of(c, verb);
        if (dep != DM_DEP_CONJ && dep != DM_DEP_XCOMP && dep != DM_DEP_CCOMP) return DM_NONE;
        verb = head_of(c, verb);
    }
    return DM_NONE;
}

static bool relative_pronoun(const ev_ctx *c, uint32_t t) {
    dm_tag tag = ev_tok(c, t)->tag;
    dm_dep dep = dep_of(c, t); /* a "that" that fills a place, whatever its tag */
    if (tag == DM_TAG_IN && (dep == DM_DEP_DOBJ || dep == DM_DEP_NSUBJ || dep == DM_DEP_NSUBJPASS || dep == DM_DEP_POBJ)) return true;
    return tag == DM_TAG_WDT || tag == DM_TAG_WP || tag == DM_TAG_WPS;
}

static void add_resolved(const ev_ctx *c, uint32_t t, uint32_t verb, ev_tokens *out) {
    if (relative_pronoun(c, t)) {
        uint32_t noun = relative_head(c, verb);
        if (noun != DM_NONE) t = noun;
    }
    ev_add(out, t);
}

static void children(const ev_ctx *c, uint32_t t, dm_dep dep, uint32_t verb, ev_tokens *out) {
    TREE_CHILDREN(c->doc, t, k) {
        if (dep_of(c, k) == dep) add_resolved(c, k, verb, out);
    }
}

static void surface(const ev_ctx *c, uint32_t verb, uint32_t depth, ev_tokens *out);
static void noun_subject(const ev_ctx *c, uint32_t noun, ev_tokens *out);
static void deep_subject(const ev_ctx *c, uint32_t verb, uint32_t depth, ev_tokens *out);
static void object(const ev_ctx *c, uint32_t verb, uint32_t depth, ev_tokens *out);

/* Who controls the subject of a clause below `head`: its object ("urged X to"), else its subject. */
static void controller(const ev_ctx *c, uint32_t head, uint32_t depth, ev_tokens *out) {
    if (!ev_verbal(c, head)) {
        uint32_t up = head_of(c, head);
        if (ev_tok(c, head)->pos == DM_POS_ADJ && up != head && ev_verbal(c, up)) surface(c, up, depth + 1, out);
        else noun_subject(c, head, out);
        return;
    }
    if (!args_passive(c, head)) children(c, head, DM_DEP_DOBJ, head, out);
    if (!out->n) surface(c, head, depth + 1, out);
}

static bool object_controls(const ev_ctx *c, uint32_t preposition) {
    uint32_t word = ev_tok(c, preposition)->lemma_word;
    return word && (word == c->words.of || word == c->words.from || word == c->words.for_ || word == c->words.with || word == c->words.to ||
                    word == c->words.against);
}

static void surface(const ev_ctx *c, uint32_t verb, uint32_t depth, ev_tokens *out) {
    if (depth > DEPTH_MAX) return;
    children(c, verb, DM_DEP_NSUBJ, verb, out);
    children(c, verb, DM_DEP_NSUBJPASS, verb, out);
    if (out->n || has_child(c, verb, DM_DEP_CSUBJ)) return;
    uint32_t head = head_of(c, verb);
    if (head == verb) return;
    switch (dep_of(c, verb)) {
    case DM_DEP_CONJ: surface(c, head, depth + 1, out); break;
    case DM_DEP_XCOMP:
    case DM_DEP_CCOMP:
        if (dep_of(c, verb) == DM_DEP_XCOMP || infinitive(c, verb)) controller(c, head, depth, out);
        break;
    case DM_DEP_ADVCL:
        if (ev_verbal(c, head)) surface(c, head, depth + 1, out);
        break;
    case DM_DEP_PCOMP: {
        uint32_t up = head_of(c, head);
        if (up == head) break;
        if (ev_verbal(c, up)) { /* "accused X OF VERBing"; "AFTER VERBing, X condemned Y" */
            if (object_controls(c, head)) controller(c, up, depth, out);
            else surface(c, up, depth + 1, out);
            break;
        }
        noun_subject(c, up, out); /* "a policy of VERBing": whose policy, else who has it */
        uint32_t verb_above = head_of(c, up);
        if (!out->n && ev_tok(c, up)->dep != DM_DEP_NSUBJ && verb_above != up && ev_verbal(c, verb_above))
            deep_subject(c, verb_above, depth + 1, out);
        break;
    }
    case DM_DEP_ACL:
        if (infinitive(c, verb)) {
            uint32_t up = head_of(c, head);
            noun_subject(c, head, out);
            if (!out->n && up != head && ev_verbal(c, up)) deep_subject(c, up, depth + 1, out);
        } else {
            ev_add(out, head);
        }
        break;
    case DM_DEP_RELCL:
        if (!infinitive(c, verb)) ev_add(out, head);
        break;
    default: break;
    }
}

void args_surface_subject(const ev_ctx *c, uint32_t verb, ev_tokens *out) { surface(c, verb, 0, out); }

static void objects_of_prepositions(const ev_ctx *c, uint32_t prep, ev_tokens *out) {
    children(c, prep, DM_DEP_POBJ, prep, out);
    children(c, prep, DM_DEP_PCOMP, prep, out);
    TREE_CHILDREN(c->doc, prep, k) { /* "against visiting President X", read as a verb */
        if (dep_of(c, k) == DM_DEP_PCOMP && str_is(ev_tok(c, k)->lower, "visiting")) children(c, k, DM_DEP_DOBJ, prep, out);
    }
    if (!out->n && str_is(ev_tok(c, prep)->lower, "as")) children(c, prep, DM_DEP_AMOD, prep, out); /* "described it as unacceptable" */
}

static void agents(const ev_ctx *c, uint32_t word, ev_tokens *out) {
    TREE_CHILDREN(c->doc, word, k) {
        if (dep_of(c, k) == DM_DEP_AGENT) children(c, k, DM_DEP_POBJ, word, out);
    }
    if (!out->n) args_preposition(c, word, c->words.by, out);
}

static void deep_subject(const ev_ctx *c, uint32_t verb, uint32_t depth, ev_tokens *out) {
    if (args_passive(c, verb)) agents(c, verb, out);
    else surface(c, verb, depth, out);
}

/* Names that stand before the noun: "Israeli raid", "U.S.-Chinese talks", "Trump administration officials". */
static void modifiers(const ev_ctx *c, uint32_t noun, uint32_t depth, ev_tokens *out) {
    TREE_CHILDREN(c->doc, noun, k) {
        dm_dep dep = dep_of(c, k);
        bool before = k < noun && (dep == DM_DEP_AMOD || dep == DM_DEP_COMPOUND || dep == DM_DEP_NMOD || dep == DM_DEP_NPADVMOD);
        bool pair = depth && dep == DM_DEP_CONJ && k < noun;
        if (!before && !pair) continue;
        if (depth < 3) modifiers(c, k, depth + 1, out);
        if (c->mention_at[k] != DM_NONE) ev_add(out, k);
    }
}

static void noun_subject(const ev_ctx *c, uint32_t noun, ev_tokens *out) {
    children(c, noun, DM_DEP_POSS, noun, out);
    if (!out->n) args_preposition(c, noun, c->words.by, out);
    if (!out->n) { /* "the expulsion of the envoys BY BULGARIA", hung on the envoys */
        ev_tokens of = {.n = 0};
        args_preposition(c, noun, c->words.of, &of);
        for (uint32_t i = 0; i < of.n && !out->n; i++) args_preposition(c, of.v[i], c->words.by, out);
    }
    if (!out->n) modifiers(c, noun, 0, out);
    if (!out->n && dep_of(c, noun) == DM_DEP_CONJ) children(c, head_of(c, noun), DM_DEP_POSS, noun, out);
}

/* "is considering an attack", "hopes for talks": the subject of a verb that plans, fears or hopes is the noun's. */
static void planner(const ev_ctx *c, uint32_t noun, ev_tokens *out) {
    uint32_t up = head_of(c, noun);
    if (dep_of(c, noun) == DM_DEP_POBJ) up = head_of(c, up);
    else if (dep_of(c, noun) != DM_DEP_DOBJ) return;
    if (ev_verbal(c, up) && status_raises(c, up)) deep_subject(c, up, 0, out);
}

static void adjective_subject(const ev_ctx *c, uint32_t adj, ev_tokens *out) {
    uint32_t head = head_of(c, adj);
    for (uint32_t depth = 0; depth < DEPTH_MAX && dep_of(c, adj) == DM_DEP_CONJ; depth++) adj = head, head = head_of(c, adj);
    children(c, adj, DM_DEP_NSUBJ, adj, out);
    if (out->n || head == adj) return;
    if (ev_verbal(c, head)) surface(c, head, 0, out);
    else if (dep_of(c, adj) == DM_DEP_AMOD && adj > head) ev_add(out, head);
}

void args_subject(const ev_ctx *c, uint32_t word, uint32_t light, ev_tokens *out) {
    if (light != DM_NONE) deep_subject(c, light, 0, out);
    if (out->n) return;
    if (ev_verbal(c, word)) deep_subject(c, word, 0, out);
    else if (ev_tok(c, word)->pos == DM_POS_ADJ) adjective_subject(c, word, out);
    else noun_subject(c, word, out);
    if (!out->n && ev_tok(c, word)->pos == DM_POS_NOUN) planner(c, word, out);
}

static void object(const ev_ctx *c, uint32_t verb, uint32_t depth, ev_tokens *out) {
    bool passive = args_passive(c, verb);
    children(c, verb, DM_DEP_DOBJ, verb, out); /* beside a passive subject: "were denied visas" */
    if (passive) {
        if (!out->n) surface(c, verb, depth, out);
        return;
    }
    TREE_CHILDREN(c->doc, verb, k) { /* "found THE GENERAL guilty" */
        if (!out->n && dep_of(c, k) == DM_DEP_CCOMP && ev_tok(c, k)->pos == DM_POS_ADJ) children(c, k, DM_DEP_NSUBJ, verb, out);
    }
    if (out->n || depth > 2) return;
    TREE_CHILDREN(c->doc, verb, k) { /* "rejected and condemned the plan" */
        if (dep_of(c, k) == DM_DEP_CONJ && k > verb && ev_verbal(c, k) && !own_subject(c, k) && !has_child(c, k, DM_DEP_AUX) &&
            !has_child(c, verb, DM_DEP_PREP) && !has_child(c, verb, DM_DEP_CCOMP))
            object(c, k, depth + 1, out);
    }
    if (out->n || dep_of(c, verb) != DM_DEP_RELCL) return;
    bool by_noun = true; /* "the deal that Iran rejected" */
    TREE_CHILDREN(c->doc, verb, k) {
        if (dep_of(c, k) == DM_DEP_NSUBJ && relative_pronoun(c, k)) by_noun = false;
    }
    if (by_noun && own_subject(c, verb)) ev_add(out, head_of(c, verb));
}

void args_object(const ev_ctx *c, uint32_t verb, ev_tokens *out) {
    if (ev_verbal(c, verb) || has_child(c, verb, DM_DEP_DOBJ)) object(c, verb, 0, out); /* a verb may be tagged as a noun */
}

void args_preposition(const ev_ctx *c, uint32_t word, uint32_t preposition, ev_tokens *out) {
    TREE_CHILDREN(c->doc, word, k) {
        dm_dep dep = dep_of(c, k);
        if (dep != DM_DEP_PREP && dep != DM_DEP_AGENT && dep != DM_DEP_DATIVE && dep != DM_DEP_PRT && dep != DM_DEP_ADVMOD) continue;
        bool fits = ev_tok(c, k)->lemma_word == preposition;
        if (fits) objects_of_prepositions(c, k, out);
        TREE_CHILDREN(c->doc, k, inner) { /* "out of X" under either name */
            if (dep_of(c, inner) == DM_DEP_PREP && (fits ? !out->n : ev_tok(c, inner)->lemma_word == preposition))
                objects_of_prepositions(c, inner, out);
        }
    }
}

static bool clausal(const ev_ctx *c, uint32_t t) {
    dm_dep dep = dep_of(c, t);
    return dep == DM_DEP_XCOMP || dep == DM_DEP_CCOMP;
}

void args_clause(const ev_ctx *c, uint32_t word, ev_tokens *out) {
    bool noun = !ev_verbal(c, word) && ev_tok(c, word)->pos != DM_POS_ADJ;
    TREE_CHILDREN(c->doc, word, k) {
        if (clausal(c, k) || (noun && (dep_of(c, k) == DM_DEP_ACL || (dep_of(c, k) == DM_DEP_RELCL && infinitive(c, k))))) ev_add(out, k);
    }
    if (out->n || noun) return;
    TREE_CHILDREN(c->doc, word, k) {
        if (dep_of(c, k) == DM_DEP_ADVCL && k > word && infinitive(c, k)) ev_add(out, k);
        uint32_t noun_at = dep_of(c, k) == DM_DEP_PREP ? tree_child(c->doc, k, DM_DEP_POBJ) : dep_of(c, k) == DM_DEP_DOBJ ? k : DM_NONE;
        if (noun_at == DM_NONE) continue;
        TREE_CHILDREN(c->doc, noun_at, inner) { /* "called on X to VERB" hung on X */
            if ((dep_of(c, inner) == DM_DEP_ACL || dep_of(c, inner) == DM_DEP_RELCL) && infinitive(c, inner)) ev_add(out, inner);
        }
    }
}

/* "called him a liar", read as an apposition. */
static void appositions(const ev_ctx *c, uint32_t object, ev_tokens *out) {
    TREE_CHILDREN(c->doc, object, k) {
        uint32_t det = tree_child(c->doc, k, DM_DEP_DET), before = ev_tok(c, k)->left;
        bool comma = before > 0 && ev_tok(c, before - 1)->pos == DM_POS_PUNCT;
        if (dep_of(c, k) == DM_DEP_APPOS && !comma && det != DM_NONE && ev_tok(c, det)->lower.p[0] == 'a') ev_add(out, k);
    }
}

static void complements(const ev_ctx *c, uint32_t word, ev_tokens *out) {
    TREE_CHILDREN(c->doc, word, k) {
        dm_dep dep = dep_of(c, k);
        if (dep == DM_DEP_DOBJ) appositions(c, k, out);
        if (dep == DM_DEP_OPRD || dep == DM_DEP_ATTR || dep == DM_DEP_ACOMP || (dep == DM_DEP_CCOMP && !ev_verbal(c, k))) ev_add(out, k);
        if (dep == DM_DEP_CCOMP && ev_verbal(c, k)) { /* "said the raid was unacceptable" */
            children(c, k, DM_DEP_ACOMP, k, out);
            children(c, k, DM_DEP_ATTR, k, out);
        }
    }
}

static bool ditransitive(dm_str lemma) {
    static const char *const verbs[] = {"give", "offer", "send", "grant", "deny",  "hand", "lend", "promise", "award", "pay",
                                        "sell", "show",  "owe",  "ship",  "bring", "buy",  "loan", "refuse",  "extend"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_is(lemma, verbs[i])) return true;
    return false;
}

/* "offered North Korea military talks": the parser takes a state's name before a bare noun for part of it. */
static void swallowed_dative(const ev_ctx *c, uint32_t object, ev_tokens *out) {
    uint32_t first = DM_NONE;
    if (!ditransitive(ev_tok(c, head_of(c, object))->lemma)) return;
    TREE_CHILDREN(c->doc, object, k) {
        if (k < object && (first == DM_NONE || k < first)) first = k;
    }
    if (first == DM_NONE || (dep_of(c, first) != DM_DEP_NMOD && dep_of(c, first) != DM_DEP_COMPOUND) || ev_tok(c, first)->pos != DM_POS_PROPN) return;
    uint32_t m = c->mention_at[first];
    if (m == DM_NONE || c->relate || c->doc->mentions.v[m].kind != DM_ENTITY_STATE || c->doc->mentions.v[m].via != DM_VIA_NAME) return;
    ev_add(out, first);
}

static void datives(const ev_ctx *c, uint32_t word, ev_tokens *out) {
    if (ev_verbal(c, word) && has_child(c, word, DM_DEP_DOBJ) && args_passive(c, word)) surface(c, word, 0, out);
    TREE_CHILDREN(c->doc, word, k) {
        if (dep_of(c, k) != DM_DEP_DATIVE) continue;
        if (ev_tok(c, k)->pos == DM_POS_ADP) objects_of_prepositions(c, k, out);
        else ev_add(out, k);
    }
    TREE_CHILDREN(c->doc, word, k) {
        if (!out->n && dep_of(c, k) == DM_DEP_DOBJ && k > word) swallowed_dative(c, k, out);
    }
}

/* Of the statement around a word; where none is known, the subject of the verb whose clause it is. */
static void speaker(const ev_ctx *c, uint32_t word, ev_tokens *out) {
    uint32_t s = c->statement_at ? c->statement_at[word] : DM_NONE;
    if (s != DM_NONE) {
        uint32_t m = c->doc->statements.v[s].speaker_mention;
        if (m != DM_NONE) ev_add(out, c->doc->mentions.v[m].head);
        return;
    }
    for (uint32_t depth = 0; depth < DEPTH_MAX && dep_of(c, word) == DM_DEP_CONJ; depth++) word = head_of(c, word);
    if (dep_of(c, word) == DM_DEP_CCOMP && ev_verbal(c, head_of(c, word))) surface(c, head_of(c, word), 0, out);
}

void args_relation(const ev_ctx *c, const lexf_rel *rel, uint32_t word, uint32_t light, ev_tokens *out) {
    switch (rel->kind) {
    case FRAME_REL_SUBJECT: args_subject(c, word, light, out); break;
    case FRAME_REL_OBJECT: args_object(c, word, out); break;
    case FRAME_REL_DATIVE:
        datives(c, word, out);
        if (!out->n && light != DM_NONE) datives(c, light, out);
        break;
    case FRAME_REL_POSSESSOR: children(c, word, DM_DEP_POSS, word, out); break;
    case FRAME_REL_MODIFIER: modifiers(c, word, 0, out); break;
    case FRAME_REL_CLAUSE: args_clause(c, word, out); break;
    case FRAME_REL_INFINITIVE: {
        ev_tokens all = {.n = 0};
        args_clause(c, word, &all);
        for (uint32_t i = 0; i < all.n; i++)
            if (infinitive(c, all.v[i])) ev_add(out, all.v[i]);
        break;
    }
    case FRAME_REL_COMPLEMENT: complements(c, word, out); break;
    case FRAME_REL_SPEAKER: speaker(c, word, out); break;
    case FRAME_REL_SELF: ev_add(out, word); break;
    case FRAME_REL_AUXILIARY: children(c, word, DM_DEP_AUX, word, out); break;
    case FRAME_REL_FUTURE:
        if (status_future(c, light != DM_NONE ? light : word)) ev_add(out, word);
        break;
    case FRAME_REL_NEGATED:
        if (status_of(c, light != DM_NONE ? light : word).polarity != DM_POLARITY_AFFIRMED) ev_add(out, word);
        break;
    case FRAME_REL_PREP:
        args_preposition(c, word, rel->word, out);
        if (!out->n && light != DM_NONE) args_preposition(c, light, rel->word, out);
        break;
    default: break;
    }
}

void args_conjuncts(const ev_ctx *c, ev_tokens *list) {
    for (uint32_t i = 0; i < list->n; i++) {
        if (ev_verbal(c, list->v[i])) continue;
        TREE_CHILDREN(c->doc, list->v[i], k) {
            if (dep_of(c, k) == DM_DEP_CONJ && !ev_verbal(c, k)) ev_add(list, k);
            bool first_of_two = dep_of(c, k) == DM_DEP_NMOD && k < list->v[i] && has_child(c, k, DM_DEP_CC); /* "Moon and President Biden" */
            if (first_of_two && c->mention_at[k] != c->mention_at[list->v[i]]) ev_add(list, k);
        }
    }
}

static uint32_t mention_below(const ev_ctx *c, uint32_t t, dm_dep dep) {
    TREE_CHILDREN(c->doc, t, k) {
        if (dep_of(c, k) == dep && c->mention_at[k] != DM_NONE) return c->mention_at[k];
    }
    return DM_NONE;
}

/* Without resolved pronouns (relate): "X said it would ..." lets "it" be X, the nearest subject of a verb above. */
static uint32_t subject_above(const ev_ctx *c, uint32_t pronoun) {
    uint32_t verb = head_of(c, pronoun);
    for (uint32_t depth = 0; depth < DEPTH_MAX; depth++) {
        uint32_t up = head_of(c, verb);
        if (up == verb) break;
        verb = up;
        ev_tokens list = {.n = 0};
        if (ev_verbal(c, verb)) surface(c, verb, 0, &list);
        for (uint32_t i = 0; i < list.n; i++)
            if (list.v[i] != pronoun && c->mention_at[list.v[i]] != DM_NONE) return c->mention_at[list.v[i]];
    }
    return DM_NONE;
}

/* "We" in somebody's words is he who says them. */
static uint32_t own_speaker(const ev_ctx *c, uint32_t t) {
    static const char *const words[] = {"i", "we", "me", "us", "ourselves", "myself"};
    uint32_t s = c->statement_at ? c->statement_at[t] : DM_NONE;
    if (s == DM_NONE || !ev_is_tag(c, t, DM_TAG_PRP)) return DM_NONE;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(ev_tok(c, t)->lower, words[i])) {
            uint32_t m = c->doc->statements.v[s].speaker_mention;
            return m != DM_NONE && c->doc->mentions.v[m].entity != DM_NONE ? m : DM_NONE;
        }
    return DM_NONE;
}

uint32_t args_mention(const ev_ctx *c, uint32_t t, bool strict) {
    uint32_t m = c->mention_at[t];
    if (m == DM_NONE && !c->relate) m = own_speaker(c, t);
    if (m != DM_NONE) return m;
    if (c->relate && (ev_is_tag(c, t, DM_TAG_PRP) || ev_is_tag(c, t, DM_TAG_PRPS))) return subject_above(c, t);
    if ((m = mention_below(c, t, DM_DEP_APPOS)) != DM_NONE) return m;
    if (strict || ev_verbal(c, t)) return DM_NONE;
    if ((m = mention_below(c, t, DM_DEP_POSS)) != DM_NONE) return m;
    ev_tokens names = {.n = 0};
    modifiers(c, t, 0, &names);
    if (names.n) return c->mention_at[names.v[names.n - 1]];
    const uint32_t prepositions[] = {c->words.of, c->words.from, c->words.in};
    for (uint32_t i = 0; i < 3; i++) {
        ev_tokens below = {.n = 0};
        args_preposition(c, t, prepositions[i], &below);
        for (uint32_t k = 0; k < below.n; k++)
            if (c->mention_at[below.v[k]] != DM_NONE) return c->mention_at[below.v[k]];
    }
    return DM_NONE;
}
