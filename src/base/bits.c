#include "base/bits.h"

#include <string.h>

#include "base/alloc.h"
#include "base/err.h"

static void check_same_n(const hd_bits *a, const hd_bits *b)
{
    if (a->n != b->n)
        hd_fault("bits: sets of %zu and %zu met", a->n, b->n);
}

static void clear_tail(hd_bits *b)
{
    if (b->n % 64)
        b->words[b->n / 64] &= ((uint64_t)1 << (b->n % 64)) - 1;
}

void hd_bits_init(hd_bits *b, size_t n)
{
    b->n = n;
    b->words = hd_alloc_lines(hd_bits_words(n), sizeof *b->words);
}

void hd_bits_init_unset(hd_bits *b, size_t n)
{
    size_t words = hd_bits_words(n), lines = (words + 7) / 8 * 8;

    b->n = n;
    b->words = hd_alloc_lines_unset(words, sizeof *b->words);
    if (words > 0)
        memset(b->words + words - 1, 0, (lines - words + 1) * sizeof *b->words);
}

void hd_bits_release(hd_bits *b)
{
    hd_free(b->words);
    b->words = NULL;
    b->n = 0;
}

void hd_bits_copy(hd_bits *dst, const hd_bits *src)
{
    size_t words = hd_bits_words(src->n);

    hd_bits_init_unset(dst, src->n);
    if (words)
        memcpy(dst->words, src->words, words * sizeof *dst->words);
}

void hd_bits_fill(hd_bits *b)
{
    for (size_t i = 0, n = hd_bits_words(b->n); i < n; i++)
        b->words[i] = UINT64_MAX;
    clear_tail(b);
}

void hd_bits_and(hd_bits *dst, const hd_bits *other)
{
    check_same_n(dst, other);
    for (size_t i = 0, n = hd_bits_words(dst->n); i < n; i++)
        dst->words[i] &= other->words[i];
}

void hd_bits_or(hd_bits *dst, const hd_bits *other)
{
    check_same_n(dst, other);
    for (size_t i = 0, n = hd_bits_words(dst->n); i < n; i++)
        dst->words[i] |= other->words[i];
}

void hd_bits_andnot(hd_bits *dst, const hd_bits *other)
{
    check_same_n(dst, other);
    for (size_t i = 0, n = hd_bits_words(dst->n); i < n; i++)
        dst->words[i] &= ~other->words[i];
}

void hd_bits_not(hd_bits *dst)
{
    for (size_t i = 0, n = hd_bits_words(dst->n); i < n; i++)
        dst->words[i] = ~dst->words[i];
    clear_tail(dst);
}

size_t hd_bits_count(const hd_bits *b)
{
    size_t count = 0;

    for (size_t i = 0, n = hd_bits_words(b->n); i < n; i++)
        count += hd_bits_count_word(b->words[i]);
    return count;
}

size_t hd_bits_count_and(const hd_bits *a, const hd_bits *b)
{
    size_t count = 0;

    check_same_n(a, b);
    for (size_t i = 0, n = hd_bits_words(a->n); i < n; i++)
        count += hd_bits_count_word(a->words[i] & b->words[i]);
    return count;
}

bool hd_bits_meet(const hd_bits *a, const hd_bits *b)
{
    check_same_n(a, b);
    for (size_t w = 0, n = hd_bits_words(a->n); w < n;) {
        uint64_t any = 0;
        for (size_t end = w + 64 < n ? w + 64 : n; w < end; w++)
            any |= a->words[w] & b->words[w];
        if (any)
            return true;
    }
    return false;
}

bool hd_bits_equal(const hd_bits *a, const hd_bits *b)
{
    check_same_n(a, b);
    for (size_t i = 0, n = hd_bits_words(a->n); i < n; i++) {
        if (a->words[i] != b->words[i])
            return false;
    }
    return true;
}

size_t hd_bits_next(const hd_bits *b, size_t from)
{
    if (from >= b->n)
        return SIZE_MAX;
    size_t i = from >> 6;
    uint64_t w = b->words[i] & (UINT64_MAX << (from & 63));
    for (size_t n = hd_bits_words(b->n); !w;) {
        if (++i == n)
            return SIZE_MAX;
        w = b->words[i];
    }
    return i * 64 + (size_t)__builtin_ctzll(w);
}
