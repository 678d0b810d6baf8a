/* bind.h -- what heddle's own Lua can call in C, and the helpers all bindings share.
 *
 * Scripts never see these functions: they are the module `heddle.core`, which only heddle's embedded Lua
 * can require.  What scripts call is Lua (lua/heddle/), checked against lua/heddle/api.lua.
 *
 * Rules: box first (a userdata with its metatable that holds NULL), then acquire, then fill; no memory,
 * file or statement is held across a Lua call that can raise; errors always raise, at the script's line; __gc is
 * idempotent and metatables are locked.  Indexes are 1-based in Lua, 0-based in C, converted only here.
 *
 * heddle.core:
 *   text      widths({line, ...}) -> {integer, ...}   of each column of lines: lists of texts, or as count_line gives them
 *             align({line, ...}, {widths}, {right}, {labels} or nil) -> s   such lines, each column filled up to its width
 *                 (on its left where right[c]), two spaces between columns, none at the end of a line; with labels,
 *                 one a line, these are the first column
 *             count_line({n, ...}, {N, ...}, plan, digits) -> line, low   of counts and percentages of them, in one text.  The
 *                 plan has a letter for each cell: 'n' the count, 'N' its base, '%' the percentage, half up, "-" of
 *                 base 0 (number.lua: percent_text), "[k]" where it rounds to 0 and is not 0 (then low is true), ' ' nothing;
 *                 ',' goes on to the next count and base.  Digits: 0 to 6; a list that is nil is one of zeros
 *             fold(s) width(s) prefix(s, columns) -> s   nearest(word, {candidates}) -> s or nil
 *             json_string(s) json_number(x)   valid_utf8(s) -> boolean   parse_date(s) -> first day, last day, or nil
 *             periods(kind, from_day, to_day) -> list of { label, from, to, from_day, to_day }: those that have these days
 *   errors    raise(message)            at the innermost line of the script on the stack
 *   states    unknown not_applicable not_recorded: constants that filters take; they print as their name
 *   corpus    open() -> corpus          the store named by the host, opened once, lazily
 *             all(corpus, unit) -> set  unit: "review" "child" "finding"
 *             store(corpus) -> {path=, id=, generation=}     sizes(corpus) -> {review=, child=, finding=, coded=}
 *             fields(corpus) -> {{unit=, key=, label=, kind=, values={}, builtin=, states={value=n, unknown=n,
 *                 ["not applicable"]=n, ["not recorded"]=n}}, ...}  by unit, in codebook order
 *             bands(corpus) -> {{name=, label=, field=, bounds={}, labels={}}, ...}
 *             themes(corpus) -> {{code=, label=, definition=, status=, parent=, declared_parent=, into=, reason=,
 *                 date=, depth=, aliases={}, counted=}, ...}  codebook order, every status; a parent that was merged is its target
 *             unresolved(corpus) -> {{label=, uses=, nearest=}, ...}  byte order
 *             crosswalks(corpus) -> {{frame=, version=, label=, source=, newest=, themes={{code=, label=, from={codes}}, ...},
 *                 unmapped={codes}}, ...}  in order of declaration; unmapped: themes that none takes, of a theme and all
 *                 below it the theme alone
 *             comparators(corpus) -> {{id=, source=, title=, place=, from=, to=, unit=, date_basis=, definition=, field=,
 *                 values={}, counts={}, total=}, ...}  in order of their ids
 *             sources(corpus) coverage(corpus) figures(corpus) passages(corpus) removals(corpus) -> plain tables
 *   set       set_where(set, {filter}) set_where(set, "expression", {named}) -> set
 *             set_with(set, {names}, exact) -> set    has all of them
 *             set_without(set, {names}, exact) -> set coded, and none of them
 *             set_to(set, unit) -> set   set_coded(set) -> set
 *             set_filter(set, function, {names} or nil) -> set   called with the row, or the values, of each
 *             set_each(set, fresh) -> function that gives the rows in turn: two in alternation, invalid when the loop
 *                 goes on; fresh: a new one each time, valid for ever
 *             set_unit(set) -> "review"  set_words(set) -> string  set_corpus(set) -> corpus
 *             set_next(set, i) -> index or nil  the first member after i (0 to begin)
 *             row(set, index) -> row
 *             operators & | - ~ # == and tostring; methods from set_methods(table), looked up with a
 *             suggestion when there is none
 *   row       row.field, row.id, row.review, row.themes, row.labels, row.coded; methods from row_methods(table)
 *             row_state(row, key) -> "value" ...   row_set(row) -> set
 *   cube      cube(set, {dims={{name=, depth=, under=, bins={}, period=, sets={{key=, label=, set=}, ...}}, ...}, base=, drop=, caller=}) -> cube
 *             caller: what messages begin with, "crosstab"
 *             cube_dim(cube, d) -> label, is_theme, owner unit, how many groups
 *             cube_groups(cube, d) -> {{kind="value"|"missing"|"special", key=, label=, declared=, code=, depth=, status=}, ...}
 *             cube_count(cube, g1, g2 ...) -> integer   g: group number, 0 for All
 *             cube_row(cube, g1, {g2, ...}) -> {integer, ...}   of two dimensions
 *             cube_members(cube, g1, g2 ...) -> set
 *             cube_left_out(cube, "not coded"|"no theme"|"missing", d) -> set
 *             cube_find(cube, d, name) -> group number or nil, nearest
 *             cube_way(cube) -> how it was counted, in words; the kernels and the threads this process
 *                 counts with
 *   stats     stats() -> a new table of the functions of query/measure.h.  Counts are whole numbers (3.0 is one) from 0 to
 *                 4294967295; anything else, a part above its whole, a list with holes raises.  A value that does not exist is
 *                 nil, and so is every other one of the call; the reason follows as one more value.  Numbers are floats, but
 *                 for df and what is rounded: with `digits` (0 to 6) a whole number of the last digit, half up.
 *                 An argument too many raises, unless it is nil.
 *             of shares: wilson(k, n, level) clopper_pearson(k, n, level) -> low, high
 *                 newcombe(k1, n1, k2, n2, level) -> k1/n1 - k2/n2, low, high
 *                 points(k1, n1, k2, n2, digits) -> 100 (k1/n1 - k2/n2), rounded half away from 0
 *                 reading(n) -> "read" "careful" "too small"
 *             of two by two: fisher(a, b, c, d) fisher_least(a, b, c, d) -> p   phi kappa ac1 alpha(a, b, c, d) -> number
 *                 odds_ratio(a, b, c, d, level) -> ratio, low, high   odds(a, b, c, d, level) -> the same, and whether a cell
 *                 is 0, so that 0.5 was added to each
 *             of pairs: jaccard(both, a, b, digits) lift(both, a, b, n, digits) given(both, a, digits) -> number
 *                 imbalanced(a, b) -> boolean   pair(both, a, b, n) -> both, only a, only b, neither
 *             of tables: chi_square(rows) -> statistic, df, p   cramers_v(rows) -> number
 *             of lists: trend(ks, ns) -> z, p   holm(ps) bh(ps) -> list
 *             permutation(set, group, {themes}, seed, draws) -> {p, ...}, {how many draws were as extreme, ...}   for each theme,
 *                 with those below it, p = (extreme + 1) / (draws + 1), two-sided.  set: all units compared, coded ones; group:
 *                 a part of them; draws from 1 to 1,000,000.  nil, reason when the group is empty or all of the set
 *   dates     texts as rows have them.  nil, "partial" of a date that is a month or a year; nil, "not covered" outside the
 *                 days that bank holidays are known of, or the years 1000 to 9999
 *             working_days(from, to) -> those after `from`, up to and with `to`; minus that when `to` is before
 *             months_after(date, n) -> date   the last of the month where that is shorter; n from -1200 to 1200
 *             working_days_known() -> first date, last date
 *   together  of themes in a list of codes in codebook order, named by their place in it
 *             theme_sets(set, {codes}, size or nil, min or nil) -> sets   the distinct sets of most specific themes; shown
 *                 are those of `size` themes that `min` units have
 *             theme_sets_tally(sets) -> sets, units shown; sets, units of another size; sets, units of fewer than min
 *             theme_sets_at(sets, place) -> units, {themes}   the sets shown come first
 *             theme_sets_find(sets, {themes}) -> place, or nil
 *             theme_sets_members(sets, place, words) -> set
 *             similar(set, unit, {codes}, top) -> {{index=, both=, n=, shared={themes}}, ...}, themes of the unit, how many
 *                 units share one with it
 *             theme_cells(set, {codes}) -> {indexes}, {{0 or 1, ...}, ...}   unit by unit
 *             set_find(set, id) -> index of the unit of the corpus, whether it is in the set; or nil, nearest
 */
#ifndef HD_BIND_BIND_H
#define HD_BIND_BIND_H

#include <lua.h>

#include <stdbool.h>

#include "base/err.h"

/* Types of boxes; also their metatable names. */
#define HD_BIND_CORPUS "heddle.corpus"
#define HD_BIND_SET "heddle.set"
#define HD_BIND_ROW "heddle.row"
#define HD_BIND_CUBE "heddle.cube"
#define HD_BIND_ERROR "heddle.error"

/* Register heddle.core in package.preload-like `loaded` storage of the host: leaves the module's table on the stack.
 * [-0, +1, e] */
int hd_bind_open(lua_State *L);

/* The store that core.open() opens; the string is copied. */
void hd_bind_store(lua_State *L, const char *path);
/* Close it if it is open: nothing of Lua may run any more. */
void hd_bind_close_corpus(lua_State *L);

/* core.open() opens the store anew when it is next called; sets and tables of the one that is open keep it. */
void hd_bind_forget_corpus(lua_State *L);
/* True if the store of the corpus that is open holds something else by now. */
bool hd_bind_store_changed(lua_State *L);
/* Whether the store at path can be opened. Fails as hd_store_open_read does. */
hd_status hd_bind_try_store(const char *path, hd_err *err);

/* How this process counts: by which kernels (query/kernel.h; NULL or "": the best ones) and with how many threads (0: as many
 * as there are processors).  Results are the same.  Before anything is counted.
 * Fails: HD_EUSAGE no such kernels, HD_EMISSING this machine lacks them. */
hd_status hd_bind_machine(const char *kernels, size_t threads, hd_err *err);

/* Push the value at idx as text, never an address: __tostring is called, else __name or the type's name
 * stands for what Lua has no text for. [-0, +1, e] */
void hd_bind_push_text(lua_State *L, int idx);

/* Memory of C that lives as long as a value of Lua, so that Lua's allocator does not see it (cubes): `charge` is
 * called with the bytes as its argument, negative ones when they are given back.  It raises when the run has used
 * up its memory; then nothing is counted.  Without a call nothing is counted. [-0, +0, e] */
void hd_bind_memory(lua_State *L, lua_CFunction charge);

/* A new box of `type` holding NULL, on the stack; returns its slot. [-0, +1, e] */
void **hd_bind_box(lua_State *L, const char *type);

/* Raise err at the innermost script line on the stack.  Not-found, busy and data errors of the store, limits and interrupts keep their
 * exit code (an HD_BIND_ERROR object: hd_bind_error_status); everything else is a plain string. */
_Noreturn void hd_bind_raise(lua_State *L, const hd_err *err);
void hd_bind_raisef(lua_State *L, const char *fmt, ...)
    __attribute__((noreturn, format(printf, 2, 3)));

/* Push an HD_BIND_ERROR with this status and message (its tostring). [-0, +1, e]
 * A script that catches it reads e.message and e.code, the exit code. */
void hd_bind_push_error(lua_State *L, hd_status status, const char *msg);
/* The status of the error value at idx: that of an HD_BIND_ERROR, else HD_ESCRIPT. */
hd_status hd_bind_error_status(lua_State *L, int idx);

/* Push "source:line: " of the innermost script function on the stack, "" if none.  A script's chunk name
 * begins with '@' (a file), is "=-e" or, of text a script loads, has no '=' before it; heddle's own begin with
 * "=heddle". [-0, +1, e] */
void hd_bind_where(lua_State *L);

#endif
