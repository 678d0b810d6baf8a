#include "host/line_text.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/utf8.h"

void hd_terminal_size(size_t *rows, size_t *columns)
{
    struct winsize size = {0};

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        size = (struct winsize){0};
    if (rows)
        *rows = size.ws_row > 0 ? size.ws_row : 24;
    if (columns)
        *columns = size.ws_col > 0 ? size.ws_col : 80;
}

/* ---- wide characters ---- */

bool hd_wide_is_text(wchar_t c)
{
    return c == L'\n' || c == L'\t' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c <= 0x10FFFF);
}

void hd_wide_add(hd_buf *out, const wchar_t *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned c = (unsigned)s[i];
        if (!hd_wide_is_text(s[i]) || (c >= 0xD800 && c < 0xE000))
            continue;
        if (c < 0x80) {
            hd_buf_addc(out, (char)c);
            continue;
        }
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        static const unsigned char marks[] = {0, 0xC0, 0xE0, 0xF0};
        hd_buf_addc(out, (char)(marks[more] | c >> (6 * more)));
        while (more-- > 0)
            hd_buf_addc(out, (char)(0x80 | (c >> (6 * more) & 0x3F)));
    }
}

wchar_t *hd_wide_of(const char *s, size_t len)
{
    wchar_t *out = hd_calloc(len + 1, sizeof *out);
    size_t n = 0, i = 0, good = 0;

    while (i < len) {
        if (hd_utf8_valid(s + i, len - i, &good))
            good = len - i;
        for (size_t end = i + good; i < end;) {
            unsigned char c = (unsigned char)s[i++];
            int more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
            unsigned w = more == 0 ? c : c & (0x3Fu >> more);
            for (; more > 0; more--)
                w = w << 6 | ((unsigned char)s[i++] & 0x3F);
            out[n++] = (wchar_t)w;
        }
        if (i < len) {
            out[n++] = 0xFFFD;
            i++;
        }
    }
    return out;
}

static void advance(wchar_t c, size_t columns, size_t *row, size_t *column)
{
    int width = c == L'\t' ? (int)(8 - *column % 8) : wcwidth(c);

    if (c == L'\n') {
        ++*row;
        *column = 0;
        return;
    }
    if (width <= 0)
        return;
    if (*column + (size_t)width > columns) {
        ++*row;
        *column = 0;
    }
    *column += (size_t)width;
    if (*column >= columns) {
        ++*row;
        *column = 0;
    }
}

size_t hd_wide_rows(const wchar_t *prompt, const wchar_t *s, size_t n, size_t columns)
{
    size_t row = 0, column = 0;

    for (; *prompt; prompt++)
        advance(*prompt, columns, &row, &column);
    for (size_t i = 0; i < n; i++)
        advance(s[i], columns, &row, &column);
    return row;
}

/* ---- choices ---- */

size_t hd_choices_prefix(char **texts, size_t n)
{
    size_t len = n > 0 ? strlen(texts[0]) : 0;

    for (size_t i = 1; i < n; i++) {
        size_t k = 0;
        while (k < len && texts[i][k] == texts[0][k])
            k++;
        len = k;
    }
    while (len > 0 && ((unsigned char)texts[0][len] & 0xC0) == 0x80)
        len--;
    return len;
}

/* One text of the list, and spaces up to `width`. */
static void add_cell(hd_buf *out, const char *text, size_t width, bool last, hd_buf *scratch)
{
    hd_buf_clear(scratch);
    hd_text_add_printable(scratch, text, strlen(text));
    for (size_t i = 0; i < scratch->len; i++)
        if (scratch->data[i] == '\n' || scratch->data[i] == '\t')
            scratch->data[i] = ' ';
    const char *s = hd_buf_str(scratch);
    size_t used = hd_utf8_width(s, scratch->len);
    if (used > width) {
        hd_buf_add(out, s, hd_utf8_prefix(s, scratch->len, width > 0 ? width - 1 : 0));
        hd_buf_adds(out, "…");
        used = width;
    } else {
        hd_buf_add(out, s, scratch->len);
    }
    for (; !last && used < width + 2; used++)
        hd_buf_addc(out, ' ');
}

void hd_choices_list(hd_buf *out, const char *const *texts, size_t n, size_t rows, size_t columns)
{
    hd_buf scratch = HD_BUF_INIT;
    size_t width = 1, across, down, lines = rows > 6 ? rows - 4 : 2;

    for (size_t i = 0; i < n; i++) {
        size_t w = hd_utf8_width(texts[i], strlen(texts[i]));
        width = w > width ? w : width;
    }
    width = width > columns - 1 ? columns - 1 : width;
    across = (columns + 1) / (width + 2);
    across = across > 0 ? across : 1;
    size_t shown = n <= across * lines ? n : across * lines;
    down = (shown + across - 1) / across;
    for (size_t r = 0; r < down; r++) {
        for (size_t i = r; i < shown; i += down)
            add_cell(out, texts[i], width, i + down >= shown, &scratch);
        hd_buf_addc(out, '\n');
    }
    if (shown < n) {
        hd_buf_adds(out, "… and ");
        hd_buf_add_thousands(out, n - shown);
        hd_buf_adds(out, " more\n");
    }
    hd_buf_release(&scratch);
}

/* ---- text for a terminal ---- */

/* Bytes of the character at s if it ends a line or reorders what stands around it: U+2028 to U+202E and U+2066 to
 * U+2069, which would turn the numbers of a table round.  s is valid UTF-8. */
static size_t reorders(const char *s)
{
    const unsigned char *c = (const unsigned char *)s;

    if (c[0] != 0xE2)
        return 0;
    if ((c[1] == 0x80 && c[2] >= 0xA8 && c[2] <= 0xAE) ||
        (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9))
        return 3;
    return 0;
}

void hd_text_add_printable(hd_buf *out, const char *s, size_t len)
{
    size_t i = 0;

    while (i < len) {
        size_t good = 0;
        if (hd_utf8_valid(s + i, len - i, &good))
            good = len - i;
        for (size_t end = i + good; i < end; i++) {
            unsigned char c = (unsigned char)s[i];
            size_t hidden = reorders(s + i);
            if (hidden > 0)
                i += hidden - 1;
            else if (c == 0xC2 && (unsigned char)s[i + 1] < 0xA0)
                i++;
            else if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F))
                hd_buf_addc(out, s[i]);
        }
        if (i < len) {
            hd_buf_addc(out, '?');
            i++;
        }
    }
}
