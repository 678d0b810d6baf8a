/* kernel_codes.h -- columns of codes to bitmaps; the part of kernel_body.h that deals with codes,
 * and included by it only. */
#ifndef HD_QUERY_KERNEL_CODES_H
#define HD_QUERY_KERNEL_CODES_H

INLINE void flag_range(uint8_t *flags, const void *at, unsigned width, size_t first, size_t n,
                       uint32_t lo, uint32_t span)
{
    if (width == 1) {
        const uint8_t *c = (const uint8_t *)at + first;
        for (size_t i = 0; i < n; i++)
            flags[i] = (uint8_t)(c[i] - lo) <= (uint8_t)span;
    } else if (width == 2) {
        const uint16_t *c = (const uint16_t *)at + first;
        for (size_t i = 0; i < n; i++)
            flags[i] = (uint16_t)(c[i] - lo) <= (uint16_t)span;
    } else {
        const uint32_t *c = (const uint32_t *)at + first;
        for (size_t i = 0; i < n; i++)
            flags[i] = c[i] - lo <= span;
    }
}

/* The 64 codes from row `first` on. */
INLINE uint64_t range_word(hd_codes codes, unsigned width, size_t first, uint32_t lo, uint32_t span)
{
    uint8_t flags[64];

#ifdef KERNEL_RANGE
    if (width == 1)
        return byte_range((const uint8_t *)codes.at + first, (uint8_t)lo, (uint8_t)span);
#endif
    flag_range(flags, codes.at, width, first, 64, lo, span);
    return pack_flags(flags);
}

INLINE void range_words(uint64_t *out, hd_codes codes, unsigned width, uint32_t lo, uint32_t span,
                        size_t from, size_t to)
{
    uint8_t flags[64];
    size_t i = from;

    for (; i + 64 <= to; i += 64)
        out[i / 64] = range_word(codes, width, i, lo, span);
    if (i < to) {
        memset(flags, 0, sizeof flags);
        flag_range(flags, codes.at, width, i, to - i, lo, span);
        out[i / 64] = pack_flags(flags);
    }
}

KERNEL static void in_range(uint64_t *out, hd_codes codes, uint32_t lo, uint32_t hi, size_t from,
                            size_t to)
{
    uint32_t top = codes.width == 1 ? UINT8_MAX : codes.width == 2 ? UINT16_MAX : UINT32_MAX;

    if (hi > top)
        hi = top;
    if (lo > hi)
        memset(out + words_to(from), 0, (words_to(to) - words_to(from)) * sizeof *out);
    else if (codes.width == 1)
        range_words(out, codes, 1, lo, hi - lo, from, to);
    else if (codes.width == 2)
        range_words(out, codes, 2, lo, hi - lo, from, to);
    else
        range_words(out, codes, 4, lo, hi - lo, from, to);
}

INLINE uint32_t code_at(const void *at, unsigned width, size_t i)
{
    return width == 1   ? ((const uint8_t *)at)[i]
           : width == 2 ? ((const uint16_t *)at)[i]
                        : ((const uint32_t *)at)[i];
}

INLINE void table_words(uint64_t *out, hd_codes codes, unsigned width, const uint64_t *table,
                        uint32_t n_codes, size_t from, size_t to)
{
    for (size_t i = from; i < to; i += 64) {
        uint64_t word = 0;
        for (size_t j = 0, n = least(64, to - i); j < n; j++) {
            uint32_t c = code_at(codes.at, width, i + j);
            if (c < n_codes)
                word |= (table[c / 64] >> (c % 64) & 1) << j;
        }
        out[i / 64] = word;
    }
}

/* The table of byte codes, whole: 256 bits, those past n_codes zero. */
INLINE void byte_table(uint64_t full[4], const uint64_t *table, uint32_t n_codes)
{
    size_t n = least(n_codes, 256);

    memset(full, 0, 4 * sizeof *full);
    if (n)
        memcpy(full, table, words_to(n) * sizeof *full);
    if (n % 64)
        full[n / 64] &= ((uint64_t)1 << (n % 64)) - 1;
}

#ifdef KERNEL_LOOKUP
/* For vectors that look 16 bytes up at once: bit h of halves[l] is what the table says of code
 * 16 h + l, bit h - 8 of halves[16 + l] where h is 8 or more. */
static void halve_table(const uint64_t full[4], uint8_t halves[32])
{
    memset(halves, 0, 32);
    for (unsigned c = 0; c < 256; c++) {
        unsigned low = c % 16, high = c / 16;
        unsigned bit = (unsigned)(full[c / 64] >> (c % 64) & 1);
        halves[high / 8 * 16 + low] = (uint8_t)(halves[high / 8 * 16 + low] | bit << high % 8);
    }
}

KERNEL static void in_byte_table(uint64_t *out, const uint8_t *codes, const uint64_t full[4],
                                 size_t from, size_t to)
{
    uint8_t halves[32], last[64] = {0};
    size_t i = from;

    halve_table(full, halves);
    for (; i + 64 <= to; i += 64)
        out[i / 64] = look_up(codes + i, halves);
    if (i < to) {
        memcpy(last, codes + i, to - i);
        out[i / 64] = look_up(last, halves) & (((uint64_t)1 << (to - i)) - 1);
    }
}
#else
KERNEL static void in_byte_table(uint64_t *out, const uint8_t *codes, const uint64_t full[4],
                                 size_t from, size_t to)
{
    uint8_t yes[256], flags[64] = {0};

    for (size_t c = 0; c < 256; c++)
        yes[c] = full[c / 64] >> (c % 64) & 1;
    for (size_t i = from; i < to; i += 64) {
        size_t n = least(64, to - i);
        for (size_t j = 0; j < n; j++)
            flags[j] = yes[codes[i + j]];
        for (size_t j = n; j < 64; j++)
            flags[j] = 0;
        out[i / 64] = pack_flags(flags);
    }
}
#endif

#ifndef KERNEL_MAP
INLINE void map_64(uint8_t *out, const uint8_t *plus, const uint8_t *codes,
                   const uint8_t table[256], size_t n)
{
    if (plus)
        for (size_t i = 0; i < n; i++)
            out[i] = (uint8_t)(plus[i] + table[codes[i]]);
    else
        for (size_t i = 0; i < n; i++)
            out[i] = table[codes[i]];
}
#endif

KERNEL static void map_bytes(uint8_t *out, const uint8_t *plus, const uint8_t *codes,
                             const uint8_t table[256], size_t n)
{
    for (size_t i = 0; i < n; i += 64)
        map_64(out + i, plus ? plus + i : NULL, codes + i, table, least(64, n - i));
}

KERNEL static void in_table(uint64_t *out, hd_codes codes, const uint64_t *table, uint32_t n_codes,
                            size_t from, size_t to)
{
    uint64_t full[4];

    if (codes.width == 1) {
        byte_table(full, table, n_codes);
        in_byte_table(out, codes.at, full, from, to);
    } else if (codes.width == 2) {
        table_words(out, codes, 2, table, n_codes, from, to);
    } else {
        table_words(out, codes, 4, table, n_codes, from, to);
    }
}

#endif
