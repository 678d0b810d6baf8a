#include "model/corpus_load.h"

#include "base/alloc.h"
#include "base/err.h"
#include "model/corpus_impl.h"

#include <string.h>

hd_corpus *hd_corpus_new(hd_codebook *codebook, const hd_corpus_loader *loader)
{
    hd_corpus *c = hd_calloc(1, sizeof *c);

    c->codebook = codebook;
    c->loader = *loader;
    hd_arena_init(&c->arena);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        size_t n = hd_codebook_n_fields(codebook, (hd_unit)u);
        c->columns[u] = hd_calloc(n, sizeof *c->columns[u]);
        for (size_t f = 0; f < n; f++)
            c->columns[u][f].field = hd_codebook_field(codebook, (hd_unit)u, f);
    }
    rank_themes(c);
    return c;
}

/* ---- columns ---- */

struct hd_fill {
    size_t n;
    raw_column *columns;
    hd_intern *strings; /* of each column: what it has held is known to be right for it */
    size_t *rows;
    uint32_t *last; /* the string of the row before: the likeliest */
};

hd_fill *hd_fill_new(const hd_field *const *fields, size_t n)
{
    hd_fill *fill = hd_calloc(1, sizeof *fill);

    fill->n = n;
    fill->columns = hd_calloc(n, sizeof *fill->columns);
    fill->strings = hd_calloc(n, sizeof *fill->strings);
    fill->rows = hd_calloc(n, sizeof *fill->rows);
    fill->last = hd_calloc(n, sizeof *fill->last);
    for (size_t f = 0; f < n; f++) {
        fill->columns[f].field = fields[f];
        hd_intern_init(&fill->strings[f]);
    }
    return fill;
}

void hd_fill_free(hd_fill *fill)
{
    if (!fill)
        return;
    for (size_t f = 0; f < fill->n; f++) {
        raw_column_release(&fill->columns[f]);
        hd_intern_release(&fill->strings[f]);
    }
    hd_free(fill->columns);
    hd_free(fill->strings);
    hd_free(fill->rows);
    hd_free(fill->last);
    hd_free(fill);
}

uint32_t hd_fill_known(hd_fill *fill, size_t field, const char *text)
{
    const hd_intern *strings = &fill->strings[field];
    uint32_t last = fill->last[field];

    if (last < strings->n && strcmp(strings->strings[last], text) == 0)
        return last;
    uint32_t code = hd_intern_find(strings, text);
    if (code != HD_NONE)
        fill->last[field] = code;
    return code;
}

void hd_fill_again(hd_fill *fill, size_t field, uint32_t code)
{
    raw_column *col = &fill->columns[field];

    HD_PUSH(col->codes, fill->rows[field], col->cap_codes, code);
}

void hd_fill_value(hd_fill *fill, size_t field, const hd_value *v)
{
    raw_column_add(&fill->strings[field], &fill->columns[field], v, fill->rows[field]);
    fill->rows[field]++;
}

void hd_fill_seal(hd_fill *fill, hd_corpus *c, const uint32_t *order, size_t n)
{
    for (size_t f = 0; f < fill->n; f++) {
        hd_intern *strings = &fill->strings[f];
        const hd_field *field = fill->columns[f].field;
        uint32_t *label_of = hd_alloc(strings->n * sizeof *label_of);
        column_sealing s = {strings, label_of, order, n};

        memset(label_of, 0xff, strings->n * sizeof *label_of); /* HD_NONE everywhere */
        seal_column(&s, &fill->columns[f], &c->columns[field->unit][field->index]);
        hd_free(label_of);
        hd_arena_join(&c->arena, &strings->arena);
    }
    hd_fill_free(fill);
}

/* ---- the rest ---- */

void link_reviews(hd_corpus *c, hd_unit unit)
{
    size_t n_reviews = c->n[HD_REVIEW], n = c->n[unit];
    const uint32_t *review_of = c->review_of[unit];
    uint32_t *start = hd_calloc(n_reviews + 1, sizeof *start);
    uint32_t *items = hd_alloc(n * sizeof *items);
    uint32_t *next = hd_alloc(n_reviews * sizeof *next);

    for (size_t i = 0; i < n; i++)
        start[review_of[i] + 1]++;
    for (size_t r = 0; r < n_reviews; r++)
        start[r + 1] += start[r];
    if (n_reviews > 0)
        memcpy(next, start, n_reviews * sizeof *next);
    for (size_t i = 0; i < n; i++)
        items[next[review_of[i]]++] = (uint32_t)i;
    hd_free(next);
    c->of_review[unit].start = start;
    c->of_review[unit].items = items;
}

void hd_corpus_link(hd_corpus *c, hd_unit unit, uint32_t *review_of)
{
    c->review_of[unit] = review_of;
    link_reviews(c, unit);
}

void hd_corpus_set_codings(hd_corpus *c, uint32_t *start, uint32_t *label_of,
                           const char *const *texts, size_t n_texts)
{
    c->codings.start = start;
    c->codings.label_of = label_of;
    number_labels(c, texts, n_texts);
    for (size_t l = 0; l < c->codings.n_labels; l++)
        c->codings.labels[l] = hd_arena_strdup(&c->arena, c->codings.labels[l]);
}
