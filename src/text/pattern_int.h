/* Layout of the packed tables: the header, then, each padded to 8 bytes: bits, alts, list_begin, block_of, class_of, list. */
#ifndef DM_TEXT_PATTERN_INT_H
#define DM_TEXT_PATTERN_INT_H

#include "text/pattern.h"

#define PATTERN_N_BLOCK_OF (0x110000 / 256)

typedef struct pattern_header {
    uint32_t n_classes, n_words, n_sets, n_blocks, n_alts, n_list;
} pattern_header;

#endif
