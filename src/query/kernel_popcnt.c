/* x86-64 with the POPCNT instruction: every one since about 2009. */
#ifdef __x86_64__
#include <string.h>

#include "query/kernel.h"

#define KERNEL_NAME "popcnt"
#define KERNEL_STRUCT hd_kernels_popcnt
#define KERNEL __attribute__((target("popcnt,sse4.2")))
#define POPCOUNT(w) __builtin_popcountll(w)

#include "query/kernel_plain.h"

#include "query/kernel_body.h"
#endif
