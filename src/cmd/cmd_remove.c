/* heddle remove [--store F] review ID --reason TEXT */
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cmd/args.h"
#include "io/store_write.h"

static hd_status check_words(const hd_cmd_list *operands, const char *reason, hd_err *err)
{
    if (operands->n != 2 || strcmp(operands->items[0], "review") != 0)
        return hd_fail(err, HD_EUSAGE, "remove: expected 'review' and the id of one review");
    if (!reason || reason[strspn(reason, " \t\r\n")] == '\0')
        return hd_fail(err, HD_EUSAGE, "remove: expected --reason and why it is removed");
    if (!hd_utf8_valid(reason, strlen(reason), NULL))
        return hd_fail(err, HD_EUSAGE, "remove: the reason is not UTF-8 text");
    return HD_OK;
}

/* A store that is not there is not made only to find nothing in it. */
static hd_status remove_review(const char *path, const char *id, const char *reason, hd_err *err)
{
    hd_store *s = NULL;
    hd_status status;

    if (!hd_file_exists(path))
        return hd_fail(err, HD_ENOTFOUND, "%s: no such store", path);
    status = hd_store_open_write(path, &s, err);
    if (status == HD_OK)
        status = hd_store_remove_review(s, id, reason, err);
    hd_store_close(s);
    return status;
}

int hd_cmd_remove(int argc, char **argv)
{
    const char *store = NULL;
    const char *reason = NULL;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL},
                                     {"--reason", &reason, NULL, NULL}};
    hd_cmd_list operands = {NULL, 0, 0};
    hd_err err = HD_ERR_INIT;
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 2, &operands, NULL, &err);

    if (status == HD_OK)
        status = check_words(&operands, reason, &err);
    if (status == HD_OK)
        status = remove_review(hd_cmd_store(store), operands.items[1], reason, &err);
    if (status == HD_OK)
        printf("%s: review %s was removed\n", hd_cmd_store(store), operands.items[1]);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
