/* transfer_part.h -- the last part of an import: what needs its reviews to be there.  Private to transfer.c. */
#ifndef HD_IO_TRANSFER_PART_H
#define HD_IO_TRANSFER_PART_H

#include <stdbool.h>

#include "io/json_in.h"
#include "io/store_write.h"
#include "io/transfer.h"

/* A coding sheet, by its name; it has no records of its own. */
bool hd_transfer_is_sheet(const hd_transfer_doc *doc);

/* Finding and child records and coding sheets of all documents, in their order; `put` takes the records.
 * Fails as the readers, `put` and hd_store_put_sheet do. */
hd_status hd_transfer_parts(hd_store *s, const hd_transfer_doc *docs, size_t n,
                            const hd_codebook *codebook, hd_record_sink put, void *ctx,
                            hd_err *err);

/* HD_EDATA: a sheet gives no records without a store, or is none. */
hd_status hd_transfer_no_records(const hd_transfer_doc *sheet, hd_err *err);

#endif
