/* The model file: what is in it, and that every kind of damage is refused by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/parsed.h"
#include "base/map.h"
#include "nn/model_format.h"
#include "nn/model_make.h"

#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/demarche-model-XXXXXX";
static char path[sizeof dir + 16];
static dm_buf good; /* a whole model file */

static int set_up(void **state) {
    (void)state;
    model *m = parsed_model();
    dm_err err;
    int bad = file_read(model_path(m), (size_t)1 << 30, &good, &err) != DM_OK || !mkdtemp(dir);
    model_close(m);
    snprintf(path, sizeof path, "%s/m.dmm", dir);
    return bad;
}

static int tear_down(void **state) {
    (void)state;
    unlink(path);
    rmdir(dir);
    buf_free(&good);
    return 0;
}

static dm_status open_bytes(const char *p, size_t n, dm_err *err) {
    model *m;
    assert_int_equal(file_write(path, p, n, err), DM_OK);
    dm_status s = model_open(path, &m, err);
    model_close(m);
    if (s != DM_OK) {
        assert_null(m);
        assert_non_null(strstr(err->msg, path));
    }
    return s;
}

static void sections(void **state) {
    (void)state;
    model *m = parsed_model();
    assert_string_equal(model_name(m), "en_core_web_sm 3.8.0");
    assert_int_equal(strlen(model_fingerprint(m)), 16);
    assert_int_equal(model_file_size(m), good.n);
    assert_true(model_n_sections(m) > 40);
    for (uint32_t i = 0; i < model_n_sections(m); i++) {
        const char *name;
        model_section s = model_section_at(m, i, &name), same = model_find(m, name);
        assert_true((uintptr_t)s.p % 64 == 0 && s.p == same.p && s.size == same.size);
    }
    dm_err err;
    model_section s;
    assert_null(model_find(m, "no/such").p);
    assert_int_equal(model_need(m, "no/such", 0, &s, &err), DM_E_MODEL);
    assert_non_null(strstr(err.msg, "no/such"));
    assert_int_equal(model_need(m, "syntax/tags", (size_t)1 << 30, &s, &err), DM_E_MODEL);
    model_close(m);
}

static void cut_short(void **state) {
    (void)state;
    dm_err err;
    static const size_t sizes[] = {8, 12, 100, 127, 128, 1000, 100000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(open_bytes(good.p, sizes[i], &err), DM_E_CHECKSUM);
        if (sizes[i] > 128) assert_int_equal(err.offset, sizes[i]);
    }
    assert_int_equal(open_bytes(good.p, good.n - 1, &err), DM_E_CHECKSUM);
    assert_int_equal(open_bytes(good.p, 0, &err), DM_E_MODEL);
    buf_putc(&good, 0);
    assert_int_equal(open_bytes(good.p, good.n, &err), DM_E_CHECKSUM);
    good.n--;
    assert_int_equal(open_bytes(good.p, good.n, &err), DM_OK);
}

static void altered(void **state) {
    (void)state;
    dm_err err;
    uint64_t seed = 1;
    for (int i = 0; i < 12; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        size_t at = i == 0 ? 16 : i == 1 ? 60 : i == 2 ? good.n - 1 : 128 + (size_t)(seed >> 20) % (good.n - 128);
        good.p[at] = (char)(good.p[at] ^ 1 << i % 8);
        assert_int_equal(open_bytes(good.p, good.n, &err), DM_E_CHECKSUM);
        good.p[at] = (char)(good.p[at] ^ 1 << i % 8);
    }
    good.p[0] = 'X';
    assert_int_equal(open_bytes(good.p, good.n, &err), DM_E_MODEL);
    good.p[0] = MODEL_MAGIC[0];
}

static void other_versions(void **state) {
    (void)state;
    dm_err err;
    model_header *h = (void *)good.p;
    h->format = MODEL_FORMAT - 1;
    assert_int_equal(open_bytes(good.p, good.n, &err), DM_E_VERSION);
    assert_non_null(strstr(err.msg, "too old"));
    h->format = MODEL_FORMAT + 1;
    assert_int_equal(open_bytes(good.p, good.n, &err), DM_E_VERSION);
    assert_non_null(strstr(err.msg, "newer"));
    h->format = MODEL_FORMAT;
}

/* The checksum is right, the table is not: a hostile hand. */
static void false_table(void **state) {
    (void)state;
    dm_err err;
    model_header *h = (void *)good.p;
    model_entry *e = (void *)(good.p + sizeof *h), saved = *e;
    const model_entry bad[] = {{.name = "x", .offset = 1},
                               {.name = "x", .offset = UINT64_MAX - 63, .size = 128},
                               {.name = "x", .offset = saved.offset, .size = UINT64_MAX},
                               {.name = "x", .offset = 64, .size = 8}};
    for (size_t i = 0; i <= sizeof bad / sizeof *bad; i++) {
        if (i < sizeof bad / sizeof *bad) *e = bad[i];
        else memset(e->name, 'x', sizeof e->name);
        h->checksum = hash_bytes(good.p + MODEL_HASHED, good.n - MODEL_HASHED);
        assert_int_equal(open_bytes(good.p, good.n, &err), DM_E_MODEL);
        *e = saved;
    }
    uint32_t n = h->n_sections;
    h->n_sections = 0x7FFFFFFF;
    h->checksum = hash_bytes(good.p + MODEL_HASHED, good.n - MODEL_HASHED);
    assert_int_equal(open_bytes(good.p, good.n, &err), DM_E_MODEL);
    h->n_sections = n;
    h->checksum = hash_bytes(good.p + MODEL_HASHED, good.n - MODEL_HASHED);
    assert_int_equal(open_bytes(good.p, good.n, &err), DM_OK);
}

static void not_a_source(void **state) {
    (void)state;
    dm_err err;
    assert_int_equal(model_make(dir, path, NULL, 0, &err), DM_E_NOT_FOUND);
    assert_non_null(strstr(err.msg, dir));
    model *m;
    assert_int_equal(model_open(dir, &m, &err), DM_E_IO);
    assert_int_equal(model_open("/nowhere/at.all", &m, &err), DM_E_NOT_FOUND);
    /* A package whose first file is another one. */
    char sub[sizeof dir + 16], file[sizeof dir + 32];
    snprintf(sub, sizeof sub, "%s/tok2vec", dir);
    snprintf(file, sizeof file, "%s/model", sub);
    assert_int_equal(mkdir(sub, 0700), 0);
    assert_int_equal(file_write(file, "other", 5, &err), DM_OK);
    assert_int_equal(model_make(dir, path, NULL, 0, &err), DM_E_CHECKSUM);
    assert_non_null(strstr(err.msg, "tok2vec/model"));
    unlink(file);
    rmdir(sub);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sections),       cmocka_unit_test(cut_short),   cmocka_unit_test(altered),
                                       cmocka_unit_test(other_versions), cmocka_unit_test(false_table), cmocka_unit_test(not_a_source)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
