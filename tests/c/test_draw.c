#include "query/draw.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "query/kernel.h"

/* Seeds are fixed, so the chi-square values below never change; the limits are those that a fair
 * generator passes 9,999 times in 10,000 (Wilson and Hilferty's approximation). */
static double chi_limit(size_t freedom)
{
    double f = (double)freedom, h = 2.0 / (9.0 * f), root = 1.0, x = 1.0 - h;

    for (size_t i = 0; i < 60; i++)
        root = (root + h / root) / 2;
    x += 3.719 * root;
    return f * x * x * x;
}

static double chi_square(const size_t *seen, size_t n, double expected)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += ((double)seen[i] - expected) * ((double)seen[i] - expected) / expected;
    return sum;
}

static size_t count_bits(const uint64_t *b, size_t words)
{
    size_t n = 0;

    for (size_t i = 0; i < words; i++)
        for (unsigned k = 0; k < 64; k++)
            n += b[i] >> k & 1;
    return n;
}

Test(draw, subsets_have_their_size_and_no_tail)
{
    static const size_t sizes[] = {0,   1,   2,   63,   64,   65,   127,   511,
                                   512, 513, 600, 3000, 4096, 5000, 65535, 100001};

    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        size_t n = sizes[s], words = (n + 63) / 64;
        const size_t some[] = {0,     n > 0,         n / 100,   n / 32, n / 7,
                               n / 2, n / 2 + n % 2, n - n / 9, n};
        uint64_t *b = hd_alloc(words * sizeof *b);
        for (size_t k = 0; k < sizeof some / sizeof some[0]; k++)
            for (uint64_t draw = 0; draw < 5; draw++) {
                hd_draw_subset(99, draw, n, some[k], b);
                cr_assert_eq(count_bits(b, words), some[k], "%zu of %zu", some[k], n);
                cr_assert(n % 64 == 0 || b[n / 64] >> n % 64 == 0);
            }
        hd_free(b);
    }
}

/* Every subset of k of n as a number; each must come equally often. */
static void check_small(size_t n, size_t k)
{
    static size_t seen[1024], by_rank[1024];
    size_t n_sets = 0;
    const size_t draws = 60000;

    memset(seen, 0, sizeof seen);
    for (uint64_t draw = 0; draw < draws; draw++) {
        uint64_t b;
        hd_draw_subset(12345, draw, n, k, &b);
        seen[b]++;
    }
    for (uint64_t set = 0; set < (uint64_t)1 << n; set++)
        if (count_bits(&set, 1) == k)
            by_rank[n_sets++] = seen[set];
        else
            cr_assert_eq(seen[set], 0);
    double chi = chi_square(by_rank, n_sets, (double)draws / (double)n_sets);
    cr_assert_lt(chi, chi_limit(n_sets - 1), "%zu of %zu: chi-square %.1f", k, n, chi);
}

Test(draw, every_subset_of_a_small_set_is_equally_likely)
{
    for (size_t n = 2; n <= 10; n++)
        for (size_t k = 1; k < n; k++)
            check_small(n, k);
}

/* Rows, and pairs of rows, over several words. */
static void check_rows(size_t n, size_t k, size_t draws)
{
    size_t *rows = hd_calloc(n, sizeof *rows), *pairs = hd_calloc(n * n, sizeof *pairs), at = 0;
    uint64_t b[4];
    double in = (double)k / (double)n, both = in * (double)(k - 1) / (double)(n - 1);

    for (uint64_t draw = 0; draw < draws; draw++) {
        hd_draw_subset(777, draw, n, k, b);
        for (size_t i = 0; i < n; i++) {
            if (!(b[i / 64] >> i % 64 & 1))
                continue;
            rows[i]++;
            for (size_t j = i + 1; j < n; j++)
                pairs[i * n + j] += b[j / 64] >> j % 64 & 1;
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            pairs[at++] = pairs[i * n + j];
    /* Both are of fixed sum and negatively correlated, so chi-square is the smaller by about 1 - in
     * (rows) and at most that of independent cells (pairs). */
    double chi = chi_square(rows, n, (double)draws * in) / (1 - in);
    cr_assert_lt(chi, chi_limit(n - 1), "%zu of %zu, rows: %.1f", k, n, chi);
    chi = k < 2 ? 0 : chi_square(pairs, at, (double)draws * both);
    cr_assert_lt(chi, chi_limit(at), "%zu of %zu, pairs: %.1f", k, n, chi);
    hd_free(rows);
    hd_free(pairs);
}

Test(draw, rows_and_pairs_are_equally_likely_across_words)
{
    check_rows(70, 1, 20000);
    check_rows(70, 23, 20000);
    check_rows(130, 60, 10000);
    check_rows(200, 150, 10000);
}

/* One of 8, draw after draw and seed after seed: the next is independent of this one. */
Test(draw, draws_and_seeds_do_not_hang_together)
{
    for (int by_seed = 0; by_seed < 2; by_seed++) {
        size_t seen[64] = {0};
        uint64_t before = 1, b;
        for (uint64_t i = 0; i < 64000; i++, before = b) {
            hd_draw_subset(by_seed ? i : 5, by_seed ? 5 : i, 8, 1, &b);
            seen[__builtin_ctzll(before) * 8 + __builtin_ctzll(b)]++;
        }
        double chi = chi_square(seen, 64, 1000);
        cr_assert_lt(chi, chi_limit(63), "by seed %d: %.1f", by_seed, chi);
    }
}

/* The members of a base that are in a column follow the hypergeometric distribution. */
Test(draw, counts_have_the_mean_and_variance_of_drawing_without_replacement)
{
    enum { N = 3000, K = 414, IN = 600, DRAWS = 20000 };
    uint64_t *col = hd_calloc((N + 63) / 64, sizeof *col);
    uint32_t *counts = hd_alloc(DRAWS * sizeof *counts);
    const uint64_t *cols[] = {col};
    double sum = 0, squares = 0, p = (double)IN / N;
    double mean = K * p, variance = K * p * (1 - p) * (N - K) / (N - 1);

    for (size_t i = 0; i < IN; i++)
        col[i * 5 / 64] |= (uint64_t)1 << i * 5 % 64;
    hd_draws *d = hd_draws_new(NULL, cols, 1, N);
    hd_draws_count(d, 31, K, 0, DRAWS, counts);
    for (size_t i = 0; i < DRAWS; i++) {
        sum += counts[i];
        squares += ((double)counts[i] - mean) * ((double)counts[i] - mean);
    }
    /* 4 standard errors of a mean (8.3 / 141) and of a variance (1%). */
    cr_assert_float_eq(sum / DRAWS, mean, 0.24, "mean %f, not %f", sum / DRAWS, mean);
    cr_assert_float_eq(squares / DRAWS, variance, 0.04 * variance, "variance %f, not %f",
                       squares / DRAWS, variance);
    hd_draws_free(d);
    hd_free(col);
    hd_free(counts);
}

/* ---- counting against a base ---- */

static uint64_t *some_bitmap(size_t n, size_t seed, size_t of_16)
{
    uint64_t *b = hd_calloc((n + 63) / 64, sizeof *b), s = seed * 77 + 1;

    for (size_t i = 0; i < n; i++) {
        s = s * 6364136223846793005u + 1442695040888963407u;
        b[i / 64] |= (uint64_t)((s >> 60) < of_16) << i % 64;
    }
    return b;
}

enum { COLS = 5, DRAWS = 37 };

/* Draw j's subset is of member numbers: the m-th row of the base stands for m. */
static void check_base(size_t n, const uint64_t *base, const uint64_t *const *cols)
{
    hd_draws *d = hd_draws_new(base, cols, COLS, n);
    size_t members = n, k;

    for (size_t i = 0; base && i < n; i++)
        members -= !(base[i / 64] >> i % 64 & 1);
    k = members * 2 / 5;
    uint64_t *set = hd_calloc((members + 63) / 64, sizeof *set);
    uint32_t counts[DRAWS * COLS], again[COLS];

    hd_draws_count(d, 9, k, 3, 3 + DRAWS, counts);
    for (size_t j = 0; j < DRAWS; j++) {
        size_t m = 0, want[COLS] = {0};
        hd_draw_subset(9, 3 + j, members, k, set);
        for (size_t i = 0; i < n; i++) {
            if (base && !(base[i / 64] >> i % 64 & 1))
                continue;
            if (set[m / 64] >> m % 64 & 1)
                for (size_t c = 0; c < COLS; c++)
                    want[c] += cols[c][i / 64] >> i % 64 & 1;
            m++;
        }
        cr_assert_eq(m, members);
        hd_draws_count(d, 9, k, 3 + j, 4 + j, again);
        for (size_t c = 0; c < COLS; c++) {
            cr_assert_eq(counts[j * COLS + c], want[c], "n %zu, draw %zu, column %zu", n, j, c);
            cr_assert_eq(again[c], want[c], "n %zu, draw %zu alone", n, j);
        }
    }
    hd_free(set);
    hd_draws_free(d);
}

Test(draw, counts_agree_with_a_walk_over_the_base)
{
    static const size_t sizes[] = {1, 63, 64, 65, 200, 511, 512, 513, 3000};
    const hd_kernels *kernels;
    bool runs;

    for (size_t v = 0; (kernels = hd_kernels_nth(v, &runs)) != NULL; v++) {
        if (!runs) {
            fprintf(stderr, "draw: '%s' is not tested: this machine lacks it\n", kernels->name);
            continue;
        }
        hd_kernels_force(kernels->name, NULL);
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
            uint64_t *cols[COLS], *base;
            for (size_t c = 0; c < COLS; c++)
                cols[c] = some_bitmap(sizes[s], c + 1, 3 + 2 * c);
            check_base(sizes[s], NULL, (const uint64_t *const *)cols);
            for (size_t of_16 = 0; of_16 <= 16; of_16 += 4) {
                base = some_bitmap(sizes[s], 100 + of_16, of_16);
                check_base(sizes[s], base, (const uint64_t *const *)cols);
                hd_free(base);
            }
            for (size_t c = 0; c < COLS; c++)
                hd_free(cols[c]);
        }
    }
    hd_kernels_force(NULL, NULL);
}

/* The bytes are part of what a script prints: they may never change. */
Test(draw, a_draw_is_the_same_everywhere_and_for_ever)
{
    const hd_kernels *kernels;
    bool runs;
    uint64_t b[16];

    for (size_t v = 0; (kernels = hd_kernels_nth(v, &runs)) != NULL; v++) {
        if (!runs)
            continue;
        hd_kernels_force(kernels->name, NULL);
        hd_draw_subset(1, 2, 1000, 300, b);
        cr_assert_eq(b[0], 0x0300508882425D2E, "%s: %#lx", kernels->name, (unsigned long)b[0]);
        cr_assert_eq(b[15], 0x0000008C52696241, "%s: %#lx", kernels->name, (unsigned long)b[15]);
    }
    hd_kernels_force(NULL, NULL);
}
