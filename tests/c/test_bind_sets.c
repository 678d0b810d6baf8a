/* Dimensions of sets, from Lua. */
#include "bind/bind.h"

#include "bind/bind_internal.h"
#include "bind_kit.h"

#include <criterion/criterion.h>
#include <lualib.h>
#include <string.h>

static const char prelude[] =
    "reviews, findings = core.all(corpus, 'review'), core.all(corpus, 'finding')\n"
    "local function of(code) return core.set_where(reviews, { area = code }) end\n"
    "north, south = of('Hartlepool'), of('Stockton-on-Tees')\n"
    "function cube(sets, by)\n"
    "  return core.cube(reviews, { dims = { { name = 'Group', sets = sets }, by } })\n"
    "end\n"
    "function eq(a, b) if a ~= b then error(tostring(a) .. ' ~= ' .. tostring(b), 2) end end\n";

static hd_corpus *corpus;

static int prepare(lua_State *L)
{
    luaL_openlibs(L);
    hd_bind_open(L);
    lua_setglobal(L, "core");
    hd_bind_push_corpus(L, corpus);
    lua_setglobal(L, "corpus");
    if (luaL_loadstring(L, prelude) != LUA_OK)
        return lua_error(L);
    lua_call(L, 0, 0);
    return 0;
}

/* What the code raises; "" when it runs. */
static void gives(const char *code, const char *message)
{
    lua_State *L = luaL_newstate();

    corpus = bind_kit_corpus();
    lua_pushcfunction(L, prepare);
    cr_assert_eq(lua_pcall(L, 0, 0, 0), LUA_OK, "%s", lua_tostring(L, -1));
    if (luaL_loadbufferx(L, code, strlen(code), "@t", "t") == LUA_OK)
        lua_pcall(L, 0, 0, 0);
    const char *got = lua_gettop(L) > 0 ? luaL_tolstring(L, -1, NULL) : "";
    size_t n = strlen(got), end = strlen(message);
    cr_assert(end ? n > end && strcmp(got + n - end, message) == 0 : n == 0, "%s: %s", code, got);
    lua_close(L);
    hd_corpus_free(corpus);
}

Test(bind_sets, a_dimension_is_made_of_sets)
{
    gives("local c = cube({{key='n', label='North', set=north}, {key='s', label='South', "
          "set=south}}) "
          "eq(core.cube_count(c, 1), 2) eq(core.cube_count(c, 2), 1) eq(core.cube_count(c, 0), 4) "
          "eq(core.cube_find(c, 1, 'South'), 2) "
          "local label, theme, owner = core.cube_dim(c, 1) "
          "eq(label, 'Group') eq(theme, false) eq(owner, 'review') "
          "eq(core.set_words(core.cube_members(c, 2)), 'reviews in Group = South')",
          "");
    /* The sets may be collected as soon as the cube is there. */
    gives("local c = cube({{key='n', label='N', set=north - south}}, {name='theme'}) "
          "collectgarbage() collectgarbage() eq(#core.cube_members(c, 1, 0), 2)",
          "");
}

Test(bind_sets, what_is_no_list_of_sets_is_refused)
{
    gives("cube({})", "'Group' is made of 0 sets: expected 1 to 1024");
    gives("cube({1})", "a set of 'Group' is a table with key, label and set");
    gives("cube({{key='n', set=north}})", "a set of 'Group' needs a key and a label");
    gives("cube({{key='n', label='N', set=1}})", "'N' of 'Group': expected a set, got a number");
    gives("cube({{key='n', label='N', set=north}, {key='f', label='F', set=findings}})",
          "the sets of 'Group' are of reviews and of findings: expected one kind");
    gives("cube({{key='n', label='N', set=north}, {key='n', label='S', set=south}})",
          "two sets of 'Group' are called 'n'");
}
