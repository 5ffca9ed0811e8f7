/* The kernels for  16 lanes, tiles of 8 rows by 48 columns. Called only where the processor has them (kernel.c). */
#include "nn/kernel.h"

#include "nn/lanes_avx512.h"

#define KERNELS nn_kernels_avx512
#define NAME    "avx512"
#include "nn/kernel_body.h"
