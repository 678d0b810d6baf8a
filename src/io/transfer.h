/* transfer.h -- whole documents into a store, and out of it again. */
#ifndef HD_IO_TRANSFER_H
#define HD_IO_TRANSFER_H

#include <stddef.h>

#include "base/err.h"
#include "io/store.h"

/* Told now and then how many records have been taken; NULL where nobody wants to know. */
typedef void (*hd_transfer_progress)(void *ctx, size_t records);

/* Read the import documents (.json, .jsonl) in this order into the store, as one transaction:
 * first the definitions of all of them, then the rest.  The caller ends it with hd_store_commit or
 * hd_store_rollback; after a failure only the latter.
 * Fails as the readers of json_in.h and the writer of store_write.h do, with file and line. */
hd_status hd_transfer_import(hd_store *s, const char *const *paths, size_t n,
                             hd_transfer_progress progress, void *ctx, hd_err *err);

/* Takes some bytes of the output, in order; a failure ends it. */
typedef hd_status (*hd_transfer_out)(void *ctx, const char *bytes, size_t len, hd_err *err);

/* The whole store as .jsonl.  Reading that into a new store and exporting it again gives the same
 * bytes.  Removals are not part of it. */
hd_status hd_transfer_export(hd_store *s, hd_transfer_out out, void *ctx, hd_err *err);

/* The import document that the file at `path` makes by itself, as .jsonl: definitions, then the
 * other records, each in the order of the file.  What comes before a bad record has been given out. */
hd_status hd_transfer_convert(const char *path, hd_transfer_out out, void *ctx, hd_err *err);

#endif
