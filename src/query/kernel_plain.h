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
