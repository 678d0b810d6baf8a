/* The statements of an import, made once the fields are known. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

static hd_status prepare_buf(hd_store *s, hd_buf *sql, sqlite3_stmt **out, hd_err *err)
{
    hd_status status = hd_store_prepare(s, hd_buf_str(sql), out, err);
    hd_buf_clear(sql);
    return status;
}

static hd_status prepare_unit(hd_store *s, hd_unit unit, hd_err *err)
{
    hd_import *im = s->import;
    hd_unit_sql *q = &im->sql[unit];
    const char *name = hd_unit_name(unit);
    size_t n = hd_codebook_n_fields(im->cb, unit);
    bool part = unit != HD_REVIEW;
    hd_buf sql = HD_BUF_INIT;

    hd_buf_printf(&sql, "SELECT u.row, u.%s", part ? "id" : "coded, u.digest");
    hd_store_columns_sql(im->cb, unit, &sql);
    hd_buf_printf(&sql, " FROM row_%s u%s WHERE u.%s = ?1%s", name, hd_store_text_sql(unit),
                  part ? "review" : "id", part ? " ORDER BY u.row" : "");
    hd_status status = prepare_buf(s, &sql, &q->select, err);

    hd_buf_clear(&sql);
    if (part) {
        hd_buf_printf(&sql, "DELETE FROM row_%s WHERE row = ?1", name);
        if (status == HD_OK)
            status = prepare_buf(s, &sql, &q->remove, err);
    } else {
        hd_buf_adds(&sql, "UPDATE row_review SET coded = ?2, digest = ?3");
        for (size_t i = 0; i < n; i++) {
            hd_buf_adds(&sql, ", ");
            hd_store_quote(&sql, "f_", hd_codebook_field(im->cb, unit, i)->key);
            hd_buf_printf(&sql, " = ?%zu", i + 4);
        }
        hd_buf_adds(&sql, " WHERE row = ?1");
        if (status == HD_OK)
            status = prepare_buf(s, &sql, &q->update, err);
    }
    hd_buf_release(&sql);
    return status;
}

hd_status hd_import_prepare(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    const struct {
        sqlite3_stmt **stmt;
        const char *sql;
    } fixed[] = {
        {&im->coding_select, "SELECT c.finding, l.label FROM coding c"
                             " CROSS JOIN label l ON l.row = c.label"
                             " WHERE c.review = ?1 ORDER BY c.finding, c.pos"},
        {&im->coding_remove, "DELETE FROM coding WHERE review = ?1 AND finding = ?2"},
        {&im->text_remove, "DELETE FROM row_finding_text WHERE row = ?1"},
        {&im->set_digest, "UPDATE row_review SET digest = ?2 WHERE row = ?1"},
        {&im->label_insert, "INSERT INTO label (label) VALUES (?1)"},
        {&im->figure_select, "SELECT row, n, \"of\", percent, \"where\", \"at\" FROM figure"
                             " WHERE source IS ?1 AND label = ?2"},
        {&im->figure_insert,
         "INSERT INTO figure (source, label, n, \"of\", percent, \"where\", \"at\")"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"},
        {&im->figure_update, "UPDATE figure SET n = ?3, \"of\" = coalesce(?4, \"of\"),"
                             " percent = coalesce(?5, percent),"
                             " \"where\" = coalesce(?6, \"where\"), \"at\" = coalesce(?7, \"at\")"
                             " WHERE source IS ?1 AND label = ?2"},
        {&im->passage_select, "SELECT row, \"at\", finding FROM passage"
                              " WHERE review IS ?1 AND source IS ?2"
                              " AND \"at\" IS ?3 AND role IS ?4 AND text = ?5"},
        {&im->passage_insert, "INSERT INTO passage (review, source, \"at\", role, text, finding)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"},
        {&im->passage_moved,
         "SELECT row, \"at\", finding FROM passage"
         " WHERE review IS ?1 AND source IS ?2 AND role IS ?3 AND text = ?4 ORDER BY row"},
        {&im->passage_move, "UPDATE passage SET \"at\" = coalesce(?2, \"at\"),"
                            " finding = coalesce(?3, finding) WHERE row = ?1"},
        {&im->review_exists, "SELECT row FROM row_review WHERE id = ?1"},
    };
    hd_status status = HD_OK;

    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++)
        status = prepare_unit(s, (hd_unit)u, err);
    for (size_t i = 0; status == HD_OK && i < sizeof fixed / sizeof fixed[0]; i++)
        status = hd_store_prepare(s, fixed[i].sql, fixed[i].stmt, err);
    if (status == HD_OK)
        status = hd_rows_prepare(s, err);
    im->text_field = hd_codebook_find_field(im->cb, HD_FINDING, "text")->index;
    im->passage_field = hd_codebook_find_field(im->cb, HD_FINDING, "passage")->index;
    im->source_field = hd_codebook_find_field(im->cb, HD_FINDING, "source")->index;
    return status;
}

void hd_import_finalize(hd_import *im)
{
    sqlite3_stmt **single[] = {
        &im->coding_select, &im->text_remove,   &im->coding_remove,  &im->label_insert,
        &im->figure_select, &im->figure_insert, &im->figure_update,  &im->passage_select,
        &im->passage_moved, &im->passage_move,  &im->passage_insert, &im->review_exists,
        &im->source_select, &im->source_write,  &im->set_digest,
    };
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        sqlite3_finalize(im->sql[u].select);
        sqlite3_finalize(im->sql[u].update);
        sqlite3_finalize(im->sql[u].remove);
    }
    memset(im->sql, 0, sizeof im->sql);
    hd_rows_finalize(im);
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++) {
        sqlite3_finalize(*single[i]);
        *single[i] = NULL;
    }
}
