/* corpus_build.c -- records in, sorted columns out.
 *
 * The builder keeps plain columns in the order of arrival, every string as a number of one
 * intern table.  Sealing sorts the units by id, carries the columns over in that order one
 * by one (freeing the raw ones as it goes) and gives each column its own labels. */
#include "base/alloc.h"
#include "base/err.h"
#include "model/corpus_impl.h"

#include <stdlib.h>
#include <string.h>

hd_corpus_builder *hd_corpus_builder_new(hd_codebook *codebook)
{
    hd_corpus_builder *b = hd_calloc(1, sizeof *b);

    b->codebook = codebook;
    hd_intern_init(&b->strings);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        raw_unit *raw = &b->units[u];
        raw->n_columns = hd_codebook_n_fields(codebook, (hd_unit)u);
        raw->columns = hd_calloc(raw->n_columns, sizeof *raw->columns);
        for (size_t f = 0; f < raw->n_columns; f++)
            raw->columns[f].field = hd_codebook_field(codebook, (hd_unit)u, f);
    }
    return b;
}

void raw_column_release(raw_column *col)
{
    hd_free(col->codes);
    hd_free(col->numbers.values);
    hd_free(col->numbers.slots);
    hd_free(col->item_end);
    hd_free(col->items);
    memset(col, 0, sizeof *col);
}

/* Everything but what the corpus took over (set to NULL or emptied before). */
static void release_builder(hd_corpus_builder *b)
{
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        raw_unit *raw = &b->units[u];
        for (size_t f = 0; f < raw->n_columns; f++)
            raw_column_release(&raw->columns[f]);
        hd_free(raw->columns);
        hd_free(raw->ids);
        hd_free(raw->reviews);
    }
    hd_intern_release(&b->strings);
    hd_free(b->coded);
    hd_free(b->label_end);
    hd_free(b->labels);
    hd_free(b->sources);
    hd_free(b->figures);
    hd_free(b->comparators);
    hd_free(b->passages);
    hd_free(b);
}

void hd_corpus_builder_free(hd_corpus_builder *b)
{
    if (!b)
        return;
    hd_codebook_free(b->codebook);
    release_builder(b);
}

/* ---- arrival ---- */

static const char *keep(hd_corpus_builder *b, const char *s)
{
    return s ? hd_intern_str(&b->strings, hd_intern_add(&b->strings, s)) : NULL;
}

static void add_items(hd_intern *strings, raw_column *col, const hd_value *v, size_t row)
{
    if (v->state == HD_VALUE) {
        for (size_t i = 0; i < v->n_items; i++) {
            uint32_t item = hd_intern_add(strings, v->items[i]);
            HD_PUSH(col->items, col->n_items, col->cap_items, item);
        }
    }
    HD_PUSH(col->item_end, row, col->cap_ends, col->n_items);
}

static size_t number_slot(const raw_numbers *numbers, double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    size_t at = (size_t)((bits * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (numbers->n_slots - 1);
    while (numbers->slots[at] != 0 && numbers->values[numbers->slots[at] - 1] != x)
        at = (at + 1) & (numbers->n_slots - 1);
    return at;
}

/* The place of a number among the distinct ones, added where it is new. */
static uint32_t number_place(raw_numbers *numbers, double x)
{
    if (2 * (numbers->n + 1) > numbers->n_slots) {
        hd_free(numbers->slots);
        numbers->n_slots = numbers->n_slots == 0 ? 64 : 2 * numbers->n_slots;
        numbers->slots = hd_calloc(numbers->n_slots, sizeof *numbers->slots);
        for (size_t i = 0; i < numbers->n; i++)
            numbers->slots[number_slot(numbers, numbers->values[i])] = (uint32_t)i + 1;
    }
    size_t at = number_slot(numbers, x);
    if (numbers->slots[at] == 0) {
        HD_PUSH(numbers->values, numbers->n, numbers->cap, x);
        numbers->slots[at] = (uint32_t)numbers->n;
    }
    return numbers->slots[at] - 1;
}

static uint32_t raw_code(hd_intern *strings, raw_column *col, const hd_value *v)
{
    switch (v->state) {
    case HD_UNKNOWN:
        return HD_CODE_UNKNOWN;
    case HD_NOT_APPLICABLE:
        return HD_CODE_NOT_APPLICABLE;
    case HD_ABSENT:
    case HD_NOT_RECORDED:
        return HD_CODE_NOT_RECORDED;
    case HD_VALUE:
        break;
    }
    switch (col->field->kind) {
    case HD_NUMBER:
        /* Adding 0.0 makes a negative zero a zero: they are one value. */
        return number_place(&col->numbers, v->number + 0.0);
    case HD_FLAG:
        return v->number != 0;
    case HD_MULTI:
        return 0;
    case HD_CATEGORY:
    case HD_ORDINAL:
    case HD_DATE:
    case HD_TEXT:
        break;
    }
    return hd_intern_add(strings, v->text);
}

void raw_column_add(hd_intern *strings, raw_column *col, const hd_value *v, size_t n)
{
    size_t row = n;

    HD_PUSH(col->codes, row, col->cap_codes, raw_code(strings, col, v));
    if (col->field->kind == HD_MULTI)
        add_items(strings, col, v, n);
}

/* One more unit; `review` is its review's number of arrival (not used for reviews). */
static void add_unit(hd_corpus_builder *b, hd_unit unit, const char *id, size_t review,
                     const hd_value *values)
{
    raw_unit *raw = &b->units[unit];
    size_t row = raw->n;

    if (raw->n >= HD_CODE_UNKNOWN)
        hd_fault("corpus: more than %u units", HD_CODE_UNKNOWN);
    HD_PUSH(raw->ids, row, raw->cap_ids, hd_intern_add(&b->strings, id));
    row = raw->n;
    HD_PUSH(raw->reviews, row, raw->cap_reviews, (uint32_t)review);
    for (size_t f = 0; f < raw->n_columns; f++)
        raw_column_add(&b->strings, &raw->columns[f], &values[f], raw->n);
    raw->n++;
}

static void add_finding(hd_corpus_builder *b, const hd_finding_rec *f, const char *id,
                        size_t review)
{
    size_t row = b->units[HD_FINDING].n;

    add_unit(b, HD_FINDING, id, review, f->values);
    for (size_t i = 0; i < f->n_labels; i++) {
        uint32_t label = hd_intern_add(&b->strings, f->labels[i]);
        HD_PUSH(b->labels, b->n_labels, b->cap_labels, label);
    }
    HD_PUSH(b->label_end, row, b->cap_label_end, b->n_labels);
}

static void add_findings(hd_corpus_builder *b, const hd_review_rec *r, size_t review)
{
    hd_intern taken;
    hd_arena names;
    unsigned next = 1;

    hd_intern_init(&taken);
    hd_arena_init(&names);
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].id)
            hd_intern_add(&taken, r->findings[i].id);
    }
    for (size_t i = 0; i < r->n_findings; i++) {
        const char *id = r->findings[i].id;
        while (!id) {
            const char *name = hd_arena_printf(&names, "%s-%u", r->id, next++);
            if (hd_intern_find(&taken, name) == HD_NONE)
                id = name;
        }
        add_finding(b, &r->findings[i], id, review);
    }
    hd_intern_release(&taken);
    hd_arena_release(&names);
}

void hd_corpus_builder_add_review(hd_corpus_builder *b, const hd_review_rec *r)
{
    size_t review = b->units[HD_REVIEW].n;
    size_t row = review;

    add_unit(b, HD_REVIEW, r->id, review, r->values);
    HD_PUSH(b->coded, row, b->cap_coded, r->coded == HD_CODED_YES);
    for (size_t i = 0; i < r->n_children; i++)
        add_unit(b, HD_CHILD, r->children[i].id, review, r->children[i].values);
    add_findings(b, r, review);
}

void hd_corpus_builder_add_source(hd_corpus_builder *b, const hd_source *s)
{
    hd_source copy = {keep(b, s->id), keep(b, s->title), keep(b, s->published)};

    HD_PUSH(b->sources, b->n_sources, b->cap_sources, copy);
}

void hd_corpus_builder_add_figure(hd_corpus_builder *b, const hd_figure *f)
{
    hd_figure copy = *f;

    copy.source = keep(b, f->source);
    copy.label = keep(b, f->label);
    copy.where = keep(b, f->where);
    copy.at = keep(b, f->at);
    HD_PUSH(b->figures, b->n_figures, b->cap_figures, copy);
}

void hd_corpus_builder_add_comparator(hd_corpus_builder *b, const hd_comparator *c)
{
    hd_comparator copy;

    hd_comparator_copy(&copy, c, &b->strings.arena);
    HD_PUSH(b->comparators, b->n_comparators, b->cap_comparators, copy);
}

void hd_corpus_builder_add_passage(hd_corpus_builder *b, const hd_passage *p)
{
    hd_passage copy = {keep(b, p->review), keep(b, p->source), keep(b, p->at),
                       keep(b, p->role),   keep(b, p->text),   keep(b, p->finding)};

    HD_PUSH(b->passages, b->n_passages, b->cap_passages, copy);
}

void hd_corpus_builder_set_coverage(hd_corpus_builder *b, const hd_coverage *c)
{
    b->has_coverage = true;
    b->coverage.from = keep(b, c->from);
    b->coverage.to = keep(b, c->to);
}

/* ---- sealing ---- */

typedef struct unit_order {
    const raw_unit *raw;
    const raw_unit *reviews; /* NULL for reviews */
    const hd_intern *strings;
} unit_order;

static int compare_units(const void *a, const void *b, void *ctx)
{
    const unit_order *o = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int by_id = strcmp(hd_intern_str(o->strings, o->raw->ids[x]),
                       hd_intern_str(o->strings, o->raw->ids[y]));

    if (by_id != 0 || !o->reviews)
        return by_id;
    return strcmp(hd_intern_str(o->strings, o->reviews->ids[o->raw->reviews[x]]),
                  hd_intern_str(o->strings, o->reviews->ids[o->raw->reviews[y]]));
}

static void seal_order(sealing *s, hd_unit unit)
{
    raw_unit *raw = &s->b->units[unit];
    unit_order o = {raw, unit == HD_REVIEW ? NULL : &s->b->units[HD_REVIEW], &s->b->strings};
    uint32_t *order = hd_calloc(raw->n, sizeof *order);
    const char **ids = hd_calloc(raw->n, sizeof *ids);
    bool sorted = true;

    for (size_t i = 0; i < raw->n; i++)
        order[i] = (uint32_t)i;
    /* A store hands its units over in order. */
    for (size_t i = 1; i < raw->n && sorted; i++)
        sorted = compare_units(&order[i - 1], &order[i], &o) <= 0;
    if (!sorted)
        qsort_r(order, raw->n, sizeof *order, compare_units, &o);
    for (size_t i = 0; i < raw->n; i++) {
        ids[i] = hd_intern_str(&s->b->strings, raw->ids[order[i]]);
        if (unit == HD_REVIEW && i > 0 && strcmp(ids[i - 1], ids[i]) == 0)
            hd_fault("corpus: two reviews '%s'", ids[i]);
    }
    s->order[unit] = order;
    s->c->n[unit] = raw->n;
    s->c->ids[unit] = ids;
}

static void seal_links(sealing *s, hd_unit unit)
{
    hd_corpus *c = s->c;
    const raw_unit *raw = &s->b->units[unit];
    uint32_t *rank = hd_calloc(c->n[HD_REVIEW], sizeof *rank); /* arrival -> new number */

    c->review_of[unit] = hd_calloc(raw->n, sizeof *c->review_of[unit]);
    for (size_t r = 0; r < c->n[HD_REVIEW]; r++)
        rank[s->order[HD_REVIEW][r]] = (uint32_t)r;
    for (size_t i = 0; i < raw->n; i++)
        c->review_of[unit][i] = rank[raw->reviews[s->order[unit][i]]];
    hd_free(rank);
    link_reviews(c, unit);
}

static int compare_sources(const void *a, const void *b)
{
    return strcmp(((const hd_source *)a)->id, ((const hd_source *)b)->id);
}

/* Sources, figures, passages and coverage go over as they are. */
static void seal_documents(sealing *s)
{
    hd_corpus_builder *b = s->b;
    hd_corpus *c = s->c;

    if (b->n_sources > 0)
        qsort(b->sources, b->n_sources, sizeof *b->sources, compare_sources);
    c->sources = b->sources;
    c->n_sources = b->n_sources;
    c->figures = b->figures;
    c->n_figures = b->n_figures;
    c->passages = b->passages;
    c->n_passages = b->n_passages;
    c->has_coverage = b->has_coverage;
    c->coverage = b->coverage;
    b->sources = NULL;
    c->comparators = b->comparators;
    c->n_comparators = b->n_comparators;
    b->comparators = NULL;
    b->figures = NULL;
    b->passages = NULL;
}

static void seal_coded(sealing *s)
{
    hd_corpus *c = s->c;

    hd_bits_init(&c->coded, c->n[HD_REVIEW]);
    for (size_t r = 0; r < c->n[HD_REVIEW]; r++) {
        if (s->b->coded[s->order[HD_REVIEW][r]])
            hd_bits_set(&c->coded, r);
    }
}

hd_corpus *hd_corpus_seal(hd_corpus_builder *b)
{
    hd_corpus *c = hd_calloc(1, sizeof *c);
    sealing s = {.b = b, .c = c};

    c->codebook = b->codebook;
    c->have = HD_PART_ALL;
    s.label_of = hd_calloc(b->strings.n, sizeof *s.label_of);
    memset(s.label_of, 0xff, b->strings.n * sizeof *s.label_of); /* HD_NONE everywhere */
    for (size_t u = 0; u < HD_N_UNITS; u++)
        seal_order(&s, (hd_unit)u);
    seal_links(&s, HD_CHILD);
    seal_links(&s, HD_FINDING);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        raw_unit *raw = &b->units[u];
        column_sealing one = {&b->strings, s.label_of, s.order[u], raw->n};
        c->columns[u] = hd_calloc(raw->n_columns, sizeof *c->columns[u]);
        for (size_t f = 0; f < raw->n_columns; f++)
            seal_column(&one, &raw->columns[f], &c->columns[u][f]);
    }
    seal_coded(&s);
    seal_codings(&s);
    seal_documents(&s);
    /* The strings' arena goes over to the corpus; the table that numbered them is not needed. */
    c->arena = b->strings.arena;
    hd_arena_init(&b->strings.arena);
    for (size_t u = 0; u < HD_N_UNITS; u++)
        hd_free(s.order[u]);
    hd_free(s.label_of);
    release_builder(b);
    return c;
}
