/* bits.h -- dense sets of numbers 0 .. n-1.
 *
 * Two sets that meet in one call have the same n (asserted).  Bits past n are
 * always zero, so that counts need no mask.
 */
#ifndef HD_BASE_BITS_H
#define HD_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hd_bits {
    uint64_t *words;
    size_t n; /* numbers it can hold */
} hd_bits;

static inline size_t hd_bits_words(size_t n)
{
    return (n + 63) / 64;
}

/* The members of one word: sums of ever wider fields.  In line and without a branch: the compiler's own
 * built-in is a call into a library wherever the popcnt instruction may not be assumed. */
static inline size_t hd_bits_count_word(uint64_t w)
{
    w -= (w >> 1) & UINT64_C(0x5555555555555555);
    w = (w & UINT64_C(0x3333333333333333)) + ((w >> 2) & UINT64_C(0x3333333333333333));
    w = (w + (w >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (size_t)((w * UINT64_C(0x0101010101010101)) >> 56);
}

void hd_bits_init(
    hd_bits *b,
    size_t n); /* empty set of n; words start on a cache line, padded with zeros to a whole one */
/* The same for who writes every word before one is read; the last word and the padding are zeros. */
void hd_bits_init_unset(hd_bits *b, size_t n);
void hd_bits_release(hd_bits *b);
void hd_bits_copy(hd_bits *dst, const hd_bits *src);     /* inits dst */
void hd_bits_fill(hd_bits *b);                           /* all of 0 .. n-1 */
void hd_bits_and(hd_bits *dst, const hd_bits *other);    /* dst &= other */
void hd_bits_or(hd_bits *dst, const hd_bits *other);     /* dst |= other */
void hd_bits_andnot(hd_bits *dst, const hd_bits *other); /* dst &= ~other */
void hd_bits_not(hd_bits *dst);                          /* within n */
size_t hd_bits_count(const hd_bits *b);
size_t hd_bits_count_and(const hd_bits *a, const hd_bits *b);
bool hd_bits_meet(const hd_bits *a, const hd_bits *b); /* whether they share a member */
bool hd_bits_equal(const hd_bits *a, const hd_bits *b);
/* The first member >= from, or SIZE_MAX:
 *   for (size_t i = hd_bits_next(b, 0); i != SIZE_MAX; i = hd_bits_next(b, i + 1)) */
size_t hd_bits_next(const hd_bits *b, size_t from);

static inline bool hd_bits_get(const hd_bits *b, size_t i)
{
    return (b->words[i >> 6] >> (i & 63)) & 1;
}

static inline void hd_bits_set(hd_bits *b, size_t i)
{
    b->words[i >> 6] |= (uint64_t)1 << (i & 63);
}

#endif
