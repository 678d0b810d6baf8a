#include "query/filter.h"

#include "base/utf8.h"
#include "query/filter_node.h"

#include <math.h>
#include <string.h>

static hd_filter *new_node(hd_arena *arena, node_kind kind)
{
    hd_filter *f = hd_arena_alloc(arena, sizeof *f);

    f->kind = kind;
    return f;
}

/* ---- names and operators in messages ---- */

static const char *operator_name(hd_compare op)
{
    static const char *const names[] = {"=", "!=", "<", "<=", ">", ">="};

    return names[op];
}

static const char *printed_name(const hd_corpus *c, hd_unit unit, const hd_name *name,
                                hd_arena *arena)
{
    hd_buf out = HD_BUF_INIT;
    const char *text;

    hd_name_print(c, unit, name, &out);
    text = hd_arena_strdup(arena, hd_buf_str(&out));
    hd_buf_release(&out);
    return text;
}

static const char *operand_text(const hd_operand *value, hd_arena *arena)
{
    char number[32];

    if (value->type == HD_OP_TEXT)
        return hd_arena_printf(arena, "'%s'", value->text);
    if (value->type == HD_OP_BOOL)
        return value->number != 0 ? "true" : "false";
    hd_name_number(value->number, number);
    return hd_arena_strdup(arena, number);
}

/* "a flag", "a category", "an ordinal" ... ; ids and bands by their own word. */
static const char *what_it_is(const hd_name *name, hd_arena *arena)
{
    if (name->kind == HD_NAME_ID)
        return "an id";
    if (name->kind == HD_NAME_BAND)
        return "a band";
    const char *kind = hd_kind_name(hd_name_value_kind(name));
    return hd_arena_printf(arena, "%s %s", hd_name_value_kind(name) == HD_ORDINAL ? "an" : "a",
                           kind);
}

/* ---- values ---- */

typedef struct checking {
    const hd_corpus *c;
    hd_unit unit;
    const hd_name *name;
    const char *shown; /* the name as printed */
    hd_arena *arena;
} checking;

static hd_status fail_type(const checking *k, const hd_operand *value, const char *expected,
                           hd_err *err)
{
    return hd_fail(err, HD_EDATA, "'%s' is %s: expected %s, got %s", k->shown,
                   what_it_is(k->name, k->arena), expected, operand_text(value, k->arena));
}

static hd_status fail_value(const checking *k, const char *text, hd_err *err)
{
    char room[64];
    const char *near = hd_name_nearest_value(k->c, k->name, text, room);

    hd_fail(err, HD_EDATA, "unknown value '%s' of %s", text, k->shown);
    /* A whole sentence of a text field is no help. */
    if (near && strlen(near) <= 100)
        hd_err_add(err, " (did you mean '%s'?)", near);
    return HD_EDATA;
}

/* An expression writes a quote inside a text twice. */
static const char *quoted(const char *text, hd_arena *arena)
{
    size_t len = strlen(text), quotes = 0;

    for (const char *s = text; *s; s++)
        quotes += *s == '\'';
    char *out = hd_arena_alloc(arena, len + quotes + 3), *to = out;
    *to++ = '\'';
    for (const char *s = text; *s; s++) {
        if (*s == '\'')
            *to++ = '\'';
        *to++ = *s;
    }
    *to++ = '\'';
    *to = '\0';
    return out;
}

static hd_status check_coded_value(const checking *k, const hd_operand *value, node_test *out,
                                   hd_err *err)
{
    if (value->type != HD_OP_TEXT) {
        const char *expected = k->name->kind == HD_NAME_ID     ? "one in quotes"
                               : k->name->kind == HD_NAME_BAND ? "one of its groups in quotes"
                                                               : "one of its values in quotes";
        return fail_type(k, value, expected, err);
    }
    out->code = hd_name_find_code(k->c, k->name, value->text);
    if (out->code == HD_NONE)
        return fail_value(k, value->text, err);
    out->written = quoted(value->text, k->arena);
    return HD_OK;
}

static hd_status check_value(const checking *k, const hd_operand *value, node_test *out,
                             hd_err *err)
{
    switch (hd_name_value_kind(k->name)) {
    case HD_NUMBER:
        if (value->type != HD_OP_NUMBER || isnan(value->number))
            return fail_type(k, value, "a number", err);
        out->number = value->number;
        out->written = operand_text(value, k->arena);
        return HD_OK;
    case HD_DATE:
        if (value->type != HD_OP_TEXT ||
            !hd_date_parse(value->text, strlen(value->text), &out->date))
            return fail_type(k, value, "a date in quotes (YYYY, YYYY-MM or YYYY-MM-DD)", err);
        out->written = quoted(value->text, k->arena);
        return HD_OK;
    case HD_FLAG:
        if (value->type != HD_OP_BOOL)
            return fail_type(k, value, "true or false", err);
        out->code = value->number != 0;
        out->written = out->code ? "true" : "false";
        return HD_OK;
    case HD_CATEGORY:
    case HD_ORDINAL:
    case HD_TEXT:
    case HD_MULTI:
        break;
    }
    return check_coded_value(k, value, out, err);
}

static hd_status check_operator(const checking *k, hd_compare op, const char *shown_op, hd_err *err)
{
    hd_kind kind = hd_name_value_kind(k->name);

    if (op == HD_EQ || op == HD_NE || kind == HD_ORDINAL || kind == HD_NUMBER || kind == HD_DATE)
        return HD_OK;
    return hd_fail(err, HD_EDATA, "%s does not work on '%s', %s: use %s", shown_op, k->shown,
                   what_it_is(k->name, k->arena),
                   kind == HD_FLAG ? "= true or = false" : "=, != or in");
}

/* ---- leaves ---- */

/* One theme, or an error that says so. */
static hd_status theme_operand(const hd_operand *value, const char **out, hd_arena *arena,
                               hd_err *err)
{
    if (value->type != HD_OP_TEXT)
        return hd_fail(err, HD_EDATA, "expected a theme's code, label or alias in quotes, got %s",
                       operand_text(value, arena));
    *out = value->text;
    return HD_OK;
}

/* Themes of another frame: any of the themes mapped to them. */
static hd_status frame_themes(const hd_crosswalk *w, const char *const *names, size_t n,
                              hd_arena *arena, hd_filter **out, hd_err *err)
{
    uint32_t *found = hd_arena_array(arena, n, sizeof *found);
    size_t n_themes = 0;

    for (size_t i = 0; i < n; i++) {
        found[i] = hd_crosswalk_find(w, names[i]);
        if (found[i] == HD_NONE) {
            const char *near = hd_crosswalk_nearest(w, names[i]);
            hd_fail(err, HD_EDATA, "unknown theme '%s' of '%s'", names[i], w->frame);
            if (near)
                hd_err_add(err, " (did you mean '%s'?)", near);
            return HD_EDATA;
        }
        n_themes += w->themes[found[i]].n_themes;
    }
    uint32_t *themes = hd_arena_array(arena, n_themes, sizeof *themes);
    hd_filter *f = *out = new_node(arena, NODE_THEME);
    for (size_t i = 0; i < n; i++) {
        const hd_frame_theme *t = &w->themes[found[i]];
        for (size_t k = 0; k < t->n_themes; k++)
            themes[f->n++] = t->themes[k];
    }
    f->themes = themes;
    f->crosswalk = w;
    f->frame_themes = found;
    f->n_frame_themes = n;
    return HD_OK;
}

static hd_status theme_of_values(const hd_corpus *c, const hd_name *name, const hd_operand *values,
                                 size_t n, hd_arena *arena, hd_filter **out, hd_unit *owner,
                                 hd_err *err)
{
    const char **names = hd_arena_array(arena, n, sizeof *names);

    *owner = HD_FINDING;
    for (size_t i = 0; i < n; i++) {
        hd_status st = theme_operand(&values[i], &names[i], arena, err);
        if (st != HD_OK)
            return st;
    }
    if (name->crosswalk)
        return frame_themes(name->crosswalk, names, n, arena, out, err);
    return hd_filter_theme(c, names, n, false, arena, out, err);
}

static hd_status find_name(const hd_corpus *c, hd_unit unit, const char *field, hd_arena *arena,
                           hd_name *name, checking *k, hd_err *err)
{
    hd_status st = hd_name_find(c, unit, field, name, err);

    if (st == HD_OK)
        *k = (checking){c, unit, name, printed_name(c, unit, name, arena), arena};
    return st;
}

static hd_filter *new_leaf(const checking *k, node_kind kind, hd_unit *owner)
{
    hd_filter *f = new_node(k->arena, kind);

    f->unit = k->unit;
    f->name = *k->name;
    *owner = k->name->owner;
    return f;
}

hd_status hd_filter_compare(const hd_corpus *c, hd_unit unit, const char *field, hd_compare op,
                            const hd_operand *value, hd_arena *arena, hd_filter **out,
                            hd_unit *owner, hd_err *err)
{
    hd_name name;
    checking k;
    hd_status st = find_name(c, unit, field, arena, &name, &k, err);

    if (st != HD_OK)
        return st;
    const char *shown_op = hd_arena_printf(arena, "'%s'", operator_name(op));
    if (name.kind == HD_NAME_THEME) {
        if (op != HD_EQ && op != HD_NE)
            return hd_fail(err, HD_EDATA, "%s does not work on '%s': use =, != or in", shown_op,
                           k.shown);
        st = theme_of_values(c, &name, value, 1, arena, out, owner, err);
        if (st == HD_OK && op == HD_NE)
            *out = hd_filter_not(arena, *out);
        return st;
    }
    node_test *test = hd_arena_alloc(arena, sizeof *test);
    st = check_operator(&k, op, shown_op, err);
    if (st == HD_OK)
        st = check_value(&k, value, test, err);
    if (st != HD_OK)
        return st;
    test->op = op == HD_NE ? HD_EQ : op;
    *out = new_leaf(&k, NODE_TEST, owner);
    (*out)->tests = test;
    (*out)->n = 1;
    (*out)->negate = op == HD_NE;
    return HD_OK;
}

hd_status hd_filter_in(const hd_corpus *c, hd_unit unit, const char *field,
                       const hd_operand *values, size_t n, hd_arena *arena, hd_filter **out,
                       hd_unit *owner, hd_err *err)
{
    hd_name name;
    checking k;
    hd_status st = find_name(c, unit, field, arena, &name, &k, err);

    if (st != HD_OK)
        return st;
    if (name.kind == HD_NAME_THEME)
        return theme_of_values(c, &name, values, n, arena, out, owner, err);
    node_test *tests = hd_arena_array(arena, n, sizeof *tests);
    for (size_t i = 0; i < n; i++) {
        tests[i].op = HD_EQ;
        st = check_value(&k, &values[i], &tests[i], err);
        if (st != HD_OK)
            return st;
    }
    *out = new_leaf(&k, NODE_TEST, owner);
    (*out)->tests = tests;
    (*out)->n = n;
    return HD_OK;
}

hd_status hd_filter_range(const hd_corpus *c, hd_unit unit, const char *field,
                          const hd_operand *from, const hd_operand *to, hd_arena *arena,
                          hd_filter **out, hd_unit *owner, hd_err *err)
{
    hd_name name;
    checking k;
    node_test *tests = hd_arena_array(arena, 2, sizeof *tests);
    size_t n = 0;
    hd_status st = find_name(c, unit, field, arena, &name, &k, err);

    if (st != HD_OK)
        return st;
    if (name.kind == HD_NAME_THEME)
        return hd_fail(err, HD_EDATA, "a range does not work on '%s': use =, != or in", k.shown);
    st = check_operator(&k, HD_LE, "a range", err);
    if (st == HD_OK && from) {
        tests[n].op = HD_GE;
        st = check_value(&k, from, &tests[n++], err);
    }
    if (st == HD_OK && to) {
        tests[n].op = HD_LE;
        st = check_value(&k, to, &tests[n++], err);
    }
    if (st != HD_OK)
        return st;
    *out = new_leaf(&k, NODE_TEST, owner);
    (*out)->tests = tests;
    (*out)->n = n;
    (*out)->all = true;
    return HD_OK;
}

hd_status hd_filter_is(const hd_corpus *c, hd_unit unit, const char *field, hd_state state,
                       bool negate, hd_arena *arena, hd_filter **out, hd_unit *owner, hd_err *err)
{
    hd_name name;
    checking k;
    hd_status st = find_name(c, unit, field, arena, &name, &k, err);

    if (st != HD_OK)
        return st;
    if (name.kind == HD_NAME_THEME)
        return hd_fail(err, HD_EDATA, "%s is never missing; use coded = false", k.shown);
    *out = new_leaf(&k, NODE_STATE, owner);
    (*out)->state = state;
    (*out)->negate = negate;
    return HD_OK;
}

hd_status hd_filter_theme(const hd_corpus *c, const char *const *names, size_t n, bool exact,
                          hd_arena *arena, hd_filter **out, hd_err *err)
{
    uint32_t *themes = hd_arena_array(arena, n, sizeof *themes);

    for (size_t i = 0; i < n; i++) {
        themes[i] = hd_codebook_resolve(c->codebook, names[i]);
        if (themes[i] == HD_NONE) {
            const char *near = hd_codebook_nearest_theme(c->codebook, names[i]);
            hd_fail(err, HD_EDATA, "unknown theme '%s'", names[i]);
            if (near)
                hd_err_add(err, " (did you mean '%s'?)", near);
            return HD_EDATA;
        }
    }
    *out = new_node(arena, NODE_THEME);
    (*out)->themes = themes;
    (*out)->n = n;
    (*out)->exact = exact;
    return exact ? hd_corpus_need(c, HD_PART_UNIT(HD_FINDING), err) : HD_OK;
}

/* ---- inner nodes ---- */

static hd_filter *new_parent(hd_arena *arena, node_kind kind, const hd_filter *const *parts,
                             size_t n)
{
    hd_filter *f = new_node(arena, kind);
    const hd_filter **copy = hd_arena_array(arena, n, sizeof *copy);

    if (n > 0)
        memcpy(copy, parts, n * sizeof *copy);
    f->parts = copy;
    f->n = n;
    return f;
}

hd_filter *hd_filter_and(hd_arena *arena, const hd_filter *const *parts, size_t n)
{
    return new_parent(arena, NODE_AND, parts, n);
}

hd_filter *hd_filter_or(hd_arena *arena, const hd_filter *const *parts, size_t n)
{
    return new_parent(arena, NODE_OR, parts, n);
}

hd_filter *hd_filter_not(hd_arena *arena, const hd_filter *part)
{
    return new_parent(arena, NODE_NOT, &part, 1);
}

hd_filter *hd_filter_within(hd_arena *arena, hd_unit unit, const hd_filter *part)
{
    hd_filter *f = new_parent(arena, NODE_WITHIN, &part, 1);

    f->unit = unit;
    return f;
}
