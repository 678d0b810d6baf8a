/* x86-64 with AVX-512 F, BW, DQ, VL, VBMI and VPOPCNTDQ: servers since 2019, many desktops since 2021. */
#ifdef __x86_64__
#include <immintrin.h>

#include "query/kernel.h"

#define KERNEL_NAME "avx512"
#define KERNEL_STRUCT hd_kernels_avx512
#define KERNEL                                                                                     \
    __attribute__((                                                                                \
        target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vpopcntdq,"           \
               "bmi,bmi2,popcnt,lzcnt,prefer-vector-width=512")))
#define KERNEL_LANES 8
#define POPCOUNT(w) __builtin_popcountll(w)
#define VECTOR KERNEL static inline __attribute__((always_inline))

VECTOR uint64_t pack_flags(const uint8_t *flags)
{
    __m512i x = _mm512_loadu_si512(flags);

    return _mm512_test_epi8_mask(x, x);
}

#define KERNEL_RANGE
VECTOR uint64_t byte_range(const uint8_t *codes, uint8_t lo, uint8_t span)
{
    __m512i x = _mm512_sub_epi8(_mm512_loadu_si512(codes), _mm512_set1_epi8((char)lo));

    return _mm512_cmple_epu8_mask(x, _mm512_set1_epi8((char)span));
}

/* The word is the mask of one subtraction of -1. */
VECTOR void add_word(uint8_t *bytes, uint64_t word)
{
    __m512i x = _mm512_load_si512(bytes);

    _mm512_store_si512(bytes, _mm512_mask_sub_epi8(x, word, x, _mm512_set1_epi8(-1)));
}

#define KERNEL_LOOKUP
VECTOR uint64_t look_up(const uint8_t *codes, const uint8_t *halves)
{
    const __m512i nibble = _mm512_set1_epi8(15);
    const __m512i bit_of = _mm512_set1_epi64((int64_t)0x8040201008040201);
    __m512i first = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)halves));
    __m512i second = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(halves + 16)));
    __m512i c = _mm512_loadu_si512(codes);
    __m512i low = _mm512_and_si512(c, nibble);
    __m512i high = _mm512_and_si512(_mm512_srli_epi16(c, 4), nibble);
    __m512i row = _mm512_mask_shuffle_epi8(_mm512_shuffle_epi8(first, low), _mm512_movepi8_mask(c),
                                           second, low);

    return _mm512_test_epi8_mask(row, _mm512_shuffle_epi8(bit_of, high));
}

/* Both halves of the table are looked up by seven bits of a code; the eighth says which it was. */
#define KERNEL_MAP
VECTOR void map_64(uint8_t *out, const uint8_t *plus, const uint8_t *codes,
                   const uint8_t table[256], size_t n)
{
    __mmask64 some = UINT64_MAX >> (64 - n);
    __m512i c = _mm512_maskz_loadu_epi8(some, codes);
    __m512i low =
        _mm512_permutex2var_epi8(_mm512_loadu_si512(table), c, _mm512_loadu_si512(table + 64));
    __m512i high = _mm512_permutex2var_epi8(_mm512_loadu_si512(table + 128), c,
                                            _mm512_loadu_si512(table + 192));
    __m512i entry = _mm512_mask_blend_epi8(_mm512_movepi8_mask(c), low, high);

    if (plus)
        entry = _mm512_add_epi8(entry, _mm512_maskz_loadu_epi8(some, plus));
    _mm512_mask_storeu_epi8(out, some, entry);
}

/* Every output of three bits is one instruction. */
#define KERNEL_ADD_BITS
VECTOR void add_bits(void *high, void *a, const void *b, const void *c)
{
    __m512i x = *(const __m512i *)a, y = *(const __m512i *)b, z = *(const __m512i *)c;

    *(__m512i *)high = _mm512_ternarylogic_epi64(x, y, z, 0xE8);
    *(__m512i *)a = _mm512_ternarylogic_epi64(x, y, z, 0x96);
}

#include "query/kernel_body.h"
#endif
