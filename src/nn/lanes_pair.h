/* What a vector of 16 lanes does through its two halves; part of lanes_avx512.h and lanes_emulated.h. */

static inline float v_greatest(vec a) {
    __m256 m = _mm256_max_ps(v_low(a), v_high(a));
    __m128 h = _mm_max_ps(_mm256_castps256_ps128(m), _mm256_extractf128_ps(m, 1));
    h = _mm_max_ps(h, _mm_movehl_ps(h, h));
    return _mm_cvtss_f32(_mm_max_ss(h, _mm_shuffle_ps(h, h, 1)));
}
/* Canonical data: the halves lie one panel (24 floats) apart. */
static inline vec v_load_panels(const float *p) { return v_join(_mm256_load_ps(p), _mm256_load_ps(p + 24)); }
static inline void v_store_panels(float *p, vec a) {
    _mm256_store_ps(p, v_low(a));
    _mm256_store_ps(p + 24, v_high(a));
}
/* The first fold of 16 virtual lanes. */
static inline __m256 v_fold(const vec s[1]) { return _mm256_add_ps(v_low(s[0]), v_high(s[0])); }
