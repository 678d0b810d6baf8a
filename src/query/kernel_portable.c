/* Plain C for any machine: no instruction beyond what the compiler may assume anyway. */
#include <string.h>

#include "query/kernel.h"

#define KERNEL_NAME "portable"
#define KERNEL_STRUCT hd_kernels_portable
#define KERNEL

#include "query/kernel_plain.h"

#if defined(__x86_64__) && !defined(__POPCNT__)
/* Without the instruction the built-in is a call. Sums of ever wider fields; becomes vector
 * code. */
static inline uint64_t count_bits(uint64_t w)
{
    w -= w >> 1 & 0x5555555555555555;
    w = (w & 0x3333333333333333) + (w >> 2 & 0x3333333333333333);
    w = (w + (w >> 4)) & 0x0F0F0F0F0F0F0F0F;
    return w * 0x0101010101010101 >> 56;
}
#define POPCOUNT(w) count_bits(w)
#else
#define POPCOUNT(w) __builtin_popcountll(w)
#endif

#include "query/kernel_body.h"
