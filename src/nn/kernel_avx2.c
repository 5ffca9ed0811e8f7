/* The kernels for  8 lanes, tiles of 4 rows by 24 columns. Called only where the processor has them (kernel.c). */
#include "nn/kernel.h"

#include "nn/lanes_avx2.h"

#define KERNELS nn_kernels_avx2
#define NAME    "avx2"
#include "nn/kernel_body.h"
