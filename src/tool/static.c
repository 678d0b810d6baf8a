/* Linked with --wrap=dlopen into a program without shared libraries.  SQLite can load extensions, which heddle
 * never lets it do, and a static program could only with the very libc it was built with: here it cannot. */
#include <stddef.h>

void *__wrap_dlopen(const char *file, int mode);

void *__wrap_dlopen(const char *file, int mode)
{
    (void)file;
    (void)mode;
    return NULL;
}
