#include "xlsx/book.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#define CREATED                                                                                    \
    315532800   /* 1980-01-01, the first day a zip file knows: the same plan gives the same bytes */
#define BODY 12 /* points */
#define DIGITS 10 /* n0 to n9 */
#define INDENTS 16
#define LINK_COLOUR 0x0B5394
#define A4 9
#define LINE_HEIGHT 16 /* points, of a line of the body */
#define MOST_LINES 25  /* that a row of Excel can be high */

/* Styles of texts with a name, and those of the two kinds of header cells. */
enum { TITLE, H1, H2, H3, LINE, TEXT, BOLD, RIGHT, LINK, HEAD, HEAD_RIGHT, STYLES };

static const struct style {
    const char *name; /* NULL: no cell has it by name */
    double size;
    bool bold, wrap, right;
} styles[STYLES] = {
    [TITLE] = {"title", 16, true, false, false},   [H1] = {"h1", 16, true, true, false},
    [H2] = {"h2", 14, true, true, false},          [H3] = {"h3", BODY, true, true, false},
    [LINE] = {"line", BODY, false, false, false},  [TEXT] = {"text", BODY, false, true, false},
    [BOLD] = {"bold", BODY, true, true, false},    [RIGHT] = {"right", BODY, false, true, true},
    [LINK] = {NULL, BODY, false, true, false},     [HEAD] = {NULL, BODY, true, true, false},
    [HEAD_RIGHT] = {NULL, BODY, true, true, true},
};

enum { PLAIN, THOUSANDS, SIGNED, KINDS };

struct hd_book {
    lxw_workbook *workbook;
    lxw_worksheet **sheets;
    char **names;
    size_t n_sheets, sheet; /* the sheet that is written, from 1; 0: none yet */
    lxw_row_t row;          /* the next one */
    const hd_plan_line *line;
    char *table;                /* its name while one is open, else NULL */
    lxw_row_t table_row;        /* of its header */
    lxw_table_column **columns; /* of the table, with a NULL at the end */
    size_t n_columns;
    bool ended; /* a table stands on this sheet */
    bool begun, described, done;
    lxw_format *styles[STYLES];
    lxw_format *indents[INDENTS];
    lxw_format *numbers[DIGITS][KINDS];
};

__attribute__((noreturn)) static void die(const hd_book *b, const char *what)
{
    hd_plan_die(b->line, what);
}

static void ok(const hd_book *b, lxw_error error)
{
    if (error != LXW_NO_ERROR)
        die(b, lxw_strerror(error));
}

static void *room(const hd_book *b, size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);

    if (!p)
        die(b, "out of memory");
    return p;
}

static char *copy(const hd_book *b, const char *s)
{
    char *p = room(b, strlen(s) + 1, 1);
    return strcpy(p, s);
}

/* ---- formats ---- */

static lxw_format *new_format(hd_book *b, double size, bool wrap)
{
    lxw_format *f = workbook_add_format(b->workbook);

    if (!f)
        die(b, "out of memory");
    format_set_font_name(f, "Arial");
    format_set_font_size(f, size);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (wrap)
        format_set_text_wrap(f);
    return f;
}

static lxw_format *style(hd_book *b, int which)
{
    const struct style *s = &styles[which];

    if (b->styles[which])
        return b->styles[which];
    lxw_format *f = new_format(b, s->size, s->wrap);
    if (s->bold)
        format_set_bold(f);
    if (s->right)
        format_set_align(f, LXW_ALIGN_RIGHT);
    if (which == LINK) {
        format_set_underline(f, LXW_UNDERLINE_SINGLE);
        format_set_font_color(f, LINK_COLOUR);
    }
    return b->styles[which] = f;
}

static lxw_format *indent(hd_book *b, unsigned long depth)
{
    if (!b->indents[depth]) {
        b->indents[depth] = new_format(b, BODY, true);
        format_set_indent(b->indents[depth], (uint8_t)depth);
    }
    return b->indents[depth];
}

static lxw_format *number(hd_book *b, int digits, int kind)
{
    char decimals[DIGITS + 2] = "", text[96];

    if (b->numbers[digits][kind])
        return b->numbers[digits][kind];
    if (digits > 0) {
        decimals[0] = '.';
        memset(decimals + 1, '0', (size_t)digits);
        decimals[digits + 1] = '\0';
    }
    if (kind == SIGNED)
        snprintf(text, sizeof text, "+0%s;-0%s;0%s", decimals, decimals, decimals);
    else
        snprintf(text, sizeof text, "%s%s", kind == THOUSANDS ? "#,##0" : "0", decimals);
    lxw_format *f = new_format(b, BODY, true);
    format_set_align(f, LXW_ALIGN_RIGHT);
    format_set_num_format(f, text);
    return b->numbers[digits][kind] = f;
}

/* ---- cells ---- */

static lxw_worksheet *sheet_of(const hd_book *b)
{
    if (b->sheet == 0)
        die(b, "no sheet has begun");
    return b->sheets[b->sheet - 1];
}

static void write_text(hd_book *b, lxw_col_t col, const char *text, lxw_format *f)
{
    if (*text)
        ok(b, worksheet_write_string(sheet_of(b), b->row, col, text, f));
    else
        ok(b, worksheet_write_blank(sheet_of(b), b->row, col, f));
}

/* "internal:'Table 1'!A1", with quotes in the name doubled. */
static void write_link(hd_book *b, lxw_col_t col, const char *target, const char *text)
{
    char url[256], *out = url, *rest;
    unsigned long to = strtoul(target, &rest, 10);

    if (rest == target || *rest || to == 0 || to > b->n_sheets)
        die(b, "a link to no worksheet");
    out += sprintf(out, "internal:'");
    for (const char *s = b->names[to - 1]; *s && out < url + sizeof url - 8; s++) {
        if (*s == '\'')
            *out++ = '\'';
        *out++ = *s;
    }
    strcpy(out, "'!A1");
    ok(b, worksheet_write_url_opt(sheet_of(b), b->row, col, url, style(b, LINK), text, NULL));
}

static void write_number(hd_book *b, lxw_col_t col, const char *name, const char *text)
{
    int kind = name[1] == '\0'  ? PLAIN
               : name[1] == ',' ? THOUSANDS
               : name[1] == '+' ? SIGNED
                                : KINDS;
    char *rest;
    double value = strtod(text, &rest);

    if (kind == KINDS || (name[1] && name[2]))
        die(b, "a style of numbers there is not");
    if (strspn(text, "+-.0123456789eE") != strlen(text) || rest == text || *rest)
        die(b, "expected a decimal number");
    ok(b, worksheet_write_number(sheet_of(b), b->row, col, value, number(b, name[0] - '0', kind)));
}

static void write_cell(hd_book *b, lxw_col_t col, char *cell)
{
    char *value = strchr(cell, '=');

    if (!value)
        die(b, "expected STYLE=VALUE");
    *value++ = '\0';
    if (cell[0] == 'n' && cell[1] >= '0' && cell[1] <= '9') {
        write_number(b, col, cell + 1, value);
        return;
    }
    if (strncmp(cell, "link", 4) == 0) {
        write_link(b, col, cell + 4, value);
        return;
    }
    if (strncmp(cell, "in", 2) == 0) {
        unsigned long depth = strtoul(cell + 2, NULL, 10);
        if (depth == 0 || depth >= INDENTS)
            die(b, "an indent there is not");
        write_text(b, col, value, indent(b, depth));
        return;
    }
    for (int i = 0; i < STYLES; i++) {
        if (styles[i].name && strcmp(cell, styles[i].name) == 0) {
            write_text(b, col, value, style(b, i));
            return;
        }
    }
    die(b, "a style there is not");
}

static void check_row(const hd_book *b)
{
    if (b->row >= LXW_ROW_MAX || b->line->n > LXW_COL_MAX)
        die(b, "more rows or columns than a worksheet has");
    if (b->line->n == 0)
        die(b, "a row without cells");
}

/* ---- operations ---- */

static void take_book(hd_book *b)
{
    char *const *f = b->line->fields;
    lxw_doc_properties properties = {.created = CREATED};

    if (b->line->n != 4)
        die(b, "expected title, subject, author, language");
    properties.title = *f[0] ? f[0] : NULL;
    properties.subject = *f[1] ? f[1] : NULL;
    properties.author = *f[2] ? f[2] : NULL;
    ok(b, workbook_set_properties(b->workbook, &properties));
    if (*f[3])
        ok(b, workbook_set_custom_property_string(b->workbook, "Language", f[3]));
}

static void take_sheets(hd_book *b)
{
    size_t n = b->line->n;

    b->sheets = room(b, n, sizeof *b->sheets);
    b->names = room(b, n, sizeof *b->names);
    for (size_t i = 0; i < n; i++) {
        const char *name = b->line->fields[i];
        ok(b, workbook_validate_sheet_name(b->workbook, name));
        b->names[i] = copy(b, name);
        b->sheets[i] = workbook_add_worksheet(b->workbook, name);
        if (!b->sheets[i])
            die(b, "out of memory");
        worksheet_set_paper(b->sheets[i], A4);
        worksheet_set_landscape(b->sheets[i]);
        worksheet_fit_to_pages(b->sheets[i], 1, 0);
    }
    b->n_sheets = n;
}

static void take_sheet(hd_book *b)
{
    if (b->table || b->sheet == b->n_sheets)
        die(b, "a sheet where none may begin");
    if (b->sheet > 0 && b->row == 0)
        die(b, "the sheet before is empty");
    b->sheet++;
    b->row = 0;
    b->ended = false;
    for (size_t i = 0; i < b->line->n; i++) {
        double width = strtod(b->line->fields[i], NULL);
        if (!(width >= 1 && width <= 255))
            die(b, "a width there is not");
        ok(b, worksheet_set_column(sheet_of(b), (lxw_col_t)i, (lxw_col_t)i, width, NULL));
    }
}

/* Programs fit the heights of rows to wrapped texts, but not all of them when they open a file. */
static void set_height(hd_book *b, const char *lines)
{
    char *rest;
    unsigned long n = strtoul(lines, &rest, 10);

    if (!*lines)
        return;
    if (*rest || n < 2 || n > MOST_LINES)
        die(b, "a height there is not");
    ok(b, worksheet_set_row(sheet_of(b), b->row, (double)n * LINE_HEIGHT, NULL));
}

static void take_row(hd_book *b)
{
    check_row(b);
    set_height(b, b->line->op + strlen("row"));
    if (b->ended)
        die(b, "a row below a table");
    if (b->table && b->line->n != b->n_columns)
        die(b, "a row of the table has another number of cells than its header");
    for (size_t i = 0; i < b->line->n; i++)
        write_cell(b, (lxw_col_t)i, b->line->fields[i]);
    b->row++;
}

static void take_table(hd_book *b)
{
    size_t n = b->line->n;

    sheet_of(b);
    check_row(b);
    if (b->table || b->ended || n < 2)
        die(b, "a table where none may begin, or without columns");
    b->table = copy(b, b->line->fields[0]);
    b->table_row = b->row++;
    b->n_columns = n - 1;
    b->columns = room(b, n, sizeof *b->columns);
    for (size_t i = 0; i < n - 1; i++) {
        char *header = b->line->fields[i + 1];
        if ((*header != '=' && *header != '>') || !header[1])
            die(b, "a column of a table without a header");
        b->columns[i] = room(b, 1, sizeof **b->columns);
        b->columns[i]->header = copy(b, header + 1);
        b->columns[i]->header_format = style(b, *header == '>' ? HEAD_RIGHT : HEAD);
    }
}

static void free_table(hd_book *b)
{
    for (size_t i = 0; b->table && i < b->n_columns; i++) {
        free(b->columns[i]->header);
        free(b->columns[i]);
    }
    free(b->columns);
    free(b->table);
    b->columns = NULL;
    b->table = NULL;
}

/* No fills, no bands and no buttons for filters: the words carry everything. */
static void take_end(hd_book *b)
{
    lxw_table_options options = {.no_autofilter = LXW_TRUE,
                                 .no_banded_rows = LXW_TRUE,
                                 .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
                                 .style_type_number = 0};

    if (!b->table || b->row < b->table_row + 2)
        die(b, "the end of no table, or of one without rows");
    options.name = b->table;
    options.columns = b->columns;
    ok(b, worksheet_add_table(sheet_of(b), b->table_row, 0, b->row - 1,
                              (lxw_col_t)(b->n_columns - 1), &options));
    free_table(b);
    b->ended = true;
}

static void take_done(hd_book *b)
{
    if (b->table || b->n_sheets == 0 || b->sheet != b->n_sheets || b->row == 0)
        die(b, "done before every sheet was written");
    b->done = true;
}

hd_book *hd_book_new(const char *path)
{
    lxw_workbook_options options = {0};
    hd_book *b = calloc(1, sizeof *b);

    if (!b)
        hd_plan_die(NULL, "out of memory");
    b->workbook = workbook_new_opt(path, &options);
    if (!b->workbook)
        hd_plan_die(NULL, "out of memory");
    return b;
}

void hd_book_take(hd_book *b, const hd_plan_line *line)
{
    static const struct {
        const char *name;
        void (*take)(hd_book *);
    } ops[] = {{"sheet", take_sheet},
               {"row", take_row},
               {"table", take_table},
               {"end", take_end},
               {"done", take_done}};

    b->line = line;
    if (!b->begun) {
        if (strcmp(line->op, "heddle-xlsx 1") != 0)
            die(b, "expected a plan of version 1");
        b->begun = true;
        return;
    }
    if (!b->described || b->n_sheets == 0) {
        if (strcmp(line->op, b->described ? "sheets" : "book") != 0)
            die(b, "expected book, then sheets");
        b->described ? take_sheets(b) : take_book(b);
        b->described = true;
        return;
    }
    if (strncmp(line->op, "row", strlen("row")) == 0 && !b->done) {
        take_row(b);
        return;
    }
    for (size_t i = 0; i < sizeof ops / sizeof *ops && !b->done; i++) {
        if (strcmp(line->op, ops[i].name) == 0) {
            ops[i].take(b);
            return;
        }
    }
    die(b, "an operation that may not stand here");
}

void hd_book_close(hd_book *b)
{
    if (!b->done)
        hd_plan_die(NULL, "the plan ends before it is done");
    b->line = NULL;
    ok(b, workbook_close(b->workbook));
    for (size_t i = 0; i < b->n_sheets; i++)
        free(b->names[i]);
    free(b->names);
    free(b->sheets);
    free(b);
}
