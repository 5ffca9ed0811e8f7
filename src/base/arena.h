/* Arena: one lifetime, one free. Memory comes in chunks that are kept over arena_reset and used again, so a
 * worker that codes story after story stops asking the system. Every allocation is zeroed and aligned to 64
 * when it is 64 bytes or more, else to 16. A byte budget bounds what one document can take: past it,
 * and when the system has none left, arena_alloc gives NULL and the caller returns err_memory. In ASan builds the
 * unused part is poisoned and each allocation has a red zone. */
#ifndef DM_BASE_ARENA_H
#define DM_BASE_ARENA_H

#include "base/str.h"

typedef struct arena_chunk arena_chunk;

typedef struct dm_arena {
    arena_chunk *first, *cur;
    size_t used;   /* bytes handed out since the last reset */
    size_t budget; /* most bytes to hand out; 0 = no bound */
    bool failed;   /* an allocation since the last reset gave NULL: what was made of this arena is not whole */
} dm_arena;

void arena_init(dm_arena *a, size_t budget);
void arena_reset(dm_arena *a); /* everything handed out is gone; memory above 4 MB goes back to the system */
void arena_free(dm_arena *a);
void *arena_alloc(dm_arena *a, size_t size) DM_MUST_CHECK;
char *arena_copy(dm_arena *a, const void *p, size_t n) DM_MUST_CHECK; /* NUL added after n bytes */
static inline dm_str arena_str(dm_arena *a, dm_str s) {
    char *p = arena_copy(a, s.p, s.n);
    return (dm_str){p, p ? s.n : 0};
}
dm_str arena_printf(dm_arena *a, const char *fmt, ...) DM_PRINTF(2, 3); /* .p NULL when out of memory */

#define ARENA_NEW(a, T, count) ((T *)arena_alloc((a), sizeof(T) * (size_t)(count)))

/* A growing array in an arena: struct { T *v; uint32_t n, cap; }. VEC_PUSH gives a pointer to a new zeroed
 * element, NULL when out of memory. Old storage stays in the arena until reset. */
#define VEC(T)           \
    struct {             \
        T *v;            \
        uint32_t n, cap; \
    }
#define VEC_PUSH(a, vec)                                                                                      \
    __extension__({                                                                                           \
        __auto_type vec_ = (vec);                                                                             \
        vec_grow((a), (void **)&vec_->v, &vec_->n, &vec_->cap, sizeof *vec_->v) ? &vec_->v[vec_->n++] : NULL; \
    })
bool vec_grow(dm_arena *a, void **v, const uint32_t *n, uint32_t *cap, size_t size);
/* Room for `count` elements in all, where the number is known before: nothing is left behind by growing. False: out of memory. */
#define VEC_RESERVE(a, vec, count)                                                          \
    __extension__({                                                                         \
        __auto_type vec_ = (vec);                                                           \
        vec_reserve((a), (void **)&vec_->v, vec_->n, &vec_->cap, (count), sizeof *vec_->v); \
    })
bool vec_reserve(dm_arena *a, void **v, uint32_t n, uint32_t *cap, uint64_t count, size_t size) DM_MUST_CHECK;

/* Tests only: the k-th arena allocation from now fails (0 = never again). */
void arena_fail_after(uint64_t k);

#endif
