#include "io/csv_in.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "io/json_check.h"

#define MB ((size_t)1024 * 1024)
#define SHOWN 10 /* bytes of what stands where it should not */

struct hd_csv {
    char *name;
    hd_buf file; /* empty when the text is the caller's */
    const char *s;
    size_t len;
    size_t at;
    size_t line; /* that `at` stands on */
    char delimiter;
    hd_buf cells; /* of the row, each with its NUL */
    size_t *starts;
    size_t cap_starts;
    const char **pointers;
    size_t cap_pointers;
};

/* Length of the line end at `at`, 0 if there is none. */
static size_t line_end(const hd_csv *c, size_t at)
{
    if (at == c->len)
        return 0;
    if (c->s[at] == '\n')
        return 1;
    if (c->s[at] != '\r')
        return 0;
    return at + 1 < c->len && c->s[at + 1] == '\n' ? 2 : 1;
}

static size_t line_of(const hd_csv *c, size_t at)
{
    size_t line = 1;

    for (size_t i = 0; i < at;) {
        size_t end = line_end(c, i);
        line += end > 0;
        i += end > 0 ? end : 1;
    }
    return line;
}

/* The delimiter that stands most often outside quotes in the first row that has bytes. */
static char find_delimiter(const hd_csv *c)
{
    static const char delimiters[] = {',', ';', '\t'};
    size_t counts[sizeof delimiters] = {0};
    size_t best = 0;
    size_t at = c->at;
    bool quoted = false;

    while (line_end(c, at) > 0)
        at++;
    for (; at < c->len && (quoted || line_end(c, at) == 0); at++) {
        if (c->s[at] == '"')
            quoted = !quoted;
        for (size_t i = 0; i < sizeof delimiters && !quoted; i++)
            counts[i] += c->s[at] == delimiters[i];
    }
    for (size_t i = 1; i < sizeof delimiters; i++) {
        if (counts[i] > counts[best])
            best = i;
    }
    return delimiters[best];
}

static hd_status check_bytes(const hd_csv *c, hd_err *err)
{
    const char *nul = memchr(c->s, '\0', c->len);
    size_t bad = 0;

    if (nul)
        return hd_fail(err, HD_EDATA, "%s:%zu: a NUL byte", c->name,
                       line_of(c, (size_t)(nul - c->s)));
    if (!hd_utf8_valid(c->s, c->len, &bad))
        return hd_fail(err, HD_EDATA, "%s:%zu: invalid UTF-8 (save it as CSV UTF-8)", c->name,
                       line_of(c, bad));
    return HD_OK;
}

/* Takes `file`, which is empty when the text is the caller's. */
static hd_status start(const char *name, hd_buf *file, const char *s, size_t len, hd_csv **out,
                       hd_err *err)
{
    hd_csv *c = hd_calloc(1, sizeof *c);

    *out = NULL;
    c->name = hd_strdup(name);
    c->file = *file;
    c->s = s;
    c->len = len;
    c->line = 1;
    hd_status status = hd_json_check_bom(s, len, &c->at, err);
    if (status != HD_OK)
        hd_err_at(err, "%s", name);
    else
        status = check_bytes(c, err);
    if (status != HD_OK) {
        hd_csv_close(c);
        return status;
    }
    c->delimiter = find_delimiter(c);
    *out = c;
    return HD_OK;
}

hd_status hd_csv_open(const char *path, hd_csv **out, hd_err *err)
{
    hd_buf file = HD_BUF_INIT;
    hd_status status = hd_file_read(path, HD_CSV_MAX_FILE, &file, err);

    *out = NULL;
    if (status == HD_ELIMIT)
        status = hd_fail(err, HD_EDATA, "%s: a .csv file has at most %zu MB", path,
                         HD_CSV_MAX_FILE / MB);
    if (status != HD_OK) {
        hd_buf_release(&file);
        return status;
    }
    return start(path, &file, hd_buf_str(&file), file.len, out, err);
}

hd_status hd_csv_text(const char *name, const char *text, size_t len, hd_csv **out, hd_err *err)
{
    hd_buf none = HD_BUF_INIT;

    return start(name, &none, text, len, out, err);
}

void hd_csv_close(hd_csv *c)
{
    if (!c)
        return;
    hd_free(c->name);
    hd_buf_release(&c->file);
    hd_buf_release(&c->cells);
    hd_free(c->starts);
    hd_free(c->pointers);
    hd_free(c);
}

/* ---- cells ---- */

static hd_status add_bytes(hd_csv *c, size_t start_of_cell, size_t from, size_t to, hd_err *err)
{
    if (c->cells.len - start_of_cell + (to - from) > HD_CSV_MAX_CELL)
        return hd_fail(err, HD_EDATA, "%s:%zu: a cell has at most %zu MB", c->name, c->line,
                       HD_CSV_MAX_CELL / MB);
    if (c->cells.len + (to - from) > HD_CSV_MAX_ROW)
        return hd_fail(err, HD_EDATA, "%s:%zu: a row has at most %zu MB", c->name, c->line,
                       HD_CSV_MAX_ROW / MB);
    hd_buf_add(&c->cells, c->s + from, to - from);
    return HD_OK;
}

/* What stands between quotes; c->at is behind the opening one, and then behind the closing one. */
static hd_status take_quoted(hd_csv *c, size_t cell, hd_err *err)
{
    size_t opened = c->line;
    size_t from = c->at;
    hd_status status = HD_OK;

    while (c->at < c->len) {
        size_t end = line_end(c, c->at);
        if (end > 0) {
            c->line++;
            c->at += end;
        } else if (c->s[c->at] != '"') {
            c->at++;
        } else if (c->at + 1 < c->len && c->s[c->at + 1] == '"') {
            /* The first of the two is the character. */
            if ((status = add_bytes(c, cell, from, c->at + 1, err)) != HD_OK)
                return status;
            c->at += 2;
            from = c->at;
        } else {
            status = add_bytes(c, cell, from, c->at, err);
            c->at++;
            return status;
        }
        if (c->at - from > HD_CSV_MAX_CELL)
            return hd_fail(err, HD_EDATA,
                           "%s:%zu: a cell has at most %zu MB (is its closing quote missing?)",
                           c->name, opened, HD_CSV_MAX_CELL / MB);
    }
    return hd_fail(err, HD_EDATA, "%s:%zu: a quoted cell begins here and does not end", c->name,
                   opened);
}

static hd_status take_plain(hd_csv *c, size_t cell, hd_err *err)
{
    size_t from = c->at;

    while (c->at < c->len && c->s[c->at] != c->delimiter && line_end(c, c->at) == 0)
        c->at++;
    return add_bytes(c, cell, from, c->at, err);
}

/* One cell; *last: a line end or the end of the file follows. */
static hd_status take_cell(hd_csv *c, bool *last, hd_err *err)
{
    size_t cell = c->cells.len;
    bool quoted = c->at < c->len && c->s[c->at] == '"';
    hd_status status;

    c->at += quoted;
    status = quoted ? take_quoted(c, cell, err) : take_plain(c, cell, err);
    if (status != HD_OK)
        return status;
    hd_buf_addc(&c->cells, '\0');
    *last = c->at == c->len || line_end(c, c->at) > 0;
    size_t left = c->len - c->at;
    if (!*last && c->s[c->at] != c->delimiter)
        return hd_fail(
            err, HD_EDATA, "%s:%zu: expected %s or a line end after the closing quote, got '%.*s'",
            c->name, c->line,
            c->delimiter == ','   ? "','"
            : c->delimiter == ';' ? "';'"
                                  : "a tab",
            left <= SHOWN ? (int)left : hd_utf8_shown(c->s + c->at, SHOWN), c->s + c->at);
    if (!*last)
        c->at++;
    return HD_OK;
}

hd_status hd_csv_next(hd_csv *c, hd_csv_row *row, bool *more, hd_err *err)
{
    size_t n = 0;
    size_t end;
    bool last = false;

    while ((end = line_end(c, c->at)) > 0) {
        c->at += end;
        c->line++;
    }
    *more = c->at < c->len;
    if (!*more)
        return HD_OK;
    row->line = c->line;
    hd_buf_clear(&c->cells);
    while (!last) {
        if (n == HD_CSV_MAX_COLUMNS)
            return hd_fail(err, HD_EDATA, "%s:%zu: a row has at most %d cells", c->name, c->line,
                           HD_CSV_MAX_COLUMNS);
        HD_PUSH(c->starts, n, c->cap_starts, c->cells.len);
        hd_status status = take_cell(c, &last, err);
        if (status != HD_OK)
            return status;
    }
    end = line_end(c, c->at);
    c->at += end;
    c->line += end > 0;
    hd_grow((void **)&c->pointers, &c->cap_pointers, n, sizeof *c->pointers);
    for (size_t i = 0; i < n; i++)
        c->pointers[i] = c->cells.data + c->starts[i];
    row->cells = c->pointers;
    row->n = n;
    return HD_OK;
}
