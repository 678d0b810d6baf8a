/* Cubes: counts over up to four dimensions, and the sets behind them. */
#include "bind/bind.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "bind/bind_internal.h"
#include "query/cube.h"
#include "query/index.h"
#include "query/kernel.h"
#include "query/work.h"

#include <string.h>

static const char charge_key; /* its address: key of the registry */

/* What the box holds.  User values: 1 the corpus's box, 2 the set counted, which the cube reads. */
typedef struct cube_box {
    hd_cube *cube;
    hd_unit unit;
    size_t n_dims;
    lua_Integer charged; /* bytes counted as memory of the run */
} cube_box;

void hd_bind_memory(lua_State *L, lua_CFunction charge)
{
    lua_pushcfunction(L, charge);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &charge_key);
}

void hd_bind_charge(lua_State *L, lua_Integer bytes)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &charge_key) == LUA_TFUNCTION) {
        lua_pushinteger(L, bytes);
        lua_call(L, 1, 0);
    } else {
        lua_pop(L, 1);
    }
}

hd_status hd_bind_machine(const char *kernels, size_t threads, hd_err *err)
{
    hd_work_set(threads, 0);
    return hd_kernels_force(kernels, err);
}

void hd_bind_charge_index(lua_State *L, int idx)
{
    hd_bind_corpus *b;
    size_t bytes;

    hd_bind_push_box(L, idx);
    b = hd_bind_check_corpus(L, -1);
    lua_pop(L, 1);
    bytes = hd_index_bytes(b->corpus);
    if (bytes > b->charged) {
        hd_bind_charge(L, (lua_Integer)(bytes - b->charged));
        b->charged = bytes;
    }
}

static void cube_free(lua_State *L, cube_box *b)
{
    if (!b)
        return;
    if (b->charged > 0)
        hd_bind_charge(L, -b->charged);
    hd_cube_free(b->cube);
    hd_free(b);
}

static int cube_gc(lua_State *L)
{
    void **box = luaL_checkudata(L, 1, HD_BIND_CUBE);

    cube_free(L, *box);
    *box = NULL;
    return 0;
}

static const cube_box *check_cube(lua_State *L, int idx)
{
    void **box = luaL_testudata(L, idx, HD_BIND_CUBE);

    if (!box || !*box)
        hd_bind_raisef(L, "expected a cube, got %s", hd_bind_what(L, idx));
    return *box;
}

/* ---- the specification ---- */

static hd_base read_base(lua_State *L)
{
    static const char *const names[] = {"coded", "all", "any_theme", "mentions"};
    static const hd_base bases[] = {HD_BASE_CODED, HD_BASE_ALL, HD_BASE_ANY_THEME,
                                    HD_BASE_MENTIONS};
    const char *name, *nearest;

    lua_getfield(L, 2, "base");
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return HD_BASE_AUTO;
    }
    name = hd_bind_check_text(L, -1, "base");
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(name, names[i]) == 0) {
            lua_pop(L, 1);
            return bases[i];
        }
    }
    nearest = hd_utf8_nearest(name, names, 4);
    hd_bind_raisef(L, "unknown base '%s'%s%s%s (it can be coded, all, any_theme or mentions)", name,
                   nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "");
}

/* A text of the table on top, in the scratch's arena; NULL when it is nil. */
static const char *read_text(lua_State *L, hd_bind_scratch *s, const char *key)
{
    const char *text = NULL;

    if (lua_getfield(L, -1, key) != LUA_TNIL)
        text = hd_arena_strdup(&s->arena, hd_bind_check_text(L, -1, key));
    lua_pop(L, 1);
    return text;
}

/* The bounds in the field `bins` of the table on top, in the scratch's arena. */
static void read_bins(lua_State *L, hd_bind_scratch *s, hd_dim *dim)
{
    if (lua_getfield(L, -1, "bins") == LUA_TTABLE) {
        size_t n = (size_t)lua_rawlen(L, -1);
        double *bounds;

        if (n > HD_MAX_BOUNDS)
            hd_bind_raisef(L, "at most %d bins, got %zu", HD_MAX_BOUNDS, n);
        bounds = hd_arena_array(&s->arena, n + 1, sizeof *bounds);
        for (size_t i = 0; i < n; i++) {
            lua_rawgeti(L, -1, (lua_Integer)i + 1);
            bounds[i] = luaL_checknumber(L, -1);
            lua_pop(L, 1);
        }
        dim->bins = bounds;
        dim->n_bins = n;
    }
    lua_pop(L, 1);
    lua_getfield(L, -1, "closed");
    dim->closed_bins = lua_toboolean(L, -1);
    lua_pop(L, 1);
}

static void read_period(lua_State *L, hd_bind_scratch *s, hd_dim *dim)
{
    const char *period = read_text(L, s, "period");

    dim->period = period ? hd_period_find(period) : HD_PERIOD_NONE;
    if (period && dim->period == HD_PERIOD_NONE)
        hd_bind_raisef(L, "unknown period '%s'", period);
}

/* One of the sets of a dimension, the table on top; `counted` is the set whose corpus all have to be of. */
static void read_dim_set(lua_State *L, hd_bind_scratch *s, const hd_bind_set *counted,
                         const hd_dim *dim, hd_dim_set *out, hd_unit *unit)
{
    const hd_bind_set *set;

    if (!lua_istable(L, -1))
        hd_bind_raisef(L, "a set of '%s' is a table with key, label and set", dim->name);
    out->key = read_text(L, s, "key");
    out->label = read_text(L, s, "label");
    if (!out->key || !out->label)
        hd_bind_raisef(L, "a set of '%s' needs a key and a label", dim->name);
    lua_getfield(L, -1, "set");
    if (!luaL_testudata(L, -1, HD_BIND_SET))
        hd_bind_raisef(L, "'%s' of '%s': expected a set, got %s", out->label, dim->name,
                       hd_bind_what(L, -1));
    set = hd_bind_check_set(L, -1); /* the argument keeps it until the cube has copied the bits */
    lua_pop(L, 1);
    if (set->corpus != counted->corpus)
        hd_bind_raisef(L, "the set '%s' of '%s' is of another corpus", out->label, dim->name);
    out->bits = &set->bits;
    *unit = set->unit;
}

/* The list in the field `sets` of the table on top. */
static void read_sets(lua_State *L, hd_bind_scratch *s, const hd_bind_set *counted, hd_dim *dim)
{
    hd_dim_set *sets;
    hd_unit unit;
    size_t n;

    if (lua_getfield(L, -1, "sets") == LUA_TTABLE) {
        n = (size_t)lua_rawlen(L, -1);
        if (n < 1 || n > HD_DIM_MAX_SETS)
            hd_bind_raisef(L, "'%s' is made of %zu sets: expected 1 to %d", dim->name, n,
                           HD_DIM_MAX_SETS);
        sets = hd_arena_array(&s->arena, n, sizeof *sets);
        for (size_t i = 0; i < n; i++) {
            lua_rawgeti(L, -1, (lua_Integer)i + 1);
            read_dim_set(L, s, counted, dim, &sets[i], &unit);
            if (i > 0 && unit != dim->owner)
                hd_bind_raisef(L, "the sets of '%s' are of %s and of %s: expected one kind",
                               dim->name, hd_unit_plural(dim->owner), hd_unit_plural(unit));
            dim->owner = unit;
            lua_pop(L, 1);
        }
        dim->sets = sets;
        dim->n_sets = n;
    }
    lua_pop(L, 1);
}

static void read_dim(lua_State *L, hd_bind_scratch *s, const hd_bind_set *counted, hd_dim *dim)
{
    if (!lua_istable(L, -1))
        hd_bind_raisef(L, "a dimension is a table, got %s", hd_bind_what(L, -1));
    dim->name = read_text(L, s, "name");
    dim->under = read_text(L, s, "under");
    if (!dim->name)
        hd_bind_raisef(L, "a dimension needs a name");
    read_bins(L, s, dim);
    read_period(L, s, dim);
    read_sets(L, s, counted, dim);
    if (lua_getfield(L, -1, "depth") != LUA_TNIL) {
        lua_Integer depth = luaL_checkinteger(L, -1);
        if (depth < 1 || depth > HD_MAX_DEPTH)
            hd_bind_raisef(L, "depth is %lld; it is from 1 to %d", (long long)depth, HD_MAX_DEPTH);
        dim->max_depth = (uint32_t)depth;
    }
    lua_pop(L, 1);
}

/* The specification in the table at 2, of what is counted of a set. */
static void read_spec(lua_State *L, hd_bind_scratch *s, const hd_bind_set *counted,
                      hd_cube_spec *spec)
{
    size_t n = 0;

    luaL_checktype(L, 2, LUA_TTABLE);
    spec->base = read_base(L);
    lua_getfield(L, 2, "drop");
    spec->drop_missing = lua_toboolean(L, -1);
    lua_pop(L, 1);
    if (lua_getfield(L, 2, "dims") == LUA_TTABLE)
        n = (size_t)lua_rawlen(L, -1);
    if (n > HD_CUBE_MAX_DIMS)
        hd_bind_raisef(L, "a table has at most %d dimensions, got %zu", HD_CUBE_MAX_DIMS, n);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        read_dim(L, s, counted, &spec->dims[i]);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    spec->n_dims = n;
}

int hd_bind_cube_of(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    hd_cube_spec spec = {0};
    hd_err err = HD_ERR_INIT;
    const char *caller = NULL;
    lua_Integer bytes;
    cube_box *b;
    void **box;

    lua_settop(L, 2);
    box = hd_bind_box(L, HD_BIND_CUBE);
    *box = b = hd_calloc(1, sizeof *b);
    b->unit = spec.unit = set->unit;
    read_spec(L, hd_bind_scratch_new(L), set, &spec);
    b->n_dims = spec.n_dims;
    hd_bind_need(L, set->corpus, HD_PART_UNIT(set->unit)); /* the rest as names are found */
    hd_bind_push_box(L, 1);
    lua_setiuservalue(L, 3, 1);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, 3, 2);
    lua_getfield(L, 2, "caller");
    caller = lua_tostring(L, -1);
    if (hd_cube_new(set->corpus, &set->bits, &spec, &b->cube, &err) != HD_OK) {
        if (caller)
            hd_bind_raise_at(L, caller, &err);
        hd_bind_raise(L, &err);
    }
    bytes = (lua_Integer)hd_cube_bytes(b->cube);
    hd_bind_charge(L, bytes);
    b->charged = bytes;
    hd_bind_charge_index(L, 3);
    /* The slot of the scratch stays: popping it with lua_settop is unsafe in Lua 5.4.4. */
    lua_pushvalue(L, 3);
    return 1;
}

/* ---- reading ---- */

/* Dimension number at idx, 1-based in Lua. */
static size_t check_dim(lua_State *L, const cube_box *b, int idx)
{
    lua_Integer d = luaL_checkinteger(L, idx);

    if (d < 1 || (lua_Unsigned)d > b->n_dims)
        hd_bind_raisef(L, "no dimension %lld", (long long)d);
    return (size_t)(d - 1);
}

/* The group whose number is at idx; 0, nil and none are All. */
static size_t check_group(lua_State *L, const cube_box *b, size_t d, int idx)
{
    size_t n = hd_cube_n_groups(b->cube, d);
    int whole;
    lua_Integer g = lua_tointegerx(L, idx, &whole);

    if (!whole)
        g = luaL_optinteger(L, idx, 0);
    if (g < 0 || (lua_Unsigned)g > n)
        hd_bind_raisef(L, "no group %lld in dimension %zu", (long long)g, d + 1);
    return g == 0 ? n : (size_t)(g - 1);
}

/* Group numbers from argument 2 on. */
static void check_groups(lua_State *L, const cube_box *b, size_t groups[HD_CUBE_MAX_DIMS])
{
    for (size_t d = 0; d < b->n_dims; d++)
        groups[d] = check_group(L, b, d, (int)d + 2);
}

int hd_bind_cube_dim(lua_State *L)
{
    const cube_box *b = check_cube(L, 1);
    size_t d = check_dim(L, b, 2);

    lua_pushstring(L, hd_cube_dim_label(b->cube, d));
    lua_pushboolean(L, hd_cube_dim_is_theme(b->cube, d));
    lua_pushstring(L, hd_unit_name(hd_cube_dim_owner(b->cube, d)));
    lua_pushinteger(L, (lua_Integer)hd_cube_n_groups(b->cube, d));
    return 4;
}

/* The corpus behind the cube at 1. */
static const hd_corpus *corpus_of(lua_State *L)
{
    const hd_corpus *c;

    hd_bind_push_box(L, 1);
    c = hd_bind_check_corpus(L, -1)->corpus;
    lua_pop(L, 1);
    return c;
}

int hd_bind_cube_groups(lua_State *L)
{
    static const char *const kinds[] = {"value", "missing", "special", "all"};
    const cube_box *b = check_cube(L, 1);
    size_t d = check_dim(L, b, 2), n = hd_cube_n_groups(b->cube, d);
    const hd_corpus *c = corpus_of(L);

    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        hd_group g = hd_cube_group(b->cube, d, i);

        lua_createtable(L, 0, 6);
        hd_bind_set_string(L, "kind", kinds[g.kind]);
        hd_bind_set_string(L, "key", g.key);
        hd_bind_set_string(L, "label", g.label);
        lua_pushboolean(L, g.declared);
        lua_setfield(L, -2, "declared");
        if (g.theme != HD_NONE) {
            const hd_theme *t = hd_codebook_theme(c->codebook, g.theme);
            hd_bind_set_string(L, "code", t->code);
            hd_bind_set_integer(L, "depth", t->depth);
            hd_bind_set_string(L, "status", hd_theme_status_name(t->status));
        }
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int hd_bind_cube_count(lua_State *L)
{
    const cube_box *b = check_cube(L, 1);
    size_t groups[HD_CUBE_MAX_DIMS];

    check_groups(L, b, groups);
    lua_pushinteger(L, (lua_Integer)hd_cube_count(b->cube, groups));
    return 1;
}

int hd_bind_cube_row(lua_State *L)
{
    const cube_box *b = check_cube(L, 1);
    size_t groups[HD_CUBE_MAX_DIMS], n;

    luaL_checktype(L, 3, LUA_TTABLE);
    lua_settop(L, 3);
    if (b->n_dims != 2)
        hd_bind_raisef(L, "a row is of two dimensions, not %zu", b->n_dims);
    n = (size_t)lua_rawlen(L, 3);
    groups[0] = check_group(L, b, 0, 2);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 1; i <= n; i++) {
        lua_rawgeti(L, 3, (lua_Integer)i);
        groups[1] = check_group(L, b, 1, -1);
        lua_pop(L, 1);
        lua_pushinteger(L, (lua_Integer)hd_cube_count(b->cube, groups));
        lua_rawseti(L, 4, (lua_Integer)i);
    }
    return 1;
}

/* Push the set of s->bits and s->words, of the unit and corpus of the cube at 1. */
static int push_units(lua_State *L, const cube_box *b, hd_bind_scratch *s)
{
    hd_bind_push_box(L, 1);
    hd_bind_push_set(L, -1, b->unit, &s->bits, hd_buf_str(&s->words));
    hd_bind_scratch_free(s);
    return 1;
}

/* "reviews in Theme = hidden-adults, Area = Hartlepool" */
static void add_words(const cube_box *b, const size_t *groups, hd_buf *out)
{
    const char *between = " in ";

    hd_buf_adds(out, hd_unit_plural(b->unit));
    for (size_t d = 0; d < b->n_dims; d++) {
        hd_group g = hd_cube_group(b->cube, d, groups[d]);

        if (g.kind == HD_GROUP_ALL)
            continue;
        hd_buf_printf(out, "%s%s = %s", between, hd_cube_dim_label(b->cube, d),
                      g.theme != HD_NONE ? g.key : g.label);
        between = ", ";
    }
}

int hd_bind_cube_members(lua_State *L)
{
    const cube_box *b = check_cube(L, 1);
    size_t groups[HD_CUBE_MAX_DIMS];
    hd_err err = HD_ERR_INIT;
    hd_bind_scratch *s;
    hd_bits bits;

    check_groups(L, b, groups);
    s = hd_bind_scratch_new(L);
    if (hd_cube_members(b->cube, groups, &bits, &err) != HD_OK)
        hd_bind_raise(L, &err);
    s->bits = bits;
    add_words(b, groups, &s->words);
    return push_units(L, b, s);
}

int hd_bind_cube_left_out(lua_State *L)
{
    static const char *const names[] = {"not coded", "no theme", "missing", NULL};
    static const hd_left_out reasons[] = {HD_LEFT_NOT_CODED, HD_LEFT_NO_THEME, HD_LEFT_MISSING};
    const cube_box *b = check_cube(L, 1);
    int why = luaL_checkoption(L, 2, NULL, names);
    size_t d = lua_isnoneornil(L, 3) ? 0 : check_dim(L, b, 3);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    hd_cube_left_out(b->cube, reasons[why], d, &s->bits);
    hd_buf_printf(&s->words, "%s left out: %s", hd_unit_plural(b->unit), names[why]);
    if (reasons[why] == HD_LEFT_MISSING && b->n_dims > 0)
        hd_buf_printf(&s->words, " in %s", hd_cube_dim_label(b->cube, d));
    return push_units(L, b, s);
}

int hd_bind_cube_find(lua_State *L)
{
    const cube_box *b = check_cube(L, 1);
    size_t d = check_dim(L, b, 2);
    const char *nearest = NULL;
    uint32_t group = hd_cube_find(b->cube, d, hd_bind_check_text(L, 3, "name"), &nearest);

    if (group == HD_NONE) {
        lua_pushnil(L);
        lua_pushstring(L, nearest); /* nil when nothing is near */
        return 2;
    }
    lua_pushinteger(L, group == hd_cube_n_groups(b->cube, d) ? 0 : (lua_Integer)group + 1);
    return 1;
}

int hd_bind_cube_way(lua_State *L)
{
    const cube_box *b = check_cube(L, 1);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    hd_cube_way_taken(b->cube, &s->buf);
    lua_pushstring(L, hd_buf_str(&s->buf));
    lua_pushstring(L, hd_kernels_get()->name);
    lua_pushinteger(L, (lua_Integer)hd_work_threads());
    hd_bind_scratch_free(s);
    return 3;
}

void hd_bind_cube_type(lua_State *L)
{
    static const luaL_Reg metamethods[] = {{"__gc", cube_gc}, {NULL, NULL}};
    hd_bind_type(L, HD_BIND_CUBE, metamethods);
}
