#include "base/utf8.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Table 3-7 of the Unicode standard: the well-formed byte sequences. */
static size_t naive_sequence(const unsigned char *s, size_t len)
{
    static const struct {
        unsigned char lo[4], hi[4];
        size_t n;
    } forms[] = {{{0x00}, {0x7F}, 1},
                 {{0xC2, 0x80}, {0xDF, 0xBF}, 2},
                 {{0xE0, 0xA0, 0x80}, {0xE0, 0xBF, 0xBF}, 3},
                 {{0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}, 3},
                 {{0xED, 0x80, 0x80}, {0xED, 0x9F, 0xBF}, 3},
                 {{0xEE, 0x80, 0x80}, {0xEF, 0xBF, 0xBF}, 3},
                 {{0xF0, 0x90, 0x80, 0x80}, {0xF0, 0xBF, 0xBF, 0xBF}, 4},
                 {{0xF1, 0x80, 0x80, 0x80}, {0xF3, 0xBF, 0xBF, 0xBF}, 4},
                 {{0xF4, 0x80, 0x80, 0x80}, {0xF4, 0x8F, 0xBF, 0xBF}, 4}};

    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
        size_t i = 0;
        while (i < forms[f].n && i < len && s[i] >= forms[f].lo[i] && s[i] <= forms[f].hi[i])
            i++;
        if (i == forms[f].n)
            return i;
    }
    return 0;
}

static void check_validity(const unsigned char *s, size_t len)
{
    size_t i = 0, n, bad = SIZE_MAX;

    while (i < len && (n = naive_sequence(s + i, len - i)) > 0)
        i += n;
    bool valid = hd_utf8_valid((const char *)s, len, &bad);
    if (valid != (i == len) || (!valid && bad != i))
        cr_assert(false, "%02x %02x %02x %02x, length %zu: %d at %zu", s[0], s[1], s[2], s[3], len,
                  valid, bad);
}

Test(utf8, validity_agrees_with_the_table_of_the_standard)
{
    static const unsigned char edges[] = {
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
        0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFC, 0xFE, 0xFF};
    const size_t n = sizeof edges;
    unsigned char s[4] = {0};

    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            s[0] = (unsigned char)a;
            s[1] = (unsigned char)b;
            check_validity(s, 1);
            check_validity(s, 2);
        }
    }
    for (size_t i = 0; i < n * n * n * n; i++) {
        size_t k = i;
        for (size_t j = 0; j < 4; j++, k /= n)
            s[j] = edges[k % n];
        check_validity(s, 3);
        check_validity(s, 4);
    }
}

Test(utf8, known_bad_sequences_are_found_where_they_stand)
{
    static const char *const bad[] = {"\x80",
                                      "\xbf",
                                      "\xc0\xaf",
                                      "\xc1\xbf",
                                      "\xe0\x80\xaf",
                                      "\xed\xa0\x80",
                                      "\xed\xbf\xbf",
                                      "\xf0\x80\x80\xaf",
                                      "\xf4\x90\x80\x80",
                                      "\xf8\x88\x80\x80\x80",
                                      "\xfe",
                                      "\xff",
                                      "\xc3",
                                      "\xe2\x82",
                                      "\xf0\x9f\x99"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[32];
        size_t at = 99;
        snprintf(text, sizeof text, "caf\xc3\xa9%s", bad[i]);
        cr_assert_not(hd_utf8_valid(text, strlen(text), &at), "case %zu", i);
        cr_assert_eq(at, 5, "case %zu", i);
        cr_assert_not(hd_utf8_valid(text, strlen(text), NULL));
    }
    cr_assert(hd_utf8_valid("", 0, NULL));
    cr_assert(hd_utf8_valid("a\0b", 3, NULL));
}

Test(utf8, width_is_in_columns)
{
    cr_assert_eq(hd_utf8_width("neglect", 7), 7);
    cr_assert_eq(hd_utf8_width("caf\xc3\xa9", 5), 4);
    cr_assert_eq(hd_utf8_width("cafe\xcc\x81", 6), 4, "a combining mark takes none");
    cr_assert_eq(hd_utf8_width("\xe5\xad\x90\xe4\xbe\x9b", 6), 4, "wide characters take two");
    cr_assert_eq(hd_utf8_width("a\t\x1b\x7f"
                               "b",
                               5),
                 2, "controls take none");
    cr_assert_eq(hd_utf8_width("\xc2\x85", 2), 0);
    cr_assert_eq(hd_utf8_width("\xff\xe2\x82", 3), 3, "invalid bytes take one each");
    cr_assert_eq(hd_utf8_width("", 0), 0);
}

Test(utf8, a_prefix_is_cut_between_characters)
{
    static const char text[] = "ab\xe5\xad\x90"
                               "e\xcc\x81z";

    cr_assert_eq(hd_utf8_prefix(text, sizeof text - 1, 0), 0);
    cr_assert_eq(hd_utf8_prefix(text, sizeof text - 1, 2), 2);
    cr_assert_eq(hd_utf8_prefix(text, sizeof text - 1, 3), 2, "half a wide character does not fit");
    cr_assert_eq(hd_utf8_prefix(text, sizeof text - 1, 4), 5);
    cr_assert_eq(hd_utf8_prefix(text, sizeof text - 1, 5), 8, "with the mark that belongs to it");
    cr_assert_eq(hd_utf8_prefix(text, sizeof text - 1, 99), sizeof text - 1);
}

static void check_fold(const char *text, const char *expected)
{
    hd_buf out = HD_BUF_INIT;

    hd_buf_adds(&out, "> ");
    hd_utf8_fold(text, strlen(text), &out);
    cr_assert_str_eq(hd_buf_str(&out) + 2, expected, "'%s' gave '%s'", text, out.data + 2);
    hd_buf_release(&out);
}

Test(utf8, fold_makes_the_same_label_the_same)
{
    check_fold("Child's voice", "childs voice");
    check_fold("childs VOICE", "childs voice");
    check_fold("Child\xe2\x80\x99s voice", "childs voice");
    check_fold("Child\xe2\x80\x98s voice", "childs voice");
    check_fold("Child\xca\xbcs voice", "childs voice");
    check_fold("Child`s voice", "childs voice");
    check_fold("Over-reliance", "over reliance");
    check_fold("over reliance", "over reliance");
    check_fold("Over\xe2\x80\x93reliance", "over reliance");
    check_fold("Drugs & alcohol", "drugs and alcohol");
    check_fold("Drugs&alcohol", "drugs and alcohol");
    check_fold("Drugs \xef\xbc\x86 alcohol", "drugs and alcohol");
    check_fold("&", "and");
    check_fold("  (a)\t/ b...\n", "a b");
    check_fold("", "");
    check_fold(" -- ", "");
    check_fold("\xef\xac\x81le", "file");
    check_fold("CAF\xc3\x89", "caf\xc3\xa9");
    check_fold("cafe\xcc\x81", "caf\xc3\xa9");
    check_fold("cafe'\xcc\x81", "caf\xc3\xa9");
    check_fold("Stra\xc3\x9f"
               "e",
               "strasse");
    check_fold("safe\xc2\xadguard", "safeguard");
    check_fold("under\xc2\xa0"
               "3",
               "under 3");
    check_fold("\xe2\x80\xa2 one", "one");
    check_fold("\xc2\xa3"
               "5",
               "5");
}

Test(utf8, fold_copies_invalid_bytes_as_they_are)
{
    check_fold("A\xff-B", "a\xff b");
    check_fold("-\xff-", "\xff");
    check_fold("\xc3\x89\xe2\x82!\xc3\x89", "\xc3\xa9\xe2\x82 \xc3\xa9");
}

/* Folding what is folded changes nothing, whatever the text. */
Test(utf8, fold_is_idempotent)
{
    static const char *const parts[] = {"a",        "B",        " ",
                                        "'",        "&",        "-",
                                        "\xc3\x89", "\xff",     "\xcc\x81",
                                        "\xc2\xb4", "3",        "\xe2\x80\x99",
                                        "\xc2\xad", "\xce\xa3", "\xe2\x84\xa2",
                                        "\xc4\xb0", "."};

    for (uint32_t seed = 1; seed <= 3000; seed++) {
        hd_buf text = HD_BUF_INIT, once = HD_BUF_INIT, twice = HD_BUF_INIT;
        uint32_t state = seed;
        for (uint32_t n = next_random(&state) % 12; n > 0; n--)
            hd_buf_adds(&text, parts[next_random(&state) % (sizeof parts / sizeof parts[0])]);
        hd_utf8_fold(hd_buf_str(&text), text.len, &once);
        hd_utf8_fold(hd_buf_str(&once), once.len, &twice);
        cr_assert_str_eq(hd_buf_str(&once), hd_buf_str(&twice), "seed %u: '%s'", seed,
                         hd_buf_str(&text));
        hd_buf_release(&text);
        hd_buf_release(&once);
        hd_buf_release(&twice);
    }
}

Test(utf8, distance_counts_edits)
{
    cr_assert_eq(hd_utf8_distance("cols", "cols", 3), 0);
    cr_assert_eq(hd_utf8_distance("col", "cols", 3), 1);
    cr_assert_eq(hd_utf8_distance("Cols", "cOLS", 3), 0);
    cr_assert_eq(hd_utf8_distance("clos", "cols", 3), 1, "two neighbours swapped");
    cr_assert_eq(hd_utf8_distance("ca", "abc", 3), 2, "swapped around an insertion");
    cr_assert_eq(hd_utf8_distance("kitten", "sitting", 3), 3);
    cr_assert_eq(hd_utf8_distance("kitten", "sitting", 2), 3, "limit + 1");
    cr_assert_eq(hd_utf8_distance("abcdefgh", "", 2), 3);
    cr_assert_eq(hd_utf8_distance("", "", 0), 0);
    cr_assert_eq(hd_utf8_distance("caf\xc3\xa9", "cafe", 3), 1, "in characters, not bytes");
    cr_assert_eq(hd_utf8_distance("caf\xc3\xa9", "cafe\xcc\x81", 3), 0);
    cr_assert_eq(hd_utf8_distance("a\xff", "ab", 3), 1);
}

Test(utf8, distance_looks_at_128_characters)
{
    char a[400], b[400];

    memset(a, 'x', sizeof a);
    memset(b, 'x', sizeof b);
    a[399] = b[399] = '\0';
    b[128] = 'y';
    cr_assert_eq(hd_utf8_distance(a, b, 3), 0);
    b[127] = 'y';
    cr_assert_eq(hd_utf8_distance(a, b, 3), 1);
    b[0] = '\0';
    cr_assert_eq(hd_utf8_distance(a, b, 500), 128);
}

/* All ways to edit, tried by going through every string of the alphabet: breadth first from `a`. */
enum { LETTERS = 3, LONGEST = 5, STRINGS = 364 }; /* 1 + 3 + 9 + ... + 243 */

static size_t number_of(const char *s)
{
    size_t first = 0, width = 1, value = 0;

    for (; *s; s++) {
        first += width;
        width *= LETTERS;
        value = value * LETTERS + (size_t)(*s - 'a');
    }
    return first + value;
}

static void text_of(size_t number, char *out)
{
    size_t width = 1, len = 0;

    while (number >= width) {
        number -= width;
        width *= LETTERS;
        len++;
    }
    out[len] = '\0';
    while (len > 0) {
        out[--len] = (char)('a' + number % LETTERS);
        number /= LETTERS;
    }
}

static void reach(const char *s, unsigned char *dist, unsigned char d, size_t *queue, size_t *tail)
{
    size_t k = number_of(s);

    if (dist[k] == 255) {
        dist[k] = d;
        queue[(*tail)++] = k;
    }
}

static void distances_from(size_t start, unsigned char *dist)
{
    size_t queue[STRINGS], head = 0, tail = 0;

    memset(dist, 255, STRINGS);
    dist[start] = 0;
    queue[tail++] = start;
    while (head < tail) {
        char s[16], t[16];
        size_t k = queue[head++];
        unsigned char d = (unsigned char)(dist[k] + 1);
        text_of(k, s);
        size_t len = strlen(s);
        for (size_t i = 0; i <= len; i++) {
            for (char c = 'a'; c < 'a' + LETTERS; c++) {
                if (len < LONGEST) {
                    memcpy(t, s, i);
                    t[i] = c;
                    strcpy(t + i + 1, s + i);
                    reach(t, dist, d, queue, &tail);
                }
                if (i < len) {
                    strcpy(t, s);
                    t[i] = c;
                    reach(t, dist, d, queue, &tail);
                }
            }
            if (i < len) {
                memcpy(t, s, i);
                strcpy(t + i, s + i + 1);
                reach(t, dist, d, queue, &tail);
            }
            if (i + 1 < len) {
                strcpy(t, s);
                t[i] = s[i + 1];
                t[i + 1] = s[i];
                reach(t, dist, d, queue, &tail);
            }
        }
    }
}

Test(utf8, distance_is_the_fewest_edits_there_are)
{
    unsigned char dist[STRINGS];

    for (size_t a = 0; a < STRINGS; a += 3) {
        char s[16], t[16];
        text_of(a, s);
        distances_from(a, dist);
        for (size_t b = 0; b < STRINGS; b++) {
            text_of(b, t);
            for (size_t limit = 0; limit <= 5; limit++) {
                size_t expected = dist[b] > limit ? limit + 1 : dist[b];
                size_t got = hd_utf8_distance(s, t, limit);
                if (got != expected)
                    cr_assert(false, "'%s' '%s' limit %zu: %zu, not %zu", s, t, limit, got,
                              expected);
            }
        }
    }
}

static void check_nearest(const char *word, const char *expected)
{
    static const char *const names[] = {"rows",          NULL,      "cols",    "Child's voice",
                                        "hidden-adults", "neglect", "percent", "column"};
    const char *got = hd_utf8_nearest(word, names, sizeof names / sizeof names[0]);

    if (expected)
        cr_assert(got && strcmp(got, expected) == 0, "'%s' gave '%s'", word, got ? got : "nothing");
    else
        cr_assert_null(got, "'%s' gave '%s'", word, got);
}

Test(utf8, nearest_suggests_what_was_meant)
{
    check_nearest("col", "cols");
    check_nearest("colu", "column");
    check_nearest("CHILDS VOICE", "Child's voice");
    check_nearest("hidden adults", "hidden-adults");
    check_nearest("hidden", "hidden-adults");
    check_nearest("neglct", "neglect");
    check_nearest("engelct", "neglect");
    check_nearest("precnet", "percent");
    check_nearest("row", "rows");
    check_nearest("ro", NULL);
    check_nearest("something else", NULL);
    check_nearest("", NULL);
    check_nearest("!!!", NULL);
    cr_assert_null(hd_utf8_nearest("x", NULL, 0));
}

Test(utf8, nearest_prefers_the_earlier_of_two)
{
    static const char *const names[] = {"bat", "cat", "cab"};

    cr_assert_str_eq(hd_utf8_nearest("rat", names, 3), "bat");
    cr_assert_str_eq(hd_utf8_nearest("cax", names, 3), "cat");
}

Test(utf8, what_a_message_shows_ends_between_characters)
{
    cr_assert_eq(hd_utf8_shown("abc", 3), 3);
    cr_assert_eq(hd_utf8_shown("abcd", 3), 3);
    cr_assert_eq(hd_utf8_shown("a\xc3\xa9", 3), 3);
    cr_assert_eq(hd_utf8_shown("ab\xc3\xa9", 3), 2);
    cr_assert_eq(hd_utf8_shown("\xf0\x9f\x98\x80", 3), 0);
    cr_assert_eq(hd_utf8_shown("", 0), 0);
}
