/* The database: the only place with SQL. SQLite, one file, tables made from rows.def.
 *
 * A story is known by its URL, else by its id. The same story again is unchanged; the same text under another name is a
 * copy (noted, not coded); anything new under a known name is a new version, and the old one is kept but no longer current.
 * What is read in one batch is committed whole or not at all. Ledger rows that need other stories are folded from the
 * facts that store_load gives; folded.h keeps the outcome as tables. */
#ifndef DM_STORE_STORE_H
#define DM_STORE_STORE_H

#include "base/map.h"
#include "demarche.h"
#include "document/facts.h"

/* Goes up when the tables change; a database of another version is refused by name. */
#define STORE_SCHEMA 7

typedef struct store store;

/* DM_E_NOT_FOUND, DM_E_DATABASE (another program's file, damaged), DM_E_VERSION, DM_E_PERMISSION, DM_E_FULL, DM_E_BUSY. */
dm_status store_open(const char *path, dm_open how, store **out, dm_err *err) DM_MUST_CHECK;
void store_close(store *s);

/* A number that is another one after any change to the database, by this handle or by anybody else. */
dm_status store_version(store *s, uint64_t *out, dm_err *err) DM_MUST_CHECK;

dm_status store_begin(store *s, dm_err *err) DM_MUST_CHECK;
dm_status store_commit(store *s, dm_err *err) DM_MUST_CHECK;
void store_rollback(store *s);
/* What is read until store_rollback is of one state of the database. */
dm_status store_begin_reading(store *s, dm_err *err) DM_MUST_CHECK;
bool store_can_write(const store *s);

typedef enum store_known { STORE_NEW, STORE_UNCHANGED, STORE_COPY, STORE_VERSION } store_known;
/* A story as it came: its name (URL, else id), a hash of all that came and one of the text alone. */
typedef struct store_name {
    dm_str name, outlet;
    uint64_t hash, text_hash;
} store_name;
dm_status store_look_up(store *s, const store_name *name, store_known *out, dm_err *err) DM_MUST_CHECK;
/* Notes that this name carries the same text as a story that is there. */
dm_status store_put_copy(store *s, const store_name *name, dm_err *err) DM_MUST_CHECK;
/* Writes a coded story and all its rows; an older version under this name is no longer current. */
dm_status store_put(store *s, const dm_printer *pr, const store_name *name, const dm_provenance *made_by, dm_err *err) DM_MUST_CHECK;

/* How far a file of records was read: `at` is the byte behind the last story that is kept; 0 when the file is behind. A place counts as
 * long as the file has the size and time that it had then, and for the same filter of URLs (.p NULL: none). */
dm_status store_put_place(store *s, dm_str path, dm_str filter, uint64_t at, dm_err *err) DM_MUST_CHECK;
typedef struct store_place {
    dm_str path;
    uint64_t at;
} store_place;
typedef struct store_place_list {
    store_place *v;
    uint32_t n, cap;
} store_place_list;
dm_status store_load_places(store *s, dm_str filter, dm_arena *arena, store_place_list *out, dm_err *err) DM_MUST_CHECK;

/* The rows of all current stories, in the order of the stories' ids; strings in f->arena. */
dm_status store_load(store *s, facts *f, dm_err *err) DM_MUST_CHECK;

/* Appends the line that `code` printed for the current story with this id. DM_E_NOT_FOUND names the id. */
dm_status store_put_line(store *s, dm_str id, dm_buf *out, dm_err *err) DM_MUST_CHECK;

/* Corrections in the order in which they were made. */
typedef struct store_correction {
    dm_correction_kind kind;
    dm_str_list ids, fields;
    dm_str note, by, at;
} store_correction;
typedef struct store_correction_list {
    store_correction *v;
    uint32_t n, cap;
} store_correction_list;
dm_status store_put_correction(store *s, const dm_correction *correction, dm_err *err) DM_MUST_CHECK;
dm_status store_load_corrections(store *s, dm_arena *arena, store_correction_list *out, dm_err *err) DM_MUST_CHECK;
/* Old ids of rows and what took their place: map gives an index into names. */
dm_status store_load_aliases(store *s, dm_arena *arena, dm_strmap *map, dm_str_list *names, dm_err *err) DM_MUST_CHECK;

/* Sentences of all current stories, in the order of the facts; texts point into the facts. */
typedef struct store_sentence {
    uint32_t story; /* index into the facts */
    dm_span span;
    dm_str text;
} store_sentence;
typedef struct store_sentence_list {
    store_sentence *v;
    uint32_t n, cap;
} store_sentence_list;
dm_status store_load_sentences(store *s, const facts *f, dm_arena *arena, store_sentence_list *out, dm_err *err) DM_MUST_CHECK;

/* One story as it came, to code it again. Strings in arena. */
typedef struct store_story {
    int64_t story; /* its row */
    dm_str id, title, url, outlet, claimed, language, crawled, text;
    dm_str page;                    /* the page that text was read from, as UTF-8; .p NULL for plain text */
    dm_str model, lexicon, version; /* fingerprints of what coded it */
} store_story;
/* By id of the story itself or of one of its rows. DM_E_NOT_FOUND names the id. */
dm_status store_find_story(store *s, dm_str id, dm_arena *arena, store_story *out, dm_err *err) DM_MUST_CHECK;
dm_status store_get_story(store *s, int64_t story, dm_arena *arena, store_story *out, dm_err *err) DM_MUST_CHECK;

/* Rows of the current stories that were coded by anything but made_by, in the order of the stories' ids. */
typedef struct store_stale_list {
    int64_t *v;
    uint32_t n, cap;
} store_stale_list;
dm_status store_list_stale(store *s, const dm_provenance *made_by, dm_arena *arena, store_stale_list *out, dm_err *err) DM_MUST_CHECK;
/* Puts the new coding of a story in the place of the old one; corrections follow the words that they were made on. */
dm_status store_renew(store *s, const dm_printer *pr, int64_t story, const dm_provenance *made_by, dm_err *err) DM_MUST_CHECK;

/* Adds the current stories of the ledger at `path` with their rows, and its copies, corrections and aliases, all or nothing. Of two
 * texts under one name the one that was crawled later is current, else the one of `path`. Counts what became of its stories. */
dm_status store_combine(store *s, const char *path, dm_totals *totals, dm_err *err) DM_MUST_CHECK;

#endif
