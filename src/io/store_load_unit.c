/* Reviews, children and findings: their columns, their ids and their links. */
#include "io/store_load.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

/* ---- rows ---- */

size_t hd_load_find(hd_load_rows *r, int64_t row)
{
    size_t low = 0, high = r->n;

    /* Near the one before; or where it stands when no number is left out. */
    for (size_t near = r->last; near < r->n && near < r->last + 2; near++) {
        if (r->rows[near] == row)
            return r->last = near;
    }
    uint64_t guess = r->n > 0 ? (uint64_t)row - (uint64_t)r->rows[0] : 0;
    if (guess < r->n && r->rows[guess] == row)
        return r->last = (size_t)guess;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->rows[mid] < row)
            low = mid + 1;
        else
            high = mid;
    }
    return low < r->n && r->rows[low] == row ? (r->last = low) : SIZE_MAX;
}

void hd_load_units_release(hd_load_units *u)
{
    hd_free(u->rows.rows);
    hd_free(u->review);
    hd_free(u->id);
    hd_buf_release(&u->ids);
    hd_free(u->order);
}

/* ---- reviews by row ---- */

static hd_status read_rows(hd_load *l, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    hd_load_rows *r = &l->reviews;
    hd_status status =
        hd_store_prepare(l->s, "SELECT row FROM row_review ORDER BY row", &stmt, err);

    while (status == HD_OK && (status = hd_store_next(l->s, stmt, &row, err)) == HD_OK && row)
        HD_PUSH(r->rows, r->n, r->cap, sqlite3_column_int64(stmt, 0));
    sqlite3_finalize(stmt);
    if (status == HD_OK && r->n >= HD_CODE_UNKNOWN)
        status = hd_store_damaged(l->s, err, "it has %zu reviews", r->n);
    return status;
}

/* Ids come in byte order: one that stands twice comes right after itself. */
static hd_status rank_reviews(hd_load *l, hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_buf before = HD_BUF_INIT;
    bool row;
    uint32_t n = 0;
    hd_status status =
        hd_store_prepare(l->s, "SELECT row, id FROM row_review ORDER BY id", &stmt, err);

    memset(l->review_rank, 0xff, l->reviews.n * sizeof *l->review_rank); /* HD_NONE everywhere */
    while (status == HD_OK && (status = hd_store_next(l->s, stmt, &row, err)) == HD_OK && row) {
        const char *id = sqlite3_column_type(stmt, 1) == SQLITE_TEXT
                             ? (const char *)sqlite3_column_text(stmt, 1)
                             : NULL;
        size_t at = hd_load_find(&l->reviews, sqlite3_column_int64(stmt, 0));
        if (!id || strlen(id) != (size_t)sqlite3_column_bytes(stmt, 1))
            status = hd_store_damaged(l->s, err, "id: expected text");
        else if (n > 0 && strcmp(before.data, id) >= 0)
            status = hd_store_damaged(l->s, err, "the id '%s' is there twice", id);
        else if (at == SIZE_MAX || l->review_rank[at] != HD_NONE)
            status = hd_store_damaged(l->s, err, "row_review and its index differ");
        if (status != HD_OK)
            break;
        l->review_rank[at] = n++;
        hd_buf_clear(&before);
        hd_buf_adds(&before, id);
    }
    sqlite3_finalize(stmt);
    hd_buf_release(&before);
    if (status == HD_OK && n != l->reviews.n)
        status = hd_store_damaged(l->s, err, "row_review and its index differ");
    return status;
}

hd_status hd_load_reviews_known(hd_load *l, hd_err *err)
{
    if (l->review_rank)
        return HD_OK;
    hd_status status = read_rows(l, err);
    l->review_rank = hd_alloc(l->reviews.n * sizeof *l->review_rank);
    if (status == HD_OK)
        status = rank_reviews(l, err);
    if (status != HD_OK) {
        hd_free(l->reviews.rows);
        hd_free(l->review_rank);
        memset(&l->reviews, 0, sizeof l->reviews);
        l->review_rank = NULL;
    }
    return status;
}

/* ---- columns ---- */

/* A scan of some columns of a unit's table. */
typedef struct scan {
    hd_load *l;
    sqlite3_stmt *stmt;
    const hd_field **fields;
    size_t n_fields;
    int first; /* the column of the first field */
    hd_fill *fill;
    hd_arena arena; /* of one row */
} scan;

static void scan_end(scan *s)
{
    sqlite3_finalize(s->stmt);
    hd_free(s->fields);
    hd_fill_free(s->fill);
    hd_arena_release(&s->arena);
}

/* "SELECT u.row, OWN, fields FROM row_UNIT u ORDER BY u.row" of this text, or of all that are none. */
static hd_status scan_begin(scan *s, hd_load *l, const hd_corpus *c, hd_unit unit, const char *own,
                            const hd_field *text, bool columns, hd_err *err)
{
    hd_buf sql = HD_BUF_INIT;
    size_t n = hd_codebook_n_fields(c->codebook, unit);

    *s = (scan){.l = l, .fields = hd_calloc(n, sizeof *s->fields)};
    hd_arena_init(&s->arena);
    hd_buf_printf(&sql, "SELECT u.row%s", own);
    for (size_t f = 0; f < n && columns; f++) {
        const hd_field *field = hd_codebook_field(c->codebook, unit, f);
        if (text ? field != text : field->kind == HD_TEXT)
            continue;
        s->fields[s->n_fields++] = field;
        hd_buf_adds(&sql, ", ");
        hd_store_column_sql(field, &sql);
    }
    hd_buf_printf(&sql, " FROM row_%s u%s ORDER BY u.row", hd_unit_name(unit),
                  text ? hd_store_text_sql(unit) : "");
    s->fill = hd_fill_new(s->fields, s->n_fields);
    hd_status status = hd_store_prepare(l->s, hd_buf_str(&sql), &s->stmt, err);
    if (status == HD_OK)
        s->first = sqlite3_column_count(s->stmt) - (int)s->n_fields;
    hd_buf_release(&sql);
    return status;
}

static hd_status scan_value(scan *s, size_t f, hd_err *err)
{
    int at = s->first + (int)f;
    int type = sqlite3_column_type(s->stmt, at);
    hd_value v;

    if (s->fields[f]->kind != HD_MULTI && type == SQLITE_NULL) {
        hd_value none = {.state = HD_NOT_RECORDED};
        hd_fill_value(s->fill, f, &none);
        return HD_OK;
    }
    if (s->fields[f]->kind != HD_MULTI && type == SQLITE_TEXT) {
        const char *text = (const char *)sqlite3_column_text(s->stmt, at);
        uint32_t code = HD_NONE;
        if (text && strlen(text) == (size_t)sqlite3_column_bytes(s->stmt, at))
            code = hd_fill_known(s->fill, f, text);
        if (code != HD_NONE) {
            hd_fill_again(s->fill, f, code);
            return HD_OK;
        }
    }
    hd_status status = hd_store_value(s->l->s, s->stmt, at, s->fields[f], &s->arena, &v, err);
    if (status == HD_OK)
        hd_fill_value(s->fill, f, &v);
    if (s->arena.used_bytes > 0)
        hd_arena_clear(&s->arena);
    return status;
}

static hd_status scan_row(scan *s, bool *row, hd_err *err)
{
    hd_status status = hd_store_next(s->l->s, s->stmt, row, err);

    for (size_t f = 0; status == HD_OK && *row && f < s->n_fields; f++)
        status = scan_value(s, f, err);
    return status;
}

static hd_status scan_id(scan *s, int at, const char **out, hd_err *err)
{
    return hd_store_text(s->l->s, s->stmt, at, HD_USE_ID, &s->arena, out, err);
}

static void scan_seal(scan *s, hd_corpus *c, const uint32_t *order, size_t n)
{
    hd_fill_seal(s->fill, c, order, n);
    s->fill = NULL;
}

/* ---- reviews ---- */

static hd_status count_rows(hd_load *l, const char *sql, size_t *out, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    hd_status status = hd_store_prepare(l->s, sql, &stmt, err);

    if (status == HD_OK)
        status = hd_store_next(l->s, stmt, &row, err);
    if (status == HD_OK) {
        *out = (size_t)sqlite3_column_int64(stmt, 0);
        if (*out >= HD_CODE_UNKNOWN)
            status = hd_store_damaged(l->s, err, "it has %zu units", *out);
    }
    sqlite3_finalize(stmt);
    return status;
}

/* number in the corpus -> place among the rows */
static uint32_t *order_of_reviews(const hd_load *l)
{
    uint32_t *order = hd_alloc(l->reviews.n * sizeof *order);

    for (size_t i = 0; i < l->reviews.n; i++)
        order[l->review_rank[i]] = (uint32_t)i;
    return order;
}

static hd_status read_reviews(hd_load *l, hd_corpus *c, scan *s, hd_err *err)
{
    size_t n = 0;
    bool row;
    hd_status status;

    while ((status = scan_row(s, &row, err)) == HD_OK && row) {
        if (n == l->reviews.n)
            break;
        if (sqlite3_column_int(s->stmt, 1))
            hd_bits_set(&c->coded, l->review_rank[n]);
        n++;
    }
    if (status == HD_OK && (row || n != l->reviews.n))
        status = hd_store_damaged(l->s, err, "row_review and its index differ");
    return status;
}

hd_status hd_load_review_part(hd_load *l, hd_corpus *c, hd_err *err)
{
    scan s;
    hd_status status = hd_load_reviews_known(l, err);

    if (status == HD_OK)
        status = count_rows(l, "SELECT count(*) FROM row_child", &c->n[HD_CHILD], err);
    if (status == HD_OK)
        status = count_rows(l, "SELECT count(*) FROM row_finding", &c->n[HD_FINDING], err);
    if (status != HD_OK)
        return status;
    c->n[HD_REVIEW] = l->reviews.n;
    hd_bits_init(&c->coded, c->n[HD_REVIEW]);
    status = scan_begin(&s, l, c, HD_REVIEW, ", u.coded", NULL, true, err);
    if (status == HD_OK)
        status = read_reviews(l, c, &s, err);
    if (status == HD_OK) {
        uint32_t *order = order_of_reviews(l);
        scan_seal(&s, c, order, c->n[HD_REVIEW]);
        hd_free(order);
    }
    scan_end(&s);
    return status == HD_OK ? hd_load_words(l, c, err) : status;
}

/* ---- children and findings ---- */

static hd_status add_unit(hd_load *l, scan *s, hd_unit unit, hd_load_units *u, hd_err *err)
{
    size_t at = hd_load_find(&l->reviews, sqlite3_column_int64(s->stmt, 1)), row = u->rows.n;
    const char *id;

    if (at == SIZE_MAX)
        return hd_store_damaged(l->s, err, "a row of row_%s has no review", hd_unit_name(unit));
    hd_status status = scan_id(s, 2, &id, err);
    if (status != HD_OK)
        return status;
    HD_PUSH(u->review, row, u->cap_reviews, l->review_rank[at]);
    row = u->rows.n;
    HD_PUSH(u->id, row, u->cap_ids, u->ids.len);
    HD_PUSH(u->rows.rows, u->rows.n, u->rows.cap, sqlite3_column_int64(s->stmt, 0));
    hd_buf_add(&u->ids, id, strlen(id) + 1);
    hd_arena_clear(&s->arena);
    return HD_OK;
}

/* The limits of a review's lists, and no id twice. */
static hd_status check_units(hd_load *l, const hd_corpus *c, hd_unit unit, hd_load_units *u,
                             hd_err *err)
{
    size_t most = unit == HD_CHILD ? HD_MAX_CHILDREN : HD_MAX_FINDINGS, twice;
    uint32_t *count = hd_calloc(c->n[HD_REVIEW], sizeof *count);
    hd_status status = HD_OK;

    for (size_t i = 0; i < u->rows.n && status == HD_OK; i++) {
        if (++count[u->review[i]] > most)
            status = hd_store_damaged(l->s, err, "a review has more than %zu %s", most,
                                      hd_unit_plural(unit));
    }
    hd_free(count);
    if (status == HD_OK && u->rows.n != c->n[unit])
        status = hd_store_damaged(l->s, err, "row_%s and its index differ", hd_unit_name(unit));
    if (status != HD_OK)
        return status;
    hd_load_order(u, &twice);
    if (twice != SIZE_MAX)
        status =
            hd_store_damaged(l->s, err, "the id '%s' is there twice", u->ids.data + u->id[twice]);
    return status;
}

static hd_status read_units(hd_load *l, const hd_corpus *c, hd_unit unit, scan *s, hd_load_units *u,
                            hd_err *err)
{
    bool row;
    hd_status status = hd_load_reviews_known(l, err);

    while (status == HD_OK && (status = scan_row(s, &row, err)) == HD_OK && row)
        status = add_unit(l, s, unit, u, err);
    return status == HD_OK ? check_units(l, c, unit, u, err) : status;
}

hd_status hd_load_unit_part(hd_load *l, hd_corpus *c, hd_unit unit, hd_err *err)
{
    scan s;
    hd_load_units u = {.ids = HD_BUF_INIT};
    hd_status status = scan_begin(&s, l, c, unit, ", u.review, u.id", NULL, true, err);

    if (status == HD_OK)
        status = read_units(l, c, unit, &s, &u, err);
    if (status == HD_OK && unit == HD_FINDING)
        status = hd_load_codings(l, c, &u, err);
    if (status == HD_OK) {
        uint32_t *review_of = hd_alloc(u.rows.n * sizeof *review_of);
        for (size_t i = 0; i < u.rows.n; i++)
            review_of[i] = u.review[u.order[i]];
        hd_corpus_link(c, unit, review_of);
        scan_seal(&s, c, u.order, u.rows.n);
    }
    scan_end(&s);
    hd_load_units_release(&u);
    return status;
}

/* ---- ids ---- */

static hd_status read_review_ids(hd_load *l, hd_corpus *c, hd_err *err)
{
    sqlite3_stmt *stmt;
    size_t n = 0;
    bool row;
    hd_status status =
        hd_store_prepare(l->s, "SELECT row, id FROM row_review ORDER BY id", &stmt, err);

    while (status == HD_OK && (status = hd_store_next(l->s, stmt, &row, err)) == HD_OK && row) {
        if (n == c->n[HD_REVIEW])
            break;
        status = hd_store_text(l->s, stmt, 1, HD_USE_ID, &c->arena, &c->ids[HD_REVIEW][n], err);
        if (status == HD_OK && n > 0 && strcmp(c->ids[HD_REVIEW][n - 1], c->ids[HD_REVIEW][n]) >= 0)
            status =
                hd_store_damaged(l->s, err, "the id '%s' is there twice", c->ids[HD_REVIEW][n]);
        c->rows[HD_REVIEW][n++] = sqlite3_column_int64(stmt, 0);
    }
    if (status == HD_OK && (row || n != c->n[HD_REVIEW]))
        status = hd_store_damaged(l->s, err, "row_review and its index differ");
    sqlite3_finalize(stmt);
    return status;
}

static hd_status read_unit_ids(hd_load *l, hd_corpus *c, hd_unit unit, hd_err *err)
{
    scan s;
    hd_load_units u = {.ids = HD_BUF_INIT};
    hd_status status = scan_begin(&s, l, c, unit, ", u.review, u.id", NULL, false, err);

    if (status == HD_OK)
        status = read_units(l, c, unit, &s, &u, err);
    for (size_t i = 0; status == HD_OK && i < u.rows.n; i++) {
        const char *id = u.ids.data + u.id[u.order[i]];
        c->ids[unit][i] = hd_arena_strdup(&c->arena, id);
        c->rows[unit][i] = u.rows.rows[u.order[i]];
    }
    scan_end(&s);
    hd_load_units_release(&u);
    return status;
}

hd_status hd_load_ids_part(hd_load *l, hd_corpus *c, hd_unit unit, hd_err *err)
{
    c->ids[unit] = hd_calloc(c->n[unit], sizeof *c->ids[unit]);
    c->rows[unit] = hd_calloc(c->n[unit], sizeof *c->rows[unit]);
    hd_status status =
        unit == HD_REVIEW ? read_review_ids(l, c, err) : read_unit_ids(l, c, unit, err);
    if (status != HD_OK) {
        hd_free(c->ids[unit]);
        hd_free(c->rows[unit]);
        c->ids[unit] = NULL;
        c->rows[unit] = NULL;
    }
    return status;
}

/* ---- texts ---- */

hd_status hd_load_text_part(hd_load *l, hd_corpus *c, const hd_field *field, hd_err *err)
{
    scan s;
    hd_load_rows rows = {0};
    hd_unit unit = field->unit;
    bool row;
    uint32_t *order = hd_alloc(c->n[unit] * sizeof *order);
    hd_status status = scan_begin(&s, l, c, unit, "", field, true, err);

    while (status == HD_OK && (status = scan_row(&s, &row, err)) == HD_OK && row)
        HD_PUSH(rows.rows, rows.n, rows.cap, sqlite3_column_int64(s.stmt, 0));
    for (size_t i = 0; status == HD_OK && i < c->n[unit]; i++) {
        size_t at = hd_load_find(&rows, c->rows[unit][i]);
        if (at == SIZE_MAX || rows.n != c->n[unit])
            status = hd_store_damaged(l->s, err, "row_%s and its index differ", hd_unit_name(unit));
        order[i] = (uint32_t)at;
    }
    if (status == HD_OK)
        scan_seal(&s, c, order, c->n[unit]);
    scan_end(&s);
    hd_free(rows.rows);
    hd_free(order);
    return status;
}
