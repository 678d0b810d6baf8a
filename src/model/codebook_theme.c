#include "model/codebook.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "model/codebook_impl.h"

#include <string.h>
#include <strings.h>

/* Declaring. */

/* The rows that a table of themes has of its own, as they are printed. */
static const char *const table_rows[] = {"(no theme)",      "(unresolved)", "(other themes)",
                                         "(not yet coded)", "(not mapped)", "All"};

bool hd_codebook_is_row_name(const char *name)
{
    for (size_t i = 0; i < sizeof table_rows / sizeof table_rows[0]; i++) {
        if (strcasecmp(name, table_rows[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* A code, label or alias must have a letter or digit, or nothing could ever resolve to it, and
 * must not be taken for one of a table's own rows. */
static hd_status check_name(const char *code, const char *what, const char *name, hd_err *err)
{
    hd_buf folded = HD_BUF_INIT;
    hd_utf8_fold(name, strlen(name), &folded);
    bool empty = folded.len == 0;
    hd_buf_release(&folded);
    if (empty) {
        return hd_fail(err, HD_EDATA, "theme '%s': expected a letter or digit in its %s, got '%s'",
                       code, what, name);
    }
    if (hd_codebook_is_row_name(name)) {
        return hd_fail(err, HD_EDATA, "theme '%s': its %s '%s' is the name of a table's own row",
                       code, what, name);
    }
    return HD_OK;
}

static hd_status check_theme(const hd_codebook *cb, const hd_theme_def *def, const hd_theme *known,
                             hd_err *err)
{
    hd_status st = check_name(def->code, "code", def->code, err);
    if (st == HD_OK && def->label) {
        st = check_name(def->code, "label", def->label, err);
    }
    for (size_t i = 0; st == HD_OK && def->has_aliases && i < def->n_aliases; i++) {
        st = check_name(def->code, "alias", def->aliases[i], err);
    }
    if (st != HD_OK) {
        return st;
    }
    if (!known && !def->label) {
        return hd_fail(err, HD_EDATA, "theme '%s': expected a label, as the theme is new",
                       def->code);
    }
    if (!known && cb->codes.n >= HD_MAX_THEMES) {
        return hd_fail(err, HD_EDATA, "theme '%s': a codebook has at most %d themes", def->code,
                       HD_MAX_THEMES);
    }
    hd_theme_status status = def->has_status ? def->status : known ? known->status : HD_ACTIVE;
    bool has_into = def->into || (known && known->into);
    if (status == HD_MERGED && !has_into) {
        return hd_fail(err, HD_EDATA,
                       "theme '%s': a merged theme needs 'into', the code of the theme that "
                       "takes its place",
                       def->code);
    }
    if (status != HD_MERGED && def->into) {
        return hd_fail(err, HD_EDATA, "theme '%s': 'into' is for a theme with the status merged",
                       def->code);
    }
    return HD_OK;
}

static hd_theme *new_theme(hd_codebook *cb, const char *code)
{
    size_t n = hd_intern_add(&cb->codes, code);
    hd_theme_decl decl = {.turn = cb->n_turns++};
    decl.theme.code = hd_intern_str(&cb->codes, (uint32_t)n);
    decl.theme.declared_at = (uint32_t)n;
    size_t at = n;
    HD_PUSH(cb->decls, at, cb->cap_decls, decl);
    return &cb->decls[n].theme;
}

/* Replace *slot by a copy of `text` (NULL clears it); true if that changes it. */
static bool set_text(hd_codebook *cb, const char **slot, const char *text)
{
    if (hd_codebook_same_text(*slot, text)) {
        return false;
    }
    *slot = text ? hd_arena_strdup(&cb->arena, text) : NULL;
    return true;
}

static bool give_text(hd_codebook *cb, const char **slot, const char *text)
{
    return text && set_text(cb, slot, text);
}

/* A status says which of into, reason and date mean anything; the others go. */
static bool set_status(hd_codebook *cb, hd_theme *t, hd_theme_status status)
{
    bool differs = t->status != status;
    t->status = status;
    if (status != HD_MERGED) {
        differs |= set_text(cb, &t->into, NULL);
    }
    if (status == HD_ACTIVE || status == HD_CANDIDATE) {
        differs |= set_text(cb, &t->reason, NULL);
        differs |= set_text(cb, &t->date, NULL);
    }
    return differs;
}

/* Nothing of the candidate stays but its code and label. */
static void take_place(hd_codebook *cb, hd_theme *t)
{
    *t = (hd_theme){.code = t->code, .label = t->label, .declared_at = t->declared_at};
    cb->decls[t->declared_at].turn = cb->n_turns++;
}

hd_status hd_codebook_add_theme(hd_codebook *cb, const hd_theme_def *def, const char *origin,
                                bool *changed, hd_err *err)
{
    if (cb->sealed) {
        hd_fault("a theme is added to a sealed codebook");
    }
    uint32_t at = hd_intern_find(&cb->codes, def->code);
    hd_theme *t = at == HD_NONE ? NULL : &cb->decls[at].theme;
    if (check_theme(cb, def, t, err) != HD_OK) {
        return hd_codebook_at(err, origin);
    }
    bool candidate = def->has_status && def->status == HD_CANDIDATE;
    if (t && candidate && t->status != HD_CANDIDATE) {
        if (changed) {
            *changed = false;
        }
        return HD_OK;
    }
    bool differs = !t;
    if (t && t->status == HD_CANDIDATE && !candidate && (def->has_status || def->label)) {
        take_place(cb, t);
        differs = true;
    }
    t = t ? t : new_theme(cb, def->code);
    differs |= give_text(cb, &t->label, def->label);
    differs |= give_text(cb, &t->definition, def->definition);
    if (def->has_parent) {
        differs |= set_text(cb, &t->parent_code, def->parent);
    }
    if (def->has_status) {
        differs |= set_status(cb, t, def->status);
    }
    if (def->has_aliases &&
        !hd_codebook_same_list(def->aliases, def->n_aliases, t->aliases, t->n_aliases)) {
        t->aliases = hd_codebook_copy_list(cb, def->aliases, def->n_aliases);
        t->n_aliases = def->n_aliases;
        differs = true;
    }
    differs |= give_text(cb, &t->into, def->into);
    differs |= give_text(cb, &t->reason, def->reason);
    differs |= give_text(cb, &t->date, def->date);
    if (origin) {
        cb->decls[t->declared_at].origin = hd_arena_strdup(&cb->arena, origin);
    }
    if (changed) {
        *changed = differs;
    }
    return HD_OK;
}

/* Names.  Themes that end at the same target may share a name: it stays unambiguous. */

static hd_status add_name(hd_codebook *cb, const hd_theme_tree *w, uint32_t decl, const char *what,
                          const char *name, hd_buf *folded, hd_err *err)
{
    hd_buf_clear(folded);
    hd_utf8_fold(name, strlen(name), folded);
    size_t n = cb->names.n;
    uint32_t at = hd_intern_add(&cb->names, hd_buf_str(folded));
    if (at == n) {
        hd_theme_name owner = {decl, what};
        HD_PUSH(cb->name_owners, n, cb->cap_name_owners, owner);
        return HD_OK;
    }
    const hd_theme_name *owner = &cb->name_owners[at];
    if (w->target[owner->decl] == w->target[decl]) {
        return HD_OK;
    }
    hd_fail(err, HD_EDATA, "theme '%s': its %s '%s' is also the %s of theme '%s'",
            cb->decls[decl].theme.code, what, name, owner->what, cb->decls[owner->decl].theme.code);
    return hd_codebook_at(err, cb->decls[decl].origin);
}

/* Candidates may share a name with anything: nothing counts by it. */
static void add_candidate(hd_codebook *cb, const hd_theme *t, hd_buf *folded)
{
    for (size_t i = 0; i < t->n_aliases + 2; i++) {
        const char *name = i == 0 ? t->code : i == 1 ? t->label : t->aliases[i - 2];
        hd_buf_clear(folded);
        hd_utf8_fold(name, strlen(name), folded);
        hd_intern_add(&cb->candidate_names, hd_buf_str(folded));
    }
}

static hd_status index_names(hd_codebook *cb, const hd_theme_tree *w, hd_err *err)
{
    hd_status st = HD_OK;
    hd_buf folded = HD_BUF_INIT;
    for (uint32_t i = 0; st == HD_OK && i < w->n; i++) {
        const hd_theme *t = &cb->decls[i].theme;
        if (t->status == HD_CANDIDATE) {
            add_candidate(cb, t, &folded);
            continue;
        }
        st = add_name(cb, w, i, "code", t->code, &folded, err);
        if (st == HD_OK) {
            st = add_name(cb, w, i, "label", t->label, &folded, err);
        }
        for (size_t k = 0; st == HD_OK && k < t->n_aliases; k++) {
            st = add_name(cb, w, i, "alias", t->aliases[k], &folded, err);
        }
    }
    hd_buf_release(&folded);
    return st;
}

static void list_suggestions(hd_codebook *cb)
{
    for (size_t i = 0; i < cb->codes.n; i++) {
        const hd_theme *t = &cb->themes[i];
        if (t->status == HD_CANDIDATE) {
            continue;
        }
        HD_PUSH(cb->suggestions, cb->n_suggestions, cb->cap_suggestions, t->code);
        HD_PUSH(cb->suggestions, cb->n_suggestions, cb->cap_suggestions, t->label);
        for (size_t k = 0; k < t->n_aliases; k++) {
            HD_PUSH(cb->suggestions, cb->n_suggestions, cb->cap_suggestions, t->aliases[k]);
        }
    }
}

hd_status hd_codebook_seal_themes(hd_codebook *cb, hd_err *err)
{
    hd_codebook_settle_candidates(cb);
    size_t n = cb->codes.n;
    uint32_t *links = hd_alloc(3 * n * sizeof *links);
    hd_theme_tree w = {n, links, links + n, links + 2 * n};
    hd_status st = hd_theme_tree_check(cb, &w, err);
    if (st == HD_OK) {
        st = index_names(cb, &w, err);
    }
    if (st == HD_OK) {
        cb->themes = hd_arena_array(&cb->arena, n, sizeof *cb->themes);
        cb->number_of = hd_arena_array(&cb->arena, n, sizeof *cb->number_of);
        hd_theme_tree_number(cb, &w);
        list_suggestions(cb);
    }
    hd_free(links);
    return st;
}

/* Reading. */

size_t hd_codebook_n_themes(const hd_codebook *cb)
{
    return cb->codes.n;
}

const hd_theme *hd_codebook_theme(const hd_codebook *cb, uint32_t theme)
{
    return &cb->themes[theme];
}

uint32_t hd_codebook_resolve(const hd_codebook *cb, const char *name)
{
    uint32_t decl = hd_intern_find(&cb->codes, name);
    if (decl == HD_NONE || cb->decls[decl].theme.status == HD_CANDIDATE) {
        hd_buf folded = HD_BUF_INIT;
        hd_utf8_fold(name, strlen(name), &folded);
        uint32_t at = hd_intern_find(&cb->names, hd_buf_str(&folded));
        hd_buf_release(&folded);
        if (at == HD_NONE) {
            return HD_NONE;
        }
        decl = cb->name_owners[at].decl;
    }
    return cb->themes[cb->number_of[decl]].target;
}

bool hd_codebook_only_candidate(const hd_codebook *cb, const char *name)
{
    hd_buf folded = HD_BUF_INIT;
    hd_utf8_fold(name, strlen(name), &folded);
    bool known = hd_intern_find(&cb->candidate_names, hd_buf_str(&folded)) != HD_NONE;
    hd_buf_release(&folded);
    return known && hd_codebook_resolve(cb, name) == HD_NONE;
}

const char *const *hd_codebook_theme_names(const hd_codebook *cb, size_t *n)
{
    *n = cb->n_suggestions;
    return cb->suggestions;
}

const char *hd_codebook_nearest_theme(const hd_codebook *cb, const char *name)
{
    return hd_utf8_nearest(name, cb->suggestions, cb->n_suggestions);
}
