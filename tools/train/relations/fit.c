/* Multinomial logistic regression over sparse binary rows, for train.py (which builds and loads it): AdaGrad over shuffled
 * rows, L2 on the weights a row touches, weights averaged over the second half. One thread and one seed: the same bits. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* rows: n, row i has features col[at[i] .. at[i + 1]) each with value x[i]; label[i] below k; weight[i].
 * out: n_features x k weights, then k biases. */
int fit(int64_t n, int64_t n_features, int64_t k, const int64_t *at, const int32_t *col, const int32_t *label, const float *value, const float *weight,
        int64_t epochs, double rate, double l2, float *out) {
    size_t size = (size_t)(n_features + 1) * (size_t)k;
    float *w = calloc(size, sizeof *w), *g2 = malloc(size * sizeof *g2);
    double *sum = calloc(size, sizeof *sum);
    int64_t *order = malloc((size_t)n * sizeof *order);
    if (!w || !g2 || !sum || !order || k > 64) return 1;
    for (size_t i = 0; i < size; i++) g2[i] = 1e-4f;
    for (int64_t i = 0; i < n; i++) order[i] = i;
    uint64_t seed = 88172645463325252u;
    int64_t averaged = 0;
    for (int64_t e = 0; e < epochs; e++) {
        for (int64_t i = n - 1; i > 0; i--) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            int64_t j = (int64_t)(seed % (uint64_t)(i + 1)), t = order[i];
            order[i] = order[j], order[j] = t;
        }
        for (int64_t r = 0; r < n; r++) {
            int64_t i = order[r];
            float z[64], top = -1e30f, total = 0, x = value[i];
            float *bias = w + (size_t)n_features * (size_t)k, *bias2 = g2 + (size_t)n_features * (size_t)k;
            for (int64_t c = 0; c < k; c++) z[c] = 0;
            for (int64_t j = at[i]; j < at[i + 1]; j++)
                for (int64_t c = 0; c < k; c++) z[c] += w[(size_t)col[j] * (size_t)k + (size_t)c];
            for (int64_t c = 0; c < k; c++) z[c] = z[c] * x + bias[c], top = z[c] > top ? z[c] : top;
            for (int64_t c = 0; c < k; c++) total += z[c] = expf(z[c] - top);
            for (int64_t c = 0; c < k; c++) z[c] = (z[c] / total - (c == label[i])) * weight[i];
            for (int64_t j = at[i]; j < at[i + 1]; j++)
                for (int64_t c = 0; c < k; c++) {
                    size_t p = (size_t)col[j] * (size_t)k + (size_t)c;
                    float d = z[c] * x + (float)l2 * w[p] * weight[i];
                    g2[p] += d * d;
                    w[p] -= (float)rate * d / sqrtf(g2[p]);
                }
            for (int64_t c = 0; c < k; c++) bias2[c] += z[c] * z[c], bias[c] -= (float)rate * .1f * z[c] / sqrtf(bias2[c]);
        }
        if (2 * e >= epochs) {
            for (size_t p = 0; p < size; p++) sum[p] += w[p];
            averaged++;
        }
    }
    for (size_t p = 0; p < size; p++) out[p] = (float)(sum[p] / (double)(averaged ? averaged : 1));
    free(w), free(g2), free(sum), free(order);
    return 0;
}
