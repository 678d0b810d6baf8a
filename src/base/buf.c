#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"

void hd_buf_init(hd_buf *b)
{
    b->data = NULL;
    b->len = 0;
    b->cap = 0;
}

void hd_buf_release(hd_buf *b)
{
    hd_free(b->data);
    hd_buf_init(b);
}

void hd_buf_clear(hd_buf *b)
{
    b->len = 0;
    if (b->data)
        b->data[0] = '\0';
}

/* Room for `more` bytes and the NUL. */
static void reserve(hd_buf *b, size_t more)
{
    void *data = b->data;

    if (more >= SIZE_MAX - b->len)
        hd_fault("buffer: impossible size");
    hd_grow(&data, &b->cap, b->len + more + 1, 1);
    b->data = data;
}

void hd_buf_add(hd_buf *b, const void *bytes, size_t len)
{
    reserve(b, len);
    if (len)
        memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

char *hd_buf_extend(hd_buf *b, size_t len)
{
    reserve(b, len);
    b->len += len;
    b->data[b->len] = '\0';
    return b->data + b->len - len;
}

void hd_buf_adds(hd_buf *b, const char *s)
{
    hd_buf_add(b, s, strlen(s));
}

void hd_buf_addc(hd_buf *b, char c)
{
    hd_buf_add(b, &c, 1);
}

void hd_buf_printf(hd_buf *b, const char *fmt, ...)
{
    va_list args, again;

    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0)
        hd_fault("buffer: cannot format '%s'", fmt);
    reserve(b, (size_t)n);
    vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
    va_end(again);
    b->len += (size_t)n;
}

void hd_buf_add_thousands(hd_buf *b, size_t n)
{
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%zu", n);

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            hd_buf_addc(b, ',');
        hd_buf_addc(b, digits[i]);
    }
}

char *hd_buf_take(hd_buf *b)
{
    char *data = b->data ? b->data : hd_strdup("");

    hd_buf_init(b);
    return data;
}

const char *hd_buf_str(const hd_buf *b)
{
    return b->data ? b->data : "";
}
