/* What the files of mentions/ share. */
#ifndef DM_MENTIONS_INT_H
#define DM_MENTIONS_INT_H

#include "base/map.h"
#include "document/tree.h"
#include "lexicon/lexicon.h"

/* What a run of tokens is, before items are put together. Order is preference when two are equally long. */
enum {
    ITEM_NONE,
    ITEM_PERSON, /* a person's name, from the lexicon or the entity tagger */
    ITEM_ACTOR,  /* a name in the lexicon of anything else than a person */
    ITEM_OUTLET,
    ITEM_TITLE,
    ITEM_BODY, /* institution of a state */
    ITEM_AGENT,
    ITEM_ORG, /* an organisation that only the entity tagger knows */
    ITEM_PLACE,
};

typedef struct item {
    uint8_t kind;
    uint8_t via;  /* ITEM_ACTOR: LEX_VIA_* */
    bool used;    /* is part of a mention */
    bool several; /* the phrase names more than one actor */
    uint32_t tok_begin, tok_end;
    uint32_t piece_begin, piece_end; /* equal when it has no pieces */
    uint32_t row;                    /* of titles, institutions, agents, outlets, places; ITEM_ACTOR, ITEM_PERSON: of actors or DM_NONE */
    uint32_t second;                 /* ITEM_ACTOR: the other of "the two Koreas"; ITEM_BODY: the state that its name belongs to;
                                        a row of actors, or DM_NONE */
    uint32_t agent;                  /* ITEM_TITLE: the row of agents that the same words have, or DM_NONE */
} item;

typedef struct item_list {
    item *v;
    uint32_t n, cap;
} item_list;

typedef struct finder {
    const lexicon *lex;
    dm_doc *doc;
    item_list items;                 /* of the sentence at hand */
    uint32_t *first_piece;           /* of each token; n tokens + 1 entries: pieces of token t are [t], up to [t + 1] */
    bool headline;                   /* the sentence at hand is written with capitals throughout */
    const struct twin_states *twins; /* the pair that the story is about, or NULL */
    dm_strmap names;                 /* words of persons' names seen so far, lower case */
    dm_strmap firms;                 /* first words of organisations' names of several words seen so far, lower case */
} finder;

/* items.c: cuts the sentence into f->items, ascending, none overlapping. */
dm_status items_cut(finder *f, const dm_sentence_row *sentence, dm_err *err) DM_MUST_CHECK;
/* compose.c: makes mentions of f->items. */
dm_status compose_items(finder *f, const dm_sentence_row *sentence, dm_err *err) DM_MUST_CHECK;
/* compass.c: finds f->twins; then whether `t` is "the North" or "the two Koreas", and fills row and second. */
void compass_prepare(finder *f);
bool compass_at(const finder *f, uint32_t t, item *it);
/* pronouns.c */
dm_status pronouns_find(finder *f, const dm_sentence_row *sentence, dm_err *err) DM_MUST_CHECK;

/* labels.c: speakers of a transcript whom no mention names yet; doc->mentions must ascend. */
dm_status labels_find(finder *f, dm_err *err) DM_MUST_CHECK;

/* readings.c */
bool reading_is_place(const dm_doc *doc, uint32_t token); /* a name of a town at this token means the place */
bool reading_case_fits(const dm_doc *doc, dm_str phrase, uint32_t piece_begin, uint32_t piece_end);
bool reading_title_stands(const finder *f, const item *it); /* a common word is a title here */
uint8_t reading_gender(const dm_doc *doc, uint32_t tok_begin, uint32_t tok_end);
bool reading_is_former(dm_str lower);
static inline const dm_token *token_at(const finder *f, uint32_t t) { return &f->doc->tokens.v[t]; }
bool token_is_capital(const dm_token *t); /* begins with a capital letter */
static inline bool token_is_noun(const dm_token *t) { return t->pos == DM_POS_NOUN || t->pos == DM_POS_PROPN; }
static inline bool str_in(dm_str s, const char *const *list) {
    for (; *list; list++)
        if (str_is(s, *list)) return true;
    return false;
}
/* A new mention with everything unknown; NULL out of memory. */
dm_mention_row *mention_new(finder *f, uint32_t tok_begin, uint32_t tok_end);
/* Token of [begin, end) whose head lies outside; the last one when there are several. */
uint32_t head_within(const dm_doc *doc, uint32_t begin, uint32_t end);

#endif
