/* store_part.h -- updates of parts of one review, gathered; private to the writing half of the store.
 *
 * Records of the same review that follow each other are looked up in one reading of its children and
 * findings, and stored together as a review record marked partial.
 *
 *   hd_batch_open -> hd_batch_load -> hd_batch_find_* -> change the target -> ... -> hd_import_parts_end
 */
#ifndef HD_IO_STORE_PART_H
#define HD_IO_STORE_PART_H

#include "io/store_import.h"

/* A child or finding of the review, as it is stored, and what is given for it. */
typedef struct hd_target {
    const char *id;
    const char *text; /* of a finding, as stored or first given; NULL: none */
    const char *const *stored;
    size_t n_stored;  /* labels */
    bool given;       /* something below is to be stored */
    hd_value *values; /* NULL: none; else by hd_field.index */
    bool has_labels;
    const char *const *labels;
    size_t n_labels;
    size_t line; /* of the row of a sheet that speaks of it; 0: none */
} hd_target;

typedef struct hd_targets {
    bool loaded;
    bool indexed; /* texts are */
    hd_target *items;
    size_t n;
    size_t cap;
    hd_intern ids; /* and by number of the id: the target */
    uint32_t *by_id;
    size_t cap_by_id;
    hd_intern texts; /* folded; and by number of the text: the first two targets, HD_NONE */
    uint32_t (*by_text)[2];
    size_t cap_by_text;
} hd_targets;

typedef struct hd_batch {
    hd_arena arena;
    const char *review;
    const char *adding; /* of the import, when it was opened */
    int64_t row;
    size_t next;               /* of the ids REVIEW-N, lower ones are taken */
    hd_coded coded;            /* to be stored */
    hd_targets of[HD_N_UNITS]; /* children, findings */
} hd_batch;

/* The batch of this review, an earlier one of another review is stored.
 * Fails: HD_EDATA "PATH: no review 'X' (did you mean 'Y'?)". */
hd_status hd_batch_open(hd_store *s, const char *review, const char *path, hd_batch **out,
                        hd_err *err);
/* Read the review's children or findings, unless that has been done. */
hd_status hd_batch_load(hd_store *s, hd_batch *b, hd_unit unit, hd_err *err);
hd_target *hd_batch_find_id(hd_batch *b, hd_unit unit, const char *id); /* NULL: none */
/* The finding with this folded text, NULL: none.  *other (may be NULL): another one with it, or NULL. */
hd_target *hd_batch_find_text(hd_batch *b, const char *text, hd_target **other);
/* "PATH: no finding 'X' in review R (did you mean 'Y'?)". */
hd_status hd_batch_no_finding(const hd_batch *b, const char *path, const char *id, hd_err *err);

#endif
