/* buf.h -- bytes that grow.
 *
 * `data` is always NUL-terminated after the first append (NULL before it); the
 * NUL is not counted in `len`.
 */
#ifndef HD_BASE_BUF_H
#define HD_BASE_BUF_H

#include <stddef.h>

typedef struct hd_buf {
    char *data;
    size_t len;
    size_t cap;
} hd_buf;

#define HD_BUF_INIT                                                                                \
    {                                                                                              \
        NULL, 0, 0                                                                                 \
    }

void hd_buf_init(hd_buf *b);
void hd_buf_release(hd_buf *b);
void hd_buf_clear(hd_buf *b); /* len = 0, memory kept */
void hd_buf_add(hd_buf *b, const void *bytes, size_t len);
/* The same with bytes that are still to be written: where they go, valid until more is added. */
char *hd_buf_extend(hd_buf *b, size_t len);
void hd_buf_adds(hd_buf *b, const char *s);
void hd_buf_addc(hd_buf *b, char c);
void hd_buf_printf(hd_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void hd_buf_add_thousands(hd_buf *b, size_t n); /* 1204 as "1,204" */
/* The content, the caller's to hd_free; the buffer is empty afterwards.  Never NULL. */
char *hd_buf_take(hd_buf *b);
const char *hd_buf_str(const hd_buf *b); /* "" when empty; borrowed */

#endif
