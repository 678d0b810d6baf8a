#include "query/cube_keys.h"

#include "base/alloc.h"
#include "query/codes.h"
#include "query/work.h"

#include <string.h>

#define BLOCK 4096 /* units whose keys are made together */

/* One dimension in one byte: the stored codes are the keys. */
static void borrow_keys(const cube_single *one, cube_keys *k)
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

typedef struct combining {
    const cube_plan *plan;
    uint32_t *tables[HD_CUBE_MAX_DIMS]; /* codes.h: digits of the key */
    cube_keys *keys;
} combining;

static void combine_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const combining *c = ctx;
    size_t last = c->plan->n_singles - 1;
    unsigned width = c->keys->codes.width;
    unsigned char *keys = c->keys->own;
    uint32_t block[BLOCK];

    (void)part;
    for (; from < to; from += BLOCK) {
        size_t n = to - from < BLOCK ? to - from : BLOCK;
        const uint32_t *plus = NULL;
        for (size_t i = 0; i < last; i++) {
            hd_codes_map(c->plan->singles[i].column, c->tables[i], from, n, plus, block, 4);
            plus = block;
        }
        hd_codes_map(c->plan->singles[last].column, c->tables[last], from, n, plus,
                     keys + from * width, width);
    }
}

/* Several dimensions: their groups as digits of one number. */
static void combine_keys(const hd_cube *cube, cube_keys *k)
{
    const cube_plan *plan = &cube->plan;
    combining c = {.plan = plan, .keys = k};
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
        c.tables[i] = hd_codes_table(one->column, digits);
        hd_free(digits);
        for (size_t key = 0; key < k->n; key++)
            k->cell[key] += key / radix % one->dim->n_groups * one->dim->stride;
        radix *= one->dim->n_groups;
    }
    hd_work_fill(n_units, combine_rows, &c);
    for (size_t i = 0; i < plan->n_singles; i++)
        hd_free(c.tables[i]);
}

void cube_keys_make(const hd_cube *cube, cube_keys *k)
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

void cube_keys_release(cube_keys *k)
{
    hd_free(k->cell);
    hd_free(k->own);
}
