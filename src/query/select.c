/* select.c -- a filter evaluated over a whole corpus.
 *
 * Each comparison is decided once for every value of its field, carried over to the units that own
 * the field by their codes, then lifted to the unit asked; inner nodes combine bit sets. */
#include "query/select.h"

#include "base/alloc.h"
#include "base/stop.h"
#include "query/codes.h"
#include "query/filter_node.h"
#include "query/index.h"

#include <string.h>

/* ---- truth ---- */

static void truth_init(hd_truth *t, size_t n)
{
    hd_bits_init(&t->yes, n);
    hd_bits_init(&t->no, n);
}

void hd_truth_release(hd_truth *t)
{
    hd_bits_release(&t->yes);
    hd_bits_release(&t->no);
}

static void truth_not(hd_truth *t)
{
    hd_bits yes = t->yes;

    t->yes = t->no;
    t->no = yes;
}

typedef enum tri { NO, UNDECIDED, YES } tri;

/* ---- lifting ---- */

/* True for any, else undecided for any or without any, else false. */
static void lift_up(const hd_corpus *c, hd_unit from, const hd_truth *t, hd_truth *out)
{
    hd_bits not_no;

    hd_index_lift(c, from, &t->yes, HD_REVIEW, &out->yes);
    hd_bits_copy(&not_no, &t->no);
    hd_bits_not(&not_no);
    hd_index_lift(c, from, &not_no, HD_REVIEW, &out->no);
    hd_bits_release(&not_no);
    hd_bits_or(&out->no, hd_index_without(c, from));
    hd_bits_not(&out->no);
}

/* Lift *t from the units `from` to the units `to`, in place. */
static void lift(const hd_corpus *c, hd_unit from, hd_unit to, hd_truth *t)
{
    hd_truth up;

    if (from != to && from != HD_REVIEW) {
        truth_init(&up, c->n[HD_REVIEW]);
        lift_up(c, from, t, &up);
        hd_truth_release(t);
        *t = up;
    }
    if (from != to && to != HD_REVIEW) {
        truth_init(&up, c->n[to]);
        hd_index_lift(c, HD_REVIEW, &t->yes, to, &up.yes);
        hd_index_lift(c, HD_REVIEW, &t->no, to, &up.no);
        hd_truth_release(t);
        *t = up;
    }
}

/* ---- leaves ---- */

static tri decide(bool yes, bool no)
{
    return yes ? YES : no ? NO : UNDECIDED;
}

/* A date that can be any day of `stored` against a literal that means the whole of `period`. */
static tri test_date(hd_compare op, hd_date stored, hd_date period)
{
    switch (op) {
    case HD_LT:
        return decide(stored.to_day < period.from_day, stored.from_day >= period.from_day);
    case HD_GE:
        return decide(stored.from_day >= period.from_day, stored.to_day < period.from_day);
    case HD_LE:
        return decide(stored.to_day <= period.to_day, stored.from_day > period.to_day);
    case HD_GT:
        return decide(stored.from_day > period.to_day, stored.to_day <= period.to_day);
    case HD_EQ:
    case HD_NE:
        break;
    }
    return decide(stored.from_day >= period.from_day && stored.to_day <= period.to_day,
                  stored.to_day < period.from_day || stored.from_day > period.to_day);
}

static tri test_number(hd_compare op, double x, double with)
{
    bool yes = op == HD_LT   ? x < with
               : op == HD_LE ? x <= with
               : op == HD_GT ? x > with
               : op == HD_GE ? x >= with
                             : x == with;

    return yes ? YES : NO;
}

/* All or any of the tests of a number or date. */
static tri test_measure(const hd_filter *f, size_t code)
{
    const hd_column *col = f->name.column;
    tri value = f->all ? YES : NO;

    for (size_t i = 0; i < f->n; i++) {
        const node_test *t = &f->tests[i];
        tri one = col->field->kind == HD_DATE ? test_date(t->op, col->dates[code], t->date)
                                              : test_number(t->op, col->numbers[code], t->number);
        if (f->all ? one < value : one > value)
            value = one;
    }
    return value;
}

/* Which codes of the name pass, by code.  The caller's to hd_free. */
static bool *accepted_codes(const hd_corpus *c, const hd_filter *f)
{
    size_t n = hd_name_n_codes(c, &f->name);
    bool *accept = hd_calloc(n, sizeof *accept);

    if (!f->all && f->tests[0].op == HD_EQ) {
        for (size_t i = 0; i < f->n; i++)
            accept[f->tests[i].code] = true;
        return accept;
    }
    for (size_t code = 0; code < n; code++) {
        accept[code] = true;
        for (size_t i = 0; i < f->n && accept[code]; i++)
            accept[code] = test_number(f->tests[i].op, (double)code, (double)f->tests[i].code);
    }
    return accept;
}

/* An id: the units are their own codes.  Children of several reviews may share one: it means all of them. */
static void eval_id(const hd_corpus *c, const hd_filter *f, hd_truth *out)
{
    hd_unit unit = f->name.owner;
    const char *const *ids = hd_corpus_ids(c, unit);

    truth_init(out, c->n[unit]);
    for (size_t i = 0; i < f->n; i++) {
        size_t first = f->tests[i].code, at = first;
        while (at < c->n[unit] && strcmp(ids[at], ids[first]) == 0)
            hd_bits_set(&out->yes, at++);
    }
    hd_bits_or(&out->no, &out->yes);
    hd_bits_not(&out->no);
}

static void eval_multi(const hd_column *col, const bool *accept, hd_truth *out)
{
    const hd_lists *lists = &col->lists;

    truth_init(out, col->n);
    for (size_t i = 0; i < col->n; i++) {
        bool any = false;
        for (uint32_t k = lists->start[i]; k < lists->start[i + 1]; k++)
            any |= accept[lists->items[k]];
        if (any)
            hd_bits_set(&out->yes, i);
        else if (hd_column_state(col, i) == HD_VALUE)
            hd_bits_set(&out->no, i);
    }
}

/* Single values: which values are true, which false; missing states are neither. */
static void eval_values(const hd_column *col, const hd_filter *f, const bool *accept, hd_truth *out)
{
    bool *yes = hd_calloc(col->n_values + HD_N_MISSING, sizeof *yes);
    bool *no = hd_calloc(col->n_values + HD_N_MISSING, sizeof *no);

    for (size_t v = 0; v < col->n_values; v++) {
        tri value;
        if (!accept)
            value = test_measure(f, v);
        else if (f->name.kind == HD_NAME_BAND)
            value = accept[hd_band_of(f->name.band, col->numbers[v])] ? YES : NO;
        else
            value = accept[v] ? YES : NO;
        yes[v] = value == YES;
        no[v] = value == NO;
    }
    hd_codes_select(col, yes, &out->yes);
    hd_codes_select(col, no, &out->no);
    hd_free(yes);
    hd_free(no);
}

static void eval_test(const hd_corpus *c, const hd_filter *f, hd_truth *out)
{
    const hd_name *name = &f->name;
    hd_kind kind = hd_name_value_kind(name);
    bool *accept = NULL;

    if (name->kind == HD_NAME_ID) {
        eval_id(c, f, out);
    } else {
        const hd_column *col = hd_index_column(c, name->owner, name);
        if (kind != HD_NUMBER && kind != HD_DATE)
            accept = accepted_codes(c, f);
        if (kind == HD_MULTI)
            eval_multi(col, accept, out);
        else
            eval_values(col, f, accept, out);
        hd_free(accept);
    }
    if (f->negate)
        truth_not(out);
}

static bool state_asked(const hd_filter *f, hd_state state)
{
    return (f->state == HD_ABSENT ? state != HD_VALUE : state == f->state) != f->negate;
}

static void eval_state(const hd_corpus *c, hd_unit unit, const hd_filter *f, hd_truth *out)
{
    const hd_name *name = &f->name;

    if (!name->column) { /* an id or `coded`: always a value */
        truth_init(out, c->n[name->owner]);
        hd_bits_fill(state_asked(f, HD_VALUE) ? &out->yes : &out->no);
    } else {
        hd_column col = *name->column;
        if (col.field->kind == HD_MULTI)
            col.n_values = 1; /* the code says only that there is a list */
        bool *yes = hd_calloc(col.n_values + HD_N_MISSING, sizeof *yes);
        memset(yes, state_asked(f, HD_VALUE), col.n_values);
        for (uint32_t k = 0; k < HD_N_MISSING; k++)
            yes[col.n_values + k] = state_asked(f, hd_code_state(HD_CODE_UNKNOWN + k));
        hd_codes_select(&col, yes, &out->yes);
        hd_bits_copy(&out->no, &out->yes);
        hd_bits_not(&out->no);
        hd_free(yes);
    }
    lift(c, name->owner, unit, out);
    /* Only a unit without any owner is undecided now: it is one `not recorded`. */
    hd_bits rest;
    hd_bits_copy(&rest, &out->yes);
    hd_bits_or(&rest, &out->no);
    hd_bits_not(&rest);
    hd_bits_or(state_asked(f, HD_NOT_RECORDED) ? &out->yes : &out->no, &rest);
    hd_bits_release(&rest);
}

/* Findings, of coded reviews, coded with just these themes. */
static void find_exact(const hd_corpus *c, const hd_filter *f, hd_bits *out)
{
    const hd_codings *codings = hd_corpus_codings(c);
    bool *accept = hd_calloc(codings->n_labels, sizeof *accept);

    for (size_t l = 0; l < codings->n_labels; l++) {
        for (size_t i = 0; i < f->n; i++)
            accept[l] |= codings->themes[l] == f->themes[i];
    }
    for (size_t i = 0; i < c->n[HD_FINDING]; i++) {
        for (uint32_t k = codings->start[i]; k < codings->start[i + 1]; k++) {
            if (accept[codings->label_of[k]])
                hd_bits_set(out, i);
        }
    }
    hd_bits_and(out, hd_index_set_of(c, HD_FINDING, HD_INDEX_CODED));
    hd_free(accept);
}

/* A finding by its own labels, a review by those of its findings, a child by its review's. */
static void eval_theme(const hd_corpus *c, hd_unit unit, const hd_filter *f, hd_truth *out)
{
    hd_unit decided = unit == HD_FINDING ? HD_FINDING : HD_REVIEW;

    truth_init(out, c->n[decided]);
    if (f->exact) {
        hd_bits findings;
        hd_bits_init(&findings, c->n[HD_FINDING]);
        find_exact(c, f, &findings);
        hd_index_lift(c, HD_FINDING, &findings, decided, &out->yes);
        hd_bits_release(&findings);
    } else {
        const hd_bit_columns *themes = hd_index_theme_columns(c, decided);
        for (size_t i = 0; i < f->n; i++) {
            hd_bits one = hd_bit_columns_get(themes, hd_corpus_themes(c)->rank[f->themes[i]]);
            hd_bits_or(&out->yes, &one);
        }
    }
    hd_bits_or(&out->no, hd_index_set_of(c, decided, HD_INDEX_CODED));
    hd_bits_andnot(&out->no, &out->yes);
    lift(c, decided, unit, out);
}

/* ---- trees ---- */

static hd_status eval_parts(const hd_corpus *c, hd_unit unit, const hd_filter *f, hd_truth *out,
                            hd_err *err)
{
    truth_init(out, c->n[unit]);
    hd_bits_fill(f->kind == NODE_AND ? &out->yes : &out->no);
    for (size_t i = 0; i < f->n; i++) {
        hd_truth part;
        hd_status st = hd_filter_eval(c, unit, f->parts[i], &part, err);
        if (st != HD_OK) {
            hd_truth_release(out);
            return st;
        }
        if (f->kind == NODE_AND) {
            hd_bits_and(&out->yes, &part.yes);
            hd_bits_or(&out->no, &part.no);
        } else {
            hd_bits_or(&out->yes, &part.yes);
            hd_bits_and(&out->no, &part.no);
        }
        hd_truth_release(&part);
    }
    return HD_OK;
}

hd_status hd_filter_eval(const hd_corpus *c, hd_unit unit, const hd_filter *f, hd_truth *out,
                         hd_err *err)
{
    hd_status st = hd_stop_check(err);

    if (st != HD_OK)
        return st;
    switch (f->kind) {
    case NODE_AND:
    case NODE_OR:
        return eval_parts(c, unit, f, out, err);
    case NODE_NOT:
        st = hd_filter_eval(c, unit, f->parts[0], out, err);
        if (st == HD_OK)
            truth_not(out);
        return st;
    case NODE_WITHIN:
        st = hd_filter_eval(c, f->unit, f->parts[0], out, err);
        if (st == HD_OK)
            lift(c, f->unit, unit, out);
        return st;
    case NODE_TEST:
        eval_test(c, f, out);
        lift(c, f->name.owner, unit, out);
        return HD_OK;
    case NODE_STATE:
        eval_state(c, unit, f, out);
        return HD_OK;
    case NODE_THEME:
        eval_theme(c, unit, f, out);
        return HD_OK;
    }
    hd_fault("filter: no node of kind %d", (int)f->kind);
}

hd_status hd_select(const hd_corpus *c, hd_unit unit, const hd_bits *within, const hd_filter *f,
                    hd_bits *out, size_t *undecided, hd_err *err)
{
    hd_truth t;
    hd_status st = hd_filter_eval(c, unit, f, &t, err);

    if (st != HD_OK)
        return st;
    hd_bits_copy(out, &t.yes);
    hd_bits_and(out, within);
    if (undecided)
        *undecided = hd_bits_count(within) - hd_bits_count(out) - hd_bits_count_and(&t.no, within);
    hd_truth_release(&t);
    return HD_OK;
}

/* ---- units ---- */

void hd_select_convert(const hd_corpus *c, hd_unit from, const hd_bits *set, hd_unit to,
                       hd_bits *out)
{
    hd_bits_init(out, c->n[to]);
    hd_index_lift(c, from, set, to, out);
}

void hd_select_coded(const hd_corpus *c, hd_unit unit, hd_bits *out)
{
    hd_bits_copy(out, hd_index_set_of(c, unit, HD_INDEX_CODED));
}
