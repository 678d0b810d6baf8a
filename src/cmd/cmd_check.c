/* heddle check: lua/heddle/cmd/check.lua does it; here its options become parameters. */
#include "cmd/cmd.h"

#include <string.h>

#include "base/utf8.h"
#include "cmd/args.h"
#include "host/run.h"

/* `value` must be one of the n words; NULL stands for the first. */
static hd_status choose(const char *option, const char **value, const char *const *words, size_t n,
                        hd_err *err)
{
    const char *nearest;

    if (!*value)
        *value = words[0];
    for (size_t i = 0; i < n; i++)
        if (strcmp(*value, words[i]) == 0)
            return HD_OK;
    hd_fail(err, HD_EUSAGE, "check: option '%s' is '%.100s'; it can be", option, *value);
    for (size_t i = 0; i < n; i++)
        hd_err_add(err, "%s '%s'", i ? "," : "", words[i]);
    nearest = hd_utf8_nearest(*value, words, n);
    if (nearest)
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    return HD_EUSAGE;
}

int hd_cmd_check(int argc, char **argv)
{
    static const char *const roundings[] = {"half-up", "half-even", "down"};
    static const char *const formats[] = {"text", "json"};
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_err err = HD_ERR_INIT;
    hd_cmd_list documents = {0};
    const char *store = NULL, *rounding = NULL, *format = NULL;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL},
                                     {"--rounding", &rounding, NULL, NULL},
                                     {"--format", &format, NULL, NULL}};
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 3, &documents, NULL, &err);

    if (status == HD_OK)
        status = choose("--rounding", &rounding, roundings, 3, &err);
    if (status == HD_OK)
        status = choose("--format", &format, formats, 2, &err);
    if (status == HD_OK && documents.n == 0)
        status = hd_fail(&err, HD_EUSAGE, "check: no document given (heddle check DOCUMENT...)");
    if (status == HD_OK) {
        /* Only a store named on the line is compared with: never the default one. */
        const hd_run_param params[] = {
            {"rounding", rounding}, {"format", format}, {"store", store}};
        o.command = "check";
        o.store = store;
        o.params = params;
        o.n_params = store ? 3 : 2;
        o.args = documents.items;
        o.n_args = documents.n;
        o.time_ms = 0;
        status = hd_run(&o, &err);
    }
    hd_cmd_list_release(&documents);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
