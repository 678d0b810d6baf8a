/* json_ahead.h -- reading the records of a document on a thread of its own, ahead of whoever takes
 * them. */
#ifndef HD_IO_JSON_AHEAD_H
#define HD_IO_JSON_AHEAD_H

#include "io/json_in.h"

/* As hd_json_read_records_text, with the same records, failures and messages; but a second thread reads and
 * checks up to some megabytes ahead of `sink`, which is called on the caller's thread.  A record given to
 * `sink` stays where it is until the next call of `flush`, which comes after some hundred records and after the
 * last one; its failures are given back as they are.  What comes before a bad record is given out, and flushed,
 * before that fails. */
hd_status hd_json_read_ahead(const char *name, const char *text, size_t len,
                             const hd_codebook *codebook, hd_record_sink sink,
                             hd_status (*flush)(void *ctx, hd_err *err), void *ctx, hd_err *err);

#endif
