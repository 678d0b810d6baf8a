/* A pattern becomes a list of items, each a set of bytes with its repetition, or a mark. What is wrong with a pattern is an
 * item too: Lua complains when matching gets there, and not before. */
#include "host/pattern.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "host/host.h"

#define MAX_CAPTURES 32
#define MAX_DEPTH 200
#define POLL_STEPS 65536u
#define UNFINISHED (-1)
#define POSITION (-2)

typedef enum item_kind {
    ONE, /* a byte of the set */
    OPEN,
    HERE,
    CLOSE,
    BACK, /* what capture `a` has */
    BALANCED,
    FRONTIER,
    AT_END,
    WRONG
} item_kind;

typedef struct item {
    item_kind kind;
    char repeat; /* of ONE: '\0' '?' '*' '+' '-' */
    int a, b;
    const char *wrong;
    uint32_t set[8];
} item;

typedef struct matcher {
    lua_State *L;
    const char *begin, *end; /* of the subject */
    const item *items;
    size_t n;
    bool anchored;
    unsigned steps;
    int depth;
    int level;
    struct {
        const char *start;
        ptrdiff_t len;
    } captures[MAX_CAPTURES];
} matcher;

/* ---- patterns ---- */

static bool has(const item *it, char c)
{
    unsigned char u = (unsigned char)c;

    return it->set[u / 32] >> u % 32 & 1;
}

static void add(item *it, int c)
{
    it->set[c / 32] |= UINT32_C(1) << c % 32;
}

/* Lua still takes "%z". */
static int is_zero(int c)
{
    return c == 0;
}

/* The bytes of "%c"; a letter in upper case stands for all others. */
static void add_class(item *it, char letter)
{
    static int (*const tests[])(int) = {isalpha, iscntrl, isdigit, isgraph,  islower, ispunct,
                                        isspace, isupper, isalnum, isxdigit, is_zero};
    static const char letters[] = "acdglpsuwxz";
    const char *at = strchr(letters, tolower((unsigned char)letter));

    if (!letter || !at) {
        add(it, (unsigned char)letter);
        return;
    }
    for (int c = 0; c < 256; c++)
        if ((tests[at - letters](c) != 0) == (islower((unsigned char)letter) != 0))
            add(it, c);
}

/* The set that begins behind '['; returns what follows its ']', or NULL if there is none. */
static const char *read_set(const char *p, const char *end, item *it)
{
    bool others = p < end && *p == '^', first = true;

    for (p += others; p < end && (first || *p != ']'); first = false) {
        if (*p == '%' && p + 1 < end) {
            add_class(it, p[1]);
            p += 2;
        } else if (p + 2 < end && p[1] == '-' && p[2] != ']') {
            for (int c = (unsigned char)p[0]; c <= (unsigned char)p[2]; c++)
                add(it, c);
            p += 3;
        } else {
            add(it, (unsigned char)*p++);
        }
    }
    if (p >= end)
        return NULL;
    for (size_t i = 0; others && i < 8; i++)
        it->set[i] = ~it->set[i];
    return p + 1;
}

static const char *wrong(item *it, const char *what, const char *end)
{
    it->kind = WRONG;
    it->wrong = what;
    return end;
}

/* A single byte's item at p, with its repetition. */
static const char *read_one(const char *p, const char *end, item *it)
{
    char c = *p++;

    it->kind = ONE;
    if (c == '%') {
        if (p == end)
            return wrong(it, "malformed pattern (ends with '%')", end);
        add_class(it, *p++);
    } else if (c == '[') {
        p = read_set(p, end, it);
        if (!p)
            return wrong(it, "malformed pattern (missing ']')", end);
    } else if (c == '.') {
        memset(it->set, 0xff, sizeof it->set);
    } else {
        add(it, (unsigned char)c);
    }
    if (p < end && memchr("?*+-", *p, 4))
        it->repeat = *p++;
    return p;
}

static const char *read_item(const char *p, const char *end, item *it)
{
    char next = p + 1 < end ? p[1] : '\0';

    if (*p == '(') {
        it->kind = next == ')' && p + 1 < end ? HERE : OPEN;
        return p + (it->kind == HERE ? 2 : 1);
    }
    if (*p == ')') {
        it->kind = CLOSE;
        return p + 1;
    }
    if (*p == '$' && p + 1 == end) {
        it->kind = AT_END;
        return end;
    }
    if (*p == '%' && next == 'b') {
        if (end - p < 4)
            return wrong(it, "malformed pattern (missing arguments to '%b')", end);
        it->kind = BALANCED;
        it->a = p[2];
        it->b = p[3];
        return p + 4;
    }
    if (*p == '%' && next == 'f') {
        if (p + 2 >= end || p[2] != '[')
            return wrong(it, "missing '[' after '%f' in pattern", end);
        it->kind = FRONTIER;
        p = read_set(p + 3, end, it);
        return p ? p : wrong(it, "malformed pattern (missing ']')", end);
    }
    if (*p == '%' && isdigit((unsigned char)next)) {
        it->kind = BACK;
        it->a = next - '1';
        return p + 2;
    }
    return read_one(p, end, it);
}

/* Push the items of the pattern at idx and begin a matcher of the subject at 1. [-0, +1, e] */
static void prepare(lua_State *L, matcher *m, int idx, bool anchors)
{
    size_t len, subject;
    const char *p = luaL_checklstring(L, idx, &len), *end = p + len;
    const char *s = luaL_checklstring(L, 1, &subject);

    *m = (matcher){.L = L, .begin = s, .end = s + subject};
    m->anchored = anchors && len > 0 && *p == '^';
    p += m->anchored;
    item *items = lua_newuserdatauv(L, (len + 1) * sizeof *items, 0);
    while (p < end) {
        memset(&items[m->n], 0, sizeof *items);
        p = read_item(p, end, &items[m->n++]);
    }
    m->items = items;
}

/* ---- matching ---- */

static void count_steps(matcher *m, size_t n)
{
    m->steps += n < POLL_STEPS ? (unsigned)n : POLL_STEPS;
    if (m->steps < POLL_STEPS)
        return;
    m->steps = 0;
    if (hd_limits_stopped(hd_host_of(m->L)))
        hd_limits_raise(m->L);
}

static const char *match(matcher *m, size_t at, const char *s);

static const char *open_capture(matcher *m, size_t at, const char *s, ptrdiff_t len)
{
    if (m->level >= MAX_CAPTURES)
        luaL_error(m->L, "too many captures");
    m->captures[m->level].start = s;
    m->captures[m->level++].len = len;
    const char *end = match(m, at + 1, s);
    if (!end)
        m->level--;
    return end;
}

static const char *close_capture(matcher *m, size_t at, const char *s)
{
    int l = m->level - 1;

    while (l >= 0 && m->captures[l].len != UNFINISHED)
        l--;
    if (l < 0)
        luaL_error(m->L, "invalid pattern capture");
    m->captures[l].len = s - m->captures[l].start;
    const char *end = match(m, at + 1, s);
    if (!end)
        m->captures[l].len = UNFINISHED;
    return end;
}

/* Behind what capture l has, if that stands at s. */
static const char *match_back(matcher *m, int l, const char *s)
{
    if (l < 0 || l >= m->level || m->captures[l].len == UNFINISHED)
        luaL_error(m->L, "invalid capture index %%%d", l + 1);
    size_t len = (size_t)m->captures[l].len;
    count_steps(m, 1);
    return (size_t)(m->end - s) >= len && memcmp(m->captures[l].start, s, len) == 0 ? s + len
                                                                                    : NULL;
}

static const char *match_balanced(matcher *m, const item *it, const char *s)
{
    const char *from = s;
    size_t deep = 1;

    if (s == m->end || *s != (char)it->a)
        return NULL;
    while (++s < m->end) {
        if (*s == (char)it->b) {
            if (--deep == 0)
                break;
        } else if (*s == (char)it->a) {
            deep++;
        }
    }
    count_steps(m, (size_t)(s - from));
    return s < m->end ? s + 1 : NULL;
}

static bool match_frontier(const matcher *m, const item *it, const char *s)
{
    return !has(it, s == m->begin ? '\0' : s[-1]) && has(it, s == m->end ? '\0' : *s);
}

/* As many as there are first, then fewer. */
static const char *match_most(matcher *m, size_t at, const char *s, size_t least)
{
    const item *it = &m->items[at];
    size_t n = 0;

    while (s + n < m->end && has(it, s[n]))
        n++;
    count_steps(m, n);
    for (; n >= least; n--) {
        const char *end = match(m, at + 1, s + n);
        if (end || n == 0)
            return end;
    }
    return NULL;
}

static const char *match_fewest(matcher *m, size_t at, const char *s)
{
    for (;; s++) {
        const char *end = match(m, at + 1, s);
        if (end || s == m->end || !has(&m->items[at], *s))
            return end;
    }
}

/* The items from `at` on, at s: behind what they match, or NULL. */
static const char *match_items(matcher *m, size_t at, const char *s)
{
    for (; at < m->n && s; at++) {
        const item *it = &m->items[at];
        bool here = it->kind == ONE && s < m->end && has(it, *s);
        const char *end;
        switch (it->kind) {
        case OPEN:
            return open_capture(m, at, s, UNFINISHED);
        case HERE:
            return open_capture(m, at, s, POSITION);
        case CLOSE:
            return close_capture(m, at, s);
        case WRONG:
            luaL_error(m->L, "%s", it->wrong);
            return NULL;
        case AT_END:
            return s == m->end ? s : NULL;
        case BACK:
            s = match_back(m, it->a, s);
            break;
        case BALANCED:
            s = match_balanced(m, it, s);
            break;
        case FRONTIER:
            s = match_frontier(m, it, s) ? s : NULL;
            break;
        case ONE:
            if (it->repeat == '*' || it->repeat == '+')
                return match_most(m, at, s, it->repeat == '+');
            if (it->repeat == '-')
                return match_fewest(m, at, s);
            if (it->repeat == '?' && here && (end = match(m, at + 1, s + 1)))
                return end;
            if (it->repeat == '\0')
                s = here ? s + 1 : NULL;
            break;
        }
    }
    return s;
}

static const char *match(matcher *m, size_t at, const char *s)
{
    if (++m->depth > MAX_DEPTH)
        luaL_error(m->L, "pattern too complex");
    count_steps(m, 1);
    const char *end = match_items(m, at, s);
    m->depth--;
    return end;
}

static const char *match_at(matcher *m, const char *s)
{
    m->level = m->depth = 0;
    return match(m, 0, s);
}

/* ---- captures ---- */

/* Push capture l of a match from s to end; the whole of it stands for the first where there is none. */
static void push_capture(matcher *m, int l, const char *s, const char *end)
{
    if (l >= m->level) {
        if (l != 0)
            luaL_error(m->L, "invalid capture index %%%d", l + 1);
        lua_pushlstring(m->L, s, (size_t)(end - s));
    } else if (m->captures[l].len == POSITION) {
        lua_pushinteger(m->L, m->captures[l].start - m->begin + 1);
    } else if (m->captures[l].len == UNFINISHED) {
        luaL_error(m->L, "unfinished capture");
    } else {
        lua_pushlstring(m->L, m->captures[l].start, (size_t)m->captures[l].len);
    }
}

/* All of them; s NULL: the whole does not stand for none. */
static int push_captures(matcher *m, const char *s, const char *end)
{
    int n = m->level == 0 && s ? 1 : m->level;

    luaL_checkstack(m->L, n, "too many captures");
    for (int l = 0; l < n; l++)
        push_capture(m, l, s, end);
    return n;
}

/* ---- the functions ---- */

/* Where matching begins, 0 the first byte; more than len: nowhere. */
static size_t first_of(lua_State *L, int idx, size_t len)
{
    lua_Integer at = luaL_optinteger(L, idx, 1);

    if (at > 0)
        return (lua_Unsigned)at - 1 > len ? len + 1 : (size_t)at - 1;
    return at == 0 || at < -(lua_Integer)len ? 0 : (size_t)((lua_Integer)len + at);
}

static int find_plain(lua_State *L, const char *s, size_t len, size_t from, const char *p,
                      size_t p_len)
{
    const char *found = p_len == 0 ? s + from : memmem(s + from, len - from, p, p_len);

    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, found - s + 1);
    lua_pushinteger(L, found - s + (lua_Integer)p_len);
    return 2;
}

static int find(lua_State *L, bool places)
{
    size_t len, p_len;
    const char *s = luaL_checklstring(L, 1, &len), *p = luaL_checklstring(L, 2, &p_len);
    size_t from = first_of(L, 3, len);
    matcher m;

    if (from > len) {
        lua_pushnil(L);
        return 1;
    }
    bool special = false;
    for (size_t i = 0; i < p_len; i++)
        special |= p[i] && strchr("^$*+?.([%-", p[i]);
    if (places && (lua_toboolean(L, 4) || !special))
        return find_plain(L, s, len, from, p, p_len);
    prepare(L, &m, 2, true);
    for (s += from; s <= m.end; s++) {
        const char *end = match_at(&m, s);
        if (end && places) {
            lua_pushinteger(L, s - m.begin + 1);
            lua_pushinteger(L, end - m.begin);
            return 2 + push_captures(&m, NULL, NULL);
        }
        if (end)
            return push_captures(&m, s, end);
        if (m.anchored)
            break;
    }
    lua_pushnil(L);
    return 1;
}

int hd_pattern_find(lua_State *L)
{
    return find(L, true);
}

int hd_pattern_match(lua_State *L)
{
    return find(L, false);
}

/* Upvalues: the subject, the items, and this. */
typedef struct walk {
    matcher m;
    const char *at, *last;
} walk;

static int next_match(lua_State *L)
{
    walk *w = lua_touserdata(L, lua_upvalueindex(3));

    w->m.L = L;
    for (; w->at <= w->m.end; w->at++) {
        const char *s = w->at, *end = match_at(&w->m, s);
        if (!end || end == w->last)
            continue;
        w->at = w->last = end;
        return push_captures(&w->m, s, end);
    }
    return 0;
}

int hd_pattern_gmatch(lua_State *L)
{
    matcher m;

    luaL_checkstring(L, 2);
    lua_settop(L, 3);
    prepare(L, &m, 2, false); /* subject pattern from items */
    size_t from = first_of(L, 3, (size_t)(m.end - m.begin));
    lua_pushvalue(L, 1);
    lua_insert(L, -2);
    walk *w = lua_newuserdatauv(L, sizeof *w, 0);
    *w = (walk){m, m.begin + from, NULL};
    lua_pushcclosure(L, next_match, 3);
    return 1;
}

/* Append the text that replaces the match from s to end: of a string, its "%1" filled in. */
static void add_filled(matcher *m, luaL_Buffer *b, const char *s, const char *end)
{
    size_t len;
    const char *text = lua_tolstring(m->L, 3, &len), *stop = text + len;

    for (; text < stop; text++) {
        if (*text != '%') {
            luaL_addchar(b, *text);
        } else if (++text < stop && *text == '%') {
            luaL_addchar(b, '%');
        } else if (text < stop && *text == '0') {
            luaL_addlstring(b, s, (size_t)(end - s));
        } else if (text < stop && isdigit((unsigned char)*text)) {
            push_capture(m, *text - '1', s, end);
            luaL_tolstring(m->L, -1, NULL);
            lua_remove(m->L, -2);
            luaL_addvalue(b);
        } else {
            luaL_error(m->L, "invalid use of '%%' in replacement string");
        }
    }
}

/* True if something else stands in the place of the match now. */
static bool add_replaced(matcher *m, luaL_Buffer *b, const char *s, const char *end, int type)
{
    lua_State *L = m->L;

    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(m, s, end), 1);
    } else if (type == LUA_TTABLE) {
        push_capture(m, 0, s, end);
        lua_gettable(L, 3);
    } else {
        add_filled(m, b, s, end);
        return true;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(b, s, (size_t)(end - s));
        return false;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    luaL_addvalue(b);
    return true;
}

int hd_pattern_gsub(lua_State *L)
{
    size_t len;
    const char *s = luaL_checklstring(L, 1, &len), *last = NULL;
    int type = lua_type(L, 3);
    lua_Integer n = 0, most;
    bool changed = false;
    luaL_Buffer b;
    matcher m;

    luaL_checkstring(L, 2);
    luaL_argexpected(L,
                     type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION ||
                         type == LUA_TTABLE,
                     3, "string/function/table");
    most = luaL_optinteger(L, 4, (lua_Integer)len + 1);
    prepare(L, &m, 2, true);
    luaL_buffinit(L, &b);
    while (n < most) {
        const char *end = match_at(&m, s);
        if (end && end != last) {
            n++;
            changed = add_replaced(&m, &b, s, end, type) || changed;
            s = last = end;
        } else if (s < m.end) {
            luaL_addchar(&b, *s++);
        } else {
            break;
        }
        if (m.anchored)
            break;
    }
    if (changed) {
        luaL_addlstring(&b, s, (size_t)(m.end - s));
        luaL_pushresult(&b);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, n);
    return 2;
}
