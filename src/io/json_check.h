/* json_check.h -- the strict grammar of JSON, checked in the one pass that also makes the tree.
 *
 * The tree is of cJSON's nodes, as its parser would make them; that parser is not used, because it takes what
 * the grammar does not allow, and a check before it costs as much again.
 *
 * Refused beyond what the grammar refuses: invalid UTF-8, NUL (as a byte and as \u0000), lone
 * surrogates, integers a double cannot hold, numbers too large, too small or too
 * long, nesting deeper than HD_JSON_MAX_DEPTH, more than HD_JSON_MAX_KEYS keys in an object, more
 * than HD_JSON_MAX_VALUES values.  Keys given twice are found by json_object, which sees them
 * decoded. */
#ifndef HD_IO_JSON_CHECK_H
#define HD_IO_JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct cJSON;

#define HD_JSON_MAX_VALUES 1000000 /* values in one record: bounds the memory of its tree */
#define HD_JSON_MAX_NUMBER 60      /* characters of a number */

typedef struct hd_json_scan {
    const char *s;
    size_t len;
    size_t at;         /* where the scan is; after a failure, where it failed */
    const char *whole; /* what `s` is, for messages: "line" or "file" */
    size_t depth;
    size_t n_values;
    hd_arena *nodes; /* of the tree; NULL: no tree is made */
    hd_arena *texts; /* of the strings in it but for the keys, which are in `nodes` */
    struct cJSON
        *value; /* after hd_json_scan_value: the tree of the value, NULL without one.  Items have
                          * next, prev (NULL in the first), child, type, valuestring, valuedouble, string. */
} hd_json_scan;

/* Move past space, tabs and line ends. */
void hd_json_skip_space(hd_json_scan *sc);

/* Check one value that begins at `at` (after space), move past it, and make its tree.
 * Fails with HD_EDATA; the message has no position, `at` is the byte it speaks of. */
hd_status hd_json_scan_value(hd_json_scan *sc, hd_err *err);

/* A failure at `at`: "expected WHAT, got 'c'", or "the line ends inside INSIDE" at the end. */
hd_status hd_json_scan_expected(const hd_json_scan *sc, const char *what, const char *inside,
                                hd_err *err);

/* Line (from 1) and column (characters from 1) of the byte at `at`. */
void hd_json_position(const char *s, size_t at, size_t *line, size_t *column);

/* Fails with HD_EDATA if the file that begins with these bytes is UTF-16 or UTF-32; else
 * *skip is the length of a UTF-8 byte order mark, or 0. */
hd_status hd_json_check_bom(const char *s, size_t len, size_t *skip, hd_err *err);

#endif
