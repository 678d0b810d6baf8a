/* What a reader's joins would pass over in silence: rows that refer to nothing, fields without a column,
 * columns without a field.  A few passes over row numbers, not SQLite's own check of every page. */
#include "io/store_internal.h"

#include <sqlite3.h>

static const struct {
    const char *table;
    const char *column;
    const char *to;
    const char *key;
} references[] = {
    {"row_child", "review", "row_review", "row"}, {"row_finding", "review", "row_review", "row"},
    {"coding", "finding", "row_finding", "row"},  {"coding", "label", "label", "row"},
    {"label", "theme", "row_theme", "row"},       {"passage", "review", "row_review", "id"},
    {"theme_alias", "theme", "row_theme", "row"}, {"field_value", "field", "field", "row"},
    {"band_bound", "band", "band", "row"},
};

static hd_status check_references(hd_store *s, hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < sizeof references / sizeof references[0]; i++) {
        hd_buf sql = HD_BUF_INIT;
        sqlite3_stmt *stmt;
        bool row = false;

        /* DISTINCT has SQLite walk both tables in the same order: the other way costs tenfold. */
        hd_buf_printf(&sql,
                      "SELECT 1 FROM (SELECT DISTINCT %s AS x FROM %s WHERE x IS NOT NULL) a"
                      " WHERE NOT EXISTS (SELECT 1 FROM %s b WHERE b.%s = a.x) LIMIT 1",
                      references[i].column, references[i].table, references[i].to,
                      references[i].key);
        status = hd_store_prepare(s, sql.data, &stmt, err);
        if (status == HD_OK)
            status = hd_store_next(s, stmt, &row, err);
        if (status == HD_OK && row)
            status = hd_store_damaged(s, err, "a row of %s has no %s", references[i].table,
                                      references[i].column);
        sqlite3_finalize(stmt);
        hd_buf_release(&sql);
    }
    return status;
}

static hd_status check_columns(hd_store *s, const hd_codebook *cb, hd_unit unit, hd_err *err)
{
    const hd_intern *columns = &s->columns[unit];

    for (size_t i = 0; i < hd_codebook_n_fields(cb, unit); i++) {
        const char *key = hd_codebook_field(cb, unit, i)->key;
        if (hd_intern_find(columns, key) == HD_NONE)
            return hd_store_damaged(s, err, "the column of a %s's '%s' is missing",
                                    hd_unit_name(unit), key);
    }
    for (uint32_t i = 0; i < columns->n; i++) {
        const char *key = hd_intern_str(columns, i);
        if (!hd_codebook_find_field(cb, unit, key))
            return hd_store_damaged(s, err, "a %s has a column of no field, '%.200s'",
                                    hd_unit_name(unit), key);
    }
    return HD_OK;
}

hd_status hd_store_check(hd_store *s, const hd_codebook *cb, hd_err *err)
{
    hd_status status = check_references(s, err);

    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++)
        status = check_columns(s, cb, (hd_unit)u, err);
    return status;
}
