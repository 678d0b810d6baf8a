/* Draws: each count is that of the units drawn, by loops over records. */
#include "query/cube_draws.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "query/draw.h"
#include "query/work.h"
#include "random_world.h"

#define CORPORA 300
#define DRAWS 21 /* more than a step of them */

/* The units of the set by number, with the oracle's view of each. */
static size_t list_members(const random_world *r, hd_unit unit, const hd_bits *set,
                           const o_unit **out)
{
    size_t n = 0;

    for (size_t at = hd_bits_next(set, 0); at != SIZE_MAX; at = hd_bits_next(set, at + 1)) {
        for (size_t i = 0; i < r->n[unit]; i++) {
            if (r->number[unit][i] == at)
                out[n] = &r->units[unit][i];
        }
        n++;
    }
    return n;
}

static size_t count_drawn(const random_world *r, hd_unit unit, const o_unit *const *members,
                          size_t n, const uint64_t *drawn, int theme)
{
    const o_filter has = {.type = O_HAS, .themes = {theme}, .n = 1};
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        if (drawn[i / 64] >> i % 64 & 1)
            count += o_truth(&r->data, members[i], unit, &has) == O_YES;
    }
    return count;
}

static void ask(random_world *r, uint64_t seed)
{
    hd_unit unit = (hd_unit)random_below(r, HD_N_UNITS);
    const o_unit *members[O_ROOM];
    uint32_t themes[RANDOM_MAX_THEMES], counts[DRAWS * RANDOM_MAX_THEMES];
    int oracle[RANDOM_MAX_THEMES];
    size_t n_themes = 0, size;
    uint64_t drawn[O_ROOM / 64 + 8];
    hd_err err = HD_ERR_INIT;
    hd_bits set;

    hd_bits_init(&set, r->c->n[unit]);
    for (size_t i = 0; i < r->n[unit]; i++) {
        if (r->units[unit][i].review->coded == HD_CODED_YES && random_chance(r, 70))
            hd_bits_set(&set, r->number[unit][i]);
    }
    for (size_t t = 0; t < r->data.n_themes; t++) {
        uint32_t theme = hd_codebook_resolve(r->c->codebook, r->themes[t].code);
        oracle[n_themes] = o_resolve(&r->data, r->themes[t].code);
        if (theme != HD_NONE && oracle[n_themes] >= 0)
            themes[n_themes++] = theme;
    }
    size_t n = list_members(r, unit, &set, members);
    size = random_below(r, n + 1);
    hd_work_set(1 + seed % 4, 1);
    cr_assert_eq(hd_cube_draws(r->c, unit, &set, themes, n_themes, size, seed, DRAWS, counts, &err),
                 HD_OK, "%s", err.msg);
    for (size_t d = 0; d < DRAWS; d++) {
        memset(drawn, 0, sizeof drawn);
        hd_draw_subset(seed, d, n, size, drawn);
        for (size_t t = 0; t < n_themes; t++)
            cr_assert_eq(counts[d * n_themes + t],
                         count_drawn(r, unit, members, n, drawn, oracle[t]),
                         "seed %llu, draw %zu, theme %zu", (unsigned long long)seed, d, t);
    }
    hd_bits_release(&set);
}

Test(cube_draws, counts_are_those_of_the_units_drawn)
{
    random_world *r = hd_alloc(sizeof *r);
    const char *scale = getenv("HEDDLE_TEST_SCALE");
    uint64_t n = CORPORA * (scale && *scale ? strtoull(scale, NULL, 10) : 1);

    for (uint64_t seed = 8000000; seed < 8000000 + n; seed++) {
        random_open(r, seed);
        ask(r, seed);
        random_close(r);
    }
    hd_work_set(1, 0);
    hd_free(r);
}

Test(cube_draws, threads_change_nothing)
{
    static uint32_t one[1000 * 2], several[1000 * 2];
    random_world *r = hd_alloc(sizeof *r);
    hd_err err = HD_ERR_INIT;

    random_open_times(r, 8000007, 300);
    hd_bits all = maker_all(r->c, HD_REVIEW);
    uint32_t theme = hd_codebook_resolve(r->c->codebook, r->themes[0].label);
    const uint32_t themes[2] = {theme, theme};
    cr_assert_neq(theme, HD_NONE);
    for (size_t threads = 1; threads <= 7; threads += threads > 1 ? 2 : 1) {
        hd_work_set(threads, 1);
        cr_assert_eq(hd_cube_draws(r->c, HD_REVIEW, &all, themes, 2, all.n / 3, 11, 1000,
                                   threads == 1 ? one : several, &err),
                     HD_OK);
        if (threads > 1)
            cr_assert_eq(memcmp(one, several, sizeof one), 0, "%zu threads", threads);
    }
    cr_expect_eq(one[0], one[1]);
    hd_work_set(1, 0);
    hd_bits_release(&all);
    random_close(r);
    hd_free(r);
}

Test(cube_draws, too_much_is_refused_and_a_stop_is_seen)
{
    random_world *r = hd_alloc(sizeof *r);
    uint32_t counts[4];
    hd_err err = HD_ERR_INIT;

    random_open(r, 8000007);
    hd_bits all = maker_all(r->c, HD_REVIEW);
    uint32_t theme = hd_codebook_resolve(r->c->codebook, r->themes[0].label);
    cr_expect_eq(hd_cube_draws(r->c, HD_REVIEW, &all, &theme, 1, all.n + 1, 1, 4, counts, &err),
                 HD_EDATA);
    cr_expect_eq(hd_cube_draws(r->c, HD_REVIEW, &all, &theme, 1, 0, 1, HD_CUBE_MAX_DRAW_COUNTS + 1,
                               counts, &err),
                 HD_ELIMIT);
    hd_stop_set(HD_STOP_INTERRUPT);
    cr_expect_eq(hd_cube_draws(r->c, HD_REVIEW, &all, &theme, 1, 0, 1, 4, counts, &err), HD_EINTR);
    hd_stop_reset();
    hd_bits_release(&all);
    random_close(r);
    hd_free(r);
}
