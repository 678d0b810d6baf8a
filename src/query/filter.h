/* filter.h -- what a selection asks, as a tree.
 *
 * A tree is made from heddle's expression language (hd_filter_parse) or node by node (a
 * table filter; bind/ does that).  Names and values are checked against the codebook and the
 * columns when the tree is made, so evaluating it cannot fail.
 *
 * Truth is three-valued (Kleene).  Each comparison is decided on the unit that owns the field and
 * lifted to the unit asked: down, a child or finding has its review's value; up, true if true for
 * any, else undecided if undecided for any or if there is none, else false; between children and
 * findings by way of the review.  Themes are decided on the unit asked: a finding by its own labels, a review or child by all
 * findings of the review; not yet coded is undecided.
 *
 *   expression := or, and, not (loosest first; not binds looser than a comparison), ( ),
 *     field = != < <= > >= value     field in (value, ...)
 *     field is [not] unknown | not_applicable | not_recorded | missing    (`is not` negates the whole, as
 *       `not field is ...` does; `!=` negates on the unit that owns the field)
 *     child( expression )   finding( expression )     all of it on one child, one finding
 *   value := number, 'text' ('' is a quote), a date in quotes, true, false, :name
 *   field := a key of this unit, else of the review, children, findings (in that order), else a band; `theme`, `id`, `coded`,
 *     `review` (the id of a child's or finding's review); or qualified: review.kind, child.age, finding.kind
 */
#ifndef HD_QUERY_FILTER_H
#define HD_QUERY_FILTER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/corpus.h"

#define HD_FILTER_MAX_LENGTH 65536 /* bytes of an expression */
#define HD_FILTER_MAX_DEPTH 100
#define HD_FILTER_MAX_NODES 20000

typedef struct hd_filter hd_filter; /* a node; lives in the arena it was made in */

/* A value a filter compares with: what Lua or an expression gave. */
typedef enum hd_operand_type { HD_OP_NUMBER, HD_OP_TEXT, HD_OP_BOOL } hd_operand_type;
typedef struct hd_operand {
    hd_operand_type type;
    double number; /* number; bool: 0 or 1 */
    const char *text;
} hd_operand;

/* Named values of an expression (:name). */
typedef struct hd_named_operand {
    const char *name;
    hd_operand value;
} hd_named_operand;

typedef enum hd_compare { HD_EQ, HD_NE, HD_LT, HD_LE, HD_GT, HD_GE } hd_compare;

/* Parse an expression for sets of `unit`.  Every named value must be used.
 * Fails with HD_EDATA: message, then a line break-free caret position: "... at column 12: 'age <'",
 * unknown fields, themes and values with the nearest name; a value of the wrong type for the field's kind;
 * HD_ELIMIT for length, depth and nodes. */
hd_status hd_filter_parse(const hd_corpus *c, hd_unit unit, const char *text, size_t len,
                          const hd_named_operand *named, size_t n_named, hd_arena *arena,
                          const hd_filter **out, hd_err *err);

/* Nodes for table filters.  `field` as in an expression.  The unit that owns the field is
 * *owner, so that the caller can put conditions of one lower unit below one hd_filter_within. */
hd_status hd_filter_compare(const hd_corpus *c, hd_unit unit, const char *field, hd_compare op,
                            const hd_operand *value, hd_arena *arena, hd_filter **out,
                            hd_unit *owner, hd_err *err);
/* Any of n values (n >= 1). */
hd_status hd_filter_in(const hd_corpus *c, hd_unit unit, const char *field,
                       const hd_operand *values, size_t n, hd_arena *arena, hd_filter **out,
                       hd_unit *owner, hd_err *err);
/* from <= field <= to on one unit; either end may be NULL, not both. */
hd_status hd_filter_range(const hd_corpus *c, hd_unit unit, const char *field,
                          const hd_operand *from, const hd_operand *to, hd_arena *arena,
                          hd_filter **out, hd_unit *owner, hd_err *err);
/* field is STATE, or is not (HD_UNKNOWN, HD_NOT_APPLICABLE, HD_NOT_RECORDED; HD_ABSENT asks for any
 * of them); true or false only, decided on the owner and lifted like every comparison: `age is not
 * missing` is true of a review with any child whose age is known.  A unit without any child or
 * finding is `not recorded`. */
hd_status hd_filter_is(const hd_corpus *c, hd_unit unit, const char *field, hd_state state,
                       bool negate, hd_arena *arena, hd_filter **out, hd_unit *owner, hd_err *err);
/* Coded with any of the themes; exact: without their descendants.  Owner is HD_FINDING. */
hd_status hd_filter_theme(const hd_corpus *c, const char *const *names, size_t n, bool exact,
                          hd_arena *arena, hd_filter **out, hd_err *err);

/* All of the n parts, any of them, not the part: Kleene's, each part decided by itself.  No parts: true for and, false
 * for or.  The parts are of `arena` or live as long. */
hd_filter *hd_filter_and(hd_arena *arena, const hd_filter *const *parts, size_t n);
hd_filter *hd_filter_or(hd_arena *arena, const hd_filter *const *parts, size_t n);
hd_filter *hd_filter_not(hd_arena *arena, const hd_filter *part);
/* All of `part` on one child or finding. */
hd_filter *hd_filter_within(hd_arena *arena, hd_unit unit, const hd_filter *part);

/* The tree in words, in the expression language; appended. */
void hd_filter_words(const hd_corpus *c, const hd_filter *f, hd_buf *out);

#endif
