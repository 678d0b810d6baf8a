/* cube_keys.h -- the key of every unit, for cube*.c only.
 *
 * Single dimensions (cube_plan.h) give each unit one group each; all of them together are its key, a number. */
#ifndef HD_QUERY_CUBE_KEYS_H
#define HD_QUERY_CUBE_KEYS_H

#include "query/cube_plan.h"
#include "query/kernel.h"

typedef struct cube_keys {
    size_t n;       /* keys there are */
    size_t *cell;   /* of each: the part of a cell's index, no block added */
    hd_codes codes; /* of the units; at NULL: every unit has key 0 */
    void *own;      /* what codes.at is, unless it is the codes of a column */
} cube_keys;

void cube_keys_make(const hd_cube *cube, cube_keys *k);
void cube_keys_release(cube_keys *k);

static inline size_t cube_key_of(const cube_keys *k, size_t unit)
{
    if (!k->codes.at)
        return 0;
    return k->codes.width == 1   ? ((const uint8_t *)k->codes.at)[unit]
           : k->codes.width == 2 ? ((const uint16_t *)k->codes.at)[unit]
                                 : ((const uint32_t *)k->codes.at)[unit];
}

#endif
