/* Inside the api: what stands behind the public handles. */
#ifndef DM_API_ENGINE_H
#define DM_API_ENGINE_H

#include "lexicon/lexicon.h"
#include "nn/model.h"
#include "pipeline/pipeline.h"
#include "store/store.h"

struct dm_engine {
    model *m;
    lexicon *lex;
    pipeline *pl;
};

struct dm_ledger {
    store *s;
    struct folded *folded; /* of the version below; NULL until a query asks (query.c) */
    uint64_t version;
    uint64_t state, looked; /* of the stories and corrections, as looked up at this version of the database */
    bool fresh;             /* the tables are of that state */
};
/* Fills the tables of folded rows when they are not of the stories and corrections that there are now.
 * While another process writes they stay as they are: queries then fold in memory. */
dm_status answer_refresh(dm_ledger *ledger, dm_err *err) DM_MUST_CHECK;
void answer_forget(dm_ledger *ledger); /* the folded ledger, with its memory */

/* Where a file is: `given`, $env, beside the program, the XDG data folder; false and the places looked at in err. */
dm_status engine_find(const char *given, const char *env, const char *file_name, dm_status code, const char *how_to_get, dm_buf *path,
                      dm_err *err) DM_MUST_CHECK;

/* The line that `code` prints; makes pr a printer of the document. */
dm_status engine_code_line(const pipeline *pl, dm_doc *doc, dm_printer *pr, dm_buf *out, dm_err *err) DM_MUST_CHECK;

/* A story of the ledger as it came. */
dm_raw engine_stored(const store_story *story);

/* Why the row `id` of a coded document (with traces) exists; id .p NULL lists the rows. False when there is no such row. */
void explain_put_line(dm_buf *out, dm_str text); /* one line: runs of white space as one space */
bool explain_row(dm_buf *out, const dm_printer *pr, dm_str id);

#endif
