/* Making the class tables from spaCy's files; see classes.h. parser/moves and ner/moves are MessagePack maps whose key
 * "moves" is a string of JSON {"action": {"label": frequency}}; tagger/cfg is JSON with a list "labels".
 *
 * Order of classes (spaCy, TransitionSystem.initialize_actions): actions by their key, within an action by descending
 * frequency, ties by descending label. */
#include "syntax/classes.h"

#include "nn/msgpack.h"

#include <stdlib.h>

/* A scanner for the JSON at hand: strings without escapes, unsigned integers, and punctuation. */
typedef struct scanner {
    const char *p, *end;
    bool bad;
} scanner;

static bool scan_is(scanner *s, char c) {
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t')) s->p++;
    if (s->p == s->end || *s->p != c) return false;
    s->p++;
    return true;
}

static void scan_want(scanner *s, char c) {
    if (!scan_is(s, c)) s->bad = true;
}

static dm_str scan_string(scanner *s) {
    scan_want(s, '"');
    const char *begin = s->p;
    while (s->p < s->end && *s->p != '"') {
        if (*s->p == '\\') s->bad = true;
        s->p++;
    }
    dm_str out = {begin, (uint32_t)(s->p - begin)};
    scan_want(s, '"');
    return out;
}

static uint64_t scan_uint(scanner *s) {
    uint64_t v = 0;
    if (s->p == s->end || *s->p < '0' || *s->p > '9') s->bad = true;
    while (s->p < s->end && *s->p >= '0' && *s->p <= '9') v = v * 10 + (uint64_t)(*s->p++ - '0');
    return v;
}

typedef struct move {
    dm_str key, label;
    uint64_t frequency;
} move;

static int compare_moves(const void *a, const void *b) {
    const move *x = a, *y = b;
    int by_key = str_cmp(x->key, y->key);
    if (by_key) return by_key;
    if (x->frequency != y->frequency) return x->frequency < y->frequency ? 1 : -1;
    return str_cmp(y->label, x->label);
}

enum { MAX_MOVES = 256 };

/* All moves of the file, sorted. */
static uint32_t read_moves(dm_str file, move moves[MAX_MOVES]) {
    msgpack m = msgpack_open(file);
    dm_str json = DM_STR_NONE;
    uint32_t n_keys = msgpack_map(&m), n = 0;
    for (uint32_t i = 0; i < n_keys && msgpack_ok(&m); i++) {
        if (str_is(msgpack_str(&m), "moves")) json = msgpack_str(&m);
        else msgpack_skip(&m);
    }
    scanner s = {json.p, json.p ? json.p + json.n : NULL, !json.p || !msgpack_ok(&m)};
    scan_want(&s, '{');
    do {
        dm_str key = scan_string(&s);
        scan_want(&s, ':');
        scan_want(&s, '{');
        if (scan_is(&s, '}')) continue;
        do {
            if (n == MAX_MOVES) return 0;
            moves[n].key = key;
            moves[n].label = scan_string(&s);
            scan_want(&s, ':');
            moves[n++].frequency = scan_uint(&s);
        } while (!s.bad && scan_is(&s, ','));
        scan_want(&s, '}');
    } while (!s.bad && scan_is(&s, ','));
    scan_want(&s, '}');
    if (s.bad) return 0;
    qsort(moves, n, sizeof *moves, compare_moves);
    return n;
}

/* letters[k] is the letter of action k; a blank one has no classes. */
static dm_status pack_moves(const model_source *src, const char *file, const char *section, const char *letters, uint32_t n_expected, model_writer *w,
                            dm_err *err) {
    move moves[MAX_MOVES];
    uint32_t n = read_moves(model_source_file(src, file), moves);
    if (n != n_expected) return err_set(err, DM_E_FORMAT, 0, "%s: %u classes, expected %u", file, n, n_expected);
    dm_buf text = {0};
    for (uint32_t i = 0; i < n; i++) {
        buf_putc(&text, letters[(moves[i].key.p[0] - '0') % 8]);
        buf_putc(&text, ' ');
        buf_put_str(&text, moves[i].label);
        buf_putc(&text, '\n');
    }
    dm_status s = buf_ok(&text) ? model_add(w, section, text.p, text.n, err) : err_memory(err, section);
    buf_free(&text);
    return s;
}

static dm_status pack_tags(const model_source *src, model_writer *w, dm_err *err) {
    dm_str cfg = model_source_file(src, "tagger/cfg");
    int64_t at = str_find(cfg, DM_STR("\"labels\""), 0);
    scanner s = {cfg.p + (at < 0 ? 0 : at), cfg.p + cfg.n, at < 0};
    scan_string(&s);
    scan_want(&s, ':');
    scan_want(&s, '[');
    dm_buf text = {0};
    uint32_t n = 0;
    do {
        dm_str label = scan_string(&s);
        if (n >= DM_TAG_N || !str_is(label, dm_tag_text(n))) s.bad = true;
        buf_puts(&text, "T ");
        buf_put_str(&text, label);
        buf_putc(&text, '\n');
        n++;
    } while (!s.bad && scan_is(&s, ','));
    scan_want(&s, ']');
    dm_status status = buf_ok(&text) ? model_add(w, "syntax/tags", text.p, text.n, err) : err_memory(err, "syntax/tags");
    if (s.bad || n != DM_TAG_N) status = err_set(err, DM_E_FORMAT, 0, "tagger/cfg: the labels are not those of en_core_web_sm 3.8.0");
    buf_free(&text);
    return status;
}

dm_status classes_pack(const model_source *src, model_writer *w, dm_err *err) {
    DM_TRY(pack_tags(src, w, err));
    DM_TRY(pack_moves(src, "parser/moves", "syntax/parser_classes", "SDLRB???", PARSER_CLASSES, w, err));
    return pack_moves(src, "ner/moves", "syntax/ner_classes", "?BILUO??", NER_CLASSES, w, err);
}
