/* heddle convert FILE */
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

int hd_cmd_convert(int argc, char **argv)
{
    const char *store = NULL; /* accepted everywhere, and not needed here */
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL}};
    hd_cmd_list operands = {NULL, 0, 0};
    hd_err err = HD_ERR_INIT;
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 1, &operands, NULL, &err);

    if (status == HD_OK && operands.n != 1)
        status = hd_fail(&err, HD_EUSAGE, "convert: expected one file, got %zu", operands.n);
    if (status == HD_OK)
        status = hd_transfer_convert(operands.items[0], to_stdout, NULL, &err);
    if (status == HD_OK && fflush(stdout) != 0)
        status = hd_fail(&err, HD_EIO, "cannot write to standard output");
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
