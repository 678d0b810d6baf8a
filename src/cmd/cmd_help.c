/* What heddle says of itself. The texts are made in Lua (lua/heddle/cmd/commandline.lua) from the one table of
 * commands; what scripts can call is explained by lua/heddle/cmd/help.lua. */
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cmd/args.h"
#include "host/run.h"

/* The text `what` ("command", "man" ...) of `of`, a command or shell (NULL: none), goes to standard output or is
 * appended to *output. */
static hd_status make_text(const char *what, const char *of, hd_buf *output, hd_err *err)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    const char *const args[] = {what, of};

    o.command = "commandline";
    o.args = args;
    o.n_args = of ? 2 : 1;
    o.output = output;
    o.time_ms = 0;
    o.last = true;
    return hd_run(&o, err);
}

int hd_cmd_usage(const char *command)
{
    hd_err err = HD_ERR_INIT;
    hd_status status = make_text(command ? "command" : "all", command, NULL, &err);

    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}

int hd_cmd_no_command(void)
{
    hd_err err = HD_ERR_INIT;
    hd_buf text = HD_BUF_INIT;
    hd_status status = make_text("overview", NULL, &text, &err);

    if (status == HD_OK)
        fputs(hd_buf_str(&text), stderr);
    hd_buf_release(&text);
    return status == HD_OK ? hd_exit_code(HD_EUSAGE) : hd_cmd_fail(&err);
}

static hd_status check_words(const hd_cmd_list *operands, bool man, bool reference,
                             const char *shell, hd_err *err)
{
    static const char *const shells[] = {"bash", "zsh", "fish"};
    size_t max = man || reference || shell ? 0 : 1;
    const char *nearest;

    if (man + reference + (shell != NULL) > 1)
        return hd_fail(err, HD_EUSAGE, "help: %s and %s do not go together",
                       man ? "--man" : "--reference", shell ? "--completion" : "--reference");
    if (operands->n > max)
        return hd_fail(err, HD_EUSAGE, "help: unexpected '%.100s'", operands->items[max]);
    for (size_t i = 0; i < 3; i++)
        if (!shell || strcmp(shell, shells[i]) == 0)
            return HD_OK;
    nearest = hd_utf8_nearest(shell, shells, 3);
    hd_fail(err, HD_EUSAGE,
            "help: option '--completion' is '%.100s'; it can be 'bash', 'zsh', 'fish'", shell);
    if (nearest)
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    return HD_EUSAGE;
}

/* The name of something that scripts can call, or none: all of it, in lines or as the reference. */
static hd_status explain(const char *store, const hd_cmd_list *operands, bool reference,
                         hd_err *err)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    const hd_run_param param = {"reference", "true"};

    o.command = "help";
    o.store = hd_cmd_store(store);
    o.args = operands->items;
    o.n_args = operands->n;
    o.params = &param;
    o.n_params = reference ? 1 : 0;
    o.time_ms = 0;
    o.last = true;
    return hd_run(&o, err);
}

int hd_cmd_help(int argc, char **argv)
{
    hd_err err = HD_ERR_INIT;
    hd_cmd_list operands = {NULL, 0, 0};
    const char *store = NULL, *shell = NULL;
    bool man = false, reference = false;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL},
                                     {"--man", NULL, NULL, &man},
                                     {"--reference", NULL, NULL, &reference},
                                     {"--completion", &shell, NULL, NULL}};
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 4, &operands, NULL, &err);

    if (status == HD_OK)
        status = check_words(&operands, man, reference, shell, &err);
    if (status == HD_OK && man)
        status = make_text("man", NULL, NULL, &err);
    else if (status == HD_OK && shell)
        status = make_text("completion", shell, NULL, &err);
    else if (status == HD_OK)
        status = explain(store, &operands, reference, &err);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
