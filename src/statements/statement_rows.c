/* From candidates to rows: who the speaker is, how much is quoted, when it was said, which statement stands inside which,
 * how sure it is. */
#include "document/when.h"
#include "statements/statements_int.h"

typedef struct row_maker {
    st_work *w;
    dm_doc *doc;
    uint32_t *order; /* candidates */
    uint32_t *row;   /* per candidate: its row, DM_NONE */
} row_maker;

static const dm_token *tok(const row_maker *m, uint32_t t) { return &m->doc->tokens.v[t]; }

static uint32_t place_of(const st_cand *c) {
    uint32_t p = c->content.v[0].b;
    return st_is(c->cue) && c->cue.b < p ? c->cue.b : p;
}

/* Insertion into a nearly sorted list: candidates come in the order of their cues, a few carried ones at the end. */
static void sort_by_place(row_maker *m, uint32_t n) {
    for (uint32_t i = 1; i < n; i++) {
        uint32_t c = m->order[i], j = i;
        while (j > 0 && place_of(&m->w->cands.v[m->order[j - 1]]) > place_of(&m->w->cands.v[c])) {
            m->order[j] = m->order[j - 1];
            j--;
        }
        m->order[j] = c;
    }
}

/* First mention that begins at the byte or after it. */
static uint32_t mention_from(const dm_doc *doc, uint32_t byte) {
    uint32_t lo = 0, hi = doc->mentions.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->mentions.v[mid].span.begin < byte) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* The mention that ends right before the token, a comma aside; DM_NONE. */
static uint32_t mention_before(const dm_doc *doc, uint32_t t) {
    uint32_t end = t > 0 && st_is_punct(doc, t - 1, ",") ? t - 1 : t;
    for (uint32_t i = mention_from(doc, doc->tokens.v[t].span.begin); i-- > 0 && doc->mentions.v[i].tok_end + 30 > end;) {
        if (doc->mentions.v[i].tok_end == end) return i;
    }
    return DM_NONE;
}

/* The mention that a source is: the one with its head, else one that holds the head, else the nearest inside. */
static uint32_t mention_of(const row_maker *m, st_range r, uint32_t head) {
    const dm_doc *doc = m->doc;
    const dm_token *k = &doc->tokens.v[head];
    if (k->tag == DM_TAG_WP || k->tag == DM_TAG_WDT) { /* who, which: what the clause belongs to */
        uint32_t v = k->head;
        while (doc->tokens.v[v].dep == DM_DEP_CONJ && doc->tokens.v[v].head != v) v = doc->tokens.v[v].head;
        if (doc->tokens.v[v].dep != DM_DEP_RELCL) return mention_before(doc, head);
        head = doc->tokens.v[v].head;
        r = (st_range){doc->tokens.v[head].left, head + 1};
    }
    uint32_t owner = m->w->cue_of[head].row == DM_NONE ? DM_NONE : tree_child(doc, head, DM_DEP_POSS); /* "Oslo's statement said" */
    if (owner != DM_NONE && doc->tokens.v[owner].ner != DM_NER_DATE) {
        head = owner;
        r = (st_range){doc->tokens.v[owner].left, doc->tokens.v[owner].right};
    }
    uint32_t from = doc->tokens.v[r.b].span.begin, to = doc->tokens.v[r.e - 1].span.end, lo = mention_from(doc, from);
    if (lo > 0 && doc->mentions.v[lo - 1].span.end > from) lo--;
    uint32_t best = DM_NONE, best_far = DM_NONE;
    for (uint32_t i = lo; i < doc->mentions.n && doc->mentions.v[i].span.begin < to; i++) {
        const dm_mention_row *row = &doc->mentions.v[i];
        if (row->head == head) return i;
        uint32_t far = row->head > head ? row->head - head : head - row->head;
        if (row->tok_begin <= head && head < row->tok_end) far = 1;
        bool modifies = doc->tokens.v[row->head].dep == DM_DEP_POSS || doc->tokens.v[row->head].dep == DM_DEP_AMOD;
        if (!modifies && far < best_far) {
            best = i;
            best_far = far;
        }
    }
    return best;
}

/* "the academic and writer Ana Lind": of a description and the full name that ends the phrase, the name; not when a
 * preposition makes it another's. */
static uint32_t named_at_end(const row_maker *m, st_range r, uint32_t mention) {
    const dm_doc *doc = m->doc;
    if (mention == DM_NONE || doc->mentions.v[mention].via == DM_VIA_PRONOUN ||
        doc->mentions.v[mention].name_begin < doc->mentions.v[mention].name_end)
        return mention;
    if (r.e > r.b + 1 && st_is_punct(doc, r.e - 1, ",")) r.e--;
    for (uint32_t i = mention + 1; i < doc->mentions.n && doc->mentions.v[i].tok_end <= r.e; i++) {
        const dm_mention_row *row = &doc->mentions.v[i];
        if (row->tok_end != r.e || row->kind != DM_ENTITY_PERSON || row->name_begin == row->name_end || row->tok_begin <= r.b) continue;
        const dm_token *before = &doc->tokens.v[row->tok_begin - 1];
        if (before->pos != DM_POS_ADP && before->pos != DM_POS_DET && before->pos != DM_POS_PART) return i;
    }
    return mention;
}

static uint32_t entity_of(const row_maker *m, uint32_t mention) { return mention == DM_NONE ? DM_NONE : m->doc->mentions.v[mention].entity; }

static dm_capacity capacity_of_mention(const row_maker *m, uint32_t mention) {
    const dm_mention_row *row = &m->doc->mentions.v[mention];
    if (row->former) return DM_CAPACITY_FORMER;
    dm_capacity c = DM_CAPACITY_NONE;
    if (row->office != DM_NONE) c = lexicon_title(m->w->lex, row->office).capacity;
    else if (row->body != DM_NONE) c = lexicon_institution(m->w->lex, row->body).capacity;
    else if (row->agent != DM_NONE) c = lexicon_agent(m->w->lex, row->agent).capacity;
    return row->outlet != DM_NONE && c != DM_CAPACITY_ORGAN ? DM_CAPACITY_NONE : c; /* an agency of news binds nobody */
}

/* By the words of the mention, else of the entity's other mentions, else by what the entity is. */
static dm_capacity capacity_of(const row_maker *m, uint32_t speaker, uint32_t mention) {
    enum { LOOK_AT = 16 };
    dm_capacity c = mention == DM_NONE ? DM_CAPACITY_NONE : capacity_of_mention(m, mention);
    if (c != DM_CAPACITY_NONE || speaker == DM_NONE) return c;
    const dm_entity_row *e = &m->doc->entities.v[speaker];
    for (uint32_t i = 0; i < e->mentions.n && i < LOOK_AT && c == DM_CAPACITY_NONE; i++) c = capacity_of_mention(m, e->mentions.v[i]);
    if (c == DM_CAPACITY_NONE && (e->kind == DM_ENTITY_STATE || e->kind == DM_ENTITY_IGO)) c = DM_CAPACITY_BINDING;
    return c;
}

static bool push_entity(dm_doc *doc, dm_index_list *list, uint32_t entity) {
    if (entity == DM_NONE) return true;
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->v[i] == entity) return true;
    }
    uint32_t *p = VEC_PUSH(doc->arena, list);
    if (p) *p = entity;
    return p != NULL;
}

static uint32_t entity_at(const row_maker *m, uint32_t head) {
    if (head == DM_NONE) return DM_NONE;
    uint32_t i = mention_of(m, (st_range){tok(m, head)->left, tok(m, head)->right}, head);
    if (i == DM_NONE) return DM_NONE;
    const dm_mention_row *row = &m->doc->mentions.v[i];
    return row->head == head || (row->tok_begin <= head && head < row->tok_end) ? row->entity : DM_NONE; /* itself, not what modifies it */
}

static dm_mode mode_of(const row_maker *m, const st_cand *c) {
    if (c->form == ST_TURN) return DM_MODE_DIRECT; /* word for word, without marks */
    uint32_t in = 0, out = 0;
    for (uint32_t i = 0; i < c->content.n; i++) {
        for (uint32_t t = c->content.v[i].b; t < c->content.v[i].e; t++) {
            const dm_token *k = tok(m, t);
            if (k->pos == DM_POS_PUNCT || k->pos == DM_POS_SPACE || st_is_mark(k->text)) continue;
            if (t == c->content.v[i].b && k->pos == DM_POS_SCONJ) continue; /* that */
            uint32_t q = m->w->quote_of[t];
            bool around = q != DM_NONE && !m->w->quotes.v[q].no_end && c->cue_head != DM_NONE && st_holds(m->w->quotes.v[q].at, c->cue_head);
            bool quoted = q != DM_NONE && !around;
            *(quoted ? &in : &out) += 1;
        }
    }
    return in == 0 ? DM_MODE_INDIRECT : out == 0 ? DM_MODE_DIRECT : DM_MODE_MIXED;
}

static bool fill_spans(row_maker *m, const st_cand *c, dm_statement_row *row) {
    row->speaker_span = st_is(c->source) ? tree_tokens_span(m->doc, c->source.b, c->source.e) : DM_SPAN_NONE;
    row->cue_span = st_is(c->cue) ? tree_tokens_span(m->doc, c->cue.b, c->cue.e) : DM_SPAN_NONE;
    for (uint32_t i = 0; i < c->content.n; i++) {
        dm_span *s = VEC_PUSH(m->doc->arena, &row->content_spans);
        if (!s) return false;
        *s = tree_tokens_span(m->doc, c->content.v[i].b, c->content.v[i].e);
    }
    return true;
}

/* "It said", "the statement added" with nothing else to go by: who spoke last, if in this sentence or one of the two
 * before, and if "it" may be said of it. */
static uint32_t goes_on(const row_maker *m, const st_cand *c) {
    const dm_doc *doc = m->doc;
    const dm_token *k = &doc->tokens.v[c->source_head];
    uint32_t i = doc->statements.n - 1; /* the row being made */
    while (i > 0 && doc->statements.v[i - 1].speaker == DM_NONE) i--;
    if (i == 0) return DM_NONE;
    const dm_statement_row *last = &doc->statements.v[i - 1];
    if (last->sentence > c->sentence || c->sentence - last->sentence > 2) return DM_NONE;
    dm_entity kind = doc->entities.v[last->speaker].kind;
    bool text = str_is(k->lemma, "statement") || str_is(k->lemma, "letter") || str_is(k->lemma, "message");
    if (text && tree_child(doc, c->source_head, DM_DEP_DET) != DM_NONE) return last->speaker;
    if (k->tag != DM_TAG_PRP) return DM_NONE;
    bool person = str_is(k->lower, "he") || str_is(k->lower, "she");
    if (str_is(k->lower, "it")) return kind == DM_ENTITY_PERSON ? DM_NONE : last->speaker;
    return person && kind == DM_ENTITY_PERSON ? last->speaker : DM_NONE;
}

static bool fill_people(row_maker *m, const st_cand *c, dm_statement_row *row) {
    row->speaker_mention = st_is(c->source) ? named_at_end(m, c->source, mention_of(m, c->source, c->source_head)) : DM_NONE;
    row->speaker = entity_of(m, row->speaker_mention);
    if (row->speaker == DM_NONE && st_is(c->source) && m->doc->entities.n) row->speaker = goes_on(m, c);
    row->capacity = capacity_of(m, row->speaker, row->speaker_mention);
    if (!push_entity(m->doc, &row->via, entity_at(m, c->via_head))) return false;
    for (uint32_t i = 0; i < c->addressee.n; i++) {
        uint32_t e = entity_at(m, c->addressee.v[i]);
        if (e != row->speaker && !push_entity(m->doc, &row->addressees, e)) return false;
    }
    return true;
}

static dm_str row_id(dm_doc *doc, const dm_statement_row *row) {
    uint32_t parts[6] = {row->cue_span.begin,           row->cue_span.end,
                         row->speaker_span.begin,       row->speaker_span.end,
                         row->content_spans.v[0].begin, row->content_spans.v[row->content_spans.n - 1].end};
    return doc_row_id(doc, 's', parts, sizeof parts);
}

/* When it was said: by the cue, else by the verb that it hangs on ("left, adding that"); a turn of a transcript with the
 * story; a quotation that only goes on when the last one was; else by the story. */
static void date_row(const row_maker *m, const st_cand *c, dm_statement_row *row) {
    dm_doc *doc = m->doc;
    if (c->form == ST_TURN) {
        row->date = doc->date;
        return;
    }
    if (c->cue_head == DM_NONE) {
        uint32_t i = doc->statements.n - 1;
        bool same = i > 0 && doc->statements.v[i - 1].speaker == row->speaker;
        if (same) row->date = doc->statements.v[i - 1].date;
        else when_story(doc, &row->date);
        return;
    }
    uint32_t t = c->cue_head;
    for (int i = 0; i < 4; i++) {
        if (when_of(doc, t, &row->date)) return;
        const dm_token *k = &doc->tokens.v[t];
        bool hangs = k->dep == DM_DEP_XCOMP || k->dep == DM_DEP_ADVCL || k->dep == DM_DEP_CONJ || k->dep == DM_DEP_PCOMP || k->dep == DM_DEP_DOBJ ||
                     (k->dep == DM_DEP_PREP && i > 0);
        if (!hangs || k->head == t) break;
        t = k->head;
    }
    when_story(doc, &row->date);
}

static bool make_row(row_maker *m, uint32_t cand) {
    dm_doc *doc = m->doc;
    const st_cand *c = &m->w->cands.v[cand];
    dm_statement_row *row = VEC_PUSH(doc->arena, &doc->statements);
    if (!row) return false;
    *row = (dm_statement_row){.act = c->act, .parent = DM_NONE, .cue = c->cue_head, .sentence = c->sentence, .date = DM_DATE_UNKNOWN};
    if (!fill_spans(m, c, row) || !fill_people(m, c, row)) return false;
    row->mode = mode_of(m, c);
    if (st_is(c->occasion)) row->occasion = doc_text(doc, tree_tokens_span(doc, c->occasion.b, c->occasion.e));
    date_row(m, c, row);
    row->confidence = st_confidence(m->w, c);
    row->id = row_id(doc, row);
    m->row[cand] = doc->statements.n - 1;
    return row->id.p != NULL;
}

/* Parents, and the news medium that carries what stands inside its own statement. */
static bool link_rows(row_maker *m) {
    for (uint32_t i = 0; i < m->w->cands.n; i++) {
        if (m->row[i] == DM_NONE) continue;
        uint32_t p = st_parent(m->w, i);
        if (p == DM_NONE || m->row[p] == DM_NONE) continue;
        dm_statement_row *row = &m->doc->statements.v[m->row[i]];
        row->parent = m->row[p];
        const dm_statement_row *above = &m->doc->statements.v[row->parent];
        uint32_t source = m->w->cands.v[i].source_head;
        bool first_person = source != DM_NONE && st_is_first_person(tok(m, source)->lower, true) && above->mode != DM_MODE_INDIRECT;
        if (row->speaker == DM_NONE && first_person) {
            row->speaker = above->speaker;
            row->capacity = above->capacity;
        }
        uint32_t by = above->speaker, named = above->speaker_mention;
        bool outlet = named != DM_NONE && m->doc->mentions.v[named].outlet != DM_NONE;
        bool medium = by != DM_NONE && (outlet || str_is(m->doc->entities.v[by].sector, "JRN"));
        if (medium && by != row->speaker && !push_entity(m->doc, &row->via, by)) return false;
    }
    return true;
}

/* The mention is that entity's, found by who speaks. */
static bool resolve(dm_doc *doc, uint32_t mention, uint32_t entity) {
    doc->mentions.v[mention].entity = entity;
    doc->mentions.v[mention].why = DM_STR("speaks in the first person");
    dm_index_list *list = &doc->entities.v[entity].mentions;
    if (!VEC_PUSH(doc->arena, list)) return false;
    uint32_t at = list->n - 1;
    for (; at > 0 && list->v[at - 1] > mention; at--) list->v[at] = list->v[at - 1];
    list->v[at] = mention;
    return true;
}

static bool is_open_first_person(const dm_doc *doc, uint32_t mention) {
    const dm_mention_row *m = &doc->mentions.v[mention];
    return m->entity == DM_NONE && m->via == DM_VIA_PRONOUN && st_is_first_person(doc->tokens.v[m->head].lower, false);
}

/* "I" and "my" in what a speaker is quoted with are the speaker; [actors] leaves them open, as it does not know who
 * speaks. */
static bool resolve_first_person(row_maker *m, const dm_statement_row *row) {
    dm_doc *doc = m->doc;
    uint32_t end = row->content_spans.v[row->content_spans.n - 1].end;
    for (uint32_t i = mention_from(doc, row->content_spans.v[0].begin); i < doc->mentions.n && doc->mentions.v[i].span.begin < end; i++) {
        if (is_open_first_person(doc, i) && !resolve(doc, i, row->speaker)) return false;
    }
    return true;
}

static bool has_turns(const st_work *w) {
    for (uint32_t i = 0; i < w->cands.n; i++) {
        if (w->cands.v[i].form == ST_TURN && !w->cands.v[i].dropped) return true;
    }
    return false;
}

/* In a text that is one person's: "I" outside quotation marks, and who speaks as "I" or "we" there. */
static bool by_author(row_maker *m) {
    dm_doc *doc = m->doc;
    uint32_t author = has_turns(m->w) ? DM_NONE : st_author(m->w);
    if (author == DM_NONE) return true;
    uint32_t who = doc->mentions.v[author].entity;
    for (uint32_t i = author + 1; i < doc->mentions.n; i++) {
        if (m->w->quote_of[doc->mentions.v[i].head] == DM_NONE && is_open_first_person(doc, i) && !resolve(doc, i, who)) return false;
    }
    for (uint32_t i = 0; i < m->w->cands.n; i++) {
        const st_cand *c = &m->w->cands.v[i];
        if (m->row[i] == DM_NONE || c->source_head == DM_NONE || m->w->quote_of[c->source_head] != DM_NONE) continue;
        dm_statement_row *row = &doc->statements.v[m->row[i]];
        if (!st_is_first_person(tok(m, c->source_head)->lower, true) || (row->speaker != DM_NONE && row->speaker != who)) continue;
        row->speaker = who;
        row->capacity = capacity_of(m, who, author);
    }
    return true;
}

static bool first_persons(row_maker *m) {
    for (uint32_t i = 0; i < m->doc->statements.n; i++) {
        const dm_statement_row *row = &m->doc->statements.v[i];
        if (row->speaker == DM_NONE || row->mode == DM_MODE_INDIRECT || row->parent != DM_NONE) continue;
        if (!resolve_first_person(m, row)) return false;
    }
    return true;
}

bool st_make_rows(st_work *w) {
    dm_doc *doc = w->doc;
    row_maker m = {.w = w, .doc = doc};
    m.order = ARENA_NEW(doc->arena, uint32_t, w->cands.n + 1);
    m.row = ARENA_NEW(doc->arena, uint32_t, w->cands.n + 1);
    if (!m.order || !m.row || !st_paint(w)) return false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->cands.n; i++) {
        m.row[i] = DM_NONE;
        const st_cand *c = &w->cands.v[i];
        if (c->dropped || !c->content.n) continue;
        if (st_is_told(w, c)) m.order[n++] = i;
        else doc_trace(doc, DM_STAGE_STATEMENTS, tree_tokens_span(doc, c->content.v[0].b, c->content.v[0].e), "an act with its object, no statement");
    }
    sort_by_place(&m, n);
    for (uint32_t i = 0; i < n; i++) {
        if (!make_row(&m, m.order[i])) return false;
    }
    return link_rows(&m) && first_persons(&m) && by_author(&m);
}
