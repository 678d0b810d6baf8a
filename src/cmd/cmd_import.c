/* heddle import [--store F] [--dry-run] [--profile F.lua] [--source ID] FILE|DIR... */
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/args.h"
#include "cmd/document.h"
#include "host/run.h"
#include "io/store_write.h"
#include "io/transfer.h"

/* ---- files ---- */

static hd_status add_folder(const char *dir, hd_cmd_list *in, hd_err *err)
{
    static const char *const suffixes[] = {".json", ".jsonl", ".csv"};
    size_t len = strlen(dir);
    char **names = NULL;
    size_t n = 0;
    hd_status status = hd_file_list(dir, suffixes, 3, &names, &n, err);

    while (len > 1 && dir[len - 1] == '/')
        len--;
    for (size_t i = 0; status == HD_OK && i < n; i++) {
        hd_buf path = HD_BUF_INIT;
        hd_buf_printf(&path, "%.*s%s%s", (int)len, dir, dir[len - 1] == '/' ? "" : "/", names[i]);
        HD_PUSH(in->items, in->n, in->cap, hd_buf_take(&path));
    }
    for (size_t i = 0; i < n; i++)
        hd_free(names[i]);
    hd_free(names);
    if (status == HD_OK && n == 0)
        status =
            hd_fail(err, HD_ENOTFOUND, "%s: no .json, .jsonl or .csv file in this folder", dir);
    return status;
}

static hd_status add_input(const char *path, hd_cmd_list *in, hd_err *err)
{
    if (hd_file_is_dir(path))
        return add_folder(path, in, err);
    if (!hd_file_exists(path))
        return hd_fail(err, HD_ENOTFOUND, "%s: no such file or folder", path);
    HD_PUSH(in->items, in->n, in->cap, hd_strdup(path));
    return HD_OK;
}

static void release_inputs(hd_cmd_list *in)
{
    for (size_t i = 0; i < in->n; i++)
        hd_free((char *)in->items[i]);
    hd_cmd_list_release(in);
}

/* ---- progress ---- */

/* On a terminal only, and only when it takes longer than a second. */
typedef struct progress {
    bool wanted;
    bool shown;
    time_t last;
} progress;

static time_t seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void show_progress(void *ctx, size_t records)
{
    progress *p = ctx;

    if (!p->wanted || seconds() <= p->last + (p->shown ? 0 : 1))
        return;
    p->last = seconds();
    p->shown = true;
    if (records < 1000000)
        fprintf(stderr, "\r%zu,%03zu records", records / 1000, records % 1000);
    else
        fprintf(stderr, "\r%zu,%03zu,%03zu records", records / 1000000, records / 1000 % 1000,
                records % 1000);
}

static void end_progress(const progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
}

/* ---- the summary ---- */

/* Text from data, without what could act on a terminal. */
static void print_text(const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        bool c1 = c == 0xc2 && (unsigned char)s[1] >= 0x80 && (unsigned char)s[1] < 0xa0;
        if (c < 0x20 || c == 0x7f || c1)
            putchar('?');
        else
            putchar(c);
        s += c1;
    }
}

static bool is_told(const hd_change_counts *c)
{
    return c->added + c->changed + c->unchanged > 0;
}

static void print_counts(const hd_import_summary *sum)
{
    const struct {
        const char *name;
        const hd_change_counts *counts;
    } rows[] = {
        {"reviews", &sum->records[HD_REC_REVIEW]},
        {"children", &sum->children},
        {"findings", &sum->findings},
        {"themes", &sum->records[HD_REC_THEME]},
        {"fields", &sum->records[HD_REC_FIELD]},
        {"bands", &sum->records[HD_REC_BAND]},
        {"crosswalks", &sum->records[HD_REC_CROSSWALK]},
        {"figures", &sum->records[HD_REC_FIGURE]},
        {"passages", &sum->records[HD_REC_PASSAGE]},
        {"comparators", &sum->records[HD_REC_COMPARATOR]},
        {"sources", &sum->records[HD_REC_SOURCE]},
        {"coverage", &sum->records[HD_REC_COVERAGE]},
    };

    int width = 10;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (is_told(rows[i].counts) && (int)strlen(rows[i].name) > width)
            width = (int)strlen(rows[i].name);
    }
    printf("%-*s %9s %9s %9s\n", width, "", "added", "changed", "unchanged");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const hd_change_counts *c = rows[i].counts;
        if (is_told(c))
            printf("%-*s %9zu %9zu %9zu\n", width, rows[i].name, c->added, c->changed,
                   c->unchanged);
    }
}

static void print_notices(const hd_import_summary *sum)
{
    if (sum->n_notices == 0)
        return;
    puts("\nNotices");
    for (size_t i = 0; i < sum->n_notices; i++) {
        fputs("  ", stdout);
        print_text(sum->notices[i]);
        putchar('\n');
    }
}

static void print_one(const hd_unmatched *u, bool label)
{
    fputs("  ", stdout);
    if (!label)
        printf("%s ", u->what);
    putchar('\'');
    print_text(u->name);
    if (label)
        printf("' in %zu %s", u->uses, u->uses == 1 ? "finding" : "findings");
    else
        printf("' %zu %s", u->uses, u->uses == 1 ? "time" : "times");
    if (u->candidate)
        fputs(": a candidate theme, not counted", stdout);
    if (u->nearest) {
        fputs(", nearest '", stdout);
        print_text(u->nearest);
        putchar('\'');
    }
    putchar('\n');
}

static void print_unmatched(const hd_import_summary *sum)
{
    static const char *const headings[] = {"Labels that no theme matches",
                                           "Labels of candidate themes",
                                           "Values that are not declared"};

    for (size_t kind = 0; kind < 3; kind++) {
        bool any = false;
        for (size_t i = 0; i < sum->n_unmatched; i++) {
            const hd_unmatched *u = &sum->unmatched[i];
            bool label = strcmp(u->what, "theme") == 0;
            if ((label ? u->candidate : 2) != kind)
                continue;
            if (!any)
                printf("\n%s\n", headings[kind]);
            any = true;
            print_one(u, label);
        }
    }
}

static void print_summary(const hd_store *s, size_t n_files, bool dry_run)
{
    const hd_import_summary *sum = hd_store_summary(s);

    printf("%s: %zu %s read%s\n\n", hd_store_path(s), n_files, n_files == 1 ? "file" : "files",
           sum->changed ? "" : ", nothing changed");
    print_counts(sum);
    print_notices(sum);
    print_unmatched(sum);
    if (dry_run)
        puts("\nDry run: nothing was written.");
}

/* What a merge or retirement did to the counts: lua/heddle/cmd/merged.lua counts and prints it. */
static hd_status print_ended(const char *path, const hd_import_summary *sum, hd_err *err)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_status status;

    if (sum->n_ended == 0)
        return HD_OK;
    o.command = "merged";
    o.store = path;
    o.args = sum->ended;
    o.n_args = sum->n_ended;
    o.time_ms = 0;
    status = hd_run(&o, err);
    if (status != HD_OK)
        hd_err_at(err, "the import is stored, but the counts of its merged themes are not told");
    return status;
}

/* ---- the command ---- */

static hd_status import(const char *path, const hd_transfer_doc *docs, size_t n, bool dry_run,
                        hd_err *err)
{
    hd_store *s = NULL;
    progress p = {.wanted = isatty(STDERR_FILENO) == 1, .last = seconds()};
    hd_status status = hd_store_open_write(path, &s, err);

    if (status != HD_OK)
        return status;
    status = hd_transfer_import_docs(s, docs, n, show_progress, &p, err);
    end_progress(&p);
    if (status == HD_OK)
        print_summary(s, n, dry_run);
    /* What cannot be told is not stored: a failed import leaves the store as it was. */
    if (status == HD_OK && (fflush(stdout) != 0 || ferror(stdout)))
        status = hd_fail(err, HD_EIO, "cannot write to standard output; nothing was stored");
    if (status == HD_OK && !dry_run)
        status = hd_store_commit(s, err);
    if (status == HD_OK && !dry_run)
        status = print_ended(path, hd_store_summary(s), err);
    hd_store_close(s);
    return status;
}

/* Decks become records before the store is opened: a profile that fails leaves no trace. */
static hd_status import_all(const char *path, const hd_cmd_list *in, const char *profile,
                            const char *source, bool dry_run, hd_err *err)
{
    size_t n = in->n;
    hd_transfer_doc *docs = hd_calloc(n, sizeof *docs);
    hd_buf *records = hd_calloc(n, sizeof *records);
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < n; i++)
        status = hd_cmd_document(in->items[i], profile, source, &records[i], &docs[i], err);
    if (status == HD_OK)
        status = import(path, docs, n, dry_run, err);
    for (size_t i = 0; i < n; i++)
        hd_buf_release(&records[i]);
    hd_free(records);
    hd_free(docs);
    return status;
}

int hd_cmd_import(int argc, char **argv)
{
    const char *profile = NULL;
    const char *source = NULL;
    const char *store = NULL;
    bool dry_run = false;
    const hd_cmd_option options[] = {{"--store", &store, NULL, NULL},
                                     {"--profile", &profile, NULL, NULL},
                                     {"--source", &source, NULL, NULL},
                                     {"--dry-run", NULL, NULL, &dry_run}};
    hd_cmd_list operands = {NULL, 0, 0};
    hd_cmd_list in = {NULL, 0, 0};
    hd_err err = HD_ERR_INIT;
    hd_status status = hd_cmd_parse(argv[0], argc, argv, options, 4, &operands, NULL, &err);

    if (status == HD_OK && operands.n == 0)
        status = hd_fail(&err, HD_EUSAGE, "import: expected a file or folder to read");
    if (status == HD_OK && source && operands.n != 1)
        status =
            hd_fail(&err, HD_EUSAGE, "import: --source goes with one file, got %zu", operands.n);
    for (size_t i = 0; status == HD_OK && i < operands.n; i++)
        status = add_input(operands.items[i], &in, &err);
    if (status == HD_OK)
        status = import_all(hd_cmd_store(store), &in, profile, source, dry_run, &err);
    release_inputs(&in);
    hd_cmd_list_release(&operands);
    return status == HD_OK ? 0 : hd_cmd_fail(&err);
}
