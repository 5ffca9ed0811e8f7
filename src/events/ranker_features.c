/* What the ranker sees of a pair. Names inside the two spans are masked (S, T), other names become their kind and numbers
 * "#", so that the weights learn words, not actors. Families: words between, before and after the spans; the path through
 * the tree from one head to the other, with its labels and neighbours; the verb over the source with its arguments; what
 * the spans themselves say; time, mood and negation along the path; each word's cluster and WordNet sense as backoff; and
 * the frames that match, with how their slots touch the two. Each feature is a hash: 5 bits of family, 27 of content. */
#include "events/ranker.h"

#include <stdlib.h>

enum {
    BIAS,
    BETWEEN,
    BETWEEN_PAIR,
    AFTER,
    AFTER_PAIR,
    BEFORE,
    BEFORE_PAIR,
    CONTENT,
    PATH,
    PATH_STEP,
    PATH_WORDS,
    PATH_LABELS,
    PATH_PAIR,
    VERB,
    VERB_CHILD,
    CHILD,
    OVER_TARGET,
    STATUS,
    FINE,
    COARSE,
    COARSE_PAIR,
    SENSE,
    HEAD,
    SPAN_WORD,
    SPAN_KIND,
    SPAN_CLUSTER,
    FRAME_BEST,
    FRAME_TYPE_TOUCH,
    FRAME_ID,
    FRAME_ANY,
    BETWEEN_FINE,
    BETWEEN_SKIP
};

#define PATH_MAX_STEPS 12
#define AROUND         8 /* tokens looked at before and after the spans */
#define BETWEEN_MAX    40

typedef struct describer {
    const ev_ctx *c;
    const ev_pair *pair;
    uint32_t begin, end;
    ranker_features *out;
} describer;

/* ---- hashing: FNV-1a over the parts, each ended by a byte that no text holds ---- */

static uint32_t start(uint32_t family) { return 2166136261u ^ (family * 0x9E3779B1u); }

static uint32_t with(uint32_t h, dm_str s) {
    for (uint32_t i = 0; i < s.n; i++) h = (h ^ (uint8_t)s.p[i]) * 16777619u;
    return (h ^ 0xFF) * 16777619u;
}

static uint32_t with_number(uint32_t h, uint32_t n) { return with(h, (dm_str){(const char *)&n, sizeof n}); }

static void emit(describer *d, uint32_t family, uint32_t h) {
    h ^= h >> 15;
    h *= 0x2C1B3C6Du;
    h ^= h >> 12;
    if (d->out->n < RANKER_FEATURES_MAX) d->out->v[d->out->n++] = family << (32 - RANKER_FAMILY_BITS) | h >> RANKER_FAMILY_BITS;
}

static void emit1(describer *d, uint32_t family, dm_str a) { emit(d, family, with(start(family), a)); }
static void emit2(describer *d, uint32_t family, dm_str a, dm_str b) { emit(d, family, with(with(start(family), a), b)); }

/* ---- tokens as words ---- */

static const dm_token *tok(const describer *d, uint32_t t) { return ev_tok(d->c, t); }
static dm_str label(const describer *d, uint32_t t) { return str_from(dm_dep_text(tok(d, t)->dep)); }

static bool in_side(const describer *d, uint32_t i, uint32_t t) {
    const ev_side *side = &d->pair->side[i];
    return pair_asked(side) && t >= side->begin && t < side->end;
}

static bool is_name(const dm_token *t) {
    return t->pos == DM_POS_PROPN || t->ner == DM_NER_PERSON || t->ner == DM_NER_GPE || t->ner == DM_NER_NORP || t->ner == DM_NER_ORG;
}

/* The word as the weights know it; empty for white space and most punctuation. */
static dm_str word_key(const describer *d, uint32_t t) {
    const dm_token *k = tok(d, t);
    if (in_side(d, 0, t)) return DM_STR("<S>");
    if (in_side(d, 1, t)) return DM_STR("<T>");
    if (k->pos == DM_POS_SPACE) return DM_STR("");
    if (k->pos == DM_POS_PUNCT) return str_is(k->text, ",") || str_is(k->text, "\"") || str_is(k->text, ":") ? k->text : DM_STR("");
    if (k->ner == DM_NER_DATE || k->ner == DM_NER_TIME) return DM_STR("<DATE>");
    if (k->ner == DM_NER_MONEY || k->ner == DM_NER_PERCENT || k->pos == DM_POS_NUM) return DM_STR("<#>");
    if (is_name(k)) return k->ner ? str_from(dm_ner_text(k->ner)) : DM_STR("<NAME>");
    return k->lemma;
}

static bool content_word(const describer *d, uint32_t t) {
    dm_pos pos = tok(d, t)->pos;
    return (pos == DM_POS_VERB || pos == DM_POS_NOUN || pos == DM_POS_ADJ) && !in_side(d, 0, t) && !in_side(d, 1, t) && !is_name(tok(d, t)) &&
           tok(d, t)->ner != DM_NER_DATE;
}

/* The keys of [from, to), repeats and empty ones left out. */
static uint32_t keys(const describer *d, uint32_t from, uint32_t to, dm_str *out, uint32_t max) {
    uint32_t n = 0;
    for (uint32_t t = from; t < to && n < max; t++) {
        dm_str k = word_key(d, t);
        if (k.n && (!n || !str_eq(out[n - 1], k))) out[n++] = k;
    }
    return n;
}

static void sequence(describer *d, uint32_t from, uint32_t to, uint32_t single, uint32_t paired, dm_str side) {
    dm_str k[BETWEEN_MAX];
    uint32_t n = keys(d, from, to, k, BETWEEN_MAX);
    for (uint32_t i = 0; i < n; i++) {
        emit2(d, single, side, k[i]);
        emit(d, paired, with(with(with(start(paired), side), i ? k[i - 1] : DM_STR("<")), k[i]));
    }
    if (n) emit(d, paired, with(with(with(start(paired), side), k[n - 1]), DM_STR(">")));
}

static void meaning(describer *d, uint32_t t, uint32_t fine, dm_str where) {
    const ranker_word *w = content_word(d, t) ? ranker_word_of(tok(d, t)->lemma) : NULL;
    if (!w) return;
    emit(d, fine, with_number(with(start(fine), where), w->cluster[0]));
    emit(d, COARSE, with_number(with(start(COARSE), where), w->cluster[1]));
    emit(d, COARSE, with_number(with(start(COARSE), where), w->cluster[2]));
    uint8_t sense = tok(d, t)->pos == DM_POS_VERB ? w->verb : w->noun;
    if (sense) emit(d, SENSE, with_number(with(start(SENSE), where), sense));
}

/* ---- words around ---- */

static void around(describer *d) {
    const ev_side *s = &d->pair->side[0], *t = &d->pair->side[1];
    bool both = pair_asked(s) && pair_asked(t), turned = both && t->begin < s->begin;
    const ev_side *first = !pair_asked(s) || turned ? t : s, *last = !pair_asked(t) || turned ? s : t;
    if (!pair_asked(first)) first = last;
    dm_str way = !both ? DM_STR("1") : turned ? DM_STR("<") : DM_STR(">");
    emit1(d, SPAN_KIND, way);
    uint32_t before = first->begin > d->begin + AROUND ? first->begin - AROUND : d->begin;
    uint32_t after = last->end + AROUND < d->end ? last->end + AROUND : d->end;
    if (first != last && first->end <= last->begin) {
        sequence(d, first->end, last->begin, BETWEEN, BETWEEN_PAIR, way);
        uint32_t stop = last->begin < first->end + BETWEEN_MAX ? last->begin : first->end + BETWEEN_MAX;
        dm_str k[BETWEEN_MAX];
        uint32_t n = keys(d, first->end, stop, k, BETWEEN_MAX);
        for (uint32_t i = 0; i + 2 < n; i++) emit(d, BETWEEN_SKIP, with(with(start(BETWEEN_SKIP), k[i]), k[i + 2]));
        for (uint32_t i = first->end; i < stop; i++) meaning(d, i, BETWEEN_FINE, way);
    }
    sequence(d, before, first->begin, BEFORE, BEFORE_PAIR, way);
    sequence(d, last->end, after, AFTER, AFTER_PAIR, way);
    for (uint32_t i = last->end; i < after; i++) meaning(d, i, BETWEEN_FINE, DM_STR("after"));
    for (uint32_t i = before; i < first->begin; i++) meaning(d, i, BETWEEN_FINE, DM_STR("before"));
    for (uint32_t i = d->begin; i < d->end; i++)
        if (content_word(d, i)) emit1(d, CONTENT, tok(d, i)->lemma);
}

/* ---- the spans themselves ---- */

static void spans(describer *d) {
    for (uint32_t i = 0; i < 2; i++) {
        const ev_side *side = &d->pair->side[i];
        dm_str which = i ? DM_STR("T") : DM_STR("S");
        if (!pair_asked(side)) {
            emit2(d, SPAN_KIND, which, DM_STR("absent"));
            continue;
        }
        const dm_token *head = tok(d, side->head);
        emit2(d, SPAN_KIND, which, is_name(head) ? str_from(dm_ner_text(head->ner)) : str_from(dm_pos_text(head->pos)));
        emit(d, HEAD, with(with(start(HEAD), which), label(d, side->head)));
        if (!is_name(head)) {
            emit2(d, HEAD, which, head->lemma);
            const ranker_word *w = ranker_word_of(head->lemma);
            if (w) emit(d, SPAN_CLUSTER, with_number(with(start(SPAN_CLUSTER), which), w->cluster[0]));
            if (w) emit(d, SPAN_CLUSTER, with_number(with(start(SPAN_CLUSTER), which), 0x10000u + w->cluster[1]));
        }
        for (uint32_t t = side->begin; t < side->end && t < side->begin + 20; t++)
            if (!is_name(tok(d, t)) && (tok(d, t)->pos == DM_POS_NOUN || tok(d, t)->pos == DM_POS_ADJ || tok(d, t)->pos == DM_POS_VERB))
                emit2(d, SPAN_WORD, which, tok(d, t)->lemma);
    }
}

/* ---- the path ---- */

typedef struct path {
    uint32_t v[2 * PATH_MAX_STEPS + 1];
    uint32_t n, top; /* index of the word above both */
} path;

static uint32_t chain(const describer *d, uint32_t t, uint32_t *out) {
    uint32_t n = 0;
    for (; n < PATH_MAX_STEPS; t = tok(d, t)->head) {
        out[n++] = t;
        if (tok(d, t)->head == t) break;
    }
    return n;
}

/* From source to target, without the two heads; to the root when one is absent or they stand in two trees. */
static void find_path(const describer *d, path *p) {
    const ev_side *s = &d->pair->side[0], *t = &d->pair->side[1];
    uint32_t up[PATH_MAX_STEPS], down[PATH_MAX_STEPS], n_up, n_down = 0, i, k = 0;
    n_up = chain(d, pair_asked(s) ? s->head : t->head, up);
    if (pair_asked(s) && pair_asked(t)) n_down = chain(d, t->head, down);
    p->n = p->top = 0;
    for (i = 0; i < n_up; i++) {
        for (k = 0; k < n_down && down[k] != up[i]; k++) {
        }
        if (k < n_down) break;
    }
    for (uint32_t j = 1; j < n_up && j <= i; j++) p->v[p->n++] = up[j];
    p->top = p->n ? p->n - 1 : 0;
    if (i < n_up)
        for (uint32_t j = k; j-- > 1;) p->v[p->n++] = down[j];
    else
        for (uint32_t j = n_down; j-- > 1;) p->v[p->n++] = down[j];
}

static dm_str voice(const describer *d, uint32_t t) { return ev_verbal(d->c, t) && args_passive(d->c, t) ? DM_STR("passive") : DM_STR("active"); }

static void children(describer *d, uint32_t t) {
    dm_str head = word_key(d, t);
    TREE_CHILDREN(d->c->doc, t, k) {
        dm_dep dep = tok(d, k)->dep;
        if (dep == DM_DEP_PUNCT || dep == DM_DEP_DET) continue;
        dm_str child = word_key(d, k);
        emit(d, VERB_CHILD, with(with(with(start(VERB_CHILD), head), label(d, k)), child));
        emit2(d, CHILD, label(d, k), child);
        if (dep != DM_DEP_PREP && dep != DM_DEP_AGENT) continue;
        TREE_CHILDREN(d->c->doc, k, object) {
            emit(d, VERB_CHILD, with(with(with(start(VERB_CHILD), head), child), word_key(d, object)));
            emit2(d, CHILD, child, word_key(d, object));
        }
    }
}

static void status(describer *d, uint32_t t) {
    if (!ev_verbal(d->c, t)) return;
    ev_status s = status_of(d->c, t);
    emit(d, STATUS, with_number(start(STATUS), 1 + s.polarity));
    emit(d, STATUS, with_number(start(STATUS), 20 + s.modality));
    emit(d, STATUS, with_number(start(STATUS), 40 + s.phase));
    emit2(d, STATUS, voice(d, t), DM_STR("voice"));
    emit(d, STATUS, with_number(with(start(STATUS), tok(d, t)->lemma), 1 + (uint32_t)s.phase + 8 * (uint32_t)s.polarity + 64 * (uint32_t)s.modality));
}

static void pair_of(describer *d, uint32_t a, uint32_t b) {
    const ranker_word *x = content_word(d, a) ? ranker_word_of(tok(d, a)->lemma) : NULL,
                      *y = content_word(d, b) ? ranker_word_of(tok(d, b)->lemma) : NULL;
    if (x && y) emit(d, COARSE_PAIR, with_number(with_number(start(COARSE_PAIR), x->cluster[1]), y->cluster[1]));
    if (x) emit(d, COARSE_PAIR, with(with_number(start(COARSE_PAIR), x->cluster[1]), word_key(d, b)));
    if (y) emit(d, COARSE_PAIR, with_number(with(start(COARSE_PAIR), word_key(d, a)), y->cluster[1]));
}

static void along(describer *d, const path *p) {
    uint32_t words = start(PATH_WORDS), labels = start(PATH_LABELS);
    for (uint32_t i = 0; i < p->n; i++) {
        uint32_t t = p->v[i];
        dm_str k = word_key(d, t), dep = label(d, t);
        words = with(words, k);
        labels = with(labels, dep);
        emit2(d, PATH, k, i < p->top ? DM_STR("up") : i == p->top ? DM_STR("top") : DM_STR("down"));
        emit1(d, PATH, k);
        emit2(d, PATH_STEP, k, dep);
        if (i) {
            emit2(d, PATH_PAIR, word_key(d, p->v[i - 1]), k);
            pair_of(d, p->v[i - 1], t);
        }
        meaning(d, t, FINE, DM_STR("path"));
        children(d, t);
        status(d, t);
        TREE_CHILDREN(d->c->doc, t, child) {
            dm_dep below = tok(d, child)->dep;
            if (below != DM_DEP_DOBJ && below != DM_DEP_XCOMP && below != DM_DEP_PREP && below != DM_DEP_ACOMP && below != DM_DEP_CCOMP) continue;
            meaning(d, child, FINE, label(d, child));
            pair_of(d, t, child);
        }
    }
    emit(d, PATH_WORDS, words);
    emit(d, PATH_LABELS, labels);
}

/* The verbs over a head, nearest first. */
static void governors(describer *d, const ev_side *side, uint32_t family, dm_str which) {
    if (!pair_asked(side)) return;
    uint32_t found = 0, t = side->head;
    dm_str as = label(d, t);
    if (tok(d, t)->dep == DM_DEP_POBJ) as = tok(d, tok(d, t)->head)->lemma;
    for (uint32_t depth = 0; depth < PATH_MAX_STEPS && found < 2 && tok(d, t)->head != t; depth++) {
        t = tok(d, t)->head;
        if (in_side(d, 0, t) || in_side(d, 1, t) || tok(d, t)->pos == DM_POS_ADP) continue;
        uint32_t h = with_number(with(with(start(family), which), tok(d, t)->lemma), found);
        emit(d, family, h);
        emit(d, family, with(with(h, as), voice(d, t)));
        TREE_CHILDREN(d->c->doc, t, k) {
            dm_dep dep = tok(d, k)->dep;
            if (dep == DM_DEP_PRT || dep == DM_DEP_DOBJ || dep == DM_DEP_NEG || dep == DM_DEP_PREP || dep == DM_DEP_ACOMP || dep == DM_DEP_XCOMP)
                emit(d, family, with(with(h, label(d, k)), word_key(d, k)));
        }
        meaning(d, t, FINE, which);
        if (!found) children(d, t);
        found++;
    }
}

/* ---- frames ---- */

static uint32_t touch_code(const describer *d, const ev_match *m, const ev_side *side) {
    uint32_t code = 0;
    for (uint32_t slot = 0; slot < FRAME_SLOT_N; slot++) code = code * 4 + (uint32_t)pair_touched(d->c, m, slot, side);
    return code ? code : pair_below(d->c, m, side) ? 1u << 20 : 0;
}

static dm_plover type_of(const ev_ctx *c, const ev_match *m) {
    dm_str mode = m->says.mode_begin < m->says.mode_end ? lexicon_string(c->lex, c->frames.modes[m->says.mode_begin]) : DM_STR_NONE,
           cameo = DM_STR_NONE;
    dm_plover type = m->says.type;
    ev_status s = status_of(c, m->base);
    if (m->says.phase != 0xFF) s.phase = m->says.phase;
    (void)status_retype(&s, mode, &type, &cameo);
    return type;
}

static void frames(describer *d, const ev_matches *matches) {
    const ev_match *best = NULL;
    int best_fit = 0;
    for (uint32_t i = 0; i < matches->n; i++) {
        const ev_match *m = &matches->v[i];
        for (uint32_t turned = 0; turned < 2; turned++) {
            int fit = pair_fit(d->c, m, d->pair, turned);
            if (fit > best_fit) best_fit = fit, best = m;
        }
        dm_plover type = type_of(d->c, m);
        uint32_t s = touch_code(d, m, &d->pair->side[0]), t = touch_code(d, m, &d->pair->side[1]);
        emit(d, FRAME_ANY, with_number(with_number(start(FRAME_ANY), type), m->taken));
        if (!s && !t) continue;
        dm_str id = lexicon_string(d->c->lex, m->frame->id);
        emit(d, FRAME_TYPE_TOUCH, with_number(with_number(with_number(with_number(start(FRAME_TYPE_TOUCH), type), s), t), m->taken));
        emit(d, FRAME_TYPE_TOUCH, with_number(with_number(with_number(start(FRAME_TYPE_TOUCH), type), s && t), m->taken));
        emit(d, FRAME_ID, with_number(with(start(FRAME_ID), id), type));
        emit(d, FRAME_ID, with_number(with_number(with(start(FRAME_ID), id), type), (s != 0) + 2 * (t != 0) + 4 * m->taken));
    }
    if (!best) {
        emit1(d, FRAME_BEST, DM_STR("none"));
        return;
    }
    dm_plover type = type_of(d->c, best);
    dm_str mode = best->says.mode_begin < best->says.mode_end ? lexicon_string(d->c->lex, d->c->frames.modes[best->says.mode_begin]) : DM_STR_NONE;
    int level = best_fit / 20;
    emit(d, FRAME_BEST, with_number(start(FRAME_BEST), type));
    emit(d, FRAME_BEST, with_number(with_number(start(FRAME_BEST), type), (uint32_t)(level > 8 ? 8 : level) + 100));
    emit(d, FRAME_BEST, with(with_number(start(FRAME_BEST), type), mode));
    emit(d, FRAME_BEST, with(with_number(start(FRAME_BEST), type), lexicon_string(d->c->lex, best->frame->id)));
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

void ranker_describe(const ev_ctx *c, uint32_t begin, uint32_t end, const ev_matches *matches, const ev_pair *pair, ranker_features *out) {
    describer d = {.c = c, .pair = pair, .begin = begin, .end = end, .out = out};
    path p;
    out->n = 0;
    emit(&d, BIAS, start(BIAS));
    if (!pair_asked(&pair->side[0]) && !pair_asked(&pair->side[1])) return;
    frames(&d, matches); /* first: they must not fall to the limit */
    spans(&d);
    find_path(&d, &p);
    along(&d, &p);
    governors(&d, &pair->side[0], VERB, DM_STR("S"));
    governors(&d, &pair->side[1], OVER_TARGET, DM_STR("T"));
    around(&d);
    qsort(out->v, out->n, sizeof *out->v, by_value);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->n; i++)
        if (!kept || out->v[kept - 1] != out->v[i]) out->v[kept++] = out->v[i];
    out->n = kept;
}
