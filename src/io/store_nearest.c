/* The nearest of many names, for the summary of an import.
 *
 * A codebook may have a million names and a store a million labels that match none: all of one import's searches
 * together do MAX_WORK and no more (some two seconds of it).  After that names are listed
 * without a nearest one.  The unit of work is a look at a name's length; a comparison is COMPARE, the
 * bytes of the name, and the square of the word's length by 16. */
#include "io/store_import.h"

#include <string.h>

#include "base/stop.h"
#include "base/utf8.h"

#define MAX_WORK 100000000
#define COMPARE 50
#define COMPARED 128 /* bytes of a word that count, at most */
#define BLOCK 256    /* names compared between two looks at the stop flag */
#define FAR 12       /* bytes of three characters: names farther apart than these are not near */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool plain(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

/* Could be near by length (n is the name's), or else because the word begins it. */
static bool may_be_near(const char *word, size_t len, const char *name, size_t n)
{
    if (n + FAR < len)
        return false;
    return n <= len + FAR || !plain(word[0]) || !plain(name[0]) || lower(word[0]) == lower(name[0]);
}

/* Do some work if there is as much left. */
static bool spend(hd_import *im, size_t work)
{
    bool left = work <= MAX_WORK - im->work;

    im->work = left ? im->work + work : MAX_WORK;
    return left;
}

hd_status hd_import_nearest(hd_import *im, const char *word, const char *const *names, size_t n,
                            const char **out, hd_err *err)
{
    const char *block[BLOCK]; /* the nearest so far, then more names */
    size_t used = 1;
    size_t work = 0; /* of the block */
    size_t len = strlen(word);
    size_t compared = len < COMPARED ? len : COMPARED;
    hd_status status = hd_stop_check(err);

    *out = NULL;
    block[0] = NULL;
    if (!spend(im, n))
        return status;
    for (size_t i = 0; status == HD_OK && i < n; i++) {
        size_t bytes = strlen(names[i]);
        if (may_be_near(word, len, names[i], bytes)) {
            block[used++] = names[i];
            work += COMPARE + bytes + compared * compared / 16;
        }
        if (used < BLOCK && i + 1 < n)
            continue;
        if (!spend(im, work))
            return status;
        block[0] = hd_utf8_nearest(word, block, used);
        used = 1;
        work = 0;
        status = hd_stop_check(err);
    }
    *out = block[0];
    return status;
}
