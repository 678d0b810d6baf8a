#include "host/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/stop.h"

#define NAME_BYTES 60

/* A signal handler reads them: fixed storage, and a name counts only once it is whole. */
static char folder[PATH_MAX];
static char names[HD_SCRATCH_FILES][NAME_BYTES + 1];
static volatile int n_names;
static volatile int folder_fd = -1;
static hd_stop_fn *volatile outer;

/* Async-signal-safe. */
static void remove_known(void)
{
    if (folder_fd >= 0) {
        for (int i = 0; i < n_names; i++)
            unlinkat(folder_fd, names[i], 0);
        rmdir(folder);
    }
    if (outer)
        outer();
}

hd_status hd_scratch_make(const char **dir, hd_err *err)
{
    const char *tmp = getenv("TMPDIR");
    int len =
        snprintf(folder, sizeof folder, "%s/heddle-XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp");

    if (folder_fd >= 0)
        return hd_fail(err, HD_EFAULT, "there is a temporary folder already");
    if (len < 0 || (size_t)len >= sizeof folder)
        return hd_fail(err, HD_ECREATE, "cannot make a temporary folder: TMPDIR is too long");
    if (!mkdtemp(folder))
        return hd_fail(err, HD_ECREATE, "cannot make a temporary folder '%s': %s", folder,
                       strerror(errno));
    n_names = 0;
    folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder_fd < 0) {
        int why = errno;
        rmdir(folder);
        return hd_fail(err, HD_ECREATE, "cannot open the temporary folder '%s': %s", folder,
                       strerror(why));
    }
    outer = hd_stop_at_exit(remove_known);
    *dir = folder;
    return HD_OK;
}

static bool is_plain(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.");

    return len > 0 && len <= NAME_BYTES && name[len] == '\0' && name[0] != '.';
}

hd_status hd_scratch_write(const char *name, const void *bytes, size_t len, hd_err *err)
{
    const char *at = bytes;

    if (!is_plain(name) || n_names >= HD_SCRATCH_FILES)
        return hd_fail(err, HD_EFAULT, "cannot keep '%s' in the temporary folder", name);
    strcpy(names[n_names], name);
    n_names++;
    int fd = openat(folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return hd_fail(err, HD_ECREATE, "cannot write '%s/%s': %s", folder, name, strerror(errno));
    while (len > 0) {
        ssize_t n = write(fd, at, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int why = errno;
            close(fd);
            return hd_fail(err, HD_EIO, "cannot write '%s/%s': %s", folder, name, strerror(why));
        }
        at += n;
        len -= (size_t)n;
    }
    close(fd);
    return HD_OK;
}

/* What the other program left in it too; it makes no folders. */
void hd_scratch_remove(void)
{
    if (folder_fd < 0)
        return;
    DIR *dir = fdopendir(dup(folder_fd));
    for (struct dirent *e; dir && (e = readdir(dir)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlinkat(folder_fd, e->d_name, 0);
    if (dir)
        closedir(dir);
    rmdir(folder);
    hd_stop_at_exit(outer);
    outer = NULL;
    close(folder_fd);
    folder_fd = -1;
}
