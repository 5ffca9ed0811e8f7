/* Cuts characters into pieces, for the phrases of the lexicon and for the tokens of a text alike, so that both
 * sides can never disagree. A piece is a run of letters and digits, lower-cased and without diacritics.
 *
 * - Hyphens, dashes, slashes and other punctuation end a piece: "Jong-un" is jong un.
 * - A dot between letters is dropped where one letter alone follows it: "U.S." is us, "Ph.D." is phd, "p.m." pm;
 *   "St.Petersburg" is st petersburg.
 * - An apostrophe between letters is dropped: "O'Brien" is obrien, "Xi'an" xian. Apostrophe and s at the end of a
 *   word are skipped: "Moscow's" is moscow; one after a word too: "Workers' Party" is workers party.
 * - Combining marks, soft hyphens and zero-width characters are dropped. */
#ifndef DM_LEXICON_NORMALISE_H
#define DM_LEXICON_NORMALISE_H

#include "base/str.h"

#define LEX_WORD_MAX   64 /* bytes; a longer word is in no phrase */
#define LEX_PHRASE_MAX 24 /* pieces of a phrase */

/* What stands between two pieces. */
enum {
    LEX_GAP_SPACE = 1,
    LEX_GAP_OTHER = 2, /* neither white space nor a hyphen, dash or dot */
    LEX_GAP_BREAK = 4, /* what no phrase runs over: comma, colon, bracket, quotation mark, em dash, ... */
};

typedef struct lex_cut {
    uint32_t begin, end; /* bytes of the input */
    uint32_t n;          /* bytes of fold; LEX_WORD_MAX + 1 when it did not fit */
    uint8_t cased;       /* DM_PIECE_* */
    uint8_t gap;         /* LEX_GAP_*, what was met since the caller last cleared it */
    char fold[LEX_WORD_MAX];
} lex_cut;

/* The next piece of valid UTF-8 at or after *at, which moves past it. False at the end of s; c->gap then holds what
 * stood there, to be carried into the next input. */
bool normalise_next(dm_str s, uint32_t *at, lex_cut *c);
/* Pieces of s joined by `separator` ('\0' = by nothing) at the end of out; returns how many. */
uint32_t normalise_join(dm_str s, char separator, dm_buf *out);

#endif
