/* See guard.h. */
#include "serve/guard.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <strings.h>
#include <sys/random.h>

bool guard_is_loopback(const char *host) {
    return !host || strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 || strncmp(host, "127.", 4) == 0;
}

/* Splits "name:port", "[::1]:port"; port 80 where none is told. False when it is neither. */
static bool split(const char *value, dm_str *name, uint32_t *port) {
    const char *end = value, *rest;
    if (*value == '[') {
        end = strchr(value, ']');
        if (!end) return false;
        *name = (dm_str){value + 1, (uint32_t)(end - value - 1)};
        rest = end + 1;
    } else {
        end = value + strcspn(value, ":");
        *name = (dm_str){value, (uint32_t)(end - value)};
        rest = end;
    }
    *port = 80;
    if (!*rest) return name->n > 0;
    if (*rest++ != ':' || !*rest || strlen(rest) > 5) return false;
    *port = 0;
    for (; *rest; rest++) {
        if (*rest < '0' || *rest > '9') return false;
        *port = *port * 10 + (uint32_t)(*rest - '0');
    }
    return name->n > 0;
}

static bool is_address(dm_str name) {
    char text[64];
    unsigned char out[16];
    if (name.n >= sizeof text) return false;
    memcpy(text, name.p, name.n);
    text[name.n] = 0;
    return inet_pton(AF_INET, text, out) == 1 || inet_pton(AF_INET6, text, out) == 1;
}

bool guard_host(const guard *g, const char *host) {
    dm_str name;
    uint32_t port;
    if (!host || !split(host, &name, &port)) return false;
    bool here = str_eq_nocase(name, DM_STR("localhost")) || str_is(name, "127.0.0.1") || str_is(name, "::1");
    if (g->loopback) return port == g->port && (here || (g->host && str_eq_nocase(name, str_from(g->host))));
    return here || is_address(name) || (g->host && str_eq_nocase(name, str_from(g->host)));
}

bool guard_origin(const char *origin, const char *host) {
    if (!origin) return true;
    return strncmp(origin, "http://", 7) == 0 && host && strcasecmp(origin + 7, host) == 0;
}

bool guard_site(const char *site) { return !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0; }

/* Takes as long for a wrong token as for a right one of this length. */
static bool same(const char *a, size_t n_a, const char *b) {
    size_t n = strlen(b);
    if (n_a != n) return false;
    unsigned char differ = 0;
    for (size_t i = 0; i < n; i++) differ |= (unsigned char)(a[i] ^ b[i]);
    return differ == 0;
}

bool guard_visit(const guard *g, const char *cookies, const char *authorization, const char *parameter) {
    if (!g->visit) return true;
    if (parameter && same(parameter, strlen(parameter), g->visit)) return true;
    if (authorization && strncasecmp(authorization, "Bearer ", 7) == 0) return same(authorization + 7, strlen(authorization + 7), g->visit);
    char name[32];
    int n = snprintf(name, sizeof name, "demarche-%u=", g->port);
    for (const char *c = cookies; c && *c;) {
        c += strspn(c, " ;");
        size_t size = strcspn(c, ";");
        if (size > (size_t)n && strncmp(c, name, (size_t)n) == 0 && same(c + n, size - (size_t)n, g->visit)) return true;
        c += size;
    }
    return false;
}

bool guard_change(const guard *g, const char *token) { return token && same(token, strlen(token), g->change); }

dm_status guard_token(char out[GUARD_TOKEN_SIZE], dm_err *err) {
    unsigned char random[16];
    if (getrandom(random, sizeof random, 0) != sizeof random) return err_set(err, DM_E_IO, 0, "the system gives no random numbers");
    for (size_t i = 0; i < sizeof random; i++) snprintf(out + 2 * i, 3, "%02x", random[i]);
    return DM_OK;
}
