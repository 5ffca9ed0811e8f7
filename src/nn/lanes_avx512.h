/* Vectors of 16 lanes for kernel_body.h. */
#include <immintrin.h>

typedef __m512 vec;
#define LANES        16
#define TILE_ROWS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define TILE_N       8

static inline vec v_load(const float *p) { return _mm512_load_ps(p); }
static inline void v_store(float *p, vec a) { _mm512_store_ps(p, a); }
static inline vec v_set1(float x) { return _mm512_set1_ps(x); }
static inline vec v_add(vec a, vec b) { return _mm512_add_ps(a, b); }
static inline vec v_sub(vec a, vec b) { return _mm512_sub_ps(a, b); }
static inline vec v_mul(vec a, vec b) { return _mm512_mul_ps(a, b); }
static inline vec v_fma(vec a, vec b, vec c) { return _mm512_fmadd_ps(a, b, c); }
static inline vec v_max(vec a, vec b) { return _mm512_max_ps(a, b); }
static inline uint32_t v_equal(vec a, vec b) { return (uint32_t)_mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
static inline __m256 v_low(vec a) { return _mm512_castps512_ps256(a); }
static inline __m256 v_high(vec a) { return _mm512_extractf32x8_ps(a, 1); }
static inline vec v_join(__m256 low, __m256 high) { return _mm512_insertf32x8(_mm512_castps256_ps512(low), high, 1); }
#include "nn/lanes_pair.h"
