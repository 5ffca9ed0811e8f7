/* Blocks of invented stories: kinds in order, joined lines and exact spans, languages, notes. */
#include "ingest/ingest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static dm_arena arena;
static dm_doc doc;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 0);
    doc.arena = &arena;
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void run_raw(dm_raw raw) {
    dm_err err;
    assert_int_equal(ingest_run(&raw, &doc, &err), DM_OK);
}
static void run(const char *text) { run_raw((dm_raw){.id = DM_STR("t"), .body = str_from(text)}); }

/* One letter a block: T title, H heading, Y byline, D dateline, C caption, B body, X boilerplate, R duplicate, L other language. */
static void expect_kinds(const char *want) {
    static const char letter[] = "BTHYDCXRL";
    char got[128] = "";
    assert_true(doc.blocks.n < sizeof got);
    for (uint32_t i = 0; i < doc.blocks.n; i++) got[i] = letter[doc.blocks.v[i].kind];
    assert_string_equal(got, want);
}

static bool noted(const char *code) {
    for (uint32_t i = 0; i < doc.notes.n; i++)
        if (str_is(doc.notes.v[i].code, code)) return true;
    return false;
}

/* Every block: inside the text, after the one before, its map exact for each byte of its unit. */
static void check_maps(void) {
    uint32_t before = 0;
    for (uint32_t i = 0; i < doc.blocks.n; i++) {
        const dm_block_row *b = &doc.blocks.v[i];
        assert_true(b->span.begin >= before && b->span.begin < b->span.end && b->span.end <= doc.text.n);
        before = b->span.end;
        assert_true(b->n_map > 0 && b->reason.p);
        for (uint32_t u = 0; u < b->unit.n; u++) {
            uint32_t at = block_text_offset(b, u, false);
            assert_true(at >= b->span.begin && at < b->span.end);
            if (b->unit.p[u] != ' ') assert_int_equal(b->unit.p[u], doc.text.p[at]);
            assert_int_equal(block_text_offset(b, u + 1, true), at + 1);
        }
    }
}

static const char scraped[] =
    "The Fjord Herald\n\nOslo weighs Chad's plan for a ferry across the lake\n\nBy Ana Lund-Berg\n\nPublished : March 4, 2014 - 09:15\n\n   • Link "
    "copied\n\n"
    "FILE - A ferry leaves the pier at Bol, Chad, Feb. 2, 2013.\n\n"
    "Norway on Monday welcomed a plan by Chad to open a ferry line, saying that it would help both banks.\n\n"
    "Minister Hawa Adoum greets fishermen at the pier, Monday. Lakeview\nMinister Hawa Adoum greets fishermen at the pier, Monday. Lakeview\n\n"
    "A longer road\n\n"
    "“We shall see whether the boats come,” said Adoum, who has waited for them since May.\n\n"
    "Norway on Monday welcomed a plan by Chad to open a ferry line, saying that it would help both banks.\n\n"
    "Per Holm in Oslo contributed to this report.\n\nBagikan artikel ini\n\nNext week\n";

static void kinds_of_a_scraped_page(void **state) {
    (void)state;
    run(scraped);
    expect_kinds("XTYDXCBCRHBRXLX");
    check_maps();
    assert_int_equal(doc.status, DM_STORY_OK);
    assert_true(str_is(doc.language, "en"));
}

static void one_paragraph_a_line(void **state) {
    (void)state;
    run("N'DJAMENA, March 4 (Lakeview) - Chad rejected the plan on Tuesday after a long night of talks.\nThe minister told reporters that the door "
        "stays open.\nNobody came through it.");
    expect_kinds("DBBB");
    check_maps();
    assert_true(str_is(doc_text(&doc, doc.blocks.v[0].span), "N'DJAMENA, March 4 (Lakeview) -"));
}

static void datelines(void **state) {
    (void)state;
    static const char *const with[] = {"OSLO - The ministers met again on Friday.",
                                       "Oslo (LNA) – The ministers met again on Friday.",
                                       "OSLO, Norway (LNA) — The ministers met again on Friday.",
                                       "Oslo, May 3 - The ministers met again on Friday.",
                                       "(Lakeview) - The ministers met again on Friday.",
                                       "PORT OF BOL: The ministers met again on Friday."};
    static const char *const without[] = {
        "The plan - a ferry and two piers - was welcomed in Oslo.", "Norway - not Chad - will pay for the ferry, ministers said.",
        "BREAKING - The ministers met again on Friday.", "The minister (a former pilot) - he flew for years - said no."};
    for (uint32_t i = 0; i < sizeof with / sizeof *with; i++) {
        run(with[i]);
        if (doc.blocks.n != 2 || doc.blocks.v[0].kind != DM_BLOCK_DATELINE) fail_msg("no dateline: %s", with[i]);
    }
    for (uint32_t i = 0; i < sizeof without / sizeof *without; i++) {
        run(without[i]);
        if (doc.blocks.n != 1) fail_msg("dateline: %s", without[i]);
    }
}

static void wraps_are_joined(void **state) {
    (void)state;
    run("FERRY TALKS BREAK UP\n\nLakeview, Tuesday, March 4, 1986\n\n"
        "    The ministers of Norway and of\n"
        "Chad ended their talks about the ferry in the morning, and each of\n"
        "them said that the other side had asked for too much. A half-\n"
        "finished pier stands in the water.\n"
        "    Nobody would say when they\n"
        "Meet again, or where that might be, or who would pay for the hotel\n"
        "if they did.\n LAKEVIEW\n");
    expect_kinds("TDBBY");
    check_maps();
    const dm_block_row *b = &doc.blocks.v[2];
    assert_true(str_find(b->unit, DM_STR("of Chad ended"), 0) > 0);
    assert_true(str_find(b->unit, DM_STR("half-finished pier"), 0) > 0);
    int64_t u = str_find(b->unit, DM_STR("Chad ended"), 0);
    dm_span back = {block_text_offset(b, (uint32_t)u, false), block_text_offset(b, (uint32_t)u + 10, true)};
    assert_true(str_is(doc_text(&doc, back), "Chad ended"));
}

static void markup_is_left_out_of_the_unit(void **state) {
    (void)state;
    run("The minister came to Oslo,<strong></strong> where <b>nobody</b> met her on Monday. A <3 sign stays.");
    assert_true(str_is(doc.blocks.v[0].unit, "The minister came to Oslo, where nobody met her on Monday. A <3 sign stays."));
    check_maps();
}

static void signature_at_the_end(void **state) {
    (void)state;
    run("The ministers met again on Friday and parted soon. (LNA|Per Holm)");
    expect_kinds("BY");
    run("The ministers met again on Friday (their third day) and parted soon (or so they said).");
    expect_kinds("B");
}

static void captions_by_credit_and_picture_words(void **state) {
    (void)state;
    run("The ministers met again on Friday and parted soon after that.\n\nHawa Adoum, left, shakes hands with Jon Vik in Bol, Friday.\n\n"
        "The pier at night. Image: Lake Archive.\n\nThe far-right, not the left, shakes the government, he said on Friday in the capital.");
    expect_kinds("BCCB");
}

static void repeated_in_one_line(void **state) {
    (void)state;
    run("The ministers met again on Friday and parted soon after that.\n\nMinister Hawa Adoum (LNA) Minister Hawa Adoum (LNA)\n\nThey will meet no "
        "more, their spokesmen said on Friday.");
    expect_kinds("BCRB");
}

static void languages(void **state) {
    (void)state;
    run("Les ministres se sont réunis à Bol pour parler des bateaux, mais ils ne se sont pas mis d'accord sur le prix.\n\nIls vont se revoir dans "
        "une semaine, selon une source qui a pris part aux discussions.");
    assert_int_equal(doc.status, DM_STORY_SKIPPED);
    assert_true(noted("not_english"));
    assert_true(str_is(doc.language, "fr"));
    run("Министры встретились в пятницу и снова разошлись без соглашения.");
    assert_true(str_is(doc.language, "ru"));
    run_raw((dm_raw){.language = DM_STR("fr-FR"), .body = DM_STR("The ministers met again on Friday and parted soon after that.")});
    assert_int_equal(doc.status, DM_STORY_OK);
    assert_true(noted("language"));
}

static void bytes(void **state) {
    (void)state;
    run("The minister\xE2\x80\x99s boat \xFF sank.\r\nNobody\rdrowned.");
    assert_true(noted("bad_bytes"));
    assert_true(str_is(doc.text, "The minister’s boat \uFFFD sank.\nNobody\ndrowned."));
    run("The minister\x92s boat sank \x96 again.");
    assert_true(noted("encoding"));
    assert_true(str_is(doc.text, "The minister’s boat sank – again."));
    run_raw((dm_raw){.body = {"\xFE\xFF\0S\0o\0.", 8}});
    assert_true(str_is(doc.text, "So."));
    run_raw((dm_raw){.body = {"So\0.", 4}});
    assert_int_equal(doc.status, DM_STORY_FAILED);
    assert_true(noted("binary"));
    run("");
    assert_int_equal(doc.status, DM_STORY_SKIPPED);
    assert_true(noted("empty"));
}

static void metadata(void **state) {
    (void)state;
    run_raw((dm_raw){.url = DM_STR("https://fjord.example/a"),
                     .date = DM_STR("Tue, 04 Mar 2014 09:15:00 GMT"),
                     .title = DM_STR("Ferry talks end in Oslo"),
                     .body = DM_STR("Ferry talks end in Oslo\n\nThe ministers met again on Friday and parted soon after that.")});
    expect_kinds("TB");
    assert_true(str_is(doc.id, "https://fjord.example/a"));
    assert_int_equal(doc.claimed_day, day_of(2014, 3, 4));
    run_raw((dm_raw){.date = DM_STR("one of these days"), .body = DM_STR("The ministers met again.")});
    assert_int_equal(doc.claimed_day, DM_DAY_NONE);
    assert_true(noted("bad_date"));
}

static void memory_that_ends(void **state) {
    (void)state;
    dm_raw raw = {.title = DM_STR("T"), .body = str_from(scraped)};
    dm_status status = DM_E_MEMORY;
    for (uint64_t k = 1; status != DM_OK; k++) {
        dm_err err;
        arena_fail_after(k);
        status = ingest_run(&raw, &doc, &err);
        arena_fail_after(0);
        assert_true(status == DM_OK || status == DM_E_MEMORY);
        assert_true(k < 10000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(kinds_of_a_scraped_page),
                                       cmocka_unit_test(one_paragraph_a_line),
                                       cmocka_unit_test(datelines),
                                       cmocka_unit_test(wraps_are_joined),
                                       cmocka_unit_test(markup_is_left_out_of_the_unit),
                                       cmocka_unit_test(signature_at_the_end),
                                       cmocka_unit_test(captions_by_credit_and_picture_words),
                                       cmocka_unit_test(repeated_in_one_line),
                                       cmocka_unit_test(languages),
                                       cmocka_unit_test(bytes),
                                       cmocka_unit_test(metadata),
                                       cmocka_unit_test(memory_that_ends)};
    return cmocka_run_group_tests_name("blocks", tests, set_up, tear_down);
}
