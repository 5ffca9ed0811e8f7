/* YAML as plain strings: what is read, what is refused and where the complaint points. */
#include "lexicon_support.h"

#include "lexicon/yaml.h"

static dm_arena arena;

static const yaml_node *read_ok(const char *text) {
    const yaml_node *root;
    uint32_t line, column;
    dm_err err;
    dm_status s = yaml_read(&arena, str_from(text), &root, &line, &column, &err);
    if (s != DM_OK) fail_msg("%s", err.msg);
    return root;
}

static void read_bad(const char *text, dm_status status, uint32_t line, uint32_t column, const char *says) {
    const yaml_node *root;
    uint32_t l = 0, c = 0;
    dm_err err = {0};
    dm_status s = yaml_read(&arena, str_from(text), &root, &l, &c, &err);
    if (s != status || l != line || c != column || !strstr(err.msg, says)) fail_msg("%d at %u:%u: %s", (int)s, l, c, err.msg);
    assert_null(root);
}

static void nothing_is_typed(void **state) {
    (void)state;
    const yaml_node *root = read_ok("country: NO\nversion: 1.0\nnothing:\nquoted: \"a b\"\n# comment\n");
    assert_int_equal(root->n, 4);
    assert_true(str_is(yaml_text(yaml_get(root, "country")), "NO"));
    assert_true(str_is(yaml_text(yaml_get(root, "version")), "1.0"));
    assert_true(str_is(yaml_text(yaml_get(root, "nothing")), ""));
    assert_true(str_is(yaml_text(yaml_get(root, "quoted")), "a b"));
    assert_null(yaml_get(root, "missing"));
    assert_null(yaml_text(yaml_get(root, "missing")).p);
}

static void sequences_and_places(void **state) {
    (void)state;
    const yaml_node *root = read_ok("- id: a\n  pred: [x, \"y z\"]\n- b\n");
    assert_int_equal(root->kind, YAML_SEQUENCE);
    const yaml_node *pred = yaml_get(root->first, "pred");
    assert_int_equal(pred->n, 2);
    assert_int_equal(pred->line, 2);
    assert_int_equal(pred->column, 9);
    assert_true(str_is(yaml_text(pred->first->next), "y z"));
    assert_null(yaml_get(root->first->next, "id"));
    const yaml_node *id = yaml_get(root->first, "id"); /* a lone string is walked as a list of one */
    uint32_t n = 0;
    for (const yaml_node *e = yaml_first(id); e; e = yaml_next(id, e)) n++;
    for (const yaml_node *e = yaml_first(pred); e; e = yaml_next(pred, e)) n++;
    assert_int_equal(n, 3);
    assert_null(read_ok(""));
    assert_null(read_ok("# only a comment\n"));
}

static void refused(void **state) {
    (void)state;
    read_bad("a: &x 1\n", DM_E_FORMAT, 1, 4, "anchors are not allowed");
    read_bad("a: *x\n", DM_E_FORMAT, 1, 4, "aliases are not allowed");
    read_bad("a: !!int 1\n", DM_E_FORMAT, 1, 4, "tags are not allowed");
    read_bad("a: 1\nb: 2\na: 3\n", DM_E_FORMAT, 3, 1, "this key stands twice");
    read_bad("? [a]\n: 1\n", DM_E_FORMAT, 1, 3, "a key must be a string");
    read_bad("a: 1\n---\nb: 2\n", DM_E_FORMAT, 2, 1, "a second document");
    read_bad("a: [1\nb: 2\n", DM_E_FORMAT, 2, 2, "did not find expected");
    read_bad("[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]", DM_E_LIMIT, 1, 17, "nested deeper than 16");
    assert_non_null(read_ok("[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]"));
}

static void large_files_are_refused(void **state) {
    (void)state;
    char *big = malloc(YAML_SIZE_MAX + 2);
    memset(big, ' ', YAML_SIZE_MAX + 1);
    big[YAML_SIZE_MAX + 1] = 0;
    read_bad(big, DM_E_LIMIT, 1, 1, "larger than 4 MB");
    free(big);
}

static int setup(void **state) {
    (void)state;
    arena_init(&arena, 0);
    return 0;
}
static int teardown(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_typed), cmocka_unit_test(sequences_and_places), cmocka_unit_test(refused),
                                       cmocka_unit_test(large_files_are_refused)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
