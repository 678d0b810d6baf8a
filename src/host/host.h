/* host.h -- one run of a script: its Lua state, limits, output and parameters. Private to host/.
 *
 * run.c makes it and ends it; every C function the state can call finds it with hd_host_of. */
#ifndef HD_HOST_HOST_H
#define HD_HOST_HOST_H

#include <lauxlib.h>
#include <lua.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/intern.h"
#include "host/progress.h"
#include "host/run.h"

#define HD_HOST_HOOK_COUNT 1000 /* instructions of a coroutine between two looks at the stop flag */
#define HD_HOST_MAX_CHUNK ((size_t)1 << 20) /* bytes that load() compiles */
#define HD_HOST_MAX_RANGE 10000000          /* elements of one table.move or table.concat */
#define HD_HOST_MAX_NAME 255                /* bytes of one component of a saved file's name */
#define HD_HOST_MAX_PATH 4000               /* bytes of a saved file's name; of a module's path */
#define HD_HOST_MAX_FILES 10000             /* saved files of one run */
#define HD_HOST_MAX_PARAMS 1000             /* names one run gives to heddle.param */
#define HD_HOST_MAX_DOCUMENT ((size_t)16 << 20) /* bytes of a document a command reads */

/* Registry keys. */
#define HD_HOST_LOADED "heddle.loaded"   /* heddle's own modules by name */
#define HD_HOST_SCRIPTS "heddle.scripts" /* modules beside the script, by name */
#define HD_HOST_PRIVATE "heddle.private" /* the globals of heddle's own Lua */

/* A chunk of the analyst's: the script and each module it required. */
typedef struct hd_host_chunk {
    char *source; /* Lua's chunk name, "@script.lua" */
    char *shown;  /* as messages show it, "script.lua" */
} hd_host_chunk;

typedef struct hd_host {
    lua_State *L;
    const hd_run_options *options;

    size_t used_bytes; /* of Lua's memory, and of C's that values of Lua hold */
    size_t soft_bytes;
    size_t hard_bytes;
    bool collects;         /* the collector runs */
    bool over_soft;        /* passed the soft limit: the next hook collects, or ends the run */
    struct hd_host *outer; /* the run that was watched before, NULL */
    hd_err fatal;          /* why the run must end, once it must: no pcall holds it */

    hd_host_chunk *chunks;
    size_t n_chunks;
    size_t chunks_cap;

    hd_buf out;             /* not yet written to standard output */
    hd_buf *output;         /* takes it instead; NULL */
    uint64_t written_bytes; /* printed so far, `out` included */
    bool terminal;          /* standard output is one */
    hd_progress progress;

    hd_file_out *staged; /* path relative to the output folder; both owned */
    size_t n_staged;
    size_t staged_cap;
    uint64_t staged_bytes;

    hd_status outcome; /* HD_ECHECK, HD_EDATA: a command printed what is wrong and ended well */

    struct hd_session *session; /* of the prompt; NULL in a run */

    hd_intern asked; /* names that heddle.param asked for */
    char *folder;    /* where the script's modules are; "." for -e */
} hd_host;

hd_host *hd_host_of(lua_State *L);

/* ---- limits.c ---- */

/* A state that counts its memory in h, and can be found from every coroutine. */
lua_State *hd_limits_new_state(hd_host *h);
/* From now on a reason to stop, or passing the soft limit, ends the run's Lua at its next instructions. */
void hd_limits_watch(hd_host *h);
/* No more, and the run that was watched before is watched again: before the state is closed, or left
 * as it is.  Does nothing when it was not watched. */
void hd_limits_unwatch(hd_host *h);
/* A new coroutine looks for itself, every HD_HOST_HOOK_COUNT instructions. */
void hd_limits_watch_thread(lua_State *co);
/* True when the run must end. */
bool hd_limits_stopped(const hd_host *h);
/* End the run for the reason of the stop flag, or h->fatal if that is set. */
_Noreturn void hd_limits_raise(lua_State *L);
/* End the run with err, at the script's line; no pcall holds it. */
_Noreturn void hd_limits_fail(lua_State *L, const hd_err *err);
/* The same for a message that begins with its place already. */
_Noreturn void hd_limits_end(lua_State *L, const hd_err *err);
/* After an entry of the prompt that had to end: the next one may run.  Its soft limit is at least a sixteenth of
 * the session's above what is held by now. */
void hd_limits_again(hd_host *h);
/* Count the bytes at 1 as memory of the run, negative ones as given back: for hd_bind_memory. */
int hd_limits_charge(lua_State *L);
/* Take the error value at idx as the reason if the run must end and none is kept yet, since it
 * knows the line better. */
void hd_limits_adopt(lua_State *L, int idx);
/* Tell the watchdog where the script is: the innermost line at `level` of the stack or below. */
void hd_limits_mark(lua_State *L, int level);
/* In the libraries string, table and coroutine of the table on top, the functions that can run long
 * without the hook are replaced by guarded ones. [-0, +0, e] */
void hd_guard_libraries(lua_State *L);

/* ---- run.c ---- */

/* A run that has no state yet. */
hd_host *hd_run_host(const hd_run_options *options);
/* Message handler of a whole run: an error without a message of its own gets the line it came from, and one from inside
 * heddle's own Lua is called what it is. [-1, +1, e] */
int hd_run_on_error(lua_State *L);
/* Turn the error value on top of the stack into *err; returns its status. [-1, +0..1, -] */
hd_status hd_run_describe(hd_host *h, hd_err *err);

/* Message handler: a fault of heddle's own Lua becomes an error of HD_EFAULT, everything else stays
 * as it is.  Where the error was raised decides, not its text. [-1, +1, e] */
int hd_run_mark_fault(lua_State *L);
/* *err = the first line's worth of msg: line breaks become spaces. Returns status. */
hd_status hd_run_message(hd_err *err, hd_status status, const char *msg);

/* ---- script.c ---- */

/* Read the file at path, check that it is text and load it as chunk "@path": [-0, +1, -] on HD_OK.
 * Fails: HD_ENOTFOUND, HD_EDATA (no regular file, too long, compiled, a NUL byte, does not parse),
 * HD_EIO. */
hd_status hd_script_load(hd_host *h, lua_State *L, const char *path, hd_err *err);
/* Load the line of -e, as an expression if it is one. Fails: HD_EDATA. */
hd_status hd_script_load_line(lua_State *L, const char *code, hd_err *err);
/* Load text as chunk `name`. Fails: HD_EDATA. [-0, +1, -] on HD_OK */
hd_status hd_script_load_text(lua_State *L, const char *text, size_t len, const char *name,
                              hd_err *err);
/* require of a script: "heddle", or a file in the script's folder. */
int hd_script_require(lua_State *L);
/* require of heddle's own Lua: what is embedded, heddle.core, heddle.host. */
int hd_script_require_own(lua_State *L);
/* While none is being loaded: those whose loading an error ended are loaded again when they are next required. */
void hd_script_forget_unfinished(lua_State *L);

/* ---- output.c ---- */

/* Print; the failure is for hd_limits_fail. Fails: HD_ELIMIT, HD_EIO. */
hd_status hd_output_write(hd_host *h, const char *bytes, size_t len, hd_err *err);
hd_status hd_output_flush(hd_host *h, hd_err *err);
/* True if `path` is the open store or one of the companions that SQLite keeps beside it, there or not. */
bool hd_output_is_store(const hd_host *h, const char *path);
/* Forget what was kept. */
void hd_output_drop(hd_host *h);
/* Keep `bytes` to be written as NAME below the output folder.
 * Fails: HD_ESCRIPT (the name), HD_ECREATE (it is the store or the script), HD_ELIMIT. */
hd_status hd_output_stage(hd_host *h, const char *name, size_t name_len, const char *bytes,
                          size_t len, hd_err *err);
/* Write all that was kept. Fails: HD_ECREATE, HD_EIO. */
hd_status hd_output_commit(hd_host *h, hd_err *err);
void hd_output_release(hd_host *h);

/* ---- state.c ---- */

/* Fill the state: heddle's own globals and modules, and the globals of scripts. [-0, +0, e] */
void hd_state_open(lua_State *L);
/* The functions of Lua's base library that heddle replaces, into the table on top. [-0, +0, e] */
void hd_state_base(lua_State *L);

/* ---- host_lib.c ---- */

/* Push the module heddle.host. [-0, +1, e] */
int hd_host_open(lua_State *L);

/* ---- session_lib.c ---- */

/* What heddle.host offers at the prompt only, into the table on top. [-0, +0, e] */
void hd_session_lib(lua_State *L);

#endif
