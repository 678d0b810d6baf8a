/* kernel_body.h -- the kernels, written once; included by each kernel_<variant>.c and nowhere else.
 *
 * Before it a variant defines
 *   KERNEL_NAME       the name of its hd_kernels
 *   KERNEL            the target attribute of every function (may be empty)
 *   POPCOUNT(w)       bits set in a word
 *   add_word(b, w)    add the bits of a word to the 64 bytes at b
 *   pack_flags(f)     64 bytes of 0 or 1 as a word
 * and may define, where plain C is not good enough,
 *   KERNEL_RANGE      and byte_range(codes, lo, span): which of 64 byte codes are lo to lo + span
 *   KERNEL_LOOKUP     and look_up(codes, halves): 64 byte codes by a table, see kernel_codes.h
 *   KERNEL_MAP        and map_64(out, plus, codes, table, n): see map_bytes, n <= 64
 *   KERNEL_COUNT_AND  and count_and
 *   KERNEL_TILE       and tile
 *   KERNEL_LANES      words of a vector, 2 unless it says so
 *   KERNEL_ADD_BITS   and add_bits, see kernel_sums.h
 * All are inlined, and the plain loops below become vector code in the variants that have the
 * instructions (gcc needs -O3 for that, see the Makefile).
 */
#ifndef HD_QUERY_KERNEL_BODY_H
#define HD_QUERY_KERNEL_BODY_H

#include <string.h>

#include "query/kernel.h"

#define INLINE KERNEL static inline __attribute__((always_inline))

/* Words of a filter that meet every column before the next ones: 8 KiB of it stay in L1 beside what streams past. */
enum { FILTER_WORDS = 1024 };
/* Words of each column that meet those of every other: together about 256 KiB, which L2 holds. */
enum { TILE_WORDS = 512, TILE_LEAST = 64, TILE_ALL = 32768 };
/* Not a multiple of 4 KiB apart, which would put all four columns into the same places of L1. */
enum { ROOM_WORDS = TILE_WORDS + 24 };

/* Of both ends of a range: an empty one may stand at the last row, inside a word. */
static inline size_t words_to(size_t rows)
{
    return (rows + 63) / 64;
}

static inline size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

#include "query/kernel_codes.h"
#include "query/kernel_sums.h"

/* ---- bitmaps with bitmaps ---- */

KERNEL static void combine(uint64_t *dst, const uint64_t *a, const uint64_t *b, hd_kernel_op op,
                           size_t from, size_t to)
{
    size_t first = words_to(from), end = words_to(to);

    if (op == HD_KERNEL_AND)
        for (size_t i = first; i < end; i++)
            dst[i] = a[i] & b[i];
    else if (op == HD_KERNEL_OR)
        for (size_t i = first; i < end; i++)
            dst[i] = a[i] | b[i];
    else
        for (size_t i = first; i < end; i++)
            dst[i] = a[i] & ~b[i];
}

#ifndef KERNEL_COUNT_AND
INLINE uint64_t count_and(const uint64_t *a, const uint64_t *b, size_t first, size_t end)
{
    uint64_t n = 0, s[4] = {0};
    size_t i = first;

    for (; i + 4 <= end; i += 4)
        for (size_t k = 0; k < 4; k++)
            s[k] += (uint64_t)POPCOUNT(a[i + k] & b[i + k]);
    for (; i < end; i++)
        n += (uint64_t)POPCOUNT(a[i] & b[i]);
    return n + s[0] + s[1] + s[2] + s[3];
}
#endif

KERNEL static uint64_t count(const uint64_t *a, const uint64_t *b, hd_kernel_op op, size_t from,
                             size_t to)
{
    size_t first = words_to(from), end = words_to(to);
    uint64_t n = 0;

    if (!b)
        return count_and(a, a, first, end);
    if (op == HD_KERNEL_AND)
        return count_and(a, b, first, end);
    if (op == HD_KERNEL_OR)
        for (size_t i = first; i < end; i++)
            n += (uint64_t)POPCOUNT(a[i] | b[i]);
    else
        for (size_t i = first; i < end; i++)
            n += (uint64_t)POPCOUNT(a[i] & ~b[i]);
    return n;
}

/* Two columns side by side, four vectors of each at a time: measured to be about as fast as reading the cache
 * alone, where one column or four are slower on some runs, depending on where they lie. */
#ifdef KERNEL_COUNT_AND
INLINE void count_two(const uint64_t *filter, const uint64_t *const c[2], size_t first, size_t end,
                      uint64_t counts[2])
{
    for (size_t k = 0; k < 2; k++)
        counts[k] += count_and(filter ? filter : c[k], c[k], first, end);
}
#else
INLINE void count_two(const uint64_t *filter, const uint64_t *const c[2], size_t first, size_t end,
                      uint64_t counts[2])
{
    const uint64_t *c0 = c[0], *c1 = c[1];
    uint64_t s0 = 0, s1 = 0;

#pragma GCC unroll 4
    for (size_t i = first; i < end; i++) {
        uint64_t f = filter ? filter[i] : UINT64_MAX;
        s0 += (uint64_t)POPCOUNT(c0[i] & f);
        s1 += (uint64_t)POPCOUNT(c1[i] & f);
    }
    counts[0] += s0;
    counts[1] += s1;
}
#endif

KERNEL static void and_counts(const uint64_t *filter, const uint64_t *const *cols, size_t n_cols,
                              size_t from, size_t to, uint64_t *counts)
{
    size_t end = words_to(to), even = n_cols / 2 * 2;

    for (size_t b = words_to(from); b < end; b += FILTER_WORDS) {
        size_t e = least(b + FILTER_WORDS, end);
        for (size_t c = 0; filter && c < even; c += 2)
            count_two(filter, cols + c, b, e, counts + c);
        for (size_t c = 0; !filter && c < even; c += 2)
            count_two(NULL, cols + c, b, e, counts + c);
        if (even < n_cols)
            counts[even] += count_and(filter ? filter : cols[even], cols[even], b, e);
    }
}

/* ---- all pairs ---- */

#ifndef KERNEL_TILE
/* The 16 pairs of four columns with four: 8 loads for 16 counts. */
KERNEL static void tile(const uint64_t *const x[4], const uint64_t *const y[4], size_t n,
                        uint64_t out[16])
{
    const uint64_t *x0 = x[0], *x1 = x[1], *x2 = x[2], *x3 = x[3];
    const uint64_t *y0 = y[0], *y1 = y[1], *y2 = y[2], *y3 = y[3];
    uint64_t s[16] = {0};

#define PAIR(k, p, q) s[k] += (uint64_t)POPCOUNT((p)[i] & (q)[i])
    for (size_t i = 0; i < n; i++) {
        PAIR(0, x0, y0), PAIR(1, x0, y1), PAIR(2, x0, y2), PAIR(3, x0, y3);
        PAIR(4, x1, y0), PAIR(5, x1, y1), PAIR(6, x1, y2), PAIR(7, x1, y3);
        PAIR(8, x2, y0), PAIR(9, x2, y1), PAIR(10, x2, y2), PAIR(11, x2, y3);
        PAIR(12, x3, y0), PAIR(13, x3, y1), PAIR(14, x3, y2), PAIR(15, x3, y3);
    }
#undef PAIR
    for (size_t k = 0; k < 16; k++)
        out[k] = s[k];
}
#endif

/* Columns first .. first+3 from word b on; past the last column that one again. */
INLINE void four(const uint64_t *const *cols, size_t n, size_t first, size_t b,
                 const uint64_t *out[4])
{
    for (size_t k = 0; k < 4; k++)
        out[k] = cols[least(first + k, n - 1)] + b;
}

/* The four columns under the filter, copied into room. */
INLINE void filter_four(const uint64_t *four[4], const uint64_t *filter, size_t n,
                        uint64_t room[4][ROOM_WORDS])
{
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < n; i++)
            room[k][i] = four[k][i] & filter[i];
        four[k] = room[k];
    }
}

/* With `same` xs and ys are one set of columns, and only tiles on and above the diagonal are
 * counted; each is written to both sides of it. */
INLINE void cross_tiles(const uint64_t *const *xs, size_t n_x, const uint64_t *const *ys,
                        size_t n_y, const uint64_t *filter, size_t from, size_t to, bool same,
                        uint64_t *counts)
{
    size_t step = TILE_ALL / (n_y + 4) / 8 * 8, end = words_to(to);
    uint64_t room[4][ROOM_WORDS], out[16];
    const uint64_t *x[4], *y[4];

    step = step < TILE_LEAST ? TILE_LEAST : least(step, TILE_WORDS);
    for (size_t b = words_to(from); b < end; b += step) {
        size_t n = least(step, end - b);
        for (size_t p = 0; p < n_x; p += 4) {
            four(xs, n_x, p, b, x);
            if (filter)
                filter_four(x, filter + b, n, room);
            for (size_t q = same ? p : 0; q < n_y; q += 4) {
                four(ys, n_y, q, b, y);
                tile(x, y, n, out);
                for (size_t i = p; i < least(p + 4, n_x); i++)
                    for (size_t j = q; j < least(q + 4, n_y); j++) {
                        counts[i * n_y + j] += out[(i - p) * 4 + j - q];
                        if (same && p != q)
                            counts[j * n_y + i] += out[(i - p) * 4 + j - q];
                    }
            }
        }
    }
}

KERNEL static void cross(const uint64_t *const *xs, size_t n_x, const uint64_t *const *ys,
                         size_t n_y, const uint64_t *filter, size_t from, size_t to,
                         uint64_t *counts)
{
    cross_tiles(xs, n_x, ys, n_y, filter, from, to, false, counts);
}

KERNEL static void pairs(const uint64_t *const *cols, size_t n_cols, const uint64_t *filter,
                         size_t from, size_t to, uint64_t *counts)
{
    cross_tiles(cols, n_cols, cols, n_cols, filter, from, to, true, counts);
}

/* ---- theme words to bitmaps ---- */

/* Eight 64 x 64 blocks side by side: bit c of a[r][k] and bit r of a[c][k] change places. Halves,
 * quarters, ... of the square swap across its diagonal (Warren, Hacker's Delight, 7-3). */
INLINE void swap_blocks(uint64_t a[64][8])
{
    static const uint64_t low[6] = {0x00000000FFFFFFFF, 0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF,
                                    0x0F0F0F0F0F0F0F0F, 0x3333333333333333, 0x5555555555555555};

    for (unsigned s = 0; s < 6; s++) {
        unsigned half = 32u >> s;
        for (unsigned r = 0; r < 64; r = ((r | half) + 1) & ~half) {
            uint64_t x[8], y[8];
            memcpy(x, a[r], sizeof x);
            memcpy(y, a[r | half], sizeof y);
            for (unsigned k = 0; k < 8; k++) {
                uint64_t t = (x[k] >> half ^ y[k]) & low[s];
                x[k] ^= t << half;
                y[k] ^= t;
            }
            memcpy(a[r], x, sizeof x);
            memcpy(a[r | half], y, sizeof y);
        }
    }
}

KERNEL static void transpose(const uint64_t *words, size_t stride, uint64_t *const *cols,
                             size_t n_cols, size_t from, size_t to)
{
    uint64_t a[64][8];

    for (size_t i = from; i < to; i += 512) {
        size_t n = least(512, to - i);
        const uint64_t *w = words + i * stride;
        if (n < 512)
            memset(a, 0, sizeof a);
        for (size_t j = 0; j < n; j++)
            a[j % 64][j / 64] = w[j * stride];
        swap_blocks(a);
        if (n == 512)
            for (size_t c = 0; c < n_cols; c++)
                memcpy(cols[c] + i / 64, a[c], sizeof a[c]);
        else
            for (size_t c = 0; c < n_cols; c++)
                memcpy(cols[c] + i / 64, a[c], words_to(n) * sizeof a[c][0]);
    }
}

/* ---- group x theme ---- */

typedef struct place { /* one theme word of a tally */
    uint8_t *bytes, *pending;
    uint32_t *counts, *totals;
    size_t per_group; /* counts a group */
    bool first;       /* the word that keeps the totals */
} place;

KERNEL static void empty_bytes(uint8_t *bytes, uint32_t *counts)
{
    uint8_t b[64];

    memcpy(b, bytes, sizeof b);
    memset(bytes, 0, sizeof b);
    for (size_t t = 0; t < 64; t++)
        counts[t] += b[t];
}

INLINE void tally_row(const place *p, size_t group, unsigned shift, size_t copy, uint64_t word)
{
    size_t k = (group << shift) + copy;
    uint8_t *bytes = p->bytes + k * 64;

    add_word(bytes, word);
    if (__builtin_expect(++p->pending[k] == UINT8_MAX, 0)) {
        empty_bytes(bytes, p->counts + group * p->per_group);
        p->pending[k] = 0;
        if (p->first)
            p->totals[group] += UINT8_MAX;
    }
}

INLINE size_t group_at(hd_codes codes, unsigned width, size_t i)
{
    return width == 0 ? 0 : code_at(codes.at, width, i);
}

INLINE void tally_rows(const place *p, hd_codes codes, unsigned width, unsigned shift,
                       const uint64_t *words, size_t stride, const uint64_t *filter, size_t from,
                       size_t to)
{
    const size_t copy = ((size_t)1 << shift) - 1;

    for (size_t i = from; i < to; i += 64) {
        uint64_t keep = to - i < 64 ? ((uint64_t)1 << (to - i)) - 1 : UINT64_MAX;
        if (filter)
            keep &= filter[i / 64];
        if (keep == UINT64_MAX) {
            const uint64_t *w = words + i * stride;
            for (size_t j = i; j < i + 64; j += 4, w += 4 * stride) {
                tally_row(p, group_at(codes, width, j), shift, 0, w[0]);
                tally_row(p, group_at(codes, width, j + 1), shift, 1 & copy, w[stride]);
                tally_row(p, group_at(codes, width, j + 2), shift, 2 & copy, w[2 * stride]);
                tally_row(p, group_at(codes, width, j + 3), shift, 3 & copy, w[3 * stride]);
            }
            continue;
        }
        for (size_t turn = 0; keep; keep &= keep - 1, turn++) {
            size_t j = i + (size_t)__builtin_ctzll(keep);
            tally_row(p, group_at(codes, width, j), shift, turn & copy, words[j * stride]);
        }
    }
}

KERNEL static void tally(hd_tally *t, size_t word, hd_codes codes, const uint64_t *words,
                         size_t stride, const uint64_t *filter, size_t from, size_t to)
{
    const size_t rows = t->n_groups * t->copies;
    const place p = {.bytes = t->bytes + word * rows * 64,
                     .pending = t->pending + word * rows,
                     .counts = t->counts + word * 64,
                     .totals = t->totals,
                     .per_group = t->n_words * 64,
                     .first = word == 0};
    const unsigned width = codes.at ? codes.width : 0;

#define ROWS(width, shift) tally_rows(&p, codes, width, shift, words, stride, filter, from, to)
    if (width == 0 && t->copies == 4)
        ROWS(0, 2);
    else if (width == 0)
        ROWS(0, 0);
    else if (width == 1 && t->copies == 4)
        ROWS(1, 2);
    else if (width == 1)
        ROWS(1, 0);
    else if (width == 2 && t->copies == 4)
        ROWS(2, 2);
    else if (width == 2)
        ROWS(2, 0);
    else if (t->copies == 4)
        ROWS(4, 2);
    else
        ROWS(4, 0);
#undef ROWS
}

/* ---- random bits ---- */

/* One step of eight generators side by side (draw.c says which). */
INLINE void random_step(uint64_t s[4][8], uint64_t out[8])
{
    for (unsigned k = 0; k < 8; k++) {
        uint64_t a = s[0][k], b = s[1][k], c = s[2][k];
        out[k] = a + b + s[3][k]++;
        s[0][k] = b ^ b >> 11;
        s[1][k] = c + (c << 3);
        s[2][k] = (c << 24 | c >> 40) + out[k];
    }
}

/* Every bit is one with probability p / 2^digits, 0 < p < 2^digits. From the last binary digit of p
 * to the first: a digit 1 is an OR with fair bits, which takes the chance q so far to (1 + q) / 2,
 * a digit 0 an AND, which takes it to q / 2. Zeros at the end change nothing and are passed
 * over. */
KERNEL static void bernoulli(uint64_t state[4][8], unsigned digits, uint32_t p, uint64_t *out,
                             size_t n_words)
{
    uint64_t s[4][8], bits[8], fair[8];
    unsigned first = (unsigned)__builtin_ctz(p);

    memcpy(s, state, sizeof s);
    for (size_t i = 0; i < n_words; i += 8) {
        memset(bits, 0, sizeof bits);
        for (unsigned d = first; d < digits; d++) {
            uint64_t one = 0 - (uint64_t)(p >> d & 1);
            random_step(s, fair);
            for (unsigned k = 0; k < 8; k++)
                bits[k] = (bits[k] & fair[k]) | (one & (bits[k] | fair[k]));
        }
        memcpy(out + i, bits, least(8, n_words - i) * sizeof *out);
    }
    memcpy(state, s, sizeof s);
}

extern const hd_kernels KERNEL_STRUCT;
const hd_kernels KERNEL_STRUCT = {.name = KERNEL_NAME,
                                  .in_range = in_range,
                                  .in_table = in_table,
                                  .map_bytes = map_bytes,
                                  .combine = combine,
                                  .count = count,
                                  .and_counts = and_counts,
                                  .cross = cross,
                                  .pairs = pairs,
                                  .word_counts = word_counts,
                                  .row_counts = row_counts,
                                  .transpose = transpose,
                                  .tally = tally,
                                  .bernoulli = bernoulli};

#endif
