/* "I" and "we" where layout says who speaks: in a turn of a transcript the one whom its label names, in a letter the one who
 * signs it. An officer's "we" is his state, as a reader takes it who codes for states. In what a body of a state publishes
 * itself ("The White House") an unquoted "we" is that state. Quotations in a story are left to statements. */
#include "actors/actors_int.h"

#include "document/transcript.h"

static bool is_first(dm_str w, bool *plural) {
    *plural = str_is(w, "we") || str_is(w, "us") || str_is(w, "our") || str_is(w, "ours") || str_is(w, "ourselves");
    return *plural || str_is(w, "i") || str_is(w, "me") || str_is(w, "my") || str_is(w, "mine") || str_is(w, "myself");
}

/* The state whose body publishes the text; DM_NONE. */
static uint32_t publishing_state(const resolver *r) {
    static const char *const BODIES[] = {"House", "Ministry", "Department", "Government", "Office", "Kremlin", "Embassy", "Cabinet", "Presiden"};
    for (size_t i = 0; r->doc->outlet.p && i < sizeof BODIES / sizeof *BODIES; i++)
        if (str_find(r->doc->outlet, str_from(BODIES[i]), 0) >= 0) return lexicon_state_in(r->lex, r->doc->outlet);
    return DM_NONE;
}

/* The person named in tokens [begin, end); a mention, DM_NONE. */
static uint32_t person_in(const resolver *r, uint32_t begin, uint32_t end) {
    const dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < r->n_first && doc->mentions.v[i].tok_begin < end; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->tok_begin >= begin && m->entity != DM_NONE && doc->entities.v[m->entity].kind == DM_ENTITY_PERSON) return i;
    }
    return DM_NONE;
}

static dm_status give(resolver *r, uint32_t from, uint32_t to, uint32_t speaker, uint32_t state, dm_err *err) {
    dm_doc *doc = r->doc;
    for (uint32_t i = from; i < to; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        bool plural;
        if (m->entity != DM_NONE || m->via != DM_VIA_PRONOUN || !is_first(doc->tokens.v[m->head].lower, &plural) || r->quoted[m->head]) continue;
        uint32_t e = !plural ? speaker : state == DM_NONE ? DM_NONE : entity_of_actor(r, state);
        if (e == ENTITY_FAILED) return err_memory(err, "actors");
        if (e != DM_NONE) mention_resolve(r, i, e, plural ? "the state of the one who speaks" : "the one who speaks");
    }
    return DM_OK;
}

/* The state for which a speaker says "we". */
static uint32_t state_of_speaker(const resolver *r, uint32_t speaker) {
    const dm_entity_row *e = &r->doc->entities.v[speaker];
    bool private = r->known.v[speaker].sector && strcmp(r->known.v[speaker].sector, "BUS") == 0;
    if (private || e->state == DM_NONE || lexicon_actor(r->lex, e->state).kind != DM_ENTITY_STATE) return DM_NONE;
    return e->state;
}

static uint32_t first_mention_at(const resolver *r, uint32_t from, uint32_t token) {
    while (from < r->n_first && r->doc->mentions.v[from].tok_begin < token) from++;
    return from;
}

/* Somebody labelled by no more than a name, in a text that a body of a state publishes, is one of its officers. */
static void place_speaker(resolver *r, uint32_t speaker, uint32_t publisher) {
    dm_entity_row *e = &r->doc->entities.v[speaker];
    if (publisher == DM_NONE || e->actor != DM_NONE || r->known.v[speaker].sector || (e->state != DM_NONE && e->state != publisher)) return;
    e->state = publisher;
    if (r->known.v[speaker].title == DM_NONE) r->known.v[speaker].sector = "GOV";
}

static dm_status read_turns(resolver *r, uint32_t publisher, bool *any, dm_err *err) {
    dm_doc *doc = r->doc;
    uint32_t n_turns = 0, speaker = DM_NONE, at = 0;
    dm_turn turn;
    for (uint32_t b = 0; b < doc->blocks.n; b++) n_turns += turn_read(doc, &doc->blocks.v[b], &turn);
    *any = n_turns >= 2;
    for (uint32_t b = 0; *any && b < doc->blocks.n; b++) {
        const dm_block_row *block = &doc->blocks.v[b];
        if (turn_read(doc, block, &turn)) {
            uint32_t named = turn.letter ? DM_NONE : person_in(r, turn.label_begin, turn.label_end);
            speaker = named == DM_NONE ? DM_NONE : doc->mentions.v[named].entity;
            if (speaker != DM_NONE) place_speaker(r, speaker, publisher);
        }
        if (speaker == DM_NONE) continue;
        at = first_mention_at(r, at, block->tok_begin);
        DM_TRY(give(r, at, first_mention_at(r, at, block->tok_end), speaker, state_of_speaker(r, speaker), err));
    }
    return DM_OK;
}

/* The person whose name alone is one of the last three paragraphs, in capitals; DM_NONE. */
static uint32_t signer(const resolver *r) {
    enum { LAST = 3, LONGEST = 8 };
    const dm_doc *doc = r->doc;
    for (uint32_t b = doc->blocks.n; b-- > 0 && b + LAST >= doc->blocks.n;) {
        const dm_block_row *block = &doc->blocks.v[b];
        if (block->tok_end - block->tok_begin > LONGEST) continue;
        uint32_t named = person_in(r, block->tok_begin, block->tok_end);
        if (named != DM_NONE && doc->mentions.v[named].via == DM_VIA_NAME) return doc->mentions.v[named].entity;
    }
    return DM_NONE;
}

dm_status sieve_first_person(resolver *r, dm_err *err) {
    uint32_t publisher = publishing_state(r);
    bool turns;
    DM_TRY(read_turns(r, publisher, &turns, err));
    if (publisher == DM_NONE) return DM_OK;
    return give(r, 0, r->n_first, turns ? DM_NONE : signer(r), publisher, err);
}
