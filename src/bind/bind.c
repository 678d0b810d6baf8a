#include "bind/bind.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "bind/bind_internal.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH "heddle.scratch"

/* ---- boxes ---- */

void **hd_bind_box(lua_State *L, const char *type)
{
    void **box = lua_newuserdatauv(L, sizeof *box, 2);
    *box = NULL;
    luaL_setmetatable(L, type);
    return box;
}

void hd_bind_type(lua_State *L, const char *name, const luaL_Reg *metamethods)
{
    luaL_newmetatable(L, name);
    luaL_setfuncs(L, metamethods, 0);
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void hd_bind_push_box(lua_State *L, int idx)
{
    lua_getiuservalue(L, idx, 1);
}

/* ---- scratch ---- */

void hd_bind_scratch_free(hd_bind_scratch *s)
{
    hd_arena_release(&s->arena);
    hd_buf_release(&s->buf);
    hd_buf_release(&s->words);
    hd_free(s->bits.words);
    s->bits = (hd_bits){NULL, 0};
}

static int scratch_gc(lua_State *L)
{
    hd_bind_scratch_free(lua_touserdata(L, 1));
    return 0;
}

hd_bind_scratch *hd_bind_scratch_new(lua_State *L)
{
    static const luaL_Reg metamethods[] = {
        {"__close", scratch_gc}, {"__gc", scratch_gc}, {NULL, NULL}};
    hd_bind_scratch *s = lua_newuserdatauv(L, sizeof *s, 0);

    hd_arena_init(&s->arena);
    hd_buf_init(&s->buf);
    hd_buf_init(&s->words);
    s->bits = (hd_bits){NULL, 0};
    if (luaL_newmetatable(L, SCRATCH))
        luaL_setfuncs(L, metamethods, 0);
    lua_setmetatable(L, -2);
    lua_toclose(L, -1);
    return s;
}

/* ---- values as text ---- */

void hd_bind_push_text(lua_State *L, int idx)
{
    int type = lua_type(L, idx);

    idx = lua_absindex(L, idx);
    if (luaL_callmeta(L, idx, "__tostring")) {
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "'__tostring' must return a string");
    } else if (type == LUA_TSTRING || type == LUA_TNUMBER || type == LUA_TBOOLEAN ||
               type == LUA_TNIL) {
        luaL_tolstring(L, idx, NULL);
    } else {
        int name = luaL_getmetafield(L, idx, "__name");
        if (name != LUA_TSTRING) {
            if (name != LUA_TNIL)
                lua_pop(L, 1);
            lua_pushstring(L, lua_typename(L, type));
        }
    }
}

/* ---- errors ---- */

typedef struct error_box {
    hd_status status;
} error_box; /* user value 1: the message */

static int error_tostring(lua_State *L)
{
    luaL_checkudata(L, 1, HD_BIND_ERROR);
    lua_getiuservalue(L, 1, 1);
    return 1;
}

static int error_index(lua_State *L)
{
    error_box *e = luaL_checkudata(L, 1, HD_BIND_ERROR);
    const char *key = lua_tostring(L, 2);

    if (key && strcmp(key, "message") == 0)
        lua_getiuservalue(L, 1, 1);
    else if (key && strcmp(key, "code") == 0)
        lua_pushinteger(L, hd_exit_code(e->status));
    else
        lua_pushnil(L);
    return 1;
}

static int error_concat(lua_State *L)
{
    hd_bind_push_text(L, 1);
    hd_bind_push_text(L, 2);
    lua_concat(L, 2);
    return 1;
}

/* Push an error object whose message is the value on top. [-1, +1, e] */
static void push_error(lua_State *L, hd_status status)
{
    static const luaL_Reg metamethods[] = {{"__concat", error_concat},
                                           {"__index", error_index},
                                           {"__tostring", error_tostring},
                                           {NULL, NULL}};
    error_box *e;

    hd_bind_type(L, HD_BIND_ERROR, metamethods);
    e = lua_newuserdatauv(L, sizeof *e, 1); /* message error */
    e->status = status;
    lua_insert(L, -2); /* error message */
    lua_setiuservalue(L, -2, 1);
    luaL_setmetatable(L, HD_BIND_ERROR);
}

void hd_bind_push_error(lua_State *L, hd_status status, const char *msg)
{
    lua_pushstring(L, msg);
    push_error(L, status);
}

hd_status hd_bind_error_status(lua_State *L, int idx)
{
    error_box *e = luaL_testudata(L, idx, HD_BIND_ERROR);
    return e ? e->status : HD_ESCRIPT;
}

/* A chunk of a script: a file, -e, or text a script loaded; C and heddle's own are named with '='. */
static bool is_script(const char *source)
{
    return source[0] != '=' || strncmp(source, "=-e", 3) == 0;
}

void hd_bind_where(lua_State *L)
{
    lua_Debug ar;

    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (!is_script(ar.source))
            continue;
        if (ar.currentline > 0)
            lua_pushfstring(L, "%s:%d: ", ar.short_src, ar.currentline);
        else
            lua_pushfstring(L, "%s: ", ar.short_src);
        return;
    }
    lua_pushliteral(L, "");
}

/* True if the status decides the exit code of the program, so that the error must carry it. */
static bool keeps_status(hd_status status)
{
    return status != HD_OK && status != HD_ESCRIPT && status != HD_EDATA;
}

_Noreturn void hd_bind_raise(lua_State *L, const hd_err *err)
{
    hd_bind_where(L);
    lua_pushstring(L, err->msg);
    lua_concat(L, 2);
    if (keeps_status(err->status) || err->damaged)
        push_error(L, err->status);
    lua_error(L);
    abort(); /* lua_error does not return, but is not declared so */
}

_Noreturn void hd_bind_raisef(lua_State *L, const char *fmt, ...)
{
    char text[HD_ERR_MAX];
    hd_err err = HD_ERR_INIT;
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    hd_fail(&err, HD_ESCRIPT, "%s", text);
    hd_bind_raise(L, &err);
}

_Noreturn void hd_bind_raise_at(lua_State *L, const char *where, hd_err *err)
{
    hd_err_at(err, "%s", where);
    hd_bind_raise(L, err);
}

/* ---- arguments and values ---- */

const char *hd_bind_what(lua_State *L, int idx)
{
    static const char *const names[LUA_NUMTYPES] = {"nil",        "a boolean",  "a light userdata",
                                                    "a number",   "a string",   "a table",
                                                    "a function", "a userdata", "a thread"};
    hd_state state;
    int type = lua_type(L, idx);

    if (type == LUA_TNONE)
        return "nothing";
    if (luaL_testudata(L, idx, HD_BIND_SET))
        return "a set";
    if (luaL_testudata(L, idx, HD_BIND_ROW))
        return "a row";
    if (luaL_testudata(L, idx, HD_BIND_CUBE))
        return "a cube";
    if (luaL_testudata(L, idx, HD_BIND_CORPUS))
        return "a corpus";
    if (hd_bind_to_state(L, idx, &state))
        return hd_state_name(state);
    return names[type];
}

const char *hd_bind_check_text(lua_State *L, int idx, const char *what)
{
    size_t len, bad;
    const char *s;

    if (lua_type(L, idx) != LUA_TSTRING)
        hd_bind_raisef(L, "%s: expected a string, got %s", what, hd_bind_what(L, idx));
    s = lua_tolstring(L, idx, &len);
    if (strlen(s) != len)
        hd_bind_raisef(L, "%s: the text has a NUL byte at %zu", what, strlen(s) + 1);
    if (!hd_utf8_valid(s, len, &bad))
        hd_bind_raisef(L, "%s: the text is not UTF-8 (byte %zu)", what, bad + 1);
    return s;
}

hd_unit hd_bind_check_unit(lua_State *L, int idx)
{
    hd_unit unit;
    const char *name = hd_bind_check_text(L, idx, "unit");

    if (!hd_unit_parse(name, &unit))
        hd_bind_raisef(L, "unknown unit '%s' (expected review, child or finding)", name);
    return unit;
}

void hd_bind_push_number(lua_State *L, double x)
{
    if (fabs(x) <= 9007199254740992.0 && (double)(lua_Integer)x == x)
        lua_pushinteger(L, (lua_Integer)x);
    else
        lua_pushnumber(L, x);
}

void hd_bind_set_string(lua_State *L, const char *key, const char *s)
{
    if (!s)
        return;
    lua_pushstring(L, s);
    lua_setfield(L, -2, key);
}

void hd_bind_set_integer(lua_State *L, const char *key, lua_Integer n)
{
    lua_pushinteger(L, n);
    lua_setfield(L, -2, key);
}

void hd_bind_set_boolean(lua_State *L, const char *key, bool b)
{
    lua_pushboolean(L, b);
    lua_setfield(L, -2, key);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void hd_bind_add_nearest_key(lua_State *L, int idx, const char *word, hd_bind_scratch *s,
                             hd_buf *out)
{
    const char **keys = NULL;
    const char *nearest;
    size_t n = 0, cap = 0;

    idx = lua_absindex(L, idx);
    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1))
        cap++;
    keys = hd_arena_array(&s->arena, cap + 1, sizeof *keys);
    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING && n < cap)
            keys[n++] = lua_tostring(L, -2);
    }
    if (n > 1) /* lua_next has no order, and ties go to the first */
        qsort(keys, n, sizeof *keys, by_bytes);
    nearest = hd_utf8_nearest(word, keys, n);
    if (nearest)
        hd_buf_printf(out, " (did you mean '%s'?)", nearest);
}

void hd_bind_add_units(hd_buf *out, size_t n, hd_unit unit)
{
    hd_buf_add_thousands(out, n);
    hd_buf_addc(out, ' ');
    hd_buf_adds(out, n == 1 ? hd_unit_name(unit) : hd_unit_plural(unit));
}

/* ---- the three missing states as Lua values ---- */

/* One address for each state; what is stored there does not matter. */
static const char state_keys[HD_NOT_RECORDED + 1];

static int state_tostring(lua_State *L)
{
    hd_state state;

    if (hd_bind_to_state(L, 1, &state))
        lua_pushstring(L, hd_state_name(state));
    else
        lua_pushliteral(L, "light userdata");
    return 1;
}

void hd_bind_push_state(lua_State *L, hd_state state)
{
    lua_pushlightuserdata(L, (void *)(uintptr_t)&state_keys[state]);
    if (lua_getmetatable(L, -1)) {
        lua_pop(L, 1);
        return;
    }
    /* All light userdata share one metatable: none may print its address. */
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, state_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushliteral(L, "missing");
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

bool hd_bind_to_state(lua_State *L, int idx, hd_state *state)
{
    const char *p = lua_touserdata(L, idx);

    if (lua_type(L, idx) != LUA_TLIGHTUSERDATA)
        return false;
    for (int s = HD_UNKNOWN; s <= HD_NOT_RECORDED; s++) {
        if (p == &state_keys[s]) {
            *state = (hd_state)s;
            return true;
        }
    }
    return false;
}
