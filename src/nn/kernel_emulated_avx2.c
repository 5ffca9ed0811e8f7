/* The code of the AVX-512 kernels over pairs of AVX2 vectors. No use for it but tests: it gives the 16-lane logic a
 * processor to run on where there is no AVX-512. */
#include "nn/kernel.h"

#include "nn/lanes_emulated.h"

#define KERNELS nn_kernels_emulated
#define NAME    "emulated"
#include "nn/kernel_body.h"
