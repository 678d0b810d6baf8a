#include "io/json_check.h"

#include "base/utf8.h"
#include "io/json_in.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool more(const hd_json_scan *sc)
{
    return sc->at < sc->len;
}

/* The byte at `at`, -1 at the end. */
static int peek(const hd_json_scan *sc)
{
    return more(sc) ? (unsigned char)sc->s[sc->at] : -1;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static inline void skip_space(hd_json_scan *sc)
{
    for (; more(sc); sc->at++) {
        char c = sc->s[sc->at];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            return;
        }
    }
}

void hd_json_skip_space(hd_json_scan *sc)
{
    skip_space(sc);
}

/* What stands at `at`, in words that are safe to print. */
static void describe(const hd_json_scan *sc, char out[48])
{
    int c = peek(sc);
    size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (c == 0) {
        snprintf(out, 48, "a NUL byte (is this UTF-16? save it as UTF-8)");
    } else if (c == '\n' || c == '\r') {
        snprintf(out, 48, "the end of the line");
    } else if (c < 0x20 || c == 0x7f || sc->at + n > sc->len ||
               !hd_utf8_valid(sc->s + sc->at, n, NULL)) {
        snprintf(out, 48, "byte 0x%02x", (unsigned)c);
    } else {
        snprintf(out, 48, "'%.*s'", (int)n, sc->s + sc->at);
    }
}

hd_status hd_json_scan_expected(const hd_json_scan *sc, const char *what, const char *inside,
                                hd_err *err)
{
    if (!more(sc)) {
        return hd_fail(err, HD_EDATA, "the %s ends inside %s: expected %s%s", sc->whole, inside,
                       what, sc->whole[0] == 'l' ? " (one record a line)" : "");
    }
    char got[48];
    describe(sc, got);
    return hd_fail(err, HD_EDATA, "expected %s, got %s", what, got);
}

void hd_json_position(const char *s, size_t at, size_t *line, size_t *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < at; i++) {
        if (s[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)s[i] & 0xc0) != 0x80) {
            ++*column;
        }
    }
}

hd_status hd_json_check_bom(const char *s, size_t len, size_t *skip, hd_err *err)
{
    *skip = 0;
    if (len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
        *skip = 3;
        return HD_OK;
    }
    const char *what = NULL;
    if (len >= 4 && (memcmp(s, "\xff\xfe\0\0", 4) == 0 || memcmp(s, "\0\0\xfe\xff", 4) == 0)) {
        what = "UTF-32";
    } else if (len >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0)) {
        what = "UTF-16";
    }
    return what ? hd_fail(err, HD_EDATA, "this is %s; save it as UTF-8", what) : HD_OK;
}

/* Strings. */

/* Four hexadecimal digits at `at`, moved past; -1 if they are not there. */
static int scan_hex4(hd_json_scan *sc)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int c = peek(sc);
        int digit = is_digit(c)            ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
        sc->at++;
    }
    return value;
}

/* What follows "\u"; `start` is the backslash. */
static hd_status scan_unicode(hd_json_scan *sc, size_t start, hd_err *err)
{
    int code = scan_hex4(sc);
    if (code < 0) {
        return hd_json_scan_expected(sc, "four hexadecimal digits after '\\u'", "a string", err);
    }
    bool pair = code >= 0xd800 && code <= 0xdbff;
    if (pair && sc->len - sc->at >= 2 && memcmp(sc->s + sc->at, "\\u", 2) == 0) {
        sc->at += 2;
        int low = scan_hex4(sc);
        pair = low < 0xdc00 || low > 0xdfff;
    } else {
        pair = code >= 0xd800 && code <= 0xdfff;
    }
    if (pair || code == 0) {
        sc->at = start;
        return hd_fail(err, HD_EDATA, "%s",
                       code == 0 ? "expected text, got the NUL character '\\u0000'"
                                 : "expected a character, got half of a surrogate pair");
    }
    return HD_OK;
}

/* Append a character to `out`, which has room. */
static char *put_utf8(uint32_t c, char *out)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
    } else if (c < 0x10000) {
        *out++ = (char)(0xe0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
    } else {
        *out++ = (char)(0xf0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3f));
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
    }
    if (c >= 0x80) {
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

/* The text that checked s[0 .. len) stands for: never longer than that. */
static char *unescape(const char *s, size_t len, hd_arena *arena)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    char *text = hd_arena_alloc(arena, len + 1);
    char *out = text;
    hd_json_scan sc = {.s = s, .len = len};
    while (more(&sc)) {
        char c = s[sc.at++];
        if (c != '\\') {
            *out++ = c;
            continue;
        }
        c = s[sc.at++];
        if (c != 'u') {
            *out++ = to[strchr(from, c) - from];
            continue;
        }
        uint32_t code = (uint32_t)scan_hex4(&sc);
        if (code >= 0xd800 && code <= 0xdbff) {
            sc.at += 2;
            code = 0x10000 + ((code - 0xd800) << 10) + ((uint32_t)scan_hex4(&sc) - 0xdc00);
        }
        out = put_utf8(code, out);
    }
    return text;
}

static hd_status scan_escape(hd_json_scan *sc, hd_err *err)
{
    size_t start = sc->at++;
    int c = peek(sc);
    if (c == 'u') {
        sc->at++;
        return scan_unicode(sc, start, err);
    }
    if (c <= 0 || !strchr("\"\\/bfnrt", c)) {
        return hd_json_scan_expected(sc, "one of \" \\ / b f n r t u after '\\'", "a string", err);
    }
    sc->at++;
    return HD_OK;
}

/* The top bit of every byte that is '"', '\\', below 0x20 or above 0x7f, and perhaps of others after such a
 * one: exact tests follow. */
static uint64_t unusual(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t quote = w ^ ones * '"';
    uint64_t slash = w ^ ones * '\\';
    return ((w - ones * 0x20) | (quote - ones) | (slash - ones) | w) & ones * 0x80;
}

/* Move past bytes that need no second look. */
static void skip_usual(hd_json_scan *sc)
{
    uint64_t w;
    while (sc->len - sc->at >= sizeof w) {
        memcpy(&w, sc->s + sc->at, sizeof w);
        if (unusual(w)) {
            return;
        }
        sc->at += sizeof w;
    }
}

static hd_status scan_string(hd_json_scan *sc, hd_arena *arena, char **text, hd_err *err)
{
    size_t start = ++sc->at;
    bool ascii = true;
    bool plain = true;
    for (skip_usual(sc); peek(sc) != '"'; skip_usual(sc)) {
        int c = peek(sc);
        for (; c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; c = peek(sc)) {
            sc->at++;
        }
        if (c == '"') {
            break;
        }
        if (c > 0 && c < 0x20 && c != '\n' && c != '\r') {
            return hd_fail(err, HD_EDATA,
                           "expected text, got the control character 0x%02x; write it as \\u%04x",
                           (unsigned)c, (unsigned)c);
        }
        if (c < 0x20) {
            return hd_json_scan_expected(sc, "'\"' at the end of the text", "a string", err);
        }
        ascii = ascii && c < 0x80;
        plain = plain && c != '\\';
        if (c != '\\') {
            sc->at++;
        } else if (scan_escape(sc, err) != HD_OK) {
            return HD_EDATA;
        }
    }
    size_t bad = 0;
    if (!ascii && !hd_utf8_valid(sc->s + start, sc->at - start, &bad)) {
        sc->at = start + bad;
        return hd_fail(err, HD_EDATA, "expected UTF-8 text, got byte 0x%02x; save it as UTF-8",
                       (unsigned char)sc->s[sc->at]);
    }
    if (arena) {
        *text = plain ? hd_arena_strndup(arena, sc->s + start, sc->at - start)
                      : unescape(sc->s + start, sc->at - start, arena);
    }
    sc->at++;
    return HD_OK;
}

/* Numbers. */

static hd_status scan_digits(hd_json_scan *sc, const char *what, hd_err *err)
{
    if (!is_digit(peek(sc))) {
        return hd_json_scan_expected(sc, what, "a number", err);
    }
    while (is_digit(peek(sc))) {
        sc->at++;
    }
    return HD_OK;
}

static hd_status scan_integer(hd_json_scan *sc, hd_err *err)
{
    if (peek(sc) == '-') {
        sc->at++;
    }
    if (peek(sc) == '0' && sc->at + 1 < sc->len && is_digit(sc->s[sc->at + 1])) {
        return hd_fail(err, HD_EDATA, "expected a number without leading zeros");
    }
    return scan_digits(sc, "a digit after '-'", err);
}

/* The number is text[0 .. len), well formed; can it be held? Then it is *out. */
static hd_status check_magnitude(const char *text, size_t len, bool integer, double *out,
                                 hd_err *err)
{
    if (len > HD_JSON_MAX_NUMBER) {
        return hd_fail(err, HD_EDATA, "a number has at most %d characters", HD_JSON_MAX_NUMBER);
    }
    char copy[HD_JSON_MAX_NUMBER + 1];
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (integer) {
        errno = 0;
        long long value = strtoll(copy, NULL, 10);
        if (errno == ERANGE || value > (1LL << 53) || value < -(1LL << 53)) {
            return hd_fail(err, HD_EDATA,
                           "expected a whole number of at most 2^53 (9007199254740992), got %s; "
                           "put quotes around an identifier",
                           copy);
        }
        *out = text[0] == '-' ? -(double)-value : (double)value; /* -0 stays what it is */
        return HD_OK;
    }
    double value = strtod(copy, NULL);
    size_t mantissa = strcspn(copy, "eE");
    bool zero = strcspn(copy, "123456789") >= mantissa;
    if (!isfinite(value) || (!zero && fpclassify(value) == FP_ZERO)) {
        return hd_fail(err, HD_EDATA, "%s is too %s for a number", copy,
                       isfinite(value) ? "small" : "large");
    }
    *out = value;
    return HD_OK;
}

static hd_status scan_number(hd_json_scan *sc, hd_err *err)
{
    size_t start = sc->at;
    bool integer = true;
    hd_status st = scan_integer(sc, err);
    if (st == HD_OK && peek(sc) == '.') {
        integer = false;
        sc->at++;
        st = scan_digits(sc, "a digit after '.'", err);
    }
    if (st == HD_OK && (peek(sc) == 'e' || peek(sc) == 'E')) {
        integer = false;
        sc->at++;
        if (peek(sc) == '+' || peek(sc) == '-') {
            sc->at++;
        }
        st = scan_digits(sc, "a digit in the exponent", err);
    }
    if (st != HD_OK) {
        return st;
    }
    double value = 0;
    st = check_magnitude(sc->s + start, sc->at - start, integer, &value, err);
    if (st != HD_OK) {
        sc->at = start;
    } else if (sc->value) {
        sc->value->type = cJSON_Number;
        sc->value->valuedouble = value;
    }
    return st;
}

/* Values. */

static hd_status scan_into(hd_json_scan *sc, cJSON *item, hd_err *err);

/* After an item: true and past the ',' if another follows; *st says whether `close` or an error
 * was met. */
static bool scan_next(hd_json_scan *sc, int close, const char *inside, hd_status *st, hd_err *err)
{
    skip_space(sc);
    int c = peek(sc);
    if (c == ',' || c == close) {
        sc->at++;
        return c == ',';
    }
    *st = hd_json_scan_expected(sc, close == '}' ? "',' or '}'" : "',' or ']'", inside, err);
    return false;
}

/* The value of a list or an object that comes next, after `last`; NULL if no tree is made. */
static cJSON *add_item(const hd_json_scan *sc, cJSON *in, cJSON *last)
{
    if (!in) {
        return NULL;
    }
    cJSON *item = hd_arena_alloc(sc->nodes, sizeof *item);
    item->prev = last;
    if (last) {
        last->next = item;
    } else {
        in->child = item;
    }
    return item;
}

static hd_status scan_list(hd_json_scan *sc, hd_err *err)
{
    cJSON *list = sc->value;
    cJSON *last = NULL;
    sc->at++;
    skip_space(sc);
    if (peek(sc) == ']') {
        sc->at++;
        return HD_OK;
    }
    hd_status st = HD_OK;
    do {
        skip_space(sc);
        last = add_item(sc, list, last);
        st = more(sc) ? scan_into(sc, last, err)
                      : hd_json_scan_expected(sc, "a value or ']'", "a list", err);
    } while (st == HD_OK && scan_next(sc, ']', "a list", &st, err));
    return st;
}

static hd_status scan_member(hd_json_scan *sc, bool first, cJSON *item, hd_err *err)
{
    skip_space(sc);
    if (peek(sc) != '"') {
        return hd_json_scan_expected(
            sc, first ? "a key in quotes or '}'" : "a key in quotes after ','", "an object", err);
    }
    hd_status st = scan_string(sc, item ? sc->nodes : NULL, item ? &item->string : NULL, err);
    if (st != HD_OK) {
        return st;
    }
    skip_space(sc);
    if (peek(sc) != ':') {
        return hd_json_scan_expected(sc, "':' after the key", "an object", err);
    }
    sc->at++;
    skip_space(sc);
    return more(sc) ? scan_into(sc, item, err)
                    : hd_json_scan_expected(sc, "a value", "an object", err);
}

static hd_status scan_object(hd_json_scan *sc, hd_err *err)
{
    cJSON *object = sc->value;
    cJSON *last = NULL;
    size_t start = sc->at++;
    skip_space(sc);
    if (peek(sc) == '}') {
        sc->at++;
        return HD_OK;
    }
    hd_status st = HD_OK;
    size_t n = 0;
    do {
        if (n == HD_JSON_MAX_KEYS) {
            sc->at = start;
            return hd_fail(err, HD_EDATA, "an object has at most %d keys", HD_JSON_MAX_KEYS);
        }
        last = add_item(sc, object, last);
        st = scan_member(sc, n++ == 0, last, err);
    } while (st == HD_OK && scan_next(sc, '}', "an object", &st, err));
    return st;
}

static hd_status scan_word(hd_json_scan *sc, hd_err *err)
{
    static const struct {
        const char *word;
        int type;
    } words[] = {{"true", cJSON_True}, {"false", cJSON_False}, {"null", cJSON_NULL}};
    for (size_t i = 0; i < 3; i++) {
        size_t len = strlen(words[i].word);
        if (sc->len - sc->at >= len && memcmp(sc->s + sc->at, words[i].word, len) == 0) {
            sc->at += len;
            if (sc->value) {
                sc->value->type = words[i].type;
            }
            return HD_OK;
        }
    }
    return hd_json_scan_expected(sc, "a value", "a value", err);
}

static hd_status scan_text(hd_json_scan *sc, hd_err *err)
{
    if (!sc->value) {
        return scan_string(sc, NULL, NULL, err);
    }
    sc->value->type = cJSON_String;
    return scan_string(sc, sc->texts, &sc->value->valuestring, err);
}

/* A value, into `item` unless that is NULL. */
static hd_status scan_into(hd_json_scan *sc, cJSON *item, hd_err *err)
{
    if (++sc->n_values > HD_JSON_MAX_VALUES) {
        return hd_fail(err, HD_EDATA, "a record has at most %d values", HD_JSON_MAX_VALUES);
    }
    int c = peek(sc);
    sc->value = item;
    if (c == '"') {
        return scan_text(sc, err);
    }
    if (c == '-' || is_digit(c)) {
        return scan_number(sc, err);
    }
    if (c != '{' && c != '[') {
        return scan_word(sc, err);
    }
    if (sc->depth == HD_JSON_MAX_DEPTH) {
        return hd_fail(err, HD_EDATA, "lists and objects nest at most %d deep", HD_JSON_MAX_DEPTH);
    }
    if (item) {
        item->type = c == '{' ? cJSON_Object : cJSON_Array;
    }
    sc->depth++;
    hd_status st = c == '{' ? scan_object(sc, err) : scan_list(sc, err);
    sc->depth--;
    return st;
}

hd_status hd_json_scan_value(hd_json_scan *sc, hd_err *err)
{
    cJSON *root = sc->nodes ? hd_arena_alloc(sc->nodes, sizeof *root) : NULL;
    hd_status st = scan_into(sc, root, err);
    sc->value = root;
    return st;
}
