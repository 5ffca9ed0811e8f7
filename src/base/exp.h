/* The exponential with the same bits on every machine, for decisions that rest on probabilities. */
#ifndef DM_BASE_EXP_H
#define DM_BASE_EXP_H

/* e^x for |x| < 700, clamped beyond; relative error below 1e-15. */
double exp_same(double x);

#endif
