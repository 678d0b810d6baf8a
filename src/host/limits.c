/* The limits of a run: memory, time, interrupts.
 *
 * A hook makes every instruction of Lua more than twice as slow, so the main thread of a state has
 * one only once there is something to look at: whoever sets the reason of base/stop, be it a
 * signal handler, and the allocator past the soft limit, set it.  Which coroutine runs is not known
 * there, so coroutines have theirs from the beginning.  C functions that can run long are guarded
 * (guard.c), so that the watchdog of base/stop knows the line.  Once the run must end, `fatal` says
 * why and every function that could hold an error raises it again. */
#include "host/host.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "bind/bind.h"

#define COLLECT_FROM ((size_t)4 << 20) /* bytes: a short run ends before there is much to collect */
#define MARK_LEVELS 32                 /* of the stack are searched for the script's line */

static hd_host *volatile watched; /* the run that a reason to stop is told to */

static void on_hook(lua_State *L, lua_Debug *ar);

hd_host *hd_host_of(lua_State *L)
{
    return *(hd_host **)lua_getextraspace(L);
}

/* The innermost line of one of the script's chunks, searched from `level` down. */
static const hd_host_chunk *position(lua_State *L, int level, int *line)
{
    hd_host *h = hd_host_of(L);
    lua_Debug ar;

    for (int end = level + MARK_LEVELS; level < end && lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline <= 0)
            continue;
        for (size_t i = 0; i < h->n_chunks; i++) {
            if (strcmp(h->chunks[i].source, ar.source) == 0) {
                *line = ar.currentline;
                return &h->chunks[i];
            }
        }
    }
    return NULL;
}

void hd_limits_mark(lua_State *L, int level)
{
    int line;
    const hd_host_chunk *chunk = position(L, level, &line);

    if (chunk)
        hd_stop_at(chunk->shown, line);
}

bool hd_limits_stopped(const hd_host *h)
{
    return h->fatal.status != HD_OK || hd_stop_get() != HD_STOP_NONE;
}

/* ---- memory ---- */

/* Past the hard limit nothing of Lua may run any more, and a refused allocation would start a
 * collection in the middle of any operation: so the process ends here. */
static _Noreturn void out_of_memory(hd_host *h)
{
    char text[HD_ERR_MAX + 2];
    hd_err err = HD_ERR_INIT;
    int line;
    const hd_host_chunk *chunk = position(h->L, 0, &line);

    hd_output_flush(h, &err);
    hd_stop_set(HD_STOP_MEMORY);
    err = (hd_err)HD_ERR_INIT;
    hd_stop_check(&err);
    if (chunk)
        hd_err_at(&err, "%s:%d", chunk->shown, line);
    else
        hd_err_at(&err, "heddle");
    int len = snprintf(text, sizeof text, "%s\n", err.msg);
    ssize_t n = write(STDERR_FILENO, text, (size_t)len);
    (void)n;
    hd_stop_exit(hd_exit_code(err.status));
}

static void *allocate(void *ud, void *p, size_t old_size, size_t size)
{
    hd_host *h = ud;

    if (!p)
        old_size = 0; /* it is a type, not a size */
    if (size == 0) {
        free(p);
        h->used_bytes -= old_size;
        return NULL;
    }
    if (size > old_size && size - old_size > h->hard_bytes - h->used_bytes)
        out_of_memory(h);
    void *q = realloc(p, size);
    if (!q) {
        if (size <= old_size)
            return p;
        out_of_memory(h);
    }
    h->used_bytes += size - old_size; /* wraps back when it shrinks */
    if (h->used_bytes > COLLECT_FROM && !h->collects) {
        h->collects = true;
        lua_gc(h->L, LUA_GCRESTART); /* which collects nothing yet */
    }
    if (h->used_bytes > h->soft_bytes && !h->over_soft) {
        h->over_soft = true;
        if (watched == h)
            lua_sethook(h->L, on_hook, LUA_MASKCOUNT, HD_HOST_HOOK_COUNT);
    }
    return q;
}

int hd_limits_charge(lua_State *L)
{
    hd_host *h = hd_host_of(L);
    lua_Integer bytes = luaL_checkinteger(L, 1);

    if (bytes > 0) {
        /* The collector works as if Lua had taken this much: else it would leave what is gone. */
        if (h->collects)
            lua_gc(L, LUA_GCSTEP, (int)(bytes / 1024) + 1);
        if (h->used_bytes + (size_t)bytes > h->soft_bytes)
            lua_gc(L, LUA_GCCOLLECT);
        if (h->used_bytes + (size_t)bytes > h->soft_bytes) {
            hd_stop_set(HD_STOP_MEMORY);
            hd_limits_raise(L);
        }
    }
    h->used_bytes += (size_t)bytes; /* wraps back when they are given back */
    return 0;
}

static int on_panic(lua_State *L)
{
    const char *msg = lua_tostring(L, -1);
    hd_fault("unprotected error: %s", msg ? msg : "not a string");
}

lua_State *hd_limits_new_state(hd_host *h)
{
    lua_State *L = lua_newstate(allocate, h);

    if (!L)
        hd_fault("no Lua state");
    h->L = L;
    *(hd_host **)lua_getextraspace(L) = h;
    lua_atpanic(L, on_panic);
    lua_gc(L, LUA_GCSTOP);
    return L;
}

/* ---- stopping ---- */

static void on_hook(lua_State *L, lua_Debug *ar)
{
    hd_host *h = hd_host_of(L);

    if (L == h->L) /* a reason that comes meanwhile sets it again, or is seen below */
        lua_sethook(L, NULL, 0, 0);
    else if (ar->event == LUA_HOOKLINE && !hd_limits_stopped(h))
        hd_limits_watch_thread(L); /* it was stopped in an earlier entry of the prompt */
    hd_limits_mark(L, 0);
    if (h->over_soft && !hd_limits_stopped(h)) {
        h->over_soft = false;
        lua_gc(L, LUA_GCCOLLECT);
        if (h->used_bytes > h->soft_bytes)
            hd_stop_set(HD_STOP_MEMORY);
    }
    if (hd_limits_stopped(h))
        hd_limits_raise(L);
}

/* lua_sethook may be called in a signal handler; so does Lua's own program. */
static void on_reason(void)
{
    hd_host *h = watched;

    if (h)
        lua_sethook(h->L, on_hook, LUA_MASKCOUNT | LUA_MASKLINE, 1);
}

void hd_limits_watch(hd_host *h)
{
    h->outer = watched;
    watched = h;
    hd_stop_tell(on_reason);
    if (hd_limits_stopped(h) || h->over_soft)
        on_reason();
}

void hd_limits_unwatch(hd_host *h)
{
    if (watched != h)
        return;
    watched = h->outer;
    if (!watched)
        hd_stop_tell(NULL);
    else if (hd_limits_stopped(watched))
        on_reason();
}

void hd_limits_watch_thread(lua_State *co)
{
    lua_sethook(co, on_hook, LUA_MASKCOUNT, HD_HOST_HOOK_COUNT);
}

void hd_limits_again(hd_host *h)
{
    size_t least = h->options->memory / 16;

    h->fatal = (hd_err)HD_ERR_INIT;
    h->over_soft = false;
    h->soft_bytes = h->options->memory;
    lua_sethook(h->L, NULL, 0, 0);
    if (h->used_bytes + least > h->soft_bytes)
        lua_gc(h->L, LUA_GCCOLLECT);
    if (h->used_bytes + least > h->soft_bytes)
        h->soft_bytes = h->used_bytes + least;
    if (hd_limits_stopped(h)) /* a signal came meanwhile */
        on_reason();
}

void hd_limits_raise(lua_State *L)
{
    hd_host *h = hd_host_of(L);

    if (h->fatal.status == HD_OK) {
        int line;
        const hd_host_chunk *chunk = position(L, 0, &line);
        hd_stop_check(&h->fatal);
        if (chunk)
            hd_err_at(&h->fatal, "%s:%d", chunk->shown, line);
    }
    /* Whatever still runs in this thread after a pcall ends at its next instruction. */
    lua_sethook(L, on_hook, LUA_MASKCOUNT | LUA_MASKLINE, 1);
    lua_pushstring(L, h->fatal.msg);
    lua_error(L);
    abort(); /* lua_error does not return, but is not declared so */
}

void hd_limits_end(lua_State *L, const hd_err *err)
{
    hd_host *h = hd_host_of(L);

    if (!hd_limits_stopped(h))
        h->fatal = *err;
    hd_limits_raise(L);
}

void hd_limits_fail(lua_State *L, const hd_err *err)
{
    hd_err placed = *err;
    int line;
    const hd_host_chunk *chunk = position(L, 0, &line);

    if (chunk)
        hd_err_at(&placed, "%s:%d", chunk->shown, line);
    hd_limits_end(L, &placed);
}

void hd_limits_adopt(lua_State *L, int idx)
{
    hd_host *h = hd_host_of(L);
    hd_status status = hd_bind_error_status(L, idx);

    if (h->fatal.status != HD_OK || hd_stop_get() == HD_STOP_NONE)
        return;
    if (status == HD_ELIMIT || status == HD_EINTR)
        hd_fail(&h->fatal, status, "%s", luaL_tolstring(L, idx, NULL));
    else
        return;
    lua_pop(L, 1);
}
