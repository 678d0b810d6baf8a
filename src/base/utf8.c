#include "base/utf8.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/alloc.h"
#include "base/err.h"

#define COMPARED 128 /* code points of a word that a distance looks at */

/* The code point at s and its length in bytes; an invalid byte is (byte, 1) with *ok false. */
static size_t decode(const char *s, size_t len, int32_t *cp, bool *ok)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t n;

    if (!((unsigned char)*s & 0x80)) {
        *cp = *s;
        *ok = true;
        return 1;
    }
    n = utf8proc_iterate((const utf8proc_uint8_t *)s, len > 4 ? 4 : (utf8proc_ssize_t)len, &c);
    *ok = n > 0;
    *cp = *ok ? c : (unsigned char)*s;
    return *ok ? (size_t)n : 1;
}

bool hd_utf8_valid(const char *s, size_t len, size_t *bad_at)
{
    for (size_t i = 0; i < len;) {
        int32_t cp;
        bool ok;
        size_t n = decode(s + i, len - i, &cp, &ok);
        if (!ok) {
            if (bad_at)
                *bad_at = i;
            return false;
        }
        i += n;
    }
    return true;
}

static size_t columns_of(int32_t cp, bool ok)
{
    int w;

    if (!ok)
        return 1;
    if (cp < 0x7F)
        return cp >= 0x20;
    w = utf8proc_charwidth(cp);
    return w > 0 ? (size_t)w : 0;
}

size_t hd_utf8_width(const char *s, size_t len)
{
    size_t width = 0;

    for (size_t i = 0; i < len;) {
        int32_t cp;
        bool ok;
        if ((unsigned char)s[i] < 0x7F) { /* most texts have nothing else */
            width += (unsigned char)s[i++] >= 0x20;
            continue;
        }
        i += decode(s + i, len - i, &cp, &ok);
        width += columns_of(cp, ok);
    }
    return width;
}

size_t hd_utf8_prefix(const char *s, size_t len, size_t columns)
{
    size_t i = 0, width = 0;

    while (i < len) {
        int32_t cp;
        bool ok;
        size_t n = decode(s + i, len - i, &cp, &ok);
        width += columns_of(cp, ok);
        if (width > columns)
            break;
        i += n;
    }
    return i;
}

int hd_utf8_shown(const char *s, size_t max)
{
    size_t n = strnlen(s, max + 1);

    if (n > max)
        for (n = max; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80;)
            n--;
    return (int)n;
}

/* Valid UTF-8 through utf8proc, added to `out`. */
static void normalise(const char *s, size_t len, utf8proc_option_t options, hd_buf *out)
{
    utf8proc_uint8_t *text = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &text, options);

    if (n < 0)
        hd_fault("cannot normalise text: %s", utf8proc_errmsg(n));
    hd_buf_add(out, text, (size_t)n);
    hd_free(text);
}

static bool is_apostrophe(int32_t cp)
{
    return cp == '\'' || cp == '`' || cp == 0x2018 || cp == 0x2019 || cp == 0x02BC;
}

static bool is_gap(int32_t cp)
{
    if (cp == ' ' || cp == '-')
        return true;
    switch (utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
        return true;
    default:
        return false;
    }
}

/* Where a fold stands: a gap becomes one space only when something follows it. */
typedef struct fold {
    bool any; /* something has been written */
    bool gap; /* a space is owed */
} fold;

static void fold_put(fold *f, const char *bytes, size_t len, hd_buf *out)
{
    if (f->gap && f->any)
        hd_buf_addc(out, ' ');
    f->gap = false;
    f->any = true;
    hd_buf_add(out, bytes, len);
}

/* The number of lower-case letters and digits of ASCII that s begins with: most of any text. */
static size_t plain_run(const char *s, size_t len)
{
    size_t n = 0;

    while (n < len && ((s[n] >= 'a' && s[n] <= 'z') || (s[n] >= '0' && s[n] <= '9')))
        n++;
    return n;
}

/* Words of valid, normalised text: apostrophes out, '&' spelt, everything between words a gap. */
static void fold_words(fold *f, const char *s, size_t len, hd_buf *out)
{
    for (size_t i = 0, n; i < len; i += n) {
        int32_t cp;
        bool ok;
        n = plain_run(s + i, len - i);
        if (n > 0) {
            fold_put(f, s + i, n, out);
            continue;
        }
        n = decode(s + i, len - i, &cp, &ok);
        if (cp < 0x80 && cp >= 'A' && cp <= 'Z') {
            char lower = (char)(cp + ('a' - 'A'));
            fold_put(f, &lower, 1, out);
        } else if (cp == '&') {
            f->gap = true;
            fold_put(f, "and", 3, out);
            f->gap = true;
        } else if (is_apostrophe(cp)) {
            continue;
        } else if (is_gap(cp)) {
            f->gap = true;
        } else {
            fold_put(f, s + i, n, out);
        }
    }
}

static bool is_ascii(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)s[i] & 0x80)
            return false;
    }
    return true;
}

static void fold_valid(fold *f, const char *s, size_t len, hd_buf *out)
{
    const utf8proc_option_t compose = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    hd_buf text = HD_BUF_INIT, words = HD_BUF_INIT;

    if (is_ascii(s, len)) {
        fold_words(f, s, len, out);
        return;
    }
    /* Characters without any appearance (soft hyphen, joiners) make no difference either. */
    normalise(s, len, compose | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &text);
    fold_words(f, hd_buf_str(&text), text.len, &words);
    /* A letter and a mark that an apostrophe kept apart now compose. */
    normalise(hd_buf_str(&words), words.len, compose, out);
    hd_buf_release(&text);
    hd_buf_release(&words);
}

void hd_utf8_fold(const char *s, size_t len, hd_buf *out)
{
    fold f = {false, false};

    for (size_t i = 0; i < len;) {
        size_t good = 0;
        if (hd_utf8_valid(s + i, len - i, &good))
            good = len - i;
        fold_valid(&f, s + i, good, out);
        i += good;
        if (i < len)
            fold_put(&f, s + i++, 1, out);
    }
}

/* The first COMPARED code points of `s`, case folded; returns how many. */
static size_t compared_form(const char *s, int32_t out[COMPARED])
{
    /* Case folding alone makes at most three code points of one, decomposition four. */
    utf8proc_int32_t folded[COMPARED * 16];
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
    size_t bytes = 0, n = 0;
    bool all_ok = true;

    for (; s[bytes] && n < COMPARED; n++) {
        bool ok;
        bytes += decode(s + bytes, strnlen(s + bytes, 4), &out[n], &ok);
        all_ok = all_ok && ok;
    }
    if (!all_ok)
        return n;
    utf8proc_ssize_t len = utf8proc_decompose((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)bytes,
                                              folded, COMPARED * 16, options);
    if (len < 0 || len > COMPARED * 16)
        hd_fault("cannot fold a word");
    len = utf8proc_normalize_utf32(folded, len, options);
    n = len > COMPARED ? COMPARED : (size_t)len;
    memcpy(out, folded, n * sizeof out[0]);
    return n;
}

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The unrestricted distance of Damerau: insert, delete, replace, and swap two neighbours even if
 * something was inserted between them (Lowrance and Wagner 1975). */
size_t hd_utf8_distance(const char *a, const char *b, size_t limit)
{
    int32_t x[COMPARED], y[COMPARED];
    uint16_t d[COMPARED + 1][COMPARED + 1];
    size_t last_row[COMPARED + 1] = {0}; /* last row whose character is y[j - 1]; 0: none */
    size_t nx = compared_form(a, x), ny = compared_form(b, y);

    if (limit > COMPARED)
        limit = COMPARED;
    if ((nx > ny ? nx - ny : ny - nx) > limit)
        return limit + 1;
    for (size_t j = 0; j <= ny; j++)
        d[0][j] = (uint16_t)j;
    for (size_t i = 1; i <= nx; i++) {
        size_t last_col = 0; /* last column of this row with the same character */
        size_t smallest = i;
        d[i][0] = (uint16_t)i;
        for (size_t j = 1; j <= ny; j++) {
            bool same = x[i - 1] == y[j - 1];
            size_t best = min((size_t)d[i - 1][j] + 1, (size_t)d[i][j - 1] + 1);
            best = min(best, (size_t)d[i - 1][j - 1] + !same);
            size_t row = last_row[j];
            if (row && last_col)
                best = min(best, (size_t)d[row - 1][last_col - 1] + (i - row) + (j - last_col) - 1);
            if (same)
                last_col = j;
            d[i][j] = (uint16_t)best;
            smallest = min(smallest, best);
        }
        /* The smallest of a row never gets smaller further down. */
        if (smallest > limit)
            return limit + 1;
        for (size_t j = 1; j <= ny; j++) {
            if (x[i - 1] == y[j - 1])
                last_row[j] = i;
        }
    }
    return min(d[nx][ny], limit + 1);
}

static size_t characters(const char *s)
{
    size_t n = 0;

    for (size_t i = 0, len = strlen(s); i < len; n++) {
        int32_t cp;
        bool ok;
        i += decode(s + i, len - i, &cp, &ok);
    }
    return n;
}

static bool starts_with(const hd_buf *text, const hd_buf *start)
{
    return text->len >= start->len && memcmp(text->data, start->data, start->len) == 0;
}

/* The first candidate whose fold is the word's, or else begins with it; NULL if none. */
static const char *same_or_begun(const char *word, const char *const *candidates, size_t n)
{
    const char *same = NULL, *begun = NULL;
    hd_buf folded = HD_BUF_INIT, other = HD_BUF_INIT;

    hd_utf8_fold(word, strlen(word), &folded);
    bool may_begin = characters(hd_buf_str(&folded)) >= 3;
    for (size_t i = 0; i < n && !same && folded.len; i++) {
        if (!candidates[i])
            continue;
        hd_buf_clear(&other);
        hd_utf8_fold(candidates[i], strlen(candidates[i]), &other);
        if (strcmp(hd_buf_str(&folded), hd_buf_str(&other)) == 0)
            same = candidates[i];
        else if (may_begin && !begun && starts_with(&other, &folded))
            begun = candidates[i];
    }
    hd_buf_release(&folded);
    hd_buf_release(&other);
    return same ? same : begun;
}

const char *hd_utf8_nearest(const char *word, const char *const *candidates, size_t n)
{
    const char *nearest = same_or_begun(word, candidates, n);
    size_t third = characters(word) / 3;
    size_t within = third < 1 ? 1 : min(third, 3);

    if (nearest)
        return nearest;
    for (size_t i = 0; i < n; i++) {
        if (!candidates[i])
            continue;
        size_t distance = hd_utf8_distance(word, candidates[i], within);
        if (distance <= within) {
            nearest = candidates[i];
            if (distance == 0)
                break;
            within = distance - 1;
        }
    }
    return nearest;
}
