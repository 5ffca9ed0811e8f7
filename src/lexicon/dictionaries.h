/* Dictionaries of TABARI and PETRARCH read as rows of our tables: a researcher's folder of them is laid over the lexicon as it is.
 *
 *   *.actors*    names, synonyms and dated codes -> actors, names. A code that is a state alone ([ISR]) names that state; any other is an
 *                actor of its own with that code ([USAGOV 930120-010119]: for these days).
 *   *.agents*    nouns with a sector, plurals, !SUBSTITUTIONS! -> agents
 *   *.discards*  phrases whose sentence, or with + whose story, is not coded -> discards
 *   *.issues*    phrases in <ISSUE CATEGORY="..."> -> issues
 *
 * Verb files are not read: frames say more than patterns of words. Not kept: blanks that allow words between (phrases are of
 * neighbours), stems (whole words match), second codes after a slash, what follows the sector in a code of an agent. */
#ifndef DM_LEXICON_DICTIONARIES_H
#define DM_LEXICON_DICTIONARIES_H

#include "base/map.h"
#include "lexicon/lexicon_rows.h"

typedef enum dict_kind { DICT_NONE, DICT_ACTORS, DICT_AGENTS, DICT_DISCARDS, DICT_ISSUES, DICT_VERBS } dict_kind;

/* What the parts of a file's name between dots say: "Phoenix.Countries.actors.txt" are actors. */
dict_kind dict_kind_of(dm_str file_name);

typedef struct dict_file {
    const char *path;
    uint32_t dir;
    dm_str text;
    dict_kind kind;
} dict_file;

/* Appends the file's rows to those of its tables (LEX_TABLE_N of them). `actors` has the ids of all actors of tables. */
dm_status dict_read(dm_arena *arena, lex_lint *lint, const dict_file *file, const dm_strmap *actors, lex_rows *tables, dm_err *err) DM_MUST_CHECK;

#endif
