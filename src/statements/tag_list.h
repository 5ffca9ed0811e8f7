/* Features in the making: each call is one template, whose number is its place in the list. */
#ifndef DM_STATEMENTS_TAG_LIST_H
#define DM_STATEMENTS_TAG_LIST_H

#include "statements/tag.h"

typedef struct st_list {
    uint32_t *v, n, template;
} st_list;

static inline uint32_t st_mix(uint32_t h, uint32_t v) {
    h = (h ^ v) * 0x9E3779B1u;
    return h ^ h >> 15;
}

static inline void one(st_list *l, uint32_t a) { l->v[l->n++] = st_mix(st_mix(l->template ++, a), 1) * 0x85EBCA6Bu; }
static inline void two(st_list *l, uint32_t a, uint32_t b) { l->v[l->n++] = st_mix(st_mix(st_mix(l->template ++, a), b), 2) * 0x85EBCA6Bu; }
static inline void three(st_list *l, uint32_t a, uint32_t b, uint32_t c) {
    l->v[l->n++] = st_mix(st_mix(st_mix(st_mix(l->template ++, a), b), c), 3) * 0x85EBCA6Bu;
}
/* Templates that say something only where their first value is not 0. */
static inline void one_if(st_list *l, uint32_t a) {
    if (a) one(l, a);
    else l->template ++;
}
static inline void two_if(st_list *l, uint32_t a, uint32_t b) {
    if (a) two(l, a, b);
    else l->template ++;
}

/* What stands beyond the ends of a block. */
extern const st_view ST_BEYOND;
const st_view *st_at(const st_tagger *g, uint32_t t, int offset);

#endif
