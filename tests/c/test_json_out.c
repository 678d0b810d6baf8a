#include "io/json_out.h"

#include "base/arena.h"
#include "base/buf.h"
#include "io/json_in.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static hd_err err;

static void string_is(const char *s, size_t len, const char *want)
{
    hd_buf b = HD_BUF_INIT;
    hd_json_string(s, len, &b);
    cr_assert_str_eq(hd_buf_str(&b), want);
    hd_buf_release(&b);
}

static void number_is(double x, const char *want)
{
    hd_buf b = HD_BUF_INIT;
    hd_json_number(x, &b);
    cr_assert_str_eq(hd_buf_str(&b), want);
    hd_buf_release(&b);
}

Test(json_out, strings_are_escaped_only_where_they_must_be)
{
    string_is("", 0, "\"\"");
    string_is("a\"b\\c/d", 7, "\"a\\\"b\\\\c/d\"");
    string_is("\b\f\n\r\t\x01\x1f\x7f", 8, "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
    string_is("a\0b", 3, "\"a\\u0000b\"");
    string_is("caf\xc3\xa9 \xf0\x9f\x98\x80", 10, "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"");
    string_is("x\xff\xc3y", 4, "\"x\xef\xbf\xbd\xef\xbf\xbdy\"");
}

Test(json_out, numbers_have_the_fewest_digits_that_read_back)
{
    number_is(0, "0");
    number_is(-0.0, "0");
    number_is(-12, "-12");
    number_is(0.1, "0.1");
    number_is(0.1 + 0.2, "0.30000000000000004");
    number_is(9007199254740992.0, "9007199254740992");
    number_is(12345678901234568.0, "12345678901234568.0");
    number_is(1e21, "1e+21");
    number_is(5e-324, "4.94065645841247e-324");
}

static hd_codebook *codebook(void)
{
    static const char *const values[] = {"b", "a"};
    static const struct {
        hd_unit unit;
        const char *key;
        hd_kind kind;
    } fields[] = {{HD_REVIEW, "died", HD_FLAG},     {HD_REVIEW, "who", HD_MULTI},
                  {HD_REVIEW, "grade", HD_ORDINAL}, {HD_CHILD, "needs", HD_MULTI},
                  {HD_CHILD, "known", HD_FLAG},     {HD_FINDING, "weight", HD_NUMBER}};
    hd_codebook *cb = hd_codebook_new();
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        hd_field_def def = {.unit = fields[i].unit, .key = fields[i].key, .kind = fields[i].kind};
        def.has_values = def.kind == HD_ORDINAL;
        def.values = values;
        def.n_values = 2;
        cr_assert_eq(hd_codebook_add_field(cb, &def, NULL, NULL, &err), HD_OK, "%s", err.msg);
    }
    cr_assert_eq(hd_codebook_seal(cb, &err), HD_OK);
    return cb;
}

Test(json_out, members_stand_in_the_order_of_the_format)
{
    static const char *const values[] = {"x"};
    static const double bounds[] = {1, 2.5};
    static const hd_record records[] = {
        {.type = HD_REC_SOURCE, .u.source = {"s", "Title", "2026-03"}},
        {.type = HD_REC_COVERAGE, .u.coverage = {"2019", "2026"}},
        {.type = HD_REC_FIELD, .u.field = {HD_CHILD, "k", HD_CATEGORY, "L", true, values, 1}},
        {.type = HD_REC_FIELD, .u.field = {.unit = HD_REVIEW, .key = "d", .kind = HD_DATE}},
        {.type = HD_REC_BAND, .u.band = {"age", "ages", bounds, 2, false}},
        {.type = HD_REC_THEME,
         .u.theme = {.code = "t",
                     .label = "T",
                     .has_parent = true,
                     .definition = "D",
                     .has_status = true,
                     .status = HD_MERGED,
                     .has_aliases = true,
                     .aliases = values,
                     .n_aliases = 1,
                     .into = "u",
                     .reason = "r",
                     .date = "2025"}},
        {.type = HD_REC_FIGURE,
         .u.figure = {"s", "f", 18, true, 30, true, 64, "age < 3", "line 52"}},
        {.type = HD_REC_FIGURE, .u.figure = {.label = "f"}},
        {.type = HD_REC_PASSAGE, .u.passage = {"R", "s", "line 1", "context", "p", "R-1"}},
    };
    hd_codebook *cb = codebook();
    hd_buf b = HD_BUF_INIT;
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        hd_json_write(&records[i], cb, &b);
    }
    cr_assert_str_eq(
        hd_buf_str(&b),
        "{\"source\":{\"id\":\"s\",\"title\":\"Title\",\"published\":\"2026-03\"}}\n"
        "{\"coverage\":{\"from\":\"2019\",\"to\":\"2026\"}}\n"
        "{\"field\":{\"key\":\"k\",\"of\":\"child\",\"kind\":\"category\",\"label\":\"L\","
        "\"values\":[\"x\"]}}\n"
        "{\"field\":{\"key\":\"d\",\"of\":\"review\",\"kind\":\"date\"}}\n"
        "{\"band\":{\"field\":\"age\",\"name\":\"ages\",\"bounds\":[1,2.5]}}\n"
        "{\"theme\":{\"code\":\"t\",\"label\":\"T\",\"aliases\":[\"x\"],\"parent\":null,"
        "\"definition\":\"D\",\"status\":\"merged\",\"into\":\"u\",\"reason\":\"r\","
        "\"date\":\"2025\"}}\n"
        "{\"figure\":{\"source\":\"s\",\"label\":\"f\",\"n\":18,\"of\":30,\"percent\":64,"
        "\"where\":\"age < 3\",\"at\":\"line 52\"}}\n"
        "{\"figure\":{\"label\":\"f\",\"n\":0}}\n"
        "{\"passage\":{\"review\":\"R\",\"source\":\"s\",\"at\":\"line 1\",\"role\":\"context\","
        "\"text\":\"p\",\"finding\":\"R-1\"}}\n");
    hd_buf_release(&b);
    hd_codebook_free(cb);
}

Test(json_out, a_finding_has_its_themes_after_its_text)
{
    static const char *const labels[] = {"t", "u"};
    hd_codebook *cb = codebook();
    hd_value review[13] = {{HD_ABSENT, 0, NULL, {0, 0}, NULL, 0}};
    hd_value finding[10] = {{HD_ABSENT, 0, NULL, {0, 0}, NULL, 0}};
    review[0].state = HD_NOT_RECORDED;
    review[1].state = HD_UNKNOWN;
    review[10] = (hd_value){.state = HD_VALUE, .number = 0};
    review[11] = (hd_value){.state = HD_VALUE};
    finding[0] = (hd_value){.state = HD_VALUE, .text = "x"};
    finding[1] = (hd_value){.state = HD_VALUE, .text = "s"};
    hd_finding_rec f = {"F", finding, true, labels, 2};
    hd_record r = {.type = HD_REC_REVIEW,
                   .u.review = {.id = "R",
                                .coded = HD_CODED_YES,
                                .values = review,
                                .has_children = true,
                                .has_findings = true,
                                .findings = &f,
                                .n_findings = 1}};
    hd_buf b = HD_BUF_INIT;
    hd_json_write(&r, cb, &b);
    cr_assert_str_eq(hd_buf_str(&b),
                     "{\"review\":{\"id\":\"R\",\"coded\":true,\"kind\":null,"
                     "\"scope\":{\"missing\":\"unknown\"},"
                     "\"died\":false,\"who\":[],\"children\":[],\"findings\":[{\"id\":\"F\","
                     "\"text\":\"x\",\"themes\":[\"t\",\"u\"],\"source\":\"s\"}]}}\n");
    hd_buf_release(&b);
    hd_codebook_free(cb);
}

/* Random reviews: what is written and read again is the same record. */

static uint64_t random_state;
static hd_arena arena;

static size_t random_below(size_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random_state >> 33) % n;
}

/* Text of 1 to 8 pieces; only `free_text` has control characters. */
static const char *random_text(bool free_text)
{
    static const char *const pieces[] = {
        "a", " ",       "\"", "\\", "/",   "\xc3\xa9", "\xf0\x9f\x98\x80", "\xe2\x80\x99",
        "{", "\\u0041", "\n", "\t", "\x01"};
    char text[64] = "";
    size_t n = 1 + random_below(8);
    for (size_t i = 0; i < n; i++) {
        strcat(text, pieces[random_below(free_text ? 13 : 10)]);
    }
    return hd_arena_strdup(&arena, text);
}

static double random_number(void)
{
    double x = (double)random_below(1000000) - 500000;
    return random_below(2)
               ? x
               : x / (double)(1 + random_below(999)) * pow(10, (double)random_below(30));
}

static const char *const *random_list(size_t n, bool distinct)
{
    const char **items = hd_arena_array(&arena, n, sizeof *items);
    for (size_t i = 0; i < n; i++) {
        items[i] =
            distinct ? hd_arena_printf(&arena, "%zu%s", i, random_text(false)) : random_text(false);
    }
    return items;
}

static const hd_value *random_values(const hd_codebook *cb, hd_unit unit)
{
    static const char *const dates[] = {"2024", "2024-02", "2024-02-29", "1999-12-31"};
    size_t n = hd_codebook_n_fields(cb, unit);
    hd_value *values = hd_arena_array(&arena, n, sizeof *values);
    for (size_t i = 0; i < n; i++) {
        static const hd_state states[] = {HD_ABSENT, HD_VALUE, HD_VALUE, HD_UNKNOWN,
                                          HD_NOT_APPLICABLE};
        hd_kind kind = hd_codebook_field(cb, unit, i)->kind;
        hd_value *v = &values[i];
        v->state = states[random_below(5)];
        if (v->state != HD_VALUE) {
            continue;
        }
        if (kind == HD_FLAG) {
            v->number = (double)random_below(2);
        } else if (kind == HD_NUMBER) {
            v->number = random_number();
        } else if (kind == HD_MULTI) {
            v->n_items = random_below(4);
            v->items = random_list(v->n_items, true);
        } else if (kind == HD_DATE) {
            v->text = dates[random_below(4)];
            hd_date_parse(v->text, strlen(v->text), &v->date);
        } else {
            v->text = random_text(kind == HD_TEXT);
        }
    }
    return values;
}

static hd_review_rec random_review(const hd_codebook *cb)
{
    hd_review_rec r = {.id = random_text(false), .coded = (hd_coded)random_below(3)};
    r.values = random_values(cb, HD_REVIEW);
    r.has_children = random_below(3) > 0;
    r.n_children = r.has_children ? random_below(3) : 0;
    hd_child_rec *children = hd_arena_array(&arena, r.n_children, sizeof *children);
    for (size_t i = 0; i < r.n_children; i++) {
        children[i].id = hd_arena_printf(&arena, "c%zu", i);
        children[i].values = random_values(cb, HD_CHILD);
    }
    r.children = children;
    r.has_findings = random_below(3) > 0;
    r.n_findings = r.has_findings ? random_below(4) : 0;
    hd_finding_rec *findings = hd_arena_array(&arena, r.n_findings, sizeof *findings);
    for (size_t i = 0; i < r.n_findings; i++) {
        hd_finding_rec *f = &findings[i];
        f->values = random_values(cb, HD_FINDING);
        bool has_text = f->values[0].state == HD_VALUE;
        f->id = has_text && random_below(2) ? NULL : hd_arena_printf(&arena, "f%zu", i);
        f->has_labels = random_below(3) > 0;
        f->n_labels = f->has_labels ? random_below(4) : 0;
        f->labels = random_list(f->n_labels, false);
    }
    r.findings = findings;
    return r;
}

static uint64_t seed_now;

static void same_text(const char *a, const char *b)
{
    cr_assert(a == b || (a && b && strcmp(a, b) == 0), "'%s' and '%s', seed %lu", a ? a : "-",
              b ? b : "-", seed_now);
}

static void same_values(const hd_codebook *cb, hd_unit unit, const hd_value *a, const hd_value *b)
{
    for (size_t i = 0; i < hd_codebook_n_fields(cb, unit); i++) {
        cr_assert_eq(a[i].state, b[i].state, "seed %lu", seed_now);
        cr_assert(!(a[i].number < b[i].number) && !(a[i].number > b[i].number),
                  "%.17g %.17g, seed %lu", a[i].number, b[i].number, seed_now);
        same_text(a[i].text, b[i].text);
        cr_assert_eq(a[i].date.from_day, b[i].date.from_day, "seed %lu", seed_now);
        cr_assert_eq(a[i].date.to_day, b[i].date.to_day, "seed %lu", seed_now);
        cr_assert_eq(a[i].n_items, b[i].n_items, "seed %lu", seed_now);
        for (size_t k = 0; k < a[i].n_items; k++) {
            same_text(a[i].items[k], b[i].items[k]);
        }
    }
}

typedef struct compare {
    const hd_codebook *cb;
    const hd_review_rec *want;
    size_t n;
} compare;

static hd_status same_review(void *ctx, const hd_record *record, const char *where, hd_err *e)
{
    (void)where;
    (void)e;
    compare *c = ctx;
    const hd_review_rec *a = c->want;
    const hd_review_rec *b = &record->u.review;
    c->n++;
    same_text(a->id, b->id);
    cr_assert_eq(a->coded, b->coded, "seed %lu", seed_now);
    same_values(c->cb, HD_REVIEW, a->values, b->values);
    cr_assert_eq(a->has_children, b->has_children, "seed %lu", seed_now);
    cr_assert_eq(a->n_children, b->n_children, "seed %lu", seed_now);
    for (size_t i = 0; i < a->n_children; i++) {
        same_text(a->children[i].id, b->children[i].id);
        same_values(c->cb, HD_CHILD, a->children[i].values, b->children[i].values);
    }
    cr_assert_eq(a->has_findings, b->has_findings, "seed %lu", seed_now);
    cr_assert_eq(a->n_findings, b->n_findings, "seed %lu", seed_now);
    for (size_t i = 0; i < a->n_findings; i++) {
        const hd_finding_rec *f = &a->findings[i];
        const hd_finding_rec *g = &b->findings[i];
        same_text(f->id, g->id);
        same_values(c->cb, HD_FINDING, f->values, g->values);
        cr_assert_eq(f->has_labels, g->has_labels, "seed %lu", seed_now);
        cr_assert_eq(f->n_labels, g->n_labels, "seed %lu", seed_now);
        for (size_t k = 0; k < f->n_labels; k++) {
            same_text(f->labels[k], g->labels[k]);
        }
    }
    return HD_OK;
}

Test(json_out, what_is_written_reads_back_the_same)
{
    const char *scale = getenv("HEDDLE_TEST_SCALE");
    uint64_t rounds = 1000 * (scale ? strtoull(scale, NULL, 10) : 1);
    char path[] = "/tmp/heddle-json-out-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    hd_codebook *cb = codebook();
    hd_buf b = HD_BUF_INIT;
    for (uint64_t seed = 1; seed <= rounds; seed++) {
        random_state = seed_now = seed;
        hd_arena_clear(&arena);
        hd_record r = {.type = HD_REC_REVIEW, .u.review = random_review(cb)};
        hd_buf_clear(&b);
        hd_json_write(&r, cb, &b);
        cr_assert_eq(ftruncate(fd, 0), 0);
        cr_assert_eq(pwrite(fd, b.data, b.len, 0), (ssize_t)b.len);
        compare c = {cb, &r.u.review, 0};
        hd_status st = hd_json_read_records(path, cb, same_review, &c, &err);
        cr_assert_eq(st, HD_OK, "seed %lu: %s", seed, err.msg);
        cr_assert_eq(c.n, 1, "seed %lu", seed);
    }
    hd_buf_release(&b);
    hd_arena_release(&arena);
    hd_codebook_free(cb);
    close(fd);
    unlink(path);
}
