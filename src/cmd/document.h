/* document.h -- what import and convert read: import documents and coding sheets, and texts by way of a
 * profile. */
#ifndef HD_CMD_DOCUMENT_H
#define HD_CMD_DOCUMENT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/transfer.h"

/* The name of an import document, .json or .jsonl, or of a coding sheet, .csv. */
bool hd_cmd_is_records(const char *path);

/* What is to be read of the file at `path`: itself if it is an import document or coding sheet, else (.md, .txt, or any
 * file but .json and .jsonl when a profile is named) the records that the profile makes of it; NULL: heddle's own for decks.
 * They are put in `records`, which *out points into.  `source` is the id of its source, NULL: from its name.
 * Fails: HD_ENOTFOUND; HD_EUSAGE (a source for an import document or sheet); HD_EDATA (of no kind that is read);
 * as hd_profile_run does. */
hd_status hd_cmd_document(const char *path, const char *profile, const char *source,
                          hd_buf *records, hd_transfer_doc *out, hd_err *err);

#endif
