#include "host/repl.h"

#include <lauxlib.h>
#include <lua.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "bind/bind.h"
#include "host/line_text.h"
#include "host/session.h"

#define PROMPT "heddle> "
#define CONTINUED "     .. "
#define MAX_TRACE 65536

static hd_session *volatile abandoned; /* reachable, for leak checkers: see run.c */

/* ---- calls of heddle.prompt ---- */

/* Push the function heddle.prompt.NAME. [-0, +1, e] */
static void push_prompt(lua_State *L, const char *name)
{
    lua_pushcfunction(L, hd_script_require_own);
    lua_pushliteral(L, "heddle.prompt");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
}

/* The handler of every call: the place of an error, before the stack is gone. */
static int on_error(lua_State *L)
{
    hd_session *s = hd_host_of(L)->session;

    luaL_traceback(L, L, NULL, 0);
    size_t len;
    const char *trace = lua_tolstring(L, -1, &len);
    hd_buf_clear(&s->trace);
    hd_buf_add(&s->trace, trace, len < MAX_TRACE ? len : MAX_TRACE);
    lua_pop(L, 1);
    return hd_run_on_error(L);
}

/* Call the C function `fn` of one argument, the session, with n results.  On failure *err says why and nothing is on the
 * stack; what must end an entry must end it, and the next one can run. */
static hd_status call(hd_session *s, lua_CFunction fn, int n, hd_err *err)
{
    lua_State *L = s->h->L;
    hd_status status = HD_OK;

    lua_settop(L, 0);
    lua_pushcfunction(L, on_error);
    lua_pushcfunction(L, fn);
    lua_pushlightuserdata(L, s);
    if (lua_pcall(L, 1, n, 1) != LUA_OK || hd_limits_stopped(s->h)) {
        if (lua_gettop(L) < 2)
            lua_pushnil(L);
        status = hd_run_describe(s->h, err);
    }
    hd_stop_at(NULL, 0);
    if (status != HD_OK) {
        lua_settop(L, 0);
        hd_script_forget_unfinished(L);
    }
    return status;
}

/* The stop flag and what the last entry left are gone: another one may run. */
static void again(hd_session *s)
{
    hd_stop_reset();
    hd_limits_again(s->h);
    s->h->written_bytes = 0;
}

static int call_start(lua_State *L)
{
    push_prompt(L, "start");
    lua_call(L, 0, 1);
    if (lua_isstring(L, -1) && hd_host_of(L)->session->interactive) {
        size_t len;
        const char *text = lua_tolstring(L, -1, &len);
        hd_err err = HD_ERR_INIT;
        if (hd_output_write(hd_host_of(L), text, len, &err) != HD_OK)
            hd_limits_fail(L, &err);
    }
    return 0;
}

static void push_entry(lua_State *L)
{
    const hd_buf *entry = &hd_host_of(L)->session->entry;

    lua_pushlstring(L, hd_buf_str(entry), entry->len);
}

static int call_more(lua_State *L)
{
    push_prompt(L, "more");
    push_entry(L);
    lua_call(L, 1, 1);
    return 1;
}

/* Off a terminal the second argument is the number of the entry's first line. */
static int call_run(lua_State *L)
{
    hd_session *s = hd_host_of(L)->session;
    size_t lines = 0;

    push_prompt(L, "run");
    push_entry(L);
    for (size_t i = 0; i < s->entry.len; i++)
        lines += s->entry.data[i] == '\n';
    if (s->interactive)
        lua_pushnil(L);
    else
        lua_pushinteger(L, (lua_Integer)(s->number - lines));
    lua_call(L, 2, 1);
    return 1;
}

static int call_failed(lua_State *L)
{
    hd_session *s = hd_host_of(L)->session;

    push_prompt(L, "failed");
    lua_pushstring(L, s->failure.msg);
    lua_pushlstring(L, hd_buf_str(&s->trace), s->trace.len);
    push_entry(L);
    lua_call(L, 3, 0);
    return 0;
}

/* ---- completion ---- */

/* from, full, shown of prompt.complete; nothing is converted in place, so only texts are taken. */
static int call_complete(lua_State *L)
{
    hd_session *s = hd_host_of(L)->session;
    hd_line_choices *out = s->choices;

    push_prompt(L, "complete");
    push_entry(L);
    lua_pushinteger(L, (lua_Integer)s->cursor);
    lua_call(L, 2, 3); /* from full shown */
    int top = lua_gettop(L);
    if (!lua_isinteger(L, -3) || !lua_istable(L, -2))
        return 0;
    lua_Integer from = lua_tointeger(L, -3) - 1 - (lua_Integer)s->line_start;
    size_t n = (size_t)lua_rawlen(L, -2);
    n = n > HD_LINE_MAX_CHOICES ? HD_LINE_MAX_CHOICES : n;
    if (from < 0)
        return 0;
    out->from = (size_t)from;
    out->full = hd_calloc(n, sizeof *out->full);
    out->shown = hd_calloc(n, sizeof *out->shown);
    for (size_t i = 0; i < n; i++) {
        bool text = lua_rawgeti(L, top - 1, (lua_Integer)i + 1) == LUA_TSTRING;
        bool named = lua_istable(L, top) && lua_rawgeti(L, top, (lua_Integer)i + 1) == LUA_TSTRING;
        if (text) {
            out->full[out->n] = hd_strdup(lua_tostring(L, top + 1));
            out->shown[out->n++] = hd_strdup(lua_tostring(L, named ? -1 : top + 1));
        }
        lua_settop(L, top);
    }
    return 0;
}

/* Errors of it are nobody's to see while a line is typed. */
static void complete(void *ctx, const char *text, size_t len, size_t cursor, hd_line_choices *out)
{
    hd_session *s = ctx;
    hd_err err = HD_ERR_INIT;
    size_t before = s->entry.len;

    s->line_start = before;
    s->cursor = before + cursor;
    s->choices = out;
    hd_buf_add(&s->entry, text, len);
    hd_stop_set_mode(HD_STOP_ENTRY);
    if (call(s, call_complete, 0, &err) != HD_OK) {
        hd_line_choices_release(out);
        hd_limits_again(s->h);
        if (hd_stop_get() != HD_STOP_INTERRUPT && !hd_stop_leave())
            hd_stop_reset();
    }
    hd_stop_set_mode(HD_STOP_TYPING);
    s->entry.data[s->entry.len = before] = '\0';
}

/* ---- one entry ---- */

/* What the entry saved, and where. */
static hd_status write_saved(hd_session *s, hd_err *err)
{
    hd_host *h = s->h;
    hd_buf said = HD_BUF_INIT;
    hd_status status = hd_output_commit(h, err);

    for (size_t i = 0; status == HD_OK && s->interactive && i < h->n_staged; i++)
        hd_buf_printf(&said, "wrote %s/%s\n", s->options.out_dir, h->staged[i].path);
    if (status == HD_OK)
        status = hd_output_write(h, hd_buf_str(&said), said.len, err);
    hd_buf_release(&said);
    return status;
}

/* Run s->entry; *quit: it asked for the end of the session. */
static hd_status run_entry(hd_session *s, bool *quit, hd_err *err)
{
    lua_State *L = s->h->L;

    *quit = false;
    hd_stop_set_mode(s->interactive ? HD_STOP_ENTRY : HD_STOP_RUN);
    hd_status status = call(s, call_run, 1, err);
    if (status == HD_OK) {
        *quit = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "quit") == 0;
        lua_settop(L, 0);
        status = write_saved(s, err);
    }
    hd_output_drop(s->h);
    hd_err flush_err = HD_ERR_INIT;
    hd_status flushed = hd_output_flush(s->h, &flush_err);
    if (status == HD_OK && flushed != HD_OK) {
        *err = flush_err;
        status = flushed;
    }
    return status;
}

/* Say what went wrong; if heddle's own Lua cannot, the message alone. */
static void show_failure(hd_session *s, const hd_err *failed)
{
    hd_err err = HD_ERR_INIT;

    again(s);
    if (failed->status == HD_EINTR) /* behind "^C" */
        hd_output_write(s->h, "\n", 1, &err);
    s->failure = *failed;
    if (call(s, call_failed, 0, &err) != HD_OK) {
        again(s);
        hd_output_write(s->h, failed->msg, strlen(failed->msg), &err);
        hd_output_write(s->h, "\n", 1, &err);
    }
    hd_output_flush(s->h, NULL);
}

static bool wants_more(hd_session *s)
{
    hd_err err = HD_ERR_INIT;
    bool more = call(s, call_more, 1, &err) == HD_OK && lua_toboolean(s->h->L, -1);

    lua_settop(s->h->L, 0);
    return more;
}

/* ---- reading entries ---- */

static void say(const char *text)
{
    ssize_t n = write(STDOUT_FILENO, text, strlen(text));
    (void)n;
}

static hd_input_got read_line(hd_session *s)
{
    size_t before = s->entry.len;
    const char *prompt = before > 0 ? CONTINUED : PROMPT;
    hd_input_got got;

    if (before > 0)
        hd_buf_addc(&s->entry, '\n');
    if (s->line) {
        got = hd_line_read(s->line, prompt, &s->entry);
    } else {
        if (s->interactive)
            say(prompt);
        got = hd_input_line(&s->in, &s->entry);
    }
    if (got == HD_INPUT_TEXT)
        s->number++;
    else if (before > 0)
        s->entry.data[s->entry.len = before] = '\0';
    return got;
}

/* Read lines until they are an entry, which stands in s->entry. HD_INPUT_STOPPED: by a signal. */
static hd_input_got read_entry(hd_session *s)
{
    hd_buf_clear(&s->entry);
    for (;;) {
        hd_input_got got = read_line(s);
        if (got != HD_INPUT_TEXT)
            return got == HD_INPUT_END && !s->interactive && s->entry.len > 0 ? HD_INPUT_TEXT : got;
        if (s->entry.len > HD_INPUT_MAX || !wants_more(s))
            return HD_INPUT_TEXT;
    }
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static void remember(hd_session *s)
{
    if (s->interactive && hd_history_add(&s->history, s->entry.data) && s->line)
        hd_line_add_history(s->line, s->entry.data);
}

/* At a terminal: until Ctrl-D, `quit`, two Ctrl-C or a signal. */
static hd_status talk(hd_session *s, hd_err *err)
{
    bool quit = false;

    while (!quit && !hd_stop_leave()) {
        hd_err failed = HD_ERR_INIT;
        again(s);
        hd_stop_set_mode(HD_STOP_TYPING);
        hd_input_got got = read_entry(s);
        if (hd_stop_leave())
            break;
        if (got != HD_INPUT_TEXT)
            say("\n");
        if (got == HD_INPUT_END && s->entry.len > 0)
            continue; /* Ctrl-D drops what is unfinished */
        if (got == HD_INPUT_END)
            break;
        if (got == HD_INPUT_STOPPED || is_blank(hd_buf_str(&s->entry)))
            continue;
        remember(s);
        if (s->entry.len > HD_INPUT_MAX) {
            say("an entry can have 1 MiB\n");
            continue;
        }
        if (run_entry(s, &quit, &failed) != HD_OK && !hd_stop_leave())
            show_failure(s, &failed);
    }
    if (!hd_stop_leave())
        return HD_OK;
    hd_stop_check(err);
    hd_status status = err->status;
    *err = (hd_err){status, "", false};
    return status;
}

/* Lines of a file or a pipe: the first error ends it. */
static hd_status read_all(hd_session *s, hd_err *err)
{
    hd_status status = HD_OK;
    bool quit = false;

    hd_stop_set_mode(HD_STOP_RUN);
    while (status == HD_OK && !quit) {
        hd_input_got got = read_entry(s);
        if (got == HD_INPUT_STOPPED)
            return hd_stop_check(err);
        if (got == HD_INPUT_END)
            return s->in.broken ? hd_fail(err, HD_EIO, "cannot read standard input") : HD_OK;
        if (s->entry.len > HD_INPUT_MAX)
            return hd_fail(err, HD_EDATA, "stdin:%zu: an entry longer than 1 MiB", s->number);
        if (!is_blank(hd_buf_str(&s->entry)))
            status = run_entry(s, &quit, err);
    }
    return status;
}

/* ---- the session ---- */

static int open_state(lua_State *L)
{
    hd_session *s = lua_touserdata(L, 1);

    luaL_checkstack(L, 40, NULL);
    hd_bind_store(L, s->options.store);
    hd_bind_memory(L, hd_limits_charge);
    hd_state_open(L);
    hd_limits_watch(s->h);
    return 0;
}

static bool colours(void)
{
    const char *term = getenv("TERM"), *off = getenv("NO_COLOR");

    return isatty(STDOUT_FILENO) && !(off && *off) && term && *term && strcmp(term, "dumb") != 0;
}

static void open_terminal(hd_session *s)
{
    s->interactive = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    s->colour = colours();
    s->in.fd = STDIN_FILENO;
    if (!s->interactive)
        return;
    hd_history_open(&s->history);
    s->line = hd_line_new(&s->in, complete, s);
    for (size_t i = 0; s->line && i < s->history.n; i++)
        hd_line_add_history(s->line, s->history.entries[i]);
}

hd_status hd_repl(const hd_run_options *options, hd_err *err)
{
    hd_session *s = hd_calloc(1, sizeof *s);
    hd_status status;

    s->options = *options;
    s->options.time_ms = 0;
    s->h = hd_run_host(&s->options);
    s->h->session = s;
    hd_stop_memory_limit(options->memory);
    hd_limits_new_state(s->h);
    open_terminal(s);
    if (s->interactive)
        hd_stop_set_mode(HD_STOP_ENTRY);
    status = call(s, open_state, 0, err);
    if (status == HD_OK)
        status = call(s, call_start, 0, err);
    if (status == HD_OK)
        status = s->interactive ? talk(s, err) : read_all(s, err);
    hd_output_flush(s->h, NULL);
    hd_line_free(s->line);
    s->line = NULL;
    hd_history_close(&s->history);
    hd_limits_unwatch(s->h);
    if (!hd_limits_stopped(s->h))
        hd_bind_close_corpus(s->h->L);
    hd_output_release(s->h);
    abandoned = s; /* what would only be given back stays */
    return status;
}
