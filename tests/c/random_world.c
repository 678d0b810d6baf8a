#include "random_world.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* SplitMix64: https://prng.di.unimi.it/splitmix64.c */
static uint64_t next(random_world *r)
{
    uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

size_t random_below(random_world *r, size_t n)
{
    return (size_t)(next(r) % n);
}

bool random_chance(random_world *r, size_t percent)
{
    return random_below(r, 100) < percent;
}

/* ---- fields ---- */

static const char *const areas[] = {"North", "South"};
static const char *const letters[] = {"b", "a"};
static const char *const grades[] = {"low", "mid", "high"};
static const char *const sexes[] = {"female", "male"};
static const double ages[] = {1, 3, 6};

/* What a value is drawn from: some declared, some not. */
typedef struct pool {
    hd_unit unit;
    const char *key;
    hd_kind kind;
    const char *declared; /* as maker_field takes it; NULL: built in or without */
    const char *const *order;
    size_t n_order;
    const char *values[6];
} pool;

static const pool pools[] = {
    {HD_REVIEW, "area", HD_CATEGORY, "North|South", areas, 2, {"North", "South", "East", "A b"}},
    {HD_REVIEW, "died", HD_FLAG, NULL, NULL, 0, {"true", "false"}},
    {HD_REVIEW,
     "grade",
     HD_ORDINAL,
     "low|mid|high",
     grades,
     3,
     {"low", "mid", "high", "odd", "am"}},
    {HD_REVIEW, "factors", HD_MULTI, "b|a", letters, 2, {"a", "b|a", "c|b", "c", "", "b"}},
    {HD_REVIEW, "title", HD_TEXT, NULL, NULL, 0, {"one", "it's", "two"}},
    {HD_REVIEW,
     "notified",
     HD_DATE,
     NULL,
     NULL,
     0,
     {"2024", "2024-03", "2024-03-09", "2024-03-31", "2023", "2024-04"}},
    {HD_CHILD, "age", HD_NUMBER, NULL, NULL, 0, {"0", "0.5", "1", "3", "6", "11"}},
    {HD_CHILD, "sex", HD_CATEGORY, NULL, sexes, 2, {"female", "male", "other"}},
    {HD_CHILD, "harm", HD_MULTI, NULL, NULL, 0, {"x", "y|x", "z", ""}},
    {HD_FINDING, "kind", HD_CATEGORY, NULL, NULL, 0, {"practice", "action"}},
    {HD_FINDING, "due", HD_DATE, NULL, NULL, 0, {"2025", "2025-01", "2025-01-31"}},
    {HD_FINDING, "risk", HD_ORDINAL, "low|mid|high", grades, 3, {"low", "mid", "high"}},
};
#define N_POOLS (sizeof pools / sizeof pools[0])

static const char *draw(random_world *r, const pool *p)
{
    size_t n = 0;

    while (n < 6 && p->values[n])
        n++;
    return p->values[random_below(r, n)];
}

static const char *draw_values(random_world *r, hd_unit unit)
{
    const char *out = "";

    for (size_t i = 0; i < N_POOLS; i++) {
        size_t what = random_below(r, 100);
        if (pools[i].unit != unit || what < 12)
            continue;
        const char *value = what < 22 ? "?" : what < 28 ? "-" : draw(r, &pools[i]);
        out = hd_arena_printf(&r->m.arena, "%s%s%s=%s", out, *out ? ";" : "", pools[i].key, value);
    }
    return out;
}

static void add_field(random_world *r, o_field f)
{
    r->fields[r->n_fields++] = f;
}

static void open_fields(random_world *r)
{
    for (size_t i = 0; i < N_POOLS; i++) {
        const pool *p = &pools[i];
        if (p->declared || !hd_codebook_find_field(r->m.codebook, p->unit, p->key))
            maker_field(&r->m, p->unit, p->key, p->kind, p->declared);
        const hd_field *f = hd_codebook_find_field(r->m.codebook, p->unit, p->key);
        add_field(r, (o_field){.what = O_FIELD,
                               .of = p->unit,
                               .index = f->index,
                               .kind = p->kind,
                               .declared = p->order,
                               .n_declared = p->n_order,
                               .name = p->key});
        if (strcmp(p->key, "age") == 0)
            add_field(r, (o_field){.what = O_BAND,
                                   .of = p->unit,
                                   .index = f->index,
                                   .kind = HD_ORDINAL,
                                   .bounds = ages,
                                   .n_bounds = 3,
                                   .name = "age_band"});
    }
    maker_band(&r->m, "age", "age_band", ages, 3);
    for (size_t u = 0; u < HD_N_UNITS; u++)
        add_field(r, (o_field){.what = O_ID, .of = (hd_unit)u, .kind = HD_CATEGORY, .name = "id"});
    add_field(r,
              (o_field){.what = O_REVIEW, .of = HD_REVIEW, .kind = HD_CATEGORY, .name = "review"});
    add_field(r, (o_field){.what = O_CODED, .of = HD_REVIEW, .kind = HD_FLAG, .name = "coded"});
    add_field(r, (o_field){.what = O_THEME, .of = HD_FINDING, .name = "theme"});
}

/* ---- themes ---- */

static void open_themes(random_world *r)
{
    size_t n = random_below(r, RANDOM_MAX_THEMES) + 1;

    for (size_t t = 0; t < n; t++) {
        o_theme *th = &r->themes[t];
        size_t kind = random_below(r, 100);
        th->code = hd_arena_printf(&r->m.arena, "t%zu", t);
        th->label = hd_arena_printf(&r->m.arena, "Theme %zu", t);
        th->alias = random_chance(r, 50) ? hd_arena_printf(&r->m.arena, "also %zu", t) : NULL;
        th->parent = t > 0 && random_chance(r, 60) ? (int)random_below(r, t) : -1;
        th->status = kind < 70   ? HD_ACTIVE
                     : kind < 80 ? HD_RETIRED
                     : kind < 90 ? HD_CANDIDATE
                                 : HD_MERGED;
        th->into = t > 0 ? (int)random_below(r, t) : -1;
        if (th->status == HD_MERGED && (t == 0 || r->themes[th->into].status == HD_CANDIDATE))
            th->status = HD_ACTIVE;
        hd_theme_def def = {.code = th->code, .label = th->label, .status = th->status};
        def.parent = th->parent >= 0 ? r->themes[th->parent].code : NULL;
        def.into = th->status == HD_MERGED ? r->themes[th->into].code : NULL;
        def.aliases = &th->alias;
        def.n_aliases = th->alias != NULL;
        maker_theme(&r->m, def);
    }
    r->data.themes = r->themes;
    r->data.n_themes = n;
}

/* Two versions of a mapping to another frame; some of its themes come from none. */
static void open_frames(random_world *r)
{
    static const char *const names[] = {"panel@1", "panel@2", "panel"};

    for (size_t v = 0; v < 2; v++) {
        o_frame *frame = &r->frames[v];
        hd_frame_theme_def themes[O_MAX_FRAME];
        hd_err err = HD_ERR_INIT;
        frame->n = 1 + random_below(r, O_MAX_FRAME);
        for (size_t g = 0; g < frame->n; g++) {
            for (size_t tries = random_below(r, 4); tries > 0; tries--) {
                const o_theme *t = &r->themes[random_below(r, r->data.n_themes)];
                if (o_resolve(&r->data, t->code) >= 0)
                    frame->from[g][frame->n_from[g]++] = random_chance(r, 50) ? t->code : t->label;
            }
            themes[g] = (hd_frame_theme_def){hd_arena_printf(&r->m.arena, "f%zu", g),
                                             hd_arena_printf(&r->m.arena, "Frame theme %zu", g),
                                             frame->from[g], frame->n_from[g]};
        }
        hd_crosswalk_def def = {.frame = "panel",
                                .version = v ? "2" : "1",
                                .has_themes = true,
                                .themes = themes,
                                .n_themes = frame->n};
        hd_codebook_add_crosswalk(r->m.codebook, &def, NULL, NULL, &err);
        cr_assert_str_empty(err.msg);
    }
    for (size_t i = 0; i < 3; i++)
        r->frame_fields[i] = (o_field){.what = O_THEME,
                                       .of = HD_FINDING,
                                       .name = names[i],
                                       .frame = &r->frames[i == 0 ? 0 : 1]};
}

static const char *draw_labels(random_world *r)
{
    const char *out = "";

    for (size_t i = random_below(r, 4); i > 0; i--) {
        const o_theme *t = &r->themes[random_below(r, r->data.n_themes)];
        size_t what = random_below(r, 100);
        const char *label = what < 15               ? "no such theme"
                            : what < 40             ? t->label
                            : what < 60 && t->alias ? t->alias
                                                    : t->code;
        out = hd_arena_printf(&r->m.arena, "%s%s%s", out, *out ? "|" : "", label);
    }
    return out;
}

/* ---- corpora ---- */

static void open_reviews(random_world *r)
{
    for (size_t i = 0, n = random_below(r, 11); i < n; i++) {
        /* Ids out of order, so that the corpus has to sort. */
        const char *id = hd_arena_printf(&r->m.arena, "R%zu", (i * 5 + 3) % 11);
        maker_review(&r->m, id, random_chance(r, 75), draw_values(r, HD_REVIEW));
        for (size_t k = 0, m = random_below(r, 4); k < m; k++)
            maker_child(&r->m, hd_arena_printf(&r->m.arena, "%s-%zu", id, 9 - k),
                        draw_values(r, HD_CHILD));
        for (size_t k = 0, m = random_below(r, 5); k < m; k++)
            maker_finding(&r->m, hd_arena_printf(&r->m.arena, "%s-f%zu", id, k),
                          draw_values(r, HD_FINDING), draw_labels(r));
    }
    r->data.reviews = r->m.reviews;
    r->data.n_reviews = r->m.n_reviews;
}

void random_open(random_world *r, uint64_t seed)
{
    random_open_times(r, seed, 1);
}

void random_open_times(random_world *r, uint64_t seed, size_t times)
{
    memset(r, 0, sizeof *r);
    r->state = seed;
    maker_init(&r->m);
    open_fields(r);
    open_themes(r);
    open_frames(r);
    open_reviews(r);
    r->c = maker_corpus_times(&r->m, times);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        r->n[u] = o_units(&r->data, (hd_unit)u, r->units[u]);
        cr_assert_eq(r->n[u] * times, r->c->n[u]);
        for (size_t i = 0; i < r->n[u] && times == 1; i++) {
            uint32_t at = 0;
            while (strcmp(hd_corpus_id(r->c, (hd_unit)u, at), o_id(&r->units[u][i])) != 0)
                at++;
            r->number[u][i] = at;
        }
    }
}

void random_close(random_world *r)
{
    random_release_sets(r);
    hd_corpus_free(r->c);
    maker_release(&r->m);
}

/* ---- filters ---- */

/* A text that is declared or present; NULL if there is none. */
static const char *present(random_world *r, const o_field *f)
{
    const o_unit *u = NULL;

    if (r->n[f->of] > 0)
        u = &r->units[f->of][random_below(r, r->n[f->of])];
    if (f->what == O_ID || f->what == O_REVIEW)
        return u ? o_id(u) : NULL;
    if (u) {
        const hd_value *v = &(u->child     ? u->child->values
                              : u->finding ? u->finding->values
                                           : u->review->values)[f->index];
        if (v->state == HD_VALUE && f->kind == HD_MULTI && v->n_items > 0)
            return v->items[random_below(r, v->n_items)];
        if (v->state == HD_VALUE && f->kind != HD_MULTI)
            return v->text;
    }
    return f->n_declared ? f->declared[random_below(r, f->n_declared)] : NULL;
}

static bool draw_operand(random_world *r, const o_field *f, o_operand *out)
{
    static const char *const dates[] = {"2023",    "2024",       "2024-03",    "2024-04",   "2025",
                                        "2025-01", "2024-03-09", "2025-01-31", "2024-02-29"};
    static const double numbers[] = {0, 0.5, 1, 2, 3, 6, 7.25, -1};

    memset(out, 0, sizeof *out);
    if (f->what == O_BAND) {
        size_t band = random_below(r, f->n_bounds + 1);
        char label[64];
        hd_band_label(hd_codebook_find_band(r->c->codebook, f->name), band, label);
        out->number = (double)band;
        out->text = hd_arena_strdup(&r->m.arena, label);
    } else if (f->kind == HD_NUMBER) {
        out->number = numbers[random_below(r, 8)];
    } else if (f->kind == HD_FLAG) {
        out->number = (double)random_below(r, 2);
    } else if (f->kind == HD_DATE) {
        out->text = dates[random_below(r, 9)];
        hd_date_parse(out->text, strlen(out->text), &out->date);
    } else {
        out->text = present(r, f);
        return out->text != NULL;
    }
    return true;
}

static bool is_ordered(const o_field *f)
{
    return f->kind == HD_NUMBER || f->kind == HD_DATE || f->kind == HD_ORDINAL;
}

static void draw_frame_theme(random_world *r, o_filter *f)
{
    const o_frame *frame;

    f->type = O_HAS;
    f->frame = &r->frame_fields[random_below(r, 3)];
    frame = f->frame->frame;
    f->group = random_below(r, frame->n);
    for (f->n = 0; f->n < frame->n_from[f->group]; f->n++)
        f->themes[f->n] = o_resolve(&r->data, frame->from[f->group][f->n]);
}

static void draw_themes(random_world *r, o_filter *f)
{
    f->type = O_HAS;
    f->exact = random_chance(r, 20);
    f->n = 0;
    for (size_t tries = random_below(r, 2) + 1; tries > 0; tries--) {
        int t = o_resolve(&r->data, r->themes[random_below(r, r->data.n_themes)].code);
        if (t >= 0)
            f->themes[f->n++] = t;
    }
}

static void draw_leaf(random_world *r, o_filter *f)
{
    static const hd_state states[] = {HD_ABSENT, HD_UNKNOWN, HD_NOT_APPLICABLE, HD_NOT_RECORDED};
    size_t how = random_below(r, 100);

    f->field = &r->fields[random_below(r, r->n_fields)];
    if (random_chance(r, 5)) {
        draw_frame_theme(r, f);
        return;
    }
    if (f->field->what == O_THEME || random_chance(r, 10)) {
        draw_themes(r, f);
        if (f->n > 0)
            return;
        f->field = &r->fields[0];
    }
    f->type = O_IS;
    f->state = states[random_below(r, 4)];
    f->is_not = random_chance(r, 30);
    if (how < 20)
        return;
    if (how < 40) {
        for (f->n = random_below(r, 3) + 1, how = 0; how < f->n; how++) {
            if (!draw_operand(r, f->field, &f->operands[how]))
                return;
        }
        f->type = O_IN;
        return;
    }
    if (!draw_operand(r, f->field, &f->operands[0]) || !draw_operand(r, f->field, &f->operands[1]))
        return;
    f->type = O_COMPARE;
    f->op = (o_op)random_below(r, is_ordered(f->field) ? 6 : 2);
    if (how < 55 && is_ordered(f->field)) {
        f->type = O_RANGE;
        f->has_from = random_chance(r, 70);
        f->has_to = !f->has_from || random_chance(r, 70);
    }
}

const o_filter *random_filter(random_world *r, hd_unit unit, size_t depth)
{
    o_filter *f = hd_arena_alloc(&r->m.arena, sizeof *f);
    size_t what = random_below(r, 100);

    if (depth == 0 || what < 20) {
        draw_leaf(r, f);
        return f;
    }
    f->type = what < 45 ? O_AND : what < 65 ? O_OR : what < 80 ? O_NOT : O_WITHIN;
    f->n = f->type == O_AND || f->type == O_OR ? random_below(r, 3) + 1 : 1;
    f->unit = f->type == O_WITHIN ? (hd_unit)(1 + random_below(r, 2)) : unit;
    for (size_t i = 0; i < f->n; i++)
        f->parts[i] = random_filter(r, f->unit, depth - 1);
    return f;
}

/* The field's name for `unit`, qualified by chance or when asked. */
const char *random_name(random_world *r, hd_unit unit, const o_field *f, bool qualified)
{
    bool own = f->of == unit || (strcmp(f->name, "kind") != 0 && f->what != O_ID);

    if (f->what == O_REVIEW || (own && !qualified && random_chance(r, 70)))
        return f->name;
    return hd_arena_printf(&r->m.arena, "%s.%s", hd_unit_name(f->of), f->name);
}

static hd_operand operand(const o_field *f, const o_operand *o)
{
    if (f->what == O_BAND)
        return (hd_operand){HD_OP_TEXT, 0, o->text};
    if (f->kind == HD_NUMBER)
        return (hd_operand){HD_OP_NUMBER, o->number, NULL};
    if (f->kind == HD_FLAG)
        return (hd_operand){HD_OP_BOOL, o->number, NULL};
    return (hd_operand){HD_OP_TEXT, 0, o->text};
}

static hd_filter *leaf_node(random_world *r, hd_unit unit, const o_filter *f, bool qualified)
{
    hd_operand values[4];
    const char *names[4];
    hd_filter *out = NULL;
    hd_unit owner = HD_FINDING;
    hd_err err = HD_ERR_INIT;
    hd_arena *arena = &r->m.arena;
    const o_field *field = f->field;
    const char *name = field ? random_name(r, unit, field, qualified) : NULL;

    for (size_t i = 0; i < 4; i++) {
        values[i] = field ? operand(field, &f->operands[i]) : (hd_operand){HD_OP_BOOL, 0, NULL};
        names[i] = f->type == O_HAS && i < f->n ? r->themes[f->themes[i]].code : NULL;
    }
    if (f->frame) {
        hd_operand value = {HD_OP_TEXT, 0, hd_arena_printf(arena, "f%zu", f->group)};
        hd_filter_in(r->c, unit, f->frame->name, &value, 1, arena, &out, &owner, &err);
    } else if (f->type == O_HAS)
        hd_filter_theme(r->c, names, f->n, f->exact, arena, &out, &err);
    else if (f->type == O_COMPARE)
        hd_filter_compare(r->c, unit, name, (hd_compare)f->op, values, arena, &out, &owner, &err);
    else if (f->type == O_IN)
        hd_filter_in(r->c, unit, name, values, f->n, arena, &out, &owner, &err);
    else if (f->type == O_RANGE)
        hd_filter_range(r->c, unit, name, f->has_from ? &values[0] : NULL,
                        f->has_to ? &values[1] : NULL, arena, &out, &owner, &err);
    else
        hd_filter_is(r->c, unit, name, f->state, f->is_not, arena, &out, &owner, &err);
    cr_assert_str_empty(err.msg);
    cr_assert(f->type == O_HAS || owner == field->of);
    return out;
}

static const hd_filter *nodes(random_world *r, hd_unit unit, hd_unit made_for, const o_filter *f,
                              bool as_table)
{
    const hd_filter *parts[4];

    if (f->type > O_WITHIN)
        return leaf_node(r, as_table ? made_for : unit, f, as_table);
    for (size_t i = 0; i < f->n; i++)
        parts[i] = nodes(r, f->type == O_WITHIN ? f->unit : unit, made_for, f->parts[i], as_table);
    if (f->type == O_AND)
        return hd_filter_and(&r->m.arena, parts, f->n);
    if (f->type == O_OR)
        return hd_filter_or(&r->m.arena, parts, f->n);
    if (f->type == O_NOT)
        return hd_filter_not(&r->m.arena, parts[0]);
    return hd_filter_within(&r->m.arena, f->unit, parts[0]);
}

const hd_filter *random_nodes(random_world *r, hd_unit unit, const o_filter *f, bool as_table)
{
    return nodes(r, unit, unit, f, as_table);
}

/* ---- expressions ---- */

static const char *literal(random_world *r, const o_field *f, const o_operand *o)
{
    const char *out = "";

    if (f->what != O_BAND && f->kind == HD_NUMBER)
        return hd_arena_printf(&r->m.arena, "%g", o->number);
    if (f->kind == HD_FLAG)
        return o->number != 0 ? "true" : "false";
    for (const char *s = o->text; *s; s++)
        out = hd_arena_printf(&r->m.arena, "%s%s%c", out, *s == '\'' ? "'" : "", *s);
    return hd_arena_printf(&r->m.arena, "'%s'", out);
}

static const char *list_of(random_world *r, const o_filter *f)
{
    const char *out = "";

    for (size_t i = 0; i < f->n; i++)
        out = hd_arena_printf(
            &r->m.arena, "%s%s%s", out, i ? ", " : "",
            f->type == O_HAS ? hd_arena_printf(&r->m.arena, "'%s'", r->themes[f->themes[i]].code)
                             : literal(r, f->field, &f->operands[i]));
    return out;
}

static const char *range_text(random_world *r, hd_unit unit, const o_filter *f)
{
    hd_arena *a = &r->m.arena;
    bool lifted = f->field->of != unit && f->field->of != HD_REVIEW;
    const char *name = random_name(r, lifted ? f->field->of : unit, f->field, false);
    const char *from = "", *to = "";

    if (f->has_from)
        from = hd_arena_printf(a, "%s >= %s", name, literal(r, f->field, &f->operands[0]));
    if (f->has_to)
        to = hd_arena_printf(a, "%s <= %s", name, literal(r, f->field, &f->operands[1]));
    return hd_arena_printf(a, "%s(%s%s%s)", lifted ? hd_unit_name(f->field->of) : "", from,
                           *from && *to ? " and " : "", to);
}

static const char *leaf_text(random_world *r, hd_unit unit, const o_filter *f)
{
    static const char *const ops[] = {"=", "!=", "<", "<=", ">", ">="};
    static const char *const states[] = {"missing", "", "unknown", "not_applicable",
                                         "not_recorded"};
    hd_arena *a = &r->m.arena;

    if (f->frame)
        return hd_arena_printf(a, "%s = 'f%zu'", f->frame->name, f->group);
    if (f->type == O_HAS)
        return f->exact ? NULL : hd_arena_printf(a, "theme in (%s)", list_of(r, f));
    if (f->type == O_RANGE)
        return range_text(r, unit, f);
    const char *name = random_name(r, unit, f->field, false);
    if (f->type == O_IS)
        return hd_arena_printf(a, "%s is %s%s", name, f->is_not ? "not " : "", states[f->state]);
    if (f->type == O_IN)
        return hd_arena_printf(a, "%s in(%s)", name, list_of(r, f));
    return hd_arena_printf(a, "%s%s%s", name, ops[f->op], literal(r, f->field, &f->operands[0]));
}

const char *random_expression(random_world *r, hd_unit unit, const o_filter *f)
{
    hd_arena *a = &r->m.arena;
    const char *out = "";

    if (f->type > O_WITHIN)
        return leaf_text(r, unit, f);
    for (size_t i = 0; i < f->n; i++) {
        const char *part = random_expression(r, f->type == O_WITHIN ? f->unit : unit, f->parts[i]);
        if (!part)
            return NULL;
        /* The brackets an or needs inside an and; others by chance. */
        bool list = f->parts[i]->type == O_AND || f->parts[i]->type == O_OR;
        if ((list && f->type != O_WITHIN) || random_chance(r, 20))
            part = hd_arena_printf(a, "(%s)", part);
        out = hd_arena_printf(a, "%s%s%s", out,
                              i == 0             ? ""
                              : f->type == O_AND ? " and "
                                                 : " or ",
                              part);
    }
    if (f->type == O_NOT)
        return hd_arena_printf(a, "not %s", out);
    if (f->type == O_WITHIN)
        return hd_arena_printf(a, "%s(%s)", hd_unit_name(f->unit), out);
    return out;
}
