/* Themes together: the sets of themes that units have, the units most alike by themes, and themes unit by unit. */
#include "bind/bind.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "bind/bind_internal.h"
#include "query/similar.h"
#include "query/theme_sets.h"

#include <string.h>

#define HD_BIND_THEME_SETS "heddle.theme_sets"
#define MAX_CELLS 2000000 /* of hd_bind_theme_cells */

/* What the box holds.  User value: 1 the corpus's box. */
typedef struct sets_box {
    hd_theme_sets *sets;
    hd_unit unit;
    size_t n_themes;
    lua_Integer charged; /* bytes counted as memory of the run */
} sets_box;

/* ---- arguments ---- */

/* The themes whose codes are in the list at idx, by number, in the scratch's arena: counted ones in codebook order. */
static uint32_t *read_themes(lua_State *L, int idx, const hd_corpus *c, hd_bind_scratch *s,
                             size_t *n_out)
{
    size_t n;
    uint32_t *themes;

    luaL_checktype(L, idx, LUA_TTABLE);
    n = (size_t)lua_rawlen(L, idx);
    themes = hd_arena_array(&s->arena, n + 1, sizeof *themes);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, idx, (lua_Integer)i + 1);
        themes[i] = hd_codebook_resolve(c->codebook, hd_bind_check_text(L, -1, "theme"));
        if (themes[i] == HD_NONE || !hd_codebook_theme(c->codebook, themes[i])->counted ||
            (i > 0 && themes[i] <= themes[i - 1]))
            hd_bind_raisef(L, "theme %zu of the list is none, or out of order", i + 1);
        lua_pop(L, 1);
    }
    *n_out = n;
    return themes;
}

/* The number at idx, `none` for nil. */
static uint64_t read_number(lua_State *L, int idx, uint64_t none)
{
    lua_Integer n;

    if (lua_isnoneornil(L, idx))
        return none;
    n = luaL_checkinteger(L, idx);
    if (n < 0)
        hd_bind_raisef(L, "a number from 0 on, got %lld", (long long)n);
    return (uint64_t)n;
}

static void need_themes(lua_State *L, const hd_corpus *c, hd_unit unit)
{
    hd_bind_need(L, c, HD_PART_UNIT(HD_REVIEW) | HD_PART_UNIT(unit));
}

/* A unit of the set's kind: its number, from the one at idx. */
static size_t read_unit(lua_State *L, int idx, const hd_bind_set *set)
{
    lua_Integer i = luaL_checkinteger(L, idx);

    if (i < 1 || (lua_Unsigned)i > set->bits.n)
        hd_bind_raisef(L, "no %s %lld", hd_unit_name(set->unit), (long long)i);
    return (size_t)i - 1;
}

/* A list of `n` places of C, on top. [-0, +1, e] */
static void push_places(lua_State *L, const uint32_t *places, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushinteger(L, (lua_Integer)places[i] + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* ---- the sets of themes ---- */

static int sets_gc(lua_State *L)
{
    void **box = luaL_checkudata(L, 1, HD_BIND_THEME_SETS);
    sets_box *b = *box;

    *box = NULL;
    if (!b)
        return 0;
    if (b->charged > 0)
        hd_bind_charge(L, -b->charged);
    hd_theme_sets_free(b->sets);
    hd_free(b);
    return 0;
}

static const sets_box *check_sets(lua_State *L, int idx)
{
    void **box = luaL_testudata(L, idx, HD_BIND_THEME_SETS);

    if (!box || !*box)
        hd_bind_raisef(L, "expected sets of themes, got %s", hd_bind_what(L, idx));
    return *box;
}

static size_t check_place(lua_State *L, const sets_box *b, int idx)
{
    lua_Integer place = luaL_checkinteger(L, idx);

    if (place < 1 || (lua_Unsigned)place > hd_theme_sets_n(b->sets))
        hd_bind_raisef(L, "no set of themes %lld", (long long)place);
    return (size_t)place - 1;
}

int hd_bind_theme_sets(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    hd_theme_sets_spec spec = {.unit = set->unit};
    hd_err err = HD_ERR_INIT;
    hd_bind_scratch *s;
    lua_Integer bytes;
    sets_box *b;
    void **box;

    lua_settop(L, 4);
    spec.size = (size_t)read_number(L, 3, SIZE_MAX);
    spec.min = read_number(L, 4, 0);
    need_themes(L, set->corpus, set->unit);
    box = hd_bind_box(L, HD_BIND_THEME_SETS); /* at 5 */
    *box = b = hd_calloc(1, sizeof *b);
    hd_bind_push_box(L, 1);
    lua_setiuservalue(L, 5, 1);
    s = hd_bind_scratch_new(L);
    spec.themes = read_themes(L, 2, set->corpus, s, &spec.n_themes);
    b->unit = set->unit;
    b->n_themes = spec.n_themes;
    if (hd_theme_sets_new(set->corpus, &set->bits, &spec, HD_THEME_SETS_MAX_BYTES, &b->sets,
                          &err) != HD_OK)
        hd_bind_raise_at(L, "combinations", &err);
    bytes = (lua_Integer)hd_theme_sets_bytes(b->sets);
    hd_bind_charge(L, bytes);
    b->charged = bytes;
    hd_bind_charge_index(L, 1);
    lua_pushvalue(L, 5); /* the scratch's slot stays, see hd_bind_cube_of */
    return 1;
}

int hd_bind_theme_sets_tally(lua_State *L)
{
    const sets_box *b = check_sets(L, 1);

    for (int part = 0; part < HD_SETS_N_PARTS; part++) {
        size_t sets;
        uint64_t units;
        hd_theme_sets_tally(b->sets, (hd_theme_sets_part)part, &sets, &units);
        lua_pushinteger(L, (lua_Integer)sets);
        lua_pushinteger(L, (lua_Integer)units);
    }
    return 2 * HD_SETS_N_PARTS;
}

int hd_bind_theme_sets_at(lua_State *L)
{
    const sets_box *b = check_sets(L, 1);
    size_t place = check_place(L, b, 2);
    hd_bind_scratch *s = hd_bind_scratch_new(L);
    uint32_t *places = hd_arena_array(&s->arena, b->n_themes + 1, sizeof *places);
    uint64_t units;
    size_t n = hd_theme_sets_at(b->sets, place, &units, places);

    lua_pushinteger(L, (lua_Integer)units);
    push_places(L, places, n);
    hd_bind_scratch_free(s);
    return 2;
}

int hd_bind_theme_sets_find(lua_State *L)
{
    const sets_box *b = check_sets(L, 1);
    hd_bind_scratch *s;
    uint32_t *themes;
    size_t n, place;

    luaL_checktype(L, 2, LUA_TTABLE);
    n = (size_t)lua_rawlen(L, 2);
    s = hd_bind_scratch_new(L);
    themes = hd_arena_array(&s->arena, n + 1, sizeof *themes);
    for (size_t i = 0; i < n; i++) {
        lua_Integer at;
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        at = luaL_checkinteger(L, -1);
        if (at < 1 || (lua_Unsigned)at > b->n_themes)
            hd_bind_raisef(L, "no theme %lld", (long long)at);
        themes[i] = (uint32_t)at - 1;
        lua_pop(L, 1);
    }
    place = hd_theme_sets_find(b->sets, themes, n);
    if (place == SIZE_MAX)
        lua_pushnil(L);
    else
        lua_pushinteger(L, (lua_Integer)place + 1);
    return 1;
}

int hd_bind_theme_sets_members(lua_State *L)
{
    const sets_box *b = check_sets(L, 1);
    size_t place = check_place(L, b, 2);
    const char *words = hd_bind_check_text(L, 3, "words");
    hd_bind_scratch *s = hd_bind_scratch_new(L);
    hd_err err = HD_ERR_INIT;
    hd_bits bits;

    if (hd_theme_sets_members(b->sets, place, &bits, &err) != HD_OK)
        hd_bind_raise(L, &err);
    s->bits = bits;
    hd_bind_push_box(L, 1);
    hd_bind_push_set(L, -1, b->unit, &s->bits, words);
    hd_bind_scratch_free(s);
    return 1;
}

void hd_bind_theme_sets_type(lua_State *L)
{
    static const luaL_Reg metamethods[] = {{"__gc", sets_gc}, {NULL, NULL}};
    hd_bind_type(L, HD_BIND_THEME_SETS, metamethods);
}

/* ---- the most alike ---- */

typedef struct alike {
    hd_similar found;
    uint32_t *shared;
    size_t n_shared;
} alike;

/* What hd_bind_similar pushes, in the arena: no memory of C is held while Lua is called. */
static alike *find_alike(hd_bind_scratch *s, const hd_theme_pick *pick, const hd_bits *set,
                         size_t to, size_t top, size_t *n, size_t *sharing, hd_err *err)
{
    hd_similar *found = hd_arena_array(&s->arena, top, sizeof *found);
    uint32_t *room = hd_arena_array(&s->arena, pick->n + 1, sizeof *room);
    alike *list = hd_arena_array(&s->arena, top, sizeof *list);

    if (hd_similar_find(pick, set, to, top, found, n, sharing, err) != HD_OK)
        return NULL;
    for (size_t i = 0; i < *n; i++) {
        size_t len = hd_similar_shared(pick, to, found[i].unit, room);
        list[i] = (alike){found[i], hd_arena_array(&s->arena, len, sizeof *room), len};
        memcpy(list[i].shared, room, len * sizeof *room);
    }
    return list;
}

int hd_bind_similar(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    size_t to = read_unit(L, 2, set), n, n_themes, sharing;
    uint64_t top = read_number(L, 4, 0);
    hd_err err = HD_ERR_INIT;
    hd_theme_pick pick;
    hd_bind_scratch *s;

    if (top < 1 || top > HD_SIMILAR_MAX)
        hd_bind_raisef(L, "similar: top is from 1 to %d", HD_SIMILAR_MAX);
    need_themes(L, set->corpus, set->unit);
    s = hd_bind_scratch_new(L);
    uint32_t *themes = read_themes(L, 3, set->corpus, s, &n_themes);
    hd_theme_pick_init(&pick, set->corpus, set->unit, themes, n_themes);
    uint32_t own = hd_similar_n(&pick, to);
    alike *list = find_alike(s, &pick, &set->bits, to, (size_t)top, &n, &sharing, &err);
    hd_theme_pick_release(&pick);
    if (!list)
        hd_bind_raise_at(L, "similar", &err);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_createtable(L, 0, 4);
        hd_bind_set_integer(L, "index", (lua_Integer)list[i].found.unit + 1);
        hd_bind_set_integer(L, "both", list[i].found.both);
        hd_bind_set_integer(L, "n", list[i].found.n);
        push_places(L, list[i].shared, list[i].n_shared);
        lua_setfield(L, -2, "shared");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushinteger(L, own);
    lua_pushinteger(L, (lua_Integer)sharing);
    hd_bind_scratch_free(s);
    hd_bind_charge_index(L, 1);
    return 3;
}

/* ---- unit by unit ---- */

static uint8_t *fill_cells(const hd_theme_pick *pick, const hd_bits *set, uint8_t *cells)
{
    uint8_t *at = cells;

    for (size_t u = hd_bits_next(set, 0); u != SIZE_MAX; u = hd_bits_next(set, u + 1)) {
        const uint64_t *words = hd_theme_pick_unit(pick, u);
        for (size_t i = 0; i < pick->n; i++)
            *at++ = words[pick->rank[i] / 64] >> pick->rank[i] % 64 & 1;
    }
    return cells;
}

int hd_bind_theme_cells(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    size_t rows = hd_bits_count(&set->bits), n, row = 0;
    hd_theme_pick pick;
    hd_bind_scratch *s;

    lua_settop(L, 2);
    need_themes(L, set->corpus, set->unit);
    s = hd_bind_scratch_new(L);
    uint32_t *themes = read_themes(L, 2, set->corpus, s, &n);
    if (n > 0 && rows > MAX_CELLS / n) {
        hd_err err = HD_ERR_INIT;
        hd_fail(&err, HD_ELIMIT,
                "matrix: %zu %s by %zu themes are more than %d cells: a smaller set, depth or "
                "under makes fewer",
                rows, hd_unit_plural(set->unit), n, MAX_CELLS);
        hd_bind_raise(L, &err);
    }
    uint8_t *cells = hd_arena_array(&s->arena, rows * n + 1, sizeof *cells);
    hd_theme_pick_init(&pick, set->corpus, set->unit, themes, n);
    fill_cells(&pick, &set->bits, cells);
    hd_theme_pick_release(&pick);
    lua_createtable(L, (int)rows, 0);
    lua_createtable(L, (int)rows, 0);
    for (size_t u = hd_bits_next(&set->bits, 0); u != SIZE_MAX;
         u = hd_bits_next(&set->bits, u + 1), row++) {
        lua_createtable(L, (int)n, 0);
        for (size_t i = 0; i < n; i++) {
            lua_pushinteger(L, cells[row * n + i]);
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
        lua_rawseti(L, -2, (lua_Integer)row + 1);
        lua_pushinteger(L, (lua_Integer)u + 1);
        lua_rawseti(L, -3, (lua_Integer)row + 1);
    }
    hd_bind_scratch_free(s);
    hd_bind_charge_index(L, 1);
    return 2;
}

int hd_bind_set_find(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    const char *id = hd_bind_check_text(L, 2, "id");
    uint32_t found;

    hd_bind_need(L, set->corpus, HD_PART_UNIT(set->unit) | HD_PART_IDS(set->unit));
    found = hd_corpus_find(set->corpus, set->unit, id);
    if (found == HD_NONE) {
        lua_pushnil(L);
        lua_pushstring(L, hd_utf8_nearest(id, hd_corpus_ids(set->corpus, set->unit),
                                          set->corpus->n[set->unit]));
        return 2;
    }
    lua_pushinteger(L, (lua_Integer)found + 1);
    lua_pushboolean(L, hd_bits_get(&set->bits, found));
    return 2;
}
