/* theme_sets.h -- which themes units have together: every distinct set of themes once, with how many units have it.
 *
 * A unit's set is its most specific themes (theme_pick.h): themes as written, merged ones as what they were merged into,
 * without those above another of them.  Units that have none of the themes asked for are in no set.
 *
 * Sets are numbered by place: first the ones shown (of the size asked for, with `min` units at least), then the others;
 * in both parts the most frequent first, and of those with the same number of units the one first in codebook order: by
 * the first theme in which two sets differ, a set before another that has more themes behind all of its own.
 */
#ifndef HD_QUERY_THEME_SETS_H
#define HD_QUERY_THEME_SETS_H

#include "base/bits.h"
#include "base/err.h"
#include "model/corpus.h"

/* What the sets may take in memory: room for 4 million of 64 themes. */
#define HD_THEME_SETS_MAX_BYTES ((size_t)256 * 1024 * 1024)

typedef struct hd_theme_sets_spec {
    hd_unit unit;
    const uint32_t *themes; /* counted ones, by number, ascending and each once */
    size_t n_themes;
    size_t size;  /* sets of so many themes are shown; SIZE_MAX: of any number */
    uint64_t min; /* sets that so many units have are shown; 0 and 1: all */
} hd_theme_sets_spec;

typedef struct hd_theme_sets hd_theme_sets;

/* The sets of the units in `set` (over all units of spec->unit); *out is the caller's, the corpus must outlive it.
 * Fails: HD_ELIMIT they take more than max_bytes (usually HD_THEME_SETS_MAX_BYTES), HD_EINTR or HD_ELIMIT when stopped.
 * Cost: one walk of the set, then sorting the distinct sets. */
hd_status hd_theme_sets_new(const hd_corpus *c, const hd_bits *set, const hd_theme_sets_spec *spec,
                            size_t max_bytes, hd_theme_sets **out, hd_err *err);
void hd_theme_sets_free(hd_theme_sets *s); /* NULL is allowed */
size_t hd_theme_sets_bytes(const hd_theme_sets *s);

typedef enum hd_theme_sets_part {
    HD_SETS_SHOWN,
    HD_SETS_OF_OTHER_SIZE,
    HD_SETS_OF_FEW, /* of the size asked for, with fewer than `min` units */
    HD_SETS_N_PARTS
} hd_theme_sets_part;
/* How many sets are in a part, and how many units have one of them. */
void hd_theme_sets_tally(const hd_theme_sets *s, hd_theme_sets_part part, size_t *sets,
                         uint64_t *units);
size_t hd_theme_sets_n(const hd_theme_sets *s); /* in all parts */

/* The set at a place: its units, and its themes as places in spec->themes, ascending, in room for n_themes; returns how
 * many. */
size_t hd_theme_sets_at(const hd_theme_sets *s, size_t place, uint64_t *units, uint32_t *themes);

/* The place of the set of these themes (places in spec->themes, in any order; one above another does not count), SIZE_MAX
 * when no unit has it. */
size_t hd_theme_sets_find(const hd_theme_sets *s, const uint32_t *themes, size_t n);

/* The units of the set at a place; *out is inited here.  Fails when stopped. */
hd_status hd_theme_sets_members(const hd_theme_sets *s, size_t place, hd_bits *out, hd_err *err);

#endif
