/* cube_walk.h -- the inside of a cube, for cube*.c only. */
#ifndef HD_QUERY_CUBE_WALK_H
#define HD_QUERY_CUBE_WALK_H

#include "query/bit_columns.h"
#include "query/dim.h"

/* A dimension in which each unit counted has one group. */
typedef struct cube_single {
    const cube_dim *dim;
    const hd_column *column;  /* of the unit counted */
    uint32_t *group_of_place; /* codes.h */
} cube_single;

/* Dimensions that are seen together, as bit sets of units. */
typedef struct cube_block {
    const cube_dim *dims[HD_CUBE_MAX_DIMS]; /* several: they pair on one child or finding */
    size_t n_dims;
    const hd_bit_columns *columns;
    bool kept;      /* `columns` stay with the corpus */
    bool words;     /* `columns` has words, or can be given them */
    size_t *offset; /* of each column in a cell's index; SIZE_MAX: in no cell */
    size_t all;     /* the offset of All */
    struct {
        const hd_bits *set;
        size_t offset;
    } special[DIM_N_SPECIALS]; /* theme: sets that are no columns */
    size_t n_special;
    hd_bits other;         /* what the set of (other themes) is */
    hd_bit_columns lifted; /* what `columns` is for given sets of another unit */
} cube_block;

typedef struct cube_plan {
    hd_cube_way way;
    bool parts; /* singles and blocks stand for the cube */
    cube_single singles[HD_CUBE_MAX_DIMS];
    size_t n_singles;
    cube_block blocks[HD_CUBE_MAX_DIMS];
    size_t n_blocks;
    size_t kept;       /* units counted */
    bool every;        /* that is all there are */
    bool settled;      /* or all whose review is coded */
    bool few;          /* they are so few that each is better looked at by itself */
    bool pairs_themes; /* with fields of findings, on one finding */
    bool codings;      /* mentions: a review counts as often as it has codings */
    bool pairs_sets;   /* with fields of a lower unit, on one of these */
    size_t n_keys;     /* the product of the singles' groups */
    size_t outer;      /* HD_WAY_TALLIES: the block whose sets are gone through */
} cube_plan;

struct hd_cube {
    const hd_corpus *c;
    hd_unit unit;
    hd_base base; /* never HD_BASE_AUTO */
    bool drop_missing;
    size_t n_dims;
    cube_dim dims[HD_CUBE_MAX_DIMS];
    hd_bits set;     /* what was asked; its words are the caller's */
    hd_bits in_base; /* of the set: in the base; the words of `set` when all of it is */
    hd_bits in; /* of the base: not dropped as missing; what is counted; or the words of in_base */
    hd_bits has_value
        [HD_CUBE_MAX_DIMS]; /* drop_missing, field dimensions: units with any value; else no words */
    size_t n_cells;
    uint64_t *counts;
    cube_plan plan;
    hd_arena arena;
};

/* Mentions are counted by whole reviews: no dimension is of findings or themes. */
bool cube_counts_reviews(const hd_cube *cube);
/* Visit every cell of every unit in cube->in once (mentions: once for each coding).  With `members`
 * NULL the visits are added to cube->counts, else units that visit `target` are set in it. */
hd_status cube_walk(hd_cube *cube, size_t target, hd_bits *members, hd_err *err);

#endif
