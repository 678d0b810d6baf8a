/* select.c -- a filter evaluated over a whole corpus.
 *
 * Each comparison is decided for every unit that owns its field, then lifted to the unit asked;
 * inner nodes combine bit sets.  The cost of a node is one walk of the units it looks at. */
#include "query/select.h"

#include "base/alloc.h"
#include "base/stop.h"
#include "query/filter_node.h"

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

static inline void truth_set(hd_truth *t, size_t i, tri value)
{
    if (value == YES)
        hd_bits_set(&t->yes, i);
    else if (value == NO)
        hd_bits_set(&t->no, i);
}

/* ---- lifting ---- */

static void lift_down(const hd_corpus *c, const hd_bits *reviews, hd_unit to, hd_bits *out)
{
    const uint32_t *review_of = hd_corpus_review_of(c, to);

    for (size_t i = 0; i < c->n[to]; i++) {
        if (hd_bits_get(reviews, review_of[i]))
            hd_bits_set(out, i);
    }
}

/* True for any, else undecided for any or without any, else false. */
static void lift_up(const hd_corpus *c, hd_unit from, const hd_truth *t, hd_truth *out)
{
    const hd_lists *of = hd_corpus_of_review(c, from);

    for (size_t r = 0; r < c->n[HD_REVIEW]; r++) {
        tri value = of->start[r] == of->start[r + 1] ? UNDECIDED : NO;
        for (uint32_t i = of->start[r]; i < of->start[r + 1] && value != YES; i++) {
            if (hd_bits_get(&t->yes, of->items[i]))
                value = YES;
            else if (!hd_bits_get(&t->no, of->items[i]))
                value = UNDECIDED;
        }
        truth_set(out, r, value);
    }
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
        lift_down(c, &t->yes, to, &up.yes);
        lift_down(c, &t->no, to, &up.no);
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
static tri test_measure(const hd_filter *f, size_t unit)
{
    const hd_column *col = f->name.column;
    uint32_t code = hd_column_code(col, unit);
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

/* Children of several reviews may share an id: it means all of them. */
static void accept_same_ids(const hd_corpus *c, const hd_name *name, bool *accept)
{
    const char *const *ids = hd_corpus_ids(c, name->owner);

    for (size_t i = 1; i < c->n[name->owner]; i++) {
        if (accept[i - 1] && strcmp(ids[i - 1], ids[i]) == 0)
            accept[i] = true;
    }
}

static tri test_list(const hd_lists *lists, size_t unit, const bool *accept)
{
    for (uint32_t i = lists->start[unit]; i < lists->start[unit + 1]; i++) {
        if (accept[lists->items[i]])
            return YES;
    }
    return NO;
}

#define POLL_MASK 8191 /* ask for a stop every so many units */

static hd_status eval_test(const hd_corpus *c, const hd_filter *f, hd_truth *out, hd_err *err)
{
    const hd_name *name = &f->name;
    hd_kind kind = hd_name_value_kind(name);
    bool *accept = NULL;
    hd_status st = HD_OK;

    if (kind != HD_NUMBER && kind != HD_DATE)
        accept = accepted_codes(c, f);
    if (name->kind == HD_NAME_ID)
        accept_same_ids(c, name, accept);
    truth_init(out, c->n[name->owner]);
    for (size_t i = 0; i < c->n[name->owner] && st == HD_OK; i++) {
        if ((i & POLL_MASK) == POLL_MASK)
            st = hd_stop_check(err);
        if (hd_name_state(name, i) != HD_VALUE)
            continue;
        if (!accept)
            truth_set(out, i, test_measure(f, i));
        else if (kind == HD_MULTI)
            truth_set(out, i, test_list(&name->column->lists, i, accept));
        else
            truth_set(out, i, accept[hd_name_code(c, name, i)] ? YES : NO);
    }
    hd_free(accept);
    if (f->negate)
        truth_not(out);
    return st;
}

static bool state_asked(const hd_filter *f, hd_state state)
{
    return (f->state == HD_ABSENT ? state != HD_VALUE : state == f->state) != f->negate;
}

static void eval_state(const hd_corpus *c, hd_unit unit, const hd_filter *f, hd_truth *out)
{
    const hd_name *name = &f->name;

    truth_init(out, c->n[name->owner]);
    for (size_t i = 0; i < c->n[name->owner]; i++)
        truth_set(out, i, state_asked(f, hd_name_state(name, i)) ? YES : NO);
    lift(c, name->owner, unit, out);
    /* Only a unit without any owner is undecided now: it is one `not recorded`. */
    hd_bits rest;
    hd_bits_copy(&rest, &out->yes);
    hd_bits_or(&rest, &out->no);
    hd_bits_not(&rest);
    hd_bits_or(state_asked(f, HD_NOT_RECORDED) ? &out->yes : &out->no, &rest);
    hd_bits_release(&rest);
}

static bool *accepted_themes(const hd_corpus *c, const hd_filter *f)
{
    bool *accept = hd_calloc(hd_codebook_n_themes(c->codebook), sizeof *accept);

    for (size_t i = 0; i < f->n; i++) {
        uint32_t end = hd_codebook_theme(c->codebook, f->themes[i])->end;
        if (f->exact)
            end = f->themes[i] + 1;
        for (uint32_t t = f->themes[i]; t < end; t++)
            accept[t] = true;
    }
    return accept;
}

static bool finding_has(const hd_corpus *c, size_t finding, const bool *accept)
{
    const hd_codings *codings = hd_corpus_codings(c);

    for (uint32_t i = codings->start[finding]; i < codings->start[finding + 1]; i++) {
        uint32_t theme = codings->themes[codings->label_of[i]];
        if (theme != HD_NONE && accept[theme])
            return true;
    }
    return false;
}

/* A finding by its own labels, a review by those of its findings, a child by its review's. */
static void eval_theme(const hd_corpus *c, hd_unit unit, const hd_filter *f, hd_truth *out)
{
    bool *accept = accepted_themes(c, f);
    hd_unit decided = unit == HD_FINDING ? HD_FINDING : HD_REVIEW;
    const uint32_t *review_of = hd_corpus_review_of(c, HD_FINDING);
    const hd_bits *coded = hd_corpus_coded(c);

    truth_init(out, c->n[decided]);
    for (size_t i = 0; i < c->n[HD_FINDING]; i++) {
        uint32_t review = review_of[i];
        if (hd_bits_get(coded, review) && finding_has(c, i, accept))
            hd_bits_set(&out->yes, decided == HD_FINDING ? i : review);
    }
    for (size_t i = 0; i < c->n[decided]; i++) {
        size_t review = decided == HD_FINDING ? review_of[i] : i;
        if (hd_bits_get(coded, review) && !hd_bits_get(&out->yes, i))
            hd_bits_set(&out->no, i);
    }
    hd_free(accept);
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
        st = eval_test(c, f, out, err);
        if (st == HD_OK)
            lift(c, f->name.owner, unit, out);
        else
            hd_truth_release(out);
        return st;
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
    hd_bits reviews;

    if (from == to) {
        hd_bits_copy(out, set);
        return;
    }
    if (from == HD_REVIEW) {
        hd_bits_copy(&reviews, set);
    } else {
        hd_bits_init(&reviews, c->n[HD_REVIEW]);
        for (size_t i = hd_bits_next(set, 0); i != SIZE_MAX; i = hd_bits_next(set, i + 1))
            hd_bits_set(&reviews, hd_corpus_review_of(c, from)[i]);
    }
    if (to == HD_REVIEW) {
        *out = reviews;
        return;
    }
    hd_bits_init(out, c->n[to]);
    lift_down(c, &reviews, to, out);
    hd_bits_release(&reviews);
}

void hd_select_coded(const hd_corpus *c, hd_unit unit, hd_bits *out)
{
    hd_select_convert(c, HD_REVIEW, hd_corpus_coded(c), unit, out);
}
