#include "oracle.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- units ---- */

size_t o_units(const o_data *data, hd_unit of, o_unit *out)
{
    size_t n = 0;

    for (size_t r = 0; r < data->n_reviews; r++) {
        o_unit u = {&data->reviews[r], NULL, NULL};
        n += o_linked(&u, HD_REVIEW, of, out + n);
    }
    return n;
}

size_t o_linked(const o_unit *u, hd_unit from, hd_unit to, o_unit *out)
{
    size_t n = 0;

    if (from == to)
        out[n++] = *u;
    else if (to == HD_REVIEW)
        out[n++] = (o_unit){u->review, NULL, NULL};
    for (size_t i = 0; from != to && to == HD_CHILD && i < u->review->n_children; i++)
        out[n++] = (o_unit){u->review, &u->review->children[i], NULL};
    for (size_t i = 0; from != to && to == HD_FINDING && i < u->review->n_findings; i++)
        out[n++] = (o_unit){u->review, NULL, &u->review->findings[i]};
    return n;
}

const char *o_id(const o_unit *u)
{
    return u->child ? u->child->id : u->finding ? u->finding->id : u->review->id;
}

static const hd_value *value_of(const o_unit *u, const o_field *f)
{
    return &(u->child     ? u->child->values
             : u->finding ? u->finding->values
                          : u->review->values)[f->index];
}

static hd_state state_of(const o_unit *u, const o_field *f)
{
    if (f->what != O_FIELD && f->what != O_BAND && f->what != O_PERIOD)
        return HD_VALUE;
    hd_state s = value_of(u, f)->state;
    return s == HD_ABSENT ? HD_NOT_RECORDED : s;
}

static size_t band_of(const o_field *f, double x)
{
    size_t band = 0;

    while (band < f->n_bounds && f->bounds[band] <= x)
        band++;
    return band;
}

/* ---- themes ---- */

/* The theme a label stands for after merges, -1. */
int o_resolve(const o_data *d, const char *label)
{
    for (int t = 0; t < (int)d->n_themes; t++) {
        const o_theme *th = &d->themes[t];
        if (th->status == HD_CANDIDATE)
            continue;
        if (strcasecmp(label, th->code) && strcasecmp(label, th->label) &&
            (!th->alias || strcasecmp(label, th->alias)))
            continue;
        int at = t;
        while (d->themes[at].status == HD_MERGED)
            at = d->themes[at].into;
        return at;
    }
    return -1;
}

static int parent_of(const o_data *d, int t)
{
    int p = d->themes[t].parent;

    while (p >= 0 && d->themes[p].status == HD_MERGED)
        p = d->themes[p].into;
    return p;
}

/* t is theme or below it. */
static bool is_below(const o_data *d, int t, int theme)
{
    for (; t >= 0; t = parent_of(d, t)) {
        if (t == theme)
            return true;
    }
    return false;
}

/* The theme t stands for the frame's theme g. */
static bool is_mapped(const o_data *d, const o_frame *frame, size_t g, int t)
{
    for (size_t i = 0; i < frame->n_from[g]; i++) {
        if (is_below(d, t, o_resolve(d, frame->from[g][i])))
            return true;
    }
    return false;
}

static bool in_frame(const o_data *d, const o_frame *frame, int t)
{
    bool any = false;

    for (size_t g = 0; g < frame->n; g++)
        any |= is_mapped(d, frame, g, t);
    return any;
}

bool o_in_table(const o_data *d, const o_table *t, size_t dim, int theme)
{
    size_t depth = 0;

    if (d->themes[theme].status != HD_ACTIVE && d->themes[theme].status != HD_RETIRED)
        return false;
    for (int a = theme; a >= 0; a = parent_of(d, a))
        depth++;
    return (t->depth[dim] == 0 || depth <= t->depth[dim]) &&
           (t->under[dim] < 0 || is_below(d, theme, t->under[dim]));
}

/* All labels of a finding, or of all findings of the unit's review. */
static size_t labels_of(const o_unit *u, const char **out)
{
    size_t n = 0;

    for (size_t f = 0; f < u->review->n_findings; f++) {
        const hd_finding_rec *finding = &u->review->findings[f];
        for (size_t i = 0; i < finding->n_labels && (!u->finding || u->finding == finding); i++)
            out[n++] = finding->labels[i];
    }
    return n;
}

static o_tri has_theme(const o_data *d, const o_unit *u, const o_filter *f)
{
    const char *labels[O_ROOM];
    size_t n = labels_of(u, labels);

    if (u->review->coded != HD_CODED_YES)
        return O_MAYBE;
    for (size_t i = 0; i < n; i++) {
        int t = o_resolve(d, labels[i]);
        for (size_t k = 0; k < f->n && t >= 0; k++) {
            if (f->exact ? t == f->themes[k] : is_below(d, t, f->themes[k]))
                return O_YES;
        }
    }
    return O_NO;
}

/* ---- comparing ---- */

static int sign(double a, double b)
{
    return a < b ? -1 : a > b;
}

static bool holds(o_op op, int order)
{
    return op == O_EQ   ? order == 0
           : op == O_NE ? order != 0
           : op == O_LT ? order < 0
           : op == O_LE ? order <= 0
           : op == O_GT ? order > 0
                        : order >= 0;
}

/* Every day the stored date can be, one by one. */
static o_tri compare_date(hd_date stored, o_op op, hd_date period)
{
    bool any = false, all = true;

    for (int32_t day = stored.from_day; day <= stored.to_day; day++) {
        int order = day < period.from_day ? -1 : day > period.to_day;
        if (holds(op, order))
            any = true;
        else
            all = false;
    }
    return all ? O_YES : any ? O_MAYBE : O_NO;
}

static double rank(const o_field *f, const char *value)
{
    for (size_t i = 0; i < f->n_declared; i++) {
        if (strcmp(f->declared[i], value) == 0)
            return (double)i;
    }
    return (double)f->n_declared;
}

static int compare_ordinal(const o_field *f, const char *a, const char *b)
{
    int order = sign(rank(f, a), rank(f, b));

    return order ? order : strcmp(a, b);
}

static bool has_item(const hd_value *v, const char *item)
{
    for (size_t i = 0; i < v->n_items; i++) {
        if (strcmp(v->items[i], item) == 0)
            return true;
    }
    return false;
}

static o_tri yes_no(bool yes)
{
    return yes ? O_YES : O_NO;
}

static o_tri compare(const o_unit *u, const o_field *f, o_op op, const o_operand *with)
{
    if (f->what == O_ID || f->what == O_REVIEW)
        return yes_no(holds(op, strcmp(o_id(u), with->text)));
    if (f->what == O_CODED)
        return yes_no(holds(op, sign(u->review->coded == HD_CODED_YES, with->number)));
    const hd_value *v = value_of(u, f);
    if (v->state != HD_VALUE)
        return O_MAYBE;
    if (f->what == O_BAND)
        return yes_no(holds(op, sign((double)band_of(f, v->number), with->number)));
    switch (f->kind) {
    case HD_NUMBER:
    case HD_FLAG:
        return yes_no(holds(op, sign(v->number, with->number)));
    case HD_DATE:
        return compare_date(v->date, op, with->date);
    case HD_MULTI:
        return yes_no(has_item(v, with->text) == (op == O_EQ));
    case HD_ORDINAL:
        return yes_no(holds(op, compare_ordinal(f, v->text, with->text)));
    case HD_CATEGORY:
    case HD_TEXT:
        break;
    }
    return yes_no(holds(op, strcmp(v->text, with->text)));
}

static o_tri least(o_tri a, o_tri b)
{
    return a < b ? a : b;
}

static o_tri most(o_tri a, o_tri b)
{
    return a > b ? a : b;
}

static o_tri test(const o_unit *owner, const o_filter *f)
{
    o_tri out = O_NO;

    if (f->type == O_COMPARE)
        return compare(owner, f->field, f->op, &f->operands[0]);
    for (size_t i = 0; f->type == O_IN && i < f->n; i++)
        out = most(out, compare(owner, f->field, O_EQ, &f->operands[i]));
    if (f->type == O_RANGE) {
        out = O_YES;
        if (f->has_from)
            out = least(out, compare(owner, f->field, O_GE, &f->operands[0]));
        if (f->has_to)
            out = least(out, compare(owner, f->field, O_LE, &f->operands[1]));
    }
    return out;
}

static bool asked_state(const o_filter *f, hd_state s)
{
    return (f->state == HD_ABSENT ? s != HD_VALUE : s == f->state) != f->is_not;
}

/* True for any; else undecided for any or for none at all; else false. */
static o_tri any_of(const o_data *d, const o_unit *u, hd_unit asked, const o_filter *f)
{
    hd_unit owner = f->type == O_WITHIN ? f->unit : f->field->of;
    o_unit owners[O_ROOM];
    size_t n = o_linked(u, asked, owner, owners);
    o_tri out = n == 0 ? O_MAYBE : O_NO;

    if (f->type == O_IS && n == 0)
        return yes_no(asked_state(f, HD_NOT_RECORDED));
    for (size_t i = 0; i < n; i++) {
        if (f->type == O_WITHIN)
            out = most(out, o_truth(d, &owners[i], owner, f->parts[0]));
        else if (f->type == O_IS)
            out = most(out, yes_no(asked_state(f, state_of(&owners[i], f->field))));
        else
            out = most(out, test(&owners[i], f));
    }
    return out;
}

o_tri o_truth(const o_data *d, const o_unit *u, hd_unit asked, const o_filter *f)
{
    o_tri out = f->type == O_AND ? O_YES : O_NO;

    switch (f->type) {
    case O_AND:
        for (size_t i = 0; i < f->n; i++)
            out = least(out, o_truth(d, u, asked, f->parts[i]));
        return out;
    case O_OR:
        for (size_t i = 0; i < f->n; i++)
            out = most(out, o_truth(d, u, asked, f->parts[i]));
        return out;
    case O_NOT:
        return O_YES - o_truth(d, u, asked, f->parts[0]);
    case O_HAS:
        return has_theme(d, u, f);
    case O_WITHIN:
    case O_COMPARE:
    case O_IN:
    case O_RANGE:
    case O_IS:
        break;
    }
    return any_of(d, u, asked, f);
}

/* ---- tables ---- */

bool o_has_label(const o_unit *u)
{
    const char *labels[O_ROOM];

    return labels_of(u, labels) > 0;
}

bool o_in_base(const o_data *d, const o_table *t, const o_unit *u)
{
    (void)d;
    if (t->base == O_EVERY)
        return true;
    return u->review->coded == HD_CODED_YES && (t->base != O_ANY_THEME || o_has_label(u));
}

void o_period_of_day(o_period period, int32_t day, char out[32])
{
    static const char *const quarters[] = {"Q4", "Q4", "Q4", "Q1", "Q1", "Q1",
                                           "Q2", "Q2", "Q2", "Q3", "Q3", "Q3"};
    int year, month, mday;

    hd_date_civil(day, &year, &month, &mday);
    if (period == O_CALENDAR) {
        snprintf(out, 32, "%d", year);
    } else if (period == O_MONTH) {
        snprintf(out, 32, "%d-%02d", year, month);
    } else {
        if (month < (period == O_ACADEMIC ? 9 : 4))
            year--;
        snprintf(out, 32, "%d-%02d%s%s", year, (year + 1) % 100, period == O_QUARTER ? " " : "",
                 period == O_QUARTER ? quarters[month - 1] : "");
    }
}

bool o_period_name(o_period period, hd_date date, char out[32])
{
    char other[32];

    o_period_of_day(period, date.from_day, out);
    for (int32_t day = date.from_day; day <= date.to_day; day++) {
        o_period_of_day(period, day, other);
        if (strcmp(out, other) != 0)
            return false;
    }
    return true;
}

bool o_missing(const o_table *t, size_t dim, const o_unit *u)
{
    o_unit owners[O_ROOM];

    if (t->dims[dim]->what == O_THEME || t->dims[dim]->what == O_SETS)
        return false;
    size_t n = o_linked(u, t->unit, t->dims[dim]->of, owners);
    for (size_t i = 0; i < n; i++) {
        char name[32];
        if (state_of(&owners[i], t->dims[dim]) == HD_VALUE &&
            (t->dims[dim]->what != O_PERIOD ||
             o_period_name(t->dims[dim]->period, value_of(&owners[i], t->dims[dim])->date, name)))
            return false;
    }
    return true;
}

static bool in_set(const o_field *f, const o_unit *u, size_t set)
{
    for (size_t i = 0; i < f->n_members[set]; i++) {
        const o_unit *m = &f->members[set][i];
        if (m->review == u->review && m->child == u->child && m->finding == u->finding)
            return true;
    }
    return false;
}

/* Is one owner in a group of a field?  NULL: there is no owner, so not recorded. */
static bool in_group(const o_table *t, const o_unit *owner, const o_field *f, const o_group *g)
{
    hd_state state = owner ? state_of(owner, f) : HD_NOT_RECORDED;

    if (g->kind == O_ALL)
        return true;
    if (f->what == O_SETS)
        return owner && in_set(f, owner, (size_t)g->number);
    if (state != HD_VALUE)
        return g->kind == O_STATE && g->state == state && !t->drop;
    if (f->what == O_PERIOD) {
        char name[32];
        if (o_period_name(f->period, value_of(owner, f)->date, name))
            return g->kind == O_VALUE && strcmp(name, g->text) == 0;
        return g->kind == O_STATE && g->state == HD_ABSENT && !t->drop;
    }
    if (g->kind == O_STATE)
        return false;
    if (f->what == O_FIELD && f->kind == HD_MULTI)
        return has_item(value_of(owner, f), g->text);
    if (f->what == O_FIELD && (f->kind == HD_NUMBER || f->kind == HD_FLAG))
        return value_of(owner, f)->number == g->number;
    if (f->what == O_FIELD)
        return strcmp(value_of(owner, f)->text, g->text) == 0;
    if (f->what == O_BAND)
        return (double)band_of(f, value_of(owner, f)->number) == g->number;
    if (f->what == O_CODED)
        return (owner->review->coded == HD_CODED_YES) == (g->number != 0);
    return strcmp(o_id(owner), g->text) == 0;
}

/* Which special group the unit counted is in, -1 for none. */
static int special_of(const o_data *d, const o_table *t, size_t dim, const o_unit *u)
{
    const char *labels[O_ROOM];
    size_t n = labels_of(u, labels);
    bool resolved = false;

    if (u->review->coded != HD_CODED_YES)
        return O_NOT_CODED;
    for (size_t i = 0; i < n; i++) {
        for (int a = o_resolve(d, labels[i]); a >= 0; a = parent_of(d, a)) {
            const o_frame *frame = t->dims[dim]->frame;
            resolved = true;
            if (frame ? in_frame(d, frame, a) : o_in_table(d, t, dim, a))
                return -1;
        }
    }
    return n == 0 ? O_NO_THEME : resolved ? O_OTHER : O_UNRESOLVED;
}

/* `at`: whose labels, the unit counted or one finding of it; NULL: it has no finding. */
static bool in_theme(const o_data *d, const o_table *t, size_t dim, const o_unit *u,
                     const o_unit *at, const o_group *g)
{
    const char *labels[O_ROOM];

    if (g->kind == O_ALL)
        return true;
    if (g->kind == O_SPECIAL)
        return special_of(d, t, dim, u) == (int)g->special;
    size_t n = at && u->review->coded == HD_CODED_YES ? labels_of(at, labels) : 0;
    for (size_t i = 0; i < n; i++) {
        int a = o_resolve(d, labels[i]);
        const o_frame *frame = t->dims[dim]->frame;
        if (a >= 0 && (frame ? is_mapped(d, frame, (size_t)g->theme, a) : is_below(d, a, g->theme)))
            return true;
    }
    return false;
}

static bool is_coding_group(const o_data *d, const o_table *t, size_t dim, const char *label,
                            const o_group *g)
{
    int theme = o_resolve(d, label);
    const o_frame *frame = t->dims[dim]->frame;

    if (g->kind == O_ALL)
        return true;
    if (frame && theme >= 0)
        return g->kind == O_VALUE ? is_mapped(d, frame, (size_t)g->theme, theme)
                                  : g->special == O_OTHER && !in_frame(d, frame, theme);
    if (frame && g->kind == O_VALUE)
        return false;
    if (g->kind == O_VALUE)
        return theme == g->theme;
    if (theme < 0)
        return g->special == O_UNRESOLVED;
    return g->special == O_OTHER && !o_in_table(d, t, dim, theme);
}

/* All conditions of one table cell on fields of `owner`s hold for one of them; themes among them
 * where `paired` says which dimension. */
static bool on_one(const o_data *d, const o_table *t, const o_unit *u, hd_unit from, hd_unit owner,
                   size_t paired, const o_group *groups)
{
    o_unit owners[O_ROOM];
    size_t n = o_linked(u, from, owner, owners);

    for (size_t i = 0; i < (n ? n : 1); i++) {
        const o_unit *one = n ? &owners[i] : NULL;
        bool all = true;
        for (size_t k = 0; k < t->n_dims && all; k++) {
            const o_field *f = t->dims[k];
            if (k == paired)
                all = in_theme(d, t, k, u, one, &groups[k]);
            else if (f->what != O_THEME && f->of == owner)
                all = in_group(t, one, f, &groups[k]);
        }
        if (all)
            return true;
    }
    return false;
}

static size_t mentions(const o_data *d, const o_table *t, const o_unit *u, const o_group *groups)
{
    o_unit findings[O_ROOM];
    size_t n = o_linked(u, t->unit, HD_FINDING, findings), count = 0;

    for (size_t i = 0; i < n; i++) {
        const hd_finding_rec *f = findings[i].finding;
        bool in = true;
        for (size_t owner = HD_REVIEW; owner <= HD_FINDING; owner++)
            in = in && on_one(d, t, &findings[i], HD_FINDING, (hd_unit)owner, SIZE_MAX, groups);
        for (size_t l = 0; in && l < f->n_labels; l++) {
            bool theme = true;
            for (size_t k = 0; k < t->n_dims; k++) {
                if (t->dims[k]->what == O_THEME)
                    theme = theme && is_coding_group(d, t, k, f->labels[l], &groups[k]);
            }
            count += theme;
        }
    }
    return count;
}

size_t o_cell(const o_data *d, const o_table *t, const o_unit *u, const o_group *groups)
{
    size_t paired = SIZE_MAX;

    if (!o_in_base(d, t, u))
        return 0;
    for (size_t k = 0; k < t->n_dims; k++) {
        if (t->drop && o_missing(t, k, u))
            return 0;
    }
    if (t->base == O_MENTIONS)
        return mentions(d, t, u, groups);
    for (size_t k = 0; k < t->n_dims; k++) {
        if (t->dims[k]->what != O_THEME)
            continue;
        if (paired == SIZE_MAX)
            paired = k;
        else if (!in_theme(d, t, k, u, u, &groups[k]))
            return 0;
    }
    return on_one(d, t, u, t->unit, HD_REVIEW, SIZE_MAX, groups) &&
           on_one(d, t, u, t->unit, HD_CHILD, SIZE_MAX, groups) &&
           on_one(d, t, u, t->unit, HD_FINDING, paired, groups);
}
