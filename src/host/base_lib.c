/* The functions of Lua's base library that scripts get in another form: no error that must end the
 * run is held, no address is printed, no compiled code is loaded, no finalizer is set. */
#include "host/host.h"

#include <string.h>

#include "bind/bind.h"

/* ---- pcall, xpcall ---- */

/* After a protected call, `skip` values of ours below its results. */
static int finish_call(lua_State *L, int status, lua_KContext skip)
{
    if (hd_limits_stopped(hd_host_of(L))) {
        if (status != LUA_OK && status != LUA_YIELD)
            hd_limits_adopt(L, -1);
        hd_limits_raise(L);
    }
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_pushboolean(L, 0);
        lua_insert(L, -2);
        return 2;
    }
    return lua_gettop(L) - (int)skip;
}

static int safe_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    return finish_call(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_call), 0);
}

/* Upvalue 1 is the script's handler. The hook is off while a handler runs for an error that the
 * hook raised, so such an error never gets there. */
static int handler(lua_State *L)
{
    if (hd_limits_stopped(hd_host_of(L)))
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

static int safe_xpcall(lua_State *L)
{
    int n = lua_gettop(L);

    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, handler, 1);
    lua_replace(L, 2); /* f handler arguments */
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* f handler true f arguments */
    return finish_call(L, lua_pcallk(L, n - 2, LUA_MULTRET, 2, 2, finish_call), 2);
}

/* ---- tostring, print ---- */

static int safe_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    hd_bind_push_text(L, 1);
    return 1;
}

static int safe_print(lua_State *L)
{
    hd_host *h = hd_host_of(L);
    int n = lua_gettop(L);

    for (int i = 1; i <= n; i++) {
        hd_bind_push_text(L, i);
        lua_replace(L, i);
    }
    for (int i = 1; i <= n + 1; i++) {
        hd_err err = HD_ERR_INIT;
        size_t len = 1;
        const char *s = i <= n ? lua_tolstring(L, i, &len) : "\n";
        hd_status status = i > 1 && i <= n ? hd_output_write(h, "\t", 1, &err) : HD_OK;
        if (status == HD_OK)
            status = hd_output_write(h, s, len, &err);
        if (status != HD_OK)
            hd_limits_fail(L, &err);
    }
    return 0;
}

/* ---- load ---- */

/* The pieces that the function at 1 gives, joined; nil if they get too long. */
static int collect_pieces(lua_State *L)
{
    luaL_Buffer b;
    size_t total = 0;

    luaL_buffinit(L, &b);
    for (;;) {
        size_t len;
        lua_pushvalue(L, 1);
        lua_call(L, 0, 1);
        if (lua_isnil(L, -1) || (lua_type(L, -1) == LUA_TSTRING && lua_rawlen(L, -1) == 0)) {
            lua_pop(L, 1);
            break;
        }
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "load: the function must return strings");
        len = lua_rawlen(L, -1);
        if (len > HD_HOST_MAX_CHUNK - total) {
            lua_pushnil(L);
            return 1;
        }
        total += len;
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    return 1;
}

/* Replace the function at 1 by the text it gives; false with its error on top. */
static bool read_pieces(lua_State *L)
{
    lua_pushcfunction(L, collect_pieces);
    lua_pushvalue(L, 1);
    int status = lua_pcall(L, 1, 1, 0);
    if (hd_limits_stopped(hd_host_of(L))) {
        if (status != LUA_OK)
            hd_limits_adopt(L, -1);
        hd_limits_raise(L);
    }
    if (status == LUA_OK)
        lua_replace(L, 1);
    return status == LUA_OK;
}

/* The chunk's name on top of the stack: never one of heddle's own. */
static const char *chunk_name(lua_State *L, int idx, const char *text)
{
    const char *name = luaL_optstring(L, idx, text);

    if (name[0] == '=' && strcmp(name, "=-e") != 0)
        return lua_pushfstring(L, "@%s", name + 1);
    return lua_pushstring(L, name);
}

static int safe_load(lua_State *L)
{
    size_t len;
    const char *text, *name, *mode = luaL_optstring(L, 3, "t");
    bool with_env = !lua_isnone(L, 4);

    lua_settop(L, 4);
    if (lua_type(L, 1) != LUA_TSTRING) {
        luaL_checktype(L, 1, LUA_TFUNCTION);
        if (!read_pieces(L)) {
            lua_pushnil(L);
            lua_insert(L, -2);
            return 2;
        }
    }
    text = lua_tolstring(L, 1, &len);
    if (!text || len > HD_HOST_MAX_CHUNK) {
        lua_pushnil(L);
        lua_pushliteral(L, "chunk longer than 1 MiB");
        return 2;
    }
    name = chunk_name(L, 2, text);
    hd_limits_mark(L, 1);
    if (text[0] == LUA_SIGNATURE[0] || !strchr(mode, 't')) {
        lua_pushnil(L);
        lua_pushliteral(L, "scripts load Lua as text only");
        return 2;
    }
    if (luaL_loadbufferx(L, text, len, name, "t") != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    if (with_env) {
        lua_pushvalue(L, 4);
        if (!lua_setupvalue(L, -2, 1))
            lua_pop(L, 1);
    }
    return 1;
}

/* ---- setmetatable ---- */

static int safe_setmetatable(lua_State *L)
{
    int type = lua_type(L, 2);

    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    if (type == LUA_TTABLE) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "setmetatable: '__gc' is not available in scripts");
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

void hd_state_base(lua_State *L)
{
    static const luaL_Reg functions[] = {{"load", safe_load},
                                         {"pcall", safe_pcall},
                                         {"print", safe_print},
                                         {"setmetatable", safe_setmetatable},
                                         {"tostring", safe_tostring},
                                         {"xpcall", safe_xpcall},
                                         {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
