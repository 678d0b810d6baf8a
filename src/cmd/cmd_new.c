/* heddle new [report NAME [FILE]]: a ready report, as a file to adapt. The reports stand inside the program. */
#include "cmd/cmd.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cmd/args.h"
#include "host/embed.h"

#define MAX_TEMPLATES ((size_t)64)

static const char kind[] = "report";

/* The first line of a script without its dashes: what it makes. */
static void print_summary(const hd_embed *script)
{
    const char *s = (const char *)script->data;

    s += strspn(s, "- ");
    printf("%.*s\n", (int)strcspn(s, "\n"), s);
}

static hd_status list_templates(hd_err *err)
{
    size_t width = 0;

    for (const hd_embed *s = hd_embed_scripts; s->name; s++)
        if (strlen(s->name) > width)
            width = strlen(s->name);
    puts("Ready reports; heddle new report NAME copies one to NAME.lua, to run and to adapt:\n");
    for (const hd_embed *s = hd_embed_scripts; s->name; s++) {
        printf("  %-*s  ", (int)width, s->name);
        print_summary(s);
    }
    if (fflush(stdout) != 0 || ferror(stdout))
        return hd_fail(err, HD_EIO, "cannot write to standard output");
    return HD_OK;
}

static const hd_embed *find_template(const char *name, hd_err *err)
{
    const char *names[MAX_TEMPLATES], *nearest;
    size_t n = 0;

    for (const hd_embed *s = hd_embed_scripts; s->name; s++) {
        if (strcmp(s->name, name) == 0)
            return s;
        if (n < MAX_TEMPLATES)
            names[n++] = s->name;
    }
    nearest = hd_utf8_nearest(name, names, n);
    hd_fail(err, HD_EUSAGE, "new: no report is called '%.100s'", name);
    if (nearest)
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    else
        hd_err_add(err, " (heddle new lists them)");
    return NULL;
}

static hd_status copy_template(const char *name, const char *file, hd_err *err)
{
    const hd_embed *script = find_template(name, err);
    hd_buf path = HD_BUF_INIT;
    hd_status status;

    if (!script)
        return HD_EUSAGE;
    if (file)
        hd_buf_printf(&path, "%s", file);
    else
        hd_buf_printf(&path, "%s.lua", script->name);
    status = hd_file_write_new(hd_buf_str(&path), script->data, script->size, err);
    if (status == HD_OK && (printf("wrote %s\n", hd_buf_str(&path)) < 0 || fflush(stdout) != 0))
        status = hd_fail(err, HD_EIO, "cannot write to standard output");
    hd_buf_release(&path);
    return status;
}

static hd_status check_operands(const hd_cmd_list *operands, hd_err *err)
{
    if (operands->n > 0 && strcmp(operands->items[0], kind) != 0)
        return hd_fail(err, HD_EUSAGE, "new: expected '%s', got '%.100s' (heddle new report NAME)",
                       kind, operands->items[0]);
    if (operands->n > 3)
        return hd_fail(err, HD_EUSAGE, "new: unexpected '%.100s'", operands->items[3]);
    if (operands->n > 2 && (operands->items[2][0] == '-' || operands->items[2][0] == '\0'))
        return hd_fail(
            err, HD_EUSAGE,
            "new: expected a file name, got '%.100s' (a file of that name is './%.100s')",
            operands->items[2], operands->items[2]);
    return HD_OK;
}

int hd_cmd_new(int argc, char **argv)
{
    hd_err err = HD_ERR_INIT;
    hd_cmd_list operands = {0};
    const char *store = NULL;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL}};
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 1, &operands, NULL, &err);

    if (status == HD_OK)
        status = check_operands(&operands, &err);
    if (status == HD_OK && operands.n < 2)
        status = list_templates(&err);
    else if (status == HD_OK)
        status = copy_template(operands.items[1], operands.n > 2 ? operands.items[2] : NULL, &err);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
