#include "model/codebook.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static hd_err err;

static hd_status field(hd_codebook *cb, hd_unit unit, const char *key, hd_kind kind)
{
    hd_field_def def = {.unit = unit, .key = key, .kind = kind};
    return hd_codebook_add_field(cb, &def, "a.jsonl:1", NULL, &err);
}

static hd_status band(hd_codebook *cb, const char *key, const char *name, const double *bounds,
                      size_t n)
{
    hd_band_def def = {key, name, bounds, n, false};
    return hd_codebook_add_band(cb, &def, "a.jsonl:2", NULL, &err);
}

static hd_status theme(hd_codebook *cb, const char *code, const char *label, const char *parent)
{
    hd_theme_def def = {
        .code = code, .label = label, .has_parent = parent != NULL, .parent = parent};
    return hd_codebook_add_theme(cb, &def, "a.jsonl:3", NULL, &err);
}

static hd_status with_status(hd_codebook *cb, const char *code, const char *label,
                             hd_theme_status status, const char *into)
{
    hd_theme_def def = {
        .code = code, .label = label, .has_status = true, .status = status, .into = into};
    return hd_codebook_add_theme(cb, &def, "a.jsonl:4", NULL, &err);
}

static hd_status with_alias(hd_codebook *cb, const char *code, const char *label, const char *alias)
{
    hd_theme_def def = {
        .code = code, .label = label, .has_aliases = true, .aliases = &alias, .n_aliases = 1};
    return hd_codebook_add_theme(cb, &def, "a.jsonl:5", NULL, &err);
}

static void seals(hd_codebook *cb)
{
    cr_assert_eq(hd_codebook_seal(cb, &err), HD_OK, "%s", err.msg);
}

static void refuses(hd_codebook *cb, const char *message)
{
    cr_assert_eq(hd_codebook_seal(cb, &err), HD_EDATA);
    cr_assert_str_eq(err.msg, message);
    hd_codebook_free(cb);
}

/* Fields. */

Test(codebook, a_new_one_has_the_built_in_fields)
{
    hd_codebook *cb = hd_codebook_new();
    cr_assert_eq(hd_codebook_n_fields(cb, HD_REVIEW), 10);
    cr_assert_eq(hd_codebook_n_fields(cb, HD_CHILD), 3);
    cr_assert_eq(hd_codebook_n_fields(cb, HD_FINDING), 9);
    const hd_field *f = hd_codebook_find_field(cb, HD_CHILD, "age_weeks");
    cr_assert_str_eq(f->label, "Age weeks");
    cr_assert_eq(f->kind, HD_NUMBER);
    cr_assert_eq(f->index, 1);
    cr_assert(f->builtin && !f->declared);
    f = hd_codebook_find_field(cb, HD_CHILD, "sex");
    cr_assert_eq(f->n_values, 2);
    cr_assert_str_eq(f->values[0], "female");
    cr_assert_null(hd_codebook_find_field(cb, HD_REVIEW, "sex"));
    cr_assert_str_eq(hd_codebook_field(cb, HD_FINDING, 0)->key, "text");
    cr_assert_str_eq(hd_codebook_nearest_field(cb, HD_CHILD, "agee"), "age");
    cr_assert_null(hd_codebook_nearest_field(cb, HD_CHILD, "zzzzzzzz"));
    seals(cb);
    hd_codebook_free(cb);
}

Test(codebook, a_field_given_again_changes_only_what_is_given)
{
    static const char *const values[] = {"b", "a"};
    hd_codebook *cb = hd_codebook_new();
    bool changed = false;
    hd_field_def def = {.unit = HD_REVIEW,
                        .key = "panel",
                        .kind = HD_ORDINAL,
                        .has_values = true,
                        .values = values,
                        .n_values = 2};
    cr_assert_eq(hd_codebook_add_field(cb, &def, NULL, &changed, &err), HD_OK);
    cr_assert(changed);
    const hd_field *f = hd_codebook_find_field(cb, HD_REVIEW, "panel");
    cr_assert_str_eq(f->label, "panel");
    cr_assert(f->declared && !f->builtin);
    def.has_values = false;
    cr_assert_eq(hd_codebook_add_field(cb, &def, NULL, &changed, &err), HD_OK);
    cr_assert_not(changed);
    cr_assert_eq(f->n_values, 2);
    def.label = "Panel";
    cr_assert_eq(hd_codebook_add_field(cb, &def, NULL, &changed, &err), HD_OK);
    cr_assert(changed);
    cr_assert_str_eq(f->label, "Panel");
    hd_field_def sex = {.unit = HD_CHILD, .key = "sex", .kind = HD_CATEGORY};
    cr_assert_eq(hd_codebook_add_field(cb, &sex, NULL, &changed, &err), HD_OK);
    cr_assert(changed, "a built-in that is declared is exported from then on");
    cr_assert_eq(hd_codebook_find_field(cb, HD_CHILD, "sex")->n_values, 2);
    hd_codebook_free(cb);
}

Test(codebook, a_bad_field_is_refused)
{
    static const char *const twice[] = {"a", "b", "a"};
    static const double one[] = {1};
    hd_codebook *cb = hd_codebook_new();
    static const char *const keys[] = {"", "Area", "1st", "a-b", "and", "theme", "coded", "all"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        cr_assert_eq(field(cb, HD_REVIEW, keys[i], HD_TEXT), HD_EDATA, "%s", keys[i]);
    }
    cr_assert_eq(field(cb, HD_CHILD, "sex", HD_NUMBER), HD_EDATA);
    cr_assert_str_eq(err.msg, "a.jsonl:1: field 'sex': its kind is category (built in), expected "
                              "the same, got number");
    hd_field_def def = {.unit = HD_REVIEW,
                        .key = "x",
                        .kind = HD_CATEGORY,
                        .has_values = true,
                        .values = twice,
                        .n_values = 3};
    cr_assert_eq(hd_codebook_add_field(cb, &def, NULL, NULL, &err), HD_EDATA);
    cr_assert_str_eq(err.msg, "field 'x': value 'a' is given twice");
    def.kind = HD_NUMBER;
    cr_assert_eq(hd_codebook_add_field(cb, &def, NULL, NULL, &err), HD_EDATA);
    cr_assert_null(hd_codebook_find_field(cb, HD_REVIEW, "x"));
    cr_assert_eq(band(cb, "age", "age_band", one, 1), HD_OK);
    cr_assert_eq(field(cb, HD_REVIEW, "age_band", HD_TEXT), HD_EDATA);
    cr_assert_str_eq(err.msg, "a.jsonl:1: field 'age_band': a band has this name");
    char key[16];
    for (int i = 0; i < HD_MAX_FIELDS - 10; i++) {
        snprintf(key, sizeof key, "f%d", i);
        cr_assert_eq(field(cb, HD_REVIEW, key, HD_TEXT), HD_OK);
    }
    cr_assert_eq(field(cb, HD_REVIEW, "g", HD_TEXT), HD_EDATA);
    cr_assert_str_eq(err.msg, "a.jsonl:1: field 'g': a review has at most 500 fields");
    hd_codebook_free(cb);
}

Test(codebook, a_field_named_as_the_state_of_another_is_refused)
{
    hd_codebook *cb = hd_codebook_new();
    cr_assert_eq(field(cb, HD_REVIEW, "area_state", HD_TEXT), HD_EDATA);
    cr_assert_str_eq(err.msg,
                     "a.jsonl:1: field 'area_state': a review cannot have the fields 'area' "
                     "and 'area_state' both, as the state of 'area' has the name "
                     "'area_state'");
    cr_assert_eq(field(cb, HD_CHILD, "area_state", HD_TEXT), HD_OK);
    cr_assert_eq(field(cb, HD_CHILD, "area_state", HD_TEXT), HD_OK, "given again");
    cr_assert_eq(field(cb, HD_CHILD, "area", HD_TEXT), HD_EDATA);
    cr_assert_str_eq(err.msg,
                     "a.jsonl:1: field 'area': a child cannot have the fields 'area' and "
                     "'area_state' both, as the state of 'area' has the name 'area_state'");
    cr_assert_eq(field(cb, HD_CHILD, "a_state_of", HD_TEXT), HD_OK);
    hd_codebook_free(cb);
}

/* Bands. */

Test(codebook, a_band_names_its_ranges)
{
    static const double ages[] = {1, 3, 4, 16};
    static const double odd[] = {-0.5, 0.5, 2, 3};
    static const char *const age_labels[] = {"under 1", "1 to 2", "3", "4 to 15", "16 and over"};
    static const char *const odd_labels[] = {"under -0.5", "-0.5 to under 0.5", "0.5 to under 2",
                                             "2", "3 and over"};
    hd_codebook *cb = hd_codebook_new();
    cr_assert_eq(band(cb, "age", "age_band", ages, 4), HD_OK);
    cr_assert_eq(band(cb, "age", "odd", odd, 4), HD_OK);
    seals(cb);
    cr_assert_eq(hd_codebook_n_bands(cb), 2);
    const hd_band *a = hd_codebook_find_band(cb, "age_band");
    const hd_band *o = hd_codebook_band(cb, 1);
    cr_assert_str_eq(a->label, "Age band");
    cr_assert_eq(a->field, hd_codebook_find_field(cb, HD_CHILD, "age"));
    char label[64];
    for (size_t i = 0; i < 5; i++) {
        hd_band_label(a, i, label);
        cr_assert_str_eq(label, age_labels[i]);
        hd_band_label(o, i, label);
        cr_assert_str_eq(label, odd_labels[i]);
    }
    cr_assert_eq(hd_band_of(a, 0), 0);
    cr_assert_eq(hd_band_of(a, 1), 1);
    cr_assert_eq(hd_band_of(a, 2.99), 1);
    cr_assert_eq(hd_band_of(a, 16), 4);
    hd_codebook_free(cb);
}

Test(codebook, a_bad_band_is_refused)
{
    static const double down[] = {3, 1};
    static const double same[] = {1, 1};
    const double not_finite[] = {1, INFINITY};
    static const double one[] = {1};
    hd_codebook *cb = hd_codebook_new();
    cr_assert_eq(band(cb, "age", "b", down, 2), HD_EDATA);
    cr_assert_eq(band(cb, "age", "b", same, 2), HD_EDATA);
    cr_assert_eq(band(cb, "age", "b", not_finite, 2), HD_EDATA);
    cr_assert_eq(band(cb, "age", "b", one, 0), HD_EDATA);
    cr_assert_eq(band(cb, "age", "sex", one, 1), HD_EDATA);
    cr_assert_str_eq(err.msg, "a.jsonl:2: band 'sex': a child field has this name");
    cr_assert_eq(hd_codebook_n_bands(cb), 0);
    cr_assert_eq(band(cb, "agee", "b", one, 1), HD_OK);
    refuses(cb, "a.jsonl:2: band 'b': unknown field 'agee' (did you mean 'age'?)");
    cb = hd_codebook_new();
    cr_assert_eq(band(cb, "sex", "b", one, 1), HD_OK);
    refuses(cb, "a.jsonl:2: band 'b': expected a number field, 'sex' is a category field");
}

/* Themes. */

Test(codebook, a_theme_is_found_by_code_label_and_alias_however_it_is_spelt)
{
    hd_codebook *cb = hd_codebook_new();
    cr_assert_eq(with_alias(cb, "voice", "Child's voice", "Voice of the child"), HD_OK);
    cr_assert_eq(with_alias(cb, "old-voice", "Listening", "Hearing the child"), HD_OK);
    cr_assert_eq(with_status(cb, "old-voice", NULL, HD_MERGED, "voice"), HD_OK);
    cr_assert_eq(with_status(cb, "new", "New idea", HD_CANDIDATE, NULL), HD_OK);
    cr_assert_eq(with_status(cb, "gone", "Gone", HD_RETIRED, NULL), HD_OK);
    seals(cb);
    static const char *const names[] = {
        "voice",     "CHILD\xe2\x80\x99S  voice", "voice-of-the-child", "old-voice",
        "listening", "hearing the child"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cr_assert_eq(hd_codebook_resolve(cb, names[i]), 0, "%s", names[i]);
    }
    cr_assert_eq(hd_codebook_resolve(cb, "gone"), 3);
    cr_assert_eq(hd_codebook_resolve(cb, "new"), HD_NONE);
    cr_assert_eq(hd_codebook_resolve(cb, "New idea"), HD_NONE);
    cr_assert_eq(hd_codebook_resolve(cb, ""), HD_NONE);
    cr_assert_str_eq(hd_codebook_nearest_theme(cb, "Childs vioce"), "Child's voice");
    cr_assert_null(hd_codebook_nearest_theme(cb, "New ideas"));
    cr_assert(hd_codebook_theme(cb, 3)->counted);
    cr_assert_not(hd_codebook_theme(cb, 1)->counted);
    cr_assert_not(hd_codebook_theme(cb, 2)->counted);
    hd_codebook_free(cb);
}

Test(codebook, a_candidate_gives_way_to_a_theme_with_one_of_its_names)
{
    hd_codebook *cb = hd_codebook_new();
    cr_assert_eq(with_status(cb, "neglect", "Some idea", HD_CANDIDATE, NULL), HD_OK);
    cr_assert_eq(with_status(cb, "idea", "Safe sleeping", HD_CANDIDATE, NULL), HD_OK);
    cr_assert_eq(with_status(cb, "stays", "Another idea", HD_CANDIDATE, NULL), HD_OK);
    cr_assert_eq(theme(cb, "below", "Below an idea", "neglect"), HD_OK);
    cr_assert_eq(theme(cb, "n", "Neglect", NULL), HD_OK);
    cr_assert_eq(theme(cb, "s", "Safe Sleeping", NULL), HD_OK);
    seals(cb);
    cr_assert_eq(hd_codebook_n_themes(cb), 4);
    cr_assert_eq(hd_codebook_theme_declared_at(cb, "neglect"), HD_NONE);
    cr_assert_eq(hd_codebook_theme_declared_at(cb, "idea"), HD_NONE);
    cr_assert_neq(hd_codebook_theme_declared_at(cb, "stays"), HD_NONE);
    uint32_t n = hd_codebook_resolve(cb, "neglect");
    cr_assert_str_eq(hd_codebook_theme(cb, n)->code, "n");
    cr_assert_eq(hd_codebook_theme(cb, n)->end, n + 2, "what was below the candidate is below n");
    hd_codebook_free(cb);
}

Test(codebook, a_theme_takes_the_place_of_a_candidate_with_its_code_whichever_comes_first)
{
    for (int order = 0; order < 2; order++) {
        hd_codebook *cb = hd_codebook_new();
        hd_theme_def idea = {.code = "neglect",
                             .label = "An idea",
                             .definition = "Of the idea",
                             .has_status = true,
                             .status = HD_CANDIDATE};
        if (order == 0)
            cr_assert_eq(hd_codebook_add_theme(cb, &idea, NULL, NULL, NULL), HD_OK);
        cr_assert_eq(theme(cb, "neglect", "Neglect", NULL), HD_OK);
        if (order == 1) {
            bool changed = true;
            cr_assert_eq(hd_codebook_add_theme(cb, &idea, NULL, &changed, NULL), HD_OK);
            cr_assert_not(changed);
        }
        seals(cb);
        const hd_theme *t = hd_codebook_theme(cb, hd_codebook_resolve(cb, "neglect"));
        cr_assert_str_eq(t->label, "Neglect");
        cr_assert_eq(t->status, HD_ACTIVE);
        cr_assert_null(t->definition);
        hd_codebook_free(cb);
    }
}

Test(codebook, themes_that_share_a_name_are_refused_unless_they_are_merged)
{
    hd_codebook *cb = hd_codebook_new();
    theme(cb, "a", "Over-reliance", NULL);
    with_alias(cb, "b", "B", "over reliance");
    refuses(cb, "a.jsonl:5: theme 'b': its alias 'over reliance' is also the label of theme 'a'");
    cb = hd_codebook_new();
    with_alias(cb, "a", "A!", "a");
    with_alias(cb, "b", "B", "Over-reliance");
    with_alias(cb, "c", "Over-reliance", "sea");
    with_status(cb, "c", NULL, HD_MERGED, "b");
    seals(cb);
    cr_assert_eq(hd_codebook_resolve(cb, "over reliance"), 1);
    hd_codebook_free(cb);
}

Test(codebook, children_of_a_merged_theme_move_to_its_target)
{
    hd_codebook *cb = hd_codebook_new();
    theme(cb, "x", "X", "m");
    theme(cb, "m", "M", NULL);
    theme(cb, "t", "T", NULL);
    with_status(cb, "m", NULL, HD_MERGED, "k");
    with_status(cb, "k", "K", HD_MERGED, "t");
    seals(cb);
    /* Order: m, t (with x below), k. */
    uint32_t x = hd_codebook_resolve(cb, "x");
    uint32_t t = hd_codebook_resolve(cb, "t");
    cr_assert_eq(t, 1);
    cr_assert_eq(x, 2);
    cr_assert_eq(hd_codebook_theme(cb, x)->parent, t);
    cr_assert_eq(hd_codebook_theme(cb, x)->depth, 2);
    cr_assert_eq(hd_codebook_theme(cb, t)->end, 3);
    cr_assert_eq(hd_codebook_theme(cb, 0)->target, t);
    cr_assert_eq(hd_codebook_theme(cb, 3)->target, t);
    hd_codebook_free(cb);
}

Test(codebook, a_bad_theme_tree_is_refused_with_the_codes)
{
    hd_codebook *cb = hd_codebook_new();
    theme(cb, "a", "A", "b");
    theme(cb, "b", "B", "c");
    theme(cb, "c", "C", "a");
    refuses(cb, "a.jsonl:3: theme 'a': its parents form a cycle: a > b > c > a");
    cb = hd_codebook_new();
    theme(cb, "a", "A", "a");
    refuses(cb, "a.jsonl:3: theme 'a': its parents form a cycle: a > a");
    cb = hd_codebook_new();
    theme(cb, "neglect", "A", NULL);
    theme(cb, "b", "B", "negelct");
    refuses(cb, "a.jsonl:3: theme 'b': parent 'negelct' is no theme (did you mean 'neglect'?)");
    cb = hd_codebook_new();
    with_status(cb, "a", "A", HD_MERGED, "zzzz");
    refuses(cb, "a.jsonl:4: theme 'a': into 'zzzz' is no theme");
    cb = hd_codebook_new();
    with_status(cb, "a", "A", HD_MERGED, "b");
    with_status(cb, "b", "B", HD_MERGED, "a");
    refuses(cb, "a.jsonl:4: theme 'a': merged into itself: a > b > a");
    cb = hd_codebook_new();
    with_status(cb, "a", "A", HD_MERGED, "c");
    with_status(cb, "c", "C", HD_CANDIDATE, NULL);
    refuses(cb, "a.jsonl:4: theme 'a': merged into 'c', which is only a candidate");
    cb = hd_codebook_new();
    with_status(cb, "a", "A", HD_MERGED, "c");
    theme(cb, "b", "B", "a");
    theme(cb, "c", "C", "b");
    refuses(cb, "a.jsonl:4: theme 'a': merged into 'c', which is below it");
    cb = hd_codebook_new();
    with_status(cb, "m1", "M1", HD_MERGED, "t2");
    with_status(cb, "m2", "M2", HD_MERGED, "t1");
    theme(cb, "t1", "T1", "m1");
    theme(cb, "t2", "T2", "m2");
    refuses(cb, "a.jsonl:3: theme 't1': its parents form a cycle once themes are merged: "
                "t1 > t2 > t1");
}

Test(codebook, a_theme_tree_has_a_limited_depth)
{
    for (int levels = HD_MAX_DEPTH; levels <= HD_MAX_DEPTH + 1; levels++) {
        hd_codebook *cb = hd_codebook_new();
        char code[16];
        char parent[16];
        for (int i = 0; i < levels; i++) {
            snprintf(code, sizeof code, "t%d", i);
            snprintf(parent, sizeof parent, "t%d", i - 1);
            theme(cb, code, code, i > 0 ? parent : NULL);
        }
        cr_assert_eq(hd_codebook_seal(cb, &err), levels > HD_MAX_DEPTH ? HD_EDATA : HD_OK);
        hd_codebook_free(cb);
    }
    cr_assert_str_eq(err.msg, "a.jsonl:3: theme 't32': a theme tree has at most 32 levels");
}

Test(codebook, a_bad_theme_is_refused)
{
    hd_codebook *cb = hd_codebook_new();
    cr_assert_eq(theme(cb, "--", "A", NULL), HD_EDATA);
    cr_assert_eq(theme(cb, "a", "?!", NULL), HD_EDATA);
    cr_assert_eq(with_alias(cb, "a", "A", " "), HD_EDATA);
    cr_assert_eq(theme(cb, "a", NULL, NULL), HD_EDATA);
    cr_assert_str_eq(err.msg, "a.jsonl:3: theme 'a': expected a label, as the theme is new");
    cr_assert_eq(with_status(cb, "a", "A", HD_MERGED, NULL), HD_EDATA);
    cr_assert_eq(with_status(cb, "a", "A", HD_RETIRED, "b"), HD_EDATA);
    cr_assert_str_eq(err.msg, "a.jsonl:4: theme 'a': 'into' is for a theme with the status merged");
    cr_assert_eq(hd_codebook_n_themes(cb), 0);
    hd_codebook_free(cb);
}

Test(codebook, a_theme_named_as_a_tables_own_row_is_refused)
{
    static const char *const names[] = {"(no theme)",      "(Unresolved)", "(other themes)",
                                        "(not yet coded)", "All",          "ALL"};
    hd_codebook *cb = hd_codebook_new();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cr_assert_eq(theme(cb, names[i], "A", NULL), HD_EDATA, "%s", names[i]);
        cr_assert_eq(theme(cb, "a", names[i], NULL), HD_EDATA, "%s", names[i]);
        cr_assert_eq(with_alias(cb, "a", "A", names[i]), HD_EDATA, "%s", names[i]);
    }
    cr_assert(strstr(err.msg, "theme 'a': its alias 'ALL' is the name of a table's own row"), "%s",
              err.msg);
    cr_assert_eq(theme(cb, "a", "All of them (no theme)", NULL), HD_OK);
    hd_codebook_free(cb);
}

Test(codebook, a_name_of_a_candidate_only_is_told_apart_from_no_name)
{
    hd_codebook *cb = hd_codebook_new();
    with_status(cb, "k", "New idea", HD_CANDIDATE, NULL);
    with_status(cb, "shared", "Old idea too", HD_CANDIDATE, NULL);
    theme(cb, "old", "Shared", NULL);
    cr_assert_eq(hd_codebook_seal(cb, &err), HD_OK, "%s", err.msg);
    cr_assert(hd_codebook_only_candidate(cb, "K"));
    cr_assert(hd_codebook_only_candidate(cb, "new-idea"));
    cr_assert_not(hd_codebook_only_candidate(cb, "shared"));
    cr_assert_not(hd_codebook_only_candidate(cb, "other"));
    cr_assert_not(hd_codebook_only_candidate(cb, "?"));
    hd_codebook_free(cb);
}

Test(codebook, a_theme_given_again_changes_only_what_is_given)
{
    hd_codebook *cb = hd_codebook_new();
    bool changed = false;
    hd_theme_def def = {.code = "a",
                        .label = "A",
                        .definition = "about A",
                        .reason = "r",
                        .has_status = true,
                        .status = HD_MERGED,
                        .into = "b"};
    hd_theme_def code = {.code = "a"};
    hd_theme_def active = {.code = "a", .has_status = true, .status = HD_ACTIVE};
    cr_assert_eq(hd_codebook_add_theme(cb, &def, NULL, &changed, &err), HD_OK);
    cr_assert(changed);
    cr_assert_eq(hd_codebook_add_theme(cb, &def, NULL, &changed, &err), HD_OK);
    cr_assert_not(changed);
    cr_assert_eq(hd_codebook_add_theme(cb, &code, NULL, &changed, &err), HD_OK);
    cr_assert_not(changed);
    cr_assert_eq(hd_codebook_add_theme(cb, &active, NULL, &changed, &err), HD_OK);
    cr_assert(changed);
    seals(cb);
    const hd_theme *t = hd_codebook_theme(cb, 0);
    cr_assert_str_eq(t->definition, "about A");
    cr_assert_null(t->into, "a theme that is active again is merged into nothing");
    cr_assert_null(t->reason);
    hd_codebook_free(cb);
}

/* Random forests against the definition of codebook order. */

static bool is_below(const uint32_t *parent, uint32_t t, uint32_t above)
{
    while (t != HD_NONE && t != above) {
        t = parent[t];
    }
    return t == above;
}

static void one_forest(uint64_t seed)
{
    enum { MOST = 60 };
    uint64_t state = seed;
    uint32_t parent[MOST];
    uint32_t n = 1 + (uint32_t)(state % MOST);
    hd_codebook *cb = hd_codebook_new();
    /* Declared in reverse, so that parents come after their children. */
    for (uint32_t i = 0; i < n; i++) {
        char code[16];
        char up[16];
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint32_t room = n - 1 - i;
        uint32_t pick = (uint32_t)((state >> 33) % (room + 1));
        parent[i] = pick == room ? HD_NONE : i + 1 + pick;
        snprintf(code, sizeof code, "t%u", i);
        snprintf(up, sizeof up, "t%u", parent[i]);
        theme(cb, code, code, parent[i] == HD_NONE ? NULL : up);
    }
    if (hd_codebook_seal(cb, &err) != HD_OK) {
        cr_assert_str_eq(strstr(err.msg, "at most"), "at most 32 levels", "seed %lu", seed);
        hd_codebook_free(cb);
        return;
    }
    for (uint32_t a = 0; a < n; a++) {
        const hd_theme *ta = hd_codebook_theme(cb, a);
        uint32_t da = ta->declared_at;
        for (uint32_t b = 0; b < n; b++) {
            const hd_theme *tb = hd_codebook_theme(cb, b);
            uint32_t db = tb->declared_at;
            cr_assert_eq(b >= a && b < ta->end, is_below(parent, db, da), "seed %lu", seed);
            if (parent[da] == parent[db] && da < db) {
                cr_assert_lt(a, b, "seed %lu", seed);
            }
            if (ta->parent == b) {
                cr_assert_eq(parent[da], db, "seed %lu", seed);
                cr_assert_eq(ta->depth, tb->depth + 1, "seed %lu", seed);
            }
        }
        cr_assert_eq(ta->parent == HD_NONE, parent[da] == HD_NONE, "seed %lu", seed);
    }
    hd_codebook_free(cb);
}

Test(codebook, numbering_agrees_with_a_naive_walk)
{
    for (uint64_t seed = 1; seed <= 500; seed++) {
        one_forest(seed);
    }
}

Test(codebook, many_themes_and_long_merges_are_no_burden)
{
    hd_codebook *cb = hd_codebook_new();
    char code[16];
    char into[16];
    for (int i = 0; i < HD_MAX_THEMES; i++) {
        snprintf(code, sizeof code, "t%d", i);
        snprintf(into, sizeof into, "t%d", i + 1);
        bool last = i == HD_MAX_THEMES - 1;
        with_status(cb, code, code, last ? HD_ACTIVE : HD_MERGED, last ? NULL : into);
    }
    cr_assert_eq(theme(cb, "more", "More", NULL), HD_EDATA);
    seals(cb);
    cr_assert_eq(hd_codebook_resolve(cb, "t0"), HD_MAX_THEMES - 1);
    hd_codebook_free(cb);
}

Test(codebook, ranges_are_bounds_that_leave_no_number_out)
{
    static const double ranges[][2] = {{0, 2}, {3, 3}, {4, 10}};
    static const double bad[][3][2] = {{{0, 2}, {4, 5}, {6, 7}},
                                       {{0, 4}, {3, 9}, {10, 11}},
                                       {{5, 6}, {1, 2}, {3, 4}},
                                       {{2, 1}, {3, 4}, {5, 6}},
                                       {{0, 0.5}, {1, 2}, {3, 4}}};
    static const char *const why[] = {
        "3 is in none, between '0 to 2' and '4 to 5'", "3 and 4 are in both '0 to 4' and '3 to 9'",
        "expected ranges in ascending order, got '1 to 2' after '5 to 6'",
        "expected two whole numbers in ascending order",
        "expected two whole numbers in ascending order"};
    static const size_t where[] = {1, 1, 1, 0, 0};
    double bounds[4];
    size_t at = 9;

    cr_assert_eq(hd_band_bounds(ranges, 3, bounds, &at, &err), HD_OK);
    for (size_t i = 0; i < 4; i++) {
        cr_expect_float_eq(bounds[i], ((const double[]){0, 3, 4, 11})[i], 0);
    }
    for (size_t i = 0; i < sizeof why / sizeof why[0]; i++) {
        cr_expect_eq(hd_band_bounds(bad[i], 3, bounds, &at, &err), HD_EDATA);
        cr_expect_str_eq(err.msg, why[i]);
        cr_expect_eq(at, where[i]);
    }
}
