/* kernel_plain.h -- what kernel_body.h asks of a variant, in plain C, for those without vectors of
 * bytes. Included by them only, after KERNEL is defined. */
#ifndef HD_QUERY_KERNEL_PLAIN_H
#define HD_QUERY_KERNEL_PLAIN_H

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PLAIN KERNEL static inline __attribute__((always_inline))

#ifdef __SSE2__ /* part of every x86-64 */
PLAIN uint64_t pack_flags(const uint8_t *flags)
{
    uint64_t word = 0;

    for (unsigned k = 0; k < 4; k++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(flags + k * 16));
        word |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_slli_epi16(x, 7)) << k * 16;
    }
    return word;
}
#else
/* Eight bytes of 0 or 1 become a byte: the multiplication takes byte j, bit 8j, to bit 56 + j. */
PLAIN uint64_t pack_flags(const uint8_t *flags)
{
    uint64_t word = 0;

    for (unsigned k = 0; k < 8; k++) {
        uint64_t x;
        memcpy(&x, flags + k * 8, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        x = __builtin_bswap64(x);
#endif
        word |= (x * 0x0102040810204080 >> 56) << k * 8;
    }
    return word;
}
#endif

#ifdef __SSE2__
/* Adds to 16 counters: `twice` has the first of their two bytes of bits 8 times, then the
 * second. */
PLAIN void add_16(uint8_t *bytes, __m128i twice)
{
    const __m128i bit_of = _mm_set1_epi64x((int64_t)0x8040201008040201);
    __m128i *at = (__m128i *)bytes;
    __m128i set = _mm_cmpeq_epi8(_mm_and_si128(twice, bit_of), bit_of);

    _mm_store_si128(at, _mm_sub_epi8(_mm_load_si128(at), set));
}

PLAIN void add_word(uint8_t *bytes, uint64_t word)
{
    __m128i x = _mm_cvtsi64_si128((int64_t)word);
    x = _mm_unpacklo_epi8(x, x); /* every byte twice, four times, eight times */
    __m128i low = _mm_unpacklo_epi16(x, x), high = _mm_unpackhi_epi16(x, x);

    add_16(bytes, _mm_unpacklo_epi32(low, low));
    add_16(bytes + 16, _mm_unpackhi_epi32(low, low));
    add_16(bytes + 32, _mm_unpacklo_epi32(high, high));
    add_16(bytes + 48, _mm_unpackhi_epi32(high, high));
}
#else
/* spread[b][j] is bit j of b. */
#define S1(b)                                                                                      \
    {                                                                                              \
        (b) & 1, (b) >> 1 & 1, (b) >> 2 & 1, (b) >> 3 & 1, (b) >> 4 & 1, (b) >> 5 & 1,             \
            (b) >> 6 & 1, (b) >> 7 & 1                                                             \
    }
#define S4(b) S1(b), S1((b) + 1), S1((b) + 2), S1((b) + 3)
#define S16(b) S4(b), S4((b) + 4), S4((b) + 8), S4((b) + 12)
#define S64(b) S16(b), S16((b) + 16), S16((b) + 32), S16((b) + 48)
static const uint8_t spread[256][8]
    __attribute__((aligned(64))) = {S64(0), S64(64), S64(128), S64(192)};
#undef S1
#undef S4
#undef S16
#undef S64

/* Eight counters at a time: none is over 254 before, so no byte carries into the next. */
PLAIN void add_word(uint8_t *bytes, uint64_t word)
{
    for (unsigned k = 0; k < 8; k++) {
        uint64_t sum, bits;
        memcpy(&sum, bytes + k * 8, sizeof sum);
        memcpy(&bits, spread[word >> k * 8 & 255], sizeof bits);
        sum += bits;
        memcpy(bytes + k * 8, &sum, sizeof sum);
    }
}

#endif

#endif
