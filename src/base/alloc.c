#include "base/alloc.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"
#include "base/stop.h"

static _Noreturn void out_of_memory(void)
{
    static const char text[] = "heddle: out of memory\n";
    /* Nothing that could allocate. */
    ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);
    (void)n;
    hd_stop_exit(hd_exit_code(HD_ELIMIT));
}

void hd_alloc_start(void)
{
    mallopt(M_TOP_PAD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
}

void *hd_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);

    if (!p)
        out_of_memory();
    return p;
}

void *hd_calloc(size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        out_of_memory();
    void *p = n && size ? calloc(n, size) : calloc(1, 1);
    if (!p)
        out_of_memory();
    return p;
}

void *hd_realloc(void *p, size_t size)
{
    void *q = realloc(p, size ? size : 1);

    if (!q)
        out_of_memory();
    return q;
}

#define LINE ((size_t)64)

static size_t whole_lines(size_t n, size_t size)
{
    if (size && n > (SIZE_MAX - LINE) / size)
        out_of_memory();
    return n && size ? (n * size + LINE - 1) / LINE * LINE : LINE;
}

void *hd_alloc_lines_unset(size_t n, size_t size)
{
    const size_t huge = (size_t)2 << 20;
    size_t bytes = whole_lines(n, size);
    /* The first touch of each page costs more than filling it: large ones where the system has them. */
    bool large = bytes >= 2 * huge;
    void *p; /* aligned_alloc takes only sizes that are multiples of the alignment */

    if (posix_memalign(&p, large ? huge : LINE, bytes) != 0)
        out_of_memory();
    if (large)
        madvise(p, bytes / huge * huge, MADV_HUGEPAGE);
    return p;
}

void *hd_alloc_lines(size_t n, size_t size)
{
    return memset(hd_alloc_lines_unset(n, size), 0, whole_lines(n, size));
}

char *hd_strdup(const char *s)
{
    return hd_strndup(s, strlen(s));
}

char *hd_strndup(const char *s, size_t len)
{
    if (len == SIZE_MAX)
        out_of_memory();
    char *copy = hd_alloc(len + 1);
    if (len)
        memcpy(copy, s, len);
    copy[len] = '\0';
    return copy;
}

void hd_free(void *p)
{
    free(p);
}

void hd_grow(void **items, size_t *cap, size_t need, size_t size)
{
    void *p;

    if (need <= *cap)
        return;
    size_t n = *cap < 8 ? 8 : *cap;
    while (n < need) {
        if (n > SIZE_MAX / 2)
            out_of_memory();
        n *= 2;
    }
    if (size && n > SIZE_MAX / size)
        out_of_memory();
    /* The caller's pointer has another type than void *: copied as bytes, it is not aliased. */
    memcpy(&p, items, sizeof p);
    p = hd_realloc(p, n * size);
    memcpy(items, &p, sizeof p);
    *cap = n;
}
