/* Guards before the functions of Lua's library that loop in C, where no hook reaches them.
 *
 * A guard tells the watchdog the line, refuses arguments that could only run for ever, and goes on
 * in the library's own function, within the same call: its messages name what the script called. */
#include "host/host.h"

#include <string.h>

#include "bind/bind.h"
#include "host/pattern.h"

/* Upvalue 1 is the library's function, which has no upvalues of its own. */
static int go_on(lua_State *L)
{
    lua_CFunction f = lua_tocfunction(L, lua_upvalueindex(1));
    return f(L);
}

/* Finding the line takes longer than most calls, so heddle's own Lua, which prints tables with these
 * functions and never runs long in one, leaves the watchdog the line it has. */
static void enter(lua_State *L)
{
    lua_Debug ar;

    if (hd_limits_stopped(hd_host_of(L)))
        hd_limits_raise(L);
    if (lua_getstack(L, 1, &ar)) {
        lua_getinfo(L, "S", &ar);
        if (strncmp(ar.source, "=heddle/", 8) == 0)
            return;
    }
    hd_limits_mark(L, 1);
}

static int guard(lua_State *L)
{
    enter(L);
    return go_on(L);
}

static int guard_rep(lua_State *L)
{
    size_t len, sep_len;
    lua_Integer n;

    luaL_checklstring(L, 1, &len);
    n = luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &sep_len);
    enter(L);
    if (n <= 0 || len + sep_len == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((size_t)n > hd_host_of(L)->soft_bytes / (len + sep_len))
        return luaL_error(L, "string.rep: resulting string too large");
    return go_on(L);
}

/* The library would print addresses, which differ from run to run. */
static int guard_format(lua_State *L)
{
    size_t len;
    const char *p = luaL_checklstring(L, 1, &len), *end = p + len;
    int arg = 1, top = lua_gettop(L);

    enter(L);
    for (; p < end; p++) {
        if (*p != '%' || *++p == '%')
            continue;
        arg++;
        p += strspn(p, "-+ #0123456789.");
        if (*p == 'p')
            return luaL_error(L, "string.format: '%%p' is not available in scripts");
        int type = arg <= top ? lua_type(L, arg) : LUA_TNONE;
        if (*p == 's' && (type > LUA_TSTRING || type == LUA_TLIGHTUSERDATA)) {
            hd_bind_push_text(L, arg);
            lua_replace(L, arg);
        }
    }
    return go_on(L);
}

static void check_range(lua_State *L, const char *name, lua_Integer from, lua_Integer to)
{
    if (to >= from && (lua_Unsigned)to - (lua_Unsigned)from >= HD_HOST_MAX_RANGE)
        luaL_error(L, "table.%s: range too large (at most %d elements)", name, HD_HOST_MAX_RANGE);
}

static int guard_concat(lua_State *L)
{
    lua_Integer to;

    luaL_checktype(L, 1, LUA_TTABLE);
    enter(L);
    if (lua_isnoneornil(L, 4)) {
        lua_settop(L, 3);
        lua_pushinteger(L, luaL_len(L, 1));
    }
    to = luaL_checkinteger(L, 4);
    check_range(L, "concat", luaL_optinteger(L, 3, 1), to);
    return go_on(L);
}

static int guard_move(lua_State *L)
{
    enter(L);
    check_range(L, "move", luaL_checkinteger(L, 2), luaL_checkinteger(L, 3));
    return go_on(L);
}

/* What ended a coroutine ends the one that resumed it. */
static int guard_resume(lua_State *L)
{
    int n = go_on(L);

    if (hd_limits_stopped(hd_host_of(L)))
        hd_limits_raise(L);
    return n;
}

static int guard_create(lua_State *L)
{
    int n = go_on(L);

    hd_limits_watch_thread(lua_tothread(L, -1));
    return n;
}

/* The function that resumes it has the coroutine as its upvalue. */
static int guard_wrap(lua_State *L)
{
    int n = go_on(L);

    if (!lua_getupvalue(L, -1, 1) || !lua_isthread(L, -1))
        return luaL_error(L, "coroutine.wrap: no coroutine in this Lua");
    hd_limits_watch_thread(lua_tothread(L, -1));
    lua_pop(L, 1);
    return n;
}

/* The library's own message has no place. */
static int guard_yield(lua_State *L)
{
    if (!lua_isyieldable(L))
        hd_bind_raisef(L, lua_pushthread(L) ? "attempt to yield from outside a coroutine"
                                            : "attempt to yield across a C-call boundary");
    return go_on(L);
}

/* At the prompt, where no watchdog ends the process, matching looks at the stop flag itself. */
static void use_patterns(lua_State *L)
{
    static const luaL_Reg functions[] = {{"find", hd_pattern_find},
                                         {"gmatch", hd_pattern_gmatch},
                                         {"gsub", hd_pattern_gsub},
                                         {"match", hd_pattern_match},
                                         {NULL, NULL}};

    lua_getfield(L, -1, "string");
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}

static void replace(lua_State *L, const char *library, const luaL_Reg *guards)
{
    lua_getfield(L, -1, library);
    for (; guards->name; guards++) {
        if (lua_getfield(L, -1, guards->name) != LUA_TFUNCTION)
            luaL_error(L, "no %s.%s in this Lua", library, guards->name);
        lua_pushcclosure(L, guards->func, 1);
        lua_setfield(L, -2, guards->name);
    }
    lua_pop(L, 1);
}

void hd_guard_libraries(lua_State *L)
{
    static const luaL_Reg strings[] = {
        {"find", guard},  {"format", guard_format}, {"gmatch", guard}, {"gsub", guard},
        {"match", guard}, {"rep", guard_rep},       {NULL, NULL}};
    static const luaL_Reg tables[] = {
        {"concat", guard_concat}, {"insert", guard}, {"move", guard_move}, {"remove", guard},
        {"sort", guard},          {"unpack", guard}, {NULL, NULL}};
    static const luaL_Reg coroutines[] = {{"create", guard_create},
                                          {"resume", guard_resume},
                                          {"wrap", guard_wrap},
                                          {"yield", guard_yield},
                                          {NULL, NULL}};

    if (hd_host_of(L)->session)
        use_patterns(L);
    replace(L, "string", strings);
    replace(L, "table", tables);
    replace(L, "coroutine", coroutines);
}
