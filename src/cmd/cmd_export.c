/* heddle export [--store F] [--coding-sheet FILE]: records to standard output, or the sheet to a file that is not
 * there yet: no file is ever written over. */
#include "cmd/cmd.h"

#include <stdio.h>

#include "base/file.h"
#include "cmd/args.h"
#include "host/run.h"
#include "io/transfer.h"

static hd_status to_stdout(void *ctx, const char *bytes, size_t len, hd_err *err)
{
    (void)ctx;
    if (fwrite(bytes, 1, len, stdout) != len)
        return hd_fail(err, HD_EIO, "cannot write to standard output");
    return HD_OK;
}

static hd_status export_records(const char *store, hd_err *err)
{
    hd_store *s = NULL;
    hd_status status = hd_store_open_read(store, &s, err);

    if (status == HD_OK)
        status = hd_transfer_export(s, to_stdout, NULL, err);
    if (status == HD_OK && fflush(stdout) != 0)
        status = hd_fail(err, HD_EIO, "cannot write to standard output");
    hd_store_close(s);
    return status;
}

/* lua/heddle/cmd/coding_sheet.lua makes the text. */
static hd_status export_sheet(const char *store, const char *path, hd_err *err)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_buf text = HD_BUF_INIT;
    hd_status status;

    o.command = "coding_sheet";
    o.store = store;
    o.time_ms = 0;
    o.output = &text;
    status = hd_run(&o, err);
    if (status == HD_OK)
        status = hd_file_write_new(path, hd_buf_str(&text), text.len, err);
    hd_buf_release(&text);
    return status;
}

int hd_cmd_export(int argc, char **argv)
{
    const char *store = NULL, *sheet = NULL;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL},
                                     {"--coding-sheet", &sheet, NULL, NULL}};
    hd_cmd_list operands = {NULL, 0, 0};
    hd_err err = HD_ERR_INIT;
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 2, &operands, NULL, &err);

    if (status == HD_OK && sheet && sheet[0] == '-')
        status = hd_fail(&err, HD_EUSAGE,
                         "export: --coding-sheet: expected a file name, got '%.100s' (a file of "
                         "that name is './%.100s')",
                         sheet, sheet);
    if (status == HD_OK && operands.n > 0)
        status = hd_fail(&err, HD_EUSAGE,
                         "export: unexpected '%.100s' (it prints; write heddle export > FILE)",
                         operands.items[0]);
    store = hd_cmd_store(store);
    if (status == HD_OK)
        status = sheet ? export_sheet(store, sheet, &err) : export_records(store, &err);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
