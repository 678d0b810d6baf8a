/* words.h -- the arguments that run, -e and repl share. */
#ifndef HD_CMD_WORDS_H
#define HD_CMD_WORDS_H

#include "base/err.h"
#include "cmd/args.h"
#include "host/run.h"

typedef enum hd_cmd_what {
    HD_CMD_SCRIPT, /* run: one operand */
    HD_CMD_CODE,   /* -e CODE */
    HD_CMD_SESSION /* repl: neither, and no --time */
} hd_cmd_what;

typedef struct hd_cmd_words {
    const char *code, *store, *time, *memory, *out;
    hd_cmd_list operands, rest, given;
    hd_run_param *params;
} hd_cmd_words;

/* Read argv[1] and following into *w (which is zero, and the caller's to release, also on failure), and fill *o from it, which
 * points into it.
 * Fails: HD_EUSAGE. */
hd_status hd_cmd_words_read(const char *command, hd_cmd_what what, int argc, char **argv,
                            hd_cmd_words *w, hd_run_options *o, hd_err *err);
void hd_cmd_words_release(hd_cmd_words *w);

#endif
