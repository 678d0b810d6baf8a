#include "host/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"

#define LOCK_TRIES 50 /* of 2 ms: somebody may hold the lock for ever */

/* ---- the place ---- */

/* Make the folders above `path`, for the owner only.  What cannot be made shows when the file is opened. */
static void make_folders(const char *path)
{
    char *copy = hd_strdup(path);

    for (char *p = strchr(copy + 1, '/'); p; p = strchr(p + 1, '/')) {
        *p = '\0';
        mkdir(copy, 0700);
        *p = '/';
    }
    hd_free(copy);
}

/* The caller's to hd_free; NULL: there is no place for it. */
static char *find_path(void)
{
    const char *off = getenv("HEDDLE_HISTORY"), *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    hd_buf b = HD_BUF_INIT;

    if (off && strcmp(off, "off") == 0)
        return NULL;
    if (state && state[0] == '/')
        hd_buf_printf(&b, "%s/heddle/history", state);
    else if (home && home[0] == '/')
        hd_buf_printf(&b, "%s/.local/state/heddle/history", home);
    else
        return NULL;
    return hd_buf_take(&b);
}

/* A regular file that is nobody else's to read, -1 if there is none. */
static int open_file(const char *path, int flags)
{
    struct stat st;
    int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);

    if (fd < 0)
        return -1;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return -1;
    }
    if ((st.st_mode & 077) != 0)
        fchmod(fd, 0600);
    return fd;
}

/* Open it and take the lock; a file that another session has replaced meanwhile is opened again. */
static int open_locked(const char *path, int flags)
{
    const struct timespec pause = {0, 2000000};

    for (int i = 0; i < LOCK_TRIES; i++) {
        struct stat here, there;
        int fd = open_file(path, flags);
        if (fd < 0)
            return -1;
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &here) == 0 && stat(path, &there) == 0 &&
            here.st_ino == there.st_ino && here.st_dev == there.st_dev)
            return fd;
        close(fd);
        nanosleep(&pause, NULL);
    }
    return -1;
}

static bool write_all(int fd, const char *s, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, s, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s += n;
        len -= (size_t)n;
    }
    return true;
}

/* ---- entries ---- */

static void add_line(hd_buf *out, const char *entry)
{
    for (; *entry; entry++) {
        if (*entry == '\n' || *entry == '\\')
            hd_buf_addc(out, '\\');
        hd_buf_addc(out, *entry == '\n' ? 'n' : *entry);
    }
    hd_buf_addc(out, '\n');
}

/* The entry of a line; false if it is none. */
static bool read_line(const char *s, size_t len, hd_buf *out)
{
    if (len == 0 || len > 2 * HD_HISTORY_MAX_ENTRY || !hd_utf8_valid(s, len, NULL))
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F || (c == 0xC2 && (unsigned char)s[i + 1] < 0xA0))
            return false;
        if (c == '\\' && i + 1 < len)
            c = s[++i] == 'n' ? '\n' : (unsigned char)s[i];
        hd_buf_addc(out, (char)c);
    }
    return out->len <= HD_HISTORY_MAX_ENTRY;
}

static void keep(hd_history *h, const char *entry)
{
    if (h->n == HD_HISTORY_MAX) {
        hd_free(h->entries[0]);
        memmove(h->entries, h->entries + 1, (h->n - 1) * sizeof *h->entries);
        h->n--;
    }
    char *copy = hd_strdup(entry);
    HD_PUSH(h->entries, h->n, h->cap, copy);
}

/* The entries of the last HD_HISTORY_MAX_FILE bytes. */
static void read_entries(hd_history *h, int fd, off_t size)
{
    off_t from = size > (off_t)HD_HISTORY_MAX_FILE ? size - (off_t)HD_HISTORY_MAX_FILE : 0;
    char *text = hd_alloc(HD_HISTORY_MAX_FILE);
    ssize_t got = pread(fd, text, HD_HISTORY_MAX_FILE, from);
    hd_buf entry = HD_BUF_INIT;

    for (size_t i = 0, len = got > 0 ? (size_t)got : 0; i < len;) {
        const char *end = memchr(text + i, '\n', len - i);
        size_t line = end ? (size_t)(end - text) - i : len - i;
        hd_buf_clear(&entry);
        /* Where the file was cut its first line is part of one. */
        if (!(i == 0 && from > 0) && read_line(text + i, line, &entry))
            keep(h, entry.data);
        i += line + 1;
    }
    hd_buf_release(&entry);
    hd_free(text);
}

/* Under the lock: half the entries, so that this is seldom needed. */
static void cut_file(const hd_history *h)
{
    hd_buf text = HD_BUF_INIT, path = HD_BUF_INIT;
    size_t from = h->n;

    while (from > 0 && text.len < HD_HISTORY_MAX_FILE / 2)
        add_line(&text, h->entries[--from]);
    hd_buf_clear(&text);
    for (size_t i = from; i < h->n; i++)
        add_line(&text, h->entries[i]);
    hd_buf_printf(&path, "%s.%ld", h->path, (long)getpid());
    int fd = open_file(path.data, O_WRONLY | O_CREAT | O_EXCL);
    if (fd >= 0) {
        bool good = write_all(fd, hd_buf_str(&text), text.len);
        good = close(fd) == 0 && good;
        if (!good || rename(path.data, h->path) != 0)
            unlink(path.data);
    }
    hd_buf_release(&text);
    hd_buf_release(&path);
}

/* ---- the history ---- */

void hd_history_open(hd_history *h)
{
    struct stat st;

    *h = (hd_history){find_path(), NULL, 0, 0};
    if (!h->path)
        return;
    int fd = open_file(h->path, O_RDONLY);
    if (fd < 0)
        return;
    bool large = fstat(fd, &st) == 0 && st.st_size > (off_t)HD_HISTORY_MAX_FILE;
    if (large) { /* what others append between reading and cutting would be lost */
        int locked = open_locked(h->path, O_RDWR);
        large = locked >= 0;
        if (large) {
            close(fd);
            fd = locked;
        }
    }
    if (fstat(fd, &st) == 0)
        read_entries(h, fd, st.st_size);
    if (large)
        cut_file(h);
    close(fd);
}

void hd_history_close(hd_history *h)
{
    for (size_t i = 0; i < h->n; i++)
        hd_free(h->entries[i]);
    hd_free(h->entries);
    hd_free(h->path);
    *h = (hd_history){NULL, NULL, 0, 0};
}

bool hd_history_add(hd_history *h, const char *entry)
{
    hd_buf line = HD_BUF_INIT;

    if (entry[0] == ' ' || entry[strspn(entry, " \t\n")] == '\0' ||
        strlen(entry) > HD_HISTORY_MAX_ENTRY)
        return false;
    if (h->n > 0 && strcmp(h->entries[h->n - 1], entry) == 0)
        return false;
    keep(h, entry);
    if (!h->path)
        return true;
    make_folders(h->path);
    int fd = open_locked(h->path, O_RDWR | O_APPEND | O_CREAT);
    if (fd >= 0) {
        struct stat st;
        char last = '\n'; /* a line that was cut off must not take this one in */
        if (fstat(fd, &st) == 0 && st.st_size > 0 && pread(fd, &last, 1, st.st_size - 1) == 1 &&
            last != '\n')
            hd_buf_addc(&line, '\n');
        add_line(&line, entry);
        write_all(fd, line.data, line.len);
        close(fd);
        hd_buf_release(&line);
    }
    return true;
}
