/* What the network reads of a word: the ids of its norm, prefix, suffix and shape, and its lower case. A pure
 * function of the string (and the model's table of norms). */
#ifndef DM_TEXT_LEXEME_H
#define DM_TEXT_LEXEME_H

#include "document/doc.h"

/* The model's norms by the id of the exact word, sorted by key. */
typedef struct norm_entry {
    uint64_t word, norm;
} norm_entry;
typedef struct norm_table {
    const norm_entry *v;
    uint32_t n;
} norm_table;

typedef struct lexeme {
    dm_features features;
    dm_str lower;    /* in the caller's bytes */
    bool is_space;   /* all white space */
    bool lower_same; /* lower equals the word itself */
} lexeme;

/* lower_out holds UNI_LOWER_MAX(word.n) bytes and lives as long as the lexeme is used. word is not empty. */
void lexeme_make(const norm_table *norms, dm_str word, char *lower_out, lexeme *out);
/* The shape: X, x, d or the character itself, at most four alike in a row; "LONG" from 100 code points. Writes at
 * most LEXEME_SHAPE_MAX bytes, returns their number. */
enum { LEXEME_LONG = 100, LEXEME_SHAPE_MAX = 400 };
uint32_t lexeme_shape(dm_str word, char *out);

/* Norms that spaCy has in its code: quotation marks, dashes, currencies. Written into the model's table when it is made. */
typedef struct base_norm {
    const char *word, *norm;
} base_norm;
extern const base_norm lexeme_base_norms[];
extern const uint32_t lexeme_n_base_norms;

#endif
