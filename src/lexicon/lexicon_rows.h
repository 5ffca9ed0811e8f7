/* What each table means: its columns, its key, and how its rows become rows of the compiled file. */
#ifndef DM_LEXICON_ROWS_H
#define DM_LEXICON_ROWS_H

#include "lexicon/lexicon_build.h"

/* X(name, is a folder): in the order in which they are compiled: what others refer to comes first. */
#define LEX_TABLES(X)      \
    X(actors, true)        \
    X(names, true)         \
    X(offices, true)       \
    X(titles, false)       \
    X(institutions, false) \
    X(agents, false) X(places, false) X(outlets, false) X(classes, false) X(cues, false) X(issues, false) X(discards, false) X(cameo, false)

enum {
#define LEX_TABLE_ID(name, folder) LEX_T_##name,
    LEX_TABLES(LEX_TABLE_ID)
#undef LEX_TABLE_ID
        LEX_TABLE_N
};

extern const lex_table lex_tables[LEX_TABLE_N];

/* Rows come without two of one key. Complaints go to b->lint. */
dm_status rows_compile(lex_build *b, uint32_t table, const lex_rows *rows, dm_err *err) DM_MUST_CHECK;

#endif
