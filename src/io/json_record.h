/* json_record.h -- one parsed JSON object as one record. */
#ifndef HD_IO_JSON_RECORD_H
#define HD_IO_JSON_RECORD_H

#include "base/arena.h"
#include "base/err.h"
#include "model/codebook.h"
#include "model/record.h"

struct cJSON;

/* Which record `root` is, by its one key.  Beside it a key "suggestion" may hold any object or list, which
 * is ignored.
 * Fails with HD_EDATA: not an object, no or several keys, an unknown key (with the nearest). */
hd_status hd_json_record_type(const struct cJSON *root, hd_record_type *out, hd_err *err);

/* Fill *out from `root`, a record of the type hd_json_record_type gave.  Strings are borrowed from
 * `root`, lists are in `arena`.  `codebook` names the fields of reviews, and the built-in ones a
 * field record may redeclare.  Fails with HD_EDATA, the message begins with the path. */
hd_status hd_json_record(const struct cJSON *root, hd_record_type type, const hd_codebook *codebook,
                         hd_arena *arena, hd_record *out, hd_err *err);

#endif
