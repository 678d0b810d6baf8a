/* codes.h -- from the codes of a column to sets of units and to numbers of groups.
 *
 * What a value means to a filter or a table is decided once for each value of a column and each missing
 * state, in a table by place: place v is value v, place n_values + k the missing state HD_CODE_UNKNOWN + k.
 */
#ifndef HD_QUERY_CODES_H
#define HD_QUERY_CODES_H

#include "base/bits.h"
#include "model/corpus.h"

/* The units whose place passes; `pass` has n_values + HD_N_MISSING entries.  *out is inited here. */
void hd_codes_select(const hd_column *col, const bool *pass, hd_bits *out);

/* The same, but leaves in *out, which has a bit for each unit, only those that pass. */
void hd_codes_keep(const hd_column *col, const bool *pass, hd_bits *out);

/* A table by place as one by stored code, so that loops need no test for missing states; the caller's to
 * hd_free.  With 4 bytes a code it is `by_place` again and hd_codes_map looks missing states up. */
uint32_t *hd_codes_table(const hd_column *col, const uint32_t *by_place);

/* to[i] = plus[i] + the table's entry for unit from + i, for i in 0 .. n - 1; plus NULL: the entry alone.  `to` has
 * elements of `width` bytes, 1, 2 or 4, which must hold the sums; it may be `plus` when they are 4. */
void hd_codes_map(const hd_column *col, const uint32_t *table, size_t from, size_t n,
                  const uint32_t *plus, void *to, unsigned width);

#endif
