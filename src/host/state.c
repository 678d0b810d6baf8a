/* What is in a state: the globals of heddle's own Lua, and what those of a script are made of. */
#include "host/host.h"

#include <lualib.h>

#include <string.h>

#include "bind/bind.h"

/* Libraries, and what stays out of them. */
static const struct library {
    const char *name;
    lua_CFunction open;
    const char *const *keep; /* NULL: all of it */
    const char *drop;
} libraries[] = {
    {"string", luaopen_string, NULL, "dump"},
    {"table", luaopen_table, NULL, NULL},
    {"math", luaopen_math, NULL, NULL},
    {"utf8", luaopen_utf8, NULL, NULL},
    {"coroutine", luaopen_coroutine, NULL, "close"},
    {"os", luaopen_os, (const char *const[]){"clock", "date", "difftime", "time", NULL}, NULL},
};

/* Of Lua's base library, as they are; hd_state_base adds heddle's own. */
static const char *const base[] = {"assert",   "error",  "ipairs",       "next",    "pairs",
                                   "rawequal", "rawget", "rawlen",       "rawset",  "select",
                                   "tonumber", "type",   "getmetatable", "_VERSION"};

/* table[name] = value of the same name in the table below it, for names up to NULL. */
static void copy_names(lua_State *L, int from, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n && names[i]; i++) {
        lua_getfield(L, from, names[i]);
        lua_setfield(L, -2, names[i]);
    }
}

static void open_library(lua_State *L, const struct library *lib)
{
    luaL_requiref(L, lib->name, lib->open, 0);
    if (lib->keep) {
        lua_newtable(L);
        copy_names(L, lua_gettop(L) - 1, lib->keep, SIZE_MAX);
        lua_remove(L, -2);
    }
    if (lib->drop) {
        lua_pushnil(L);
        lua_setfield(L, -2, lib->drop);
    }
    lua_setfield(L, -2, lib->name);
}

/* Methods of texts come from heddle's own copy, which no script reaches. */
static void lock_strings(lua_State *L)
{
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_getfield(L, -3, "string");
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

static int seed_random(lua_State *L)
{
    if (lua_isnone(L, 1))
        return luaL_error(L, "math.randomseed: expected a number to start from");
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 0);
    return 0;
}

/* Random numbers are the same in every run, and cannot be seeded with an address or the clock
 * unless the script passes the clock. */
static void fix_random(lua_State *L)
{
    lua_getfield(L, -1, "math");
    lua_getfield(L, -1, "randomseed");
    lua_pushvalue(L, -1);
    lua_pushinteger(L, 0);
    lua_call(L, 1, 0);
    lua_pushcclosure(L, seed_random, 1);
    lua_setfield(L, -2, "randomseed");
    lua_pop(L, 1);
}

void hd_state_open(lua_State *L)
{
    lua_newtable(L); /* of loaded modules: nothing of Lua's own stays in it */
    lua_setfield(L, LUA_REGISTRYINDEX, HD_HOST_LOADED);
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, HD_HOST_SCRIPTS);

    luaL_requiref(L, LUA_GNAME, luaopen_base, 0); /* base */
    lua_newtable(L);                              /* base private */
    copy_names(L, lua_gettop(L) - 1, base, sizeof base / sizeof *base);
    hd_state_base(L);
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
        open_library(L, &libraries[i]);
    hd_guard_libraries(L);
    lock_strings(L);
    fix_random(L);
    lua_pushcfunction(L, hd_script_require_own);
    lua_setfield(L, -2, "require");
    lua_setfield(L, LUA_REGISTRYINDEX, HD_HOST_PRIVATE);
    lua_pop(L, 1);
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);

    /* What text is loaded with unless told otherwise: the globals of a script. */
    lua_pushcfunction(L, hd_script_require_own);
    lua_pushliteral(L, "heddle.prelude");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "environment");
    lua_call(L, 0, 1);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pop(L, 1);
}
