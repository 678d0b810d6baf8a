/* codebook_frame.c -- crosswalks: how the themes of this codebook stand to those of another frame. */
#include "base/alloc.h"
#include "base/utf8.h"
#include "model/codebook.h"
#include "model/codebook_impl.h"

#include <string.h>

/* ---- declaring ---- */

static hd_status check_name(const hd_codebook *cb, const char *frame, hd_err *err)
{
    hd_status st = hd_codebook_check_key("crosswalk", frame, err);

    for (size_t u = 0; st == HD_OK && u < HD_N_UNITS; u++) {
        if (hd_intern_find(&cb->keys[u], frame) != HD_NONE)
            st = hd_fail(err, HD_EDATA, "crosswalk '%s': a %s field has this name", frame,
                         hd_unit_name((hd_unit)u));
    }
    if (st == HD_OK && hd_intern_find(&cb->band_names, frame) != HD_NONE)
        st = hd_fail(err, HD_EDATA, "crosswalk '%s': a band has this name", frame);
    return st;
}

/* Rows of a table by the frame are told apart by code and by label. */
static hd_status check_themes(const hd_crosswalk_def *def, hd_err *err)
{
    hd_intern codes, labels;
    hd_status st = HD_OK;

    if (def->n_themes < 1 || def->n_themes > HD_MAX_FRAME_THEMES)
        return hd_fail(err, HD_EDATA, "crosswalk '%s': expected 1 to %d themes, got %zu",
                       def->frame, HD_MAX_FRAME_THEMES, def->n_themes);
    hd_intern_init(&codes);
    hd_intern_init(&labels);
    for (size_t i = 0; st == HD_OK && i < def->n_themes; i++) {
        const hd_frame_theme_def *t = &def->themes[i];
        if (hd_intern_add(&codes, t->code) != i)
            st = hd_fail(err, HD_EDATA, "crosswalk '%s': theme '%s' is given twice", def->frame,
                         t->code);
        else if (hd_intern_add(&labels, t->label) != i)
            st = hd_fail(err, HD_EDATA, "crosswalk '%s': two themes have the label '%s'",
                         def->frame, t->label);
        else if (hd_codebook_is_row_name(t->code) || hd_codebook_is_row_name(t->label))
            st = hd_fail(err, HD_EDATA,
                         "crosswalk '%s': theme '%s': tables of themes have a row of this name",
                         def->frame, t->code);
    }
    hd_intern_release(&codes);
    hd_intern_release(&labels);
    return st;
}

static hd_crosswalk *find_declared(const hd_codebook *cb, const char *frame, const char *version)
{
    for (size_t i = 0; i < cb->n_crosswalks; i++) {
        hd_crosswalk *c = cb->crosswalks[i];
        if (strcmp(c->frame, frame) == 0 && strcmp(c->version, version) == 0)
            return c;
    }
    return NULL;
}

static bool same_themes(const hd_crosswalk *c, const hd_crosswalk_def *def)
{
    bool same = c->n_themes == def->n_themes;

    for (size_t i = 0; same && i < def->n_themes; i++) {
        const hd_frame_theme *a = &c->themes[i];
        const hd_frame_theme_def *b = &def->themes[i];
        same = strcmp(a->code, b->code) == 0 && strcmp(a->label, b->label) == 0 &&
               hd_codebook_same_list(a->from, a->n_from, b->from, b->n_from);
    }
    return same;
}

static void copy_themes(hd_codebook *cb, hd_crosswalk *c, const hd_crosswalk_def *def)
{
    c->n_themes = def->n_themes;
    c->themes = hd_arena_array(&cb->arena, def->n_themes, sizeof *c->themes);
    for (size_t i = 0; i < def->n_themes; i++) {
        const hd_frame_theme_def *t = &def->themes[i];
        c->themes[i] = (hd_frame_theme){.code = hd_arena_strdup(&cb->arena, t->code),
                                        .label = hd_arena_strdup(&cb->arena, t->label),
                                        .from = hd_codebook_copy_list(cb, t->from, t->n_from),
                                        .n_from = t->n_from};
    }
}

/* "daily_life" is "Daily life". */
static const char *label_of(hd_codebook *cb, const char *frame)
{
    char *label = hd_arena_strdup(&cb->arena, frame);

    for (char *p = label; *p; p++) {
        if (*p == '_')
            *p = ' ';
    }
    label[0] = (char)(label[0] - 'a' + 'A');
    return label;
}

static hd_crosswalk *new_crosswalk(hd_codebook *cb, const hd_crosswalk_def *def)
{
    hd_crosswalk *c = hd_arena_alloc(&cb->arena, sizeof *c);

    c->frame = hd_arena_strdup(&cb->arena, def->frame);
    c->version = hd_arena_strdup(&cb->arena, def->version);
    c->label = label_of(cb, def->frame);
    HD_PUSH(cb->crosswalks, cb->n_crosswalks, cb->cap_crosswalks, c);
    return c;
}

static hd_status check_crosswalk(const hd_codebook *cb, const hd_crosswalk_def *def,
                                 const hd_crosswalk *known, hd_err *err)
{
    hd_status st = check_name(cb, def->frame, err);

    if (st == HD_OK && !known && cb->n_crosswalks >= HD_MAX_CROSSWALKS)
        st = hd_fail(err, HD_EDATA, "crosswalk '%s': at most %d are kept", def->frame,
                     HD_MAX_CROSSWALKS);
    if (st == HD_OK && strchr(def->version, '@'))
        st = hd_fail(err, HD_EDATA, "crosswalk '%s': version '%s': expected one without '@'",
                     def->frame, def->version);
    if (st == HD_OK && !known && !def->has_themes)
        st = hd_fail(err, HD_EDATA, "crosswalk '%s': a new one needs 'themes'", def->frame);
    return st == HD_OK && def->has_themes ? check_themes(def, err) : st;
}

static bool change_text(hd_codebook *cb, const char **known, const char *given)
{
    if (!given || hd_codebook_same_text(*known, given))
        return false;
    *known = hd_arena_strdup(&cb->arena, given);
    return true;
}

hd_status hd_codebook_add_crosswalk(hd_codebook *cb, const hd_crosswalk_def *def,
                                    const char *origin, bool *changed, hd_err *err)
{
    if (cb->sealed)
        hd_fault("a crosswalk is added to a sealed codebook");
    hd_crosswalk *c = find_declared(cb, def->frame, def->version);
    bool differs = !c;
    if (check_crosswalk(cb, def, c, err) != HD_OK)
        return hd_codebook_at(err, origin);
    if (!c)
        c = new_crosswalk(cb, def);
    differs |= change_text(cb, &c->label, def->label);
    differs |= change_text(cb, &c->source, def->source);
    if (def->has_themes && !same_themes(c, def)) {
        copy_themes(cb, c, def);
        differs = true;
    }
    if (origin)
        c->origin = hd_arena_strdup(&cb->arena, origin);
    if (changed)
        *changed = differs;
    return HD_OK;
}

/* ---- sealing ---- */

static hd_status fail_unknown(const hd_codebook *cb, const hd_crosswalk *c, size_t theme,
                              size_t from, hd_err *err)
{
    const char *name = c->themes[theme].from[from];
    const char *near = hd_codebook_nearest_theme(cb, name);
    bool candidate = hd_codebook_only_candidate(cb, name);

    if (c->origin)
        hd_fail(err, HD_EDATA, "crosswalk.themes[%zu].from[%zu]: ", theme, from);
    else
        hd_fail(err, HD_EDATA, "crosswalk '%s' (version %s), theme '%s': ", c->frame, c->version,
                c->themes[theme].code);
    hd_err_add(err, candidate ? "'%s' is a candidate theme" : "unknown theme '%s'", name);
    if (near && !candidate)
        hd_err_add(err, " (did you mean '%s'?)", near);
    return hd_codebook_at(err, c->origin);
}

static hd_status seal_theme(hd_codebook *cb, const hd_crosswalk *c, size_t at, hd_err *err)
{
    hd_frame_theme *t = &c->themes[at];

    t->themes = hd_arena_array(&cb->arena, t->n_from, sizeof *t->themes);
    for (size_t i = 0; i < t->n_from; i++) {
        uint32_t theme = hd_codebook_resolve(cb, t->from[i]);
        bool known = false;
        if (theme == HD_NONE)
            return fail_unknown(cb, c, at, i, err);
        for (size_t k = 0; k < t->n_themes; k++)
            known |= t->themes[k] == theme;
        if (!known)
            t->themes[t->n_themes++] = theme;
    }
    return HD_OK;
}

hd_status hd_codebook_seal_crosswalks(hd_codebook *cb, hd_err *err)
{
    hd_status st = HD_OK;

    for (size_t i = 0; st == HD_OK && i < cb->n_crosswalks; i++) {
        for (size_t k = 0; st == HD_OK && k < cb->crosswalks[i]->n_themes; k++)
            st = seal_theme(cb, cb->crosswalks[i], k, err);
    }
    return st;
}

/* ---- reading ---- */

size_t hd_codebook_n_crosswalks(const hd_codebook *cb)
{
    return cb->n_crosswalks;
}

const hd_crosswalk *hd_codebook_crosswalk(const hd_codebook *cb, size_t i)
{
    return cb->crosswalks[i];
}

const hd_crosswalk *hd_codebook_find_crosswalk(const hd_codebook *cb, const char *name)
{
    const char *version = strchr(name, '@');
    size_t len = version ? (size_t)(version - name) : strlen(name);
    const hd_crosswalk *found = NULL;

    for (size_t i = 0; i < cb->n_crosswalks; i++) {
        const hd_crosswalk *c = cb->crosswalks[i];
        if (strlen(c->frame) != len || strncmp(c->frame, name, len) != 0)
            continue;
        if (version ? strcmp(c->version, version + 1) == 0
                    : !found || strcmp(c->version, found->version) > 0)
            found = c;
    }
    return found;
}

uint32_t hd_crosswalk_find(const hd_crosswalk *c, const char *name)
{
    for (size_t i = 0; i < c->n_themes; i++) {
        if (strcmp(c->themes[i].code, name) == 0)
            return (uint32_t)i;
    }
    for (size_t i = 0; i < c->n_themes; i++) {
        if (strcmp(c->themes[i].label, name) == 0)
            return (uint32_t)i;
    }
    return HD_NONE;
}

const char *hd_crosswalk_nearest(const hd_crosswalk *c, const char *name)
{
    const char **names = hd_calloc(2 * c->n_themes + 1, sizeof *names);

    for (size_t i = 0; i < c->n_themes; i++) {
        names[2 * i] = c->themes[i].code;
        names[2 * i + 1] = c->themes[i].label;
    }
    const char *near = hd_utf8_nearest(name, names, 2 * c->n_themes);
    hd_free(names);
    return near;
}
