/* The corpus of a store: its reviews at once, every other part when it is first needed. */
#include "io/store_load.h"
#include "io/store_snapshot.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

/* ---- documents ---- */

typedef struct documents {
    hd_corpus *c;
    size_t cap_sources, cap_figures, cap_passages, cap_comparators;
} documents;

static const char *keep(documents *d, const char *s)
{
    return s ? hd_arena_strdup(&d->c->arena, s) : NULL;
}

static hd_status add_document(void *ctx, const hd_record *r, hd_err *err)
{
    documents *d = ctx;
    hd_corpus *c = d->c;

    (void)err;
    if (r->type == HD_REC_SOURCE) {
        hd_source o = {keep(d, r->u.source.id), keep(d, r->u.source.title),
                       keep(d, r->u.source.published)};
        HD_PUSH(c->sources, c->n_sources, d->cap_sources, o);
    } else if (r->type == HD_REC_COVERAGE) {
        c->has_coverage = true;
        c->coverage = (hd_coverage){keep(d, r->u.coverage.from), keep(d, r->u.coverage.to)};
    } else if (r->type == HD_REC_FIGURE) {
        hd_figure o = r->u.figure;
        o.source = keep(d, o.source);
        o.label = keep(d, o.label);
        o.where = keep(d, o.where);
        o.at = keep(d, o.at);
        HD_PUSH(c->figures, c->n_figures, d->cap_figures, o);
    } else if (r->type == HD_REC_PASSAGE) {
        const hd_passage *p = &r->u.passage;
        hd_passage o = {keep(d, p->review), keep(d, p->source), keep(d, p->at),
                        keep(d, p->role),   keep(d, p->text),   keep(d, p->finding)};
        HD_PUSH(c->passages, c->n_passages, d->cap_passages, o);
    } else if (r->type == HD_REC_COMPARATOR) {
        hd_comparator o;
        hd_comparator_copy(&o, &r->u.comparator, &c->arena);
        HD_PUSH(c->comparators, c->n_comparators, d->cap_comparators, o);
    }
    return HD_OK;
}

static hd_status load_documents(hd_load *l, hd_corpus *c, hd_err *err)
{
    documents d = {.c = c};
    hd_status status = hd_store_check(l->s, c->codebook, HD_CHECK_PASSAGES, err);

    if (status == HD_OK)
        status = hd_store_each_document(l->s, add_document, &d, err);
    if (status != HD_OK) {
        hd_free(c->sources);
        hd_free(c->figures);
        hd_free(c->passages);
        hd_free(c->comparators);
        c->sources = NULL;
        c->figures = NULL;
        c->passages = NULL;
        c->comparators = NULL;
        c->n_sources = c->n_figures = c->n_passages = c->n_comparators = 0;
        c->has_coverage = false;
    }
    return status;
}

/* ---- the text of one unit ---- */

static hd_status text_statement(hd_load *l, const hd_field *field, hd_err *err)
{
    hd_buf sql = HD_BUF_INIT;

    if (l->text_of == field)
        return HD_OK;
    sqlite3_finalize(l->text);
    l->text_of = NULL;
    hd_buf_adds(&sql, "SELECT ");
    hd_store_column_sql(field, &sql);
    hd_buf_printf(&sql, " FROM row_%s u%s WHERE u.row = ?1", hd_unit_name(field->unit),
                  hd_store_text_sql(field->unit));
    hd_status status = hd_store_prepare(l->s, sql.data, &l->text, err);
    hd_buf_release(&sql);
    if (status == HD_OK)
        l->text_of = field;
    return status;
}

static hd_status load_one_text(void *ctx, const hd_corpus *c, const hd_field *field, size_t i,
                               hd_buf *out, hd_state *state, hd_err *err)
{
    hd_load *l = ctx;
    hd_arena arena = HD_ARENA_INIT;
    hd_value v;
    bool row;
    hd_status status = text_statement(l, field, err);

    if (status != HD_OK)
        return status;
    sqlite3_bind_int64(l->text, 1, c->rows[field->unit][i]);
    status = hd_store_next(l->s, l->text, &row, err);
    if (status == HD_OK && !row)
        status =
            hd_store_damaged(l->s, err, "row_%s and its index differ", hd_unit_name(field->unit));
    if (status == HD_OK)
        status = hd_store_value(l->s, l->text, 0, field, &arena, &v, err);
    if (status == HD_OK) {
        *state = v.state == HD_ABSENT ? HD_NOT_RECORDED : v.state;
        if (v.state == HD_VALUE)
            hd_buf_adds(out, v.text);
    }
    sqlite3_reset(l->text);
    hd_arena_release(&arena);
    return status;
}

/* ---- parts ---- */

static hd_status load_text(hd_load *l, hd_corpus *c, const hd_field *field, hd_err *err)
{
    hd_status status = HD_OK;

    if (hd_store_is_text(field))
        status = hd_store_check(l->s, c->codebook, HD_CHECK_TEXTS, err);
    return status == HD_OK ? hd_load_text_part(l, c, field, err) : status;
}

static hd_status load_part(void *ctx, hd_corpus *c, unsigned part, const hd_field *text,
                           hd_err *err)
{
    hd_load *l = ctx;
    hd_unit unit = HD_REVIEW;

    if (text)
        return load_text(l, c, text, err);
    if (part == HD_PART_DOCUMENTS)
        return load_documents(l, c, err);
    if (hd_snapshot_load(l->s, c, part))
        return HD_OK;
    l->from_tables |= part;
    for (; part != HD_PART_UNIT(unit) && part != HD_PART_IDS(unit); unit++)
        ;
    if (part == HD_PART_IDS(unit))
        return hd_load_ids_part(l, c, unit, err);
    return unit == HD_REVIEW ? hd_load_review_part(l, c, err) : hd_load_unit_part(l, c, unit, err);
}

static void drop_load(void *ctx, const hd_corpus *c)
{
    hd_load *l = ctx;

    sqlite3_finalize(l->text);
    hd_snapshot_keep(l->s, c, l->from_tables);
    hd_free(l->reviews.rows);
    hd_free(l->review_rank);
    hd_free(l);
}

hd_status hd_store_corpus(hd_store *s, hd_corpus **out, hd_err *err)
{
    hd_codebook *cb = NULL;
    bool kept = hd_snapshot_codebook(s, &cb);
    hd_status status = kept ? HD_OK : hd_store_codebook_of(s, HD_CHECK_DEFINITIONS, &cb, err);

    *out = NULL;
    if (status != HD_OK)
        return status;
    hd_load *l = hd_calloc(1, sizeof *l);
    l->s = s;
    l->from_tables = kept ? 0 : HD_SNAPSHOT_CODEBOOK;
    hd_corpus_loader loader = {l, load_part, load_one_text, drop_load};
    hd_corpus *c = hd_corpus_new(cb, &loader);
    status = hd_corpus_need(c, HD_PART_UNIT(HD_REVIEW), err);
    if (status != HD_OK)
        hd_corpus_free(c);
    else
        *out = c;
    return status;
}
