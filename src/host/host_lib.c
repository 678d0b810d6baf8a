/* The module heddle.host: what heddle's own Lua asks of the run it is in. Scripts never see it.
 *
 *   version                 "0.1.0"
 *   param(name)             its text or nil; from then on the script takes it
 *   args()                  what stood after "--", or a command's arguments
 *   read(path)              the text of a document: UTF-8 without its mark, at most 16 MiB
 *   write(text)             to standard output
 *   stage(name, bytes)      a file below the output folder, written once the script has ended well
 *   columns()               width of the terminal, nil when standard output is none
 *   fail(message)           ends the run with exit code 2, at the script's line; no pcall holds it
 *   usage(message)          raises an error of exit code 64, at the script's line
 *   refuse(message)         the same of exit code 73: something is in the way of what is to be written
 *   exists(path)            whether something stands there, a link that leads nowhere too
 *   progress(text)          long work has come to this: shown on a terminal after a second (progress.h)
 *   xlsx(plan)              the workbook that a plan describes (src/xlsx/plan.h)
 *   pandoc(format, tree, reference, drawings)   a Word or PowerPoint file (host/pandoc.h)
 *   script                  functions that only scripts get: require
 * At the prompt session_lib.c adds more. */
#include "host/host.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "base/version.h"
#include "bind/bind.h"
#include "host/line_text.h"
#include "host/pandoc.h"
#include "host/xlsx.h"

static int host_param(lua_State *L)
{
    hd_host *h = hd_host_of(L);
    const char *name = luaL_checkstring(L, 1);
    hd_err err = HD_ERR_INIT;

    if (strlen(name) > HD_HOST_MAX_NAME)
        hd_bind_raisef(L, "param: the name is longer than %d bytes", HD_HOST_MAX_NAME);
    if (h->asked.n >= HD_HOST_MAX_PARAMS && hd_intern_find(&h->asked, name) == HD_NONE) {
        hd_fail(&err, HD_ELIMIT, "limit of %d parameters reached", HD_HOST_MAX_PARAMS);
        hd_limits_fail(L, &err);
    }
    hd_intern_add(&h->asked, name);
    for (size_t i = 0; i < h->options->n_params; i++) {
        if (strcmp(h->options->params[i].name, name) == 0) {
            lua_pushstring(L, h->options->params[i].value);
            return 1;
        }
    }
    lua_pushnil(L);
    return 1;
}

static int host_args(lua_State *L)
{
    const hd_run_options *o = hd_host_of(L)->options;

    lua_createtable(L, (int)o->n_args, 0);
    for (size_t i = 0; i < o->n_args; i++) {
        lua_pushstring(L, o->args[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* What text in another form begins with, and what to say of it. */
static const struct form {
    const char *bytes;
    size_t len;
    const char *advice;
} forms[] = {
    {"\xFF\xFE", 2, "UTF-16 text (expected UTF-8: save it as UTF-8)"},
    {"\xFE\xFF", 2, "UTF-16 text (expected UTF-8: save it as UTF-8)"},
    {"PK\x03\x04", 4, "an office or zip file (expected text: save it as plain text or markdown)"},
    {"%PDF-", 5, "a PDF file (expected text: save it as plain text or markdown)"},
};

/* Check that a document is text, and take the mark of UTF-8 off it. */
static hd_status check_document(const char *path, const char **s, size_t *len, hd_err *err)
{
    size_t bad, line = 1;

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (*len >= forms[i].len && memcmp(*s, forms[i].bytes, forms[i].len) == 0)
            return hd_fail(err, HD_EDATA, "%s: %s", path, forms[i].advice);
    if (*len >= 3 && memcmp(*s, "\xEF\xBB\xBF", 3) == 0) {
        *s += 3;
        *len -= 3;
    }
    const char *nul = memchr(*s, '\0', *len);
    if (hd_utf8_valid(*s, *len, &bad) && !nul)
        return HD_OK;
    if (nul)
        bad = (size_t)(nul - *s);
    for (size_t i = 0; i < bad; i++)
        line += (*s)[i] == '\n';
    return hd_fail(err, HD_EDATA, "%s:%zu: %s (expected text in UTF-8)", path, line,
                   nul ? "a NUL byte" : "bytes that are not UTF-8");
}

static int host_read(lua_State *L)
{
    hd_err err = HD_ERR_INIT;
    hd_buf file = HD_BUF_INIT;
    const char *path = luaL_checkstring(L, 1), *s;
    hd_status status = hd_file_read(path, HD_HOST_MAX_DOCUMENT, &file, &err);
    size_t len = file.len;

    if (status == HD_OK) {
        s = hd_buf_str(&file);
        status = check_document(path, &s, &len, &err);
    }
    if (status == HD_OK)
        lua_pushlstring(L, s, len);
    hd_buf_release(&file);
    if (status != HD_OK) {
        hd_bind_push_error(L, status, err.msg);
        return lua_error(L);
    }
    return 1;
}

static int host_write(lua_State *L)
{
    hd_err err = HD_ERR_INIT;
    size_t len;
    const char *s = luaL_checklstring(L, 1, &len);

    if (hd_output_write(hd_host_of(L), s, len, &err) != HD_OK)
        hd_limits_fail(L, &err);
    return 0;
}

static int host_stage(lua_State *L)
{
    hd_err err = HD_ERR_INIT;
    size_t name_len, len;
    const char *name = luaL_checklstring(L, 1, &name_len);
    const char *bytes = luaL_checklstring(L, 2, &len);
    hd_status status = hd_output_stage(hd_host_of(L), name, name_len, bytes, len, &err);

    if (status == HD_ELIMIT)
        hd_limits_fail(L, &err);
    if (status != HD_OK)
        hd_bind_raise(L, &err);
    return 0;
}

static int host_progress(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);

    hd_progress_show(hd_host_of(L), text, len);
    return 0;
}

static int host_columns(lua_State *L)
{
    size_t columns;

    if (hd_host_of(L)->terminal) {
        hd_terminal_size(NULL, &columns);
        lua_pushinteger(L, (lua_Integer)columns);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

/* The text after the script's position, as an error of this status. */
static void message(lua_State *L, hd_status status, const char *text, hd_err *err)
{
    hd_bind_where(L);
    lua_pushstring(L, text);
    lua_concat(L, 2);
    hd_run_message(err, status, lua_tostring(L, -1));
}

static int host_fail(lua_State *L)
{
    hd_err err = HD_ERR_INIT;
    const char *text = luaL_checkstring(L, 1);

    if (text[strspn(text, " \t\r\n")] == '\0')
        text = "heddle.fail was called without a message";
    message(L, HD_ECHECK, text, &err);
    hd_limits_end(L, &err);
}

/* Raise the text at 1 as an error of this status. */
static int raise_as(lua_State *L, hd_status status)
{
    hd_err err = HD_ERR_INIT;

    message(L, status, luaL_checkstring(L, 1), &err);
    hd_bind_push_error(L, status, err.msg);
    return lua_error(L);
}

static int host_usage(lua_State *L)
{
    return raise_as(L, HD_EUSAGE);
}

static int host_refuse(lua_State *L)
{
    return raise_as(L, HD_ECREATE);
}

static int host_exists(lua_State *L)
{
    struct stat st;

    lua_pushboolean(L, lstat(luaL_checkstring(L, 1), &st) == 0);
    return 1;
}

static int host_xlsx(lua_State *L)
{
    hd_err err = HD_ERR_INIT;
    hd_buf book = HD_BUF_INIT;
    size_t len;
    const char *plan = luaL_checklstring(L, 1, &len);
    hd_status status = hd_xlsx_make(plan, len, &book, &err);

    if (status == HD_OK)
        lua_pushlstring(L, book.data, book.len);
    hd_buf_release(&book);
    if (status == HD_ELIMIT || status == HD_EINTR)
        hd_limits_fail(L, &err);
    if (status != HD_OK)
        hd_bind_raise(L, &err);
    return 1;
}

int hd_host_open(lua_State *L)
{
    static const luaL_Reg functions[] = {{"args", host_args},         {"columns", host_columns},
                                         {"exists", host_exists},     {"fail", host_fail},
                                         {"pandoc", hd_host_pandoc},  {"param", host_param},
                                         {"progress", host_progress}, {"read", host_read},
                                         {"refuse", host_refuse},     {"stage", host_stage},
                                         {"usage", host_usage},       {"write", host_write},
                                         {"xlsx", host_xlsx},         {NULL, NULL}};
    static const luaL_Reg script[] = {{"require", hd_script_require}, {NULL, NULL}};

    luaL_newlib(L, functions);
    lua_pushliteral(L, HD_VERSION);
    lua_setfield(L, -2, "version");
    luaL_newlib(L, script);
    lua_setfield(L, -2, "script");
    if (hd_host_of(L)->session)
        hd_session_lib(L);
    return 1;
}
