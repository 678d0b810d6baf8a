/* corpus_seal.c -- the columns of a corpus from the raw ones of its builder. */
#include "base/alloc.h"
#include "base/err.h"
#include "model/corpus_impl.h"

#include <stdlib.h>
#include <string.h>

/* ---- labels ---- */

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Give the column its labels and fill s->label_of for the strings it uses: declared values in
 * order, then the others in byte order.  `used` are the intern numbers in the column. */
static void seal_labels(const column_sealing *s, hd_column *col, const uint32_t *used,
                        size_t n_used)
{
    const hd_field *field = col->field;
    const hd_intern *strings = s->strings;
    size_t cap = 0;

    for (size_t i = 0; i < field->n_values; i++) {
        uint32_t id = hd_intern_find(strings, field->values[i]);
        if (id != HD_NONE)
            s->label_of[id] = (uint32_t)i;
        HD_PUSH(col->labels, col->n_values, cap, field->values[i]);
    }
    for (size_t i = 0; i < n_used; i++) {
        if (used[i] >= HD_CODE_UNKNOWN || s->label_of[used[i]] != HD_NONE)
            continue;
        s->label_of[used[i]] = 0; /* seen; its place follows below */
        HD_PUSH(col->labels, col->n_values, cap, hd_intern_str(strings, used[i]));
    }
    size_t n_new = col->n_values - field->n_values;
    if (n_new > 0)
        qsort(col->labels + field->n_values, n_new, sizeof *col->labels, compare_strings);
    for (size_t i = field->n_values; i < col->n_values; i++)
        s->label_of[hd_intern_find(strings, col->labels[i])] = (uint32_t)i;
}

static void forget_labels(const column_sealing *s, const hd_column *col)
{
    for (size_t i = 0; i < col->n_values; i++) {
        uint32_t id = hd_intern_find(s->strings, col->labels[i]);
        if (id != HD_NONE)
            s->label_of[id] = HD_NONE;
    }
}

/* Dates stand in order of time. */
typedef struct dated_label {
    hd_date date;
    const char *text;
} dated_label;

static int compare_dated(const void *a, const void *b)
{
    const dated_label *x = a, *y = b;

    if (x->date.from_day != y->date.from_day)
        return x->date.from_day < y->date.from_day ? -1 : 1;
    if (x->date.to_day != y->date.to_day)
        return x->date.to_day < y->date.to_day ? -1 : 1;
    return strcmp(x->text, y->text);
}

static void seal_dates(const column_sealing *s, hd_column *col)
{
    dated_label *dated = hd_calloc(col->n_values, sizeof *dated);

    for (size_t i = 0; i < col->n_values; i++) {
        dated[i].text = col->labels[i];
        if (!hd_date_parse(dated[i].text, strlen(dated[i].text), &dated[i].date))
            hd_fault("corpus: '%s' is no date", dated[i].text);
    }
    if (col->n_values > 0)
        qsort(dated, col->n_values, sizeof *dated, compare_dated);
    col->dates = hd_calloc(col->n_values, sizeof *col->dates);
    for (size_t i = 0; i < col->n_values; i++) {
        col->labels[i] = dated[i].text;
        col->dates[i] = dated[i].date;
        s->label_of[hd_intern_find(s->strings, dated[i].text)] = (uint32_t)i;
    }
    hd_free(dated);
}

/* ---- numbers ---- */

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* The dictionary, and where each number of the raw one stands in it; the caller's to hd_free. */
static uint32_t *seal_numbers(hd_column *col, const raw_numbers *raw)
{
    uint32_t *place = hd_calloc(raw->n, sizeof *place);

    col->n_values = raw->n;
    col->numbers = hd_calloc(raw->n, sizeof *col->numbers);
    if (raw->n > 0) {
        memcpy(col->numbers, raw->values, raw->n * sizeof *col->numbers);
        qsort(col->numbers, raw->n, sizeof *col->numbers, compare_numbers);
    }
    for (size_t i = 0; i < raw->n; i++) {
        const double *at =
            bsearch(&raw->values[i], col->numbers, raw->n, sizeof *at, compare_numbers);
        place[i] = (uint32_t)(at - col->numbers);
    }
    return place;
}

/* ---- lists ---- */

static int compare_codes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

static void seal_lists(const column_sealing *s, hd_column *col, const raw_column *raw)
{
    const uint32_t *order = s->order;
    size_t n = s->n;
    uint32_t end = 0;

    if (raw->n_items >= HD_NONE)
        hd_fault("corpus: more than %u values of %s", HD_NONE, col->field->key);
    col->lists.start = hd_calloc(n + 1, sizeof *col->lists.start);
    col->lists.items = hd_calloc(raw->n_items, sizeof *col->lists.items);
    for (size_t i = 0; i < n; i++) {
        size_t from = order[i] == 0 ? 0 : raw->item_end[order[i] - 1];
        uint32_t *list = col->lists.items + end;
        size_t len = raw->item_end[order[i]] - from, distinct = 0;
        for (size_t k = 0; k < len; k++)
            list[k] = s->label_of[raw->items[from + k]];
        qsort(list, len, sizeof *list, compare_codes);
        for (size_t k = 0; k < len; k++) {
            if (distinct == 0 || list[distinct - 1] != list[k])
                list[distinct++] = list[k];
        }
        end += (uint32_t)distinct;
        col->lists.start[i + 1] = end;
    }
}

/* ---- columns ---- */

static void seal_flag_labels(hd_column *col)
{
    col->labels = hd_calloc(2, sizeof *col->labels);
    col->labels[0] = "No";
    col->labels[1] = "Yes";
    col->n_values = 2;
}

static uint32_t narrowest(size_t n_values)
{
    return n_values <= hd_code_limit(1) ? 1 : n_values <= hd_code_limit(2) ? 2 : 4;
}

/* Codes in the order of the corpus; `place` maps raw codes to values, NULL where they are the same. */
static void pack_codes(hd_column *col, const raw_column *raw, const uint32_t *order,
                       const uint32_t *place)
{
    /* The code of a multi says only whether there is a list. */
    col->width = narrowest(raw->field->kind == HD_MULTI ? 1 : col->n_values);
    col->codes = hd_alloc_lines(col->n, col->width);
    for (size_t i = 0; i < col->n; i++) {
        uint32_t code = raw->codes[order[i]];
        if (place && code < HD_CODE_UNKNOWN)
            code = place[code];
        if (col->width == 1)
            ((uint8_t *)col->codes)[i] = (uint8_t)code;
        else if (col->width == 2)
            ((uint16_t *)col->codes)[i] = (uint16_t)code;
        else
            ((uint32_t *)col->codes)[i] = code;
    }
}

void seal_column(const column_sealing *s, raw_column *raw, hd_column *col)
{
    const uint32_t *order = s->order;
    hd_kind kind = raw->field->kind;

    col->field = raw->field;
    col->n = s->n;
    if (kind == HD_NUMBER) {
        uint32_t *place = seal_numbers(col, &raw->numbers);
        pack_codes(col, raw, order, place);
        hd_free(place);
    } else if (kind == HD_FLAG) {
        seal_flag_labels(col);
        pack_codes(col, raw, order, NULL);
    } else {
        bool multi = kind == HD_MULTI;
        seal_labels(s, col, multi ? raw->items : raw->codes, multi ? raw->n_items : col->n);
        if (kind == HD_DATE)
            seal_dates(s, col);
        if (multi)
            seal_lists(s, col, raw);
        pack_codes(col, raw, order, multi ? NULL : s->label_of);
        forget_labels(s, col);
    }
    raw_column_release(raw);
}
