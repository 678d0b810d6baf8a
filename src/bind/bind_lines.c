/* Lines of tables: the texts of counts, the widths of columns, their alignment. */
#include "base/buf.h"
#include "base/utf8.h"
#include "bind/bind_internal.h"

#include <string.h>

#define BETWEEN '\037' /* stands after each cell of a line that count_line made */

/* ---- the cells of a line ---- */

/* A walk along the line on top of the stack, which keeps the texts. */
typedef struct cells {
    const char *at, *end; /* of one text: what is still to come; NULL: the line is a list */
    lua_Integer i, n;     /* of a list */
} cells;

typedef struct cell {
    const char *text;
    size_t len, width;
} cell;

static cells cells_of(lua_State *L)
{
    cells c = {0};
    size_t len;

    if (lua_type(L, -1) == LUA_TSTRING) {
        c.at = lua_tolstring(L, -1, &len);
        c.end = c.at + len;
    } else if (lua_istable(L, -1)) {
        c.n = (lua_Integer)lua_rawlen(L, -1);
    } else {
        hd_bind_raisef(L, "a line is a list, got %s", hd_bind_what(L, -1));
    }
    return c;
}

static bool next_cell(lua_State *L, cells *c, cell *out)
{
    if (c->at) {
        const char *end = c->at;

        while (end < c->end && *end != BETWEEN)
            end++;
        if (end == c->end)
            return false;
        out->text = c->at;
        out->len = out->width = (size_t)(end - c->at); /* it holds ASCII only */
        c->at = end + 1;
        return true;
    }
    if (c->i == c->n)
        return false;
    if (lua_rawgeti(L, -1, ++c->i) != LUA_TSTRING)
        hd_bind_raisef(L, "a line is made of texts, got %s", hd_bind_what(L, -1));
    out->text = lua_tolstring(L, -1, &out->len);
    out->width = hd_utf8_width(out->text, out->len);
    lua_pop(L, 1);
    return true;
}

/* ---- widths ---- */

typedef struct widths {
    size_t *of, n, cap;
} widths;

/* The widths with one more column. */
static void add_column(widths *w, hd_arena *arena)
{
    if (w->n == w->cap) {
        size_t *more = hd_arena_array(arena, w->cap * 2 + 64, sizeof *more);

        if (w->n > 0)
            memcpy(more, w->of, w->n * sizeof *more);
        w->of = more;
        w->cap = w->cap * 2 + 64;
    }
    w->of[w->n++] = 0;
}

int hd_bind_widths(lua_State *L)
{
    hd_bind_scratch *s;
    widths w = {0};
    size_t n;

    luaL_checktype(L, 1, LUA_TTABLE);
    n = (size_t)lua_rawlen(L, 1);
    s = hd_bind_scratch_new(L);
    for (size_t r = 1; r <= n; r++) {
        cells line;
        cell got;

        lua_rawgeti(L, 1, (lua_Integer)r);
        line = cells_of(L);
        for (size_t i = 0; next_cell(L, &line, &got); i++) {
            if (i == w.n)
                add_column(&w, &s->arena);
            if (got.width > w.of[i])
                w.of[i] = got.width;
        }
        lua_pop(L, 1);
    }
    lua_createtable(L, (int)w.n, 0);
    for (size_t i = 0; i < w.n; i++) {
        lua_pushinteger(L, (lua_Integer)w.of[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    hd_bind_scratch_free(s);
    return 1;
}

/* ---- alignment ---- */

/* The width and side of each column, from the lists at 2 and 3. */
typedef struct text_column {
    size_t width;
    bool right;
} text_column;

static text_column *read_columns(lua_State *L, hd_bind_scratch *s, size_t *n)
{
    text_column *columns;

    luaL_checktype(L, 2, LUA_TTABLE);
    luaL_checktype(L, 3, LUA_TTABLE);
    *n = (size_t)lua_rawlen(L, 2);
    columns = hd_arena_array(&s->arena, *n + 1, sizeof *columns);
    for (size_t i = 0; i < *n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        lua_rawgeti(L, 3, (lua_Integer)i + 1);
        columns[i].width = (size_t)luaL_checkinteger(L, -2);
        columns[i].right = lua_toboolean(L, -1);
        lua_pop(L, 2);
    }
    return columns;
}

static void add_cell(const text_column *column, const cell *c, bool first, hd_buf *out)
{
    size_t space = column->width > c->width ? column->width - c->width : 0;
    size_t before = (first ? 0 : 2) + (column->right ? space : 0);
    size_t after = column->right ? 0 : space;
    char *to = hd_buf_extend(out, before + c->len + after);

    memset(to, ' ', before + c->len + after);
    memcpy(to + before, c->text, c->len);
}

/* The line on top of the stack, behind its label if there is one, without spaces at its end. */
static void add_line(lua_State *L, const cell *label, const text_column *columns, size_t n,
                     hd_buf *out)
{
    size_t start = out->len, i = 0;
    cells line = cells_of(L);
    cell got;

    if (label && n > 0)
        add_cell(&columns[i++], label, true, out);
    for (; i < n && next_cell(L, &line, &got); i++)
        add_cell(&columns[i], &got, i == 0, out);
    while (out->len > start && memchr(" \t\n\v\f\r", out->data[out->len - 1], 6))
        out->data[--out->len] = '\0';
}

/* The label of line r in the list at 4, which keeps it. */
static cell label_of(lua_State *L, lua_Integer r)
{
    cell label;

    if (lua_rawgeti(L, 4, r) != LUA_TSTRING)
        hd_bind_raisef(L, "a label is a text, got %s", hd_bind_what(L, -1));
    label.text = lua_tolstring(L, -1, &label.len);
    label.width = hd_utf8_width(label.text, label.len);
    lua_pop(L, 1);
    return label;
}

int hd_bind_align(lua_State *L)
{
    text_column *columns;
    hd_bind_scratch *s;
    size_t n, lines;
    bool labelled;

    luaL_checktype(L, 1, LUA_TTABLE);
    labelled = !lua_isnoneornil(L, 4);
    if (labelled)
        luaL_checktype(L, 4, LUA_TTABLE);
    s = hd_bind_scratch_new(L);
    columns = read_columns(L, s, &n);
    lines = (size_t)lua_rawlen(L, 1);
    for (size_t r = 1; r <= lines; r++) {
        cell label;

        if (labelled)
            label = label_of(L, (lua_Integer)r);
        lua_rawgeti(L, 1, (lua_Integer)r);
        if (r > 1)
            hd_buf_addc(&s->buf, '\n');
        add_line(L, labelled ? &label : NULL, columns, n, &s->buf);
        lua_pop(L, 1);
    }
    lua_pushlstring(L, hd_buf_str(&s->buf), s->buf.len);
    hd_bind_scratch_free(s);
    return 1;
}

/* ---- counts ---- */

#define NUMBER_BYTES 32 /* any number below with its point, and what stands between cells */
#define MOST_COUNTED 10000000000LL /* 100 times that with 6 decimals fits in 63 bits */

/* Digits of n at out, at least `least` of them; returns how many. */
static size_t put_digits(uint64_t n, size_t least, char *out)
{
    char digits[NUMBER_BYTES];
    size_t len = 0;

    do
        digits[len++] = (char)('0' + n % 10);
    while ((n /= 10) > 0 || len < least);
    for (size_t i = 0; i < len; i++)
        out[i] = digits[len - 1 - i];
    return len;
}

/* 100 n / base with this many decimals, half up, as number.lua has it; "[k]" and *low where it is not 0 but would be
 * printed as 0 (state.lua). */
static size_t put_percent(uint64_t n, uint64_t base, size_t digits, char *out, bool *low)
{
    static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    uint64_t scaled;
    size_t len;

    if (base == 0) {
        *out = '-';
        return 1;
    }
    scaled = (200 * powers[digits] * n + base) / (2 * base);
    if (scaled == 0 && n > 0) {
        *low = true;
        memcpy(out, "[k]", 3);
        return 3;
    }
    len = put_digits(scaled / powers[digits], 1, out);
    if (digits == 0)
        return len;
    out[len++] = '.';
    return len + put_digits(scaled % powers[digits], digits, out + len);
}

/* Count i of the list at idx. */
static uint64_t count_at(lua_State *L, int idx, lua_Integer i)
{
    lua_Integer n;
    int whole;

    lua_rawgeti(L, idx, i);
    n = lua_tointegerx(L, -1, &whole);
    if (!whole)
        hd_bind_raisef(L, "a count is a whole number, got %s", hd_bind_what(L, -1));
    if (n < 0 || n > MOST_COUNTED)
        hd_bind_raisef(L, "a count is %lld: expected 0 to %lld", (long long)n, MOST_COUNTED);
    lua_pop(L, 1);
    return (uint64_t)n;
}

int hd_bind_count_line(lua_State *L)
{
    bool has_n = lua_istable(L, 1), has_base = lua_istable(L, 2);
    lua_Integer digits = luaL_optinteger(L, 4, 0), column = 1, last = 0;
    const char *plan = luaL_checkstring(L, 3);
    uint64_t n = 0, base = 0;
    bool low = false;
    luaL_Buffer b;

    if (digits < 0 || digits > 6)
        hd_bind_raisef(L, "digits are from 0 to 6, got %lld", (long long)digits);
    luaL_buffinit(L, &b);
    for (; *plan; plan++) {
        char *out;
        size_t len = 0;

        if (*plan == ',') {
            column++;
            continue;
        }
        if (*plan != ' ' && column != last) {
            n = has_n ? count_at(L, 1, column) : 0;
            base = has_base ? count_at(L, 2, column) : 0;
            last = column;
        }
        out = luaL_prepbuffsize(&b, NUMBER_BYTES);
        if (*plan == 'n' || *plan == 'N')
            len = put_digits(*plan == 'n' ? n : base, 1, out);
        else if (*plan == '%')
            len = put_percent(n, base, (size_t)digits, out, &low);
        out[len++] = BETWEEN;
        luaL_addsize(&b, len);
    }
    luaL_pushresult(&b);
    lua_pushboolean(L, low);
    return 2;
}
