/* Rows: one review, child or finding, read by field. */
#include "bind/bind.h"

#include "bind/bind_internal.h"

#include <string.h>

static const char methods_key; /* its address: key of the registry */

static const hd_bind_row *check_row(lua_State *L, int idx)
{
    const hd_bind_row *row = luaL_testudata(L, idx, HD_BIND_ROW);

    if (!row)
        hd_bind_raisef(L, "expected a row, got %s (methods are called with a colon)",
                       hd_bind_what(L, idx));
    return row;
}

int hd_bind_row_of(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    lua_Integer index = luaL_checkinteger(L, 2);
    hd_bind_row *row;

    if (index < 1 || (lua_Unsigned)index > set->bits.n)
        hd_bind_raisef(L, "no %s has the number %lld", hd_unit_name(set->unit), (long long)index);
    row = lua_newuserdatauv(L, sizeof *row, 1);
    row->corpus = set->corpus;
    row->unit = set->unit;
    row->index = (uint32_t)(index - 1);
    hd_bind_push_box(L, 1);
    lua_setiuservalue(L, -2, 1);
    luaL_setmetatable(L, HD_BIND_ROW);
    return 1;
}

static uint32_t review_of(lua_State *L, const hd_bind_row *row)
{
    hd_bind_need(L, row->corpus, HD_PART_UNIT(row->unit));
    return row->unit == HD_REVIEW ? row->index
                                  : hd_corpus_review_of(row->corpus, row->unit)[row->index];
}

/* ---- fields ---- */

/* What a key of a row stands for: a field or a band, and the unit it is read from. */
typedef struct reading {
    const hd_column *column;
    const hd_band *band; /* NULL: the field itself */
    uint32_t index;
} reading;

static const char *variable_for(hd_unit unit)
{
    static const char *const vars[] = {"r", "c", "f"};
    return vars[unit];
}

/* The key is no field of the row's: say whose it is, or what is near it. */
_Noreturn static void raise_field(lua_State *L, const hd_bind_row *row, const char *key,
                                  const hd_band *band)
{
    const hd_codebook *cb = row->corpus->codebook;
    const char *nearest;

    for (int u = HD_CHILD; u < HD_N_UNITS; u++) {
        hd_unit unit = (hd_unit)u;
        const char *plural = hd_unit_plural(unit);

        if (unit != row->unit &&
            (band ? band->field->unit == unit : hd_codebook_find_field(cb, unit, key) != NULL))
            hd_bind_raisef(L, "%s belongs to %s (use %s:%s())", key, plural,
                           variable_for(row->unit), plural);
    }
    nearest = hd_codebook_nearest_field(cb, row->unit, key);
    if (!nearest)
        nearest = hd_codebook_nearest_field(cb, HD_REVIEW, key);
    if (nearest && strcmp(nearest, "theme") == 0)
        nearest = "themes"; /* a filter has one, a row has several */
    hd_bind_raisef(L, "a %s has no field '%s'%s%s%s", hd_unit_name(row->unit), key,
                   nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "");
}

static reading find_reading(lua_State *L, const hd_bind_row *row, const char *key)
{
    const hd_codebook *cb = row->corpus->codebook;
    const hd_field *field = hd_codebook_find_field(cb, row->unit, key);
    const hd_band *band = NULL;
    reading r = {NULL, NULL, row->index};

    if (!field)
        field = hd_codebook_find_field(cb, HD_REVIEW, key);
    if (!field && (band = hd_codebook_find_band(cb, key)) != NULL)
        field = band->field;
    if (!field || (field->unit != row->unit && field->unit != HD_REVIEW))
        raise_field(L, row, key, band);
    if (field->unit != row->unit)
        r.index = review_of(L, row);
    if (field->kind != HD_TEXT)
        hd_bind_need(L, row->corpus, HD_PART_UNIT(field->unit));
    r.column = hd_corpus_column_later(row->corpus, field);
    r.band = band;
    return r;
}

static void push_multi(lua_State *L, const hd_column *col, uint32_t i)
{
    lua_Integer n = 0;

    lua_newtable(L);
    for (uint32_t k = col->lists.start[i]; k < col->lists.start[i + 1]; k++) {
        lua_pushstring(L, col->labels[col->lists.items[k]]);
        lua_rawseti(L, -2, ++n);
    }
}

/* Push the text of one unit, nil if there is none. */
static hd_state push_text(lua_State *L, const hd_corpus *c, const reading *r)
{
    hd_bind_scratch *s = hd_bind_scratch_new(L);
    hd_err err = HD_ERR_INIT;
    hd_state state;

    if (hd_corpus_text(c, r->column->field, r->index, &s->buf, &state, &err) != HD_OK)
        hd_bind_raise(L, &err);
    if (state == HD_VALUE)
        lua_pushstring(L, hd_buf_str(&s->buf));
    else
        lua_pushnil(L);
    hd_bind_scratch_free(s);
    return state;
}

static void push_reading(lua_State *L, const hd_corpus *c, const reading *r)
{
    const hd_column *col = r->column;
    uint32_t i = r->index;
    char label[64];

    if (col->field->kind == HD_TEXT) {
        push_text(L, c, r);
        return;
    }
    uint32_t code = hd_column_code(col, i);

    if (code >= HD_CODE_UNKNOWN) {
        lua_pushnil(L);
        return;
    }
    if (r->band) {
        hd_band_label(r->band, hd_band_of(r->band, col->numbers[code]), label);
        lua_pushstring(L, label);
        return;
    }
    switch (col->field->kind) {
    case HD_NUMBER:
        hd_bind_push_number(L, col->numbers[code]);
        break;
    case HD_FLAG:
        lua_pushboolean(L, code == 1);
        break;
    case HD_MULTI:
        push_multi(L, col, i);
        break;
    case HD_CATEGORY:
    case HD_ORDINAL:
    case HD_DATE:
    case HD_TEXT:
        lua_pushstring(L, col->labels[code]);
        break;
    }
}

/* ---- themes ---- */

/* The codings of one finding, each theme once, appended to the table on top; seen[theme] is kept. */
static lua_Integer add_themes(lua_State *L, const hd_corpus *c, uint32_t finding, bool *seen,
                              lua_Integer n)
{
    const hd_codings *codings = hd_corpus_codings(c);

    for (uint32_t k = codings->start[finding]; k < codings->start[finding + 1]; k++) {
        uint32_t theme = codings->themes[codings->label_of[k]];

        if (theme == HD_NONE || seen[theme])
            continue;
        seen[theme] = true;
        lua_pushstring(L, hd_codebook_theme(c->codebook, theme)->code);
        lua_rawseti(L, -2, ++n);
    }
    return n;
}

/* The codes a row is coded with: of a finding in the order written, else the review's in codebook
 * order; nil when the review is not yet coded. */
static void push_themes(lua_State *L, const hd_bind_row *row)
{
    const hd_corpus *c = row->corpus;
    hd_bind_need(L, c, HD_PART_UNIT(HD_FINDING));
    const hd_codings *codings = hd_corpus_codings(c);
    uint32_t review = review_of(L, row);
    const hd_lists *findings = hd_corpus_of_review(c, HD_FINDING);
    size_t n_themes = hd_codebook_n_themes(c->codebook);
    hd_bind_scratch *s;
    lua_Integer n = 0;
    bool *seen;

    if (!hd_bits_get(hd_corpus_coded(c), review)) {
        lua_pushnil(L);
        return;
    }
    s = hd_bind_scratch_new(L);
    seen = hd_arena_array(&s->arena, n_themes + 1, sizeof *seen);
    lua_newtable(L);
    if (row->unit == HD_FINDING) {
        add_themes(L, c, row->index, seen, 0);
    } else {
        for (uint32_t k = findings->start[review]; k < findings->start[review + 1]; k++) {
            uint32_t f = findings->items[k];
            for (uint32_t i = codings->start[f]; i < codings->start[f + 1]; i++) {
                uint32_t theme = codings->themes[codings->label_of[i]];
                if (theme != HD_NONE)
                    seen[theme] = true;
            }
        }
        for (uint32_t t = 0; t < n_themes; t++) {
            if (!seen[t])
                continue;
            lua_pushstring(L, hd_codebook_theme(c->codebook, t)->code);
            lua_rawseti(L, -2, ++n);
        }
    }
    hd_bind_scratch_free(s);
}

static void push_labels(lua_State *L, const hd_bind_row *row)
{
    hd_bind_need(L, row->corpus, HD_PART_UNIT(HD_FINDING));
    const hd_codings *codings = hd_corpus_codings(row->corpus);
    lua_Integer n = 0;

    if (row->unit != HD_FINDING)
        hd_bind_raisef(L, "labels belongs to findings (use %s:findings())",
                       variable_for(row->unit));
    lua_newtable(L);
    for (uint32_t k = codings->start[row->index]; k < codings->start[row->index + 1]; k++) {
        lua_pushstring(L, codings->labels[codings->label_of[k]]);
        lua_rawseti(L, -2, ++n);
    }
}

static const char *id_of(lua_State *L, const hd_corpus *c, hd_unit unit, size_t i)
{
    hd_bind_need(L, c, HD_PART_IDS(unit));
    return hd_corpus_id(c, unit, i);
}

/* The keys that are no fields; false if `key` is none of them. [-0, +(0|1), e] */
static bool push_special(lua_State *L, const hd_bind_row *row, const char *key)
{
    const hd_corpus *c = row->corpus;

    if (strcmp(key, "id") == 0)
        lua_pushstring(L, id_of(L, c, row->unit, row->index));
    else if (strcmp(key, "review") == 0)
        lua_pushstring(L, id_of(L, c, HD_REVIEW, review_of(L, row)));
    else if (strcmp(key, "coded") == 0)
        lua_pushboolean(L, hd_bits_get(hd_corpus_coded(c), review_of(L, row)));
    else if (strcmp(key, "themes") == 0)
        push_themes(L, row);
    else if (strcmp(key, "labels") == 0)
        push_labels(L, row);
    else
        return false;
    return true;
}

/* ---- core functions ---- */

int hd_bind_row_methods(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &methods_key);
    return 0;
}

int hd_bind_row_state(lua_State *L)
{
    const hd_bind_row *row = check_row(L, 1);
    const char *key = hd_bind_check_text(L, 2, "state");
    reading r;

    if (strcmp(key, "id") == 0 || strcmp(key, "review") == 0 || strcmp(key, "coded") == 0 ||
        (strcmp(key, "labels") == 0 && row->unit == HD_FINDING)) {
        lua_pushstring(L, hd_state_name(HD_VALUE));
    } else if (strcmp(key, "theme") == 0 || strcmp(key, "themes") == 0) {
        bool coded = hd_bits_get(hd_corpus_coded(row->corpus), review_of(L, row));
        lua_pushstring(L, coded ? hd_state_name(HD_VALUE) : "not yet coded");
    } else {
        r = find_reading(L, row, key);
        hd_state state = r.column->field->kind == HD_TEXT ? push_text(L, row->corpus, &r)
                                                          : hd_column_state(r.column, r.index);
        lua_pushstring(L, hd_state_name(state));
    }
    return 1;
}

static void add_name(lua_State *L, const hd_bind_row *row, hd_buf *out)
{
    hd_buf_printf(out, "%s %s", hd_unit_name(row->unit),
                  id_of(L, row->corpus, row->unit, row->index));
}

int hd_bind_row_set(lua_State *L)
{
    const hd_bind_row *row = check_row(L, 1);
    hd_bind_scratch *s = hd_bind_scratch_new(L);
    hd_bind_set *set;

    add_name(L, row, &s->words);
    hd_bind_push_box(L, 1);
    set = hd_bind_push_set(L, -1, row->unit, NULL, hd_buf_str(&s->words));
    hd_bits_set(&set->bits, row->index);
    hd_bind_scratch_free(s);
    return 1;
}

/* ---- metamethods ---- */

static int row_index(lua_State *L)
{
    const hd_bind_row *row = check_row(L, 1);
    const char *key;
    reading r;

    if (lua_type(L, 2) != LUA_TSTRING)
        hd_bind_raisef(L, "the fields of a row have names; got %s",
                       lua_type(L, 2) == LUA_TNUMBER ? lua_tostring(L, 2) : hd_bind_what(L, 2));
    lua_settop(L, 2);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &methods_key) == LUA_TTABLE) {
        lua_pushvalue(L, 2);
        if (lua_rawget(L, 3) != LUA_TNIL)
            return 1;
    }
    key = hd_bind_check_text(L, 2, "the name of a field");
    if (push_special(L, row, key))
        return 1;
    r = find_reading(L, row, key);
    push_reading(L, row->corpus, &r);
    return 1;
}

static int row_newindex(lua_State *L)
{
    hd_bind_raisef(L, "rows are read-only");
}

static int row_eq(lua_State *L)
{
    const hd_bind_row *a = luaL_testudata(L, 1, HD_BIND_ROW);
    const hd_bind_row *b = luaL_testudata(L, 2, HD_BIND_ROW);

    lua_pushboolean(L,
                    a && b && a->corpus == b->corpus && a->unit == b->unit && a->index == b->index);
    return 1;
}

static int row_tostring(lua_State *L)
{
    const hd_bind_row *row = check_row(L, 1);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    add_name(L, row, &s->buf);
    lua_pushstring(L, hd_buf_str(&s->buf));
    hd_bind_scratch_free(s);
    return 1;
}

void hd_bind_row_type(lua_State *L)
{
    static const luaL_Reg metamethods[] = {{"__eq", row_eq},
                                           {"__index", row_index},
                                           {"__newindex", row_newindex},
                                           {"__tostring", row_tostring},
                                           {NULL, NULL}};
    hd_bind_type(L, HD_BIND_ROW, metamethods);
}
