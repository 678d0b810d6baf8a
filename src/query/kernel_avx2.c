/* x86-64 with AVX2, BMI and POPCNT: most since 2013. */
#ifdef __x86_64__
#include <immintrin.h>

#include "query/kernel.h"

#define KERNEL_NAME "avx2"
#define KERNEL_STRUCT hd_kernels_avx2
#define KERNEL __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define KERNEL_LANES 4
#define POPCOUNT(w) __builtin_popcountll(w)
#define VECTOR KERNEL static inline __attribute__((always_inline))

VECTOR uint64_t pack_flags(const uint8_t *flags)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i low = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)flags), zero);
    __m256i high = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(flags + 32)), zero);

    return ~((uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 |
             (uint32_t)_mm256_movemask_epi8(low));
}

/* -1 in every byte whose bit of the 32 is set. */
VECTOR __m256i spread_bits(uint32_t bits)
{
    const __m256i byte_of =
        _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    const __m256i bit_of = _mm256_set1_epi64x((int64_t)0x8040201008040201);
    __m256i x = _mm256_shuffle_epi8(_mm256_set1_epi32((int)bits), byte_of);

    return _mm256_cmpeq_epi8(_mm256_and_si256(x, bit_of), bit_of);
}

VECTOR void add_word(uint8_t *bytes, uint64_t word)
{
    __m256i *low = (__m256i *)bytes, *high = (__m256i *)(bytes + 32);

    _mm256_store_si256(low, _mm256_sub_epi8(_mm256_load_si256(low), spread_bits((uint32_t)word)));
    _mm256_store_si256(
        high, _mm256_sub_epi8(_mm256_load_si256(high), spread_bits((uint32_t)(word >> 32))));
}

#define KERNEL_LOOKUP
VECTOR uint32_t look_up_32(const uint8_t *codes, __m256i first, __m256i second)
{
    const __m256i nibble = _mm256_set1_epi8(15);
    const __m256i bit_of = _mm256_set1_epi64x((int64_t)0x8040201008040201);
    __m256i c = _mm256_loadu_si256((const __m256i *)codes);
    __m256i low = _mm256_and_si256(c, nibble);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(c, 4), nibble);
    __m256i row =
        _mm256_blendv_epi8(_mm256_shuffle_epi8(first, low), _mm256_shuffle_epi8(second, low), c);
    __m256i bit = _mm256_shuffle_epi8(bit_of, high);

    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(row, bit), bit));
}

VECTOR uint64_t look_up(const uint8_t *codes, const uint8_t *halves)
{
    __m256i first = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)halves));
    __m256i second = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(halves + 16)));

    return (uint64_t)look_up_32(codes + 32, first, second) << 32 | look_up_32(codes, first, second);
}

/* Bits set in each byte, by looking its halves up (Mula, Kurz, Lemire, "Faster population counts
 * using AVX2 instructions", 2016). */
VECTOR __m256i count_bytes(__m256i v)
{
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                            2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i nibble = _mm256_set1_epi8(15);

    return _mm256_add_epi8(
        _mm256_shuffle_epi8(counts, _mm256_and_si256(v, nibble)),
        _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)));
}

VECTOR __m256i load_and(const uint64_t *a, const uint64_t *b)
{
    return _mm256_and_si256(_mm256_loadu_si256((const __m256i *)a),
                            _mm256_loadu_si256((const __m256i *)b));
}

#define KERNEL_COUNT_AND
VECTOR uint64_t count_and(const uint64_t *a, const uint64_t *b, size_t first, size_t end)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i sum = zero;
    uint64_t n, lanes[4];
    size_t i = first;

    /* 8 bits a byte each: 4 of them stay below 256 together. */
    for (; i + 16 <= end; i += 16) {
        __m256i x = _mm256_add_epi8(count_bytes(load_and(a + i, b + i)),
                                    count_bytes(load_and(a + i + 4, b + i + 4)));
        __m256i y = _mm256_add_epi8(count_bytes(load_and(a + i + 8, b + i + 8)),
                                    count_bytes(load_and(a + i + 12, b + i + 12)));
        sum = _mm256_add_epi64(sum, _mm256_sad_epu8(_mm256_add_epi8(x, y), zero));
    }
    _mm256_storeu_si256((__m256i *)lanes, sum);
    n = lanes[0] + lanes[1] + lanes[2] + lanes[3];
    for (; i < end; i++)
        n += (uint64_t)POPCOUNT(a[i] & b[i]);
    return n;
}

/* Sums of bytes; four of 64 bits. */
VECTOR uint64_t sum_bytes(__m256i v)
{
    uint64_t lanes[4];

    _mm256_storeu_si256((__m256i *)lanes, _mm256_sad_epu8(v, _mm256_setzero_si256()));
    return lanes[0] + lanes[1] + lanes[2] + lanes[3];
}

#define KERNEL_TILE
/* Two columns with four, 31 vectors at a time: more would not fit into bytes. */
VECTOR void tile_rows(const uint64_t *x0, const uint64_t *x1, const uint64_t *const y[4], size_t n,
                      uint64_t out[8])
{
    for (size_t b = 0; b < n; b += 31 * 4) {
        size_t e = n - b < 31 * 4 ? n : b + 31 * 4;
        __m256i s[8];
        for (size_t k = 0; k < 8; k++)
            s[k] = _mm256_setzero_si256();
        for (size_t i = b; i < e; i += 4)
            for (size_t k = 0; k < 4; k++) {
                s[k] = _mm256_add_epi8(s[k], count_bytes(load_and(x0 + i, y[k] + i)));
                s[4 + k] = _mm256_add_epi8(s[4 + k], count_bytes(load_and(x1 + i, y[k] + i)));
            }
        for (size_t k = 0; k < 8; k++)
            out[k] += sum_bytes(s[k]);
    }
}

KERNEL static void tile(const uint64_t *const x[4], const uint64_t *const y[4], size_t n,
                        uint64_t out[16])
{
    for (size_t k = 0; k < 16; k++)
        out[k] = 0;
    tile_rows(x[0], x[1], y, n / 4 * 4, out);
    tile_rows(x[2], x[3], y, n / 4 * 4, out + 8);
    for (size_t i = n / 4 * 4; i < n; i++)
        for (size_t k = 0; k < 16; k++)
            out[k] += (uint64_t)POPCOUNT(x[k / 4][i] & y[k % 4][i]);
}

#include "query/kernel_body.h"
#endif
