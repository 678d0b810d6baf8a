/* Statistics on counts (query/measure.h): what scripts know as heddle.stats, and what tables need besides. */
#include "bind/bind.h"

#include "base/utf8.h"
#include "bind/bind_internal.h"
#include "query/measure.h"

#include <math.h>
#include <stdio.h>

#define COUNT_IS "it is a whole number from 0 to 4294967295"

/* ---- arguments: never converted from text, never read by way of a metamethod ---- */

/* The value at idx for a message. [-0, +1, e] */
static const char *shown(lua_State *L, int idx)
{
    if (lua_type(L, idx) == LUA_TNUMBER) {
        double x = lua_tonumber(L, idx);
        if (isnan(x))
            lua_pushliteral(L, "nan"); /* whose sign is the processor's */
        else
            hd_bind_push_text(L, idx);
    } else if (lua_type(L, idx) == LUA_TSTRING) {
        const char *text = lua_tostring(L, idx);
        lua_pushlstring(L, text, (size_t)hd_utf8_shown(text, 80));
        lua_pushfstring(L, "'%s'", lua_tostring(L, -1));
    } else {
        lua_pushstring(L, lua_isnoneornil(L, idx) ? "nil" : hd_bind_what(L, idx));
    }
    return lua_tostring(L, -1);
}

/* Whether the value at idx is a count; 3.0 is one, as for Lua's own functions. */
static bool to_count(lua_State *L, int idx, uint64_t *out)
{
    int whole = 0;
    lua_Integer n = lua_type(L, idx) == LUA_TNUMBER ? lua_tointegerx(L, idx, &whole) : 0;

    *out = (uint64_t)n;
    return whole && n >= 0 && (uint64_t)n <= HD_MEASURE_MAX;
}

static uint64_t count_at(lua_State *L, int idx, const char *function, const char *name)
{
    uint64_t n;

    if (!to_count(L, idx, &n))
        hd_bind_raisef(L, "%s: %s is %s; " COUNT_IS, function, name, shown(L, idx));
    return n;
}

/* k of n at idx and idx + 1. */
static void share_at(lua_State *L, int idx, const char *function, const char *k_name,
                     const char *n_name, uint64_t *k, uint64_t *n)
{
    *k = count_at(L, idx, function, k_name);
    *n = count_at(L, idx + 1, function, n_name);
    if (*k > *n)
        hd_bind_raisef(L, "%s: %s is %llu and %s is %llu; %s is a part of %s", function, k_name,
                       (unsigned long long)*k, n_name, (unsigned long long)*n, k_name, n_name);
}

static double level_at(lua_State *L, int idx, const char *function)
{
    double level = HD_MEASURE_LEVEL;

    if (lua_isnoneornil(L, idx))
        return level;
    if (lua_type(L, idx) == LUA_TNUMBER)
        level = lua_tonumber(L, idx);
    if (lua_type(L, idx) != LUA_TNUMBER || !(level > 0 && level < 1))
        hd_bind_raisef(L, "%s: level is %s; it is above 0 and below 1, as in 0.95", function,
                       shown(L, idx));
    return level;
}

static hd_four four_at(lua_State *L, const char *function)
{
    static const char *const names[] = {"a", "b", "c", "d"};
    uint64_t cells[4], total = 0;

    for (int i = 0; i < 4; i++) {
        cells[i] = count_at(L, i + 1, function, names[i]);
        total += cells[i];
    }
    if (total > HD_MEASURE_MAX)
        hd_bind_raisef(L, "%s: a, b, c and d add up to %llu; at most 4294967295", function,
                       (unsigned long long)total);
    return (hd_four){cells[0], cells[1], cells[2], cells[3]};
}

/* How long the list at idx is. A table with anything that is not at one of its places is refused: a
 * hole in a list would otherwise end it unseen. */
static size_t list_at(lua_State *L, int idx, const char *function, const char *name, size_t max)
{
    lua_Integer after = LUA_MAXINTEGER;
    size_t n;

    if (!lua_istable(L, idx))
        hd_bind_raisef(L, "%s: %s is %s; it is a list", function, name, shown(L, idx));
    n = (size_t)lua_rawlen(L, idx);
    if (n > max)
        hd_bind_raisef(L, "%s: %s has %zu places; at most %zu", function, name, n, max);
    for (lua_pushnil(L); lua_next(L, idx);) {
        lua_pop(L, 1);
        if (!lua_isinteger(L, -1))
            hd_bind_raisef(L, "%s: %s has a key that is no place; it is a list", function, name);
        lua_Integer place = lua_tointeger(L, -1);
        if ((place < 1 || (size_t)place > n) && place < after)
            after = place;
    }
    if (after < LUA_MAXINTEGER)
        hd_bind_raisef(L, "%s: %s has a value at place %lld and none at %zu; it is a list",
                       function, name, (long long)after, n + 1);
    return n;
}

/* The counts of the list at idx into out[n]; stops at what is none. */
static void counts_at(lua_State *L, int idx, const char *function, const char *name, size_t n,
                      uint64_t *out)
{
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, idx, (lua_Integer)i + 1);
        if (!to_count(L, -1, &out[i]))
            hd_bind_raisef(L, "%s: %s has %s at place %zu; " COUNT_IS, function, name, shown(L, -1),
                           i + 1);
        lua_pop(L, 1);
    }
}

/* ---- results ---- */

/* A float, and no -0.0, which would print its sign. */
static void push(lua_State *L, double x)
{
    lua_pushnumber(L, x + 0.0);
}

/* n times nil and the reason; misuse that only the measure has seen raises. */
static int undefined(lua_State *L, const char *function, hd_why why, int n)
{
    if (hd_why_is_misuse(why))
        hd_bind_raisef(L, "%s: %s", function, hd_why_text(why));
    for (int i = 0; i < n; i++)
        lua_pushnil(L);
    lua_pushstring(L, hd_why_text(why));
    return n + 1;
}

static int push_range(lua_State *L, hd_interval range)
{
    push(L, range.low);
    push(L, range.high);
    return 2;
}

/* ---- shares ---- */

static int share(lua_State *L, const char *function,
                 hd_why (*measure)(uint64_t, uint64_t, double, hd_interval *))
{
    uint64_t k, n;
    hd_interval range;

    share_at(L, 1, function, "k", "n", &k, &n);
    hd_why why = measure(k, n, level_at(L, 3, function), &range);
    return why ? undefined(L, function, why, 2) : push_range(L, range);
}

static int stats_wilson(lua_State *L)
{
    return share(L, "wilson", hd_measure_wilson);
}

static int stats_clopper_pearson(lua_State *L)
{
    return share(L, "clopper_pearson", hd_measure_clopper_pearson);
}

static int stats_newcombe(lua_State *L)
{
    uint64_t k1, n1, k2, n2;
    double difference;
    hd_interval range;

    share_at(L, 1, "newcombe", "k1", "n1", &k1, &n1);
    share_at(L, 3, "newcombe", "k2", "n2", &k2, &n2);
    hd_why why =
        hd_measure_newcombe(k1, n1, k2, n2, level_at(L, 5, "newcombe"), &difference, &range);
    if (why)
        return undefined(L, "newcombe", why, 3);
    push(L, difference);
    return 1 + push_range(L, range);
}

static unsigned digits_at(lua_State *L, int idx, const char *function)
{
    uint64_t digits;

    if (!to_count(L, idx, &digits) || digits > HD_MEASURE_MAX_DIGITS)
        hd_bind_raisef(L, "%s: digits is %s; it is a whole number from 0 to %d", function,
                       shown(L, idx), HD_MEASURE_MAX_DIGITS);
    return (unsigned)digits;
}

static int stats_points(lua_State *L)
{
    uint64_t k1, n1, k2, n2;
    int64_t points;

    share_at(L, 1, "points", "k1", "n1", &k1, &n1);
    share_at(L, 3, "points", "k2", "n2", &k2, &n2);
    hd_why why = hd_measure_points(k1, n1, k2, n2, digits_at(L, 5, "points"), &points);
    if (why)
        return undefined(L, "points", why, 1);
    lua_pushinteger(L, points);
    return 1;
}

static int stats_reading(lua_State *L)
{
    static const char *const words[] = {
        [HD_READ] = "read", [HD_READ_CAREFUL] = "careful", [HD_READ_NOT] = "too small"};

    lua_pushstring(L, words[hd_measure_reading(count_at(L, 1, "reading", "n"))]);
    return 1;
}

/* ---- two by two ---- */

static int four(lua_State *L, const char *function, hd_why (*measure)(hd_four, double *))
{
    double x;
    hd_why why = measure(four_at(L, function), &x);

    if (why)
        return undefined(L, function, why, 1);
    push(L, x);
    return 1;
}

static int stats_fisher(lua_State *L)
{
    return four(L, "fisher", hd_measure_fisher);
}

static int stats_fisher_least(lua_State *L)
{
    return four(L, "fisher_least", hd_measure_fisher_least);
}

static int stats_phi(lua_State *L)
{
    return four(L, "phi", hd_measure_phi);
}

static int stats_kappa(lua_State *L)
{
    return four(L, "kappa", hd_measure_kappa);
}

static int stats_ac1(lua_State *L)
{
    return four(L, "ac1", hd_measure_ac1);
}

static int stats_alpha(lua_State *L)
{
    return four(L, "alpha", hd_measure_alpha);
}

static int stats_odds(lua_State *L)
{
    hd_odds odds;
    hd_four t = four_at(L, "odds_ratio");
    hd_why why = hd_measure_odds_ratio(t, level_at(L, 5, "odds_ratio"), &odds);

    if (why)
        return undefined(L, "odds_ratio", why, 3);
    push(L, odds.ratio);
    push_range(L, odds.range);
    lua_pushboolean(L, odds.adjusted);
    return 4;
}

/* Without the mark, whose place is the reason's. */
static int stats_odds_ratio(lua_State *L)
{
    int n = stats_odds(L);

    if (lua_isboolean(L, -1)) {
        lua_pop(L, 1);
        n--;
    }
    return n;
}

/* ---- pairs of themes ---- */

/* A fraction as a number or, when digits are asked for at idx, rounded half up to so many, as a
 * whole number of the last one. */
static int push_fraction(lua_State *L, const char *function, hd_why why, hd_fraction f, int idx)
{
    uint64_t rounded;

    if (why)
        return undefined(L, function, why, 1);
    if (lua_isnoneornil(L, idx)) {
        push(L, (double)f.num / (double)f.den);
        return 1;
    }
    why = hd_measure_fixed(f, digits_at(L, idx, function), &rounded);
    if (why)
        return undefined(L, function, why, 1);
    lua_pushinteger(L, (lua_Integer)rounded);
    return 1;
}

static int stats_jaccard(lua_State *L)
{
    uint64_t both = count_at(L, 1, "jaccard", "both"), a = count_at(L, 2, "jaccard", "a");
    uint64_t b = count_at(L, 3, "jaccard", "b");
    hd_fraction f;
    hd_why why = hd_measure_jaccard(both, a, b, &f);

    return push_fraction(L, "jaccard", why, f, 4);
}

static int stats_lift(lua_State *L)
{
    uint64_t both = count_at(L, 1, "lift", "both"), a = count_at(L, 2, "lift", "a");
    uint64_t b = count_at(L, 3, "lift", "b"), n = count_at(L, 4, "lift", "n");
    hd_fraction f;
    hd_why why = hd_measure_lift(both, a, b, n, &f);

    return push_fraction(L, "lift", why, f, 5);
}

static int stats_given(lua_State *L)
{
    uint64_t both = count_at(L, 1, "given", "both"), a = count_at(L, 2, "given", "a");
    hd_fraction f;
    hd_why why = hd_measure_given(both, a, &f);

    return push_fraction(L, "given", why, f, 3);
}

static int stats_imbalanced(lua_State *L)
{
    uint64_t a = count_at(L, 1, "imbalanced", "a"), b = count_at(L, 2, "imbalanced", "b");

    lua_pushboolean(L, hd_measure_imbalanced(a, b));
    return 1;
}

static int stats_pair(lua_State *L)
{
    uint64_t both = count_at(L, 1, "pair", "both"), a = count_at(L, 2, "pair", "a");
    uint64_t b = count_at(L, 3, "pair", "b"), n = count_at(L, 4, "pair", "n");
    hd_four t;
    hd_why why = hd_measure_pair_four(both, a, b, n, &t);

    if (why)
        return undefined(L, "pair", why, 4);
    lua_pushinteger(L, (lua_Integer)t.a);
    lua_pushinteger(L, (lua_Integer)t.b);
    lua_pushinteger(L, (lua_Integer)t.c);
    lua_pushinteger(L, (lua_Integer)t.d);
    return 4;
}

/* ---- tables of any size ---- */

/* The cells of the rows at 1, row after row, in a userdata, which Lua counts, left on the stack. */
static uint64_t *rows_at(lua_State *L, const char *function, size_t *rows, size_t *cols)
{
    uint64_t *cells;
    char name[32];

    *rows = list_at(L, 1, function, "rows", HD_MEASURE_MAX_LINES);
    *cols = 0;
    for (size_t r = 1; r <= *rows; r++) {
        snprintf(name, sizeof name, "row %zu", r);
        lua_rawgeti(L, 1, (lua_Integer)r);
        size_t n = list_at(L, lua_gettop(L), function, name, HD_MEASURE_MAX_LINES);
        if (r > 1 && n != *cols)
            hd_bind_raisef(L, "%s: row %zu has the length %zu and row 1 %zu; rows have one length",
                           function, r, n, *cols);
        *cols = n;
        lua_pop(L, 1);
    }
    cells = lua_newuserdatauv(L, (*rows * *cols + 1) * sizeof *cells, 0);
    for (size_t r = 1; r <= *rows; r++) {
        snprintf(name, sizeof name, "row %zu", r);
        lua_rawgeti(L, 1, (lua_Integer)r);
        counts_at(L, lua_gettop(L), function, name, *cols, cells + (r - 1) * *cols);
        lua_pop(L, 1);
    }
    return cells;
}

static int stats_chi_square(lua_State *L)
{
    size_t rows, cols;
    hd_chi_square chi;
    const uint64_t *cells = rows_at(L, "chi_square", &rows, &cols);
    hd_why why = hd_measure_chi_square(cells, rows, cols, &chi);

    if (why)
        return undefined(L, "chi_square", why, 3);
    push(L, chi.statistic);
    lua_pushinteger(L, (lua_Integer)chi.df);
    push(L, chi.p);
    return 3;
}

static int stats_cramers_v(lua_State *L)
{
    size_t rows, cols;
    double v;
    const uint64_t *cells = rows_at(L, "cramers_v", &rows, &cols);
    hd_why why = hd_measure_cramers_v(cells, rows, cols, &v);

    if (why)
        return undefined(L, "cramers_v", why, 1);
    push(L, v);
    return 1;
}

/* ---- periods, many tests ---- */

static int stats_trend(lua_State *L)
{
    size_t len = list_at(L, 1, "trend", "ks", HD_MEASURE_MAX_LINES);
    size_t n_ns = list_at(L, 2, "trend", "ns", HD_MEASURE_MAX_LINES);
    hd_trend trend;

    if (len != n_ns)
        hd_bind_raisef(L, "trend: ks has the length %zu and ns %zu; a period has a place in each",
                       len, n_ns);
    uint64_t *k = lua_newuserdatauv(L, (2 * len + 1) * sizeof *k, 0), *n = k + len;
    counts_at(L, 1, "trend", "ks", len, k);
    counts_at(L, 2, "trend", "ns", len, n);
    for (size_t i = 0; i < len; i++) {
        if (k[i] > n[i])
            hd_bind_raisef(L, "trend: ks has %llu and ns %llu at place %zu; ks is a part of ns",
                           (unsigned long long)k[i], (unsigned long long)n[i], i + 1);
    }
    hd_why why = hd_measure_trend(k, n, NULL, len, &trend);
    if (why)
        return undefined(L, "trend", why, 2);
    push(L, trend.z);
    push(L, trend.p);
    return 2;
}

static int adjust(lua_State *L, const char *function,
                  hd_why (*measure)(const double *, size_t, double *))
{
    size_t len = list_at(L, 1, function, "ps", HD_MEASURE_MAX_PS);
    double *p = lua_newuserdatauv(L, (len + 1) * sizeof *p, 0);

    for (size_t i = 0; i < len; i++) {
        p[i] = lua_rawgeti(L, 1, (lua_Integer)i + 1) == LUA_TNUMBER ? lua_tonumber(L, -1) : -1;
        if (!(p[i] >= 0 && p[i] <= 1))
            hd_bind_raisef(L, "%s: ps has %s at place %zu; it is a probability, 0 to 1", function,
                           shown(L, -1), i + 1);
        lua_pop(L, 1);
    }
    hd_why why = measure(p, len, p);
    if (why)
        return undefined(L, function, why, 1);
    lua_createtable(L, (int)len, 0);
    for (size_t i = 0; i < len; i++) {
        push(L, p[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int stats_holm(lua_State *L)
{
    return adjust(L, "holm", hd_measure_holm);
}

static int stats_bh(lua_State *L)
{
    return adjust(L, "bh", hd_measure_bh);
}

/* ---- the list ---- */

typedef struct stats_function {
    const char *name;
    lua_CFunction call;
    int most; /* arguments */
} stats_function;

static const stats_function functions[] = {
    {"wilson", stats_wilson, 3},
    {"clopper_pearson", stats_clopper_pearson, 3},
    {"newcombe", stats_newcombe, 5},
    {"points", stats_points, 5},
    {"reading", stats_reading, 1},
    {"fisher", stats_fisher, 4},
    {"fisher_least", stats_fisher_least, 4},
    {"odds_ratio", stats_odds_ratio, 5},
    {"odds", stats_odds, 5},
    {"phi", stats_phi, 4},
    {"kappa", stats_kappa, 4},
    {"ac1", stats_ac1, 4},
    {"alpha", stats_alpha, 4},
    {"jaccard", stats_jaccard, 4},
    {"lift", stats_lift, 5},
    {"given", stats_given, 3},
    {"imbalanced", stats_imbalanced, 2},
    {"pair", stats_pair, 4},
    {"chi_square", stats_chi_square, 1},
    {"cramers_v", stats_cramers_v, 1},
    {"trend", stats_trend, 2},
    {"holm", stats_holm, 1},
    {"bh", stats_bh, 1},
};

/* The function whose place is the upvalue; what it would not read is refused, but for nil. */
static int checked(lua_State *L)
{
    const stats_function *f = &functions[lua_tointeger(L, lua_upvalueindex(1))];
    int given = lua_gettop(L);

    while (given > f->most && lua_isnil(L, given))
        given--;
    if (given > f->most)
        hd_bind_raisef(L, "%s: got %d arguments; it takes %d at most", f->name, given, f->most);
    return f->call(L);
}

int hd_bind_stats(lua_State *L)
{
    const size_t n = sizeof functions / sizeof functions[0];

    lua_createtable(L, 0, (int)n);
    for (size_t i = 0; i < n; i++) {
        lua_pushinteger(L, (lua_Integer)i);
        lua_pushcclosure(L, checked, 1);
        lua_setfield(L, -2, functions[i].name);
    }
    return 1;
}
