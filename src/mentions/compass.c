/* States told apart by a point of the compass: "the North", "the South's offer", "the two Koreas", "North and South
 * Korea". Which pair is meant, the story decides: the one whose common name it writes most. */
#include "mentions/mentions_int.h"

typedef struct twin_states {
    const char *stem, *plural, *first, *first_id, *second, *second_id;
} twin_states;

static const twin_states TWINS[] = {
    {"korea", "koreas", "north", "PRK", "south", "KOR"},     {"german", "germanys", "east", "DDR", "west", "DEU"},
    {"vietnam", "vietnams", "north", "VNM", "south", "RVN"}, {"yemen", "yemens", "north", "YEM", "south", "YMD"},
    {"sudan", "sudans", "north", "SDN", "south", "SSD"},
};
enum { N_TWINS = sizeof TWINS / sizeof *TWINS };

static bool is_point(dm_str lower) { return str_is(lower, "north") || str_is(lower, "south") || str_is(lower, "east") || str_is(lower, "west"); }

void compass_prepare(finder *f) {
    uint32_t count[N_TWINS] = {0}, best = 0;
    f->twins = NULL;
    for (uint32_t t = 1; t < f->doc->tokens.n; t++) {
        dm_str w = token_at(f, t)->lower;
        if (w.n < 5) continue;
        for (uint32_t i = 0; i < N_TWINS; i++)
            if (w.p[0] == TWINS[i].stem[0] && str_starts(w, TWINS[i].stem)) count[i] += 1 + (uint32_t)is_point(token_at(f, t - 1)->lower);
    }
    for (uint32_t i = 0; i < N_TWINS; i++) {
        if (count[i] <= best || count[i] < 2) continue;
        best = count[i];
        f->twins = &TWINS[i];
    }
}

static bool is_follower(const dm_token *t) { return t->tag == DM_TAG_NNP || t->tag == DM_TAG_NNPS; }

/* "North" alone: with its capital, after a determiner or joined to another point, and no name after it. */
static bool stands_alone(const finder *f, uint32_t t) {
    const dm_token *tok = token_at(f, t), *next = t + 1 < f->doc->tokens.n ? tok + 1 : NULL, *before = t ? tok - 1 : NULL;
    if (!token_is_capital(tok) || tok->tag == DM_TAG_RB) return false;
    if (next && (is_follower(next) || (next->pos == DM_POS_ADJ && token_is_capital(next)) || str_is(next->text, "-"))) return false;
    if (before && (before->tag == DM_TAG_DT || str_is(before->text, "-"))) return true;
    bool next_point = next && t + 2 < f->doc->tokens.n && (next->tag == DM_TAG_CC || str_is(next->text, "-")) && is_point(tok[2].lower);
    bool point_before = t >= 2 && before->tag == DM_TAG_CC && is_point(tok[-2].lower);
    return next_point || point_before;
}

bool compass_at(const finder *f, uint32_t t, item *it) {
    const twin_states *pair = f->twins;
    if (!pair) return false;
    dm_str w = token_at(f, t)->lower;
    if (str_ends(w, "'s")) w.n -= 2; /* where the tokenizer leaves it on */
    if (str_ends(w, "\xE2\x80\x99s")) w.n -= 4;
    bool plural = str_is(w, pair->plural), first = plural || str_is(w, pair->first), second = plural || str_is(w, pair->second);
    if ((!first && !second) || (!plural && !stands_alone(f, t))) return false;
    uint32_t a = lexicon_actor_by_id(f->lex, str_from(pair->first_id)), b = lexicon_actor_by_id(f->lex, str_from(pair->second_id));
    if (a == DM_NONE || b == DM_NONE) return false;
    it->row = first ? a : b;
    it->second = plural ? b : DM_NONE;
    return true;
}
