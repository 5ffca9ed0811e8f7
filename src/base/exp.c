/* x = k ln 2 + r with |r| <= ln 2 / 2; e^r by its Taylor series, whose 14th term is below 1e-17; then the exponent is set. Only
 * sums and products in a fixed order (the build contracts none), so the result does not depend on a C library. */
#include "base/exp.h"

#include <stdint.h>
#include <string.h>

double exp_same(double x) {
    static const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10, per_ln2 = 1.44269504088896338700;
    if (x > 700) x = 700;
    if (x < -700) x = -700;
    int64_t k = (int64_t)(x * per_ln2 + (x < 0 ? -0.5 : 0.5));
    double r = (x - (double)k * ln2_high) - (double)k * ln2_low, sum = 1;
    for (int i = 14; i >= 1; i--) sum = 1 + r * sum / i;
    uint64_t bits = (uint64_t)(k + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return sum * power;
}
