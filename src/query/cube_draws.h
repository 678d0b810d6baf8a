/* cube_draws.h -- theme counts of random parts of a set, for permutation tests.
 *
 * Whether two halves of a set differ in a theme by more than chance is asked by splitting the set at random, many times, into
 * parts of the sizes that the halves have, and counting the theme in each.
 */
#ifndef HD_QUERY_CUBE_DRAWS_H
#define HD_QUERY_CUBE_DRAWS_H

#include "base/bits.h"
#include "base/err.h"
#include "model/corpus.h"

/* Counts of one call: draws times themes. */
#define HD_CUBE_MAX_DRAW_COUNTS ((size_t)64 * 1024 * 1024)

/* Draw `size` of the units in `set` at random, n_draws times, and count each theme, with those below it, among the units drawn:
 * counts[draw * n_themes + t] for themes[t], in room of the caller's.  The rest of the set has what the whole set has
 * beyond that.  Every part of that size is equally likely; draw number i of a seed is the same on every machine and for
 * any number of threads (query/draw.h).  set: over all units of `unit`; units whose review is not coded have no theme, so
 * leave them out.  themes: counted ones, as hd_codebook_resolve gives them.
 * Fails: HD_EDATA size is larger than the set; HD_ELIMIT more than HD_CUBE_MAX_DRAW_COUNTS counts;
 * HD_EINTR or HD_ELIMIT when stopped.  Then counts hold nothing of use. */
hd_status hd_cube_draws(const hd_corpus *c, hd_unit unit, const hd_bits *set,
                        const uint32_t *themes, size_t n_themes, size_t size, uint64_t seed,
                        size_t n_draws, uint32_t *counts, hd_err *err);

#endif
