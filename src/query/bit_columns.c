#include "query/bit_columns.h"

#include "base/alloc.h"
#include "query/kernel.h"

#include <string.h>

#define LINE_WORDS 8

static void set_sizes(hd_bit_columns *m, size_t n, size_t n_columns)
{
    memset(m, 0, sizeof *m);
    m->n = n;
    m->n_columns = n_columns;
    m->n_words = hd_bits_words(n_columns);
    m->stride = (hd_bits_words(n) + LINE_WORDS - 1) / LINE_WORDS * LINE_WORDS;
}

void hd_bit_columns_init(hd_bit_columns *m, size_t n, size_t n_columns)
{
    set_sizes(m, n, n_columns);
    m->columns = hd_alloc_lines(m->stride * n_columns, sizeof *m->columns);
}

void hd_bit_columns_on(hd_bit_columns *m, size_t n, size_t n_columns, uint64_t *words)
{
    set_sizes(m, n, n_columns);
    m->words = words;
    m->borrowed = true;
}

void hd_bit_columns_release(hd_bit_columns *m)
{
    hd_free(m->columns);
    if (!m->borrowed)
        hd_free(m->words);
    memset(m, 0, sizeof *m);
}

size_t hd_bit_columns_bytes(const hd_bit_columns *m)
{
    size_t bytes = 0;

    if (m->columns)
        bytes += m->stride * m->n_columns * sizeof *m->columns;
    if (m->words && !m->borrowed)
        bytes += m->n * m->n_words * sizeof *m->words;
    return bytes;
}

/* Bit c of word r becomes bit r of word c: halves are exchanged, then halves of halves. */
static void transpose(uint64_t a[64])
{
    uint64_t mask = UINT64_C(0x00000000FFFFFFFF);

    for (unsigned j = 32; j != 0; j >>= 1, mask ^= mask << j) {
        for (unsigned k = 0; k < 64; k = ((k | j) + 1) & ~j) {
            uint64_t t = ((a[k] >> j) ^ a[k | j]) & mask;
            a[k] ^= t << j;
            a[k | j] ^= t;
        }
    }
}

static size_t at_most_64(size_t n)
{
    return n < 64 ? n : 64;
}

void hd_bit_columns_need_columns(hd_bit_columns *m)
{
    if (m->columns)
        return;
    m->columns = hd_alloc_lines(m->stride * m->n_columns, sizeof *m->columns);
    for (size_t w = 0; w < m->n_words; w++) {
        uint64_t *columns[64];
        size_t n = at_most_64(m->n_columns - w * 64);
        for (size_t k = 0; k < n; k++)
            columns[k] = m->columns + (w * 64 + k) * m->stride;
        hd_kernels_get()->transpose(m->words + w, m->n_words, columns, n, 0, m->n);
    }
}

void hd_bit_columns_need_words(hd_bit_columns *m)
{
    uint64_t block[64];

    if (m->words)
        return;
    m->words = hd_alloc_lines(m->n * m->n_words, sizeof *m->words);
    for (size_t u = 0; u < m->n; u += 64) {
        size_t units = at_most_64(m->n - u);
        for (size_t w = 0; w < m->n_words; w++) {
            size_t columns = at_most_64(m->n_columns - w * 64);
            memset(block, 0, sizeof block);
            for (size_t k = 0; k < columns; k++)
                block[k] = m->columns[(w * 64 + k) * m->stride + u / 64];
            transpose(block);
            for (size_t i = 0; i < units; i++)
                m->words[(u + i) * m->n_words + w] = block[i];
        }
    }
}
