/* json_object.h -- reading the members of a parsed object, strictly.
 *
 * A message begins with the path of what it speaks of (".age: expected ..."), which hd_err_at
 * lengthens on the way up. */
#ifndef HD_IO_JSON_OBJECT_H
#define HD_IO_JSON_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "io/rule.h"

struct cJSON;

/* Of one of the types, or-ed cJSON_True, cJSON_String ...; not when `item` is NULL.  Asked here and not of the
 * library, so that no program start has to look for it. */
bool hd_json_is(int types, const struct cJSON *item);
size_t hd_json_size(const struct cJSON *item); /* members of an object or a list */

/* "expected WHAT, got text 'x'". */
hd_status hd_json_expected(const struct cJSON *item, const char *what, hd_err *err);

/* `item` is an object, and no key stands twice in it. */
hd_status hd_json_object(const struct cJSON *item, hd_err *err);

/* ".KEY: unknown field (did you mean 'x'?)"; `what` is "field" or "key". */
hd_status hd_json_unknown(const char *key, const char *what, const char *const *known, size_t n,
                          hd_err *err);

/* hd_json_object, and every key is one of `known`. */
hd_status hd_json_known(const struct cJSON *item, const char *const *known, size_t n, hd_err *err);

/* The member, or NULL.  Keys match by case. */
const struct cJSON *hd_json_member(const struct cJSON *object, const char *key);
bool hd_json_given(const struct cJSON *member); /* there and not null */

/* Text within the limits of its use; *out is borrowed from `item`. */
hd_status hd_json_text(const struct cJSON *item, hd_use use, const char **out, hd_err *err);

/* The text member `key`; absent or null: NULL if not `required`. */
hd_status hd_json_text_member(const struct cJSON *object, const char *key, hd_use use,
                              bool required, const char **out, hd_err *err);

/* The date member `key`, as written; absent or null: NULL if not `required`. */
hd_status hd_json_date_member(const struct cJSON *object, const char *key, bool required,
                              const char **out, hd_err *err);

/* A list of names in `arena`, at most `limit` (0: as many as there are). */
hd_status hd_json_names(const struct cJSON *item, size_t limit, hd_arena *arena,
                        const char *const **out, size_t *n, hd_err *err);

#endif
