/* random_world.h -- seeded random corpora, filters and tables, for the corpus and for the oracle at once. */
#ifndef HD_TESTS_RANDOM_WORLD_H
#define HD_TESTS_RANDOM_WORLD_H

#include "maker.h"
#include "oracle.h"
#include "query/cube.h"
#include "query/filter.h"

#define RANDOM_MAX_THEMES 10

typedef struct random_world {
    uint64_t state; /* of the generator */
    maker m;
    hd_corpus *c;
    o_data data;
    o_theme themes[RANDOM_MAX_THEMES];
    o_field fields[32];
    o_frame frames[2];
    o_field frame_fields[3]; /* panel@1, panel@2, and panel, which is the second */
    size_t n_fields;
    o_unit units[HD_N_UNITS][O_ROOM];
    uint32_t number[HD_N_UNITS][O_ROOM]; /* the corpus's number of each */
    size_t n[HD_N_UNITS];
    hd_bits sets[HD_CUBE_MAX_DIMS * O_MAX_SETS]; /* those of the latest table */
    size_t n_sets;
} random_world;

void random_open(random_world *r, uint64_t seed);
/* The same world with every review in the corpus `times` times; the oracle sees it once, and `number` is not set. */
void random_open_times(random_world *r, uint64_t seed, size_t times);
void random_close(random_world *r);
size_t random_below(random_world *r, size_t n); /* 0 .. n-1 */
bool random_chance(random_world *r, size_t percent);

/* A filter for sets of `unit`; in the maker's arena. */
const o_filter *random_filter(random_world *r, hd_unit unit, size_t depth);
/* The same filter made node by node.  With `as_table` every leaf is made for `unit`, as table filters do, also below
 * child( ) and finding( ). */
const hd_filter *random_nodes(random_world *r, hd_unit unit, const o_filter *f, bool as_table);
/* The same filter as an expression; NULL where the language cannot say it. */
const char *random_expression(random_world *r, hd_unit unit, const o_filter *f);

/* The field's name for `unit`, qualified by chance or when asked. */
const char *random_name(random_world *r, hd_unit unit, const o_field *f, bool qualified);

/* A table: for the oracle and for the cube.  Its given sets are there until the next one is drawn. */
void random_table(random_world *r, o_table *t, hd_cube_spec *spec);
void random_release_sets(random_world *r);
/* The oracle's view of a cube's group. */
o_group random_group(const random_world *r, const o_table *t, const hd_cube *cube, size_t dim,
                     size_t group);

#endif
