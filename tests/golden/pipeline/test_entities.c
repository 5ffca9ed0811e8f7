/* Runs mentions and actors over entities.conllu: each case's mentions and entities, printed as text, must be those that
 * it expects. States, titles, institutions and agents are the lexicon's own; the persons and their terms are invented. */
#include "../../support/conllu_doc.h"
#include "actors/actors.h"
#include "base/file.h"
#include "mentions/mentions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];
static lexicon *lex;
static dm_arena arena;
static dm_doc doc;
static dm_buf cases;

static const char *const OWN[] = {
    "titles.tsv", "institutions.tsv", "agents.tsv", "actors/states.tsv", "names/states.tsv", "names/institutions.tsv", "actors/organisations.tsv"};
static const char *const FOLDERS[] = {"actors", "names", "offices"};

static const struct {
    const char *name, *text;
} TABLES[] = {
    {"actors/people.tsv", "id\tname\tkind\tcountry\tsector\tcode\tgender\tfrom\tto\twikidata\tsource\n"
                          "lindahl\tKari Lindahl\tperson\tNOR\tGOV\t\tf\t\t\t\ttest\n"
                          "park\tPark Do-yun\tperson\tKOR\tGOV\t\tm\t\t\t\ttest\n"
                          "otieno\tAbel Otieno\tperson\tKEN\tGOV\t\tm\t\t\t\ttest\n"
                          "wanjiru\tRuth Wanjiru\tperson\tKEN\tGOV\t\tf\t\t\t\ttest\n"},
    {"names/people.tsv", "phrase\tactor\tvia\tfrom\tto\tflags\tsource\n"
                         "Kari Lindahl\tlindahl\tname\t\t\t\ttest\nLindahl\tlindahl\tsurname\t\t\tweak\ttest\n"
                         "Park Do-yun\tpark\tname\t\t\t\ttest\nPark\tpark\tsurname\t\t\tweak\ttest\n"
                         "Abel Otieno\totieno\tname\t\t\t\ttest\nOtieno\totieno\tsurname\t\t\tweak\ttest\n"
                         "Ruth Wanjiru\twanjiru\tname\t\t\t\ttest\nWanjiru\twanjiru\tsurname\t\t\tweak\ttest\n"},
    {"offices/people.tsv", "person\tcountry\toffice\ttitle\tfrom\tto\tsource\n"
                           "lindahl\tNOR\tforeign_minister\t\t2018-01-01\t2022-01-01\ttest\n"
                           "park\tKOR\tpresident\t\t2018-05-10\t2023-05-09\ttest\n"
                           "otieno\tKEN\tpresident\t\t2010-01-01\t2014-12-31\ttest\n"
                           "wanjiru\tKEN\tpresident\t\t2015-01-01\t2019-12-31\ttest\n"},
};

static void in_folder(char *path, size_t size, const char *name) { snprintf(path, size, "%s/%s", folder, name); }

static void complain(void *user, const char *file, uint32_t line, uint32_t column, const char *what, const char *instead) {
    (void)user;
    if (!strstr(what, "same row")) print_error("%s:%u:%u %s (%s)\n", file, line, column, what, instead ? instead : "");
}

static int setup(void **state) {
    (void)state;
    char path[128], source[512];
    dm_err err = {0};
    strcpy(folder, "/tmp/dm-entities-XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) {
        in_folder(path, sizeof path, FOLDERS[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
        in_folder(path, sizeof path, OWN[i]);
        snprintf(source, sizeof source, "%s/lexicon/%s", DM_SOURCE_DIR, OWN[i]);
        assert_int_equal(symlink(source, path), 0);
    }
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        in_folder(path, sizeof path, TABLES[i].name);
        assert_int_equal(file_write(path, TABLES[i].text, strlen(TABLES[i].text), &err), DM_OK);
    }
    in_folder(path, sizeof path, "test.dml");
    const char *dirs[] = {folder};
    if (lexicon_compile(dirs, 1, path, complain, NULL, &err) != DM_OK || lexicon_open(path, &lex, &err) != DM_OK) fail_msg("%s", err.msg);
    if (file_read(DM_SOURCE_DIR "/tests/golden/pipeline/entities.conllu", 1 << 22, &cases, &err) != DM_OK) fail_msg("%s", err.msg);
    arena_init(&arena, 0);
    doc.arena = &arena;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    char path[128];
    lexicon_close(lex);
    arena_free(&arena);
    buf_free(&cases);
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) in_folder(path, sizeof path, OWN[i]), unlink(path);
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) in_folder(path, sizeof path, TABLES[i].name), unlink(path);
    in_folder(path, sizeof path, "test.dml");
    unlink(path);
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) in_folder(path, sizeof path, FOLDERS[i]), rmdir(path);
    return rmdir(folder);
}

/* Lines of a case that begin with `key`, without it, one a line. */
static void put_lines(dm_buf *b, dm_str text, const char *key) {
    for (uint32_t i = 0, from = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '\n') continue;
        dm_str line = str_sub(text, from, i);
        if (str_starts(line, key)) {
            buf_put_str(b, str_sub(line, (uint32_t)strlen(key), line.n));
            buf_putc(b, '\n');
        }
        from = i + 1;
    }
}

static dm_status code(dm_str text) {
    dm_buf day = {0};
    conllu_doc(&doc, text);
    put_lines(&day, text, "# day = ");
    doc.date.best = doc.date.from = doc.date.to = day_parse(buf_str(&day));
    buf_free(&day);
    dm_err err = {0};
    dm_status s = lexicon_tag(lex, &doc, &err);
    if (s == DM_OK) s = mentions_run(lex, &doc, &err);
    return s == DM_OK ? actors_run(lex, &doc, &err) : s;
}

static void put_mention(dm_buf *b, const dm_mention_row *m) {
    buf_put_str(b, doc_text(&doc, m->span));
    if (m->entity == DM_NONE) {
        buf_puts(b, " | -\n");
        return;
    }
    const dm_entity_row *e = &doc.entities.v[m->entity];
    buf_printf(b, " | %.*s | %.*s\n", DM_STR_ARG(e->name), DM_STR_ARG(e->code.n ? e->code : DM_STR("-")));
}

static int run_case(dm_str text) {
    dm_buf want = {0}, got = {0}, name = {0};
    put_lines(&name, text, "# case = ");
    put_lines(&want, text, "# expect = ");
    assert_int_equal(code(text), DM_OK);
    for (uint32_t i = 0; i < doc.mentions.n; i++) put_mention(&got, &doc.mentions.v[i]);
    bool same = str_eq(buf_str(&want), buf_str(&got));
    if (!same) print_error("%s--- wanted\n%s--- got\n%s", buf_cstr(&name), buf_cstr(&want), buf_cstr(&got));
    buf_free(&want);
    buf_free(&got);
    buf_free(&name);
    return !same;
}

static void each_case(int (*run)(dm_str), int *failed, int *n) {
    dm_str all = buf_str(&cases);
    int64_t at = str_find(all, DM_STR("\n# case = "), 0);
    while (at >= 0) {
        int64_t next = str_find(all, DM_STR("\n# case = "), (uint32_t)at + 1);
        *failed += run(str_sub(all, (uint32_t)at + 1, next < 0 ? all.n : (uint32_t)next + 1));
        ++*n;
        at = next;
    }
}

static void cases_give_their_entities(void **state) {
    (void)state;
    int failed = 0, n = 0;
    each_case(run_case, &failed, &n);
    assert_true(n >= 12);
    assert_int_equal(failed, 0);
}

/* True of any text: spans lie in it and ascend, entities hold the mentions that mean them, ids differ. */
static int check_rows(dm_str text) {
    assert_int_equal(code(text), DM_OK);
    for (uint32_t i = 0; i < doc.mentions.n; i++) {
        const dm_mention_row *m = &doc.mentions.v[i];
        assert_true(m->span.begin < m->span.end && m->span.end <= doc.text.n);
        assert_true(i == 0 || doc.mentions.v[i - 1].span.begin <= m->span.begin);
        assert_true(m->head >= m->tok_begin && m->head < m->tok_end);
        assert_true(m->entity == DM_NONE || (m->entity < doc.entities.n && m->why.n));
    }
    for (uint32_t e = 0; e < doc.entities.n; e++) {
        const dm_entity_row *row = &doc.entities.v[e];
        assert_true(row->mentions.n > 0 && row->name.n > 0);
        for (uint32_t i = 0; i < row->mentions.n; i++) assert_int_equal(doc.mentions.v[row->mentions.v[i]].entity, e);
        for (uint32_t k = 0; k < e; k++) assert_false(str_eq(row->id, doc.entities.v[k].id));
    }
    return 0;
}

static void rows_are_sound(void **state) {
    (void)state;
    int failed = 0, n = 0;
    each_case(check_rows, &failed, &n);
}

/* The k-th allocation fails: an error or rows, never a crash. */
static int starve(dm_str text) {
    uint32_t failures = 0;
    for (uint64_t k = 1; k < 200; k += 3) {
        conllu_doc(&doc, text);
        arena_fail_after(k);
        dm_err err = {0};
        dm_status s = lexicon_tag(lex, &doc, &err);
        if (s == DM_OK) s = mentions_run(lex, &doc, &err);
        if (s == DM_OK) s = actors_run(lex, &doc, &err);
        arena_fail_after(0);
        assert_true(s == DM_OK || s == DM_E_MEMORY);
        failures += s != DM_OK;
    }
    assert_true(failures > 0);
    return 0;
}

static void memory_runs_out(void **state) {
    (void)state;
    int failed = 0, n = 0;
    each_case(starve, &failed, &n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_give_their_entities),
        cmocka_unit_test(rows_are_sound),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
