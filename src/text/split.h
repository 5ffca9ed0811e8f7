/* One chunk (a run without white space, or of nothing else) taken apart into tokens, as spaCy's tokenizer does.
 *
 * Whole chunk among the special cases: its tokens. Else prefixes and suffixes are taken off one by one until a
 * special case or nothing to take off is left; the rest is a special case, a URL, or is cut at its infixes. All
 * tokens are consecutive pieces of the chunk. Time is linear in the chunk: each round takes off what it looked at, the
 * special cases are looked up only among strings as short as the longest of them, and URLs only among strings of at most
 * SPLIT_URL_MAX bytes, where the reference has no bound (a longer URL is cut at its infixes instead). */
#ifndef DM_TEXT_SPLIT_H
#define DM_TEXT_SPLIT_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/frozen.h"
#include "text/pattern.h"

enum { SPLIT_URL_MAX = 4096, SPLIT_URL_STEPS = 2000000 };

/* Pieces of a special case, in a section of their own; the map gives first << 8 | count. */
typedef struct special_token {
    uint64_t norm; /* text_id, 0 = the lexeme's own */
    uint32_t size; /* bytes */
    uint32_t zero;
} special_token;

typedef struct splitter {
    pattern_tables patterns;
    frozen_map specials;
    const special_token *special_tokens;
    uint32_t n_special_tokens, special_max; /* longest special case, bytes */
    pcre2_code *url;
} splitter;

typedef struct split_piece {
    uint64_t norm;       /* text_id, 0 = the lexeme's own */
    uint32_t begin, end; /* bytes of the chunk */
} split_piece;

/* One worker's memory. Zeroed, then split_scratch_init. */
typedef struct split_scratch {
    split_piece *pieces; /* the answer */
    uint32_t n_pieces, cap_pieces;
    uint16_t *classes;  /* [n] of the code points */
    uint32_t *offsets;  /* [n + 1] bytes */
    uint32_t *suffixes; /* where each suffix begins, code points */
    uint32_t cap_points;
    pcre2_match_data *match_data;
    pcre2_match_context *match_context;
} split_scratch;

dm_status split_scratch_init(split_scratch *s, dm_err *err) DM_MUST_CHECK;
void split_scratch_free(split_scratch *s);
void split_scratch_trim(split_scratch *s); /* gives back what only a monster needed */

/* Compiles the model's URL pattern (Python's dialect) for splitter.url. */
dm_status split_url_compile(dm_str expression, pcre2_code **out, dm_err *err) DM_MUST_CHECK;
/* use_specials false: as if there were no special cases (for packing those that span several chunks). */
dm_status split_chunk(const splitter *t, split_scratch *s, dm_str chunk, bool use_specials, dm_err *err) DM_MUST_CHECK;
/* The tokens of a special case, .n 0 when s is none. */
typedef struct special_tokens {
    const special_token *v;
    uint32_t n;
} special_tokens;
special_tokens split_special(const splitter *t, dm_str s);

#endif
