/* Permutation tests: how often a random group of the same size is as far from what is to be expected. */
#include "bind/bind.h"

#include "bind/bind_internal.h"
#include "query/cube_draws.h"
#include "query/index.h"
#include "query/measure.h"

#define MAX_DRAWS 1000000
/* Counts kept at a time. Draws do not depend on the themes counted, so that these may come in parts. */
#define PART_COUNTS ((size_t)4 * 1024 * 1024)

/* The themes of the list at idx, in the scratch's arena. */
static uint32_t *themes_at(lua_State *L, int idx, const hd_corpus *c, hd_bind_scratch *s, size_t *n)
{
    uint32_t *themes;

    luaL_checktype(L, idx, LUA_TTABLE);
    *n = (size_t)lua_rawlen(L, idx);
    if (*n > HD_BIND_MAX_LIST)
        hd_bind_raisef(L, "permutation: at most %d themes, got %zu", HD_BIND_MAX_LIST, *n);
    themes = hd_arena_array(&s->arena, *n + 1, sizeof *themes);
    for (size_t i = 0; i < *n; i++) {
        lua_rawgeti(L, idx, (lua_Integer)i + 1);
        themes[i] = hd_codebook_resolve(c->codebook, hd_bind_check_text(L, -1, "permutation"));
        if (themes[i] == HD_NONE)
            hd_bind_raisef(L, "permutation: unknown theme '%s'", lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    return themes;
}

/* Whether the group is a part of the set, and all of the set's units are coded. */
static void check_sets(lua_State *L, const hd_bind_set *set, const hd_bind_set *group)
{
    if (set->corpus != group->corpus || set->unit != group->unit)
        hd_bind_raisef(L, "permutation: the group is of other units than the set");
    if (hd_bits_count_and(&set->bits, &group->bits) != hd_bits_count(&group->bits))
        hd_bind_raisef(L, "permutation: the group has units that are not in the set");
    hd_bind_need(L, set->corpus, HD_PART_UNIT(set->unit));
    if (hd_bits_count_and(&set->bits, hd_index_set_of(set->corpus, set->unit, HD_INDEX_NOT_CODED)) >
        0)
        hd_bind_raisef(L, "permutation: the set has units that are not coded");
}

/* counts[draw * n_themes + t]; a draw of all of a set counts the set. */
static void draw(lua_State *L, const hd_bind_set *set, const uint32_t *themes, size_t n_themes,
                 size_t size, uint64_t seed, size_t draws, uint32_t *counts)
{
    hd_err err = HD_ERR_INIT;

    if (hd_cube_draws(set->corpus, set->unit, &set->bits, themes, n_themes, size, seed, draws,
                      counts, &err) != HD_OK)
        hd_bind_raise_at(L, "permutation", &err);
}

/* Push p and how many draws are as extreme onto the lists at p_list and extreme_list, for theme i. */
static void add_result(lua_State *L, int p_list, size_t i, uint64_t extreme, size_t draws)
{
    hd_fraction p;

    hd_measure_permutation_p(extreme, draws, &p); /* draws > 0 and extreme <= draws */
    lua_pushnumber(L, (double)p.num / (double)p.den);
    lua_rawseti(L, p_list, (lua_Integer)i + 1);
    lua_pushinteger(L, (lua_Integer)extreme);
    lua_rawseti(L, p_list + 1, (lua_Integer)i + 1);
}

int hd_bind_permutation(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1), *group = hd_bind_check_set(L, 2);
    lua_Integer seed = luaL_checkinteger(L, 4), draws = luaL_checkinteger(L, 5);
    size_t n = hd_bits_count(&set->bits), n1 = hd_bits_count(&group->bits), n_themes;
    hd_bind_scratch *s;

    if (draws < 1 || draws > MAX_DRAWS)
        hd_bind_raisef(L, "permutation: draws is %lld; it is a whole number from 1 to %d",
                       (long long)draws, MAX_DRAWS);
    lua_settop(L, 5);
    s = hd_bind_scratch_new(L);
    const uint32_t *themes = themes_at(L, 3, set->corpus, s, &n_themes);
    check_sets(L, set, group);
    if (n1 == 0 || n1 == n) {
        lua_pushnil(L);
        lua_pushstring(L, hd_why_text(HD_WHY_EMPTY_GROUP));
        return 2;
    }
    size_t part = PART_COUNTS / (size_t)draws, room = part < n_themes ? part : n_themes;
    uint32_t *all = hd_arena_array(&s->arena, n_themes + 1, sizeof *all);
    uint32_t *some = hd_arena_array(&s->arena, n_themes + 1, sizeof *some);
    draw(L, set, themes, n_themes, n, 0, 1, all);
    draw(L, group, themes, n_themes, n1, 0, 1, some);
    uint32_t *counts = lua_newuserdatauv(L, (room * (size_t)draws + 1) * sizeof *counts, 0);
    lua_createtable(L, (int)n_themes, 0);
    lua_createtable(L, (int)n_themes, 0);
    int p_list = lua_gettop(L) - 1;
    for (size_t at = 0; at < n_themes; at += room) {
        size_t here = n_themes - at < room ? n_themes - at : room;
        draw(L, set, themes + at, here, n1, (uint64_t)seed, (size_t)draws, counts);
        for (size_t t = 0; t < here; t++) {
            uint64_t extreme;
            hd_why why = hd_measure_extreme(counts + t, here, (size_t)draws, some[at + t], n1,
                                            all[at + t], n, &extreme);
            if (why)
                hd_bind_raisef(L, "permutation: %s", hd_why_text(why));
            add_result(L, p_list, at + t, extreme, (size_t)draws);
        }
    }
    hd_bind_charge_index(L, 1);
    return 2;
}
