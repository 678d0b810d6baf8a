#include "io/store.h"

#include "io/store_internal.h"
#include "io/store_snapshot.h"

#include <sqlite3.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/stop.h"

#define HEADER_SIZE 100
#define SQLITE_LOCKS 0x40000000 /* where SQLite's locks on a file begin (its PENDING_BYTE) */
#define SQLITE_N_LOCKS 512
#define STOP_STEPS 20000                  /* SQLite steps between two looks at the stop flag */
#define MAX_GENERATION ((int64_t)1 << 53) /* a script sees it as a number */
#define MAX_LENGTH (64 * 1024 * 1024)

/* ---- the file ---- */

hd_status hd_store_check_path(const char *path, hd_err *err)
{
    struct stat st;

    if (stat(path, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return hd_fail(err, HD_ENOTFOUND, "%s: no such store", path);
        return hd_store_cannot(HD_EIO, path, "opened", errno, err);
    }
    if (S_ISDIR(st.st_mode))
        return hd_fail(err, HD_EDATA, "%s: is a folder, expected a store", path);
    if (!S_ISREG(st.st_mode))
        return hd_fail(err, HD_EDATA, "%s: is not a file, expected a store", path);
    return HD_OK;
}

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The size of the file with this suffix, or -1 if there is none. */
static off_t size_beside(const hd_store *s, const char *suffix)
{
    struct stat st;
    hd_buf name = HD_BUF_INIT;
    int rc;

    hd_buf_printf(&name, "%s%s", s->file, suffix);
    rc = stat(name.data, &st);
    hd_buf_release(&name);
    return rc == 0 ? st.st_size : -1;
}

static off_t wal_size(const hd_store *s)
{
    return size_beside(s, "-wal");
}

/* What the file was before the transaction that is being written, or was when its writer died. */
static bool has_journal(const hd_store *s)
{
    return size_beside(s, "-journal") > 0;
}

/* SQLite itself takes a page that is not all there as zeros.  With a WAL the file may be
 * behind, and with a journal it is not yet what it will be. */
static hd_status check_length(const hd_store *s, const unsigned char *head, hd_err *err)
{
    uint32_t page = (uint32_t)head[16] << 8 | head[17];
    uint64_t whole = (uint64_t)(page == 1 ? 65536 : page) * big_endian(head + 28);
    bool known = memcmp(head + 24, head + 92, 4) == 0;
    struct stat st;

    if (!known || wal_size(s) > 0 || has_journal(s) || fstat(s->fd, &st) != 0 ||
        (uint64_t)st.st_size >= whole)
        return HD_OK;
    return hd_store_damaged(s, err, "it has %lld of %llu bytes", (long long)st.st_size,
                            (unsigned long long)whole);
}

hd_status hd_store_check_header(const hd_store *s, hd_err *err)
{
    static const char magic[16] = "SQLite format 3";
    unsigned char head[HEADER_SIZE];
    ssize_t got = pread(s->fd, head, sizeof head, 0);

    if (got < 0)
        return hd_fail(err, HD_EIO, "%s: reading failed", s->path);
    if (got == 0)
        return hd_fail(err, HD_EDATA, "%s: is empty, expected a heddle store", s->path);
    if (got < HEADER_SIZE || memcmp(head, magic, sizeof magic) != 0)
        return hd_fail(err, HD_EDATA, "%s: is not a heddle store (not a SQLite file)", s->path);
    if (big_endian(head + 68) != HD_STORE_APP_ID)
        return hd_fail(err, HD_EDATA,
                       "%s: is not a heddle store (a SQLite file of another program)", s->path);
    int32_t version = (int32_t)big_endian(head + 60);
    if (version < 1) /* no store ever was */
        return hd_store_damaged(s, err, "it says that it is of version %d", version);
    if (version > HD_STORE_VERSION)
        return hd_fail(err, HD_EDATA,
                       "%s: is a store of version %d, this heddle reads up to version %d", s->path,
                       version, HD_STORE_VERSION);
    if (version < HD_STORE_VERSION && !s->writable)
        return hd_fail(err, HD_EDATA,
                       "%s: is a store of version %d, an import brings it up to version %d",
                       s->path, version, HD_STORE_VERSION);
    return check_length(s, head, err);
}

/* ---- the connection ---- */

static int stop_wanted(void *unused)
{
    (void)unused;
    return hd_stop_get() != HD_STOP_NONE;
}

/* Nothing in the file may act: no triggers, views, extensions, unsafe functions, schema edits.  Foreign
 * keys are looked at by hd_store_check, all at once: at each row they double the cost of an import. */
static bool set_safe(sqlite3 *db)
{
    static const struct {
        int option;
        int on;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
    };
    bool ok = true;

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        ok &= sqlite3_db_config(db, options[i].option, options[i].on, NULL) == SQLITE_OK;
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, MAX_LENGTH);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(db, STOP_STEPS, stop_wanted, NULL);
    return ok && sqlite3_busy_timeout(db, HD_STORE_BUSY_MS) == SQLITE_OK;
}

/* SQLite reads "file:" and ":memory:" as something else than a path. */
static void connect_name(const char *file, bool immutable, hd_buf *name)
{
    if (immutable)
        hd_buf_adds(name, "file:");
    if (file[0] != '/')
        hd_buf_adds(name, "./");
    for (const char *p = file; *p; p++) {
        if (immutable && strchr("%?#", *p))
            hd_buf_printf(name, "%%%02x", (unsigned)(unsigned char)*p);
        else
            hd_buf_addc(name, *p);
    }
    if (immutable)
        hd_buf_adds(name, "?immutable=1");
}

/* Before the first connection: nobody asks how much memory SQLite has, which it would count under a lock. */
static void configure(void)
{
    static bool done;

    if (!done)
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    done = true;
}

hd_status hd_store_connect(hd_store *s, int flags, bool immutable, hd_err *err)
{
    hd_buf name = HD_BUF_INIT;
    int rc;

    configure();
    connect_name(s->file, immutable, &name);
    rc = sqlite3_open_v2(name.data, &s->db,
                         flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX |
                             (immutable ? SQLITE_OPEN_URI : 0),
                         NULL);
    hd_buf_release(&name);
    if (!s->db)
        return hd_fail(err, HD_EFAULT, "%s: no memory to open it", s->path);
    if (rc != SQLITE_OK)
        return hd_store_fail(s, err);
    if (!set_safe(s->db))
        return hd_fail(err, HD_EFAULT, "%s: this SQLite lacks a safety setting", s->path);
    return hd_store_exec(s, "PRAGMA cell_size_check = ON", err);
}

void hd_store_disconnect(hd_store *s)
{
    if (s->db && sqlite3_close(s->db) != SQLITE_OK)
        hd_fault("a statement of the store was left open");
    s->db = NULL;
}

static hd_status add_columns(hd_store *s, hd_unit unit, const char *table, hd_err *err)
{
    char sql[80];
    sqlite3_stmt *stmt;
    bool row;

    snprintf(sql, sizeof sql, "PRAGMA table_info(%s)", table);
    hd_status status = hd_store_prepare(s, sql, &stmt, err);
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        const char *name = (const char *)sqlite3_column_text(stmt, 1);
        if (name && strncmp(name, "f_", 2) == 0)
            hd_intern_add(&s->columns[unit], name + 2);
    }
    sqlite3_finalize(stmt);
    return status;
}

static hd_status load_columns(hd_store *s, hd_unit unit, hd_err *err)
{
    static const char *const tables[HD_N_UNITS] = {"row_review", "row_child", "row_finding"};

    hd_intern_release(&s->columns[unit]);
    hd_intern_init(&s->columns[unit]);
    hd_status status = add_columns(s, unit, tables[unit], err);
    if (status == HD_OK && unit == HD_FINDING)
        status = add_columns(s, unit, "row_finding_text", err);
    return status;
}

static hd_status load_id(hd_store *s, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    hd_status status = hd_store_prepare(s, "SELECT store_id, generation FROM meta", &stmt, err);

    if (status == HD_OK)
        status = hd_store_next(s, stmt, &row, err);
    if (status == HD_OK) {
        const char *id = row ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
        int64_t generation = row ? sqlite3_column_int64(stmt, 1) : -1;
        if (!id || strspn(id, "0123456789abcdef") != 32 || id[32] != '\0')
            status = hd_store_damaged(s, err, "it has no id");
        else if (generation < 0 || generation > MAX_GENERATION)
            status = hd_store_damaged(s, err, "its generation is %lld", (long long)generation);
        else
            memcpy(s->id, id, sizeof s->id);
        s->generation = generation;
    }
    sqlite3_finalize(stmt);
    return status;
}

hd_status hd_store_load_columns(hd_store *s, hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++)
        status = load_columns(s, (hd_unit)u, err);
    return status;
}

hd_status hd_store_load_meta(hd_store *s, hd_err *err)
{
    hd_status status = load_id(s, err);

    return status == HD_OK ? hd_store_load_columns(s, err) : status;
}

/* ---- several stores of one process ----
 *
 * Closing any descriptor of a file drops all locks that the process has on it, those of another store on the same file
 * too: so descriptors stay open until the last store is closed. */

static size_t n_stores, n_waiting, waiting_cap;
static int *waiting;

static void close_later(int fd)
{
    if (fd >= 0)
        HD_PUSH(waiting, n_waiting, waiting_cap, fd);
    if (n_stores > 0)
        return;
    while (n_waiting > 0)
        close(waiting[--n_waiting]);
    hd_free(waiting);
    waiting = NULL;
    waiting_cap = 0;
}

/* ---- reading ---- */

hd_store *hd_store_new(const char *path, const char *file, int fd)
{
    hd_store *s = hd_calloc(1, sizeof *s);

    s->path = hd_strdup(path);
    s->file = hd_strdup(file);
    s->fd = fd;
    n_stores++;
    hd_arena_init(&s->arena);
    for (size_t u = 0; u < HD_N_UNITS; u++)
        hd_intern_init(&s->columns[u]);
    return s;
}

/* A connection that may only read leaves an empty -wal and a -shm behind.  Take them away as SQLite's
 * last connection does, whose locks these are: in WAL mode every connection holds one of them for
 * reading.  Needs none of the room that a connection for writing does. */
static void remove_wal(hd_store *s)
{
    struct flock all = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = SQLITE_LOCKS, .l_len = SQLITE_N_LOCKS};
    int fd = open(s->file, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    hd_buf name = HD_BUF_INIT;

    if (fd >= 0 && flock(s->fd, LOCK_EX | LOCK_NB) == 0 && fcntl(fd, F_SETLK, &all) == 0 &&
        wal_size(s) <= 0) {
        hd_buf_printf(&name, "%s-wal", s->file);
        unlink(name.data);
        hd_buf_clear(&name);
        hd_buf_printf(&name, "%s-shm", s->file);
        unlink(name.data);
    }
    hd_buf_release(&name);
    if (fd >= 0)
        close(fd);
    flock(s->fd, LOCK_UN);
}

static hd_status begin_read(hd_store *s, bool immutable, hd_err *err)
{
    hd_status status = hd_store_connect(s, SQLITE_OPEN_READONLY, immutable, err);

    if (status == HD_OK)
        status = hd_store_exec(s, "PRAGMA query_only = ON; BEGIN", err);
    if (status == HD_OK)
        status = load_id(s, err);
    return status;
}

/* SQLite could not make the files that go with a WAL: the folder cannot be written, or the disk is
 * full. */
static bool lacks_files(sqlite3 *db)
{
    int rc = db ? sqlite3_extended_errcode(db) : SQLITE_OK;
    int kind = rc & 0xff;

    return kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY || kind == SQLITE_FULL ||
           rc == SQLITE_IOERR_SHMOPEN || rc == SQLITE_IOERR_SHMSIZE || rc == SQLITE_IOERR_SHMMAP;
}

/* A writer without a WAL died: what it wrote is half of something, until a connection that may write has
 * undone it. */
static hd_status undo_and_read(hd_store *s, hd_err *err)
{
    hd_err ignored = HD_ERR_INIT;
    hd_status status = hd_store_connect(s, SQLITE_OPEN_READWRITE, false, &ignored);

    if (status == HD_OK)
        status = hd_store_exec(s, "SELECT 1 FROM sqlite_schema", &ignored);
    bool refused = status != HD_OK && lacks_files(s->db) && !hd_store_disk_full(s);
    hd_store_disconnect(s);
    if (refused)
        return hd_fail(err, HD_EIO,
                       "%s: the last change to it was interrupted and is undone by '%s-journal', "
                       "which cannot be done in a read-only folder",
                       s->path, s->path);
    if (status != HD_OK) {
        if (err)
            *err = ignored;
        return status;
    }
    return begin_read(s, false, err);
}

/* Without a WAL or a journal nobody is writing, and the file alone is the store. */
static hd_status read_file_alone(hd_store *s, hd_err *err)
{
    hd_status status = begin_read(s, true, err);

    if (status != HD_OK || (wal_size(s) <= 0 && !has_journal(s)))
        return status;
    hd_store_disconnect(s);
    return hd_fail(err, HD_EBUSY, "%s: another program is writing to it, try again", s->path);
}

static hd_status begin_read_anywhere(hd_store *s, hd_err *err)
{
    off_t wal_before = wal_size(s);
    hd_status status = begin_read(s, false, err);

    s->wal_ours = wal_before < 0;
    if (status == HD_OK || !lacks_files(s->db))
        return status;
    bool refused = (sqlite3_errcode(s->db) & 0xff) != SQLITE_IOERR && !hd_store_disk_full(s);
    hd_store_disconnect(s);
    if (s->wal_ours)
        remove_wal(s);
    s->wal_ours = false;
    if (wal_before > 0 && refused)
        return hd_fail(err, HD_EIO,
                       "%s: its latest changes are in '%s-wal', which cannot be opened in a "
                       "read-only folder",
                       s->path, s->path);
    if (wal_before > 0)
        return status;
    return has_journal(s) ? undo_and_read(s, err) : read_file_alone(s, err);
}

hd_status hd_store_open_read(const char *path, hd_store **out, hd_err *err)
{
    hd_status status = hd_store_check_path(path, err);

    *out = NULL;
    if (status != HD_OK)
        return status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return hd_store_cannot(HD_EIO, path, "opened", errno, err);
    hd_store *s = hd_store_new(path, path, fd);
    hd_store_look(path, &s->mark);
    status = hd_store_check_header(s, err);
    if (status == HD_OK)
        status = begin_read_anywhere(s, err);
    if (status != HD_OK) {
        hd_store_close(s);
        return status;
    }
    *out = s;
    return HD_OK;
}

/* ---- closing ---- */

static void free_codebooks(hd_store *s)
{
    for (size_t i = 0; i < s->n_codebooks; i++)
        hd_codebook_free(s->codebooks[i]);
    hd_free(s->codebooks);
}

void hd_store_close(hd_store *s)
{
    if (!s)
        return;
    hd_store_rollback(s);
    hd_store_disconnect(s);
    bool last = --n_stores == 0; /* another one may need the WAL, and its locks */
    if (s->wal_ours && last)
        remove_wal(s);
    if (last)
        hd_snapshot_rebuild(s);
    hd_snapshot_forget(s);
    if (s->fresh)
        unlink(s->file);
    close_later(s->fd);
    for (size_t u = 0; u < HD_N_UNITS; u++)
        hd_intern_release(&s->columns[u]);
    free_codebooks(s);
    hd_arena_release(&s->arena);
    hd_free(s->path);
    hd_free(s->file);
    hd_free(s);
}

int64_t hd_store_generation(const hd_store *s)
{
    return s->generation;
}

const char *hd_store_path(const hd_store *s)
{
    return s->path;
}

const char *hd_store_id(const hd_store *s)
{
    return s->id;
}
