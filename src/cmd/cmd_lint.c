/* heddle lint: lua/heddle/cmd/lint.lua does it; here its options become parameters. */
#include "cmd/cmd.h"

#include "cmd/args.h"
#include "host/run.h"

int hd_cmd_lint(int argc, char **argv)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_err err = HD_ERR_INIT;
    hd_cmd_list scripts = {0};
    const char *store = NULL;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL}};
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 1, &scripts, NULL, &err);

    if (status == HD_OK && scripts.n == 0)
        status = hd_fail(&err, HD_EUSAGE, "lint: no script given (heddle lint SCRIPT...)");
    if (status == HD_OK) {
        /* A store named on the line must be there; without the default one less is checked. */
        const hd_run_param params[] = {{"store", store}};
        o.command = "lint";
        o.store = hd_cmd_store(store);
        o.params = params;
        o.n_params = store ? 1 : 0;
        o.args = scripts.items;
        o.n_args = scripts.n;
        o.time_ms = 0;
        o.last = true;
        status = hd_run(&o, &err);
    }
    hd_cmd_list_release(&scripts);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
