#include "host/input.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/stop.h"

#define FOLLOWS_MS 30 /* between two bytes of a key */

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

bool hd_input_silent(hd_input *in, int ms)
{
    struct pollfd wanted = {in->fd, POLLIN, 0};

    return in->at == in->n && poll(&wanted, 1, ms) <= 0;
}

bool hd_input_follows(hd_input *in, const char *bytes)
{
    size_t len = strlen(bytes);

    for (;;) {
        size_t have = in->n - in->at, n = have < len ? have : len;
        if (memcmp(in->bytes + in->at, bytes, n) != 0)
            return false;
        if (n == len) {
            in->at += len;
            return true;
        }
        struct pollfd wanted = {in->fd, POLLIN, 0};
        if (poll(&wanted, 1, FOLLOWS_MS) <= 0)
            return false;
        memmove(in->bytes, in->bytes + in->at, have);
        in->at = 0;
        in->n = have;
        ssize_t more = read(in->fd, in->bytes + have, sizeof in->bytes - have);
        if (more <= 0)
            return false;
        in->n += (size_t)more;
    }
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
