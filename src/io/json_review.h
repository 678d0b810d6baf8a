/* json_review.h -- a parsed review with its children and findings. */
#ifndef HD_IO_JSON_REVIEW_H
#define HD_IO_JSON_REVIEW_H

#include "base/arena.h"
#include "base/err.h"
#include "model/codebook.h"
#include "model/record.h"

struct cJSON;

/* Fill *out from `item`; see hd_json_record. */
hd_status hd_json_review(const struct cJSON *item, const hd_codebook *codebook, hd_arena *arena,
                         hd_review_rec *out, hd_err *err);

/* One finding, or one child, with the id of its review. */
hd_status hd_json_finding_part(const struct cJSON *item, const hd_codebook *codebook,
                               hd_arena *arena, hd_finding_part *out, hd_err *err);
hd_status hd_json_child_part(const struct cJSON *item, const hd_codebook *codebook, hd_arena *arena,
                             hd_child_part *out, hd_err *err);

#endif
