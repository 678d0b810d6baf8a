/* cube_walk.h -- the inside of a cube, for cube*.c only. */
#ifndef HD_QUERY_CUBE_WALK_H
#define HD_QUERY_CUBE_WALK_H

#include "query/dim.h"

struct hd_cube {
    const hd_corpus *c;
    hd_unit unit;
    hd_base base; /* never HD_BASE_AUTO */
    bool drop_missing;
    size_t n_dims;
    cube_dim dims[HD_CUBE_MAX_DIMS];
    hd_bits set;     /* what was asked */
    hd_bits in_base; /* of the set: in the base */
    hd_bits in;      /* of the base: not dropped as missing; what is counted */
    hd_bits has_value
        [HD_CUBE_MAX_DIMS]; /* drop_missing, field dimensions: units with any value; else no words */
    size_t n_cells;
    uint64_t *counts;
    hd_arena arena;
};

/* Visit every cell of every unit in cube->in once (mentions: once for each coding).  With `members`
 * NULL the visits are added to cube->counts, else units that visit `target` are set in it. */
hd_status cube_walk(hd_cube *cube, size_t target, hd_bits *members, hd_err *err);

#endif
