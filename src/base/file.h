/* file.h -- reading with a limit, writing all or nothing. */
#ifndef HD_BASE_FILE_H
#define HD_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

/* Append the whole of a regular file to *out.
 * Fails: HD_ENOTFOUND not there; HD_EDATA not a regular file (a directory, a
 * device or a pipe is never opened for reading); HD_ELIMIT longer than `limit`
 * bytes (also when it grows while it is read); HD_EIO. The message names the path. */
hd_status hd_file_read(const char *path, size_t limit, hd_buf *out, hd_err *err);

/* Open a regular file for reading, with the same checks; *out is the caller's to fclose. */
hd_status hd_file_open(const char *path, FILE **out, hd_err *err);

/* Write `len` bytes to a temporary in the same folder, flush it to disk and
 * rename it over `path`.  On failure the old file is as it was and no temporary stays.
 * If `path` is a link, what it points to is replaced: for paths that the user named. Whoever
 * writes to a name chosen by a script refuses links first (host/output.c does).
 * Fails: HD_ECREATE (folder missing, not writable, target is not a regular
 * file), HD_EIO (disk full). */
hd_status hd_file_write(const char *path, const void *bytes, size_t len, hd_err *err);

/* The same where nothing stands at `path`, not even a link: what is there is never replaced, also when it
 * comes while this writes (where the file system cannot promise that, it is looked for just before).
 * Fails as hd_file_write, and with HD_ECREATE when something is there. */
hd_status hd_file_write_new(const char *path, const void *bytes, size_t len, hd_err *err);

/* Write several files as one set: every temporary is complete and on disk before the first rename, what stood
 * there is kept under a second name until the last one, and a rename that fails takes the others back. Signals wait
 * meanwhile. Only a kill between two renames, or a failing one where the file system has no second names, leaves
 * some old and some new files, each whole. Fails as hd_file_write. */
typedef struct hd_file_out {
    const char *path;
    const void *bytes;
    size_t len;
} hd_file_out;
hd_status hd_file_write_all(const hd_file_out *files, size_t n, hd_err *err);

/* Make a folder and its missing parents (mode 0777 & ~umask). */
hd_status hd_file_mkdirs(const char *path, hd_err *err);

bool hd_file_is_dir(const char *path);
bool hd_file_exists(const char *path);

/* The names (not paths) of the regular files in `dir` whose name ends in one of
 * `suffixes` (n_suffixes of them, each with its dot), in byte order; hidden files are left out.
 * *names is the caller's: hd_free each and the array. */
hd_status hd_file_list(const char *dir, const char *const *suffixes, size_t n_suffixes,
                       char ***names, size_t *n, hd_err *err);

#endif
