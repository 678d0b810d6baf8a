/* Readings: what a name gives for each unit, for rows and for the columns of a filter.
 *
 * A name is looked up once.  The strings of a dictionary are made once for each value and kept in
 * the kit of the unit, since making a string of Lua costs more than finding one in a table. */
#include "bind/bind.h"

#include <string.h>

#include "base/alloc.h"
#include "bind/bind_internal.h"
#include "query/codes.h"

/* Numbers in a kit below those of strings. */
enum { KIT_SEEN = -2, KIT_BOX = -1, KIT_NEXT = 0 };

void hd_bind_push_kit(lua_State *L, int box, hd_unit unit)
{
    box = lua_absindex(L, box);
    if (lua_getiuservalue(L, box, 2) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_createtable(L, HD_N_UNITS, 0);
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, box, 2);
    }
    if (lua_rawgeti(L, -1, (lua_Integer)unit + 1) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, box);
        lua_rawseti(L, -2, KIT_BOX);
        lua_pushinteger(L, 1);
        lua_rawseti(L, -2, KIT_NEXT);
        hd_bind_add_row_methods(L);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, (lua_Integer)unit + 1);
    }
    lua_remove(L, -2);
}

void hd_bind_push_kit_box(lua_State *L, int kit)
{
    lua_rawgeti(L, kit, KIT_BOX);
}

/* ---- opening ---- */

/* How many strings the reading can keep. */
static size_t n_strings(const hd_bind_reading *r)
{
    switch (r->how) {
    case HD_BIND_LABEL:
    case HD_BIND_MULTI:
        return r->column->n_values;
    case HD_BIND_BAND:
        return r->band->n_bounds + 1;
    case HD_BIND_THEMES:
        return hd_codebook_n_themes(r->corpus->codebook);
    case HD_BIND_TEXT:
    case HD_BIND_NUMBER:
    case HD_BIND_FLAG:
    case HD_BIND_ID:
    case HD_BIND_CODED:
    case HD_BIND_CODE_LABELS:
    case HD_BIND_TRUTH:
        break;
    }
    return 0;
}

static hd_bind_how how_of(const hd_field *field, const hd_band *band)
{
    if (band)
        return HD_BIND_BAND;
    switch (field->kind) {
    case HD_NUMBER:
        return HD_BIND_NUMBER;
    case HD_FLAG:
        return HD_BIND_FLAG;
    case HD_MULTI:
        return HD_BIND_MULTI;
    case HD_CATEGORY:
    case HD_ORDINAL:
    case HD_DATE:
        break;
    case HD_TEXT:
        return HD_BIND_TEXT;
    }
    return HD_BIND_LABEL;
}

/* The names that are no fields; false if `key` is none of them. */
static bool open_special(hd_bind_reading *r, const char *key)
{
    if (strcmp(key, "id") == 0) {
        r->how = HD_BIND_ID;
        r->owner = r->unit;
    } else if (strcmp(key, "review") == 0) {
        r->how = HD_BIND_ID;
    } else if (strcmp(key, "coded") == 0) {
        r->how = HD_BIND_CODED;
    } else if (strcmp(key, "themes") == 0) {
        r->how = HD_BIND_THEMES;
        r->owner = r->unit; /* a finding's are its own */
    } else if (strcmp(key, "labels") == 0 && r->unit == HD_FINDING) {
        r->how = HD_BIND_CODE_LABELS;
        r->owner = r->unit;
    } else {
        return false;
    }
    return true;
}

/* A field or band of `owner`. */
static bool open_field(hd_bind_reading *r, hd_unit owner, const char *key, bool bands)
{
    const hd_codebook *cb = r->corpus->codebook;
    const hd_field *field = bands ? NULL : hd_codebook_find_field(cb, owner, key);
    const hd_band *band = bands ? hd_codebook_find_band(cb, key) : NULL;

    if (band)
        field = band->field;
    if (!field || field->unit != owner)
        return false;
    r->how = how_of(field, band);
    r->column = hd_corpus_column_later(r->corpus, field);
    r->band = band;
    r->owner = owner;
    return true;
}

/* "review.area": the unit and what follows it. */
static bool open_qualified(hd_bind_reading *r, const char *key)
{
    const char *dot = strchr(key, '.');

    if (!dot)
        return false;
    for (int u = 0; u < HD_N_UNITS; u++) {
        const char *name = hd_unit_name((hd_unit)u);
        if (strlen(name) != (size_t)(dot - key) || strncmp(name, key, strlen(name)) != 0)
            continue;
        if ((hd_unit)u != r->unit && u != HD_REVIEW)
            return false;
        return open_field(r, (hd_unit)u, dot + 1, false) ||
               open_field(r, (hd_unit)u, dot + 1, true);
    }
    return false;
}

/* The parts of the corpus that the reading needs, but for texts. */
static unsigned parts_of(const hd_bind_reading *r)
{
    unsigned parts = r->owner != r->unit ? HD_PART_UNIT(r->unit) : 0;

    if (r->how == HD_BIND_ID)
        return parts | HD_PART_IDS(r->owner);
    if (r->how == HD_BIND_THEMES || r->how == HD_BIND_CODE_LABELS)
        return parts | HD_PART_UNIT(r->unit) | HD_PART_UNIT(HD_FINDING);
    return r->how == HD_BIND_TEXT ? parts : parts | HD_PART_UNIT(r->owner);
}

static bool open_reading(lua_State *L, hd_bind_reading *r, const char *key)
{
    bool found = open_special(r, key) || open_field(r, r->unit, key, false) ||
                 open_field(r, HD_REVIEW, key, false) || open_field(r, r->unit, key, true) ||
                 open_field(r, HD_REVIEW, key, true) || open_qualified(r, key);

    if (found)
        hd_bind_need(L, r->corpus, parts_of(r));
    if (found && r->owner != r->unit)
        r->up = hd_corpus_review_of(r->corpus, r->unit);
    return found;
}

/* Numbers of the kit for the reading's strings. */
static void keep_strings(lua_State *L, int kit, hd_bind_reading *r)
{
    size_t n = n_strings(r);

    if (n == 0 || n > HD_BIND_MAX_KEPT)
        return;
    lua_rawgeti(L, kit, KIT_NEXT);
    r->first = lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_pushinteger(L, r->first + (lua_Integer)n);
    lua_rawseti(L, kit, KIT_NEXT);
}

const hd_bind_reading *hd_bind_reading_of(lua_State *L, int kit, const hd_corpus *c, hd_unit unit,
                                          const char *key)
{
    hd_bind_reading r = {.corpus = c, .unit = unit, .owner = HD_REVIEW};
    hd_bind_reading *kept;
    bool method = false;

    kit = lua_absindex(L, kit);
    lua_pushstring(L, key);
    if (lua_rawget(L, kit) == LUA_TFUNCTION) { /* a method of this name comes first in rows */
        lua_pop(L, 1);
        lua_pushfstring(L, "=%s", key);
        lua_rawget(L, kit);
        method = true;
    }
    kept = lua_touserdata(L, -1);
    lua_pop(L, 1);
    if (kept)
        return kept;
    if (!open_reading(L, &r, key))
        return NULL;
    keep_strings(L, kit, &r);
    lua_pushfstring(L, method ? "=%s" : "%s", key);
    kept = lua_newuserdatauv(L, sizeof *kept, 0);
    *kept = r;
    lua_rawset(L, kit);
    return kept;
}

/* ---- reading ---- */

/* The string of value `code`, which is `text`. */
static void push_string(lua_State *L, int kit, const hd_bind_reading *r, size_t code,
                        const char *text)
{
    if (r->first == 0) {
        lua_pushstring(L, text);
        return;
    }
    if (lua_rawgeti(L, kit, r->first + (lua_Integer)code) == LUA_TSTRING)
        return;
    lua_pop(L, 1);
    lua_pushstring(L, text);
    lua_pushvalue(L, -1);
    lua_rawseti(L, kit, r->first + (lua_Integer)code);
}

static void push_band(lua_State *L, int kit, const hd_bind_reading *r, double x)
{
    size_t band = hd_band_of(r->band, x);
    char label[64];

    if (r->first != 0) {
        if (lua_rawgeti(L, kit, r->first + (lua_Integer)band) == LUA_TSTRING)
            return;
        lua_pop(L, 1);
    }
    hd_band_label(r->band, band, label);
    push_string(L, kit, r, band, label);
}

static void push_multi(lua_State *L, int kit, const hd_bind_reading *r, uint32_t i)
{
    const hd_lists *lists = &r->column->lists;
    lua_Integer n = 0;

    lua_createtable(L, (int)(lists->start[i + 1] - lists->start[i]), 0);
    for (uint32_t k = lists->start[i]; k < lists->start[i + 1]; k++) {
        push_string(L, kit, r, lists->items[k], r->column->labels[lists->items[k]]);
        lua_rawseti(L, -2, ++n);
    }
}

/* The text of one unit, without loading those of the others. */
static hd_state push_text(lua_State *L, const hd_bind_reading *r, uint32_t i)
{
    const hd_column *col = r->column;
    hd_err err = HD_ERR_INIT;
    hd_buf text = HD_BUF_INIT;
    hd_state state;

    if (col->codes) {
        state = hd_column_state(col, i);
        lua_pushstring(L, state == HD_VALUE ? col->labels[hd_column_code(col, i)] : NULL);
        return state;
    }
    if (hd_corpus_text(r->corpus, col->field, i, &text, &state, &err) != HD_OK) {
        hd_buf_release(&text);
        hd_bind_raise(L, &err);
    }
    lua_pushstring(L, state == HD_VALUE ? hd_buf_str(&text) : NULL);
    hd_buf_release(&text);
    return state;
}

void hd_bind_reading_load(lua_State *L, const hd_bind_reading *r)
{
    hd_err err = HD_ERR_INIT;

    if (r->how == HD_BIND_TEXT && hd_corpus_need_column(r->corpus, r->column->field, &err) != HD_OK)
        hd_bind_raise(L, &err);
}

static void push_value(lua_State *L, int kit, const hd_bind_reading *r, uint32_t i)
{
    const hd_column *col = r->column;
    uint32_t code = hd_column_code(col, i);

    if (code >= HD_CODE_UNKNOWN)
        lua_pushnil(L);
    else if (r->how == HD_BIND_LABEL)
        push_string(L, kit, r, code, col->labels[code]);
    else if (r->how == HD_BIND_NUMBER)
        hd_bind_push_number(L, col->numbers[code]);
    else if (r->how == HD_BIND_FLAG)
        lua_pushboolean(L, code == 1);
    else if (r->how == HD_BIND_BAND)
        push_band(L, kit, r, col->numbers[code]);
    else
        push_multi(L, kit, r, i);
}

/* The themes of a finding in the order written, each once, appended to the table on top. */
static void add_finding_themes(lua_State *L, int kit, const hd_bind_reading *r, uint32_t finding,
                               bool *seen)
{
    const hd_corpus *c = r->corpus;
    const hd_codings *codings = hd_corpus_codings(c);
    lua_Integer n = 0;

    for (uint32_t k = codings->start[finding]; k < codings->start[finding + 1]; k++) {
        uint32_t theme = codings->themes[codings->label_of[k]];

        if (theme == HD_NONE || seen[theme])
            continue;
        seen[theme] = true;
        push_string(L, kit, r, theme, hd_codebook_theme(c->codebook, theme)->code);
        lua_rawseti(L, -2, ++n);
    }
}

/* Those of a review in codebook order. */
static void add_review_themes(lua_State *L, int kit, const hd_bind_reading *r, uint32_t review,
                              bool *seen)
{
    const hd_corpus *c = r->corpus;
    const hd_codings *codings = hd_corpus_codings(c);
    const hd_lists *findings = hd_corpus_of_review(c, HD_FINDING);
    size_t n_themes = hd_codebook_n_themes(c->codebook);
    lua_Integer n = 0;

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
        push_string(L, kit, r, t, hd_codebook_theme(c->codebook, t)->code);
        lua_rawseti(L, -2, ++n);
    }
}

static uint32_t review_of(const hd_bind_reading *r, uint32_t i)
{
    return r->unit == HD_REVIEW ? i : hd_corpus_review_of(r->corpus, r->unit)[i];
}

/* A flag for each theme, all false; the kit keeps the memory. */
static bool *themes_seen(lua_State *L, int kit, size_t n_themes)
{
    bool *seen;

    if (lua_rawgeti(L, kit, KIT_SEEN) != LUA_TUSERDATA) {
        lua_pop(L, 1);
        lua_newuserdatauv(L, n_themes + 1, 0);
        lua_pushvalue(L, -1);
        lua_rawseti(L, kit, KIT_SEEN);
    }
    seen = lua_touserdata(L, -1);
    lua_pop(L, 1);
    memset(seen, 0, n_themes + 1);
    return seen;
}

/* The codes a unit is coded with, nil when its review is not yet coded. */
static void push_themes(lua_State *L, int kit, const hd_bind_reading *r, uint32_t i)
{
    size_t n_themes = hd_codebook_n_themes(r->corpus->codebook);
    uint32_t review = review_of(r, i);
    bool *seen;

    if (!hd_bits_get(hd_corpus_coded(r->corpus), review)) {
        lua_pushnil(L);
        return;
    }
    seen = themes_seen(L, kit, n_themes);
    lua_newtable(L);
    if (r->unit == HD_FINDING)
        add_finding_themes(L, kit, r, i, seen);
    else
        add_review_themes(L, kit, r, review, seen);
}

static void push_code_labels(lua_State *L, const hd_bind_reading *r, uint32_t finding)
{
    const hd_codings *codings = hd_corpus_codings(r->corpus);
    lua_Integer n = 0;

    lua_newtable(L);
    for (uint32_t k = codings->start[finding]; k < codings->start[finding + 1]; k++) {
        lua_pushstring(L, codings->labels[codings->label_of[k]]);
        lua_rawseti(L, -2, ++n);
    }
}

void hd_bind_push_reading(lua_State *L, int kit, const hd_bind_reading *r, uint32_t i)
{
    uint32_t read = r->up ? r->up[i] : i;

    switch (r->how) {
    case HD_BIND_LABEL:
    case HD_BIND_NUMBER:
    case HD_BIND_FLAG:
    case HD_BIND_BAND:
    case HD_BIND_MULTI:
        push_value(L, kit, r, read);
        break;
    case HD_BIND_TEXT:
        push_text(L, r, read);
        break;
    case HD_BIND_ID:
        lua_pushstring(L, hd_corpus_id(r->corpus, r->owner, read));
        break;
    case HD_BIND_CODED:
        lua_pushboolean(L, hd_bits_get(hd_corpus_coded(r->corpus), read));
        break;
    case HD_BIND_THEMES:
        push_themes(L, kit, r, i);
        break;
    case HD_BIND_CODE_LABELS:
        push_code_labels(L, r, i);
        break;
    case HD_BIND_TRUTH:
        if (hd_bits_get(&r->yes, i) || hd_bits_get(&r->no, i))
            lua_pushboolean(L, hd_bits_get(&r->yes, i));
        else
            lua_pushnil(L);
        break;
    }
}

/* ---- ways: a number for everything a reading can turn out to be ---- */

size_t hd_bind_reading_ways(const hd_bind_reading *r)
{
    switch (r->how) {
    case HD_BIND_LABEL:
    case HD_BIND_TEXT:
    case HD_BIND_NUMBER:
    case HD_BIND_FLAG:
        return r->column->n_values + 1; /* the missing states are one: all read nil */
    case HD_BIND_BAND:
        return r->band->n_bounds + 2;
    case HD_BIND_CODED:
        return 2;
    case HD_BIND_TRUTH:
        return 3;
    case HD_BIND_ID:
        return r->corpus->n[r->owner];
    case HD_BIND_MULTI: /* lists are the callee's to change */
    case HD_BIND_THEMES:
    case HD_BIND_CODE_LABELS:
        break;
    }
    return SIZE_MAX;
}

/* The way of a place of the column's dictionary (query/codes.h). */
static size_t way_of_place(const hd_bind_reading *r, size_t place)
{
    if (place >= r->column->n_values)
        return hd_bind_reading_ways(r) - 1;
    return r->band ? hd_band_of(r->band, r->column->numbers[place]) : place;
}

const uint32_t *hd_bind_ways_table(const hd_bind_reading *r, uint32_t stride, hd_arena *arena)
{
    uint32_t *by_place;
    size_t places;

    if (!r->column)
        return NULL;
    places = r->column->n_values + HD_N_MISSING;
    by_place = hd_arena_array(arena, places, sizeof *by_place);
    for (size_t p = 0; p < places; p++)
        by_place[p] = (uint32_t)way_of_place(r, p) * stride;
    if (r->up || r->column->width == 4)
        return by_place;
    /* By stored code, kept where nothing is lost when the script's function raises. */
    size_t codes = (size_t)1 << (8 * r->column->width);
    uint32_t *table = hd_codes_table(r->column, by_place);
    uint32_t *kept = hd_arena_array(arena, codes, sizeof *kept);

    memcpy(kept, table, codes * sizeof *kept);
    hd_free(table);
    return kept;
}

static uint32_t plain_way(const hd_bind_reading *r, uint32_t i)
{
    uint32_t read = r->up ? r->up[i] : i;

    if (r->how == HD_BIND_CODED)
        return hd_bits_get(hd_corpus_coded(r->corpus), read);
    if (r->how == HD_BIND_TRUTH)
        return hd_bits_get(&r->yes, i) ? 1 : hd_bits_get(&r->no, i) ? 0 : 2;
    return read;
}

void hd_bind_add_ways(const hd_bind_reading *r, const uint32_t *table, uint32_t stride, size_t from,
                      size_t n, uint32_t *keys)
{
    const hd_column *col = r->column;

    if (!col) {
        for (size_t i = 0; i < n; i++)
            keys[i] += plain_way(r, (uint32_t)(from + i)) * stride;
    } else if (!r->up) {
        hd_codes_map(col, table, from, n, keys, keys, 4);
    } else {
        for (size_t i = 0; i < n; i++) {
            uint32_t code = hd_column_code(col, r->up[from + i]);
            size_t place = code < HD_CODE_UNKNOWN ? code : col->n_values + (code - HD_CODE_UNKNOWN);
            keys[i] += table[place];
        }
    }
}
