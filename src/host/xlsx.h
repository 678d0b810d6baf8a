/* xlsx.h -- workbooks, made by heddle-xlsx (src/xlsx/plan.h), whose bytes heddle holds. */
#ifndef HD_HOST_XLSX_H
#define HD_HOST_XLSX_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define HD_XLSX_SECONDS 600
#define HD_XLSX_MAX ((size_t)512 << 20) /* bytes of a workbook */

/* Append the workbook that the plan describes to *out.  HD_EMISSING if this machine has no libxlsxwriter (Debian package
 * libxlsxwriter4); what else fails as hd_child_run says. */
hd_status hd_xlsx_make(const char *plan, size_t len, hd_buf *out, hd_err *err);

#endif
