/* input.h -- bytes from standard input, waited for in a way that no signal is lost. */
#ifndef HD_HOST_INPUT_H
#define HD_HOST_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define HD_INPUT_MAX ((size_t)1 << 20) /* bytes of a line, and of an entry */

typedef struct hd_input {
    int fd;
    bool broken;             /* reading failed */
    void (*wake)(void *ctx); /* called before each wait and after a signal; may be NULL */
    void *ctx;
    size_t at, n;
    unsigned char bytes[4096];
} hd_input;

typedef enum hd_input_got {
    HD_INPUT_TEXT,
    HD_INPUT_END,    /* of the input, with nothing before it */
    HD_INPUT_STOPPED /* hd_stop_get says why; what was typed is dropped */
} hd_input_got;

/* The next byte.  HD_INPUT_TEXT: there is one. */
hd_input_got hd_input_byte(hd_input *in, unsigned char *c);

/* True if the next bytes are these: then they are taken.  Waits a moment for the rest of what has begun. */
bool hd_input_follows(hd_input *in, const char *bytes);
/* True if nothing comes within so many milliseconds. */
bool hd_input_silent(hd_input *in, int ms);

/* Append the next line to *out without its end, "\n" or "\r\n".  Of a line longer than HD_INPUT_MAX the first byte
 * too many is taken as well, for the caller to see; the rest is passed over. */
hd_input_got hd_input_line(hd_input *in, hd_buf *out);

#endif
