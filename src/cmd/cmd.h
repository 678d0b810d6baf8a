/* cmd.h -- the commands. Each turns its arguments into one call, prints the error if there is one, and
 * returns the exit code. argv[0] is the command's name; of hd_cmd_expr it is the program's. */
#ifndef HD_CMD_CMD_H
#define HD_CMD_CMD_H

#include <stdbool.h>

int hd_cmd_run(int argc, char **argv);
int hd_cmd_expr(int argc, char **argv); /* -e CODE */
int hd_cmd_repl(int argc, char **argv);
/* True when the prompt can talk: standard input and output are a terminal. */
bool hd_cmd_at_terminal(void);
int hd_cmd_lua(int argc, char **argv); /* info, fields, themes ...: written in Lua */
int hd_cmd_check(int argc, char **argv);
int hd_cmd_lint(int argc, char **argv);
int hd_cmd_import(int argc, char **argv);
int hd_cmd_convert(int argc, char **argv);
int hd_cmd_export(int argc, char **argv);
int hd_cmd_remove(int argc, char **argv);
int hd_cmd_new(int argc, char **argv);
int hd_cmd_help(int argc, char **argv);

/* Print how `command` is called, one of lua/heddle/api/commands.lua; NULL: all of them, the exit codes and the
 * environment. It needs no store. Returns the exit code. */
int hd_cmd_usage(const char *command);

/* Print the commands on standard error. Returns the exit code of a wrong command line. */
int hd_cmd_no_command(void);

#endif
