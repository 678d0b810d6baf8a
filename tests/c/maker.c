#include "maker.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "query/select.h"

void maker_init(maker *m)
{
    memset(m, 0, sizeof *m);
    hd_arena_init(&m->arena);
    m->codebook = hd_codebook_new();
    m->reviews = hd_arena_array(&m->arena, MAKER_MAX, sizeof *m->reviews);
}

void maker_release(maker *m)
{
    hd_codebook_free(m->codebook);
    hd_arena_release(&m->arena);
}

/* The parts of `text` between `by`; "" has none. */
static const char *const *split(maker *m, const char *text, char by, size_t *n)
{
    const char **parts = hd_arena_array(&m->arena, strlen(text) + 1, sizeof *parts);

    *n = 0;
    while (*text) {
        const char *end = strchrnul(text, by);
        parts[(*n)++] = hd_arena_strndup(&m->arena, text, (size_t)(end - text));
        text = *end ? end + 1 : end;
    }
    return parts;
}

void maker_field(maker *m, hd_unit unit, const char *key, hd_kind kind, const char *values)
{
    hd_field_def def = {.unit = unit, .key = key, .kind = kind};
    hd_err err = HD_ERR_INIT;

    if (values) {
        def.has_values = true;
        def.values = split(m, values, '|', &def.n_values);
    }
    hd_codebook_add_field(m->codebook, &def, NULL, NULL, &err);
    cr_assert_str_empty(err.msg);
}

void maker_band(maker *m, const char *field, const char *name, const double *bounds, size_t n)
{
    hd_band_def def = {field, name, bounds, n, false};
    hd_err err = HD_ERR_INIT;

    hd_codebook_add_band(m->codebook, &def, NULL, NULL, &err);
    cr_assert_str_empty(err.msg);
}

void maker_theme(maker *m, hd_theme_def def)
{
    hd_err err = HD_ERR_INIT;

    def.has_parent = true;
    def.has_status = true;
    def.has_aliases = true;
    hd_codebook_add_theme(m->codebook, &def, NULL, NULL, &err);
    cr_assert_str_empty(err.msg);
}

static void set_value(maker *m, hd_value *v, const hd_field *field, const char *text)
{
    v->state = strcmp(text, "?") == 0   ? HD_UNKNOWN
               : strcmp(text, "-") == 0 ? HD_NOT_APPLICABLE
                                        : HD_VALUE;
    if (v->state != HD_VALUE)
        return;
    if (field->kind == HD_FLAG)
        v->number = strcmp(text, "true") == 0;
    else if (field->kind == HD_NUMBER)
        v->number = strtod(text, NULL);
    else if (field->kind == HD_MULTI)
        v->items = split(m, text, '|', &v->n_items);
    else
        v->text = text;
    if (field->kind == HD_DATE)
        cr_assert(hd_date_parse(text, strlen(text), &v->date), "no date: %s", text);
}

static const hd_value *make_values(maker *m, hd_unit unit, const char *text)
{
    hd_value *values =
        hd_arena_array(&m->arena, hd_codebook_n_fields(m->codebook, unit), sizeof *values);
    size_t n;
    const char *const *pairs = split(m, text, ';', &n);

    for (size_t i = 0; i < n; i++) {
        const char *equal = strchr(pairs[i], '=');
        cr_assert(equal, "no value: %s", pairs[i]);
        const char *key = hd_arena_strndup(&m->arena, pairs[i], (size_t)(equal - pairs[i]));
        const hd_field *field = hd_codebook_find_field(m->codebook, unit, key);
        cr_assert(field, "no field %s", key);
        set_value(m, &values[field->index], field, equal + 1);
    }
    return values;
}

void maker_review(maker *m, const char *id, bool coded, const char *values)
{
    hd_review_rec *r = &m->reviews[m->n_reviews++];

    cr_assert(m->n_reviews <= MAKER_MAX);
    r->id = id;
    r->coded = coded ? HD_CODED_YES : HD_CODED_NO;
    r->values = make_values(m, HD_REVIEW, values);
    r->has_children = r->has_findings = true;
    r->children = hd_arena_array(&m->arena, MAKER_MAX, sizeof *r->children);
    r->findings = hd_arena_array(&m->arena, MAKER_MAX, sizeof *r->findings);
}

void maker_child(maker *m, const char *id, const char *values)
{
    hd_review_rec *r = &m->reviews[m->n_reviews - 1];
    hd_child_rec *children = (hd_child_rec *)(uintptr_t)r->children;

    cr_assert(r->n_children < MAKER_MAX);
    children[r->n_children++] = (hd_child_rec){id, make_values(m, HD_CHILD, values)};
}

void maker_finding(maker *m, const char *id, const char *values, const char *labels)
{
    hd_review_rec *r = &m->reviews[m->n_reviews - 1];
    hd_finding_rec *findings = (hd_finding_rec *)(uintptr_t)r->findings;
    hd_finding_rec *f = &findings[r->n_findings++];

    cr_assert(r->n_findings <= MAKER_MAX);
    f->id = id;
    f->values = make_values(m, HD_FINDING, values);
    f->has_labels = true;
    f->labels = split(m, labels, '|', &f->n_labels);
}

hd_corpus *maker_corpus(maker *m)
{
    return maker_corpus_times(m, 1);
}

hd_corpus *maker_corpus_times(maker *m, size_t times)
{
    hd_err err = HD_ERR_INIT;

    hd_codebook_seal(m->codebook, &err);
    cr_assert_str_empty(err.msg);
    hd_corpus_builder *b = hd_corpus_builder_new(m->codebook);
    m->codebook = NULL; /* the corpus has it now */
    for (size_t i = 0; i < m->n_reviews * times; i++) {
        hd_review_rec r = m->reviews[i % m->n_reviews];
        if (times > 1)
            r.id = hd_arena_printf(&m->arena, "%zu%s", i / m->n_reviews, r.id);
        hd_corpus_builder_add_review(b, &r);
    }
    return hd_corpus_seal(b);
}

hd_bits maker_all(const hd_corpus *c, hd_unit unit)
{
    hd_bits all;

    hd_bits_init(&all, c->n[unit]);
    hd_bits_fill(&all);
    return all;
}

const char *maker_ids(maker *m, const hd_corpus *c, hd_unit unit, const hd_bits *set)
{
    const char *out = "";

    for (size_t i = hd_bits_next(set, 0); i != SIZE_MAX; i = hd_bits_next(set, i + 1))
        out = hd_arena_printf(&m->arena, "%s%s%s", out, *out ? " " : "", hd_corpus_id(c, unit, i));
    return out;
}

const char *maker_where(maker *m, const hd_corpus *c, hd_unit unit, const char *expression)
{
    const hd_filter *f;
    hd_err err = HD_ERR_INIT;
    hd_bits all = maker_all(c, unit), found;
    const char *out;

    if (hd_filter_parse(c, unit, expression, strlen(expression), NULL, 0, &m->arena, &f, &err)) {
        out = hd_arena_strdup(&m->arena, err.msg);
    } else {
        cr_assert_eq(hd_select(c, unit, &all, f, &found, NULL, &err), HD_OK);
        out = maker_ids(m, c, unit, &found);
        hd_bits_release(&found);
    }
    hd_bits_release(&all);
    return out;
}

hd_cube *maker_cube(const hd_corpus *c, const hd_cube_spec *spec, hd_err *err)
{
    static hd_bits sets[256]; /* cubes read the set they were made of */
    static size_t n_sets;
    hd_cube *cube = NULL;

    cr_assert_lt(n_sets, 256);
    sets[n_sets] = maker_all(c, spec->unit);
    hd_cube_new(c, &sets[n_sets++], spec, &cube, err);
    return cube;
}

long maker_count(const hd_cube *cube, const char *first, const char *second)
{
    const char *names[2] = {first, second};
    size_t groups[2];

    for (size_t d = 0; d < 2 && names[d]; d++) {
        uint32_t g = hd_cube_find(cube, d, names[d], NULL);
        if (g == HD_NONE)
            return -1;
        groups[d] = g;
    }
    return (long)hd_cube_count(cube, groups);
}

const char *maker_groups(maker *m, const hd_cube *cube, size_t dim)
{
    const char *out = "";

    for (size_t g = 0; g < hd_cube_n_groups(cube, dim); g++)
        out = hd_arena_printf(&m->arena, "%s%s%s", out, g ? "|" : "",
                              hd_cube_group(cube, dim, g).label);
    return out;
}
