/* json_out.h -- records and strings as JSON text.
 *
 * The same record gives the same bytes: keys in the order of docs/import-format.md, fields in
 * codebook order, no spaces, UTF-8 unescaped but for '"', '\', and control characters. */
#ifndef HD_IO_JSON_OUT_H
#define HD_IO_JSON_OUT_H

#include "base/buf.h"
#include "model/codebook.h"
#include "model/record.h"

/* Append the record as one line with its '\n'.  HD_ABSENT values are left out,
 * HD_NOT_RECORDED is null, other missing states are {"missing": ...}.  `codebook` names the fields
 * of a review. */
void hd_json_write(const hd_record *record, const hd_codebook *codebook, hd_buf *out);

/* Append a quoted JSON string.  `s` is UTF-8 of `len` bytes; invalid bytes become U+FFFD. */
void hd_json_string(const char *s, size_t len, hd_buf *out);
/* Append a number: integers up to 2^53 without a fraction, others with the fewest digits that read back the same. x is finite. */
void hd_json_number(double x, hd_buf *out);

#endif
