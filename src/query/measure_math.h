/* measure_math.h -- the few functions of analysis that measure_*.c need, made with + - * / and sqrt
 * only, so that every machine gives the same bits. Relative error below 1e-14, and below 1e-12 where
 * the result is under 1e-100. For no other module.
 */
#ifndef HD_QUERY_MEASURE_MATH_H
#define HD_QUERY_MEASURE_MATH_H

#include <stdbool.h>
#include <stdint.h>

#include "query/measure.h"

double hd_measure_log(double x); /* natural; x finite and above 0 */
double hd_measure_exp(double x); /* x at most 700; 0 below -744 */

/* The x with P(X <= x) = p for X standard normal; 0 < p < 1. */
double hd_measure_normal_quantile(double p);

/* P(|X| >= |z|) for X standard normal. */
double hd_measure_normal_two_sided(double z);

/* P(X >= x) for X chi-square with df >= 1 degrees of freedom; x >= 0. Cost: df / 2 steps. */
double hd_measure_chi_square_upper(double x, uint64_t df);

/* The z of a two-sided level; false unless 0 < level < 1. */
bool hd_measure_level(double level, double *z);

/* Whether the total of t is at most HD_MEASURE_MAX. */
bool hd_measure_four_fits(hd_four t);

#endif
