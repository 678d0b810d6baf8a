/* draw.h -- random subsets of an exact size, and how often each meets many columns.
 *
 * A permutation of labels among rows is, for counting, a random subset of as many rows as have the
 * label. Every subset of that size is equally likely (but for what a 64-bit generator can tell
 * apart), and draw number i of a seed is the same on every machine, kernel variant and thread, and
 * whatever is drawn before or with it.
 *
 * How: fair random bits, combined digit by digit of the wanted share, give every row in with the
 * same chance, independently; then rows drawn evenly are added or taken away until the size is
 * right. Given its size the first set is uniform, and each step keeps it so. The share is rounded
 * to few digits: it decides the amount of mending, not the result.
 *
 * Bits come from sfc64 (C. Doty-Humphrey, "PractRand", 2010), eight generators side by side, each
 * seeded through SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
 * 2014) from seed, draw and place; places of rows from SplitMix64 itself, without bias (Lemire,
 * "Fast random integer generation in an interval", 2019).
 */
#ifndef HD_QUERY_DRAW_H
#define HD_QUERY_DRAW_H

#include <stddef.h>
#include <stdint.h>

/* out, (n + 63) / 64 words: draw number `draw` of `seed`, k of the rows 0 .. n-1, k <= n < 2^32;
 * bits from n on are zero. About 0.2 ns a row with the fast kernels. */
void hd_draw_subset(uint64_t seed, uint64_t draw, size_t n, size_t k, uint64_t *out);

/* Columns seen through a base set, ready for draws among its members. Read-only once made, so any
 * number of threads may draw from it. */
typedef struct hd_draws hd_draws;

/* base: the rows drawn from; NULL for all. cols: bitmaps of n_rows, which must outlive the result:
 * when the base has all rows they are used as they are, else the bits of its members are copied
 * close together. base itself is not kept. Freed with hd_draws_free. */
hd_draws *hd_draws_new(const uint64_t *base, const uint64_t *const *cols, size_t n_cols,
                       size_t n_rows);
void hd_draws_free(hd_draws *draws); /* NULL is allowed */

/* For the draws first .. last-1 of `seed`, each k members of the base: counts[(i - first) * n_cols
 * + c] = how many of draw i are in column c. k is at most how many members there are. Draws are
 * worked on 16 at a time: cut ranges for threads, and for polling in between, at multiples of
 * HD_DRAWS_STEP; 16 draws of 64 columns take about 15 microseconds for 3,000 members and 2
 * milliseconds for 1,000,000. */
#define HD_DRAWS_STEP 16
void hd_draws_count(const hd_draws *draws, uint64_t seed, size_t k, uint64_t first, uint64_t last,
                    uint32_t *counts);

#endif
