#include "same_corpus.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "io/store_read.h"
#include "store_kit.h"

/* ---- comparing ---- */

static void same_numbers(const uint32_t *a, const uint32_t *b, size_t n, const char *what)
{
    for (size_t i = 0; i < n; i++)
        cr_assert_eq(a[i], b[i], "%s at %zu: %u, %u", what, i, a[i], b[i]);
}

static void same_column(const hd_column *a, const hd_column *b, const char *what)
{
    const char *key = a->field->key;

    cr_assert_eq(a->n, b->n, "%s: %s", what, key);
    cr_assert_eq(a->width, b->width, "%s: %s: width %u, %u", what, key, a->width, b->width);
    cr_assert_eq(a->n_values, b->n_values, "%s: %s: %zu values, %zu", what, key, a->n_values,
                 b->n_values);
    for (size_t i = 0; i < a->n; i++)
        cr_assert_eq(hd_column_code(a, i), hd_column_code(b, i), "%s: %s of %zu", what, key, i);
    for (size_t v = 0; v < a->n_values; v++) {
        if (a->labels)
            cr_assert_str_eq(a->labels[v], b->labels[v], "%s: %s", what, key);
        if (a->numbers)
            cr_assert_eq(memcmp(&a->numbers[v], &b->numbers[v], sizeof(double)), 0, "%s: %s", what,
                         key);
        if (a->dates)
            cr_assert(a->dates[v].from_day == b->dates[v].from_day &&
                          a->dates[v].to_day == b->dates[v].to_day,
                      "%s: %s", what, key);
    }
    cr_assert_eq(!a->lists.start, !b->lists.start, "%s: %s", what, key);
    if (a->lists.start) {
        same_numbers(a->lists.start, b->lists.start, a->n + 1, key);
        same_numbers(a->lists.items, b->lists.items, a->lists.start[a->n], key);
    }
    /* Loops read whole lines: what follows the last code is zero. */
    size_t bytes = b->n * b->width, whole = (bytes + 63) / 64 * 64;
    for (size_t i = bytes; i < whole; i++)
        cr_assert_eq(((const unsigned char *)b->codes)[i], 0, "%s: %s: padding", what, key);
    cr_assert_eq((uintptr_t)b->codes % 64, 0, "%s: %s: alignment", what, key);
}

static void same_texts_one_by_one(const hd_corpus *a, const hd_corpus *b, hd_unit unit,
                                  const char *what)
{
    hd_buf x = HD_BUF_INIT, y = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    for (size_t f = 0; f < hd_codebook_n_fields(a->codebook, unit); f++) {
        const hd_field *field = hd_codebook_field(a->codebook, unit, f);
        for (size_t i = 0; i < a->n[unit] && field->kind == HD_TEXT; i++) {
            hd_state s, t;
            hd_buf_clear(&x);
            hd_buf_clear(&y);
            cr_assert_eq(hd_corpus_text(a, field, i, &x, &s, &err), HD_OK, "%s", err.msg);
            cr_assert_eq(
                hd_corpus_text(b, hd_codebook_field(b->codebook, unit, f), i, &y, &t, &err), HD_OK,
                "%s", err.msg);
            cr_assert_eq(s, t, "%s: %s", what, field->key);
            cr_assert_str_eq(hd_buf_str(&x), hd_buf_str(&y), "%s: %s", what, field->key);
        }
    }
    hd_buf_release(&x);
    hd_buf_release(&y);
}

static void same_columns(const hd_corpus *a, const hd_corpus *b, hd_unit unit, bool texts,
                         const char *what)
{
    for (size_t f = 0; f < hd_codebook_n_fields(a->codebook, unit); f++) {
        const hd_field *field = hd_codebook_field(a->codebook, unit, f);
        if ((field->kind == HD_TEXT) == texts)
            same_column(hd_corpus_column(a, field),
                        hd_corpus_column(b, hd_codebook_field(b->codebook, unit, f)), what);
    }
}

static void same_codings(const hd_corpus *a, const hd_corpus *b, const char *what)
{
    const hd_codings *x = hd_corpus_codings(a), *y = hd_corpus_codings(b);
    size_t n = a->n[HD_FINDING];

    same_numbers(x->start, y->start, n + 1, "codings");
    same_numbers(x->label_of, y->label_of, x->start[n], "labels of codings");
    cr_assert_eq(x->n_labels, y->n_labels, "%s: labels", what);
    same_numbers(x->themes, y->themes, x->n_labels, "themes of labels");
    for (size_t l = 0; l < x->n_labels; l++)
        cr_assert_str_eq(x->labels[l], y->labels[l], "%s", what);
}

static void same_unit(const hd_corpus *a, const hd_corpus *b, hd_unit unit, const char *what)
{
    same_columns(a, b, unit, false, what);
    if (unit == HD_REVIEW) {
        const hd_theme_words *x = hd_corpus_themes(a), *y = hd_corpus_themes(b);
        cr_assert(hd_bits_equal(hd_corpus_coded(a), hd_corpus_coded(b)), "%s: coded", what);
        cr_assert(hd_bits_equal(&x->labelled, &y->labelled), "%s: labelled", what);
        cr_assert_eq(x->n_words, y->n_words, "%s", what);
        for (size_t i = 0; i < a->n[HD_REVIEW] * x->n_words; i++)
            cr_assert_eq(x->words[i], y->words[i], "%s: words", what);
        return;
    }
    same_numbers(hd_corpus_review_of(a, unit), hd_corpus_review_of(b, unit), a->n[unit], "review");
    const hd_lists *x = hd_corpus_of_review(a, unit), *y = hd_corpus_of_review(b, unit);
    same_numbers(x->start, y->start, a->n[HD_REVIEW] + 1, "lists of reviews");
    same_numbers(x->items, y->items, a->n[unit], "lists of reviews");
    if (unit == HD_FINDING)
        same_codings(a, b, what);
}

static void same_string(const char *a, const char *b)
{
    cr_assert_eq(!a, !b);
    if (a)
        cr_assert_str_eq(a, b);
}

static void same_comparator(const hd_comparator *a, const hd_comparator *b)
{
    same_string(a->id, b->id);
    same_string(a->source, b->source);
    same_string(a->title, b->title);
    same_string(a->place, b->place);
    same_string(a->from, b->from);
    same_string(a->to, b->to);
    same_string(a->unit, b->unit);
    same_string(a->date_basis, b->date_basis);
    same_string(a->definition, b->definition);
    same_string(a->field, b->field);
    cr_assert_eq(a->n_values, b->n_values, "%s: %zu values, %zu", a->id, a->n_values, b->n_values);
    for (size_t i = 0; i < a->n_values; i++) {
        same_string(a->values[i], b->values[i]);
        cr_assert_eq(a->counts[i], b->counts[i], "%s: %s", a->id, a->values[i]);
    }
    cr_assert_eq(a->has_total, b->has_total, "%s: total", a->id);
    if (a->has_total)
        cr_assert_eq(a->total, b->total, "%s: total", a->id);
}

static void same_documents(const hd_corpus *a, const hd_corpus *b)
{
    cr_assert_eq(a->n_sources, b->n_sources);
    for (size_t i = 0; i < a->n_sources; i++)
        same_string(a->sources[i].id, b->sources[i].id);
    cr_assert_eq(a->has_coverage, b->has_coverage);
    cr_assert_eq(a->n_figures, b->n_figures);
    for (size_t i = 0; i < a->n_figures; i++) {
        same_string(a->figures[i].label, b->figures[i].label);
        same_string(a->figures[i].at, b->figures[i].at);
    }
    cr_assert_eq(a->n_passages, b->n_passages);
    for (size_t i = 0; i < a->n_passages; i++) {
        same_string(a->passages[i].review, b->passages[i].review);
        same_string(a->passages[i].text, b->passages[i].text);
    }
    cr_assert_eq(a->n_comparators, b->n_comparators, "%zu comparators, %zu", a->n_comparators,
                 b->n_comparators);
    for (size_t i = 0; i < a->n_comparators; i++)
        same_comparator(&a->comparators[i], &b->comparators[i]);
}

void same_corpus(const hd_corpus *want, const hd_corpus *got, unsigned parts, const char *what)
{
    for (size_t u = 0; u < HD_N_UNITS; u++)
        cr_assert_eq(want->n[u], got->n[u], "%s: %zu, %zu units", what, want->n[u], got->n[u]);
    for (int u = 0; u < HD_N_UNITS; u++) {
        hd_unit unit = (hd_unit)u;
        if (parts & HD_PART_UNIT(unit))
            same_unit(want, got, unit, what);
        for (size_t i = 0; i < want->n[u] && (parts & HD_PART_IDS(unit)); i++)
            cr_assert_str_eq(hd_corpus_id(want, unit, i), hd_corpus_id(got, unit, i), "%s", what);
        if (parts & HD_PART_TEXTS(unit))
            same_columns(want, got, unit, true, what);
        else if (parts & HD_PART_IDS(unit))
            same_texts_one_by_one(want, got, unit, what);
    }
    if (parts & HD_PART_DOCUMENTS)
        same_documents(want, got);
}

/* ---- the plain way ---- */

void corpus_add_record(hd_corpus_builder *b, const hd_record *r)
{
    if (r->type == HD_REC_REVIEW)
        hd_corpus_builder_add_review(b, &r->u.review);
    else if (r->type == HD_REC_SOURCE)
        hd_corpus_builder_add_source(b, &r->u.source);
    else if (r->type == HD_REC_FIGURE)
        hd_corpus_builder_add_figure(b, &r->u.figure);
    else if (r->type == HD_REC_PASSAGE)
        hd_corpus_builder_add_passage(b, &r->u.passage);
    else if (r->type == HD_REC_COVERAGE)
        hd_corpus_builder_set_coverage(b, &r->u.coverage);
    else if (r->type == HD_REC_COMPARATOR)
        hd_corpus_builder_add_comparator(b, &r->u.comparator);
}

static hd_status add_record(void *ctx, const hd_record *r, hd_err *err)
{
    (void)err;
    corpus_add_record(ctx, r);
    return HD_OK;
}

hd_corpus *corpus_by_records(hd_store *s)
{
    hd_codebook *cb = NULL;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_store_codebook(s, &cb, &err), HD_OK, "%s", err.msg);
    hd_corpus_builder *b = hd_corpus_builder_new(cb);
    cr_assert_eq(hd_store_each(s, cb, add_record, b, &err), HD_OK, "%s", err.msg);
    return hd_corpus_seal(b);
}

/* ---- documents ---- */

static const char definitions[] =
    "{\"source\":{\"id\":\"s\",\"title\":\"S\"}}\n{\"source\":{\"id\":\"a\"}}\n"
    "{\"coverage\":{\"from\":\"2020\",\"to\":\"2021\"}}\n"
    "{\"field\":{\"key\":\"seen\",\"of\":\"review\",\"kind\":\"flag\"}}\n"
    "{\"field\":{\"key\":\"days\",\"of\":\"review\",\"kind\":\"number\"}}\n"
    "{\"field\":{\"key\":\"tags\",\"of\":\"review\",\"kind\":\"multi\",\"values\":[\"t9\",\"t1\"]}}"
    "\n"
    "{\"field\":{\"key\":\"note\",\"of\":\"child\",\"kind\":\"text\"}}\n"
    "{\"field\":{\"key\":\"level\",\"of\":\"finding\",\"kind\":\"ordinal\",\"values\":[\"low\","
    "\"high\"]}}\n"
    "{\"field\":{\"key\":\"roles\",\"of\":\"finding\",\"kind\":\"multi\"}}\n"
    "{\"theme\":{\"code\":\"t1\",\"label\":\"Theme one\",\"aliases\":[\"first\"]}}\n"
    "{\"theme\":{\"code\":\"t2\",\"label\":\"Theme two\",\"parent\":\"t1\"}}\n"
    "{\"theme\":{\"code\":\"t3\",\"label\":\"Theme three\",\"status\":\"candidate\"}}\n"
    "{\"theme\":{\"code\":\"t4\",\"label\":\"Theme four\",\"status\":\"merged\",\"into\":\"t2\"}}\n"
    "{\"figure\":{\"source\":\"s\",\"label\":\"F\",\"n\":1,\"of\":2,\"percent\":50,\"at\":\"line "
    "4\"}}\n"
    "{\"comparator\":{\"id\":\"z\",\"source\":\"s\",\"title\":\"T\",\"place\":\"England\",\"from\":"
    "\"2020-04-01\",\"to\":\"2021-03\",\"unit\":\"incident\",\"date_basis\":\"notified\","
    "\"definition\":\"D\",\"field\":\"area\",\"values\":{\"North\":7,\"East\":0},\"total\":9}}\n"
    "{\"comparator\":{\"id\":\"b\",\"place\":\"Wales\",\"from\":\"2020\",\"to\":\"2020\",\"unit\":"
    "\"incident\",\"field\":\"level\",\"values\":{\"low\":1}}}\n";

static void missing_or(uint64_t *seed, hd_buf *out, const char *key, const char *value)
{
    uint32_t r = kit_random(seed, 10);

    if (r < 2)
        return;
    hd_buf_printf(out, ",\"%s\":", key);
    if (r == 2)
        hd_buf_adds(out, "{\"missing\":\"unknown\"}");
    else if (r == 3)
        hd_buf_adds(out, "{\"missing\":\"not-applicable\"}");
    else
        hd_buf_adds(out, value);
}

static const char *pick(uint64_t *seed, const char *const *list, uint32_t n)
{
    return list[kit_random(seed, n)];
}
#define PICK(seed, list) pick(seed, list, sizeof(list) / sizeof(list)[0])

static const char *const areas[] = {"\"North\"", "\"South\"", "\"\xc3\x89st\"", "\"a\\\"b\""};
static const char *const days[] = {"3", "0.1", "-2.5", "0.3333333333333333", "0", "-0"};
static const char *const dates[] = {"\"2024\"", "\"2024-02\"", "\"2024-02-29\"", "\"1999-12-31\""};
static const char *const tags[] = {"[\"t1\"]", "[\"b\",\"a\"]", "[]", "[\"q\\\"\",\"t9\",\"b\"]"};
static const char *const texts[] = {"\"one\"", "\"Two\\nlines\"", "\"\xc3\xa9\"", "\"three\""};
static const char *const levels[] = {"\"high\"", "\"low\"", "\"odd\""};
static const char *const labels[] = {
    "[\"t1\"]", "[\"Theme two\",\"first\"]", "[\"none\",\"t1\"]", "[\"t3\"]", "[\"t4\"]", "[]"};

static void random_review(uint64_t *seed, size_t i, hd_buf *out)
{
    uint32_t n_children = kit_random(seed, 3), n_findings = kit_random(seed, 13);

    hd_buf_printf(out, "{\"review\":{\"id\":\"R%zu\",\"coded\":%s", i,
                  kit_random(seed, 4) ? "true" : "false");
    missing_or(seed, out, "area", PICK(seed, areas));
    missing_or(seed, out, "title", PICK(seed, texts));
    missing_or(seed, out, "notified", PICK(seed, dates));
    missing_or(seed, out, "seen", kit_random(seed, 2) ? "true" : "false");
    missing_or(seed, out, "days", PICK(seed, days));
    missing_or(seed, out, "tags", PICK(seed, tags));
    for (uint32_t k = 0; k < n_children; k++) {
        hd_buf_printf(out, "%s{\"id\":\"c%u\"", k ? "," : ",\"children\":[",
                      k + kit_random(seed, 2) * 9);
        missing_or(seed, out, "age", PICK(seed, days) + 0);
        missing_or(seed, out, "note", PICK(seed, texts));
        hd_buf_adds(out, k + 1 == n_children ? "}]" : "}");
    }
    for (uint32_t k = 0; k < n_findings; k++) {
        hd_buf_printf(out, "%s{\"id\":\"%s-%u\",\"text\":\"Text %u\"", k ? "," : ",\"findings\":[",
                      kit_random(seed, 9) ? "F" : "A", k, k);
        missing_or(seed, out, "level", PICK(seed, levels));
        missing_or(seed, out, "roles", PICK(seed, tags));
        missing_or(seed, out, "passage", PICK(seed, texts));
        if (kit_random(seed, 4))
            hd_buf_printf(out, ",\"themes\":%s", PICK(seed, labels));
        hd_buf_adds(out, k + 1 == n_findings ? "}]" : "}");
    }
    hd_buf_adds(out, "}}\n");
    if (kit_random(seed, 5) == 0)
        hd_buf_printf(
            out, "{\"passage\":{\"review\":\"R%zu\",\"source\":\"s\",\"text\":\"P%zu\"}}\n", i, i);
}

char *random_document(uint64_t *seed, size_t n_reviews)
{
    hd_buf out = HD_BUF_INIT;

    hd_buf_adds(&out, definitions);
    for (size_t i = 0; i < n_reviews; i++)
        random_review(seed, i * 31 % 997 + i * 1000, &out);
    return hd_buf_take(&out);
}
