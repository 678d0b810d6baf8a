/* json_frame.h -- records that look beyond one's own codebook: crosswalks and comparators. */
#ifndef HD_IO_JSON_FRAME_H
#define HD_IO_JSON_FRAME_H

#include "base/arena.h"
#include "base/err.h"
#include "model/record.h"

struct cJSON;

/* What stands under the record's key, into `out` (zeroed).  Arrays are in `arena`, texts borrowed from `item`; a message
 * begins with the path below the key. */
hd_status hd_json_crosswalk(const struct cJSON *item, hd_arena *arena, hd_crosswalk_def *out,
                            hd_err *err);
hd_status hd_json_comparator(const struct cJSON *item, hd_arena *arena, hd_comparator *out,
                             hd_err *err);

#endif
