/* Which language a paragraph is in, as far as is needed to leave out what is not English. */
#ifndef DM_INGEST_LANGUAGE_H
#define DM_INGEST_LANGUAGE_H

#include "base/str.h"

/* ISO 639-1 code: "en"; another language with at least as much evidence; "" when nothing speaks for any. Scripts other than
 * Latin give a language typical of the script. Looks at the first 1,000 bytes. The string is static. */
const char *language_of(dm_str text);
/* "en" for en, en-GB, eng, English; another two-letter code likewise; .p NULL for what is not known. */
dm_str language_code(dm_str given);

#endif
