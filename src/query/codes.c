#include "query/codes.h"

#include "base/alloc.h"
#include "query/kernel.h"
#include "query/work.h"

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

typedef struct selecting {
    const hd_column *column;
    const bool *pass;
    uint32_t lo, hi;
    const uint64_t *table; /* NULL: lo to hi; else for values, missing states one by one */
    uint64_t *out;
    bool keep; /* out &= what passes */
} selecting;

/* The rows of one block, numbered from 0. */
static void select_block(const selecting *s, size_t first, size_t n, uint64_t *out)
{
    const hd_column *col = s->column;
    const hd_kernels *k = hd_kernels_get();
    hd_codes codes = {(const unsigned char *)col->codes + first * col->width, col->width};
    uint64_t state[HD_KERNEL_BLOCK / 64];

    if (!s->table) {
        k->in_range(out, codes, s->lo, s->hi, 0, n);
        return;
    }
    k->in_table(out, codes, s->table, (uint32_t)col->n_values, 0, n);
    for (size_t p = col->n_values; p < col->n_values + HD_N_MISSING; p++) {
        if (!s->pass[p])
            continue;
        k->in_range(state, codes, stored(col, p), stored(col, p), 0, n);
        k->combine(out, out, state, HD_KERNEL_OR, 0, n);
    }
}

static void select_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const selecting *s = ctx;
    uint64_t room[HD_KERNEL_BLOCK / 64], *out = s->out + from / 64;

    (void)part;
    select_block(s, from, to - from, s->keep ? room : out);
    if (s->keep)
        hd_kernels_get()->combine(out, out, room, HD_KERNEL_AND, 0, to - from);
}

/* Whether the places that pass follow each other: *first to *last. */
static bool is_range(const bool *pass, size_t n, size_t *first, size_t *last)
{
    *first = 0;
    while (*first < n && !pass[*first])
        ++*first;
    *last = *first;
    while (*last + 1 < n && pass[*last + 1])
        ++*last;
    for (size_t p = *last + 1; p < n; p++) {
        if (pass[p])
            return false;
    }
    return true;
}

static void select_codes(const hd_column *col, const bool *pass, bool keep, hd_bits *out)
{
    selecting s = {.column = col, .pass = pass, .out = out->words, .keep = keep};
    size_t first, last;
    hd_bits table = {NULL, 0};

    if (is_range(pass, col->n_values + HD_N_MISSING, &first, &last)) {
        /* No stored code lies between the last value and the first missing state. */
        s.lo = stored(col, first);
        s.hi = stored(col, last);
    } else {
        hd_bits_init(&table, col->n_values);
        for (size_t v = 0; v < col->n_values; v++) {
            if (pass[v])
                hd_bits_set(&table, v);
        }
        s.table = table.words;
    }
    hd_work_fill_quick(col->n, select_rows, &s);
    hd_bits_release(&table);
}

static bool any_passes(const hd_column *col, const bool *pass)
{
    size_t first, last;

    is_range(pass, col->n_values + HD_N_MISSING, &first, &last);
    return first < col->n_values + HD_N_MISSING;
}

void hd_codes_select(const hd_column *col, const bool *pass, hd_bits *out)
{
    if (!any_passes(col, pass)) {
        hd_bits_init(out, col->n);
        return;
    }
    hd_bits_init_unset(out, col->n);
    select_codes(col, pass, false, out);
}

void hd_codes_keep(const hd_column *col, const bool *pass, hd_bits *out)
{
    if (any_passes(col, pass))
        select_codes(col, pass, true, out);
    else
        memset(out->words, 0, hd_bits_words(out->n) * sizeof *out->words);
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

/* The loop of one width of codes and one of results. */
#define MAP(code_type, to_type, entry)                                                             \
    do {                                                                                           \
        const code_type *codes = (const code_type *)col->codes + from;                             \
        to_type *out = to;                                                                         \
        if (plus) {                                                                                \
            for (size_t i = 0; i < n; i++)                                                         \
                out[i] = (to_type)(plus[i] + table[entry]);                                        \
        } else {                                                                                   \
            for (size_t i = 0; i < n; i++)                                                         \
                out[i] = (to_type)table[entry];                                                    \
        }                                                                                          \
    } while (0)

#define MAP_TO(code_type, entry)                                                                   \
    do {                                                                                           \
        if (width == 1)                                                                            \
            MAP(code_type, uint8_t, entry);                                                        \
        else if (width == 2)                                                                       \
            MAP(code_type, uint16_t, entry);                                                       \
        else                                                                                       \
            MAP(code_type, uint32_t, entry);                                                       \
    } while (0)

void hd_codes_map(const hd_column *col, const uint32_t *table, size_t from, size_t n,
                  const uint32_t *plus, void *to, unsigned width)
{
    if (col->width == 1)
        MAP_TO(uint8_t, codes[i]);
    else if (col->width == 2)
        MAP_TO(uint16_t, codes[i]);
    else
        MAP_TO(uint32_t, place_of(col, codes[i]));
}
