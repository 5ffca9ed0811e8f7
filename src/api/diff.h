/* Two codings of one story told apart, row by row. */
#ifndef DM_API_DIFF_H
#define DM_API_DIFF_H

#include "api/answer.h"

dm_rows *diff_rows_new(void); /* NULL: out of memory */
/* Adds what is other in the line `is` than in the line `was`, both as `code` prints them. Statements, events, offers and positions are
 * compared by id; what is left over of statements and events by the words that they stand on. */
dm_status diff_lines(dm_str story, dm_str was, dm_str is, dm_rows *rows, dm_err *err) DM_MUST_CHECK;

#endif
