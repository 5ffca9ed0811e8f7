/* The document: the records that all stages share. A stage reads what earlier stages wrote, writes its own part and
 * touches no file, clock, locale, global or terminal. Beside each field: [writer].
 *
 * Offsets are bytes of doc->text (UTF-8), half-open; they become code points only when a row is printed
 * (doc_code_points). Everything hangs in doc->arena and dies with doc_reset. Indices are uint32 into the
 * document's arrays; DM_NONE means none. Days are days since 1970-01-01 (proleptic Gregorian). */
#ifndef DM_DOCUMENT_DOC_H
#define DM_DOCUMENT_DOC_H

#include "base/arena.h"
#include "base/map.h"
#include "document/enums.h"
#include "document/rows.def"

#define DM_NONE 0xFFFFFFFFu

typedef struct dm_span {
    uint32_t begin, end;
} dm_span;
#define DM_SPAN_NONE ((dm_span){DM_NONE, DM_NONE})
static inline bool span_is(dm_span s) { return s.begin != DM_NONE; }
static inline bool span_holds(dm_span outer, dm_span inner) { return outer.begin <= inner.begin && inner.end <= outer.end; }
static inline bool span_meets(dm_span a, dm_span b) { return a.begin < b.end && b.begin < a.end; }

typedef int32_t dm_day;
#define DM_DAY_NONE INT32_MIN

/* A date is an interval with a reason; ends inclusive, DM_DAY_NONE = open. */
typedef struct dm_date {
    dm_day best, from, to;
    dm_basis basis;
    struct {
        dm_str *v;
        uint32_t n, cap;
    } reasons;
} dm_date;
#define DM_DATE_UNKNOWN ((dm_date){.best = DM_DAY_NONE, .from = DM_DAY_NONE, .to = DM_DAY_NONE})

/* ---- blocks and units [ingest] ---- */

/* Where the parsed text of a block comes from: unit byte `unit` stands at text byte `text`, and so on until the
 * next piece. A joined line wrap is one space in the unit that stands for several bytes of text. */
typedef struct dm_offset {
    uint32_t unit, text;
} dm_offset;

typedef struct dm_block_row {
    dm_span span;
    dm_block kind;
    dm_str unit;          /* text to parse: wraps joined; equal to the block's text where there are none */
    const dm_offset *map; /* n_map pieces, ascending; never empty when unit is not */
    uint32_t n_map;
    uint32_t tok_begin, tok_end; /* [text]; empty for blocks that are not parsed */
    dm_str reason;               /* why it has this kind, in words (for explain) */
} dm_block_row;

/* ---- tokens and sentences ---- */

/* JOINED: the parser may not begin a sentence here. */
enum { DM_TOK_SPACE_AFTER = 1, DM_TOK_IS_SPACE = 2, DM_TOK_SENT_START = 4, DM_TOK_ENT_BEGIN = 8, DM_TOK_JOINED = 16 };

typedef struct dm_token {
    dm_span span;                       /* [text] */
    dm_str text;                        /* [text] as parsed, in the unit */
    dm_str lower;                       /* [text] Unicode lower case */
    dm_str lemma;                       /* [syntax] */
    const char *morph;                  /* [syntax] "Number=Sing|..." sorted, "" when empty; static or in the model */
    uint32_t head;                      /* [syntax] absolute index; itself for a root */
    uint32_t left, right;               /* [syntax] subtree's first token and one past its last (spaCy's l_edge, r_edge + 1) */
    uint32_t first_child, next_sibling; /* [syntax] ascending; DM_NONE */
    uint32_t sentence;                  /* [syntax] */
    uint32_t block;                     /* [text] */
    uint32_t lemma_word;                /* [lexicon] id of the lemma in the lexicon's vocabulary, 0 = not there */
    uint8_t flags;                      /* [text, syntax] DM_TOK_* */
    dm_tag tag;                         /* [syntax] Penn */
    dm_pos pos;                         /* [syntax] universal */
    dm_dep dep;                         /* [syntax] */
    dm_ner ner;                         /* [syntax] label of the named entity it lies in; DM_TOK_ENT_BEGIN on its first token */
} dm_token;

/* What the network reads of a token beside SPACE_AFTER and IS_SPACE [text]: spaCy string ids. */
typedef struct dm_features {
    uint64_t norm, prefix, suffix, shape;
} dm_features;

typedef struct dm_sentence_row {
    dm_span span; /* without leading and trailing white space */
    uint32_t tok_begin, tok_end;
    uint32_t root;
    uint32_t block;
} dm_sentence_row;

/* What the phrase matcher reads [lexicon_tag]: runs of letters and digits, lower-cased, diacritics folded, dots of
 * abbreviations dropped ("U.S." is one piece "us", written upper), hyphens and other punctuation left out. */
enum { DM_PIECE_LOWER, DM_PIECE_TITLE, DM_PIECE_UPPER, DM_PIECE_MIXED, DM_PIECE_DIGITS };
typedef struct dm_piece {
    dm_span span;
    uint32_t token;
    uint32_t word; /* id in the lexicon's vocabulary, 0 = not there */
    uint8_t cased; /* DM_PIECE_* as written */
    bool glued;    /* joined to the piece before by a hyphen, dash or nothing */
    bool breaks;   /* a comma, full stop, bracket or quotation mark stands between it and the piece before */
} dm_piece;

/* ---- mentions and entities ---- */

enum { DM_GENDER_UNKNOWN, DM_GENDER_MALE, DM_GENDER_FEMALE, DM_GENDER_NEUTRAL };

#define DM_FIELD(name, TYPE, key, help) DM_C_##TYPE name;

typedef struct dm_mention_row {
    dm_span span;                  /* [mentions] */
    dm_via via;                    /* [mentions]; [actors] may change it: a metonym read as a place */
    dm_str role;                   /* [mentions] office or description as written; .p NULL */
    uint32_t tok_begin, tok_end;   /* [mentions] tokens that it touches */
    uint32_t head;                 /* [mentions] syntactic head token */
    uint32_t name_begin, name_end; /* [mentions] the personal or proper name inside it as pieces; equal when none */
    uint32_t actor;                /* [mentions] row of the lexicon's actors when the name is known and unique, else DM_NONE */
    uint32_t office;               /* [mentions] row of the lexicon's titles, or DM_NONE */
    uint32_t agent;                /* [mentions] row of the lexicon's agents ("soldiers"), or DM_NONE */
    uint32_t country;              /* [mentions] row of actors: the state that modifies it ("Japanese Foreign Minister"), or DM_NONE */
    uint32_t body;                 /* [mentions] row of institutions ("the Foreign Ministry"), or DM_NONE */
    uint32_t outlet;               /* [mentions] row of outlets ("Kyodo"), or DM_NONE */
    uint8_t gender, plural;        /* [mentions] DM_GENDER_*; plural 0/1 */
    dm_entity kind;                /* [mentions] likely kind */
    bool former;                   /* [mentions] former, ex-, then-, late */
    uint32_t entity;               /* [actors] index of the entity, DM_NONE while unresolved */
    dm_str why;                    /* [actors] how it was resolved, in words */
} dm_mention_row;

typedef struct dm_index_list {
    uint32_t *v;
    uint32_t n, cap;
} dm_index_list;
typedef struct dm_str_list {
    dm_str *v;
    uint32_t n, cap;
} dm_str_list;
typedef struct dm_span_list {
    dm_span *v;
    uint32_t n, cap;
} dm_span_list;

/* One taking part in an event. [events] picks entity, span and mention; [actors_roles], which runs after events, gives
 * role, capacity and code at the date of the event. */
typedef struct dm_role {
    uint32_t entity;
    dm_span span;
    dm_str role; /* office or description at that date, .p NULL */
    dm_capacity capacity;
    dm_str code;
    uint32_t mention; /* DM_NONE when it is implied */
} dm_role;
typedef struct dm_role_list {
    dm_role *v;
    uint32_t n, cap;
} dm_role_list;

typedef struct dm_matter {
    dm_str issue;                    /* lexicon/issues id, .p NULL */
    dm_str deed;                     /* lemma of what is to be done, or of the noun that names it */
    dm_index_list doer, beneficiary; /* entities */
    dm_str venue;                    /* where the deed is to happen, as written */
    dm_date when;                    /* when the deed is to happen; DM_DATE_UNKNOWN */
    dm_span_list conditions;
    dm_span span;   /* the words that state it */
    dm_str head;    /* lemma of the noun that refers back to it: offer, proposal, plan ("the offer") */
    bool anaphoric; /* only refers back; says nothing new */
} dm_matter;

typedef struct dm_place {
    dm_span span;
    dm_str name;
    dm_str country;
    double lat, lon; /* degrees; NaN unknown */
} dm_place;

typedef struct dm_decided {
    dm_decider kind;
    dm_str id; /* frame id, class of the ranker */
    double confidence;
} dm_decided;

typedef struct dm_version {
    uint32_t event;
    dm_date date;
    dm_span terms_span;
} dm_offer_version;
typedef struct dm_version_list {
    dm_offer_version *v;
    uint32_t n, cap;
} dm_version_list;

typedef struct dm_reply {
    dm_role_list by;
    uint32_t to_version; /* index */
    dm_force kind;
    uint32_t event;     /* or DM_NONE */
    uint32_t statement; /* or DM_NONE */
    dm_date date;
    dm_str basis; /* anaphora, name, matter, same sentence */
    double score;
} dm_reply;
typedef struct dm_reply_list {
    dm_reply *v;
    uint32_t n, cap;
} dm_reply_list;

typedef struct dm_offer_state {
    uint32_t addressee; /* entity */
    dm_state state;
    dm_day as_of;
} dm_offer_state;
typedef struct dm_state_list {
    dm_offer_state *v;
    uint32_t n, cap;
} dm_state_list;

/* C types of rows.def */
typedef dm_str DM_C_ID, DM_C_STR;
typedef dm_str_list DM_C_STRS;
typedef bool DM_C_BOOL;
typedef uint32_t DM_C_NUM;
typedef double DM_C_REAL;
typedef dm_span DM_C_SPAN;
typedef dm_span_list DM_C_SPANS;
typedef dm_day DM_C_DAY;
typedef dm_date DM_C_DATE;
typedef uint32_t DM_C_ENTITY, DM_C_STATEMENT, DM_C_EVENT;
typedef dm_index_list DM_C_ENTITIES;
typedef dm_role_list DM_C_ROLES;
typedef dm_matter *DM_C_MATTER;
typedef dm_place *DM_C_PLACE;
typedef dm_decided DM_C_DECIDED;
typedef dm_index_list DM_C_MENTIONS;
typedef dm_version_list DM_C_VERSIONS;
typedef dm_reply_list DM_C_REPLIES;
typedef dm_state_list DM_C_STATES;
typedef dm_block DM_C_block;
typedef dm_entity DM_C_entity;
typedef dm_via DM_C_via;
typedef dm_capacity DM_C_capacity;
typedef dm_timex DM_C_timex;
typedef dm_basis DM_C_basis;
typedef dm_mode DM_C_mode;
typedef dm_act DM_C_act;
typedef dm_plover DM_C_plover;
typedef dm_force DM_C_force;
typedef dm_polarity DM_C_polarity;
typedef dm_modality DM_C_modality;
typedef dm_phase DM_C_phase;
typedef dm_stage DM_C_stage;
typedef dm_stance DM_C_stance;
typedef dm_asserted DM_C_asserted;
typedef dm_attribute DM_C_attribute;

typedef struct dm_entity_row { /* [actors] */
    DM_ROW_ENTITY(DM_FIELD)
    uint32_t actor; /* row of the lexicon's actors, DM_NONE for one that only this story knows */
    uint8_t gender;
    bool plural;
    bool former;
    bool anonymous; /* "a senior official": one a story, never merged across stories */
    uint32_t state; /* row of the lexicon's actors: the state it belongs to, DM_NONE */
} dm_entity_row;

typedef struct dm_timex_row { /* [dates] */
    DM_ROW_TIMEX(DM_FIELD)
    uint32_t tok_begin, tok_end;
    bool relative; /* its value rests on the story's date */
} dm_timex_row;

typedef struct dm_statement_row { /* [statements] */
    DM_ROW_STATEMENT(DM_FIELD)
    uint32_t cue;             /* head token of the cue, DM_NONE for a bare quote */
    uint32_t speaker_mention; /* DM_NONE when unresolved */
    uint32_t sentence;        /* of the cue, else of the content */
    bool negated;             /* "did not say", "declined to comment" */
} dm_statement_row;

typedef struct dm_event_row { /* [events] */
    DM_ROW_EVENT(DM_FIELD)
    uint32_t trigger; /* head token */
    uint32_t sentence;
} dm_event_row;

typedef struct dm_offer_row { /* [ledger] */
    DM_ROW_OFFER(DM_FIELD)
} dm_offer_row;
typedef struct dm_position_row { /* [ledger] */
    DM_ROW_POSITION(DM_FIELD)
} dm_position_row;
typedef struct dm_note_row { /* any stage */
    DM_ROW_NOTE(DM_FIELD)
} dm_note_row;

/* What `explain` tells of a row: which rule fired, what lost, how a date was found. Written only when
 * doc->want_trace is set. */
typedef struct dm_trace {
    dm_stage stage;
    dm_span span; /* what it is about; explain shows the traces whose span meets the row's evidence */
    dm_str text;
} dm_trace;

/* A day that a page gives beside its text. */
typedef enum dm_hint_kind {
    DM_HINT_PUBLISHED, /* said to be the day of publication: structured data, meta tags, a labelled line */
    DM_HINT_PRINTED,   /* stands where such a day stands: near the title or the byline */
    DM_HINT_MODIFIED,  /* last change: bounds from above, and says no more */
} dm_hint_kind;
typedef struct dm_date_hint {
    dm_day day;
    dm_hint_kind kind;
    dm_str where; /* in words: "JSON-LD datePublished" */
} dm_date_hint;

typedef struct dm_doc {
    dm_arena *arena;
    /* the story as it came [ingest] */
    dm_str id, title, url, outlet, language; /* .p NULL where unknown; language is ISO 639-1 */
    dm_str text;                             /* decoded, LF, bytes that are no text as U+FFFD, otherwise untouched */
    dm_str claimed;                          /* date as the source gives it, .p NULL */
    dm_day claimed_day;                      /* DM_DAY_NONE */
    dm_str author;                           /* as the page or feed gives it, .p NULL */
    VEC(dm_date_hint) hints;                 /* of a page; most trusted first */
    dm_day crawled_day;                      /* when it was fetched: the story is not younger; DM_DAY_NONE */
    dm_str page;                             /* the page that text was read from, as UTF-8, .p NULL for plain text; lives as long as the raw story */
    dm_status_of_story status;
    dm_date date; /* of writing [dates] */

    VEC(dm_block_row) blocks;
    VEC(dm_token) tokens;
    VEC(dm_features) features; /* as many as tokens */
    VEC(dm_sentence_row) sentences;
    VEC(dm_piece) pieces;
    VEC(dm_mention_row) mentions; /* ascending by span */
    VEC(dm_entity_row) entities;
    VEC(dm_timex_row) timexes; /* ascending by span */
    VEC(dm_statement_row) statements;
    VEC(dm_event_row) events;
    VEC(dm_offer_row) offers;
    VEC(dm_position_row) positions;
    VEC(dm_note_row) notes;
    VEC(dm_trace) traces;
    bool want_trace;
    dm_strmap ids;      /* handed out by doc_row_id [any stage, by doc_row_id alone] */
    uint64_t text_hash; /* of text, once ids has one */
} dm_doc;

/* Forgets everything but the arena (which is reset too) and want_trace. */
void doc_reset(dm_doc *doc);
dm_status doc_note(dm_doc *doc, dm_stage stage, const char *code, dm_span span, const char *fmt, ...) DM_PRINTF(5, 6) DM_MUST_CHECK;
/* No-op unless want_trace; a trace that finds no memory is left out. */
void doc_trace(dm_doc *doc, dm_stage stage, dm_span span, const char *fmt, ...) DM_PRINTF(4, 5);
static inline dm_str doc_text(const dm_doc *doc, dm_span s) { return str_sub(doc->text, s.begin, s.end); }
/* The same with each run of white space as one space: a name over a line wrap. .p NULL when out of memory. */
dm_str doc_words(dm_doc *doc, dm_span s);

/* Byte of text for a byte of the block's unit; `is_end` for the end of a span (one past its last byte), so that the
 * span of what stands before a joined wrap does not swallow the wrap. */
uint32_t block_text_offset(const dm_block_row *block, uint32_t unit, bool is_end);

/* Stable id: letter and 16 hex digits of XXH3-64 over the text's hash, the kind and `parts`; equal ones in one
 * document get "-2", "-3" in order of place. */
dm_str doc_row_id(dm_doc *doc, char letter, const void *parts, size_t n_bytes);

/* ---- days ---- */
/* The likeliest day of a date, else its first, else its last; DM_DAY_NONE when nothing is known. */
static inline dm_day date_day(const dm_date *d) { return d->best != DM_DAY_NONE ? d->best : d->from != DM_DAY_NONE ? d->from : d->to; }
dm_day day_of(int year, int month, int mday); /* DM_DAY_NONE when there is no such day */
void day_split(dm_day day, int *year, int *month, int *mday);
int day_weekday(dm_day day);                     /* 0 = Monday */
dm_day day_parse(dm_str iso);                    /* YYYY-MM-DD at the beginning of iso, else DM_DAY_NONE */
void day_put(dm_buf *b, dm_day day, bool json);  /* YYYY-MM-DD; json: quoted, null for none */
void date_put_text(dm_buf *b, const dm_date *d); /* 2021-09-24, 2021-09-24/25, 2021-09, 2021, ..2021-09-24; nothing when unknown */

#endif
