/* A large import without the WAL, which writes every page twice. */
#include "io/store_internal.h"

#include <sqlite3.h>
#include <string.h>

/* Run a PRAGMA that answers with a word: whether it is `word`. */
static bool answers(hd_store *s, const char *sql, const char *word)
{
    sqlite3_stmt *stmt;
    hd_err ignored = HD_ERR_INIT;
    bool row = false;
    bool same = false;

    if (hd_store_prepare(s, sql, &stmt, &ignored) == HD_OK &&
        hd_store_next(s, stmt, &row, &ignored) == HD_OK && row) {
        const char *got = (const char *)sqlite3_column_text(stmt, 0);
        same = got && strcmp(got, word) == 0;
    }
    sqlite3_finalize(stmt);
    return same;
}

/* The lock is let go of with the next look at the file. */
static hd_status share(hd_store *s, hd_err *err)
{
    return hd_store_exec(s, "PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema LIMIT 1",
                         err);
}

/* The exclusive lock comes first and stays: nobody opens the store between its leaving the WAL and the
 * transaction, or in it. */
hd_status hd_store_leave_wal(hd_store *s, hd_err *err)
{
    if (s->fresh || s->network)
        return HD_OK;
    sqlite3_busy_timeout(s->db, 0);
    s->left_wal = answers(s, "PRAGMA locking_mode = EXCLUSIVE", "exclusive") &&
                  answers(s, "PRAGMA journal_mode = DELETE", "delete");
    sqlite3_busy_timeout(s->db, HD_STORE_BUSY_MS);
    return s->left_wal ? hd_store_exec(s, "PRAGMA synchronous = FULL", err) : share(s, err);
}

hd_status hd_store_back_to_wal(hd_store *s, hd_err *err)
{
    if (!s->left_wal)
        return HD_OK;
    s->left_wal = false;
    hd_status status = share(s, err);
    return status == HD_OK ? hd_store_set_journal(s, err) : status;
}
