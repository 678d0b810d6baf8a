/* cube.h -- the one aggregator: count distinct units over up to four dimensions.
 *
 * A cube holds a count for every combination of groups and, for every subset of its
 * dimensions, the distinct margin: a margin is a count of its own, never a sum of
 * cells, because a unit may be in several groups of a dimension.  Every table of heddle is a view of a cube.
 *
 * The groups of a dimension, in order:
 *   themes      the themes asked for, codebook order; then the special groups (other themes),
 *               (unresolved), (no theme), (not yet coded)
 *   frames      (themes of another frame, by crosswalk) the frame's themes in its order; then (not mapped), (unresolved), (no
 *               theme), (not yet coded).  A unit is in one when it has one of the themes mapped to it, or one below these
 *   fields      the column's labels, numbers ascending, bands or bins, dates in order; then unknown, not applicable,
 *               not recorded
 *   sets        the sets given, in their order: every one of them is declared
 *   periods     of a date, from the first to the last that a date of the corpus lies within; then (date too coarse),
 *               unknown, not applicable, not recorded
 * and last, at index n_groups, the margin `All`.
 *
 * Which groups a unit is in: a dimension is seen on the units that own it (a review's children, a child's
 * review ...).  Dimensions owned by the same lower unit pair on one child or one finding; of
 * several theme dimensions only the first pairs with fields of findings, and themes pair with themes on the unit
 * counted.  A unit without any child (finding) is in `not recorded`.  The special theme groups are decided on the unit counted.
 * A date is an interval of days: it is in a period when it lies wholly within it ("2024-05" is in the financial year
 * 2024-25 and its first quarter).  One that spans two ("2024" by financial year) is in (date too coarse), which is
 * a missing state: shown apart, and with drop_missing no value.  Periods between the first and the last with cases
 * are declared, so they keep their place when they have none.
 * Mentions: each coding counts once (in every theme of another frame that its theme is mapped to), with the groups its finding pairs with.  An empty multi value is in no group, only in All.
 * Given sets behave like a multi field of the unit they are sets of: they are lifted and they pair as its fields do (sets of
 * findings with themes on one finding).  A unit in none of them, or without any such unit, is only in All, and is not
 * missing: drop_missing leaves it.
 */
#ifndef HD_QUERY_CUBE_H
#define HD_QUERY_CUBE_H

#include "base/bits.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/corpus.h"
#include "query/period.h"

#define HD_CUBE_MAX_DIMS 4
#define HD_CUBE_MAX_CELLS ((size_t)16 * 1024 * 1024)

/* Which units are counted, and what a theme table's percentages are of. */
typedef enum hd_base {
    HD_BASE_AUTO,      /* coded with a theme dimension, all without one */
    HD_BASE_CODED,     /* units whose review is coded */
    HD_BASE_ALL,       /* every unit of the set */
    HD_BASE_ANY_THEME, /* coded, and with at least one label */
    HD_BASE_MENTIONS /* counts codings as written, not rolled up; reviews and findings only, one theme dimension at most */
} hd_base;

/* How a cube is counted; the counts are the same.  A dimension is *single* where each unit counted has one
 * group in it; all single dimensions together give each unit one key.  The others are sets of units. */
typedef enum hd_cube_way {
    HD_WAY_AUTO,
    HD_WAY_KEYS,    /* single dimensions only: a count for every key */
    HD_WAY_BITMAPS, /* nothing but one dimension of sets: its sets within the units counted */
    HD_WAY_ROWS,    /* the units counted one by one, their groups as words of bits */
    HD_WAY_COUNTERS, /* one dimension of sets: byte counters for every key, to which words are added */
    HD_WAY_ORDER,    /* the same of all units, whose words are kept in the order of the keys */
    HD_WAY_SETS,     /* one dimension of sets: the members of each set by their keys */
    HD_WAY_PAIRS, /* two dimensions of sets: each set of the one within each of the other, for each key */
    HD_WAY_TALLIES, /* two dimensions of sets: within each set of the one counters as above for the other */
    HD_WAY_WALK, /* the units counted one by one, their groups as lists: takes every table */
    HD_N_WAYS
} hd_cube_way;

/* One of the sets that a dimension is made of. */
typedef struct hd_dim_set {
    const char *key;     /* what it is found by; not empty, no other set's */
    const char *label;   /* what a table prints; not empty, no other set's, not "All" */
    const hd_bits *bits; /* over all units of the dimension's owner */
} hd_dim_set;

#define HD_DIM_MAX_SETS 1024
#define HD_DIM_MAX_SET_BYTES ((size_t)512 * 1024 * 1024) /* of all bits of one dimension */

typedef struct hd_dim {
    /* "theme", a frame ("panel", "panel@2020"), "id", "review", "coded", a field, a band, or qualified ("child.age");
     * with sets the dimension's label */
    const char *name;
    uint32_t max_depth; /* theme: only down to this depth; 0: all */
    const char *under;  /* theme: this theme and its descendants only; NULL: all */
    const double
        *bins; /* number field: bounds of bins, ascending, 1 to HD_MAX_BOUNDS; NULL: each number */
    size_t n_bins;
    bool closed_bins;      /* no bin is declared under the first bound or from the last on */
    hd_period_kind period; /* date field: years, quarters or months; HD_PERIOD_NONE: each date */
    const hd_dim_set
        *sets; /* copied, 1 to HD_DIM_MAX_SETS of them; NULL: the name says what is meant */
    size_t n_sets;
    hd_unit owner; /* sets: whose */
} hd_dim;

typedef struct hd_cube_spec {
    hd_unit unit;
    hd_dim dims[HD_CUBE_MAX_DIMS];
    size_t n_dims; /* 0 to 4 */
    hd_base base;
    bool drop_missing; /* take units without any value in a dimension out of everything */
    hd_cube_way way; /* for tests and measurements: taken if it can count this table; else, and with
                          HD_WAY_AUTO, the planner chooses */
} hd_cube_spec;

typedef enum hd_group_kind {
    HD_GROUP_VALUE,   /* a value, a band, a theme, a set */
    HD_GROUP_MISSING, /* unknown, not applicable, not recorded */
    HD_GROUP_SPECIAL, /* (other themes) or (not mapped), (unresolved), (no theme), (not yet coded) */
    HD_GROUP_ALL
} hd_group_kind;

typedef struct hd_group {
    hd_group_kind kind;
    const char *key; /* theme code, field value, printed number or date, name of a special group */
    const char *label; /* what a table prints */
    uint32_t theme;    /* of a theme group; else HD_NONE */
    bool
        declared; /* theme, set, band, bin, flag, declared value, period between others: keeps its place without cases */
} hd_group;

typedef struct hd_cube hd_cube;

/* Count the units of `set` (over all units of spec->unit).  *out is the caller's; the corpus and the set must outlive it.
 * Fails: HD_EDATA unknown dimension, theme or combination, with the nearest name, or sets that cannot be told apart;
 * HD_ELIMIT more than HD_CUBE_MAX_CELLS cells (the message names the dimensions' sizes), too many sets; HD_EINTR or HD_ELIMIT when stopped.
 * Cost: see hd_cube_way; at worst one walk of the set, each unit at the product of its groups. */
hd_status hd_cube_new(const hd_corpus *c, const hd_bits *set, const hd_cube_spec *spec,
                      hd_cube **out, hd_err *err);
void hd_cube_free(hd_cube *cube); /* NULL is allowed */
/* The memory that the cube holds until it is freed. */
size_t hd_cube_bytes(const hd_cube *cube);
/* The way it was counted, and in words what was counted and why so, appended (`out` may be NULL): "counters: 64 sets by 7
 * keys within 5,512 of 1,000,000 reviews (few of the units are counted)".  It depends on the table and the corpus only, not
 * on the machine, its kernels or threads. */
hd_cube_way hd_cube_way_taken(const hd_cube *cube, hd_buf *out);

size_t hd_cube_n_groups(const hd_cube *cube, size_t dim); /* without All */
hd_group hd_cube_group(const hd_cube *cube, size_t dim,
                       size_t group);                           /* group <= n_groups; borrowed */
const char *hd_cube_dim_label(const hd_cube *cube, size_t dim); /* "Theme", "Area", ... */
bool hd_cube_dim_is_theme(const hd_cube *cube,
                          size_t dim); /* of this codebook or of another frame */
/* The unit that owns a dimension (HD_FINDING for themes). */
hd_unit hd_cube_dim_owner(const hd_cube *cube, size_t dim);

/* The count of one combination; groups[d] <= n_groups, n_groups meaning All. */
uint64_t hd_cube_count(const hd_cube *cube, const size_t *groups);

/* The units behind a count, as bits over all units (for mentions: the units that have such a coding); *out is inited here. */
hd_status hd_cube_members(const hd_cube *cube, const size_t *groups, hd_bits *out, hd_err *err);

/* Units of the set that are not in the table at all, and why. */
typedef enum hd_left_out {
    HD_LEFT_NOT_CODED, /* base coded, any_theme or mentions: review not yet coded */
    HD_LEFT_NO_THEME,  /* base any_theme: coded with not one label */
    HD_LEFT_MISSING /* drop_missing: no value in dimension `dim` (a unit may be missing in several) */
} hd_left_out;
/* *out is inited here; empty when the reason does not apply.  `dim` is used by HD_LEFT_MISSING, which
 * speaks of units in the base only: a unit outside it is left out for that one reason. */
void hd_cube_left_out(const hd_cube *cube, hd_left_out why, size_t dim, hd_bits *out);

/* The group a name stands for: theme code, label or alias; key or label of a set; value (true and false for flags); printed number, date
 * or band; special and missing groups and All by their printed name.  HD_NONE if there is none;
 * then *nearest (may be NULL) is a suggestion or NULL. */
uint32_t hd_cube_find(const hd_cube *cube, size_t dim, const char *name, const char **nearest);

#endif
