/* See ingest.h. Decoding, then paragraphs, then kinds, then one unit for each block that is parsed or shown; language
 * and status of the story come from the kinds. */
#include "ingest/ingest.h"

#include "base/utf8.h"
#include "document/datetext.h"
#include "ingest/decode.h"
#include "ingest/kinds.h"
#include "ingest/language.h"
#include "ingest/pages.h"

enum { LONG_BLOCK = 200000 };

static dm_span whole(const dm_doc *doc) { return (dm_span){0, doc->text.n}; }

/* A field of metadata as valid UTF-8 in doc's arena; .p NULL stays so, and an empty one becomes it. */
static dm_status field(dm_doc *doc, dm_str in, dm_str *out, dm_err *err) {
    decode_report report;
    *out = DM_STR_NONE;
    if (!in.p || !str_trim(in).n) return DM_OK;
    DM_TRY(decode_text(doc->arena, str_trim(in), out, &report, err));
    if (!out->n) *out = DM_STR_NONE;
    return DM_OK;
}

static dm_status fields(const dm_raw *raw, dm_doc *doc, dm_err *err) {
    DM_TRY(field(doc, raw->title, &doc->title, err));
    DM_TRY(field(doc, raw->url, &doc->url, err));
    DM_TRY(field(doc, raw->outlet, &doc->outlet, err));
    DM_TRY(field(doc, raw->date, &doc->claimed, err));
    DM_TRY(field(doc, raw->id, &doc->id, err));
    if (!doc->id.p) doc->id = doc->url;
    if (doc->claimed.p) doc->claimed_day = datetext_metadata(doc->claimed);
    if (raw->crawled.p) doc->crawled_day = datetext_metadata(raw->crawled);
    if (doc->claimed.p && doc->claimed_day == DM_DAY_NONE)
        DM_TRY(doc_note(doc, DM_STAGE_INGEST, "bad_date", DM_SPAN_NONE, "the date \"%.*s\" that comes with the story cannot be read",
                        DM_STR_ARG(doc->claimed)));
    return DM_OK;
}

static dm_status read_text(const dm_raw *raw, dm_doc *doc, dm_err *err) {
    decode_report r;
    DM_TRY(decode_text(doc->arena, raw->body, &doc->text, &r, err));
    if (r.from == DECODE_BINARY) {
        doc->status = DM_STORY_FAILED;
        return doc_note(doc, DM_STAGE_INGEST, "binary", DM_SPAN_NONE, "the bytes look like binary data, not text");
    }
    if (r.from != DECODE_UTF8 || raw->cp1252)
        DM_TRY(
            doc_note(doc, DM_STAGE_INGEST, "encoding", whole(doc), "read as %s, not as UTF-8", r.from == DECODE_UTF16 ? "UTF-16" : "Windows-1252"));
    if (r.n_bad || raw->n_bad)
        DM_TRY(doc_note(doc, DM_STAGE_INGEST, "bad_bytes", r.n_bad ? (dm_span){r.first_bad, r.first_bad + 3} : DM_SPAN_NONE,
                        "byte sequences that are no text and became U+FFFD: %u", r.n_bad + raw->n_bad));
    return DM_OK;
}

static dm_status make_blocks(dm_doc *doc, const dm_paragraphs *ps, dm_err *err) {
    for (uint32_t i = 0; i < ps->n; i++) {
        const dm_paragraph *p = &ps->v[i];
        if (p->span.begin == p->span.end) continue;
        dm_block_row *b = VEC_PUSH(doc->arena, &doc->blocks);
        if (!b) return err_memory(err, "a story's blocks");
        *b = (dm_block_row){.span = p->span, .kind = p->kind, .reason = p->reason};
        DM_TRY(paragraph_unit(doc->arena, doc->text, b, err));
        if (b->span.end - b->span.begin > LONG_BLOCK)
            DM_TRY(
                doc_note(doc, DM_STAGE_INGEST, "long_block", b->span, "a paragraph of %u bytes: line ends may be lost", b->span.end - b->span.begin));
        doc_trace(doc, DM_STAGE_INGEST, b->span, "%s: %.*s", dm_block_text(b->kind), DM_STR_ARG(b->reason));
    }
    return DM_OK;
}

/* What readers do not see, and what the text went through before it came: noted, and the text stays as it is. */
static dm_status note_oddities(dm_doc *doc) {
    uint32_t unseen = 0, garbled = 0, first = 0, first_garbled = 0;
    for (uint32_t at = 0; at < doc->text.n;) {
        if ((unsigned char)doc->text.p[at] < 0x80) {
            at++;
            continue;
        }
        uint32_t cp, step = utf8_decode(doc->text.p + at, doc->text.n - at, &cp);
        if (text_is_invisible(cp) && !unseen++) first = at;
        /* The quotation marks and dashes of UTF-8 read as Windows-1252 all begin so. */
        if (cp == 0xE2 && at + 5 <= doc->text.n && !memcmp(doc->text.p + at + 2, "\xE2\x82\xAC", 3) && !garbled++) first_garbled = at;
        at += step;
    }
    if (unseen)
        DM_TRY(doc_note(doc, DM_STAGE_INGEST, "invisible", (dm_span){first, first + (doc->text.p[first] == (char)0xC2 ? 2 : 3)},
                        "characters that nobody sees (soft hyphens, zero width, direction): %u", unseen));
    if (garbled)
        DM_TRY(doc_note(doc, DM_STAGE_INGEST, "mojibake", (dm_span){first_garbled, first_garbled + 5},
                        "UTF-8 that was once read as Windows-1252: %u places", garbled));
    return DM_OK;
}

/* Language and status from what the blocks are. */
static dm_status judge_story(const dm_raw *raw, dm_doc *doc) {
    if (raw->cut) DM_TRY(doc_note(doc, DM_STAGE_INGEST, "cut", DM_SPAN_NONE, "the story's end is missing in the archive it came from"));
    uint64_t body = 0, other = 0;
    const dm_block_row *longest = NULL;
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        const dm_block_row *b = &doc->blocks.v[i];
        uint32_t n = b->span.end - b->span.begin;
        if (b->kind == DM_BLOCK_BODY) body += n;
        if (b->kind != DM_BLOCK_OTHER_LANGUAGE) continue;
        other += n;
        if (!longest || n > longest->span.end - longest->span.begin) longest = b;
    }
    dm_str given = raw->language.p ? language_code(raw->language) : DM_STR_NONE;
    bool english = body >= other || !longest;
    doc->language = english ? DM_STR("en") : str_from(language_of(longest->unit));
    if (given.p && !str_is(given, "en") && english && !body) doc->language = arena_str(doc->arena, given);
    if (given.p && !str_eq(given, doc->language))
        DM_TRY(doc_note(doc, DM_STAGE_INGEST, "language", DM_SPAN_NONE, "said to be in \"%.*s\", but the text is in \"%.*s\"", DM_STR_ARG(given),
                        DM_STR_ARG(doc->language)));
    if (!english) {
        doc->status = DM_STORY_SKIPPED;
        return doc_note(doc, DM_STAGE_INGEST, "not_english", DM_SPAN_NONE, "most of the text is in another language (%.*s); only English is read",
                        DM_STR_ARG(doc->language));
    }
    if (!doc->blocks.n) {
        doc->status = DM_STORY_SKIPPED;
        return doc_note(doc, DM_STAGE_INGEST, "empty", DM_SPAN_NONE, "the story has no text");
    }
    if (!body) {
        doc->status = DM_STORY_PARTIAL;
        return doc_note(doc, DM_STAGE_INGEST, "no_body", DM_SPAN_NONE, "no paragraph looks like body text");
    }
    return DM_OK;
}

dm_status ingest_run(const dm_raw *raw, dm_doc *doc, dm_err *err) {
    doc_reset(doc);
    DM_TRY(fields(raw, doc, err));
    dm_paragraphs lines = {0}, pieces = {0};
    if (raw->page) DM_TRY(pages_run(raw, doc, &pieces, err));
    else DM_TRY(read_text(raw, doc, err));
    if (doc->status == DM_STORY_FAILED) return DM_OK;
    if (!raw->page) {
        DM_TRY(paragraphs_split(doc->arena, doc->text, &lines, err));
        DM_TRY(pieces_split(doc->arena, doc->text, &lines, &pieces, err));
        DM_TRY(kinds_run(doc->arena, doc->text, &pieces, doc->title, doc->outlet, err));
    }
    DM_TRY(make_blocks(doc, &pieces, err));
    DM_TRY(note_oddities(doc));
    return judge_story(raw, doc);
}
