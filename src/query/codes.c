#include "query/codes.h"

#include "base/alloc.h"

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

/* Bit j of the word: `test` holds for the code at `codes[j]`. */
#define FILL_WORDS(type, test)                                                                     \
    do {                                                                                           \
        const type *codes = col->codes;                                                            \
        for (size_t i = 0; i < col->n; i += 64, codes += 64) {                                     \
            size_t len = col->n - i < 64 ? col->n - i : 64;                                        \
            uint64_t word = 0;                                                                     \
            for (size_t j = 0; j < len; j++)                                                       \
                word |= (uint64_t)(test) << j;                                                     \
            out->words[i / 64] = word;                                                             \
        }                                                                                          \
    } while (0)

/* Stored codes low .. low + span. */
static void select_range(const hd_column *col, uint32_t low, uint32_t span, hd_bits *out)
{
    if (col->width == 1)
        FILL_WORDS(uint8_t, (uint8_t)(codes[j] - low) <= span);
    else if (col->width == 2)
        FILL_WORDS(uint16_t, (uint16_t)(codes[j] - low) <= span);
    else
        FILL_WORDS(uint32_t, codes[j] - low <= span);
}

static void select_table(const hd_column *col, const bool *pass, hd_bits *out)
{
    uint8_t *table;

    if (col->width == 4) {
        FILL_WORDS(uint32_t, pass[place_of(col, codes[j])]);
        return;
    }
    table = hd_calloc((size_t)1 << (8 * col->width), sizeof *table);
    for (size_t p = 0; p < col->n_values + HD_N_MISSING; p++)
        table[stored(col, p)] = pass[p];
    if (col->width == 1)
        FILL_WORDS(uint8_t, table[codes[j]]);
    else
        FILL_WORDS(uint16_t, table[codes[j]]);
    hd_free(table);
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
    select_range(col, stored(col, first), stored(col, last) - stored(col, first), out);
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
