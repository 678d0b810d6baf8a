/* heddle: a scripting engine for coded safeguarding reviews. This file finds the command; its text stands in
 * lua/heddle/api/commands.lua. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "base/utf8.h"
#include "base/version.h"
#include "cmd/args.h"
#include "cmd/cmd.h"

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
} command;

static const command commands[] = {
    {"import", hd_cmd_import},   {"convert", hd_cmd_convert},  {"export", hd_cmd_export},
    {"remove", hd_cmd_remove},   {"run", hd_cmd_run},          {"-e", hd_cmd_expr},
    {"repl", hd_cmd_repl},       {"check", hd_cmd_check},      {"lint", hd_cmd_lint},
    {"info", hd_cmd_lua},        {"fields", hd_cmd_lua},       {"themes", hd_cmd_lua},
    {"suggestions", hd_cmd_lua}, {"editor-setup", hd_cmd_lua}, {"new", hd_cmd_new},
    {"help", hd_cmd_help},
};

static const size_t n_commands = sizeof commands / sizeof *commands;

/* Standard output was used by stdio: say so if it did not take everything. */
static int end_output(void)
{
    hd_err err = HD_ERR_INIT;

    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    hd_fail(&err, HD_EIO, "cannot write to standard output");
    return hd_cmd_fail(&err);
}

static int unknown_command(const char *name)
{
    const char *names[sizeof commands / sizeof *commands], *nearest;
    hd_err err = HD_ERR_INIT;
    bool option = name[0] == '-';

    for (size_t i = 0; i < n_commands; i++)
        names[i] = commands[i].name[0] == '-' ? NULL : commands[i].name;
    if (option) {
        static const char *const options[] = {"--store", "--version", "--help", "-e"};
        nearest = hd_utf8_nearest(name, options, sizeof options / sizeof *options);
    } else {
        nearest = hd_utf8_nearest(name, names, n_commands);
    }
    hd_fail(&err, HD_EUSAGE, "unknown %s '%.100s'", option ? "option" : "command", name);
    if (nearest)
        hd_err_add(&err, " (did you mean '%s'?)", nearest);
    else
        hd_err_add(&err, " (heddle --help lists them)");
    return hd_cmd_fail(&err);
}

static const command *find_command(const char *name)
{
    for (size_t i = 0; i < n_commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* Where the command stands: --store may come before it. */
static int command_place(int argc, char **argv)
{
    int i = 1;

    while (i < argc && strncmp(argv[i], "--store", 7) == 0 && (!argv[i][7] || argv[i][7] == '='))
        i += argv[i][7] ? 1 : 2;
    return i;
}

/* Call it with its name first and what stood before the name after it. */
static int call_command(const command *c, int at, int argc, char **argv)
{
    char **moved = hd_calloc((size_t)argc + 1, sizeof *moved);
    int n = 0, code;

    moved[n++] = argv[at];
    for (int i = 1; i < argc; i++)
        if (i != at)
            moved[n++] = argv[i];
    code = c->run(n, moved);
    hd_free(moved);
    return code;
}

static bool asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* The command that "help NAME" or "NAME --help" asks about, NULL if none. */
static const command *asked_about(int at, int argc, char **argv)
{
    if (at + 1 >= argc)
        return NULL;
    if (asks_for_help(argv[at + 1]))
        return find_command(argv[at]);
    return strcmp(argv[at], "help") == 0 ? find_command(argv[at + 1]) : NULL;
}

int main(int argc, char **argv)
{
    int at = command_place(argc, argv);
    const command *c;
    hd_err err = HD_ERR_INIT;

    hd_alloc_start();
    hd_stop_install();
    if (at >= argc && !hd_cmd_at_terminal())
        return hd_cmd_no_command();
    if (at >= argc)
        return hd_cmd_machine(&err) == HD_OK ? hd_cmd_repl(argc, argv) : hd_cmd_fail(&err);
    if (strcmp(argv[at], "--version") == 0) {
        puts("heddle " HD_VERSION);
        return end_output();
    }
    if (asks_for_help(argv[at]))
        return hd_cmd_usage(NULL);
    c = asked_about(at, argc, argv);
    if (c)
        return hd_cmd_usage(c->name);
    if (hd_cmd_machine(&err) != HD_OK)
        return hd_cmd_fail(&err);
    c = find_command(argv[at]);
    if (!c)
        return unknown_command(argv[at]);
    if (c->run == hd_cmd_expr)
        return hd_cmd_expr(argc, argv);
    return call_command(c, at, argc, argv);
}
