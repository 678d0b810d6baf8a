#include "io/sheet.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/intern.h"
#include "base/utf8.h"
#include "io/csv_in.h"
#include "io/rule.h"

typedef enum column { REVIEW, FINDING, CODED, TEXT, WRITTEN, SUGGESTED, THEME, OTHER } column;
static const char *const names[OTHER] = {"review",           "finding",         "coded", "text",
                                         "label as written", "suggested theme", "theme"};

typedef struct reader {
    hd_csv *csv;
    hd_sheet *sheet;
    size_t line;      /* of the row that is read */
    size_t n_columns; /* of the header */
    size_t at[OTHER]; /* cells of the columns; n_columns: there is none */
    hd_intern reviews;
} reader;

bool hd_sheet_named(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot, ".csv") == 0;
}

static hd_status fail_at(const reader *r, hd_err *err)
{
    hd_err_at(err, "%s:%zu", r->sheet->path, r->line);
    return HD_EDATA;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without white space at its ends. */
static const char *trimmed(hd_arena *a, const char *s)
{
    size_t len;

    while (is_space(*s))
        s++;
    len = strlen(s);
    while (len > 0 && is_space(s[len - 1]))
        len--;
    return len > 0 ? hd_arena_strndup(a, s, len) : "";
}

/* ---- the header ---- */

static column column_named(const char *name)
{
    hd_buf folded = HD_BUF_INIT;
    size_t i = 0;

    hd_utf8_fold(name, strlen(name), &folded);
    while (i < OTHER && strcmp(names[i], hd_buf_str(&folded)) != 0)
        i++;
    hd_buf_release(&folded);
    return (column)i;
}

static hd_status no_sheet(const reader *r, const char *why, const char *got, hd_err *err)
{
    char shown[HD_RULE_SHOWN + 4];

    hd_fail(err, HD_EDATA, "no coding sheet: %s (expected the header " HD_SHEET_HEADER, why);
    hd_rule_shorten(got, shown);
    hd_err_add(err, *got ? ", got '%s')" : ")%s", shown);
    return fail_at(r, err);
}

static hd_status check_header(const reader *r, const hd_csv_row *row, hd_err *err)
{
    hd_buf got = HD_BUF_INIT;
    bool has[OTHER];
    const char *why = NULL;

    for (size_t i = 0; i < OTHER; i++)
        has[i] = r->at[i] < r->n_columns;
    if (!has[REVIEW])
        why = "it has no column 'review'";
    else if (!has[FINDING] && !has[TEXT])
        why = "it has no column 'finding' or 'text'";
    else if (!has[THEME] && !has[CODED])
        why = "it has no column 'theme' or 'coded'";
    if (!why)
        return HD_OK;
    for (size_t i = 0; i < row->n && got.len <= HD_RULE_SHOWN; i++)
        hd_buf_printf(&got, "%s%s", i > 0 ? "," : "", row->cells[i]);
    hd_status status = no_sheet(r, why, hd_buf_str(&got), err);
    hd_buf_release(&got);
    return status;
}

static hd_status read_header(reader *r, hd_err *err)
{
    hd_sheet *sheet = r->sheet;
    hd_csv_row row;
    bool more;
    hd_status status = hd_csv_next(r->csv, &row, &more, err);

    if (status != HD_OK)
        return status;
    r->line = 1;
    if (!more)
        return no_sheet(r, "it is empty", "", err);
    r->line = row.line;
    r->n_columns = row.n;
    for (size_t i = 0; i < OTHER; i++)
        r->at[i] = row.n;
    for (size_t i = 0; i < row.n; i++) {
        const char *name = trimmed(&sheet->arena, row.cells[i]);
        column c = column_named(name);
        if (c == OTHER) {
            if (*name)
                HD_PUSH(sheet->ignored, sheet->n_ignored, sheet->cap_ignored, name);
            continue;
        }
        if (r->at[c] < row.n) {
            hd_fail(err, HD_EDATA, "the column '%s' is there twice", names[c]);
            return fail_at(r, err);
        }
        r->at[c] = i;
    }
    sheet->has_theme = r->at[THEME] < row.n;
    return check_header(r, &row, err);
}

/* ---- rows ---- */

static const char *cell(const reader *r, const hd_csv_row *row, column c)
{
    size_t at = r->at[c];

    return at < r->n_columns && at < row->n ? trimmed(&r->sheet->arena, row->cells[at]) : "";
}

static bool is_empty(const hd_csv_row *row, size_t from)
{
    for (size_t i = from; i < row->n; i++) {
        for (const char *p = row->cells[i]; *p; p++) {
            if (!is_space(*p))
                return false;
        }
    }
    return true;
}

static hd_status read_coded(const char *word, hd_coded *out, hd_err *err)
{
    static const struct {
        const char *word;
        hd_coded coded;
    } words[] = {{"", HD_CODED_ABSENT},  {"yes", HD_CODED_YES},  {"no", HD_CODED_NO},
                 {"true", HD_CODED_YES}, {"false", HD_CODED_NO}, {"1", HD_CODED_YES},
                 {"0", HD_CODED_NO}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasecmp(word, words[i].word) == 0) {
            *out = words[i].coded;
            return HD_OK;
        }
    }
    hd_rule_expected("yes, no or an empty cell", word, err);
    hd_err_at(err, "coded");
    return HD_EDATA;
}

static hd_status read_row(reader *r, const hd_csv_row *row, hd_err *err)
{
    hd_sheet *sheet = r->sheet;
    hd_sheet_row out = {.line = row->line,
                        .review = cell(r, row, REVIEW),
                        .finding = cell(r, row, FINDING),
                        .text = cell(r, row, TEXT),
                        .written = cell(r, row, WRITTEN),
                        .theme = cell(r, row, THEME)};
    bool finding = *out.finding || *out.text;
    hd_status status = read_coded(cell(r, row, CODED), &out.coded, err);

    if (status == HD_OK && !is_empty(row, r->n_columns))
        status =
            hd_fail(err, HD_EDATA, "the row has %zu cells, the header %zu", row->n, r->n_columns);
    if (status == HD_OK && !*out.review)
        status = hd_fail(err, HD_EDATA, "review: expected the id of a review");
    /* A review without findings can be marked as coded. */
    if (status == HD_OK && !finding && (*out.theme || out.coded == HD_CODED_ABSENT))
        status = hd_fail(err, HD_EDATA, "finding: expected the id or the text of a finding");
    if (status != HD_OK)
        return fail_at(r, err);
    out.review_number = hd_intern_add(&r->reviews, out.review);
    HD_PUSH(sheet->rows, sheet->n_rows, sheet->cap_rows, out);
    return HD_OK;
}

static hd_status read_rows(reader *r, hd_err *err)
{
    hd_status status = read_header(r, err);

    while (status == HD_OK) {
        hd_csv_row row;
        bool more;
        status = hd_csv_next(r->csv, &row, &more, err);
        if (status != HD_OK || !more)
            return status;
        r->line = row.line;
        if (!is_empty(&row, 0))
            status = read_row(r, &row, err);
    }
    return status;
}

hd_status hd_sheet_read(const char *path, hd_sheet *out, hd_err *err)
{
    reader r = {.sheet = out};

    memset(out, 0, sizeof *out);
    hd_arena_init(&out->arena);
    out->path = hd_arena_strdup(&out->arena, path);
    hd_status status = hd_csv_open(path, &r.csv, err);
    if (status != HD_OK)
        return status;
    hd_intern_init(&r.reviews);
    status = read_rows(&r, err);
    hd_intern_release(&r.reviews);
    hd_csv_close(r.csv);
    return status;
}

void hd_sheet_release(hd_sheet *sheet)
{
    hd_free(sheet->rows);
    hd_free(sheet->ignored);
    hd_arena_release(&sheet->arena);
    memset(sheet, 0, sizeof *sheet);
}
