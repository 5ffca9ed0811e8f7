/* The compiled file: rows and look-ups as in the tables, later folders over earlier ones, damage refused by name. */
#include "lexicon_support.h"

#include "base/map.h"
#include "lexicon/lexicon_file.h"

#include <math.h>

static folder dir;
static lexicon *lex;

static int setup(void **state) {
    (void)state;
    dir = folder_make();
    folder_write(&dir, "actors/b.tsv",
                 "id\tname\tkind\tcountry\tsector\tcode\tgender\tfrom\tto\twikidata\tsource\n"
                 "NOR\tNorway\tstate\t\t\t\t\t1905-06-07\t\tQ20\tx\nUNO\tUnited Nations\tigo\t\t\tIGOUNO\t\t\t\t\tx\n");
    folder_write(
        &dir, "actors/a.tsv",
        "id\tname\tkind\tcountry\tsector\tgender\nq-b\tBerit Berg\tperson\tNOR\tGOV\tf\nq-a\tArne Aas\tperson\tNOR\t\tm\nSWE\tSweden\tstate\t\t\t\n");
    folder_write(&dir, "names/a.tsv",
                 "phrase\tactor\tvia\tfrom\tto\tflags\nNorwegian\tNOR\tadjective\t\t\t\nHall\tNOR\tmetonym\t1990\t1999-02\tcase weak\n");
    folder_write(&dir, "offices/a.tsv",
                 "person\tcountry\toffice\ttitle\tfrom\tto\nq-b\tNOR\tforeign_minister\tForeign "
                 "Minister\t2010-05\t\nq-a\tNOR\tforeign_minister\t\t2001\t2010-05-31\n"
                 "q-b\tNOR\tdefence_minister\t\t\t1999\nq-a\tUNO\tenvoy\t\t2011\t2012\n");
    folder_write(&dir, "institutions.tsv", "phrase\toffice\tsector\tcapacity\tkind\nforeign ministry\tforeign_minister\tGOV\torgan\torganization\n");
    folder_write(&dir, "agents.tsv", "phrase\tsector\tkind\tnumber\tcapacity\nsoldiers\tMIL\tgroup\tpl\t\n");
    folder_write(&dir, "places.tsv",
                 "name\tcountry\tlat\tlon\tpopulation\tkind\nOslo\tNOR\t59.9127\t-10.75\t580000\tcapital\nNowhere\t\t\t\t\tvenue\n");
    folder_write(
        &dir, "outlets.tsv",
        "name\tshort\tcountry\tkind\tdomain\nThe Daily Ledger\tLedger\tNOR\tnewspaper\tLedger.Example\nFjord Wire\t\t\tagency\tnews.fjord.example\n");
    folder_write(&dir, "issues.tsv", "issue\tphrase\tweight\nfish\therring quota\t0.25\nfish\tcod\t\n");
    folder_write(&dir, "cameo.tsv", "code\tname\tgoldstein\tcontexts\n112\tAccuse\t-2.5\tlegal rights\n010\tMake statement\t\t\n");
    folder_write(&dir, "titles.tsv", "phrase\toffice\tcapacity\tsector\tscope\nsecretary-general\tchief\tbinding\tIGO\torganisation\n");
    lex = compile_and_open(&dir);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    lexicon_close(lex);
    folder_remove(&dir);
    return 0;
}

static void actors(void **state) {
    (void)state;
    uint32_t nor = lexicon_actor_by_id(lex, DM_STR("NOR"));
    lex_actor a = lexicon_actor(lex, nor);
    assert_true(str_is(a.name, "Norway") && str_is(a.wikidata, "Q20") && !a.country.p && !a.sector.p);
    assert_int_equal(a.kind, DM_ENTITY_STATE);
    assert_int_equal(a.from, day_of(1905, 6, 7));
    assert_int_equal(a.to, DM_DAY_NONE);
    assert_int_equal(a.state, DM_NONE);
    a = lexicon_actor(lex, lexicon_actor_by_id(lex, DM_STR("q-b")));
    assert_int_equal(a.state, nor);
    assert_int_equal(a.gender, DM_GENDER_FEMALE);
    assert_true(str_is(a.sector, "GOV") && str_is(a.country, "NOR"));
    assert_true(str_is(lexicon_actor(lex, lexicon_actor_by_id(lex, DM_STR("UNO"))).code, "IGOUNO"));
    assert_int_equal(lexicon_actor_by_id(lex, DM_STR("DNK")), DM_NONE);
    assert_int_equal(lexicon_actor_by_id(lex, DM_STR("")), DM_NONE);
}

static void other_rows(void **state) {
    (void)state;
    lex_name n = lexicon_name(lex, 1);
    assert_true(str_is(n.phrase, "Hall"));
    assert_int_equal(n.flags, LEX_FLAG_CASE | LEX_FLAG_WEAK);
    assert_int_equal(n.from, day_of(1990, 1, 1));
    assert_int_equal(n.to, day_of(1999, 2, 28));
    lex_place p = lexicon_place(lex, 0);
    assert_true(fabs(p.lat - 59.9127) < 1e-12 && fabs(p.lon + 10.75) < 1e-12);
    assert_int_equal(p.population, 580000);
    assert_int_equal(p.kind, 1);
    assert_int_equal(p.state, lexicon_actor_by_id(lex, DM_STR("NOR")));
    p = lexicon_place(lex, 1);
    assert_true(isnan(p.lat) && isnan(p.lon) && !p.country.p);
    assert_int_equal(p.kind, 2);
    lex_institution i = lexicon_institution(lex, 0);
    assert_true(str_is(i.office, "foreign_minister") && i.capacity == DM_CAPACITY_ORGAN && i.kind == DM_ENTITY_ORGANIZATION);
    lex_agent g = lexicon_agent(lex, 0);
    assert_true(g.plural && g.kind == DM_ENTITY_GROUP && str_is(g.sector, "MIL") && g.capacity == DM_CAPACITY_NONE);
    lex_title t = lexicon_title(lex, 0);
    assert_true(t.scope == 2 && t.capacity == DM_CAPACITY_BINDING && str_is(t.sector, "IGO"));
    assert_true(lexicon_issue(lex, 0).weight == 0.25 && lexicon_issue(lex, 1).weight == 1);
    lex_cameo c = lexicon_cameo(lex, lexicon_cameo_by_code(lex, DM_STR("112")));
    assert_true(c.goldstein == -2.5 && str_is(c.contexts, "legal rights"));
    assert_true(isnan(lexicon_cameo(lex, lexicon_cameo_by_code(lex, DM_STR("010"))).goldstein));
    assert_int_equal(lexicon_cameo_by_code(lex, DM_STR("9")), DM_NONE);
}

static void outlets_by_host(void **state) {
    (void)state;
    uint32_t ledger = lexicon_outlet_by_domain(lex, DM_STR("www.LEDGER.example"));
    assert_int_not_equal(ledger, DM_NONE);
    assert_true(str_is(lexicon_outlet(lex, ledger).name, "The Daily Ledger"));
    assert_true(str_is(lexicon_outlet(lex, ledger).domain, "ledger.example"));
    assert_int_equal(lexicon_outlet_by_domain(lex, DM_STR("notledger.example")), DM_NONE);
    assert_int_equal(lexicon_outlet_by_domain(lex, DM_STR("fjord.example")), DM_NONE);
    assert_int_not_equal(lexicon_outlet_by_domain(lex, DM_STR("news.fjord.example")), DM_NONE);
    assert_int_equal(lexicon_outlet_by_domain(lex, DM_STR("")), DM_NONE);
    assert_int_equal(lexicon_outlet_by_domain(lex, DM_STR("....")), DM_NONE);
}

static void terms_and_holders(void **state) {
    (void)state;
    uint32_t rows[4], nor = lexicon_actor_by_id(lex, DM_STR("NOR")), b = lexicon_actor_by_id(lex, DM_STR("q-b"));
    assert_int_equal(lexicon_terms(lex, b, rows, 4), 2);
    assert_true(str_is(lexicon_office(lex, rows[0]).office, "defence_minister")); /* an open beginning is earliest */
    assert_true(str_is(lexicon_office(lex, rows[1]).title, "Foreign Minister"));
    assert_int_equal(lexicon_terms(lex, nor, rows, 4), 0);
    assert_int_equal(lexicon_terms(lex, b, rows, 0), 2); /* counts, writes nothing */

    dm_str fm = DM_STR("foreign_minister");
    assert_int_equal(lexicon_holders(lex, nor, fm, DM_DAY_NONE, DM_DAY_NONE, rows, 4), 2);
    assert_true(lexicon_office(lex, rows[0]).from < lexicon_office(lex, rows[1]).from);
    assert_int_equal(lexicon_holders(lex, nor, fm, day_of(2010, 5, 15), day_of(2010, 5, 15), rows, 4), 2); /* May 2010 is both's */
    assert_int_equal(lexicon_holders(lex, nor, fm, day_of(2010, 5, 31), day_of(2010, 5, 31), rows, 4), 2); /* its last day too */
    assert_int_equal(lexicon_holders(lex, nor, fm, day_of(2010, 4, 30), day_of(2010, 4, 30), rows, 4), 1);
    assert_int_equal(lexicon_holders(lex, nor, fm, day_of(2010, 6, 1), day_of(2030, 1, 1), rows, 4), 1);
    assert_int_equal(lexicon_office(lex, rows[0]).person, b);
    assert_int_equal(lexicon_holders(lex, nor, fm, DM_DAY_NONE, day_of(2000, 12, 31), rows, 4), 0);
    assert_int_equal(lexicon_holders(lex, nor, DM_STR("defence_minister"), day_of(1950, 1, 1), day_of(1950, 1, 1), rows, 4), 1);
    assert_int_equal(lexicon_holders(lex, nor, DM_STR("defence_minister"), day_of(2000, 1, 1), DM_DAY_NONE, rows, 4), 0);
    assert_int_equal(lexicon_holders(lex, nor, DM_STR("admiral"), DM_DAY_NONE, DM_DAY_NONE, rows, 4), 0);
}

static void overlay_replaces_by_key(void **state) {
    (void)state;
    folder mine = folder_make();
    folder_write(&mine, "actors/x.tsv", "id\tname\tkind\nNOR\tKingdom of Norway\tstate\nDNK\tDenmark\tstate\n");
    folder_write(&mine, "names/x.tsv", "phrase\tactor\tvia\tflags\nNORWEGIAN\tNOR\tadjective\tweak\nDanish\tDNK\tadjective\t\n");
    folder_write(&mine, "titles.tsv", "phrase\toffice\tcapacity\nsecretary general\tchief\tofficial\n");
    char out[300];
    const char *dirs[2] = {dir.path, mine.path};
    lexicon *both;
    dm_err err;
    snprintf(out, sizeof out, "%s/o.dml", mine.path);
    assert_int_equal(lexicon_compile(dirs, 2, out, NULL, NULL, &err), DM_OK);
    assert_int_equal(lexicon_open(out, &both, &err), DM_OK);
    lex_actor nor = lexicon_actor(both, lexicon_actor_by_id(both, DM_STR("NOR")));
    assert_true(str_is(nor.name, "Kingdom of Norway") && !nor.wikidata.p); /* the whole row */
    assert_true(str_is(lexicon_actor(both, lexicon_actor_by_id(both, DM_STR("SWE"))).name, "Sweden"));
    assert_int_equal(lexicon_name(both, 0).flags, LEX_FLAG_WEAK); /* at the place of the first */
    assert_true(str_is(lexicon_name(both, 2).phrase, "Danish"));
    assert_int_equal(lexicon_title(both, 0).capacity, DM_CAPACITY_OFFICIAL);
    assert_false(str_eq(lexicon_fingerprint(both), lexicon_fingerprint(lex)));
    lexicon_close(both);
    folder_remove(&mine);
}

static void refuses(const char *path, dm_buf *b, dm_status status, const char *says) {
    lexicon *l;
    dm_err err = {0};
    assert_int_equal(file_write(path, b->p, b->n, &err), DM_OK);
    dm_status s = lexicon_open(path, &l, &err);
    if (s != status || !strstr(err.msg, says) || !strstr(err.msg, path)) fail_msg("status %d, \"%s\"", (int)s, err.msg);
    assert_null(l);
}

static void damage_is_refused_by_name(void **state) {
    (void)state;
    char good[300], path[300];
    dm_err err;
    snprintf(good, sizeof good, "%s/out.dml", dir.path);
    snprintf(path, sizeof path, "%s/bad.dml", dir.path);
    dm_buf b = {0};
    assert_int_equal(file_read(good, 1 << 24, &b, &err), DM_OK);
    size_t n = b.n;
    b.n = n - 1;
    refuses(path, &b, DM_E_CHECKSUM, "make it again");
    b.n = 40;
    refuses(path, &b, DM_E_FORMAT, "not a compiled lexicon");
    b.n = 0;
    refuses(path, &b, DM_E_FORMAT, "not a compiled lexicon");
    b.n = n;
    for (size_t i = offsetof(lexf_header, checksum); i < n; i += n / 97 + 1) { /* any byte after the version */
        b.p[i] ^= 1;
        refuses(path, &b, DM_E_CHECKSUM, "make it again");
        b.p[i] ^= 1;
    }
    b.p[8]++;
    refuses(path, &b, DM_E_VERSION, "a newer lexicon");
    b.p[8] -= 2;
    refuses(path, &b, DM_E_VERSION, "an older lexicon");
    b.p[8]++;
    b.p[0] = 'X';
    refuses(path, &b, DM_E_FORMAT, "not a compiled lexicon");
    buf_free(&b);
    lexicon *l;
    assert_int_equal(lexicon_open("/nonexistent/x.dml", &l, &err), DM_E_NOT_FOUND);
}

/* A section that does not lie inside the file is refused even when the checksum is right. */
static void sections_stay_inside(void **state) {
    (void)state;
    char good[300], path[300];
    dm_err err;
    snprintf(good, sizeof good, "%s/out.dml", dir.path);
    snprintf(path, sizeof path, "%s/bad.dml", dir.path);
    const uint64_t wrong[][2] = {{UINT64_C(1) << 40, 1}, {LEXF_ALIGN + 1, 1}, {LEXF_ALIGN, UINT64_C(1) << 20}, {LEXF_ALIGN, UINT64_MAX}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        dm_buf b = {0};
        assert_int_equal(file_read(good, 1 << 24, &b, &err), DM_OK);
        lexf_section s;
        memcpy(&s, b.p + sizeof(lexf_header), sizeof s);
        s.offset = wrong[i][0];
        s.count = wrong[i][1];
        memcpy(b.p + sizeof(lexf_header), &s, sizeof s);
        uint64_t sum = hash_bytes(b.p + offsetof(lexf_header, size), b.n - offsetof(lexf_header, size));
        memcpy(b.p + offsetof(lexf_header, checksum), &sum, sizeof sum);
        refuses(path, &b, DM_E_FORMAT, "section 0 lies outside the file");
        buf_free(&b);
    }
}

static void an_empty_lexicon_opens(void **state) {
    (void)state;
    folder f = folder_make();
    folder_write(&f, "titles.tsv", "phrase\n");
    lexicon *l = compile_and_open(&f);
    assert_int_equal(lexicon_word(l, DM_STR("anything")), 0);
    assert_int_equal(lexicon_actor_by_id(l, DM_STR("NOR")), DM_NONE);
    assert_int_equal(lexicon_fingerprint(l).n, 16);
    dm_arena arena;
    dm_doc doc;
    arena_init(&arena, 0);
    document_of(&doc, &arena, "words of a text");
    assert_int_equal(lexicon_tag(l, &doc, NULL), DM_OK);
    lex_match m[2];
    assert_int_equal(lexicon_match(l, &doc, 0, m, 2), 0);
    arena_free(&arena);
    lexicon_close(l);
    folder_remove(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actors),
        cmocka_unit_test(other_rows),
        cmocka_unit_test(outlets_by_host),
        cmocka_unit_test(terms_and_holders),
        cmocka_unit_test(overlay_replaces_by_key),
        cmocka_unit_test(damage_is_refused_by_name),
        cmocka_unit_test(sections_stay_inside),
        cmocka_unit_test(an_empty_lexicon_opens),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
