/* heddle convert [--profile F.lua] [--source ID] FILE */
#include "cmd/cmd.h"

#include <stdio.h>

#include "cmd/args.h"
#include "cmd/document.h"
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
    const char *profile = NULL;
    const char *source = NULL;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL},
                                     {"--profile", &profile, NULL, NULL},
                                     {"--source", &source, NULL, NULL}};
    hd_cmd_list operands = {NULL, 0, 0};
    hd_buf records = HD_BUF_INIT;
    hd_transfer_doc doc = {NULL, NULL, 0};
    hd_err err = HD_ERR_INIT;
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 3, &operands, NULL, &err);

    if (status == HD_OK && operands.n != 1)
        status = hd_fail(&err, HD_EUSAGE, "convert: expected one file, got %zu", operands.n);
    if (status == HD_OK)
        status = hd_cmd_document(operands.items[0], profile, source, &records, &doc, &err);
    if (status == HD_OK)
        status = hd_transfer_convert(&doc, to_stdout, NULL, &err);
    if (status == HD_OK && fflush(stdout) != 0)
        status = hd_fail(&err, HD_EIO, "cannot write to standard output");
    hd_buf_release(&records);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
