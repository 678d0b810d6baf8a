#include "query/kernel.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"

/* Everything is checked against loops over single rows, for every variant this machine runs. Arrays
 * have no byte more than they need, so that the sanitizer sees a step past the end. */

static const size_t sizes[] = {0,
                               1,
                               2,
                               63,
                               64,
                               65,
                               127,
                               128,
                               191,
                               500,
                               511,
                               512,
                               513,
                               575,
                               1024,
                               4095,
                               4096,
                               4097,
                               8191,
                               8193,
                               32704,
                               32768,
                               32769,
                               HD_KERNEL_BLOCK - 1,
                               HD_KERNEL_BLOCK,
                               HD_KERNEL_BLOCK + 1,
                               HD_KERNEL_BLOCK + 65,
                               2 * HD_KERNEL_BLOCK + 129};
enum { N_SIZES = sizeof sizes / sizeof sizes[0] };

static uint64_t state;

static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545F4914F6CDD1D;
}

static size_t below(size_t n)
{
    return (size_t)((next_random() >> 32) * n >> 32);
}

static size_t words_of(size_t n)
{
    return (n + 63) / 64;
}

/* A bitmap of n rows, `of_8` eighths full. */
static uint64_t *random_bitmap(size_t n, size_t of_8)
{
    uint64_t *b = hd_calloc(words_of(n), sizeof *b);

    for (size_t i = 0; i < n; i++)
        b[i / 64] |= (uint64_t)(below(8) < of_8) << i % 64;
    return b;
}

static bool has(const uint64_t *b, size_t i)
{
    return b[i / 64] >> i % 64 & 1;
}

static uint32_t code(hd_codes c, size_t i)
{
    if (!c.at)
        return 0;
    return c.width == 1   ? ((const uint8_t *)c.at)[i]
           : c.width == 2 ? ((const uint16_t *)c.at)[i]
                          : ((const uint32_t *)c.at)[i];
}

static void set_code(hd_codes c, size_t i, uint32_t value)
{
    uint8_t *at = (uint8_t *)(uintptr_t)c.at + i * c.width;
    uint8_t one = (uint8_t)value;
    uint16_t two = (uint16_t)value;

    memcpy(at, c.width == 1 ? (void *)&one : c.width == 2 ? (void *)&two : (void *)&value, c.width);
}

static hd_codes random_codes(size_t n, unsigned width, size_t n_codes)
{
    hd_codes c = {hd_alloc(n * width), width};

    for (size_t i = 0; i < n; i++)
        set_code(c, i, (uint32_t)below(n_codes));
    return c;
}

static void free_codes(hd_codes c)
{
    hd_free((void *)(uintptr_t)c.at);
}

/* Some row to cut a range at: a multiple of 64 in 0 .. n, or n. */
static size_t some_cut(size_t n)
{
    return below(4) == 0 ? n : below(n / 64 + 1) * 64;
}

typedef void check_fn(const hd_kernels *k, size_t n, const char *where);

/* Calls check for every variant and size. */
static void for_all(check_fn *check)
{
    const hd_kernels *k;
    bool runs;

    for (size_t v = 0; (k = hd_kernels_nth(v, &runs)) != NULL; v++) {
        if (!runs) {
            fprintf(stderr, "kernel: '%s' is not tested: this machine lacks it\n", k->name);
            continue;
        }
        cr_assert_eq(hd_kernels_force(k->name, NULL), HD_OK);
        cr_assert_eq(hd_kernels_get(), k);
        for (size_t s = 0; s < N_SIZES; s++) {
            char where[80];
            state = 1000 * s + 17;
            snprintf(where, sizeof where, "%s, %zu rows, seed %lu", k->name, sizes[s],
                     (unsigned long)state);
            check(k, sizes[s], where);
        }
    }
    hd_kernels_force(NULL, NULL);
}

/* ---- codes to bitmaps ---- */

static void check_range(const hd_kernels *k, hd_codes c, size_t n, const char *where)
{
    uint64_t *out = hd_alloc(words_of(n) * sizeof *out);
    uint32_t top = c.width == 1 ? UINT8_MAX : c.width == 2 ? UINT16_MAX : UINT32_MAX;
    const uint32_t bounds[][2] = {{0, 0},     {0, UINT32_MAX}, {5, 4},     {3, 9},      {200, 255},
                                  {top, top}, {1, UINT32_MAX}, {256, 300}, {100, 70000}};

    for (size_t b = 0; b < sizeof bounds / sizeof bounds[0]; b++) {
        uint32_t lo = bounds[b][0], hi = bounds[b][1];
        size_t cut = some_cut(n);
        memset(out, 0xA5, words_of(n) * sizeof *out);
        k->in_range(out, c, lo, hi, 0, cut);
        if (cut < n)
            k->in_range(out, c, lo, hi, cut, n);
        for (size_t i = 0; i < n; i++)
            cr_assert_eq(has(out, i), code(c, i) >= lo && code(c, i) <= hi,
                         "%s: row %zu, %u to %u, width %u", where, i, lo, hi, c.width);
        cr_assert(n % 64 == 0 || out[n / 64] >> n % 64 == 0, "%s: tail", where);
    }
    hd_free(out);
}

static void check_table(const hd_kernels *k, hd_codes c, size_t n, const char *where)
{
    static const uint32_t counts[] = {0, 1, 3, 63, 64, 65, 200, 255, 256, 300, 70000};
    uint64_t *out = hd_alloc(words_of(n) * sizeof *out);

    for (size_t t = 0; t < sizeof counts / sizeof counts[0]; t++) {
        uint32_t n_codes = counts[t];
        uint64_t *table = hd_alloc(words_of(n_codes) * sizeof *table);
        size_t cut = some_cut(n);
        for (size_t i = 0; i < words_of(n_codes); i++)
            table[i] = next_random(); /* the bits past n_codes too */
        memset(out, 0xA5, words_of(n) * sizeof *out);
        k->in_table(out, c, table, n_codes, 0, cut);
        if (cut < n)
            k->in_table(out, c, table, n_codes, cut, n);
        for (size_t i = 0; i < n; i++) {
            uint32_t x = code(c, i);
            cr_assert_eq(has(out, i), x < n_codes && has(table, x),
                         "%s: row %zu, %u codes, width %u", where, i, n_codes, c.width);
        }
        cr_assert(n % 64 == 0 || out[n / 64] >> n % 64 == 0, "%s: tail", where);
        hd_free(table);
    }
    hd_free(out);
}

static void check_map(const hd_kernels *k, size_t n, const char *where)
{
    uint8_t table[256], *codes = hd_alloc(n + 1), *plus = hd_alloc(n + 1), *out = hd_alloc(n + 1);

    for (size_t i = 0; i < 256; i++)
        table[i] = (uint8_t)next_random();
    for (size_t i = 0; i < n; i++) {
        codes[i] = (uint8_t)next_random();
        plus[i] = (uint8_t)below(256u - table[codes[i]]);
    }
    uint8_t *sum = hd_alloc(n + 1);
    for (size_t i = 0; i < n; i++)
        sum[i] = (uint8_t)(plus[i] + table[codes[i]]);
    out[n] = plus[n] = 77;
    k->map_bytes(out, NULL, codes, table, n);
    for (size_t i = 0; i < n; i++)
        cr_assert_eq(out[i], table[codes[i]], "%s: map, row %zu", where, i);
    k->map_bytes(out, plus, codes, table, n);
    k->map_bytes(plus, plus, codes, table, n);
    for (size_t i = 0; i < n; i++)
        cr_assert(out[i] == sum[i] && plus[i] == sum[i], "%s: map and add, row %zu", where, i);
    cr_assert(out[n] == 77 && plus[n] == 77, "%s: map wrote past the end", where);
    hd_free(codes);
    hd_free(plus);
    hd_free(out);
    hd_free(sum);
}

static void check_codes(const hd_kernels *k, size_t n, const char *where)
{
    static const size_t most[] = {256, 400, 71000};

    for (unsigned w = 0; w < 3; w++) {
        hd_codes c = random_codes(n, 1u << w, most[w] < 65536 || w == 2 ? most[w] : 65536);
        if (n > 2 && w == 2)
            set_code(c, n / 2, UINT32_MAX);
        check_range(k, c, n, where);
        check_table(k, c, n, where);
        free_codes(c);
    }
}

Test(kernel, codes_are_mapped_and_added)
{
    for_all(check_map);
}

Test(kernel, codes_become_bitmaps)
{
    for_all(check_codes);
}

/* ---- bitmaps ---- */

static void check_combine(const hd_kernels *k, size_t n, const char *where)
{
    uint64_t *a = random_bitmap(n, below(9)), *b = random_bitmap(n, below(9));
    uint64_t *c = hd_calloc(words_of(n), sizeof *c), *d = hd_calloc(words_of(n), sizeof *d);
    size_t first = some_cut(n) / 64 * 64, in_a = 0;

    for (size_t i = first; i < n; i++)
        in_a += has(a, i);
    cr_assert_eq(k->count(a, NULL, HD_KERNEL_AND, first, n), in_a, "%s", where);
    for (unsigned op = HD_KERNEL_AND; op <= HD_KERNEL_ANDNOT; op++) {
        size_t want = 0;
        k->combine(c, a, b, (hd_kernel_op)op, 0, n);
        if (n)
            memcpy(d, a, words_of(n) * sizeof *d);
        k->combine(d, d, b, (hd_kernel_op)op, 0, first);
        k->combine(d, d, b, (hd_kernel_op)op, first, n);
        for (size_t i = 0; i < n; i++) {
            bool x = has(a, i), y = has(b, i);
            bool is = op == HD_KERNEL_AND ? x && y : op == HD_KERNEL_OR ? x || y : x && !y;
            want += is && i >= first;
            cr_assert_eq(has(c, i), is, "%s: op %u, row %zu", where, op, i);
            cr_assert_eq(has(d, i), is, "%s: op %u, in place, row %zu", where, op, i);
        }
        cr_assert_eq(k->count(a, b, (hd_kernel_op)op, first, n), want, "%s: op %u", where, op);
    }
    hd_free(a);
    hd_free(b);
    hd_free(c);
    hd_free(d);
}

Test(kernel, bitmaps_combine_and_count)
{
    for_all(check_combine);
}

enum { MOST = 70 };

static size_t naive_count(const uint64_t *a, const uint64_t *b, const uint64_t *f, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += has(a, i) && has(b, i) && (!f || has(f, i));
    return count;
}

/* Counts of `cols` with each other, with the first n_x of them, and with the filter. */
static void check_counts_of(const hd_kernels *k, uint64_t *const *cols, size_t n_cols, size_t n_x,
                            const uint64_t *filter, size_t n, const char *where)
{
    const uint64_t *const *ys = (const uint64_t *const *)cols;
    uint64_t *each = hd_calloc(n_cols, sizeof *each);
    uint64_t *cross = hd_calloc(n_x * n_cols, sizeof *cross);
    uint64_t *pairs = hd_calloc(n_cols * n_cols, sizeof *pairs);
    size_t cut = some_cut(n) / 64 * 64;

    for (size_t half = 0; half < 2; half++) {
        size_t from = half ? cut : 0, to = half ? n : cut;
        k->and_counts(filter, ys, n_cols, from, to, each);
        k->cross(ys, n_x, ys, n_cols, filter, from, to, cross);
        k->pairs(ys, n_cols, filter, from, to, pairs);
    }
    for (size_t i = 0; i < n_cols; i++)
        for (size_t j = i; j < n_cols; j++) {
            size_t want = naive_count(cols[i], cols[j], filter, n);
            if (i == j)
                cr_assert_eq(each[i], want, "%s: column %zu", where, i);
            if (i < n_x)
                cr_assert_eq(cross[i * n_cols + j], want, "%s: cross %zu %zu", where, i, j);
            if (j < n_x)
                cr_assert_eq(cross[j * n_cols + i], want, "%s: cross %zu %zu", where, j, i);
            cr_assert_eq(pairs[i * n_cols + j], want, "%s: pair %zu %zu", where, i, j);
            cr_assert_eq(pairs[j * n_cols + i], want, "%s: pair %zu %zu", where, j, i);
        }
    hd_free(each);
    hd_free(cross);
    hd_free(pairs);
}

static void check_counts(const hd_kernels *k, size_t n, const char *where)
{
    static const size_t some[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, MOST};
    uint64_t *cols[MOST], *filter = random_bitmap(n, 1 + below(7));

    for (size_t i = 0; i < MOST; i++)
        cols[i] = i < 9 || n < 600 ? random_bitmap(n, i == 3 ? 8 : below(9)) : NULL;
    for (size_t s = 0; s < sizeof some / sizeof some[0]; s++) {
        if (n >= 600 && some[s] > 5)
            continue;
        check_counts_of(k, cols, some[s], some[s] / 2 + some[s] % 2, NULL, n, where);
        check_counts_of(k, cols, some[s], some[s], filter, n, where);
    }
    if (n == HD_KERNEL_BLOCK + 65 || n == 4097)
        check_counts_of(k, cols, 9, 6, filter, n, where);
    for (size_t i = 0; i < MOST; i++)
        hd_free(cols[i]);
    hd_free(filter);
}

Test(kernel, columns_are_counted_alone_and_in_pairs)
{
    for_all(check_counts);
}

static void check_row_counts(const hd_kernels *k, size_t n, const char *where)
{
    uint64_t *words = hd_alloc((3 * n + 1) * sizeof *words),
             *filter = random_bitmap(n, 1 + below(7));
    uint32_t *rows = hd_alloc((n + 1) * sizeof *rows), counts[64] = {0}, want[64] = {0};
    size_t n_rows = 0, of = 1 + below(9);

    for (size_t i = 0; i < 3 * n; i++)
        words[i] = below(3) ? next_random() : UINT64_MAX;
    for (size_t i = 0; i < n; i++)
        if (below(of) == 0)
            rows[n_rows++] = (uint32_t)i;
    for (size_t i = 0; i < n_rows; i++)
        for (size_t t = 0; t < 64; t++)
            want[t] += (words[i] >> t & 1) && has(filter, rows[i]);
    k->row_counts(words, rows, n_rows / 2, filter, counts);
    k->row_counts(words + n_rows / 2, rows + n_rows / 2, n_rows - n_rows / 2, filter, counts);
    cr_assert_arr_eq(counts, want, sizeof want, "%s: words in a filter", where);
    uint32_t in_order[64] = {0}, sums[64] = {0};
    for (size_t i = 0; i < 3 * n * 64; i++)
        sums[i % 64] += (uint32_t)(words[i / 64] >> i % 64 & 1);
    k->word_counts(words, n, in_order);
    k->word_counts(words + n, 2 * n, in_order);
    cr_assert_arr_eq(in_order, sums, sizeof sums, "%s: words in order", where);
    hd_free(words);
    hd_free(filter);
    hd_free(rows);
}

Test(kernel, words_are_counted_by_theme)
{
    for_all(check_row_counts);
}

static void check_transpose(const hd_kernels *k, size_t n, const char *where)
{
    for (size_t stride = 1; stride <= 3; stride += 2) {
        size_t n_cols = stride == 1 ? 64 : 1 + below(64), word = stride - 1, cut = some_cut(n);
        uint64_t *words = hd_alloc(n * stride * sizeof *words), *cols[64];
        for (size_t i = 0; i < n * stride; i++)
            words[i] = next_random() & next_random();
        for (size_t c = 0; c < n_cols; c++) {
            cols[c] = hd_alloc(words_of(n) * sizeof *cols[c]);
            memset(cols[c], 0xA5, words_of(n) * sizeof *cols[c]);
        }
        k->transpose(words + word, stride, cols, n_cols, 0, cut);
        if (cut < n)
            k->transpose(words + word, stride, cols, n_cols, cut, n);
        for (size_t c = 0; c < n_cols; c++) {
            for (size_t i = 0; i < n; i++)
                cr_assert_eq(has(cols[c], i), words[i * stride + word] >> c & 1,
                             "%s: bit %zu of row %zu", where, c, i);
            cr_assert(n % 64 == 0 || cols[c][n / 64] >> n % 64 == 0, "%s: tail", where);
            hd_free(cols[c]);
        }
        hd_free(words);
    }
}

Test(kernel, words_become_bitmaps)
{
    for_all(check_transpose);
}

/* ---- tallies ---- */

typedef struct tally_case {
    size_t groups, words, stride;
    unsigned width; /* 0: no codes */
    size_t keep;    /* eighths; 9: no filter */
    bool runs;      /* rows in order of their group, and every theme set: the counters overflow */
} tally_case;

static void compare_tally(const hd_tally *t, const tally_case *c, hd_codes codes,
                          const uint64_t *words, const uint64_t *filter, size_t n,
                          const char *where)
{
    uint32_t *counts = hd_calloc(c->groups * c->words * 64, sizeof *counts);
    uint32_t *totals = hd_calloc(c->groups, sizeof *totals);

    for (size_t i = 0; i < n; i++) {
        size_t group = code(codes, i);
        if (filter && !has(filter, i))
            continue;
        totals[group]++;
        for (size_t b = 0; b < c->words * 64; b++)
            counts[group * c->words * 64 + b] += has(words + i * c->stride, b);
    }
    for (size_t g = 0; g < c->groups; g++)
        cr_assert_eq(t->totals[g], totals[g], "%s: group %zu of %zu", where, g, c->groups);
    for (size_t i = 0; i < c->groups * c->words * 64; i++)
        cr_assert_eq(t->counts[i], counts[i], "%s: count %zu, %zu groups of %zu words, width %u",
                     where, i, c->groups, c->words, c->width);
    hd_free(counts);
    hd_free(totals);
}

static void check_tally_case(const tally_case *c, size_t n, const char *where)
{
    hd_codes codes = {NULL, 0};
    uint64_t *words = hd_alloc(n * c->stride * sizeof *words);
    uint64_t *filter = c->keep < 9 ? random_bitmap(n, c->keep) : NULL;
    size_t cut = some_cut(n), second = cut / 128 * 64;
    hd_tally t, u;

    if (c->width)
        codes = random_codes(n, c->width, c->groups);
    for (size_t i = 0; i < n * c->stride; i++)
        words[i] = c->runs ? UINT64_MAX : next_random() & next_random();
    for (size_t i = 0; i < n && c->width; i++) {
        if (c->runs)
            set_code(codes, i, (uint32_t)(i * c->groups / n));
        if (filter && !has(filter, i))
            set_code(codes, i, UINT32_MAX); /* no group: must not be looked at */
    }
    hd_tally_init(&t, c->groups, c->words);
    hd_tally_init(&u, c->groups, c->words);
    hd_tally_rows(&t, codes, words, c->stride, filter, 0, second);
    hd_tally_finish(&t);
    hd_tally_rows(&t, codes, words, c->stride, filter, second, cut);
    if (cut < n)
        hd_tally_rows(&u, codes, words, c->stride, filter, cut, n);
    hd_tally_finish(&t);
    hd_tally_finish(&t);
    hd_tally_finish(&u);
    hd_tally_add(&t, &u);
    compare_tally(&t, c, codes, words, filter, n, where);
    hd_tally_release(&t);
    hd_tally_release(&u);
    hd_free(words);
    hd_free(filter);
    free_codes(codes);
}

static void check_tally(const hd_kernels *k, size_t n, const char *where)
{
    static const tally_case cases[] = {
        {1, 1, 1, 0, 9, false},   {1, 1, 2, 0, 4, true},     {3, 1, 1, 1, 9, true},
        {3, 2, 2, 1, 7, false},   {48, 1, 1, 1, 1, false},   {256, 1, 1, 1, 9, false},
        {257, 1, 1, 2, 9, false}, {257, 1, 1, 2, 5, true},   {300, 3, 4, 4, 6, false},
        {40, 1, 1, 2, 8, false},  {5, 1, 1, 4, 3, true},     {4000, 1, 1, 2, 9, false},
        {6, 0, 0, 1, 9, false},   {1000, 0, 0, 4, 4, false}, {1, 0, 0, 0, 2, false},
        {300, 1, 1, 0, 9, true},  {4000, 1, 1, 4, 4, true},
    };

    (void)k;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (n < 10000 || (i + n) % 3 == 0)
            check_tally_case(&cases[i], n, where);
}

Test(kernel, tallies_count_groups_and_themes)
{
    for_all(check_tally);
}

Test(kernel, a_tally_says_how_large_it_is)
{
    cr_assert_eq(hd_tally_size(SIZE_MAX / 2, 1), SIZE_MAX);
    cr_assert_eq(hd_tally_size(1, SIZE_MAX / 2), SIZE_MAX);
    cr_assert_geq(hd_tally_size(1000, 2), 1000 * 2 * (256 + 64));
    cr_assert_leq(hd_tally_size(1000, 2), 1000 * 2 * (256 + 80) + 1000);
}

/* ---- threads ---- */

typedef struct job {
    size_t n, n_cols;
    hd_codes codes;
    const uint64_t *words, *filter;
    const uint64_t *const *cols;
    hd_tally tally[7];
    uint64_t pairs[7][64];
} job;

static void count_part(void *ctx, size_t part, size_t n_parts)
{
    job *j = ctx;
    size_t from, to;

    hd_pool_share(j->n, 64, part, n_parts, &from, &to);
    hd_tally_init(&j->tally[part], 12, 1);
    memset(j->pairs[part], 0, sizeof j->pairs[part]);
    hd_tally_rows(&j->tally[part], j->codes, j->words, 1, j->filter, from, to);
    hd_tally_finish(&j->tally[part]);
    hd_kernels_get()->pairs(j->cols, j->n_cols, j->filter, from, to, j->pairs[part]);
}

static void run_job(job *j, size_t threads, hd_tally *sum, uint64_t pairs[64])
{
    hd_pool *pool = hd_pool_new(threads);

    hd_pool_run(pool, threads, count_part, j);
    hd_pool_free(pool);
    memset(pairs, 0, 64 * sizeof *pairs);
    hd_tally_init(sum, 12, 1);
    for (size_t p = 0; p < threads; p++) {
        hd_tally_add(sum, &j->tally[p]);
        hd_tally_release(&j->tally[p]);
        for (size_t i = 0; i < 64; i++)
            pairs[i] += j->pairs[p][i];
    }
}

static void check_threads(const hd_kernels *k, size_t n, const char *where)
{
    uint64_t *words = hd_alloc(n * sizeof *words), *filter = random_bitmap(n, 5), *cols[5];
    job j = {n,     5,    random_codes(n, 1, 12), words, filter, (const uint64_t *const *)cols,
             {{0}}, {{0}}};
    static const size_t threads[] = {1, 2, 3, 7};
    hd_tally first, sum;
    uint64_t first_pairs[64], pairs[64];

    (void)k;
    for (size_t i = 0; i < n; i++)
        words[i] = next_random();
    for (size_t c = 0; c < 5; c++)
        cols[c] = random_bitmap(n, c + 1);
    run_job(&j, 1, &first, first_pairs);
    for (size_t t = 1; t < 4; t++) {
        run_job(&j, threads[t], &sum, pairs);
        cr_assert_arr_eq(sum.counts, first.counts, 12 * 64 * sizeof *sum.counts, "%s", where);
        cr_assert_arr_eq(sum.totals, first.totals, 12 * sizeof *sum.totals, "%s", where);
        cr_assert_arr_eq(pairs, first_pairs, sizeof pairs, "%s", where);
        hd_tally_release(&sum);
    }
    hd_tally_release(&first);
    free_codes(j.codes);
    hd_free(words);
    hd_free(filter);
    for (size_t c = 0; c < 5; c++)
        hd_free(cols[c]);
}

Test(kernel, any_number_of_threads_counts_the_same)
{
    for_all(check_threads);
}
