/* The lexicon: what the program knows, compiled from lexicon/ (TSV, YAML) into one mapped file, frozen after opening.
 *
 * Source tables (tab-separated, first line names the columns, '#' lines are comments, empty = unknown; dates are
 * YYYY, YYYY-MM or YYYY-MM-DD, "from" and "to" inclusive, empty = open; `source` says where the row is from):
 *   actors/_.tsv   id name kind country sector code gender from to wikidata source
 *                  id: ISO 3166-1 alpha-3 for states (former ones SUN, YUG, SCG, CSK, DDR, YMD...), an acronym or slug for
 *                  organisations and groups (UNO, NATO, hamas), for persons the Wikidata id or a slug.
 *                  kind: a text of DM_ENTITY_LIST. country: ISO3 of the state it belongs to. code: CAMEO code where it
 *                  is not country + sector (IGOUNO, NATO's IGOWSTNAT...). gender: m f n.
 *   names/_.tsv    phrase actor via from to flags source
 *                  via: name demonym adjective metonym capital acronym surname. flags (space-separated): case (must be
 *                  written as given), weak (ambiguous: needs support from the context).
 *   offices/_.tsv  person country office title from to source      who held which office when; person and country are actor
 *                  ids (country may be an organisation: UNO); office is an office class
 *   titles.tsv     phrase office capacity sector scope source       "foreign minister" -> foreign_minister official GOV state
 *                  capacity: a text of DM_CAPACITY_LIST. scope: state, organisation, any.
 *   institutions.tsv phrase office sector capacity kind source      "foreign ministry", "navy", "parliament", "Treasury": a body of
 *                  a state; office = class of the one who leads it (foreign ministry -> foreign_minister) or empty
 *   agents.tsv     phrase sector kind number capacity source        agent nouns: soldiers MIL, protesters CVL, analyst ...
 *                  kind: person group organization; number: sg pl
 *   places.tsv     name country lat lon population kind geonameid source     kind: city capital venue region
 *   outlets.tsv    name short country kind domain from to source
 *   classes.tsv    class lemma source                               classes of nouns for frames: proposal, talks, ...
 *   cues.tsv       lemma pos act kind source                        attribution: pos verb noun adj phrase; act a text of
 *                  DM_ACT_LIST; kind speech belief intent
 *   issues.tsv     issue phrase weight source                       what a matter or position is about
 *   discards.tsv   phrase scope source                           what is not coded: a sentence, or a story, that holds the phrase
 *   cameo.tsv      code name goldstein contexts source              CAMEO codes; contexts (PLOVER's) apart by spaces
 *   frames/_.yaml  verb and noun frames (frames.h)
 *   *.actors* *.agents* *.discards* *.issues*                       dictionaries of TABARI and PETRARCH (dictionaries.h)
 *
 * Phrases are matched over dm_piece (doc.h): lower-cased, diacritics folded, hyphens ignored, dots of abbreviations
 * dropped, so that "Kim Jong-un", "Kim Jong Un" and "KIM JONG-UN" are one phrase; `cased` tells how it was written. */
#ifndef DM_LEXICON_LEXICON_H
#define DM_LEXICON_LEXICON_H

#include "document/doc.h"

typedef struct lexicon lexicon;

/* Maps a compiled lexicon; DM_E_VERSION, DM_E_CHECKSUM name the file and what to do. */
dm_status lexicon_open(const char *path, lexicon **out, dm_err *err) DM_MUST_CHECK;
void lexicon_close(lexicon *lex);
/* Fingerprint of the sources, 16 hex digits; same sources, same fingerprint on any machine. */
dm_str lexicon_fingerprint(const lexicon *lex);

/* A complaint of the linter: file:line:column, what is wrong, what to write. `what` of a warning begins with "warning: ". */
typedef void lexicon_report(void *user, const char *file, uint32_t line, uint32_t column, const char *what, const char *instead);
/* Compiles dirs[0] overlaid line by line with dirs[1..]; a row of a later folder replaces the row with the same key.
 * Complaints go to `report` (may be NULL); with an error among them nothing is written (DM_E_LEXICON). out_path NULL only lints. */
dm_status lexicon_compile(const char *const *dirs, uint32_t n_dirs, const char *out_path, lexicon_report *report, void *user,
                          dm_err *err) DM_MUST_CHECK;

/* ---- words and phrases ---- */

/* Id in the vocabulary, 0 = not there. `lower` is one word as pieces are: lower case, no diacritics, no hyphen. */
uint32_t lexicon_word(const lexicon *lex, dm_str lower);
/* Writes doc->pieces and each token's lemma_word, that of the lemma's pieces joined: "counter-offer" is counteroffer. */
dm_status lexicon_tag(const lexicon *lex, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

typedef enum lex_dict {
    LEX_NAME,
    LEX_TITLE,
    LEX_INSTITUTION,
    LEX_AGENT,
    LEX_PLACE,
    LEX_OUTLET,
    LEX_CUE,
    LEX_ISSUE,
    LEX_DISCARD,
    LEX_DICT_N
} lex_dict;
typedef struct lex_match {
    lex_dict dict;
    uint32_t row; /* of that table: lexicon_name(lex, row) and so on */
    uint32_t n_pieces;
} lex_match;
/* All phrases that begin at piece `at`, longest first, then by dict and row; at most max. A phrase never runs over a
 * block's end, nor over a comma, full stop, bracket or quotation mark between pieces (piece.breaks) unless it is written
 * with one there ("Washington, D.C."). Names with the flag `case`, short names of outlets and abbreviations with dots
 * ("U.S.") match only in the case of the table; names, places and outlets of one word written with a capital
 * do not match a word in lower case. LEX_CUE gives cues of several words and those of pos phrase; a cue of
 * one word is found by its lemma. */
uint32_t lexicon_match(const lexicon *lex, const dm_doc *doc, uint32_t at, lex_match *out, uint32_t max);
/* Row in actors of the state that a few words outside of the story's tokens name first, by its own name or by a town: those of
 * a dateline or of an outlet. DM_NONE. */
uint32_t lexicon_state_in(const lexicon *lex, dm_str words);

/* ---- rows; strings live as long as the lexicon ---- */

enum { LEX_VIA_NAME, LEX_VIA_DEMONYM, LEX_VIA_ADJECTIVE, LEX_VIA_METONYM, LEX_VIA_CAPITAL, LEX_VIA_ACRONYM, LEX_VIA_SURNAME };
enum { LEX_FLAG_CASE = 1, LEX_FLAG_WEAK = 2 };

typedef struct lex_actor {
    dm_str id, name, code, wikidata;
    dm_str country, sector; /* .p NULL where none */
    dm_entity kind;
    uint8_t gender; /* DM_GENDER_* */
    dm_day from, to;
    uint32_t state; /* row of the actor `country`, DM_NONE */
} lex_actor;
typedef struct lex_name {
    dm_str phrase; /* as written in the table */
    uint32_t actor;
    uint8_t via, flags;
    dm_day from, to;
} lex_name;
typedef struct lex_office {   /* a term of office */
    uint32_t person, country; /* rows of actors */
    dm_str office, title;
    dm_day from, to;
} lex_office;
typedef struct lex_title {
    dm_str phrase, office, sector;
    dm_capacity capacity;
    uint8_t scope; /* 0 any, 1 state, 2 organisation */
} lex_title;
typedef struct lex_institution {
    dm_str phrase, office, sector;
    dm_capacity capacity;
    dm_entity kind;
} lex_institution;
typedef struct lex_agent {
    dm_str phrase, sector;
    dm_entity kind;
    bool plural;
    dm_capacity capacity;
} lex_agent;
typedef struct lex_place {
    dm_str name, country;
    double lat, lon; /* degrees */
    uint32_t population;
    uint8_t kind;   /* 0 city, 1 capital, 2 venue, 3 region */
    uint32_t state; /* row of actors */
} lex_place;
typedef struct lex_outlet {
    dm_str name, short_name, country, kind, domain;
} lex_outlet;
enum { LEX_CUE_VERB, LEX_CUE_NOUN, LEX_CUE_ADJ, LEX_CUE_PHRASE };
enum { LEX_CUE_SPEECH, LEX_CUE_BELIEF, LEX_CUE_INTENT };
typedef struct lex_cue {
    dm_str lemma;
    uint8_t pos, kind;
    dm_act act;
} lex_cue;
typedef struct lex_cameo {
    dm_str code, name, contexts; /* contexts: apart by spaces, .p NULL */
    double goldstein;            /* NaN where none is published */
} lex_cameo;
typedef struct lex_issue {
    dm_str issue, phrase;
    double weight;
} lex_issue;
typedef struct lex_discard {
    dm_str phrase;
    bool story;
} lex_discard;

lex_actor lexicon_actor(const lexicon *lex, uint32_t row);
lex_name lexicon_name(const lexicon *lex, uint32_t row);
lex_office lexicon_office(const lexicon *lex, uint32_t row);
lex_title lexicon_title(const lexicon *lex, uint32_t row);
lex_institution lexicon_institution(const lexicon *lex, uint32_t row);
lex_agent lexicon_agent(const lexicon *lex, uint32_t row);
lex_place lexicon_place(const lexicon *lex, uint32_t row);
lex_outlet lexicon_outlet(const lexicon *lex, uint32_t row);
lex_cue lexicon_cue(const lexicon *lex, uint32_t row);
lex_issue lexicon_issue(const lexicon *lex, uint32_t row);
lex_discard lexicon_discard(const lexicon *lex, uint32_t row);
/* Where a phrase of discards.tsv for the story (else: for its sentence) begins in [begin, end), pieces; DM_NONE where none does. */
uint32_t lexicon_find_discard(const lexicon *lex, const dm_doc *doc, uint32_t begin, uint32_t end, bool story);
lex_cameo lexicon_cameo(const lexicon *lex, uint32_t row);

uint32_t lexicon_actor_by_id(const lexicon *lex, dm_str id);        /* DM_NONE */
uint32_t lexicon_cameo_by_code(const lexicon *lex, dm_str code);    /* DM_NONE */
uint32_t lexicon_outlet_by_domain(const lexicon *lex, dm_str host); /* host or a parent domain of it; DM_NONE */
/* Terms of one person, and holders of an office of a country (actor row) that overlap [from, to] (DM_DAY_NONE = open);
 * rows of offices, ascending by `from`; returns how many there are, writes at most max. */
uint32_t lexicon_terms(const lexicon *lex, uint32_t person, uint32_t *out, uint32_t max);
uint32_t lexicon_holders(const lexicon *lex, uint32_t country, dm_str office, dm_day from, dm_day to, uint32_t *out, uint32_t max);
/* Cues for a lemma (lemma_word of a token); DM_NONE when it is none. */
uint32_t lexicon_cue_of(const lexicon *lex, uint32_t lemma_word, uint8_t pos);
/* Bit set of noun classes of a lemma; classes are numbered in file order, at most 64. */
uint64_t lexicon_classes(const lexicon *lex, uint32_t lemma_word);
int lexicon_class_by_name(const lexicon *lex, dm_str name); /* 0..63, -1 */

#endif
