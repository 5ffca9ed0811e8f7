/* What `demarche parse` prints: a parsed document as CoNLL-U or as one JSON line.
 *
 * CoNLL-U: "# newdoc id", for each sentence "# text" and its tokens with spaCy's labels; MISC has NER=B-GPE and SpaceAfter=No. The
 * format cannot hold white-space tokens: they are left out, identifiers count without them, and what hung on one hangs
 * on its nearest ancestor that is a word. JSON has all tokens: {"id", "text",
 * "tokens": [{"span": [begin, end) in code points of text, "space": one space follows and belongs to it, "sent_start", "tag", "pos",
 * "morph", "lemma", "head": index, itself for a root, "dep", "ner": "B-GPE" or null, and with gaps "gap_tag", "gap_parse", "gap_ner"
 * where there was such a decision}]}. */
#ifndef DM_PIPELINE_CONLLU_H
#define DM_PIPELINE_CONLLU_H

#include "document/doc.h"

/* The least gap between the best and second class over the decisions that concern a token; INFINITY where there was none. */
typedef struct parse_gaps {
    float tag, parse, ner;
} parse_gaps;

void conllu_put(dm_buf *out, const dm_doc *doc);
/* With a line end. gaps has an entry for each token, or is NULL. */
void conllu_put_json(dm_buf *out, const dm_doc *doc, const parse_gaps *gaps);

#endif
