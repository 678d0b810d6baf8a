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
#include "query/kernel.h"

#include <string.h>

typedef enum tri { NO, UNDECIDED, YES } tri;

/* ---- lifting ---- */

/* One side of a truth, the units for which something is true or those for which it is false, of the reviews of the units
 * `from`.  True for any, else undecided for any or without any, else false. */
static void lift_up(const hd_corpus *c, hd_unit from, bool side, hd_bits *bits)
{
    hd_bits up;

    hd_bits_init(&up, c->n[HD_REVIEW]);
    if (!side)
        hd_bits_not(bits);
    hd_index_lift(c, from, bits, HD_REVIEW, &up);
    if (!side) {
        hd_bits_or(&up, hd_index_without(c, from));
        hd_bits_not(&up);
    }
    hd_bits_release(bits);
    *bits = up;
}

/* Lift one side from the units `from` to the units `to`, in place. */
static void lift(const hd_corpus *c, hd_unit from, hd_unit to, bool side, hd_bits *bits)
{
    hd_bits down;

    if (from == to)
        return;
    if (from != HD_REVIEW)
        lift_up(c, from, side, bits);
    if (to == HD_REVIEW)
        return;
    hd_bits_init(&down, c->n[to]);
    hd_index_lift(c, HD_REVIEW, bits, to, &down);
    hd_bits_release(bits);
    *bits = down;
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

/* Each of these gives one side, and inits *out. */

/* An id: the units are their own codes.  Children of several reviews may share one: it means all of them. */
static void find_id(const hd_corpus *c, const hd_filter *f, bool side, hd_bits *out)
{
    hd_unit unit = f->name.owner;
    const char *const *ids = hd_corpus_ids(c, unit);

    hd_bits_init(out, c->n[unit]);
    for (size_t i = 0; i < f->n; i++) {
        size_t first = f->tests[i].code, at = first;
        while (at < c->n[unit] && strcmp(ids[at], ids[first]) == 0)
            hd_bits_set(out, at++);
    }
    if (!side)
        hd_bits_not(out);
}

static void find_multi(const hd_column *col, const bool *accept, bool side, hd_bits *out)
{
    const hd_lists *lists = &col->lists;

    hd_bits_init(out, col->n);
    for (size_t i = 0; i < col->n; i++) {
        bool any = false;
        for (uint32_t k = lists->start[i]; k < lists->start[i + 1]; k++)
            any |= accept[lists->items[k]];
        if (any == side && (any || hd_column_state(col, i) == HD_VALUE))
            hd_bits_set(out, i);
    }
}

/* Single values: which values pass; missing states are on neither side.  With `keep` *out is there, and keeps what passes. */
static void find_values(const hd_column *col, const hd_filter *f, const bool *accept, bool side,
                        bool keep, hd_bits *out)
{
    bool *pass = hd_calloc(col->n_values + HD_N_MISSING, sizeof *pass);

    for (size_t v = 0; v < col->n_values; v++) {
        if (!accept)
            pass[v] = test_measure(f, v) == (side ? YES : NO);
        else if (f->name.kind == HD_NAME_BAND)
            pass[v] = accept[hd_band_of(f->name.band, col->numbers[v])] == side;
        else
            pass[v] = accept[v] == side;
    }
    if (keep)
        hd_codes_keep(col, pass, out);
    else
        hd_codes_select(col, pass, out);
    hd_free(pass);
}

static void find_test(const hd_corpus *c, const hd_filter *f, bool side, bool keep, hd_bits *out)
{
    const hd_name *name = &f->name;
    hd_kind kind = hd_name_value_kind(name);
    bool *accept = NULL;

    side ^= f->negate;
    if (name->kind == HD_NAME_ID) {
        find_id(c, f, side, out);
        return;
    }
    const hd_column *col = hd_index_column(c, name->owner, name);
    if (kind != HD_NUMBER && kind != HD_DATE)
        accept = accepted_codes(c, f);
    if (kind == HD_MULTI)
        find_multi(col, accept, side, out);
    else
        find_values(col, f, accept, side, keep, out);
    hd_free(accept);
}

static bool state_asked(const hd_filter *f, hd_state state)
{
    return (f->state == HD_ABSENT ? state != HD_VALUE : state == f->state) != f->negate;
}

/* Decided for every unit: one without any owner is one `not recorded`. */
static void find_state(const hd_corpus *c, hd_unit unit, const hd_filter *f, bool side,
                       hd_bits *out)
{
    const hd_name *name = &f->name;

    if (!name->column) { /* an id or `coded`: always a value */
        hd_bits_init(out, c->n[name->owner]);
        if (state_asked(f, HD_VALUE))
            hd_bits_fill(out);
    } else {
        hd_column col = *name->column;
        if (col.field->kind == HD_MULTI)
            col.n_values = 1; /* the code says only that there is a list */
        bool *yes = hd_calloc(col.n_values + HD_N_MISSING, sizeof *yes);
        memset(yes, state_asked(f, HD_VALUE), col.n_values);
        for (uint32_t k = 0; k < HD_N_MISSING; k++)
            yes[col.n_values + k] = state_asked(f, hd_code_state(HD_CODE_UNKNOWN + k));
        hd_codes_select(&col, yes, out);
        hd_free(yes);
    }
    lift(c, name->owner, unit, true, out);
    if (name->owner != unit && name->owner != HD_REVIEW && state_asked(f, HD_NOT_RECORDED))
        hd_index_lift(c, HD_REVIEW, hd_index_without(c, name->owner), unit, out);
    if (!side)
        hd_bits_not(out);
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
static void find_theme(const hd_corpus *c, hd_unit unit, const hd_filter *f, bool side,
                       hd_bits *out)
{
    hd_unit decided = unit == HD_FINDING ? HD_FINDING : HD_REVIEW;

    hd_bits_init(out, c->n[decided]);
    if (f->exact) {
        hd_bits findings;
        hd_bits_init(&findings, c->n[HD_FINDING]);
        find_exact(c, f, &findings);
        hd_index_lift(c, HD_FINDING, &findings, decided, out);
        hd_bits_release(&findings);
    } else {
        const hd_bit_columns *themes = hd_index_theme_columns(c, decided);
        for (size_t i = 0; i < f->n; i++) {
            hd_bits one = hd_bit_columns_get(themes, hd_corpus_themes(c)->rank[f->themes[i]]);
            hd_bits_or(out, &one);
        }
    }
    if (!side) {
        hd_bits_not(out);
        hd_bits_and(out, hd_index_set_of(c, decided, HD_INDEX_CODED));
    }
    lift(c, decided, unit, side, out);
}

/* ---- trees ---- */

/* Comparisons of a single value of the unit asked need no bit set of their own to be met with others. */
static bool is_plain_test(hd_unit unit, const hd_filter *f)
{
    return f->kind == NODE_TEST && f->name.owner == unit && f->name.kind != HD_NAME_ID &&
           hd_name_value_kind(&f->name) != HD_MULTI;
}

static hd_status find(const hd_corpus *c, hd_unit unit, const hd_filter *f, bool side, hd_bits *out,
                      hd_err *err);

/* All parts of an `and` are true or any is false; of an `or` the other way round. */
static hd_status find_parts(const hd_corpus *c, hd_unit unit, const hd_filter *f, bool side,
                            hd_bits *out, hd_err *err)
{
    bool all = (f->kind == NODE_AND) == side;
    hd_bits part;

    if (f->n == 0) {
        hd_bits_init(out, c->n[unit]);
        if (all)
            hd_bits_fill(out);
        return HD_OK;
    }
    hd_status st = find(c, unit, f->parts[0], side, out, err);
    for (size_t i = 1; i < f->n && st == HD_OK; i++) {
        if (all && is_plain_test(unit, f->parts[i])) {
            find_test(c, f->parts[i], side, true, out);
            continue;
        }
        st = find(c, unit, f->parts[i], side, &part, err);
        if (st != HD_OK) {
            hd_bits_release(out);
            break;
        }
        if (all)
            hd_bits_and(out, &part);
        else
            hd_bits_or(out, &part);
        hd_bits_release(&part);
    }
    return st;
}

/* The units for which the filter is true (side) or false: either side is found without the other. */
static hd_status find(const hd_corpus *c, hd_unit unit, const hd_filter *f, bool side, hd_bits *out,
                      hd_err *err)
{
    hd_status st = hd_stop_check(err);

    if (st != HD_OK)
        return st;
    switch (f->kind) {
    case NODE_AND:
    case NODE_OR:
        return find_parts(c, unit, f, side, out, err);
    case NODE_NOT:
        return find(c, unit, f->parts[0], !side, out, err);
    case NODE_WITHIN:
        st = find(c, f->unit, f->parts[0], side, out, err);
        if (st == HD_OK)
            lift(c, f->unit, unit, side, out);
        return st;
    case NODE_TEST:
        find_test(c, f, side, false, out);
        lift(c, f->name.owner, unit, side, out);
        return HD_OK;
    case NODE_STATE:
        find_state(c, unit, f, side, out);
        return HD_OK;
    case NODE_THEME:
        find_theme(c, unit, f, side, out);
        return HD_OK;
    }
    hd_fault("filter: no node of kind %d", (int)f->kind);
}

hd_status hd_filter_eval(const hd_corpus *c, hd_unit unit, const hd_filter *f, hd_truth *out,
                         hd_err *err)
{
    hd_status st = find(c, unit, f, true, &out->yes, err);

    if (st != HD_OK)
        return st;
    st = find(c, unit, f, false, &out->no, err);
    if (st != HD_OK)
        hd_bits_release(&out->yes);
    return st;
}

void hd_truth_release(hd_truth *t)
{
    hd_bits_release(&t->yes);
    hd_bits_release(&t->no);
}

hd_status hd_select(const hd_corpus *c, hd_unit unit, const hd_bits *within, const hd_filter *f,
                    hd_bits *out, size_t *undecided, hd_err *err)
{
    hd_bits no;
    hd_status st = find(c, unit, f, true, out, err);

    if (st != HD_OK)
        return st;
    if (within)
        hd_kernels_get()->combine(out->words, out->words, within->words, HD_KERNEL_AND, 0, out->n);
    if (!undecided)
        return HD_OK;
    st = find(c, unit, f, false, &no, err);
    if (st != HD_OK) {
        hd_bits_release(out);
        return st;
    }
    *undecided =
        within ? hd_bits_count(within) - hd_bits_count_and(&no, within) : no.n - hd_bits_count(&no);
    *undecided -= hd_bits_count(out);
    hd_bits_release(&no);
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
