/* The files of the page, as web/build.js left them, inside the program. */
#ifndef DM_SERVE_PAGE_H
#define DM_SERVE_PAGE_H

#include "base/str.h"

dm_str page_index(void);   /* the frame for the server, with {{token}} */
dm_str page_report(void);  /* the frame of a report file, with {{css}}, {{network}}, {{data}}, {{js}} */
dm_str page_script(void);  /* page.js */
dm_str page_network(void); /* network.js */
dm_str page_sheet(void);   /* page.css */

/* The text up to {{name}}; *rest is what follows it. Without one, the whole text and an empty rest. */
dm_str page_until(dm_str text, const char *name, dm_str *rest);

#endif
