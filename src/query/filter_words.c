/* filter_words.c -- a filter written out in the expression language. */
#include "query/filter.h"
#include "query/filter_node.h"

/* The unit asked is known below a within; above, each leaf knows what it was made for. */
typedef struct writing {
    const hd_corpus *c;
    hd_buf *out;
    bool inside;
    hd_unit unit;
} writing;

static void write_node(const writing *w, const hd_filter *f);

static hd_unit asked(const writing *w, const hd_filter *f)
{
    return w->inside ? w->unit : f->unit;
}

static void write_name(const writing *w, const hd_filter *f)
{
    hd_name_print(w->c, asked(w, f), &f->name, w->out);
}

static const char *sign(const hd_filter *f, const node_test *t)
{
    switch (t->op) {
    case HD_LT:
        return "<";
    case HD_LE:
        return "<=";
    case HD_GT:
        return ">";
    case HD_GE:
        return ">=";
    case HD_EQ:
    case HD_NE:
        break;
    }
    return f->negate ? "!=" : "=";
}

/* A range holds on one unit, which an expression says with child( ) or finding( ). */
static void write_range(const writing *w, const hd_filter *f)
{
    bool lifted = f->n > 1 && asked(w, f) != f->name.owner && f->name.owner != HD_REVIEW;
    writing inner = *w;

    if (lifted) {
        hd_buf_printf(w->out, "%s(", hd_unit_name(f->name.owner));
        inner.inside = true;
        inner.unit = f->name.owner;
    }
    for (size_t i = 0; i < f->n; i++) {
        if (i > 0)
            hd_buf_adds(w->out, " and ");
        write_name(&inner, f);
        hd_buf_printf(w->out, " %s %s", sign(f, &f->tests[i]), f->tests[i].written);
    }
    if (lifted)
        hd_buf_addc(w->out, ')');
}

static void write_test(const writing *w, const hd_filter *f)
{
    if (f->all || f->n == 1) {
        write_range(w, f);
        return;
    }
    write_name(w, f);
    hd_buf_adds(w->out, " in (");
    for (size_t i = 0; i < f->n; i++)
        hd_buf_printf(w->out, "%s%s", i > 0 ? ", " : "", f->tests[i].written);
    hd_buf_addc(w->out, ')');
}

static void write_state(const writing *w, const hd_filter *f)
{
    static const char *const names[] = {"missing", "value", "unknown", "not_applicable",
                                        "not_recorded"};

    write_name(w, f);
    hd_buf_printf(w->out, " is %s%s", f->negate ? "not " : "", names[f->state]);
}

static void write_quoted(const writing *w, const char *text)
{
    hd_buf_addc(w->out, '\'');
    for (; *text; text++)
        hd_buf_adds(w->out, *text == '\'' ? "''" : (char[]){*text, '\0'});
    hd_buf_addc(w->out, '\'');
}

static void write_frame(const writing *w, const hd_filter *f)
{
    hd_name name = {.kind = HD_NAME_THEME, .owner = HD_FINDING, .crosswalk = f->crosswalk};

    hd_name_print(w->c, asked(w, f), &name, w->out);
    hd_buf_adds(w->out, f->n_frame_themes == 1 ? " = " : " in (");
    for (size_t i = 0; i < f->n_frame_themes; i++) {
        hd_buf_adds(w->out, i > 0 ? ", " : "");
        write_quoted(w, f->crosswalk->themes[f->frame_themes[i]].code);
    }
    if (f->n_frame_themes != 1)
        hd_buf_addc(w->out, ')');
}

/* `exactly` is no word of the language: an expression cannot leave descendants out. */
static void write_theme(const writing *w, const hd_filter *f)
{
    hd_buf_adds(w->out, f->exact ? "theme exactly " : f->n == 1 ? "theme = " : "theme in ");
    if (f->n != 1)
        hd_buf_addc(w->out, '(');
    for (size_t i = 0; i < f->n; i++) {
        const char *code = hd_codebook_theme(w->c->codebook, f->themes[i])->code;
        hd_buf_adds(w->out, i > 0 ? ", " : "");
        write_quoted(w, code);
    }
    if (f->n != 1)
        hd_buf_addc(w->out, ')');
}

/* Written with an and or or outside brackets. */
static bool is_list(const hd_filter *f)
{
    if (f->kind == NODE_AND || f->kind == NODE_OR)
        return f->n > 1 || (f->n == 1 && is_list(f->parts[0]));
    return f->kind == NODE_TEST && f->all && f->n > 1;
}

static void write_part(const writing *w, const hd_filter *f, bool brackets)
{
    if (brackets)
        hd_buf_addc(w->out, '(');
    write_node(w, f);
    if (brackets)
        hd_buf_addc(w->out, ')');
}

static void write_list(const writing *w, const hd_filter *f)
{
    if (f->n == 0)
        hd_buf_adds(w->out, f->kind == NODE_AND ? "everything" : "nothing");
    for (size_t i = 0; i < f->n; i++) {
        if (i > 0)
            hd_buf_adds(w->out, f->kind == NODE_AND ? " and " : " or ");
        write_part(w, f->parts[i], f->n > 1 && is_list(f->parts[i]));
    }
}

static void write_node(const writing *w, const hd_filter *f)
{
    writing inner = {w->c, w->out, true, f->unit};

    switch (f->kind) {
    case NODE_AND:
    case NODE_OR:
        write_list(w, f);
        break;
    case NODE_NOT:
        hd_buf_adds(w->out, "not ");
        write_part(w, f->parts[0], is_list(f->parts[0]));
        break;
    case NODE_WITHIN:
        hd_buf_printf(w->out, "%s(", hd_unit_name(f->unit));
        write_node(&inner, f->parts[0]);
        hd_buf_addc(w->out, ')');
        break;
    case NODE_TEST:
        write_test(w, f);
        break;
    case NODE_STATE:
        write_state(w, f);
        break;
    case NODE_THEME:
        if (f->crosswalk)
            write_frame(w, f);
        else
            write_theme(w, f);
        break;
    }
}

void hd_filter_words(const hd_corpus *c, const hd_filter *f, hd_buf *out)
{
    writing w = {c, out, false, HD_REVIEW};

    write_node(&w, f);
}
