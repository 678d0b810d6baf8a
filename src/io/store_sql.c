#include "io/store_internal.h"

#include <sqlite3.h>
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

hd_status hd_store_fail(const hd_store *s, hd_err *err)
{
    const char *path = s->path;

    switch (sqlite3_errcode(s->db) & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return hd_fail(err, HD_EBUSY, "%s: another program is using it, try again", path);
    case SQLITE_INTERRUPT:
        return interrupted(err);
    case SQLITE_FULL:
        return hd_fail(err, HD_EIO, "%s: no space left on the disk", path);
    case SQLITE_IOERR:
        return hd_fail(err, HD_EIO, "%s: reading or writing failed (%s)", path,
                       sqlite3_errmsg(s->db));
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        if (s->writable)
            return hd_fail(err, HD_ECREATE, "%s: cannot be written", path);
        return hd_fail(err, HD_EIO, "%s: cannot be opened", path);
    case SQLITE_TOOBIG:
        return hd_fail(err, HD_ELIMIT, "%s: a record is too long to be stored", path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: /* a table or column that is not as this program made it */
    case SQLITE_SCHEMA:
    case SQLITE_MISMATCH:
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
    return hd_fail(err, HD_EDATA, "%s: the store is damaged (%s)", s->path, what);
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

const char *hd_store_text(sqlite3_stmt *stmt, int column, hd_arena *arena)
{
    if (sqlite3_column_type(stmt, column) != SQLITE_TEXT)
        return NULL;
    /* A NUL byte that some other program wrote ends the text here. */
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return hd_utf8_valid(text, strlen(text), NULL) ? hd_arena_strdup(arena, text) : NULL;
}

const char *hd_store_name(sqlite3_stmt *stmt, int column, hd_arena *arena)
{
    const char *text = hd_store_text(stmt, column, arena);
    return text ? text : "";
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
