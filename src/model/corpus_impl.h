/* corpus_impl.h -- the inside of a corpus builder, for corpus_*.c only. */
#ifndef HD_MODEL_CORPUS_IMPL_H
#define HD_MODEL_CORPUS_IMPL_H

#include "model/corpus.h"

/* Distinct numbers in the order of arrival, found by their bits. */
typedef struct raw_numbers {
    double *values;
    size_t n, cap;
    uint32_t *slots; /* open addressing, place in values + 1; 0 is free */
    size_t n_slots;
} raw_numbers;

/* A column in the order of arrival: codes are HD_CODE_s of missing states, else numbers of the intern
 * table, of `numbers` (number fields), 0 or 1 (flags) or 0 (multi). */
typedef struct raw_column {
    const hd_field *field;
    uint32_t *codes;
    raw_numbers numbers;
    size_t *item_end; /* multi: where the items of a unit end */
    uint32_t *items;
    size_t n_items;
    size_t cap_codes, cap_ends, cap_items;
} raw_column;

typedef struct raw_unit {
    size_t n;
    uint32_t *ids;
    uint32_t *reviews; /* of children and findings: the review's number of arrival */
    size_t cap_ids, cap_reviews;
    raw_column *columns;
    size_t n_columns;
} raw_unit;

struct hd_corpus_builder {
    hd_codebook *codebook;
    hd_intern strings;
    raw_unit units[HD_N_UNITS];
    bool *coded;
    size_t cap_coded;
    size_t *label_end; /* per finding: where its labels end */
    uint32_t *labels;
    size_t n_labels;
    size_t cap_label_end, cap_labels;
    hd_source *sources;
    hd_figure *figures;
    hd_passage *passages;
    hd_comparator *comparators;
    size_t n_sources, n_figures, n_passages, n_comparators;
    size_t cap_sources, cap_figures, cap_passages, cap_comparators;
    bool has_coverage;
    hd_coverage coverage;
};

void raw_column_release(raw_column *col);

/* What sealing works on. */
typedef struct sealing {
    hd_corpus_builder *b;
    hd_corpus *c;
    uint32_t *order[HD_N_UNITS]; /* new number -> number of arrival */
    uint32_t *label_of;          /* intern number -> value of the column in work, else HD_NONE */
} sealing;

/* What one column is sealed with. */
typedef struct column_sealing {
    const hd_intern *strings;
    uint32_t *label_of;    /* of each string HD_NONE, before and after */
    const uint32_t *order; /* number -> number of arrival */
    size_t n;              /* units */
} column_sealing;

/* Add the value of unit n to a column whose strings are numbered by `strings`. */
void raw_column_add(hd_intern *strings, raw_column *col, const hd_value *v, size_t n);
/* Carry one column over and free the raw one. */
void seal_column(const column_sealing *s, raw_column *raw, hd_column *col);
/* The codings of findings and the themes of reviews; links and the coded reviews are there already. */
void seal_codings(sealing *s);
/* Which theme has which rank; the words are not there yet. */
void rank_themes(hd_corpus *c);
/* review_of has been filled: the lists of each review. */
void link_reviews(hd_corpus *c, hd_unit unit);
/* label_of holds numbers of `texts`: number the labels by arrival and resolve each. */
void number_labels(hd_corpus *c, const char *const *texts, size_t n_texts);

#endif
