/* Tables of the codebooks: PLOVER 0.8's quad classes and scores. SANCTION stands in quad 4, as the manual's section and
 * summary table have it (its quad table says 3); ACCUSE scores -3 (the manual prints 3, against its own modes). */
#include "events/events_int.h"

#include <math.h>

uint8_t scale_quad(dm_plover type) {
    switch (type) {
    case DM_PLOVER_AGREE:
    case DM_PLOVER_CONSULT:
    case DM_PLOVER_SUPPORT:
    case DM_PLOVER_CONCEDE: return 1;
    case DM_PLOVER_COOPERATE:
    case DM_PLOVER_AID:
    case DM_PLOVER_RETREAT: return 2;
    case DM_PLOVER_REQUEST:
    case DM_PLOVER_ACCUSE:
    case DM_PLOVER_REJECT:
    case DM_PLOVER_THREATEN: return 3;
    case DM_PLOVER_NONE: return 0;
    default: return 4;
    }
}

static const struct {
    dm_plover type;
    const char *mode; /* NULL: the type's own score */
    double score;
} scores[] = {
    {DM_PLOVER_AGREE, NULL, 2.5},
    {DM_PLOVER_CONSULT, NULL, 2.5},
    {DM_PLOVER_SUPPORT, NULL, 5},
    {DM_PLOVER_CONCEDE, NULL, 4.5},
    {DM_PLOVER_COOPERATE, NULL, 9.5},
    {DM_PLOVER_AID, NULL, 10},
    {DM_PLOVER_RETREAT, NULL, 6.5},
    {DM_PLOVER_REQUEST, NULL, 0},
    {DM_PLOVER_ACCUSE, NULL, -3},
    {DM_PLOVER_REJECT, NULL, -2},
    {DM_PLOVER_THREATEN, NULL, -3.5},
    {DM_PLOVER_PROTEST, NULL, -5},
    {DM_PLOVER_SANCTION, NULL, -6},
    {DM_PLOVER_MOBILIZE, NULL, -5.5},
    {DM_PLOVER_COERCE, NULL, -7},
    {DM_PLOVER_ASSAULT, NULL, -9},
    {DM_PLOVER_CONSULT, "visit", 4},
    {DM_PLOVER_CONSULT, "third-party", 1},
    {DM_PLOVER_CONSULT, "multilateral", 4},
    {DM_PLOVER_CONSULT, "phone", 1.5},
    {DM_PLOVER_RETREAT, "withdraw", 8},
    {DM_PLOVER_RETREAT, "release", 6.5},
    {DM_PLOVER_RETREAT, "disarm", 10},
    {DM_PLOVER_RETREAT, "ceasefire", 7.5},
    {DM_PLOVER_RETREAT, "access", 6.5},
    {DM_PLOVER_RETREAT, "resign", 4.5},
    {DM_PLOVER_REQUEST, "assist", 0.5},
    {DM_PLOVER_REQUEST, "change", -1},
    {DM_PLOVER_REQUEST, "yield", -1},
    {DM_PLOVER_REQUEST, "meet", 0},
    {DM_PLOVER_REJECT, "assist", -1.5},
    {DM_PLOVER_REJECT, "change", -2},
    {DM_PLOVER_REJECT, "yield", -2},
    {DM_PLOVER_REJECT, "meet", -2},
    {DM_PLOVER_ACCUSE, "disapprove", -2},
    {DM_PLOVER_ACCUSE, "investigate", -3.5},
    {DM_PLOVER_ACCUSE, "allege", -3.5},
    {DM_PLOVER_THREATEN, "restrict", -3},
    {DM_PLOVER_THREATEN, "arrest", -3.5},
    {DM_PLOVER_THREATEN, "relations", -3.5},
    {DM_PLOVER_THREATEN, "expel", -3.5},
    {DM_PLOVER_THREATEN, "territory", -4},
    {DM_PLOVER_THREATEN, "violence", -3.5},
    {DM_PLOVER_PROTEST, "demo", -5},
    {DM_PLOVER_PROTEST, "riot", -7},
    {DM_PLOVER_PROTEST, "strike", -5},
    {DM_PLOVER_PROTEST, "hunger", -4.5},
    {DM_PLOVER_PROTEST, "boycott", -4.5},
    {DM_PLOVER_PROTEST, "obstruct", -4.5},
    {DM_PLOVER_SANCTION, "convict", -6},
    {DM_PLOVER_SANCTION, "expel", -5.5},
    {DM_PLOVER_SANCTION, "withdraw", -6},
    {DM_PLOVER_SANCTION, "discontinue", -6},
    {DM_PLOVER_MOBILIZE, "troops", -6.5},
    {DM_PLOVER_MOBILIZE, "weapons", -6.5},
    {DM_PLOVER_MOBILIZE, "police", -5.5},
    {DM_PLOVER_MOBILIZE, "militia", -6},
    {DM_PLOVER_COERCE, "censor", -6.5},
    {DM_PLOVER_COERCE, "curfew", -6.5},
    {DM_PLOVER_COERCE, "martial-law", -7.5},
    {DM_PLOVER_COERCE, "misinformation", -6.5},
    {DM_PLOVER_ASSAULT, "abduct", -8.5},
    {DM_PLOVER_ASSAULT, "beat", -7.5},
    {DM_PLOVER_ASSAULT, "torture", -8.5},
    {DM_PLOVER_ASSAULT, "sexual", -8.5},
    {DM_PLOVER_ASSAULT, "targeted", -9.5},
    {DM_PLOVER_ASSAULT, "destroy", -8.5},
    {DM_PLOVER_ASSAULT, "primitive", -8},
    {DM_PLOVER_ASSAULT, "suicide-attack", -9.5},
    {DM_PLOVER_ASSAULT, "aerial", -9.5},
    {DM_PLOVER_ASSAULT, "drone", -9.5},
    {DM_PLOVER_ASSAULT, "heavy-weapons", -9.5},
    {DM_PLOVER_ASSAULT, "crowd-control", -7.5},
    {DM_PLOVER_ASSAULT, "unconventional", -10},
};

double scale_intensity(dm_plover type, dm_str mode) {
    double own = (double)NAN;
    for (size_t i = 0; i < sizeof scores / sizeof *scores; i++) {
        if (scores[i].type != type) continue;
        if (!scores[i].mode) own = scores[i].score;
        else if (mode.p && str_is(mode, scores[i].mode)) return scores[i].score;
    }
    return own;
}

dm_str scale_root(dm_plover type) {
    static const char *const codes[DM_PLOVER_N] = {
        [DM_PLOVER_AGREE] = "030",     [DM_PLOVER_CONSULT] = "040",  [DM_PLOVER_SUPPORT] = "050",  [DM_PLOVER_CONCEDE] = "080",
        [DM_PLOVER_COOPERATE] = "060", [DM_PLOVER_AID] = "070",      [DM_PLOVER_RETREAT] = "080",  [DM_PLOVER_REQUEST] = "100",
        [DM_PLOVER_ACCUSE] = "110",    [DM_PLOVER_REJECT] = "120",   [DM_PLOVER_THREATEN] = "130", [DM_PLOVER_PROTEST] = "140",
        [DM_PLOVER_SANCTION] = "160",  [DM_PLOVER_MOBILIZE] = "150", [DM_PLOVER_COERCE] = "170",   [DM_PLOVER_ASSAULT] = "190"};
    return str_from(codes[type]);
}
