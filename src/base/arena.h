/* arena.h -- many small things, one free.
 *
 * Memory taken from an arena stays where it is until the arena is cleared or
 * released.  Not for use by two threads at once.
 */
#ifndef HD_BASE_ARENA_H
#define HD_BASE_ARENA_H

#include <stddef.h>

typedef struct hd_arena {
    struct hd_arena_chunk *chunks; /* newest first */
    size_t used_bytes;             /* handed out since the last clear */
} hd_arena;

#define HD_ARENA_INIT                                                                              \
    {                                                                                              \
        NULL, 0                                                                                    \
    }

void hd_arena_init(hd_arena *a);
void hd_arena_release(hd_arena *a); /* frees everything; the arena is as after init */
void hd_arena_clear(hd_arena *a);   /* forgets everything, keeps one chunk for reuse */

/* What `from` handed out belongs to `a` now; `from` is as after init. */
void hd_arena_join(hd_arena *a, hd_arena *from);

/* `size` zeroed bytes aligned for any type.  Never NULL. */
void *hd_arena_alloc(hd_arena *a, size_t size);
/* n * size zeroed bytes; overflow ends the process. */
void *hd_arena_array(hd_arena *a, size_t n, size_t size);
char *hd_arena_strdup(hd_arena *a, const char *s);
char *hd_arena_strndup(hd_arena *a, const char *s, size_t len);
/* A formatted string. */
char *hd_arena_printf(hd_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
