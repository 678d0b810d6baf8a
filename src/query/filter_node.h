/* filter_node.h -- the inside of a filter tree, for filter*.c and select.c only. */
#ifndef HD_QUERY_FILTER_NODE_H
#define HD_QUERY_FILTER_NODE_H

#include "query/filter.h"
#include "query/name.h"

typedef enum node_kind {
    NODE_AND,
    NODE_OR,
    NODE_NOT,
    NODE_WITHIN,
    NODE_TEST,  /* the value of a name compared */
    NODE_STATE, /* the state of a name */
    NODE_THEME
} node_kind;

/* One comparison with a value of the name's kind; never HD_NE. */
typedef struct node_test {
    hd_compare op;
    double number;
    hd_date date;
    uint32_t code;       /* everything else; a flag's is 0 or 1 */
    const char *written; /* the value as an expression writes it */
} node_test;

struct hd_filter {
    node_kind kind;
    hd_unit unit; /* within: whose; test, state: the unit asked when the node was made */
    const hd_filter *const *parts; /* and, or, not, within */
    size_t n;                      /* of parts, tests or themes */
    hd_name name;                  /* test, state */
    const node_test *tests;
    bool all;               /* test: every test has to hold (a range), else any of them */
    bool negate;            /* test, state: its negation, on the unit that owns the name */
    hd_state state;         /* state; HD_ABSENT: any missing one */
    const uint32_t *themes; /* theme: numbers */
    bool exact;             /* theme: without descendants */
    const hd_crosswalk
        *crosswalk; /* theme: `themes` are what `frame_themes` of it come from; else NULL */
    const uint32_t *frame_themes;
    size_t n_frame_themes;
};

#endif
