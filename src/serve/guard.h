/* Who may ask: pure decisions over the headers of a request.
 *
 * Another site's page can make a browser send requests here, and by DNS rebinding even read the answers under a name of its own.
 * So the Host must be a loopback name with our port, or, where we listen to more, an address or the name we were given; an Origin
 * must be the page's own; and what changes the ledger needs a token that only our page is told. */
#ifndef DM_SERVE_GUARD_H
#define DM_SERVE_GUARD_H

#include "base/str.h"

enum { GUARD_TOKEN_SIZE = 33 }; /* 32 hexadecimal digits and NUL */

typedef struct guard {
    bool loopback;                 /* listens to this machine alone */
    const char *host;              /* the address or name given; NULL for the default */
    uint16_t port;                 /* the one that is bound */
    const char *visit;             /* token asked of every request; NULL: of none */
    char change[GUARD_TOKEN_SIZE]; /* token asked of those who correct */
} guard;

bool guard_is_loopback(const char *host);
/* Each takes a header's value, NULL when it did not come. */
bool guard_host(const guard *g, const char *host);
bool guard_origin(const char *origin, const char *host);
bool guard_site(const char *sec_fetch_site);
/* The visit token in a cookie header of ours, in Authorization, or as given. */
bool guard_visit(const guard *g, const char *cookies, const char *authorization, const char *parameter);
bool guard_change(const guard *g, const char *token);
/* A fresh token from the system's random numbers. */
dm_status guard_token(char out[GUARD_TOKEN_SIZE], dm_err *err) DM_MUST_CHECK;

#endif
