/* store_read.h -- records out of a store, in an order that never depends on how they came in. */
#ifndef HD_IO_STORE_READ_H
#define HD_IO_STORE_READ_H

#include "io/store.h"
#include "model/codebook.h"
#include "model/corpus.h"
#include "model/record.h"

/* The store's codebook, sealed; the caller's to free.  Fails with HD_EDATA when the
 * stored definitions are damaged. */
hd_status hd_store_codebook(hd_store *s, hd_codebook **out, hd_err *err);

/* Give every record to `sink`: sources, coverage, fields (those declared, not bare built-ins), bands and themes (in
 * order of declaration), reviews (byte order of id; children and findings likewise), figures and passages (in
 * the order they first came).  This is the order of an export. */
typedef hd_status (*hd_store_sink)(void *ctx, const hd_record *record, hd_err *err);
hd_status hd_store_each(hd_store *s, const hd_codebook *codebook, hd_store_sink sink, void *ctx,
                        hd_err *err);

/* The corpus of the store's generation; the caller's to free, before the store is closed: what is not there yet
 * is read when it is first needed (hd_corpus_need). */
hd_status hd_store_corpus(hd_store *s, hd_corpus **out, hd_err *err);

typedef struct hd_removal {
    const char *review;
    const char *reason;
    int64_t generation; /* the one that removed it */
} hd_removal;
/* The removals the store remembers, oldest first; pointers are valid until the store is closed. */
hd_status hd_store_removals(hd_store *s, const hd_removal **out, size_t *n, hd_err *err);

#endif
