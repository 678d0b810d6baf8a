/* Opening for writing: one writer, and a new store that takes its name only when it is whole. */
#include "io/store_internal.h"

#include <sqlite3.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/stop.h"

#define LOCK_WAIT_MS 1000 /* a reader that tidies up holds the lock for some milliseconds */
#define LOCK_STEP_MS 10
#define NAME_TRIES 100
#define TEMPORARY ".new-" /* and 8 hex digits: a store that has not taken its name */

/* WAL needs memory that all its users share, and flock is not reliable, over a network. */
static bool on_network(int fd)
{
    static const uint32_t kinds[] = {0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546};
    struct statfs fs;

    if (fstatfs(fd, &fs) != 0)
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if ((uint32_t)fs.f_type == kinds[i])
            return true;
    }
    return false;
}

hd_status hd_store_lock(hd_store *s, int wait_ms, hd_err *err)
{
    const struct timespec step = {0, LOCK_STEP_MS * 1000000L};

    if (s->network) /* SQLite's own locks must do */
        return HD_OK;
    for (;; wait_ms -= LOCK_STEP_MS) {
        if (flock(s->fd, LOCK_EX | LOCK_NB) == 0)
            return HD_OK;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return hd_fail(err, HD_EIO, "%s: cannot be locked", s->path);
        hd_status status = hd_stop_check(err);
        if (status != HD_OK)
            return status;
        if (wait_ms <= 0)
            return hd_fail(err, HD_EBUSY, "%s: another heddle is writing to it, try again",
                           s->path);
        nanosleep(&step, NULL);
    }
}

/* ---- an existing store ---- */

hd_status hd_store_set_journal(hd_store *s, hd_err *err)
{
    if (s->network)
        return hd_store_exec(s, "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL", err);
    return hd_store_exec(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", err);
}

/* The file may have been replaced between its opening and the lock. */
static bool still_there(const hd_store *s)
{
    struct stat at_path;
    struct stat at_fd;

    return stat(s->file, &at_path) == 0 && fstat(s->fd, &at_fd) == 0 &&
           at_path.st_ino == at_fd.st_ino && at_path.st_dev == at_fd.st_dev;
}

static hd_status stored_version(hd_store *s, int *version, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    hd_status status = hd_store_prepare(s, "PRAGMA user_version", &stmt, err);

    if (status == HD_OK)
        status = hd_store_next(s, stmt, &row, err);
    *version = row ? sqlite3_column_int(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return status;
}

static hd_status bring_up_to_date(hd_store *s, hd_err *err)
{
    int version = 0;
    hd_status status = stored_version(s, &version, err);

    if (status == HD_OK && version < HD_STORE_VERSION)
        status = hd_store_migrate(s, version, err);
    return status != HD_OK ? status : hd_store_load_meta(s, err);
}

static hd_status open_existing(const char *path, hd_store **out, hd_err *err)
{
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0)
        return hd_store_cannot(HD_ECREATE, path, "written", errno, err);
    hd_store *s = hd_store_new(path, path, fd);
    *out = s;
    s->writable = true;
    s->wal_ours = true; /* or left by a writer that died: an empty one is nobody's */
    s->network = on_network(fd);
    hd_status status = hd_store_check_header(s, err);
    if (status == HD_OK)
        status = hd_store_lock(s, LOCK_WAIT_MS, err);
    if (status == HD_OK && !still_there(s))
        status = hd_fail(err, HD_EBUSY, "%s: was replaced just now, try again", path);
    if (status == HD_OK)
        status = hd_store_connect(s, SQLITE_OPEN_READWRITE, false, err);
    if (status == HD_OK)
        status = hd_store_set_journal(s, err);
    return status == HD_OK ? bring_up_to_date(s, err) : status;
}

/* ---- a new store ---- */

/* Between its making and its locking somebody may take the file for a stale one. */
static bool lock_temporary(int fd)
{
    struct stat st;

    if (on_network(fd))
        return true;
    return flock(fd, LOCK_EX) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0;
}

/* A new file beside `path`, locked. */
static int make_temporary(const char *path, hd_buf *name)
{
    for (int i = 0; i < NAME_TRIES; i++) {
        uint32_t random = 0;
        if (getentropy(&random, sizeof random) != 0)
            return -1;
        hd_buf_clear(name);
        hd_buf_printf(name, "%s" TEMPORARY "%08x", path, random);
        int fd = open(name->data, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return -1;
        if (fd >= 0 && lock_temporary(fd))
            return fd;
        if (fd >= 0) {
            unlink(name->data);
            close(fd);
        }
    }
    return -1;
}

/* Remove a temporary that nobody has locked, and what SQLite put beside it. */
static void remove_stale(const char *file)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    int fd = open(file, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);

    if (fd < 0)
        return;
    if (!on_network(fd) && flock(fd, LOCK_EX | LOCK_NB) == 0) {
        for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
            hd_buf name = HD_BUF_INIT;
            hd_buf_printf(&name, "%s%s", file, suffixes[i]);
            unlink(name.data);
            hd_buf_release(&name);
        }
    }
    close(fd);
}

static bool is_temporary(const char *name, const char *store)
{
    size_t len = strlen(store);

    if (strncmp(name, store, len) != 0 || strncmp(name + len, TEMPORARY, strlen(TEMPORARY)) != 0)
        return false;
    name += len + strlen(TEMPORARY);
    return strspn(name, "0123456789abcdef") == 8 && name[8] == '\0';
}

/* What a killed import left of this store. */
static void remove_all_stale(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    hd_buf folder = HD_BUF_INIT;
    const struct dirent *e;

    hd_buf_printf(&folder, "%.*s", (int)(base - path), path);
    DIR *dir = opendir(folder.len > 0 ? folder.data : ".");
    while (dir && (e = readdir(dir)) != NULL) {
        hd_buf file = HD_BUF_INIT;
        if (!is_temporary(e->d_name, base))
            continue;
        hd_buf_printf(&file, "%s%s", hd_buf_str(&folder), e->d_name);
        remove_stale(file.data);
        hd_buf_release(&file);
    }
    if (dir)
        closedir(dir);
    hd_buf_release(&folder);
}

/* Nobody else knows the file, and a failure removes it: no journal on disk is needed. */
static hd_status fill_fresh(hd_store *s, hd_err *err)
{
    hd_status status = hd_store_connect(s, SQLITE_OPEN_READWRITE, false, err);
    hd_codebook *builtins = hd_codebook_new();

    if (status == HD_OK)
        status = hd_store_exec(s,
                               "PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE;"
                               "PRAGMA encoding = 'UTF-8';" /* store_tree.h */
                               "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF",
                               err);
    if (status == HD_OK)
        status = hd_store_migrate(s, 0, err);
    if (status == HD_OK)
        status = hd_store_load_meta(s, err);
    if (status == HD_OK)
        status = hd_store_exec(s, "BEGIN", err);
    if (status == HD_OK)
        status = hd_store_shape(s, builtins, err);
    if (status == HD_OK)
        status = hd_store_exec(s, "COMMIT", err);
    hd_codebook_free(builtins);
    return status;
}

hd_status hd_store_remake(hd_store *s, hd_err *err)
{
    hd_store_disconnect(s);
    if (ftruncate(s->fd, 0) != 0)
        return hd_fail(err, HD_EIO, "%s: writing failed", s->path);
    return fill_fresh(s, err);
}

static hd_status open_fresh(const char *path, hd_store **out, hd_err *err)
{
    struct stat st;
    hd_buf name = HD_BUF_INIT;
    int fd;

    if (path[0] == '\0')
        return hd_fail(err, HD_EUSAGE, "the store's name is empty");
    if (lstat(path, &st) == 0)
        return hd_fail(err, HD_ENOTFOUND, "%s: is a link to a store that is not there", path);
    fd = make_temporary(path, &name);
    if (fd < 0) {
        hd_buf_release(&name);
        return hd_fail(err, HD_ECREATE, "%s: cannot be made (%s)", path,
                       errno == ENOENT || errno == ENOTDIR ? "no such folder"
                       : errno == ENOSPC                   ? "no space left on the disk"
                                                           : "the folder cannot be written");
    }
    hd_store *s = hd_store_new(path, name.data, fd);
    hd_buf_release(&name);
    *out = s;
    s->writable = true;
    s->fresh = true;
    s->network = on_network(fd);
    return fill_fresh(s, err);
}

hd_status hd_store_open_write(const char *path, hd_store **out, hd_err *err)
{
    hd_store *s = NULL;
    hd_err first = HD_ERR_INIT;
    hd_status status = hd_store_check_path(path, &first);

    if (status == HD_OK)
        status = open_existing(path, &s, err);
    else if (status == HD_ENOTFOUND)
        status = open_fresh(path, &s, err);
    else if (err)
        *err = first;
    if (status == HD_OK) {
        remove_all_stale(path);
    } else {
        hd_store_close(s);
        s = NULL;
    }
    *out = s;
    return status;
}

/* ---- taking its name ---- */

/* Give the file its name unless something has it. */
static int name_file(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (link(from, to) != 0) /* a file system without that rename */
        return -1;
    unlink(from);
    return 0;
}

static void sync_folder(const char *path)
{
    char *copy = hd_strdup(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    hd_free(copy);
}

hd_status hd_store_take_name(hd_store *s, hd_err *err)
{
    hd_status status = hd_store_set_journal(s, err);

    if (status != HD_OK)
        return status;
    hd_store_disconnect(s);
    if (fsync(s->fd) != 0)
        return hd_fail(err, HD_EIO, "%s: writing failed", s->path);
    if (name_file(s->file, s->path) != 0) {
        if (errno == EEXIST)
            return hd_fail(err, HD_EBUSY, "%s: was made by somebody else just now, try again",
                           s->path);
        return hd_fail(err, HD_ECREATE, "%s: cannot be made", s->path);
    }
    s->fresh = false;
    sync_folder(s->path);
    hd_free(s->file);
    s->file = hd_strdup(s->path);
    status = hd_store_connect(s, SQLITE_OPEN_READWRITE, false, err);
    return status == HD_OK ? hd_store_set_journal(s, err) : status;
}
