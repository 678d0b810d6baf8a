/* store_import.h -- what one import knows while it runs; private to the writing half of the store.
 */
#ifndef HD_IO_STORE_IMPORT_H
#define HD_IO_STORE_IMPORT_H

#include "io/store_internal.h"

/* What an import did to a row.  The greatest stays: a review added by one file and changed by
 * the next is an added one. */
typedef enum hd_mark { HD_MARK_NONE, HD_MARK_SAME, HD_MARK_CHANGED, HD_MARK_ADDED } hd_mark;

/* A mark for each row number. */
typedef struct hd_marks {
    uint8_t *of;
    size_t n;
} hd_marks;

#define HD_MAX_ROW ((int64_t)1 << 28) /* of a store that heddle wrote */

void hd_marks_set(hd_marks *m, int64_t row, hd_mark mark); /* 0 <= row <= HD_MAX_ROW */
hd_mark hd_marks_get(const hd_marks *m, int64_t row);
void hd_marks_forget(hd_marks *m, int64_t row);
hd_change_counts hd_marks_count(const hd_marks *m);

/* The statements for one unit's rows. */
typedef struct hd_unit_sql {
    sqlite3_stmt *select; /* review: by id; child, finding: of a review row, in order of row */
    sqlite3_stmt *update; /* review only */
    sqlite3_stmt *remove; /* child, finding: one row */
} hd_unit_sql;

/* The tables that rows are added to. */
typedef enum hd_table { HD_T_REVIEW, HD_T_CHILD, HD_T_FINDING, HD_T_TEXT, HD_T_CODING } hd_table;
#define HD_N_TABLES 5

/* A row that waits to be written, with what it points to in the arena of the record. */
typedef struct hd_row {
    int64_t row;
    int64_t review; /* of a review: its digest */
    const char *id;
    bool coded;
    const hd_value *values;
    const int64_t *labels;
    size_t n_labels;
    bool labels_only; /* the row itself is there and stays */
} hd_row;

/* Rows waiting for one unit's table. */
typedef struct hd_rows {
    hd_row *items;
    size_t n;
    size_t cap;
} hd_rows;

typedef struct hd_table_sql {
    bool *is_used; /* of a unit's fields: has a column in the statements */
    size_t *used;  /* those fields, in the order of the columns */
    size_t n_used;
    size_t n_columns;
    sqlite3_stmt *one;  /* inserts a row */
    sqlite3_stmt *many; /* inserts as many as fit into one statement */
    size_t n_many;
} hd_table_sql;

/* A name that should stand for something in the end; each name once. */
typedef struct hd_pending {
    bool source; /* else a review */
    const char *name;
    const char *where;
    const char *path; /* "review.findings[3].source" */
} hd_pending;

typedef struct hd_import {
    hd_arena arena;  /* of the whole import */
    hd_arena row;    /* of one record */
    hd_codebook *cb; /* owned until it is sealed, then the store's */
    bool defined;
    bool finished;
    bool defs_changed;  /* a field, band, theme or crosswalk */
    bool themes_moved;  /* a stored candidate gave way: the themes get new rows */
    bool changed;       /* anything */
    bool removed_parts; /* children or findings were removed, if only to be written again */
    size_t steps;

    const char *adding;       /* the document whose records only add; NULL: they replace */
    hd_intern adding_sources; /* that it has something of */

    size_t n_themes;                   /* of the store, before the import: the first of defs */
    hd_intern defs[HD_N_RECORD_TYPES]; /* keys of the fields, bands and themes seen */
    hd_marks marks[HD_N_RECORD_TYPES];
    hd_marks children;
    hd_marks findings;
    hd_marks skipped; /* review rows known by their digest: 1 << unit of what they gave */
    size_t
        skipped_parts[HD_N_UNITS]; /* unchanged ones among those, not in `children`, `findings` */
    hd_intern sources;             /* every id there is */
    hd_intern removed;             /* ids of reviews that were removed from this store */
    hd_intern labels;              /* every label there is; label_rows its rows */
    int64_t *label_rows;
    size_t cap_label_rows;
    size_t text_field; /* index of a finding's text and source */
    size_t source_field;
    size_t passage_field;

    bool bulk;     /* a new store: indexes are made, and labels written, at the end */
    bool appended; /* store_append.c had the file: its transaction is not all of the import */
    struct hd_append *append; /* has the file; NULL: SQLite has it */
    hd_intern bulk_ids;       /* of the reviews put while bulk; the row is the number + 1 */
    hd_intern held_ids;       /* of the reviews put since the last flush, while not bulk */
    hd_rows rows[HD_N_UNITS];
    int64_t next_row[HD_N_UNITS];
    hd_table_sql tables[HD_N_TABLES];
    bool *given[HD_N_UNITS]; /* of a field: it may have a value in a new store */
    hd_unit_sql sql[HD_N_UNITS];
    sqlite3_stmt *coding_select; /* of a review row, by finding and position */
    sqlite3_stmt *coding_remove; /* of a review row and a finding row */
    sqlite3_stmt *text_remove;   /* of a finding row */
    sqlite3_stmt *set_digest;
    sqlite3_stmt *label_insert;
    sqlite3_stmt *figure_select;
    sqlite3_stmt *figure_insert;
    sqlite3_stmt *figure_update;
    sqlite3_stmt *passage_select;
    sqlite3_stmt *passage_insert;
    sqlite3_stmt *passage_moved; /* those of a text, and the new place of one */
    sqlite3_stmt *passage_move;
    sqlite3_stmt *review_exists; /* and its row */
    sqlite3_stmt *source_select;
    sqlite3_stmt *source_write;

    hd_intern expected[2]; /* names that are pending: of reviews, of sources */
    hd_pending *pending;
    size_t n_pending;
    size_t cap_pending;
    const char **notices; /* in the store's arena */
    size_t n_notices;
    size_t cap_notices;
    const char *
        *ended; /* codes of stored themes that are merged or retired now; in the store's arena */
    size_t n_ended;
    size_t work; /* done in looking for nearest names */

    struct hd_batch *batch; /* updates of one review's parts; NULL: none */
} hd_import;

static inline bool hd_value_is_given(const hd_value *v)
{
    return v->state != HD_ABSENT && v->state != HD_NOT_RECORDED;
}

/* Remember that `name` is referred to; hd_store_finish looks whether it is there. */
void hd_import_expect(hd_import *im, bool source, const char *name, const char *where,
                      const char *path);
void hd_import_notice(hd_store *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* store_ended.c */
/* Find them (hd_import.ended), while the tables still say what was before; the codebook is sealed. */
hd_status hd_import_ended(hd_store *s, hd_err *err);

/* store_define.c */
/* Write what the sealed codebook says to the tables. */
hd_status hd_store_save_definitions(hd_store *s, const hd_codebook *cb, hd_err *err);
hd_status hd_import_source(hd_store *s, const hd_source *source, hd_err *err);
hd_status hd_import_coverage(hd_store *s, const hd_coverage *coverage, hd_err *err);

/* store_prepare.c */
/* All statements, for the sealed codebook; and their end, which may come twice. */
hd_status hd_import_prepare(hd_store *s, hd_err *err);
void hd_import_finalize(hd_import *im);

/* store_rows.c */
hd_status hd_rows_prepare(hd_store *s, hd_err *err); /* needs the sealed codebook */
void hd_rows_finalize(hd_import *im);
void hd_rows_release(hd_import *im);
/* Add a row, to be written at the next flush: what it points to must stay until then. */
void hd_rows_add(hd_import *im, hd_unit unit, const hd_row *row);
hd_status hd_rows_flush(hd_store *s, hd_err *err);
/* Before a review is looked up: true in *is_new if none can be stored. */
hd_status hd_rows_meet(hd_store *s, const char *id, bool *is_new, hd_err *err);
/* The next free row number of a unit. */
hd_status hd_rows_next(hd_store *s, hd_unit unit, int64_t *row, hd_err *err);
void hd_import_bind_digest(sqlite3_stmt *stmt, int at, uint64_t digest); /* 0: none */
/* End the bulk: write what is held, and make the indexes that looking things up needs. */
hd_status hd_rows_settle(hd_store *s, hd_err *err);

/* store_append.c: rows of a new store, without SQLite */
/* Write what waits in im->rows, of which the store has none; from the first on no transaction is under way. */
hd_status hd_append_flush(hd_store *s, hd_err *err);
/* Begin the next transaction; nothing to do if none was ended.  `reviews`: all of them have come, so
 * their ids can be sorted; else the index of ids is still to be made. */
hd_status hd_append_end(hd_store *s, bool reviews, hd_err *err);
void hd_append_free(hd_import *im); /* may come twice */

/* store_review.c */
hd_status hd_import_review(hd_store *s, const hd_review_rec *r, const char *where, hd_err *err);
hd_status hd_import_write_labels(hd_store *s, hd_err *err); /* at the end of a bulk */

/* store_match.c */
/* A child or finding of one review: stored, or to be stored. */
typedef struct hd_part {
    int64_t row; /* 0: new */
    const char *id;
    hd_value *values;
    const char *const *labels;
    size_t n_labels;
    bool taken;    /* old: found in the new list */
    bool differs;  /* new: from what is stored */
    bool same_row; /* only in its labels, if it differs */
    bool untold;   /* kept beside the parts that an update names: not counted in the summary */
} hd_part;

/* match[i] = the index in old[] that new[i] is, or SIZE_MAX; old[].taken is set. */
void hd_match_children(hd_part *old, size_t n_old, const hd_child_rec *children, size_t n,
                       size_t *match);
void hd_match_findings(hd_part *old, size_t n_old, const hd_finding_rec *findings, size_t n,
                       size_t text_field, size_t *match);
/* The same by id alone; those without an id are new. */
void hd_match_ids(hd_part *old, size_t n_old, const hd_part *parts, size_t n, size_t *match);
/* The id REVIEW-N, of a review's long id only as much as an id has room for. */
char *hd_match_id(const char *review, size_t n, hd_arena *arena);
/* Give an id REVIEW-N, the lowest N that no part and no old one has, to every part without. */
void hd_match_name(const char *review, const hd_part *old, size_t n_old, hd_part *parts, size_t n,
                   hd_arena *arena);

/* store_stored.c */
hd_status hd_import_check_row(hd_store *s, int64_t row,
                              hd_err *err); /* a number that heddle gave? */
/* The children or findings of a review row, in the order of their rows; *old is in the arena of the record. */
hd_status hd_import_stored_parts(hd_store *s, int64_t review, hd_unit unit, hd_part **old,
                                 size_t *n_old, hd_err *err);
/* And the labels of those findings. */
hd_status hd_import_stored_labels(hd_store *s, int64_t review, hd_part *old, size_t n_old,
                                  hd_err *err);

/* store_part.c */
/* A finding or child record: kept until its review changes or hd_import_parts_end. */
hd_status hd_import_part(hd_store *s, const hd_record *r, const char *where, hd_err *err);
/* Store what has been kept; nothing to do when nothing has. */
hd_status hd_import_parts_end(hd_store *s, hd_err *err);
void hd_import_parts_free(hd_import *im); /* may come twice */

/* store_addition.c */
/* The document that adds has something of this source; NULL is allowed. */
void hd_import_adds_from(hd_import *im, const char *source);
/* A notice of the stored parts that a document which adds does not have. */
void hd_import_keep_parts(hd_store *s, const char *review, hd_unit unit, hd_part *old,
                          size_t n_old);
/* A notice of each category of a stored review of which it has another value. */
void hd_import_tell_kept(hd_store *s, const char *review, const hd_value *given,
                         const hd_value *stored);
/* A notice of the findings that it adds to a review which is coded. */
void hd_import_tell_uncoded(hd_store *s, const char *review, const hd_part *now, size_t n_now);

/* store_figure.c */
/* A source that somebody names should be described. */
void hd_import_expect_source(hd_import *im, const char *source, const char *where,
                             const char *path);
hd_status hd_import_figure(hd_store *s, const hd_figure *f, const char *where, hd_err *err);
hd_status hd_import_passage(hd_store *s, const hd_passage *p, const char *where, hd_err *err);

/* store_frame.c */
hd_status hd_store_save_crosswalks(hd_store *s, const hd_codebook *cb, hd_err *err);
hd_status hd_import_comparator(hd_store *s, const hd_comparator *c, const char *where, hd_err *err);

/* store_finish.c */
/* The ids of all reviews, in byte order. */
hd_status hd_import_all_reviews(hd_store *s, hd_intern *ids, hd_err *err);
/* Whatever was referred to is there. */
hd_status hd_import_check(hd_store *s, hd_err *err);
/* Give every label its theme, and drop labels that no finding has. */
hd_status hd_import_resolve(hd_store *s, hd_err *err);
/* A notice of the reviews that are not yet coded but have findings with themes. */
hd_status hd_import_uncoded(hd_store *s, hd_err *err);

/* store_nearest.c */
/* *out is the one of `names` nearest to `word`, or NULL: none is near, or the import has done all the work
 * that it may do for this.  Fails only when stopped. */
hd_status hd_import_nearest(hd_import *im, const char *word, const char *const *names, size_t n,
                            const char **out, hd_err *err);

/* store_unmatched.c */
/* Labels that no theme matches and values that are not declared, into the summary. */
hd_status hd_import_unmatched(hd_store *s, hd_import_summary *sum, hd_err *err);

#endif
