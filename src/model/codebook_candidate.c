/* Candidates that stand for what the codebook has already. */
#include "model/codebook.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "model/codebook_impl.h"

#include <stdlib.h>
#include <string.h>

/* Folded names of the themes that stand, and whose each is. */
typedef struct taken {
    hd_intern names;
    uint32_t *owner;
    size_t cap;
    hd_buf folded;
} taken;

static const char *fold(taken *w, const char *name)
{
    hd_buf_clear(&w->folded);
    hd_utf8_fold(name, strlen(name), &w->folded);
    return hd_buf_str(&w->folded);
}

static void take_name(taken *w, const char *name, uint32_t decl)
{
    size_t n = w->names.n;
    if (hd_intern_add(&w->names, fold(w, name)) == n) {
        HD_PUSH(w->owner, n, w->cap, decl);
    }
}

static void take_names(const hd_codebook *cb, taken *w)
{
    for (uint32_t i = 0; i < cb->codes.n; i++) {
        const hd_theme *t = &cb->decls[i].theme;
        if (t->status == HD_CANDIDATE) {
            continue;
        }
        take_name(w, t->code, i);
        take_name(w, t->label, i);
        for (size_t k = 0; k < t->n_aliases; k++) {
            take_name(w, t->aliases[k], i);
        }
    }
}

/* The place of the theme that has one of t's names, HD_NONE if none has. */
static uint32_t taker(taken *w, const hd_theme *t)
{
    uint32_t at = hd_intern_find(&w->names, fold(w, t->code));
    if (at == HD_NONE) {
        at = hd_intern_find(&w->names, fold(w, t->label));
    }
    for (size_t k = 0; at == HD_NONE && k < t->n_aliases; k++) {
        at = hd_intern_find(&w->names, fold(w, t->aliases[k]));
    }
    return at == HD_NONE ? HD_NONE : w->owner[at];
}

/* What named a dropped code names the theme in its place. */
static void follow(hd_codebook *cb, const uint32_t *by, const char **code)
{
    uint32_t at = *code ? hd_intern_find(&cb->codes, *code) : HD_NONE;
    if (at != HD_NONE && by[at] != HD_NONE) {
        *code = hd_arena_strdup(&cb->arena, cb->decls[by[at]].theme.code);
    }
}

static int by_turn(const void *a, const void *b)
{
    const hd_theme_decl *x = a;
    const hd_theme_decl *y = b;
    return (x->turn > y->turn) - (x->turn < y->turn);
}

/* Without the dropped ones, in order, under new numbers. */
static void renumber(hd_codebook *cb, const uint32_t *by)
{
    size_t n = cb->codes.n;
    size_t kept = 0;
    hd_intern codes;

    hd_intern_init(&codes);
    for (uint32_t i = 0; i < n; i++) {
        follow(cb, by, &cb->decls[i].theme.parent_code);
        follow(cb, by, &cb->decls[i].theme.into);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (by[i] == HD_NONE) {
            cb->decls[kept++] = cb->decls[i];
        }
    }
    qsort(cb->decls, kept, sizeof *cb->decls, by_turn);
    for (uint32_t i = 0; i < kept; i++) {
        cb->decls[i].theme.declared_at = hd_intern_add(&codes, cb->decls[i].theme.code);
    }
    for (uint32_t i = 0; i < kept; i++) {
        cb->decls[i].theme.code = hd_intern_str(&codes, i);
    }
    hd_intern_release(&cb->codes);
    cb->codes = codes;
}

void hd_codebook_settle_candidates(hd_codebook *cb)
{
    taken w = {.folded = HD_BUF_INIT};
    size_t n = cb->codes.n;
    bool moved = false;
    uint32_t *by = hd_calloc(n, sizeof *by);

    hd_intern_init(&w.names);
    take_names(cb, &w);
    for (uint32_t i = 0; i < n; i++) {
        const hd_theme *t = &cb->decls[i].theme;
        by[i] = t->status == HD_CANDIDATE ? taker(&w, t) : HD_NONE;
        moved |= by[i] != HD_NONE || (i > 0 && cb->decls[i].turn < cb->decls[i - 1].turn);
    }
    if (moved) {
        renumber(cb, by);
    }
    hd_intern_release(&w.names);
    hd_free(w.owner);
    hd_buf_release(&w.folded);
    hd_free(by);
}

uint32_t hd_codebook_theme_declared_at(const hd_codebook *cb, const char *code)
{
    return hd_intern_find(&cb->codes, code);
}
