/* cube_count_tallies.c -- two dimensions of sets and many keys: within each set of the one, and within all units counted, a
 * tally of keys by the words of the other.  What it costs grows with the units in each set of the outer dimension, not with
 * the groups of a unit in both multiplied. */
#include "query/cube_counting.h"

/* The units of `in` to the cells at the offset of a set of the outer dimension, or of its All. */
static hd_status count_within(const counting *g, const cube_block *inner, const hd_bits *in,
                              bool every, size_t offset, hd_err *err)
{
    const hd_bit_columns *m = cube_block_words(g->cube, inner);
    hd_tally t;
    hd_status st = cube_tally(g, m, every ? NULL : in->words, &t, err);

    if (st == HD_OK)
        cube_add_tally(g, &t, m, inner->offset, inner->all, offset);
    hd_tally_release(&t);
    for (size_t i = 0; i < inner->n_special && st == HD_OK; i++)
        cube_count_set(g, inner->special[i].set, in, inner->special[i].offset + offset);
    return st;
}

hd_status cube_count_tallies(const counting *g, hd_err *err)
{
    const hd_cube *cube = g->cube;
    const cube_plan *plan = &cube->plan;
    const cube_block *outer = &plan->blocks[plan->outer], *inner = &plan->blocks[1 - plan->outer];
    hd_status st = count_within(g, inner, &cube->in, plan->every, outer->all, err);
    cube_set_list sets;
    hd_bits one;

    hd_bits_init(&one, cube->in.n);
    cube_list_sets(cube, outer, true, &sets);
    for (size_t i = 0; i < sets.n && st == HD_OK; i++) {
        hd_kernels_get()->combine(one.words, sets.words[i], cube->in.words, HD_KERNEL_AND, 0,
                                  one.n);
        st = count_within(g, inner, &one, false, sets.offset[i], err);
    }
    cube_release_sets(&sets);
    hd_bits_release(&one);
    return st;
}
