/* Where an act happened: what "in" or "at" below its words names, if that is a place. Coordinates are those of the lexicon's
 * place of that name, in the mention's own country where it has one, else the largest. */
#include "events/events_int.h"

#include <math.h>

#define PLACE_MATCHES_MAX 32

static void locate(const ev_ctx *c, dm_place *p) {
    uint32_t pieces = 0, population = 0, at = ev_piece_at(c->doc, p->span.begin);
    dm_str country = p->country;
    for (; !pieces && at < c->doc->pieces.n && c->doc->pieces.v[at].span.begin < p->span.end; at++) {
        lex_match hits[PLACE_MATCHES_MAX];
        uint32_t n = lexicon_match(c->lex, c->doc, at, hits, PLACE_MATCHES_MAX);
        for (uint32_t i = 0; i < n; i++) {
            if (hits[i].dict != LEX_PLACE || hits[i].n_pieces < pieces) continue;
            lex_place row = lexicon_place(c->lex, hits[i].row);
            bool elsewhere = country.p && row.country.p && !str_eq(country, row.country);
            if (elsewhere || (hits[i].n_pieces == pieces && row.population <= population)) continue;
            pieces = hits[i].n_pieces;
            population = row.population;
            p->name = row.name;
            p->country = row.country;
            p->lat = row.lat;
            p->lon = row.lon;
        }
    }
}

dm_status place_of(const ev_ctx *c, uint32_t word, dm_place **out, dm_err *err) {
    const uint32_t prepositions[] = {c->words.in, c->words.at};
    const dm_doc *doc = c->doc;
    for (uint32_t i = 0; i < 2 && !*out; i++) {
        ev_tokens list = {.n = 0};
        args_preposition(c, word, prepositions[i], &list);
        for (uint32_t k = 0; k < list.n && !*out; k++) {
            uint32_t m = c->mention_at[list.v[k]];
            const dm_entity_row *e = m != DM_NONE ? &doc->entities.v[doc->mentions.v[m].entity] : NULL;
            dm_ner ner = ev_tok(c, list.v[k])->ner;
            bool known = e && (e->kind == DM_ENTITY_PLACE || e->kind == DM_ENTITY_STATE);
            if (e && !known) continue; /* an organisation, whatever the tagger thinks */
            if (!known && ner != DM_NER_GPE && ner != DM_NER_LOC && ner != DM_NER_FAC) continue;
            dm_place *p = ARENA_NEW(doc->arena, dm_place, 1);
            if (!p) return err_memory(err, "an event's place");
            p->span = known ? doc->mentions.v[m].span : tree_span(doc, list.v[k]);
            p->lat = p->lon = (double)NAN;
            p->name = known ? e->name : doc_text(doc, p->span);
            if (known) p->country = e->country;
            if (!known || e->kind == DM_ENTITY_PLACE) locate(c, p);
            *out = p;
        }
    }
    return DM_OK;
}
