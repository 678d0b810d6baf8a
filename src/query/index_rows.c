/* index_rows.c -- the units of rare themes, one by one. */
#include "base/alloc.h"
#include "query/index_impl.h"
#include "query/kernel.h"

static size_t count_of(const hd_bit_columns *m, size_t k)
{
    return hd_kernels_get()->count(m->columns + k * m->stride, NULL, HD_KERNEL_AND, 0, m->n);
}

hd_theme_rows *index_rows_new(const hd_bit_columns *m)
{
    hd_theme_rows *r = hd_calloc(1, sizeof *r);

    r->rare = hd_calloc(m->n_columns + 1, sizeof *r->rare);
    r->start = hd_calloc(m->n_columns + 1, sizeof *r->start);
    for (size_t k = 0; k < m->n_columns; k++) {
        size_t n = count_of(m, k);
        r->rare[k] = n < m->n / HD_INDEX_RARE;
        r->start[k + 1] = r->start[k] + (r->rare[k] ? n : 0);
    }
    r->rows = hd_calloc(r->start[m->n_columns] + 1, sizeof *r->rows);
    for (size_t k = 0; k < m->n_columns; k++) {
        const uint64_t *words = m->columns + k * m->stride;
        uint32_t *to = r->rows + r->start[k];
        for (size_t w = 0; r->rare[k] && w < hd_bits_words(m->n); w++) {
            for (uint64_t bits = words[w]; bits; bits &= bits - 1)
                *to++ = (uint32_t)(w * 64 + (size_t)__builtin_ctzll(bits));
        }
    }
    return r;
}

void index_rows_free(hd_theme_rows *r)
{
    if (!r)
        return;
    hd_free(r->rare);
    hd_free(r->start);
    hd_free(r->rows);
    hd_free(r);
}

size_t index_rows_bytes(const hd_theme_rows *r, size_t n_columns)
{
    return r->start[n_columns] * sizeof *r->rows + n_columns * (sizeof *r->start + sizeof *r->rare);
}

/* How many of n ascending rows are before `row`. */
static size_t before(const uint32_t *rows, size_t n, size_t row)
{
    size_t low = 0;

    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (rows[middle] < row)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

const uint32_t *hd_theme_rows_in(const hd_theme_rows *r, size_t column, size_t from, size_t to,
                                 size_t *n)
{
    const uint32_t *rows = r->rows + r->start[column];
    size_t all = r->start[column + 1] - r->start[column], first = before(rows, all, from);

    *n = before(rows, all, to) - first;
    return rows + first;
}
