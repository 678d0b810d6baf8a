/* What heddle's own Lua calls for statistics: results are those of query/measure, draws those of a naive count.
 * HEDDLE_TEST_SCALE times as many random cases. */
#include "bind/bind.h"

#include <criterion/criterion.h>
#include <lualib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/workday.h"
#include "bind/bind_internal.h"
#include "query/draw.h"
#include "query/measure.h"
#include "random_world.h"

#define CASES 400
#define CORPORA 200
#define MANY_THEMES 8200011 /* a seed of a world that has them */

static lua_State *L;

static int prepare(lua_State *S)
{
    static const char prelude[] =
        "stats = core.stats()\n"
        "function eq(a, b) if a ~= b then error(tostring(a) .. ' ~= ' .. tostring(b), 2) end end\n"
        "function all(expected, ...)\n"
        "  local got = table.pack(...)\n"
        "  for i = 1, got.n do got[i] = tostring(got[i]) end\n"
        "  local text = table.concat(got, ' ')\n"
        "  if text ~= expected then error(text .. ' is not ' .. expected, 2) end\n"
        "end\n"
        "function fails(message, f, ...)\n"
        "  local ok, got = pcall(f, ...)\n"
        "  if ok or not tostring(got):find(message, 1, true) then\n"
        "    error(tostring(got) .. ' is not ' .. message, 2) end\n"
        "end\n";

    luaL_openlibs(S);
    hd_bind_open(S);
    lua_setglobal(S, "core");
    if (luaL_loadbufferx(S, prelude, strlen(prelude), "=heddle.test", "t") != LUA_OK)
        return lua_error(S);
    lua_call(S, 0, 0);
    return 0;
}

static void setup(void)
{
    L = luaL_newstate();
    lua_pushcfunction(L, prepare);
    cr_assert_eq(lua_pcall(L, 0, 0, 0), LUA_OK, "%s", lua_tostring(L, -1));
}

static void teardown(void)
{
    lua_close(L);
}

TestSuite(bind_stats, .init = setup, .fini = teardown);

static void run(const char *code)
{
    if (luaL_loadbufferx(L, code, strlen(code), "@t.lua", "t") != LUA_OK ||
        lua_pcall(L, 0, 0, 0) != LUA_OK)
        cr_assert_fail("%s\n%s", luaL_tolstring(L, -1, NULL), code);
}

static uint64_t scaled(uint64_t n)
{
    const char *scale = getenv("HEDDLE_TEST_SCALE");

    return n * (scale && *scale ? strtoull(scale, NULL, 10) : 1);
}

/* ---- the same numbers as the measure's, whichever it was given ---- */

static uint64_t state;

/* SplitMix64. */
static uint64_t below(uint64_t n)
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (z ^ (z >> 31)) % n;
}

/* Calls a function of stats with counts, then a level unless it is 0; its results are on the stack. */
static int call(const char *name, double level, int n, ...)
{
    va_list args;

    lua_settop(L, 0);
    lua_getglobal(L, "stats");
    lua_getfield(L, 1, name);
    va_start(args, n);
    for (int i = 0; i < n; i++)
        lua_pushinteger(L, (lua_Integer)va_arg(args, uint64_t));
    va_end(args);
    if (level > 0)
        lua_pushnumber(L, level);
    cr_assert_eq(lua_pcall(L, n + (level > 0), LUA_MULTRET, 0), LUA_OK, "%s", lua_tostring(L, -1));
    return lua_gettop(L) - 1;
}

/* The results are these numbers, or as many times nil and the reason. */
static void gave(const char *name, int results, hd_why why, int n, ...)
{
    va_list args;

    va_start(args, n);
    cr_assert_eq(results, n + (why != HD_DEFINED), "seed %llu: %s gave %d values",
                 (unsigned long long)state, name, results);
    for (int i = 0; i < n; i++) {
        double x = va_arg(args, double);
        if (why)
            cr_assert(lua_isnil(L, i + 2), "%s", name);
        else
            cr_assert(lua_isnumber(L, i + 2) && lua_tonumber(L, i + 2) == x, "%s", name);
    }
    if (why)
        cr_assert_str_eq(lua_tostring(L, n + 2), hd_why_text(why));
    va_end(args);
}

static void ask_shares(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2, double level)
{
    double used = level > 0 ? level : 0.95, d;
    hd_interval i;
    hd_why why;

    why = hd_measure_wilson(k1, n1, used, &i);
    gave("wilson", call("wilson", level, 2, k1, n1), why, 2, i.low, i.high);
    why = hd_measure_clopper_pearson(k1, n1, used, &i);
    gave("clopper_pearson", call("clopper_pearson", level, 2, k1, n1), why, 2, i.low, i.high);
    why = hd_measure_newcombe(k1, n1, k2, n2, used, &d, &i);
    gave("newcombe", call("newcombe", level, 4, k1, n1, k2, n2), why, 3, d, i.low, i.high);
    int64_t points;
    why = hd_measure_points(k1, n1, k2, n2, 2, &points);
    gave("points", call("points", 0, 5, k1, n1, k2, n2, UINT64_C(2)), why, 1, (double)points);
}

static void ask_four(hd_four t, double level)
{
    static const struct {
        const char *name;
        hd_why (*measure)(hd_four, double *);
    } known[] = {{"fisher", hd_measure_fisher}, {"fisher_least", hd_measure_fisher_least},
                 {"phi", hd_measure_phi},       {"kappa", hd_measure_kappa},
                 {"ac1", hd_measure_ac1},       {"alpha", hd_measure_alpha}};
    hd_odds odds;
    double x;

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        hd_why why = known[i].measure(t, &x);
        gave(known[i].name, call(known[i].name, 0, 4, t.a, t.b, t.c, t.d), why, 1, x);
    }
    hd_why why = hd_measure_odds_ratio(t, level > 0 ? level : 0.95, &odds);
    gave("odds_ratio", call("odds_ratio", level, 4, t.a, t.b, t.c, t.d), why, 3, odds.ratio,
         odds.range.low, odds.range.high);
    int n = call("odds", level, 4, t.a, t.b, t.c, t.d);
    cr_assert_eq(n, 4);
    if (!why)
        cr_assert_eq(lua_toboolean(L, 5), odds.adjusted);
}

static void ask_pair(uint64_t both, uint64_t a, uint64_t b, uint64_t n)
{
    hd_fraction f;
    uint64_t rounded;
    hd_why why = hd_measure_jaccard(both, a, b, &f);

    gave("jaccard", call("jaccard", 0, 3, both, a, b), why, 1, (double)f.num / (double)f.den);
    hd_measure_fixed(f, 3, &rounded);
    gave("jaccard", call("jaccard", 0, 4, both, a, b, UINT64_C(3)), why, 1, (double)rounded);
    why = hd_measure_lift(both, a, b, n, &f);
    gave("lift", call("lift", 0, 4, both, a, b, n), why, 1, (double)f.num / (double)f.den);
    hd_measure_fixed(f, 2, &rounded);
    gave("lift", call("lift", 0, 5, both, a, b, n, UINT64_C(2)), why, 1, (double)rounded);
    why = hd_measure_given(both, a, &f);
    gave("given", call("given", 0, 2, both, a), why, 1, (double)f.num / (double)f.den);
    cr_assert_eq(call("imbalanced", 0, 2, a, b), 1);
    cr_assert_eq(lua_toboolean(L, 2), hd_measure_imbalanced(a, b));
    hd_four t;
    why = hd_measure_pair_four(both, a, b, n, &t);
    gave("pair", call("pair", 0, 4, both, a, b, n), why, 4, (double)t.a, (double)t.b, (double)t.c,
         (double)t.d);
}

Test(bind_stats, results_are_those_of_the_measures)
{
    static const double levels[] = {0, 0.5, 0.9, 0.99};
    static const uint64_t most[] = {3, 8, 30, 1000, 100000};

    for (uint64_t seed = 0; seed < scaled(CASES); seed++) {
        state = seed * UINT64_C(1000003);
        uint64_t top = most[below(5)] + 1;
        uint64_t a = below(top), b = below(top), c = below(top), d = below(top);
        double level = levels[below(4)];
        ask_shares(a, a + b, c, c + d, level);
        ask_four((hd_four){a, b, c, d}, level);
        ask_pair(a, a + b, a + c, a + b + c + d);
    }
}

/* Pushes a list of len numbers of a table. */
static void push_list(const uint64_t *n, size_t len)
{
    lua_createtable(L, (int)len, 0);
    for (size_t i = 0; i < len; i++) {
        lua_pushinteger(L, (lua_Integer)n[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* stats.NAME of what is on the stack from 1 on. */
static int call_lists(const char *name, int n)
{
    lua_getglobal(L, "stats");
    lua_insert(L, 1);
    lua_getfield(L, 1, name);
    lua_insert(L, 2);
    cr_assert_eq(lua_pcall(L, n, LUA_MULTRET, 0), LUA_OK, "%s", lua_tostring(L, -1));
    return lua_gettop(L) - 1;
}

static int call_rows(const char *name, const uint64_t *cells, size_t rows, size_t cols)
{
    lua_settop(L, 0);
    lua_createtable(L, (int)rows, 0);
    for (size_t r = 0; r < rows; r++) {
        push_list(cells + r * cols, cols);
        lua_rawseti(L, 1, (lua_Integer)r + 1);
    }
    return call_lists(name, 1);
}

Test(bind_stats, lists_are_read_in_order)
{
    for (uint64_t seed = 0; seed < scaled(CASES); seed++) {
        state = seed * UINT64_C(1000033);
        uint64_t cells[30], ks[30], ns[30];
        double p[30], adjusted[30], v;
        size_t rows = below(6), cols = below(6), len = below(30);
        hd_chi_square chi;
        hd_trend trend;
        for (size_t i = 0; i < 30; i++) {
            cells[i] = below(20);
            ks[i] = below(20);
            ns[i] = ks[i] + below(20);
            p[i] = (double)below(1001) / 1000;
        }
        cols = rows == 0 ? 0 : cols;
        hd_why why = hd_measure_chi_square(cells, rows, cols, &chi);
        gave("chi_square", call_rows("chi_square", cells, rows, cols), why, 3, chi.statistic,
             (double)chi.df, chi.p);
        why = hd_measure_cramers_v(cells, rows, cols, &v);
        gave("cramers_v", call_rows("cramers_v", cells, rows, cols), why, 1, v);
        why = hd_measure_trend(ks, ns, NULL, len, &trend);
        lua_settop(L, 0);
        push_list(ks, len);
        push_list(ns, len);
        gave("trend", call_lists("trend", 2), why, 2, trend.z, trend.p);
        for (int which = 0; which < 2; which++) {
            (which ? hd_measure_bh : hd_measure_holm)(p, len, adjusted);
            lua_settop(L, 0);
            lua_newtable(L);
            for (size_t i = 0; i < len; i++) {
                lua_pushnumber(L, p[i]);
                lua_rawseti(L, 1, (lua_Integer)i + 1);
            }
            cr_assert_eq(call_lists(which ? "bh" : "holm", 1), 1);
            cr_assert_eq(lua_rawlen(L, 2), len);
            for (size_t i = 0; i < len; i++) {
                lua_rawgeti(L, 2, (lua_Integer)i + 1);
                cr_assert_eq(lua_tonumber(L, -1), adjusted[i]);
                lua_pop(L, 1);
            }
        }
    }
}

Test(bind_stats, results_are_floats_but_for_whole_ones)
{
    run("all('0.0 1.0', stats.trend({2, 2}, {4, 4})) all('1.0', stats.fisher(0, 0, 1, 1))");
    run("eq(math.type(select(2, stats.chi_square{{1, 2}, {2, 1}})), 'integer')");
    run("all('0.0 0.0', stats.newcombe(1, 2, 1, 2), (stats.phi(1, 1, 1, 1)))"
        " eq(select('#', stats.newcombe(1, 2, 1, 2)), 3)");
    run("eq(math.type(stats.points(1, 8, 0, 8, 0)), 'integer') eq(stats.points(0, 8, 1, 8, 0), "
        "-13)");
    run("all('125', stats.jaccard(1, 4, 5, 3)) all('0.125', stats.jaccard(1, 4, 5))");
    run("all('4 1 0 5', stats.pair(4, 5, 4, 10)) all('nil a group has no units',"
        " stats.points(1, 2, 0, 0, 0))");
    run("all('careful', stats.reading(20)) all('too small', stats.reading(19))"
        " all('read', stats.reading(30))");
    run("all('20.0 false', stats.odds(8, 2, 1, 5), select(4, stats.odds(8, 2, 1, 5)))");
    run("eq(select(4, stats.odds(8, 0, 1, 5)), true) eq(select('#', stats.odds_ratio(8, 0, 1, 5)), "
        "3)");
    run("fails('a count is larger than its base', stats.jaccard, 5, 4, 9)");
    run("fails('lift: n is nil', stats.lift, 1, 2, 3) fails('digits is 7', stats.given, 1, 2, 7)");
    run("stats.wilson = nil eq(type(core.stats().wilson), 'function')");
}

/* ---- permutations ---- */

/* Whether unit number `at` of the corpus has the theme, by the oracle. */
static bool has_theme(const random_world *r, hd_unit unit, size_t at, int theme)
{
    const o_filter has = {.type = O_HAS, .themes = {theme}, .n = 1};

    for (size_t i = 0; i < r->n[unit]; i++) {
        if (r->number[unit][i] == at)
            return o_truth(&r->data, &r->units[unit][i], unit, &has) == O_YES;
    }
    return false;
}

/* How many of `draws` random groups are at least as far from the expected number as this one. */
static uint64_t naive_extreme(const random_world *r, hd_unit unit, const hd_bits *set,
                              const hd_bits *group, int theme, uint64_t seed, size_t draws)
{
    size_t n = hd_bits_count(set), n1 = hd_bits_count(group), m = 0;
    int64_t k = 0, k1 = 0;
    uint64_t drawn[O_ROOM / 64 + 8], extreme = 0;
    bool has[O_ROOM];

    for (size_t at = hd_bits_next(set, 0); at != SIZE_MAX; at = hd_bits_next(set, at + 1)) {
        has[m] = has_theme(r, unit, at, theme);
        k += has[m];
        k1 += has[m] && hd_bits_get(group, at);
        m++;
    }
    for (size_t d = 0; d < draws; d++) {
        int64_t count = 0;
        memset(drawn, 0, sizeof drawn);
        hd_draw_subset(seed, d, n, n1, drawn);
        for (size_t i = 0; i < m; i++)
            count += has[i] && drawn[i / 64] >> i % 64 & 1;
        extreme +=
            llabs(count * (int64_t)n - (int64_t)n1 * k) >= llabs(k1 * (int64_t)n - (int64_t)n1 * k);
    }
    return extreme;
}

/* core.permutation(set, group, themes, seed, draws); the themes are the counted ones, their numbers into oracle. */
static void permute(random_world *r, hd_unit unit, const hd_bits *set, const hd_bits *group,
                    uint64_t seed, size_t draws, int *oracle, size_t *n_themes)
{
    lua_settop(L, 0);
    lua_getglobal(L, "core");
    lua_getfield(L, 1, "permutation");
    hd_bind_push_corpus(L, r->c); /* 3 */
    lua_insert(L, 1);
    hd_bind_push_set(L, 1, unit, set, "set");
    hd_bind_push_set(L, 1, unit, group, "group");
    lua_newtable(L);
    *n_themes = 0;
    for (size_t t = 0; t < r->data.n_themes; t++) {
        int theme = o_resolve(&r->data, r->themes[t].code);
        if (theme < 0 || hd_codebook_resolve(r->c->codebook, r->themes[t].code) == HD_NONE)
            continue;
        oracle[(*n_themes)++] = theme;
        lua_pushstring(L, r->themes[t].code);
        lua_rawseti(L, -2, (lua_Integer)*n_themes);
    }
    lua_pushinteger(L, (lua_Integer)seed);
    lua_pushinteger(L, (lua_Integer)draws);
    cr_assert_eq(lua_pcall(L, 5, 2, 0), LUA_OK, "%s", lua_tostring(L, -1));
}

static void ask_permutation(random_world *r, uint64_t seed)
{
    hd_unit unit = (hd_unit)random_below(r, HD_N_UNITS);
    size_t draws = 1 + random_below(r, 40), n_themes;
    int oracle[RANDOM_MAX_THEMES];
    hd_bits set, group;

    hd_bits_init(&set, r->c->n[unit]);
    hd_bits_init(&group, r->c->n[unit]);
    for (size_t i = 0; i < r->n[unit]; i++) {
        if (r->units[unit][i].review->coded != HD_CODED_YES || !random_chance(r, 80))
            continue;
        hd_bits_set(&set, r->number[unit][i]);
        if (random_chance(r, 40))
            hd_bits_set(&group, r->number[unit][i]);
    }
    size_t n = hd_bits_count(&set), n1 = hd_bits_count(&group);
    permute(r, unit, &set, &group, seed, draws, oracle, &n_themes);
    if (n1 == 0 || n1 == n) {
        cr_assert(lua_isnil(L, -2));
        cr_assert_str_eq(lua_tostring(L, -1), "a group has no units");
    } else {
        cr_assert_eq(lua_rawlen(L, -1), n_themes);
        for (size_t t = 0; t < n_themes; t++) {
            uint64_t extreme = naive_extreme(r, unit, &set, &group, oracle[t], seed, draws);
            lua_rawgeti(L, -2, (lua_Integer)t + 1);
            lua_rawgeti(L, -2, (lua_Integer)t + 1);
            cr_assert_eq((uint64_t)lua_tointeger(L, -1), extreme, "seed %llu, theme %zu",
                         (unsigned long long)seed, t);
            cr_assert_eq(lua_tonumber(L, -2), (double)(extreme + 1) / (double)(draws + 1));
            lua_pop(L, 2);
        }
    }
    hd_bits_release(&set);
    hd_bits_release(&group);
}

Test(bind_stats, permutations_are_counted_draw_by_draw)
{
    random_world *r = hd_alloc(sizeof *r);

    for (uint64_t seed = 8200000; seed < 8200000 + scaled(CORPORA); seed++) {
        random_open(r, seed);
        ask_permutation(r, seed);
        lua_settop(L, 0);
        lua_gc(L, LUA_GCCOLLECT); /* the boxes go before their corpus */
        random_close(r);
    }
    hd_free(r);
}

Test(bind_stats, many_draws_counted_in_parts_are_the_same)
{
    random_world *r = hd_alloc(sizeof *r);
    int oracle[RANDOM_MAX_THEMES];
    size_t n_themes, draws = 900000;
    hd_bits group;

    random_open_times(r, MANY_THEMES, 4);
    const hd_bits *set = hd_corpus_coded(r->c);
    hd_bits_init(&group, r->c->n[HD_REVIEW]);
    for (size_t at = hd_bits_next(set, 0); at != SIZE_MAX; at = hd_bits_next(set, at + 1)) {
        if (at * 7919 % 11 < 3)
            hd_bits_set(&group, at);
    }
    permute(r, HD_REVIEW, set, &group, 5, draws, oracle, &n_themes);
    cr_assert_gt(n_themes * draws, 4 * 1024 * 1024);
    lua_setglobal(L, "whole"); /* how many were as extreme */
    run("local parts = 0 for i = 2, #whole do\n"
        "  if whole[i] ~= whole[1] and whole[i] < 900000 then parts = parts + 1 end\n"
        "end\n"
        "assert(parts > 1, 'parts must not look like one another')");
    for (size_t t = 0; t < n_themes; t++) {
        lua_getglobal(L, "core");
        lua_getfield(L, -1, "permutation");
        lua_remove(L, -2);
        hd_bind_push_set(L, 1, HD_REVIEW, set, "set");
        hd_bind_push_set(L, 1, HD_REVIEW, &group, "group");
        lua_createtable(L, 1, 0);
        lua_pushstring(L, hd_codebook_theme(
                              r->c->codebook,
                              hd_codebook_resolve(r->c->codebook, r->data.themes[oracle[t]].code))
                              ->code);
        lua_rawseti(L, -2, 1);
        lua_pushinteger(L, 5);
        lua_pushinteger(L, (lua_Integer)draws);
        cr_assert_eq(lua_pcall(L, 5, 2, 0), LUA_OK, "%s", lua_tostring(L, -1));
        lua_rawgeti(L, -1, 1);
        lua_getglobal(L, "whole");
        lua_rawgeti(L, -1, (lua_Integer)t + 1);
        cr_assert_eq(lua_tointeger(L, -1), lua_tointeger(L, -3), "theme %zu", t);
        lua_settop(L, 1);
    }
    hd_bits_release(&group);
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT);
    random_close(r);
    hd_free(r);
}

Test(bind_stats, a_permutation_refuses_what_is_no_comparison)
{
    random_world *r = hd_alloc(sizeof *r);
    hd_bits all;

    random_open(r, 8200001);
    all = maker_all(r->c, HD_REVIEW);
    hd_bind_push_corpus(L, r->c);
    hd_bind_push_set(L, 1, HD_REVIEW, &all, "all");
    lua_setglobal(L, "everything");
    hd_bind_push_set(L, 1, HD_REVIEW, hd_corpus_coded(r->c), "coded");
    lua_setglobal(L, "coded");
    hd_bind_push_set(L, 1, HD_REVIEW, NULL, "none");
    lua_setglobal(L, "none");
    hd_bind_push_set(L, 1, HD_CHILD, NULL, "none");
    lua_setglobal(L, "children");
    run("fails('not coded', core.permutation, everything, coded, {}, 1, 9)");
    run("fails('not in the set', core.permutation, coded, everything, {}, 1, 9)");
    run("fails('other units', core.permutation, coded, children, {}, 1, 9)");
    run("fails(\"unknown theme 'nothing'\", core.permutation, coded, none, {'nothing'}, 1, 9)");
    run("fails('draws is 0', core.permutation, coded, none, {}, 1, 0)");
    run("fails('draws is 1000001', core.permutation, coded, none, {}, 1, 1000001)");
    run("all('nil a group has no units', core.permutation(coded, none, {}, 1, 9))");
    run("all('nil a group has no units', core.permutation(none, none, {}, 1, 9))");
    run("everything, coded, none, children = nil");
    hd_bits_release(&all);
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT);
    random_close(r);
    hd_free(r);
}

/* ---- dates ---- */

Test(bind_stats, days_and_months_between_dates)
{
    run("all('5', core.working_days('2024-03-22', '2024-04-02'))"); /* over Easter */
    run("all('-5', core.working_days('2024-04-02', '2024-03-22'))");
    run("all('0', core.working_days('2024-03-23', '2024-03-24'))"); /* a weekend */
    run("all('2024-02-29', core.months_after('2023-08-31', 6))");
    run("all('2023-02-28', core.months_after('2023-08-31', -6))");
    run("all('2012-01-01 2027-12-31', core.working_days_known())");
}

Test(bind_stats, days_that_are_not_known_have_no_answer)
{
    run("all('nil partial', core.working_days('2024-03', '2024-04-02'))");
    run("all('nil partial', core.working_days('2024-04-02', '2024'))");
    run("all('nil partial', core.months_after('2024-02', 1))");
    run("all('nil not covered', core.working_days('2011-12-31', '2024-04-02'))");
    run("all('nil not covered', core.working_days('2024-04-02', '2028-01-01'))");
    run("all('nil not covered', core.months_after('9999-08-31', 6))");
    run("all('nil not covered', core.months_after('1000-01-31', -1))");
    run("all('9999-12-31', core.months_after('9999-08-31', 4))");
    run("fails(\"'soon' is no date\", core.working_days, 'soon', '2024-04-02')");
    run("fails('from -1200 to 1200', core.months_after, '2024-04-02', 1201)");
}
