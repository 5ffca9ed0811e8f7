/* See conllu.h. */
#include "pipeline/conllu.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

static bool is_space(const dm_token *t) { return (t->flags & DM_TOK_IS_SPACE) != 0; }

/* White space stands between the token and what follows it, or what follows it is white space. */
static bool space_after(const dm_doc *doc, uint32_t i) {
    const dm_token *t = &doc->tokens.v[i];
    bool last = i + 1 == doc->tokens.n || doc->tokens.v[i + 1].block != t->block;
    return (t->flags & DM_TOK_SPACE_AFTER) || (!last && is_space(&doc->tokens.v[i + 1]));
}

/* Nearest ancestor that is a word, DM_NONE when there is none. */
static uint32_t word_head(const dm_doc *doc, uint32_t i) {
    const dm_token *v = doc->tokens.v;
    do {
        if (v[i].head == i) return DM_NONE;
        i = v[i].head;
    } while (is_space(&v[i]));
    return i;
}

/* A word that has lost its root hangs on the first such word, so that there is one root. */
static uint32_t first_root(const dm_doc *doc, const dm_sentence_row *s) {
    for (uint32_t i = s->tok_begin; i < s->tok_end; i++)
        if (!is_space(&doc->tokens.v[i]) && word_head(doc, i) == DM_NONE) return i;
    return DM_NONE;
}

static void put_ner(dm_buf *out, const dm_token *t) {
    buf_puts(out, t->flags & DM_TOK_ENT_BEGIN ? "B-" : "I-");
    buf_puts(out, dm_ner_text(t->ner));
}

static void put_misc(dm_buf *out, const dm_doc *doc, uint32_t i) {
    const dm_token *t = &doc->tokens.v[i];
    bool glued = !space_after(doc, i);
    if (t->ner) {
        buf_puts(out, "NER=");
        put_ner(out, t);
    }
    if (glued) buf_puts(out, t->ner ? "|SpaceAfter=No" : "SpaceAfter=No");
    if (!glued && !t->ner) buf_putc(out, '_');
}

/* numbers[k] is the number of token k in its sentence without white space, from 1. */
static void put_word(dm_buf *out, const dm_doc *doc, uint32_t i, const uint32_t *numbers, uint32_t root) {
    const dm_token *t = &doc->tokens.v[i];
    uint32_t head = word_head(doc, i);
    if (head == DM_NONE && i != root) head = root;
    buf_put_u64(out, numbers[i]);
    buf_putc(out, '\t');
    buf_put_str(out, t->text);
    buf_putc(out, '\t');
    buf_put_str(out, t->lemma);
    buf_printf(out, "\t%s\t%s\t%s\t", dm_pos_text(t->pos), dm_tag_text(t->tag), *t->morph ? t->morph : "_");
    buf_put_u64(out, head == DM_NONE ? 0 : numbers[head]);
    buf_printf(out, "\t%s\t_\t", head == DM_NONE ? "ROOT" : dm_dep_text(t->dep));
    put_misc(out, doc, i);
    buf_putc(out, '\n');
}

static void put_sentence(dm_buf *out, const dm_doc *doc, const dm_sentence_row *s, uint32_t *numbers) {
    uint32_t root = first_root(doc, s), number = 0;
    if (root == DM_NONE) return; /* nothing but white space */
    buf_puts(out, "# text = ");
    for (uint32_t i = s->tok_begin; i < s->tok_end; i++) {
        if (is_space(&doc->tokens.v[i])) continue;
        buf_put_str(out, doc->tokens.v[i].text);
        if (space_after(doc, i)) buf_putc(out, ' ');
    }
    if (out->n && out->p[out->n - 1] == ' ') out->n--;
    buf_putc(out, '\n');
    for (uint32_t i = s->tok_begin; i < s->tok_end; i++)
        if (!is_space(&doc->tokens.v[i])) numbers[i] = ++number;
    for (uint32_t i = s->tok_begin; i < s->tok_end; i++)
        if (!is_space(&doc->tokens.v[i])) put_word(out, doc, i, numbers, root);
    buf_putc(out, '\n');
}

void conllu_put(dm_buf *out, const dm_doc *doc) {
    buf_puts(out, "# newdoc id = ");
    for (uint32_t i = 0; i < doc->id.n; i++) buf_putc(out, doc->id.p[i] == '\n' || doc->id.p[i] == '\r' ? ' ' : doc->id.p[i]);
    buf_putc(out, '\n');
    uint32_t *numbers = malloc(sizeof *numbers * (doc->tokens.n + 1));
    if (!numbers) out->failed = true;
    for (uint32_t s = 0; numbers && s < doc->sentences.n; s++) put_sentence(out, doc, &doc->sentences.v[s], numbers);
    free(numbers);
}

/* ---- JSON ---- */

/* Turns ascending bytes of the text into code points. */
typedef struct counter {
    const char *text;
    uint32_t byte, point;
} counter;

static uint32_t point_of(counter *c, uint32_t byte) {
    if (byte > c->byte) {
        c->point += (uint32_t)utf8_count(c->text + c->byte, byte - c->byte);
        c->byte = byte;
    }
    return c->point;
}

static void put_span(dm_buf *out, counter *c, dm_span s) {
    uint32_t begin = point_of(c, s.begin);
    buf_printf(out, "[%u,%u]", begin, point_of(c, s.end));
}

static void put_gap(dm_buf *out, const char *name, float gap) {
    if (!isfinite(gap)) return;
    buf_printf(out, ",\"%s\":", name);
    buf_put_fixed(out, gap, 7);
}

static void put_token(dm_buf *out, const dm_doc *doc, uint32_t i, counter *c, const parse_gaps *gaps) {
    const dm_token *t = &doc->tokens.v[i];
    buf_puts(out, i ? ",{\"span\":" : "{\"span\":");
    put_span(out, c, t->span);
    buf_printf(out, ",\"space\":%s,\"sent_start\":%s,\"tag\":", t->flags & DM_TOK_SPACE_AFTER ? "true" : "false",
               t->flags & DM_TOK_SENT_START ? "true" : "false");
    buf_put_json(out, str_from(dm_tag_text(t->tag)));
    buf_printf(out, ",\"pos\":\"%s\",\"morph\":\"%s\",\"lemma\":", dm_pos_text(t->pos), t->morph);
    buf_put_json(out, t->lemma);
    buf_printf(out, ",\"head\":%u,\"dep\":\"%s\",\"ner\":", t->head, dm_dep_text(t->dep));
    if (t->ner) {
        buf_putc(out, '"');
        put_ner(out, t);
        buf_putc(out, '"');
    } else {
        buf_puts(out, "null");
    }
    if (gaps) {
        put_gap(out, "gap_tag", gaps[i].tag);
        put_gap(out, "gap_parse", gaps[i].parse);
        put_gap(out, "gap_ner", gaps[i].ner);
    }
    buf_putc(out, '}');
}

void conllu_put_json(dm_buf *out, const dm_doc *doc, const parse_gaps *gaps) {
    counter c = {doc->text.p, 0, 0};
    buf_puts(out, "{\"id\":");
    buf_put_json(out, doc->id);
    buf_puts(out, ",\"text\":");
    buf_put_json(out, doc->text.p ? doc->text : DM_STR(""));
    buf_puts(out, ",\"tokens\":[");
    for (uint32_t i = 0; i < doc->tokens.n; i++) put_token(out, doc, i, &c, gaps);
    buf_puts(out, "]}\n");
}
