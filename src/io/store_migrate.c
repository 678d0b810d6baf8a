/* Migrations that have to look at the columns there are, and the indexes of the units. */
#include "io/store_internal.h"

#include <sqlite3.h>
#include <string.h>

/* ---- indexes ---- */

/* Not constraints of their tables: a new store gets them after its rows, by sorting. */
static const struct {
    const char *name;
    const char *on;
} indexes[] = {
    {"review_id", "row_review (id)"},
    {"child_id", "row_child (review, id)"},
    {"finding_id", "row_finding (review, id)"},
};
#define N_INDEXES (sizeof indexes / sizeof indexes[0])

hd_status hd_store_drop_indexes(hd_store *s, hd_err *err)
{
    hd_buf sql = HD_BUF_INIT;

    for (size_t i = 0; i < N_INDEXES; i++)
        hd_buf_printf(&sql, "DROP INDEX IF EXISTS %s;", indexes[i].name);
    hd_status status = hd_store_exec(s, sql.data, err);
    hd_buf_release(&sql);
    return status;
}

hd_status hd_store_make_indexes(hd_store *s, hd_err *err)
{
    hd_buf sql = HD_BUF_INIT;

    for (size_t i = 0; i < N_INDEXES; i++)
        hd_buf_printf(&sql, "CREATE UNIQUE INDEX IF NOT EXISTS %s ON %s;", indexes[i].name,
                      indexes[i].on);
    hd_status status = hd_store_exec(s, sql.data, err);
    hd_buf_release(&sql);
    return status;
}

/* ---- version 3 ---- */

static hd_status drop_views(hd_store *s, hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_buf sql = HD_BUF_INIT;
    bool row;
    hd_status status =
        hd_store_prepare(s, "SELECT name FROM sqlite_schema WHERE type = 'view'", &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        hd_buf_adds(&sql, "DROP VIEW ");
        hd_store_quote(&sql, "", name ? name : "");
        hd_buf_addc(&sql, ';');
    }
    sqlite3_finalize(stmt);
    if (status == HD_OK)
        status = hd_store_exec(s, hd_buf_str(&sql), err);
    hd_buf_release(&sql);
    return status;
}

/* ", "f_KEY"" and what stands after each, for the columns of a unit's table. */
static void add_columns(const hd_store *s, hd_unit unit, const char *after, hd_buf *sql)
{
    for (uint32_t i = 0; i < s->columns[unit].n; i++) {
        const char *key = hd_intern_str(&s->columns[unit], i);
        if (unit == HD_FINDING && strcmp(key, "text") == 0)
            continue;
        hd_buf_adds(sql, ", ");
        hd_store_quote(sql, "f_", key);
        hd_buf_adds(sql, after);
    }
}

/* The unit's rows in a table without constraints that make indexes. */
static hd_status copy_unit(hd_store *s, hd_unit unit, hd_err *err)
{
    const char *name = hd_unit_name(unit);
    const char *own = unit == HD_REVIEW ? "row, id, coded" : "row, review, id";
    hd_buf sql = HD_BUF_INIT;

    hd_buf_printf(&sql, "CREATE TABLE next_%s (row INTEGER PRIMARY KEY, %s", name,
                  unit == HD_REVIEW
                      ? "id TEXT NOT NULL, coded INTEGER NOT NULL CHECK (coded IN (0, 1)),"
                        " digest INTEGER"
                      : "review INTEGER NOT NULL REFERENCES row_review, id TEXT NOT NULL");
    add_columns(s, unit, " ANY", &sql);
    hd_buf_printf(&sql, ") STRICT; INSERT INTO next_%s (%s", name, own);
    add_columns(s, unit, "", &sql);
    hd_buf_printf(&sql, ") SELECT %s", own);
    add_columns(s, unit, "", &sql);
    hd_buf_printf(&sql, " FROM row_%s ORDER BY row;", name);
    hd_status status = hd_store_exec(s, sql.data, err);
    hd_buf_release(&sql);
    return status;
}

static hd_status copy_texts(hd_store *s, hd_err *err)
{
    hd_status status = hd_store_exec(
        s, "CREATE TABLE row_finding_text (row INTEGER PRIMARY KEY, f_text ANY) STRICT", err);

    if (status == HD_OK && hd_intern_find(&s->columns[HD_FINDING], "text") != HD_NONE)
        status = hd_store_exec(s,
                               "INSERT INTO row_finding_text SELECT row, f_text FROM row_finding"
                               " WHERE f_text IS NOT NULL ORDER BY row",
                               err);
    return status;
}

static const char move_tables[] =
    "CREATE TABLE next_coding ("
    "  review INTEGER NOT NULL REFERENCES row_review,"
    "  finding INTEGER NOT NULL REFERENCES row_finding, pos INTEGER NOT NULL,"
    "  label INTEGER NOT NULL REFERENCES label,"
    "  PRIMARY KEY (review, finding, pos)) STRICT, WITHOUT ROWID;"
    "INSERT INTO next_coding SELECT f.review, c.finding, c.pos, c.label"
    "  FROM coding c JOIN row_finding f ON f.row = c.finding;"
    "DROP TABLE coding; DROP TABLE row_finding; DROP TABLE row_child; DROP TABLE row_review;"
    "ALTER TABLE next_review RENAME TO row_review;"
    "ALTER TABLE next_child RENAME TO row_child;"
    "ALTER TABLE next_finding RENAME TO row_finding;"
    "ALTER TABLE next_coding RENAME TO coding;"
    "CREATE VIEW theme AS SELECT code, label, parent, definition, status, \"into\", reason, date"
    "  FROM row_theme ORDER BY row;"
    "CREATE VIEW finding_theme AS"
    "  SELECT r.id AS review, f.id AS finding, l.label AS label, t.code AS theme"
    "  FROM coding c JOIN row_finding f ON f.row = c.finding JOIN row_review r ON r.row = c.review"
    "  JOIN label l ON l.row = c.label LEFT JOIN row_theme t ON t.row = l.theme;";

/* A store that has no columns yet is being made, and gets its views with them.  The tables of bands and themes are
 * not yet what they will be. */
static hd_status make_views(hd_store *s, hd_err *err)
{
    hd_codebook *cb = hd_codebook_new();
    hd_status status = HD_OK;

    if (s->columns[HD_REVIEW].n > 0) {
        status = hd_store_load_fields(s, cb, err);
        if (status == HD_OK)
            status = hd_store_shape(s, cb, err);
        if (status == HD_OK)
            status = hd_store_views(s, cb, err);
    }
    hd_codebook_free(cb);
    return status;
}

hd_status hd_store_part_tables(hd_store *s, hd_err *err)
{
    hd_status status = hd_store_load_meta(s, err);

    if (status == HD_OK)
        status = drop_views(s, err);
    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++)
        status = copy_unit(s, (hd_unit)u, err);
    if (status == HD_OK)
        status = copy_texts(s, err);
    if (status == HD_OK)
        status = hd_store_exec(s, move_tables, err);
    if (status == HD_OK)
        status = hd_store_make_indexes(s, err);
    return status == HD_OK ? make_views(s, err) : status;
}

/* ---- version 4 ---- */

static const char snapshot_tables[] =
    "ALTER TABLE meta ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE snapshot ("
    "  row INTEGER PRIMARY KEY, part INTEGER NOT NULL, chunk INTEGER NOT NULL,"
    "  format INTEGER NOT NULL, revision INTEGER NOT NULL, schema INTEGER NOT NULL,"
    "  checksum INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (part, chunk)) STRICT;";

/* What a snapshot is made of. */
static const char *const watched[] = {"row_review",  "row_child", "row_finding",
                                      "coding",      "label",     "row_theme",
                                      "theme_alias", "field",     "field_value"};

hd_status hd_store_snapshot_tables(hd_store *s, hd_err *err)
{
    static const char *const changes[] = {"INSERT", "UPDATE", "DELETE"};
    hd_buf sql = HD_BUF_INIT;

    hd_buf_adds(&sql, snapshot_tables);
    for (size_t t = 0; t < sizeof watched / sizeof watched[0]; t++) {
        for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
            hd_buf_printf(&sql,
                          "CREATE TRIGGER other_program_%s_%s AFTER %s ON %s BEGIN"
                          " UPDATE meta SET revision = revision + 1; END;",
                          watched[t], changes[i], changes[i], watched[t]);
    }
    hd_status status = hd_store_exec(s, hd_buf_str(&sql), err);
    hd_buf_release(&sql);
    return status;
}
