/* cube_counting.h -- what the ways of counting share, for cube_count*.c only. */
#ifndef HD_QUERY_CUBE_COUNTING_H
#define HD_QUERY_CUBE_COUNTING_H

#include "query/cube_keys.h"
#include "query/index.h"

typedef struct counting {
    hd_cube *cube;
    cube_keys keys;
    uint64_t *totals; /* by key: the units counted */
} counting;

/* Into how many parts to cut the rows when each has `bytes` of counters. */
size_t cube_parts_with(const counting *g, size_t bytes);
/* The counters of all parts, n each, added up in those of the first. */
void cube_add_parts(uint64_t *counts, size_t n, size_t parts);

/* What the kernels look at the units counted by: NULL when that is all there are. */
const uint64_t *cube_filter(const hd_cube *cube);

/* Sets of a block that are in the table, with the offset of each in a cell's index; the columns first. */
typedef struct cube_set_list {
    const uint64_t **words;
    size_t *offset;
    size_t *column; /* number in the block's columns; unused for special sets */
    size_t n;
} cube_set_list;

/* The columns of the block, with `special` its special sets too.  Released with cube_release_sets. */
void cube_list_sets(const hd_cube *cube, const cube_block *block, bool special, cube_set_list *out);
void cube_release_sets(cube_set_list *s);

/* The units of `filter` (NULL: all) counted by key, and by key and column of `m` unless it is NULL; *out is inited here. */
hd_status cube_tally(const counting *g, const hd_bit_columns *m, const uint64_t *filter,
                     hd_tally *out, hd_err *err);
/* A tally to the cells at offset `at`: by key at `all`, by key and column at `offset` of the column. */
void cube_add_tally(const counting *g, const hd_tally *t, const hd_bit_columns *m,
                    const size_t *offset, size_t all, size_t at);
/* Counts by key to the cells at an offset. */
void cube_add_counts(const counting *g, const uint64_t *by_key, size_t offset);
/* The members of both sets by key, added to `to`. */
void cube_count_keys(const cube_keys *k, const hd_bits *set, const hd_bits *in, uint64_t *to);
/* The same to the cells at an offset. */
void cube_count_set(const counting *g, const hd_bits *set, const hd_bits *in, size_t offset);

/* HD_WAY_ORDER (cube_count_order.c). */
hd_status cube_count_order(const counting *g, hd_err *err);
/* HD_WAY_PAIRS (cube_count_pairs.c). */
hd_status cube_count_pairs(const counting *g, hd_err *err);
/* HD_WAY_TALLIES (cube_count_tallies.c). */
hd_status cube_count_tallies(const counting *g, hd_err *err);

#endif
