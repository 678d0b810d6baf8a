/* index_impl.h -- the inside of an index, for index*.c only. */
#ifndef HD_QUERY_INDEX_IMPL_H
#define HD_QUERY_INDEX_IMPL_H

#include "query/index.h"

#define INDEX_MAX_PAIRED 4

/* Set the bits of hd_index_paired in `out`, which is inited. */
void index_fill_paired(const hd_corpus *c, hd_unit unit, const hd_name *names, size_t n_names,
                       bool values_only, hd_bit_columns *out);

/* Make HD_INDEX_N_SETS sets. */
void index_fill_sets(const hd_corpus *c, hd_unit unit, hd_bits *sets);

/* Bins of columns of numbers and periods of columns of dates; all zero at first. */
typedef struct index_period {
    const hd_column *column;
    hd_periods *periods;
} index_period;

typedef struct index_groupings {
    hd_band **bins;
    size_t n_bins, cap_bins;
    index_period *periods;
    size_t n_periods, cap_periods;
} index_groupings;

/* The one there is or a new one; borrowed. */
const hd_band *index_bins(index_groupings *g, const hd_column *col, const double *bounds, size_t n,
                          bool closed);
const hd_periods *index_periods(index_groupings *g, const hd_column *col, hd_period_kind kind);
void index_groupings_release(index_groupings *g);
size_t index_groupings_bytes(const index_groupings *g);

bool index_same_name(const hd_name *a, const hd_name *b);

/* Words in the order of keys, the latest first; all zero at first (index_order.c). */
typedef struct index_order {
    hd_index_order_of of;
    hd_index_order order;
} index_order;

typedef struct index_orders {
    index_order *at;
    size_t n, cap;
} index_orders;

const hd_index_order *index_orders_find(index_orders *all, const hd_index_order_of *of);
const hd_index_order *index_orders_keep(index_orders *all, const hd_index_order_of *of,
                                        hd_index_order order);
size_t index_orders_bytes(const index_orders *all);
void index_orders_release(index_orders *all);

/* index_rows.c */
hd_theme_rows *index_rows_new(const hd_bit_columns *m);
void index_rows_free(hd_theme_rows *r); /* NULL is allowed */
size_t index_rows_bytes(const hd_theme_rows *r, const hd_bit_columns *m);

#endif
