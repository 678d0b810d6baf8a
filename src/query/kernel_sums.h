/* kernel_sums.h -- theme words added up bit by bit: of all rows, and of those in a filter; the part of kernel_body.h
 * that does so, and included by it only. */
#ifndef HD_QUERY_KERNEL_SUMS_H
#define HD_QUERY_KERNEL_SUMS_H

#ifndef KERNEL_LANES
#define KERNEL_LANES 2
#endif

/* ---- all rows ---- */

typedef uint64_t lanes __attribute__((vector_size(8 * KERNEL_LANES)));

/* Words whose 16 vectors are added up together. */
enum { SUM_WORDS = 16 * KERNEL_LANES };

#ifndef KERNEL_ADD_BITS
/* The bits of a, b and c added up place by place: *a has the low digit of each sum, *high the other. */
INLINE void add_bits(lanes *high, lanes *a, const lanes *b, const lanes *c)
{
    lanes x = *a, y = *b, z = *c, either = x ^ y;

    *high = (x & y) | (either & z);
    *a = either ^ z;
}
#endif

INLINE void add_lanes(uint8_t *bytes, const lanes *digit)
{
    uint64_t w[KERNEL_LANES];

    memcpy(w, digit, sizeof w);
    for (unsigned k = 0; k < KERNEL_LANES; k++)
        add_word(bytes, w[k]);
}

/* Sums of SUM_WORDS words to the digits 1, 2, 4 and 8, what they carry to *sixteens. */
INLINE void add_vectors(const uint64_t *words, lanes digit[4], lanes *sixteens)
{
    lanes x[16], two[2], four[2], eight[2];

    memcpy(x, words, sizeof x);
    for (unsigned h = 0; h < 2; h++) {
        for (unsigned q = 0; q < 2; q++) {
            const lanes *v = x + 8 * h + 4 * q;
            add_bits(&two[0], &digit[0], &v[0], &v[1]);
            add_bits(&two[1], &digit[0], &v[2], &v[3]);
            add_bits(&four[q], &digit[1], &two[0], &two[1]);
        }
        add_bits(&eight[h], &digit[2], &four[0], &four[1]);
    }
    add_bits(sixteens, &digit[3], &eight[0], &eight[1]);
}

/* What is left in the digits: their bits, each as often as it stands for. */
INLINE void add_digits(const lanes digit[4], uint32_t counts[64])
{
    uint8_t sums[64] __attribute__((aligned(64))) = {0};

    for (unsigned d = 4; d-- > 0;) {
        for (size_t t = 0; t < 64; t++)
            sums[t] = (uint8_t)(2 * sums[t]);
        add_lanes(sums, &digit[d]);
    }
    for (size_t t = 0; t < 64; t++)
        counts[t] += sums[t];
}

/* Most words meet only the adders of a few vectors; of sixteen vectors one is added to counters of bytes. */
KERNEL static void word_counts(const uint64_t *words, size_t n, uint32_t counts[64])
{
    const size_t most = UINT8_MAX / KERNEL_LANES * SUM_WORDS; /* until a byte may be full */
    lanes digit[4], sixteens;
    size_t i = 0;

    memset(digit, 0, sizeof digit);
    while (i + SUM_WORDS <= n) {
        uint8_t sums[64] __attribute__((aligned(64))) = {0};
        for (size_t end = least(i + most, n / SUM_WORDS * SUM_WORDS); i < end; i += SUM_WORDS) {
            add_vectors(words + i, digit, &sixteens);
            add_lanes(sums, &sixteens);
        }
        for (size_t t = 0; t < 64; t++)
            counts[t] += (uint32_t)sums[t] * 16;
    }
    if (n >= SUM_WORDS)
        add_digits(digit, counts);
    uint8_t sums[64] __attribute__((aligned(64))) = {0};
    for (; i < n; i++)
        add_word(sums, words[i]);
    for (size_t t = 0; t < 64; t++)
        counts[t] += sums[t];
}

/* ---- rows in a filter ---- */

INLINE uint64_t kept_word(uint64_t word, uint32_t row, const uint64_t *filter)
{
    return word & (0 - (filter[row / 64] >> (row % 64) & 1));
}

/* Two sums of bytes by turns: one would wait for itself. */
KERNEL static void row_counts(const uint64_t *words, const uint32_t *rows, size_t n,
                              const uint64_t *filter, uint32_t counts[64])
{
    for (size_t i = 0; i < n;) {
        uint8_t a[64] __attribute__((aligned(64))) = {0}, b[64] __attribute__((aligned(64))) = {0};
        size_t end = least(i + 2 * UINT8_MAX, n);
        for (; i + 2 <= end; i += 2) {
            add_word(a, kept_word(words[i], rows[i], filter));
            add_word(b, kept_word(words[i + 1], rows[i + 1], filter));
        }
        for (; i < end; i++)
            add_word(a, kept_word(words[i], rows[i], filter));
        for (size_t t = 0; t < 64; t++)
            counts[t] += (uint32_t)a[t] + b[t];
    }
}

#endif
