/* Turns of a transcript: paragraphs that begin with who speaks, "MS. PARK: ..." or "Q   And what of ...". */
#ifndef DM_DOCUMENT_TRANSCRIPT_H
#define DM_DOCUMENT_TRANSCRIPT_H

#include "document/doc.h"

typedef struct dm_turn {
    uint32_t label_begin, label_end; /* tokens of the label, without the colon */
    uint32_t colon;                  /* DM_NONE: "Q   And what of ..." */
    uint32_t begin;                  /* where its words begin */
    bool letter;                     /* Q or A */
} dm_turn;

/* Whether the block begins a turn; *out is written only then. */
bool turn_read(const dm_doc *doc, const dm_block_row *block, dm_turn *out);

#endif
