/* similar.h -- the units whose themes are most like those of one.
 *
 * How alike two units are is Jaccard's coefficient of their themes: how many both have, of those that either has, each with
 * every theme above it, as tables count them.
 */
#ifndef HD_QUERY_SIMILAR_H
#define HD_QUERY_SIMILAR_H

#include "base/bits.h"
#include "base/err.h"
#include "query/theme_pick.h"

#define HD_SIMILAR_MAX 1000 /* units found in one call */

typedef struct hd_similar {
    uint32_t unit;
    uint32_t both; /* themes that both have; above 0 */
    uint32_t n;    /* themes of this unit */
} hd_similar;

/* The `top` (1 to HD_SIMILAR_MAX) units of `set`, without `to` itself, that are most like it by the themes picked: in
 * out, room for top; the most alike first, of equals the one with the lower number.  *n is how many there are; *alike
 * how many units of the set share a theme with it.  Fails: HD_EINTR or HD_ELIMIT when stopped.  Cost: one walk of the set. */
hd_status hd_similar_find(const hd_theme_pick *pick, const hd_bits *set, size_t to, size_t top,
                          hd_similar *out, size_t *n, size_t *alike, hd_err *err);

/* How many of the themes picked a unit has. */
uint32_t hd_similar_n(const hd_theme_pick *pick, size_t unit);
/* The most specific of the themes that two units share, as places in the list, ascending, in room for pick->n; returns
 * how many. */
size_t hd_similar_shared(const hd_theme_pick *pick, size_t a, size_t b, uint32_t *places);

#endif
