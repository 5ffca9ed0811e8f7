/* Syntax: tokens with their lexical ids in; Penn tags, heads, labels, sentences and named entities out.
 *
 * spaCy's pipeline en_core_web_sm 3.8.0, natively: one encoder for tagger and parser, greedy arc-eager parsing with
 * pseudo-projective labels, a second encoder and greedy BILUO for entities. The unit is the block. Long units go through
 * in slices that carry a halo of four tokens, short ones share batches; neither changes a bit. Memory does not grow with
 * the number of tokens but by 26 bytes each for the parser's stacks. Then come the attribute ruler and the lemmatizer
 * (ruler.h, lemma.h). Reference: docs/formats/model.md for the weights, spaCy 3.8 for the rules. */
#ifndef DM_SYNTAX_SYNTAX_H
#define DM_SYNTAX_SYNTAX_H

#include "document/doc.h"
#include "nn/model_make.h"

/* Weights and class tables; frozen after opening, shared by all workers. */
typedef struct syntax_model syntax_model;
/* One worker's memory. */
typedef struct syntax_scratch syntax_scratch;

/* The model must stay open as long. `isa` names the kernels ("avx2", ...; nn/kernel.h); NULL: the fastest. DM_E_USAGE when the
 * processor lacks it. */
dm_status syntax_open_isa(const model *m, const char *isa, syntax_model **out, dm_err *err) DM_MUST_CHECK;
dm_status syntax_open(const model *m, syntax_model **out, dm_err *err) DM_MUST_CHECK;
void syntax_close(syntax_model *m); /* NULL is allowed */
const char *syntax_isa(const syntax_model *m);

syntax_scratch *syntax_scratch_new(const syntax_model *m); /* NULL: out of memory */
void syntax_scratch_free(syntax_scratch *s);

/* Parses the blocks [block_begin, block_end); blocks without tokens cost nothing. Writes for their tokens tag, pos, morph,
 * lemma, head, dep, left, right, first_child, next_sibling, sentence, ner, the flags SENT_START and ENT_BEGIN, and adds the blocks'
 * sentences. All blocks of a document in one call is fastest. Each block is parsed as if alone. */
dm_status syntax_run_blocks(const syntax_model *m, syntax_scratch *s, dm_doc *doc, uint32_t block_begin, uint32_t block_end,
                            dm_err *err) DM_MUST_CHECK;
static inline dm_status syntax_run(const syntax_model *m, syntax_scratch *s, dm_doc *doc, uint32_t block, dm_err *err) {
    return syntax_run_blocks(m, s, doc, block, block + 1, err);
}

/* For parity tests: called for each decision with the first token it concerns and by how much the best valid class beat
 * the second one. watch NULL: off, which costs nothing. */
typedef enum syntax_decider { SYNTAX_TAGGER, SYNTAX_PARSER, SYNTAX_NER } syntax_decider;
typedef void syntax_watch(void *context, syntax_decider decider, uint32_t token, float gap);
void syntax_set_watch(syntax_scratch *s, syntax_watch *watch, void *context);

/* Counts, and times by the caller's clock (NULL: none), since the scratch was made; for benchmarks. */
typedef struct syntax_stats {
    uint64_t (*clock_ns)(void);
    uint64_t encode_ns, tag_ns, rows_ns, parse_ns, tree_ns, ner_encode_ns, ner_rows_ns, ner_ns, annotate_ns;
    uint64_t n_tokens, n_batches, n_parser_steps, n_far_slots, n_old_pages;
    uint64_t n_words[2], n_word_misses[2], n_vector_misses[2]; /* of tagger and parser; of entities */
} syntax_stats;
syntax_stats *syntax_scratch_stats(syntax_scratch *s);

/* Packs weights and class tables into a model file (nn/model_make.h). */
model_packer syntax_pack;

#endif
