/* alloc.h -- allocation that cannot fail, and growing arrays.
 *
 * Out of memory ends the process with one message, so callers have no error
 * path for it.  In exchange every size that comes from input or a script is
 * checked against a documented limit before it reaches these functions.
 */
#ifndef HD_BASE_ALLOC_H
#define HD_BASE_ALLOC_H

#include <stddef.h>

/* Once, before anything large is allocated: memory comes from the system a megabyte at a time and goes back late, since a
 * process that lives milliseconds spends many of them on being given and giving back pages. */
void hd_alloc_start(void);

/* Like malloc, calloc, realloc, strdup and free.  Sizes of 0 give a valid pointer.
 * n * size is checked for overflow.  Freed with hd_free (NULL is allowed). */
void *hd_alloc(size_t size);
void *hd_calloc(size_t n, size_t size);
void *hd_realloc(void *p, size_t size);
/* Zeroed like hd_calloc, starting on a cache line (64 bytes) and padded to a whole one, so that
 * loops may read columns and bit sets a line at a time.  At least one line. */
void *hd_alloc_lines(size_t n, size_t size);
/* The same with nothing in it yet, for what is about to be read from a file. */
void *hd_alloc_lines_unset(size_t n, size_t size);
char *hd_strdup(const char *s);
char *hd_strndup(const char *s, size_t len); /* adds the NUL */
void hd_free(void *p);

/* Make room for `need` elements of `size` bytes in *items (capacity *cap, in
 * elements); doubles, so that appending n elements costs O(n). */
void hd_grow(void **items, size_t *cap, size_t need, size_t size);

/* HD_PUSH(a, n, cap, value): append to a plain array held by the caller. */
#define HD_PUSH(items, n, cap, value)                                                              \
    do {                                                                                           \
        hd_grow((void **)&(items), &(cap), (n) + 1, sizeof *(items));                              \
        (items)[(n)++] = (value);                                                                  \
    } while (0)

#endif
