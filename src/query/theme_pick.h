/* theme_pick.h -- some themes of the codebook, as bits of a unit's theme words.
 *
 * The words of a unit say a theme and every theme above it (query/index.h).  What is most specific of them are the
 * themes that have no other of the unit's themes below them: what was written, without what another label says more
 * exactly.  Two units have the same themes exactly when their most specific ones are the same.
 */
#ifndef HD_QUERY_THEME_PICK_H
#define HD_QUERY_THEME_PICK_H

#include "model/corpus.h"
#include "query/bit_columns.h"

typedef struct hd_theme_pick {
    const hd_bit_columns *units; /* the words of every unit; the index's */
    size_t n;                    /* themes picked */
    size_t n_words;              /* of a unit */
    uint64_t *mask;              /* the themes picked, by rank */
    uint32_t *rank;              /* place in the list -> rank */
    uint32_t *place;             /* rank -> place in the list */
    uint32_t *end;               /* rank -> the first rank that is not below it */
} hd_theme_pick;

/* themes: counted ones, by number, ascending and each once.  The parts of the corpus that themes of `unit` need are
 * there (HD_PART_UNIT).  Released by the caller, before the corpus. */
void hd_theme_pick_init(hd_theme_pick *p, const hd_corpus *c, hd_unit unit, const uint32_t *themes,
                        size_t n);
void hd_theme_pick_release(hd_theme_pick *p);

/* The words of a unit, n_words of them, with the themes that are not picked. */
static inline const uint64_t *hd_theme_pick_unit(const hd_theme_pick *p, size_t unit)
{
    return p->units->words + unit * p->n_words;
}

/* The most specific of the themes picked that `words` says, into out (n_words, may be words itself); false: none. */
bool hd_theme_pick_specific(const hd_theme_pick *p, const uint64_t *words, uint64_t *out);

/* Which themes words hold, as places in the list, ascending; room for n of them.  Only picked ones may be in it. */
size_t hd_theme_pick_places(const hd_theme_pick *p, const uint64_t *words, uint32_t *places);

#endif
