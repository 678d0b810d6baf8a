/* json_in.h -- the import document: .json (one array of records) and .jsonl (a record a line).
 *
 * Strict: no trailing text, duplicate keys, NUL escapes, invalid UTF-8, odd numbers
 * or integers that cannot be held (json_check.h).  Whatever is not in the import format is an error with file, line and path:
 *
 *   reviews.jsonl:12: review.children[0].age: expected a number, got 'x'
 *
 * Bounded memory: a .jsonl file is read a line at a time; a .json file is read whole, up to
 * HD_JSON_MAX_FILE, and parsed a record at a time.
 *
 * Definitions may stand anywhere, after their use too.  So a document is read
 * twice: first for the fields, bands and themes it defines, then for all the rest,
 * which is checked against the codebook that results; and a third time for the findings and children that
 * need their review to be there, where it has any.
 */
#ifndef HD_IO_JSON_IN_H
#define HD_IO_JSON_IN_H

#include "base/arena.h"
#include "base/err.h"
#include "model/codebook.h"
#include "model/record.h"

#define HD_JSON_MAX_LINE ((size_t)16 * 1024 * 1024)  /* a line of .jsonl, a record of .json */
#define HD_JSON_MAX_FILE ((size_t)512 * 1024 * 1024) /* a .json file */
#define HD_JSON_MAX_DEPTH 32
#define HD_JSON_MAX_KEYS 2000 /* in one object */

/* Takes one record.  `where` is "file:line" of its first byte; both are valid
 * during the call only.  A failure ends the reading; json_in puts `where` before its message. */
typedef hd_status (*hd_record_sink)(void *ctx, const hd_record *record, const char *where,
                                    hd_err *err);

/* Only source, coverage, field, band and theme records.  Others are skipped after a look at
 * their first key; their syntax is checked by the second pass.
 * Fails: HD_ENOTFOUND, HD_EDATA, HD_EIO, HD_ELIMIT (line or file too long: reported as HD_EDATA with the limit), and what `sink` returns. */
hd_status hd_json_read_definitions(const char *path, hd_record_sink sink, void *ctx, hd_err *err);

/* Everything but field, band and theme records (they are checked again for syntax, not given): source,
 * coverage, review, figure, passage, finding, child.  Field keys and kinds are those of `codebook`
 * (sealed); review records hold a value for each field.  Within one file a review, source, theme or
 * figure (source, label) may stand once; findings and child ids are unique in their review. */
hd_status hd_json_read_records(const char *path, const hd_codebook *codebook, hd_record_sink sink,
                               void *ctx, hd_err *err);

/* The same for records in memory, one a line, that were made from the document called `name`;
 * `where` is "name: record 3". */
hd_status hd_json_read_definitions_text(const char *name, const char *text, size_t len,
                                        hd_record_sink sink, void *ctx, hd_err *err);
hd_status hd_json_read_records_text(const char *name, const char *text, size_t len,
                                    const hd_codebook *codebook, hd_record_sink sink, void *ctx,
                                    hd_err *err);

/* The same, but each record and its `where` are made in **arena and stay there: `sink` may put another arena into
 * *arena for the records to come. */
hd_status hd_json_read_records_kept(const char *name, const char *text, size_t len,
                                    const hd_codebook *codebook, hd_arena **arena,
                                    hd_record_sink sink, void *ctx, hd_err *err);

/* Put "WHERE: " before the message, unless whoever failed has done so; gives back `status`. */
hd_status hd_json_fail_at(hd_err *err, hd_status status, const char *where);

/* Only finding and child records, of a file (`text` NULL) or of records in memory.  Others are skipped
 * after a look at their first key: hd_json_read_records has checked them. */
hd_status hd_json_read_parts(const char *name, const char *text, size_t len,
                             const hd_codebook *codebook, hd_record_sink sink, void *ctx,
                             hd_err *err);

#endif
