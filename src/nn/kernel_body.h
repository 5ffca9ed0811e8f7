/* The vector kernels, written once over the lanes of a lanes_*.h and compiled for each instruction set.
 *
 * The product is a register tile: TILE_N rows by one (pair of) panel(s), all of k, so TILE_N * 3 accumulators, three
 * weights and a broadcast fill the registers. Rows are given by pointer: a window of three tokens is 288 consecutive
 * floats from the token before on, so no window is ever copied, and rows that nobody needs are left out. A panel is
 * used for all rows before the next one is touched: 24 * 288 floats stay in the first-level cache. Every name below is
 * static; the including file defines KERNELS and NAME. */

/* acc[i] = three vectors of sums of row i over k, from the start values. */
static inline void tile(const float *w, uint32_t n_k, const float *start, const float *const *rows, vec acc[TILE_N][3]) {
    vec s0 = v_load(start), s1 = v_load(start + LANES), s2 = v_load(start + 2 * LANES);
#define TILE_BEGIN(i)            \
    const float *r##i = rows[i]; \
    vec a##i = s0, b##i = s1, c##i = s2;
    TILE_ROWS(TILE_BEGIN)
#undef TILE_BEGIN
    for (uint32_t k = 0; k < n_k; k++, w += 3 * LANES) {
        vec w0 = v_load(w), w1 = v_load(w + LANES), w2 = v_load(w + 2 * LANES);
#define TILE_STEP(i)               \
    {                              \
        vec x = v_set1(r##i[k]);   \
        a##i = v_fma(x, w0, a##i); \
        b##i = v_fma(x, w1, b##i); \
        c##i = v_fma(x, w2, c##i); \
    }
        TILE_ROWS(TILE_STEP)
#undef TILE_STEP
    }
#define TILE_END(i)   \
    acc[i][0] = a##i; \
    acc[i][1] = b##i; \
    acc[i][2] = c##i;
    TILE_ROWS(TILE_END)
#undef TILE_END
}

/* The rows of the tile that begins at `at`; past the end the last row is repeated, and not stored. */
static inline uint32_t tile_rows(const float *const *rows, uint32_t n_rows, uint32_t at, const float *out[TILE_N]) {
    uint32_t live = n_rows - at < TILE_N ? n_rows - at : TILE_N;
    for (uint32_t i = 0; i < TILE_N; i++) out[i] = rows[at + (i < live ? i : live - 1)];
    return live;
}

static void maxout(const nn_matrix *m, const float *const *rows, uint32_t n_rows, float *out, uint32_t stride) {
    for (uint32_t g = 0; g < m->n_panels * 8 / LANES; g++) {
        const float *w = m->w + (size_t)g * m->n_k * 3 * LANES;
        for (uint32_t at = 0; at < n_rows; at += TILE_N) {
            const float *r[TILE_N];
            vec acc[TILE_N][3];
            uint32_t live = tile_rows(rows, n_rows, at, r);
            tile(w, m->n_k, m->bias + g * 3 * LANES, r, acc);
            for (uint32_t i = 0; i < live; i++) v_store(out + (size_t)(at + i) * stride + g * LANES, v_max(v_max(acc[i][0], acc[i][1]), acc[i][2]));
        }
    }
}

static void linear(const nn_matrix *m, const nn_part *part, const float *const *rows, uint32_t n_rows, float *out, uint32_t stride) {
    static const float zeros[3 * LANES] __attribute__((aligned(NN_ALIGN)));
    uint32_t g_begin = part->panel_begin * 8 / LANES, g_end = part->panel_end * 8 / LANES;
    for (uint32_t g = g_begin; g < g_end; g++) {
        const float *w = m->w + ((size_t)g * m->n_k + part->k_begin) * 3 * LANES;
        const float *start = part->bias ? m->bias + g * 3 * LANES : zeros;
        for (uint32_t at = 0; at < n_rows; at += TILE_N) {
            const float *r[TILE_N];
            vec acc[TILE_N][3];
            uint32_t live = tile_rows(rows, n_rows, at, r);
            tile(w, part->k_end - part->k_begin, start, r, acc);
            for (uint32_t i = 0; i < live; i++) {
                float *o = out + (size_t)(at + i) * stride + (size_t)(g - g_begin) * 3 * LANES;
                for (int v = 0; v < 3; v++) v_store_panels(o + v * 8, acc[i][v]);
            }
        }
    }
}

/* 16 virtual lanes to one: 16, 8, 4, 2, 1. */
static inline float fold(const vec s[16 / LANES]) {
    __m256 s8 = v_fold(s);
    __m128 s4 = _mm_add_ps(_mm256_castps256_ps128(s8), _mm256_extractf128_ps(s8, 1));
    __m128 s2 = _mm_add_ps(s4, _mm_movehl_ps(s4, s4));
    return _mm_cvtss_f32(_mm_add_ss(s2, _mm_shuffle_ps(s2, s2, 1)));
}

static void norm(const float *x, uint32_t n_rows, const float *gain, const float *bias, const float *const *residual, float *const *out) {
    enum { N = NN_WIDTH / LANES, V = 16 / LANES };
    for (uint32_t i = 0; i < n_rows; i++, x += NN_WIDTH) {
        vec d[N], s[V], q[V];
        for (int j = 0; j < N; j++) d[j] = v_load(x + j * LANES);
        for (int l = 0; l < V; l++) s[l] = d[l];
        for (int j = V; j < N; j++) s[j % V] = v_add(s[j % V], d[j]);
        vec mu = v_set1(fold(s) / (float)NN_WIDTH);
        for (int j = 0; j < N; j++) d[j] = v_sub(d[j], mu);
        for (int l = 0; l < V; l++) q[l] = v_mul(d[l], d[l]);
        for (int j = V; j < N; j++) q[j % V] = v_fma(d[j], d[j], q[j % V]);
        __m128 var = _mm_set_ss(fold(q) / (float)NN_WIDTH + 1e-8f);
        vec r = v_set1(1.0f / _mm_cvtss_f32(_mm_sqrt_ss(var)));
        for (int j = 0; j < N; j++) {
            vec y = v_fma(v_mul(d[j], r), v_load(gain + j * LANES), v_load(bias + j * LANES));
            if (residual) y = v_add(v_load(residual[i] + j * LANES), y);
            v_store(out[i] + j * LANES, y);
        }
    }
}

static void window(const float *const *a, const float *const *b, const float *const *c, uint32_t n_rows, float *out) {
    for (uint32_t i = 0; i < n_rows; i++, out += NN_WIDTH)
        for (uint32_t o = 0; o < NN_WIDTH; o += LANES) {
            uint32_t at = o * 3;
            vec v[3];
            for (uint32_t p = 0; p < 3; p++, at += 8)
                v[p] = v_add(v_add(v_load_panels(a[i] + at), v_load_panels(b[i] + at)), v_load_panels(c[i] + at));
            v_store(out + o, v_max(v_max(v[0], v[1]), v[2]));
        }
}

static void hidden_layer(const float *const *slots, uint32_t n_slots, const float *bias, float *hidden) {
    for (uint32_t o = 0; o < NN_HIDDEN; o += LANES) {
        vec u0 = v_load(slots[0] + o), u1 = v_load(slots[0] + NN_HIDDEN + o);
        for (uint32_t f = 1; f < n_slots; f++) {
            u0 = v_add(u0, v_load(slots[f] + o));
            u1 = v_add(u1, v_load(slots[f] + NN_HIDDEN + o));
        }
        v_store(hidden + o, v_max(v_add(u0, v_load(bias + o)), v_add(u1, v_load(bias + NN_HIDDEN + o))));
    }
}

/* Up to seven vectors of scores from column c0 on: as many accumulators keep both multipliers busy. */
#define SCORES_OF(N, EACH)                                                                                             \
    static inline void scores_##N(const float *hidden, const float *w, const float *bias, uint32_t n, float *scores) { \
        EACH(SCORES_BEGIN)                                                                                             \
        for (uint32_t k = 0; k < NN_HIDDEN; k++, w += n) {                                                             \
            vec x = v_set1(hidden[k]);                                                                                 \
            EACH(SCORES_STEP)                                                                                          \
        }                                                                                                              \
        EACH(SCORES_END)                                                                                               \
    }
#define SCORES_BEGIN(i) vec s##i = v_load(bias + i * LANES);
#define SCORES_STEP(i)  s##i = v_fma(x, v_load(w + i * LANES), s##i);
#define SCORES_END(i)   v_store(scores + i * LANES, s##i);
#define EACH_1(X)       X(0)
#define EACH_5(X)       X(0) X(1) X(2) X(3) X(4)
#define EACH_7(X)       EACH_5(X) X(5) X(6)
SCORES_OF(1, EACH_1)
SCORES_OF(5, EACH_5)
SCORES_OF(7, EACH_7)

static void scores_of(const float *hidden, const float *w, const float *bias, uint32_t n, float *scores) {
    uint32_t c = 0, left = n / LANES;
    for (; left >= 7; left -= 7, c += 7 * LANES) scores_7(hidden, w + c, bias + c, n, scores + c);
    for (; left >= 5; left -= 5, c += 5 * LANES) scores_5(hidden, w + c, bias + c, n, scores + c);
    for (; left > 0; left--, c += LANES) scores_1(hidden, w + c, bias + c, n, scores + c);
}

static uint32_t pick(const float *scores, const float *mask, uint32_t n) {
    vec best = v_set1(-__builtin_inff());
    for (uint32_t c = 0; c < n; c += LANES) best = v_max(v_add(v_load(scores + c), v_load(mask + c)), best);
    vec top = v_set1(v_greatest(best));
    for (uint32_t c = 0; c < n; c += LANES) {
        uint32_t hit = v_equal(v_add(v_load(scores + c), v_load(mask + c)), top);
        if (hit) return c + (uint32_t)__builtin_ctz(hit);
    }
    return n;
}

const nn_kernels KERNELS = {NAME, LANES, maxout, linear, norm, window, hidden_layer, scores_of, pick};
