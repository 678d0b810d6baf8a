/* intern.h -- strings to dense numbers and back.
 *
 * The first string added gets 0, the next new one 1, and so on.  Strings are
 * copied; pointers stay valid until release.  Strings hold no NUL.
 */
#ifndef HD_BASE_INTERN_H
#define HD_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define HD_NONE UINT32_MAX /* no such string; also "no index" everywhere in heddle */

typedef struct hd_intern {
    hd_arena arena;
    const char **strings; /* by number */
    size_t n;
    size_t cap;
    uint64_t *slots; /* open addressing: 32 bits of hash, then number + 1; 0 is free */
    size_t n_slots;
} hd_intern;

void hd_intern_init(hd_intern *in);
void hd_intern_release(hd_intern *in);
uint32_t hd_intern_add(hd_intern *in, const char *s);        /* find or add */
uint32_t hd_intern_find(const hd_intern *in, const char *s); /* HD_NONE if absent */
const char *hd_intern_str(const hd_intern *in, uint32_t id); /* id < n; borrowed */

#endif
