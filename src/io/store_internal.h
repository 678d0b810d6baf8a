/* store_internal.h -- what the parts of the store share; nobody else includes it.
 *
 * Tables: row_review, row_child, row_finding (one column f_KEY per field), row_finding_text, coding, label,
 * row_theme, field, band, source, figure, passage, removal ...  The names review, child,
 * finding, theme and review_KEY belong to the views, and a key cannot make a table's name.
 */
#ifndef HD_IO_STORE_INTERNAL_H
#define HD_IO_STORE_INTERNAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/intern.h"
#include "io/rule.h"
#include "io/store.h"
#include "io/store_tree.h"
#include "io/store_write.h"
#include "model/codebook.h"
#include "model/record.h"

/* SQLite's own; its header is included by the .c files that call it. */
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;

#define HD_STORE_BUSY_MS 5000 /* how long SQLite waits for a lock */

/* What of a file shows that it was written. */
typedef struct hd_store_mark_file {
    uint64_t inode;
    int64_t size;
    int64_t seconds, nanoseconds;
} hd_store_mark_file;

typedef struct hd_store_mark {
    hd_store_mark_file store, wal;
} hd_store_mark;

struct hd_store {
    char *path;  /* as the user gave it, for messages */
    char *file;  /* what SQLite has open: `path`, or its temporary while the store is new */
    int fd;      /* opened before SQLite opens the file and closed after SQLite has closed it:
                    closing any descriptor of a file drops SQLite's own locks on it */
    sqlite3 *db; /* NULL while closed */
    bool writable;
    bool fresh;         /* `file` is a temporary that has not taken its name */
    bool network;       /* on a network file system: no WAL, no flock */
    bool left_wal;      /* for the import: nobody else can open it */
    bool wal_ours;      /* this store made the -wal file: close takes it away if SQLite has not */
    hd_store_mark mark; /* of reading: what the files were like when it was opened */
    int64_t generation;
    char id[33];
    hd_arena arena;                /* what callers may hold until close */
    hd_intern columns[HD_N_UNITS]; /* the f_KEY columns there are, by key */
    hd_codebook **codebooks;       /* given out by hd_store_defined */
    size_t n_codebooks;
    size_t cap_codebooks;
    struct hd_snapshot_kept *snapshot; /* to be written at close; NULL: nothing */
    struct hd_import *import;          /* NULL when none is under way */
    const hd_import_summary *summary;  /* of the last import; NULL before it */
};

/* ---- store.c ---- */

/* A store with no connection yet.  Takes fd (or -1). */
hd_store *hd_store_new(const char *path, const char *file, int fd);
/* Check the first 100 bytes: is it SQLite, ours, of a version we know? */
hd_status hd_store_check_header(const hd_store *s, hd_err *err);
/* Open s->file with these SQLITE_OPEN_ flags and set everything that makes it safe. */
hd_status hd_store_connect(hd_store *s, int flags, bool immutable, hd_err *err);
/* Close the connection only.  Statements must be finalized. */
void hd_store_disconnect(hd_store *s);
/* Read store id, generation and columns. */
hd_status hd_store_load_meta(hd_store *s, hd_err *err);
/* Only which columns there are: a store open for reading does not know them until they are checked. */
hd_status hd_store_load_columns(hd_store *s, hd_err *err);
/* stat `path` and refuse what is not a regular file.  HD_ENOTFOUND when there is nothing. */
hd_status hd_store_check_path(const char *path, hd_err *err);

/* ---- store_watch.c ---- */

void hd_store_look(const char *path, hd_store_mark *out);

/* ---- store_lock.c ---- */

/* Take the writer's lock on s->fd, waiting at most wait_ms. */
hd_status hd_store_lock(hd_store *s, int wait_ms, hd_err *err);
/* A fresh store is empty again, with no connection if that fails. */
hd_status hd_store_remake(hd_store *s, hd_err *err);
/* A fresh store takes its name and is opened again under it. */
hd_status hd_store_take_name(hd_store *s, hd_err *err);

/* The journal of a store at rest: WAL, where that can be. */
hd_status hd_store_set_journal(hd_store *s, hd_err *err);

/* ---- store_journal.c ---- */

/* After a transaction in a store that left the WAL; else nothing. */
hd_status hd_store_back_to_wal(hd_store *s, hd_err *err);

/* ---- store_sql.c ---- */

/* "PATH: cannot be DONE (permission denied)", for an errno. */
hd_status hd_store_cannot(hd_status status, const char *path, const char *done, int code,
                          hd_err *err);
/* The last failure on s->db was for want of space. */
bool hd_store_disk_full(const hd_store *s);
/* The failure that SQLite's last result code on s->db stands for, with the path. */
hd_status hd_store_fail(const hd_store *s, hd_err *err);
hd_status hd_store_damaged(const hd_store *s, hd_err *err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
hd_status hd_store_exec(hd_store *s, const char *sql, hd_err *err);
/* *out is the caller's to sqlite3_finalize; NULL on failure. */
hd_status hd_store_prepare(hd_store *s, const char *sql, sqlite3_stmt **out, hd_err *err);
/* Step a statement that gives no row, and reset it. */
hd_status hd_store_run(hd_store *s, sqlite3_stmt *stmt, hd_err *err);
/* Step to the next row: *row says whether there is one; resets at the end and on failure. */
hd_status hd_store_next(hd_store *s, sqlite3_stmt *stmt, bool *row, hd_err *err);
/* NULL binds NULL.  `text` must stay until the statement is reset. */
void hd_store_bind_text(sqlite3_stmt *stmt, int at, const char *text);
/* A column of text: what it is for, whether it must have one, and where it goes (NULL: it has none). */
typedef struct hd_store_column {
    int at;
    hd_use use;
    bool required;
    const char **slot;
} hd_store_column;

/* Copies into `arena` of the texts of a row.  Fails as damaged when one is missing, not well
 * formed, or not what a document may have there. */
hd_status hd_store_texts(hd_store *s, sqlite3_stmt *stmt, const hd_store_column *columns, size_t n,
                         hd_arena *arena, hd_err *err);
hd_status hd_store_text(hd_store *s, sqlite3_stmt *stmt, int at, hd_use use, hd_arena *arena,
                        const char **out, hd_err *err); /* one that must be there */
/* Append "name", quoted as SQL wants it. */
void hd_store_quote(hd_buf *sql, const char *prefix, const char *name);

/* ---- store_value.c ---- */

/* Bind a field's value.  Lists are written into `arena`, which must stay until the reset. */
void hd_store_bind_value(sqlite3_stmt *stmt, int at, hd_kind kind, const hd_value *v,
                         hd_arena *arena);
/* Add it to a record, the same way. */
void hd_store_add_value(hd_payload *p, hd_kind kind, const hd_value *v);
/* Read it back, exactly; strings go to `arena`.  Fails as damaged: no heddle wrote this. */
hd_status hd_store_value(hd_store *s, sqlite3_stmt *stmt, int column, const hd_field *field,
                         hd_arena *arena, hd_value *out, hd_err *err);
/* Read the values of all fields of a unit, from `column` on; *out is in `arena`. */
hd_status hd_store_values(hd_store *s, sqlite3_stmt *stmt, int column, const hd_codebook *cb,
                          hd_unit unit, hd_arena *arena, hd_value **out, hd_err *err);
bool hd_value_same(hd_kind kind, const hd_value *a, const hd_value *b);

/* ---- store_schema.c ---- */

/* Run the migrations from `version` on, each in a transaction of its own. */
hd_status hd_store_migrate(hd_store *s, int version, hd_err *err);
/* Inside a transaction: add the columns that fields of `cb` miss and, if there were any, make the views
 * again. */
hd_status hd_store_shape(hd_store *s, const hd_codebook *cb, hd_err *err);
/* Make the views review, child, finding and those of the multi-valued fields again. */
hd_status hd_store_views(hd_store *s, const hd_codebook *cb, hd_err *err);
/* The text of findings has a table of its own, so that reading all findings does not read it. */
bool hd_store_is_text(const hd_field *field);
/* Append ", u.f_KEY" for every field of the unit, in the codebook's order; u is row_UNIT, and
 * hd_store_text_sql, which comes after it in FROM, joins what is not in that table. */
void hd_store_columns_sql(const hd_codebook *cb, hd_unit unit, hd_buf *sql);
void hd_store_column_sql(const hd_field *field, hd_buf *sql); /* "u.f_KEY" */
const char *hd_store_text_sql(hd_unit unit);

/* ---- store_migrate.c ---- */

/* Version 2 to 3: findings without their text, codings that say their review, indexes that can
 * be made after the rows. */
hd_status hd_store_part_tables(hd_store *s, hd_err *err);
hd_status hd_store_drop_indexes(hd_store *s, hd_err *err);
hd_status hd_store_make_indexes(hd_store *s, hd_err *err);

/* Version 3 to 4: a place for snapshots, a revision, and triggers that notice other programs.  heddle's own
 * connections run no triggers (store.c). */
hd_status hd_store_snapshot_tables(hd_store *s, hd_err *err);

/* ---- store_frame.c ---- */

/* Version 4 to 5: crosswalks and comparators. */
hd_status hd_store_frame_tables(hd_store *s, hd_err *err);
/* Add the stored crosswalks to an unsealed codebook. */
hd_status hd_store_load_crosswalks(hd_store *s, hd_codebook *cb, hd_err *err);
/* The comparators in byte order of their ids, each in an arena that is cleared after it. */
hd_status hd_store_each_comparator(hd_store *s,
                                   hd_status (*sink)(void *ctx, const hd_record *r, hd_err *err),
                                   void *ctx, hd_err *err);

/* ---- store_check.c ---- */

/* What references belong to. */
#define HD_CHECK_DEFINITIONS 1u
#define HD_CHECK_UNITS 2u /* rows of reviews, children, findings and codings */
#define HD_CHECK_TEXTS 4u
#define HD_CHECK_PASSAGES 8u
#define HD_CHECK_ALL 15u

/* Every reference of these leads somewhere; with the definitions: fields and columns are the same. */
hd_status hd_store_check(hd_store *s, const hd_codebook *cb, unsigned checks, hd_err *err);

/* ---- store_read.c ---- */

/* The codebook, sealed, after these checks; the caller's to free. */
hd_status hd_store_codebook_of(hd_store *s, unsigned checks, hd_codebook **out, hd_err *err);
/* Give every source, coverage, figure, passage and comparator to `sink`, in the order of an export. */
hd_status hd_store_each_document(hd_store *s,
                                 hd_status (*sink)(void *ctx, const hd_record *r, hd_err *err),
                                 void *ctx, hd_err *err);

/* ---- store_guard.c ---- */

/* Inside a transaction for writing: a digest stands only for what heddle itself wrote. */
hd_status hd_store_guard(hd_store *s, hd_err *err);

/* ---- store_define.c ---- */

/* Add the stored fields, bands and themes to an unsealed codebook. */
hd_status hd_store_load_definitions(hd_store *s, hd_codebook *cb, hd_err *err);
/* Of them the fields only, all that views are made of; the bands only. */
hd_status hd_store_load_fields(hd_store *s, hd_codebook *cb, hd_err *err);
hd_status hd_store_load_bands(hd_store *s, hd_codebook *cb, hd_err *err);

#endif
