#include "io/transfer.h"

#include "io/json_in.h"
#include "io/json_out.h"
#include "io/store_read.h"
#include "io/store_write.h"

#define PROGRESS_EVERY 1000
#define EXPORT_CHUNK ((size_t)64 * 1024)

/* ---- import ---- */

typedef struct import {
    hd_store *store;
    hd_transfer_progress progress;
    void *ctx;
    size_t records;
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

static hd_status put(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    import *im = ctx;

    if (was_defined(r))
        return HD_OK;
    count(im);
    return hd_store_put(im->store, r, where, err);
}

hd_status hd_transfer_import(hd_store *s, const char *const *paths, size_t n,
                             hd_transfer_progress progress, void *ctx, hd_err *err)
{
import im = {s, progress, ctx, 0 };
    const hd_codebook *codebook = NULL;
    hd_status status = hd_store_begin(s, err);

    for (size_t i = 0; status == HD_OK && i < n; i++)
        status = hd_json_read_definitions(paths[i], define, &im, err);
    if (status == HD_OK)
        status = hd_store_defined(s, &codebook, err);
    for (size_t i = 0; status == HD_OK && i < n; i++)
        status = hd_json_read_records(paths[i], codebook, put, &im, err);
    return status == HD_OK ? hd_store_finish(s, err) : status;
}

/* ---- export ---- */

typedef struct export
{
    const hd_codebook *codebook;
    hd_buf buf;
    hd_transfer_out out;
    void *ctx;
}
export;

static hd_status flush(export *ex, hd_err *err)
{
    hd_status status = ex->buf.len > 0 ? ex->out(ex->ctx, ex->buf.data, ex->buf.len, err) : HD_OK;
    hd_buf_clear(&ex->buf);
    return status;
}

static hd_status export_record(void *ctx, const hd_record *r, hd_err *err)
{
    export *ex = ctx;

    hd_json_write(r, ex->codebook, &ex->buf);
    return ex->buf.len < EXPORT_CHUNK ? HD_OK : flush(ex, err);
}

hd_status hd_transfer_export(hd_store *s, hd_transfer_out out, void *ctx, hd_err *err)
{
    hd_codebook *codebook = NULL;
    hd_status status = hd_store_codebook(s, &codebook, err);
    export ex = {codebook, HD_BUF_INIT, out, ctx};

    if (status == HD_OK)
        status = hd_store_each(s, codebook, export_record, &ex, err);
    if (status == HD_OK)
        status = flush(&ex, err);
    hd_buf_release(&ex.buf);
    hd_codebook_free(codebook);
    return status;
}

/* ---- convert ---- */

typedef struct convert {
    hd_codebook *codebook;
    hd_buf *out;
} convert;

static hd_status convert_definition(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    convert *c = ctx;
    hd_status status = HD_OK;

    if (r->type == HD_REC_FIELD)
        status = hd_codebook_add_field(c->codebook, &r->u.field, where, NULL, err);
    else if (r->type == HD_REC_BAND)
        status = hd_codebook_add_band(c->codebook, &r->u.band, where, NULL, err);
    else if (r->type == HD_REC_THEME)
        status = hd_codebook_add_theme(c->codebook, &r->u.theme, where, NULL, err);
    if (status == HD_OK)
        hd_json_write(r, c->codebook, c->out);
    return status;
}

static hd_status convert_record(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    convert *c = ctx;

    (void)where;
    (void)err;
    if (!was_defined(r))
        hd_json_write(r, c->codebook, c->out);
    return HD_OK;
}

hd_status hd_transfer_convert(const char *path, hd_buf *out, hd_err *err)
{
    convert c = {hd_codebook_new(), out};
    hd_status status = hd_json_read_definitions(path, convert_definition, &c, err);

    if (status == HD_OK)
        status = hd_codebook_seal(c.codebook, err);
    if (status == HD_OK)
        status = hd_json_read_records(path, c.codebook, convert_record, &c, err);
    hd_codebook_free(c.codebook);
    return status;
}
