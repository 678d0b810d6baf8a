/* corpus.h -- the reviews, children and findings of one store generation, as
 * immutable columns.
 *
 * Build -> seal -> read.  Units are numbered 0 .. n-1 in byte order of their id (children and
 * findings with the same id: then of their review's), which is the order every
 * listing uses.  A corpus owns its codebook and copies everything else.
 *
 *   hd_corpus_builder_new -> add_* (any order) -> hd_corpus_seal -> readers -> hd_corpus_free
 */
#ifndef HD_MODEL_CORPUS_H
#define HD_MODEL_CORPUS_H

#include "base/intern.h"
#include "model/codebook.h"
#include "model/record.h"

/* A column of codes marks a missing value by one of these instead of a code. */
#define HD_CODE_UNKNOWN (UINT32_MAX - 3)
#define HD_CODE_NOT_APPLICABLE (UINT32_MAX - 2)
#define HD_CODE_NOT_RECORDED (UINT32_MAX - 1)

/* A list per unit: the items of unit i are items[start[i]] .. items[start[i + 1] - 1]. */
typedef struct hd_lists {
    uint32_t *start; /* n + 1 */
    uint32_t *items;
} hd_lists;

/* One field of one unit.  Every unit has a state; where it is HD_VALUE:
 *   category, ordinal, text   codes[i] is an index into labels
 *   flag                      codes[i] is 0 for no, 1 for yes; labels are "No", "Yes"
 *   number                    numbers[i]
 *   date                      dates[i], and codes[i] into labels (as written, byte order)
 *   multi                     lists: distinct label indexes, ascending; an empty list is a value ("none of them")
 * Labels: the declared values in order, then undeclared ones in byte order.
 * Where the state is a missing one, codes[i] is the HD_CODE_ of it (not for number and multi). */
typedef struct hd_column {
    const hd_field *field;
    uint8_t *states; /* hd_state, never HD_ABSENT */
    uint32_t *codes;
    double *numbers;
    hd_date *dates;
    hd_lists lists;
    const char **labels;
    size_t n_labels;
} hd_column;

typedef struct hd_corpus {
    hd_codebook *codebook; /* sealed, owned */
    size_t n[HD_N_UNITS];
    const char **ids[HD_N_UNITS];   /* by unit number */
    hd_column *columns[HD_N_UNITS]; /* by hd_field.index */
    uint32_t
        *review_of[HD_N_UNITS]; /* [HD_CHILD], [HD_FINDING]: unit -> review; [HD_REVIEW]: NULL */
    hd_lists of_review[HD_N_UNITS]; /* [HD_CHILD], [HD_FINDING]: review -> its units, ascending */
    bool *coded;                    /* review -> coded */
    /* What each finding was coded with: codings start[f] .. start[f+1]-1, as written, in order. */
    uint32_t *coding_start;    /* n[HD_FINDING] + 1 */
    uint32_t *coding_theme;    /* resolved and after merges; HD_NONE: no theme matches */
    const char **coding_label; /* as written */
    hd_source *sources;        /* in byte order of id */
    size_t n_sources;
    bool has_coverage;
    hd_coverage coverage;
    hd_figure *figures; /* in the order added */
    size_t n_figures;
    hd_passage *passages; /* in the order added */
    size_t n_passages;
    hd_arena arena; /* every string above */
} hd_corpus;

typedef struct hd_corpus_builder hd_corpus_builder;

/* Takes ownership of the sealed codebook. */
hd_corpus_builder *hd_corpus_builder_new(hd_codebook *codebook);
/* Review ids are unique (asserted).  HD_ABSENT values are taken as not recorded, HD_CODED_ABSENT
 * as not coded, a finding without id as REVIEW-N with the lowest free N. */
void hd_corpus_builder_add_review(hd_corpus_builder *b, const hd_review_rec *r);
void hd_corpus_builder_add_source(hd_corpus_builder *b, const hd_source *s);
void hd_corpus_builder_add_figure(hd_corpus_builder *b, const hd_figure *f);
void hd_corpus_builder_add_passage(hd_corpus_builder *b, const hd_passage *p);
void hd_corpus_builder_set_coverage(hd_corpus_builder *b, const hd_coverage *c);
/* Frees the builder.  Never fails: sizes were checked when the records were made. */
hd_corpus *hd_corpus_seal(hd_corpus_builder *b);
void hd_corpus_builder_free(hd_corpus_builder *b); /* abandons an unsealed one; NULL is allowed */
void hd_corpus_free(hd_corpus *c);                 /* NULL is allowed */

/* The unit with this id (the first, where two reviews use the same child or finding id), HD_NONE if none. */
uint32_t hd_corpus_find(const hd_corpus *c, hd_unit unit, const char *id);

const hd_column *hd_corpus_column(const hd_corpus *c, const hd_field *field);

#endif
