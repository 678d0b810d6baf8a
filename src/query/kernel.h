/* kernel.h -- the inner loops of counting, over plain arrays.
 *
 * Shapes. Rows are numbered from 0. A *bitmap* has one bit a row, row r in bit r % 64 of word
 * r / 64; bits past the last row are zero. A *column of codes* has one number a row, 1, 2 or 4
 * bytes wide. *Theme words* have 64 bits a row: bit t of row r is bit t of words[r * stride], so
 * that several words a row stand side by side (stride = how many) or in planes of their own
 * (stride 1).
 *
 * Ranges. Every kernel takes the rows [from, to): both are multiples of 64 or the number of rows;
 * an empty range does nothing. Arrays are always passed whole, never from their middle. Whoever
 * splits the rows among threads cuts at multiples of 64, better of HD_KERNEL_BLOCK; results do not
 * depend on the cuts. Nothing past the word of row to-1 is read or written, and no alignment is
 * needed beyond that of the element. Bitmaps padded with zero words to 64 bytes and aligned to 64
 * bytes are somewhat faster when `to` takes the padding in (rows past the end count nothing in a
 * bitmap).
 *
 * Counts. The ones returned or added in 64 bits cannot overflow; an hd_tally holds 32 bits a cell,
 * enough for four billion rows.
 *
 * Stopping. Kernels never poll. Call them for HD_KERNEL_BLOCK rows at a time and poll in between:
 * for 64 themes a block takes 7 to 60 microseconds in and_counts, 130 to 2,500 in pairs (grows with
 * the square of the columns) and 75 to 220 in a tally, from the fastest variant to the portable
 * one. The working set of a block is in L2.
 *
 * Variants. Each kernel exists for several instruction sets; what they give is the same. The best
 * one this machine has is chosen at the first use. All kernels may be called from any thread.
 */
#ifndef HD_QUERY_KERNEL_H
#define HD_QUERY_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Rows worked on between two polls; 8 KiB of a bitmap, which stay in L1 next to what they meet. */
#define HD_KERNEL_BLOCK ((size_t)65536)

typedef struct hd_codes {
    const void *at; /* uint8_t, uint16_t or uint32_t; NULL: every row has code 0 */
    unsigned width; /* bytes: 1, 2 or 4 */
} hd_codes;

static inline uint32_t hd_codes_at(hd_codes codes, size_t i)
{
    if (!codes.at)
        return 0;
    return codes.width == 1   ? ((const uint8_t *)codes.at)[i]
           : codes.width == 2 ? ((const uint16_t *)codes.at)[i]
                              : ((const uint32_t *)codes.at)[i];
}

typedef enum hd_kernel_op {
    HD_KERNEL_AND,
    HD_KERNEL_OR,
    HD_KERNEL_ANDNOT /* a without b */
} hd_kernel_op;

struct hd_tally;

typedef struct hd_kernels {
    const char *name; /* "portable", "popcnt", "avx2", "avx512" */

    /* out: the rows with lo <= code <= hi; whole words are written. lo > hi gives none. */
    void (*in_range)(uint64_t *out, hd_codes codes, uint32_t lo, uint32_t hi, size_t from,
                     size_t to);
    /* out: the rows whose code c has bit c % 64 of table[c / 64] set; codes >= n_codes have it not.
     * The table has (n_codes + 63) / 64 words. One byte wide it costs little more than in_range
     * with AVX2 (0.02 ns a row), else and for wider codes 0.3 to 0.6 ns a row. */
    void (*in_table)(uint64_t *out, hd_codes codes, const uint64_t *table, uint32_t n_codes,
                     size_t from, size_t to);

    /* out[i] = plus[i] + table[codes[i]] for i < n, sums under 256; plus NULL: the entry alone. out may be plus. */
    void (*map_bytes)(uint8_t *out, const uint8_t *plus, const uint8_t *codes,
                      const uint8_t table[256], size_t n);
    /* dst = a OP b. dst may be a or b. */
    void (*combine)(uint64_t *dst, const uint64_t *a, const uint64_t *b, hd_kernel_op op,
                    size_t from, size_t to);
    /* How many rows are in a OP b. b = NULL: in a. */
    uint64_t (*count)(const uint64_t *a, const uint64_t *b, hd_kernel_op op, size_t from,
                      size_t to);

    /* counts[i] += rows in both cols[i] and filter. filter = NULL: in cols[i]. */
    void (*and_counts)(const uint64_t *filter, const uint64_t *const *cols, size_t n_cols,
                       size_t from, size_t to, uint64_t *counts);
    /* counts[i * n_y + j] += rows in all of xs[i], ys[j] and filter (NULL: any). */
    void (*cross)(const uint64_t *const *xs, size_t n_x, const uint64_t *const *ys, size_t n_y,
                  const uint64_t *filter, size_t from, size_t to, uint64_t *counts);
    /* The same of cols with themselves, at half the cost: counts[i * n_cols + j] == counts[j *
     * n_cols + i] if they were so before; the diagonal has the columns' own counts. */
    void (*pairs)(const uint64_t *const *cols, size_t n_cols, const uint64_t *filter, size_t from,
                  size_t to, uint64_t *counts);

    /* counts[t] += how many of n words that follow each other have bit t. */
    void (*word_counts)(const uint64_t *words, size_t n, uint32_t counts[64]);
    /* The same of words whose row, rows[i] of words[i], is in filter: several times as slow. */
    void (*row_counts)(const uint64_t *words, const uint32_t *rows, size_t n,
                       const uint64_t *filter, uint32_t counts[64]);

    /* cols[t] = the bitmap of bit t of the theme words, t < n_cols <= 64; whole words are
     * written. */
    void (*transpose)(const uint64_t *words, size_t stride, uint64_t *const *cols, size_t n_cols,
                      size_t from, size_t to);

    /* Inside of hd_tally_rows and hd_draw_*: not to be called. */
    void (*tally)(struct hd_tally *tally, size_t word, hd_codes codes, const uint64_t *words,
                  size_t stride, const uint64_t *filter, size_t from, size_t to);
    void (*bernoulli)(uint64_t state[4][8], unsigned digits, uint32_t p, uint64_t *out,
                      size_t n_words);
} hd_kernels;

/* The kernels in use. */
const hd_kernels *hd_kernels_get(void);

/* Use the named variant from now on; NULL or "" goes back to the best one. Not while another thread
 * is counting. HD_EUSAGE when there is no such variant (the message lists them), HD_EMISSING when
 * this machine lacks it; then nothing changes. */
hd_status hd_kernels_force(const char *name, hd_err *err);

/* The variants of this build, slowest first, for tests and benchmarks: NULL when i is too large.
 * *runs (NULL is allowed): whether this machine can run it. */
const hd_kernels *hd_kernels_nth(size_t i, bool *runs);

/* ---- group x theme ---- */

/* Counts of rows by group and by group and theme bit. Rows are added in any number of calls; counts
 * are complete after hd_tally_finish. One thread at a time; give each its own and add them up.
 *
 * Every group has a row of byte counters for 64 themes, to which the theme word of a row is added
 * at once as 64 ones and zeros; they are emptied into 32 bits before they can overflow. The cost
 * of a row is the same for one group or hundreds, as long as the byte counters (64 bytes a word
 * and group, four times that up to 256 groups) stay in L2. For few groups a bitmap each (in_range)
 * and cross are faster: up to about 10 groups with AVX-512, 6 without.
 *
 * With a filter only the kept rows are visited. A tally of one group (no codes) gives the theme
 * counts of few rows faster than and_counts does: below 4% of the rows with AVX-512, 7% with AVX2,
 * 9% with the others. */
typedef struct hd_tally {
    size_t n_groups;
    size_t n_words;   /* theme words a row; 0: rows by group only */
    uint32_t *counts; /* [group * n_words * 64 + word * 64 + bit] */
    uint32_t *totals; /* [group]: rows, whatever their themes */
    /* inside */
    unsigned copies;  /* byte counters a group: 4, by row number, so that runs of one group do not
                         wait for themselves; 1 when there are many groups */
    uint8_t *bytes;   /* [(word * n_groups + group) * copies + copy][64] */
    uint8_t *pending; /* [(word * n_groups + group) * copies + copy]: rows in the byte counters */
    uint32_t *rows;   /* [copy * n_groups + group], with n_words = 0 */
    void *memory;     /* what bytes points into */
} hd_tally;

/* Room needed for a tally in bytes, to be held against a limit first; SIZE_MAX when it
 * overflows. */
size_t hd_tally_size(size_t n_groups, size_t n_words);
/* All zero. n_groups > 0. Released with hd_tally_release. */
void hd_tally_init(hd_tally *tally, size_t n_groups, size_t n_words);
void hd_tally_release(hd_tally *tally);

/* Add rows. codes: the group of each, < n_groups for every row that is counted (not checked; rows
 * the filter leaves out may hold any). words: row r has its first theme word at words[r * stride],
 * the others after it (stride >= n_words); unused with n_words = 0. For words in planes keep one
 * tally a plane. filter: NULL counts every row. */
void hd_tally_rows(hd_tally *tally, hd_codes codes, const uint64_t *words, size_t stride,
                   const uint64_t *filter, size_t from, size_t to);
/* Bring counts and totals up to date; more rows may be added after it. */
void hd_tally_finish(hd_tally *tally);
/* into += from, of the same shape, both finished. */
void hd_tally_add(hd_tally *into, const hd_tally *from);

#endif
