/* index_rows.c -- the units of rare themes, one by one. */
#include "base/alloc.h"
#include "query/index_impl.h"
#include "query/kernel.h"

static size_t count_of(const hd_bit_columns *m, size_t k)
{
    return hd_kernels_get()->count(m->columns + k * m->stride, NULL, HD_KERNEL_AND, 0, m->n);
}

/* The units of themes that fewer than `limit` have. */
static size_t rows_below(const size_t *counts, size_t n, size_t limit)
{
    size_t all = 0;

    for (size_t k = 0; k < n; k++)
        all += counts[k] < limit ? counts[k] : 0;
    return all;
}

static void list_rows(hd_theme_rows *r, const hd_bit_columns *m, size_t k)
{
    const uint64_t *words = m->columns + k * m->stride;
    size_t at = r->start[k];

    for (size_t w = 0; w < hd_bits_words(m->n); w++) {
        for (uint64_t bits = words[w]; bits; bits &= bits - 1) {
            size_t row = w * 64 + (size_t)__builtin_ctzll(bits);
            for (size_t i = 0; i < m->n_words; i++)
                r->words[i * r->n + at] = m->words[row * m->n_words + i];
            r->rows[at++] = (uint32_t)row;
        }
    }
}

hd_theme_rows *index_rows_new(const hd_bit_columns *m)
{
    hd_theme_rows *r = hd_calloc(1, sizeof *r);
    size_t *counts = hd_calloc(m->n_columns + 1, sizeof *counts), limit = m->n / HD_INDEX_RARE;

    r->rare = hd_calloc(m->n_columns + 1, sizeof *r->rare);
    r->start = hd_calloc(m->n_columns + 1, sizeof *r->start);
    for (size_t k = 0; k < m->n_columns; k++)
        counts[k] = count_of(m, k);
    while (rows_below(counts, m->n_columns, limit) > m->n)
        limit /= 2;
    for (size_t k = 0; k < m->n_columns; k++) {
        r->rare[k] = counts[k] < limit;
        r->start[k + 1] = r->start[k] + (r->rare[k] ? counts[k] : 0);
    }
    r->n = r->start[m->n_columns];
    r->rows = hd_calloc(r->n + 1, sizeof *r->rows);
    r->words = hd_calloc(r->n * m->n_words + 1, sizeof *r->words);
    for (size_t k = 0; k < m->n_columns; k++) {
        if (r->rare[k])
            list_rows(r, m, k);
    }
    hd_free(counts);
    return r;
}

void index_rows_free(hd_theme_rows *r)
{
    if (!r)
        return;
    hd_free(r->rare);
    hd_free(r->start);
    hd_free(r->rows);
    hd_free(r->words);
    hd_free(r);
}

size_t index_rows_bytes(const hd_theme_rows *r, const hd_bit_columns *m)
{
    return r->n * (sizeof *r->rows + m->n_words * sizeof *r->words) +
           m->n_columns * (sizeof *r->start + sizeof *r->rare);
}
