/* codebook.h -- the fields, bands and themes that reviews are described with.
 *
 * Build -> seal -> read.  Definitions may come in any order; hd_codebook_seal
 * resolves parents and merges, checks the whole and numbers the themes, after
 * which the codebook is read-only.  A new codebook holds the built-in fields.
 *
 *   hd_codebook_new -> add_field / add_band / add_theme (any order, again to change)
 *                   -> hd_codebook_seal -> everything else -> hd_codebook_free
 */
#ifndef HD_MODEL_CODEBOOK_H
#define HD_MODEL_CODEBOOK_H

#include "base/err.h"
#include "base/intern.h"
#include "model/record.h"

typedef struct hd_field {
    hd_unit unit;
    uint32_t index; /* dense within its unit, in order of declaration; built-ins first */
    const char *key;
    const char *label; /* never NULL */
    hd_kind kind;
    const char *const *values; /* declared values in order */
    size_t n_values;
    bool builtin;
    bool declared; /* a field record (re)declared it: exported */
} hd_field;

typedef struct hd_band {
    const char *name;
    const char *label; /* the name with '_' as ' ' and a capital */
    const hd_field *field;
    const double *bounds;
    size_t n_bounds;
} hd_band;

typedef struct hd_theme {
    const char *code;
    const char *label;
    const char *definition; /* NULL: none */
    hd_theme_status status;
    const char *const *aliases;
    size_t n_aliases;
    const char *parent_code; /* as declared; NULL: top */
    const char *into;        /* code, when merged */
    const char *reason;
    const char *date;
    uint32_t declared_at; /* order of declaration, dense */
    /* set by hd_codebook_seal */
    uint32_t parent; /* effective parent (a merged parent is its target); HD_NONE at the top */
    uint32_t end;    /* descendants of theme t are exactly t + 1 .. end - 1 */
    uint32_t depth;  /* 1 at the top */
    uint32_t target; /* itself, or the theme it was merged into in the end */
    bool counted;    /* active or retired: can have a row of its own */
} hd_theme;

typedef struct hd_frame_theme {
    const char *code;
    const char *label;
    const char *const *from; /* as written */
    size_t n_from;
    /* set by hd_codebook_seal */
    uint32_t *themes; /* what `from` stands for, after merges; each once */
    size_t n_themes;
} hd_frame_theme;

typedef struct hd_crosswalk {
    const char *frame;
    const char *version;
    const char *label;  /* never NULL */
    const char *source; /* NULL: not given */
    const char *origin; /* of the latest definition; NULL: from the store */
    hd_frame_theme *themes;
    size_t n_themes;
} hd_crosswalk;

typedef struct hd_codebook hd_codebook;

hd_codebook *hd_codebook_new(void);
void hd_codebook_free(hd_codebook *cb); /* NULL is allowed */

/* Declare a field, or change label, kind-compatible values of a known one (a key not
 * given in `def` keeps what is known; a built-in keeps its kind).  `origin` ("file:line", copied;
 * NULL from the store) is put in messages.  *changed (may be NULL): something differs from before.
 * Fails with HD_EDATA: key malformed, reserved (and or not in is true false child finding review
 * theme themes id coded children findings all), the name of a band or frame, or K_state beside a field K of the same
 * unit (the store's views have a column K_state for every field K); kind differs from the known one; values on a
 * kind that has none, a value twice; more than HD_MAX_FIELDS. */
hd_status hd_codebook_add_field(hd_codebook *cb, const hd_field_def *def, const char *origin,
                                bool *changed, hd_err *err);
/* Bounds strictly ascending and finite, 1 to 100 of them; the field is looked up at seal. */
hd_status hd_codebook_add_band(hd_codebook *cb, const hd_band_def *def, const char *origin,
                               bool *changed, hd_err *err);
/* A candidate never changes a theme that is none; a definition with a label and no status, or with a status
 * that is not candidate, takes the place of a candidate with its code.
 * A merged theme needs `into`.  Code, label and aliases must have a letter or digit, and must not be the
 * name of a row that tables of themes have of their own: "(no theme)", "(unresolved)",
 * "(other themes)", "(not yet coded)", "(not mapped)", "All" (ASCII case makes no difference). */
hd_status hd_codebook_add_theme(hd_codebook *cb, const hd_theme_def *def, const char *origin,
                                bool *changed, hd_err *err);

/* A crosswalk of this frame and version, or changes to it.  Fails with HD_EDATA: frame malformed, reserved, or the name of a
 * field or band; a version with '@'; themes missing in a new one, none or more than HD_MAX_FRAME_THEMES, a code or
 * label twice or the name of a row that tables of themes have; more than HD_MAX_CROSSWALKS.  What themes come
 * from is looked up at seal. */
hd_status hd_codebook_add_crosswalk(hd_codebook *cb, const hd_crosswalk_def *def,
                                    const char *origin, bool *changed, hd_err *err);

/* hd_theme.declared_at of the theme with this very code; HD_NONE: no theme has it (after seal,
 * candidates that gave way are gone, and what took their place stands where it was declared). */
uint32_t hd_codebook_theme_declared_at(const hd_codebook *cb, const char *code);

/* Check and number everything.  A candidate that shares a code, label or alias (folded) with a theme that
 * is none gives way: it is dropped, and what named its code names that theme.  Theme numbers are positions in codebook order:
 * depth first, siblings in order of declaration.
 * Fails with HD_EDATA, "ORIGIN: ..." : a band's field is unknown or no number; a parent or `into` that is
 * no theme (with the nearest code), a cycle (all its codes named), deeper than HD_MAX_DEPTH, a theme merged into a candidate, below
 * itself or into itself; two themes (candidates apart) that share a code, label or alias after folding (those that end at the
 * same theme by merging may); a theme of a crosswalk comes from what is no theme (with the nearest name). */
hd_status hd_codebook_seal(hd_codebook *cb, hd_err *err);

/* Fields. */
size_t hd_codebook_n_fields(const hd_codebook *cb, hd_unit unit);
const hd_field *hd_codebook_field(const hd_codebook *cb, hd_unit unit, size_t index);
const hd_field *hd_codebook_find_field(const hd_codebook *cb, hd_unit unit,
                                       const char *key); /* NULL */
/* The nearest field key, band or built-in name ("theme", "id", "coded", "review") of the unit for a message; NULL. */
const char *hd_codebook_nearest_field(const hd_codebook *cb, hd_unit unit, const char *key);

/* Bands, in order of declaration. */
size_t hd_codebook_n_bands(const hd_codebook *cb);
const hd_band *hd_codebook_band(const hd_codebook *cb, size_t i);
const hd_band *hd_codebook_find_band(const hd_codebook *cb, const char *name); /* NULL if none */
/* Which band a number falls in: 0 .. n_bounds.  Band i is bounds[i-1] <= x < bounds[i]. */
size_t hd_band_of(const hd_band *band, double x);
/* "under 1", "1 to 2", "3 to 5", "16 and over"; when neighbouring bounds are not both integers "0.5 to under 2". A band of one
 * integer is that integer. Written into out (room for 64 bytes). */
void hd_band_label(const hd_band *band, size_t i, char out[64]);

/* Crosswalks, in order of declaration. */
size_t hd_codebook_n_crosswalks(const hd_codebook *cb);
const hd_crosswalk *hd_codebook_crosswalk(const hd_codebook *cb, size_t i);
/* "panel@2020" is this version, "panel" the one whose version comes last in byte order; NULL: none. */
const hd_crosswalk *hd_codebook_find_crosswalk(const hd_codebook *cb, const char *name);
/* The theme of the frame with this code or label, HD_NONE; and the nearest one, NULL. */
uint32_t hd_crosswalk_find(const hd_crosswalk *c, const char *name);
const char *hd_crosswalk_nearest(const hd_crosswalk *c, const char *name);

/* Themes; sealed codebooks only. */
size_t hd_codebook_n_themes(const hd_codebook *cb);
const hd_theme *hd_codebook_theme(const hd_codebook *cb, uint32_t theme);
/* The theme a code, label or alias stands for, after folding and merging; exact code first.
 * HD_NONE: no theme, or only a candidate. */
uint32_t hd_codebook_resolve(const hd_codebook *cb, const char *name);
/* The name is a code, label or alias of a candidate, and resolves to no theme. */
bool hd_codebook_only_candidate(const hd_codebook *cb, const char *name);
/* Every code, label and alias that resolves, in codebook order; *n of them. */
const char *const *hd_codebook_theme_names(const hd_codebook *cb, size_t *n);
/* The nearest code, label or alias, for a message; NULL if none is near. */
const char *hd_codebook_nearest_theme(const hd_codebook *cb, const char *name);

#endif
