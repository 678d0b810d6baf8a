/* heddle export [--store F]: to standard output only, so that no file is ever written over. */
#include "cmd/cmd.h"

#include <stdio.h>

#include "cmd/args.h"
#include "io/transfer.h"

static hd_status to_stdout(void *ctx, const char *bytes, size_t len, hd_err *err)
{
    (void)ctx;
    if (fwrite(bytes, 1, len, stdout) != len)
        return hd_fail(err, HD_EIO, "cannot write to standard output");
    return HD_OK;
}

int hd_cmd_export(int argc, char **argv)
{
    const char *store = NULL;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL}};
    hd_cmd_list operands = {NULL, 0, 0};
    hd_store *s = NULL;
    hd_err err = HD_ERR_INIT;
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 1, &operands, NULL, &err);

    if (status == HD_OK && operands.n > 0)
        status = hd_fail(&err, HD_EUSAGE,
                         "export: unexpected '%.100s' (it prints; write heddle export > FILE)",
                         operands.items[0]);
    if (status == HD_OK)
        status = hd_store_open_read(hd_cmd_store(store), &s, &err);
    if (status == HD_OK)
        status = hd_transfer_export(s, to_stdout, NULL, &err);
    if (status == HD_OK && fflush(stdout) != 0)
        status = hd_fail(&err, HD_EIO, "cannot write to standard output");
    hd_store_close(s);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
