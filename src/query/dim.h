/* dim.h -- the inside of a cube: its dimensions, for cube*.c and dim*.c only.
 *
 * A dimension knows its groups and, for every unit of its `level`, the groups this unit is in, as
 * one list per unit without repeats.  Counting is then additions over these lists. */
#ifndef HD_QUERY_DIM_H
#define HD_QUERY_DIM_H

#include "query/bit_columns.h"
#include "query/cube.h"
#include "query/name.h"

/* What stands after the values of a field dimension, in this order. */
#define DIM_N_STATES 3
static inline uint32_t dim_state_group(size_t n_values, hd_state state)
{
    return (uint32_t)(n_values + (size_t)(state - HD_UNKNOWN));
}

/* What stands after the themes of a theme dimension; (other themes) is (not mapped) in another frame. */
typedef enum dim_special {
    DIM_OTHER_THEMES,
    DIM_UNRESOLVED,
    DIM_NO_THEME,
    DIM_NOT_CODED,
    DIM_N_SPECIALS
} dim_special;

typedef struct cube_dim {
    hd_name name;
    const char *label;
    hd_group *groups;
    size_t n_groups;
    size_t n_values;       /* the groups before states and specials */
    size_t n_known;        /* of these, from the first, stand for a value (name.h) */
    const double *numbers; /* number fields: the value of each group; else NULL */
    uint32_t *theme_group; /* themes: theme -> its group, HD_NONE */
    hd_lists
        mapped; /* themes of another frame: theme -> its groups, those of its ancestors among them */
    hd_bit_columns sets; /* sets: of the owner's units, by group; else no columns */
    /* set by the cube */
    hd_unit level;  /* whose lists `lists` are */
    hd_lists lists; /* units of the level -> groups */
    size_t stride;  /* of this dimension in a cell's index */
} cube_dim;

static inline bool dim_is_theme(const cube_dim *d)
{
    return d->name.kind == HD_NAME_THEME;
}

/* The codebook's own, not another frame's. */
static inline bool dim_is_own_themes(const cube_dim *d)
{
    return dim_is_theme(d) && !d->name.crosswalk;
}

static inline bool dim_is_sets(const cube_dim *d)
{
    return d->name.kind == HD_NAME_SETS;
}

/* Find the name and make the groups; strings and arrays live in the arena.
 * Fails with HD_EDATA as hd_cube_new says. */
hd_status dim_open(cube_dim *d, const hd_corpus *c, hd_unit unit, const hd_dim *spec,
                   hd_arena *arena, hd_err *err);
void dim_close(cube_dim *d);

/* Make the lists of a field dimension (level: the owner).  With `values_only` missing states are in no group. */
void dim_list_field(cube_dim *d, const hd_corpus *c, bool values_only);

/* The same two of a dimension of given sets (dim_sets.c); the lists' level is their owner. */
hd_status dim_open_sets(cube_dim *d, const hd_corpus *c, hd_unit unit, const hd_dim *spec,
                        hd_arena *arena, hd_err *err);
void dim_list_sets(cube_dim *d, const hd_corpus *c);

/* Make the lists of a theme dimension.  At the level of reviews or findings a unit is in its own themes,
 * their ancestors or one special group; with `of_reviews` a finding's special group is its review's. */
void dim_list_themes(cube_dim *d, const hd_corpus *c, hd_unit level, bool of_reviews);

/* The groups of one coding as written: no ancestors.  One group, in `one`, but for themes of another frame. */
const uint32_t *dim_coding_groups(const cube_dim *d, const hd_corpus *c, size_t coding,
                                  uint32_t *one, size_t *n);

/* dim_frame.c: the groups of a dimension of another frame's themes. */
hd_status dim_open_frame(cube_dim *d, const hd_corpus *c, const hd_dim *spec, hd_arena *arena,
                         hd_err *err);

#endif
