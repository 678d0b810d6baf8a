/* heddle export [--store F] [FILE] */
#include "cmd/cmd.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "cmd/args.h"
#include "io/transfer.h"

static hd_status to_stdout(void *ctx, const char *bytes, size_t len, hd_err *err)
{
    (void)ctx;
    if (fwrite(bytes, 1, len, stdout) != len)
        return hd_fail(err, HD_EIO, "cannot write to standard output");
    return HD_OK;
}

static hd_status to_buf(void *ctx, const char *bytes, size_t len, hd_err *err)
{
    (void)err;
    hd_buf_add(ctx, bytes, len);
    return HD_OK;
}

static bool same_file(const char *a, const char *b)
{
    struct stat x;
    struct stat y;

    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static hd_status export_file(hd_store *s, const char *path, hd_err *err)
{
    hd_buf all = HD_BUF_INIT;
    hd_status status;

    if (same_file(path, hd_store_path(s)))
        return hd_fail(err, HD_EUSAGE, "export: '%s' is the store itself", path);
    status = hd_transfer_export(s, to_buf, &all, err);
    if (status == HD_OK)
        status = hd_file_write(path, hd_buf_str(&all), all.len, err);
    hd_buf_release(&all);
    return status;
}

static hd_status export_stdout(hd_store *s, hd_err *err)
{
    hd_status status = hd_transfer_export(s, to_stdout, NULL, err);

    if (status == HD_OK && fflush(stdout) != 0)
        status = hd_fail(err, HD_EIO, "cannot write to standard output");
    return status;
}

int hd_cmd_export(int argc, char **argv)
{
    const char *store = NULL;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL}};
    hd_cmd_list operands = {NULL, 0, 0};
    hd_store *s = NULL;
    hd_err err = HD_ERR_INIT;
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 1, &operands, NULL, &err);

    if (status == HD_OK && operands.n > 1)
        status = hd_fail(&err, HD_EUSAGE, "export: expected one file at most, got %zu", operands.n);
    if (status == HD_OK)
        status = hd_store_open_read(hd_cmd_store(store), &s, &err);
    if (status == HD_OK)
        status = operands.n == 1 ? export_file(s, operands.items[0], &err) : export_stdout(s, &err);
    hd_store_close(s);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
