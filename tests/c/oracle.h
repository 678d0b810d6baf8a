/* oracle.h -- what a filter and a table mean, by plain loops over records.
 *
 * Written from the meaning alone, with nothing of query/: no bit sets, no lists, no indexes.
 * Slow on purpose.  Its trees and tables are its own. */
#ifndef HD_TESTS_ORACLE_H
#define HD_TESTS_ORACLE_H

#include <stdbool.h>

#include "model/record.h"

typedef enum o_tri { O_NO, O_MAYBE, O_YES } o_tri;

typedef struct o_theme {
    const char *code, *label, *alias;
    int parent; /* -1: top */
    hd_theme_status status;
    int into;
} o_theme;

/* A field, or what stands where a field can. */
typedef enum o_what { O_FIELD, O_BAND, O_THEME, O_ID, O_REVIEW, O_CODED, O_PERIOD, O_SETS } o_what;
typedef enum o_period {
    O_CALENDAR,
    O_FINANCIAL,
    O_ACADEMIC,
    O_QUARTER,
    O_MONTH,
    O_N_PERIODS
} o_period;
#define O_MAX_SETS 4
#define O_MAX_FRAME 4
/* Another frame: of each of its themes the codes, labels or aliases that it comes from. */
typedef struct o_frame {
    size_t n;
    const char *from[O_MAX_FRAME][3];
    size_t n_from[O_MAX_FRAME];
} o_frame;
struct o_unit;
typedef struct o_field {
    o_what what;
    hd_unit of;
    size_t index; /* in the records' values */
    hd_kind kind;
    const char *const *declared;
    size_t n_declared;
    const double *bounds;
    size_t n_bounds;
    o_period period;
    const struct o_unit *members[O_MAX_SETS]; /* given sets */
    size_t n_members[O_MAX_SETS];
    size_t n_sets;
    const o_frame *frame; /* themes of another frame; NULL: the codebook's own */
    const char *name;     /* for the test */
} o_field;

typedef struct o_data {
    const hd_review_rec *reviews;
    size_t n_reviews;
    const o_theme *themes;
    size_t n_themes;
} o_data;

typedef struct o_unit {
    const hd_review_rec *review;
    const hd_child_rec *child;
    const hd_finding_rec *finding;
} o_unit;

/* All units of a kind, in the order of the records; returns how many, at most O_ROOM. */
size_t o_units(const o_data *data, hd_unit of, o_unit *out);
/* The units of a kind that one unit has: itself, its review's ...; at most O_ROOM of them. */
#define O_ROOM 512
size_t o_linked(const o_unit *u, hd_unit from, hd_unit to, o_unit *out);
const char *o_id(const o_unit *u);

typedef enum o_type { O_AND, O_OR, O_NOT, O_WITHIN, O_COMPARE, O_IN, O_RANGE, O_IS, O_HAS } o_type;
typedef enum o_op { O_EQ, O_NE, O_LT, O_LE, O_GT, O_GE } o_op;

typedef struct o_operand {
    double number; /* number, flag; band: its number */
    const char *text;
    hd_date date;
} o_operand;

typedef struct o_filter {
    o_type type;
    const struct o_filter *parts[4];
    size_t n;     /* parts or operands */
    hd_unit unit; /* within */
    const o_field *field;
    o_op op;
    o_operand operands[4]; /* range: from, to */
    bool has_from, has_to;
    hd_state state; /* is; HD_ABSENT: any missing */
    bool is_not;
    int themes[4];
    bool exact;
    const o_field
        *frame; /* the themes are those that its theme number `group` comes from; NULL: themes */
    size_t group;
} o_filter;

o_tri o_truth(const o_data *data, const o_unit *u, hd_unit asked, const o_filter *f);

/* ---- tables ---- */

typedef enum o_special { O_OTHER, O_UNRESOLVED, O_NO_THEME, O_NOT_CODED } o_special;
typedef enum o_group_kind { O_ALL, O_VALUE, O_STATE, O_SPECIAL } o_group_kind;
typedef struct o_group {
    o_group_kind kind;
    const char *text; /* value as text: label, date, id */
    double number;    /* number, flag, band, coded, set */
    hd_state state;   /* HD_ABSENT: a date that spans several periods */
    o_special special;
    int theme; /* its number; of another frame the place there */
} o_group;

typedef enum o_base { O_ONLY_CODED, O_EVERY, O_ANY_THEME, O_MENTIONS } o_base;
typedef struct o_table {
    hd_unit unit;
    const o_field *dims[4];
    size_t n_dims;
    size_t depth[4]; /* 0: all */
    int under[4];    /* -1: all */
    o_base base;
    bool drop;
} o_table;

/* How often a unit counts in a cell: 0 or 1, or its codings. */
size_t o_cell(const o_data *data, const o_table *t, const o_unit *u, const o_group *groups);
/* What a day's period is called; and of a date, NULL if its days are in several. */
void o_period_of_day(o_period period, int32_t day, char out[32]);
bool o_period_name(o_period period, hd_date date, char out[32]);
bool o_in_base(const o_data *data, const o_table *t, const o_unit *u);
/* The unit has no value at all in the dimension. */
bool o_missing(const o_table *t, size_t dim, const o_unit *u);
bool o_in_table(const o_data *data, const o_table *t, size_t dim, int theme);
/* The labels of a finding; of a review or child, those of all findings of the review. */
bool o_has_label(const o_unit *u);
int o_resolve(const o_data *data, const char *label); /* -1: no theme */

#endif
