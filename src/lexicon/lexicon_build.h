/* The compiled file while it is made: strings and words are interned, phrases collected, sections added; then
 * build_write lays them out. Ids follow the order of interning, so the same calls give the same bytes. Everything
 * hangs in the arena given to build_init. */
#ifndef DM_LEXICON_BUILD_H
#define DM_LEXICON_BUILD_H

#include "base/map.h"
#include "lexicon/lexicon_file.h"
#include "lexicon/lexicon_table.h"

typedef struct lex_phrase {
    const uint32_t *words;
    uint32_t n, row, cased;
    lex_dict dict;
} lex_phrase;
typedef struct lex_made_section {
    uint32_t tag, element;
    const void *data;
    uint64_t count;
} lex_made_section;

typedef struct lex_cue_ref { /* a cue whose lemma is one word */
    uint32_t word, pos, row;
} lex_cue_ref;

typedef struct lex_build {
    dm_arena *arena;
    lex_lint *lint;
    dm_strmap string_at, word_ids;
    VEC(char) strings;
    VEC(lexf_word) words;
    VEC(lex_phrase) phrases;
    VEC(lex_made_section) sections;
    VEC(lexf_str) classes;
    VEC(lex_cue_ref) cue_refs;
    VEC(lexf_actor) actors; /* ascending by id, once the actors are read */
    dm_strmap actor_rows;   /* id to row */
    uint64_t fingerprint;
} lex_build;

dm_status build_init(lex_build *b, dm_arena *arena, lex_lint *lint, dm_err *err) DM_MUST_CHECK;
/* An empty string gives {DM_NONE, 0}. */
dm_status build_string(lex_build *b, dm_str s, lexf_str *out, dm_err *err) DM_MUST_CHECK;
/* Id of a lemma in the vocabulary, added when it is new: its pieces joined; 0 when it has none or is longer than a
 * word may be. */
dm_status build_lemma(lex_build *b, dm_str lemma, uint32_t *id, dm_err *err) DM_MUST_CHECK;
/* Number of a noun class; -1 when there is none of that name. The classes are known before the frames are compiled. */
int build_class(const lex_build *b, dm_str name);
typedef enum build_phrase_fault { BUILD_PHRASE_OK, BUILD_PHRASE_EMPTY, BUILD_PHRASE_LONG } build_phrase_fault;
/* Adds a phrase that gives (dict, row) where it matches; as_written: only in the case in which it is written here,
 * which for an abbreviation in capitals with dots goes without saying: "U.S." is not "us". A name of one word that is
 * written with a capital does not match a word in lower case.
 * *fault says why it can never match: no letter or digit, or too many or too long words. */
dm_status build_phrase(lex_build *b, dm_str phrase, lex_dict dict, uint32_t row, bool as_written, build_phrase_fault *fault,
                       dm_err *err) DM_MUST_CHECK;
/* For a table's or the frames' rows. data must live as long as the build; elements are written as they lie, so padding must be zero. */
dm_status build_section(lex_build *b, uint32_t tag, uint32_t element, const void *data, uint64_t count, dm_err *err) DM_MUST_CHECK;
/* Adds vocabulary, trie and strings, and gives the whole file. */
dm_status build_finish(lex_build *b, dm_buf *out, dm_err *err) DM_MUST_CHECK;

#endif
