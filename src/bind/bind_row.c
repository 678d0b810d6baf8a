/* Rows: one review, child or finding, read by field. */
#include "bind/bind.h"

#include "bind/bind_internal.h"

#include <string.h>

static const char methods_key; /* its address: key of the registry */

/* A row that each or filter gave is theirs again at the next step. */
_Noreturn static void raise_stale(lua_State *L)
{
    hd_bind_raisef(L,
                   "this row is no longer valid: a row given by each or filter can be used until "
                   "the next one is given; rows that are kept come from :list()");
}

static const hd_bind_row *check_row(lua_State *L, int idx)
{
    const hd_bind_row *row = luaL_testudata(L, idx, HD_BIND_ROW);

    if (!row)
        hd_bind_raisef(L, "expected a row, got %s (methods are called with a colon)",
                       hd_bind_what(L, idx));
    if (row->index == HD_NONE)
        raise_stale(L);
    return row;
}

hd_bind_row *hd_bind_push_row(lua_State *L, int kit, const hd_corpus *c, hd_unit unit,
                              uint32_t index)
{
    hd_bind_row *row;

    kit = lua_absindex(L, kit);
    row = lua_newuserdatauv(L, sizeof *row, 1);
    row->corpus = c;
    row->unit = unit;
    row->index = index;
    lua_pushvalue(L, kit);
    lua_setiuservalue(L, -2, 1);
    luaL_setmetatable(L, HD_BIND_ROW);
    return row;
}

int hd_bind_row_of(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    lua_Integer index = luaL_checkinteger(L, 2);

    if (index < 1 || (lua_Unsigned)index > set->bits.n)
        hd_bind_raisef(L, "no %s has the number %lld", hd_unit_name(set->unit), (long long)index);
    hd_bind_push_box(L, 1);
    hd_bind_push_kit(L, -1, set->unit);
    hd_bind_push_row(L, -1, set->corpus, set->unit, (uint32_t)(index - 1));
    return 1;
}

static uint32_t review_of(lua_State *L, const hd_bind_row *row)
{
    hd_bind_need(L, row->corpus, HD_PART_UNIT(row->unit));
    return row->unit == HD_REVIEW ? row->index
                                  : hd_corpus_review_of(row->corpus, row->unit)[row->index];
}

/* ---- fields ---- */

static const char *variable_for(hd_unit unit)
{
    static const char *const vars[] = {"r", "c", "f"};
    return vars[unit];
}

/* The key is no field of the row's: say whose it is, or what is near it. */
_Noreturn static void raise_field(lua_State *L, const hd_bind_row *row, const char *key,
                                  const hd_band *band)
{
    const hd_codebook *cb = row->corpus->codebook;
    const char *nearest;

    for (int u = HD_CHILD; u < HD_N_UNITS; u++) {
        hd_unit unit = (hd_unit)u;
        const char *plural = hd_unit_plural(unit);

        if (unit != row->unit &&
            (band ? band->field->unit == unit : hd_codebook_find_field(cb, unit, key) != NULL))
            hd_bind_raisef(L, "%s belongs to %s (use %s:%s())", key, plural,
                           variable_for(row->unit), plural);
    }
    nearest = hd_codebook_nearest_field(cb, row->unit, key);
    if (!nearest)
        nearest = hd_codebook_nearest_field(cb, HD_REVIEW, key);
    if (nearest && strcmp(nearest, "theme") == 0)
        nearest = "themes"; /* a filter has one, a row has several */
    hd_bind_raisef(L, "a %s has no field '%s'%s%s%s", hd_unit_name(row->unit), key,
                   nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "");
}

/* The reading of `key`, or an error that says whose it is. */
static const hd_bind_reading *find_reading(lua_State *L, int kit, const hd_bind_row *row,
                                           const char *key)
{
    const hd_bind_reading *r = hd_bind_reading_of(L, kit, row->corpus, row->unit, key);

    if (!r && strcmp(key, "labels") == 0)
        hd_bind_raisef(L, "labels belongs to findings (use %s:findings())",
                       variable_for(row->unit));
    if (!r)
        raise_field(L, row, key, hd_codebook_find_band(row->corpus->codebook, key));
    return r;
}

/* ---- core functions ---- */

int hd_bind_row_methods(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &methods_key);
    return 0;
}

void hd_bind_add_row_methods(lua_State *L)
{
    int kit = lua_gettop(L);

    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &methods_key) == LUA_TTABLE) {
        for (lua_pushnil(L); lua_next(L, kit + 1); lua_pop(L, 1)) {
            lua_pushvalue(L, -2);
            lua_pushvalue(L, -2);
            lua_rawset(L, kit);
        }
    }
    lua_settop(L, kit);
}

int hd_bind_row_state(lua_State *L)
{
    const hd_bind_row *row = check_row(L, 1);
    const char *key = hd_bind_check_text(L, 2, "state");
    const char *state = hd_state_name(HD_VALUE);
    const hd_bind_reading *r;

    lua_settop(L, 2);
    lua_getiuservalue(L, 1, 1);
    if (strcmp(key, "theme") == 0 || strcmp(key, "themes") == 0) {
        if (!hd_bits_get(hd_corpus_coded(row->corpus), review_of(L, row)))
            state = "not yet coded";
    } else {
        r = find_reading(L, 3, row, key);
        if (r->column)
            state =
                hd_state_name(hd_column_state(r->column, r->up ? r->up[row->index] : row->index));
    }
    lua_pushstring(L, state);
    return 1;
}

static void add_name(lua_State *L, const hd_bind_row *row, hd_buf *out)
{
    hd_bind_need(L, row->corpus, HD_PART_IDS(row->unit));
    hd_buf_printf(out, "%s %s", hd_unit_name(row->unit),
                  hd_corpus_id(row->corpus, row->unit, row->index));
}

int hd_bind_row_set(lua_State *L)
{
    const hd_bind_row *row = check_row(L, 1);
    hd_bind_scratch *s = hd_bind_scratch_new(L);
    hd_bind_set *set;

    add_name(L, row, &s->words);
    lua_getiuservalue(L, 1, 1);
    hd_bind_push_kit_box(L, -1);
    set = hd_bind_push_set(L, -1, row->unit, NULL, hd_buf_str(&s->words));
    hd_bits_set(&set->bits, row->index);
    hd_bind_scratch_free(s);
    return 1;
}

/* ---- metamethods ---- */

/* Only rows have this metamethod and scripts cannot call it, so 1 is a row. */
static int row_index(lua_State *L)
{
    const hd_bind_row *row = lua_touserdata(L, 1);
    const char *key;
    int type;

    if (row->index == HD_NONE)
        raise_stale(L);
    if (lua_type(L, 2) != LUA_TSTRING)
        hd_bind_raisef(L, "the fields of a row have names; got %s",
                       lua_type(L, 2) == LUA_TNUMBER ? lua_tostring(L, 2) : hd_bind_what(L, 2));
    lua_settop(L, 2);
    lua_getiuservalue(L, 1, 1);
    lua_pushvalue(L, 2);
    type = lua_rawget(L, 3);
    if (type == LUA_TUSERDATA) {
        hd_bind_push_reading(L, 3, lua_touserdata(L, -1), row->index);
    } else if (type != LUA_TFUNCTION) {
        key = hd_bind_check_text(L, 2, "the name of a field");
        hd_bind_push_reading(L, 3, find_reading(L, 3, row, key), row->index);
    }
    return 1;
}

static int row_newindex(lua_State *L)
{
    hd_bind_raisef(L, "rows are read-only");
}

static int row_eq(lua_State *L)
{
    const hd_bind_row *a = luaL_testudata(L, 1, HD_BIND_ROW);
    const hd_bind_row *b = luaL_testudata(L, 2, HD_BIND_ROW);

    lua_pushboolean(L,
                    a && b && a->corpus == b->corpus && a->unit == b->unit && a->index == b->index);
    return 1;
}

static int row_tostring(lua_State *L)
{
    const hd_bind_row *row = check_row(L, 1);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    add_name(L, row, &s->buf);
    lua_pushstring(L, hd_buf_str(&s->buf));
    hd_bind_scratch_free(s);
    return 1;
}

void hd_bind_row_type(lua_State *L)
{
    static const luaL_Reg metamethods[] = {{"__eq", row_eq},
                                           {"__index", row_index},
                                           {"__newindex", row_newindex},
                                           {"__tostring", row_tostring},
                                           {NULL, NULL}};
    hd_bind_type(L, HD_BIND_ROW, metamethods);
}
