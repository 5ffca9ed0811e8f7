/* Which proposals are one, and which proposal an act answers. Stateless. */
#ifndef DM_LEDGER_LINK_H
#define DM_LEDGER_LINK_H

#include "ledger/ledger.h"

bool link_proposes(const fact_event *e); /* propose, renew, demand, promise or threaten, affirmed */
bool link_answers(const fact_event *e);
/* Two acts that make one proposal; 0 when they do not. */
double link_same_proposal(const facts *f, const merged *m, uint32_t event_a, uint32_t event_b);
/* Fills offer->words: what its versions are about, and by what names those call it who are found to answer it. */
bool link_words(const facts *f, const merged *m, dm_arena *a, ledger_offer *offer) DM_MUST_CHECK;
/* The words before an answer in its story, which say what "the proposal" is. */
bool link_context(const facts *f, const merged *m, dm_arena *a, uint32_t reply, word_bag *out) DM_MUST_CHECK;
/* How well act `reply` (an event) answers the offer; *basis and *version say by what and which version. */
double link_reply(const facts *f, const merged *m, uint32_t reply, word_bag context, const ledger_offer *offer, const char **basis,
                  uint32_t *version);
dm_state link_state_of(dm_force answer);
/* What a noun names: an offer is proposed, a demand demanded. DM_FORCE_NONE for nouns that say nothing of it. */
dm_force link_force_named(dm_str head);

#endif
