/* The enums of enums.def, each with DM_<LIST>_N and dm_<list>_text(value). */
#ifndef DM_DOCUMENT_ENUMS_H
#define DM_DOCUMENT_ENUMS_H

#include "base/str.h"
#include "document/enums.def"

/* E(LIST, name): DM_<LIST>_LIST becomes enum dm_<name> with values DM_<LIST>_<SYMBOL>. */
/* clang-format off */
#define DM_ENUMS(E)                                                                                                                         \
    E(STATUS_OF_STORY, status_of_story)                                                                                                     \
    E(BLOCK, block)                                                                                                                         \
    E(ENTITY, entity)                                                                                                                       \
    E(VIA, via)                                                                                                                             \
    E(CAPACITY, capacity) E(TIMEX, timex) E(BASIS, basis) E(MODE, mode) E(ACT, act) E(PLOVER, plover) E(FORCE, force) E(POLARITY, polarity) \
        E(MODALITY, modality) E(PHASE, phase) E(DECIDER, decider) E(STATE, state) E(STANCE, stance) E(ASSERTED, asserted) E(ATTRIBUTE, attribute) E(STAGE, stage)   \
            E(POS, pos) E(TAG, tag) E(DEP, dep) E(NER, ner)
/* clang-format on */

/* C cannot pass a prefix through a list macro, so each list is spelt once here. */
enum {
#define X(s, t) DM_STORY_##s,
    DM_STATUS_OF_STORY_LIST(X) DM_STATUS_OF_STORY_N
#undef X
};
enum {
#define X(s, t) DM_BLOCK_##s,
    DM_BLOCK_LIST(X) DM_BLOCK_N
#undef X
};
enum {
#define X(s, t) DM_ENTITY_##s,
    DM_ENTITY_LIST(X) DM_ENTITY_N
#undef X
};
enum {
#define X(s, t) DM_VIA_##s,
    DM_VIA_LIST(X) DM_VIA_N
#undef X
};
enum {
#define X(s, t) DM_CAPACITY_##s,
    DM_CAPACITY_LIST(X) DM_CAPACITY_N
#undef X
};
enum {
#define X(s, t) DM_TIMEX_##s,
    DM_TIMEX_LIST(X) DM_TIMEX_N
#undef X
};
enum {
#define X(s, t) DM_BASIS_##s,
    DM_BASIS_LIST(X) DM_BASIS_N
#undef X
};
enum {
#define X(s, t) DM_MODE_##s,
    DM_MODE_LIST(X) DM_MODE_N
#undef X
};
enum {
#define X(s, t) DM_ACT_##s,
    DM_ACT_LIST(X) DM_ACT_N
#undef X
};
enum {
#define X(s, t) DM_PLOVER_##s,
    DM_PLOVER_LIST(X) DM_PLOVER_N
#undef X
};
enum {
#define X(s, t) DM_FORCE_##s,
    DM_FORCE_LIST(X) DM_FORCE_N
#undef X
};
enum {
#define X(s, t) DM_POLARITY_##s,
    DM_POLARITY_LIST(X) DM_POLARITY_N
#undef X
};
enum {
#define X(s, t) DM_MODALITY_##s,
    DM_MODALITY_LIST(X) DM_MODALITY_N
#undef X
};
enum {
#define X(s, t) DM_PHASE_##s,
    DM_PHASE_LIST(X) DM_PHASE_N
#undef X
};
enum {
#define X(s, t) DM_DECIDER_##s,
    DM_DECIDER_LIST(X) DM_DECIDER_N
#undef X
};
enum {
#define X(s, t) DM_STATE_##s,
    DM_STATE_LIST(X) DM_STATE_N
#undef X
};
enum {
#define X(s, t) DM_STANCE_##s,
    DM_STANCE_LIST(X) DM_STANCE_N
#undef X
};
enum {
#define X(s, t) DM_ASSERTED_##s,
    DM_ASSERTED_LIST(X) DM_ASSERTED_N
#undef X
};
enum {
#define X(s, t) DM_ATTRIBUTE_##s,
    DM_ATTRIBUTE_LIST(X) DM_ATTRIBUTE_N
#undef X
};
enum {
#define X(s, t) DM_STAGE_##s,
    DM_STAGE_LIST(X) DM_STAGE_N
#undef X
};
enum {
#define X(s, t) DM_POS_##s,
    DM_POS_LIST(X) DM_POS_N
#undef X
};
enum {
#define X(s, t) DM_TAG_##s,
    DM_TAG_LIST(X) DM_TAG_N
#undef X
};
enum {
#define X(s, t) DM_DEP_##s,
    DM_DEP_LIST(X) DM_DEP_N
#undef X
};
enum {
#define X(s, t) DM_NER_##s,
    DM_NER_LIST(X) DM_NER_N
#undef X
};

#define DM_ENUM_TEXT(LIST, name)                  \
    typedef uint8_t dm_##name;                    \
    const char *dm_##name##_text(uint32_t value); \
    int dm_##name##_of(dm_str text); /* -1 when no value has this text */
DM_ENUMS(DM_ENUM_TEXT)
#undef DM_ENUM_TEXT

#endif
