/* name.h -- what a name in a filter or a table stands for.
 *
 * Filters and cubes look names up in the same order: the fields of the unit asked, then of the
 * review, the children and the findings, then bands, then frames that the codebook has a crosswalk to
 * ("panel", and "panel@2020" for one version); `theme`, `id`, `coded` and `review` are no
 * fields and no field can be called so.  A name may be qualified by its unit: child.age.
 */
#ifndef HD_QUERY_NAME_H
#define HD_QUERY_NAME_H

#include "base/buf.h"
#include "base/err.h"
#include "model/corpus.h"
#include "query/period.h"

typedef enum hd_name_kind {
    HD_NAME_FIELD,
    HD_NAME_BAND,
    HD_NAME_PERIOD, /* a date field by period: of tables only, no name is looked up as one */
    HD_NAME_SETS,   /* given sets of units: of tables only as well */
    HD_NAME_THEME,
    HD_NAME_ID,   /* the id of a unit; `review` is the id of the review */
    HD_NAME_CODED /* whether the review is coded: a flag without missing values */
} hd_name_kind;

typedef struct hd_name {
    hd_name_kind kind;
    hd_unit owner;                 /* HD_FINDING for themes */
    const hd_column *column;       /* field, band and period; else NULL */
    const hd_band *band;           /* band; else NULL */
    const hd_periods *periods;     /* period; else NULL */
    const hd_crosswalk *crosswalk; /* theme: of this other frame; NULL: of the codebook's own */
} hd_name;

/* Has the corpus load what a unit needs to see the name (of a theme only the unit), which can fail (hd_corpus_need);
 * HD_EDATA: "unknown field 'aera' (did you mean 'area'?)". */
hd_status hd_name_find(const hd_corpus *c, hd_unit unit, const char *text, hd_name *out,
                       hd_err *err);

/* The shortest way to write the name for sets of `unit`; appended. */
void hd_name_print(const hd_corpus *c, hd_unit unit, const hd_name *name, hd_buf *out);

/* How the values behave: bands and periods are ordinal, coded is a flag, an id is a category, sets are multi.  Not for
 * themes. */
hd_kind hd_name_value_kind(const hd_name *name);

/* Names whose values are numbered (all but multi, sets and themes; numbers and dates by their place in the
 * column's dictionary): the value of one unit of the owner, or its HD_CODE_. */
uint32_t hd_name_code(const hd_corpus *c, const hd_name *name, size_t unit);
size_t hd_name_n_codes(const hd_corpus *c, const hd_name *name);
/* How many of these numbers, from 0 on, stand for a value: the last number of a period stands for the dates that span
 * more than one. */
size_t hd_name_n_known(const hd_corpus *c, const hd_name *name);
/* The value behind a number; `room` (64 bytes) is used for bands.  Borrowed. */
const char *hd_name_code_text(const hd_corpus *c, const hd_name *name, size_t code, char *room);
/* The number of a value, HD_NONE if it is neither declared nor present. */
uint32_t hd_name_find_code(const hd_corpus *c, const hd_name *name, const char *text);
/* What is nearest to an unknown value, NULL; in `room` (64 bytes) for bands. */
const char *hd_name_nearest_value(const hd_corpus *c, const hd_name *name, const char *text,
                                  char *room);

/* Whether `unit` (of the name's owner) has a value, and if not why; HD_VALUE where no column holds it (id, coded, theme). */
hd_state hd_name_state(const hd_name *name, size_t unit);

/* The shortest decimal that reads back as x: "3", "0.5".  For a message, an expression, a group. */
void hd_name_number(double x, char out[32]);

#endif
