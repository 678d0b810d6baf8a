/* What the module heddle.host offers at the prompt only:
 *
 *   load(text, name)        a function in the globals of scripts; or nil, message, and an error object of exit code 65
 *   globals()               the table of globals of scripts
 *   raw(value)              the __index of its metatable when that is a table, else nil: looks, never calls
 *   styled(text, style)     writes text, at a terminal with colours in a style: "dim" "red"
 *   clock()                 seconds, from some moment on
 *   history()               list of entries, oldest first
 *   staged()                list of the names of the files that the entry has saved so far
 *   write_file(path, text, replace)  a file of the user's choosing, all or nothing
 *   page(text)              shows text in the pager when it is longer than the terminal, else writes it
 *   open_store(path)        the session goes on with another store
 *   store_changed()         true when another process changed the store since it was opened: it is then read anew */
#include "host/session.h"

#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "bind/bind.h"
#include "host/line_text.h"
#include "host/pager.h"

static hd_session *session_of(lua_State *L)
{
    return hd_host_of(L)->session;
}

static int host_load(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    const char *name = luaL_checkstring(L, 2);
    hd_err err = HD_ERR_INIT;

    if (hd_script_load_text(L, text, len, name, &err) == HD_OK)
        return 1;
    lua_pushnil(L);
    lua_pushstring(L, err.msg);
    hd_bind_push_error(L, HD_EDATA, err.msg);
    return 3;
}

static int host_globals(lua_State *L)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    return 1;
}

static int host_raw(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_getmetatable(L, 1)) {
        lua_pushliteral(L, "__index");
        if (lua_rawget(L, -2) == LUA_TTABLE)
            return 1;
    }
    lua_pushnil(L);
    return 1;
}

static int host_styled(lua_State *L)
{
    static const char *const names[] = {"dim", "red", NULL};
    static const char *const codes[] = {"\033[2m", "\033[31m"};
    hd_host *h = hd_host_of(L);
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    const char *code = codes[luaL_checkoption(L, 2, NULL, names)];
    hd_err err = HD_ERR_INIT;
    bool colour = session_of(L)->colour;
    hd_status status = HD_OK;

    if (colour)
        hd_buf_adds(&h->out, code);
    status = hd_output_write(h, text, len, &err);
    if (colour && status == HD_OK) {
        hd_buf_adds(&h->out, "\033[0m");
        status = hd_output_flush(h, &err);
    }
    if (status != HD_OK)
        hd_limits_fail(L, &err);
    return 0;
}

static int host_clock(lua_State *L)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    lua_pushnumber(L, (double)t.tv_sec + (double)t.tv_nsec / 1e9);
    return 1;
}

static int host_history(lua_State *L)
{
    const hd_history *history = &session_of(L)->history;

    lua_createtable(L, (int)history->n, 0);
    for (size_t i = 0; i < history->n; i++) {
        lua_pushstring(L, history->entries[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int host_staged(lua_State *L)
{
    const hd_host *h = hd_host_of(L);

    lua_createtable(L, (int)h->n_staged, 0);
    for (size_t i = 0; i < h->n_staged; i++) {
        lua_pushstring(L, h->staged[i].path);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int host_write_file(lua_State *L)
{
    size_t path_len, len;
    const char *path = luaL_checklstring(L, 1, &path_len);
    const char *text = luaL_checklstring(L, 2, &len);
    hd_err err = HD_ERR_INIT;
    hd_status status;

    if (path_len == 0 || strlen(path) != path_len || path_len > HD_HOST_MAX_PATH)
        return luaL_error(L, "expected the path of a file");
    if (hd_output_is_store(hd_host_of(L), path))
        return luaL_error(L, "'%s' belongs to the store: name another file", path);
    status = lua_toboolean(L, 3) ? hd_file_write(path, text, len, &err)
                                 : hd_file_write_new(path, text, len, &err);
    if (status != HD_OK) {
        hd_bind_push_error(L, status, err.msg);
        return lua_error(L);
    }
    return 0;
}

static int host_page(lua_State *L)
{
    hd_host *h = hd_host_of(L);
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    hd_err err = HD_ERR_INIT;
    hd_buf shown = HD_BUF_INIT;

    if (session_of(L)->interactive && hd_output_flush(h, NULL) == HD_OK) {
        hd_text_add_printable(&shown, text, len);
        bool done = hd_pager_show(hd_buf_str(&shown), shown.len);
        hd_buf_release(&shown);
        if (done)
            return 0;
    }
    if (hd_output_write(h, text, len, &err) != HD_OK)
        hd_limits_fail(L, &err);
    return 0;
}

/* The global `corpus` is made anew when it is next read. */
static void forget_corpus(lua_State *L)
{
    hd_bind_forget_corpus(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushliteral(L, "corpus");
    lua_pushnil(L);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

static int host_open_store(lua_State *L)
{
    hd_session *s = session_of(L);
    const char *path = luaL_checkstring(L, 1);
    hd_err err = HD_ERR_INIT;

    if (hd_bind_try_store(path, &err) != HD_OK)
        hd_bind_raise(L, &err);
    forget_corpus(L);
    hd_bind_store(L, path);
    hd_free(s->store);
    s->options.store = s->store = hd_strdup(path);
    return 0;
}

static int host_store_changed(lua_State *L)
{
    bool changed = hd_bind_store_changed(L);

    if (changed)
        forget_corpus(L);
    lua_pushboolean(L, changed);
    return 1;
}

void hd_session_lib(lua_State *L)
{
    static const luaL_Reg functions[] = {{"load", host_load},
                                         {"globals", host_globals},
                                         {"raw", host_raw},
                                         {"styled", host_styled},
                                         {"clock", host_clock},
                                         {"history", host_history},
                                         {"staged", host_staged},
                                         {"write_file", host_write_file},
                                         {"page", host_page},
                                         {"open_store", host_open_store},
                                         {"store_changed", host_store_changed},
                                         {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
