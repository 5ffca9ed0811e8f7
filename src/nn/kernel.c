/* Choice of the kernels at run time, and the state of the floating-point unit. See kernel.h. */
#include "nn/kernel.h"

#include <string.h>
#include <xmmintrin.h>

static bool runs(const nn_kernels *k) {
    if (k == &nn_kernels_scalar) return true;
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (k != &nn_kernels_avx512) return avx2;
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq");
}

const nn_kernels *nn_kernels_find(const char *name) {
    static const nn_kernels *const all[] = {&nn_kernels_avx512, &nn_kernels_avx2, &nn_kernels_scalar, &nn_kernels_emulated};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if ((!name || strcmp(all[i]->name, name) == 0) && runs(all[i])) return all[i];
    return NULL;
}

uint32_t nn_float_enter(void) {
    uint32_t state = _mm_getcsr();
    _mm_setcsr(0x1F80);
    return state;
}

void nn_float_leave(uint32_t state) { _mm_setcsr(state); }
