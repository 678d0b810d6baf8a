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
int hd_cmd_import(int argc, char **argv);
int hd_cmd_convert(int argc, char **argv);
int hd_cmd_export(int argc, char **argv);
int hd_cmd_remove(int argc, char **argv);

#endif
