/* cube_walk.c -- the one walk that counts.
 *
 * A cell's index is the sum over the dimensions of group * stride, the last group being All.  So the cells of
 * a unit are sums of one entry of each dimension's list, All always among them:
 *
 *   dimensions that have one list for the unit (its own, its review's)   their product
 *   dimensions of the children (findings) behind the unit    the union over the children of their product,
 *                                                            each sum once
 *
 * and the whole is the product of these parts.  Parts without repeats give a product without
 * repeats, so one stamp per part is all the bookkeeping. */
#include "query/cube_walk.h"

#include "base/alloc.h"
#include "base/stop.h"

#include <string.h>

/* Sums of indexes, reused from unit to unit. */
typedef struct sums {
    size_t *at;
    size_t n, cap;
} sums;

typedef struct walk {
    hd_cube *cube;
    const hd_corpus *c;
    hd_unit anchor; /* what is walked: the unit counted; for mentions findings, or reviews */
    const cube_dim *own[HD_CUBE_MAX_DIMS];
    size_t n_own;
    const cube_dim *below[HD_N_UNITS][HD_CUBE_MAX_DIMS]; /* by lower unit */
    size_t n_below[HD_N_UNITS];
    const cube_dim *theme; /* mentions: the theme dimension, NULL if none */
    sums cells, part, block;
    uint32_t *stamps; /* by index: the last part that had it; NULL without lower units */
    uint32_t stamp;
    size_t steps; /* since the last poll */
    size_t target;
    hd_bits *members;
} walk;

#define POLL_STEPS 65536

static hd_status spend(walk *w, size_t steps, hd_err *err)
{
    w->steps += steps;
    if (w->steps < POLL_STEPS)
        return HD_OK;
    w->steps = 0;
    return hd_stop_check(err);
}

static void room_for(sums *s, size_t n)
{
    hd_grow((void **)&s->at, &s->cap, n, sizeof *s->at);
}

/* Each sum with each of the n groups and with All. */
static void multiply(sums *s, const cube_dim *d, const uint32_t *groups, size_t n)
{
    size_t before = s->n;

    room_for(s, before * (n + 1));
    for (size_t g = 0; g < n; g++) {
        for (size_t i = 0; i < before; i++)
            s->at[s->n++] = s->at[i] + groups[g] * d->stride;
    }
    for (size_t i = 0; i < before; i++)
        s->at[i] += d->n_groups * d->stride;
}

static void multiply_unit(sums *s, const cube_dim *d, size_t unit)
{
    uint32_t start = d->lists.start[unit];

    multiply(s, d, d->lists.items + start, d->lists.start[unit + 1] - start);
}

/* The groups of a unit that has no child (finding) at all: not recorded; in no given set; a review without findings has no
 * theme. */
static void multiply_none(walk *w, sums *s, const cube_dim *d, size_t review)
{
    uint32_t group;

    if (dim_is_theme(d))
        group = (uint32_t)(d->n_values + (size_t)(hd_bits_get(hd_corpus_coded(w->c), review)
                                                      ? DIM_NO_THEME
                                                      : DIM_NOT_CODED));
    else
        group = dim_state_group(d->n_values, HD_NOT_RECORDED);
    multiply(s, d, &group, !dim_is_sets(d));
}

static void start_sums(sums *s)
{
    room_for(s, 1);
    s->at[0] = 0;
    s->n = 1;
}

static void add_part(walk *w)
{
    room_for(&w->block, w->block.n + w->part.n);
    for (size_t i = 0; i < w->part.n; i++) {
        size_t sum = w->part.at[i];
        if (w->stamps[sum] != w->stamp) {
            w->stamps[sum] = w->stamp;
            w->block.at[w->block.n++] = sum;
        }
    }
}

/* Multiply the cells by what the children (findings) of the review give together. */
static hd_status multiply_below(walk *w, hd_unit lower, size_t review, hd_err *err)
{
    const hd_lists *of = hd_corpus_of_review(w->c, lower);
    uint32_t from = of->start[review], to = of->start[review + 1];

    w->stamp++;
    w->block.n = 0;
    for (uint32_t i = from; i < to; i++) {
        start_sums(&w->part);
        for (size_t d = 0; d < w->n_below[lower]; d++)
            multiply_unit(&w->part, w->below[lower][d], of->items[i]);
        add_part(w);
        hd_status st = spend(w, w->part.n, err);
        if (st != HD_OK)
            return st;
    }
    if (from == to) {
        start_sums(&w->part);
        for (size_t d = 0; d < w->n_below[lower]; d++)
            multiply_none(w, &w->part, w->below[lower][d], review);
        add_part(w);
    }
    size_t before = w->cells.n;
    room_for(&w->cells, before * w->block.n);
    for (size_t b = 1; b < w->block.n; b++) {
        for (size_t i = 0; i < before; i++)
            w->cells.at[w->cells.n++] = w->cells.at[i] + w->block.at[b];
    }
    for (size_t i = 0; i < before; i++)
        w->cells.at[i] += w->block.at[0];
    return HD_OK;
}

/* The cells of one unit of the anchor, into w->cells. */
static hd_status find_cells(walk *w, size_t unit, size_t review, hd_err *err)
{
    start_sums(&w->cells);
    for (size_t d = 0; d < w->n_own; d++)
        multiply_unit(&w->cells, w->own[d], w->own[d]->level == w->anchor ? unit : review);
    for (size_t lower = HD_CHILD; lower <= HD_FINDING; lower++) {
        if (w->n_below[lower] == 0)
            continue;
        hd_status st = multiply_below(w, (hd_unit)lower, review, err);
        if (st != HD_OK)
            return st;
    }
    return spend(w, w->cells.n + 1, err);
}

static inline void visit(walk *w, size_t unit, size_t cell)
{
    if (!w->members)
        w->cube->counts[cell]++;
    else if (cell == w->target)
        hd_bits_set(w->members, unit);
}

static hd_status walk_units(walk *w, hd_err *err)
{
    const hd_bits *in = &w->cube->in;

    for (size_t u = hd_bits_next(in, 0); u != SIZE_MAX; u = hd_bits_next(in, u + 1)) {
        size_t review = w->anchor == HD_REVIEW ? u : hd_corpus_review_of(w->c, w->anchor)[u];
        hd_status st = find_cells(w, u, review, err);
        if (st != HD_OK)
            return st;
        for (size_t i = 0; i < w->cells.n; i++)
            visit(w, u, w->cells.at[i]);
    }
    return HD_OK;
}

/* Each coding of one finding, counted for `unit`. */
static hd_status walk_codings(walk *w, size_t unit, size_t finding, hd_err *err)
{
    const hd_corpus *c = w->c;
    const uint32_t *start = hd_corpus_codings(c)->start;
    hd_status st = find_cells(w, finding, hd_corpus_review_of(c, HD_FINDING)[finding], err);

    for (uint32_t k = start[finding]; k < start[finding + 1] && st == HD_OK; k++) {
        size_t n = 0, all = 0;
        uint32_t one;
        const uint32_t *groups = NULL;
        if (w->theme) {
            groups = dim_coding_groups(w->theme, c, k, &one, &n);
            all = w->theme->n_groups * w->theme->stride;
        }
        for (size_t i = 0; i < w->cells.n; i++) {
            for (size_t g = 0; g < n; g++)
                visit(w, unit, w->cells.at[i] + groups[g] * w->theme->stride);
            visit(w, unit, w->cells.at[i] + all);
        }
        st = spend(w, w->cells.n * (n + 1), err);
    }
    return st;
}

static hd_status walk_mentions(walk *w, hd_err *err)
{
    const hd_bits *in = &w->cube->in;
    const hd_lists *of = hd_corpus_of_review(w->c, HD_FINDING);
    hd_status st = HD_OK;

    for (size_t u = hd_bits_next(in, 0); u != SIZE_MAX && st == HD_OK;
         u = hd_bits_next(in, u + 1)) {
        if (w->cube->unit == HD_FINDING) {
            st = walk_codings(w, u, u, err);
            continue;
        }
        for (uint32_t i = of->start[u]; i < of->start[u + 1] && st == HD_OK; i++)
            st = walk_codings(w, u, of->items[i], err);
    }
    return st;
}

/* Mentions whose groups a finding has from its review: all codings of a review count alike. */
static hd_status walk_reviews_of_mentions(walk *w, hd_err *err)
{
    const hd_theme_words *themes = hd_corpus_themes(w->c);
    const hd_bits *in = &w->cube->in;

    for (size_t u = hd_bits_next(in, 0); u != SIZE_MAX; u = hd_bits_next(in, u + 1)) {
        uint32_t n = hd_review_codings(themes, u);
        hd_status st = n > 0 ? find_cells(w, u, u, err) : HD_OK;
        if (st != HD_OK)
            return st;
        for (size_t i = 0; n > 0 && i < w->cells.n; i++) {
            if (w->members)
                visit(w, u, w->cells.at[i]);
            else
                w->cube->counts[w->cells.at[i]] += n;
        }
    }
    return HD_OK;
}

static hd_status walk_cube(walk *w, hd_err *err)
{
    if (w->cube->base != HD_BASE_MENTIONS)
        return walk_units(w, err);
    return w->anchor == HD_REVIEW ? walk_reviews_of_mentions(w, err) : walk_mentions(w, err);
}

static void sort_dims(walk *w)
{
    hd_cube *cube = w->cube;

    for (size_t i = 0; i < cube->n_dims; i++) {
        const cube_dim *d = &cube->dims[i];
        if (cube->base == HD_BASE_MENTIONS && dim_is_theme(d))
            w->theme = d;
        else if (d->level == w->anchor || d->level == HD_REVIEW)
            w->own[w->n_own++] = d;
        else
            w->below[d->level][w->n_below[d->level]++] = d;
    }
}

bool cube_counts_reviews(const hd_cube *cube)
{
    bool reviews = cube->unit == HD_REVIEW;

    for (size_t d = 0; d < cube->n_dims; d++)
        reviews &= cube->dims[d].name.owner != HD_FINDING;
    return reviews;
}

hd_status cube_walk(hd_cube *cube, size_t target, hd_bits *members, hd_err *err)
{
    bool codings = cube->base == HD_BASE_MENTIONS && !cube_counts_reviews(cube);
    walk w = {.cube = cube,
              .c = cube->c,
              .anchor = codings ? HD_FINDING : cube->unit,
              .target = target,
              .members = members};

    sort_dims(&w);
    if (w.n_below[HD_CHILD] + w.n_below[HD_FINDING] > 0)
        w.stamps = hd_calloc(cube->n_cells, sizeof *w.stamps);
    hd_status st = walk_cube(&w, err);
    hd_free(w.cells.at);
    hd_free(w.part.at);
    hd_free(w.block.at);
    hd_free(w.stamps);
    return st;
}
