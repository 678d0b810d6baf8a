/* bind_internal.h -- what the files of bind/ share; nobody else includes it but their test. */
#ifndef HD_BIND_BIND_INTERNAL_H
#define HD_BIND_BIND_INTERNAL_H

#include <lauxlib.h>
#include <lua.h>

#include "base/arena.h"
#include "base/bits.h"
#include "base/buf.h"
#include "bind/bind.h"
#include "model/corpus.h"
#include "query/filter.h"

#define HD_BIND_MAX_LIST 10000 /* values in a list of a filter, names of themes, named values */
#define HD_BIND_MAX_KEYS 1000  /* keys of a table filter */
#define HD_BIND_MAX_WORDS 2000 /* bytes of a set's words */

/* ---- scratch: memory of C that outlives no call ----
 *
 * A userdata on the stack owns it and is closed when the function returns or raises: Lua's collector, which does
 * not see this memory, would let it pile up.  Its slot is left where it is (lua_toclose). */
typedef struct hd_bind_scratch {
    hd_arena arena;
    hd_buf buf;
    hd_bits bits;
    hd_buf words;
} hd_bind_scratch;

hd_bind_scratch *hd_bind_scratch_new(lua_State *L); /* [-0, +1, e] */
void hd_bind_scratch_free(hd_bind_scratch *s);      /* at once; the userdata stays, empty */

/* ---- corpus: the box of a corpus and what is known of its store.  User value: 2 the kits. ---- */
typedef struct hd_bind_corpus {
    hd_corpus *corpus;
    struct hd_store *store; /* what the corpus loads from; NULL: it has everything */
    bool borrowed;          /* not freed with the box */
    const char *path;
    const char *id;
    int64_t generation;
    hd_arena arena;
    size_t charged; /* bytes of its index that are counted as memory of the run */
} hd_bind_corpus;

/* Push a box of a corpus that somebody else owns and that outlives the state: for tests. [-0, +1, e] */
void hd_bind_push_corpus(lua_State *L, hd_corpus *corpus);
/* Count bytes of C as memory of the run, negative ones as given back (hd_bind_memory). [-0, +0, e] */
void hd_bind_charge(lua_State *L, lua_Integer bytes);
/* Count what has come to the index of the corpus behind the set or cube at idx, sets and columns kept for the next
 * question (query/index.h), as memory of the run.  Last in a function: it raises when that is used up. [-0, +0, e] */
void hd_bind_charge_index(lua_State *L, int idx);
/* Load these parts, or raise at the script's line. [-0, +0, e] */
void hd_bind_need(lua_State *L, const hd_corpus *c, unsigned parts);
/* The corpus at idx, or an error at the script's line. [-0, +0, e] */
hd_bind_corpus *hd_bind_check_corpus(lua_State *L, int idx);

/* ---- set: all of it in one userdata, so that Lua counts its memory ----
 * User values: 1 the corpus's box, 2 the words, 3 and 4 what its words do not yet say (bind_set.c). */
typedef struct hd_bind_set {
    const hd_corpus *corpus;
    hd_unit unit;
    bool whole; /* every unit of the corpus; may be false of a set that happens to hold them all */
    hd_bits bits; /* words point behind this struct */
} hd_bind_set;

hd_bind_set *hd_bind_check_set(lua_State *L, int idx);
/* Push a set of `unit` with the corpus whose box is the stack value at `box`; bits are copied (NULL: an
 * empty set), words cut at HD_BIND_MAX_WORDS. [-0, +1, e] */
hd_bind_set *hd_bind_push_set(lua_State *L, int box, hd_unit unit, const hd_bits *bits,
                              const char *words);
/* The words of the set at idx, kept by the set.  [-0, +0, e] */
const char *hd_bind_set_text(lua_State *L, int idx);
/* Push the box of the corpus of the set or cube at idx. [-0, +1, -] */
void hd_bind_push_box(lua_State *L, int idx);

/* A set like the one at idx 1, of s->bits (which were made for it) and s->words; frees s. [-0, +1, e] */
int hd_bind_push_derived(lua_State *L, hd_unit unit, hd_bind_scratch *s);
/* The words of the set at idx as the first part of longer ones. */
void hd_bind_add_set_words(lua_State *L, int idx, hd_buf *out);

/* ---- row: one unit.  User value: 1 the kit of its unit (below). ---- */
typedef struct hd_bind_row {
    const hd_corpus *corpus;
    hd_unit unit;
    uint32_t index; /* HD_NONE: the loop that gave it has gone on, and no script may read it */
} hd_bind_row;

/* Push the row `index` of the unit whose kit is the stack value at `kit`. [-0, +1, e] */
hd_bind_row *hd_bind_push_row(lua_State *L, int kit, const hd_corpus *c, hd_unit unit,
                              uint32_t index);

/* ---- reading: what a name gives for each unit, found once and read often ---- */
typedef enum hd_bind_how {
    HD_BIND_LABEL, /* a value of the column's dictionary */
    HD_BIND_TEXT,  /* the same of a text, read unit by unit while its column is not loaded */
    HD_BIND_NUMBER,
    HD_BIND_FLAG,
    HD_BIND_BAND,
    HD_BIND_MULTI, /* a new list for each reading */
    HD_BIND_ID,
    HD_BIND_CODED,
    HD_BIND_THEMES,      /* a new list; nil when the review is not yet coded */
    HD_BIND_CODE_LABELS, /* a new list: what a finding was coded with, as written */
    HD_BIND_TRUTH        /* true, false or undecided, decided beforehand for every unit */
} hd_bind_how;

typedef struct hd_bind_reading {
    hd_bind_how how;
    const hd_corpus *corpus;
    hd_unit unit;            /* of the units asked */
    hd_unit owner;           /* of the units read */
    const hd_column *column; /* NULL but for values, numbers, flags, bands and multi */
    const hd_band *band;     /* NULL but for bands */
    const uint32_t *up;      /* unit asked -> unit read; NULL: the same */
    hd_bits yes, no;         /* HD_BIND_TRUTH: not owned */
    lua_Integer first;       /* in the kit: the number of the string of value 0; 0: none is kept */
} hd_bind_reading;

/* A kit is a table that the rows of one unit of one corpus share: name -> reading (a userdata) or method,
 * number -> string of a dictionary, made when first read.  Only dictionaries of at most
 * HD_BIND_MAX_KEPT values are kept. */
#define HD_BIND_MAX_KEPT 65536

/* The methods of rows, into the table on top. [-0, +0, e] */
void hd_bind_add_row_methods(lua_State *L);
/* Push the box of the kit's corpus. [-0, +1, -] */
void hd_bind_push_kit_box(lua_State *L, int kit);
/* Push the kit of `unit` of the corpus whose box is the stack value at `box`. [-0, +1, e] */
void hd_bind_push_kit(lua_State *L, int box, hd_unit unit);
/* What `key` reads of a unit, or NULL when it is no name.  The reading is kept by the kit. [-0, +0, e] */
const hd_bind_reading *hd_bind_reading_of(lua_State *L, int kit, const hd_corpus *c, hd_unit unit,
                                          const char *key);
/* Push what the reading gives for unit i; nil when the value is missing. [-0, +1, e] */
void hd_bind_push_reading(lua_State *L, int kit, const hd_bind_reading *r, uint32_t i);
/* Load the column of a text as a whole, for reading many; others are loaded. [-0, +0, e] */
void hd_bind_reading_load(lua_State *L, const hd_bind_reading *r);
/* In how many ways a reading can turn out, nil included; SIZE_MAX: they are not numbered. */
size_t hd_bind_reading_ways(const hd_bind_reading *r);
/* keys[i] += stride * the way of unit from + i, for i in 0 .. n - 1.  `table` was made by
 * hd_bind_ways_table for the same reading and stride, in the arena; NULL for some readings. */
const uint32_t *hd_bind_ways_table(const hd_bind_reading *r, uint32_t stride, hd_arena *arena);
void hd_bind_add_ways(const hd_bind_reading *r, const uint32_t *table, uint32_t stride, size_t from,
                      size_t n, uint32_t *keys);

/* ---- helpers ---- */
/* The string at idx, checked to be UTF-8 without NUL; `what` names it in the error. */
const char *hd_bind_check_text(lua_State *L, int idx, const char *what);
hd_unit hd_bind_check_unit(lua_State *L, int idx);
/* A number as Lua has it: an integer when it is one. [-0, +1, -] */
void hd_bind_push_number(lua_State *L, double x);
/* t[key] = s for the table on top; NULL sets nothing. [-0, +0, e] */
void hd_bind_set_string(lua_State *L, const char *key, const char *s);
void hd_bind_set_integer(lua_State *L, const char *key, lua_Integer n);
void hd_bind_set_boolean(lua_State *L, const char *key, bool b);
/* " (did you mean 'where'?)" for the string keys of the table at idx, appended to out. */
void hd_bind_add_nearest_key(lua_State *L, int idx, const char *word, hd_bind_scratch *s,
                             hd_buf *out);
/* "1,204 reviews" */
void hd_bind_add_units(hd_buf *out, size_t n, hd_unit unit);
/* The value at idx for a message: "a set", "a string", "nil". Borrowed. */
const char *hd_bind_what(lua_State *L, int idx);
/* Raise err after putting "WHERE: " before it. */
_Noreturn void hd_bind_raise_at(lua_State *L, const char *where, hd_err *err);

/* The states that filters take, as light userdata. */
void hd_bind_push_state(lua_State *L, hd_state state);
bool hd_bind_to_state(lua_State *L, int idx, hd_state *state);

/* The filter that the table at idx means for sets of `unit`, in the scratch's arena; errors begin with "where: ". */
const hd_filter *hd_bind_filter_table(lua_State *L, int idx, const hd_corpus *c, hd_unit unit,
                                      hd_bind_scratch *s);
/* The filter of the expression at idx with the named values at idx + 1 (none or nil: none). */
const hd_filter *hd_bind_filter_text(lua_State *L, int idx, const hd_corpus *c, hd_unit unit,
                                     hd_bind_scratch *s);

/* ---- heddle.core's functions, registered in bind_core.c ---- */
int hd_bind_widths(lua_State *L);
int hd_bind_align(lua_State *L);
int hd_bind_count_line(lua_State *L);
int hd_bind_open_corpus(lua_State *L);
int hd_bind_all(lua_State *L);
int hd_bind_store_info(lua_State *L);
int hd_bind_sizes(lua_State *L);
int hd_bind_fields(lua_State *L);
int hd_bind_bands(lua_State *L);
int hd_bind_themes(lua_State *L);
int hd_bind_unresolved(lua_State *L);
int hd_bind_sources(lua_State *L);
int hd_bind_coverage(lua_State *L);
int hd_bind_figures(lua_State *L);
int hd_bind_passages(lua_State *L);
int hd_bind_removals(lua_State *L);
int hd_bind_crosswalks(lua_State *L);
int hd_bind_comparators(lua_State *L);

int hd_bind_set_where(lua_State *L);
int hd_bind_set_with(lua_State *L);
int hd_bind_set_without(lua_State *L);
int hd_bind_set_to(lua_State *L);
int hd_bind_set_coded(lua_State *L);
int hd_bind_set_filter(lua_State *L);
int hd_bind_set_each(lua_State *L);
int hd_bind_set_unit(lua_State *L);
int hd_bind_set_words(lua_State *L);
int hd_bind_set_corpus(lua_State *L);
int hd_bind_set_next(lua_State *L);
int hd_bind_set_methods(lua_State *L);
int hd_bind_row_of(lua_State *L);
int hd_bind_row_methods(lua_State *L);
int hd_bind_row_state(lua_State *L);
int hd_bind_row_set(lua_State *L);
int hd_bind_cube_of(lua_State *L);
int hd_bind_cube_dim(lua_State *L);
int hd_bind_cube_groups(lua_State *L);
int hd_bind_cube_count(lua_State *L);
int hd_bind_cube_row(lua_State *L);
int hd_bind_cube_members(lua_State *L);
int hd_bind_cube_left_out(lua_State *L);
int hd_bind_cube_find(lua_State *L);
int hd_bind_cube_way(lua_State *L);
int hd_bind_stats(lua_State *L);
int hd_bind_permutation(lua_State *L);
int hd_bind_working_days(lua_State *L);
int hd_bind_months_after(lua_State *L);
int hd_bind_working_days_known(lua_State *L);

int hd_bind_theme_sets(lua_State *L);
int hd_bind_theme_sets_tally(lua_State *L);
int hd_bind_theme_sets_at(lua_State *L);
int hd_bind_theme_sets_find(lua_State *L);
int hd_bind_theme_sets_members(lua_State *L);
int hd_bind_similar(lua_State *L);
int hd_bind_theme_cells(lua_State *L);
int hd_bind_set_find(lua_State *L);

/* Make the metatables of a type. [-0, +0, e] */
void hd_bind_corpus_type(lua_State *L);
void hd_bind_set_type(lua_State *L);
void hd_bind_row_type(lua_State *L);
void hd_bind_cube_type(lua_State *L);
void hd_bind_theme_sets_type(lua_State *L);
/* A metatable `name` with these metamethods, locked. [-0, +0, e] */
void hd_bind_type(lua_State *L, const char *name, const luaL_Reg *metamethods);

#endif
