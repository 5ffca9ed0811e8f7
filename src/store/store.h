/* The database: the only place with SQL. SQLite, one file, tables made from rows.def.
 *
 * A story is known by its URL, else by its id. The same bytes again are unchanged; the same bytes under another name are a
 * copy (noted, not coded); new bytes under a known name are a new version, and the old one is kept but no longer current.
 * What is read in one batch is committed whole or not at all. Ledger rows that need other stories are folded from the
 * facts that store_load gives; nothing folded is stored. */
#ifndef DM_STORE_STORE_H
#define DM_STORE_STORE_H

#include "document/facts.h"

/* Goes up when the tables change; a database of another version is refused by name. */
#define STORE_SCHEMA 1

typedef struct store store;

/* DM_E_NOT_FOUND, DM_E_DATABASE (another program's file, damaged), DM_E_VERSION, DM_E_PERMISSION, DM_E_FULL, DM_E_BUSY. */
dm_status store_open(const char *path, bool create, store **out, dm_err *err) DM_MUST_CHECK;
void store_close(store *s);
const char *store_path(const store *s);

dm_status store_begin(store *s, dm_err *err) DM_MUST_CHECK;
dm_status store_commit(store *s, dm_err *err) DM_MUST_CHECK;
void store_rollback(store *s);

typedef enum store_known { STORE_NEW, STORE_UNCHANGED, STORE_COPY, STORE_VERSION } store_known;
/* What is known of a story with this name and the hash of what came. */
dm_status store_look_up(store *s, dm_str name, uint64_t hash, store_known *out, dm_err *err) DM_MUST_CHECK;
/* Notes that `name` (of `outlet`, may be none) carries the same bytes as a story that is there. */
dm_status store_put_copy(store *s, dm_str name, dm_str outlet, uint64_t hash, dm_err *err) DM_MUST_CHECK;
/* Writes a coded story and all its rows; an older version under this name is no longer current. */
dm_status store_put(store *s, const dm_printer *pr, dm_str name, uint64_t hash, const dm_provenance *made_by, dm_err *err) DM_MUST_CHECK;

/* The rows of all current stories, in the order of the stories' ids; strings in f->arena. */
dm_status store_load(store *s, facts *f, dm_err *err) DM_MUST_CHECK;

/* One story as it came, to code it again for `explain`. Strings in arena. */
typedef struct store_story {
    dm_str id, title, url, outlet, claimed, language, text;
    dm_str model, lexicon, version; /* fingerprints of what coded it */
} store_story;
/* By id of the story itself or of one of its rows. DM_E_NOT_FOUND names the id. */
dm_status store_find_story(store *s, dm_str id, dm_arena *arena, store_story *out, dm_err *err) DM_MUST_CHECK;

#endif
