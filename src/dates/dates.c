/* See dates.h. First all expressions are found (spot.c), then those of body and title date the story (story.c), then each
 * expression gets its value as seen from that day (resolve.c). "March 5" beside "in 1893" is in 1893: where a text
 * mostly tells of other years, an expression without a year takes the year of the one before it. */
#include "dates/dates.h"

#include "dates/resolve.h"
#include "dates/story.h"
#include "document/datetext.h"

static bool votes(dm_block kind) { return kind == DM_BLOCK_BODY || kind == DM_BLOCK_TITLE; }

static dm_status spot_all(dm_doc *doc, date_exprs *all, date_exprs *voting, dm_err *err) {
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        const dm_block_row *b = &doc->blocks.v[i];
        if (b->tok_begin >= b->tok_end) continue;
        uint32_t first = all->n;
        DM_TRY(expr_spot(doc, b->tok_begin, b->tok_end, all, err));
        for (uint32_t k = first; votes(b->kind) && k < all->n; k++) {
            date_expr *x = VEC_PUSH(doc->arena, voting);
            if (!x) return err_memory(err, "a story's dates");
            *x = all->v[k];
        }
    }
    return DM_OK;
}

static int year_of(dm_day day) {
    int y = 0, m, d;
    if (day != DM_DAY_NONE) day_split(day, &y, &m, &d);
    return y;
}

/* The text tells of other years than its own: most of its explicit years are not that of the story or the one before it, and few
 * of its expressions are seen from its own day. */
static bool tells_history(const date_exprs *xs, int story_year) {
    uint32_t years = 0, other = 0, seen_from_now = 0;
    for (uint32_t i = 0; i < xs->n; i++) {
        expr_form f = xs->v[i].form;
        seen_from_now += f == EXPR_WEEKDAY || f == EXPR_AGO || (f == EXPR_SHIFT && xs->v[i].clock < 0 && !xs->v[i].anaphor);
        if (f != EXPR_CALENDAR || !xs->v[i].year) continue;
        years++;
        other += xs->v[i].year < story_year - 1;
    }
    return years >= 4 && seen_from_now * 5 <= years && (!story_year || other * 2 > years);
}

static dm_status add_row(dm_doc *doc, const date_expr *x, const date_value *v, dm_err *err) {
    dm_timex_row *row = VEC_PUSH(doc->arena, &doc->timexes);
    if (!row) return err_memory(err, "a story's dates");
    dm_span span = {doc->tokens.v[x->tok_begin].span.begin, doc->tokens.v[x->tok_end - 1].span.end};
    *row = (dm_timex_row){.span = span,
                          .type = v->type,
                          .value = arena_str(doc->arena, str_from(v->value)),
                          .mod = v->mod ? str_from(v->mod) : DM_STR_NONE,
                          .from = v->from,
                          .to = v->to,
                          .tok_begin = x->tok_begin,
                          .tok_end = x->tok_end,
                          .relative = v->relative};
    return row->value.p ? DM_OK : err_memory(err, "a story's dates");
}

/* A date line is not parsed; its day is a row all the same, of no tokens. */
static dm_status add_dateline(dm_doc *doc, const dm_block_row *b, dm_err *err) {
    datetext d;
    uint32_t tok = doc->timexes.n ? doc->timexes.v[doc->timexes.n - 1].tok_end : 0;
    if (!datetext_find(doc_text(doc, b->span), 0, &d)) return DM_OK;
    dm_timex_row *row = VEC_PUSH(doc->arena, &doc->timexes);
    if (!row) return err_memory(err, "a story's dates");
    int y, m, md;
    day_split(d.day, &y, &m, &md);
    *row = (dm_timex_row){.span = {b->span.begin + d.begin, b->span.begin + d.end},
                          .type = d.has_time ? DM_TIMEX_TIME : DM_TIMEX_DATE,
                          .value = arena_printf(doc->arena, "%04d-%02d-%02d", y, m, md),
                          .from = d.day,
                          .to = d.day,
                          .tok_begin = tok,
                          .tok_end = tok};
    return row->value.p ? DM_OK : err_memory(err, "a story's dates");
}

/* The date lines from block *next on that stand before byte `end`. */
static dm_status add_datelines(dm_doc *doc, uint32_t *next, uint32_t end, dm_err *err) {
    for (; *next < doc->blocks.n && doc->blocks.v[*next].span.end <= end; ++*next) {
        const dm_block_row *b = &doc->blocks.v[*next];
        if (b->kind == DM_BLOCK_DATELINE && b->tok_begin >= b->tok_end) DM_TRY(add_dateline(doc, b, err));
    }
    return DM_OK;
}

static dm_status resolve_all(dm_doc *doc, const date_exprs *all, dm_err *err) {
    dm_day from = doc->date.best != DM_DAY_NONE ? doc->date.best : doc->date.from;
    dm_day to = doc->date.best != DM_DAY_NONE ? doc->date.best : doc->date.to;
    int story_year = year_of(doc->date.best != DM_DAY_NONE ? doc->date.best : doc->date.to), told = 0;
    bool history = tells_history(all, story_year), has_last = false;
    uint32_t block = DM_NONE, sentence = DM_NONE, last_block = 0, next_line = 0;
    date_value last, v;
    for (uint32_t i = 0; i < all->n; i++) {
        date_expr now = all->v[i];
        const date_expr *x = &now;
        if (history && has_last && now.anaphor) now.form = EXPR_FROM_LAST, now.count = 0;
        const dm_token *t = &doc->tokens.v[x->tok_begin];
        if (t->block != block && !history) told = 0;
        block = t->block;
        if (has_last && block - last_block > 2) has_last = false;
        if (t->sentence != sentence && !history) told = 0;
        sentence = t->sentence;
        bool open = x->form == EXPR_CALENDAR && !x->year && !x->has_shift && x->dir == DIR_NONE && (x->month || (history && x->season));
        int year = open && told && told != story_year && (history || !x->future) ? told : 0;
        if (x->that_year && has_last) year = year_of(last.from);
        resolve_over(x, from, to, has_last ? &last : NULL, year, &v);
        DM_TRY(add_datelines(doc, &next_line, t->span.begin, err));
        DM_TRY(add_row(doc, x, &v, err));
        if (x->form == EXPR_DURATION || x->form == EXPR_SET || x->form == EXPR_WINDOW || x->form == EXPR_REF) continue;
        if (x->form == EXPR_CALENDAR && x->year && !x->span_years) told = x->year;
        if (v.from != DM_DAY_NONE && v.to != DM_DAY_NONE) last = v, has_last = true, last_block = block;
    }
    return add_datelines(doc, &next_line, doc->text.n, err);
}

dm_status dates_run(const lexicon *lex, dm_doc *doc, dm_err *err) {
    date_exprs all = {0}, voting = {0};
    DM_TRY(spot_all(doc, &all, &voting, err));
    DM_TRY(story_date(lex, doc, &voting, err));
    return resolve_all(doc, &all, err);
}
