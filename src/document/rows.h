/* Rows as they are printed: one generic way from the structs of doc.h to JSON, to SQL and to plain columns, made from
 * rows.def. Spans are printed in code points. */
#ifndef DM_DOCUMENT_ROWS_H
#define DM_DOCUMENT_ROWS_H

#include "document/doc.h"

/* R(KIND, Struct, array of the document) for every kind of row that is stored or printed on its own. */
/* clang-format off */
#define DM_ROW_KINDS(R)                                                                                                                      \
    R(BLOCK, dm_block_row, blocks)                                                                                                           \
    R(SENTENCE, dm_sentence_row, sentences)                                                                                                  \
    R(MENTION, dm_mention_row, mentions)                                                                                                     \
    R(ENTITY, dm_entity_row, entities)                                                                                                       \
    R(TIMEX, dm_timex_row, timexes) R(STATEMENT, dm_statement_row, statements) R(EVENT, dm_event_row, events) R(OFFER, dm_offer_row, offers) \
        R(POSITION, dm_position_row, positions) R(NOTE, dm_note_row, notes)
/* clang-format on */

/* Goes up when a key of the printed line changes. */
#define ROWS_SCHEMA 1

typedef enum dm_row_kind {
#define R(KIND, S, array) DM_ROW_KIND_##KIND,
    DM_ROW_KINDS(R)
#undef R
        DM_ROW_KIND_N
} dm_row_kind;

enum { DM_CELL_TEXT, DM_CELL_INT, DM_CELL_REAL, DM_CELL_JSON, DM_CELL_BOOL };

/* One field of a kind of row. */
typedef struct dm_field {
    const char *key, *help;
    uint8_t cell; /* DM_CELL_*: how it is stored */
} dm_field;
const dm_field *rows_fields(dm_row_kind kind, uint32_t *n);
const char *rows_name(dm_row_kind kind); /* "event": the table and the plural's stem */
uint32_t rows_count(const dm_doc *doc, dm_row_kind kind);

/* A printer over one document; make one per document (it indexes code points once). */
typedef struct dm_printer {
    const dm_doc *doc;
    uint32_t *marks; /* code points before each 128th byte; NULL when the text is ASCII */
} dm_printer;
dm_status printer_init(dm_printer *pr, dm_doc *doc, dm_err *err) DM_MUST_CHECK;
uint32_t printer_code_point(const dm_printer *pr, uint32_t byte);

/* The value of one field as JSON, or bare (text without quotes, empty for null) for SQL and TSV. */
void rows_put_field(dm_buf *b, const dm_printer *pr, dm_row_kind kind, uint32_t row, uint32_t field, bool bare);
void rows_put_json(dm_buf *b, const dm_printer *pr, dm_row_kind kind, uint32_t row); /* {"key":value,...} */
void rows_put_date(dm_buf *b, const dm_date *date);                                  /* DATE without "claimed" */
void rows_put_span(dm_buf *b, const dm_printer *pr, dm_span span);

/* Who made the rows: printed as "demarche" in each line. */
typedef struct dm_provenance {
    uint32_t schema;
    const char *version;
    dm_str model, lexicon; /* fingerprints */
} dm_provenance;
/* One line of `demarche code` without the line end (DESIGN: the output contract). */
void rows_put_story(dm_buf *b, const dm_printer *pr, const dm_provenance *made_by);

#endif
