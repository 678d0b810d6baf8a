/* index_impl.h -- the inside of an index, for index*.c only. */
#ifndef HD_QUERY_INDEX_IMPL_H
#define HD_QUERY_INDEX_IMPL_H

#include "query/index.h"

#define INDEX_MAX_PAIRED 4

/* Set the bits of hd_index_paired in `out`, which is inited. */
void index_fill_paired(const hd_corpus *c, hd_unit unit, const hd_name *names, size_t n_names,
                       bool values_only, hd_bit_columns *out);

#endif
