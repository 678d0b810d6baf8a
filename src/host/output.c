/* What leaves a run: standard output, and files kept in memory until the script has ended well. */
#include "host/host.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/utf8.h"

#define BUFFER_BYTES ((size_t)64 * 1024)

/* ---- standard output ---- */

hd_status hd_output_flush(hd_host *h, hd_err *err)
{
    size_t done = 0;

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

/* Text for a terminal: newline and tab are the only controls that reach it, and what is not UTF-8
 * becomes '?', since a stray byte can be a control too. */
static void add_printable(hd_buf *out, const char *s, size_t len)
{
    size_t i = 0;

    while (i < len) {
        size_t good = 0;
        if (hd_utf8_valid(s + i, len - i, &good))
            good = len - i;
        for (size_t end = i + good; i < end; i++) {
            unsigned char c = (unsigned char)s[i];
            if (c == 0xC2 && (unsigned char)s[i + 1] < 0xA0)
                i++;
            else if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F))
                hd_buf_addc(out, s[i]);
        }
        if (i < len) {
            hd_buf_addc(out, '?');
            i++;
        }
    }
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
            add_printable(&h->out, bytes, n);
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

static hd_status check_component(const char *s, size_t len, const char *name, hd_err *err)
{
    if (len == 0)
        return hd_fail(err, HD_ESCRIPT, "cannot save '%.200s': a part of the name is empty", name);
    if (len > HD_HOST_MAX_NAME)
        return hd_fail(err, HD_ESCRIPT,
                       "cannot save '%.200s': a part of the name is longer than %d bytes", name,
                       HD_HOST_MAX_NAME);
    if (s[0] == '.')
        return hd_fail(
            err, HD_ESCRIPT,
            "cannot save '%.200s': a part of the name begins with '.' (expected a name below "
            "the output folder)",
            name);
    return HD_OK;
}

static hd_status check_name(const char *name, size_t len, hd_err *err)
{
    if (strlen(name) != len || !hd_utf8_valid(name, len, NULL))
        return hd_fail(err, HD_ESCRIPT, "cannot save '%.200s': the name is not UTF-8 text", name);
    for (const char *p = name; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return hd_fail(err, HD_ESCRIPT,
                           "cannot save '%.200s': the name has a control character", name);
    if (name[0] == '/')
        return hd_fail(err, HD_ESCRIPT,
                       "cannot save '%.200s': expected a name below the output folder", name);
    if (len > HD_HOST_MAX_PATH)
        return hd_fail(err, HD_ESCRIPT, "cannot save '%.200s': the name is longer than %d bytes",
                       name, HD_HOST_MAX_PATH);
    for (const char *p = name;;) {
        size_t n = strcspn(p, "/");
        hd_status status = check_component(p, n, name, err);
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

static char *out_path(const hd_host *h, const char *name)
{
    hd_buf b = HD_BUF_INIT;

    hd_buf_printf(&b, "%s/%s", h->options->out_dir, name);
    return hd_buf_take(&b);
}

/* A script must not overwrite what it came from. */
static hd_status check_target(const hd_host *h, const char *name, hd_err *err)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    const char *store = h->options->store;
    char *path = out_path(h, name);
    hd_status status = HD_OK;

    for (size_t i = 0; store && i < sizeof suffixes / sizeof *suffixes; i++) {
        hd_buf b = HD_BUF_INIT;
        hd_buf_printf(&b, "%s%s", store, suffixes[i]);
        if (same_file(path, b.data))
            status = hd_fail(err, HD_ECREATE, "cannot save '%.200s': it is the store", name);
        hd_buf_release(&b);
    }
    for (size_t i = 0; i < h->n_chunks; i++)
        if (h->chunks[i].source[0] == '@' && same_file(path, h->chunks[i].source + 1))
            status = hd_fail(err, HD_ECREATE, "cannot save '%.200s': it is the script", name);
    hd_free(path);
    return status;
}

hd_status hd_output_stage(hd_host *h, const char *name, size_t name_len, const char *bytes,
                          size_t len, hd_err *err)
{
    hd_status status = check_name(name, name_len, err);

    if (status == HD_OK)
        status = check_target(h, name, err);
    if (status != HD_OK)
        return status;
    for (size_t i = 0; i < h->n_staged; i++)
        if (strcmp(h->staged[i].path, name) == 0)
            return hd_fail(err, HD_ESCRIPT, "'%.200s' is saved twice", name);
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

/* Make the folders of one file. Below the output folder a link could lead anywhere, so none is
 * followed. */
static hd_status make_folders(const hd_host *h, char *path, hd_err *err)
{
    struct stat st;
    size_t start = strlen(h->options->out_dir) + 1;

    for (char *slash = strchr(path + start, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        hd_status status = HD_OK;
        if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
            status = hd_fail(err, HD_ECREATE, "cannot write below '%s': it is a link", path);
        else
            status = hd_file_mkdirs(path, err);
        *slash = '/';
        if (status != HD_OK)
            return status;
    }
    return HD_OK;
}

hd_status hd_output_commit(hd_host *h, hd_err *err)
{
    hd_file_out *files;
    hd_status status;

    if (h->n_staged == 0)
        return HD_OK;
    status = hd_file_mkdirs(h->options->out_dir, err);
    files = hd_calloc(h->n_staged, sizeof *files);
    for (size_t i = 0; i < h->n_staged; i++) {
        char *path = out_path(h, h->staged[i].path);
        files[i] = (hd_file_out){path, h->staged[i].bytes, h->staged[i].len};
        if (status == HD_OK)
            status = make_folders(h, path, err);
    }
    if (status == HD_OK)
        status = hd_file_write_all(files, h->n_staged, err);
    for (size_t i = 0; i < h->n_staged; i++)
        hd_free((char *)files[i].path);
    hd_free(files);
    return status;
}

void hd_output_release(hd_host *h)
{
    for (size_t i = 0; i < h->n_staged; i++) {
        hd_free((char *)h->staged[i].path);
        hd_free((char *)h->staged[i].bytes);
    }
    hd_free(h->staged);
    hd_buf_release(&h->out);
}
