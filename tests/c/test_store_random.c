/* Random corpora written in pieces and in any order, against the text they must come back as. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "io/store_read.h"
#include "store_kit.h"

TestSuite(store_random, .init = kit_begin, .fini = kit_end);

#define N_KEYS 6
#define N_PARTS 4
#define N_REVIEWS 12

/* Keys in the order an export has them, and texts a value can have. */
static const char *const review_keys[N_KEYS] = {"kind", "area", "notified", "seen", "days", "tags"};
static const char *const review_values[N_KEYS][4] = {
    {"\"lcspr\"", "\"rapid-review\"", "\"x\"", "\"y\""},
    {"\"North\"", "\"South\"", "\"\xc3\x89st\"", "\"a\\\"b\""},
    {"\"2024\"", "\"2024-02\"", "\"2024-02-29\"", "\"1999-12-31\""},
    {"true", "false", "true", "false"},
    {"3", "0.1", "-2.5", "0.3333333333333333"},
    {"[\"a\"]", "[\"b\",\"a\"]", "[\"q\\\"\\\\\",\"/\"]", "[\"a,b\",\"]\"]"},
};
static const char *const child_keys[2] = {"age", "sex"};
static const char *const child_values[2][4] = {{"0", "17", "2.25", "9"},
                                               {"\"male\"", "\"female\"", "\"x\"", "\"male\""}};
static const char *const finding_keys[2] = {"themes", "kind"};
static const char *const finding_values[2][4] = {
    {"[\"t1\"]", "[\"Theme one\",\"t2\"]", "[\"none\",\"t1\",\"none\"]", "[\"T3\"]"},
    {"\"action\"", "\"finding\"", "\"k\"", "\"l\""}};

/* The truth: the text of each value, NULL when not recorded. */
typedef struct part {
    char id[32];
    char text[24];
    const char *values[2];
} part;

typedef struct review {
    char id[16];
    bool coded;
    const char *values[N_KEYS];
    part children[N_PARTS];
    part findings[N_PARTS];
    size_t n_children;
    size_t n_findings;
} review;

static uint64_t seed;
static uint64_t round_seed; /* of the round, for messages */
#define SEED "seed %llu", (unsigned long long)round_seed

static uint32_t below(uint32_t n)
{
    return kit_random(&seed, n);
}

static const char *some_value(const char *const *values, bool missing)
{
    uint32_t r = below(missing ? 8 : 6);

    if (r < 4)
        return values[r];
    if (r < 6)
        return NULL;
    return r == 6 ? "{\"missing\":\"unknown\"}" : "{\"missing\":\"not-applicable\"}";
}

static void draw_review(review *r, size_t i)
{
    memset(r, 0, sizeof *r);
    snprintf(r->id, sizeof r->id, "R%zu", i);
    r->coded = below(2);
    for (size_t k = 0; k < N_KEYS; k++)
        r->values[k] = some_value(review_values[k], true);
    r->n_children = below(N_PARTS + 1);
    r->n_findings = below(N_PARTS + 1);
    for (size_t p = 0; p < N_PARTS; p++) {
        snprintf(r->children[p].id, sizeof r->children[p].id, "c%zu", p);
        snprintf(r->findings[p].id, sizeof r->findings[p].id, "R%zu-%zu", i, p + 1);
        snprintf(r->findings[p].text, sizeof r->findings[p].text, "Finding %zu", p);
        for (size_t k = 0; k < 2; k++) {
            r->children[p].values[k] = some_value(child_values[k], true);
            r->findings[p].values[k] = some_value(finding_values[k], k == 1);
        }
    }
}

/* ---- the truth as an export ---- */

static void member(hd_buf *out, const char *key, const char *value)
{
    if (value)
        hd_buf_printf(out, ",\"%s\":%s", key, value);
}

static void expect_parts(hd_buf *out, const char *name, const part *parts, size_t n,
                         const char *const *keys)
{
    if (n == 0)
        return;
    hd_buf_printf(out, ",\"%s\":[", name);
    for (size_t p = 0; p < n; p++) {
        hd_buf_printf(out, "%s{\"id\":\"%s\"", p ? "," : "", parts[p].id);
        if (parts[p].text[0])
            hd_buf_printf(out, ",\"text\":\"%s\"", parts[p].text);
        for (size_t k = 0; k < 2; k++)
            member(out, keys[k], parts[p].values[k]);
        hd_buf_addc(out, '}');
    }
    hd_buf_addc(out, ']');
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const review *)a)->id, ((const review *)b)->id);
}

static const char definitions[] =
    "{\"source\":{\"id\":\"s\"}}\n"
    "{\"field\":{\"key\":\"seen\",\"of\":\"review\",\"kind\":\"flag\",\"label\":\"Seen\"}}\n"
    "{\"field\":{\"key\":\"days\",\"of\":\"review\",\"kind\":\"number\",\"label\":\"Days\"}}\n"
    "{\"field\":{\"key\":\"tags\",\"of\":\"review\",\"kind\":\"multi\",\"label\":\"Tags\"}}\n"
    "{\"theme\":{\"code\":\"t1\",\"label\":\"Theme one\"}}\n"
    "{\"theme\":{\"code\":\"t2\",\"label\":\"Theme two\",\"parent\":\"t1\"}}\n";

static void expect_all(hd_buf *out, const review *reviews, size_t n)
{
    hd_buf_adds(out, definitions);
    for (size_t i = 0; i < n; i++) {
        const review *r = &reviews[i];
        hd_buf_printf(out, "{\"review\":{\"id\":\"%s\",\"coded\":%s", r->id,
                      r->coded ? "true" : "false");
        for (size_t k = 0; k < N_KEYS; k++)
            member(out, review_keys[k], r->values[k]);
        expect_parts(out, "children", r->children, r->n_children, child_keys);
        expect_parts(out, "findings", r->findings, r->n_findings, finding_keys);
        hd_buf_adds(out, "}}\n");
    }
}

/* ---- the truth in two pieces ---- */

/* A value goes into one piece, or a wrong one into the first and the right one into the second. */
static void split_value(hd_buf *piece, const char *key, const char *value, const char *const *wrong,
                        bool second_only, bool both)
{
    static const char empty[] = "[]";
    const char *none = strcmp(key, "themes") == 0 ? empty : "null";
    uint32_t how = second_only ? 1 : both ? below(3) : 0;

    if (how != 1)
        member(&piece[0], key, how == 2 ? wrong[below(4)] : value);
    if (how == 2)
        member(&piece[1], key, value ? value : none);
    if (how == 1)
        member(&piece[1], key, value);
}

/* One child or finding; `in` says which pieces have the list. */
static void split_part(hd_buf *piece, const bool *in, const part *p, const char *const *keys,
                       const char *const (*wrong)[4], bool first)
{
    for (int i = 0; i < 2; i++) {
        if (!in[i])
            continue;
        hd_buf_addc(&piece[i], first ? '[' : ',');
        /* A finding is known by its text; the first piece gives its id. */
        if (!p->text[0])
            hd_buf_printf(&piece[i], "{\"id\":\"%s\"", p->id);
        else if (i == 0 || !in[0] || below(2))
            hd_buf_printf(&piece[i], "{\"id\":\"%s\",\"text\":\"%s\"", p->id, p->text);
        else
            hd_buf_printf(&piece[i], "{\"text\":\"%s\"", p->text);
    }
    for (size_t k = 0; k < 2; k++)
        split_value(piece, keys[k], p->values[k], wrong[k], !in[0], in[0] && in[1]);
    for (int i = 0; i < 2; i++) {
        if (in[i])
            hd_buf_addc(&piece[i], '}');
    }
}

static void split_parts(hd_buf *piece, const char *name, const part *parts, size_t n,
                        const char *const *keys, const char *const (*wrong)[4])
{
    uint32_t how = below(3);
    bool in[2] = {how != 1, how != 0};
    size_t order[N_PARTS] = {0, 1, 2, 3};

    for (size_t p = n; p > 1; p--) {
        size_t other = below((uint32_t)p);
        size_t held = order[p - 1];
        order[p - 1] = order[other];
        order[other] = held;
    }
    for (int i = 0; i < 2; i++) {
        if (in[i])
            hd_buf_printf(&piece[i], ",\"%s\":%s", name, n == 0 ? "[" : "");
    }
    for (size_t p = 0; p < n; p++)
        split_part(piece, in, &parts[order[p]], keys, wrong, p == 0);
    /* One that is not there in the end. */
    if (in[0] && in[1] && below(2))
        hd_buf_printf(&piece[0], "%s{\"id\":\"gone\"%s}", n ? "," : "",
                      parts[0].text[0] ? ",\"text\":\"Gone\",\"themes\":[\"lost\"]" : "");
    for (int i = 0; i < 2; i++) {
        if (in[i])
            hd_buf_addc(&piece[i], ']');
    }
}

static void split_review(hd_buf *piece, const review *r)
{
    for (int i = 0; i < 2; i++) {
        hd_buf_clear(&piece[i]);
        hd_buf_printf(&piece[i], "{\"review\":{\"id\":\"%s\"", r->id);
    }
    split_value(piece, "coded", r->coded ? "true" : "false",
                (const char *const[4]){"true", "false", "true", "false"}, false, true);
    for (size_t k = 0; k < N_KEYS; k++)
        split_value(piece, review_keys[k], r->values[k], review_values[k], false, true);
    split_parts(piece, "children", r->children, r->n_children, child_keys, child_values);
    split_parts(piece, "findings", r->findings, r->n_findings, finding_keys, finding_values);
    for (int i = 0; i < 2; i++)
        hd_buf_adds(&piece[i], "}}\n");
}

/* The pieces of all reviews in some order into 1.jsonl and 2.jsonl. */
static void write_pieces(const review *reviews, size_t n)
{
    hd_buf piece[2] = {HD_BUF_INIT, HD_BUF_INIT};
    hd_buf file[2] = {HD_BUF_INIT, HD_BUF_INIT};
    size_t start = below((uint32_t)n);
    bool late = below(2);

    hd_buf_adds(&file[0], late ? "" : definitions);
    for (size_t i = 0; i < n; i++) {
        split_review(piece, &reviews[(start + i * 5) % n]);
        for (int f = 0; f < 2; f++)
            hd_buf_add(&file[f], piece[f].data, piece[f].len);
    }
    /* Definitions may stand anywhere, as long as one import has them. */
    hd_buf_adds(&file[0], late ? definitions : "");
    for (int f = 0; f < 2; f++) {
        kit_write(f ? "2.jsonl" : "1.jsonl", hd_buf_str(&file[f]));
        hd_buf_release(&file[f]);
        hd_buf_release(&piece[f]);
    }
}

/* ---- the test ---- */

static void import_pieces(void)
{
    static const char *const both[] = {"1.jsonl", "2.jsonl", NULL};
    bool together = below(2);

    if (together) {
        cr_assert_eq(kit_import("a.db", both), HD_OK, "seed %llu: %s",
                     (unsigned long long)round_seed, kit_err.msg);
    } else {
        const char *first[] = {"1.jsonl", NULL};
        cr_assert_eq(kit_import("a.db", first), HD_OK, "seed %llu: %s",
                     (unsigned long long)round_seed, kit_err.msg);
        cr_assert_eq(kit_import("a.db", both + 1), HD_OK, "seed %llu: %s",
                     (unsigned long long)round_seed, kit_err.msg);
    }
}

static void check_round(const char *expected)
{
    size_t len;
    char *text = kit_export("a.db");
    cr_assert_str_eq(text, expected, SEED);
    hd_free(text);

    char *bytes = kit_bytes("a.db", &len);
    cr_assert_eq(kit_import_text("a.db", expected), HD_OK, "seed %llu: %s",
                 (unsigned long long)round_seed, kit_err.msg);
    cr_assert_not(kit_summary.changed, SEED);
    for (size_t i = 0; i < HD_N_RECORD_TYPES; i++)
        cr_assert_eq(kit_summary.records[i].added + kit_summary.records[i].changed, 0, SEED);
    cr_assert_eq(kit_summary.findings.added + kit_summary.findings.changed, 0, SEED);
    cr_assert(kit_same_bytes("a.db", bytes, len), SEED);
    hd_free(bytes);

    cr_assert_eq(kit_import_text("b.db", expected), HD_OK, "seed %llu: %s",
                 (unsigned long long)round_seed, kit_err.msg);
    text = kit_export("b.db");
    cr_assert_str_eq(text, expected, SEED);
    hd_free(text);
    text = kit_query("a.db", "PRAGMA integrity_check; PRAGMA foreign_key_check");
    cr_assert_str_eq(text, "ok\n", SEED);
    hd_free(text);
}

Test(store_random, what_is_written_in_pieces_comes_back_whole)
{
    for (size_t round = 0; round < kit_rounds(2000); round++) {
        review reviews[N_REVIEWS];
        hd_buf expected = HD_BUF_INIT;
        round_seed = seed;
        size_t n = 1 + below(N_REVIEWS);

        if (n % 5 == 0) /* steps of 5 reach every review */
            n++;
        for (size_t i = 0; i < n; i++)
            draw_review(&reviews[i], i);
        write_pieces(reviews, n);
        qsort(reviews, n, sizeof *reviews, by_id);
        expect_all(&expected, reviews, n);
        import_pieces();
        check_round(expected.data);
        hd_buf_release(&expected);
        unlink(kit_path("a.db"));
        unlink(kit_path("b.db"));
    }
}
