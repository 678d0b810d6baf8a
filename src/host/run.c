/* One run, from the options to the exit status. */
#include "host/run.h"

#include <lauxlib.h>
#include <lua.h>

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "base/stop.h"
#include "base/utf8.h"
#include "bind/bind.h"
#include "host/host.h"

/* A state after an ended run is not closed: closing would go on in what had to be stopped. Nor is that of the last
 * run, of which only the store needs to be closed. It stays
 * reachable (volatile: nobody reads it), so that leak checkers do not count it. */
static hd_host *volatile abandoned;

/* ---- inside the state ---- */

static _Noreturn void raise_plain(lua_State *L, const hd_err *err)
{
    hd_bind_push_error(L, err->status, err->msg);
    lua_error(L);
    hd_fault("lua_error returned");
}

/* What a command's run returned: nothing or false, all is well; "data", what it read is bad; else a check failed. */
static hd_status outcome_of(lua_State *L)
{
    if (!lua_toboolean(L, -1))
        return HD_OK;
    return lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "data") == 0 ? HD_EDATA
                                                                                      : HD_ECHECK;
}

static void run_command(lua_State *L, const char *name)
{
    lua_pushcfunction(L, hd_script_require_own);
    lua_pushfstring(L, "heddle.cmd.%s", name);
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "run");
    lua_pushcfunction(L, hd_script_require_own);
    lua_pushliteral(L, "heddle.host");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "args");
    lua_remove(L, -2);
    lua_call(L, 0, 1);
    lua_call(L, 1, 1);
    hd_host_of(L)->outcome = outcome_of(L);
    lua_pop(L, 1);
}

static void require_own(lua_State *L, const char *name)
{
    lua_pushcfunction(L, hd_script_require_own);
    lua_pushstring(L, name);
    lua_call(L, 1, 1);
}

static void run_profile(hd_host *h, lua_State *L)
{
    const hd_run_document *d = h->options->document;
    hd_err err = HD_ERR_INIT;
    size_t len;

    require_own(L, "heddle.profile");
    lua_getfield(L, -1, "run");
    if (!h->options->script) {
        require_own(L, "heddle.deck");
    } else {
        if (hd_script_load(h, L, h->options->script, &err) != HD_OK)
            raise_plain(L, &err);
        lua_call(L, 0, 1);
    }
    lua_pushlstring(L, d->text, d->len);
    lua_pushstring(L, d->name);
    if (d->source)
        lua_pushstring(L, d->source);
    else
        lua_pushnil(L);
    lua_call(L, 4, 1);
    const char *records = lua_tolstring(L, -1, &len);
    hd_buf_add(d->records, records, len);
}

static void run_line(lua_State *L, const char *code)
{
    hd_err err = HD_ERR_INIT;
    int base = lua_gettop(L);

    if (hd_script_load_line(L, code, &err) != HD_OK)
        raise_plain(L, &err);
    lua_call(L, 0, LUA_MULTRET);
    if (lua_gettop(L) == base)
        return;
    require_own(L, "heddle.show");
    lua_getfield(L, -1, "results");
    lua_insert(L, base + 1);
    lua_pop(L, 1);
    lua_call(L, lua_gettop(L) - base - 1, 0);
}

/* Argument: the host, as light userdata. */
static int body(lua_State *L)
{
    hd_host *h = lua_touserdata(L, 1);
    hd_err err = HD_ERR_INIT;

    luaL_checkstack(L, 40, NULL);
    if (h->options->store)
        hd_bind_store(L, h->options->store);
    hd_bind_memory(L, hd_limits_charge);
    hd_state_open(L);
    hd_limits_watch(h);
    lua_settop(L, 0);
    if (h->options->document) {
        run_profile(h, L);
    } else if (h->options->command) {
        run_command(L, h->options->command);
    } else if (h->options->code) {
        run_line(L, h->options->code);
    } else {
        if (hd_script_load(h, L, h->options->script, &err) != HD_OK)
            raise_plain(L, &err);
        lua_call(L, 0, 0);
    }
    return 0;
}

/* True if the error was raised by heddle's own Lua at the place that its text begins with, and not
 * by a script, or at a script's place on behalf of heddle. Embedded chunks are named with '=', which
 * no chunk of a script can be. */
static bool is_fault(lua_State *L, const char *msg)
{
    lua_Debug ar;
    const char *own;
    int level = 0;

    do {
        if (!lua_getstack(L, level++, &ar))
            return false;
        lua_getinfo(L, "Sl", &ar);
    } while (*ar.what == 'C');
    if (strncmp(ar.source, "=heddle/", 8) != 0)
        return false;
    own = lua_pushfstring(L, "%s:%d: ", ar.short_src, ar.currentline);
    hd_bind_where(L);
    bool fault = strncmp(msg, own, strlen(own)) == 0 && strcmp(lua_tostring(L, -1), own) != 0;
    lua_pop(L, 2);
    return fault;
}

int hd_run_mark_fault(lua_State *L)
{
    hd_err err = HD_ERR_INIT;
    const char *msg = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL;

    lua_settop(L, 1);
    if (!msg || hd_limits_stopped(hd_host_of(L)) || strstr(msg, "stack overflow") ||
        !is_fault(L, msg))
        return 1;
    hd_bind_where(L);
    hd_fail(&err, HD_EFAULT, "%sfault in heddle: %s", lua_tostring(L, -1), msg);
    hd_bind_push_error(L, HD_EFAULT, err.msg);
    return 1;
}

/* `for r in list do`: Lua speaks of a call that nobody wrote. */
static void name_the_way(lua_State *L)
{
    static const char slip[] = "attempt to call a table value (for iterator 'for iterator')";
    size_t len;
    const char *msg = lua_tolstring(L, 1, &len);

    if (len < sizeof slip - 1 || strcmp(msg + len - (sizeof slip - 1), slip) != 0)
        return;
    lua_pushlstring(L, msg, len - (sizeof slip - 1));
    lua_pushliteral(L, "'in' needs ipairs for a list: for _, item in ipairs(list) do");
    lua_concat(L, 2);
    lua_replace(L, 1);
}

/* An error without a message of its own gets the line it came from,
 * and one from inside heddle's own Lua is called what it is. */
int hd_run_on_error(lua_State *L)
{
    if (hd_limits_stopped(hd_host_of(L)))
        return 1;
    if (lua_isstring(L, 1)) {
        hd_run_mark_fault(L);
        if (lua_type(L, -1) == LUA_TSTRING)
            name_the_way(L);
        return 1;
    }
    if (luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
        lua_settop(L, 1);
        return 1;
    }
    hd_bind_where(L);
    lua_pushfstring(L, "error object is a %s value", luaL_typename(L, 1));
    lua_concat(L, 2);
    return 1;
}

static int describe(lua_State *L)
{
    hd_bind_push_text(L, 1);
    return 1;
}

/* ---- after it ---- */

/* Length of "script.lua:3: " at the beginning of msg, 0 if no place of a script stands there. */
static size_t place_length(const hd_host *h, const char *msg)
{
    for (size_t i = 0; i < h->n_chunks; i++) {
        size_t n = strlen(h->chunks[i].shown);
        if (strncmp(msg, h->chunks[i].shown, n) != 0 || msg[n] != ':')
            continue;
        size_t digits = strspn(msg + n + 1, "0123456789");
        if (digits > 0 && strncmp(msg + n + 1 + digits, ": ", 2) == 0)
            return n + digits + 3;
    }
    return 0;
}

/* Behind the repeats of a place at the beginning of msg: each level of coroutines adds one. */
static const char *skip_repeats(const hd_host *h, const char *msg)
{
    size_t n = place_length(h, msg);

    while (n > 0 && strncmp(msg, msg + n, n) == 0)
        msg += n;
    return msg;
}

hd_status hd_run_message(hd_err *err, hd_status status, const char *msg)
{
    char line[HD_ERR_MAX + 1]; /* one byte more, so that hd_fail sees where it is cut */
    size_t len = strnlen(msg, sizeof line - 1);

    for (size_t i = 0; i < len; i++)
        line[i] = msg[i] == '\n' || msg[i] == '\r' || msg[i] == '\t' ? ' ' : msg[i];
    while (len > 0 && line[len - 1] == ' ')
        len--;
    line[len] = '\0';
    return hd_fail(err, status, "%s", line);
}

hd_status hd_run_describe(hd_host *h, hd_err *err)
{
    lua_State *L = h->L;
    hd_status status = hd_bind_error_status(L, -1);

    hd_limits_adopt(L, -1);
    lua_pushcfunction(L, describe);
    lua_insert(L, -2);
    if (!hd_limits_stopped(h) && lua_pcall(L, 1, 1, 0) == LUA_OK)
        return hd_run_message(err, status, skip_repeats(h, lua_tostring(L, -1)));
    if (hd_limits_stopped(h)) {
        if (h->fatal.status == HD_OK)
            hd_stop_check(&h->fatal);
        *err = h->fatal;
        return err->status;
    }
    return hd_fail(err, status, "%s: error object has no message of its own",
                   h->n_chunks > 0 ? h->chunks[0].shown : "heddle");
}

static hd_status check_params(const hd_host *h, hd_err *err)
{
    const hd_run_options *o = h->options;
    const char *nearest;

    for (size_t i = 0; i < o->n_params; i++) {
        if (hd_intern_find(&h->asked, o->params[i].name) != HD_NONE)
            continue;
        nearest = hd_utf8_nearest(o->params[i].name, h->asked.strings, h->asked.n);
        hd_fail(err, HD_EUSAGE, "unknown parameter '%.*s'", hd_utf8_shown(o->params[i].name, 100),
                o->params[i].name);
        if (nearest)
            hd_err_add(err, " (did you mean '%s'?)", nearest);
        else if (h->asked.n == 0)
            hd_err_add(err, " (the script takes none)");
        else
            for (size_t k = 0; k < h->asked.n; k++)
                hd_err_add(err, "%s%s%s", k ? ", " : " (the script takes ", h->asked.strings[k],
                           k + 1 == h->asked.n ? ")" : "");
        return err->status;
    }
    return HD_OK;
}

/* Who sits before a terminal is told where the files are. */
static void tell_saved(const hd_host *h)
{
    if (h->options->output || isatty(STDERR_FILENO) != 1)
        return;
    for (size_t i = 0; i < h->n_staged; i++)
        fprintf(stderr, "wrote %s/%s\n", h->options->out_dir, h->staged[i].path);
}

/* The script ended well: all that can still fail does so before the first file is renamed. */
static hd_status finish(hd_host *h, hd_err *err)
{
    hd_status status = hd_output_flush(h, err);

    if (status == HD_OK)
        status = hd_stop_check(err);
    if (status == HD_OK)
        status = check_params(h, err);
    if (status == HD_OK)
        status = hd_output_commit(h, err);
    if (status == HD_OK)
        tell_saved(h);
    if (status == HD_OK && h->outcome != HD_OK) {
        status = hd_fail(err, h->outcome, "a check failed");
        if (err)
            err->msg[0] = '\0';
    }
    return status;
}

static void release(hd_host *h)
{
    for (size_t i = 0; i < h->n_chunks; i++) {
        hd_free(h->chunks[i].source);
        hd_free(h->chunks[i].shown);
    }
    hd_free(h->chunks);
    hd_intern_release(&h->asked);
    hd_output_release(h);
    hd_free(h->folder);
    hd_free(h);
}

hd_host *hd_run_host(const hd_run_options *options)
{
    hd_host *h = hd_calloc(1, sizeof *h);
    const char *slash = options->script ? strrchr(options->script, '/') : NULL;

    h->options = options;
    h->soft_bytes = options->memory;
    h->hard_bytes = options->memory + options->memory / 4;
    h->output = options->output;
    h->terminal = !options->output && isatty(STDOUT_FILENO) == 1;
    hd_intern_init(&h->asked);
    h->folder = !slash ? hd_strdup(".")
                       : hd_strndup(options->script,
                                    (size_t)(slash - options->script) + (slash == options->script));
    return h;
}

hd_status hd_run_machine(const char *kernels, const char *threads, hd_err *err)
{
    size_t n = 0;

    for (const char *p = threads; p && *p; p++) {
        if (*p < '0' || *p > '9' || (n = n * 10 + (size_t)(*p - '0')) > HD_POOL_MAX_THREADS)
            return hd_fail(err, HD_EUSAGE,
                           "HEDDLE_THREADS is '%.40s' (expected a number from 1 to %d)", threads,
                           HD_POOL_MAX_THREADS);
    }
    if (threads && *threads && n == 0)
        return hd_fail(err, HD_EUSAGE, "HEDDLE_THREADS is '%.40s' (expected a number from 1 to %d)",
                       threads, HD_POOL_MAX_THREADS);
    hd_status status = hd_bind_machine(kernels, n, err);
    hd_err_at(err, "HEDDLE_KERNEL");
    return status;
}

hd_status hd_run(const hd_run_options *options, hd_err *err)
{
    hd_host *h = hd_run_host(options);
    hd_status status;

    hd_stop_memory_limit(options->memory);
    hd_stop_deadline(options->time_ms);
    lua_State *L = hd_limits_new_state(h);
    lua_pushcfunction(L, hd_run_on_error);
    lua_pushcfunction(L, body);
    lua_pushlightuserdata(L, h);
    if (lua_pcall(L, 1, 0, 1) == LUA_OK && !hd_limits_stopped(h)) {
        hd_stop_deadline(0);
        hd_stop_at(NULL, 0);
        status = finish(h, err);
    } else {
        if (lua_gettop(L) < 2)
            lua_pushnil(L);
        status = hd_run_describe(h, err);
        hd_stop_deadline(0);
        hd_stop_at(NULL, 0);
        hd_output_flush(h, NULL);
    }
    hd_limits_unwatch(h);
    if (hd_limits_stopped(h)) {
        abandoned = h;
    } else if (options->last) {
        hd_bind_close_corpus(L);
        hd_output_release(h);
        abandoned = h;
    } else {
        lua_close(L);
        release(h);
    }
    return status;
}
