/* err.h -- how a function says that it failed.
 *
 * Every function that can fail returns an hd_status and fills the caller's
 * hd_err.  An hd_err owns nothing: it lives in the caller's frame, is never
 * freed and survives a longjmp.  Only cmd/ prints it.
 *
 *   if (!date_ok(s)) return hd_fail(err, HD_EDATA, "expected a date, got '%.40s'", s);
 *   ...
 *   hd_err_at(err, "review.children[%zu]", i);   puts "review.children[0]: " before it
 */
#ifndef HD_BASE_ERR_H
#define HD_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

typedef enum hd_status {
    HD_OK = 0,
    HD_ESCRIPT,   /* a script raised an error            exit  1 */
    HD_ECHECK,    /* a check failed (heddle.fail)         exit  2 */
    HD_EUSAGE,    /* wrong use of the command line        exit 64 */
    HD_EDATA,     /* bad input, or a script not parsing   exit 65 */
    HD_ENOTFOUND, /* a file, store or id is not there     exit 66 */
    HD_EMISSING,  /* a needed program is missing          exit 69 */
    HD_EFAULT,    /* a fault in heddle itself             exit 70 */
    HD_ECREATE,   /* cannot create an output              exit 73 */
    HD_EIO,       /* reading or writing failed            exit 74 */
    HD_EBUSY,     /* somebody else is writing, try again  exit 75 */
    HD_ELIMIT,    /* a documented limit was reached       exit 80 */
    HD_EINTR      /* stopped by a signal                  exit 130 or 143 */
} hd_status;

/* Room for a path, a message and a suggestion; longer text is cut, never overrun. */
#define HD_ERR_MAX 1024

typedef struct hd_err {
    hd_status status;
    char msg[HD_ERR_MAX]; /* UTF-8, one line, no full stop; "" when status is HD_OK */
    bool damaged;         /* HD_EDATA of a store, which no script can be to blame for */
} hd_err;

#define HD_ERR_INIT                                                                                \
    {                                                                                              \
        HD_OK, "", false                                                                           \
    }

/* Fill *err (NULL is allowed: then only the status is kept) and return `status`.
 * The text is cut at HD_ERR_MAX on a UTF-8 boundary; control characters in it
 * (they can only come from data) become '?'. */
hd_status hd_fail(hd_err *err, hd_status status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "WHERE: " before the message; if the message already begins with '[' or
 * a '.', WHERE is joined without ": ".  Does nothing when err is NULL or empty. */
void hd_err_at(hd_err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Append text to the message, cut as hd_fail does. */
void hd_err_add(hd_err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The process exit code of a status; HD_EINTR gives 130 (callers that know of
 * SIGTERM use 143). */
int hd_exit_code(hd_status status);

/* Print "heddle: MESSAGE" and end the process with exit code 70: a broken
 * invariant, never bad input. */
_Noreturn void hd_fault(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
