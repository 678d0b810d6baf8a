/* The commands that are written in Lua (lua/heddle/cmd/): info, fields, themes, suggestions, editor-setup. */
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#include "cmd/args.h"
#include "host/run.h"

/* The one flag a command has beside --store, NULL if none. */
static const char *flag_of(const char *command)
{
    if (strcmp(command, "themes") == 0)
        return "--check";
    return strcmp(command, "suggestions") == 0 ? "--evaluate" : NULL;
}

static hd_status print_text(hd_buf *text, hd_err *err)
{
    if (fwrite(hd_buf_str(text), 1, text->len, stdout) != text->len || fflush(stdout) != 0)
        return hd_fail(err, HD_EIO, "cannot write to standard output");
    return HD_OK;
}

int hd_cmd_lua(int argc, char **argv)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_err err = HD_ERR_INIT;
    hd_cmd_list operands = {0};
    const char *store = NULL, *flag = flag_of(argv[0]);
    bool setup = strcmp(argv[0], "editor-setup") == 0;
    hd_buf text = HD_BUF_INIT;
    bool flagged = false;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL}, {flag, NULL, NULL, &flagged}};
    const hd_run_param param = {flag ? flag + 2 : "", "true"};
    hd_status status =
        hd_cmd_parse(argv[0], argc, argv, options, flag ? 2 : 1, &operands, NULL, &err);

    if (status == HD_OK && operands.n > 0)
        status = hd_fail(&err, HD_EUSAGE, "%s: unexpected '%.100s'", argv[0], operands.items[0]);
    if (status == HD_OK) {
        o.command = setup ? "editor_setup" : argv[0];
        o.out_dir = ".";
        o.output = setup ? &text : NULL; /* printed once its files are written */
        o.store = hd_cmd_store(store);
        o.params = &param;
        o.n_params = flagged ? 1 : 0;
        o.time_ms = 0;
        o.last = true;
        status = hd_run(&o, &err);
    }
    if (status == HD_OK && text.len > 0)
        status = print_text(&text, &err);
    hd_buf_release(&text);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
