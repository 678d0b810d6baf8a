/* The tables, the numbered migrations that make them, and the views for other programs. */
#include "io/store_internal.h"

#include <stdio.h>
#include <string.h>

/* Units get their field columns from hd_store_shape, the codebook being data. */
static const char schema_1[] =
    "CREATE TABLE meta ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1), store_id TEXT NOT NULL,"
    "  generation INTEGER NOT NULL) STRICT;"
    "INSERT INTO meta VALUES (1, lower(hex(randomblob(16))), 0);"

    "CREATE TABLE field ("
    "  row INTEGER PRIMARY KEY, unit TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL,"
    "  label TEXT NOT NULL, UNIQUE (unit, key)) STRICT;"
    "CREATE TABLE field_value ("
    "  field INTEGER NOT NULL REFERENCES field, pos INTEGER NOT NULL, value TEXT NOT NULL,"
    "  PRIMARY KEY (field, pos)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE band (row INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    "  field TEXT NOT NULL) STRICT;"
    "CREATE TABLE band_bound ("
    "  band INTEGER NOT NULL REFERENCES band, pos INTEGER NOT NULL, bound REAL NOT NULL,"
    "  PRIMARY KEY (band, pos)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE row_theme ("
    "  row INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, label TEXT NOT NULL, parent TEXT,"
    "  definition TEXT, status TEXT NOT NULL, \"into\" TEXT, reason TEXT, date TEXT) STRICT;"
    "CREATE TABLE theme_alias ("
    "  theme INTEGER NOT NULL REFERENCES row_theme, pos INTEGER NOT NULL, alias TEXT NOT NULL,"
    "  PRIMARY KEY (theme, pos)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE source (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT,"
    "  published TEXT) STRICT;"
    "CREATE TABLE coverage (one INTEGER PRIMARY KEY CHECK (one = 1), \"from\" TEXT, \"to\" TEXT)"
    "  STRICT;"

    "CREATE TABLE row_review (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    "  coded INTEGER NOT NULL CHECK (coded IN (0, 1))) STRICT;"
    "CREATE TABLE row_child (row INTEGER PRIMARY KEY,"
    "  review INTEGER NOT NULL REFERENCES row_review, id TEXT NOT NULL,"
    "  UNIQUE (review, id)) STRICT;"
    "CREATE TABLE row_finding (row INTEGER PRIMARY KEY,"
    "  review INTEGER NOT NULL REFERENCES row_review, id TEXT NOT NULL,"
    "  UNIQUE (review, id)) STRICT;"
    /* A label as written stands once, with the theme it means (NULL: none, or a candidate). */
    "CREATE TABLE label (row INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE,"
    "  theme INTEGER REFERENCES row_theme) STRICT;"
    "CREATE TABLE coding ("
    "  finding INTEGER NOT NULL REFERENCES row_finding, pos INTEGER NOT NULL,"
    "  label INTEGER NOT NULL REFERENCES label,"
    "  PRIMARY KEY (finding, pos)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX coding_label ON coding (label);"

    "CREATE TABLE figure (row INTEGER PRIMARY KEY,"
    "  source TEXT, label TEXT NOT NULL,"
    "  n INTEGER NOT NULL, \"of\" INTEGER, percent REAL, \"where\" TEXT) STRICT;"
    "CREATE INDEX figure_label ON figure (label, source);"
    "CREATE TABLE passage (row INTEGER PRIMARY KEY,"
    "  review TEXT REFERENCES row_review (id) DEFERRABLE INITIALLY DEFERRED,"
    "  source TEXT,"
    "  \"at\" TEXT, role TEXT, text TEXT NOT NULL) STRICT;"
    "CREATE INDEX passage_review ON passage (review, source, \"at\");"
    "CREATE TABLE removal (row INTEGER PRIMARY KEY, review TEXT NOT NULL, reason TEXT NOT NULL,"
    "  generation INTEGER NOT NULL) STRICT;"

    "CREATE VIEW theme AS SELECT code, label, parent, definition, status, \"into\", reason, date"
    "  FROM row_theme ORDER BY row;"
    "CREATE VIEW finding_theme AS"
    "  SELECT r.id AS review, f.id AS finding, l.label AS label, t.code AS theme"
    "  FROM coding c JOIN row_finding f ON f.row = c.finding JOIN row_review r ON r.row = f.review"
    "  JOIN label l ON l.row = c.label LEFT JOIN row_theme t ON t.row = l.theme;";

/* A passage may stand below a finding, named by its id or text. */
static const char schema_2[] = "ALTER TABLE passage ADD COLUMN finding TEXT;";

/* A band made of ranges: nothing is expected outside of its bounds. */
static const char schema_6[] =
    "ALTER TABLE band ADD COLUMN closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1));";

/* Where a figure stands in its source. */
static const char schema_7[] = "ALTER TABLE figure ADD COLUMN \"at\" TEXT;";

static hd_status make_tables(hd_store *s, hd_err *err)
{
    return hd_store_exec(s, schema_1, err);
}

static hd_status add_passage_finding(hd_store *s, hd_err *err)
{
    return hd_store_exec(s, schema_2, err);
}

static hd_status add_band_closed(hd_store *s, hd_err *err)
{
    return hd_store_exec(s, schema_6, err);
}

static hd_status add_figure_place(hd_store *s, hd_err *err)
{
    return hd_store_exec(s, schema_7, err);
}

/* migrations[v] takes a store of version v to v + 1. */
static hd_status (*const migrations[HD_STORE_VERSION])(hd_store *s, hd_err *err) = {
    make_tables,           add_passage_finding, hd_store_part_tables, hd_store_snapshot_tables,
    hd_store_frame_tables, add_band_closed,     add_figure_place};

static hd_status migrate_one(hd_store *s, int version, hd_err *err)
{
    char pragma[100];
    hd_status status = hd_store_exec(s, "BEGIN IMMEDIATE", err);

    if (status != HD_OK)
        return status;
    snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             HD_STORE_APP_ID, version + 1);
    status = migrations[version](s, err);
    if (status == HD_OK)
        status = hd_store_exec(s, pragma, err);
    if (status == HD_OK)
        status = hd_store_exec(s, "COMMIT", err);
    if (status != HD_OK)
        hd_store_exec(s, "ROLLBACK", NULL);
    return status;
}

hd_status hd_store_migrate(hd_store *s, int version, hd_err *err)
{
    hd_status status = HD_OK;

    for (; status == HD_OK && version < HD_STORE_VERSION; version++)
        status = migrate_one(s, version, err);
    return status;
}

/* ---- views ---- */

/* "f_age" as the label or number, NULL when missing, and its state.  Every program that opens the store parses
 * this: the fewer terms the better, so columns stand without their table. */
static void view_columns(const hd_field *field, hd_buf *sql)
{
    hd_buf name = HD_BUF_INIT;

    hd_store_quote(&name, "f_", field->key);
    if (field->kind != HD_MULTI) {
        hd_buf_printf(sql, ", CASE typeof(%s) WHEN 'blob' THEN NULL ELSE %s END AS ", name.data,
                      name.data);
        hd_store_quote(sql, "", field->key);
    }
    hd_buf_printf(sql,
                  ", CASE typeof(%s) WHEN 'null' THEN 'not recorded' WHEN 'blob' THEN"
                  " iif(%s = x'01', 'unknown', 'not applicable') ELSE 'value' END AS \"%s_state\"",
                  name.data, name.data, field->key);
    hd_buf_release(&name);
}

static void unit_view(const hd_codebook *cb, hd_unit unit, hd_buf *sql)
{
    const char *name = hd_unit_name(unit);

    hd_buf_printf(sql, "CREATE VIEW %s AS SELECT %s", name,
                  unit == HD_REVIEW ? "id, coded" : "review_id AS review, id");
    for (size_t i = 0; i < hd_codebook_n_fields(cb, unit); i++)
        view_columns(hd_codebook_field(cb, unit, i), sql);
    hd_buf_printf(sql, " FROM row_%s u%s%s;", name,
                  unit == HD_REVIEW ? ""
                                    : " JOIN (SELECT row AS review_row, id AS review_id FROM"
                                      " row_review) ON review_row = u.review",
                  hd_store_text_sql(unit));
}

/* One row for each value of a multi field. */
static void multi_view(const hd_field *field, hd_buf *sql)
{
    const char *unit = hd_unit_name(field->unit);

    hd_buf_printf(sql, "CREATE VIEW \"%s_%s\" AS SELECT ", unit, field->key);
    if (field->unit == HD_REVIEW)
        hd_buf_adds(sql, "u.id AS review, ");
    else
        hd_buf_printf(sql, "r.id AS review, u.id AS %s, ", unit);
    hd_buf_printf(
        sql,
        "j.value AS value FROM row_%s u%s,"
        " json_each(CASE typeof(u.\"f_%s\") WHEN 'text' THEN u.\"f_%s\" ELSE '[]' END) j;",
        unit, field->unit == HD_REVIEW ? "" : " JOIN row_review r ON r.row = u.review", field->key,
        field->key);
}

hd_status hd_store_views(hd_store *s, const hd_codebook *cb, hd_err *err)
{
    hd_buf sql = HD_BUF_INIT;

    for (size_t u = 0; u < HD_N_UNITS; u++) {
        hd_buf_printf(&sql, "DROP VIEW IF EXISTS %s;", hd_unit_name((hd_unit)u));
        unit_view(cb, (hd_unit)u, &sql);
        for (size_t i = 0; i < hd_codebook_n_fields(cb, (hd_unit)u); i++) {
            const hd_field *field = hd_codebook_field(cb, (hd_unit)u, i);
            if (field->kind != HD_MULTI)
                continue;
            hd_buf_printf(&sql, "DROP VIEW IF EXISTS \"%s_%s\";", hd_unit_name(field->unit),
                          field->key);
            multi_view(field, &sql);
        }
    }
    hd_status status = hd_store_exec(s, hd_buf_str(&sql), err);
    hd_buf_release(&sql);
    return status;
}

/* ---- columns ---- */

static hd_status add_columns(hd_store *s, const hd_codebook *cb, hd_unit unit, bool *added,
                             hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < hd_codebook_n_fields(cb, unit); i++) {
        const char *key = hd_codebook_field(cb, unit, i)->key;
        hd_buf sql = HD_BUF_INIT;

        if (hd_intern_find(&s->columns[unit], key) != HD_NONE)
            continue;
        hd_buf_printf(&sql, "ALTER TABLE row_%s ADD COLUMN ", hd_unit_name(unit));
        hd_store_quote(&sql, "f_", key);
        hd_buf_adds(&sql, " ANY");
        status = hd_store_exec(s, sql.data, err);
        hd_buf_release(&sql);
        hd_intern_add(&s->columns[unit], key);
        *added = true;
    }
    return status;
}

hd_status hd_store_shape(hd_store *s, const hd_codebook *cb, hd_err *err)
{
    bool added = false;
    hd_status status = HD_OK;

    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++)
        status = add_columns(s, cb, (hd_unit)u, &added, err);
    if (status == HD_OK && added)
        status = hd_store_views(s, cb, err);
    return status;
}

bool hd_store_is_text(const hd_field *field)
{
    return field->unit == HD_FINDING && strcmp(field->key, "text") == 0;
}

const char *hd_store_text_sql(hd_unit unit)
{
    return unit == HD_FINDING ? " LEFT JOIN row_finding_text t ON t.row = u.row" : "";
}

void hd_store_column_sql(const hd_field *field, hd_buf *sql)
{
    hd_buf_adds(sql, hd_store_is_text(field) ? "t." : "u.");
    hd_store_quote(sql, "f_", field->key);
}

void hd_store_columns_sql(const hd_codebook *cb, hd_unit unit, hd_buf *sql)
{
    for (size_t i = 0; i < hd_codebook_n_fields(cb, unit); i++) {
        hd_buf_adds(sql, ", ");
        hd_store_column_sql(hd_codebook_field(cb, unit, i), sql);
    }
}
