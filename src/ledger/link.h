/* Which proposals are one, and which proposal an act answers. Stateless. */
#ifndef DM_LEDGER_LINK_H
#define DM_LEDGER_LINK_H

#include "ledger/ledger.h"

bool link_proposes(const fact_event *e); /* propose, renew, demand, promise or threaten, affirmed */
bool link_answers(const fact_event *e);
/* Two acts that make one proposal; 0 when they do not. */
double link_same_proposal(const facts *f, const merged *m, uint32_t event_a, uint32_t event_b);
/* Fills what answers are compared with: offer->words (what its versions are about, and by what names those call it who are found
 * to answer it), when it was first made, its issue and its deed. */
bool link_words(const facts *f, const merged *m, dm_arena *a, ledger_offer *offer) DM_MUST_CHECK;
/* An answer that looks for its offer: what all comparisons need of it. */
typedef struct link_answer {
    uint32_t event;
    word_bag context; /* words before it, where it has no matter of its own */
    bool refers;      /* "rejected the offer", "rejected it": what is meant stands elsewhere */
    dm_force named;   /* what its noun names */
    dm_day day;       /* its own, else as its tellers have it */
    uint64_t here;    /* a bit for the cluster of each act of its story */
    /* what tells most offers apart from those it can answer, before they are looked at (see link_bits) */
    uint64_t actors, recipients, parties, only; /* only: the one who acts, 0 for several */
    bool told;                                  /* to whom: then a party of the matter is no guess at it */
    bool own_kind, own_alone;                   /* may be about an own offer; about nothing else */
} link_answer;
uint64_t link_bits(merge_side side); /* a bit for each party: sides without a common bit do not meet */
bool link_prepare(const facts *f, const merged *m, dm_arena *a, uint32_t event, link_answer *out) DM_MUST_CHECK;
/* How well the act answers the offer; *basis and *version say by what and which version. */
double link_reply(const facts *f, const merged *m, const link_answer *answer, const ledger_offer *offer, const char **basis, uint32_t *version);
dm_state link_state_of(dm_force answer);
/* What a noun names: an offer is proposed, a demand demanded. DM_FORCE_NONE for nouns that say nothing of it. */
dm_force link_force_named(dm_str head);

#endif
