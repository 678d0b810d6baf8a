#include "store_kit.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/file.h"
#include "io/transfer.h"

hd_err kit_err;
hd_import_summary kit_summary;

static char folder[64];
static hd_arena arena;
static hd_buf notices;
static hd_buf unmatched;

void kit_begin(void)
{
    snprintf(folder, sizeof folder, "/tmp/heddle-store-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    hd_arena_init(&arena);
}

static size_t each_entry(bool remove_it)
{
    DIR *d = opendir(folder);
    struct dirent *e;
    size_t n = 0;

    while (d && (e = readdir(d)) != NULL) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        n++;
        if (remove_it)
            unlink(kit_path(e->d_name));
    }
    if (d)
        closedir(d);
    return n;
}

size_t kit_files(void)
{
    return each_entry(false);
}

void kit_end(void)
{
    chmod(folder, 0700);
    each_entry(true);
    rmdir(folder);
    hd_arena_release(&arena);
    hd_buf_release(&notices);
    hd_buf_release(&unmatched);
}

const char *kit_path(const char *name)
{
    return hd_arena_printf(&arena, "%s%s%s", folder, *name ? "/" : "", name);
}

void kit_write(const char *name, const char *text)
{
    cr_assert_eq(hd_file_write(kit_path(name), text, strlen(text), &kit_err), HD_OK, "%s",
                 kit_err.msg);
}

static void keep_summary(const hd_import_summary *sum)
{
    kit_summary = *sum;
    hd_buf_clear(&notices);
    hd_buf_clear(&unmatched);
    for (size_t i = 0; i < sum->n_notices; i++)
        hd_buf_printf(&notices, "%s\n", sum->notices[i]);
    for (size_t i = 0; i < sum->n_unmatched; i++) {
        const hd_unmatched *u = &sum->unmatched[i];
        hd_buf_printf(&unmatched, "%s %s %zu %s\n", u->what, u->name, u->uses,
                      u->candidate ? "candidate"
                      : u->nearest ? u->nearest
                                   : "-");
    }
}

const char *kit_notices(void)
{
    return hd_buf_str(&notices);
}

const char *kit_unmatched(void)
{
    return hd_buf_str(&unmatched);
}

hd_status kit_import(const char *name, const char *const *files)
{
    const char *paths[64];
    size_t n = 0;
    hd_store *s = NULL;

    memset(&kit_err, 0, sizeof kit_err);
    for (; files[n]; n++)
        paths[n] = kit_path(files[n]);
    hd_status status = hd_store_open_write(kit_path(name), &s, &kit_err);
    if (status == HD_OK)
        status = hd_transfer_import(s, paths, n, NULL, NULL, &kit_err);
    if (status == HD_OK)
        status = hd_store_commit(s, &kit_err);
    if (status == HD_OK)
        keep_summary(hd_store_summary(s));
    hd_store_close(s);
    return status;
}

hd_status kit_import_text(const char *name, const char *text)
{
    static const char *const files[] = {"input.jsonl", NULL};

    kit_write("input.jsonl", text);
    hd_status status = kit_import(name, files);
    unlink(kit_path("input.jsonl"));
    return status;
}

hd_status kit_to_buf(void *ctx, const char *bytes, size_t len, hd_err *err)
{
    (void)err;
    hd_buf_add(ctx, bytes, len);
    return HD_OK;
}

char *kit_export(const char *name)
{
    hd_store *s = NULL;
    hd_buf out = HD_BUF_INIT;
    hd_status status = hd_store_open_read(kit_path(name), &s, &kit_err);

    if (status == HD_OK)
        status = hd_transfer_export(s, kit_to_buf, &out, &kit_err);
    cr_assert_eq(status, HD_OK, "%s", kit_err.msg);
    hd_store_close(s);
    return hd_buf_take(&out);
}

char *kit_bytes(const char *name, size_t *len)
{
    hd_buf all = HD_BUF_INIT;

    cr_assert_eq(hd_file_read(kit_path(name), (size_t)1 << 30, &all, &kit_err), HD_OK, "%s",
                 kit_err.msg);
    *len = all.len;
    return hd_buf_take(&all);
}

bool kit_same_bytes(const char *name, const char *bytes, size_t len)
{
    size_t now_len;
    char *now = kit_bytes(name, &now_len);
    bool same = now_len == len && memcmp(now, bytes, len) == 0;

    hd_free(now);
    return same;
}

static int add_row(void *ctx, int n, char **values, char **names)
{
    (void)names;
    for (int i = 0; i < n; i++)
        hd_buf_printf(ctx, "%s%s", i > 0 ? "|" : "", values[i] ? values[i] : "NULL");
    hd_buf_addc(ctx, '\n');
    return 0;
}

char *kit_query(const char *name, const char *sql)
{
    sqlite3 *db = NULL;
    hd_buf out = HD_BUF_INIT;
    char *message = NULL;

    cr_assert_eq(sqlite3_open(kit_path(name), &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, sql, add_row, &out, &message), SQLITE_OK, "%s", message);
    sqlite3_close(db);
    return hd_buf_take(&out);
}

void kit_exec(const char *name, const char *sql)
{
    hd_free(kit_query(name, sql));
}

uint32_t kit_random(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % below);
}

size_t kit_rounds(size_t full)
{
    const char *scale = getenv("HEDDLE_TEST_SCALE");
    size_t factor = scale ? strtoul(scale, NULL, 10) : 1;
    size_t n = full / 20 * (factor ? factor : 1);
    return n ? n : 1;
}
