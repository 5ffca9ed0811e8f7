/* The classes of the transition systems: which action and label each score belongs to, and which are valid.
 *
 * In a model file they are lines of text "ACTION LABEL" in the order of the scores ("L nsubj", "B-GPE" as "B GPE"), so
 * that the file does not depend on this program's enums. */
#ifndef DM_SYNTAX_CLASSES_H
#define DM_SYNTAX_CLASSES_H

#include "document/enums.h"
#include "nn/model_make.h"
#include "nn/transitions.h"

#define CLASS_NONE 0xFFu

enum { PARSER_CLASSES = 106, PARSER_SLOTS = 8, NER_CLASSES = 74, NER_SLOTS = 3 };

/* Arc-eager actions; a set of valid ones is a mask of bits 1 << action. */
typedef enum parser_action { PARSER_SHIFT, PARSER_REDUCE, PARSER_LEFT, PARSER_RIGHT, PARSER_BREAK, PARSER_N_ACTIONS } parser_action;

typedef struct parser_classes {
    uint8_t action[PARSER_CLASSES];
    uint8_t dep[PARSER_CLASSES];         /* the label itself: dm_dep */
    uint8_t head_dep[PARSER_CLASSES];    /* label of the intended head ("prep||nsubj": nsubj), CLASS_NONE when plain */
    uint8_t only[1 << PARSER_N_ACTIONS]; /* the one class that a set of valid actions leaves, else CLASS_NONE */
    float mask[1 << PARSER_N_ACTIONS][TRANSITIONS_MAX_SCORES] __attribute__((aligned(NN_ALIGN))); /* 0 valid, -infinity not */
} parser_classes;

typedef enum ner_action { NER_BEGIN, NER_IN, NER_LAST, NER_UNIT, NER_OUT, NER_N_ACTIONS } ner_action;

typedef struct ner_classes {
    uint8_t action[NER_CLASSES];
    uint8_t label[NER_CLASSES];                                                      /* dm_ner, DM_NER_NONE for OUT and the never valid U- */
    uint8_t last[DM_NER_N], out;                                                     /* classes that are sometimes forced */
    float closed[2][TRANSITIONS_MAX_SCORES] __attribute__((aligned(NN_ALIGN)));      /* no entity open: [BEGIN valid] */
    float open[DM_NER_N][TRANSITIONS_MAX_SCORES] __attribute__((aligned(NN_ALIGN))); /* one of that label open, IN valid */
} ner_classes;

dm_status classes_open_parser(const model *m, parser_classes *out, dm_err *err) DM_MUST_CHECK;
dm_status classes_open_ner(const model *m, ner_classes *out, dm_err *err) DM_MUST_CHECK;
/* The tagger's classes must be dm_tag in its order. */
dm_status classes_check_tags(const model *m, dm_err *err) DM_MUST_CHECK;

/* Sections syntax/parser_classes, syntax/ner_classes, syntax/tags from parser/moves, ner/moves, tagger/cfg. */
dm_status classes_pack(const model_source *src, model_writer *w, dm_err *err) DM_MUST_CHECK;

#endif
