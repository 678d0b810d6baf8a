#include "query/draw.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bits.h"
#include "query/kernel.h"

/* ---- random numbers ---- */

static uint64_t mix(uint64_t z) /* the output function of SplitMix64 */
{
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

static uint64_t split_next(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15;
    return mix(*state);
}

/* Seed and draw are mixed one after the other, so that no sum or difference of the two repeats. */
static uint64_t split_start(uint64_t seed, uint64_t draw)
{
    uint64_t state = seed;

    return mix(split_next(&state) ^ mix(draw + 0x9E3779B97F4A7C15));
}

/* 0 .. n-1 evenly, 0 < n < 2^32: the high half of a product, drawn again in the few cases that
 * would make some results likelier. */
static size_t below(uint64_t *state, size_t n)
{
    for (;;) {
        uint64_t product = (split_next(state) >> 32) * (uint64_t)n;
        uint32_t rest = (uint32_t)product;
        if (rest >= n || rest >= (uint32_t)(0 - (uint32_t)n) % (uint32_t)n)
            return (size_t)(product >> 32);
    }
}

/* ---- subsets ---- */

/* As many binary digits of the share as make its rounding matter less than chance does: half of
 * the digits of n, and one. */
static unsigned digits_for(size_t n)
{
    unsigned digits = 1;

    while (digits < 16 && (size_t)1 << 2 * (digits - 1) < n)
        digits++;
    return digits;
}

/* Add (want one) or take away rows of 0 .. n-1 until there are k. */
static void mend(uint64_t *bits, size_t n, size_t have, size_t k, uint64_t *state)
{
    const uint64_t flip = have < k ? 0 : UINT64_MAX;

    /* Without a branch on chance, which a machine would guess wrong half of the time. */
    for (size_t left = have < k ? k - have : have - k; left > 0;) {
        size_t row = below(state, n);
        uint64_t *word = &bits[row / 64], turned = ~(*word ^ flip) & (uint64_t)1 << row % 64;
        *word ^= turned;
        left -= turned != 0;
    }
}

/* At most half of the rows, so that no place is looked for long. */
static void draw_few(uint64_t *state, size_t n, size_t k, uint64_t *out)
{
    const hd_kernels *kernels = hd_kernels_get();
    const size_t words = hd_bits_words(n);
    const unsigned digits = digits_for(n);
    uint32_t p = (uint32_t)(((uint64_t)k << digits) / n);
    uint64_t lanes[4][8];
    size_t have = 0;

    /* Taking away looks for a member: where they are rare it is cheaper only to add. */
    if (k < n / 32 || p == 0) {
        memset(out, 0, words * sizeof *out);
    } else {
        for (size_t i = 0; i < 3; i++)
            for (size_t lane = 0; lane < 8; lane++)
                lanes[i][lane] = split_next(state);
        for (size_t lane = 0; lane < 8; lane++)
            lanes[3][lane] = 1;
        kernels->bernoulli(lanes, digits, p, out, words);
        if (n % 64)
            out[words - 1] &= ((uint64_t)1 << n % 64) - 1;
        have = kernels->count(out, NULL, HD_KERNEL_AND, 0, n);
    }
    mend(out, n, have, k, state);
}

void hd_draw_subset(uint64_t seed, uint64_t draw, size_t n, size_t k, uint64_t *out)
{
    uint64_t state = split_start(seed, draw);

    if (n == 0)
        return;
    if (k <= n / 2) {
        draw_few(&state, n, k, out);
        return;
    }
    draw_few(&state, n, n - k, out);
    for (size_t i = 0; i < hd_bits_words(n); i++)
        out[i] = ~out[i];
    if (n % 64)
        out[n / 64] &= ((uint64_t)1 << n % 64) - 1;
}

/* ---- counting draws ---- */

struct hd_draws {
    size_t n_members;
    size_t n_cols;
    const uint64_t **cols; /* of the members only */
    uint64_t *packed;      /* NULL when borrowed */
};

/* How the bits of a word that stand under a mask move to its low end, in six steps of 1, 2, 4, ...
 * places (Warren, Hacker's Delight, 7-4); made once a word of the base, used for every column. */
typedef struct squeeze {
    uint64_t mask;
    uint64_t move[6];
} squeeze;

static void squeeze_init(squeeze *s, uint64_t mask)
{
    uint64_t left = mask, gaps = ~mask << 1;

    s->mask = mask;
    for (unsigned step = 0; step < 6; step++) {
        uint64_t odd = gaps;
        for (unsigned by = 1; by < 64; by *= 2)
            odd ^= odd << by; /* bit i: an odd number of gap bits at or below i */
        uint64_t move = odd & left;
        s->move[step] = move;
        left = (left ^ move) | move >> (1u << step);
        gaps &= ~odd;
    }
}

static uint64_t squeeze_word(const squeeze *s, uint64_t word)
{
    word &= s->mask;
    for (unsigned step = 0; step < 6; step++) {
        uint64_t moved = word & s->move[step];
        word = (word ^ moved) | moved >> (1u << step);
    }
    return word;
}

/* Append n bits, which stand at the low end of word, after `at` bits of to. */
static void append(uint64_t *to, size_t at, uint64_t word, size_t n)
{
    if (n == 0)
        return;
    to[at / 64] |= word << at % 64;
    if (at % 64 + n > 64)
        to[at / 64 + 1] |= word >> (64 - at % 64);
}

static void pack_columns(hd_draws *d, const uint64_t *base, const uint64_t *const *cols,
                         size_t n_rows)
{
    const size_t words = (hd_bits_words(d->n_members) + 7) & ~(size_t)7;
    size_t at = 0;

    d->packed = hd_calloc(d->n_cols * words + 1, sizeof *d->packed);
    for (size_t c = 0; c < d->n_cols; c++)
        d->cols[c] = d->packed + c * words;
    for (size_t i = 0; i < hd_bits_words(n_rows); i++) {
        size_t n = (size_t)__builtin_popcountll(base[i]);
        squeeze s;
        if (n == 0)
            continue;
        squeeze_init(&s, base[i]);
        for (size_t c = 0; c < d->n_cols; c++)
            append(d->packed + c * words, at, squeeze_word(&s, cols[c][i]), n);
        at += n;
    }
}

hd_draws *hd_draws_new(const uint64_t *base, const uint64_t *const *cols, size_t n_cols,
                       size_t n_rows)
{
    hd_draws *d = hd_calloc(1, sizeof *d);

    d->n_cols = n_cols;
    d->n_members = base ? hd_kernels_get()->count(base, NULL, HD_KERNEL_AND, 0, n_rows) : n_rows;
    d->cols = hd_calloc(n_cols, sizeof *d->cols);
    if (d->n_members == n_rows)
        for (size_t c = 0; c < n_cols; c++)
            d->cols[c] = cols[c];
    else
        pack_columns(d, base, cols, n_rows);
    return d;
}

void hd_draws_free(hd_draws *d)
{
    if (!d)
        return;
    hd_free(d->packed);
    hd_free(d->cols);
    hd_free(d);
}

void hd_draws_count(const hd_draws *d, uint64_t seed, size_t k, uint64_t first, uint64_t last,
                    uint32_t *counts)
{
    const hd_kernels *kernels = hd_kernels_get();
    const size_t words = (hd_bits_words(d->n_members) + 7) & ~(size_t)7;
    uint64_t *room = hd_calloc(HD_DRAWS_STEP * words + 1, sizeof *room);
    uint64_t *sums = hd_calloc(HD_DRAWS_STEP * d->n_cols, sizeof *sums);
    const uint64_t *sets[HD_DRAWS_STEP];

    for (uint64_t i = first; i < last; i += HD_DRAWS_STEP) {
        size_t n = last - i < HD_DRAWS_STEP ? (size_t)(last - i) : HD_DRAWS_STEP;
        for (size_t j = 0; j < n; j++) {
            hd_draw_subset(seed, i + j, d->n_members, k, room + j * words);
            sets[j] = room + j * words;
        }
        memset(sums, 0, n * d->n_cols * sizeof *sums);
        kernels->cross(sets, n, d->cols, d->n_cols, NULL, 0, d->n_members, sums);
        for (size_t j = 0; j < n * d->n_cols; j++)
            *counts++ = (uint32_t)sums[j];
    }
    hd_free(sums);
    hd_free(room);
}
