/* Triggers that take a review's digest away when another program changes the review or its parts: the next
 * import then compares instead of passing it over.  heddle's own connections run no triggers, so they cost its
 * imports nothing; its writers clear digests themselves. */
#include "io/store_internal.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* The reviews that a row of a table belongs to: before and after the change, and that of a row which a
 * replacement takes away. */
static const struct {
    const char *table;
    const char *before; /* of OLD */
    const char *after;  /* of NEW; NULL: nobody has it yet */
} guarded[] = {
    {"row_review", "SELECT OLD.row", "SELECT NEW.row"},
    {"row_child", "SELECT OLD.review",
     "SELECT NEW.review UNION ALL SELECT review FROM row_child WHERE row = NEW.row"},
    {"row_finding", "SELECT OLD.review",
     "SELECT NEW.review UNION ALL SELECT review FROM row_finding WHERE row = NEW.row"},
    {"row_finding_text", "SELECT review FROM row_finding WHERE row = OLD.row",
     "SELECT review FROM row_finding WHERE row = NEW.row"},
    {"coding", "SELECT OLD.review", "SELECT NEW.review"},
    /* What a label says is said in every review that has it. */
    {"label", "SELECT review FROM coding WHERE label = OLD.row", NULL},
};
#define N_GUARDED (sizeof guarded / sizeof guarded[0])

static const struct {
    const char *verb;
    bool old;
    bool new;
} changes[] = {{"INSERT", false, true}, {"UPDATE", true, true}, {"DELETE", true, false}};
#define N_CHANGES (sizeof changes / sizeof changes[0])

static void trigger_name(size_t table, size_t change, hd_buf *name)
{
    hd_buf_printf(name, "guard_%s_%s", guarded[table].table, changes[change].verb);
}

/* AFTER for reviews, whose row must be there; BEFORE for the others, while what is replaced is there. */
static void trigger_sql(size_t table, size_t change, hd_buf *sql)
{
    bool of_review = table == 0;

    hd_buf_adds(sql, "CREATE TRIGGER ");
    trigger_name(table, change, sql);
    hd_buf_printf(sql, " %s %s ON %s", of_review ? "AFTER" : "BEFORE", changes[change].verb,
                  guarded[table].table);
    if (of_review)
        hd_buf_adds(sql, " WHEN NEW.digest IS NOT NULL");
    hd_buf_adds(sql, " BEGIN UPDATE row_review SET digest = NULL WHERE row IN (");
    hd_buf_adds(sql, changes[change].old ? guarded[table].before : guarded[table].after);
    if (changes[change].old && changes[change].new &&guarded[table].after)
        hd_buf_printf(sql, " UNION ALL %s", guarded[table].after);
    hd_buf_adds(sql, ") AND digest IS NOT NULL; END");
}

/* *same: the trigger is there, word for word. */
static hd_status look(hd_store *s, sqlite3_stmt *find, const char *name, const char *sql,
                      bool *same, hd_err *err)
{
    bool row;

    hd_store_bind_text(find, 1, name);
    hd_status status = hd_store_next(s, find, &row, err);
    *same = false;
    if (status == HD_OK && row) {
        const char *stored = (const char *)sqlite3_column_text(find, 0);
        *same = stored && strcmp(stored, sql) == 0;
        sqlite3_reset(find);
    }
    return status;
}

static hd_status guard(hd_store *s, sqlite3_stmt *find, size_t table, size_t change, bool *made,
                       hd_err *err)
{
    hd_buf name = HD_BUF_INIT;
    hd_buf sql = HD_BUF_INIT;
    bool same = false;

    trigger_name(table, change, &name);
    trigger_sql(table, change, &sql);
    hd_status status = look(s, find, name.data, sql.data, &same, err);
    if (status == HD_OK && !same) {
        hd_buf drop = HD_BUF_INIT;
        hd_buf_printf(&drop, "DROP TRIGGER IF EXISTS %s; %s", name.data, sql.data);
        status = hd_store_exec(s, drop.data, err);
        hd_buf_release(&drop);
        *made = true;
    }
    hd_buf_release(&name);
    hd_buf_release(&sql);
    return status;
}

hd_status hd_store_guard(hd_store *s, hd_err *err)
{
    sqlite3_stmt *find;
    bool made = false;
    hd_status status = hd_store_prepare(
        s, "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1", &find, err);

    for (size_t t = 0; status == HD_OK && t < N_GUARDED; t++) {
        for (size_t c = 0; status == HD_OK && c < N_CHANGES; c++) {
            /* A review that goes takes its digest along. */
            if ((t == 0 && !changes[c].new) || (!guarded[t].after && !changes[c].old))
                continue;
            status = guard(s, find, t, c, &made, err);
        }
    }
    sqlite3_finalize(find);
    /* Where one was missing, anything may have been changed since. */
    if (status == HD_OK && made)
        status =
            hd_store_exec(s, "UPDATE row_review SET digest = NULL WHERE digest IS NOT NULL", err);
    return status;
}
