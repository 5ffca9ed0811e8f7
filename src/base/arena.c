/* See arena.h. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define RED_ZONE       32
#else
#define POISON(p, n)   ((void)0)
#define UNPOISON(p, n) ((void)0)
#define RED_ZONE       0
#endif

#define CHUNK_SIZE ((size_t)256 << 10)
#define KEEP_SIZE  ((size_t)4 << 20)

struct arena_chunk {
    arena_chunk *next;
    size_t size, at; /* bytes of data; next free */
    char *data;      /* 64-byte aligned */
};

static _Thread_local uint64_t fail_countdown;

void arena_fail_after(uint64_t k) { fail_countdown = k; }

void arena_init(dm_arena *a, size_t budget) { *a = (dm_arena){.budget = budget}; }

/* Pages of their own: what a long story took goes back to the system at once, whichever thread coded it; malloc would keep
 * it in the heap of that thread. */
static arena_chunk *chunk_new(size_t size) {
    arena_chunk *c = malloc(sizeof *c);
    if (!c) return NULL;
    size = (size + 4095) & ~(size_t)4095;
    void *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) {
        free(c);
        return NULL;
    }
    *c = (arena_chunk){.size = size, .data = data};
    POISON(c->data, size);
    return c;
}

static void chunk_free(arena_chunk *c) {
    UNPOISON(c->data, c->size);
    munmap(c->data, c->size);
    free(c);
}

void arena_reset(dm_arena *a) {
    size_t kept = 0;
    arena_chunk **link = &a->first;
    while (*link) {
        arena_chunk *c = *link;
        if (kept + c->size > KEEP_SIZE) {
            *link = c->next;
            chunk_free(c);
            continue;
        }
        kept += c->size;
        POISON(c->data, c->size);
        c->at = 0;
        link = &c->next;
    }
    a->cur = a->first;
    a->used = 0;
    a->failed = false;
}

void arena_free(dm_arena *a) {
    for (arena_chunk *c = a->first, *next; c; c = next) {
        next = c->next;
        chunk_free(c);
    }
    *a = (dm_arena){.budget = a->budget};
}

static void *chunk_take(arena_chunk *c, size_t size) {
    size_t align = size >= 64 ? 64 : 16;
    size_t at = (c->at + RED_ZONE + align - 1) & ~(align - 1);
    if (at > c->size || c->size - at < size) return NULL;
    void *p = c->data + at;
    UNPOISON(p, size);
    c->at = at + size;
    memset(p, 0, size);
    return p;
}

static void *no_memory(dm_arena *a) {
    a->failed = true;
    return NULL;
}

void *arena_alloc(dm_arena *a, size_t size) {
    if (fail_countdown && --fail_countdown == 0) return no_memory(a);
    if (size > SIZE_MAX / 4 || (a->budget && (size > a->budget || a->used > a->budget - size))) return no_memory(a);
    if (!size) size = 1;
    for (;;) {
        void *p = a->cur ? chunk_take(a->cur, size) : NULL;
        if (p) {
            a->used += size;
            return p;
        }
        if (a->cur && a->cur->next) {
            a->cur = a->cur->next;
            continue;
        }
        size_t want = size + 128 + RED_ZONE;
        arena_chunk *c = chunk_new(want > CHUNK_SIZE ? want : CHUNK_SIZE);
        if (!c) return no_memory(a);
        if (a->cur) a->cur->next = c;
        else a->first = c;
        a->cur = c;
    }
}

char *arena_copy(dm_arena *a, const void *p, size_t n) {
    char *q = arena_alloc(a, n + 1);
    if (q && n) memcpy(q, p, n);
    return q;
}

dm_str arena_printf(dm_arena *a, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *p = n >= 0 ? arena_alloc(a, (size_t)n + 1) : NULL;
    if (p) vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (dm_str){p, p ? (uint32_t)n : 0};
}

bool vec_reserve(dm_arena *a, void **v, uint32_t n, uint32_t *cap, uint64_t count, size_t size) {
    if (count <= *cap) return true;
    if (count > UINT32_MAX) return false;
    void *p = arena_alloc(a, size * count);
    if (!p) return false;
    if (n) memcpy(p, *v, size * n);
    *v = p;
    *cap = (uint32_t)count;
    return true;
}

/* Most lists of large elements hold one or two (the roles of an event). */
bool vec_grow(dm_arena *a, void **v, const uint32_t *n, uint32_t *cap, size_t size) {
    if (*n < *cap) return true;
    uint32_t more = *cap ? *cap * 2 : size >= 32 ? 1 : size >= 16 ? 2 : 4;
    return more > *cap && vec_reserve(a, v, *n, cap, more, size);
}
