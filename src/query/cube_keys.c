#include "query/cube_keys.h"

#include "base/alloc.h"
#include "query/codes.h"
#include "query/work.h"

#include <string.h>

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

hd_codes cube_keys_block(const cube_keys *k, size_t from, size_t n, uint32_t *room)
{
    uint32_t block[CUBE_KEYS_BLOCK], *plus = NULL;

    if (k->n_digits == 0)
        return (hd_codes){k->codes.at ? (const unsigned char *)k->codes.at + from * k->codes.width
                                      : NULL,
                          k->codes.width};
    if (k->bytes[0]) {
        uint8_t *keys = (uint8_t *)room;
        for (size_t i = 0; i < k->n_digits; i++)
            hd_kernels_get()->map_bytes(keys, i > 0 ? keys : NULL,
                                        (const uint8_t *)k->columns[i]->codes + from, k->bytes[i],
                                        n);
        return (hd_codes){room, 1};
    }
    for (size_t i = 0; i + 1 < k->n_digits; i++) {
        hd_codes_map(k->columns[i], k->digits[i], from, n, plus, block, 4);
        plus = block;
    }
    hd_codes_map(k->columns[k->n_digits - 1], k->digits[k->n_digits - 1], from, n, plus, room,
                 k->codes.width);
    return (hd_codes){room, k->codes.width};
}

static void combine_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const cube_keys *k = ctx;
    uint32_t room[CUBE_KEYS_BLOCK];

    (void)part;
    for (; from < to; from += CUBE_KEYS_BLOCK) {
        size_t n = to - from < CUBE_KEYS_BLOCK ? to - from : CUBE_KEYS_BLOCK;
        cube_keys_block(k, from, n, room);
        memcpy((unsigned char *)k->own + from * k->codes.width, room, n * k->codes.width);
    }
}

static void make_bytes(cube_keys *k)
{
    bool narrow = k->codes.width == 1;

    for (size_t i = 0; i < k->n_digits; i++)
        narrow &= k->columns[i]->width == 1;
    for (size_t i = 0; i < k->n_digits && narrow; i++) {
        k->bytes[i] = hd_calloc(256, 1);
        for (size_t code = 0; code < 256; code++)
            k->bytes[i][code] = (uint8_t)k->digits[i][code];
    }
}

/* Several dimensions: their groups as digits of one number. */
static void combine_keys(const hd_cube *cube, cube_keys *k)
{
    const cube_plan *plan = &cube->plan;
    size_t radix = 1;

    k->n = plan->n_keys;
    k->codes.width = k->n <= 256 ? 1 : k->n <= 65536 ? 2 : 4;
    k->cell = hd_calloc(k->n, sizeof *k->cell);
    k->n_digits = plan->n_singles;
    for (size_t i = 0; i < plan->n_singles; i++) {
        const cube_single *one = &plan->singles[i];
        size_t places = one->column->n_values + HD_N_MISSING;
        uint32_t *digits = hd_calloc(places, sizeof *digits);
        for (size_t p = 0; p < places; p++)
            digits[p] = one->group_of_place[p] * (uint32_t)radix;
        k->columns[i] = one->column;
        k->digits[i] = hd_codes_table(one->column, digits);
        hd_free(digits);
        for (size_t key = 0; key < k->n; key++)
            k->cell[key] += key / radix % one->dim->n_groups * one->dim->stride;
        radix *= one->dim->n_groups;
    }
    make_bytes(k);
}

static void release_digits(cube_keys *k)
{
    for (size_t i = 0; i < k->n_digits; i++) {
        hd_free(k->digits[i]);
        hd_free(k->bytes[i]);
    }
    k->n_digits = 0;
}

/* Every key, in memory of its own. */
static void make_all(const hd_cube *cube, cube_keys *k)
{
    k->own = hd_alloc_lines_unset(cube->in.n, k->codes.width);
    hd_work_fill(cube->in.n, combine_rows, k);
    k->codes.at = k->own;
    release_digits(k);
}

void cube_keys_make(const hd_cube *cube, bool whole, cube_keys *k)
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
        if (whole)
            make_all(cube, k);
    }
}

void cube_keys_release(cube_keys *k)
{
    release_digits(k);
    hd_free(k->cell);
    hd_free(k->own);
}
