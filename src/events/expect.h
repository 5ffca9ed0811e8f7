/* What an example or a golden case wants of an event, as text: "SDN+TCD ACCUSE LBY modes=allege" – actors, type, recipients
 * by country or code, then modes, force, cameo, phase, polarity, modality, matter (its deed). "-" in the type's place: a
 * row without a type (docs/formats/frames.md). */
#ifndef DM_EVENTS_EXPECT_H
#define DM_EVENTS_EXPECT_H

#include "document/doc.h"

bool expect_fits(const dm_doc *doc, const dm_event_row *e, dm_str expect);
/* Whether the document has a row of this frame (.p NULL: of any) that fits; for "-" alone, whether it has none. */
bool expect_holds(const dm_doc *doc, dm_str expect, dm_str frame);

#endif
