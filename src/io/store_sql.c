#include "io/store_internal.h"

#include <sqlite3.h>
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/stop.h"
#include "base/utf8.h"

static hd_status interrupted(hd_err *err)
{
    hd_status status = hd_stop_check(err);
    return status != HD_OK ? status : hd_fail(err, HD_EINTR, "interrupted");
}

hd_status hd_store_cannot(hd_status status, const char *path, const char *done, int code,
                          hd_err *err)
{
    const char *text = code == ENOSPC || code == EDQUOT ? "no space left on the disk"
                       : code == 0                      ? NULL
                                                        : strerrordesc_np(code);
    if (!text)
        return hd_fail(err, status, "%s: cannot be %s", path, done);
    return hd_fail(err, status, "%s: cannot be %s (%c%s)", path, done,
                   tolower((unsigned char)text[0]), text + 1);
}

bool hd_store_disk_full(const hd_store *s)
{
    int rc = s->db ? sqlite3_extended_errcode(s->db) : SQLITE_OK;
    int code = s->db ? sqlite3_system_errno(s->db) : 0;
    int kind = rc & 0xff;

    return kind == SQLITE_FULL || rc == SQLITE_IOERR_SHMSIZE ||
           ((kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN) &&
            (code == ENOSPC || code == EDQUOT ||
             code == EFBIG)); /* EFBIG: a limit of the process */
}

hd_status hd_store_fail(const hd_store *s, hd_err *err)
{
    const char *path = s->path;
    int kind = sqlite3_errcode(s->db) & 0xff;
    int code = kind == SQLITE_CANTOPEN ? sqlite3_system_errno(s->db) : 0;

    if (hd_store_disk_full(s))
        return hd_fail(err, HD_EIO, "%s: no space left on the disk", path);
    switch (kind) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return hd_fail(err, HD_EBUSY, "%s: another program is using it, try again", path);
    case SQLITE_INTERRUPT:
        return interrupted(err);
    case SQLITE_IOERR:
        return hd_fail(err, HD_EIO, "%s: reading or writing failed (%s)", path,
                       sqlite3_errmsg(s->db));
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        if (s->writable)
            return hd_store_cannot(HD_ECREATE, path, "written", code, err);
        return hd_store_cannot(HD_EIO, path, "opened", code, err);
    case SQLITE_TOOBIG:
        return hd_fail(err, HD_ELIMIT, "%s: a record is too long to be stored", path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: /* a table or column that is not as this program made it */
    case SQLITE_SCHEMA:
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT: /* records were checked: it is the rows there that break a rule */
        return hd_store_damaged(s, err, "%s", sqlite3_errmsg(s->db));
    default:
        return hd_fail(err, HD_EFAULT, "%s: %s", path, sqlite3_errmsg(s->db));
    }
}

hd_status hd_store_damaged(const hd_store *s, hd_err *err, const char *fmt, ...)
{
    char what[400];
    va_list args;

    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    hd_fail(err, HD_EDATA, "%s: the store is damaged (%s)", s->path, what);
    if (err)
        err->damaged = true;
    return HD_EDATA;
}

hd_status hd_store_exec(hd_store *s, const char *sql, hd_err *err)
{
    if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return hd_store_fail(s, err);
    return HD_OK;
}

hd_status hd_store_prepare(hd_store *s, const char *sql, sqlite3_stmt **out, hd_err *err)
{
    *out = NULL;
    if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) != SQLITE_OK)
        return hd_store_fail(s, err);
    return HD_OK;
}

hd_status hd_store_run(hd_store *s, sqlite3_stmt *stmt, hd_err *err)
{
    bool row;
    hd_status status = hd_store_next(s, stmt, &row, err);

    if (status == HD_OK)
        sqlite3_reset(stmt);
    return status;
}

hd_status hd_store_next(hd_store *s, sqlite3_stmt *stmt, bool *row, hd_err *err)
{
    int rc = sqlite3_step(stmt);

    *row = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW)
        return HD_OK;
    hd_status status = rc == SQLITE_DONE ? HD_OK : hd_store_fail(s, err);
    sqlite3_reset(stmt);
    return status;
}

void hd_store_bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
    if (text)
        sqlite3_bind_text64(stmt, at, text, strlen(text), SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(stmt, at);
}

static hd_status read_text(hd_store *s, sqlite3_stmt *stmt, const hd_store_column *c,
                           hd_arena *arena, hd_err *err)
{
    const char *name = sqlite3_column_name(stmt, c->at);
    int type = sqlite3_column_type(stmt, c->at);
    hd_err why = HD_ERR_INIT;

    *c->slot = NULL;
    if (type == SQLITE_NULL && !c->required)
        return HD_OK;
    const char *text = type == SQLITE_TEXT ? (const char *)sqlite3_column_text(stmt, c->at) : NULL;
    size_t len = text ? (size_t)sqlite3_column_bytes(stmt, c->at) : 0;
    if (!text || strlen(text) != len || !hd_utf8_valid(text, len, NULL))
        return hd_store_damaged(s, err, "%s: expected text", name);
    if (hd_rule_text(c->use, text, &why) != HD_OK)
        return hd_store_damaged(s, err, "%s: %s", name, why.msg);
    *c->slot = hd_arena_strndup(arena, text, len);
    return HD_OK;
}

hd_status hd_store_texts(hd_store *s, sqlite3_stmt *stmt, const hd_store_column *columns, size_t n,
                         hd_arena *arena, hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < n; i++)
        status = read_text(s, stmt, &columns[i], arena, err);
    return status;
}

hd_status hd_store_text(hd_store *s, sqlite3_stmt *stmt, int at, hd_use use, hd_arena *arena,
                        const char **out, hd_err *err)
{
    const hd_store_column column = {at, use, true, out};

    return read_text(s, stmt, &column, arena, err);
}

void hd_store_quote(hd_buf *sql, const char *prefix, const char *name)
{
    hd_buf_addc(sql, '"');
    hd_buf_adds(sql, prefix);
    for (; *name; name++) {
        if (*name == '"')
            hd_buf_addc(sql, '"');
        hd_buf_addc(sql, *name);
    }
    hd_buf_addc(sql, '"');
}
