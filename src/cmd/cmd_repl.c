/* repl, and heddle without a command at a terminal. */
#include "cmd/cmd.h"

#include <unistd.h>

#include "cmd/words.h"
#include "host/repl.h"

bool hd_cmd_at_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

int hd_cmd_repl(int argc, char **argv)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_err err = HD_ERR_INIT;
    hd_cmd_words w = {0};
    hd_status status = hd_cmd_words_read("repl", HD_CMD_SESSION, argc, argv, &w, &o, &err);

    if (status == HD_OK)
        status = hd_repl(&o, &err);
    hd_cmd_words_release(&w);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
