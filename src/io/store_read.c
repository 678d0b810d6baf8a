#include "io/store_read.h"

#include "io/store_internal.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"

#define STOP_EVERY 1024

/* ---- definitions ---- */

hd_status hd_store_codebook_of(hd_store *s, unsigned checks, hd_codebook **out, hd_err *err)
{
    hd_codebook *cb = hd_codebook_new();
    hd_status status = hd_store_load_definitions(s, cb, err);

    *out = NULL;
    if (status == HD_OK)
        status = hd_store_load_crosswalks(s, cb, err);
    if (status == HD_OK)
        status = hd_store_check(s, cb, checks, err);
    if (status == HD_OK && (status = hd_codebook_seal(cb, err)) != HD_OK)
        hd_err_at(err, "%s: the store is damaged", s->path);
    if (status != HD_OK) {
        hd_codebook_free(cb);
        return status;
    }
    *out = cb;
    return HD_OK;
}

hd_status hd_store_codebook(hd_store *s, hd_codebook **out, hd_err *err)
{
    return hd_store_codebook_of(s, HD_CHECK_ALL, out, err);
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
                          hd_status (*make)(pass *p, sqlite3_stmt *stmt, hd_record *r))
{
    sqlite3_stmt *stmt;
    bool row;
    hd_status status = hd_store_prepare(p->s, sql, &stmt, p->err);

    while (status == HD_OK && (status = hd_store_next(p->s, stmt, &row, p->err)) == HD_OK && row) {
        hd_record r = {.type = HD_REC_SOURCE};
        status = make(p, stmt, &r);
        if (status == HD_OK)
            status = give(p, &r);
    }
    sqlite3_finalize(stmt);
    return status;
}

#define TEXTS(p, stmt, columns)                                                                    \
    hd_store_texts((p)->s, stmt, columns, sizeof(columns) / sizeof(columns)[0], &(p)->arena,       \
                   (p)->err)

static hd_status make_source(pass *p, sqlite3_stmt *stmt, hd_record *r)
{
    hd_source *o = &r->u.source;
    const hd_store_column columns[] = {{0, HD_USE_ID, true, &o->id},
                                       {1, HD_USE_TEXT, false, &o->title},
                                       {2, HD_USE_DATE, false, &o->published}};

    r->type = HD_REC_SOURCE;
    return TEXTS(p, stmt, columns);
}

static hd_status make_coverage(pass *p, sqlite3_stmt *stmt, hd_record *r)
{
    hd_coverage *o = &r->u.coverage;
    const hd_store_column columns[] = {{0, HD_USE_DATE, true, &o->from},
                                       {1, HD_USE_DATE, true, &o->to}};
    hd_err why = HD_ERR_INIT;

    r->type = HD_REC_COVERAGE;
    hd_status status = TEXTS(p, stmt, columns);
    if (status == HD_OK && hd_rule_coverage(o, &why) != HD_OK)
        status = hd_store_damaged(p->s, p->err, "coverage%s", why.msg);
    return status;
}

/* NULL is a number that is not given. */
static bool read_count(sqlite3_stmt *stmt, int at, bool *given, int64_t *out)
{
    *given = sqlite3_column_type(stmt, at) != SQLITE_NULL;
    *out = sqlite3_column_int64(stmt, at);
    return !*given || (sqlite3_column_type(stmt, at) == SQLITE_INTEGER &&
                       hd_rule_count(sqlite3_column_double(stmt, at)));
}

static hd_status make_figure(pass *p, sqlite3_stmt *stmt, hd_record *r)
{
    hd_figure *o = &r->u.figure;
    const hd_store_column columns[] = {{0, HD_USE_ID, false, &o->source},
                                       {1, HD_USE_NAME, true, &o->label},
                                       {5, HD_USE_TEXT, false, &o->where},
                                       {6, HD_USE_NAME, false, &o->at}};
    bool has_n;

    r->type = HD_REC_FIGURE;
    hd_status status = TEXTS(p, stmt, columns);
    if (status != HD_OK)
        return status;
    o->has_percent = sqlite3_column_type(stmt, 4) != SQLITE_NULL;
    o->percent = sqlite3_column_double(stmt, 4);
    if (!read_count(stmt, 2, &has_n, &o->n) || !has_n || !read_count(stmt, 3, &o->has_of, &o->of) ||
        (o->has_percent &&
         (sqlite3_column_type(stmt, 4) == SQLITE_TEXT || !hd_rule_percent(o->percent))))
        return hd_store_damaged(p->s, p->err, "a number of the figure '%s'", o->label);
    return HD_OK;
}

static hd_status make_passage(pass *p, sqlite3_stmt *stmt, hd_record *r)
{
    hd_passage *o = &r->u.passage;
    const hd_store_column columns[] = {
        {0, HD_USE_ID, false, &o->review}, {1, HD_USE_ID, false, &o->source},
        {2, HD_USE_NAME, false, &o->at},   {3, HD_USE_NAME, false, &o->role},
        {4, HD_USE_TEXT, true, &o->text},  {5, HD_USE_TEXT, false, &o->finding}};

    r->type = HD_REC_PASSAGE;
    hd_status status = TEXTS(p, stmt, columns);
    if (status == HD_OK && o->text[0] == '\0')
        status = hd_store_damaged(p->s, p->err, "a passage has no text");
    return status;
}

static hd_status each_source(pass *p)
{
    hd_status status =
        each_row(p, "SELECT id, title, published FROM source ORDER BY id", make_source);

    if (status == HD_OK)
        status = each_row(p, "SELECT \"from\", \"to\" FROM coverage", make_coverage);
    return status;
}

static hd_status each_document(pass *p)
{
    hd_status status =
        each_row(p,
                 "SELECT source, label, n, \"of\", percent, \"where\", \"at\" FROM figure"
                 " ORDER BY row",
                 make_figure);

    if (status == HD_OK)
        status = each_row(p,
                          "SELECT review, source, \"at\", role, text, finding FROM passage"
                          " ORDER BY row",
                          make_passage);
    return status == HD_OK ? hd_store_each_comparator(p->s, p->sink, p->ctx, p->err) : status;
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
        r.u.band = (hd_band_def){b->field->key, b->name, b->bounds, b->n_bounds, b->closed};
        status = give(p, &r);
    }
    return status;
}

static hd_status each_crosswalk(pass *p)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < hd_codebook_n_crosswalks(p->cb); i++) {
        const hd_crosswalk *c = hd_codebook_crosswalk(p->cb, i);
        hd_record r = {.type = HD_REC_CROSSWALK};
        hd_frame_theme_def *themes = hd_arena_array(&p->arena, c->n_themes, sizeof *themes);
        for (size_t k = 0; k < c->n_themes; k++)
            themes[k] = (hd_frame_theme_def){c->themes[k].code, c->themes[k].label,
                                             c->themes[k].from, c->themes[k].n_from};
        r.u.crosswalk = (hd_crosswalk_def){c->frame, c->version, c->label,   c->source,
                                           true,     themes,     c->n_themes};
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
    hd_buf last_review; /* id of the one before */
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
    hd_store_columns_sql(p->cb, HD_REVIEW, &sql);
    hd_buf_adds(&sql, " FROM row_review u ORDER BY u.id");
    hd_status status = cursor_open(p, &sql, &c->review);
    for (int u = HD_CHILD; status == HD_OK && u < HD_N_UNITS; u++) {
        hd_buf_clear(&sql);
        hd_buf_adds(&sql, "SELECT u.review, u.id, u.row");
        hd_store_columns_sql(p->cb, (hd_unit)u, &sql);
        hd_buf_printf(&sql,
                      " FROM row_review r CROSS JOIN row_%s u ON u.review = r.row%s"
                      " ORDER BY r.id, u.id",
                      hd_unit_name((hd_unit)u), hd_store_text_sql((hd_unit)u));
        status = cursor_open(p, &sql, &c->part[u]);
    }
    hd_buf_clear(&sql);
    hd_buf_adds(&sql, "SELECT c.finding, l.label FROM row_review r"
                      " CROSS JOIN row_finding f ON f.review = r.row"
                      " CROSS JOIN coding c ON c.review = f.review AND c.finding = f.row"
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
    hd_buf_release(&c->last_review);
}

/* The id in column 1.  Ids come in order: one that stands twice comes right after itself. */
static hd_status read_id(pass *p, sqlite3_stmt *stmt, const char *before, const char **out)
{
    hd_status status = hd_store_text(p->s, stmt, 1, HD_USE_ID, &p->arena, out, p->err);

    if (status == HD_OK && before && strcmp(before, *out) >= 0)
        status = hd_store_damaged(p->s, p->err, "the id '%s' is there twice", *out);
    return status;
}

static hd_status read_labels(pass *p, cursors *c, int64_t finding, hd_finding_rec *out)
{
    hd_status status = HD_OK;
    size_t n = 0;

    while (status == HD_OK && c->coding.row && sqlite3_column_int64(c->coding.stmt, 0) == finding) {
        const char *label;
        status = hd_store_text(p->s, c->coding.stmt, 1, HD_USE_NAME, &p->arena, &label, p->err);
        if (status != HD_OK)
            return status;
        HD_PUSH(c->labels, n, c->cap_labels, label);
        status = cursor_next(p, &c->coding);
    }
    if (status == HD_OK && n > HD_MAX_LABELS)
        status = hd_store_damaged(p->s, p->err, "a finding has %zu themes", n);
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
    const char *before = NULL;
    size_t n = 0;

    while (status == HD_OK && at->row && sqlite3_column_int64(at->stmt, 0) == review) {
        hd_value *values = NULL;
        hd_child_rec child = {NULL, NULL};
        if ((status = read_id(p, at->stmt, before, &child.id)) != HD_OK ||
            (status = hd_store_values(p->s, at->stmt, 3, p->cb, HD_CHILD, &p->arena, &values,
                                      p->err)) != HD_OK)
            break;
        before = child.id;
        child.values = values;
        HD_PUSH(c->children, n, c->cap_children, child);
        status = cursor_next(p, at);
    }
    if (status == HD_OK && n > HD_MAX_CHILDREN)
        status = hd_store_damaged(p->s, p->err, "a review has %zu children", n);
    out->children = c->children;
    out->n_children = n;
    out->has_children = n > 0;
    return status;
}

static hd_status read_findings(pass *p, cursors *c, int64_t review, hd_review_rec *out)
{
    cursor *at = &c->part[HD_FINDING];
    hd_status status = HD_OK;
    const char *before = NULL;
    size_t n = 0;

    while (status == HD_OK && at->row && sqlite3_column_int64(at->stmt, 0) == review) {
        hd_value *values = NULL;
        hd_finding_rec finding = {.id = NULL};
        if ((status = read_id(p, at->stmt, before, &finding.id)) != HD_OK ||
            (status = hd_store_values(p->s, at->stmt, 3, p->cb, HD_FINDING, &p->arena, &values,
                                      p->err)) != HD_OK ||
            (status = read_labels(p, c, sqlite3_column_int64(at->stmt, 2), &finding)) != HD_OK)
            break;
        before = finding.id;
        finding.values = values;
        HD_PUSH(c->findings, n, c->cap_findings, finding);
        status = cursor_next(p, at);
    }
    if (status == HD_OK && n > HD_MAX_FINDINGS)
        status = hd_store_damaged(p->s, p->err, "a review has %zu findings", n);
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
    hd_status status =
        read_id(p, stmt, c->last_review.len ? c->last_review.data : NULL, &review->id);

    review->coded = sqlite3_column_int(stmt, 2) ? HD_CODED_YES : HD_CODED_NO;
    if (status == HD_OK)
        status = hd_store_values(p->s, stmt, 3, p->cb, HD_REVIEW, &p->arena, &values, p->err);
    review->values = values;
    if (status == HD_OK)
        status = read_children(p, c, row, review);
    if (status == HD_OK)
        status = read_findings(p, c, row, review);
    if (status != HD_OK)
        return status;
    hd_buf_clear(&c->last_review);
    hd_buf_adds(&c->last_review, review->id);
    return give(p, &r);
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

hd_status hd_store_each_document(hd_store *s, hd_store_sink sink, void *ctx, hd_err *err)
{
    pass p = {.s = s, .sink = sink, .ctx = ctx, .err = err};
    hd_status status;

    hd_arena_init(&p.arena);
    status = each_source(&p);
    if (status == HD_OK)
        status = each_document(&p);
    hd_arena_release(&p.arena);
    return status;
}

hd_status hd_store_each(hd_store *s, const hd_codebook *codebook, hd_store_sink sink, void *ctx,
                        hd_err *err)
{
    pass p = {.s = s, .cb = codebook, .sink = sink, .ctx = ctx, .err = err};
    hd_status status;

    hd_arena_init(&p.arena);
    status = each_source(&p);
    if (status == HD_OK)
        status = each_field(&p);
    if (status == HD_OK)
        status = each_band(&p);
    if (status == HD_OK)
        status = each_theme(&p);
    if (status == HD_OK)
        status = each_crosswalk(&p);
    if (status == HD_OK)
        status = each_review(&p);
    if (status == HD_OK)
        status = each_document(&p);
    hd_arena_release(&p.arena);
    return status;
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
        hd_removal r = {.generation = sqlite3_column_int64(stmt, 2)};
        const hd_store_column columns[] = {{0, HD_USE_ID, true, &r.review},
                                           {1, HD_USE_TEXT, true, &r.reason}};
        status = hd_store_texts(s, stmt, columns, 2, &s->arena, err);
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
