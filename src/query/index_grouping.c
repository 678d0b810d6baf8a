/* index_grouping.c -- bins and periods that tables asked for: one object for the same bounds of the same column, so that what
 * is kept by name is found again. */
#include "base/alloc.h"
#include "query/index_impl.h"

#include <string.h>

const hd_band *index_bins(index_groupings *g, const hd_column *col, const double *bounds, size_t n,
                          bool closed)
{
    for (size_t i = 0; i < g->n_bins; i++) {
        const hd_band *b = g->bins[i];
        if (b->field == col->field && b->n_bounds == n && b->closed == closed &&
            memcmp(b->bounds, bounds, n * sizeof *bounds) == 0)
            return b;
    }
    hd_band *band = hd_calloc(1, sizeof *band);
    double *copy = hd_calloc(n, sizeof *copy);
    memcpy(copy, bounds, n * sizeof *copy);
    *band = (hd_band){col->field->key, col->field->label, col->field, copy, n, closed};
    HD_PUSH(g->bins, g->n_bins, g->cap_bins, band);
    return band;
}

const hd_periods *index_periods(index_groupings *g, const hd_column *col, hd_period_kind kind)
{
    for (size_t i = 0; i < g->n_periods; i++) {
        if (g->periods[i].column == col && g->periods[i].periods->kind == kind)
            return g->periods[i].periods;
    }
    index_period made = {col, hd_calloc(1, sizeof(hd_periods))};
    *made.periods = hd_periods_of(kind, col->dates, col->n_values);
    HD_PUSH(g->periods, g->n_periods, g->cap_periods, made);
    return made.periods;
}

void index_groupings_release(index_groupings *g)
{
    for (size_t i = 0; i < g->n_bins; i++) {
        hd_free((double *)(uintptr_t)g->bins[i]->bounds);
        hd_free(g->bins[i]);
    }
    for (size_t i = 0; i < g->n_periods; i++)
        hd_free(g->periods[i].periods);
    hd_free(g->bins);
    hd_free(g->periods);
}

size_t index_groupings_bytes(const index_groupings *g)
{
    size_t bytes = g->n_periods * (sizeof *g->periods + sizeof(hd_periods));

    for (size_t i = 0; i < g->n_bins; i++)
        bytes += sizeof *g->bins[i] + g->bins[i]->n_bounds * sizeof *g->bins[i]->bounds;
    return bytes;
}
