/* profile.h -- a document that is no import document becomes records by a profile: a pure Lua
 * function text -> records, run in the sandbox and under the limits of scripts. */
#ifndef HD_HOST_PROFILE_H
#define HD_HOST_PROFILE_H

#include "base/buf.h"
#include "base/err.h"

#define HD_PROFILE_MAX_TEXT ((size_t)16 * 1024 * 1024) /* bytes of a document */

/* Append the records that the document at `path` makes to `out`, one JSON record a line; they are
 * not checked yet.  `profile` is a Lua file that returns the function; NULL: lua/heddle/deck.lua.
 * `source` is the id that the source is to have; NULL: as the profile makes it of the name.
 * Fails: HD_ENOTFOUND; HD_EDATA (too long, not UTF-8, the profile does not parse); and as hd_run does
 * for errors of the profile. */
hd_status hd_profile_run(const char *path, const char *profile, const char *source, hd_buf *out,
                         hd_err *err);

#endif
