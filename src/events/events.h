/* Events: who did what to whom. Reads tokens with their tree, mentions, entities, dates and statements; writes
 * doc->events in order of place: PLOVER type and modes, CAMEO code, actors and recipients, force and matter, polarity,
 * modality, phase, history, date, place and the frame that decided.
 *
 * A frame (lexicon/frames.h) fires on a word when its words and conditions fit; its slots are filled over dependencies.
 * An event needs at least one actor or recipient that is known and no mere place. */
#ifndef DM_EVENTS_EVENTS_H
#define DM_EVENTS_EVENTS_H

#include "lexicon/lexicon.h"

/* Odd text never fails; only memory does. */
dm_status events_run(const lexicon *lex, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

/* The relation between two stretches of text, for `demarche relate`. */
typedef struct dm_relation {
    dm_plover type;   /* DM_PLOVER_NONE when none is seen */
    uint8_t quad;     /* 0 when none */
    dm_str mode;      /* .p NULL */
    dm_str cameo;     /* .p NULL */
    double intensity; /* NaN when none */
    dm_polarity polarity;
    dm_modality modality;
    dm_phase phase;
    uint32_t trigger;  /* token, DM_NONE */
    dm_str frame;      /* id, .p NULL */
    bool reversed;     /* the target acts on the source */
    double confidence; /* 0 to 1 */
} dm_relation;
/* Hashes of what the ranker sees of a pair (ranker.h), ascending, each once. */
#define RANKER_FEATURES_MAX 1500
typedef struct ranker_features {
    uint32_t v[RANKER_FEATURES_MAX];
    uint32_t n;
} ranker_features;
/* source, target: bytes of doc->text, DM_SPAN_NONE when not asked for; force: never answers none. Needs tokens and tree
 * alone. *features is what the ranker saw. */
dm_status events_relate(const lexicon *lex, dm_doc *doc, dm_span source, dm_span target, bool force, dm_relation *out, ranker_features *features,
                        dm_err *err) DM_MUST_CHECK;

/* Quad class of a type, 1-4; 0 for none (scale.c). */
uint8_t scale_quad(dm_plover type);

#endif
