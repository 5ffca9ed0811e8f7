/* Text side: tokens to pieces, pieces to phrases.
 *
 * Each piece is hashed once (XXH3) and looked up in an open-addressed table whose slots hold half of the hash, so a word
 * that is in no phrase costs one cache miss. Phrases are a trie over word ids in breadth-first order: the first word
 * gives its state directly, later words are found among a state's children, which lie together and ascend. Tokens of
 * ASCII letters and digits alone, nine of ten, skip the cutter: their lower case is their piece. */
#include "lexicon/lexicon_int.h"
#include "lexicon/normalise.h"

#include "base/map.h"

static uint32_t word_of(const lexicon *lex, const char *p, uint32_t n) {
    if (n > LEX_WORD_MAX) return 0;
    uint64_t hash = hash_bytes(p, n);
    uint32_t mask = lex->n_word_slots - 1, tag = (uint32_t)(hash >> 32);
    for (uint32_t i = (uint32_t)hash & mask;; i = (i + 1) & mask) {
        const lexf_slot *s = &lex->word_slots[i];
        if (!s->word) return 0;
        if (s->tag != tag) continue;
        dm_str text = lexicon_string(lex, lex->words[s->word].text);
        if (text.n == n && memcmp(text.p, p, n) == 0) return s->word;
    }
}

uint32_t lexicon_word(const lexicon *lex, dm_str lower) { return word_of(lex, lower.p, lower.n); }

/* ---- pieces ---- */

typedef struct tagger {
    const lexicon *lex;
    dm_doc *doc;
    uint32_t token;
    uint8_t gap;
    bool first; /* no piece yet in this block */
} tagger;

/* Letters and digits of ASCII alone; gives the case as the cutter does. */
static bool is_plain(dm_str s, uint8_t *cased) {
    uint32_t upper = 0, lower = 0;
    if (!s.n || s.n > LEX_WORD_MAX) return false;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 'a' && c <= 'z') lower++;
        else if (c >= 'A' && c <= 'Z') upper++;
        else if (c < '0' || c > '9') return false;
    }
    bool first_upper = s.p[0] >= 'A' && s.p[0] <= 'Z';
    if (!upper) *cased = lower ? DM_PIECE_LOWER : DM_PIECE_DIGITS;
    else if (!lower && s.n > 1) *cased = DM_PIECE_UPPER;
    else *cased = first_upper && upper == 1 ? DM_PIECE_TITLE : DM_PIECE_MIXED;
    return true;
}

static bool put_piece(tagger *g, dm_span span, uint32_t word, uint8_t cased) {
    dm_piece *p = VEC_PUSH(g->doc->arena, &g->doc->pieces);
    if (!p) return false;
    *p = (dm_piece){.span = span,
                    .token = g->token,
                    .word = word,
                    .cased = cased,
                    .glued = !g->first && !(g->gap & (LEX_GAP_SPACE | LEX_GAP_OTHER)),
                    .breaks = g->first || (g->gap & LEX_GAP_BREAK)};
    g->gap = 0;
    g->first = false;
    return true;
}

/* Whether the token "." belongs to an abbreviation that the tokenizer does not know ("Brig. Gen."): it is joined to a
 * short capitalised word, and the sentence goes on after it. */
static bool is_abbreviation_dot(const tagger *g) {
    const dm_doc *doc = g->doc;
    uint32_t next = g->token + 1;
    if (!doc->pieces.n || (g->gap & (LEX_GAP_SPACE | LEX_GAP_OTHER)) || next >= doc->tokens.n) return false;
    const dm_token *word = &doc->tokens.v[g->token - 1], *after = &doc->tokens.v[next];
    return doc->tokens.v[g->token].text.n == 1 && doc->pieces.v[doc->pieces.n - 1].token == g->token - 1 && word->text.n <= 5 &&
           doc->pieces.v[doc->pieces.n - 1].cased == DM_PIECE_TITLE && word->block == after->block &&
           !(after->flags & (DM_TOK_SENT_START | DM_TOK_IS_SPACE));
}

static bool cut_token(tagger *g, const dm_token *t) {
    lex_cut c = {.gap = g->gap};
    bool in_place = t->text.n == t->span.end - t->span.begin;
    if (t->text.n && t->text.p[0] == '.' && !is_abbreviation_dot(g)) c.gap |= LEX_GAP_BREAK | LEX_GAP_OTHER;
    for (uint32_t at = 0; normalise_next(t->text, &at, &c); c.gap = 0) {
        dm_span span = in_place ? (dm_span){t->span.begin + c.begin, t->span.begin + c.end} : t->span;
        g->gap = c.gap;
        if (!put_piece(g, span, word_of(g->lex, c.fold, c.n), c.cased)) return false;
    }
    g->gap = c.gap;
    return true;
}

/* White space that stands as a token; an empty line is a boundary. */
static uint8_t space_gap(dm_str s) {
    uint32_t lines = 0;
    for (uint32_t i = 0; i < s.n; i++) lines += s.p[i] == '\n';
    return lines > 1 ? LEX_GAP_SPACE | LEX_GAP_BREAK : LEX_GAP_SPACE;
}

/* A hyphen or en dash with white space on both sides parts clauses; within a name it never stands so. */
static bool is_loose_dash(const dm_token *t, uint8_t gap) {
    return (gap & LEX_GAP_SPACE) && (t->flags & DM_TOK_SPACE_AFTER) && (str_is(t->text, "-") || str_is(t->text, "\xE2\x80\x93"));
}

/* The id of a lemma: its pieces joined, so that "cease-fire" is ceasefire. */
static uint32_t lemma_word(const lexicon *lex, const dm_token *t, dm_str lower, uint32_t lower_word) {
    uint8_t cased;
    if (lower.p && str_eq(t->lemma, lower)) return lower_word;
    if (is_plain(t->lemma, &cased) && cased == DM_PIECE_LOWER) return word_of(lex, t->lemma.p, t->lemma.n);
    char joined[LEX_WORD_MAX];
    uint32_t n = 0;
    lex_cut c = {0};
    for (uint32_t at = 0; t->lemma.n <= 4 * LEX_WORD_MAX && normalise_next(t->lemma, &at, &c);) {
        if (n + c.n > LEX_WORD_MAX) return 0;
        memcpy(joined + n, c.fold, c.n);
        n += c.n;
    }
    return n ? word_of(lex, joined, n) : 0;
}

dm_status lexicon_tag(const lexicon *lex, dm_doc *doc, dm_err *err) {
    tagger g = {.lex = lex, .doc = doc, .first = true};
    doc->pieces.n = 0;
    uint32_t block = DM_NONE;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        dm_token *t = &doc->tokens.v[i];
        uint8_t cased;
        g.token = i;
        if (t->block != block) g.first = true, g.gap = 0;
        block = t->block;
        t->lemma_word = 0;
        if (t->flags & DM_TOK_IS_SPACE) {
            g.gap |= space_gap(t->text);
            continue;
        }
        /* A sentence that begins after "U.S." */
        if (i && (t->flags & DM_TOK_SENT_START) && str_ends(doc->tokens.v[i - 1].text, ".")) g.gap |= LEX_GAP_BREAK;
        bool ok, plain = is_plain(t->text, &cased) && t->lower.n == t->text.n;
        uint32_t word = plain ? word_of(lex, t->lower.p, t->lower.n) : 0;
        if (plain) {
            ok = put_piece(&g, t->span, word, cased);
        } else {
            if (is_loose_dash(t, g.gap)) g.gap |= LEX_GAP_BREAK;
            ok = cut_token(&g, t);
        }
        if (!ok) return err_memory(err, "the pieces of a story");
        t->lemma_word = lemma_word(lex, t, plain ? t->lower : DM_STR_NONE, word);
        if (t->flags & DM_TOK_SPACE_AFTER) g.gap |= LEX_GAP_SPACE;
    }
    return DM_OK;
}

/* ---- phrases ---- */

/* The child of `state` over `word`, 0 when there is none. */
static uint32_t child_of(const lexicon *lex, uint32_t state, uint32_t word) {
    uint32_t lo = lex->states[state].child_begin, hi = lex->states[state + 1].child_begin;
    while (hi - lo > 8) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (lex->states[mid].word <= word) lo = mid;
        else hi = mid;
    }
    for (; lo < hi; lo++)
        if (lex->states[lo].word == word) return lo;
    return 0;
}

static bool cased_as(const dm_piece *p, uint32_t cased) {
    for (; cased; cased >>= 3, p++) {
        uint32_t want = cased & 7;
        if (want == LEXF_NOT_LOWER ? p->cased == DM_PIECE_LOWER : want && p->cased + 1u != want) return false;
    }
    return true;
}

static bool new_block(const dm_doc *doc, const dm_piece *p) { return doc->tokens.v[p->token].block != doc->tokens.v[p[-1].token].block; }

uint32_t lexicon_match(const lexicon *lex, const dm_doc *doc, uint32_t at, lex_match *out, uint32_t max) {
    DM_ASSERT(at < doc->pieces.n);
    const dm_piece *p = &doc->pieces.v[at];
    uint32_t left = doc->pieces.n - at, path[LEX_PHRASE_MAX], depth = 0, n = 0;
    uint32_t state = lex->words[p->word].state;
    while (state) {
        path[depth++] = state;
        if (depth == left || depth == LEX_PHRASE_MAX || !p[depth].word) break;
        if (p[depth].breaks && new_block(doc, p + depth)) break;
        state = child_of(lex, state, p[depth].word | (p[depth].breaks ? LEXF_BREAK : 0));
    }
    for (; depth; depth--) {
        const lexf_state *s = &lex->states[path[depth - 1]];
        for (uint32_t i = s[0].out_begin; i < s[1].out_begin; i++) {
            if (n == max) return n;
            const lexf_out *o = &lex->outs[i];
            if (cased_as(p, o->cased)) out[n++] = (lex_match){(lex_dict)o->dict, o->row, depth};
        }
    }
    return n;
}

static uint32_t state_of_match(const lexicon *lex, const lex_match *m) {
    if (m->dict == LEX_PLACE) return lexicon_place(lex, m->row).state;
    if (m->dict != LEX_NAME) return DM_NONE;
    uint32_t actor = lexicon_name(lex, m->row).actor;
    return lexicon_actor(lex, actor).kind == DM_ENTITY_STATE ? actor : DM_NONE;
}

uint32_t lexicon_state_in(const lexicon *lex, dm_str words) {
    enum { MOST = 16 };
    dm_piece pieces[MOST];
    dm_doc line = {.pieces = {.v = pieces}};
    lex_cut c = {0};
    for (uint32_t at = 0; line.pieces.n < MOST && normalise_next(words, &at, &c);)
        pieces[line.pieces.n++] = (dm_piece){.span = {c.begin, c.end}, .word = word_of(lex, c.fold, c.n), .cased = c.cased};
    for (uint32_t i = 0; i < line.pieces.n; i++) {
        lex_match hits[8];
        uint32_t n = lexicon_match(lex, &line, i, hits, 8);
        for (uint32_t k = 0; k < n; k++)
            if (state_of_match(lex, &hits[k]) != DM_NONE) return state_of_match(lex, &hits[k]);
    }
    return DM_NONE;
}
