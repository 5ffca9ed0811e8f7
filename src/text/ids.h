/* String ids as spaCy's StringStore makes them: the network hashes these, never the strings. */
#ifndef DM_TEXT_IDS_H
#define DM_TEXT_IDS_H

#include "base/str.h"

/* 0 for "", the reserved number for one of the 456 reserved strings ("det", "ORG", "X"), else MurmurHash64A, seed 1. */
uint64_t text_id(dm_str s);

#endif
