/* rule.h -- what a value must be to stand in a store.
 *
 * The same rules hold for a record of a document and for a row of a store, which any program
 * can have changed.  A message has no path: "expected a date (...), got text 'x'". */
#ifndef HD_IO_RULE_H
#define HD_IO_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/record.h"

/* What a piece of text is for.  Ids and names are one line and not empty; each has the limit of
 * record.h. */
typedef enum hd_use { HD_USE_ID, HD_USE_NAME, HD_USE_TEXT, HD_USE_DATE } hd_use;

/* "expected WHAT, got text 'x'", the text cut when it is long. */
hd_status hd_rule_expected(const char *what, const char *got, hd_err *err);
/* The first bytes of `s`, cut between characters, in `out`. */
#define HD_RULE_SHOWN 60
void hd_rule_shorten(const char *s, char out[HD_RULE_SHOWN + 4]);

/* `s` is valid UTF-8. */
hd_status hd_rule_text(hd_use use, const char *s, hd_err *err);
/* No item stands twice: "[2]: 'x' is given twice". */
hd_status hd_rule_distinct(const char *const *items, size_t n, hd_err *err);
/* A list of at most `limit`. */
hd_status hd_rule_length(size_t n, size_t limit, hd_err *err);
/* A value of a field; every state but HD_VALUE is right. */
hd_status hd_rule_value(hd_kind kind, const hd_value *v, hd_err *err);
/* `to` is not before `from`; both are dates. */
hd_status hd_rule_coverage(const hd_coverage *c, hd_err *err);
/* The numbers of a figure: a whole number from 0 to 2^53, a finite number from 0 up. */
bool hd_rule_count(double x);
bool hd_rule_percent(double x);

#endif
