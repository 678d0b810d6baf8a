/* Threads: rows are shared completely, and whatever their number counts are the same. */
#include "query/work.h"

#include <criterion/criterion.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "base/stop.h"
#include "query/index.h"
#include "query/kernel.h"
#include "query/select.h"
#include "random_world.h"

static const size_t threads[] = {1, 2, 3, 7};
#define N_THREADS (sizeof threads / sizeof threads[0])

/* ---- rows ---- */

#define ROWS 300000

typedef struct seen {
    unsigned char row[ROWS];
    atomic_bool wrong;
    atomic_size_t blocks, stop_after;
} seen;

static void see(void *ctx, size_t part, size_t from, size_t to)
{
    seen *s = ctx;

    if (from % 64 != 0 || (to % 64 != 0 && to > ROWS) || to - from > HD_KERNEL_BLOCK || part >= 7)
        atomic_store(&s->wrong, true);
    for (size_t i = from; i < to && i < ROWS; i++)
        s->row[i]++;
    if (atomic_fetch_add(&s->blocks, 1) + 1 == atomic_load(&s->stop_after))
        hd_stop_set(HD_STOP_INTERRUPT);
}

Test(work, every_row_is_done_once)
{
    static const size_t sizes[] = {0, 1, 63, 64, 65, 511, 513, 4096, 65536, 65537, 131073, ROWS};
    seen *s = hd_alloc(sizeof *s);
    hd_err err = HD_ERR_INIT;

    for (size_t t = 0; t < N_THREADS; t++) {
        hd_work_set(threads[t], 1);
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            for (int how = 0; how < 3; how++) {
                memset(s, 0, sizeof *s);
                if (how == 0)
                    hd_work_fill(sizes[k], see, s);
                else if (how == 1)
                    cr_assert_eq(hd_work_rows(sizes[k], 3, see, s, &err), HD_OK);
                else
                    cr_assert_eq(hd_work_shares(sizes[k], 3, see, s, &err), HD_OK);
                for (size_t i = 0; i < ROWS; i++)
                    cr_assert_eq(s->row[i], i < sizes[k], "row %zu of %zu", i, sizes[k]);
                cr_assert(!s->wrong);
            }
        }
    }
    hd_work_set(1, 0);
    hd_free(s);
}

static void tell_part(void *ctx, size_t part, size_t from, size_t to)
{
    memset((unsigned char *)ctx + from, (int)part, to - from);
}

Test(work, shares_are_always_the_same)
{
    unsigned char *once = hd_alloc(ROWS), *again = hd_alloc(ROWS);
    hd_err err = HD_ERR_INIT;

    for (size_t t = 0; t < N_THREADS; t++) {
        hd_work_set(threads[t], 1);
        cr_assert_eq(hd_work_shares(ROWS, 4, tell_part, t == 0 ? once : again, &err), HD_OK);
        if (t > 0)
            cr_expect_arr_eq(again, once, ROWS);
    }
    for (size_t i = 1; i < ROWS; i++)
        cr_assert(once[i - 1] <= once[i], "row %zu", i);
    hd_work_set(1, 0);
    hd_free(once);
    hd_free(again);
}

Test(work, few_rows_are_one_part)
{
    hd_work_set(7, 0);
    cr_expect_eq(hd_work_threads(), 7);
    cr_expect_eq(hd_work_parts(HD_WORK_MIN_ROWS - 1), 1);
    cr_expect_eq(hd_work_parts(HD_WORK_MIN_ROWS), 7);
    cr_expect_eq(hd_work_parts(0), 1);
    hd_work_set(1, 0);
    cr_expect_eq(hd_work_parts(10 * HD_WORK_MIN_ROWS), 1);
}

Test(work, it_stops_between_blocks)
{
    seen *s = hd_alloc(sizeof *s);
    hd_err err = HD_ERR_INIT;

    for (size_t t = 0; t < N_THREADS; t++) {
        hd_work_set(threads[t], 1);
        memset(s, 0, sizeof *s);
        s->stop_after = 1;
        cr_expect_eq(hd_work_rows(ROWS, hd_work_parts(ROWS), see, s, &err), HD_EINTR);
        cr_expect_leq(s->blocks, threads[t]);
        hd_stop_reset();
    }
    hd_work_set(1, 0);
    hd_free(s);
}

/* ---- counts ---- */

#define TIMES 400
#define CORPORA 200

static bool asks_for_ids(const o_filter *f)
{
    bool ids =
        f->type > O_WITHIN && f->field && (f->field->what == O_ID || f->field->what == O_REVIEW);

    for (size_t i = 0; f->type <= O_WITHIN && i < f->n; i++)
        ids |= asks_for_ids(f->parts[i]);
    return ids;
}

static void select_set(random_world *r, hd_unit unit, hd_bits *out)
{
    const o_filter *f = random_filter(r, unit, 2);
    const hd_filter *nodes = random_nodes(r, unit, f, false);
    hd_bits all = maker_all(r->c, unit);
    hd_err err = HD_ERR_INIT;

    if (random_chance(r, 30))
        hd_bits_copy(out, &all);
    else
        cr_assert_eq(hd_select(r->c, unit, &all, nodes, out, NULL, &err), HD_OK);
    hd_bits_release(&all);
}

/* All cells of the cube of the large corpus are TIMES those of the small one. */
static void compare_cubes(uint64_t seed, const hd_cube *small, const hd_cube *large, size_t n_dims,
                          size_t n_threads)
{
    size_t groups[HD_CUBE_MAX_DIMS], cells = 1;

    for (size_t d = 0; d < n_dims; d++) {
        cr_assert_eq(hd_cube_n_groups(small, d), hd_cube_n_groups(large, d));
        cells *= hd_cube_n_groups(small, d) + 1;
    }
    for (size_t i = 0; i < cells; i++) {
        size_t left = i;
        for (size_t d = 0; d < n_dims; d++) {
            groups[d] = left % (hd_cube_n_groups(small, d) + 1);
            left /= hd_cube_n_groups(small, d) + 1;
        }
        cr_assert_eq(hd_cube_count(large, groups), TIMES * hd_cube_count(small, groups),
                     "seed %llu, %zu threads, way %d, cell %zu", (unsigned long long)seed,
                     n_threads, (int)hd_cube_way_taken(large, NULL), i);
    }
}

static size_t taken[HD_N_WAYS];

static void ask(random_world *small, random_world *large, uint64_t seed, size_t n_threads)
{
    o_table t, same;
    hd_cube_spec spec, spec_large;
    hd_bits set, set_large;
    hd_err err = HD_ERR_INIT;
    hd_cube *a, *b;
    bool ids = false;

    random_table(small, &t, &spec);
    random_table(large, &same, &spec_large);
    for (size_t d = 0; d < t.n_dims; d++)
        ids |= t.dims[d]->what == O_ID || t.dims[d]->what == O_REVIEW;
    uint64_t state = small->state;
    ids |= asks_for_ids(random_filter(small, t.unit, 2));
    small->state = state;
    if (ids) /* they are others in the large corpus */
        return;
    select_set(small, t.unit, &set);
    select_set(large, t.unit, &set_large);
    cr_assert_eq(TIMES * hd_bits_count(&set), hd_bits_count(&set_large), "seed %llu",
                 (unsigned long long)seed);
    cr_assert_eq(hd_cube_new(small->c, &set, &spec, &a, &err), HD_OK);
    for (hd_cube_way way = HD_WAY_AUTO; way < HD_WAY_WALK; way++) {
        spec_large.way = way;
        cr_assert_eq(hd_cube_new(large->c, &set_large, &spec_large, &b, &err), HD_OK);
        if (n_threads > 1)
            taken[hd_cube_way_taken(b, NULL)]++;
        compare_cubes(seed, a, b, t.n_dims, n_threads);
        hd_cube_free(b);
    }
    hd_cube_free(a);
    hd_bits_release(&set);
    hd_bits_release(&set_large);
}

Test(work, counts_are_the_same_for_any_number_of_threads, .timeout = 600)
{
    random_world *small = hd_alloc(sizeof *small), *large = hd_alloc(sizeof *large);
    const char *scale = getenv("HEDDLE_TEST_SCALE");
    uint64_t n = CORPORA * (scale && *scale ? strtoull(scale, NULL, 10) : 1);

    for (uint64_t i = 0; i < n; i++) {
        uint64_t seed = 7000000 + i;
        size_t t = threads[i % N_THREADS];
        hd_work_set(t, 1);
        random_open(small, seed);
        random_open_times(large, seed, TIMES);
        for (size_t k = 0; k < 8; k++) {
            ask(small, large, seed, t);
            small->state = large->state = seed * 1000 + k;
        }
        random_close(small);
        random_close(large);
    }
    for (size_t way = HD_WAY_KEYS; way < HD_WAY_WALK; way++)
        cr_assert_gt(taken[way], 50, "way %zu was taken %zu times", way, taken[way]);
    hd_work_set(1, 0);
    hd_free(small);
    hd_free(large);
}
