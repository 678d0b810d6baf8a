#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"

#define FIRST_CHUNK ((size_t)4096)
#define LARGEST_CHUNK ((size_t)1 << 20) /* growth stops here; larger things get their own */

typedef struct hd_arena_chunk {
    struct hd_arena_chunk *next;
    size_t cap;
    size_t used;
    alignas(max_align_t) unsigned char data[];
} chunk;

static chunk *new_chunk(size_t cap)
{
    chunk *c = hd_alloc(sizeof *c + cap);

    c->next = NULL;
    c->cap = cap;
    c->used = 0;
    return c;
}

void hd_arena_init(hd_arena *a)
{
    a->chunks = NULL;
    a->used_bytes = 0;
}

void hd_arena_release(hd_arena *a)
{
    for (chunk *c = a->chunks; c;) {
        chunk *next = c->next;
        hd_free(c);
        c = next;
    }
    hd_arena_init(a);
}

void hd_arena_clear(hd_arena *a)
{
    chunk *keep = NULL;

    for (chunk *c = a->chunks; c;) {
        chunk *next = c->next;
        /* The largest of the ordinary chunks; one huge object must not stay for ever. */
        if (c->cap <= LARGEST_CHUNK && (!keep || c->cap > keep->cap)) {
            hd_free(keep);
            keep = c;
        } else {
            hd_free(c);
        }
        c = next;
    }
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
    a->chunks = keep;
    a->used_bytes = 0;
}

void hd_arena_join(hd_arena *a, hd_arena *from)
{
    chunk **end = &a->chunks;

    /* Behind the first, whose rest stays in use. */
    if (*end)
        end = &(*end)->next;
    chunk *rest = *end;
    *end = from->chunks;
    while (*end)
        end = &(*end)->next;
    *end = rest;
    a->used_bytes += from->used_bytes;
    hd_arena_init(from);
}

/* A chunk with `size` bytes free. */
static chunk *make_room(hd_arena *a, size_t size)
{
    chunk *head = a->chunks;

    if (head && size > LARGEST_CHUNK / 4) {
        /* Of its own and behind the first, whose rest stays in use. */
        chunk *own = new_chunk(size);
        own->next = head->next;
        head->next = own;
        return own;
    }
    size_t cap = head ? head->cap : FIRST_CHUNK / 2;
    cap = cap >= LARGEST_CHUNK / 2 ? LARGEST_CHUNK : cap * 2;
    chunk *c = new_chunk(cap < size ? size : cap);
    c->next = head;
    a->chunks = c;
    return c;
}

static void *take(hd_arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    chunk *c = a->chunks;

    if (size > SIZE_MAX / 2)
        hd_fault("arena: impossible size %zu", size);
    size = (size + align - 1) / align * align;
    if (!c || c->cap - c->used < size)
        c = make_room(a, size);
    void *p = c->data + c->used;
    c->used += size;
    a->used_bytes += size;
    return p;
}

void *hd_arena_alloc(hd_arena *a, size_t size)
{
    return memset(take(a, size), 0, size);
}

void *hd_arena_array(hd_arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        hd_fault("arena: impossible array of %zu times %zu bytes", n, size);
    return hd_arena_alloc(a, n * size);
}

char *hd_arena_strdup(hd_arena *a, const char *s)
{
    return hd_arena_strndup(a, s, strlen(s));
}

char *hd_arena_strndup(hd_arena *a, const char *s, size_t len)
{
    if (len == SIZE_MAX)
        hd_fault("arena: impossible size %zu", len);
    char *copy = take(a, len + 1);
    if (len)
        memcpy(copy, s, len);
    copy[len] = '\0';
    return copy;
}

char *hd_arena_printf(hd_arena *a, const char *fmt, ...)
{
    va_list args, again;

    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0)
        hd_fault("arena: cannot format '%s'", fmt);
    char *s = hd_arena_alloc(a, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}
