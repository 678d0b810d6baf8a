/* cube_count.c -- the loops that count by a plan, one for each way.
 *
 * Each adds to the cells of whole keys (no single dimension at All); the margins over the single
 * dimensions are summed from them at the end. */
#include "base/alloc.h"
#include "base/stop.h"
#include "query/codes.h"
#include "query/cube_plan.h"
#include "query/kernel.h"

#include <string.h>

#define BLOCK 4096 /* units whose keys are made together */

/* The key of every unit. */
typedef struct keys {
    size_t n;       /* keys there are */
    size_t *cell;   /* of each: the part of a cell's index, no block added */
    hd_codes codes; /* of the units; at NULL: every unit has key 0 */
    void *own;      /* what codes.at is, unless it is the codes of a column */
} keys;

/* ---- keys ---- */

/* One dimension in one byte: the stored codes are the keys. */
static void borrow_keys(const cube_single *one, keys *k)
{
    const hd_column *col = one->column;
    uint32_t *cells = hd_calloc(col->n_values + HD_N_MISSING, sizeof *cells);

    for (size_t p = 0; p < col->n_values + HD_N_MISSING; p++)
        cells[p] = one->group_of_place[p] * (uint32_t)one->dim->stride;
    uint32_t *table = hd_codes_table(col, cells);
    k->n = 256;
    k->cell = hd_calloc(k->n, sizeof *k->cell);
    for (size_t i = 0; i < k->n; i++)
        k->cell[i] = table[i];
    k->codes = (hd_codes){col->codes, 1};
    hd_free(table);
    hd_free(cells);
}

static void store_keys(keys *k, size_t from, const uint32_t *block, size_t n)
{
    if (k->codes.width == 1) {
        uint8_t *to = (uint8_t *)k->own + from;
        for (size_t i = 0; i < n; i++)
            to[i] = (uint8_t)block[i];
    } else if (k->codes.width == 2) {
        uint16_t *to = (uint16_t *)k->own + from;
        for (size_t i = 0; i < n; i++)
            to[i] = (uint16_t)block[i];
    } else {
        memcpy((uint32_t *)k->own + from, block, n * sizeof *block);
    }
}

/* Several dimensions: their groups as digits of one number. */
static void combine_keys(const hd_cube *cube, keys *k)
{
    const cube_plan *plan = &cube->plan;
    uint32_t *tables[HD_CUBE_MAX_DIMS], block[BLOCK];
    size_t radix = 1, n_units = cube->in.n;

    k->n = plan->n_keys;
    k->codes.width = k->n <= 256 ? 1 : k->n <= 65536 ? 2 : 4;
    k->own = hd_alloc_lines(n_units, k->codes.width);
    k->codes.at = k->own;
    k->cell = hd_calloc(k->n, sizeof *k->cell);
    for (size_t i = 0; i < plan->n_singles; i++) {
        const cube_single *one = &plan->singles[i];
        size_t places = one->column->n_values + HD_N_MISSING;
        uint32_t *digits = hd_calloc(places, sizeof *digits);
        for (size_t p = 0; p < places; p++)
            digits[p] = one->group_of_place[p] * (uint32_t)radix;
        tables[i] = hd_codes_table(one->column, digits);
        hd_free(digits);
        for (size_t key = 0; key < k->n; key++)
            k->cell[key] += key / radix % one->dim->n_groups * one->dim->stride;
        radix *= one->dim->n_groups;
    }
    for (size_t from = 0; from < n_units; from += BLOCK) {
        size_t n = n_units - from < BLOCK ? n_units - from : BLOCK;
        memset(block, 0, sizeof block);
        for (size_t i = 0; i < plan->n_singles; i++)
            hd_codes_add(plan->singles[i].column, tables[i], from, n, block);
        store_keys(k, from, block, n);
    }
    for (size_t i = 0; i < plan->n_singles; i++)
        hd_free(tables[i]);
}

static void make_keys(const hd_cube *cube, keys *k)
{
    const cube_plan *plan = &cube->plan;

    memset(k, 0, sizeof *k);
    if (plan->n_singles == 0) {
        k->n = 1;
        k->cell = hd_calloc(1, sizeof *k->cell);
    } else if (plan->n_singles == 1 && plan->singles[0].column->width == 1) {
        borrow_keys(&plan->singles[0], k);
    } else {
        combine_keys(cube, k);
    }
}

static void release_keys(keys *k)
{
    hd_free(k->cell);
    hd_free(k->own);
}

static inline size_t key_of(const keys *k, size_t unit)
{
    if (!k->codes.at)
        return 0;
    return k->codes.width == 1   ? ((const uint8_t *)k->codes.at)[unit]
           : k->codes.width == 2 ? ((const uint16_t *)k->codes.at)[unit]
                                 : ((const uint32_t *)k->codes.at)[unit];
}

/* ---- counting ---- */

/* What the loops share. */
typedef struct counting {
    hd_cube *cube;
    keys keys;
    uint64_t *totals; /* by key: the units counted */
} counting;

/* Rows at a time between two polls. */
static size_t end_of_block(size_t from, size_t n)
{
    return n - from < HD_KERNEL_BLOCK ? n : from + HD_KERNEL_BLOCK;
}

/* Members of both sets by key, added to `to`. */
static void count_keys(const keys *k, const hd_bits *set, const hd_bits *in, uint64_t *to)
{
    for (size_t w = 0, n = hd_bits_words(in->n); w < n; w++) {
        for (uint64_t word = set->words[w] & in->words[w]; word; word &= word - 1)
            to[key_of(k, w * 64 + (size_t)__builtin_ctzll(word))]++;
    }
}

static uint64_t count_and(const uint64_t *words, const hd_bits *in)
{
    return hd_kernels_get()->count(words, in->words, HD_KERNEL_AND, 0, in->n);
}

/* Counts by key to the cells at an offset. */
static void add_counts(const counting *g, const uint64_t *by_key, size_t offset)
{
    for (size_t k = 0; k < g->keys.n; k++) {
        if (by_key[k])
            g->cube->counts[g->keys.cell[k] + offset] += by_key[k];
    }
}

/* One set by key, to the cells at an offset. */
static void count_set(const counting *g, const hd_bits *set, size_t offset)
{
    uint64_t *by_key = hd_calloc(g->keys.n, sizeof *by_key);

    if (g->keys.n == 1)
        by_key[0] = count_and(set->words, &g->cube->in);
    else
        count_keys(&g->keys, set, &g->cube->in, by_key);
    add_counts(g, by_key, offset);
    hd_free(by_key);
}

static void count_special(const counting *g, const cube_block *block)
{
    for (size_t i = 0; i < block->n_special; i++)
        count_set(g, block->special[i].set, block->special[i].offset);
}

/* Every set of a block, with its offset. */
typedef struct set_list {
    const uint64_t **words;
    size_t *offset;
    size_t n;
} set_list;

static void list_sets(const hd_cube *cube, const cube_block *block, set_list *out)
{
    const hd_bit_columns *m = cube_block_columns(cube, block);
    size_t n = m->n_columns + DIM_N_SPECIALS;

    out->words = hd_calloc(n, sizeof *out->words);
    out->offset = hd_calloc(n, sizeof *out->offset);
    out->n = 0;
    for (size_t k = 0; k < m->n_columns; k++) {
        if (block->offset[k] == SIZE_MAX)
            continue;
        out->words[out->n] = m->columns + k * m->stride;
        out->offset[out->n++] = block->offset[k];
    }
    for (size_t i = 0; i < block->n_special; i++) {
        out->words[out->n] = block->special[i].set->words;
        out->offset[out->n++] = block->special[i].offset;
    }
}

static void release_sets(set_list *s)
{
    hd_free(s->words);
    hd_free(s->offset);
}

/* ---- HD_WAY_SETS ---- */

static hd_status count_sets(const counting *g, hd_err *err)
{
    const cube_block *block = &g->cube->plan.blocks[0];
    const hd_bit_columns *m = cube_block_columns(g->cube, block);

    count_special(g, block);
    for (size_t k = 0; k < m->n_columns; k++) {
        hd_bits set = hd_bit_columns_get(m, k);
        hd_status st = hd_stop_check(err);
        if (st != HD_OK)
            return st;
        if (block->offset[k] != SIZE_MAX)
            count_set(g, &set, block->offset[k]);
    }
    return HD_OK;
}

/* ---- HD_WAY_BITMAPS ---- */

static hd_status count_bitmaps(const counting *g, hd_err *err)
{
    const hd_bits *in = &g->cube->in;
    hd_status st = HD_OK;
    set_list a;

    list_sets(g->cube, &g->cube->plan.blocks[0], &a);
    uint64_t *counts = hd_calloc(a.n, sizeof *counts);
    for (size_t from = 0; from < in->n && st == HD_OK; from += HD_KERNEL_BLOCK) {
        hd_kernels_get()->and_counts(in->words, a.words, a.n, from, end_of_block(from, in->n),
                                     counts);
        st = hd_stop_check(err);
    }
    for (size_t i = 0; i < a.n; i++)
        g->cube->counts[a.offset[i]] += counts[i];
    hd_free(counts);
    release_sets(&a);
    return st;
}

/* ---- HD_WAY_COUNTERS, HD_WAY_KEYS ---- */

/* The units counted by key, and by key and column of the block if there is one. */
static hd_status count_tally(const counting *g, const hd_bit_columns *m, const size_t *offset,
                             size_t all, hd_err *err)
{
    const hd_bits *in = &g->cube->in;
    size_t n_words = m ? m->n_words : 0;
    hd_status st = HD_OK;
    hd_tally t;

    hd_tally_init(&t, g->keys.n, n_words);
    for (size_t from = 0; from < in->n && st == HD_OK; from += HD_KERNEL_BLOCK) {
        hd_tally_rows(&t, g->keys.codes, m ? m->words : NULL, n_words, in->words, from,
                      end_of_block(from, in->n));
        st = hd_stop_check(err);
    }
    hd_tally_finish(&t);
    for (size_t key = 0; key < g->keys.n; key++) {
        uint64_t *cells = g->cube->counts + g->keys.cell[key];
        const uint32_t *counts = t.counts + key * n_words * 64;
        if (t.totals[key] == 0)
            continue;
        cells[all] += t.totals[key];
        for (size_t k = 0; m && k < m->n_columns; k++) {
            if (offset[k] != SIZE_MAX)
                cells[offset[k]] += counts[k];
        }
    }
    hd_tally_release(&t);
    return st;
}

static hd_status count_counters(const counting *g, hd_err *err)
{
    const cube_block *block = &g->cube->plan.blocks[0];

    count_special(g, block);
    return count_tally(g, cube_block_words(g->cube, block), block->offset, block->all, err);
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

static hd_status count_rows(const counting *g, hd_err *err)
{
    const cube_plan *plan = &g->cube->plan;
    const hd_bits *in = &g->cube->in;
    const hd_bit_columns *words[HD_CUBE_MAX_DIMS];
    cells s = {NULL, 0, 0};
    hd_status st = HD_OK;

    for (size_t b = 0; b < plan->n_blocks; b++)
        words[b] = cube_block_words(g->cube, &plan->blocks[b]);
    hd_grow((void **)&s.at, &s.cap, 1, sizeof *s.at);
    for (size_t u = hd_bits_next(in, 0), i = 0; u != SIZE_MAX && st == HD_OK;
         u = hd_bits_next(in, u + 1), i++) {
        s.at[0] = g->keys.cell[key_of(&g->keys, u)];
        s.n = 1;
        for (size_t b = 0; b < plan->n_blocks; b++)
            multiply_unit(&s, &plan->blocks[b], words[b], u);
        for (size_t k = 0; k < s.n; k++)
            g->cube->counts[s.at[k]]++;
        if (i % HD_KERNEL_BLOCK == HD_KERNEL_BLOCK - 1)
            st = hd_stop_check(err);
    }
    hd_free(s.at);
    return st;
}

/* ---- HD_WAY_PAIRS ---- */

static bool same_sets(const set_list *a, const set_list *b)
{
    return a->n == b->n && memcmp(a->words, b->words, a->n * sizeof *a->words) == 0;
}

/* The pairs of one key, whose units are `in`. */
static hd_status count_key(const counting *g, const set_list *a, const set_list *b, size_t key,
                           const hd_bits *in, hd_err *err)
{
    const cube_plan *plan = &g->cube->plan;
    size_t all_a = plan->blocks[0].all, all_b = plan->blocks[1].all;
    uint64_t *counts = hd_calloc(a->n * b->n, sizeof *counts);
    uint64_t *cells_of = g->cube->counts + g->keys.cell[key];
    bool same = same_sets(a, b);
    hd_status st = HD_OK;

    for (size_t from = 0; from < in->n && st == HD_OK; from += HD_KERNEL_BLOCK) {
        size_t to = end_of_block(from, in->n);
        if (same)
            hd_kernels_get()->pairs(a->words, a->n, in->words, from, to, counts);
        else
            hd_kernels_get()->cross(a->words, a->n, b->words, b->n, in->words, from, to, counts);
        st = hd_stop_check(err);
    }
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < b->n; j++)
            cells_of[a->offset[i] + b->offset[j]] += counts[i * b->n + j];
    }
    for (size_t i = 0; i < a->n; i++)
        cells_of[a->offset[i] + all_b] += same ? counts[i * a->n + i] : count_and(a->words[i], in);
    for (size_t j = 0; j < b->n; j++)
        cells_of[all_a + b->offset[j]] += same ? counts[j * a->n + j] : count_and(b->words[j], in);
    hd_free(counts);
    return st;
}

static hd_status count_all_pairs(const counting *g, hd_err *err)
{
    const hd_bits *in = &g->cube->in;
    hd_status st = HD_OK;
    set_list a, b;

    list_sets(g->cube, &g->cube->plan.blocks[0], &a);
    list_sets(g->cube, &g->cube->plan.blocks[1], &b);
    for (size_t key = 0; key < g->keys.n && st == HD_OK; key++) {
        hd_bits one;
        if (g->totals[key] == 0)
            continue;
        if (g->keys.n == 1) {
            st = count_key(g, &a, &b, key, in, err);
            continue;
        }
        hd_bits_init(&one, in->n);
        for (size_t u = hd_bits_next(in, 0); u != SIZE_MAX; u = hd_bits_next(in, u + 1)) {
            if (key_of(&g->keys, u) == key)
                hd_bits_set(&one, u);
        }
        st = count_key(g, &a, &b, key, &one, err);
        hd_bits_release(&one);
    }
    release_sets(&a);
    release_sets(&b);
    return st;
}

/* ---- all of it ---- */

/* Every cell of whole groups is added to the cell of All, one single dimension after the other. */
static void sum_margins(hd_cube *cube)
{
    for (size_t i = 0; i < cube->plan.n_singles; i++) {
        const cube_dim *d = cube->plan.singles[i].dim;
        size_t span = (d->n_groups + 1) * d->stride;
        for (size_t high = 0; high < cube->n_cells; high += span) {
            uint64_t *all = cube->counts + high + d->n_groups * d->stride;
            for (size_t at = 0; at < d->n_groups * d->stride; at++)
                all[at % d->stride] += cube->counts[high + at];
        }
    }
}

static hd_status count_way(counting *g, hd_err *err)
{
    const cube_plan *plan = &g->cube->plan;
    size_t all = 0;

    if (plan->way == HD_WAY_ROWS)
        return count_rows(g, err);
    if (plan->way == HD_WAY_COUNTERS)
        return count_counters(g, err);
    if (plan->way == HD_WAY_KEYS)
        return count_tally(g, NULL, NULL, 0, err);
    if (g->keys.n == 1)
        g->totals[0] = plan->kept;
    else
        count_keys(&g->keys, &g->cube->in, &g->cube->in, g->totals);
    for (size_t b = 0; b < plan->n_blocks; b++)
        all += plan->blocks[b].all;
    add_counts(g, g->totals, all);
    if (plan->way == HD_WAY_PAIRS)
        return count_all_pairs(g, err);
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
    make_keys(cube, &g.keys);
    g.totals = hd_calloc(g.keys.n, sizeof *g.totals);
    st = count_way(&g, err);
    sum_margins(cube);
    hd_free(g.totals);
    release_keys(&g.keys);
    return st;
}
