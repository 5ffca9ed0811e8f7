/* Vectors of 16 lanes made of two of 8: the code of AVX-512 where the processor has only AVX2, so that tests reach it. */
#include <immintrin.h>

typedef struct vec {
    __m256 low, high;
} vec;
#define LANES        16
#define TILE_ROWS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define TILE_N       8

static inline vec v_join(__m256 low, __m256 high) { return (vec){low, high}; }
static inline __m256 v_low(vec a) { return a.low; }
static inline __m256 v_high(vec a) { return a.high; }
/* AVX-512 faults on an address that is not a multiple of 64: so does this. */
static inline void v_check(const float *p) {
    if ((uintptr_t)p % 64 != 0) __builtin_trap();
}
static inline vec v_load(const float *p) {
    v_check(p);
    return v_join(_mm256_load_ps(p), _mm256_load_ps(p + 8));
}
static inline void v_store(float *p, vec a) {
    v_check(p);
    _mm256_store_ps(p, a.low);
    _mm256_store_ps(p + 8, a.high);
}
static inline vec v_set1(float x) { return v_join(_mm256_set1_ps(x), _mm256_set1_ps(x)); }
static inline vec v_add(vec a, vec b) { return v_join(_mm256_add_ps(a.low, b.low), _mm256_add_ps(a.high, b.high)); }
static inline vec v_sub(vec a, vec b) { return v_join(_mm256_sub_ps(a.low, b.low), _mm256_sub_ps(a.high, b.high)); }
static inline vec v_mul(vec a, vec b) { return v_join(_mm256_mul_ps(a.low, b.low), _mm256_mul_ps(a.high, b.high)); }
static inline vec v_fma(vec a, vec b, vec c) { return v_join(_mm256_fmadd_ps(a.low, b.low, c.low), _mm256_fmadd_ps(a.high, b.high, c.high)); }
static inline vec v_max(vec a, vec b) { return v_join(_mm256_max_ps(a.low, b.low), _mm256_max_ps(a.high, b.high)); }
static inline uint32_t v_equal(vec a, vec b) {
    return (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(a.low, b.low, _CMP_EQ_OQ)) |
           (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(a.high, b.high, _CMP_EQ_OQ)) << 8;
}
#include "nn/lanes_pair.h"
