#include "query/codes.h"

#include "base/alloc.h"
#include "query/kernel.h"

#include <string.h>

static size_t place_of(const hd_column *col, uint32_t code)
{
    return code < HD_CODE_UNKNOWN ? code : col->n_values + (code - HD_CODE_UNKNOWN);
}

/* The stored code of a place. */
static uint32_t stored(const hd_column *col, size_t place)
{
    return place < col->n_values ? (uint32_t)place
                                 : hd_code_limit(col->width) + (uint32_t)(place - col->n_values);
}

/* Places first .. last, which both are values or both missing states, or no code lies between them. */
static void select_range(const hd_column *col, size_t first, size_t last, hd_bits *out)
{
    hd_codes codes = {col->codes, col->width};

    hd_kernels_get()->in_range(out->words, codes, stored(col, first), stored(col, last), 0, col->n);
}

/* Values by a table; missing states one by one. */
static void select_table(const hd_column *col, const bool *pass, hd_bits *out)
{
    hd_codes codes = {col->codes, col->width};
    hd_bits table, state;

    hd_bits_init(&table, col->n_values);
    for (size_t v = 0; v < col->n_values; v++) {
        if (pass[v])
            hd_bits_set(&table, v);
    }
    hd_kernels_get()->in_table(out->words, codes, table.words, (uint32_t)col->n_values, 0, col->n);
    hd_bits_release(&table);
    for (size_t p = col->n_values; p < col->n_values + HD_N_MISSING; p++) {
        if (!pass[p])
            continue;
        hd_bits_init(&state, col->n);
        select_range(col, p, p, &state);
        hd_bits_or(out, &state);
        hd_bits_release(&state);
    }
}

void hd_codes_select(const hd_column *col, const bool *pass, hd_bits *out)
{
    size_t n = col->n_values + HD_N_MISSING, first = 0, last;

    hd_bits_init(out, col->n);
    while (first < n && !pass[first])
        first++;
    if (first == n)
        return;
    last = first;
    while (last + 1 < n && pass[last + 1])
        last++;
    for (size_t p = last + 1; p < n; p++) {
        if (pass[p]) {
            select_table(col, pass, out);
            return;
        }
    }
    /* No stored code lies between the last value and the first missing state. */
    select_range(col, first, last, out);
}

uint32_t *hd_codes_table(const hd_column *col, const uint32_t *by_place)
{
    size_t places = col->n_values + HD_N_MISSING;
    uint32_t *table;

    if (col->width == 4) {
        table = hd_calloc(places, sizeof *table);
        memcpy(table, by_place, places * sizeof *table);
        return table;
    }
    table = hd_calloc((size_t)1 << (8 * col->width), sizeof *table);
    for (size_t p = 0; p < places; p++)
        table[stored(col, p)] = by_place[p];
    return table;
}

void hd_codes_add(const hd_column *col, const uint32_t *table, size_t from, size_t n, uint32_t *to)
{
    if (col->width == 1) {
        const uint8_t *codes = (const uint8_t *)col->codes + from;
        for (size_t i = 0; i < n; i++)
            to[i] += table[codes[i]];
    } else if (col->width == 2) {
        const uint16_t *codes = (const uint16_t *)col->codes + from;
        for (size_t i = 0; i < n; i++)
            to[i] += table[codes[i]];
    } else {
        const uint32_t *codes = (const uint32_t *)col->codes + from;
        for (size_t i = 0; i < n; i++)
            to[i] += table[place_of(col, codes[i])];
    }
}
