/* Sets: which units, of which corpus, and in words how they came about. */
#include "bind/bind.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "bind/bind_internal.h"
#include "query/select.h"

#include <string.h>

static const char methods_key; /* its address: key of the registry */

/* ---- making ---- */

/* The words cut at HD_BIND_MAX_WORDS on a character, with an ellipsis. [-0, +1, e] */
static void push_words(lua_State *L, const char *words)
{
    size_t len = strlen(words);

    if (len <= HD_BIND_MAX_WORDS) {
        lua_pushlstring(L, words, len);
        return;
    }
    len = HD_BIND_MAX_WORDS - strlen("…");
    while (len > 0 && ((unsigned char)words[len] & 0xC0) == 0x80)
        len--;
    lua_pushlstring(L, words, len);
    lua_pushliteral(L, "…");
    lua_concat(L, 2);
}

hd_bind_set *hd_bind_push_set(lua_State *L, int box, hd_unit unit, const hd_bits *bits,
                              const char *words)
{
    const hd_corpus *c = hd_bind_check_corpus(L, box)->corpus;
    size_t bytes = hd_bits_words(c->n[unit]) * sizeof(uint64_t);
    hd_bind_set *set;

    box = lua_absindex(L, box);
    push_words(L, words);
    set = lua_newuserdatauv(L, sizeof *set + bytes, 4); /* words set */
    set->corpus = c;
    set->unit = unit;
    set->whole = false;
    set->bits.n = c->n[unit];
    set->bits.words = (uint64_t *)(set + 1);
    if (bits && bytes > 0)
        memcpy(set->bits.words, bits->words, bytes);
    else
        memset(set->bits.words, 0, bytes);
    lua_insert(L, -2); /* set words */
    lua_setiuservalue(L, -2, 2);
    lua_pushvalue(L, box);
    lua_setiuservalue(L, -2, 1);
    luaL_setmetatable(L, HD_BIND_SET);
    return set;
}

hd_bind_set *hd_bind_check_set(lua_State *L, int idx)
{
    hd_bind_set *set = luaL_testudata(L, idx, HD_BIND_SET);

    if (!set)
        hd_bind_raisef(L, "expected a set, got %s (methods are called with a colon)",
                       hd_bind_what(L, idx));
    return set;
}

/* ---- words that are finished when they are read ----
 *
 * How many units a filter left undecided is said in the words of the set it gave, but takes as long to find as the set.  So
 * the set keeps what was asked (user value 3) and the set it was asked of (4) until somebody reads its words. */
#define ASKED "heddle.asked"

typedef struct asked {
    hd_arena arena; /* of the filter */
    const hd_filter *filter;
} asked;

static int asked_gc(lua_State *L)
{
    hd_arena_release(&((asked *)lua_touserdata(L, 1))->arena);
    return 0;
}

/* The set on top was made by the filter of the set at 1; s->arena goes to it. */
static void keep_asked(lua_State *L, const hd_filter *f, hd_bind_scratch *s)
{
    static const luaL_Reg metamethods[] = {{"__gc", asked_gc}, {NULL, NULL}};
    asked *a = lua_newuserdatauv(L, sizeof *a, 0);

    hd_arena_init(&a->arena);
    a->filter = f;
    if (luaL_newmetatable(L, ASKED))
        luaL_setfuncs(L, metamethods, 0);
    lua_setmetatable(L, -2);
    hd_arena_join(&a->arena, &s->arena);
    lua_setiuservalue(L, -2, 3);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 4);
}

/* What hd_select is to look within. */
static const hd_bits *within(const hd_bind_set *set)
{
    return set->whole ? NULL : &set->bits;
}

/* Finish the words of the set at idx. */
static void finish_words(lua_State *L, int idx)
{
    int top = lua_gettop(L);
    const hd_bind_set *set;
    const asked *a;
    hd_err err = HD_ERR_INIT;
    hd_status st;
    hd_bits bits;
    size_t undecided;

    idx = lua_absindex(L, idx);
    if (lua_getiuservalue(L, idx, 3) != LUA_TUSERDATA) {
        lua_settop(L, top);
        return;
    }
    a = lua_touserdata(L, -1);
    lua_getiuservalue(L, idx, 4);
    set = hd_bind_check_set(L, -1);
    st = hd_select(set->corpus, set->unit, within(set), a->filter, &bits, &undecided, &err);
    if (st != HD_OK)
        hd_bind_raise(L, &err);
    hd_bits_release(&bits);
    lua_getiuservalue(L, idx, 2);
    if (undecided > 0) {
        lua_pushfstring(L, "%s (%I undecided)", lua_tostring(L, -1), (LUAI_UACINT)undecided);
        push_words(L, lua_tostring(L, -1));
        lua_setiuservalue(L, idx, 2);
    }
    for (int k = 3; k <= 4; k++) {
        lua_pushnil(L);
        lua_setiuservalue(L, idx, k);
    }
    lua_settop(L, top);
}

const char *hd_bind_set_text(lua_State *L, int idx)
{
    const char *words;

    finish_words(L, idx);
    lua_getiuservalue(L, idx, 2);
    words = lua_tostring(L, -1);
    lua_pop(L, 1); /* the set keeps it */
    return words;
}

void hd_bind_add_set_words(lua_State *L, int idx, hd_buf *out)
{
    const char *words = hd_bind_set_text(L, idx);
    bool compound = words[0] == '(' || words[0] == '~';

    hd_buf_printf(out, compound ? "(%s)" : "%s", words);
}

int hd_bind_push_derived(lua_State *L, hd_unit unit, hd_bind_scratch *s)
{
    hd_bind_push_box(L, 1);
    hd_bind_push_set(L, -1, unit, &s->bits, hd_buf_str(&s->words));
    hd_bind_scratch_free(s);
    hd_bind_charge_index(L, -1);
    return 1;
}

/* ---- selecting ---- */

/* Push the members of the set at 1 for which the filter, made in s->arena, is true; how many are undecided its words will
 * say, since they are in neither the set nor its opposite. */
static int push_selected(lua_State *L, const hd_bind_set *set, const hd_filter *f,
                         hd_bind_scratch *s, const char *where)
{
    hd_err err = HD_ERR_INIT;
    hd_bits bits;
    bool whole = strlen(hd_buf_str(&s->words)) <= HD_BIND_MAX_WORDS;

    hd_bind_need(L, set->corpus, HD_PART_UNIT(set->unit));
    if (hd_select(set->corpus, set->unit, within(set), f, &bits, NULL, &err) != HD_OK)
        hd_bind_raise_at(L, where, &err);
    s->bits = bits;
    hd_bind_push_box(L, 1);
    hd_bind_push_set(L, -1, set->unit, &s->bits, hd_buf_str(&s->words));
    if (whole) /* else the end is cut off anyway */
        keep_asked(L, f, s);
    hd_bind_scratch_free(s);
    hd_bind_charge_index(L, -1);
    return 1;
}

_Noreturn static void raise_where(lua_State *L)
{
    switch (lua_type(L, 2)) {
    case LUA_TBOOLEAN:
        hd_bind_raisef(L,
                       "where got %s: Lua turns a comparison into true or false before heddle sees "
                       "it; write where(\"age < 3\")",
                       lua_toboolean(L, 2) ? "true" : "false");
    case LUA_TFUNCTION:
        hd_bind_raisef(L, "where: got a function; a function is given to filter");
    default:
        if (luaL_testudata(L, 2, HD_BIND_SET))
            hd_bind_raisef(L, "where: got a set; sets are combined with & | and -");
        hd_bind_raisef(L, "where: expected a table or an expression in quotes, got %s",
                       hd_bind_what(L, 2));
    }
}

int hd_bind_set_where(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    const hd_filter *f;
    hd_bind_scratch *s;

    lua_settop(L, 3);
    s = hd_bind_scratch_new(L);
    if (lua_istable(L, 2))
        f = hd_bind_filter_table(L, 2, set->corpus, set->unit, s);
    else if (lua_type(L, 2) == LUA_TSTRING)
        f = hd_bind_filter_text(L, 2, set->corpus, set->unit, s);
    else
        raise_where(L);
    hd_bind_add_set_words(L, 1, &s->words);
    hd_buf_adds(&s->words, " where ");
    hd_filter_words(set->corpus, f, &s->words);
    return push_selected(L, set, f, s, "where");
}

/* The theme names of the list at 2, named in words after `verb`. */
static const char **theme_list(lua_State *L, const char *verb, bool exact, hd_bind_scratch *s,
                               size_t *n_out)
{
    size_t n;
    const char **names;

    if (!lua_istable(L, 2) || lua_rawlen(L, 2) == 0)
        hd_bind_raisef(L, "%s: expected the code, label or alias of at least one theme", verb);
    if (lua_rawlen(L, 2) > HD_BIND_MAX_LIST) {
        hd_err err = HD_ERR_INIT;
        hd_fail(&err, HD_ELIMIT, "%s: at most %d themes, got %llu", verb, HD_BIND_MAX_LIST,
                (unsigned long long)lua_rawlen(L, 2));
        hd_bind_raise(L, &err);
    }
    n = (size_t)lua_rawlen(L, 2);
    names = hd_arena_array(&s->arena, n, sizeof *names);
    hd_bind_add_set_words(L, 1, &s->words);
    hd_buf_printf(&s->words, " %s ", verb);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        names[i] = hd_bind_check_text(L, -1, verb);
        lua_pop(L, 1);
        hd_buf_printf(&s->words, "%s'%s'", i > 0 ? ", " : "", names[i]);
    }
    if (exact)
        hd_buf_adds(&s->words, " (exact)");
    *n_out = n;
    return names;
}

static const hd_filter *theme_filter(lua_State *L, const hd_corpus *c, const char *verb,
                                     const char *const *names, size_t n, bool exact,
                                     hd_bind_scratch *s)
{
    hd_err err = HD_ERR_INIT;
    hd_filter *f = NULL;

    if (hd_filter_theme(c, names, n, exact, &s->arena, &f, &err) != HD_OK)
        hd_bind_raise_at(L, verb, &err);
    return f;
}

int hd_bind_set_with(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    bool exact = lua_toboolean(L, 3);
    hd_bind_scratch *s = hd_bind_scratch_new(L);
    size_t n;
    const char **names = theme_list(L, "with", exact, s, &n);
    const hd_filter **parts = hd_arena_array(&s->arena, n, sizeof *parts);

    for (size_t i = 0; i < n; i++)
        parts[i] = theme_filter(L, set->corpus, "with", &names[i], 1, exact, s);
    return push_selected(L, set, hd_filter_and(&s->arena, parts, n), s, "with");
}

int hd_bind_set_without(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    bool exact = lua_toboolean(L, 3);
    hd_bind_scratch *s = hd_bind_scratch_new(L);
    size_t n;
    const char **names = theme_list(L, "without", exact, s, &n);
    const hd_filter *any = theme_filter(L, set->corpus, "without", names, n, exact, s);

    /* Not yet coded is undecided, so `not` leaves it out. */
    return push_selected(L, set, hd_filter_not(&s->arena, any), s, "without");
}

int hd_bind_set_coded(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    hd_bind_need(L, set->corpus, HD_PART_UNIT(set->unit));
    hd_select_coded(set->corpus, set->unit, &s->bits);
    hd_bits_and(&s->bits, &set->bits);
    hd_bind_add_set_words(L, 1, &s->words);
    hd_buf_adds(&s->words, " that are coded");
    return hd_bind_push_derived(L, set->unit, s);
}

int hd_bind_set_to(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    hd_unit to = hd_bind_check_unit(L, 2);
    hd_bind_scratch *s;

    if (to == set->unit) {
        lua_settop(L, 1);
        return 1;
    }
    s = hd_bind_scratch_new(L);
    hd_bind_need(L, set->corpus, HD_PART_UNIT(set->unit) | HD_PART_UNIT(to));
    hd_select_convert(set->corpus, set->unit, &set->bits, to, &s->bits);
    /* Every child and finding belongs to a review, so those of all reviews are all there are. */
    hd_buf_adds(&s->words, hd_unit_plural(to));
    if (set->unit != HD_REVIEW || hd_bits_count(&set->bits) < set->bits.n) {
        hd_buf_adds(&s->words, " of ");
        hd_bind_add_set_words(L, 1, &s->words);
    }
    return hd_bind_push_derived(L, to, s);
}

/* ---- asking ---- */

int hd_bind_set_unit(lua_State *L)
{
    lua_pushstring(L, hd_unit_name(hd_bind_check_set(L, 1)->unit));
    return 1;
}

int hd_bind_set_words(lua_State *L)
{
    hd_bind_check_set(L, 1);
    hd_bind_set_text(L, 1);
    lua_getiuservalue(L, 1, 2);
    return 1;
}

int hd_bind_set_corpus(lua_State *L)
{
    hd_bind_check_set(L, 1);
    hd_bind_push_box(L, 1);
    return 1;
}

int hd_bind_set_next(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    lua_Integer after = luaL_checkinteger(L, 2);
    size_t next = SIZE_MAX;

    if (after < 0)
        after = 0;
    if ((lua_Unsigned)after < set->bits.n)
        next = hd_bits_next(&set->bits, (size_t)after);
    if (next == SIZE_MAX)
        lua_pushnil(L);
    else
        lua_pushinteger(L, (lua_Integer)next + 1);
    return 1;
}

int hd_bind_set_methods(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &methods_key);
    return 0;
}

/* ---- metamethods ---- */

typedef enum set_op { OP_AND, OP_OR, OP_SUB } set_op;

static int combine(lua_State *L, set_op op)
{
    static const char *const signs[] = {"&", "|", "-"};
    const hd_bind_set *a = luaL_testudata(L, 1, HD_BIND_SET);
    const hd_bind_set *b = luaL_testudata(L, 2, HD_BIND_SET);
    hd_bind_scratch *s;

    if (!a || !b)
        hd_bind_raisef(L, "cannot combine a set with %s", hd_bind_what(L, a ? 2 : 1));
    if (a->unit != b->unit)
        hd_bind_raisef(
            L, "cannot combine %s with %s (use :reviews(), :children() or :findings() first)",
            hd_unit_plural(a->unit), hd_unit_plural(b->unit));
    if (a->corpus != b->corpus)
        hd_bind_raisef(L, "cannot combine sets of different stores, or of a store before and "
                          "after it changed");
    s = hd_bind_scratch_new(L);
    hd_bits_copy(&s->bits, &a->bits);
    if (op == OP_AND)
        hd_bits_and(&s->bits, &b->bits);
    else if (op == OP_OR)
        hd_bits_or(&s->bits, &b->bits);
    else
        hd_bits_andnot(&s->bits, &b->bits);
    hd_buf_printf(&s->words, "(%s) %s (%s)", hd_bind_set_text(L, 1), signs[op],
                  hd_bind_set_text(L, 2));
    return hd_bind_push_derived(L, a->unit, s);
}

static int set_band(lua_State *L)
{
    return combine(L, OP_AND);
}

static int set_bor(lua_State *L)
{
    return combine(L, OP_OR);
}

static int set_sub(lua_State *L)
{
    return combine(L, OP_SUB);
}

static int set_bnot(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    hd_bits_copy(&s->bits, &set->bits);
    hd_bits_not(&s->bits);
    hd_buf_printf(&s->words, "~(%s)", hd_bind_set_text(L, 1));
    return hd_bind_push_derived(L, set->unit, s);
}

static int set_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)hd_bits_count(&hd_bind_check_set(L, 1)->bits));
    return 1;
}

static int set_eq(lua_State *L)
{
    const hd_bind_set *a = luaL_testudata(L, 1, HD_BIND_SET);
    const hd_bind_set *b = luaL_testudata(L, 2, HD_BIND_SET);

    lua_pushboolean(L, a && b && a->corpus == b->corpus && a->unit == b->unit &&
                           hd_bits_equal(&a->bits, &b->bits));
    return 1;
}

static int set_tostring(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    hd_bind_add_units(&s->buf, hd_bits_count(&set->bits), set->unit);
    lua_pushstring(L, hd_buf_str(&s->buf));
    hd_bind_scratch_free(s);
    return 1;
}

static int set_index(lua_State *L)
{
    hd_bind_scratch *s;
    const char *key;

    hd_bind_check_set(L, 1);
    if (lua_type(L, 2) != LUA_TSTRING)
        hd_bind_raisef(L, "a set has no item %s (use :each() or :list())",
                       lua_type(L, 2) == LUA_TNUMBER ? lua_tostring(L, 2) : hd_bind_what(L, 2));
    lua_settop(L, 2);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &methods_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
    }
    lua_pushvalue(L, 2);
    if (lua_rawget(L, 3) != LUA_TNIL)
        return 1;
    key = hd_bind_check_text(L, 2, "the method of a set");
    s = hd_bind_scratch_new(L);
    hd_bind_add_nearest_key(L, 3, key, s, &s->buf);
    hd_bind_raisef(L, "a set has no method '%s'%s", key, hd_buf_str(&s->buf));
}

static int set_newindex(lua_State *L)
{
    hd_bind_raisef(L, "sets are read-only");
}

/* What `for r in set do` comes to, which people write who mean its units. */
static int set_call(lua_State *L)
{
    hd_bind_raisef(
        L, "a set is not a function: set:where(...) chooses from it, 'for r in set:each() do' "
           "goes through it");
}

void hd_bind_set_type(lua_State *L)
{
    static const luaL_Reg metamethods[] = {{"__band", set_band},
                                           {"__bor", set_bor},
                                           {"__sub", set_sub},
                                           {"__bnot", set_bnot},
                                           {"__len", set_len},
                                           {"__eq", set_eq},
                                           {"__tostring", set_tostring},
                                           {"__index", set_index},
                                           {"__newindex", set_newindex},
                                           {"__call", set_call},
                                           {NULL, NULL}};
    hd_bind_type(L, HD_BIND_SET, metamethods);
}
