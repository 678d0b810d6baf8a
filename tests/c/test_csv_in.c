/* CSV: what spreadsheets write is read back, and what is none is refused with its line. */
#include "io/csv_in.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "store_kit.h"

/* The rows as text: cells apart by '|', line ends in cells as '~', each row as "LINE:cells\n". */
static hd_status read_bytes(const char *text, size_t len, hd_buf *out, hd_err *err)
{
    hd_csv *csv = NULL;
    bool more = true;
    /* A copy of this very length: the sanitizer sees a read past its end. */
    char *copy = hd_alloc(len);
    memcpy(copy, text, len);
    hd_status status = hd_csv_text("a.csv", copy, len, &csv, err);

    while (status == HD_OK) {
        hd_csv_row row;
        status = hd_csv_next(csv, &row, &more, err);
        if (status != HD_OK || !more)
            break;
        hd_buf_printf(out, "%zu:", row.line);
        for (size_t i = 0; i < row.n; i++)
            hd_buf_printf(out, "%s%s", i > 0 ? "|" : "", row.cells[i]);
        hd_buf_addc(out, '\n');
    }
    hd_csv_close(csv);
    hd_free(copy);
    return status;
}

static void reads(const char *text, const char *want)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(read_bytes(text, strlen(text), &out, &err), HD_OK, "%s", err.msg);
    cr_expect_str_eq(hd_buf_str(&out), want, "for %s got %s", text, hd_buf_str(&out));
    hd_buf_release(&out);
}

static void refuses_bytes(const char *text, size_t len, const char *message)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_expect_eq(read_bytes(text, len, &out, &err), HD_EDATA, "for %s", text);
    cr_expect_str_eq(err.msg, message, "got %s", err.msg);
    hd_buf_release(&out);
}

static void refuses(const char *text, const char *message)
{
    refuses_bytes(text, strlen(text), message);
}

Test(csv_in, rows_and_cells)
{
    reads("", "");
    reads("\xef\xbb\xbf", "");
    reads("\n\r\n\r", "");
    reads("a,b\n1,2\n", "1:a|b\n2:1|2\n");
    reads("a,b\n1,2", "1:a|b\n2:1|2\n");
    reads("\xef\xbb\xbf"
          "a,b\r\n1,\r\n,2\r\n",
          "1:a|b\n2:1|\n3:|2\n");
    reads("a,b\r1,2\r", "1:a|b\n2:1|2\n");
    reads("a\n\n\nb\n", "1:a\n4:b\n");
    reads("\"\"\n\"\",\n", "1:\n2:|\n");
    reads("a,b,", "1:a|b|\n");
}

Test(csv_in, quoted_cells_hold_anything)
{
    reads("\"a,b\",\"c\"\"d\"\n\"\"\"\",x\n", "1:a,b|c\"d\n2:\"|x\n");
    reads("a,\"line 1\nline 2\r\nline 3\rline 4\",b\nc,d,e\n",
          "1:a|line 1\nline 2\r\nline 3\rline 4|b\n5:c|d|e\n");
    reads("a b\"c\"d,\" x\"\n", "1:a b\"c\"d| x\n");
    reads("\"\xef\xbb\xbf\xc3\xa9\"\n", "1:\xef\xbb\xbf\xc3\xa9\n");
}

Test(csv_in, the_first_row_tells_the_delimiter)
{
    reads("a;b;c\n1,5;2;x\n", "1:a|b|c\n2:1,5|2|x\n");
    reads("a\tb\n1,5;\t2\n", "1:a|b\n2:1,5;|2\n");
    reads("\n\"a,b,c\";d\n1;2\n", "2:a,b,c|d\n3:1|2\n");
    reads("a,b;c\n", "1:a|b;c\n");
    reads("plain\na,b\n", "1:plain\n2:a|b\n");
}

Test(csv_in, what_is_no_csv_is_refused_with_its_line)
{
    refuses("a,b\n\n1,\"2\n3\n", "a.csv:3: a quoted cell begins here and does not end");
    refuses("a,b\n\"1\n2\"x,3\n",
            "a.csv:3: expected ',' or a line end after the closing quote, got 'x,3?'");
    refuses("a;b\n\"1\" ;2\n",
            "a.csv:2: expected ';' or a line end after the closing quote, got ' ;2?'");
    refuses("a\tb\n\"1\"x",
            "a.csv:2: expected a tab or a line end after the closing quote, got 'x'");
    refuses_bytes("a,b\r\n1,\0002\n", 10, "a.csv:2: a NUL byte");
    refuses("a,b\r\n1,2\r\n3,\xe9\n", "a.csv:3: invalid UTF-8 (save it as CSV UTF-8)");
    refuses_bytes("\xff\xfe"
                  "a\0",
                  4, "a.csv: this is UTF-16; save it as UTF-8");
}

Test(csv_in, cells_rows_and_columns_are_bounded)
{
    hd_buf text = HD_BUF_INIT;
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    for (int i = 0; i < HD_CSV_MAX_COLUMNS; i++)
        hd_buf_adds(&text, ",");
    hd_buf_adds(&text, "\n");
    refuses(text.data, "a.csv:1: a row has at most 1000 cells");
    for (int quoted = 0; quoted < 2; quoted++) {
        hd_buf_clear(&text);
        hd_buf_adds(&text, quoted ? "a\n\"" : "a\n");
        for (size_t i = 0; i < HD_CSV_MAX_CELL; i++)
            hd_buf_addc(&text, 'x');
        cr_assert_eq(read_bytes(text.data, text.len - (quoted ? 1 : 0), &out, &err),
                     quoted ? HD_EDATA : HD_OK);
        hd_buf_adds(&text, quoted ? "x\"" : "x");
        refuses(text.data, quoted
                               ? "a.csv:2: a cell has at most 1 MB (is its closing quote missing?)"
                               : "a.csv:2: a cell has at most 1 MB");
    }
    hd_buf_clear(&text);
    for (int cell = 0; cell < 20; cell++) {
        for (size_t i = 0; i < HD_CSV_MAX_CELL - 1; i++)
            hd_buf_addc(&text, 'x');
        hd_buf_addc(&text, ',');
    }
    refuses(text.data, "a.csv:1: a row has at most 16 MB");
    hd_buf_release(&text);
    hd_buf_release(&out);
}

/* ---- random tables ---- */

static uint64_t seed;

static void random_cell(hd_buf *cell)
{
    static const char *const pieces[] = {"a",  "b",  " ",  ",",    ";",        "\t",
                                         "\"", "\n", "\r", "\r\n", "\xc3\xa9", "'"};
    for (uint32_t n = kit_random(&seed, 6); n > 0; n--)
        hd_buf_adds(cell, pieces[kit_random(&seed, 12)]);
}

/* As a spreadsheet writes it: quoted where it must be, or always. */
static void write_cell(const hd_buf *cell, bool always, hd_buf *out)
{
    if (!always && cell->len > 0 && !strpbrk(cell->data, ",;\t\"\r\n")) {
        hd_buf_add(out, cell->data, cell->len);
        return;
    }
    hd_buf_addc(out, '"');
    for (size_t i = 0; i < cell->len; i++) {
        if (cell->data[i] == '"')
            hd_buf_addc(out, '"');
        hd_buf_addc(out, cell->data[i]);
    }
    hd_buf_addc(out, '"');
}

static size_t lines_in(const hd_buf *cell)
{
    size_t n = 0;

    for (size_t i = 0; i < cell->len; i++)
        n += cell->data[i] == '\n' ||
             (cell->data[i] == '\r' && (i + 1 == cell->len || cell->data[i + 1] != '\n'));
    return n;
}

static void random_table(uint64_t round_seed)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    const char *end = ends[kit_random(&seed, 3)];
    char delimiter = ",;\t"[kit_random(&seed, 3)];
    bool always = kit_random(&seed, 2);
    size_t columns = 2 + kit_random(&seed, 4);
    size_t rows = kit_random(&seed, 6);
    size_t line = 2;
    hd_buf text = HD_BUF_INIT;
    hd_buf want = HD_BUF_INIT;
    hd_buf got = HD_BUF_INIT;
    hd_buf cell = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    if (kit_random(&seed, 2))
        hd_buf_adds(&text, "\xef\xbb\xbf");
    hd_buf_adds(&want, "1:");
    for (size_t i = 0; i < columns; i++) {
        hd_buf_printf(&text, "%.*sh", i > 0, &delimiter);
        hd_buf_adds(&want, i > 0 ? "|h" : "h");
    }
    hd_buf_addc(&want, '\n');
    for (size_t r = 0; r < rows; r++) {
        size_t first = line;
        hd_buf_adds(&text, end);
        hd_buf_printf(&want, "%zu:", first);
        for (size_t i = 0; i < columns; i++) {
            hd_buf_clear(&cell);
            random_cell(&cell);
            hd_buf_printf(&text, "%.*s", i > 0, &delimiter);
            write_cell(&cell, always, &text);
            hd_buf_printf(&want, "%s%s", i > 0 ? "|" : "", cell.len > 0 ? cell.data : "");
            line += lines_in(&cell);
        }
        hd_buf_addc(&want, '\n');
        line++;
    }
    if (kit_random(&seed, 2))
        hd_buf_adds(&text, end);
    cr_assert_eq(read_bytes(text.data, text.len, &got, &err), HD_OK, "seed %llu: %s",
                 (unsigned long long)round_seed, err.msg);
    cr_assert_str_eq(hd_buf_str(&got), want.data, "seed %llu", (unsigned long long)round_seed);
    hd_buf_release(&text);
    hd_buf_release(&want);
    hd_buf_release(&got);
    hd_buf_release(&cell);
}

Test(csv_in, random_tables_are_read_as_they_were_written)
{
    for (size_t i = 0; i < kit_rounds(20000); i++) {
        uint64_t round_seed = seed = 77000 + i;
        random_table(round_seed);
    }
}

/* Any bytes at all: no crash, and every failure has a line. */
Test(csv_in, random_bytes_are_read_or_refused)
{
    static const char bytes[] = "ab,;\t\"\"\"\n\r' \xc3\xa9\xff";
    for (size_t i = 0; i < kit_rounds(20000); i++) {
        char text[40];
        hd_buf out = HD_BUF_INIT;
        hd_err err = HD_ERR_INIT;
        seed = 99000 + i;
        size_t len = kit_random(&seed, sizeof text);
        for (size_t j = 0; j < len; j++)
            text[j] = bytes[kit_random(&seed, sizeof bytes - 1 - (i % 4 != 0))];
        hd_status status = read_bytes(text, len, &out, &err);
        cr_assert(status == HD_OK || strncmp(err.msg, "a.csv", 5) == 0, "seed %zu: %s", 99000 + i,
                  err.msg);
        hd_buf_release(&out);
    }
}
