/* store_load.h -- the parts of a corpus from the tables, one scan for each; for store_load*.c only.
 *
 * Rows are read in the order of their numbers, checked as they come and carried into the order of ids once, by the
 * ids alone. */
#ifndef HD_IO_STORE_LOAD_H
#define HD_IO_STORE_LOAD_H

#include "io/store_internal.h"
#include "io/store_read.h"
#include "model/corpus_load.h"

/* Rows of a table, ascending. */
typedef struct hd_load_rows {
    int64_t *rows;
    size_t n, cap;
    size_t last; /* the one found last: the next is likely to be near */
} hd_load_rows;

/* Where `row` stands, SIZE_MAX if it is not there. */
size_t hd_load_find(hd_load_rows *r, int64_t row);

/* What a corpus of a store loads from; the store stays open as long. */
typedef struct hd_load {
    hd_store *s;
    hd_load_rows reviews;  /* empty until hd_load_reviews_known */
    uint32_t *review_rank; /* of each of them its number in the corpus */
    unsigned from_tables;  /* parts that had no snapshot, HD_SNAPSHOT_CODEBOOK among them */
    sqlite3_stmt *text;    /* of one unit's text */
    const hd_field *text_of;
} hd_load;

/* The units of row_child or row_finding in the order of their rows. */
typedef struct hd_load_units {
    hd_load_rows rows;
    uint32_t *review; /* its number in the corpus */
    size_t *id;       /* where in ids its id begins */
    hd_buf ids;       /* each with its NUL */
    uint32_t *order;  /* number in the corpus -> place here */
    size_t cap_reviews, cap_ids;
} hd_load_units;

void hd_load_units_release(hd_load_units *u);

/* ---- store_load_unit.c ---- */

/* Fill l->reviews; reviews in a store are known by their rows.  n[HD_REVIEW] of the corpus is not used. */
hd_status hd_load_reviews_known(hd_load *l, hd_err *err);
/* The columns of kind text: only this one; NULL: all others. */
hd_status hd_load_review_part(hd_load *l, hd_corpus *c, hd_err *err);
hd_status hd_load_unit_part(hd_load *l, hd_corpus *c, hd_unit unit, hd_err *err);
hd_status hd_load_ids_part(hd_load *l, hd_corpus *c, hd_unit unit, hd_err *err);
hd_status hd_load_text_part(hd_load *l, hd_corpus *c, const hd_field *field, hd_err *err);

/* ---- store_load_coding.c ---- */

/* The theme words of reviews, and which are labelled; the reviews are known and `coded` is there. */
hd_status hd_load_words(hd_load *l, hd_corpus *c, hd_err *err);
hd_status hd_load_codings(hd_load *l, hd_corpus *c, hd_load_units *units, hd_err *err);

/* ---- store_order.c ---- */

/* order: numbers of arrival by id, then by review.  *twice: the place of an id that is there twice in one
 * review, else SIZE_MAX. */
void hd_load_order(hd_load_units *u, size_t *twice);

#endif
