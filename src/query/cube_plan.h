/* cube_plan.h -- how a cube is counted, for cube*.c only.
 *
 * Where every unit counted has one group in a dimension, the dimension is *single*: the groups of all
 * single dimensions together are one number of the unit, its *key*.  What is left are *blocks*: bit
 * sets of units, each for one group (or one combination of groups and All, where several dimensions pair on
 * one child or finding).  Every unit is in All of a block, which is no bit set.  So
 *
 *   a cell   =  key  +  for each block All or one of its bit sets
 *
 * and the margins over single dimensions are sums of cells, since these do not overlap.
 * What does not fit (mentions; themes paired with fields of findings on one finding; too many groups) is
 * counted by the walk of cube_walk.h.
 */
#ifndef HD_QUERY_CUBE_PLAN_H
#define HD_QUERY_CUBE_PLAN_H

#include "query/cube_walk.h"

/* What counters may take, those of all threads together. */
#define CUBE_MAX_COUNTER_BYTES ((size_t)256 * 1024 * 1024)

/* Fill cube->plan: singles, blocks and the way to count; the one asked for if it can count this table.  No
 * parts when it has to be the walk. */
void cube_plan_make(hd_cube *cube, hd_cube_way asked);
void cube_plan_release(cube_plan *plan);

/* How many sets of a block are in the table. */
size_t cube_block_sets(const cube_block *block);
/* The bit sets or the words of a block, made where they are not there. */
const hd_bit_columns *cube_block_columns(const hd_cube *cube, const cube_block *block);
const hd_bit_columns *cube_block_words(const hd_cube *cube, const cube_block *block);

/* Count by the plan, margins included. */
hd_status cube_count(hd_cube *cube, hd_err *err);

/* The units in a cell, for a plan with parts; *out is inited here. */
void cube_plan_members(const hd_cube *cube, const size_t *groups, hd_bits *out);

#endif
