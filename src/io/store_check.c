/* What a reader's joins would pass over in silence: rows that refer to nothing, fields without a column,
 * columns without a field.  A few passes over row numbers, not SQLite's own check of every page. */
#include "io/store_internal.h"

#include <sqlite3.h>

static const struct {
    const char *table;
    const char *column;
    const char *to;
    const char *key;
    const char *also; /* what else has to agree; NULL: nothing */
    unsigned check;
} references[] = {
    {"row_child", "review", "row_review", "row", NULL, HD_CHECK_UNITS},
    {"row_finding", "review", "row_review", "row", NULL, HD_CHECK_UNITS},
    {"row_finding_text", "row", "row_finding", "row", NULL, HD_CHECK_TEXTS},
    {"coding", "review", "row_review", "row", NULL, HD_CHECK_UNITS},
    {"coding", "finding", "row_finding", "row", "review", HD_CHECK_UNITS},
    {"coding", "label", "label", "row", NULL, HD_CHECK_UNITS},
    {"label", "theme", "row_theme", "row", NULL, HD_CHECK_DEFINITIONS},
    {"passage", "review", "row_review", "id", NULL, HD_CHECK_PASSAGES},
    {"theme_alias", "theme", "row_theme", "row", NULL, HD_CHECK_DEFINITIONS},
    {"field_value", "field", "field", "row", NULL, HD_CHECK_DEFINITIONS},
    {"crosswalk_theme", "crosswalk", "crosswalk", "row", NULL, HD_CHECK_DEFINITIONS},
    {"crosswalk_from", "crosswalk", "crosswalk_theme", "crosswalk", "pos", HD_CHECK_DEFINITIONS},
    {"comparator_value", "comparator", "comparator", "row", NULL, HD_CHECK_PASSAGES},
};

/* DISTINCT has SQLite walk both tables in the same order: the other way costs tenfold. */
static void add_query(hd_buf *sql, size_t i)
{
    const char *also = references[i].also;

    hd_buf_printf(sql, "SELECT 1 FROM (SELECT DISTINCT %s AS x%s%s FROM %s WHERE x IS NOT NULL) a",
                  references[i].column, also ? ", " : "", also ? also : "", references[i].table);
    hd_buf_printf(sql, " WHERE NOT EXISTS (SELECT 1 FROM %s b WHERE b.%s = a.x", references[i].to,
                  references[i].key);
    if (also)
        hd_buf_printf(sql, " AND b.%s = a.%s", also, also);
    hd_buf_adds(sql, ") LIMIT 1");
}

static hd_status check_references(hd_store *s, unsigned checks, hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < sizeof references / sizeof references[0]; i++) {
        hd_buf sql = HD_BUF_INIT;
        sqlite3_stmt *stmt;
        bool row = false;

        if (!(references[i].check & checks)) {
            hd_buf_release(&sql);
            continue;
        }
        add_query(&sql, i);
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

hd_status hd_store_check(hd_store *s, const hd_codebook *cb, unsigned checks, hd_err *err)
{
    hd_status status = check_references(s, checks, err);

    if (status == HD_OK && (checks & HD_CHECK_DEFINITIONS) && !s->writable)
        status = hd_store_load_columns(s, err);
    for (size_t u = 0; status == HD_OK && (checks & HD_CHECK_DEFINITIONS) && u < HD_N_UNITS; u++)
        status = check_columns(s, cb, (hd_unit)u, err);
    return status;
}
