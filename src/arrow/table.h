/* Rows of coded stories as Arrow tables: the same fields as `demarche code` prints, made from rows.def. */
#ifndef DM_ARROW_TABLE_H
#define DM_ARROW_TABLE_H

#include "arrow/columns.h"
#include "document/rows.h"

/* Adds the document's rows; a table that found no memory keeps what it had before. */
dm_status table_add(dm_arrow *t, const dm_printer *pr, dm_err *err) DM_MUST_CHECK;

#endif
