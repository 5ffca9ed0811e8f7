/* The MessagePack reader: every kind of item, lying counts, cut input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nn/msgpack.h"
#include "nn/sha256.h"

#define READER(bytes) msgpack_open((dm_str){(bytes), sizeof(bytes) - 1})

static void items(void **state) {
    (void)state;
    msgpack m = READER("\x07\xff\xcc\xc8\xcd\x01\x02\xce\x00\x01\x00\x00\xcf\xff\xff\xff\xff\xff\xff\xff\xff"
                       "\xd0\x80\xd1\xff\x00\xd2\xff\xff\xff\xfe\xc0\xc2\xc3\xa3"
                       "abc\xd9\x02hi\xc4\x01x\xca\x3f\x80\x00\x00\xcb\xc0\x00\x00\x00\x00\x00\x00\x00");
    assert_int_equal(msgpack_uint(&m), 7);
    msgpack_item item = msgpack_next(&m);
    assert_true(item.type == MSGPACK_INT && item.i == -1);
    assert_int_equal(msgpack_uint(&m), 200);
    assert_int_equal(msgpack_uint(&m), 258);
    assert_int_equal(msgpack_uint(&m), 65536);
    assert_true(msgpack_uint(&m) == UINT64_MAX);
    static const int64_t negative[] = {-128, -256, -2};
    for (int i = 0; i < 3; i++) assert_true(msgpack_next(&m).i == negative[i]);
    assert_int_equal(msgpack_next(&m).type, MSGPACK_NIL);
    assert_false(msgpack_bool(&m));
    assert_true(msgpack_bool(&m));
    assert_true(str_is(msgpack_str(&m), "abc"));
    assert_true(str_is(msgpack_str(&m), "hi"));
    assert_int_equal(msgpack_peek(&m), MSGPACK_BIN);
    assert_true(str_is(msgpack_str(&m), "x"));
    assert_true(msgpack_next(&m).f == 1.0);
    assert_true(msgpack_next(&m).f == -2.0);
    assert_true(msgpack_ok(&m));
    assert_int_equal(msgpack_next(&m).type, MSGPACK_BAD);
    assert_false(msgpack_ok(&m));
}

static void groups(void **state) {
    (void)state;
    /* {"a": [1, {"b": nil}], "c": 2} */
    msgpack m = READER("\x82\xa1"
                       "a\x92\x01\x81\xa1"
                       "b\xc0\xa1"
                       "c\x02");
    msgpack whole = m;
    assert_int_equal(msgpack_map(&m), 2);
    assert_true(str_is(msgpack_str(&m), "a"));
    msgpack_skip(&m);
    assert_true(str_is(msgpack_str(&m), "c"));
    assert_int_equal(msgpack_uint(&m), 2);
    msgpack_skip(&whole);
    assert_true(msgpack_ok(&m) && msgpack_ok(&whole) && whole.p == whole.end);
}

static void lies(void **state) {
    (void)state;
    static const struct {
        const char *p;
        uint32_t n;
    } bad[] = {
        {"\xdd\xff\xff\xff\xff\x01", 6}, /* four thousand million items in one byte */
        {"\xdf\x80\x00\x00\x01", 5},     /* pairs, whose count doubled overflows */
        {"\xdb\x00\x00\x00\x05"
         "ab",
         7},                  /* a string cut short */
        {"\xc1", 1},          /* never used */
        {"\xc7\x01\x05x", 4}, /* an extension */
        {"\xcf\x01\x02", 3},  /* an integer cut short */
        {"\x93\x01\x02", 3},  /* an array cut short */
        {"", 0},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        msgpack m = msgpack_open((dm_str){bad[i].p, bad[i].n});
        msgpack_skip(&m);
        assert_false(msgpack_ok(&m));
        assert_int_equal(msgpack_next(&m).type, MSGPACK_BAD);
    }
    msgpack m = READER("\xa1x");
    assert_int_equal(msgpack_uint(&m), 0); /* another type */
    assert_false(msgpack_ok(&m));
    m = msgpack_open(DM_STR_NONE);
    assert_int_equal(msgpack_map(&m), 0);
    assert_false(msgpack_ok(&m));
}

/* FIPS 180-4 examples, and one length on each side of a block's padding. */
static void sha256(void **state) {
    (void)state;
    static const struct {
        const char *in, *hex;
    } cases[] = {{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                 {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                 {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"}};
    char hex[65], a[200];
    for (size_t i = 0; i < 3; i++) {
        sha256_hex(cases[i].in, strlen(cases[i].in), hex);
        assert_string_equal(hex, cases[i].hex);
    }
    memset(a, 'a', sizeof a);
    sha256_hex(a, 55, hex);
    assert_string_equal(hex, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    sha256_hex(a, 64, hex);
    assert_string_equal(hex, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(items), cmocka_unit_test(groups), cmocka_unit_test(lies), cmocka_unit_test(sha256)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
