#include "host/pandoc.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "bind/bind.h"
#include "host/child.h"
#include "host/host.h"
#include "host/scratch.h"

typedef struct job {
    lua_State *L;
    const char *format, *dir;
    hd_buf *out;
    bool slides;
} job;

static bool installed(const char *program)
{
    char path[64];

    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", i ? "/bin" : "/usr/bin", program);
        if (access(path, X_OK) == 0)
            return true;
    }
    return false;
}

/* Before anything is written; pandoc itself only warns of a missing rsvg-convert, and after a long time.  Who has no
 * pandoc seldom has the other. */
static hd_status check_installed(const job *j, bool drawings, hd_err *err)
{
    bool pandoc = installed("pandoc");

    if (pandoc && (!drawings || installed("rsvg-convert")))
        return HD_OK;
    return hd_fail(err, HD_EMISSING,
                   "%s needs %s: apt install %s (html, xlsx, md, csv, json work without)",
                   j->format, pandoc ? "rsvg-convert" : "pandoc",
                   pandoc ? "librsvg2-bin" : "pandoc librsvg2-bin");
}

/* A program that ends well may have given nothing, or something else. */
static hd_status check_begin(const hd_child *child, const hd_buf *out, const char *begin,
                             const char *what, hd_err *err)
{
    if (out->len >= strlen(begin) && memcmp(out->data, begin, strlen(begin)) == 0)
        return HD_OK;
    return hd_fail(err, HD_EFAULT, "%s gave no %s file", child->name, what);
}

/* A drawing twice as wide as a screen shows it, as a picture. */
static hd_status draw(const job *j, const char *svg, size_t len, hd_buf *png, hd_err *err)
{
    char *argv[] = {"rsvg-convert", "--format=png", "--width=2400", "--keep-aspect-ratio", NULL};
    hd_child child = {.name = "rsvg-convert",
                      .path = "rsvg-convert",
                      .argv = argv,
                      .dir = j->dir,
                      .seconds = HD_PANDOC_SECONDS,
                      .limit = HD_PANDOC_OUTPUT};

    hd_status status = hd_child_run(&child, svg, len, png, err);
    return status == HD_OK ? check_begin(&child, png, "\x89PNG\r\n", "png", err) : status;
}

/* The drawings at `idx`, as files of the folder. */
static hd_status write_drawings(const job *j, int idx, hd_err *err)
{
    lua_Integer n = luaL_len(j->L, idx);
    hd_status status = HD_OK;

    for (lua_Integer i = 1; i <= n && status == HD_OK; i++) {
        char name[40];
        size_t len;
        hd_buf png = HD_BUF_INIT;

        lua_rawgeti(j->L, idx, i);
        const char *svg = lua_tolstring(j->L, -1, &len);
        snprintf(name, sizeof name, "figure-%d.%s", (int)i, j->slides ? "png" : "svg");
        if (j->slides)
            status = draw(j, svg, len, &png, err);
        if (status == HD_OK && j->slides)
            status = hd_scratch_write(name, png.data, png.len, err);
        else if (status == HD_OK)
            status = hd_scratch_write(name, svg, len, err);
        hd_buf_release(&png);
        lua_pop(j->L, 1);
    }
    return status;
}

static hd_status convert(const job *j, hd_err *err)
{
    char *argv[] = {"pandoc",
                    "--from=json",
                    j->slides ? "--to=pptx" : "--to=docx",
                    j->slides ? "--reference-doc=reference.pptx" : "--reference-doc=reference.docx",
                    "--slide-level=2",
                    "--dpi=144",
                    "--fail-if-warnings",
                    "--output=-",
                    NULL};
    hd_child child = {.name = "pandoc",
                      .path = "pandoc",
                      .argv = argv,
                      .dir = j->dir,
                      .seconds = HD_PANDOC_SECONDS,
                      .limit = HD_PANDOC_OUTPUT};
    size_t len;
    const char *tree = lua_tolstring(j->L, 2, &len);

    hd_status status = hd_child_run(&child, tree, len, j->out, err);
    return status == HD_OK ? check_begin(&child, j->out, "PK\x03\x04", j->format, err) : status;
}

static hd_status run(job *j, hd_err *err)
{
    size_t len;
    const char *reference = lua_tolstring(j->L, 3, &len);
    hd_status status = check_installed(j, luaL_len(j->L, 4) > 0, err);

    if (status == HD_OK)
        status = hd_scratch_make(&j->dir, err);
    if (status == HD_OK)
        status =
            hd_scratch_write(j->slides ? "reference.pptx" : "reference.docx", reference, len, err);
    if (status == HD_OK)
        status = write_drawings(j, 4, err);
    if (status == HD_OK)
        status = convert(j, err);
    hd_scratch_remove();
    return status;
}

/* All that could raise is done before there is anything to clean up. */
static void check_arguments(lua_State *L)
{
    size_t len, sum;

    luaL_checkstring(L, 1);
    luaL_checklstring(L, 2, &len);
    luaL_checklstring(L, 3, &sum);
    luaL_checktype(L, 4, LUA_TTABLE);
    lua_Integer n = luaL_len(L, 4);
    for (lua_Integer i = 1; i <= n; i++) {
        size_t one;
        lua_rawgeti(L, 4, i);
        luaL_checklstring(L, -1, &one);
        lua_pop(L, 1);
        sum += one < HD_PANDOC_INPUT ? one : HD_PANDOC_INPUT;
    }
    hd_err err = HD_ERR_INIT;
    if (n >= HD_SCRATCH_FILES)
        hd_fail(&err, HD_ELIMIT, "limit of %d charts in one report reached", HD_SCRATCH_FILES - 1);
    else if (len > HD_PANDOC_INPUT || sum > HD_PANDOC_INPUT)
        hd_fail(&err, HD_ELIMIT, "limit of %d MiB of one report reached",
                (int)(HD_PANDOC_INPUT >> 20));
    if (err.status != HD_OK)
        hd_limits_fail(L, &err);
}

int hd_host_pandoc(lua_State *L)
{
    hd_err err = HD_ERR_INIT;
    hd_buf out = HD_BUF_INIT;

    check_arguments(L);
    job j = {.L = L, .format = lua_tostring(L, 1), .out = &out};
    j.slides = strcmp(j.format, "pptx") == 0;
    hd_status status = run(&j, &err);
    if (status == HD_OK)
        lua_pushlstring(L, out.data, out.len);
    hd_buf_release(&out);
    if (status == HD_OK)
        return 1;
    if (status == HD_ELIMIT || status == HD_EINTR)
        hd_limits_fail(L, &err);
    hd_bind_where(L);
    lua_pushstring(L, err.msg);
    lua_concat(L, 2);
    hd_run_message(&err, status, lua_tostring(L, -1));
    hd_bind_push_error(L, status, err.msg);
    return lua_error(L);
}
