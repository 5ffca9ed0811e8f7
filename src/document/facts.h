/* Facts: what merging and folding read of the rows of many stories. Made from a document (facts_add_doc) for the ledger
 * of one story, or loaded from the database (store) for all. Spans are code points of the story's text, as printed. All
 * strings live in the facts' arena or in the document. */
#ifndef DM_DOCUMENT_FACTS_H
#define DM_DOCUMENT_FACTS_H

#include "document/rows.h"

typedef struct fact_story {
    dm_str id, outlet, title, url, text;
    dm_date date;
    bool by_hand; /* a person set the date */
    uint32_t n_entities, n_statements, n_events;
} fact_story;

typedef struct fact_entity {
    dm_str id, key; /* key .p NULL: unnamed, never merged across stories */
    dm_str name, country, sector, code, wikidata;
    dm_entity kind;
    uint32_t story;
    dm_span_list mentions; /* every place where its story names it */
} fact_entity;

typedef struct fact_role {
    uint32_t entity; /* index into facts; DM_NONE never */
    dm_capacity capacity;
    dm_str role, code;
} fact_role;
typedef struct fact_role_list {
    fact_role *v;
    uint32_t n, cap;
} fact_role_list;

typedef struct fact_event {
    dm_str id;
    uint32_t story;
    dm_plover type;
    dm_force force;
    dm_polarity polarity;
    dm_modality modality;
    dm_phase phase;
    bool history;
    bool has_matter, anaphoric;
    dm_str cameo, modes; /* modes as a JSON list */
    uint32_t quad;
    double intensity, goldstein; /* NaN = none */
    dm_date date;
    fact_role_list actors, recipients;
    dm_str issue, deed, head, venue;
    dm_span condition; /* the first that the matter hangs on */
    dm_str condition_text;
    fact_role_list parties; /* states and organisations that the words of the matter name */
    dm_str statement;       /* id, .p NULL */
    uint32_t said_in;       /* 1 + index of that statement; 0 = none */
    dm_str frame;
    double confidence;
    dm_span trigger, evidence, matter;
    dm_str trigger_text, evidence_text, matter_text;
} fact_event;

typedef struct fact_statement {
    dm_str id;
    uint32_t story;
    uint32_t speaker; /* index of the entity, DM_NONE */
    dm_capacity capacity;
    dm_mode mode;
    dm_act act;
    dm_date date;
    dm_span cue, content; /* content: from the first to the last piece */
    dm_str content_text, occasion;
    double confidence;
} fact_statement;

/* Stories in the order of their ids; the rest grouped by story, in the order of print. */
typedef struct facts {
    dm_arena *arena;
    VEC(fact_story) stories;
    VEC(fact_entity) entities;
    VEC(fact_event) events;
    VEC(fact_statement) statements;
} facts;

/* Fills the parties of the events from `first` on, from their matters and the mentions of their story's entities. */
bool facts_find_parties(facts *f, uint32_t first_event, uint32_t first_entity) DM_MUST_CHECK;
/* A person under one key, as counted over a set of stories. Of two sets: the lesser name, the lesser country, the sums. */
typedef struct fact_person {
    dm_str key, name, country;
    uint32_t stories;                 /* that name it so */
    uint32_t capacity[DM_CAPACITY_N]; /* how often it acts or speaks in each */
} fact_person;
typedef struct fact_person_list {
    fact_person *v;
    uint32_t n, cap;
} fact_person_list;
/* The persons of the facts by key, as they stand. */
dm_status facts_persons(const facts *f, dm_arena *a, fact_person_list *out, dm_err *err) DM_MUST_CHECK;
/* Gives one person one key over the whole set, whatever each story calls it, and an office to those who are named without
 * one in some stories and with one in others (facts_names.c). A function of the set, or of `known`: the persons of a larger
 * set that holds this one; NULL for this one's own. */
dm_status facts_unify_names(facts *f, const fact_person_list *known, dm_err *err) DM_MUST_CHECK;
/* Adds the rows of one document, which must outlive the facts. */
dm_status facts_add_doc(facts *f, const dm_printer *pr, dm_err *err) DM_MUST_CHECK;

#endif
