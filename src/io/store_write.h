/* store_write.h -- one import as one transaction.
 *
 *   hd_store_begin -> define (all definitions) -> hd_store_defined -> put (everything else)
 *                  -> hd_store_finish -> hd_store_commit or hd_store_rollback
 *
 * Import replaces only what a record gives: an absent key keeps what is stored; `children` and `findings`, when given,
 * replace the list.  Findings match by folded text (the k-th of equal texts with the k-th), else by id; those
 * no longer there are removed and reported.  Finding and child records update one part and leave the
 * others.  After any failure only rollback is allowed; it leaves the store as it was.
 */
#ifndef HD_IO_STORE_WRITE_H
#define HD_IO_STORE_WRITE_H

#include "io/sheet.h"
#include "io/store.h"
#include "model/codebook.h"
#include "model/record.h"

typedef struct hd_change_counts {
    size_t added;
    size_t changed;
    size_t unchanged;
} hd_change_counts;

/* A label that no theme matches, or an undeclared value of a field with declared values. */
typedef struct hd_unmatched {
    const char *what;    /* "theme", or the field's key */
    const char *name;    /* as written (the first way, where several fold to the same) */
    const char *nearest; /* NULL: none is near, or the search was given up (store_nearest.c) */
    bool candidate;      /* a label that only a candidate theme has: not counted, no nearest */
    size_t uses;         /* findings or units that have it, in the whole store */
} hd_unmatched;

/* What an import did.  Owned by the store, valid until hd_store_close. */
typedef struct hd_import_summary {
    hd_change_counts records[HD_N_RECORD_TYPES];
    hd_change_counts children;
    hd_change_counts findings;
    const hd_unmatched *unmatched; /* whole store after the import, labels first, in byte order */
    size_t n_unmatched;
    const char *const *notices; /* one line each: vanished children and findings, themed findings
                                   of a review not yet coded, a removed review that is back, a
                                   source without a record */
    size_t n_notices;
    const char *const *ended; /* codes of themes of the store that the import merged, merged into
                                 another theme than before, or retired; codebook order */
    size_t n_ended;
    bool changed; /* the generation went up (or would, in a dry run) */
} hd_import_summary;

/* Before hd_store_begin of a large import: if nobody else has the store open, it is written with a rollback
 * journal, half the writing of a WAL, and nobody can open it (HD_EBUSY) until commit or rollback, which take it
 * back to WAL.  Else, and in a new store, nothing. */
hd_status hd_store_leave_wal(hd_store *s, hd_err *err);
hd_status hd_store_begin(hd_store *s, hd_err *err);
/* A source, coverage, field, band or theme.  `where` ("file:line") is kept for messages of hd_store_defined. */
hd_status hd_store_define(hd_store *s, const hd_record *r, const char *where, hd_err *err);
/* Check all definitions together and return the resulting codebook (borrowed, valid until close). */
hd_status hd_store_defined(hd_store *s, const hd_codebook **codebook, hd_err *err);
/* A review, figure or passage (source and coverage are accepted here too) and, once their reviews have come, a
 * finding or child.  Fails with HD_EDATA for what only the store can know: a finding or child of a review that is not
 * there, a finding that is not there and has no text.  A passage of no review is found by hd_store_finish. */
hd_status hd_store_put(hd_store *s, const hd_record *r, const char *where, hd_err *err);
/* The same, but the record may be kept, and what it points to has to stay until hd_store_flush: a new store
 * is filled faster by many records at once. */
hd_status hd_store_put_kept(hd_store *s, const hd_record *r, const char *where, hd_err *err);
hd_status hd_store_flush(hd_store *s, hd_err *err);
/* The rows of a coding sheet, each an update of one finding, and which reviews are coded.  A finding keeps its
 * labels that no theme matches, and labels whose theme the row still gives; other themes of the row are added as they
 * are written there.  Nothing is added but labels: a row of no review or finding is a failure.
 * Fails with HD_EDATA, "path:line: ...": a review, finding or theme that is not there (with the nearest), a text that is
 * another finding's, a finding that has two rows, rows that disagree about `coded` (both with both lines). */
hd_status hd_store_put_sheet(hd_store *s, const hd_sheet *sheet, hd_err *err);
/* From now on records add: they fill what is not recorded, and neither change nor remove what is; the findings
 * of a coded review are added without themes. Only where something stands in the document's own source (a finding's and passage's
 * place, a figure's numbers) is brought up to date.  `document` names it in notices; NULL: records replace again. */
void hd_store_additions(hd_store *s, const char *document);
/* The end of a document that adds: notices of what its sources had before and it no longer has. */
hd_status hd_store_added(hd_store *s, hd_err *err);
/* Resolve labels and references (a finding's or figure's source, a passage's review), rebuild the views if fields changed, raise the generation if anything changed. */
hd_status hd_store_finish(hd_store *s, hd_err *err);
hd_status hd_store_commit(hd_store *s, hd_err *err);
void hd_store_rollback(hd_store *s);
const hd_import_summary *hd_store_summary(const hd_store *s);

/* Remove one review with its children, findings and passages, and remember id and reason, as a
 * transaction of its own.  Fails: HD_ENOTFOUND with the nearest id. */
hd_status hd_store_remove_review(hd_store *s, const char *id, const char *reason, hd_err *err);

#endif
