/* heddle: a scripting engine for coded safeguarding reviews. This file finds the command. */
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
    const char *arguments;
    const char *summary;
    int (*run)(int argc, char **argv);
} command;

static const command commands[] = {
    {"import",
     "[--store F] [--dry-run] [--profile F.lua]\n"
     "                 [--source ID] FILE|DIR...",
     "add or update reviews; json, jsonl, a coding sheet (csv), a deck's text", hd_cmd_import},
    {"convert", "[--profile F.lua] [--source ID] FILE", "print the import document a file makes",
     hd_cmd_convert},
    {"export", "[--store F] [--coding-sheet FILE]",
     "print the store as an import document; write a sheet to code in", hd_cmd_export},
    {"remove", "[--store F] review ID --reason TEXT", "take a review out", hd_cmd_remove},
    {"run",
     "[--store F] SCRIPT [--param k=v]... [--out DIR]\n"
     "                 [--time 60s] [--memory 512M] [-- ARG...]",
     "run a Lua script", hd_cmd_run},
    {"-e",
     "'CODE' [--store F]\n                 and what run takes: --param, --out, --time, --memory, "
     "-- ARG...",
     "run a line; an expression prints itself", hd_cmd_expr},
    {"repl", "[--store F] [--param k=v]... [--out DIR] [--memory 512M]",
     "type and run lines; also heddle alone at a terminal", hd_cmd_repl},
    {"check",
     "[--store F] [--rounding half-up|half-even|down]\n"
     "                 [--format text|json] DOCUMENT...",
     "recompute the percentages a document prints", hd_cmd_check},
    {"info", "[--store F]", "what the store holds", hd_cmd_lua},
    {"fields", "[--store F]", "its fields and their values", hd_cmd_lua},
    {"themes", "[--store F] [--check]", "its themes and how often each occurs; names to look at",
     hd_cmd_lua},
    {"suggestions", "[--store F] [--evaluate]",
     "themes and values to confirm, as import records; how often they are right", hd_cmd_lua},
    {"editor-setup", "[--store F]", "what an editor needs to complete scripts in this folder",
     hd_cmd_lua},
    {"help", "[NAME | --reference]", "what scripts can call, or a command", hd_cmd_lua},
};

static const size_t n_commands = sizeof commands / sizeof *commands;

static void print_usage(FILE *f)
{
    fputs("usage: heddle COMMAND ...\n", f);
    for (size_t i = 0; i < n_commands; i++)
        fprintf(f, "  heddle %s %s\n      %s\n", commands[i].name, commands[i].arguments,
                commands[i].summary);
    fputs("  heddle --version\n"
          "The store is --store FILE, else $HEDDLE_STORE, else ./heddle.db.\n",
          f);
}

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

static int print_command(const command *c)
{
    printf("usage: heddle %s %s\n  %s\n", c->name, c->arguments, c->summary);
    return end_output();
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

/* The command that "help NAME" or "NAME --help" asks about, NULL if none. */
static const command *asked_about(int at, int argc, char **argv)
{
    if (at + 1 >= argc)
        return NULL;
    if (strcmp(argv[at + 1], "--help") == 0)
        return find_command(argv[at]);
    return strcmp(argv[at], "help") == 0 ? find_command(argv[at + 1]) : NULL;
}

int main(int argc, char **argv)
{
    int at = command_place(argc, argv);
    const command *c;
    hd_err err = HD_ERR_INIT;

    hd_stop_install();
    if (at >= argc && !hd_cmd_at_terminal()) {
        print_usage(stderr);
        return hd_exit_code(HD_EUSAGE);
    }
    if (at >= argc)
        return hd_cmd_machine(&err) == HD_OK ? hd_cmd_repl(argc, argv) : hd_cmd_fail(&err);
    if (strcmp(argv[at], "--version") == 0) {
        puts("heddle " HD_VERSION);
        return end_output();
    }
    if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "-h") == 0) {
        print_usage(stdout);
        return end_output();
    }
    if (hd_cmd_machine(&err) != HD_OK)
        return hd_cmd_fail(&err);
    c = find_command(argv[at]);
    if (!c)
        return unknown_command(argv[at]);
    if (c->run == hd_cmd_expr)
        return hd_cmd_expr(argc, argv);
    if (asked_about(at, argc, argv))
        return print_command(asked_about(at, argc, argv));
    return call_command(c, at, argc, argv);
}
