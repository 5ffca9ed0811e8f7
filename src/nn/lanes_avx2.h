/* Vectors of 8 lanes for kernel_body.h. */
#include <immintrin.h>

typedef __m256 vec;
#define LANES        8
#define TILE_ROWS(X) X(0) X(1) X(2) X(3)
#define TILE_N       4

static inline vec v_load(const float *p) { return _mm256_load_ps(p); }
static inline void v_store(float *p, vec a) { _mm256_store_ps(p, a); }
static inline vec v_set1(float x) { return _mm256_set1_ps(x); }
static inline vec v_add(vec a, vec b) { return _mm256_add_ps(a, b); }
static inline vec v_sub(vec a, vec b) { return _mm256_sub_ps(a, b); }
static inline vec v_mul(vec a, vec b) { return _mm256_mul_ps(a, b); }
static inline vec v_fma(vec a, vec b, vec c) { return _mm256_fmadd_ps(a, b, c); }
static inline vec v_max(vec a, vec b) { return _mm256_max_ps(a, b); }
static inline uint32_t v_equal(vec a, vec b) { return (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_EQ_OQ)); }
static inline float v_greatest(vec a) {
    __m128 h = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    h = _mm_max_ps(h, _mm_movehl_ps(h, h));
    return _mm_cvtss_f32(_mm_max_ss(h, _mm_shuffle_ps(h, h, 1)));
}
/* Canonical data: the vector at p of each panel under the vector. */
static inline vec v_load_panels(const float *p) { return v_load(p); }
static inline void v_store_panels(float *p, vec a) { v_store(p, a); }
/* The first fold of 16 virtual lanes. */
static inline __m256 v_fold(const vec s[2]) { return _mm256_add_ps(s[0], s[1]); }
