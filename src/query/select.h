/* select.h -- from a filter to the set of units for which it is true.
 *
 * A set here is an hd_bits over the units of one corpus; bind/ carries unit and
 * corpus beside it.  Nothing here fails but for a stop. */
#ifndef HD_QUERY_SELECT_H
#define HD_QUERY_SELECT_H

#include "base/bits.h"
#include "query/filter.h"

/* Three truth values of every unit: true, false, and undecided where neither bit is set. */
typedef struct hd_truth {
    hd_bits yes;
    hd_bits no;
} hd_truth;

/* Evaluate for all units; *out is inited here, released by hd_truth_release. */
hd_status hd_filter_eval(const hd_corpus *c, hd_unit unit, const hd_filter *f, hd_truth *out,
                         hd_err *err);
void hd_truth_release(hd_truth *t);

/* The units of `within` (NULL: all) for which f is true; *out is inited here.  *undecided is how many of them are neither:
 * they are in no set that f or its negation makes.  NULL: nobody asks, which saves more than half of the work. */
hd_status hd_select(const hd_corpus *c, hd_unit unit, const hd_bits *within, const hd_filter *f,
                    hd_bits *out, size_t *undecided, hd_err *err);

/* The units of `to` that belong to a unit of the set: a review's children and findings; the reviews of some
 * children or findings; between children and findings by way of the review. *out is inited here. */
void hd_select_convert(const hd_corpus *c, hd_unit from, const hd_bits *set, hd_unit to,
                       hd_bits *out);

/* Units whose review is coded.  *out is inited here. */
void hd_select_coded(const hd_corpus *c, hd_unit unit, hd_bits *out);

#endif
