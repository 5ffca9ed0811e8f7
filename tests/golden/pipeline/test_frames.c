/* Runs the examples of the built-in frames and the sentences of events.tsv through mentions, actors, statements and
 * events. Their parses stand in events.conllu, as `demarche parse` printed them; after a change of examples make it again:
 * tests/golden/pipeline/make_events (needs the model). */
#include "../../support/conllu_doc.h"
#include "actors/actors.h"
#include "base/file.h"
#include "base/map.h"
#include "events/events.h"
#include "lexicon/frames.h"
#include "mentions/mentions.h"
#include "statements/statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static lexicon *lex;
static dm_arena arena, keep;
static dm_doc doc;
static dm_buf parses, cases;
static dm_strmap parse_of; /* sentence to its index in spans */
static struct {
    dm_span *v;
    uint32_t n, cap;
} spans;

static const char *const OWN[] = {"titles.tsv",
                                  "institutions.tsv",
                                  "agents.tsv",
                                  "cues.tsv",
                                  "cameo.tsv",
                                  "issues.tsv",
                                  "actors/states.tsv",
                                  "names/states.tsv",
                                  "names/institutions.tsv",
                                  "actors/organisations.tsv",
                                  "names/organisations.tsv",
                                  "frames"};

static void complain(void *user, const char *file, uint32_t line, uint32_t column, const char *what, const char *instead) {
    (void)user;
    if (!strstr(what, "same row")) print_error("%s:%u:%u %s (%s)\n", file, line, column, what, instead ? instead : "");
}

static void read_parses(void) {
    dm_str all = buf_str(&parses);
    for (int64_t at = str_find(all, DM_STR("# text = "), 0), next; at >= 0; at = next) {
        next = str_find(all, DM_STR("# text = "), (uint32_t)at + 1);
        uint32_t from = (uint32_t)at + 9, end = (uint32_t)str_find(all, DM_STR("\n"), from);
        uint32_t *found;
        assert_true(strmap_put(&parse_of, &keep, str_sub(all, from, end), spans.n, &found));
        dm_span *s = VEC_PUSH(&keep, &spans);
        assert_non_null(s);
        *s = (dm_span){(uint32_t)at, next < 0 ? all.n : (uint32_t)next};
    }
}

static int setup(void **state) {
    (void)state;
    char folder[64] = "/tmp/dm-frames-XXXXXX", path[128], source[512];
    dm_err err = {0};
    assert_non_null(mkdtemp(folder));
    for (const char *const *sub = (const char *const[]){"actors", "names", NULL}; *sub; sub++) {
        snprintf(path, sizeof path, "%s/%s", folder, *sub);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, OWN[i]);
        snprintf(source, sizeof source, "%s/lexicon/%s", DM_SOURCE_DIR, OWN[i]);
        assert_int_equal(symlink(source, path), 0);
    }
    snprintf(path, sizeof path, "%s/test.dml", folder);
    const char *dirs[] = {folder};
    if (lexicon_compile(dirs, 1, path, complain, NULL, &err) != DM_OK || lexicon_open(path, &lex, &err) != DM_OK) fail_msg("%s", err.msg);
    if (file_read(DM_SOURCE_DIR "/tests/golden/pipeline/events.conllu", 1 << 24, &parses, &err) != DM_OK) fail_msg("%s", err.msg);
    if (file_read(DM_SOURCE_DIR "/tests/golden/pipeline/events.tsv", 1 << 20, &cases, &err) != DM_OK) fail_msg("%s", err.msg);
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
        snprintf(source, sizeof source, "%s/%s", folder, OWN[i]);
        unlink(source);
    }
    unlink(path);
    for (const char *const *sub = (const char *const[]){"/actors", "/names", "", NULL}; *sub; sub++) {
        snprintf(path, sizeof path, "%s%s", folder, *sub);
        rmdir(path);
    }
    arena_init(&arena, 0);
    arena_init(&keep, 0);
    doc.arena = &arena;
    read_parses();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    lexicon_close(lex);
    arena_free(&arena);
    arena_free(&keep);
    buf_free(&parses);
    buf_free(&cases);
    return 0;
}

static bool code_sentence(dm_str text) {
    dm_err err = {0};
    uint32_t at = strmap_get(&parse_of, text);
    if (at == MAP_NONE) {
        print_error("no parse of \"%.*s\"; run tests/golden/pipeline/make_events\n", DM_STR_ARG(text));
        return false;
    }
    dm_buf one = {0};
    buf_puts(&one, "# newpar\n");
    buf_put_str(&one, str_sub(buf_str(&parses), spans.v[at].begin, spans.v[at].end));
    conllu_doc(&doc, buf_str(&one));
    buf_free(&one);
    doc.date = DM_DATE_UNKNOWN;
    dm_status s = lexicon_tag(lex, &doc, &err);
    if (s == DM_OK) s = mentions_run(lex, &doc, &err);
    if (s == DM_OK) s = actors_run(lex, &doc, &err);
    if (s == DM_OK) s = statements_run(lex, &doc, &err);
    if (s == DM_OK) s = events_run(lex, &doc, &err);
    if (s != DM_OK) fail_msg("%s", err.msg);
    return true;
}

static bool has_party(const dm_role_list *roles, dm_str code) {
    for (uint32_t i = 0; i < roles->n; i++) {
        const dm_entity_row *e = &doc.entities.v[roles->v[i].entity];
        if ((e->country.p && str_eq(e->country, code)) || (e->code.p && str_eq(e->code, code))) return true;
    }
    return false;
}

/* "SDN+TCD": each must be there. */
static bool has_parties(const dm_role_list *roles, dm_str codes) {
    for (uint32_t from = 0; from < codes.n;) {
        int64_t plus = str_find(codes, DM_STR("+"), from);
        uint32_t end = plus < 0 ? codes.n : (uint32_t)plus;
        if (!has_party(roles, str_sub(codes, from, end))) return false;
        from = end + 1;
    }
    return true;
}

static bool has_value(const dm_event_row *e, dm_str key, dm_str value) {
    if (str_is(key, "force")) return str_is(value, dm_force_text(e->force));
    if (str_is(key, "cameo")) return str_eq(e->cameo, value);
    if (str_is(key, "phase")) return str_is(value, dm_phase_text(e->phase));
    if (str_is(key, "polarity")) return str_is(value, dm_polarity_text(e->polarity));
    if (str_is(key, "modality")) return str_is(value, dm_modality_text(e->modality));
    if (str_is(key, "matter")) return e->matter && str_eq(e->matter->deed, value);
    for (uint32_t i = 0; str_is(key, "modes") && i < e->modes.n; i++)
        if (str_eq(e->modes.v[i], value)) return true;
    return false;
}

static bool fits(const dm_event_row *e, dm_str expect) {
    bool typed = false;
    for (uint32_t from = 0; from < expect.n;) {
        int64_t space = str_find(expect, DM_STR(" "), from);
        uint32_t end = space < 0 ? expect.n : (uint32_t)space;
        dm_str word = str_sub(expect, from, end);
        int64_t equal = str_find(word, DM_STR("="), 0);
        if (equal > 0) {
            if (!has_value(e, str_sub(word, 0, (uint32_t)equal), str_sub(word, (uint32_t)equal + 1, word.n))) return false;
        } else if (str_is(word, "-")) { /* a row without a type */
            typed = true;
            if (e->type != DM_PLOVER_NONE) return false;
        } else if (dm_plover_of(word) > 0) {
            typed = true;
            if (e->type != dm_plover_of(word)) return false;
        } else if (!has_parties(typed ? &e->recipients : &e->actors, word)) {
            return false;
        }
        from = end + 1;
    }
    return typed;
}

/* `frame` .p NULL: any. "-": no row of that frame. */
static bool holds(dm_str text, dm_str expect, dm_str frame) {
    if (!code_sentence(text)) return false;
    bool nothing = str_is(expect, "-"), found = nothing;
    for (uint32_t i = 0; i < doc.events.n; i++) {
        const dm_event_row *e = &doc.events.v[i];
        if (nothing && (!frame.p || str_eq(e->decided_by.id, frame))) found = false;
        if (!nothing && fits(e, expect)) found = true;
    }
    if (found) return true;
    print_error("\"%.*s\": want %.*s\n", DM_STR_ARG(text), DM_STR_ARG(expect));
    for (uint32_t i = 0; i < doc.events.n; i++) {
        const dm_event_row *e = &doc.events.v[i];
        print_error("   own %s (%.*s), %u actors, %u recipients\n", dm_plover_text(e->type), DM_STR_ARG(e->decided_by.id), e->actors.n,
                    e->recipients.n);
    }
    return false;
}

static void examples_of_frames_hold(void **state) {
    (void)state;
    lex_frames f = frames_of(lex);
    uint32_t bad = 0;
    assert_true(f.n_examples > 100);
    for (uint32_t i = 0; i < f.n_examples; i++) {
        const lexf_example *x = &f.examples[i];
        bad += !holds(lexicon_string(lex, x->text), lexicon_string(lex, x->expect), lexicon_string(lex, f.frames[x->frame].id));
    }
    assert_int_equal(bad, 0);
}

static void sentences_hold(void **state) {
    (void)state;
    dm_str all = buf_str(&cases);
    uint32_t bad = 0, n = 0;
    for (uint32_t from = 0; from < all.n;) {
        int64_t line_end = str_find(all, DM_STR("\n"), from);
        uint32_t end = line_end < 0 ? all.n : (uint32_t)line_end;
        dm_str line = str_sub(all, from, end);
        int64_t tab = str_find(line, DM_STR("\t"), 0);
        if (line.n && line.p[0] != '#' && tab > 0) {
            n++;
            bad += !holds(str_sub(line, 0, (uint32_t)tab), str_sub(line, (uint32_t)tab + 1, line.n), DM_STR_NONE);
        }
        from = end + 1;
    }
    assert_true(n > 40);
    assert_int_equal(bad, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(examples_of_frames_hold), cmocka_unit_test(sentences_hold)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
