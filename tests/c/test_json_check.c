#include "io/json_check.h"

#include "base/buf.h"
#include "io/json_in.h"

#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static hd_err err;

static hd_status scan(const char *s, size_t len, size_t *at)
{
    err = (hd_err)HD_ERR_INIT;
    hd_json_scan sc = {.s = s, .len = len, .whole = "line"};
    hd_status st = hd_json_scan_value(&sc, &err);
    *at = sc.at;
    return st;
}

static void refuses_bytes(const char *s, size_t len, size_t at, const char *message)
{
    size_t stopped;
    cr_assert_eq(scan(s, len, &stopped), HD_EDATA, "%s", s);
    cr_assert_str_eq(err.msg, message, "for %s\n  got  %s\n  want %s", s, err.msg, message);
    cr_assert_eq(stopped, at, "for %s: at %zu", s, stopped);
}

Test(json_check, what_json_allows_is_accepted)
{
    static const char *const good[] = {
        "{}",
        "[]",
        "[ ]",
        "{ \"a\" : [ 1 , -0 , 0.5 , 1e5 , 1E+5 , -1.25e-3 ] , \"b\":null }",
        "true",
        "false",
        "\"\"",
        "\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\uD83D\\uDE00\"",
        "9007199254740992",
        "-9007199254740992",
        "9007199254740993.0",
        "0e-999",
        "1e308",
        "\"\xf0\x9f\x98\x80\x7f\""};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        size_t at;
        cr_assert_eq(scan(good[i], strlen(good[i]), &at), HD_OK, "%s: %s", good[i], err.msg);
        cr_assert_eq(at, strlen(good[i]), "%s", good[i]);
    }
}

Test(json_check, what_cjson_lets_pass_is_refused)
{
    static const struct {
        const char *text;
        size_t at;
        const char *message;
    } bad[] = {
        {"01", 0, "expected a number without leading zeros"},
        {"-", 1, "the line ends inside a number: expected a digit after '-' (one record a line)"},
        {"+1", 0, "expected a value, got '+'"},
        {"1.", 2, "the line ends inside a number: expected a digit after '.' (one record a line)"},
        {"[1.]", 3, "expected a digit after '.', got ']'"},
        {"[1e]", 3, "expected a digit in the exponent, got ']'"},
        {"NaN", 0, "expected a value, got 'N'"},
        {"1e999", 0, "1e999 is too large for a number"},
        {"1e-999", 0, "1e-999 is too small for a number"},
        {"9007199254740993", 0,
         "expected a whole number of at most 2^53 (9007199254740992), got 9007199254740993; put "
         "quotes around an identifier"},
        {"99999999999999999999", 0,
         "expected a whole number of at most 2^53 (9007199254740992), got 99999999999999999999; "
         "put quotes around an identifier"},
        {"0.0000000000000000000000000000000000000000000000000000000000001", 0,
         "a number has at most 60 characters"},
        {"\"a\\u0000b\"", 2, "expected text, got the NUL character '\\u0000'"},
        {"\"\\ud83d\"", 1, "expected a character, got half of a surrogate pair"},
        {"\"\\ude00\"", 1, "expected a character, got half of a surrogate pair"},
        {"\"\\ud83d\\udbff\"", 1, "expected a character, got half of a surrogate pair"},
        {"\"\\ud83d\\u0041\"", 1, "expected a character, got half of a surrogate pair"},
        {"\"\\u12g4\"", 5, "expected four hexadecimal digits after '\\u', got 'g'"},
        {"\"\\x\"", 2, "expected one of \" \\ / b f n r t u after '\\', got 'x'"},
        {"\"a\tb\"", 2, "expected text, got the control character 0x09; write it as \\u0009"},
        {"\"a\nb\"", 2, "expected '\"' at the end of the text, got the end of the line"},
        {"\"caf\xe9\"", 4, "expected UTF-8 text, got byte 0xe9; save it as UTF-8"},
        {"\"\xed\xa0\x80\"", 1, "expected UTF-8 text, got byte 0xed; save it as UTF-8"},
        {"{\"a\":1,}", 7, "expected a key in quotes after ',', got '}'"},
        {"{a:1}", 1, "expected a key in quotes or '}', got 'a'"},
        {"{'a':1}", 1, "expected a key in quotes or '}', got '''"},
        {"{\"a\" 1}", 5, "expected ':' after the key, got '1'"},
        {"{\"a\":}", 5, "expected a value, got '}'"},
        {"{\"a\":1 \"b\":2}", 7, "expected ',' or '}', got '\"'"},
        {"[1 2]", 3, "expected ',' or ']', got '2'"},
        {"[1,]", 3, "expected a value, got ']'"},
        {"[\xc3\xa9]", 1, "expected a value, got '\xc3\xa9'"},
        {"[\xff]", 1, "expected a value, got byte 0xff"},
        {"// x", 0, "expected a value, got '/'"},
        {"{\"a\":\"b", 7,
         "the line ends inside a string: expected '\"' at the end of the text (one "
         "record a line)"},
        {"{\"a\":", 5, "the line ends inside an object: expected a value (one record a line)"},
        {"{\"a\"", 4,
         "the line ends inside an object: expected ':' after the key (one record a "
         "line)"},
        {"{", 1,
         "the line ends inside an object: expected a key in quotes or '}' (one record a "
         "line)"},
        {"[1", 2, "the line ends inside a list: expected ',' or ']' (one record a line)"},
        {"[1,", 3, "the line ends inside a list: expected a value or ']' (one record a line)"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        refuses_bytes(bad[i].text, strlen(bad[i].text), bad[i].at, bad[i].message);
    }
    refuses_bytes("\"a\0b\"", 5, 2,
                  "expected '\"' at the end of the text, got a NUL byte (is this "
                  "UTF-16? save it as UTF-8)");
}

Test(json_check, nesting_keys_and_values_are_limited)
{
    char deep[HD_JSON_MAX_DEPTH * 2 + 3];
    size_t at;
    for (size_t n = HD_JSON_MAX_DEPTH; n <= HD_JSON_MAX_DEPTH + 1; n++) {
        memset(deep, '[', n);
        memset(deep + n, ']', n);
        cr_assert_eq(scan(deep, 2 * n, &at), n > HD_JSON_MAX_DEPTH ? HD_EDATA : HD_OK);
    }
    cr_assert_str_eq(err.msg, "lists and objects nest at most 32 deep");
    hd_buf b = HD_BUF_INIT;
    hd_buf_addc(&b, '{');
    for (int i = 0; i < HD_JSON_MAX_KEYS; i++) {
        hd_buf_printf(&b, "%s\"%d\":1", i > 0 ? "," : "", i);
    }
    hd_buf_addc(&b, '}');
    cr_assert_eq(scan(b.data, b.len, &at), HD_OK);
    b.len--;
    hd_buf_adds(&b, ",\"x\":1}");
    cr_assert_eq(scan(b.data, b.len, &at), HD_EDATA);
    cr_assert_str_eq(err.msg, "an object has at most 2000 keys");
    hd_buf_clear(&b);
    hd_buf_addc(&b, '[');
    for (int i = 0; i < HD_JSON_MAX_VALUES; i++) {
        hd_buf_adds(&b, "1,");
    }
    cr_assert_eq(scan(b.data, b.len, &at), HD_EDATA);
    cr_assert_str_eq(err.msg, "a record has at most 1000000 values");
    hd_buf_release(&b);
}

Test(json_check, a_position_counts_lines_and_characters)
{
    size_t line;
    size_t column;
    hd_json_position("a\nb\xc3\xa9x", 5, &line, &column);
    cr_assert_eq(line, 2);
    cr_assert_eq(column, 3);
    hd_json_position("", 0, &line, &column);
    cr_assert_eq(line, 1);
    cr_assert_eq(column, 1);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* In every node, and in the same order. */
static bool same_tree(const cJSON *a, const cJSON *b)
{
    for (; a && b; a = a->next, b = b->next) {
        if (a->type != b->type || !same_text(a->string, b->string) ||
            !same_text(a->valuestring, b->valuestring) || !same_tree(a->child, b->child) ||
            memcmp(&a->valuedouble, &b->valuedouble, sizeof a->valuedouble) != 0) {
            return false;
        }
    }
    return !a && !b;
}

/* The two never disagree that way round: cJSON takes more. */
Test(json_check, the_tree_of_what_is_accepted_is_what_cjson_makes_of_it)
{
    static const char alphabet[] = "{}[]\",:\\u0d8cD19-.eEtrufalsn \xc3\xa9";
    const char *scale = getenv("HEDDLE_TEST_SCALE");
    uint64_t rounds = 20000 * (scale ? strtoull(scale, NULL, 10) : 1);
    size_t accepted = 0;
    hd_arena nodes = HD_ARENA_INIT;
    hd_arena texts = HD_ARENA_INIT;
    for (uint64_t seed = 1; seed <= rounds; seed++) {
        uint64_t state = seed;
        char text[80] = "{\"a\":[-1.5e1,-0,\"\\ud83d\\ude00\\n\\u00e9x long\",true,{\"b\":null}]}";
        size_t len = strlen(text);
        for (int i = 0; i < 2; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            text[(state >> 33) % len] = alphabet[(state >> 45) % (sizeof alphabet - 1)];
        }
        hd_json_scan sc = {
            .s = text, .len = len, .whole = "line", .nodes = &nodes, .texts = &texts};
        err = (hd_err)HD_ERR_INIT;
        hd_arena_clear(&nodes);
        hd_arena_clear(&texts);
        if (hd_json_scan_value(&sc, &err) == HD_OK) {
            cJSON *root = cJSON_ParseWithLength(text, sc.at);
            cr_assert_not_null(root, "seed %lu: %s", seed, text);
            cr_assert(same_tree(root, sc.value), "seed %lu: %s", seed, text);
            cJSON_Delete(root);
            accepted++;
        }
    }
    cr_assert_gt(accepted, 100);
    hd_arena_release(&nodes);
    hd_arena_release(&texts);
}
