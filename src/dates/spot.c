/* Finds date expressions in the tokens of a block. The expressions are data: grammar.txt says which words in which order are one,
 * and grammar.inc has the same as small programs. At each token the rules that may begin with its word are run; a rule
 * follows every way through its pattern, and the longest match of all wins, the earlier rule among equals. Here are
 * only the classes of words that are no list (numbers, clocks, days of the month) and the guards: tests on what
 * stands around a match. The forms are those of TimeML's TIMEX3; leading prepositions stay outside of an expression. */
#include "dates/expr.h"

#include "document/datetext.h"

typedef enum grammar_code { OP_WORD, OP_CLASS, OP_SET, OP_SPLIT, OP_JUMP, OP_END } grammar_code;
typedef struct grammar_op {
    uint8_t op, what; /* what: field or class */
    int16_t arg;      /* word, value, or the step to go to */
} grammar_op;
typedef struct grammar_member { /* of a class of words */
    uint8_t class, field;
    int16_t value;
} grammar_member;
typedef struct grammar_word {
    const char *word;
    uint16_t member, n_members; /* grammar_members */
    uint16_t rule, n_rules;     /* grammar_lists: rules that may begin with it */
} grammar_word;
typedef struct grammar_rule {
    uint16_t begin; /* step */
    uint8_t form, guard;
} grammar_rule;
#include "dates/grammar.inc"

enum { NO_WORD = 0xFFFF, N_WORDS = sizeof grammar_words / sizeof *grammar_words };

typedef struct cursor {
    const dm_doc *doc;
    uint32_t begin, end;   /* tokens of the block */
    const uint16_t *words; /* of each token from begin on: its place in grammar_words, NO_WORD */
} cursor;

static dm_str lower(const cursor *c, uint32_t i) { return i < c->end ? c->doc->tokens.v[i].lower : DM_STR(""); }
static dm_str text(const cursor *c, uint32_t i) { return i < c->end ? c->doc->tokens.v[i].text : DM_STR(""); }
static bool is(const cursor *c, uint32_t i, const char *word) { return i < c->end && str_is(c->doc->tokens.v[i].lower, word); }
static bool one_of(const cursor *c, uint32_t i, const char *const *list, uint32_t n) {
    for (uint32_t k = 0; k < n; k++)
        if (is(c, i, list[k])) return true;
    return false;
}
#define ONE_OF(c, i, list) one_of((c), (i), (list), sizeof(list) / sizeof *(list))
static bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }

static uint16_t find_word(dm_str w) {
    uint32_t lo = 0, hi = N_WORDS;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int order = str_cmp(str_from(grammar_words[mid].word), w);
        if (!order) return (uint16_t)mid;
        if (order < 0) lo = mid + 1;
        else hi = mid;
    }
    return NO_WORD;
}

static void set_field(date_expr *x, uint8_t field, int v) {
    switch ((enum grammar_field)field) {
    case FIELD_UNIT: x->unit = (date_unit)v; break;
    case FIELD_YEAR: x->year = v; break;
    case FIELD_MONTH: x->month = v; break;
    case FIELD_DAY: x->day = v; break;
    case FIELD_SPAN_YEARS: x->span_years = v; break;
    case FIELD_WEEKDAY: x->weekday = v; break;
    case FIELD_NTH: x->nth = v; break;
    case FIELD_SEASON: x->season = (date_season)v; break;
    case FIELD_QUARTER: x->quarter = v; break;
    case FIELD_SHIFT: x->shift = v; break;
    case FIELD_HAS_SHIFT: x->has_shift = v != 0; break;
    case FIELD_COUNT: x->count = v; break;
    case FIELD_SIGN: x->sign = v; break;
    case FIELD_DIR: x->dir = (date_dir)v; break;
    case FIELD_MOD: x->mod = (date_mod)v; break;
    case FIELD_PART: x->part = (date_part)v; break;
    case FIELD_CLOCK: x->clock = v; break;
    case FIELD_REF: x->ref = (date_ref)v; break;
    case FIELD_APPROX: x->approx = (date_approx)v; break;
    case FIELD_HALF: x->half = v != 0; break;
    case FIELD_ANAPHOR: x->anaphor = v != 0; break;
    case FIELD_THAT_YEAR: x->that_year = v != 0; break;
    case FIELD_WAS_QUARTER: x->was_quarter = v != 0; break;
    }
}

/* ---- classes; each gives the token after what it takes, or i when it does not fit ---- */

static const grammar_member *member(const cursor *c, uint32_t i, uint8_t class) {
    uint16_t w = i < c->end ? c->words[i - c->begin] : NO_WORD;
    for (uint32_t k = 0; w != NO_WORD && k < grammar_words[w].n_members; k++) {
        const grammar_member *m = &grammar_members[grammar_words[w].member + k];
        if (m->class == class) return m;
    }
    return NULL;
}

static uint32_t listed(const cursor *c, uint32_t i, uint8_t class, date_expr *x) {
    const grammar_member *m = member(c, i, class);
    if (!m || (class == CLASS_MONTH && !word_is_month(c->doc, i)) || (class == CLASS_WEEKDAY && !word_is_weekday(c->doc, i))) return i;
    set_field(x, m->field, m->value);
    return i + 1;
}

/* Day of the month in digits, with or without an ordinal's end; not what counts something. */
static uint32_t mday(const cursor *c, uint32_t i, int *day) {
    dm_str w = lower(c, i);
    int v = word_ordinal(w);
    if (!v && w.n <= 2) v = word_number(w);
    bool counts = member(c, i + 1, CLASS_UNITS) || is(c, i + 1, "percent") || is(c, i + 1, "pct") || is(c, i + 1, "%");
    if (v < 1 || v > 31 || counts) return i;
    *day = v;
    return i + 1;
}

static uint32_t year(const cursor *c, uint32_t i, date_expr *x) {
    int y = word_year(text(c, i));
    if (!y) return i;
    x->year = y;
    return i + 1;
}

/* 10, 1,000, seven, twenty-four. */
static uint32_t number(const cursor *c, uint32_t i, date_expr *x) {
    int n = word_number(lower(c, i));
    if (n >= 0) {
        x->count = n;
        return n ? i + 1 : i;
    }
    const grammar_member *m = member(c, i, CLASS_NUMWORD);
    if (!m) return i;
    x->count = m->value;
    uint32_t k = is(c, i + 1, "-") ? i + 2 : i + 1;
    const grammar_member *ones = x->count >= 20 && x->count <= 90 ? member(c, k, CLASS_NUMWORD) : NULL;
    if (!ones || ones->value < 1 || ones->value > 9) return i + 1;
    x->count += ones->value;
    return k + 1;
}

static uint32_t ordinal(const cursor *c, uint32_t i, date_expr *x) {
    const grammar_member *m = member(c, i, CLASS_ORDWORD);
    int o = m ? m->value : word_ordinal(lower(c, i));
    if (!o) return i;
    x->quarter = o;
    return is(c, i, "twenty") ? i : i + 1;
}

static const char *const zones[] = {"gmt", "utc", "est", "edt", "cst", "cdt", "pst", "pdt", "kst", "jst", "cet", "cest", "bst", "ist"};

/* Hours and minutes of 16:50 or 4:30pm; -1 when it is none. */
static int hours_minutes(dm_str w, bool *pm, bool *am) {
    *pm = w.n > 5 && str_is(str_sub(w, w.n - 2, w.n), "pm");
    *am = w.n > 5 && str_is(str_sub(w, w.n - 2, w.n), "am");
    if (*pm || *am) w.n -= 2;
    int64_t colon = str_find(w, DM_STR(":"), 0);
    if (colon < 1 || w.n != (uint32_t)colon + 3) return -1;
    int h = word_number(str_sub(w, 0, (uint32_t)colon)), m = word_number(str_sub(w, (uint32_t)colon + 1, w.n));
    return h < 0 || h > 24 || m < 0 || m > 59 ? -1 : h * 60 + m;
}

/* 16:50, 4:30 p.m., 4 pm, 4 o'clock, noon, 1000 GMT. */
static uint32_t clock_at(const cursor *c, uint32_t i, date_expr *x) {
    static const char *const ams[] = {"am", "a.m.", "a.m"};
    static const char *const pms[] = {"pm", "p.m.", "p.m"};
    const grammar_member *named = member(c, i, CLASS_CLOCKWORD);
    if (named) {
        x->clock = named->value;
        return i + 1;
    }
    bool pm, am;
    dm_str w = lower(c, i);
    int at = hours_minutes(w, &pm, &am), n = word_number(w);
    if (at < 0 && w.n <= 2 && n >= 0 && n <= 12 && (ONE_OF(c, i + 1, ams) || ONE_OF(c, i + 1, pms) || is(c, i + 1, "o'clock"))) at = n * 60;
    if (at < 0 && w.n == 4 && n >= 0 && n < 2400 && n % 100 < 60 && ONE_OF(c, i + 1, zones)) at = n / 100 * 60 + n % 100;
    if (at < 0) return i;
    i++;
    if (is(c, i, "o'clock")) i++;
    if (ONE_OF(c, i, pms)) pm = true, i++;
    else if (ONE_OF(c, i, ams)) am = true, i++;
    x->clock = pm && at < 720 ? at + 720 : am && at >= 720 && at < 780 ? at - 720 : at;
    return i;
}

static uint32_t numbers(const cursor *c, uint32_t i, date_expr *x) {
    dm_str w = text(c, i);
    datetext d;
    if (!w.n || !is_digit(w.p[0])) return i;
    uint32_t begin = c->doc->tokens.v[i].span.begin, last = c->doc->tokens.v[c->end - 1].span.end;
    dm_str around = str_sub(c->doc->text, begin, last > begin + 24 ? begin + 24 : last);
    while (around.n && ((unsigned char)c->doc->text.p[begin + around.n - 1] & 0x80)) around.n--;
    if (!datetext_find(around, 0, &d) || d.begin != 0 || d.form == DATETEXT_WORDS) return i;
    day_split(d.day, &x->year, &x->month, &x->day);
    uint32_t k = i;
    while (k < c->end && c->doc->tokens.v[k].span.end <= begin + d.end) k++;
    return k;
}

/* 1990s, 1990's after "the", mid-1990s, 90s. */
static uint32_t decade(const cursor *c, uint32_t i, date_expr *x) {
    dm_str w = lower(c, i);
    if (str_starts(w, "mid-")) x->mod = MOD_MID, w = str_sub(w, 4, w.n);
    bool tens = w.n >= 4 && w.n <= 5 && w.p[3] == '0' && word_year(str_sub(w, 0, 4));
    bool apart = tens && w.n == 4 && i > c->begin && is(c, i - 1, "the") && (is(c, i + 1, "'s") || is(c, i + 1, "’s"));
    if (tens && (apart || (w.n == 5 && w.p[4] == 's'))) {
        x->year = word_year(str_sub(w, 0, 4));
        return apart ? i + 2 : i + 1;
    }
    static const char *const before[] = {"the", "'", "’", "early", "late", "mid", "-"};
    if (w.n != 3 || w.p[2] != 's' || w.p[1] != '0' || w.p[0] < '1' || w.p[0] > '9' || i == c->begin || !ONE_OF(c, i - 1, before)) return i;
    x->year = (w.p[0] < '3' ? 2000 : 1900) + (w.p[0] - '0') * 10;
    return i + 1;
}

static uint32_t mid_year(const cursor *c, uint32_t i, date_expr *x) {
    dm_str w = lower(c, i);
    if (!str_starts(w, "mid-") || !word_year(str_sub(w, 4, w.n))) return i;
    x->year = word_year(str_sub(w, 4, w.n));
    return i + 1;
}

static uint32_t take(const cursor *c, uint32_t i, uint8_t class, date_expr *x) {
    if (i >= c->end) return i;
    switch ((enum grammar_class) class) {
    case CLASS_MDAY: return mday(c, i, &x->day);
    case CLASS_TODAY: return mday(c, i, &x->day_to);
    case CLASS_YEAR: return year(c, i, x);
    case CLASS_NUM: return number(c, i, x);
    case CLASS_ORD: return ordinal(c, i, x);
    case CLASS_CLOCK: return clock_at(c, i, x);
    case CLASS_NUMBERS: return numbers(c, i, x);
    case CLASS_DECADE: return decade(c, i, x);
    case CLASS_MIDYEAR: return mid_year(c, i, x);
    default: return listed(c, i, class, x);
    }
}

/* ---- guards ---- */

static const dm_token *token(const cursor *c, uint32_t i) { return &c->doc->tokens.v[i]; }
static bool is_noun(const dm_token *t) { return t->pos == DM_POS_NOUN || t->pos == DM_POS_PROPN; }
static bool cued(const cursor *c, uint32_t i) {
    static const char *const words[] = {"in",   "for",   "of", "during", "through", "throughout", "within",
                                        "over", "since", "by", "until",  "from",    "before"};
    return i > c->begin && ONE_OF(c, i - 1, words);
}

/* A bare year: after a word that goes with time, or where the model sees a date; never before what it could count. */
static bool bare_year(const cursor *c, uint32_t i, const date_expr *x) {
    static const char *const before[] = {"in",      "since",   "by",     "from",  "until", "till",   "before", "after",     "during",
                                         "between", "and",     "to",     "of",    "-",     "–",      "(",      "early",     "late",
                                         "mid",     "through", "around", "circa", "year",  "fiscal", "for",    "throughout"};
    const dm_token *t = token(c, i);
    bool nouns = i + 1 < c->end && (token(c, i + 1)->tag == DM_TAG_NNS || token(c, i + 1)->tag == DM_TAG_NNPS);
    bool counts = nouns && t->dep == DM_DEP_NUMMOD && t->ner != DM_NER_DATE;
    if (counts || x->year > 2150 || is(c, i + 1, "%") || is(c, i + 1, "percent") || (i > c->begin && is(c, i - 1, "$"))) return false;
    return t->ner == DM_NER_DATE || (i > c->begin && ONE_OF(c, i - 1, before) && x->year >= 1400);
}

static bool season(const cursor *c, uint32_t i, uint32_t k) {
    static const char *const before[] = {"in", "by", "since", "during", "until"};
    const dm_token *t = token(c, k - 1);
    if (t->ner == DM_NER_DATE && !is(c, k, "of")) return true;
    return i > c->begin && ONE_OF(c, i - 1, before) && t->pos != DM_POS_PROPN && t->pos != DM_POS_VERB;
}

/* "77-year-old", "25 years of age". */
static bool no_age(const cursor *c, uint32_t k) {
    return !is(c, k, "old") && !is(c, k + 1, "old") && !is(c, k + 1, "olds") && !(is(c, k, "of") && is(c, k + 1, "age"));
}

/* "5 dollars a year", "twice a week". */
static bool is_rate(const cursor *c, uint32_t i) {
    for (uint32_t k = i; k > c->begin && i - k < 6; k--) {
        const dm_token *t = token(c, k - 1);
        if (t->pos == DM_POS_NUM || is(c, k - 1, "$") || is(c, k - 1, "times") || is(c, k - 1, "twice") || is(c, k - 1, "once")) return true;
        if (t->pos == DM_POS_VERB || t->pos == DM_POS_PUNCT) return false;
    }
    return is(c, i, "per");
}

static bool article(const cursor *c, uint32_t i, uint32_t k, const date_expr *x) {
    if (x->unit == UNIT_SECOND || x->unit == UNIT_QUARTER || !no_age(c, k) || is_rate(c, i)) return false;
    if (is(c, i, "one") && x->unit == UNIT_DAY) return is(c, k, "of");
    bool of_compound = k < c->end && is_noun(token(c, k)) && token(c, k - 1)->dep == DM_DEP_COMPOUND;
    return !of_compound;
}

static bool guard_holds(const cursor *c, uint8_t guard, uint32_t i, uint32_t k, date_expr *x) {
    const dm_token *next = k < c->end ? token(c, k) : NULL;
    switch ((enum grammar_guard)guard) {
    case GUARD_NONE: return true;
    case GUARD_BARE_YEAR: return bare_year(c, i, x);
    case GUARD_SEASON: return season(c, i, k);
    case GUARD_SHORT_DECADE: return x->year < 2030;
    case GUARD_CENTURY:
        x->year = (x->quarter - 1) * 100;
        if (x->quarter > 21) return false;
        x->quarter = 0;
        return true;
    case GUARD_QUARTER: return x->quarter <= 4 && !is(c, k, "-") && !is(c, k, "century");
    case GUARD_HALF: return x->quarter <= 2;
    case GUARD_NO_UNIT: return !member(c, k, CLASS_UNIT);
    case GUARD_PERIOD: return cued(c, i) && !is(c, k, "of") && (!next || !is_noun(next) || token(c, k - 1)->dep != DM_DEP_COMPOUND);
    case GUARD_ENDS: return !next || next->pos == DM_POS_PUNCT || next->pos == DM_POS_SPACE; /* not "two days before the vote" */
    case GUARD_IN_THE: return i > c->begin && (!next || !is_noun(next)) && (is(c, i - 1, "in") || is(c, i - 1, "during"));
    case GUARD_NOT_AGE: return x->count != 0 && no_age(c, k);
    case GUARD_ARTICLE: return article(c, i, k, x);
    case GUARD_FOR_IN: return i > c->begin && (is(c, i - 1, "for") || is(c, i - 1, "in") || is(c, i - 1, "over"));
    case GUARD_ADJECTIVE: return token(c, i)->pos != DM_POS_PROPN;
    case GUARD_RATE: return is_rate(c, i);
    case GUARD_NOW: return !is(c, k, "that") && token(c, k - 1)->pos != DM_POS_INTJ;
    case GUARD_AT: return i > c->begin && is(c, i - 1, "at");
    case GUARD_NOUN_PHRASE: return !next || !(is_noun(next) || next->pos == DM_POS_ADJ || next->pos == DM_POS_NUM);
    }
    return false;
}

/* ---- matching ---- */

typedef struct match {
    uint32_t begin, end;
    date_expr x;
} match;

/* Follows the steps from `at` with token i next; keeps the longest way to an end. */
static void follow(const cursor *c, const grammar_rule *r, uint32_t at, uint32_t i, date_expr x, match *best) {
    for (;;) {
        const grammar_op *o = &grammar_ops[at++];
        switch ((grammar_code)o->op) {
        case OP_WORD:
            if (i >= c->end || c->words[i - c->begin] != o->arg) return;
            i++;
            break;
        case OP_CLASS: {
            uint32_t after = take(c, i, o->what, &x);
            if (after == i) return;
            i = after;
            break;
        }
        case OP_SET: set_field(&x, o->what, o->arg); break;
        case OP_SPLIT:
            follow(c, r, at, i, x, best);
            at = (uint32_t)o->arg;
            break;
        case OP_JUMP: at = (uint32_t)o->arg; break;
        case OP_END:
            if (i > best->end && guard_holds(c, r->guard, best->begin, i, &x)) best->end = i, best->x = x;
            return;
        }
    }
}

static void longest(const cursor *c, uint32_t i, match *best) {
    dm_str w = lower(c, i);
    uint16_t word = c->words[i - c->begin];
    bool digit = w.n && (is_digit(w.p[0]) || str_starts(w, "mid-"));
    uint32_t list = 0, n = 0;
    if (word != NO_WORD) list = grammar_words[word].rule, n = grammar_words[word].n_rules;
    else if (digit) list = GRAMMAR_DIGIT_LIST, n = GRAMMAR_DIGIT_RULES;
    for (uint32_t k = 0; k < n; k++) {
        const grammar_rule *r = &grammar_rules[grammar_lists[list + k]];
        follow(c, r, r->begin, i, (date_expr){.form = (expr_form)r->form, .weekday = -1, .clock = -1}, best);
    }
}

dm_status expr_spot(dm_doc *doc, uint32_t begin, uint32_t end, date_exprs *out, dm_err *err) {
    uint16_t *words = ARENA_NEW(doc->arena, uint16_t, end - begin + 1);
    if (!words) return err_memory(err, "a story's dates");
    for (uint32_t i = begin; i < end; i++) words[i - begin] = find_word(doc->tokens.v[i].lower);
    cursor c = {doc, begin, end, words};
    for (uint32_t i = begin; i < end;) {
        match best = {.begin = i, .end = i};
        longest(&c, i, &best);
        if (best.end == i) {
            i++;
            continue;
        }
        date_expr *to = VEC_PUSH(doc->arena, out);
        if (!to) return err_memory(err, "a story's dates");
        *to = best.x;
        to->tok_begin = i;
        to->tok_end = best.end;
        expr_context(doc, to);
        i = best.end;
    }
    return DM_OK;
}
