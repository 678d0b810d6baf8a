/* heddle-xlsx -- a plan (plan.h) on standard input, the workbook on standard output.
 *
 * A program of its own, because libxlsxwriter is a shared library in Debian and heddle takes none: heddle holds its bytes
 * and runs it from memory (host/xlsx.c).  The workbook is made in memory too: the library writes to a file by its
 * name, which /proc gives to one that has none. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "xlsx/book.h"
#include "xlsx/plan.h"

#define CHUNK 65536

static void copy_out(int fd)
{
    static char bytes[CHUNK];
    ssize_t n;

    if (lseek(fd, 0, SEEK_SET) != 0)
        hd_plan_die(NULL, "cannot read the workbook");
    while ((n = read(fd, bytes, sizeof bytes)) > 0) {
        for (ssize_t at = 0; at < n;) {
            ssize_t m = write(STDOUT_FILENO, bytes + at, (size_t)(n - at));
            if (m < 0 && errno != EINTR)
                hd_plan_die(NULL, "cannot write the workbook");
            at += m > 0 ? m : 0;
        }
    }
    if (n < 0)
        hd_plan_die(NULL, "cannot read the workbook");
}

int main(void)
{
    static hd_plan_line line;
    char path[64], *at;
    size_t len;
    int fd = memfd_create("workbook", 0);

    if (fd < 0)
        hd_plan_die(NULL, "cannot make a file in memory");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    char *plan = at = hd_plan_read(&len);
    hd_book *book = hd_book_new(path);
    while (hd_plan_next(&at, plan + len, &line))
        hd_book_take(book, &line);
    hd_book_close(book);
    free(plan);
    copy_out(fd);
    return 0;
}
