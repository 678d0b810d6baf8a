/* What leaves a run: standard output, and files kept in memory until the script has ended well. */
#include "host/host.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "host/line_text.h"

#define BUFFER_BYTES ((size_t)64 * 1024)
#define SHOWN_BYTES ((size_t)200) /* of a name in a message */

/* ---- standard output ---- */

hd_status hd_output_flush(hd_host *h, hd_err *err)
{
    size_t done = 0;

    hd_progress_hide(h);
    if (h->output) {
        hd_buf_add(h->output, hd_buf_str(&h->out), h->out.len);
        hd_buf_clear(&h->out);
        return HD_OK;
    }
    while (done < h->out.len) {
        ssize_t n = write(STDOUT_FILENO, h->out.data + done, h->out.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int why = errno;
            hd_buf_clear(&h->out);
            return hd_fail(err, HD_EIO, "cannot write to standard output: %s", strerror(why));
        }
        done += (size_t)n;
    }
    hd_buf_clear(&h->out);
    return HD_OK;
}

hd_status hd_output_write(hd_host *h, const char *bytes, size_t len, hd_err *err)
{
    hd_status status = HD_OK;

    if (len > HD_RUN_OUTPUT - h->written_bytes)
        return hd_fail(err, HD_ELIMIT, "output limit of %d MiB reached",
                       (int)(HD_RUN_OUTPUT >> 20));
    h->written_bytes += len;
    /* A piece at a time: the buffer stays small. */
    while (len > 0 && status == HD_OK) {
        size_t n = len;
        if (h->terminal) {
            hd_text_add_printable(&h->out, bytes, n);
        } else {
            n = len < BUFFER_BYTES ? len : BUFFER_BYTES;
            hd_buf_add(&h->out, bytes, n);
        }
        bytes += n;
        len -= n;
        if (h->out.len >= BUFFER_BYTES || h->terminal)
            status = hd_output_flush(h, err);
    }
    return status;
}

/* ---- saved files ---- */

static hd_status cannot_save(const char *name, hd_status status, const char *why, hd_err *err)
{
    return hd_fail(err, status, "cannot save '%.*s': %s", hd_utf8_shown(name, SHOWN_BYTES), name,
                   why);
}

/* `own`: heddle itself chose the name, which may be of a hidden file. */
static hd_status check_component(const char *s, size_t len, const char *name, bool own, hd_err *err)
{
    if (len == 0)
        return cannot_save(name, HD_ESCRIPT, "a part of the name is empty", err);
    if (len > HD_HOST_MAX_NAME)
        return cannot_save(name, HD_ESCRIPT, "a part of the name is longer than 255 bytes", err);
    if (s[0] == '.' && !own)
        return cannot_save(name, HD_ESCRIPT,
                           "a part of the name begins with '.' (expected a name below the output "
                           "folder)",
                           err);
    return HD_OK;
}

static hd_status check_name(const char *name, size_t len, bool own, hd_err *err)
{
    if (strlen(name) != len || !hd_utf8_valid(name, len, NULL))
        return cannot_save(name, HD_ESCRIPT, "the name is not UTF-8 text", err);
    for (const char *p = name; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return cannot_save(name, HD_ESCRIPT, "the name has a control character", err);
    if (name[0] == '/')
        return cannot_save(name, HD_ESCRIPT, "expected a name below the output folder", err);
    if (len > HD_HOST_MAX_PATH)
        return cannot_save(name, HD_ESCRIPT, "the name is longer than 4000 bytes", err);
    for (const char *p = name;;) {
        size_t n = strcspn(p, "/");
        hd_status status = check_component(p, n, name, own, err);
        if (status != HD_OK || !p[n])
            return status;
        p += n + 1;
    }
}

static bool same_file(const char *path, const char *other)
{
    struct stat a, b;

    return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* True if `name` in the folder is the store at this path or what SQLite keeps beside one, which need
 * not be there yet. */
static bool names_store(const char *folder, const char *name, size_t len, const char *store)
{
    static const char *const suffixes[] = {"", "-journal", "-shm", "-wal"};
    const char *slash = strrchr(store, '/'), *base = slash ? slash + 1 : store;
    size_t n = strlen(base);
    bool same = false;

    if (len < n || memcmp(name, base, n) != 0)
        return false;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        same |= strlen(suffixes[i]) == len - n && memcmp(suffixes[i], name + n, len - n) == 0;
    if (!same)
        return false;
    char *dir = slash ? hd_strndup(store, (size_t)(base - store)) : hd_strdup(".");
    same = same_file(folder, dir);
    hd_free(dir);
    return same;
}

static char *out_path(const hd_host *h, const char *name)
{
    hd_buf b = HD_BUF_INIT;

    hd_buf_printf(&b, "%s/%s", h->options->out_dir, name);
    return hd_buf_take(&b);
}

/* True if the path, or a folder of it below the output folder, is the store or one of its
 * companions: by name, since a companion that is not there yet would be read as the store's. */
static bool is_store(const hd_host *h, char *path)
{
    const char *store = h->options->store;
    char real[PATH_MAX];
    bool found;

    if (!store)
        return false;
    if (!realpath(store, real)) /* its companions stand beside the file that a link leads to */
        real[0] = '\0';
    found = same_file(path, store);
    for (char *slash = path + strlen(h->options->out_dir); slash && !found;) {
        size_t len = strcspn(slash + 1, "/");
        *slash = '\0';
        found = names_store(path, slash + 1, len, store) ||
                (real[0] && names_store(path, slash + 1, len, real));
        *slash = '/';
        slash = strchr(slash + 1, '/');
    }
    return found;
}

bool hd_output_is_store(const hd_host *h, const char *path)
{
    const char *store = h->options->store, *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char real[PATH_MAX];

    if (!store)
        return false;
    char *folder = slash ? hd_strndup(path, (size_t)(name - path)) : hd_strdup(".");
    bool found = same_file(path, store) || names_store(folder, name, strlen(name), store) ||
                 (realpath(store, real) && names_store(folder, name, strlen(name), real));
    hd_free(folder);
    return found;
}

/* A script must not overwrite what it came from. */
static hd_status check_target(const hd_host *h, const char *name, hd_err *err)
{
    char *path = out_path(h, name);
    hd_status status = HD_OK;

    if (is_store(h, path))
        status = cannot_save(name, HD_ECREATE, "it is the store", err);
    for (size_t i = 0; i < h->n_chunks; i++)
        if (h->chunks[i].source[0] == '@' && same_file(path, h->chunks[i].source + 1))
            status = cannot_save(name, HD_ECREATE, "it is the script", err);
    hd_free(path);
    return status;
}

hd_status hd_output_stage(hd_host *h, const char *name, size_t name_len, const char *bytes,
                          size_t len, hd_err *err)
{
    hd_status status = check_name(name, name_len, h->options->command != NULL, err);

    if (status == HD_OK)
        status = check_target(h, name, err);
    if (status != HD_OK)
        return status;
    for (size_t i = 0; i < h->n_staged; i++)
        if (strcmp(h->staged[i].path, name) == 0)
            return hd_fail(err, HD_ESCRIPT, "'%.*s' is saved twice",
                           hd_utf8_shown(name, SHOWN_BYTES), name);
    if (h->n_staged >= HD_HOST_MAX_FILES)
        return hd_fail(err, HD_ELIMIT, "limit of %d saved files reached", HD_HOST_MAX_FILES);
    if (len > HD_RUN_OUTPUT - h->staged_bytes)
        return hd_fail(err, HD_ELIMIT, "output limit of %d MiB reached",
                       (int)(HD_RUN_OUTPUT >> 20));
    char *copy = hd_alloc(len);
    memcpy(copy, bytes, len);
    hd_file_out file = {hd_strdup(name), copy, len};
    HD_PUSH(h->staged, h->n_staged, h->staged_cap, file);
    h->staged_bytes += len;
    return HD_OK;
}

/* Folders that were not there before, outer ones first. */
typedef struct folders {
    char **paths;
    size_t n, cap;
} folders;

/* Make the folders of the file at path, which begins with the output folder. Below that a link
 * could lead anywhere, so none is followed and none is written through. */
static hd_status make_folders(const hd_host *h, char *path, folders *made, hd_err *err)
{
    size_t out = strlen(h->options->out_dir);
    hd_status status = HD_OK;
    struct stat st;

    for (size_t i = 1; status == HD_OK; i++) {
        char end = path[i];
        if (end && (end != '/' || path[i - 1] == '/'))
            continue;
        path[i] = '\0';
        bool there = lstat(path, &st) == 0;
        if (there && i > out && S_ISLNK(st.st_mode))
            status = hd_fail(err, HD_ECREATE, "cannot write %s'%s': it is a link",
                             end ? "below " : "", path);
        else if (end)
            status = hd_file_mkdirs(path, err);
        if (status == HD_OK && end && !there)
            HD_PUSH(made->paths, made->n, made->cap, hd_strdup(path));
        path[i] = end;
        if (!end)
            break;
    }
    return status;
}

hd_status hd_output_commit(hd_host *h, hd_err *err)
{
    hd_status status = HD_OK;
    folders made = {NULL, 0, 0};
    hd_file_out *files;

    if (h->n_staged == 0)
        return HD_OK;
    if (h->options->out_dir[0] == '\0')
        return hd_fail(err, HD_ECREATE, "the output folder has no name (expected --out DIR)");
    files = hd_calloc(h->n_staged, sizeof *files);
    for (size_t i = 0; i < h->n_staged; i++) {
        char *path = out_path(h, h->staged[i].path);
        files[i] = (hd_file_out){path, h->staged[i].bytes, h->staged[i].len};
        if (status == HD_OK)
            status = make_folders(h, path, &made, err);
    }
    if (status == HD_OK)
        status = hd_file_write_all(files, h->n_staged, err);
    for (size_t i = made.n; i-- > 0;) {
        if (status != HD_OK)
            rmdir(made.paths[i]); /* one that something was written to stays */
        hd_free(made.paths[i]);
    }
    hd_free(made.paths);
    for (size_t i = 0; i < h->n_staged; i++)
        hd_free((char *)files[i].path);
    hd_free(files);
    return status;
}

void hd_output_drop(hd_host *h)
{
    for (size_t i = 0; i < h->n_staged; i++) {
        hd_free((char *)h->staged[i].path);
        hd_free((char *)h->staged[i].bytes);
    }
    h->n_staged = 0;
    h->staged_bytes = 0;
}

void hd_output_release(hd_host *h)
{
    hd_output_drop(h);
    hd_free(h->staged);
    hd_buf_release(&h->out);
}
