/* Inside the exporters: a merged event with its first report beside it, and the few ways of writing that formats share.
 *
 * Everything comes through demarche.h: the merged row as the ledger prints it, and the story of its first report as `code` printed it,
 * for what only the story has: raw names, place, contexts, the number of the sentence. Stories are kept in a small cache. */
#ifndef DM_EXPORT_EXPORT_H
#define DM_EXPORT_EXPORT_H

#include "base/str.h"
#include "demarche.h"

#include <jansson.h>

/* One event to write. */
typedef struct export_event {
    const json_t *row;   /* merged */
    const json_t *story; /* of the first report; NULL when it cannot be had */
    const json_t *full;  /* the event as that story has it, or NULL */
    const char *day;     /* YYYY-MM-DD by the date policy; "" where the policy allows for none */
    uint64_t number;     /* from 1, in the order of print */
} export_event;

typedef struct export_ctx export_ctx;
typedef struct exporter {
    const char *name;
    bool needs_day; /* rows without a day cannot be written */
    void (*begin)(export_ctx *x);
    void (*event)(export_ctx *x, const export_event *e);
    void (*end)(export_ctx *x);
    bool stories; /* `story` is called for each story instead */
    void (*story)(export_ctx *x, const json_t *story, uint64_t number);
} exporter;

struct export_ctx {
    dm_buf out; /* written out by the caller of begin, event and end */
    const dm_export_options *options;
    dm_file_sink *file; /* for formats of many files */
    void *user;
    dm_err *err;
    dm_status status; /* of writing files */
    void *more;       /* the exporter's own */
};

extern const exporter export_icews, export_polecat, export_phoenix, export_petrarch, export_gdelt, export_csv, export_plover, export_jsonl,
    export_gexf, export_dna, export_brat, export_webannotation, export_markdown;

/* ---- reading JSON ---- */
const char *export_text(const json_t *object, const char *key); /* "" when it is no text */
double export_real(const json_t *object, const char *key);      /* NaN when it is no number */
const json_t *export_list(const json_t *object, const char *key, size_t *n);
/* The words of a span ([begin, end) in code points) of the story, white space as single spaces, appended. */
void export_put_span(dm_buf *b, const json_t *story, const json_t *span);
/* From 1: the sentence that a span begins in; 0 when there is none. */
uint32_t export_sentence(const json_t *story, const json_t *span);
const json_t *export_role_in_story(const export_event *e, const char *side, size_t i); /* the same role with its span, or NULL */
const json_t *export_entity(const json_t *story, const char *id);

/* ---- writing ---- */
/* One cell of a row of tab-separated values: tabs and line ends as spaces, `none` for "". */
void export_cell(export_ctx *x, const char *text, const char *none);
void export_cell_buf(export_ctx *x, dm_buf *text, const char *none); /* frees text */
void export_row_end(export_ctx *x);

/* ---- codes ---- */
typedef struct country_code {
    const char *iso, *name, *cow, *fips;
} country_code;
const country_code *export_country(const char *iso); /* NULL when there is none */
const char *export_sector_word(const char *sector);  /* GOV -> "Government" */
/* The sector part of a code: USAGOV -> "GOV". */
const char *export_sector(const json_t *role);

#endif
