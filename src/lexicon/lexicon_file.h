/* The compiled lexicon (.dml) as it lies in memory: docs/formats/lexicon.md in C. Written by lexicon_build.c, read in
 * place by lexicon.c and by the frames. Little-endian; every section begins at a multiple of 64 bytes; a string is an
 * offset and a length in the section STRS; rows refer to each other by index; DM_NONE where there is none.
 * A change of anything here, or of normalise.c, needs a new LEXF_VERSION. */
#ifndef DM_LEXICON_FILE_H
#define DM_LEXICON_FILE_H

#include "lexicon/lexicon.h"

#define LEXF_MAGIC   "DMLEX\r\n\032"
#define LEXF_VERSION 3u
#define LEXF_ALIGN   64u

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the compiled lexicon is read in place and is little-endian"
#endif

#define LEXF_TAG(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

/* X(field of struct lexicon, element type, tag): the sections that every file has. */
#define LEXF_SECTIONS(X)                                            \
    X(strings, char, LEXF_TAG('S', 'T', 'R', 'S'))                  \
    X(words, lexf_word, LEXF_TAG('W', 'O', 'R', 'D'))               \
    X(word_slots, lexf_slot, LEXF_TAG('W', 'S', 'L', 'T'))          \
    X(states, lexf_state, LEXF_TAG('T', 'R', 'I', 'E'))             \
    X(outs, lexf_out, LEXF_TAG('T', 'O', 'U', 'T'))                 \
    X(actors, lexf_actor, LEXF_TAG('A', 'C', 'T', 'R'))             \
    X(names, lexf_name, LEXF_TAG('N', 'A', 'M', 'E'))               \
    X(offices, lexf_office, LEXF_TAG('O', 'F', 'F', 'C'))           \
    X(holders, uint32_t, LEXF_TAG('H', 'O', 'L', 'D'))              \
    X(titles, lexf_title, LEXF_TAG('T', 'I', 'T', 'L'))             \
    X(institutions, lexf_institution, LEXF_TAG('I', 'N', 'S', 'T')) \
    X(agents, lexf_agent, LEXF_TAG('A', 'G', 'N', 'T'))             \
    X(places, lexf_place, LEXF_TAG('P', 'L', 'A', 'C'))             \
    X(outlets, lexf_outlet, LEXF_TAG('O', 'U', 'T', 'L'))           \
    X(domains, uint32_t, LEXF_TAG('D', 'O', 'M', 'N'))              \
    X(cues, lexf_cue, LEXF_TAG('C', 'U', 'E', 'S'))                 \
    X(cue_index, lexf_cue_at, LEXF_TAG('C', 'U', 'E', 'X'))         \
    X(issues, lexf_issue, LEXF_TAG('I', 'S', 'S', 'U'))             \
    X(discards, lexf_discard, LEXF_TAG('D', 'I', 'S', 'C'))         \
    X(cameo, lexf_cameo, LEXF_TAG('C', 'A', 'M', 'E'))              \
    X(classes, lexf_str, LEXF_TAG('C', 'L', 'A', 'S'))

typedef struct lexf_header {
    char magic[8];
    uint32_t version;
    uint32_t n_sections;
    uint64_t checksum;    /* XXH3-64 of all bytes from `size` on */
    uint64_t size;        /* of the file, bytes */
    uint64_t fingerprint; /* of the sources */
    uint8_t zero[24];
} lexf_header;
typedef struct lexf_section {
    uint32_t tag, element; /* element: size in bytes */
    uint64_t offset, count;
} lexf_section;

typedef struct lexf_str {
    uint32_t at, n; /* at DM_NONE: no string */
} lexf_str;

/* A word of the vocabulary; row 0 stands for words that are not there. */
typedef struct lexf_word {
    lexf_str text;
    uint32_t state;     /* of the trie, after this word as first of a phrase; 0 = begins none */
    uint32_t cue_begin; /* its cues in cue_index end where the next word's begin */
    uint64_t classes;   /* bit set of noun classes */
} lexf_word;
/* Open addressing, linear probing from the low bits of XXH3-64; count is a power of two; word 0 = free. */
typedef struct lexf_slot {
    uint32_t tag; /* high half of the hash */
    uint32_t word;
} lexf_slot;
/* A node of the trie in breadth-first order. `word` has LEXF_BREAK set where the phrase is written with a comma or the
 * like before that word. Children lie together, ascending by word; its children and outs end where those of the next
 * state begin. State 0 is unused, the last one a sentinel. */
#define LEXF_BREAK 0x80000000u
typedef struct lexf_state {
    uint32_t word, child_begin, out_begin;
} lexf_state;
#define LEXF_NOT_LOWER 6u
typedef struct lexf_out {
    uint32_t row;
    uint32_t cased; /* 3 bits a piece from the low end: 1 + DM_PIECE_* that it must have, LEXF_NOT_LOWER, 0 = any; first 10 pieces */
    uint32_t dict;  /* lex_dict */
} lexf_out;

typedef struct lexf_actor {
    lexf_str id, name, code, wikidata, country, sector;
    uint32_t state;
    dm_day from, to;
    uint8_t kind, gender, zero[2];
} lexf_actor;
typedef struct lexf_name {
    lexf_str phrase;
    uint32_t actor;
    dm_day from, to;
    uint8_t via, flags, zero[2];
} lexf_name;
typedef struct lexf_office { /* ascending by person, from */
    uint32_t person, country;
    lexf_str office, title;
    dm_day from, to;
} lexf_office;
typedef struct lexf_title {
    lexf_str phrase, office, sector;
    uint8_t capacity, scope, zero[2];
} lexf_title;
typedef struct lexf_institution {
    lexf_str phrase, office, sector;
    uint8_t capacity, kind, zero[2];
} lexf_institution;
typedef struct lexf_agent {
    lexf_str phrase, sector;
    uint8_t kind, plural, capacity, zero;
} lexf_agent;
typedef struct lexf_place {
    double lat, lon;
    lexf_str name, country;
    uint32_t population, state;
    uint8_t kind, zero[7];
} lexf_place;
typedef struct lexf_outlet {
    lexf_str name, short_name, country, kind, domain;
} lexf_outlet;
typedef struct lexf_cue {
    lexf_str lemma;
    uint8_t pos, kind, act, zero;
} lexf_cue;
typedef struct lexf_cue_at { /* ascending by word, pos */
    uint32_t pos, row;
} lexf_cue_at;
typedef struct lexf_discard {
    lexf_str phrase;
    uint64_t story; /* 1: the whole story, 0: the sentence */
} lexf_discard;
typedef struct lexf_issue {
    double weight;
    lexf_str issue, phrase;
} lexf_issue;
typedef struct lexf_cameo { /* ascending by code */
    double goldstein;
    lexf_str code, name, contexts;
} lexf_cameo;

/* For the frames: a section of theirs in an open file, NULL with *count 0 when it has none; and its strings. */
const void *lexicon_section(const lexicon *lex, uint32_t tag, uint32_t element, uint32_t *count);
dm_str lexicon_string(const lexicon *lex, lexf_str s); /* .p NULL for no string */

/* lexicon_open for bytes that the caller keeps (8-byte aligned) until lexicon_close; `name` is for messages. */
dm_status lexicon_open_bytes(const void *data, size_t size, const char *name, lexicon **out, dm_err *err) DM_MUST_CHECK;

#endif
