/* Facts read back from JSON: from the lists and records that the database keeps as JSON, and from the whole line that `code`
 * printed. Spans are code points, as printed; the text of a span is found by marks in the story's text. */
#ifndef DM_DOCUMENT_FACTS_JSON_H
#define DM_DOCUMENT_FACTS_JSON_H

#include "document/facts.h"

#include <jansson.h>

/* The story that rows are read of: the last one of the facts. Strings go into the facts' arena. */
typedef struct facts_reader {
    facts *f;
    uint32_t story, first_entity; /* indices into f */
    uint32_t *marks;              /* bytes of text before every so many code points */
    uint32_t n_marks;
} facts_reader;

/* Sets the marks of the text of `story`. False: out of memory. */
bool facts_mark_text(facts_reader *l, dm_str text) DM_MUST_CHECK;
dm_str facts_slice(const facts_reader *l, dm_span s);

dm_span facts_json_span(const json_t *v);
dm_str facts_json_str(dm_arena *a, const json_t *object, const char *key); /* .p NULL when it is no string */
dm_date facts_json_date(dm_arena *a, const json_t *v);
dm_span facts_json_content(const json_t *spans); /* from the first to the last piece */
/* Index of the entity of this story with the id; DM_NONE. */
uint32_t facts_entity_of(const facts_reader *l, dm_str id);
/* 1 + index of the statement of this story; 0 for none. */
uint32_t facts_statement_of(const facts_reader *l, dm_str id);

/* Parts of a row; false: out of memory. */
bool facts_json_mentions(const facts_reader *l, const json_t *list, fact_entity *e) DM_MUST_CHECK;
bool facts_json_roles(const facts_reader *l, const json_t *list, fact_role_list *out) DM_MUST_CHECK;
void facts_json_matter(const facts_reader *l, const json_t *matter, fact_event *e);
void facts_json_decided(const facts_reader *l, const json_t *decided, fact_event *e);
/* The words of an event's spans, once these are read. */
void facts_event_texts(const facts_reader *l, fact_event *e);

/* Adds the story of one line and its rows; those of a failed story are none. DM_E_FORMAT when it is no such line. */
dm_status facts_add_line(facts *f, const char *line, size_t size, dm_err *err) DM_MUST_CHECK;

#endif
