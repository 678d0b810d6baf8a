/* scratch.h -- a private folder for files that another program is to read.
 *
 * The folder stands below $TMPDIR (an absolute path, else /tmp), has mode 0700 and a name of its own.  It is gone
 * after hd_scratch_remove, and also when heddle ends the process from within a signal handler.  There is one at a time.
 */
#ifndef HD_HOST_SCRATCH_H
#define HD_HOST_SCRATCH_H

#include <stddef.h>

#include "base/err.h"

#define HD_SCRATCH_FILES 1000 /* most files in it */

/* Make the folder; *dir is borrowed until hd_scratch_remove. Fails: HD_ECREATE. */
hd_status hd_scratch_make(const char **dir, hd_err *err);
/* Write a file of it.  `name` is heddle's own: lower-case letters, digits, '-' and '.', no '/', at most 60 bytes.
 * Fails: HD_EFAULT (another name, too many files), HD_ECREATE, HD_EIO. */
hd_status hd_scratch_write(const char *name, const void *bytes, size_t len, hd_err *err);
/* Remove it with all its files; does nothing when there is none. */
void hd_scratch_remove(void);

#endif
