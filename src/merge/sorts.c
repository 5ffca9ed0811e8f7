/* See sorts.h. The lists are kept here and not in the lexicon, as merging knows stored rows alone and is the same for every
 * lexicon that they were coded with. */
#include "merge/sorts.h"

#include "merge/bag.h"

static const struct {
    const char *name, *words;
} sorts[] = {
    {NULL, NULL},
    {"taking", "seize seizure seizing detain detention arrest capture impound nab confiscate intercept apprehend commandeer custody abduct "
               "kidnap"},
    {"freeing", "release free freed liberate liberation repatriate"},
    {"vessels", "boat ship vessel trawler tanker cutter freighter ferry craft dinghy"},
    {"seamen", "fisherman fishermen crew crewman crewmen sailor seaman seamen skipper mariner"},
    {"aircraft", "plane aircraft jet airliner airplane"},
    {"halt", "halt stop pause moratorium truce freeze suspend suspension standstill cease ceasefire lull stoppage"},
    {"talks", "talk negotiate negotiation dialogue meet meeting summit discussion consultation"},
    {"collision", "ram rammed ramming collide collision struck"},
    {"killing", "kill killing death dead die died slay slain shot shoot shooting"},
    {"rocket", "missile rocket projectile"},
    {"inspection", "inspect inspection inspector monitor monitoring verify verification"},
    {"expulsion", "expel expulsion expelled oust deport deportation"},
    {"pullout", "withdraw withdrawal withdrew withdrawn pullout pullback"},
    {"border", "border frontier boundary"},
    {"blast", "bomb bombing blast explosion explode"},
    {"raid", "attack raid assault airstrike shell shelling bombard bombardment"},
    {"ban", "ban prohibit prohibition outlaw"},
    {"closing", "close closed closure shut shutdown"},
    {"reopening", "reopen reopening"},
    {"visit", "visit trip tour"},
    {"treaty", "treaty accord pact agreement"},
    {"exercise", "exercise drill manoeuvre maneuver"},
    {"captives", "prisoner detainee captive inmate pow"},
    {"refusal", "reject rejection refuse refusal dismiss spurn rebuff decline"},
    {"acceptance", "accept acceptance agree consent"},
    {"tariff", "tariff levy duty"},
    {"embargo", "embargo boycott sanction"},
    {"summons", "summon summons"},
    {"recall", "recall recalled"},
    {"breach", "breach break broke broken violate violation flout"},
    {"soldiers", "soldier troop serviceman servicemen"},
    {"swap", "swap exchange barter"},
    {"inquiry", "inquiry enquiry investigation investigate probe"},
    {"mediation", "mediation mediate mediator intermediary broker conciliation"},
    {"payment", "payment pay fee charge"},
    {"lorries", "lorry lorries truck"},
    {"strip", "strip zone belt buffer"},
    {"wounded", "wounded injured wound"},
    {"inviting", "host invite invitation receive"},
    {"start", "begin began begun start started commence"},
};

bool sorts_init(word_sorts *s, dm_arena *a) {
    *s = (word_sorts){0};
    for (uint32_t i = 1; i < sizeof sorts / sizeof *sorts; i++) {
        dm_str words = str_from(sorts[i].words);
        for (uint32_t at = 0; at < words.n;) {
            uint32_t end = at;
            while (end < words.n && words.p[end] != ' ') end++;
            dm_str stem = bag_stem_of(a, str_sub(words, at, end));
            uint32_t *found;
            if (!stem.p || !strmap_put(&s->by_stem, a, stem, i, &found)) return false;
            at = end + 1;
        }
    }
    return true;
}

uint32_t sorts_of(const word_sorts *s, dm_str stem) {
    uint32_t sort = strmap_get(&s->by_stem, stem);
    return sort == MAP_NONE ? SORT_NONE : sort;
}

const char *sorts_name(uint32_t sort) { return sorts[sort].name; }
