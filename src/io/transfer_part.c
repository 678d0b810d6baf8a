#include "io/transfer_part.h"

#include "io/sheet.h"

bool hd_transfer_is_sheet(const hd_transfer_doc *doc)
{
    return !doc->records && hd_sheet_named(doc->path);
}

static hd_status import_sheet(hd_store *s, const char *path, hd_err *err)
{
    hd_sheet sheet;
    hd_status status = hd_sheet_read(path, &sheet, err);

    if (status == HD_OK)
        status = hd_store_put_sheet(s, &sheet, err);
    hd_sheet_release(&sheet);
    return status;
}

hd_status hd_transfer_parts(hd_store *s, const hd_transfer_doc *docs, size_t n,
                            const hd_codebook *codebook, hd_record_sink put, void *ctx, hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < n; i++) {
        const hd_transfer_doc *d = &docs[i];
        hd_store_additions(s, d->records ? d->path : NULL);
        status = hd_transfer_is_sheet(d)
                     ? import_sheet(s, d->path, err)
                     : hd_json_read_parts(d->path, d->records, d->len, codebook, put, ctx, err);
    }
    return status;
}

hd_status hd_transfer_no_records(const hd_transfer_doc *doc, hd_err *err)
{
    hd_sheet sheet;
    hd_status status = hd_sheet_read(doc->path, &sheet, err);

    hd_sheet_release(&sheet);
    if (status != HD_OK)
        return status;
    return hd_fail(err, HD_EDATA,
                   "%s: a coding sheet changes what a store holds and gives no records without it "
                   "(heddle import --dry-run shows what it does)",
                   doc->path);
}
