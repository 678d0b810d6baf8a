/* store_kit.h -- what the tests of the store share: a scratch folder, documents as text. */
#ifndef HD_TESTS_STORE_KIT_H
#define HD_TESTS_STORE_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/store_write.h"

extern hd_err kit_err; /* of the last call below */

/* Make a scratch folder; the paths below are in it.  kit_end takes it away. */
void kit_begin(void);
void kit_end(void);
const char *kit_path(const char *name); /* valid until kit_end */
void kit_write(const char *name, const char *text);

/* Import these files (a NULL-terminated list of names) into the store `name` and commit. */
hd_status kit_import(const char *name, const char *const *files);
/* Import one document given as text: a record a line. */
hd_status kit_import_text(const char *name, const char *text);
/* What the last successful import said, copied: counts, and notices and unmatched names as lines. */
extern hd_import_summary kit_summary;
const char *kit_notices(void);
const char *kit_unmatched(void);

/* Appends to the hd_buf that ctx is: an hd_transfer_out. */
hd_status kit_to_buf(void *ctx, const char *bytes, size_t len, hd_err *err);
/* The store as text; the caller's to hd_free. */
char *kit_export(const char *name);
/* All bytes of a file; the caller's to hd_free. */
char *kit_bytes(const char *name, size_t *len);
bool kit_same_bytes(const char *name, const char *bytes, size_t len);
/* Number of entries in the scratch folder. */
size_t kit_files(void);

/* The rows of a query on the store, read as any SQLite program would: values joined by '|', each row with '\n'.
 * The caller's to hd_free. */
char *kit_query(const char *name, const char *sql);
void kit_exec(const char *name, const char *sql);

/* A seeded generator: the same numbers everywhere. */
uint32_t kit_random(uint64_t *state, uint32_t below);
size_t kit_rounds(size_t full); /* a twentieth of `full`, all of it in a soak run */

#endif
