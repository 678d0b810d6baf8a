/* Random questions about random corpora, answered twice: by query/ and by the loops of oracle.c. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "query/select.h"
#include "random_world.h"

#define CORPORA 1000

/* HEDDLE_TEST_SCALE times as many; HEDDLE_TEST_SEED=N asks again about one. */
static uint64_t from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

typedef void question(random_world *r, uint64_t seed);

static void ask(question *about, uint64_t first)
{
    uint64_t only = from_environment("HEDDLE_TEST_SEED", 0);
    uint64_t n = only ? 1 : CORPORA * from_environment("HEDDLE_TEST_SCALE", 1);
    random_world *r = hd_alloc(sizeof *r);

    for (uint64_t i = 0; i < n; i++) {
        uint64_t seed = only ? only : first + i;
        random_open(r, seed);
        about(r, seed);
        random_close(r);
    }
    hd_free(r);
}

/* ---- filters ---- */

static const char *words_of(random_world *r, const hd_filter *f)
{
    hd_buf words = HD_BUF_INIT;

    hd_filter_words(r->c, f, &words);
    const char *out = hd_arena_strdup(&r->m.arena, hd_buf_str(&words));
    hd_buf_release(&words);
    return out;
}

static void compare_truth(random_world *r, uint64_t seed, hd_unit unit, const o_filter *expected,
                          const hd_filter *f, const char *how)
{
    hd_truth t;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_filter_eval(r->c, unit, f, &t, &err), HD_OK);
    for (size_t i = 0; i < r->n[unit]; i++) {
        o_tri want = o_truth(&r->data, &r->units[unit][i], unit, expected);
        uint32_t at = r->number[unit][i];
        bool yes = hd_bits_get(&t.yes, at), no = hd_bits_get(&t.no, at);
        cr_assert(yes == (want == O_YES) && no == (want == O_NO),
                  "seed %llu: %s %s, %s: expected %d, got yes %d no %d: %s",
                  (unsigned long long)seed, hd_unit_name(unit), o_id(&r->units[unit][i]), how,
                  (int)want, yes, no, words_of(r, f));
    }
    hd_truth_release(&t);
}

static void compare_text(random_world *r, uint64_t seed, hd_unit unit, const o_filter *expected,
                         const char *text, const char *how)
{
    const hd_filter *parsed;
    hd_err err = HD_ERR_INIT;

    hd_filter_parse(r->c, unit, text, strlen(text), NULL, 0, &r->m.arena, &parsed, &err);
    cr_assert_str_empty(err.msg, "seed %llu: %s: %s", (unsigned long long)seed, text, err.msg);
    compare_truth(r, seed, unit, expected, parsed, how);
}

static void ask_filters(random_world *r, uint64_t seed)
{
    for (size_t i = 0; i < 12; i++) {
        hd_unit unit = (hd_unit)(i % HD_N_UNITS);
        const o_filter *f = random_filter(r, unit, random_below(r, 4));
        const hd_filter *made = random_nodes(r, unit, f, false);
        const hd_filter *table = random_nodes(r, unit, f, true);
        const char *text = random_expression(r, unit, f);

        compare_truth(r, seed, unit, f, made, "nodes");
        compare_truth(r, seed, unit, f, table, "nodes of a table filter");
        if (!text)
            continue;
        compare_text(r, seed, unit, f, text, "expression");
        compare_text(r, seed, unit, f, words_of(r, made), "words");
        compare_text(r, seed, unit, f, words_of(r, table), "words of a table filter");
    }
}

Test(oracle, agrees_on_filters)
{
    ask(ask_filters, 1000000);
}

/* ---- sets ---- */

/* The members of `inside` (NULL: all units) for which a random filter is true, as heddle and the oracle find them. */
static void select_some(random_world *r, uint64_t seed, hd_unit unit, const hd_bits *within,
                        const bool *inside, hd_bits *out, bool *member)
{
    const o_filter *f = random_filter(r, unit, 2);
    size_t undecided, maybe = 0;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(
        hd_select(r->c, unit, within, random_nodes(r, unit, f, false), out, &undecided, &err),
        HD_OK);
    for (size_t i = 0; i < r->n[unit]; i++) {
        o_tri truth = o_truth(&r->data, &r->units[unit][i], unit, f);
        bool in = !inside || inside[i];
        member[i] = in && truth == O_YES;
        maybe += in && truth == O_MAYBE;
    }
    cr_assert_eq(undecided, maybe, "seed %llu", (unsigned long long)seed);
}

static void random_set(random_world *r, uint64_t seed, hd_unit unit, hd_bits *out, bool *member)
{
    hd_bits all = maker_all(r->c, unit);

    if (random_chance(r, 30)) {
        hd_bits_copy(out, &all);
        for (size_t i = 0; i < r->n[unit]; i++)
            member[i] = true;
    } else {
        select_some(r, seed, unit, random_chance(r, 50) ? &all : NULL, NULL, out, member);
    }
    hd_bits_release(&all);
}

#define EXPECT_SET(unit, set, i, condition)                                                        \
    for (size_t i = 0; i < r->n[unit]; i++)                                                        \
    cr_assert_eq(hd_bits_get(set, r->number[unit][i]), condition, "seed %llu, %s %s",              \
                 (unsigned long long)seed, hd_unit_name(unit), o_id(&r->units[unit][i]))

static void ask_sets(random_world *r, uint64_t seed)
{
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        hd_unit unit = (hd_unit)u;
        hd_bits a, b, x;
        bool in_a[O_ROOM], in_b[O_ROOM], in_x[O_ROOM];
        random_set(r, seed, unit, &a, in_a);
        random_set(r, seed, unit, &b, in_b);
        hd_bits_copy(&x, &a);
        hd_bits_and(&x, &b);
        EXPECT_SET(unit, &x, i, in_a[i] && in_b[i]);
        cr_assert_eq(hd_bits_count(&x), hd_bits_count_and(&a, &b));
        hd_bits_or(&x, &a);
        hd_bits_andnot(&x, &b);
        EXPECT_SET(unit, &x, i, in_a[i] && !in_b[i]);
        hd_bits_or(&x, &b);
        hd_bits_not(&x);
        EXPECT_SET(unit, &x, i, !(in_a[i] || in_b[i]));
        hd_bits_release(&x);
        select_some(r, seed, unit, &a, in_a, &x, in_x);
        EXPECT_SET(unit, &x, i, in_x[i]);
        hd_bits_release(&x);
        hd_select_coded(r->c, unit, &x);
        EXPECT_SET(unit, &x, i, r->units[unit][i].review->coded == HD_CODED_YES);
        hd_bits_release(&x);
        for (size_t to = 0; to < HD_N_UNITS; to++) {
            bool reached[O_ROOM] = {false};
            for (size_t i = 0; i < r->n[unit]; i++) {
                for (size_t k = 0; in_a[i] && k < r->n[to]; k++)
                    reached[k] |=
                        u == to ? i == k : r->units[u][i].review == r->units[to][k].review;
            }
            hd_select_convert(r->c, unit, &a, (hd_unit)to, &x);
            EXPECT_SET(to, &x, i, reached[i]);
            hd_bits_release(&x);
        }
        hd_bits_release(&a);
        hd_bits_release(&b);
    }
}

Test(oracle, agrees_on_sets)
{
    ask(ask_sets, 2000000);
}

/* ---- tables ---- */

typedef struct asked {
    random_world *r;
    uint64_t seed;
    o_table table;
    hd_cube *cube;
    const bool *member; /* of the set counted */
} asked;

static const char *table_words(const asked *a, const size_t *groups)
{
    const char *out = hd_unit_name(a->table.unit);

    for (size_t d = 0; d < a->table.n_dims; d++)
        out = hd_arena_printf(&a->r->m.arena, "%s | %s: %s", out, a->table.dims[d]->name,
                              hd_cube_group(a->cube, d, groups[d]).label);
    return hd_arena_printf(&a->r->m.arena, "%s | base %d%s", out, (int)a->table.base,
                           a->table.drop ? " | drop" : "");
}

static void compare_cell(const asked *a, const size_t *groups)
{
    random_world *r = a->r;
    hd_unit unit = a->table.unit;
    o_group wanted[HD_CUBE_MAX_DIMS];
    hd_bits members;
    hd_err err = HD_ERR_INIT;
    size_t sum = 0;

    for (size_t d = 0; d < a->table.n_dims; d++)
        wanted[d] = random_group(r, &a->table, a->cube, d, groups[d]);
    cr_assert_eq(hd_cube_members(a->cube, groups, &members, &err), HD_OK);
    for (size_t i = 0; i < r->n[unit]; i++) {
        size_t n = a->member[i] ? o_cell(&r->data, &a->table, &r->units[unit][i], wanted) : 0;
        sum += n;
        cr_assert_eq(hd_bits_get(&members, r->number[unit][i]), n > 0, "seed %llu: %s in %s",
                     (unsigned long long)a->seed, o_id(&r->units[unit][i]), table_words(a, groups));
    }
    cr_assert_eq(hd_cube_count(a->cube, groups), sum, "seed %llu: %llu, expected %zu: %s",
                 (unsigned long long)a->seed, (unsigned long long)hd_cube_count(a->cube, groups),
                 sum, table_words(a, groups));
    hd_bits_release(&members);
}

/* All cells of a small table; of a large one some, with many margins among them. */
static void compare_cells(const asked *a)
{
    size_t groups[HD_CUBE_MAX_DIMS] = {0}, cells = 1, limit = 150, n_dims = a->table.n_dims;

    for (size_t d = 0; d < n_dims; d++)
        cells *= hd_cube_n_groups(a->cube, d) + 1;
    for (size_t i = 0; i < (cells < limit ? cells : limit); i++) {
        size_t left = cells <= limit ? i : random_below(a->r, cells);
        for (size_t d = 0; d < n_dims; d++) {
            size_t n = hd_cube_n_groups(a->cube, d);
            groups[d] = left % (n + 1);
            left /= n + 1;
            if (cells > limit && random_chance(a->r, 25))
                groups[d] = n;
        }
        compare_cell(a, groups);
    }
}

/* Every value a unit has must have a group: else its absence would go unseen. */
static void compare_groups(const asked *a)
{
    random_world *r = a->r;

    for (size_t d = 0; d < a->table.n_dims; d++) {
        const o_field *f = a->table.dims[d];
        if (f->what == O_THEME) {
            size_t n = f->frame ? f->frame->n : 0;
            for (size_t t = 0; t < r->data.n_themes && !f->frame; t++)
                n += o_in_table(&r->data, &a->table, d, (int)t);
            cr_assert_eq(hd_cube_n_groups(a->cube, d), n + 4);
            continue;
        }
        if (f->what == O_SETS)
            cr_assert_eq(hd_cube_n_groups(a->cube, d), f->n_sets);
        for (size_t i = 0; i < r->n[f->of] && f->what != O_SETS; i++) {
            const o_unit *u = &r->units[f->of][i];
            const hd_value *v = &(u->child     ? u->child->values
                                  : u->finding ? u->finding->values
                                               : u->review->values)[f->index];
            const char *text = f->what == O_FIELD ? v->text : o_id(u);
            char period[32];
            if (f->what == O_PERIOD && v->state == HD_VALUE &&
                o_period_name(f->period, v->date, period))
                cr_assert_neq(hd_cube_find(a->cube, d, period, NULL), HD_NONE, "seed %llu: %s",
                              (unsigned long long)a->seed, period);
            bool named = f->what == O_ID || f->what == O_REVIEW ||
                         (f->what == O_FIELD && v->state == HD_VALUE && v->text);
            if (named)
                cr_assert_neq(hd_cube_find(a->cube, d, text, NULL), HD_NONE, "seed %llu: %s",
                              (unsigned long long)a->seed, text);
        }
    }
}

static void compare_left_out(const asked *a)
{
    random_world *r = a->r;
    hd_unit unit = a->table.unit;
    uint64_t seed = a->seed;
    hd_bits left;
#define UNIT (&r->units[unit][i])
    hd_cube_left_out(a->cube, HD_LEFT_NOT_CODED, 0, &left);
    EXPECT_SET(unit, &left, i,
               a->member[i] && a->table.base != O_EVERY && UNIT->review->coded != HD_CODED_YES);
    hd_bits_release(&left);
    hd_cube_left_out(a->cube, HD_LEFT_NO_THEME, 0, &left);
    EXPECT_SET(unit, &left, i,
               a->member[i] && a->table.base == O_ANY_THEME &&
                   UNIT->review->coded == HD_CODED_YES && !o_has_label(UNIT));
    hd_bits_release(&left);
    for (size_t d = 0; d < a->table.n_dims; d++) {
        hd_cube_left_out(a->cube, HD_LEFT_MISSING, d, &left);
        EXPECT_SET(unit, &left, i,
                   a->member[i] && a->table.drop && o_in_base(&r->data, &a->table, UNIT) &&
                       o_missing(&a->table, d, UNIT));
        hd_bits_release(&left);
    }
#undef UNIT
}

/* Whatever way a table is counted, its cells are the same. */
static void compare_ways(const asked *a, const hd_bits *set, hd_cube_spec *spec, size_t *taken)
{
    size_t groups[HD_CUBE_MAX_DIMS], cells = 1;

    for (size_t d = 0; d < spec->n_dims; d++)
        cells *= hd_cube_n_groups(a->cube, d) + 1;
    for (hd_cube_way way = HD_WAY_KEYS; way < HD_N_WAYS; way++) {
        hd_err err = HD_ERR_INIT;
        hd_cube *cube;
        spec->way = way;
        cr_assert_eq(hd_cube_new(a->r->c, set, spec, &cube, &err), HD_OK);
        if (hd_cube_way_taken(cube, NULL) == way) {
            taken[way]++;
            for (size_t i = 0; i < cells; i++) {
                size_t left = i;
                for (size_t d = 0; d < spec->n_dims; d++) {
                    groups[d] = left % (hd_cube_n_groups(a->cube, d) + 1);
                    left /= hd_cube_n_groups(a->cube, d) + 1;
                }
                cr_assert_eq(hd_cube_count(cube, groups), hd_cube_count(a->cube, groups),
                             "seed %llu: way %d: %s", (unsigned long long)a->seed, (int)way,
                             table_words(a, groups));
            }
        }
        hd_cube_free(cube);
    }
}

static size_t ways_taken[HD_N_WAYS];

static void ask_tables(random_world *r, uint64_t seed)
{
    for (size_t i = 0; i < 4; i++) {
        asked a = {.r = r, .seed = seed};
        hd_cube_spec spec;
        hd_bits set;
        bool member[O_ROOM];
        hd_err err = HD_ERR_INIT;

        random_table(r, &a.table, &spec);
        random_set(r, seed, spec.unit, &set, member);
        a.member = member;
        hd_cube_new(r->c, &set, &spec, &a.cube, &err);
        cr_assert_str_empty(err.msg, "seed %llu: %s", (unsigned long long)seed, err.msg);
        compare_cells(&a);
        compare_groups(&a);
        compare_left_out(&a);
        compare_ways(&a, &set, &spec, ways_taken);
        hd_cube_free(a.cube);
        hd_bits_release(&set);
    }
}

Test(oracle, agrees_on_tables)
{
    ask(ask_tables, 3000000);
    for (size_t way = HD_WAY_KEYS; way < HD_N_WAYS; way++)
        cr_assert_gt(ways_taken[way], 100, "way %zu was taken %zu times", way, ways_taken[way]);
}
