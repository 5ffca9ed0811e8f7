/* What is answered under /api/ (docs/api.md): the words of a request in, an answer out, no HTTP. */
#ifndef DM_SERVE_API_H
#define DM_SERVE_API_H

#include "base/str.h"
#include "serve/pool.h"

/* The value of a parameter of the request, NULL when it did not come. */
typedef const char *api_parameter(void *request, const char *name);

typedef struct api_answer {
    unsigned status;  /* of HTTP */
    const char *type; /* content type */
    dm_buf body;      /* freed by the caller */
} api_answer;

/* GET path, without the leading /api/. The engine, which may be NULL, is for what /api/explain says of the reading. */
void api_get(pool *p, const dm_engine *engine, dm_str path, api_parameter *parameter, void *request, api_answer *out);
/* POST /api/correct. Opens the ledger for writing just for this. */
void api_correct(const char *db, dm_str body, api_answer *out);
/* True for a name that some path understands as parameter. */
bool api_knows(const char *name);
void api_error(api_answer *out, unsigned status, const char *message);

#endif
