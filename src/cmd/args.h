/* args.h -- reading a command's arguments, and the one place that prints an error. */
#ifndef HD_CMD_ARGS_H
#define HD_CMD_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Strings that stand in argv. */
typedef struct hd_cmd_list {
    const char **items;
    size_t n;
    size_t cap;
} hd_cmd_list;

/* An option. Exactly one of the three pointers is set. */
typedef struct hd_cmd_option {
    const char *name;   /* "--store" */
    const char **value; /* takes a value, may stand once */
    hd_cmd_list *list;  /* takes a value, may stand often */
    bool *flag;         /* takes none */
} hd_cmd_option;

/* Read argv[1] and following: "--name VALUE" and "--name=VALUE" in any place, the rest are operands;
 * everything after "--" goes to `rest` (NULL: to the operands). The lists are the caller's to
 * hd_cmd_list_release, also on failure.
 * Fails: HD_EUSAGE: unknown option (with the nearest), no value, given twice; command names it. */
hd_status hd_cmd_parse(const char *command, int argc, char **argv, const hd_cmd_option *options,
                       size_t n_options, hd_cmd_list *operands, hd_cmd_list *rest, hd_err *err);
void hd_cmd_list_release(hd_cmd_list *list);

/* Take $HEDDLE_KERNEL and $HEDDLE_THREADS, which change how fast is counted and nothing else.
 * Fails: HD_EUSAGE, HD_EMISSING (host/run.h). */
hd_status hd_cmd_machine(hd_err *err);

/* The store's path: `given` (of --store) if not NULL, else $HEDDLE_STORE, else "heddle.db". */
const char *hd_cmd_store(const char *given);

/* Print err as one line on standard error, "heddle: " before it unless it names a file and line;
 * an empty message is not printed. Returns the exit code. */
int hd_cmd_fail(const hd_err *err);

#endif
