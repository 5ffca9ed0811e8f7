/* The tables that the page knows, by the names that the address of the API and the report use. */
#ifndef DM_SERVE_TABLES_H
#define DM_SERVE_TABLES_H

#include "base/str.h"
#include "demarche.h"

/* False when there is no such table. */
bool tables_find(dm_str name, dm_table *out);
/* Tables that a report carries whole; NULL ends the list. */
extern const char *const tables_of_report[];

#endif
