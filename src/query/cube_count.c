/* cube_count.c -- the loops that count by a plan, one for each way.
 *
 * Each adds to the cells of whole keys (no single dimension at All); the margins over the single
 * dimensions are summed from them at the end. */
#include "base/alloc.h"
#include "base/stop.h"
#include "query/cube_counting.h"
#include "query/kernel.h"
#include "query/work.h"

#include <string.h>

/* So many units of a block of CUBE_KEYS_BLOCK are worth making the keys of all of them. */
#define KEYS_AT_ONCE 32

/* ---- counting ---- */

size_t cube_parts_with(const counting *g, size_t bytes)
{
    size_t parts = hd_work_parts(g->cube->in.n), most = CUBE_MAX_COUNTER_BYTES / (bytes + 1);

    return parts <= most ? parts : most > 0 ? most : 1;
}

void cube_add_parts(uint64_t *counts, size_t n, size_t parts)
{
    for (size_t part = 1; part < parts; part++) {
        for (size_t i = 0; i < n; i++)
            counts[i] += counts[part * n + i];
    }
}

/* Where there are several, keys are made for a block at once. */
void cube_count_keys(const cube_keys *k, const hd_bits *set, const hd_bits *in, uint64_t *to)
{
    uint32_t room[CUBE_KEYS_BLOCK];

    for (size_t from = 0; from < set->n; from += CUBE_KEYS_BLOCK) {
        size_t end = from + CUBE_KEYS_BLOCK < set->n ? from + CUBE_KEYS_BLOCK : set->n;
        size_t n = hd_kernels_get()->count(set->words, in->words, HD_KERNEL_AND, from, end);
        hd_codes codes = {NULL, 0};
        if (n == 0)
            continue;
        if (n >= KEYS_AT_ONCE)
            codes = cube_keys_block(k, from, end - from, room);
        for (size_t w = from / 64; w < hd_bits_words(end); w++) {
            for (uint64_t word = set->words[w] & in->words[w]; word; word &= word - 1) {
                size_t unit = w * 64 + (size_t)__builtin_ctzll(word);
                to[codes.at ? hd_codes_at(codes, unit - from) : cube_key_of(k, unit)]++;
            }
        }
    }
}

const uint64_t *cube_filter(const hd_cube *cube)
{
    return cube->plan.every ? NULL : cube->in.words;
}

static uint64_t count_and(const uint64_t *words, const hd_bits *in)
{
    return hd_kernels_get()->count(words, in->words, HD_KERNEL_AND, 0, in->n);
}

void cube_add_counts(const counting *g, const uint64_t *by_key, size_t offset)
{
    for (size_t k = 0; k < g->keys.n; k++) {
        if (by_key[k])
            g->cube->counts[g->keys.cell[k] + offset] += by_key[k];
    }
}

void cube_count_set(const counting *g, const hd_bits *set, const hd_bits *in, size_t offset)
{
    uint64_t *by_key = hd_calloc(g->keys.n, sizeof *by_key);

    if (g->keys.n == 1)
        by_key[0] = count_and(set->words, in);
    else
        cube_count_keys(&g->keys, set, in, by_key);
    cube_add_counts(g, by_key, offset);
    hd_free(by_key);
}

static void count_special(const counting *g, const cube_block *block)
{
    for (size_t i = 0; i < block->n_special; i++)
        cube_count_set(g, block->special[i].set, &g->cube->in, block->special[i].offset);
}

void cube_list_sets(const hd_cube *cube, const cube_block *block, bool special, cube_set_list *out)
{
    const hd_bit_columns *m = cube_block_columns(cube, block);
    size_t n = m->n_columns + DIM_N_SPECIALS;

    out->words = hd_calloc(n, sizeof *out->words);
    out->offset = hd_calloc(n, sizeof *out->offset);
    out->column = hd_calloc(n, sizeof *out->column);
    out->n = 0;
    for (size_t k = 0; k < m->n_columns; k++) {
        if (block->offset[k] == SIZE_MAX)
            continue;
        out->words[out->n] = m->columns + k * m->stride;
        out->column[out->n] = k;
        out->offset[out->n++] = block->offset[k];
    }
    for (size_t i = 0; special && i < block->n_special; i++) {
        out->words[out->n] = block->special[i].set->words;
        out->offset[out->n++] = block->special[i].offset;
    }
}

void cube_release_sets(cube_set_list *s)
{
    hd_free(s->words);
    hd_free(s->column);
    hd_free(s->offset);
}

/* ---- HD_WAY_SETS ---- */

typedef struct one_block {
    const counting *g;
    const cube_block *block;
    const hd_bit_columns *columns;
} one_block;

/* Sets are of different cells: they may be counted at the same time. */
static void count_column(void *ctx, size_t k)
{
    const one_block *b = ctx;
    hd_bits set = hd_bit_columns_get(b->columns, k);

    if (b->block->offset[k] != SIZE_MAX)
        cube_count_set(b->g, &set, &b->g->cube->in, b->block->offset[k]);
}

static hd_status count_sets(const counting *g, hd_err *err)
{
    const cube_block *block = &g->cube->plan.blocks[0];
    one_block b = {g, block, cube_block_columns(g->cube, block)};

    count_special(g, block);
    return hd_work_items(g->cube->in.n, b.columns->n_columns, count_column, &b, err);
}

/* ---- HD_WAY_BITMAPS ---- */

typedef struct bitmaps {
    const uint64_t *filter;
    cube_set_list sets;
    uint64_t *counts; /* of each part */
} bitmaps;

static void count_bitmap_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const bitmaps *b = ctx;

    hd_kernels_get()->and_counts(b->filter, b->sets.words, b->sets.n, from, to,
                                 b->counts + part * b->sets.n);
}

static hd_status count_bitmaps(const counting *g, hd_err *err)
{
    bitmaps b = {.filter = cube_filter(g->cube)};

    cube_list_sets(g->cube, &g->cube->plan.blocks[0], true, &b.sets);
    /* A thread is worth waking for lines of cache as elsewhere for rows. */
    size_t lines = (g->cube->in.n + 511) / 512 * b.sets.n;
    size_t parts = hd_work_parts(lines) > 1 ? cube_parts_with(g, b.sets.n * sizeof *b.counts) : 1;
    b.counts = hd_calloc(parts * b.sets.n, sizeof *b.counts);
    hd_status st = hd_work_rows(g->cube->in.n, parts, count_bitmap_rows, &b, err);
    cube_add_parts(b.counts, b.sets.n, parts);
    for (size_t i = 0; i < b.sets.n; i++)
        g->cube->counts[b.sets.offset[i]] += b.counts[i];
    hd_free(b.counts);
    cube_release_sets(&b.sets);
    return st;
}

/* ---- HD_WAY_COUNTERS, HD_WAY_KEYS ---- */

typedef struct tallies {
    const counting *g;
    const hd_bit_columns *words; /* NULL: by key only */
    const uint64_t *filter;
    hd_tally *parts;
} tallies;

static void tally_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const tallies *t = ctx;
    const hd_bit_columns *m = t->words;
    size_t n_words = m ? m->n_words : 0;
    uint32_t room[CUBE_KEYS_BLOCK];

    for (size_t n; from < to; from += n) {
        n = to - from < CUBE_KEYS_BLOCK ? to - from : CUBE_KEYS_BLOCK;
        hd_tally_rows(&t->parts[part], cube_keys_block(&t->g->keys, from, n, room),
                      m ? m->words + from * n_words : NULL, n_words,
                      t->filter ? t->filter + from / 64 : NULL, 0, n);
    }
}

hd_status cube_tally(const counting *g, const hd_bit_columns *m, const uint64_t *filter,
                     hd_tally *out, hd_err *err)
{
    size_t n_words = m ? m->n_words : 0;
    size_t parts = cube_parts_with(g, hd_tally_size(g->keys.n, n_words));
    tallies t = {g, m, filter, hd_calloc(parts, sizeof *t.parts)};

    for (size_t i = 0; i < parts; i++)
        hd_tally_init(&t.parts[i], g->keys.n, n_words);
    hd_status st = hd_work_rows(g->cube->in.n, parts, tally_rows, &t, err);
    for (size_t i = 0; i < parts; i++)
        hd_tally_finish(&t.parts[i]);
    *out = t.parts[0];
    for (size_t i = 1; i < parts; i++) {
        hd_tally_add(out, &t.parts[i]);
        hd_tally_release(&t.parts[i]);
    }
    hd_free(t.parts);
    return st;
}

void cube_add_tally(const counting *g, const hd_tally *t, const hd_bit_columns *m,
                    const size_t *offset, size_t all, size_t at)
{
    for (size_t key = 0; key < g->keys.n; key++) {
        uint64_t *cells = g->cube->counts + g->keys.cell[key] + at;
        const uint32_t *counts = t->counts + key * t->n_words * 64;
        if (t->totals[key] == 0)
            continue;
        cells[all] += t->totals[key];
        for (size_t k = 0; m && k < m->n_columns; k++) {
            if (offset[k] != SIZE_MAX)
                cells[offset[k]] += counts[k];
        }
    }
}

/* The units counted; without columns `offset` is NULL. */
static hd_status count_tally(const counting *g, const hd_bit_columns *m, const size_t *offset,
                             size_t all, hd_err *err)
{
    hd_tally t;
    hd_status st = cube_tally(g, m, cube_filter(g->cube), &t, err);

    cube_add_tally(g, &t, m, offset, all, 0);
    hd_tally_release(&t);
    return st;
}

static hd_status count_counters(const counting *g, hd_err *err)
{
    const cube_block *block = &g->cube->plan.blocks[0];

    count_special(g, block);
    return count_tally(g, cube_block_words(g->cube, block), block->offset, block->all, err);
}

/* ---- mentions by key ---- */

static void add_codings(const counting *g, size_t from, size_t to, uint64_t *by_key)
{
    const hd_theme_words *themes = hd_corpus_themes(g->cube->c);
    const hd_bits *in = &g->cube->in;
    uint32_t room[CUBE_KEYS_BLOCK];
    hd_codes keys = cube_keys_block(&g->keys, from, to - from, room);

    for (size_t u = hd_bits_next(in, from); u < to; u = hd_bits_next(in, u + 1))
        by_key[hd_codes_at(keys, u - from)] += hd_review_codings(themes, u);
}

static hd_status count_codings(const counting *g, hd_err *err)
{
    uint64_t *by_key = hd_calloc(g->keys.n, sizeof *by_key);
    size_t n = g->cube->in.n;

    for (size_t from = 0; from < n && hd_stop_get() == HD_STOP_NONE; from += CUBE_KEYS_BLOCK)
        add_codings(g, from, from + CUBE_KEYS_BLOCK < n ? from + CUBE_KEYS_BLOCK : n, by_key);
    cube_add_counts(g, by_key, 0);
    hd_free(by_key);
    return hd_stop_check(err);
}

/* ---- HD_WAY_ROWS ---- */

/* Indexes of cells, reused from unit to unit. */
typedef struct cells {
    size_t *at;
    size_t n, cap;
} cells;

static void add_offset(cells *s, size_t before, size_t offset)
{
    hd_grow((void **)&s->at, &s->cap, s->n + before, sizeof *s->at);
    for (size_t i = 0; i < before; i++)
        s->at[s->n++] = s->at[i] + offset;
}

/* Each cell with each set of the block that the unit is in and with All. */
static void multiply_unit(cells *s, const cube_block *block, const hd_bit_columns *m, size_t unit)
{
    size_t before = s->n;

    for (size_t w = 0; w < m->n_words; w++) {
        for (uint64_t word = m->words[unit * m->n_words + w]; word; word &= word - 1) {
            size_t offset = block->offset[w * 64 + (size_t)__builtin_ctzll(word)];
            if (offset != SIZE_MAX)
                add_offset(s, before, offset);
        }
    }
    for (size_t i = 0; i < block->n_special; i++) {
        if (hd_bits_get(block->special[i].set, unit))
            add_offset(s, before, block->special[i].offset);
    }
    for (size_t i = 0; i < before; i++)
        s->at[i] += block->all;
}

typedef struct rows {
    const counting *g;
    const hd_bit_columns *words[HD_CUBE_MAX_DIMS];
    uint64_t *counts; /* of each part: by cell */
    cells *sums;      /* of each part */
} rows;

static void count_row_range(void *ctx, size_t part, size_t from, size_t to)
{
    const rows *r = ctx;
    const hd_cube *cube = r->g->cube;
    const cube_plan *plan = &cube->plan;
    uint64_t *counts = r->counts + part * cube->n_cells;
    cells *s = &r->sums[part];

    for (size_t u = hd_bits_next(&cube->in, from); u < to; u = hd_bits_next(&cube->in, u + 1)) {
        s->at[0] = r->g->keys.cell[cube_key_of(&r->g->keys, u)];
        s->n = 1;
        for (size_t b = 0; b < plan->n_blocks; b++)
            multiply_unit(s, &plan->blocks[b], r->words[b], u);
        for (size_t k = 0; k < s->n; k++)
            counts[s->at[k]]++;
    }
}

static hd_status count_rows(const counting *g, hd_err *err)
{
    hd_cube *cube = g->cube;
    rows r = {.g = g, .counts = cube->counts};
    size_t parts = cube_parts_with(g, cube->n_cells * sizeof *r.counts);

    for (size_t b = 0; b < cube->plan.n_blocks; b++)
        r.words[b] = cube_block_words(cube, &cube->plan.blocks[b]);
    if (parts > 1)
        r.counts = hd_calloc(parts * cube->n_cells, sizeof *r.counts);
    r.sums = hd_calloc(parts, sizeof *r.sums);
    for (size_t i = 0; i < parts; i++)
        hd_grow((void **)&r.sums[i].at, &r.sums[i].cap, 1, sizeof *r.sums[i].at);
    hd_status st = hd_work_rows(cube->in.n, parts, count_row_range, &r, err);
    for (size_t i = 0; i < parts; i++)
        hd_free(r.sums[i].at);
    hd_free(r.sums);
    if (parts > 1) {
        cube_add_parts(r.counts, cube->n_cells, parts);
        for (size_t i = 0; i < cube->n_cells; i++)
            cube->counts[i] += r.counts[i];
        hd_free(r.counts);
    }
    return st;
}

/* ---- all of it ---- */

/* The groups of one dimension from `first` on to their All, which follows them. */
static void add_groups(uint64_t *first, size_t n_groups, size_t stride)
{
    uint64_t *all = first + n_groups * stride;

    if (stride == 1) { /* a sum in memory would wait for itself */
        uint64_t sum = 0;
        for (size_t g = 0; g < n_groups; g++)
            sum += first[g];
        *all += sum;
        return;
    }
    for (const uint64_t *group = first; group < all; group += stride) {
        for (size_t k = 0; k < stride; k++)
            all[k] += group[k];
    }
}

/* Every cell of whole groups is added to the cell of All, one single dimension after the other. */
static void sum_margins(hd_cube *cube)
{
    for (size_t i = 0; i < cube->plan.n_singles; i++) {
        const cube_dim *d = cube->plan.singles[i].dim;
        size_t span = (d->n_groups + 1) * d->stride;
        for (size_t high = 0; high < cube->n_cells; high += span)
            add_groups(cube->counts + high, d->n_groups, d->stride);
    }
}

static hd_status count_totals(counting *g, hd_err *err)
{
    hd_status st = HD_OK;
    hd_tally t;

    if (g->keys.n == 1) {
        g->totals[0] = g->cube->plan.kept;
        return st;
    }
    st = cube_tally(g, NULL, cube_filter(g->cube), &t, err);
    for (size_t k = 0; k < g->keys.n; k++)
        g->totals[k] = t.totals[k];
    hd_tally_release(&t);
    return st;
}

static hd_status count_way(counting *g, hd_err *err)
{
    const cube_plan *plan = &g->cube->plan;
    size_t all = 0;

    if (plan->way == HD_WAY_ROWS)
        return count_rows(g, err);
    if (plan->way == HD_WAY_COUNTERS)
        return count_counters(g, err);
    if (plan->way == HD_WAY_ORDER)
        return cube_count_order(g, err);
    if (plan->way == HD_WAY_TALLIES)
        return cube_count_tallies(g, err);
    if (plan->way == HD_WAY_KEYS && plan->codings)
        return count_codings(g, err);
    if (plan->way == HD_WAY_KEYS)
        return count_tally(g, NULL, NULL, 0, err);
    hd_status st = count_totals(g, err);
    for (size_t b = 0; b < plan->n_blocks; b++)
        all += plan->blocks[b].all;
    cube_add_counts(g, g->totals, all);
    if (st != HD_OK)
        return st;
    if (plan->way == HD_WAY_PAIRS)
        return cube_count_pairs(g, err);
    return plan->way == HD_WAY_BITMAPS ? count_bitmaps(g, err) : count_sets(g, err);
}

hd_status cube_count(hd_cube *cube, hd_err *err)
{
    counting g = {.cube = cube};
    hd_status st = hd_stop_check(err);

    if (st != HD_OK)
        return st;
    if (cube->plan.way == HD_WAY_WALK)
        return cube_walk(cube, 0, NULL, err);
    bool whole = cube->plan.way != HD_WAY_COUNTERS && cube->plan.way != HD_WAY_KEYS &&
                 cube->plan.way != HD_WAY_TALLIES && cube->plan.way != HD_WAY_ORDER;
    cube_keys_make(cube, whole, &g.keys);
    g.totals = hd_calloc(g.keys.n, sizeof *g.totals);
    st = count_way(&g, err);
    sum_margins(cube);
    hd_free(g.totals);
    cube_keys_release(&g.keys);
    return st;
}
