#include "io/transfer.h"

#include <sys/stat.h>

#include "base/alloc.h"
#include "io/json_ahead.h"
#include "io/json_in.h"
#include "io/json_out.h"
#include "io/store_read.h"
#include "io/store_write.h"
#include "io/transfer_part.h"

#define PROGRESS_EVERY 1000
#define LARGE (256 * 1024) /* bytes of a document */
#define OUTPUT_CHUNK ((size_t)64 * 1024)

/* ---- import ---- */

typedef struct import {
    hd_store *store;
    hd_transfer_progress progress;
    void *ctx;
    size_t records;
    bool parts; /* there are records or sheets that come last */
} import;

static void count(import *im)
{
    if (++im->records % PROGRESS_EVERY == 0 && im->progress)
        im->progress(im->ctx, im->records);
}

static hd_status define(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    import *im = ctx;

    count(im);
    return hd_store_define(im->store, r, where, err);
}

/* Sources and coverage came with the definitions. */
static bool was_defined(const hd_record *r)
{
    return r->type == HD_REC_SOURCE || r->type == HD_REC_COVERAGE;
}

typedef hd_status (*door)(hd_store *s, const hd_record *r, const char *where, hd_err *err);

/* What is no definition and no part of a review, through one of the store's doors. */
static hd_status put_by(import *im, door into, const hd_record *r, const char *where, hd_err *err)
{
    if (was_defined(r))
        return HD_OK;
    if (hd_record_is_part(r->type)) {
        im->parts = true;
        return HD_OK;
    }
    count(im);
    return into(im->store, r, where, err);
}

static hd_status put(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    return put_by(ctx, hd_store_put, r, where, err);
}

static hd_status put_kept(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    return put_by(ctx, hd_store_put_kept, r, where, err);
}

static hd_status put_part(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    import *im = ctx;

    count(im);
    return hd_store_put(im->store, r, where, err);
}

static hd_status put_flush(void *ctx, hd_err *err)
{
    return hd_store_flush(((import *)ctx)->store, err);
}

/* A second thread is worth its while. */
static bool is_large(const hd_transfer_doc *d)
{
    struct stat st;

    return d->records ? d->len > LARGE : stat(d->path, &st) == 0 && st.st_size > LARGE;
}

static hd_status import_records(import *im, const hd_transfer_doc *d, const hd_codebook *codebook,
                                hd_err *err)
{
    if (hd_transfer_is_sheet(d))
        return HD_OK;
    if (is_large(d))
        return hd_json_read_ahead(d->path, d->records, d->len, codebook, put_kept, put_flush, im,
                                  err);
    return hd_json_read_records_text(d->path, d->records, d->len, codebook, put, im, err);
}

hd_status hd_transfer_import(hd_store *s, const char *const *paths, size_t n,
                             hd_transfer_progress progress, void *ctx, hd_err *err)
{
    hd_transfer_doc *docs = hd_calloc(n, sizeof *docs);

    for (size_t i = 0; i < n; i++)
        docs[i].path = paths[i];
    hd_status status = hd_transfer_import_docs(s, docs, n, progress, ctx, err);
    hd_free(docs);
    return status;
}

static hd_status read_definitions(const hd_transfer_doc *d, hd_record_sink sink, void *ctx,
                                  hd_err *err)
{
    if (hd_transfer_is_sheet(d))
        return HD_OK;
    return hd_json_read_definitions_text(d->path, d->records, d->len, sink, ctx, err);
}

static hd_status begin(hd_store *s, const hd_transfer_doc *docs, size_t n, hd_err *err)
{
    hd_status status = HD_OK;
    bool large = false;

    for (size_t i = 0; i < n; i++)
        large |= is_large(&docs[i]);
    if (large)
        status = hd_store_leave_wal(s, err);
    return status == HD_OK ? hd_store_begin(s, err) : status;
}

hd_status hd_transfer_import_docs(hd_store *s, const hd_transfer_doc *docs, size_t n,
                                  hd_transfer_progress progress, void *ctx, hd_err *err)
{
import im = {s, progress, ctx, 0, false };
    const hd_codebook *codebook = NULL;
    hd_status status = begin(s, docs, n, err);

    for (size_t i = 0; status == HD_OK && i < n; i++) {
        hd_store_additions(s, docs[i].records ? docs[i].path : NULL);
        status = read_definitions(&docs[i], define, &im, err);
    }
    if (status == HD_OK)
        status = hd_store_defined(s, &codebook, err);
    for (size_t i = 0; status == HD_OK && i < n; i++) {
        im.parts |= hd_transfer_is_sheet(&docs[i]);
        hd_store_additions(s, docs[i].records ? docs[i].path : NULL);
        status = import_records(&im, &docs[i], codebook, err);
        if (status == HD_OK && docs[i].records)
            status = hd_store_added(s, err);
    }
    if (status == HD_OK && im.parts)
        status = hd_transfer_parts(s, docs, n, codebook, put_part, &im, err);
    return status == HD_OK ? hd_store_finish(s, err) : status;
}

/* ---- export and convert ---- */

typedef struct output {
    hd_codebook *codebook;
    hd_buf buf;
    hd_transfer_out out;
    void *ctx;
} output;

static hd_status flush(output *o, hd_err *err)
{
    hd_status status = o->buf.len > 0 ? o->out(o->ctx, o->buf.data, o->buf.len, err) : HD_OK;
    hd_buf_clear(&o->buf);
    return status;
}

static hd_status write_record(void *ctx, const hd_record *r, hd_err *err)
{
    output *o = ctx;

    hd_json_write(r, o->codebook, &o->buf);
    return o->buf.len < OUTPUT_CHUNK ? HD_OK : flush(o, err);
}

static hd_status end_output(output *o, hd_status status, hd_err *err)
{
    if (status == HD_OK)
        status = flush(o, err);
    hd_buf_release(&o->buf);
    hd_codebook_free(o->codebook);
    return status;
}

hd_status hd_transfer_export(hd_store *s, hd_transfer_out out, void *ctx, hd_err *err)
{
    output o = {NULL, HD_BUF_INIT, out, ctx};
    hd_status status = hd_store_codebook(s, &o.codebook, err);

    if (status == HD_OK)
        status = hd_store_each(s, o.codebook, write_record, &o, err);
    return end_output(&o, status, err);
}

static hd_status convert_definition(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    hd_codebook *codebook = ((output *)ctx)->codebook;
    hd_status status = HD_OK;

    if (r->type == HD_REC_FIELD)
        status = hd_codebook_add_field(codebook, &r->u.field, where, NULL, err);
    else if (r->type == HD_REC_BAND)
        status = hd_codebook_add_band(codebook, &r->u.band, where, NULL, err);
    /* What a crosswalk maps may be in the store only. */
    else if (r->type == HD_REC_THEME)
        status = hd_codebook_add_theme(codebook, &r->u.theme, where, NULL, err);
    return status == HD_OK ? write_record(ctx, r, err) : status;
}

static hd_status convert_record(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    (void)where;
    return was_defined(r) ? HD_OK : write_record(ctx, r, err);
}

hd_status hd_transfer_convert(const hd_transfer_doc *doc, hd_transfer_out out, void *ctx,
                              hd_err *err)
{
    if (hd_transfer_is_sheet(doc))
        return hd_transfer_no_records(doc, err);
    output o = {hd_codebook_new(), HD_BUF_INIT, out, ctx};
    hd_status status = read_definitions(doc, convert_definition, &o, err);

    if (status == HD_OK)
        status = hd_codebook_seal(o.codebook, err);
    if (status == HD_OK)
        status = hd_json_read_records_text(doc->path, doc->records, doc->len, o.codebook,
                                           convert_record, &o, err);
    return end_output(&o, status, err);
}
