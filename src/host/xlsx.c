#include "host/xlsx.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/child.h"

/* The program, put here by the assembler; HD_XLSX_PROGRAM is its path (Makefile).  In a section of its own, it stays
 * off the pages that every run reads. */
__asm__(".pushsection hd_xlsx, \"a\", @progbits\n"
        ".global hd_xlsx_program, hd_xlsx_size\n"
        ".balign 16\n"
        "hd_xlsx_program:\n"
        ".incbin \"" HD_XLSX_PROGRAM "\"\n"
        "1:\n"
        ".balign 8\n"
        "hd_xlsx_size: .quad 1b - hd_xlsx_program\n"
        ".popsection\n");
extern const char hd_xlsx_program[];
extern const uint64_t hd_xlsx_size;

/* The program as an executable in memory; -1 with *err filled. */
static int open_program(hd_err *err)
{
    uint64_t done = 0;
    int fd = memfd_create("heddle-xlsx", MFD_CLOEXEC);

    while (fd >= 0 && done < hd_xlsx_size) {
        ssize_t n = write(fd, hd_xlsx_program + done, hd_xlsx_size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            int why = errno;
            close(fd);
            errno = why;
            fd = -1;
            break;
        }
        done += (uint64_t)n;
    }
    if (fd < 0)
        hd_fail(err, HD_EFAULT, "cannot put heddle-xlsx into memory: %s", strerror(errno));
    return fd;
}

/* The library writes the parts of a workbook to temporary files, unlinked at once. */
static const char *temporary_folder(void)
{
    const char *named = getenv("TMPDIR");
    struct stat st;

    if (named && named[0] == '/' && stat(named, &st) == 0 && S_ISDIR(st.st_mode))
        return named;
    return "/tmp";
}

hd_status hd_xlsx_make(const char *plan, size_t len, hd_buf *out, hd_err *err)
{
    static char name[] = "heddle-xlsx";
    char *argv[] = {name, NULL};
    hd_child child = {.name = name,
                      .program = open_program(err),
                      .argv = argv,
                      .dir = temporary_folder(),
                      .hint = "apt-get install libxlsxwriter4; .html, .md, .csv and .json work "
                              "without it",
                      .seconds = HD_XLSX_SECONDS,
                      .limit = HD_XLSX_MAX};

    if (child.program < 0)
        return HD_EFAULT;
    hd_status status = hd_child_run(&child, plan, len, out, err);
    close(child.program);
    return status;
}
