/* XXH3 in vectors of 32 bytes, for x86-64 with AVX2: the library's header takes the widest it may use, and is compiled
 * here a second time.  The state and the result are those of the narrow one. */
#ifdef __x86_64__
#pragma GCC target("avx2")
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "io/store_snapshot.h"

void hd_snapshot_hash_avx2(void *state, const void *bytes, size_t len)
{
    XXH3_64bits_update(state, bytes, len);
}
#endif
