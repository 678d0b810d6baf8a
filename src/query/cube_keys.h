/* cube_keys.h -- the key of every unit, for cube*.c only.
 *
 * Single dimensions (cube_plan.h) give each unit one group each; all of them together are its key, a number. */
#ifndef HD_QUERY_CUBE_KEYS_H
#define HD_QUERY_CUBE_KEYS_H

#include "query/cube_plan.h"
#include "query/kernel.h"

typedef struct cube_keys {
    size_t n;     /* keys there are */
    size_t *cell; /* of each: the part of a cell's index, no block added */
    hd_codes
        codes; /* of the units; at NULL: every unit has key 0, or keys are made block by block */
    void *own; /* what codes.at is, unless it is the codes of a column */
    size_t n_digits; /* dimensions whose groups are digits of the key; 0: codes.at says it */
    const hd_column *columns[HD_CUBE_MAX_DIMS];
    uint32_t *digits[HD_CUBE_MAX_DIMS]; /* codes.h: what each code adds to the key */
    uint8_t *bytes[HD_CUBE_MAX_DIMS];   /* the same where codes and keys have one byte; else NULL */
} cube_keys;

/* Units whose keys are made together: they stay in L1 until they are counted. */
enum { CUBE_KEYS_BLOCK = 1024 };

/* With `whole` codes.at has the keys of all units, for ways that look them up. */
void cube_keys_make(const hd_cube *cube, bool whole, cube_keys *k);
void cube_keys_release(cube_keys *k);

/* The keys of n units from `from` on, as many as CUBE_KEYS_BLOCK: codes.at + `from`, or made in `room`. */
hd_codes cube_keys_block(const cube_keys *k, size_t from, size_t n, uint32_t *room);

static inline size_t cube_key_of(const cube_keys *k, size_t unit)
{
    uint32_t room[1];

    return hd_codes_at(cube_keys_block(k, unit, 1, room), 0);
}

#endif
