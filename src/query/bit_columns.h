/* bit_columns.h -- many bits of every unit, by column and by unit.
 *
 * The same bits in two layouts: as a bit set per column (counting a column within a set is an AND and a
 * population count) and as words per unit (what one unit has).  Either is made from the other when it
 * is first asked for.
 */
#ifndef HD_QUERY_BIT_COLUMNS_H
#define HD_QUERY_BIT_COLUMNS_H

#include "base/bits.h"

typedef struct hd_bit_columns {
    size_t n; /* units */
    size_t n_columns;
    size_t n_words;    /* words of a unit: n_columns / 64, rounded up */
    size_t stride;     /* words of a column: n / 64, rounded up to whole cache lines */
    uint64_t *columns; /* column k starts at columns + k * stride; zero past n; NULL: not made */
    uint64_t *words;   /* unit u starts at words + u * n_words; NULL: not made */
    bool borrowed;     /* the words are somebody else's */
} hd_bit_columns;

/* All bits zero, in columns. */
void hd_bit_columns_init(hd_bit_columns *m, size_t n, size_t n_columns);
/* On words that outlive it: n * n_words of them, zero past n_columns. */
void hd_bit_columns_on(hd_bit_columns *m, size_t n, size_t n_columns, uint64_t *words);
void hd_bit_columns_release(hd_bit_columns *m);
size_t hd_bit_columns_bytes(const hd_bit_columns *m); /* without borrowed words */

/* Make the layout that is missing; no more bits are set afterwards. */
void hd_bit_columns_need_columns(hd_bit_columns *m);
void hd_bit_columns_need_words(hd_bit_columns *m);

/* Column k as a set, to read. */
static inline hd_bits hd_bit_columns_get(const hd_bit_columns *m, size_t k)
{
    return (hd_bits){m->columns + k * m->stride, m->n};
}

/* While only columns are made. */
static inline void hd_bit_columns_set(hd_bit_columns *m, size_t k, size_t unit)
{
    m->columns[k * m->stride + (unit >> 6)] |= (uint64_t)1 << (unit & 63);
}

#endif
