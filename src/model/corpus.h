/* corpus.h -- the reviews, children and findings of one store generation, as
 * immutable columns.
 *
 * Build -> seal -> read.  Units are numbered 0 .. n-1 in byte order of their id (children and
 * findings with the same id: then of their review's), which is the order every
 * listing uses.  A corpus owns its codebook and copies everything else.
 *
 *   hd_corpus_builder_new -> add_* (any order) -> hd_corpus_seal -> readers -> hd_corpus_free
 *
 * A corpus that was built has everything.  One that a store has loaded has its reviews, and gets each other
 * part when hd_corpus_need first asks for it: that can fail, and so is called before anything is counted.
 * The readers below do not load; a part that nobody has asked for is a fault in heddle.
 */
#ifndef HD_MODEL_CORPUS_H
#define HD_MODEL_CORPUS_H

#include "base/bits.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/intern.h"
#include "model/codebook.h"
#include "model/record.h"

/* ---- columns ---- */

/* What hd_column_code says of a unit without a value: the three highest codes, in the order of
 * hd_state.  A column of 1 or 2 bytes a code stores their lowest 1 or 2 bytes (so 253, 254, 255),
 * and has at most 253 or 65,533 values. */
#define HD_CODE_UNKNOWN (UINT32_MAX - 2)
#define HD_CODE_NOT_APPLICABLE (UINT32_MAX - 1)
#define HD_CODE_NOT_RECORDED UINT32_MAX
#define HD_N_MISSING 3

/* A list per unit: the items of unit i are items[start[i]] .. items[start[i + 1] - 1]. */
typedef struct hd_lists {
    uint32_t *start; /* n + 1 */
    uint32_t *items;
} hd_lists;

/* One field of one unit: a code per unit in the narrowest of 1, 2 or 4 bytes, and a dictionary
 * that says what value v (0 .. n_values - 1) is:
 *   category, ordinal, text, multi   labels[v]: the declared values in order, then others in byte order
 *   flag                             labels "No", "Yes"
 *   number                           numbers[v], ascending, each once
 *   date                             dates[v] and labels[v] (as written), ascending by first day, last day, text
 * Multi: the code of a unit with a value is 0, its values are lists.items: distinct, ascending;
 * an empty list is a value ("none of them"). */
typedef struct hd_column {
    const hd_field *field;
    size_t n;       /* units */
    uint32_t width; /* bytes of a code: 1, 2 or 4 */
    void *codes;    /* n codes; starts on a cache line and is padded to a whole one */
    size_t n_values;
    const char **labels; /* NULL for numbers */
    double *numbers;     /* NULL but for numbers */
    hd_date *dates;      /* NULL but for dates */
    hd_lists lists;      /* NULL but for multi */
} hd_column;

/* The lowest code that a column of this width stores for a missing state. */
static inline uint32_t hd_code_limit(uint32_t width)
{
    return (UINT32_MAX >> (32 - 8 * width)) - (HD_N_MISSING - 1);
}

/* The value of unit i, or an HD_CODE_ of why it has none. */
static inline uint32_t hd_column_code(const hd_column *col, size_t i)
{
    uint32_t code = col->width == 1   ? ((const uint8_t *)col->codes)[i]
                    : col->width == 2 ? ((const uint16_t *)col->codes)[i]
                                      : ((const uint32_t *)col->codes)[i];

    return code < hd_code_limit(col->width) ? code : code | ~(UINT32_MAX >> (32 - 8 * col->width));
}

static inline hd_state hd_code_state(uint32_t code)
{
    return code < HD_CODE_UNKNOWN ? HD_VALUE : (hd_state)(HD_UNKNOWN + (code - HD_CODE_UNKNOWN));
}

/* Never HD_ABSENT. */
static inline hd_state hd_column_state(const hd_column *col, size_t i)
{
    return hd_code_state(hd_column_code(col, i));
}

/* ---- parts ---- */

/* What hd_corpus_need takes, or-ed.  Of a unit: its columns but for the texts, its links with reviews, and of
 * findings their codings. */
#define HD_PART_UNIT(unit) (1u << (unit))
#define HD_PART_IDS(unit) (8u << (unit))
#define HD_PART_TEXTS(unit) (64u << (unit)) /* the columns of kind text */
#define HD_PART_DOCUMENTS 512u              /* sources, coverage, figures, passages, comparators */
#define HD_PART_ALL 1023u

typedef struct hd_corpus hd_corpus;

/* Where parts come from.  Both functions fail with the store's failures, and the corpus is as before then. */
typedef struct hd_corpus_loader {
    void *ctx;
    /* One part; of HD_PART_TEXTS the column of one field. */
    hd_status (*load)(void *ctx, hd_corpus *c, unsigned part, const hd_field *text, hd_err *err);
    /* The text of one unit, appended to `out`, or why there is none. */
    hd_status (*text)(void *ctx, const hd_corpus *c, const hd_field *field, size_t i, hd_buf *out,
                      hd_state *state, hd_err *err);
    void (*drop)(void *ctx, const hd_corpus *c); /* the corpus is about to be freed */
} hd_corpus_loader;

/* ---- the corpus ---- */

/* What findings were coded with: finding f has the codings start[f] .. start[f + 1] - 1, as
 * written, in order; coding k has the label label_of[k]. */
typedef struct hd_codings {
    uint32_t *start; /* n[HD_FINDING] + 1 */
    uint32_t *label_of;
    const char **labels; /* each label once, in order of arrival */
    uint32_t *themes;    /* of each label: resolved and after merges; HD_NONE: no theme matches */
    size_t n_labels;
} hd_codings;

/* The themes of reviews as words of bits.  Rank k is the k-th counted theme in codebook order; bit
 * k % 64 of word words[review * n_words + k / 64] says that a finding of the review has it or one
 * of its descendants, after merges.  The words of a review not yet coded are 0. */
typedef struct hd_theme_words {
    size_t n_themes;  /* counted ones */
    size_t n_words;   /* of one review: n_themes / 64, rounded up */
    uint32_t *theme;  /* rank -> theme */
    uint32_t *rank;   /* theme -> rank; HD_NONE when it is not counted */
    uint64_t *words;  /* starts on a cache line */
    hd_bits labelled; /* coded reviews with any label, be it a theme's or not */
    /* How many codings the findings of each review have, 0 of one not yet coded: numbers of 1, 2 or 4
     * bytes, the fewest that hold the largest.  Read by hd_review_codings. */
    void *codings;
    uint32_t codings_width;
} hd_theme_words;

static inline uint32_t hd_review_codings(const hd_theme_words *themes, size_t review)
{
    return themes->codings_width == 1   ? ((const uint8_t *)themes->codings)[review]
           : themes->codings_width == 2 ? ((const uint16_t *)themes->codings)[review]
                                        : ((const uint32_t *)themes->codings)[review];
}

/* Read n, codebook and, once needed, sources, coverage, figures, passages and comparators as members; everything else by the
 * functions below. */
struct hd_corpus {
    hd_codebook *codebook; /* sealed, owned */
    size_t n[HD_N_UNITS];
    hd_source *sources; /* in byte order of id */
    size_t n_sources;
    bool has_coverage;
    hd_coverage coverage;
    hd_figure *figures; /* in the order added */
    size_t n_figures;
    hd_passage *passages; /* in the order added */
    size_t n_passages;
    hd_comparator *comparators; /* in the order added */
    size_t n_comparators;
    /* private to corpus*.c and to loaders (corpus_load.h) */
    unsigned have; /* parts */
    hd_corpus_loader loader;
    void **blocks; /* memory that arrays of the parts in `borrowed` lie in */
    size_t n_blocks, cap_blocks;
    unsigned borrowed;
    int64_t *rows[HD_N_UNITS]; /* of ids that a loader has read: the unit's row in the store */
    const char **ids[HD_N_UNITS];
    hd_column *columns[HD_N_UNITS]; /* by hd_field.index */
    void *unrecorded[HD_N_UNITS];   /* codes of borrowed columns in which nothing is recorded */
    uint32_t *review_of[HD_N_UNITS];
    hd_lists of_review[HD_N_UNITS];
    hd_bits coded;
    hd_codings codings;
    hd_theme_words themes;
    hd_arena arena; /* every string above */
    struct hd_kept *kept;
};

typedef struct hd_corpus_builder hd_corpus_builder;

/* Takes ownership of the sealed codebook. */
hd_corpus_builder *hd_corpus_builder_new(hd_codebook *codebook);
/* Review ids are unique (asserted).  HD_ABSENT values are taken as not recorded, HD_CODED_ABSENT
 * as not coded, a finding without id as REVIEW-N with the lowest free N. */
void hd_corpus_builder_add_review(hd_corpus_builder *b, const hd_review_rec *r);
void hd_corpus_builder_add_source(hd_corpus_builder *b, const hd_source *s);
void hd_corpus_builder_add_figure(hd_corpus_builder *b, const hd_figure *f);
void hd_corpus_builder_add_comparator(hd_corpus_builder *b, const hd_comparator *c);
void hd_corpus_builder_add_passage(hd_corpus_builder *b, const hd_passage *p);
void hd_corpus_builder_set_coverage(hd_corpus_builder *b, const hd_coverage *c);
/* Frees the builder.  Never fails: sizes were checked when the records were made. */
hd_corpus *hd_corpus_seal(hd_corpus_builder *b);
void hd_corpus_builder_free(hd_corpus_builder *b); /* abandons an unsealed one; NULL is allowed */
void hd_corpus_free(hd_corpus *c);                 /* NULL is allowed */

/* ---- reading; what is returned is the corpus's ---- */

/* Load what is not there yet of these parts.  Loading changes nothing that a reader could see, so a corpus that is
 * read only can be loaded into; not for two threads at once.  Fails when the store is damaged or cannot be
 * read, or the run is to stop. */
hd_status hd_corpus_need(const hd_corpus *c, unsigned parts, hd_err *err);
/* The part that the field's column belongs to; of a text only this column is loaded. */
hd_status hd_corpus_need_column(const hd_corpus *c, const hd_field *field, hd_err *err);
/* The text of one unit without loading the others', appended to `out` when *state is HD_VALUE. */
hd_status hd_corpus_text(const hd_corpus *c, const hd_field *field, size_t i, hd_buf *out,
                         hd_state *state, hd_err *err);

const hd_column *hd_corpus_column(const hd_corpus *c, const hd_field *field);
/* The same of a column that may not be there yet: only its field may be read. */
const hd_column *hd_corpus_column_later(const hd_corpus *c, const hd_field *field);
const char *hd_corpus_id(const hd_corpus *c, hd_unit unit, size_t i);
/* Every id of a unit, by number. */
const char *const *hd_corpus_ids(const hd_corpus *c, hd_unit unit);
/* The unit with this id (the first, where two reviews use the same child or finding id), HD_NONE if none. */
uint32_t hd_corpus_find(const hd_corpus *c, hd_unit unit, const char *id);
/* Child or finding -> its review; NULL for reviews. */
const uint32_t *hd_corpus_review_of(const hd_corpus *c, hd_unit unit);
/* Review -> its children or findings, ascending; not for reviews. */
const hd_lists *hd_corpus_of_review(const hd_corpus *c, hd_unit unit);
/* The reviews that are coded. */
const hd_bits *hd_corpus_coded(const hd_corpus *c);
const hd_codings *hd_corpus_codings(const hd_corpus *c);
const hd_theme_words *hd_corpus_themes(const hd_corpus *c);
/* For each label of the codings the words of its theme and that theme's ancestors, n_words a label; the
 * caller's to hd_free. */
uint64_t *hd_theme_words_of_labels(const hd_corpus *c);

/* What a layer above makes once of a corpus and finds again: the first call makes it, the corpus drops it
 * when it is freed.  One maker a corpus (asserted); not for two threads at once. */
void *hd_corpus_keep(const hd_corpus *c, void *(*make)(const hd_corpus *c), void (*drop)(void *));

#endif
