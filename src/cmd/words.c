#include "cmd/words.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

#define MIN_MEMORY ((uint64_t)8 * 1024 * 1024)
#define MAX_MEMORY ((uint64_t)1 << 40)
#define MAX_TIME_MS ((uint64_t)1000 * 60 * 60 * 24 * 7)

typedef struct unit {
    const char *name;
    uint64_t size;
} unit;

/* "60s", "0.5G": a number with up to three decimals and a unit; false if it is not, or is out of range. */
static bool parse_amount(const char *s, const unit *units, uint64_t min, uint64_t max,
                         uint64_t *out)
{
    uint64_t whole = 0, part = 0, scale = 1;

    if (!isdigit((unsigned char)*s))
        return false;
    for (; isdigit((unsigned char)*s); s++) {
        whole = whole * 10 + (uint64_t)(*s - '0');
        if (whole > 1000000000)
            return false;
    }
    if (*s == '.') {
        for (s++; isdigit((unsigned char)*s) && scale < 1000; s++, scale *= 10)
            part = part * 10 + (uint64_t)(*s - '0');
        if (scale == 1)
            return false;
    }
    for (; units->name; units++) {
        if (strcmp(s, units->name) == 0) {
            *out = whole * units->size + part * units->size / scale;
            return *out >= min && *out <= max;
        }
    }
    return false;
}

static hd_status parse_limits(const char *command, const char *time, const char *memory,
                              hd_run_options *o, hd_err *err)
{
    static const unit times[] = {
        {"ms", 1}, {"s", 1000}, {"m", 60 * 1000}, {"h", 60 * 60 * 1000}, {NULL, 0}};
    static const unit sizes[] = {{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {NULL, 0}};

    if (time && !parse_amount(time, times, 1, MAX_TIME_MS, &o->time_ms))
        return hd_fail(err, HD_EUSAGE,
                       "%s: --time is '%.40s' (expected a time such as 60s, 300ms or 10m)", command,
                       time);
    if (memory && !parse_amount(memory, sizes, MIN_MEMORY, MAX_MEMORY, &o->memory))
        return hd_fail(err, HD_EUSAGE,
                       "%s: --memory is '%.40s' (expected a size from 8M up, such as 512M or 2G)",
                       command, memory);
    return HD_OK;
}

/* "since=2024-04-01": *params is the caller's to hd_free, with each name. */
static hd_status parse_params(const char *command, const hd_cmd_list *given, hd_run_param **params,
                              hd_err *err)
{
    hd_run_param *p = hd_calloc(given->n, sizeof *p);

    *params = p;
    for (size_t i = 0; i < given->n; i++) {
        const char *equals = strchr(given->items[i], '=');
        if (!equals || equals == given->items[i])
            return hd_fail(err, HD_EUSAGE, "%s: --param is '%.100s' (expected NAME=VALUE)", command,
                           given->items[i]);
        p[i].name = hd_strndup(given->items[i], (size_t)(equals - given->items[i]));
        p[i].value = equals + 1;
        for (size_t k = 0; k < i; k++)
            if (strcmp(p[k].name, p[i].name) == 0)
                return hd_fail(err, HD_EUSAGE, "%s: parameter '%.100s' is given twice", command,
                               p[i].name);
    }
    return HD_OK;
}

void hd_cmd_words_release(hd_cmd_words *w)
{
    for (size_t i = 0; w->params && i < w->given.n; i++)
        hd_free((char *)w->params[i].name);
    hd_free(w->params);
    hd_cmd_list_release(&w->operands);
    hd_cmd_list_release(&w->rest);
    hd_cmd_list_release(&w->given);
}

static hd_status check_operands(const char *command, bool script, bool arguments,
                                const hd_cmd_words *w, hd_err *err)
{
    size_t wanted = script ? 1 : 0;

    if (w->operands.n < wanted)
        return hd_fail(err, HD_EUSAGE, "run: no script (expected heddle run SCRIPT)");
    if (w->operands.n > wanted)
        return hd_fail(err, HD_EUSAGE, "%s: unexpected '%.100s'%s%s", command,
                       w->operands.items[wanted],
                       script      ? " (one script; "
                       : arguments ? " ("
                                   : "",
                       arguments ? "its arguments stand after --)" : "");
    return HD_OK;
}

hd_status hd_cmd_words_read(const char *command, hd_cmd_what what, int argc, char **argv,
                            hd_cmd_words *w, hd_run_options *o, hd_err *err)
{
    const hd_cmd_option options[] = {
        {"--store", &w->store, NULL, NULL}, {"--param", NULL, &w->given, NULL},
        {"--out", &w->out, NULL, NULL},     {"--memory", &w->memory, NULL, NULL},
        {"--time", &w->time, NULL, NULL},   {"-e", &w->code, NULL, NULL}};
    /* A session takes no --time, and only -e takes -e. */
    static const size_t taken[] = {[HD_CMD_SCRIPT] = 5, [HD_CMD_CODE] = 6, [HD_CMD_SESSION] = 4};
    bool script = what == HD_CMD_SCRIPT;
    size_t n = taken[what];
    hd_status status = hd_cmd_parse(command, argc, argv, options, n, &w->operands, &w->rest, err);

    if (status == HD_OK)
        status = check_operands(command, script, what != HD_CMD_SESSION, w, err);
    if (status == HD_OK)
        status = parse_limits(command, w->time, w->memory, o, err);
    if (status == HD_OK)
        status = parse_params(command, &w->given, &w->params, err);
    if (status != HD_OK)
        return status;
    o->script = script ? w->operands.items[0] : NULL;
    o->code = w->code;
    o->store = hd_cmd_store(w->store);
    o->params = w->params;
    o->n_params = w->given.n;
    o->args = w->rest.items;
    o->n_args = w->rest.n;
    if (w->out)
        o->out_dir = w->out;
    return HD_OK;
}
