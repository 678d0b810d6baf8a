#include "query/cube_plan.h"

#include "base/alloc.h"
#include "query/codes.h"
#include "query/index.h"
#include "query/kernel.h"

#include <string.h>

/* Fewer than one in so many units kept: they are walked one by one. */
#define FEW 13
/* Pairs of sets are counted once for every key, for so many keys at most. */
#define MAX_PAIR_KEYS 16
/* Words are kept in the order of keys that have so many units each. */
#define LEAST_OF_KEY 8
/* Groups of lifted fields have words for the walk of rows and the counters up to so many. */
#define MAX_WORD_GROUPS 256

/* ---- blocks ---- */

static cube_block *new_block(cube_plan *plan, const cube_dim *d)
{
    cube_block *block = &plan->blocks[plan->n_blocks++];

    block->dims[0] = d;
    block->n_dims = 1;
    block->all = d->n_groups * d->stride;
    return block;
}

static void add_special(const hd_cube *cube, cube_block *block, dim_special special,
                        const hd_bits *set)
{
    const cube_dim *d = block->dims[0];

    if (!hd_bits_meet(set, &cube->in))
        return;
    block->special[block->n_special].set = set;
    block->special[block->n_special].offset = (d->n_values + (size_t)special) * d->stride;
    block->n_special++;
}

static void add_kept_set(const hd_cube *cube, cube_block *block, dim_special special,
                         hd_index_set which)
{
    if (hd_index_count_of(cube->c, cube->unit, which) > 0)
        add_special(cube, block, special, hd_index_set_of(cube->c, cube->unit, which));
}

/* Units with themes, but none of those in the table. */
static void find_other(cube_block *block, const hd_bits *labelled, const hd_bits *unresolved)
{
    const hd_bit_columns *m = block->columns;
    uint64_t *mask = hd_calloc(m->n_words, sizeof *mask);
    hd_bits none;

    for (size_t k = 0; k < m->n_columns; k++) {
        if (block->offset[k] != SIZE_MAX)
            mask[k / 64] |= (uint64_t)1 << (k % 64);
    }
    hd_bits_copy(&block->other, labelled);
    hd_bits_andnot(&block->other, unresolved);
    hd_bits_copy(&none, &block->other);
    for (size_t u = hd_bits_next(&none, 0); u != SIZE_MAX; u = hd_bits_next(&none, u + 1)) {
        uint64_t any = 0;
        for (size_t w = 0; w < m->n_words; w++)
            any |= m->words[u * m->n_words + w] & mask[w];
        if (any)
            block->other.words[u >> 6] &= ~((uint64_t)1 << (u & 63));
    }
    hd_bits_release(&none);
    hd_free(mask);
}

/* Themes of another frame: each the union of the themes mapped to it. */
static void add_frame_block(hd_cube *cube, const cube_dim *d)
{
    const hd_corpus *c = cube->c;
    const hd_bit_columns *themes = hd_index_theme_columns(c, cube->unit);
    const hd_crosswalk *crosswalk = d->name.crosswalk;
    cube_block *block = new_block(&cube->plan, d);

    hd_bit_columns_init(&block->lifted, cube->in.n, d->n_values);
    block->columns = &block->lifted;
    block->words = d->n_values <= MAX_WORD_GROUPS;
    block->offset = hd_calloc(d->n_values, sizeof *block->offset);
    hd_bits_copy(&block->other, hd_index_set_of(c, cube->unit, HD_INDEX_LABELLED));
    hd_bits_andnot(&block->other, hd_index_set_of(c, cube->unit, HD_INDEX_UNRESOLVED));
    for (size_t k = 0; k < d->n_values; k++) {
        const hd_frame_theme *t = &crosswalk->themes[k];
        hd_bits to = hd_bit_columns_get(&block->lifted, k);
        block->offset[k] = k * d->stride;
        for (size_t i = 0; i < t->n_themes; i++) {
            hd_bits from = hd_bit_columns_get(themes, hd_corpus_themes(c)->rank[t->themes[i]]);
            hd_bits_or(&to, &from);
        }
        hd_bits_andnot(&block->other, &to);
    }
    add_special(cube, block, DIM_OTHER_THEMES, &block->other);
    add_kept_set(cube, block, DIM_UNRESOLVED, HD_INDEX_UNRESOLVED);
    add_kept_set(cube, block, DIM_NO_THEME, HD_INDEX_NO_THEME);
    add_kept_set(cube, block, DIM_NOT_CODED, HD_INDEX_NOT_CODED);
}

static void add_theme_block(hd_cube *cube, const cube_dim *d)
{
    const hd_corpus *c = cube->c;
    const hd_theme_words *themes = hd_corpus_themes(c);
    cube_block *block = new_block(&cube->plan, d);
    bool whole = true;

    block->columns = hd_index_theme_words(c, cube->unit);
    block->kept = true;
    block->words = true;
    block->offset = hd_calloc(themes->n_themes, sizeof *block->offset);
    for (size_t k = 0; k < themes->n_themes; k++) {
        uint32_t group = d->theme_group[themes->theme[k]];
        block->offset[k] = group == HD_NONE ? SIZE_MAX : group * d->stride;
        whole &= group != HD_NONE;
    }
    if (!whole) {
        find_other(block, hd_index_set_of(c, cube->unit, HD_INDEX_LABELLED),
                   hd_index_set_of(c, cube->unit, HD_INDEX_UNRESOLVED));
        add_special(cube, block, DIM_OTHER_THEMES, &block->other);
    }
    add_kept_set(cube, block, DIM_UNRESOLVED, HD_INDEX_UNRESOLVED);
    add_kept_set(cube, block, DIM_NO_THEME, HD_INDEX_NO_THEME);
    add_kept_set(cube, block, DIM_NOT_CODED, HD_INDEX_NOT_CODED);
}

/* A dimension with several groups a unit that pairs with no other; false when there are too many. */
static bool add_group_block(hd_cube *cube, const cube_dim *d)
{
    const hd_bit_columns *groups = hd_index_groups(cube->c, cube->unit, &d->name);

    if (!groups)
        return false;
    cube_block *block = new_block(&cube->plan, d);
    block->columns = groups;
    block->kept = true;
    block->words = groups->n_columns <= MAX_WORD_GROUPS;
    block->offset = hd_calloc(groups->n_columns, sizeof *block->offset);
    for (size_t k = 0; k < groups->n_columns; k++) {
        bool out = cube->drop_missing && k >= d->n_known;
        block->offset[k] = out ? SIZE_MAX : k * d->stride;
    }
    return true;
}

/* Given sets that pair with nothing, seen from the unit counted. */
static void add_set_block(hd_cube *cube, const cube_dim *d)
{
    cube_block *block = new_block(&cube->plan, d);
    size_t n = d->sets.n_columns;

    block->columns = &d->sets;
    if (d->name.owner != cube->unit) {
        hd_bit_columns_init(&block->lifted, cube->in.n, n);
        for (size_t k = 0; k < n; k++) {
            hd_bits from = hd_bit_columns_get(&d->sets, k);
            hd_bits to = hd_bit_columns_get(&block->lifted, k);
            hd_index_lift(cube->c, d->name.owner, &from, cube->unit, &to);
        }
        block->columns = &block->lifted;
    }
    block->words = n <= MAX_WORD_GROUPS;
    block->offset = hd_calloc(n, sizeof *block->offset);
    for (size_t k = 0; k < n; k++)
        block->offset[k] = k * d->stride;
}

/* The dimensions of one lower unit, two or more; false when there are too many combinations. */
static bool add_paired_block(hd_cube *cube, const cube_dim *const *dims, size_t n_dims)
{
    const hd_name *names[HD_CUBE_MAX_DIMS];
    size_t radix = 1;

    for (size_t d = 0; d < n_dims; d++) {
        names[d] = &dims[d]->name;
        cube->plan.pairs_sets |= dim_is_sets(dims[d]);
    }
    if (cube->plan.pairs_sets) /* the index keeps what it has paired by name */
        return false;
    const hd_bit_columns *paired =
        hd_index_paired(cube->c, cube->unit, names, n_dims, cube->drop_missing);
    if (!paired)
        return false;
    cube_block *block = new_block(&cube->plan, dims[0]);
    block->n_dims = n_dims;
    block->columns = paired;
    block->kept = true;
    block->words = paired->n_columns <= MAX_WORD_GROUPS;
    block->offset = hd_calloc(paired->n_columns, sizeof *block->offset);
    block->all = 0;
    for (size_t d = n_dims; d-- > 0;) {
        size_t n = dims[d]->n_groups + 1;
        block->dims[d] = dims[d];
        block->all += dims[d]->n_groups * dims[d]->stride;
        for (size_t k = 0; k < paired->n_columns; k++)
            block->offset[k] += k / radix % n * dims[d]->stride;
        radix *= n;
    }
    return true;
}

/* ---- parts ---- */

static void add_single(hd_cube *cube, const cube_dim *d)
{
    cube_single *one = &cube->plan.singles[cube->plan.n_singles++];
    size_t n_values;

    one->dim = d;
    one->column = hd_index_column(cube->c, cube->unit, &d->name);
    one->group_of_place = hd_index_group_of_place(cube->c, &d->name, one->column, &n_values);
    cube->plan.n_keys *= d->n_groups;
}

/* Themes pair with fields of findings on one finding. */
static bool pairs_themes(const hd_cube *cube)
{
    bool fields = false, themes = false;

    for (size_t d = 0; d < cube->n_dims; d++) {
        bool theme = dim_is_theme(&cube->dims[d]);
        themes |= theme;
        fields |= !theme && cube->dims[d].name.owner == HD_FINDING;
    }
    return themes && fields && cube->unit != HD_FINDING;
}

/* Mentions by what every review has one of: a review counts as often as it has codings. */
static bool mentions_by_key(const hd_cube *cube)
{
    bool single = cube_counts_reviews(cube);

    for (size_t i = 0; i < cube->n_dims; i++) {
        const cube_dim *d = &cube->dims[i];
        single &= !dim_is_theme(d) && !d->name.crosswalk && hd_index_single(&d->name, cube->unit);
    }
    return single;
}

static bool add_parts(hd_cube *cube)
{
    const cube_dim *below[HD_N_UNITS][HD_CUBE_MAX_DIMS];
    size_t n_below[HD_N_UNITS] = {0};
    bool fits = true;

    cube->plan.pairs_themes = pairs_themes(cube);
    cube->plan.codings = cube->base == HD_BASE_MENTIONS;
    if (cube->plan.pairs_themes || (cube->plan.codings && !mentions_by_key(cube)))
        return false;
    cube->plan.n_keys = 1;
    for (size_t i = 0; i < cube->n_dims && fits; i++) {
        const cube_dim *d = &cube->dims[i];
        hd_unit owner = d->name.owner;
        if (d->name.crosswalk)
            add_frame_block(cube, d);
        else if (dim_is_theme(d))
            add_theme_block(cube, d);
        else if (hd_index_single(&d->name, cube->unit))
            add_single(cube, d);
        else if ((owner == cube->unit || owner == HD_REVIEW) && dim_is_sets(d))
            add_set_block(cube, d);
        else if (owner == cube->unit || owner == HD_REVIEW)
            fits = add_group_block(cube, d);
        else
            below[owner][n_below[owner]++] = d;
    }
    for (size_t u = HD_CHILD; u <= HD_FINDING && fits; u++) {
        if (n_below[u] == 1 && dim_is_sets(below[u][0]))
            add_set_block(cube, below[u][0]);
        else if (n_below[u] == 1)
            fits = add_group_block(cube, below[u][0]);
        else if (n_below[u] > 1)
            fits = add_paired_block(cube, below[u], n_below[u]);
    }
    return fits;
}

/* ---- the way ---- */

size_t cube_block_sets(const cube_block *block)
{
    size_t n = block->n_special;

    for (size_t k = 0; k < block->columns->n_columns; k++)
        n += block->offset[k] != SIZE_MAX;
    return n;
}

/* Every block has words, or can be given them. */
static bool all_words(const cube_plan *plan)
{
    bool words = true;

    for (size_t b = 0; b < plan->n_blocks; b++)
        words &= plan->blocks[b].words;
    return words;
}

/* The codes of a column of one byte are its keys. */
static size_t most_keys(const cube_plan *plan)
{
    return plan->n_keys < 256 ? 256 : plan->n_keys;
}

/* Byte counters for the words of the block and every key. */
static bool can_tally(const cube_plan *plan, const cube_block *block)
{
    return block->words &&
           hd_tally_size(most_keys(plan), block->columns->n_words) <= CUBE_MAX_COUNTER_BYTES;
}

/* All units, or all that are coded, by words that stay with the corpus. */
static bool can_order(const cube_plan *plan)
{
    const cube_block *block = &plan->blocks[0];

    return plan->n_blocks == 1 && plan->n_singles > 0 && plan->settled && block->kept &&
           can_tally(plan, block) &&
           plan->kept * block->columns->n_words * sizeof(uint64_t) +
                   most_keys(plan) * sizeof(size_t) <
               HD_INDEX_MAX_ORDER_BYTES;
}

static bool can_count(const cube_plan *plan, hd_cube_way way)
{
    const cube_block *first = &plan->blocks[0];

    if (way == HD_WAY_WALK || !plan->parts)
        return way == HD_WAY_WALK;
    if (plan->codings)
        return way == HD_WAY_KEYS;
    switch (way) {
    case HD_WAY_KEYS:
        return plan->n_blocks == 0;
    case HD_WAY_BITMAPS:
        return plan->n_blocks == 1 && plan->n_singles == 0;
    case HD_WAY_ROWS:
        return all_words(plan);
    case HD_WAY_COUNTERS:
        return plan->n_blocks == 1 && can_tally(plan, first);
    case HD_WAY_ORDER:
        return can_order(plan);
    case HD_WAY_SETS:
        return plan->n_blocks == 1;
    case HD_WAY_PAIRS:
        return plan->n_blocks == 2 && plan->n_keys <= MAX_PAIR_KEYS;
    case HD_WAY_TALLIES:
        return plan->n_blocks == 2 && can_tally(plan, &plan->blocks[1 - plan->outer]);
    case HD_WAY_AUTO:
    case HD_WAY_WALK:
    case HD_N_WAYS:
        break;
    }
    return false;
}

/* The block with fewer sets that leaves one with words. */
static void choose_outer(cube_plan *plan)
{
    const cube_block *b = plan->blocks;

    if (plan->n_blocks == 2)
        plan->outer =
            !b[1].words || (b[0].words && cube_block_sets(&b[1]) < cube_block_sets(&b[0]));
}

/* Whether the units counted are enough for tallies: each begins with empty counters for every key, and goes through the
 * words of its set.  Few units are quicker by rows. */
static bool worth_tallies(const cube_plan *plan, size_t n)
{
    size_t sets, words;

    if (!can_count(plan, HD_WAY_TALLIES))
        return false;
    sets = cube_block_sets(&plan->blocks[plan->outer]);
    words = plan->blocks[1 - plan->outer].columns->n_words;
    return plan->kept / words >= sets * most_keys(plan) && plan->kept >= sets * (n / 1024);
}

/* The first way of the list that can count the table. */
static hd_cube_way choose_way(const cube_plan *plan, size_t n)
{
    static const hd_cube_way many[] = {HD_WAY_KEYS,  HD_WAY_BITMAPS, HD_WAY_COUNTERS, HD_WAY_SETS,
                                       HD_WAY_PAIRS, HD_WAY_ROWS,    HD_WAY_WALK};
    size_t i = 0;

    if (!can_count(plan, HD_WAY_PAIRS) && worth_tallies(plan, n))
        return HD_WAY_TALLIES;
    if (can_order(plan) && plan->kept >= LEAST_OF_KEY * plan->n_keys)
        return HD_WAY_ORDER;
    if (plan->few && plan->n_blocks == 1 && can_count(plan, HD_WAY_COUNTERS))
        return HD_WAY_COUNTERS;
    if (plan->few && plan->n_blocks > 1 && can_count(plan, HD_WAY_ROWS))
        return HD_WAY_ROWS;
    while (!can_count(plan, many[i]))
        i++;
    return many[i];
}

/* What is counted is every unit whose review is coded. */
static bool is_coded(const hd_cube *cube)
{
    return cube->base == HD_BASE_CODED &&
           cube->plan.kept == hd_index_count_of(cube->c, cube->unit, HD_INDEX_CODED);
}

void cube_plan_make(hd_cube *cube, hd_cube_way asked)
{
    cube_plan *plan = &cube->plan;

    plan->parts = add_parts(cube);
    plan->kept = hd_kernels_get()->count(cube->in.words, NULL, HD_KERNEL_AND, 0, cube->in.n);
    plan->every = plan->kept == cube->in.n;
    plan->settled = plan->every || is_coded(cube);
    plan->few = plan->kept < cube->in.n / FEW;
    choose_outer(plan);
    plan->way = can_count(plan, asked) ? asked : choose_way(plan, cube->in.n);
}

void cube_plan_release(cube_plan *plan)
{
    for (size_t i = 0; i < plan->n_singles; i++)
        hd_free(plan->singles[i].group_of_place);
    for (size_t b = 0; b < plan->n_blocks; b++) {
        hd_bits_release(&plan->blocks[b].other);
        hd_bit_columns_release(&plan->blocks[b].lifted);
        hd_free(plan->blocks[b].offset);
    }
}

const hd_bit_columns *cube_block_columns(const hd_cube *cube, const cube_block *block)
{
    if (dim_is_own_themes(block->dims[0]))
        return hd_index_theme_columns(cube->c, cube->unit);
    return block->columns;
}

const hd_bit_columns *cube_block_words(const hd_cube *cube, const cube_block *block)
{
    if (dim_is_own_themes(block->dims[0]))
        return hd_index_theme_words(cube->c, cube->unit);
    return hd_index_with_words(block->columns);
}

/* ---- members ---- */

static void keep_group(const cube_single *one, size_t group, hd_bits *out)
{
    size_t places = one->column->n_values + HD_N_MISSING;
    bool *pass = hd_calloc(places, sizeof *pass);
    hd_bits in;

    for (size_t p = 0; p < places; p++)
        pass[p] = one->group_of_place[p] == group;
    hd_codes_select(one->column, pass, &in);
    hd_bits_and(out, &in);
    hd_bits_release(&in);
    hd_free(pass);
}

static void keep_offset(const hd_cube *cube, const cube_block *block, size_t offset, hd_bits *out)
{
    const hd_bit_columns *columns = cube_block_columns(cube, block);
    hd_bits none;

    if (offset == block->all)
        return;
    for (size_t k = 0; k < columns->n_columns; k++) {
        if (block->offset[k] == offset) {
            hd_bits set = hd_bit_columns_get(columns, k);
            hd_bits_and(out, &set);
            return;
        }
    }
    for (size_t k = 0; k < block->n_special; k++) {
        if (block->special[k].offset == offset) {
            hd_bits_and(out, block->special[k].set);
            return;
        }
    }
    hd_bits_init(&none, out->n);
    hd_bits_and(out, &none);
    hd_bits_release(&none);
}

static void keep_with_codings(const hd_corpus *c, hd_bits *reviews)
{
    const hd_theme_words *themes = hd_corpus_themes(c);

    for (size_t u = hd_bits_next(reviews, 0); u != SIZE_MAX; u = hd_bits_next(reviews, u + 1)) {
        if (hd_review_codings(themes, u) == 0)
            reviews->words[u / 64] &= ~((uint64_t)1 << u % 64);
    }
}

void cube_plan_members(const hd_cube *cube, const size_t *groups, hd_bits *out)
{
    const cube_plan *plan = &cube->plan;

    hd_bits_copy(out, &cube->in);
    for (size_t i = 0; i < plan->n_singles; i++) {
        const cube_dim *d = plan->singles[i].dim;
        if (groups[d - cube->dims] != d->n_groups)
            keep_group(&plan->singles[i], groups[d - cube->dims], out);
    }
    for (size_t b = 0; b < plan->n_blocks; b++) {
        const cube_block *block = &plan->blocks[b];
        size_t offset = 0;
        for (size_t i = 0; i < block->n_dims; i++)
            offset += groups[block->dims[i] - cube->dims] * block->dims[i]->stride;
        keep_offset(cube, block, offset, out);
    }
    if (plan->codings)
        keep_with_codings(cube->c, out);
}
