/* See enums.h. */
#include "document/enums.h"

#define TEXT(s, t) t,
#define DEFINE(LIST, name)                                                        \
    static const char *const name##_texts[] = {DM_##LIST##_LIST(TEXT)};           \
    const char *dm_##name##_text(uint32_t value) {                                \
        DM_ASSERT(value < sizeof name##_texts / sizeof *name##_texts);            \
        return name##_texts[value];                                               \
    }                                                                             \
    int dm_##name##_of(dm_str text) {                                             \
        for (uint32_t i = 0; i < sizeof name##_texts / sizeof *name##_texts; i++) \
            if (name##_texts[i] && str_is(text, name##_texts[i])) return (int)i;  \
        return -1;                                                                \
    }
DM_ENUMS(DEFINE)
