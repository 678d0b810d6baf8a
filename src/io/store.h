/* store.h -- the SQLite file that holds everything.
 *
 * A store is a SQLite database with application_id HD_STORE_APP_ID and, in user_version, the number of
 * the last migration.  Records go in through one writer (store_write.h) and come
 * out through readers (store_read.h).  Scripts never get a connection.
 *
 *   hd_store_open_read / hd_store_open_write -> readers, writer -> hd_store_close
 */
#ifndef HD_IO_STORE_H
#define HD_IO_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define HD_STORE_APP_ID 0x48444c31 /* "HDL1" */
#define HD_STORE_VERSION 7         /* migrations this program knows */

typedef struct hd_store hd_store;

/* Open an existing store for reading, in one read transaction that lasts until close, so
 * that everything read belongs to one generation.  Works in a read-only folder.
 * Fails: HD_ENOTFOUND no such file; HD_EDATA not a SQLite file, not heddle's, of a newer version
 * (the message names both versions), damaged; HD_EBUSY; HD_EIO. */
hd_status hd_store_open_read(const char *path, hd_store **out, hd_err *err);

/* Open for writing, creating it when missing; takes the writer's lock (one writer, released by
 * close or death) and brings an older store up to date.  A store that is new is made beside `path` and
 * takes its name only when hd_store_commit succeeds: a failed first import leaves nothing.
 * Fails as hd_store_open_read does, and HD_EBUSY another writer; HD_ECREATE folder missing or read-only. */
hd_status hd_store_open_write(const char *path, hd_store **out, hd_err *err);

/* Rolls back what is not committed; NULL is allowed.  Of a store that was open for reading and whose snapshot was
 * stale the snapshot is written anew, if that needs no waiting; failures are not told. */
void hd_store_close(hd_store *s);

/* True if the file at the path of a store that is open for reading holds something else by now, because another
 * connection changed it.  Cheap while nobody writes to it; false while it cannot be told. */
bool hd_store_changed(hd_store *s);

/* Counts up by one with every transaction that changed something; 0 is an empty store. */
int64_t hd_store_generation(const hd_store *s);
const char *hd_store_path(const hd_store *s);
/* 32 hex digits, drawn when the store was made. */
const char *hd_store_id(const hd_store *s);

#endif
