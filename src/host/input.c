#include "host/input.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/stop.h"

/* The signals a wait ends with are held back but while waiting: one that comes between the look at the flag and
 * the wait ends the wait. */
static void hold(sigset_t *before)
{
    static const int all[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sigaddset(&set, all[i]);
    sigprocmask(SIG_BLOCK, &set, before);
}

static hd_input_got fill(hd_input *in)
{
    struct pollfd wanted = {in->fd, POLLIN, 0};
    hd_input_got got = HD_INPUT_END;
    sigset_t before;

    hold(&before);
    for (;;) {
        if (hd_stop_get() != HD_STOP_NONE) {
            got = HD_INPUT_STOPPED;
            break;
        }
        if (in->wake)
            in->wake(in->ctx);
        int ready = ppoll(&wanted, 1, NULL, &before);
        if (ready < 0 && errno == EINTR)
            continue;
        ssize_t n = ready < 0 ? -1 : read(in->fd, in->bytes, sizeof in->bytes);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        in->broken = n < 0;
        in->at = 0;
        in->n = n > 0 ? (size_t)n : 0;
        got = n > 0 ? HD_INPUT_TEXT : HD_INPUT_END;
        break;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return got;
}

hd_input_got hd_input_byte(hd_input *in, unsigned char *c)
{
    if (hd_stop_get() != HD_STOP_NONE) {
        in->at = in->n = 0;
        return HD_INPUT_STOPPED;
    }
    if (in->at == in->n) {
        hd_input_got got = fill(in);
        if (got != HD_INPUT_TEXT)
            return got;
    }
    *c = in->bytes[in->at++];
    return HD_INPUT_TEXT;
}

hd_input_got hd_input_line(hd_input *in, hd_buf *out)
{
    size_t start = out->len;
    bool any = false;
    unsigned char c;
    hd_input_got got;

    while ((got = hd_input_byte(in, &c)) == HD_INPUT_TEXT) {
        any = true;
        if (c == '\n')
            break;
        if (out->len - start <= HD_INPUT_MAX)
            hd_buf_addc(out, (char)c);
    }
    if (got == HD_INPUT_STOPPED || !any)
        return got;
    if (out->len > start && out->data[out->len - 1] == '\r')
        out->data[--out->len] = '\0';
    return HD_INPUT_TEXT;
}
