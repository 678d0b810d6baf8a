/* Rows into the tables of reviews, children and findings, many a statement.
 *
 * Rows are held until the records they come from are let go of, and a table after the other is written then.
 * A new store gets its indexes at the end. */
#include "io/store_import.h"

#include <sqlite3.h>

#include "base/alloc.h"

#define MAX_BINDINGS 512 /* of one statement; more gain nothing */

/* ---- statements ---- */

/* The columns that something was given for so far; the others stay NULL by themselves. */
static void table_columns(const hd_import *im, hd_table table, hd_buf *sql, size_t *n)
{
    static const char *const fixed[HD_N_TABLES] = {
        "row_review (row, id, coded, digest", "row_child (row, review, id",
        "row_finding (row, review, id", "row_finding_text (row, f_text",
        "coding (review, finding, pos, label"};
    static const size_t n_fixed[HD_N_TABLES] = {4, 3, 3, 2, 4};
    const hd_table_sql *t = &im->tables[table];

    hd_buf_adds(sql, fixed[table]);
    for (size_t i = 0; i < t->n_used; i++) {
        hd_buf_adds(sql, ", ");
        hd_store_quote(sql, "f_", hd_codebook_field(im->cb, (hd_unit)table, t->used[i])->key);
    }
    hd_buf_addc(sql, ')');
    *n = n_fixed[table] + t->n_used;
}

static hd_status prepare_insert(hd_store *s, hd_table table, size_t n_rows, sqlite3_stmt **out,
                                hd_err *err)
{
    hd_buf sql = HD_BUF_INIT;
    size_t n = 0;

    hd_buf_adds(&sql, "INSERT INTO ");
    table_columns(s->import, table, &sql, &n);
    hd_buf_adds(&sql, " VALUES ");
    for (size_t i = 0; i < n_rows; i++) {
        hd_buf_adds(&sql, i > 0 ? ", (" : "(");
        for (size_t j = 0; j < n; j++)
            hd_buf_adds(&sql, j > 0 ? ", ?" : "?");
        hd_buf_addc(&sql, ')');
    }
    hd_status status = hd_store_prepare(s, sql.data, out, err);
    hd_buf_release(&sql);
    return status;
}

/* The statements for the columns that are used by now. */
static hd_status prepare_table(hd_store *s, hd_table table, hd_err *err)
{
    hd_table_sql *t = &s->import->tables[table];
    hd_buf ignored = HD_BUF_INIT;

    sqlite3_finalize(t->one);
    sqlite3_finalize(t->many);
    t->many = NULL;
    table_columns(s->import, table, &ignored, &t->n_columns);
    hd_buf_release(&ignored);
    t->n_many = MAX_BINDINGS / t->n_columns;
    return prepare_insert(s, table, 1, &t->one, err);
}

/* Behind every row that something refers to, too: what another program has left without its review must not
 * become a new one's.  Each is the end of a table or of an index. */
static const char *const last_rows[HD_N_UNITS] = {
    "SELECT max((SELECT ifnull(max(row), 0) FROM row_review),"
    " (SELECT ifnull(max(review), 0) FROM row_child),"
    " (SELECT ifnull(max(review), 0) FROM row_finding),"
    " (SELECT ifnull(max(review), 0) FROM coding))",
    "SELECT ifnull(max(row), 0) FROM row_child",
    "SELECT max((SELECT ifnull(max(row), 0) FROM row_finding),"
    " (SELECT ifnull(max(row), 0) FROM row_finding_text))",
};

static hd_status first_row(hd_store *s, hd_unit unit, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    hd_status status = hd_store_prepare(s, last_rows[unit], &stmt, err);

    if (status == HD_OK)
        status = hd_store_next(s, stmt, &row, err);
    s->import->next_row[unit] = row ? sqlite3_column_int64(stmt, 0) + 1 : 1;
    sqlite3_finalize(stmt);
    return status;
}

hd_status hd_rows_prepare(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = HD_OK;

    for (size_t u = 0; u < HD_N_UNITS; u++) {
        size_t n = hd_codebook_n_fields(im->cb, (hd_unit)u);
        im->tables[u].is_used = hd_arena_array(&im->arena, n, sizeof *im->tables[u].is_used);
        im->given[u] = hd_arena_array(&im->arena, n, sizeof *im->given[u]);
        im->tables[u].used = hd_arena_array(&im->arena, n, sizeof *im->tables[u].used);
    }
    for (size_t t = 0; status == HD_OK && t < HD_N_TABLES; t++)
        status = prepare_table(s, (hd_table)t, err);
    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++)
        status = first_row(s, (hd_unit)u, err);
    return status;
}

void hd_rows_finalize(hd_import *im)
{
    for (size_t t = 0; t < HD_N_TABLES; t++) {
        sqlite3_finalize(im->tables[t].one);
        sqlite3_finalize(im->tables[t].many);
        im->tables[t].one = NULL;
        im->tables[t].many = NULL;
    }
}

void hd_rows_release(hd_import *im)
{
    for (size_t u = 0; u < HD_N_UNITS; u++)
        hd_free(im->rows[u].items);
    hd_intern_release(&im->bulk_ids);
    hd_intern_release(&im->held_ids);
}

hd_status hd_rows_next(hd_store *s, hd_unit unit, int64_t *row, hd_err *err)
{
    *row = s->import->next_row[unit]++;
    if (*row < 1 || *row > HD_MAX_ROW)
        return hd_store_damaged(s, err, "row number %lld", (long long)*row);
    return HD_OK;
}

/* ---- writing ---- */

void hd_import_bind_digest(sqlite3_stmt *stmt, int at, uint64_t digest)
{
    if (digest)
        sqlite3_bind_int64(stmt, at, (sqlite3_int64)digest);
    else
        sqlite3_bind_null(stmt, at);
}

/* One table while its rows are written. */
typedef struct feed {
    hd_store *s;
    hd_table_sql *sql;
    sqlite3_stmt *stmt; /* the row is bound to this one */
    size_t left;        /* rows still to come */
    size_t filled;      /* rows bound to `many` */
    int at;             /* the next binding */
} feed;

static hd_status open_feed(feed *f, hd_table table, size_t n, hd_err *err)
{
    f->sql = &f->s->import->tables[table];
    f->left = n;
    f->filled = 0;
    if (n >= f->sql->n_many && !f->sql->many)
        return prepare_insert(f->s, table, f->sql->n_many, &f->sql->many, err);
    return HD_OK;
}

static void begin_row(feed *f)
{
    bool many = f->filled > 0 || f->left >= f->sql->n_many;

    f->stmt = many ? f->sql->many : f->sql->one;
    f->at = (int)(f->filled * f->sql->n_columns) + 1;
    f->left--;
}

static hd_status end_row(feed *f, hd_err *err)
{
    if (f->stmt == f->sql->many && ++f->filled < f->sql->n_many)
        return HD_OK;
    f->filled = 0;
    return hd_store_run(f->s, f->stmt, err);
}

/* Take in the columns that these rows need. */
static hd_status widen(hd_store *s, hd_unit unit, hd_err *err)
{
    hd_import *im = s->import;
    hd_table_sql *t = &im->tables[unit];
    const hd_rows *rows = &im->rows[unit];
    size_t before = t->n_used;

    for (size_t i = 0; i < hd_codebook_n_fields(im->cb, unit); i++) {
        bool wanted = !t->is_used[i] && !hd_store_is_text(hd_codebook_field(im->cb, unit, i));
        for (size_t j = 0; wanted && !t->is_used[i] && j < rows->n; j++)
            t->is_used[i] = hd_value_is_given(&rows->items[j].values[i]);
        if (wanted && t->is_used[i]) {
            t->used[t->n_used++] = i;
            im->given[unit][i] = true;
        }
    }
    return t->n_used > before ? prepare_table(s, (hd_table)unit, err) : HD_OK;
}

static void bind_fields(feed *f, hd_unit unit, const hd_value *values)
{
    hd_import *im = f->s->import;

    for (size_t i = 0; i < f->sql->n_used; i++) {
        size_t at = f->sql->used[i];
        hd_store_bind_value(f->stmt, f->at++, hd_codebook_field(im->cb, unit, at)->kind,
                            &values[at], &im->row);
    }
}

static hd_status write_unit(hd_store *s, hd_unit unit, hd_err *err)
{
    hd_import *im = s->import;
    const hd_rows *rows = &im->rows[unit];
    size_t n = 0;
    feed f = {.s = s};
    hd_status status = widen(s, unit, err);

    for (size_t i = 0; i < rows->n; i++)
        n += !rows->items[i].labels_only;
    if (status == HD_OK)
        status = open_feed(&f, (hd_table)unit, n, err);
    for (size_t i = 0; status == HD_OK && i < rows->n; i++) {
        const hd_row *r = &rows->items[i];
        if (r->labels_only)
            continue;
        begin_row(&f);
        sqlite3_bind_int64(f.stmt, f.at++, r->row);
        if (unit != HD_REVIEW)
            sqlite3_bind_int64(f.stmt, f.at++, r->review);
        hd_store_bind_text(f.stmt, f.at++, r->id);
        if (unit == HD_REVIEW) {
            sqlite3_bind_int(f.stmt, f.at++, r->coded);
            hd_import_bind_digest(f.stmt, f.at++, (uint64_t)r->review);
        }
        bind_fields(&f, unit, r->values);
        status = end_row(&f, err);
    }
    return status;
}

static bool has_text(const hd_import *im, const hd_row *r)
{
    return !r->labels_only && hd_value_is_given(&r->values[im->text_field]);
}

static hd_status write_texts(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    const hd_rows *rows = &im->rows[HD_FINDING];
    size_t n = 0;
    feed f = {.s = s};

    for (size_t i = 0; i < rows->n; i++)
        n += has_text(im, &rows->items[i]);
    hd_status status = open_feed(&f, HD_T_TEXT, n, err);
    for (size_t i = 0; status == HD_OK && i < rows->n; i++) {
        const hd_row *r = &rows->items[i];
        if (!has_text(im, r))
            continue;
        begin_row(&f);
        sqlite3_bind_int64(f.stmt, f.at++, r->row);
        hd_store_bind_value(f.stmt, f.at++, HD_TEXT, &r->values[im->text_field], &im->row);
        status = end_row(&f, err);
    }
    return status;
}

static hd_status write_codings(hd_store *s, hd_err *err)
{
    const hd_rows *rows = &s->import->rows[HD_FINDING];
    size_t n = 0;
    feed f = {.s = s};

    for (size_t i = 0; i < rows->n; i++)
        n += rows->items[i].n_labels;
    hd_status status = open_feed(&f, HD_T_CODING, n, err);
    for (size_t i = 0; status == HD_OK && i < rows->n; i++) {
        const hd_row *r = &rows->items[i];
        for (size_t j = 0; status == HD_OK && j < r->n_labels; j++) {
            begin_row(&f);
            sqlite3_bind_int64(f.stmt, f.at++, r->review);
            sqlite3_bind_int64(f.stmt, f.at++, r->row);
            sqlite3_bind_int64(f.stmt, f.at++, (sqlite3_int64)j);
            sqlite3_bind_int64(f.stmt, f.at++, r->labels[j]);
            status = end_row(&f, err);
        }
    }
    return status;
}

void hd_rows_add(hd_import *im, hd_unit unit, const hd_row *row)
{
    hd_rows *rows = &im->rows[unit];

    HD_PUSH(rows->items, rows->n, rows->cap, *row);
}

static hd_status write_rows(hd_store *s, hd_err *err)
{
    const hd_rows *rows = s->import->rows;
    hd_status status = HD_OK;

    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++) {
        if (rows[u].n > 0)
            status = write_unit(s, (hd_unit)u, err);
    }
    if (status == HD_OK && rows[HD_FINDING].n > 0)
        status = write_texts(s, err);
    if (status == HD_OK && rows[HD_FINDING].n > 0)
        status = write_codings(s, err);
    return status;
}

hd_status hd_rows_flush(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = HD_OK;

    if (im->append || (im->bulk && !im->appended && im->rows[HD_REVIEW].n > 0))
        status = hd_append_flush(s, err);
    else
        status = write_rows(s, err);
    for (size_t u = 0; u < HD_N_UNITS; u++)
        im->rows[u].n = 0;
    if (im->held_ids.n > 0) {
        hd_intern_release(&im->held_ids);
        hd_intern_init(&im->held_ids);
    }
    return status;
}

hd_status hd_rows_meet(hd_store *s, const char *id, bool *is_new, hd_err *err)
{
    hd_import *im = s->import;
    hd_intern *ids = im->bulk ? &im->bulk_ids : &im->held_ids;
    size_t n = ids->n;

    *is_new = hd_intern_add(ids, id) == n && im->bulk;
    if (*is_new || ids->n > n)
        return HD_OK;
    hd_status status = hd_rows_settle(s, err); /* it comes again, and has to be there */
    hd_intern_add(&im->held_ids, id);
    return status;
}

hd_status hd_rows_settle(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;

    if (!im->bulk)
        return hd_rows_flush(s, err);
    hd_status status = hd_rows_flush(s, err);
    if (status == HD_OK)
        status = hd_append_end(s, true, err);
    im->bulk = false;
    hd_intern_release(&im->bulk_ids);
    hd_intern_init(&im->bulk_ids);
    if (status == HD_OK)
        status = hd_import_write_labels(s, err);
    return status == HD_OK ? hd_store_make_indexes(s, err) : status;
}
