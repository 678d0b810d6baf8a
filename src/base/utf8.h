/* utf8.h -- the few things heddle must know about text.  The only user of utf8proc. */
#ifndef HD_BASE_UTF8_H
#define HD_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* True if the bytes are well-formed UTF-8 (no overlong form, no surrogate, at
 * most U+10FFFF).  If not and bad_at is not NULL, *bad_at is the offset of the
 * first bad byte. */
bool hd_utf8_valid(const char *s, size_t len, size_t *bad_at);

/* Columns the text takes on a terminal: wide characters 2, combining marks and
 * control characters 0.  Invalid bytes count 1 each. */
size_t hd_utf8_width(const char *s, size_t len);

/* Length in bytes of the longest prefix that takes at most `columns` columns. */
size_t hd_utf8_prefix(const char *s, size_t len, size_t columns);

/* Bytes of `s` that a message with room for `max` shows: all of it, or what fits of it in whole
 * characters.  For "%.*s". */
int hd_utf8_shown(const char *s, size_t max);

/* The form in which two labels are the same: NFKC, case folded; apostrophes (' and
 * U+2019, U+2018, U+02BC, U+0060) removed; '&' is the word "and"; every other punctuation mark, symbol
 * and dash is a space; runs of space are one, none at the ends.  So "Child's
 * voice" = "childs VOICE" and "Over-reliance" = "over reliance".
 * Appends to `out`; invalid UTF-8 is copied byte by byte. */
void hd_utf8_fold(const char *s, size_t len, hd_buf *out);

/* Damerau-Levenshtein distance of two strings in code points after case folding,
 * or limit + 1 as soon as it exceeds `limit`.  Strings longer than 128 code
 * points are compared by their first 128. */
size_t hd_utf8_distance(const char *a, const char *b, size_t limit);

/* The candidate nearest to `word`: equal after hd_utf8_fold first, then a
 * candidate that `word` begins (at least 3 characters), then the smallest
 * distance within max(1, min(3, length / 3)); ties go to the earlier one.
 * NULL if none is near.  A candidate may be NULL (skipped). */
const char *hd_utf8_nearest(const char *word, const char *const *candidates, size_t n);

#endif
