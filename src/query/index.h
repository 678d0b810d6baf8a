/* index.h -- what is computed once of a corpus and kept with it.
 *
 * A corpus holds columns of the unit that owns them; counting needs them on the unit counted.  What is
 * made here is made when it is first asked for, belongs to the corpus (hd_corpus_keep) and goes with it.
 * Everything returned is borrowed and unchanging.  Not for two threads at once.
 *
 * Limits.  One field or combination of fields keeps at most HD_INDEX_MAX_GROUPS sets and HD_INDEX_MAX_BYTES; themes and
 * columns keep a word or a code of each unit, and a bit of each unit and theme.  All of it stays as long as the corpus: whoever
 * asks on behalf of a script counts hd_index_bytes as its memory.
 */
#ifndef HD_QUERY_INDEX_H
#define HD_QUERY_INDEX_H

#include "query/bit_columns.h"
#include "query/name.h"

/* Sets of all units of a unit; themes are the finding's own or, of reviews and children, the review's. */
typedef enum hd_index_set {
    HD_INDEX_CODED,      /* the review is coded */
    HD_INDEX_LABELLED,   /* coded, with any label */
    HD_INDEX_UNRESOLVED, /* coded, with labels but no theme */
    HD_INDEX_NO_THEME,   /* coded, without any label */
    HD_INDEX_NOT_CODED,
    HD_INDEX_N_SETS
} hd_index_set;
const hd_bits *hd_index_set_of(const hd_corpus *c, hd_unit unit, hd_index_set which);
/* How many are in it. */
size_t hd_index_count_of(const hd_corpus *c, hd_unit unit, hd_index_set which);

/* The themes of every unit by rank (hd_theme_words), ancestors included; zero where the review is not coded.
 * The layouts asked for are there. */
const hd_bit_columns *hd_index_theme_columns(const hd_corpus *c, hd_unit unit);

/* The units of rare themes by number of column, in order, with the words of each: what such a theme meets is counted faster in
 * these. Rare are themes that fewer than one unit in HD_INDEX_RARE has; if they have more rows in all than there are units,
 * fewer than one in twice, four times ... HD_INDEX_RARE. */
#define HD_INDEX_RARE 16
typedef struct hd_theme_rows {
    bool *rare;    /* by column */
    size_t *start; /* of the rows of column k, those of k + 1 following; others have none */
    uint32_t *rows;
    uint64_t *words; /* word w of the unit rows[i] is words[w * n + i] */
    size_t n;        /* of rows */
} hd_theme_rows;
const hd_theme_rows *hd_index_theme_rows(const hd_corpus *c, hd_unit unit);
const hd_bit_columns *hd_index_theme_words(const hd_corpus *c, hd_unit unit);

/* A name that gives each unit one value: not a theme or multi, owned by the unit or by reviews.  A column of n[unit]
 * codes; ids are their unit's number, `coded` 0 or 1, bands the codes of their field. Its dictionary is the owner's. */
bool hd_index_single(const hd_name *name, hd_unit unit);
const hd_column *hd_index_column(const hd_corpus *c, hd_unit unit, const hd_name *name);

/* Any other name but themes: for each group (its values, then the missing states) the units that are in it: lifted
 * up a unit is in every group that any of its children (findings) is in, in `not recorded` without any.
 * NULL if that is more than HD_INDEX_MAX_GROUPS groups or HD_INDEX_MAX_BYTES. */
#define HD_INDEX_MAX_GROUPS 1024
#define HD_INDEX_MAX_BYTES ((size_t)512 * 1024 * 1024)
const hd_bit_columns *hd_index_groups(const hd_corpus *c, hd_unit unit, const hd_name *name);
/* The same for 2 to 4 names of one lower unit, which pair on one child or finding: a column for each combination of
 * their groups and All, but for All of every name.  Combinations are numbered like digits, the last name's changing
 * fastest; a digit of n_groups is All.  With values_only missing states are in no group. */
const hd_bit_columns *hd_index_paired(const hd_corpus *c, hd_unit unit, const hd_name *const *names,
                                      size_t n_names, bool values_only);
/* Give words to what one of these functions returned; returns it. */
const hd_bit_columns *hd_index_with_words(const hd_bit_columns *m);

/* The words of bit columns with units in the order of a key (cube_keys.h), units of one key in their own order.  The latest
 * asked for are kept, as many as HD_INDEX_MAX_ORDER_BYTES; the others are made again. */
#define HD_INDEX_MAX_ORDER_BYTES ((size_t)128 * 1024 * 1024)
typedef struct hd_index_order {
    size_t n_keys, n_words;
    size_t
        *start; /* of each key, and the end of the last: its units are [start[k], start[k + 1]) */
    size_t stride; /* units of all keys */
    uint64_t
        *in_set[HD_INDEX_N_SETS]; /* for whoever makes it: units by key that are in a set; NULL */
    uint64_t *words;              /* word w of the unit at place i is words[w * stride + i] */
} hd_index_order;
/* What it is an order of. */
typedef struct hd_index_order_of {
    const hd_bit_columns *of; /* what hd_index_theme_words or hd_index_groups returned */
    bool every;               /* of all units; else of those whose review is coded */
    hd_name names[4];         /* together the key */
    size_t n_groups[4];       /* of each */
    size_t n_names;
} hd_index_order_of;
/* For n_rows units; nothing is in it yet. */
void hd_index_order_init(hd_index_order *o, size_t n_keys, size_t n_rows, size_t n_words);
void hd_index_order_release(hd_index_order *o);
/* NULL: not kept.  Valid until the next is kept. */
const hd_index_order *hd_index_order_find(const hd_corpus *c, const hd_index_order_of *of);
/* The corpus owns `order` from now on. */
const hd_index_order *hd_index_order_keep(const hd_corpus *c, const hd_index_order_of *of,
                                          hd_index_order order);

/* Bins of a number field, as a band with the label of its field, and the periods of a date field; kept with the corpus.
 * bounds: 1 to HD_MAX_BOUNDS numbers, ascending; closed as in hd_band. */
const hd_band *hd_index_bins(const hd_corpus *c, const hd_column *col, const double *bounds,
                             size_t n, bool closed);
const hd_periods *hd_index_periods(const hd_corpus *c, const hd_column *col, hd_period_kind kind);

/* For each place of the column of a name (codes.h): its group, n_values + k for a missing state; the caller's to hd_free.
 * *n_values is how many groups stand before the states. */
uint32_t *hd_index_group_of_place(const hd_corpus *c, const hd_name *name, const hd_column *col,
                                  size_t *n_values);

/* The reviews without any child (finding). */
const hd_bits *hd_index_without(const hd_corpus *c, hd_unit unit);

/* Set in `out` (over the units `to`, inited) those that belong to a member of `set`: a review's children and findings,
 * the review of a child or finding, between children and findings by way of the review. */
void hd_index_lift(const hd_corpus *c, hd_unit from, const hd_bits *set, hd_unit to, hd_bits *out);

/* Bytes kept. */
size_t hd_index_bytes(const hd_corpus *c);

#endif
