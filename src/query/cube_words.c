/* cube_words.c -- in words how a cube was counted. */
#include "query/cube_plan.h"

/* Why the way is this one; what chooses is in cube_plan.c. */
static const char *reason(const hd_cube *cube)
{
    const cube_plan *plan = &cube->plan;

    switch (plan->way) {
    case HD_WAY_KEYS:
        return "each unit has one value in every dimension";
    case HD_WAY_BITMAPS:
        return "a unit can be in several of the sets, and many units are counted";
    case HD_WAY_ROWS:
        return plan->few ? "few of the units are counted"
                         : "several dimensions have sets, and there are many keys";
    case HD_WAY_COUNTERS:
        return plan->few ? "few of the units are counted"
                         : "a unit can be in several of the sets and has one key";
    case HD_WAY_ORDER:
        return plan->every ? "all are counted, and their sets are kept in the order of the keys"
                           : "all coded ones are counted, and their sets are kept in the order of "
                             "the keys";
    case HD_WAY_SETS:
        return "counters for every key and set would take too much memory";
    case HD_WAY_PAIRS:
        return "a unit can be in several sets of both dimensions";
    case HD_WAY_TALLIES:
        return "a unit can be in several sets of both dimensions, and there are many keys";
    case HD_WAY_WALK:
        if (cube->base == HD_BASE_MENTIONS)
            return "mentions are counted one by one";
        if (plan->pairs_sets)
            return "given sets pair with other dimensions on one child or finding";
        return plan->pairs_themes ? "themes pair with fields of findings on one finding"
                                  : "the groups are too many for sets";
    case HD_WAY_AUTO:
    case HD_N_WAYS:
        break;
    }
    return "";
}

hd_cube_way hd_cube_way_taken(const hd_cube *cube, hd_buf *out)
{
    static const char *const names[HD_N_WAYS] = {"",      "keys", "bitmaps", "rows",    "counters",
                                                 "order", "sets", "pairs",   "tallies", "walk"};
    const cube_plan *plan = &cube->plan;

    if (!out)
        return plan->way;
    hd_buf_printf(out, "%s: ", names[plan->way]);
    for (size_t b = 0; plan->parts && b < plan->n_blocks; b++) {
        hd_buf_add_thousands(out, cube_block_sets(&plan->blocks[b]));
        hd_buf_adds(out, b + 1 < plan->n_blocks ? " x " : " sets ");
    }
    if (plan->parts && plan->n_singles > 0) {
        hd_buf_adds(out, plan->n_blocks > 0 ? "by " : "");
        hd_buf_add_thousands(out, plan->n_keys);
        hd_buf_adds(out, " keys ");
    }
    hd_buf_adds(out, "within ");
    hd_buf_add_thousands(out, plan->kept);
    hd_buf_adds(out, " of ");
    hd_buf_add_thousands(out, cube->in.n);
    hd_buf_printf(out, " %s (%s)", hd_unit_plural(cube->unit), reason(cube));
    return plan->way;
}
