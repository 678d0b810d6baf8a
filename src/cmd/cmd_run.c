/* run and -e. */
#include "cmd/cmd.h"

#include "cmd/words.h"

static int run(const char *command, hd_cmd_what what, int argc, char **argv)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_err err = HD_ERR_INIT;
    hd_cmd_words w = {0};
    hd_status status = hd_cmd_words_read(command, what, argc, argv, &w, &o, &err);

    o.last = true;
    if (status == HD_OK)
        status = hd_run(&o, &err);
    hd_cmd_words_release(&w);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}

int hd_cmd_run(int argc, char **argv)
{
    return run("run", HD_CMD_SCRIPT, argc, argv);
}

int hd_cmd_expr(int argc, char **argv)
{
    return run("-e", HD_CMD_CODE, argc, argv);
}
