/* codebook_impl.h -- the inside of a codebook, for codebook.c (fields), codebook_band.c, codebook_frame.c (crosswalks),
 * codebook_theme.c (definitions, names) and codebook_tree.c (parents, merges, order) only. */
#ifndef HD_MODEL_CODEBOOK_IMPL_H
#define HD_MODEL_CODEBOOK_IMPL_H

#include <stdbool.h>

#include "base/arena.h"
#include "model/codebook.h"

/* A theme as declared; `theme.declared_at` is its place in hd_codebook.decls. */
typedef struct hd_theme_decl {
    hd_theme theme;     /* what seal sets is not valid here */
    const char *origin; /* of the latest definition; NULL: from the store */
    uint32_t turn;      /* ascending with declaration; a candidate's place is not inherited */
} hd_theme_decl;

/* Whose a folded name is. */
typedef struct hd_theme_name {
    uint32_t decl;
    const char *what; /* "code", "label" or "alias" */
} hd_theme_name;

struct hd_codebook {
    hd_arena arena; /* every string, hd_field, hd_band, and the arrays seal makes */
    bool sealed;

    hd_intern keys[HD_N_UNITS]; /* field key -> index */
    hd_field **fields[HD_N_UNITS];
    size_t cap_fields[HD_N_UNITS];

    hd_intern band_names; /* name -> place in bands */
    hd_band **bands;
    size_t cap_bands;
    const char **band_fields; /* key of each band's field, as declared */
    size_t cap_band_fields;
    const char **band_origins;
    size_t cap_band_origins;

    hd_crosswalk **crosswalks;
    size_t n_crosswalks;
    size_t cap_crosswalks;

    hd_intern codes; /* theme code -> place in decls */
    hd_theme_decl *decls;
    size_t cap_decls;
    uint32_t n_turns;

    /* After seal. */
    hd_theme *themes;    /* in codebook order, codes.n of them */
    uint32_t *number_of; /* declared_at -> theme number */
    hd_intern names;     /* folded code, label, alias -> place in name_owners */
    hd_theme_name *name_owners;
    size_t cap_name_owners;
    hd_intern candidate_names; /* the same of candidates */
    const char **suggestions;  /* every code, label and alias that resolves, codebook order */
    size_t n_suggestions;
    size_t cap_suggestions;
};

/* A copy of `n` strings in the codebook's arena. */
const char *const *hd_codebook_copy_list(hd_codebook *cb, const char *const *items, size_t n);
bool hd_codebook_same_text(const char *a, const char *b); /* NULL equals NULL */
bool hd_codebook_same_list(const char *const *a, size_t na, const char *const *b, size_t nb);
/* Put "ORIGIN: " before the message, nothing when origin is NULL.  Gives err's status back. */
hd_status hd_codebook_at(hd_err *err, const char *origin);
/* The name of a field or band (`what`) is well formed and not reserved. */
hd_status hd_codebook_check_key(const char *what, const char *key, hd_err *err);
/* Give band number `at` its field: the first number field with the key, looking at reviews,
 * children, findings in turn. */
hd_status hd_codebook_seal_band(hd_codebook *cb, uint32_t at, hd_err *err);
/* Before themes are numbered: a candidate with a code, label or alias of a theme that is none gives
 * way to it, and the declarations come in the order of their turns. */
void hd_codebook_settle_candidates(hd_codebook *cb);
/* The name of a row that tables of themes have of their own. */
bool hd_codebook_is_row_name(const char *name);
/* Find what the themes of crosswalks come from; themes are numbered. */
hd_status hd_codebook_seal_crosswalks(hd_codebook *cb, hd_err *err);
/* Number the themes and index their names. */
hd_status hd_codebook_seal_themes(hd_codebook *cb, hd_err *err);

/* How themes hang together while they are sealed; all by place of declaration, n entries each. */
typedef struct hd_theme_tree {
    size_t n;
    uint32_t *parent; /* declared, then effective; HD_NONE at the top */
    uint32_t *into;   /* next theme of a merge; HD_NONE: not merged */
    uint32_t *target; /* itself, or the end of its merges */
} hd_theme_tree;

/* Fill `w` (its arrays are the caller's) and check parents and merges. */
hd_status hd_theme_tree_check(hd_codebook *cb, hd_theme_tree *w, hd_err *err);
/* Number the themes and fill cb->themes and cb->number_of (allocated by the caller). */
void hd_theme_tree_number(hd_codebook *cb, const hd_theme_tree *w);

#endif
