#include "query/cube_draws.h"

#include "base/alloc.h"
#include "query/draw.h"
#include "query/index.h"
#include "query/work.h"

typedef struct drawing {
    const hd_draws *draws;
    size_t n_themes, size, n_draws;
    uint64_t seed;
    uint32_t *counts;
} drawing;

static void count_step(void *ctx, size_t item)
{
    const drawing *d = ctx;
    size_t first = item * HD_DRAWS_STEP, last = first + HD_DRAWS_STEP;

    hd_draws_count(d->draws, d->seed, d->size, first, last < d->n_draws ? last : d->n_draws,
                   d->counts + first * d->n_themes);
}

hd_status hd_cube_draws(const hd_corpus *c, hd_unit unit, const hd_bits *set,
                        const uint32_t *themes, size_t n_themes, size_t size, uint64_t seed,
                        size_t n_draws, uint32_t *counts, hd_err *err)
{
    size_t n = c->n[unit], members = hd_bits_count(set);
    const hd_theme_words *words = hd_corpus_themes(c);

    if (size > members)
        return hd_fail(err, HD_EDATA, "cannot draw %zu of %zu %s", size, members,
                       hd_unit_plural(unit));
    if (n_themes > 0 && n_draws > HD_CUBE_MAX_DRAW_COUNTS / n_themes)
        return hd_fail(err, HD_ELIMIT, "too many draws: %zu of %zu themes; at most %zu counts",
                       n_draws, n_themes, HD_CUBE_MAX_DRAW_COUNTS);
    if (n_themes == 0 || n_draws == 0)
        return HD_OK;
    const hd_bit_columns *columns = hd_index_theme_columns(c, unit);
    const uint64_t **cols = hd_calloc(n_themes, sizeof *cols);
    for (size_t t = 0; t < n_themes; t++)
        cols[t] = hd_bit_columns_get(columns, words->rank[themes[t]]).words;
    hd_draws *draws = hd_draws_new(set->words, cols, n_themes, n);
    drawing d = {draws, n_themes, size, n_draws, seed, counts};
    size_t steps = (n_draws + HD_DRAWS_STEP - 1) / HD_DRAWS_STEP;
    /* Each draw goes through all members. */
    size_t rows = members > SIZE_MAX / n_draws ? SIZE_MAX : members * n_draws;
    hd_status st = hd_work_items(rows, steps, count_step, &d, err);
    hd_draws_free(draws);
    hd_free(cols);
    return st;
}
