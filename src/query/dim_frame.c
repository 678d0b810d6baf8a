/* dim_frame.c -- dimensions of another frame's themes, by crosswalk. */
#include "base/alloc.h"
#include "query/dim.h"

/* Descendants of theme t are t + 1 .. end - 1, so what is mapped is a range of themes for each. */
static void map_themes(cube_dim *d, const hd_codebook *cb)
{
    const hd_crosswalk *w = d->name.crosswalk;
    size_t n = hd_codebook_n_themes(cb), n_items = 0, cap = 0;
    bool *in = hd_calloc(n * w->n_themes, sizeof *in); /* by theme, then by group */

    for (size_t g = 0; g < w->n_themes; g++) {
        for (size_t i = 0; i < w->themes[g].n_themes; i++) {
            uint32_t from = w->themes[g].themes[i];
            for (size_t t = from; t < hd_codebook_theme(cb, from)->end; t++)
                in[t * w->n_themes + g] = true;
        }
    }
    d->mapped.start = hd_calloc(n + 1, sizeof *d->mapped.start);
    for (size_t t = 0; t < n; t++) {
        for (size_t g = 0; g < w->n_themes; g++) {
            if (in[t * w->n_themes + g])
                HD_PUSH(d->mapped.items, n_items, cap, (uint32_t)g);
        }
        d->mapped.start[t + 1] = (uint32_t)n_items;
    }
    hd_free(in);
}

hd_status dim_open_frame(cube_dim *d, const hd_corpus *c, const hd_dim *spec, hd_arena *arena,
                         hd_err *err)
{
    static const char *const specials[DIM_N_SPECIALS] = {"(not mapped)", "(unresolved)",
                                                         "(no theme)", "(not yet coded)"};
    const hd_crosswalk *w = d->name.crosswalk;

    if (spec->max_depth || spec->under)
        return hd_fail(err, HD_EDATA, "depth and under are for the codebook's themes, not for '%s'",
                       spec->name);
    d->n_values = d->n_known = w->n_themes;
    d->n_groups = d->n_values + DIM_N_SPECIALS;
    d->groups = hd_arena_array(arena, d->n_groups, sizeof *d->groups);
    for (size_t g = 0; g < w->n_themes; g++)
        d->groups[g] =
            (hd_group){HD_GROUP_VALUE, w->themes[g].code, w->themes[g].label, HD_NONE, true};
    for (size_t i = 0; i < DIM_N_SPECIALS; i++)
        d->groups[d->n_values + i] =
            (hd_group){HD_GROUP_SPECIAL, specials[i], specials[i], HD_NONE, false};
    map_themes(d, c->codebook);
    return HD_OK;
}
