/* corpus_build.c -- records in, sorted columns out.
 *
 * The builder keeps plain columns in the order of arrival, every string as a number of one
 * intern table.  Sealing sorts the units by id, carries the columns over in that order one
 * by one (freeing the raw ones as it goes) and gives each column its own labels. */
#include "model/corpus.h"

#include "base/alloc.h"
#include "base/err.h"

#include <stdlib.h>
#include <string.h>

/* A column in the order of arrival; codes and items are numbers of the intern table. */
typedef struct raw_column {
    const hd_field *field;
    uint8_t *states;
    uint32_t *codes;
    double *numbers;
    hd_date *dates;
    size_t *item_end; /* multi: where the items of a unit end */
    uint32_t *items;
    size_t n_items;
    size_t cap_states, cap_codes, cap_numbers, cap_dates, cap_ends, cap_items;
} raw_column;

typedef struct raw_unit {
    size_t n;
    uint32_t *ids;
    uint32_t *reviews; /* of children and findings: the review's number of arrival */
    size_t cap_ids, cap_reviews;
    raw_column *columns;
    size_t n_columns;
} raw_unit;

struct hd_corpus_builder {
    hd_codebook *codebook;
    hd_intern strings;
    raw_unit units[HD_N_UNITS];
    bool *coded;
    size_t cap_coded;
    size_t *label_end; /* per finding: where its labels end */
    uint32_t *labels;
    size_t n_labels;
    size_t cap_label_end, cap_labels;
    hd_source *sources;
    hd_figure *figures;
    hd_passage *passages;
    size_t n_sources, n_figures, n_passages;
    size_t cap_sources, cap_figures, cap_passages;
    bool has_coverage;
    hd_coverage coverage;
};

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

static void release_raw(raw_column *col)
{
    hd_free(col->states);
    hd_free(col->codes);
    hd_free(col->numbers);
    hd_free(col->dates);
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
            release_raw(&raw->columns[f]);
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

static void add_items(hd_corpus_builder *b, raw_column *col, const hd_value *v, size_t row)
{
    if (v->state == HD_VALUE) {
        for (size_t i = 0; i < v->n_items; i++) {
            uint32_t item = hd_intern_add(&b->strings, v->items[i]);
            HD_PUSH(col->items, col->n_items, col->cap_items, item);
        }
    }
    HD_PUSH(col->item_end, row, col->cap_ends, col->n_items);
}

static uint32_t raw_code(hd_corpus_builder *b, hd_kind kind, const hd_value *v)
{
    if (v->state != HD_VALUE)
        return HD_NONE;
    if (kind == HD_FLAG)
        return v->number != 0;
    return hd_intern_add(&b->strings, v->text);
}

static void add_value(hd_corpus_builder *b, raw_column *col, const hd_value *v, size_t n)
{
    hd_kind kind = col->field->kind;
    uint8_t state = (uint8_t)(v->state == HD_ABSENT ? HD_NOT_RECORDED : v->state);
    size_t row = n;

    HD_PUSH(col->states, row, col->cap_states, state);
    row = n;
    if (kind == HD_NUMBER) {
        /* Adding 0.0 makes a negative zero a zero: they are one value. */
        double number = v->state == HD_VALUE ? v->number + 0.0 : 0.0;
        HD_PUSH(col->numbers, row, col->cap_numbers, number);
        return;
    }
    if (kind == HD_MULTI) {
        add_items(b, col, v, n);
        return;
    }
    HD_PUSH(col->codes, row, col->cap_codes, raw_code(b, kind, v));
    row = n;
    if (kind == HD_DATE) {
        hd_date date = {0, 0};
        if (v->state == HD_VALUE)
            date = v->date;
        HD_PUSH(col->dates, row, col->cap_dates, date);
    }
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
        add_value(b, &raw->columns[f], &values[f], raw->n);
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
    HD_PUSH(b->figures, b->n_figures, b->cap_figures, copy);
}

void hd_corpus_builder_add_passage(hd_corpus_builder *b, const hd_passage *p)
{
    hd_passage copy = {keep(b, p->review), keep(b, p->source), keep(b, p->at), keep(b, p->role),
                       keep(b, p->text), keep(b, p->finding)};

    HD_PUSH(b->passages, b->n_passages, b->cap_passages, copy);
}

void hd_corpus_builder_set_coverage(hd_corpus_builder *b, const hd_coverage *c)
{
    b->has_coverage = true;
    b->coverage.from = keep(b, c->from);
    b->coverage.to = keep(b, c->to);
}

/* ---- sealing ---- */

typedef struct sealing {
    hd_corpus_builder *b;
    hd_corpus *c;
    uint32_t *order[HD_N_UNITS]; /* new number -> number of arrival */
    uint32_t *label_of;          /* intern number -> label of the column in work, else HD_NONE */
} sealing;

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

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

    for (size_t i = 0; i < raw->n; i++)
        order[i] = (uint32_t)i;
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
    size_t n_reviews = c->n[HD_REVIEW];
    uint32_t *rank = hd_calloc(n_reviews, sizeof *rank); /* arrival -> new number */
    uint32_t *review_of = hd_calloc(raw->n, sizeof *review_of);
    uint32_t *start = hd_calloc(n_reviews + 1, sizeof *start);
    uint32_t *items = hd_calloc(raw->n, sizeof *items);

    for (size_t r = 0; r < n_reviews; r++)
        rank[s->order[HD_REVIEW][r]] = (uint32_t)r;
    for (size_t i = 0; i < raw->n; i++) {
        review_of[i] = rank[raw->reviews[s->order[unit][i]]];
        start[review_of[i] + 1]++;
    }
    for (size_t r = 0; r < n_reviews; r++)
        start[r + 1] += start[r];
    /* rank is done with: it now holds where the next unit of each review goes. */
    if (n_reviews > 0)
        memcpy(rank, start, n_reviews * sizeof *rank);
    for (size_t i = 0; i < raw->n; i++)
        items[rank[review_of[i]]++] = (uint32_t)i;
    hd_free(rank);
    c->review_of[unit] = review_of;
    c->of_review[unit].start = start;
    c->of_review[unit].items = items;
}

/* Give the column its labels and fill s->label_of for the strings it uses: declared values in
 * order, then the others in byte order.  `used` are the intern numbers in the column. */
static void seal_labels(sealing *s, hd_column *col, const uint32_t *used, size_t n_used)
{
    const hd_field *field = col->field;
    const hd_intern *strings = &s->b->strings;
    size_t cap = 0;

    for (size_t i = 0; i < field->n_values; i++) {
        uint32_t id = hd_intern_find(strings, field->values[i]);
        if (id != HD_NONE)
            s->label_of[id] = (uint32_t)i;
        HD_PUSH(col->labels, col->n_labels, cap, field->values[i]);
    }
    for (size_t i = 0; i < n_used; i++) {
        if (used[i] == HD_NONE || s->label_of[used[i]] != HD_NONE)
            continue;
        s->label_of[used[i]] = 0; /* seen; its place follows below */
        HD_PUSH(col->labels, col->n_labels, cap, hd_intern_str(strings, used[i]));
    }
    size_t n_new = col->n_labels - field->n_values;
    if (n_new > 0)
        qsort(col->labels + field->n_values, n_new, sizeof *col->labels, compare_strings);
    for (size_t i = field->n_values; i < col->n_labels; i++)
        s->label_of[hd_intern_find(strings, col->labels[i])] = (uint32_t)i;
}

static void forget_labels(sealing *s, const hd_column *col)
{
    for (size_t i = 0; i < col->n_labels; i++) {
        uint32_t id = hd_intern_find(&s->b->strings, col->labels[i]);
        if (id != HD_NONE)
            s->label_of[id] = HD_NONE;
    }
}

static uint32_t missing_code(uint8_t state)
{
    return state == HD_UNKNOWN          ? HD_CODE_UNKNOWN
           : state == HD_NOT_APPLICABLE ? HD_CODE_NOT_APPLICABLE
                                        : HD_CODE_NOT_RECORDED;
}

static int compare_codes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

static void seal_lists(sealing *s, hd_column *col, const raw_column *raw, const uint32_t *order,
                       size_t n)
{
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

static void seal_flag_labels(hd_column *col)
{
    col->labels = hd_calloc(2, sizeof *col->labels);
    col->labels[0] = "No";
    col->labels[1] = "Yes";
    col->n_labels = 2;
}

static void seal_column(sealing *s, hd_unit unit, raw_column *raw, hd_column *col)
{
    size_t n = s->c->n[unit];
    const uint32_t *order = s->order[unit];
    hd_kind kind = raw->field->kind;
    bool named = kind != HD_NUMBER && kind != HD_FLAG;

    col->field = raw->field;
    col->states = hd_calloc(n, sizeof *col->states);
    for (size_t i = 0; i < n; i++)
        col->states[i] = raw->states[order[i]];
    if (kind == HD_MULTI)
        seal_labels(s, col, raw->items, raw->n_items);
    else if (named)
        seal_labels(s, col, raw->codes, n);
    else if (kind == HD_FLAG)
        seal_flag_labels(col);

    if (kind == HD_MULTI) {
        seal_lists(s, col, raw, order, n);
    } else if (kind == HD_NUMBER) {
        col->numbers = hd_calloc(n, sizeof *col->numbers);
        for (size_t i = 0; i < n; i++)
            col->numbers[i] = raw->numbers[order[i]];
    } else {
        col->codes = hd_calloc(n, sizeof *col->codes);
        for (size_t i = 0; i < n; i++) {
            uint32_t code = raw->codes[order[i]];
            if (col->states[i] != HD_VALUE)
                col->codes[i] = missing_code(col->states[i]);
            else
                col->codes[i] = named ? s->label_of[code] : code;
        }
    }
    if (kind == HD_DATE) {
        col->dates = hd_calloc(n, sizeof *col->dates);
        for (size_t i = 0; i < n; i++)
            col->dates[i] = raw->dates[order[i]];
    }
    if (named)
        forget_labels(s, col);
    release_raw(raw);
}

static void seal_codings(sealing *s)
{
    hd_corpus_builder *b = s->b;
    hd_corpus *c = s->c;
    size_t n = c->n[HD_FINDING], at = 0;
    uint32_t *theme_of = hd_calloc(b->strings.n, sizeof *theme_of); /* resolved once each */
    bool *resolved = hd_calloc(b->strings.n, sizeof *resolved);

    if (b->n_labels >= HD_NONE)
        hd_fault("corpus: more than %u labels of findings", HD_NONE);
    c->coding_start = hd_calloc(n + 1, sizeof *c->coding_start);
    c->coding_theme = hd_calloc(b->n_labels, sizeof *c->coding_theme);
    c->coding_label = hd_calloc(b->n_labels, sizeof *c->coding_label);
    for (size_t f = 0; f < n; f++) {
        uint32_t old = s->order[HD_FINDING][f];
        for (size_t i = old == 0 ? 0 : b->label_end[old - 1]; i < b->label_end[old]; i++) {
            uint32_t label = b->labels[i];
            const char *text = hd_intern_str(&b->strings, label);
            if (!resolved[label]) {
                resolved[label] = true;
                theme_of[label] = hd_codebook_resolve(b->codebook, text);
            }
            c->coding_theme[at] = theme_of[label];
            c->coding_label[at++] = text;
        }
        c->coding_start[f + 1] = (uint32_t)at;
    }
    hd_free(theme_of);
    hd_free(resolved);
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
    b->figures = NULL;
    b->passages = NULL;
}

hd_corpus *hd_corpus_seal(hd_corpus_builder *b)
{
    hd_corpus *c = hd_calloc(1, sizeof *c);
    sealing s = {.b = b, .c = c};

    c->codebook = b->codebook;
    s.label_of = hd_calloc(b->strings.n, sizeof *s.label_of);
    memset(s.label_of, 0xff, b->strings.n * sizeof *s.label_of); /* HD_NONE everywhere */
    for (size_t u = 0; u < HD_N_UNITS; u++)
        seal_order(&s, (hd_unit)u);
    seal_links(&s, HD_CHILD);
    seal_links(&s, HD_FINDING);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        raw_unit *raw = &b->units[u];
        c->columns[u] = hd_calloc(raw->n_columns, sizeof *c->columns[u]);
        for (size_t f = 0; f < raw->n_columns; f++)
            seal_column(&s, (hd_unit)u, &raw->columns[f], &c->columns[u][f]);
    }
    c->coded = hd_calloc(c->n[HD_REVIEW], sizeof *c->coded);
    for (size_t r = 0; r < c->n[HD_REVIEW]; r++)
        c->coded[r] = b->coded[s.order[HD_REVIEW][r]];
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
