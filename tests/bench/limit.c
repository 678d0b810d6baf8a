/* limit -- what this machine allows: its clock, reading as many bytes as the queries read, and popcounts.
 *
 *   limit REVIEWS WORDS
 *
 * Prints "value" lines: cycle (seconds a cycle), read:BYTES (bytes a second, one thread, from a buffer of that
 * size that was just read), pairs (512-bit AND and popcount a second, in the first cache), and wide
 * (1 if the machine has VPOPCNTDQ). */
#include <stdbool.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "bench.h"

#define COLUMN 512 /* words of each of eight columns: 32 KiB in all */

typedef struct buffer {
    uint64_t *words;
    size_t n; /* a multiple of 64 */
    uint64_t sink;
} buffer;

static bool wide(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq");
#else
    return false;
#endif
}

/* ---- reading ---- */

#define READ_BODY(type)                                                                            \
    const type *p = (const type *)b->words, *end = (const type *)(b->words + b->n);                \
    type s[8];                                                                                     \
    memset(s, 0, sizeof s);                                                                        \
    for (; p < end; p += 8)                                                                        \
        for (int i = 0; i < 8; i++)                                                                \
            s[i] |= p[i];                                                                          \
    for (int i = 1; i < 8; i++)                                                                    \
        s[0] |= s[i];                                                                              \
    b->sink += (uint64_t)s[0][0]

typedef uint64_t vector16 __attribute__((vector_size(16)));
typedef uint64_t vector64 __attribute__((vector_size(64)));

__attribute__((optimize("O3"))) static void read_narrow(void *arg)
{
    buffer *b = arg;
    READ_BODY(vector16);
}

#if defined(__x86_64__)
__attribute__((optimize("O3"), target("avx512f"))) static void read_wide(void *arg)
{
    buffer *b = arg;
    READ_BODY(vector64);
}

/* Every pair of four columns with four others, eight words of each at a time: 16 pairs for 8 loads. */
__attribute__((optimize("O3"), target("avx512f,avx512vpopcntdq"))) static void pairs_wide(void *arg)
{
    buffer *b = arg;
    __m512i s[16] = {0};

    for (int at = 0; at < COLUMN; at += 8) {
#pragma GCC unroll 4
        for (int i = 0; i < 4; i++) {
            __m512i x = _mm512_load_si512(b->words + i * COLUMN + at);
#pragma GCC unroll 4
            for (int k = 0; k < 4; k++) {
                __m512i y = _mm512_load_si512(b->words + (4 + k) * COLUMN + at);
                s[4 * i + k] =
                    _mm512_add_epi64(s[4 * i + k], _mm512_popcnt_epi64(_mm512_and_si512(x, y)));
            }
        }
    }
    for (int i = 0; i < 16; i++)
        b->sink += (uint64_t)_mm512_reduce_add_epi64(s[i]);
}

__attribute__((target("popcnt")))
#endif
static void
pairs_narrow(void *arg)
{
    buffer *b = arg;
    uint64_t s = 0;

    for (int i = 0; i < 4; i++)
        for (int k = 4; k < 8; k++)
            for (int at = 0; at < COLUMN; at++)
                s += (uint64_t)__builtin_popcountll(b->words[i * COLUMN + at] &
                                                    b->words[k * COLUMN + at]);
    b->sink += s;
}

static void run_read(void *arg)
{
#if defined(__x86_64__)
    if (wide()) {
        read_wide(arg);
        return;
    }
#endif
    read_narrow(arg);
}

static void run_pairs(void *arg)
{
    for (int i = 0; i < 100; i++) {
#if defined(__x86_64__)
        if (wide()) {
            pairs_wide(arg);
            continue;
        }
#endif
        pairs_narrow(arg);
    }
}

/* One dependent addition takes one cycle. */
static double cycle(void)
{
    double best = 1;

    for (int run = 0; run < 7; run++) {
        uint64_t x = (uint64_t)run;
        double start = bench_now();
        for (int i = 0; i < 10000000; i++)
            __asm__ volatile("add $1, %0" : "+r"(x));
        double one = (bench_now() - start) / 1e7;
        if (one < best)
            best = one;
    }
    return best;
}

static buffer new_buffer(size_t bytes)
{
    buffer b = {NULL, (bytes / 8 + 63) / 64 * 64, 0};
    uint64_t x = 1;

    b.words = aligned_alloc(64, b.n * 8);
    if (!b.words)
        exit(1);
    for (size_t i = 0; i < b.n; i++)
        b.words[i] = x = x * 0x5851f42d4c957f2du + 1;
    return b;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 64;
    size_t reviews = strtoull(argv[1], NULL, 10), words = strtoull(argv[2], NULL, 10);
    size_t bytes = reviews * (8 * words + 2); /* two codes a review */
    buffer columns = new_buffer(bytes), pair = new_buffer(8 * 8 * COLUMN);

    printf("value\tcycle\t%.6e\n", cycle());
    double t = bench_measure("limit", "read", run_read, &columns);
    printf("value\tread\t%.6e\n", (double)(8 * columns.n) / t);
    t = bench_measure("limit", "pairs", run_pairs, &pair);
    printf("value\tpairs\t%.6e\n", 100.0 * 16 * COLUMN / 8 / t);
    printf("value\twide\t%d\n", wide());
    fprintf(stderr, "%s", columns.sink + pair.sink == 1 ? " " : "");
    return 0;
}
