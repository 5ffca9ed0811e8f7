/* Moves of a dyad: see ledger_move in ledger.h. A request asks for a move and is none; an act without a type (CAMEO 01, 02)
 * moves the sides only where it answers an offer. */
#include "ledger/ledger.h"

int ledger_move(const fact_event *e) {
    if (e->polarity != DM_POLARITY_AFFIRMED || e->modality != DM_MODALITY_ACTUAL) return 0;
    switch (e->type) {
    case DM_PLOVER_AGREE:
    case DM_PLOVER_CONSULT:
    case DM_PLOVER_SUPPORT:
    case DM_PLOVER_CONCEDE:
    case DM_PLOVER_COOPERATE:
    case DM_PLOVER_AID:
    case DM_PLOVER_RETREAT: return e->force == DM_FORCE_COUNTER ? 0 : 1;
    case DM_PLOVER_ACCUSE:
    case DM_PLOVER_REJECT:
    case DM_PLOVER_THREATEN:
    case DM_PLOVER_PROTEST:
    case DM_PLOVER_SANCTION:
    case DM_PLOVER_MOBILIZE:
    case DM_PLOVER_COERCE:
    case DM_PLOVER_ASSAULT: return e->force == DM_FORCE_DEFER ? 0 : -1;
    default: break;
    }
    switch (e->force) {
    case DM_FORCE_PROPOSE:
    case DM_FORCE_ACCEPT:
    case DM_FORCE_FULFIL: return 1;
    case DM_FORCE_REJECT:
    case DM_FORCE_WITHDRAW:
    case DM_FORCE_BREACH: return -1;
    default: return 0;
    }
}
