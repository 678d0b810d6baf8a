/* What the bindings do for the host: memory that is counted, values as text. */
#include "bind/bind.h"

#include "bind/bind_internal.h"
#include "bind_kit.h"
#include "query/index.h"

#include <criterion/criterion.h>
#include <lualib.h>
#include <string.h>

static lua_Integer charged;
static bool refuse;

static int count_charge(lua_State *L)
{
    if (refuse && lua_tointeger(L, 1) > 0)
        return luaL_error(L, "refused");
    charged += lua_tointeger(L, 1);
    return 0;
}

static void run(lua_State *L, const char *code)
{
    cr_assert_eq(luaL_loadbufferx(L, code, strlen(code), "@t.lua", "t"), LUA_OK);
    cr_assert_eq(lua_pcall(L, 0, 0, 0), LUA_OK, "%s", lua_tostring(L, -1));
}

Test(bind_host, live_cubes_are_counted_and_those_gone_are_not)
{
    hd_corpus *corpus = bind_kit_corpus();
    lua_State *L = luaL_newstate();

    luaL_openlibs(L);
    hd_bind_memory(L, count_charge);
    hd_bind_open(L);
    lua_setglobal(L, "core");
    hd_bind_push_corpus(L, corpus);
    lua_setglobal(L, "corpus");

    run(L, "reviews = core.all(corpus, 'review')\n"
           "spec = {dims={{name='area'}, {name='theme'}}}\n"
           "c = core.cube(reviews, spec)");
    lua_Integer first = charged, index = (lua_Integer)hd_index_bytes(corpus);
    lua_Integer one = first - index;
    cr_assert_gt(index, 0);
    cr_assert_gt(one, 100);
    run(L, "d = core.cube(reviews, spec)"); /* the index is there already */
    cr_assert_eq(charged, first + one);
    refuse = true;
    run(L, "assert(not pcall(core.cube, reviews, spec))");
    refuse = false;
    run(L, "c = nil collectgarbage()");
    cr_assert_eq(charged, first);
    run(L, "assert(not pcall(core.cube, reviews, {dims={{name='aera'}}})) collectgarbage()");
    cr_assert_eq(charged, first);
    run(L, "core.set_where(reviews, \"age < 3\") core.cube(reviews, {dims={{name='age'}}}) "
           "collectgarbage()");
    cr_assert_eq(charged, one + (lua_Integer)hd_index_bytes(corpus));
    cr_assert_gt(charged, first);
    lua_close(L);
    cr_assert_eq(charged, 0);
    hd_corpus_free(corpus);
}

Test(bind_host, an_error_joined_to_a_value_prints_no_address)
{
    lua_State *L = luaL_newstate();

    luaL_openlibs(L);
    hd_bind_push_error(L, HD_ELIMIT, "full");
    lua_setglobal(L, "e");
    run(L, "assert(e .. print == 'fullfunction' and {} .. e == 'tablefull' and e .. 1 == 'full1')");
    lua_close(L);
}
