#include "model/codebook_impl.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"

/* Themes are spoken of by their place of declaration until hd_theme_tree_number. */

static hd_status fail_unknown(hd_codebook *cb, uint32_t decl, const char *what, const char *code,
                              hd_err *err)
{
    hd_fail(err, HD_EDATA, "theme '%s': %s '%s' is no theme", cb->decls[decl].theme.code, what,
            code);
    const char *nearest = hd_utf8_nearest(code, cb->codes.strings, cb->codes.n);
    if (nearest) {
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    }
    return hd_codebook_at(err, cb->decls[decl].origin);
}

static hd_status find_links(hd_codebook *cb, hd_theme_tree *w, hd_err *err)
{
    for (uint32_t i = 0; i < w->n; i++) {
        const hd_theme *t = &cb->decls[i].theme;
        w->parent[i] = HD_NONE;
        w->into[i] = HD_NONE;
        w->target[i] = i;
        if (t->parent_code) {
            w->parent[i] = hd_intern_find(&cb->codes, t->parent_code);
            if (w->parent[i] == HD_NONE) {
                return fail_unknown(cb, i, "parent", t->parent_code, err);
            }
        }
        if (t->status == HD_MERGED) {
            w->into[i] = hd_intern_find(&cb->codes, t->into);
            if (w->into[i] == HD_NONE) {
                return fail_unknown(cb, i, "into", t->into, err);
            }
        }
    }
    return HD_OK;
}

static hd_status fail_cycle(hd_codebook *cb, const uint32_t *next, uint32_t start, const char *what,
                            hd_err *err)
{
    hd_buf path = HD_BUF_INIT;
    uint32_t at = start;
    do {
        hd_buf_adds(&path, cb->decls[at].theme.code);
        hd_buf_adds(&path, " > ");
        at = next[at];
    } while (at != start);
    hd_buf_adds(&path, cb->decls[start].theme.code);
    hd_fail(err, HD_EDATA, "theme '%s': %s: %s", cb->decls[start].theme.code, what,
            hd_buf_str(&path));
    hd_buf_release(&path);
    return hd_codebook_at(err, cb->decls[start].origin);
}

/* Each theme has at most one `next`, so every walk that meets its own mark has found a cycle. */
static hd_status check_cycles(hd_codebook *cb, const uint32_t *next, size_t n, const char *what,
                              hd_err *err)
{
    hd_status st = HD_OK;
    uint32_t *mark = hd_calloc(n, sizeof *mark);
    for (uint32_t i = 0; st == HD_OK && i < n; i++) {
        uint32_t at = i;
        while (at != HD_NONE && mark[at] == 0) {
            mark[at] = i + 1;
            at = next[at];
        }
        if (at != HD_NONE && mark[at] == i + 1) {
            st = fail_cycle(cb, next, at, what, err);
        }
    }
    hd_free(mark);
    return st;
}

static uint32_t depth_of(const hd_theme_tree *w, uint32_t i)
{
    uint32_t depth = 0;
    for (; i != HD_NONE; i = w->parent[i]) {
        depth++;
    }
    return depth;
}

static hd_status check_depth(hd_codebook *cb, const hd_theme_tree *w, hd_err *err)
{
    for (uint32_t i = 0; i < w->n; i++) {
        /* Ancestors first would be one pass, but a tree this deep is refused anyway. */
        uint32_t at = i;
        for (int d = 0; at != HD_NONE && d < HD_MAX_DEPTH; d++) {
            at = w->parent[at];
        }
        if (at != HD_NONE) {
            hd_fail(err, HD_EDATA, "theme '%s': a theme tree has at most %d levels",
                    cb->decls[i].theme.code, HD_MAX_DEPTH);
            return hd_codebook_at(err, cb->decls[i].origin);
        }
    }
    return HD_OK;
}

/* Set every target.  Cycles are out, so following `into` ends; paths are cut as they are walked. */
static void find_targets(hd_theme_tree *w)
{
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t end = i;
        while (w->into[end] != HD_NONE) {
            end = w->target[end] != end ? w->target[end] : w->into[end];
        }
        for (uint32_t at = i; at != end && w->target[at] != end;) {
            uint32_t next = w->into[at];
            w->target[at] = end;
            at = next;
        }
    }
}

static hd_status check_merges(hd_codebook *cb, const hd_theme_tree *w, hd_err *err)
{
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t target = w->target[i];
        if (target == i) {
            continue;
        }
        const char *code = cb->decls[i].theme.code;
        const char *into = cb->decls[target].theme.code;
        if (cb->decls[target].theme.status == HD_CANDIDATE) {
            hd_fail(err, HD_EDATA, "theme '%s': merged into '%s', which is only a candidate", code,
                    into);
            return hd_codebook_at(err, cb->decls[i].origin);
        }
        for (uint32_t up = w->parent[target]; up != HD_NONE; up = w->parent[up]) {
            if (up == i) {
                hd_fail(err, HD_EDATA, "theme '%s': merged into '%s', which is below it", code,
                        into);
                return hd_codebook_at(err, cb->decls[i].origin);
            }
        }
    }
    return HD_OK;
}

hd_status hd_theme_tree_check(hd_codebook *cb, hd_theme_tree *w, hd_err *err)
{
    hd_status st = find_links(cb, w, err);
    if (st == HD_OK) {
        st = check_cycles(cb, w->parent, w->n, "its parents form a cycle", err);
    }
    if (st == HD_OK) {
        st = check_depth(cb, w, err);
    }
    if (st == HD_OK) {
        st = check_cycles(cb, w->into, w->n, "merged into itself", err);
    }
    if (st != HD_OK) {
        return st;
    }
    find_targets(w);
    st = check_merges(cb, w, err);
    if (st != HD_OK) {
        return st;
    }
    for (uint32_t i = 0; i < w->n; i++) {
        if (w->parent[i] != HD_NONE) {
            w->parent[i] = w->target[w->parent[i]];
        }
    }
    st = check_cycles(cb, w->parent, w->n, "its parents form a cycle once themes are merged", err);
    return st == HD_OK ? check_depth(cb, w, err) : st;
}

/* Depth first, siblings in order of declaration. */
static void number_themes(hd_codebook *cb, const hd_theme_tree *w)
{
    size_t n = w->n;
    uint32_t *lists = hd_alloc((2 * n + 1) * sizeof *lists);
    uint32_t *first = lists;        /* first child; first[n]: first theme at the top */
    uint32_t *next = lists + n + 1; /* next sibling */
    for (size_t i = 0; i <= n; i++) {
        first[i] = HD_NONE;
    }
    for (uint32_t i = (uint32_t)n; i-- > 0;) {
        size_t up = w->parent[i] == HD_NONE ? n : w->parent[i];
        next[i] = first[up];
        first[up] = i;
    }
    uint32_t count = 0;
    uint32_t at = first[n];
    while (at != HD_NONE) {
        cb->number_of[at] = count++;
        if (first[at] != HD_NONE) {
            at = first[at];
            continue;
        }
        while (at != HD_NONE) {
            cb->themes[cb->number_of[at]].end = count;
            if (next[at] != HD_NONE) {
                at = next[at];
                break;
            }
            at = w->parent[at];
        }
    }
    hd_free(lists);
}

void hd_theme_tree_number(hd_codebook *cb, const hd_theme_tree *w)
{
    number_themes(cb, w);
    for (uint32_t i = 0; i < w->n; i++) {
        hd_theme *t = &cb->themes[cb->number_of[i]];
        uint32_t end = t->end;
        *t = cb->decls[i].theme;
        t->end = end;
        t->parent = w->parent[i] == HD_NONE ? HD_NONE : cb->number_of[w->parent[i]];
        t->depth = depth_of(w, i);
        t->target = cb->number_of[w->target[i]];
        t->counted = t->status == HD_ACTIVE || t->status == HD_RETIRED;
    }
}
