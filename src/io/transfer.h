/* transfer.h -- whole documents into a store, and out of it again. */
#ifndef HD_IO_TRANSFER_H
#define HD_IO_TRANSFER_H

#include <stddef.h>

#include "base/err.h"
#include "io/store.h"

/* Told now and then how many records have been taken; NULL where nobody wants to know. */
typedef void (*hd_transfer_progress)(void *ctx, size_t records);

/* Read the import documents (.json, .jsonl) and coding sheets (.csv) in this order into the store, as one
 * transaction: first the definitions of all of them, then the rest, and last what updates a part of a
 * review: finding and child records and coding sheets.  The caller ends it with hd_store_commit or
 * hd_store_rollback; after a failure only the latter.
 * Fails as the readers of json_in.h and the writer of store_write.h do, with file and line. */
hd_status hd_transfer_import(hd_store *s, const char *const *paths, size_t n,
                             hd_transfer_progress progress, void *ctx, hd_err *err);

/* A document to read. */
typedef struct hd_transfer_doc {
    const char *path;    /* its name in messages */
    const char *records; /* NULL: `path` is an import document.  Else the records, one a line, that
                          * a profile made of it: they add to what is known (hd_store_additions). */
    size_t len;
} hd_transfer_doc;

hd_status hd_transfer_import_docs(hd_store *s, const hd_transfer_doc *docs, size_t n,
                                  hd_transfer_progress progress, void *ctx, hd_err *err);

/* Takes some bytes of the output, in order; a failure ends it. */
typedef hd_status (*hd_transfer_out)(void *ctx, const char *bytes, size_t len, hd_err *err);

/* The whole store as .jsonl.  Reading that into a new store and exporting it again gives the same
 * bytes.  Removals are not part of it. */
hd_status hd_transfer_export(hd_store *s, hd_transfer_out out, void *ctx, hd_err *err);

/* The import document that `doc` makes by itself, as .jsonl: definitions, then the
 * other records, each in the order of the file.  A coding sheet gives none: HD_EDATA.  What comes before a bad record has been given out. */
hd_status hd_transfer_convert(const hd_transfer_doc *doc, hd_transfer_out out, void *ctx,
                              hd_err *err);

#endif
