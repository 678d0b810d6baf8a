#include "cmd/args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "base/utf8.h"
#include "host/run.h"

#define MAX_OPTIONS 32

void hd_cmd_list_release(hd_cmd_list *list)
{
    hd_free((void *)list->items);
    *list = (hd_cmd_list){NULL, 0, 0};
}

static hd_status unknown_option(const char *command, const char *word, size_t len,
                                const hd_cmd_option *options, size_t n, hd_err *err)
{
    const char *names[MAX_OPTIONS], *nearest;
    char *name = hd_strndup(word, len);

    for (size_t i = 0; i < n && i < MAX_OPTIONS; i++)
        names[i] = options[i].name;
    nearest = hd_utf8_nearest(name, names, n < MAX_OPTIONS ? n : MAX_OPTIONS);
    hd_fail(err, HD_EUSAGE, "%s: unknown option '%.100s'", command, name);
    if (nearest)
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    hd_free(name);
    return HD_EUSAGE;
}

/* Take the option at argv[*i], moving *i past a value that stands by itself. */
static hd_status take_option(const char *command, int argc, char **argv, int *i,
                             const hd_cmd_option *options, size_t n, hd_err *err)
{
    const char *word = argv[*i];
    size_t len = strncmp(word, "--", 2) == 0 ? strcspn(word, "=") : strlen(word);
    const hd_cmd_option *o = NULL;
    const char *value = word[len] ? word + len + 1 : NULL;

    for (size_t k = 0; k < n && !o; k++)
        if (strlen(options[k].name) == len && strncmp(options[k].name, word, len) == 0)
            o = &options[k];
    if (!o)
        return unknown_option(command, word, len, options, n, err);
    if (o->flag) {
        if (value)
            return hd_fail(err, HD_EUSAGE, "%s: option '%s' takes no value", command, o->name);
        *o->flag = true;
        return HD_OK;
    }
    if (!value) {
        if (*i + 1 >= argc)
            return hd_fail(err, HD_EUSAGE, "%s: option '%s' needs a value", command, o->name);
        value = argv[++*i];
    }
    if (o->list) {
        HD_PUSH(o->list->items, o->list->n, o->list->cap, value);
    } else {
        if (*o->value)
            return hd_fail(err, HD_EUSAGE, "%s: option '%s' is given twice", command, o->name);
        *o->value = value;
    }
    return HD_OK;
}

hd_status hd_cmd_parse(const char *command, int argc, char **argv, const hd_cmd_option *options,
                       size_t n_options, hd_cmd_list *operands, hd_cmd_list *rest, hd_err *err)
{
    hd_cmd_list *list = operands;
    bool ended = false;

    for (int i = 1; i < argc; i++) {
        if (ended || argv[i][0] != '-' || !argv[i][1]) {
            HD_PUSH(list->items, list->n, list->cap, argv[i]);
        } else if (strcmp(argv[i], "--") == 0) {
            ended = true;
            list = rest ? rest : operands;
        } else {
            hd_status status = take_option(command, argc, argv, &i, options, n_options, err);
            if (status != HD_OK)
                return status;
        }
    }
    return HD_OK;
}

const char *hd_cmd_store(const char *given)
{
    const char *env = getenv("HEDDLE_STORE");

    return given ? given : env && *env ? env : "heddle.db";
}

hd_status hd_cmd_machine(hd_err *err)
{
    const char *kernels = getenv("HEDDLE_KERNEL"), *threads = getenv("HEDDLE_THREADS");

    return (kernels && *kernels) || (threads && *threads) ? hd_run_machine(kernels, threads, err)
                                                          : HD_OK;
}

/* "script.lua:7: ..." or "data.jsonl: ..." */
static bool names_place(const char *msg)
{
    const char *space = strchr(msg, ' ');

    if (space && space > msg && space[-1] == ':')
        return true;
    for (const char *p = strchr(msg, ':'); p; p = strchr(p + 1, ':')) {
        size_t digits = strspn(p + 1, "0123456789");
        if (digits > 0 && strncmp(p + 1 + digits, ": ", 2) == 0)
            return true;
    }
    return false;
}

int hd_cmd_fail(const hd_err *err)
{
    if (err->msg[0])
        fprintf(stderr, "%s%s\n", names_place(err->msg) ? "" : "heddle: ", err->msg);
    if (err->status == HD_EINTR && hd_stop_get() == HD_STOP_TERMINATE)
        return 143;
    return hd_exit_code(err->status);
}
