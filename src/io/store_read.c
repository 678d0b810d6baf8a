#include "io/store_read.h"

#include "io/store_internal.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"

#define STOP_EVERY 1024

/* ---- definitions ---- */

hd_status hd_store_codebook(hd_store *s, hd_codebook **out, hd_err *err)
{
    hd_codebook *cb = hd_codebook_new();
    hd_status status = hd_store_load_definitions(s, cb, err);

    *out = NULL;
    if (status == HD_OK && (status = hd_codebook_seal(cb, err)) != HD_OK)
        hd_err_at(err, "%s: the store is damaged", s->path);
    if (status != HD_OK) {
        hd_codebook_free(cb);
        return status;
    }
    *out = cb;
    return HD_OK;
}

/* One pass over the store. */
typedef struct pass {
    hd_store *s;
    const hd_codebook *cb;
    hd_store_sink sink;
    void *ctx;
    hd_arena arena; /* of one record */
    hd_err *err;
} pass;

static hd_status give(pass *p, const hd_record *r)
{
    hd_status status = p->sink(p->ctx, r, p->err);
    hd_arena_clear(&p->arena);
    return status;
}

/* Give what `make` makes of each row of a query. */
static hd_status each_row(pass *p, const char *sql,
                          void (*make)(sqlite3_stmt *stmt, hd_arena *arena, hd_record *r))
{
    sqlite3_stmt *stmt;
    bool row;
    hd_status status = hd_store_prepare(p->s, sql, &stmt, p->err);

    while (status == HD_OK && (status = hd_store_next(p->s, stmt, &row, p->err)) == HD_OK && row) {
        hd_record r = {.type = HD_REC_SOURCE};
        make(stmt, &p->arena, &r);
        status = give(p, &r);
    }
    sqlite3_finalize(stmt);
    return status;
}

static void make_source(sqlite3_stmt *stmt, hd_arena *arena, hd_record *r)
{
    r->type = HD_REC_SOURCE;
    r->u.source = (hd_source){hd_store_name(stmt, 0, arena), hd_store_text(stmt, 1, arena),
                              hd_store_text(stmt, 2, arena)};
}

static void make_coverage(sqlite3_stmt *stmt, hd_arena *arena, hd_record *r)
{
    r->type = HD_REC_COVERAGE;
    r->u.coverage = (hd_coverage){hd_store_text(stmt, 0, arena), hd_store_text(stmt, 1, arena)};
}

static void make_figure(sqlite3_stmt *stmt, hd_arena *arena, hd_record *r)
{
    r->type = HD_REC_FIGURE;
    r->u.figure = (hd_figure){.source = hd_store_text(stmt, 0, arena),
                              .label = hd_store_name(stmt, 1, arena),
                              .n = sqlite3_column_int64(stmt, 2),
                              .has_of = sqlite3_column_type(stmt, 3) != SQLITE_NULL,
                              .of = sqlite3_column_int64(stmt, 3),
                              .has_percent = sqlite3_column_type(stmt, 4) != SQLITE_NULL,
                              .percent = sqlite3_column_double(stmt, 4),
                              .where = hd_store_text(stmt, 5, arena)};
}

static void make_passage(sqlite3_stmt *stmt, hd_arena *arena, hd_record *r)
{
    r->type = HD_REC_PASSAGE;
    r->u.passage = (hd_passage){hd_store_text(stmt, 0, arena), hd_store_text(stmt, 1, arena),
                                hd_store_text(stmt, 2, arena), hd_store_text(stmt, 3, arena),
                                hd_store_name(stmt, 4, arena)};
}

static hd_status each_field(pass *p)
{
    hd_status status = HD_OK;

    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++) {
        for (size_t i = 0; status == HD_OK && i < hd_codebook_n_fields(p->cb, (hd_unit)u); i++) {
            const hd_field *f = hd_codebook_field(p->cb, (hd_unit)u, i);
            hd_record r = {.type = HD_REC_FIELD};
            if (!f->declared)
                continue;
            r.u.field = (hd_field_def){f->unit,         f->key,    f->kind,    f->label,
                                       f->n_values > 0, f->values, f->n_values};
            status = give(p, &r);
        }
    }
    return status;
}

static hd_status each_band(pass *p)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < hd_codebook_n_bands(p->cb); i++) {
        const hd_band *b = hd_codebook_band(p->cb, i);
        hd_record r = {.type = HD_REC_BAND};
        r.u.band = (hd_band_def){b->field->key, b->name, b->bounds, b->n_bounds};
        status = give(p, &r);
    }
    return status;
}

static hd_status each_theme(pass *p)
{
    size_t n = hd_codebook_n_themes(p->cb);
    const hd_theme **declared = hd_calloc(n, sizeof *declared);
    hd_status status = HD_OK;

    for (size_t i = 0; i < n; i++) {
        const hd_theme *t = hd_codebook_theme(p->cb, (uint32_t)i);
        declared[t->declared_at] = t;
    }
    for (size_t i = 0; status == HD_OK && i < n; i++) {
        const hd_theme *t = declared[i];
        hd_record r = {.type = HD_REC_THEME};
        r.u.theme = (hd_theme_def){.code = t->code,
                                   .label = t->label,
                                   .has_parent = t->parent_code != NULL,
                                   .parent = t->parent_code,
                                   .definition = t->definition,
                                   .has_status = t->status != HD_ACTIVE,
                                   .status = t->status,
                                   .has_aliases = t->n_aliases > 0,
                                   .aliases = t->aliases,
                                   .n_aliases = t->n_aliases,
                                   .into = t->into,
                                   .reason = t->reason,
                                   .date = t->date};
        status = give(p, &r);
    }
    hd_free(declared);
    return status;
}

/* ---- reviews ---- */

/* Reviews, children, findings and codings each come in order of the review's id, and are read
 * side by side. */
typedef struct cursor {
    sqlite3_stmt *stmt;
    bool row;
} cursor;

typedef struct cursors {
    cursor review;
    cursor part[HD_N_UNITS]; /* [HD_CHILD], [HD_FINDING] */
    cursor coding;
    hd_child_rec *children;
    size_t cap_children;
    hd_finding_rec *findings;
    size_t cap_findings;
    const char **labels;
    size_t cap_labels;
} cursors;

static hd_status cursor_next(pass *p, cursor *c)
{
    return hd_store_next(p->s, c->stmt, &c->row, p->err);
}

static hd_status cursor_open(pass *p, const hd_buf *sql, cursor *c)
{
    hd_status status = hd_store_prepare(p->s, hd_buf_str(sql), &c->stmt, p->err);
    return status == HD_OK ? cursor_next(p, c) : status;
}

static hd_status open_cursors(pass *p, cursors *c)
{
    hd_buf sql = HD_BUF_INIT;

    hd_buf_adds(&sql, "SELECT u.row, u.id, u.coded");
    hd_store_columns_sql(p->s, p->cb, HD_REVIEW, "u", &sql);
    hd_buf_adds(&sql, " FROM row_review u ORDER BY u.id");
    hd_status status = cursor_open(p, &sql, &c->review);
    for (int u = HD_CHILD; status == HD_OK && u < HD_N_UNITS; u++) {
        hd_buf_clear(&sql);
        hd_buf_adds(&sql, "SELECT u.review, u.id, u.row");
        hd_store_columns_sql(p->s, p->cb, (hd_unit)u, "u", &sql);
        hd_buf_printf(&sql,
                      " FROM row_review r CROSS JOIN row_%s u ON u.review = r.row"
                      " ORDER BY r.id, u.id",
                      hd_unit_name((hd_unit)u));
        status = cursor_open(p, &sql, &c->part[u]);
    }
    hd_buf_clear(&sql);
    hd_buf_adds(&sql, "SELECT c.finding, l.label FROM row_review r"
                      " CROSS JOIN row_finding f ON f.review = r.row"
                      " CROSS JOIN coding c ON c.finding = f.row"
                      " CROSS JOIN label l ON l.row = c.label ORDER BY r.id, f.id, c.pos");
    if (status == HD_OK)
        status = cursor_open(p, &sql, &c->coding);
    hd_buf_release(&sql);
    return status;
}

static void close_cursors(cursors *c)
{
    sqlite3_finalize(c->review.stmt);
    for (int u = HD_CHILD; u < HD_N_UNITS; u++)
        sqlite3_finalize(c->part[u].stmt);
    sqlite3_finalize(c->coding.stmt);
    hd_free(c->children);
    hd_free(c->findings);
    hd_free(c->labels);
}

static hd_status check_id(pass *p, const char *id)
{
    return id[0] ? HD_OK : hd_store_damaged(p->s, p->err, "an id is empty");
}

static hd_status read_labels(pass *p, cursors *c, int64_t finding, hd_finding_rec *out)
{
    hd_status status = HD_OK;
    size_t n = 0;

    while (status == HD_OK && c->coding.row && sqlite3_column_int64(c->coding.stmt, 0) == finding) {
        HD_PUSH(c->labels, n, c->cap_labels, hd_store_name(c->coding.stmt, 1, &p->arena));
        status = cursor_next(p, &c->coding);
    }
    const char **labels = hd_arena_array(&p->arena, n, sizeof *labels);
    if (n > 0)
        memcpy(labels, c->labels, n * sizeof *labels);
    out->has_labels = n > 0;
    out->labels = labels;
    out->n_labels = n;
    return status;
}

static hd_status read_children(pass *p, cursors *c, int64_t review, hd_review_rec *out)
{
    cursor *at = &c->part[HD_CHILD];
    hd_status status = HD_OK;
    size_t n = 0;

    while (status == HD_OK && at->row && sqlite3_column_int64(at->stmt, 0) == review) {
        hd_value *values = NULL;
        hd_child_rec child = {hd_store_name(at->stmt, 1, &p->arena), NULL};
        status = hd_store_values(p->s, at->stmt, 3, p->cb, HD_CHILD, &p->arena, &values, p->err);
        if (status != HD_OK || (status = check_id(p, child.id)) != HD_OK)
            break;
        child.values = values;
        HD_PUSH(c->children, n, c->cap_children, child);
        status = cursor_next(p, at);
    }
    out->children = c->children;
    out->n_children = n;
    out->has_children = n > 0;
    return status;
}

static hd_status read_findings(pass *p, cursors *c, int64_t review, hd_review_rec *out)
{
    cursor *at = &c->part[HD_FINDING];
    hd_status status = HD_OK;
    size_t n = 0;

    while (status == HD_OK && at->row && sqlite3_column_int64(at->stmt, 0) == review) {
        hd_value *values = NULL;
        hd_finding_rec finding = {.id = hd_store_name(at->stmt, 1, &p->arena)};
        status = hd_store_values(p->s, at->stmt, 3, p->cb, HD_FINDING, &p->arena, &values, p->err);
        if (status == HD_OK)
            status = check_id(p, finding.id);
        if (status == HD_OK)
            status = read_labels(p, c, sqlite3_column_int64(at->stmt, 2), &finding);
        if (status != HD_OK)
            break;
        finding.values = values;
        HD_PUSH(c->findings, n, c->cap_findings, finding);
        status = cursor_next(p, at);
    }
    out->findings = c->findings;
    out->n_findings = n;
    out->has_findings = n > 0;
    return status;
}

static hd_status read_review(pass *p, cursors *c)
{
    sqlite3_stmt *stmt = c->review.stmt;
    int64_t row = sqlite3_column_int64(stmt, 0);
    hd_value *values = NULL;
    hd_record r = {.type = HD_REC_REVIEW};
    hd_review_rec *review = &r.u.review;

    review->id = hd_store_name(stmt, 1, &p->arena);
    review->coded = sqlite3_column_int(stmt, 2) ? HD_CODED_YES : HD_CODED_NO;
    hd_status status = check_id(p, review->id);
    if (status == HD_OK)
        status = hd_store_values(p->s, stmt, 3, p->cb, HD_REVIEW, &p->arena, &values, p->err);
    review->values = values;
    if (status == HD_OK)
        status = read_children(p, c, row, review);
    if (status == HD_OK)
        status = read_findings(p, c, row, review);
    return status == HD_OK ? give(p, &r) : status;
}

static hd_status each_review(pass *p)
{
    cursors c;
    size_t n = 0;

    memset(&c, 0, sizeof c);
    hd_status status = open_cursors(p, &c);
    while (status == HD_OK && c.review.row) {
        status = n++ % STOP_EVERY == 0 ? hd_stop_check(p->err) : HD_OK;
        if (status == HD_OK)
            status = read_review(p, &c);
        if (status == HD_OK)
            status = cursor_next(p, &c.review);
    }
    if (status == HD_OK && (c.part[HD_CHILD].row || c.part[HD_FINDING].row || c.coding.row))
        status = hd_store_damaged(p->s, p->err, "a child or finding of no review");
    close_cursors(&c);
    return status;
}

/* ---- all of it ---- */

hd_status hd_store_each(hd_store *s, const hd_codebook *codebook, hd_store_sink sink, void *ctx,
                        hd_err *err)
{
    pass p = {.s = s, .cb = codebook, .sink = sink, .ctx = ctx, .err = err};
    hd_status status;

    hd_arena_init(&p.arena);
    status = each_row(&p, "SELECT id, title, published FROM source ORDER BY id", make_source);
    if (status == HD_OK)
        status = each_row(&p, "SELECT \"from\", \"to\" FROM coverage", make_coverage);
    if (status == HD_OK)
        status = each_field(&p);
    if (status == HD_OK)
        status = each_band(&p);
    if (status == HD_OK)
        status = each_theme(&p);
    if (status == HD_OK)
        status = each_review(&p);
    if (status == HD_OK)
        status = each_row(&p,
                          "SELECT source, label, n, \"of\", percent, \"where\" FROM figure"
                          " ORDER BY row",
                          make_figure);
    if (status == HD_OK)
        status = each_row(&p, "SELECT review, source, \"at\", role, text FROM passage ORDER BY row",
                          make_passage);
    hd_arena_release(&p.arena);
    return status;
}

static hd_status add_record(void *ctx, const hd_record *r, hd_err *err)
{
    hd_corpus_builder *b = ctx;

    (void)err;
    if (r->type == HD_REC_REVIEW)
        hd_corpus_builder_add_review(b, &r->u.review);
    else if (r->type == HD_REC_SOURCE)
        hd_corpus_builder_add_source(b, &r->u.source);
    else if (r->type == HD_REC_FIGURE)
        hd_corpus_builder_add_figure(b, &r->u.figure);
    else if (r->type == HD_REC_PASSAGE)
        hd_corpus_builder_add_passage(b, &r->u.passage);
    else if (r->type == HD_REC_COVERAGE)
        hd_corpus_builder_set_coverage(b, &r->u.coverage);
    return HD_OK;
}

hd_status hd_store_corpus(hd_store *s, hd_corpus **out, hd_err *err)
{
    hd_codebook *cb = NULL;
    hd_status status = hd_store_codebook(s, &cb, err);

    *out = NULL;
    if (status != HD_OK)
        return status;
    hd_corpus_builder *b = hd_corpus_builder_new(cb);
    status = hd_store_each(s, cb, add_record, b, err);
    if (status != HD_OK) {
        hd_corpus_builder_free(b);
        return status;
    }
    *out = hd_corpus_seal(b);
    return HD_OK;
}

/* ---- removals ---- */

hd_status hd_store_removals(hd_store *s, const hd_removal **out, size_t *n, hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_removal *items = NULL;
    size_t cap = 0;
    bool row;
    hd_status status = hd_store_prepare(
        s, "SELECT review, reason, generation FROM removal ORDER BY row", &stmt, err);

    *n = 0;
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        hd_removal r = {hd_store_name(stmt, 0, &s->arena), hd_store_name(stmt, 1, &s->arena),
                        sqlite3_column_int64(stmt, 2)};
        HD_PUSH(items, *n, cap, r);
    }
    sqlite3_finalize(stmt);
    hd_removal *kept = hd_arena_array(&s->arena, *n, sizeof *kept);
    if (*n > 0)
        memcpy(kept, items, *n * sizeof *kept);
    hd_free(items);
    *out = kept;
    return status;
}
