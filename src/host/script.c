/* Where Lua comes from: the script, the modules beside it, and heddle's own, which are embedded. */
#include "host/host.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "bind/bind.h"
#include "host/embed.h"

static const char BOM[] = "\xEF\xBB\xBF";

/* ---- the analyst's files ---- */

/* Once for each: a module that fails can be required, and so loaded, any number of times. */
static void add_chunk(hd_host *h, const char *source, const char *shown)
{
    for (size_t i = 0; i < h->n_chunks; i++)
        if (strcmp(h->chunks[i].source, source) == 0)
            return;
    hd_host_chunk chunk = {hd_strdup(source), hd_strdup(shown)};
    HD_PUSH(h->chunks, h->n_chunks, h->chunks_cap, chunk);
}

static hd_status check_text(const char *path, const char *s, size_t len, hd_err *err)
{
    const char *nul = memchr(s, '\0', len);

    if (len > 0 && s[0] == LUA_SIGNATURE[0])
        return hd_fail(err, HD_EDATA, "%s: compiled Lua (expected the text of a script)", path);
    if (nul) {
        size_t line = 1;
        for (const char *p = s; p < nul; p++)
            line += *p == '\n';
        return hd_fail(err, HD_EDATA, "%s:%zu: a NUL byte (expected text)", path, line);
    }
    return HD_OK;
}

/* Load text; a message of the parser is already "file:line: ...". [-0, +1, -] on HD_OK. */
static hd_status load_text(hd_host *h, lua_State *L, const char *s, size_t len, const char *source,
                           hd_err *err)
{
    lua_Debug ar;

    if (luaL_loadbufferx(L, s, len, source, "t") != LUA_OK) {
        hd_fail(err, HD_EDATA, "%s", lua_tostring(L, -1));
        lua_pop(L, 1);
        return HD_EDATA;
    }
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &ar);
    add_chunk(h, source, ar.short_src);
    return HD_OK;
}

static hd_status read_script(const char *path, hd_buf *file, hd_err *err)
{
    hd_status status = hd_file_read(path, HD_RUN_MAX_SCRIPT, file, err);

    if (status == HD_ELIMIT)
        status = hd_fail(err, HD_EDATA, "%s: longer than the 4 MiB a script can have", path);
    return status;
}

/* Load what was read from path; a message begins with "path:". [-0, +1, -] on HD_OK. */
static hd_status load_script(hd_host *h, lua_State *L, const char *path, const hd_buf *file,
                             hd_err *err)
{
    char source[HD_HOST_MAX_PATH + PATH_MAX];
    const char *s = hd_buf_str(file), *end = s + file->len;
    hd_status status;

    if (file->len >= 3 && memcmp(s, BOM, 3) == 0)
        s += 3;
    if (s < end && *s == '#') { /* the newline stays, for the line numbers */
        const char *newline = memchr(s, '\n', (size_t)(end - s));
        s = newline ? newline : end;
    }
    snprintf(source, sizeof source, "@%s", path);
    status = check_text(path, s, (size_t)(end - s), err);
    if (status == HD_OK)
        status = load_text(h, L, s, (size_t)(end - s), source, err);
    return status;
}

hd_status hd_script_load(hd_host *h, lua_State *L, const char *path, hd_err *err)
{
    hd_buf file = HD_BUF_INIT;
    hd_status status = read_script(path, &file, err);

    if (status == HD_OK)
        status = load_script(h, L, path, &file, err);
    hd_buf_release(&file);
    return status;
}

hd_status hd_script_load_line(lua_State *L, const char *code, hd_err *err)
{
    hd_host *h = hd_host_of(L);
    hd_buf expression = HD_BUF_INIT;
    size_t len = strlen(code);
    hd_status status;

    if (len > HD_HOST_MAX_CHUNK)
        return hd_fail(err, HD_EDATA, "-e: longer than 1 MiB");
    /* Where something waits to be closed a call in "return" keeps its frame, so errors have a
     * line. The variable's name is longer than the code, which so cannot name it. */
    hd_buf_adds(&expression, "local ");
    for (size_t i = 0; i <= len; i++)
        hd_buf_addc(&expression, '_');
    hd_buf_printf(&expression, " <close> = nil return %s", code);
    status = load_text(h, L, expression.data, expression.len, "=-e", NULL);
    hd_buf_release(&expression);
    return status == HD_OK ? HD_OK : load_text(h, L, code, len, "=-e", err);
}

hd_status hd_script_load_text(lua_State *L, const char *text, size_t len, const char *name,
                              hd_err *err)
{
    if (len > HD_HOST_MAX_CHUNK)
        return hd_fail(err, HD_EDATA, "longer than 1 MiB");
    if (len > 0 && text[0] == LUA_SIGNATURE[0])
        return hd_fail(err, HD_EDATA, "compiled Lua (expected text)");
    return load_text(hd_host_of(L), L, text, len, name, err);
}

static const hd_embed *find_embedded(const char *name)
{
    for (size_t i = 0; i < hd_embed_count; i++)
        if (strcmp(hd_embed_files[i].name, name) == 0)
            return &hd_embed_files[i];
    return NULL;
}

/* ---- require of a script ---- */

/* "a.b_c" -> "a/b_c.lua"; false if the name is not of this form. */
static bool module_path(const char *name, const char *folder, char *out, size_t size)
{
    int len = strcmp(folder, ".") == 0 ? 0 : snprintf(out, size, "%s/", folder);

    if (len < 0 || (size_t)len + strlen(name) + sizeof ".lua" > size)
        return false;
    out += len;
    for (bool start = true; *name; name++) {
        bool letter = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
                      (*name >= '0' && *name <= '9') || *name == '_';
        if (!letter && (*name != '.' || start || !name[1]))
            return false;
        start = !letter;
        *out++ = letter ? *name : '/';
    }
    memcpy(out, ".lua", sizeof ".lua");
    return true;
}

/* True if path, links followed, is below folder. */
static bool is_below(const char *path, const char *folder)
{
    char real[PATH_MAX], root[PATH_MAX];

    if (!realpath(path, real) || !realpath(folder, root))
        return false;
    size_t len = strcmp(root, "/") == 0 ? 0 : strlen(root);
    return strncmp(real, root, len) == 0 && real[len] == '/';
}

/* A file that is no text of Lua ends a run with the exit code of bad data, as a script does. */
static _Noreturn void raise_require(lua_State *L, hd_status status, const char *name,
                                    const char *what)
{
    hd_err err = HD_ERR_INIT;

    hd_fail(&err, status, "require '%.*s': %s", hd_utf8_shown(name, 100), name, what);
    if (status != HD_EDATA)
        hd_bind_raise(L, &err);
    hd_bind_where(L);
    lua_pushstring(L, err.msg);
    lua_concat(L, 2);
    hd_bind_push_error(L, status, lua_tostring(L, -1));
    lua_error(L);
    abort(); /* lua_error does not return, but is not declared so */
}

static void load_module(lua_State *L, const char *name)
{
    hd_host *h = hd_host_of(L);
    hd_err err = HD_ERR_INIT;
    hd_buf file = HD_BUF_INIT;
    char path[HD_HOST_MAX_PATH], what[HD_HOST_MAX_PATH + 32];
    hd_status status;

    if (!module_path(name, h->folder, path, sizeof path))
        raise_require(L, HD_ESCRIPT, name,
                      "expected letters, digits and '_', with '.' for a folder");
    if (!hd_file_exists(path)) {
        snprintf(what, sizeof what, "no file '%s'", path);
        raise_require(L, HD_ENOTFOUND, name, what);
    }
    if (!is_below(path, h->folder))
        raise_require(L, HD_ESCRIPT, name, "the file is outside the script's folder");
    status = read_script(path, &file, &err);
    if (status != HD_OK) {
        hd_buf_release(&file);
        raise_require(L, status, name, err.msg);
    }
    status = load_script(h, L, path, &file, &err);
    hd_buf_release(&file);
    if (status != HD_OK) { /* the place is the module's */
        hd_bind_push_error(L, status, err.msg);
        lua_error(L);
    }
}

int hd_script_require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    lua_settop(L, 1);
    if (strcmp(name, "heddle") == 0) {
        lua_getglobal(L, "heddle");
        return 1;
    }
    if (strncmp(name, "heddle.deck.", 12) == 0 && find_embedded(name))
        return hd_script_require_own(L); /* what a copy of the deck profile is made with */
    if (strncmp(name, "heddle.", 7) == 0)
        raise_require(L, HD_ESCRIPT, name, "it is inside heddle (scripts require 'heddle')");
    lua_getfield(L, LUA_REGISTRYINDEX, HD_HOST_SCRIPTS); /* name modules */
    int type = lua_getfield(L, 2, name);
    if (type == LUA_TLIGHTUSERDATA && lua_touserdata(L, -1) == hd_host_of(L))
        raise_require(L, HD_ESCRIPT, name, "the module requires itself, by way of this line");
    if (type != LUA_TNIL)
        return 1;
    lua_pop(L, 1);
    load_module(L, name); /* name modules chunk */
    lua_pushlightuserdata(L, hd_host_of(L));
    lua_setfield(L, 2, name);
    lua_pushvalue(L, 1);
    lua_pushcfunction(L, hd_run_mark_fault);
    lua_insert(L, 3); /* name modules handler chunk name */
    /* A module that failed may be required again, and fails again. */
    int failed = lua_pcall(L, 1, 1, 3);
    if (failed)
        lua_pushnil(L);
    else if (lua_isnil(L, -1))
        lua_pushboolean(L, 1);
    else
        lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);
    if (failed)
        lua_error(L);
    lua_getfield(L, 2, name);
    return 1;
}

/* ---- heddle's own ---- */

static void load_embedded(lua_State *L, const char *name)
{
    const hd_embed *file = find_embedded(name);
    const hd_embed_code *code;
    char source[256];

    if (!file)
        luaL_error(L, "no module '%s' in heddle", name);
    snprintf(source, sizeof source, "=%s", file->path + strlen("lua/"));
    code = &hd_embed_codes[file - hd_embed_files];
    if (luaL_loadbufferx(L, (const char *)code->data, code->size, source, "b") != LUA_OK) {
        lua_pop(L, 1);
        if (luaL_loadbufferx(L, (const char *)file->data, file->size, source, "t") != LUA_OK)
            lua_error(L);
    }
    lua_getfield(L, LUA_REGISTRYINDEX, HD_HOST_PRIVATE);
    lua_setupvalue(L, -2, 1);
}

int hd_script_require_own(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    lua_settop(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, HD_HOST_LOADED); /* name loaded */
    int type = lua_getfield(L, 2, name);
    if (type == LUA_TLIGHTUSERDATA)
        return luaL_error(L, "the modules of heddle require each other at '%s'", name);
    if (type != LUA_TNIL)
        return 1;
    lua_pop(L, 1);
    if (strcmp(name, "heddle.core") == 0) {
        lua_pushcfunction(L, hd_bind_open);
    } else if (strcmp(name, "heddle.host") == 0) {
        lua_pushcfunction(L, hd_host_open);
    } else {
        load_embedded(L, name);
    }
    lua_pushlightuserdata(L, hd_host_of(L));
    lua_setfield(L, 2, name);
    lua_call(L, 0, 1);
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);
    return 1;
}

void hd_script_forget_unfinished(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, HD_HOST_LOADED);
    for (lua_pushnil(L); lua_next(L, -2);) {
        if (lua_type(L, -1) == LUA_TLIGHTUSERDATA) {
            lua_pushvalue(L, -2);
            lua_pushnil(L);
            lua_rawset(L, -5);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}
