/* The server: libmicrohttpd in, the page and the API out. Paths are looked up in a table, never on the disk. Reading goes through
 * handles that only read (pool.h); what changes the ledger is one POST with a token (guard.h). Sizes, times and the number of
 * connections are bounded (patience.h). Every answer carries the policy that keeps a story's text from ever being run. */
#include "serve/api.h"
#include "serve/guard.h"
#include "serve/page.h"
#include "serve/patience.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

enum {
    THREADS = 4,
    HEADERS_MOST = 32 * 1024, /* bytes of a request's head, with its address */
    BODY_MOST = 64 * 1024,
    SILENT_S = 10,
    ASK_MS = 10000,     /* for a request to come whole */
    ANSWER_MS = 120000, /* for an answer to be taken */
    SWEEP_MS = 200
};

typedef struct server {
    guard guard;
    pool *pool;
    const char *db;
    const dm_engine *engine; /* may be NULL */
    dm_buf index;            /* the frame with its token */
    patience patience;
    pthread_mutex_t correcting; /* one correction at a time */
} server;

typedef struct request {
    dm_buf body;
    bool too_large;
} request;

/* The hash is of nothing: an empty sheet that Cytoscape.js looks for. */
static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "
                             "connect-src 'self'; img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static const char *header(struct MHD_Connection *c, const char *name) { return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name); }

static enum MHD_Result give(struct MHD_Connection *c, unsigned status, struct MHD_Response *r, const char *type, const char *etag) {
    if (!r) return MHD_NO;
    MHD_add_response_header(r, "Content-Security-Policy", policy);
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(r, "X-Frame-Options", "DENY");
    MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(r, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(r, "Cache-Control", etag ? "no-cache" : "no-store");
    if (etag) MHD_add_response_header(r, "ETag", etag);
    if (type) MHD_add_response_header(r, "Content-Type", type);
    if (status == 405) MHD_add_response_header(r, "Allow", "GET, HEAD");
    enum MHD_Result result = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return result;
}

static enum MHD_Result send_answer(struct MHD_Connection *c, api_answer *a, const char *etag) {
    if (!buf_ok(&a->body)) {
        buf_free(&a->body);
        return give(c, 500, MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT), NULL, NULL);
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(a->body.n, a->body.p, MHD_RESPMEM_MUST_FREE);
    return give(c, a->status, r, a->type, a->status == 200 ? etag : NULL);
}

static enum MHD_Result refuse(struct MHD_Connection *c, unsigned status, const char *why) {
    api_answer a = {0};
    api_error(&a, status, why);
    return send_answer(c, &a, NULL);
}

/* 304 when the visitor has this version; MHD_NO when not. */
static bool has_it(struct MHD_Connection *c, const char *etag) {
    const char *seen = header(c, MHD_HTTP_HEADER_IF_NONE_MATCH);
    return seen && strcmp(seen, etag) == 0;
}

static enum MHD_Result not_modified(struct MHD_Connection *c, const char *etag) {
    return give(c, 304, MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT), NULL, etag);
}

static enum MHD_Result send_file(struct MHD_Connection *c, dm_str text, const char *type) {
    char etag[24];
    snprintf(etag, sizeof etag, "\"%016llx\"", (unsigned long long)XXH3_64bits(text.p, text.n));
    if (has_it(c, etag)) return not_modified(c, etag);
    return give(c, 200, MHD_create_response_from_buffer(text.n, (void *)(uintptr_t)text.p, MHD_RESPMEM_PERSISTENT), type, etag);
}

static const char *parameter(void *connection, const char *name) {
    const char *value = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
    return value && *value ? value : NULL;
}

static enum MHD_Result unknown_parameter(void *user, enum MHD_ValueKind kind, const char *key, const char *value) {
    (void)kind, (void)value;
    if (api_knows(key)) return MHD_YES;
    *(bool *)user = true;
    return MHD_NO;
}

/* The visit token in the address becomes a cookie, and leaves the address. */
static enum MHD_Result let_in(const server *s, struct MHD_Connection *c) {
    char cookie[256];
    snprintf(cookie, sizeof cookie, "demarche-%u=%s; HttpOnly; SameSite=Strict; Path=/", s->guard.port, s->guard.visit);
    struct MHD_Response *r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (!r) return MHD_NO;
    MHD_add_response_header(r, "Set-Cookie", cookie);
    MHD_add_response_header(r, "Location", "/");
    return give(c, 303, r, NULL, NULL);
}

static enum MHD_Result get(server *s, struct MHD_Connection *c, const char *url) {
    if (strcmp(url, "/") == 0) {
        if (s->guard.visit && parameter(c, "token")) return let_in(s, c);
        return give(c, 200, MHD_create_response_from_buffer(s->index.n, s->index.p, MHD_RESPMEM_PERSISTENT), "text/html; charset=utf-8", NULL);
    }
    if (strcmp(url, "/page.js") == 0) return send_file(c, page_script(), "text/javascript; charset=utf-8");
    if (strcmp(url, "/network.js") == 0) return send_file(c, page_network(), "text/javascript; charset=utf-8");
    if (strcmp(url, "/page.css") == 0) return send_file(c, page_sheet(), "text/css; charset=utf-8");
    if (strncmp(url, "/api/", 5) != 0) return refuse(c, 404, "no such address");
    bool unknown = false;
    MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, unknown_parameter, &unknown);
    if (unknown) return refuse(c, 400, "no such parameter");
    char etag[24];
    snprintf(etag, sizeof etag, "\"%016llx\"", (unsigned long long)pool_generation(s->pool));
    bool of_ledger = strcmp(url, "/api/explain") != 0; /* an explanation is the engine's too */
    if (of_ledger && has_it(c, etag)) return not_modified(c, etag);
    api_answer a;
    api_get(s->pool, s->engine, str_from(url + 5), parameter, c, &a);
    return send_answer(c, &a, of_ledger ? etag : NULL);
}

static enum MHD_Result post(server *s, struct MHD_Connection *c, const char *url, const request *r) {
    if (strcmp(url, "/api/correct") != 0) return refuse(c, 405, "nothing is changed here");
    if (r->too_large) return refuse(c, 413, "too large for a correction");
    const char *type = header(c, MHD_HTTP_HEADER_CONTENT_TYPE);
    if (!type || strncmp(type, "application/json", 16) != 0) return refuse(c, 415, "a correction is application/json");
    if (!guard_change(&s->guard, header(c, "X-Demarche-Token")))
        return refuse(c, 403, "the token of the page is missing or old; load the page again");
    api_answer a;
    pthread_mutex_lock(&s->correcting);
    api_correct(s->db, buf_str(&r->body), &a);
    pthread_mutex_unlock(&s->correcting);
    return send_answer(c, &a, NULL);
}

/* NULL when the visitor may ask; else why not. */
static const char *turned_away(const server *s, struct MHD_Connection *c) {
    const char *host = header(c, MHD_HTTP_HEADER_HOST);
    if (!guard_host(&s->guard, host)) return "this name is not served here (Host)";
    if (!guard_origin(header(c, MHD_HTTP_HEADER_ORIGIN), host)) return "another site's page may not ask (Origin)";
    if (!guard_site(header(c, "Sec-Fetch-Site"))) return "another site's page may not ask (Sec-Fetch-Site)";
    return NULL;
}

static patience_slot *slot_of(struct MHD_Connection *c) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* The first call for a request: its head is there. What can be said without the body is said now. */
static enum MHD_Result begin(server *s, struct MHD_Connection *c, const char *method, void **state) {
    request *r = calloc(1, sizeof *r);
    if (!r) return MHD_NO;
    *state = r;
    bool reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    const char *no = turned_away(s, c), *size = header(c, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (no) return refuse(c, 403, no);
    if (!guard_visit(&s->guard, header(c, MHD_HTTP_HEADER_COOKIE), header(c, MHD_HTTP_HEADER_AUTHORIZATION), parameter(c, "token")))
        return refuse(c, 401, "open the address that demarche serve printed: it holds the token");
    if (!reads && strcmp(method, "POST") != 0) return refuse(c, 405, "GET or HEAD");
    if (size && strtoull(size, NULL, 10) > BODY_MOST) return refuse(c, 413, "too large");
    return MHD_YES;
}

static enum MHD_Result handle(void *user, struct MHD_Connection *c, const char *url, const char *method, const char *version, const char *data,
                              size_t *size, void **state) {
    (void)version;
    server *s = user;
    request *r = *state;
    if (!r) return begin(s, c, method, state);
    if (*size) {
        if (r->body.n + *size > BODY_MOST) r->too_large = true;
        else buf_put(&r->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    patience_turn(&s->patience, slot_of(c), true);
    return strcmp(method, "POST") == 0 ? post(s, c, url, r) : get(s, c, url);
}

static void done(void *user, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode how) {
    (void)how;
    request *r = *state;
    if (r) buf_free(&r->body);
    free(r);
    *state = NULL;
    patience_turn(&((server *)user)->patience, slot_of(c), false);
}

static void connection(void *user, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode what) {
    server *s = user;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        patience_end(&s->patience, *context);
        *context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    *context = info ? patience_begin(&s->patience, info->connect_fd) : NULL;
}

/* The frame with the token that our page, and nobody else, is told. */
static dm_status make_index(server *s, dm_err *err) {
    dm_str rest = page_index();
    buf_put_str(&s->index, page_until(rest, "token", &rest));
    buf_puts(&s->index, s->guard.change);
    buf_put_str(&s->index, rest);
    return buf_ok(&s->index) ? DM_OK : err_memory(err, "the page");
}

static dm_status resolve(const char *host, uint16_t port, struct addrinfo **out, dm_err *err) {
    char service[8];
    snprintf(service, sizeof service, "%u", port);
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    int rc = getaddrinfo(host, service, &hints, out);
    return rc == 0 ? DM_OK : err_set(err, DM_E_USAGE, 0, "%s: no address to listen on: %s", host, gai_strerror(rc));
}

static dm_status start(server *s, const dm_serve_options *o, struct MHD_Daemon **out, dm_err *err) {
    struct addrinfo *address = NULL;
    const char *host = o->host ? o->host : "127.0.0.1";
    DM_TRY(resolve(host, o->port, &address, err));
    unsigned flags = MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | (address->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    *out = MHD_start_daemon(flags, o->port, NULL, NULL, handle, s, MHD_OPTION_SOCK_ADDR, address->ai_addr, MHD_OPTION_THREAD_POOL_SIZE,
                            (unsigned)THREADS, MHD_OPTION_CONNECTION_LIMIT, (unsigned)PATIENCE_MOST, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            (size_t)HEADERS_MOST, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENT_S, MHD_OPTION_NOTIFY_COMPLETED, done, s,
                            MHD_OPTION_NOTIFY_CONNECTION, connection, s, MHD_OPTION_END);
    freeaddrinfo(address);
    if (!*out) return err_set(err, DM_E_IO, 0, "%s:%u: cannot listen there; is the port taken? Give another --port, or --port 0", host, o->port);
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(*out, MHD_DAEMON_INFO_BIND_PORT);
    s->guard.port = info ? info->port : o->port;
    return DM_OK;
}

static void tell(const server *s, const dm_serve_options *o) {
    dm_buf url = {0};
    const char *host = o->host ? o->host : "127.0.0.1";
    bool v6 = strchr(host, ':') != NULL;
    buf_printf(&url, "http://%s%s%s:%u/", v6 ? "[" : "", host, v6 ? "]" : "", s->guard.port);
    if (s->guard.visit) buf_printf(&url, "?token=%s", s->guard.visit);
    if (o->ready && buf_ok(&url)) o->ready(o->user, buf_cstr(&url));
    buf_free(&url);
}

/* Letters that need no quoting in an address or a cookie. */
static bool plain_token(const char *token) {
    size_t n = strlen(token);
    return n >= 8 && n <= 128 && strspn(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == n;
}

dm_status dm_serve(const dm_serve_options *options, dm_err *err) {
    server s = {.guard = {.loopback = guard_is_loopback(options->host), .host = options->host, .visit = options->token},
                .db = options->db,
                .engine = options->engine};
    if (!s.guard.loopback && !options->token)
        return err_set(err, DM_E_USAGE, 0, "%s can be reached from other machines: give a --token that visitors must know", options->host);
    if (options->token && !plain_token(options->token)) return err_set(err, DM_E_USAGE, 0, "a token has 8 to 128 letters, digits, or - _ .");
    struct MHD_Daemon *daemon = NULL;
    patience_init(&s.patience);
    pthread_mutex_init(&s.correcting, NULL);
    dm_status status = guard_token(s.guard.change, err);
    if (status == DM_OK) status = make_index(&s, err);
    if (status == DM_OK) status = pool_open(options->db, &s.pool, err);
    if (status == DM_OK) status = start(&s, options, &daemon, err);
    if (status == DM_OK) {
        tell(&s, options);
        while (!options->stop || !*options->stop) {
            patience_sweep(&s.patience, ASK_MS, ANSWER_MS);
            nanosleep(&(struct timespec){.tv_nsec = SWEEP_MS * 1000000L}, NULL);
        }
        MHD_stop_daemon(daemon);
    }
    pool_close(s.pool);
    buf_free(&s.index);
    pthread_mutex_destroy(&s.correcting);
    return status;
}
