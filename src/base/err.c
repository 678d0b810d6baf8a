#include "base/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/stop.h"
#include "base/utf8.h"

/* Length of `s` without a UTF-8 sequence that was cut off at its end. */
static size_t whole_characters(const char *s, size_t len)
{
    size_t bad = 0;
    size_t back = 1;

    while (back <= 3 && back <= len && ((unsigned char)s[len - back] & 0xC0) == 0x80)
        back++;
    if (back > len || (unsigned char)s[len - back] < 0xC0)
        return len;
    return hd_utf8_valid(s + len - back, back, &bad) ? len : len - back;
}

/* One line of well-formed UTF-8: controls (C0, DEL, C1) and stray bytes become '?'. */
static void make_printable(char *s)
{
    size_t len = strlen(s), out = 0, i = 0;

    while (i < len) {
        size_t good = 0;
        if (hd_utf8_valid(s + i, len - i, &good))
            good = len - i;
        for (size_t end = i + good; i < end; i++) {
            unsigned char c = (unsigned char)s[i];
            if (c == 0xC2 && (unsigned char)s[i + 1] < 0xA0) {
                s[out++] = '?';
                i++;
            } else {
                s[out++] = c < 0x20 || c == 0x7F ? '?' : s[i];
            }
        }
        if (i < len) {
            s[out++] = '?';
            i++;
        }
    }
    s[out] = '\0';
}

static void format(char out[HD_ERR_MAX], const char *fmt, va_list args)
{
    int n = vsnprintf(out, HD_ERR_MAX, fmt, args);

    if (n < 0)
        out[0] = '\0';
    else if (n >= HD_ERR_MAX)
        out[whole_characters(out, HD_ERR_MAX - 1)] = '\0';
    make_printable(out);
}

/* out = a b c, cut at HD_ERR_MAX; all three are printable already. */
static void join(char out[HD_ERR_MAX], const char *a, const char *b, const char *c)
{
    const char *parts[] = {a, b, c};
    size_t len = 0;

    for (size_t i = 0; i < 3; i++) {
        size_t room = HD_ERR_MAX - 1 - len;
        size_t n = strlen(parts[i]);
        bool cut = n > room;
        memcpy(out + len, parts[i], cut ? room : n);
        len += cut ? room : n;
        if (cut) {
            len = whole_characters(out, len);
            break;
        }
    }
    out[len] = '\0';
}

hd_status hd_fail(hd_err *err, hd_status status, const char *fmt, ...)
{
    /* The arguments may point into err->msg. */
    char text[HD_ERR_MAX];
    va_list args;

    if (!err)
        return status;
    va_start(args, fmt);
    format(text, fmt, args);
    va_end(args);
    err->status = status;
    err->damaged = false;
    memcpy(err->msg, text, strlen(text) + 1);
    return status;
}

void hd_err_at(hd_err *err, const char *fmt, ...)
{
    char where[HD_ERR_MAX], text[HD_ERR_MAX];
    va_list args;

    if (!err || err->status == HD_OK || err->msg[0] == '\0')
        return;
    va_start(args, fmt);
    format(where, fmt, args);
    va_end(args);
    bool path = err->msg[0] == '[' || err->msg[0] == '.';
    join(text, where, path ? "" : ": ", err->msg);
    memcpy(err->msg, text, strlen(text) + 1);
}

void hd_err_add(hd_err *err, const char *fmt, ...)
{
    char more[HD_ERR_MAX], text[HD_ERR_MAX];
    va_list args;

    if (!err)
        return;
    va_start(args, fmt);
    format(more, fmt, args);
    va_end(args);
    join(text, err->msg, more, "");
    memcpy(err->msg, text, strlen(text) + 1);
}

int hd_exit_code(hd_status status)
{
    switch (status) {
    case HD_OK:
        return 0;
    case HD_ESCRIPT:
        return 1;
    case HD_ECHECK:
        return 2;
    case HD_EUSAGE:
        return 64;
    case HD_EDATA:
        return 65;
    case HD_ENOTFOUND:
        return 66;
    case HD_EMISSING:
        return 69;
    case HD_EFAULT:
        return 70;
    case HD_ECREATE:
        return 73;
    case HD_EIO:
        return 74;
    case HD_EBUSY:
        return 75;
    case HD_ELIMIT:
        return 80;
    case HD_EINTR:
        return 130;
    }
    return 70;
}

void hd_fault(const char *fmt, ...)
{
    char text[HD_ERR_MAX];
    va_list args;

    va_start(args, fmt);
    format(text, fmt, args);
    va_end(args);
    fprintf(stderr, "heddle: %s\n", text);
    /* No atexit handlers: an invariant is broken, so as little as possible still runs. */
    hd_stop_exit(70);
}
