#include "base/file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

/* Paths in messages are cut here, so that the reason after them is always there. */
#define SHOWN "%.600s"
#define TEMPORARY_TRIES 10000

/* Why a system call failed, in lower case and whatever the locale. */
typedef struct reason {
    char text[80];
} reason;

static reason why(int code)
{
    reason r = {""};
    const char *text = strerrordesc_np(code);

    snprintf(r.text, sizeof r.text, "%s", text ? text : "unknown error");
    /* "Is a directory", but not "RFS specific error". */
    if (islower((unsigned char)r.text[1]) || r.text[1] == ' ')
        r.text[0] = (char)tolower((unsigned char)r.text[0]);
    return r;
}

static hd_status cannot_find(const char *path, int code, hd_err *err)
{
    if (code == ENOENT || code == ENOTDIR || code == ENAMETOOLONG)
        return hd_fail(err, HD_ENOTFOUND, "no such file '" SHOWN "'", path);
    return hd_fail(err, HD_EIO, "cannot read '" SHOWN "': %s", path, why(code).text);
}

static hd_status check_regular(const char *path, const struct stat *st, hd_err *err)
{
    if (S_ISREG(st->st_mode))
        return HD_OK;
    return hd_fail(err, HD_EDATA, "'" SHOWN "' is %s, expected a file", path,
                   S_ISDIR(st->st_mode)    ? "a folder"
                   : S_ISFIFO(st->st_mode) ? "a pipe"
                   : S_ISSOCK(st->st_mode) ? "a socket"
                                           : "a device");
}

/* An open regular file, and its size. */
static hd_status open_regular(const char *path, int *out_fd, off_t *size, hd_err *err)
{
    struct stat st;
    hd_status status;

    /* Asked before opening: to open a pipe or a device can block or act. */
    if (stat(path, &st) != 0)
        return cannot_find(path, errno, err);
    if ((status = check_regular(path, &st, err)) != HD_OK)
        return status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return cannot_find(path, errno, err);
    /* And asked again: the path may have been given to something else in between. */
    if (fstat(fd, &st) != 0)
        status = cannot_find(path, errno, err);
    else
        status = check_regular(path, &st, err);
    if (status != HD_OK) {
        close(fd);
        return status;
    }
    *out_fd = fd;
    *size = st.st_size;
    return HD_OK;
}

static hd_status too_long(const char *path, size_t limit, hd_err *err)
{
    return hd_fail(err, HD_ELIMIT, "'" SHOWN "' is longer than the limit of %zu bytes", path,
                   limit);
}

hd_status hd_file_read(const char *path, size_t limit, hd_buf *out, hd_err *err)
{
    char block[16384];
    const size_t before = out->len;
    hd_status status;
    off_t size;
    int fd;

    if ((status = open_regular(path, &fd, &size, err)) != HD_OK)
        return status;
    if (size > 0 && (uintmax_t)size > limit)
        status = too_long(path, limit, err);
    while (status == HD_OK) {
        ssize_t n = read(fd, block, sizeof block);
        if (n == 0)
            break;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            status = cannot_find(path, errno, err);
        else if ((size_t)n > limit - (out->len - before))
            status = too_long(path, limit, err);
        else
            hd_buf_add(out, block, (size_t)n);
    }
    close(fd);
    if (status != HD_OK && out->data) {
        out->len = before;
        out->data[before] = '\0';
    }
    return status;
}

hd_status hd_file_open(const char *path, FILE **out, hd_err *err)
{
    hd_status status;
    off_t size;
    int fd;

    *out = NULL;
    if ((status = open_regular(path, &fd, &size, err)) != HD_OK)
        return status;
    *out = fdopen(fd, "r");
    if (!*out) {
        status = cannot_find(path, errno, err);
        close(fd);
    }
    return status;
}

/* One file on its way: a complete temporary, to be renamed over its target. */
typedef struct staged {
    char *target;    /* with links followed */
    char *folder;    /* of the target, "." at least */
    char *temporary; /* NULL when there is none on disk */
    char *old;       /* another name of what stood at the target, NULL without */
    bool was_there;  /* the target */
} staged;

static hd_status cannot_create(const char *path, int code, hd_err *err)
{
    return hd_fail(err, HD_ECREATE, "cannot write '" SHOWN "': %s", path, why(code).text);
}

/* The target and what is known of it; *mode is 0 when it does not exist yet. */
static hd_status find_target(const char *path, staged *s, mode_t *mode, hd_err *err)
{
    struct stat st;

    *mode = 0;
    if (lstat(path, &st) == 0) {
        /* A link stays a link: what it points to is replaced. */
        char *real = realpath(path, NULL);
        if (!real || stat(real, &st) != 0) {
            int code = errno;
            free(real);
            return cannot_create(path, code, err);
        }
        s->target = hd_strdup(real);
        free(real);
        if (!S_ISREG(st.st_mode))
            return hd_fail(err, HD_ECREATE, "cannot write '" SHOWN "': it is not a file", path);
        if (access(s->target, W_OK) != 0)
            return cannot_create(path, errno, err);
        *mode = st.st_mode & 0777;
        s->was_there = true;
    } else if (errno != ENOENT) {
        return cannot_create(path, errno, err);
    } else {
        s->target = hd_strdup(path);
    }
    char *slash = strrchr(s->target, '/');
    if (s->target[0] == '\0' || (slash && slash[1] == '\0'))
        return hd_fail(err, HD_ECREATE, "cannot write '" SHOWN "': expected a file name", path);
    if (!slash)
        s->folder = hd_strdup(".");
    else
        s->folder = hd_strndup(s->target, slash == s->target ? 1 : (size_t)(slash - s->target));
    return HD_OK;
}

/* A new hidden file in the folder, open for writing; s->temporary is its path. */
static hd_status create_temporary(const char *path, staged *s, int *fd, hd_err *err)
{
    for (int i = 0; i < TEMPORARY_TRIES; i++) {
        hd_buf name = HD_BUF_INIT;
        hd_buf_printf(&name, "%s/.heddle-%ld-%d.tmp", s->folder, (long)getpid(), i);
        *fd = open(name.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (*fd >= 0) {
            s->temporary = hd_buf_take(&name);
            return HD_OK;
        }
        hd_buf_release(&name);
        if (errno != EEXIST)
            break;
    }
    return cannot_create(path, errno, err);
}

static bool write_and_sync(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        /* Linux writes at most 2 GiB at once. */
        ssize_t n = write(fd, bytes, len < ((size_t)1 << 30) ? len : (size_t)1 << 30);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

static hd_status stage(const hd_file_out *file, staged *s, hd_err *err)
{
    hd_status status;
    mode_t mode;
    int fd, code;

    if ((status = find_target(file->path, s, &mode, err)) != HD_OK)
        return status;
    if ((status = create_temporary(file->path, s, &fd, err)) != HD_OK)
        return status;
    bool ok = write_and_sync(fd, file->bytes, file->len) && (!mode || fchmod(fd, mode) == 0);
    code = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        code = errno;
    }
    if (ok)
        return HD_OK;
    return hd_fail(err, HD_EIO, "cannot write '" SHOWN "': %s", file->path, why(code).text);
}

/* The new name is on disk too.  A file system that cannot do this has done what it can. */
static void sync_folder(const staged *s)
{
    int fd = open(s->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

/* What stood at the target is kept under a second name until the whole set is in place. A file system without
 * second names keeps none: then a set that fails midway stays mixed, as rename alone would leave it. */
static void keep_old(staged *s)
{
    hd_buf name = HD_BUF_INIT;

    hd_buf_printf(&name, "%s.old", s->temporary);
    s->old = hd_buf_take(&name);
    if (link(s->target, s->old) == 0)
        return;
    hd_free(s->old);
    s->old = NULL;
}

static hd_status put_in_place(const hd_file_out *file, staged *s, hd_err *err)
{
    if (rename(s->temporary, s->target) != 0)
        return cannot_create(file->path, errno, err);
    hd_free(s->temporary);
    s->temporary = NULL;
    return HD_OK;
}

/* Back to what was there before put_in_place. */
static void take_back(staged *s)
{
    if (s->temporary)
        return;
    if (s->old && rename(s->old, s->target) == 0) {
        hd_free(s->old);
        s->old = NULL;
    } else if (!s->was_there) {
        unlink(s->target);
    }
}

static void release_staged(staged *s)
{
    if (s->temporary)
        unlink(s->temporary);
    hd_free(s->temporary);
    hd_free(s->target);
    hd_free(s->folder);
}

/* Every temporary to its target, or none of them. Signals wait: between two renamings nothing ends the process but
 * SIGKILL. */
static hd_status put_all(const hd_file_out *files, staged *all, size_t n, hd_err *err)
{
    hd_status status = HD_OK;
    sigset_t every, before;

    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &before);
    for (size_t i = 0; i < n && n > 1; i++)
        if (all[i].was_there)
            keep_old(&all[i]);
    for (size_t i = 0; i < n && status == HD_OK; i++)
        status = put_in_place(&files[i], &all[i], err);
    for (size_t i = n; i-- > 0 && status != HD_OK;)
        take_back(&all[i]);
    for (size_t i = 0; i < n; i++) {
        if (all[i].old)
            unlink(all[i].old);
        hd_free(all[i].old);
        all[i].old = NULL;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}

hd_status hd_file_write_all(const hd_file_out *files, size_t n, hd_err *err)
{
    staged *all = hd_calloc(n, sizeof *all);
    hd_status status = HD_OK;

    for (size_t i = 0; i < n && status == HD_OK; i++)
        status = stage(&files[i], &all[i], err);
    if (status == HD_OK)
        status = put_all(files, all, n, err);
    for (size_t i = 0; i < n && status == HD_OK; i++)
        if (i == 0 || strcmp(all[i].folder, all[i - 1].folder) != 0)
            sync_folder(&all[i]);
    for (size_t i = 0; i < n; i++)
        release_staged(&all[i]);
    hd_free(all);
    return status;
}

hd_status hd_file_write(const char *path, const void *bytes, size_t len, hd_err *err)
{
    const hd_file_out file = {path, bytes, len};

    return hd_file_write_all(&file, 1, err);
}

static hd_status there_already(const char *path, hd_err *err)
{
    return hd_fail(err, HD_ECREATE, "'" SHOWN "' exists: name another file or remove it", path);
}

hd_status hd_file_write_new(const char *path, const void *bytes, size_t len, hd_err *err)
{
    const hd_file_out file = {path, bytes, len};
    staged s = {NULL, NULL, NULL, NULL, false};
    struct stat st;
    hd_status status;

    if (lstat(path, &st) == 0)
        return there_already(path, err);
    status = stage(&file, &s, err);
    /* A second name, unlike a renaming, fails where there is a file; not every file system has them. */
    if (status == HD_OK && link(s.temporary, s.target) != 0)
        status = errno == EEXIST || lstat(path, &st) == 0 ? there_already(path, err)
                                                          : put_in_place(&file, &s, err);
    if (status == HD_OK)
        sync_folder(&s);
    release_staged(&s);
    return status;
}

hd_status hd_file_mkdirs(const char *path, hd_err *err)
{
    char *part = hd_strdup(path);
    hd_status status = HD_OK;
    size_t len = strlen(path);

    if (len == 0)
        status = hd_fail(err, HD_ECREATE, "cannot make a folder without a name");
    for (size_t i = 1; i <= len && status == HD_OK; i++) {
        if ((path[i] != '/' && path[i] != '\0') || path[i - 1] == '/')
            continue;
        part[i] = '\0';
        if (mkdir(part, 0777) != 0 && !hd_file_is_dir(part))
            status = hd_fail(err, HD_ECREATE, "cannot make the folder '" SHOWN "': %s", part,
                             errno == EEXIST ? "it is not a folder" : why(errno).text);
        part[i] = path[i];
    }
    hd_free(part);
    return status;
}

bool hd_file_is_dir(const char *path)
{
    int before = errno;
    struct stat st;
    bool is = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

    errno = before;
    return is;
}

bool hd_file_exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}

static bool wanted(DIR *dir, const char *name, const char *const *suffixes, size_t n_suffixes)
{
    size_t len = strlen(name);
    struct stat st;

    for (size_t i = 0; i < n_suffixes && name[0] != '.'; i++) {
        size_t n = strlen(suffixes[i]);
        if (len >= n && strcmp(name + len - n, suffixes[i]) == 0)
            return fstatat(dirfd(dir), name, &st, 0) == 0 && S_ISREG(st.st_mode);
    }
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

hd_status hd_file_list(const char *dir, const char *const *suffixes, size_t n_suffixes,
                       char ***names, size_t *n, hd_err *err)
{
    hd_status status = HD_OK;
    char **list = NULL;
    size_t count = 0, cap = 0;
    DIR *d;

    *names = NULL;
    *n = 0;
    if (hd_file_exists(dir) && !hd_file_is_dir(dir))
        return hd_fail(err, HD_EDATA, "'" SHOWN "' is not a folder", dir);
    d = opendir(dir);
    if (!d && (errno == ENOENT || errno == ENOTDIR))
        return hd_fail(err, HD_ENOTFOUND, "no such folder '" SHOWN "'", dir);
    if (!d)
        return cannot_find(dir, errno, err);
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(d);
        if (!entry)
            break;
        if (wanted(d, entry->d_name, suffixes, n_suffixes))
            HD_PUSH(list, count, cap, hd_strdup(entry->d_name));
    }
    if (errno)
        status = cannot_find(dir, errno, err);
    closedir(d);
    if (status != HD_OK) {
        for (size_t i = 0; i < count; i++)
            hd_free(list[i]);
        hd_free(list);
        return status;
    }
    if (count)
        qsort(list, count, sizeof *list, by_bytes);
    *names = list;
    *n = count;
    return HD_OK;
}
