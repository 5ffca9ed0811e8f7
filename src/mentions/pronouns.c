/* Pronouns that can mean an actor: personal and possessive ones. Relative and demonstrative pronouns are left out, for
 * whoever reads the tree reaches their noun without us. An "it" that means nothing (expletives, "it is clear that",
 * weather and time) is no mention. */
#include "mentions/mentions_int.h"

typedef struct pronoun {
    const char *word;
    uint8_t gender, plural, first; /* first person: the speaker of a quotation */
} pronoun;

static const pronoun PRONOUNS[] = {
    {"he", DM_GENDER_MALE, 0, 0},      {"him", DM_GENDER_MALE, 0, 0},       {"his", DM_GENDER_MALE, 0, 0},
    {"himself", DM_GENDER_MALE, 0, 0}, {"she", DM_GENDER_FEMALE, 0, 0},     {"her", DM_GENDER_FEMALE, 0, 0},
    {"hers", DM_GENDER_FEMALE, 0, 0},  {"herself", DM_GENDER_FEMALE, 0, 0}, {"it", DM_GENDER_NEUTRAL, 0, 0},
    {"its", DM_GENDER_NEUTRAL, 0, 0},  {"itself", DM_GENDER_NEUTRAL, 0, 0}, {"they", DM_GENDER_UNKNOWN, 1, 0},
    {"them", DM_GENDER_UNKNOWN, 1, 0}, {"their", DM_GENDER_UNKNOWN, 1, 0},  {"themselves", DM_GENDER_UNKNOWN, 1, 0},
    {"i", DM_GENDER_UNKNOWN, 0, 1},    {"me", DM_GENDER_UNKNOWN, 0, 1},     {"my", DM_GENDER_UNKNOWN, 0, 1},
    {"we", DM_GENDER_UNKNOWN, 1, 1},   {"us", DM_GENDER_UNKNOWN, 1, 1},     {"our", DM_GENDER_UNKNOWN, 1, 1},
};

static const char *const RAISING[] = {"seem", "appear", "remain", "take", "turn", "happen", "follow", "rain", "snow", "matter", NULL};

/* "it" before a clause that says what it is, or with a verb that takes an empty subject. */
static bool is_expletive(const dm_doc *doc, uint32_t t) {
    const dm_token *tok = &doc->tokens.v[t];
    if (tok->dep == DM_DEP_EXPL) return true;
    if (tok->dep != DM_DEP_NSUBJ && tok->dep != DM_DEP_NSUBJPASS) return false;
    const dm_token *verb = &doc->tokens.v[tok->head];
    bool clause = tree_child(doc, tok->head, DM_DEP_CCOMP) != DM_NONE || tree_child(doc, tok->head, DM_DEP_XCOMP) != DM_NONE ||
                  tree_child(doc, tok->head, DM_DEP_ADVCL) != DM_NONE || tree_child(doc, tok->head, DM_DEP_CSUBJ) != DM_NONE;
    if (str_in(verb->lemma, RAISING)) return clause;
    if (!str_is(verb->lemma, "be")) return false;
    uint32_t attr = tree_child(doc, tok->head, DM_DEP_ACOMP);
    return clause || (attr != DM_NONE && doc->tokens.v[attr].right > attr + 1);
}

dm_status pronouns_find(finder *f, const dm_sentence_row *sentence, dm_err *err) {
    for (uint32_t t = sentence->tok_begin; t < sentence->tok_end; t++) {
        const dm_token *tok = token_at(f, t);
        if (tok->tag != DM_TAG_PRP && tok->tag != DM_TAG_PRPS) continue;
        for (size_t i = 0; i < sizeof PRONOUNS / sizeof *PRONOUNS; i++) {
            const pronoun *p = &PRONOUNS[i];
            if (!str_is(tok->lower, p->word)) continue;
            if (p->gender == DM_GENDER_NEUTRAL && str_is(tok->lower, "it") && is_expletive(f->doc, t)) break;
            if (str_is(tok->lower, "us") && str_is(tok->text, "US")) break;
            dm_mention_row *m = mention_new(f, t, t + 1);
            if (!m) return err_memory(err, "mentions");
            m->via = DM_VIA_PRONOUN;
            m->gender = p->gender;
            m->plural = p->plural;
            m->kind = p->gender == DM_GENDER_MALE || p->gender == DM_GENDER_FEMALE || (p->first && !p->plural) ? DM_ENTITY_PERSON
                      : p->plural                                                                              ? DM_ENTITY_GROUP
                                                                                                               : DM_ENTITY_ORGANIZATION;
            break;
        }
    }
    return DM_OK;
}
