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
    hd_codes codes;
    uint32_t lo, hi;
    const uint64_t *table; /* NULL: lo to hi */
    uint32_t n_codes;
    uint64_t *out;
} selecting;

static void select_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const selecting *s = ctx;
    const hd_kernels *k = hd_kernels_get();

    (void)part;
    if (s->table)
        k->in_table(s->out, s->codes, s->table, s->n_codes, from, to);
    else
        k->in_range(s->out, s->codes, s->lo, s->hi, from, to);
}

/* Places first .. last, which both are values or both missing states, or no code lies between them. */
static void select_range(const hd_column *col, size_t first, size_t last, hd_bits *out)
{
    selecting s = {.codes = {col->codes, col->width},
                   .lo = stored(col, first),
                   .hi = stored(col, last),
                   .out = out->words};

    hd_work_fill_quick(col->n, select_rows, &s);
}

/* Values by a table; missing states one by one. */
static void select_table(const hd_column *col, const bool *pass, hd_bits *out)
{
    selecting s = {
        .codes = {col->codes, col->width}, .n_codes = (uint32_t)col->n_values, .out = out->words};
    hd_bits table, state;

    hd_bits_init(&table, col->n_values);
    for (size_t v = 0; v < col->n_values; v++) {
        if (pass[v])
            hd_bits_set(&table, v);
    }
    s.table = table.words;
    hd_work_fill_quick(col->n, select_rows, &s);
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

    while (first < n && !pass[first])
        first++;
    if (first == n) {
        hd_bits_init(out, col->n);
        return;
    }
    hd_bits_init_unset(out, col->n);
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
