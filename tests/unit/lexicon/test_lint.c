/* Every complaint of the lexicon's compiler: where it points, what it says, what it proposes. */
#include "lexicon_support.h"

#define ACTORS "id\tname\tkind\tcountry\tfrom\tto\tsource\nFRA\tFrance\tstate\t\t\t\tx\nNOR\tNorway\tstate\t\t\t\tx\n"

/* Lints a folder with actors and one more table; `want` must be among the complaints. */
static void expect(const char *file, const char *text, dm_status status, const char *want) {
    folder f = folder_make();
    folder_write(&f, "actors/a.tsv", ACTORS);
    folder_write(&f, file, text);
    complaints c = {.skip = strlen(f.path) + 1};
    const char *dirs[1] = {f.path};
    dm_err err = {0};
    dm_status s = lexicon_compile(dirs, 1, NULL, complaints_take, &c, &err);
    if (s != status || !strstr(buf_cstr(&c.text), want) || (!*want && c.n))
        fail_msg("status %d, wanted %d and:\n%s\ngot:\n%s", (int)s, (int)status, want, buf_cstr(&c.text));
    buf_free(&c.text);
    folder_remove(&f);
}

static void clean_tables_pass(void **state) {
    (void)state;
    expect("titles.tsv",
           "# a comment\nphrase\toffice\tcapacity\tsector\tscope\tsource\r\nforeign minister\tforeign_minister\tofficial\tGOV\tstate\tx\r\n\n", DM_OK,
           "");
    expect("titles.tsv", "\xEF\xBB\xBFphrase\toffice\nkeeper of seals\tjustice_minister\t\t\n", DM_OK, ""); /* spreadsheet's mark and empty cells */
}

static void columns(void **state) {
    (void)state;
    expect("titles.tsv", "phrase\tofice\n", DM_E_LEXICON, "titles.tsv:1:8: unknown column \"ofice\" [phrase office capacity sector scope source]");
    expect("titles.tsv", "phrase\tphrase\n", DM_E_LEXICON, "titles.tsv:1:8: column \"phrase\" stands twice");
    expect("names/b.tsv", "phrase\tactor\n", DM_E_LEXICON, "names/b.tsv:1:1: column \"via\" is missing");
    expect("titles.tsv", "", DM_E_LEXICON, "titles.tsv:1:1: no columns are named [a first line that names the columns]");
    expect("titles.tsv", "phrase\nking\tqueen\n", DM_E_LEXICON, "titles.tsv:2:6: cell \"queen\" has no column");
    expect("names/b.tsv", "phrase\tactor\tvia\nGaul\tFRA\n", DM_E_LEXICON, "names/b.tsv:2:9: \"via\" is empty [a value]");
    expect("titles.tsv", "phrase\toffice\n\tking\n", DM_E_LEXICON, "titles.tsv:2:1: \"phrase\" is empty");
}

static void cells(void **state) {
    (void)state;
    expect("titles.tsv", "phrase\tcapacity\nking\tkingly\n", DM_E_LEXICON,
           "titles.tsv:2:6: \"kingly\" is not allowed here [none binding official organ former]");
    expect("names/b.tsv", "phrase\tactor\tvia\tflags\nGaul\tFRA\tname\tcase wek\n", DM_E_LEXICON,
           "names/b.tsv:2:15: \"wek\" is not allowed here [case weak]");
    expect("names/b.tsv", "phrase\tactor\tvia\tfrom\tto\nGaul\tFRA\tname\t1999-02-30\t\n", DM_E_LEXICON,
           "names/b.tsv:2:15: \"1999-02-30\" is no date [YYYY, YYYY-MM or YYYY-MM-DD, or nothing]");
    expect("names/b.tsv", "phrase\tactor\tvia\tfrom\tto\nGaul\tFRA\tname\t1999\t1998-12\n", DM_E_LEXICON, "\"1998-12\" is before \"1999\"");
    expect("places.tsv", "name\tlat\nOslo\t91\n", DM_E_LEXICON, "places.tsv:2:6: \"91\" is no such number [a decimal number from -90 to 90]");
    expect("places.tsv", "name\tpopulation\nOslo\t-4\n", DM_E_LEXICON, "\"-4\" is no count [a whole number]");
    expect("names/b.tsv", "phrase\tactor\tvia\n...\tFRA\tname\n", DM_E_LEXICON, "names/b.tsv:2:1: \"...\" holds no word");
    expect("names/b.tsv", "phrase\tactor\tvia\na b c d e f g h i j k l m n o p q r s t u v w x y\tFRA\tname\n", DM_E_LEXICON,
           "names/b.tsv:2:1: the phrase is too long");
    expect("outlets.tsv", "name\tdomain\nGazette\thttps://gazette.example\n", DM_E_LEXICON, "\"https://gazette.example\" is no domain [a host alone");
    expect("cues.tsv", "lemma\tpos\tact\n!!\tverb\tsay\n", DM_E_LEXICON, "cues.tsv:2:1: \"!!\" is no lemma");
    expect("classes.tsv", "class\tlemma\ntalks\tpeace talks\n", DM_OK, "warning: a token's lemma has no space");
}

#define FRAME(id, more) "  - id: " id "\n    slots: {actor: subject}\n    examples:\n      - {text: \"x\", expect: \"-\"}\n" more

static void frames_against_each_other(void **state) {
    (void)state;
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go, walk]\n    type: AID\n    cameo: \"070\"\n"), DM_OK, "");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n") FRAME("a/y", "    pred: [walk, go]\n    type: REJECT\n"),
           DM_E_LEXICON, "frames/a.yaml:12:18: \"go\" is REJECT here and AID in a/x (");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n") FRAME("a/y", "    pred: [go]\n    type: AID\n"), DM_E_LEXICON,
           "frames/a.yaml:12:12: \"go\" under the same conditions stands in a/x (");
    expect("frames/a.yaml",
           "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n")
               FRAME("a/y", "    pred: [go]\n    type: REJECT\n    where: {actor: [\"@state\"]}\n"),
           DM_OK, "");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go, go]\n    type: AID\n"), DM_E_LEXICON,
           "frames/a.yaml:6:16: \"go\" stands twice in this frame [it once]");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n") FRAME("a/x", "    pred: [walk]\n    type: AID\n"),
           DM_E_LEXICON, "two frames are called \"a/x\" [another id]");
}

static void frames_that_never_fire(void **state) {
    (void)state;
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n    where: {thing: [any]}\n"), DM_E_LEXICON,
           "frames/a.yaml:8:13: can never hold: the frame fills no slot \"thing\" [a relation for it under slots]");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n    where: {light: [any]}\n"), DM_E_LEXICON,
           "can never hold: the frame has no light verbs");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n    where: {actor: [\"=a\", \"!=a\"]}\n"), DM_E_LEXICON,
           "can never help: \"!=a\" stands beside \"=a\" [one of the two]");
    expect("frames/a.yaml",
           "frames:\n" FRAME(
               "a/x", "    pred: [go]\n    type: AID\n    cases:\n      - {if: {actor: [any]}, type: REJECT}\n      - {if: {actor: [any]}, type: "
                      "AGREE}\n"),
           DM_E_LEXICON, "frames/a.yaml:10:9: never reached: the case of line 9 asks the same [one case]");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n    light: [have]\n"), DM_E_LEXICON,
           "frames/a.yaml:8:12: only nouns have light verbs");
    expect("frames/a.yaml", "frames:\n  - id: a/x\n    pred: [go]\n    slots: {actor: subject}\n    type: AID\n", DM_OK,
           "frames/a.yaml:2:5: warning: the frame has no example");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AID\n") "classes:\n  fruit: [apple]\n", DM_OK,
           "frames/a.yaml:9:3: warning: no frame names the class \"fruit\" [leave it out]");
    expect("frames/a.yaml", "frames:\n" FRAME("a/x", "    pred: [go]\n    type: AIDE\n"), DM_E_LEXICON, "frames/a.yaml:7:11: \"AIDE\"");
}

static void surnames_without_a_capital(void **state) {
    (void)state;
    expect("names/b.tsv", "phrase\tactor\tvia\nof\tFRA\tsurname\n", DM_OK, "names/b.tsv:2:1: warning: \"of\" will match the ordinary word");
    expect("names/b.tsv", "phrase\tactor\tvia\nal-Haq\tFRA\tsurname\nde Witt\tFRA\tsurname\neurozone\tFRA\tname\n", DM_OK, "");
}

static void references(void **state) {
    (void)state;
    expect("names/b.tsv", "phrase\tactor\tvia\nGaul\tFRB\tname\n", DM_E_LEXICON,
           "names/b.tsv:2:6: unknown actor \"FRB\" [FRA (the nearest id), or add the actor to actors/]");
    expect("names/b.tsv", "phrase\tactor\tvia\nGaul\tfrance\tname\n", DM_E_LEXICON,
           "unknown actor \"france\" [FRA (the nearest id), or add the actor to actors/]");
    expect("offices/b.tsv", "person\tcountry\toffice\nQ1\tNOR\tking\n", DM_E_LEXICON, "offices/b.tsv:2:1: unknown actor \"Q1\" [an id of actors/");
    expect("places.tsv", "name\tcountry\nOslo\tNOX\n", DM_E_LEXICON, "places.tsv:2:6: unknown actor \"NOX\" [NOR (the nearest id)");
}

static void columns_count_characters(void **state) {
    (void)state;
    expect("names/b.tsv", "phrase\tactor\tvia\n\xC3\x85land\tXXXXX\tname\n", DM_E_LEXICON, "names/b.tsv:2:7: unknown actor \"XXXXX\"");
}

static void text_only(void **state) {
    (void)state;
    expect("titles.tsv", "phrase\nkin\xFFg\n", DM_E_LEXICON, "titles.tsv:2:4: byte 0xFF is no text");
    expect("titles.tsv", "phrase\nkin\x01g\n", DM_E_LEXICON, "titles.tsv:2:4: byte 0x01 is no text");
}

static void duplicates_warn(void **state) {
    (void)state;
    expect("names/b.tsv", "phrase\tactor\tvia\nNor-way\tNOR\tname\nNor way\tNOR\tname\n", DM_OK, "names/b.tsv:3:1: warning: the same row as ");
    expect("names/b.tsv", "phrase\tactor\tvia\tfrom\tto\nHall\tNOR\tmetonym\t1990\t1999\nHall\tNOR\tmetonym\t2005\t\n", DM_OK, "");
}

static void files(void **state) {
    (void)state;
    expect("tites.tsv", "phrase\n", DM_OK, "tites.tsv:1:1: warning: not a table of the lexicon; it is not read");
    expect("actors.tsv", "id\n", DM_OK, "actors.tsv:1:1: warning: not a table");
    expect("frames/a.yml", "a: b\n", DM_OK, "frames/a.yml:1:1: warning: not a table");
    expect("frames/a.yaml", "a: *b\n", DM_E_LEXICON, "frames/a.yaml:1:4: ");
}

static void too_many_classes(void **state) {
    (void)state;
    dm_buf b = {0};
    buf_puts(&b, "class\tlemma\n");
    for (int i = 0; i < 65; i++) buf_printf(&b, "c%d\tthing\n", i);
    expect("classes.tsv", buf_cstr(&b), DM_E_LEXICON, "classes.tsv:66:1: class \"c64\" is one too many");
    buf_free(&b);
}

static void folders_that_are_none(void **state) {
    (void)state;
    folder f = folder_make();
    const char *dirs[1] = {f.path};
    dm_err err;
    assert_int_equal(lexicon_compile(dirs, 1, NULL, NULL, NULL, &err), DM_E_LEXICON);
    assert_non_null(strstr(err.msg, "no table of a lexicon is in this folder"));
    folder_remove(&f);
    assert_int_equal(lexicon_compile(dirs, 1, NULL, NULL, NULL, &err), DM_E_NOT_FOUND);
    assert_non_null(strstr(err.msg, f.path));
}

static void errors_write_nothing(void **state) {
    (void)state;
    folder f = folder_make();
    char out[300];
    const char *dirs[1] = {f.path};
    dm_err err;
    snprintf(out, sizeof out, "%s/x.dml", f.path);
    folder_write(&f, "titles.tsv", "phrase\tcapacity\nking\tkingly\n");
    assert_int_equal(lexicon_compile(dirs, 1, out, NULL, NULL, &err), DM_E_LEXICON);
    assert_string_equal(err.msg, "the lexicon has 1 error; nothing is written");
    assert_false(file_exists(out));
    folder_remove(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clean_tables_pass),
        cmocka_unit_test(columns),
        cmocka_unit_test(cells),
        cmocka_unit_test(references),
        cmocka_unit_test(text_only),
        cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(duplicates_warn),
        cmocka_unit_test(files),
        cmocka_unit_test(frames_against_each_other),
        cmocka_unit_test(frames_that_never_fire),
        cmocka_unit_test(surnames_without_a_capital),
        cmocka_unit_test(too_many_classes),
        cmocka_unit_test(folders_that_are_none),
        cmocka_unit_test(errors_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
