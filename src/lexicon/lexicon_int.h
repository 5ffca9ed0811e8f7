/* The open lexicon, for lexicon.c and lexicon_match.c only: pointers into the map, one for each section. */
#ifndef DM_LEXICON_INT_H
#define DM_LEXICON_INT_H

#include "base/file.h"
#include "lexicon/lexicon_file.h"

struct lexicon {
    dm_map map; /* empty when the caller keeps the bytes */
    const lexf_header *header;
    const lexf_section *sections;
    char fingerprint[17];
#define LEXF_FIELD(field, T, tag) \
    const T *field;               \
    uint32_t n_##field;
    LEXF_SECTIONS(LEXF_FIELD)
#undef LEXF_FIELD
};

#endif
