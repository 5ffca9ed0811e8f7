/* What frames_compile.c and frames_lint.c share. */
#ifndef DM_LEXICON_FRAMES_INT_H
#define DM_LEXICON_FRAMES_INT_H

#include "lexicon/frames.h"
#include "lexicon/lexicon_build.h"

typedef struct frame_source { /* one frame as its file has it */
    const lex_frame_file *file;
    const yaml_node *node, *defaults;
} frame_source;

/* Faults between frames and within one that its own words show: see frames_lint.c. */
dm_status frames_lint(lex_build *b, const frame_source *frames, uint32_t n, const lex_frame_file *files, uint32_t n_files, dm_err *err) DM_MUST_CHECK;

#endif
