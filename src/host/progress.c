#include "host/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "host/host.h"

#define BEFORE_FIRST_MS 1000
#define BETWEEN_MS 200

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void hd_progress_show(hd_host *h, const char *text, size_t len)
{
    hd_progress *p = &h->progress;
    hd_buf line = HD_BUF_INIT;

    if (h->options->output || isatty(STDERR_FILENO) != 1)
        return;
    uint64_t now = now_ms();
    if (p->since_ms == 0)
        p->since_ms = now;
    if (now - p->since_ms < BEFORE_FIRST_MS || (p->shown && now - p->last_ms < BETWEEN_MS))
        return;
    p->last_ms = now;
    p->shown = true;
    hd_buf_add(&line, "\r\033[K", 4);
    for (size_t i = 0; i < len && i < HD_PROGRESS_BYTES; i++) {
        unsigned char c = (unsigned char)text[i];
        hd_buf_printf(&line, "%c", c < 0x20 || c >= 0x7F ? '?' : c);
    }
    fwrite(line.data, 1, line.len, stderr);
    hd_buf_release(&line);
}

void hd_progress_hide(hd_host *h)
{
    if (h->progress.shown)
        fputs("\r\033[K", stderr);
    h->progress = (hd_progress){false, 0, 0};
}
