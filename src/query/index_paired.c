/* index_paired.c -- which combinations of groups a review has on one child or one finding. */
#include "base/alloc.h"
#include "query/index_impl.h"

/* What one dimension says of a lower unit. */
typedef struct paired_dim {
    const hd_column *column;
    const hd_lists *lists; /* multi; else NULL */
    uint32_t *group_of_place;
    size_t n_values, n_groups;
    size_t radix; /* of its group, All being n_groups, in the number of a column */
} paired_dim;

/* Numbers of columns, reused from unit to unit. */
typedef struct numbers {
    size_t *at;
    size_t n, cap;
} numbers;

static void pair_with(numbers *s, const paired_dim *p, const uint32_t *groups, size_t n)
{
    size_t before = s->n;

    hd_grow((void **)&s->at, &s->cap, before * (n + 1), sizeof *s->at);
    for (size_t g = 0; g < n; g++) {
        for (size_t i = 0; i < before; i++)
            s->at[s->n++] = s->at[i] + groups[g] * p->radix;
    }
    for (size_t i = 0; i < before; i++)
        s->at[i] += p->n_groups * p->radix;
}

static void pair_unit(numbers *s, const paired_dim *p, size_t i, bool values_only)
{
    uint32_t code = hd_column_code(p->column, i), group;

    if (code >= HD_CODE_UNKNOWN) {
        group = (uint32_t)(p->n_values + (code - HD_CODE_UNKNOWN));
        pair_with(s, p, &group, !values_only);
    } else if (p->lists) {
        uint32_t start = p->lists->start[i];
        pair_with(s, p, p->lists->items + start, p->lists->start[i + 1] - start);
    } else {
        pair_with(s, p, &p->group_of_place[code], 1);
    }
}

static void start_numbers(numbers *s)
{
    hd_grow((void **)&s->at, &s->cap, 1, sizeof *s->at);
    s->at[0] = 0;
    s->n = 1;
}

/* The last column would be All of every dimension: it is none. */
static void set_numbers(const numbers *s, hd_bit_columns *m, size_t review)
{
    for (size_t i = 0; i < s->n; i++) {
        if (s->at[i] < m->n_columns)
            hd_bit_columns_set(m, s->at[i], review);
    }
}

/* Combinations of every review: those of its units, or not recorded throughout. */
static void fill_pairs(const hd_corpus *c, const paired_dim *dims, size_t n_dims, hd_unit lower,
                       bool values_only, hd_bit_columns *m)
{
    const uint32_t *review_of = hd_corpus_review_of(c, lower);
    const uint32_t *start = hd_corpus_of_review(c, lower)->start;
    numbers s = {NULL, 0, 0};

    for (size_t i = 0; i < c->n[lower]; i++) {
        start_numbers(&s);
        for (size_t d = 0; d < n_dims; d++)
            pair_unit(&s, &dims[d], i, values_only);
        set_numbers(&s, m, review_of[i]);
    }
    for (size_t r = 0; r < m->n; r++) {
        if (start[r] != start[r + 1])
            continue;
        start_numbers(&s);
        for (size_t d = 0; d < n_dims; d++) {
            uint32_t group = (uint32_t)dims[d].n_groups - 1; /* not recorded is the last */
            pair_with(&s, &dims[d], &group, 1);
        }
        set_numbers(&s, m, r);
    }
    hd_free(s.at);
}

void index_fill_paired(const hd_corpus *c, hd_unit unit, const hd_name *names, size_t n_names,
                       bool values_only, hd_bit_columns *out)
{
    paired_dim dims[INDEX_MAX_PAIRED];
    hd_unit lower = names[0].owner;
    size_t radix = 1;
    hd_bit_columns reviews;

    for (size_t d = n_names; d-- > 0;) {
        paired_dim *p = &dims[d];
        p->column = hd_index_column(c, lower, &names[d]);
        p->lists = hd_name_value_kind(&names[d]) == HD_MULTI ? &p->column->lists : NULL;
        p->group_of_place = hd_index_group_of_place(c, &names[d], p->column, &p->n_values);
        p->n_groups = p->n_values + HD_N_MISSING;
        p->radix = radix;
        radix *= p->n_groups + 1;
    }
    if (unit == HD_REVIEW) {
        fill_pairs(c, dims, n_names, lower, values_only, out);
    } else {
        hd_bit_columns_init(&reviews, c->n[HD_REVIEW], out->n_columns);
        fill_pairs(c, dims, n_names, lower, values_only, &reviews);
        for (size_t k = 0; k < out->n_columns; k++) {
            hd_bits from = hd_bit_columns_get(&reviews, k), to = hd_bit_columns_get(out, k);
            hd_index_lift(c, HD_REVIEW, &from, unit, &to);
        }
        hd_bit_columns_release(&reviews);
    }
    for (size_t d = 0; d < n_names; d++)
        hd_free(dims[d].group_of_place);
}
