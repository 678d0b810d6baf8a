/* The corpus: opened once, lazily; and what is known of it as plain tables. */
#include "bind/bind.h"

#include "base/alloc.h"
#include "bind/bind_internal.h"
#include "io/store_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char path_key, opened_key; /* addresses: keys of the registry */

/* ---- opening ---- */

void hd_bind_store(lua_State *L, const char *path)
{
    lua_pushstring(L, path);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &path_key);
}

static void corpus_free(hd_bind_corpus *b)
{
    if (!b)
        return;
    if (!b->borrowed)
        hd_corpus_free(b->corpus);
    hd_store_close(b->store);
    hd_arena_release(&b->arena);
    hd_free(b);
}

static hd_bind_corpus *corpus_new(void)
{
    hd_bind_corpus *b = hd_calloc(1, sizeof *b);

    hd_arena_init(&b->arena);
    b->path = b->id = "";
    return b;
}

static hd_status open_store(const char *path, hd_store **out, hd_err *err)
{
    hd_status status = hd_store_open_read(path, out, err);

    if (status == HD_ENOTFOUND)
        return hd_fail(err, status, "no store at '%s' (make one with: heddle import FILE)", path);
    return status;
}

/* The store stays open with the corpus, which reads the rest from it: nothing here calls Lua. */
static hd_status load(const char *path, hd_bind_corpus *b, hd_err *err)
{
    hd_store *store = NULL;
    hd_status st = open_store(path, &store, err);

    if (st != HD_OK)
        return st;
    b->path = hd_arena_strdup(&b->arena, hd_store_path(store));
    b->id = hd_arena_strdup(&b->arena, hd_store_id(store));
    b->generation = hd_store_generation(store);
    b->store = store;
    return hd_store_corpus(store, &b->corpus, err);
}

int hd_bind_open_corpus(lua_State *L)
{
    hd_err err = HD_ERR_INIT;
    const char *path;
    void **box;

    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &opened_key) != LUA_TNIL)
        return 1;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &path_key);
    path = lua_tostring(L, -1);
    if (!path)
        hd_bind_raisef(L, "no store is named (use --store FILE)");
    box = hd_bind_box(L, HD_BIND_CORPUS);
    *box = corpus_new();
    if (load(path, *box, &err) != HD_OK) {
        hd_bind_where(L);
        lua_pushstring(L, err.msg);
        lua_concat(L, 2);
        hd_bind_push_error(L, err.status, lua_tostring(L, -1));
        return lua_error(L);
    }
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &opened_key);
    return 1;
}

void hd_bind_push_corpus(lua_State *L, hd_corpus *corpus)
{
    void **box = hd_bind_box(L, HD_BIND_CORPUS);
    hd_bind_corpus *b = *box = corpus_new();

    b->corpus = corpus;
    b->borrowed = true;
}

void hd_bind_need(lua_State *L, const hd_corpus *c, unsigned parts)
{
    hd_err err = HD_ERR_INIT;

    if (hd_corpus_need(c, parts, &err) != HD_OK)
        hd_bind_raise(L, &err);
}

hd_bind_corpus *hd_bind_check_corpus(lua_State *L, int idx)
{
    void **box = luaL_testudata(L, idx, HD_BIND_CORPUS);

    if (!box || !*box || !((hd_bind_corpus *)*box)->corpus)
        hd_bind_raisef(L, "expected a corpus, got %s", hd_bind_what(L, idx));
    return *box;
}

static int corpus_gc(lua_State *L)
{
    void **box = luaL_checkudata(L, 1, HD_BIND_CORPUS);
    hd_bind_corpus *b = *box;

    if (b && b->charged > 0)
        hd_bind_charge(L, -(lua_Integer)b->charged);
    corpus_free(b);
    *box = NULL;
    return 0;
}

void hd_bind_close_corpus(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &opened_key) == LUA_TUSERDATA) {
        void **box = lua_touserdata(L, -1);
        corpus_free(*box);
        *box = NULL;
    }
    lua_pop(L, 1);
}

void hd_bind_forget_corpus(lua_State *L)
{
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &opened_key);
}

bool hd_bind_store_changed(lua_State *L)
{
    bool changed = false;

    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &opened_key) == LUA_TUSERDATA) {
        hd_bind_corpus *b = *(void **)lua_touserdata(L, -1);
        changed = b && b->store && hd_store_changed(b->store);
    }
    lua_pop(L, 1);
    return changed;
}

hd_status hd_bind_try_store(const char *path, hd_err *err)
{
    hd_store *store = NULL;
    hd_status status = open_store(path, &store, err);

    hd_store_close(store);
    return status;
}

static int corpus_tostring(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    hd_buf_adds(&s->buf, "corpus: ");
    for (int u = 0; u < HD_N_UNITS; u++) {
        if (u > 0)
            hd_buf_adds(&s->buf, ", ");
        hd_bind_add_units(&s->buf, c->n[u], (hd_unit)u);
    }
    lua_pushstring(L, hd_buf_str(&s->buf));
    hd_bind_scratch_free(s);
    return 1;
}

void hd_bind_corpus_type(lua_State *L)
{
    static const luaL_Reg metamethods[] = {
        {"__gc", corpus_gc}, {"__tostring", corpus_tostring}, {NULL, NULL}};
    hd_bind_type(L, HD_BIND_CORPUS, metamethods);
}

/* ---- what is known of it ---- */

int hd_bind_all(lua_State *L)
{
    hd_unit unit;
    hd_bind_set *set;

    hd_bind_check_corpus(L, 1);
    unit = hd_bind_check_unit(L, 2);
    set = hd_bind_push_set(L, 1, unit, NULL, hd_unit_plural(unit));
    hd_bits_fill(&set->bits);
    set->whole = true;
    return 1;
}

int hd_bind_store_info(lua_State *L)
{
    const hd_bind_corpus *b = hd_bind_check_corpus(L, 1);

    lua_createtable(L, 0, 3);
    hd_bind_set_string(L, "path", b->path);
    hd_bind_set_string(L, "id", b->id);
    hd_bind_set_integer(L, "generation", b->generation);
    return 1;
}

int hd_bind_sizes(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;
    lua_Integer coded = (lua_Integer)hd_bits_count(hd_corpus_coded(c));

    lua_createtable(L, 0, 4);
    for (int u = 0; u < HD_N_UNITS; u++)
        hd_bind_set_integer(L, hd_unit_name((hd_unit)u), (lua_Integer)c->n[u]);
    hd_bind_set_integer(L, "coded", coded);
    return 1;
}

/* The list under `key` of the table on top. */
static void set_list(lua_State *L, const char *key, const char *const *items, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, key);
}

static void set_states(lua_State *L, const hd_column *col, size_t n_units)
{
    lua_Integer n[HD_NOT_RECORDED + 1] = {0};

    for (size_t i = 0; i < n_units; i++)
        n[hd_column_state(col, i)]++;
    lua_createtable(L, 0, 4);
    for (int s = HD_VALUE; s <= HD_NOT_RECORDED; s++)
        hd_bind_set_integer(L, hd_state_name((hd_state)s), n[s]);
    lua_setfield(L, -2, "states");
}

/* Values that a table of the field has rows for: declared ones in order, then the others present. */
static void set_values(lua_State *L, const hd_column *col)
{
    hd_kind kind = col->field->kind;
    bool named = kind == HD_CATEGORY || kind == HD_ORDINAL || kind == HD_MULTI;

    set_list(L, "values", col->labels, named ? col->n_values : 0);
}

int hd_bind_fields(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;
    lua_Integer n = 0;

    hd_bind_need(L, c,
                 HD_PART_UNIT(HD_REVIEW) | HD_PART_UNIT(HD_CHILD) | HD_PART_UNIT(HD_FINDING) |
                     HD_PART_TEXTS(HD_REVIEW) | HD_PART_TEXTS(HD_CHILD) |
                     HD_PART_TEXTS(HD_FINDING));

    lua_newtable(L);
    for (int u = 0; u < HD_N_UNITS; u++) {
        hd_unit unit = (hd_unit)u;
        for (size_t i = 0; i < hd_codebook_n_fields(c->codebook, unit); i++) {
            const hd_field *f = hd_codebook_field(c->codebook, unit, i);
            const hd_column *col = hd_corpus_column(c, f);

            lua_createtable(L, 0, 8);
            hd_bind_set_string(L, "unit", hd_unit_name(unit));
            hd_bind_set_string(L, "key", f->key);
            hd_bind_set_string(L, "label", f->label);
            hd_bind_set_string(L, "kind", hd_kind_name(f->kind));
            hd_bind_set_boolean(L, "builtin", f->builtin);
            set_values(L, col);
            set_states(L, col, c->n[u]);
            lua_rawseti(L, -2, ++n);
        }
    }
    return 1;
}

int hd_bind_bands(lua_State *L)
{
    const hd_codebook *cb = hd_bind_check_corpus(L, 1)->corpus->codebook;

    lua_newtable(L);
    for (size_t i = 0; i < hd_codebook_n_bands(cb); i++) {
        const hd_band *band = hd_codebook_band(cb, i);

        lua_createtable(L, 0, 6);
        hd_bind_set_string(L, "name", band->name);
        hd_bind_set_string(L, "label", band->label);
        hd_bind_set_string(L, "field", band->field->key);
        lua_pushboolean(L, band->closed);
        lua_setfield(L, -2, "closed");
        lua_createtable(L, (int)band->n_bounds, 0);
        for (size_t b = 0; b < band->n_bounds; b++) {
            hd_bind_push_number(L, band->bounds[b]);
            lua_rawseti(L, -2, (lua_Integer)b + 1);
        }
        lua_setfield(L, -2, "bounds");
        lua_createtable(L, (int)band->n_bounds + 1, 0);
        for (size_t b = 0; b <= band->n_bounds; b++) {
            char label[64];
            hd_band_label(band, b, label);
            lua_pushstring(L, label);
            lua_rawseti(L, -2, (lua_Integer)b + 1);
        }
        lua_setfield(L, -2, "labels");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int hd_bind_themes(lua_State *L)
{
    const hd_codebook *cb = hd_bind_check_corpus(L, 1)->corpus->codebook;
    size_t n = hd_codebook_n_themes(cb);

    lua_createtable(L, (int)n, 0);
    for (uint32_t i = 0; i < n; i++) {
        const hd_theme *t = hd_codebook_theme(cb, i);

        lua_createtable(L, 0, 12);
        hd_bind_set_string(L, "code", t->code);
        hd_bind_set_string(L, "label", t->label);
        hd_bind_set_string(L, "definition", t->definition);
        hd_bind_set_string(L, "status", hd_theme_status_name(t->status));
        if (t->parent != HD_NONE)
            hd_bind_set_string(L, "parent", hd_codebook_theme(cb, t->parent)->code);
        hd_bind_set_string(L, "declared_parent", t->parent_code);
        hd_bind_set_string(L, "into", t->into);
        hd_bind_set_string(L, "reason", t->reason);
        hd_bind_set_string(L, "date", t->date);
        hd_bind_set_integer(L, "depth", t->depth);
        set_list(L, "aliases", t->aliases, t->n_aliases);
        hd_bind_set_boolean(L, "counted", t->counted);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int hd_bind_unresolved(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;
    hd_bind_need(L, c, HD_PART_UNIT(HD_FINDING));
    const hd_codings *codings = hd_corpus_codings(c);
    size_t n_codings = codings->start[c->n[HD_FINDING]], n = 0, end;
    hd_bind_scratch *s = hd_bind_scratch_new(L);
    const char **labels = hd_arena_array(&s->arena, n_codings + 1, sizeof *labels);
    lua_Integer row = 0;

    for (size_t i = 0; i < n_codings; i++) {
        uint32_t label = codings->label_of[i];
        if (codings->themes[label] == HD_NONE)
            labels[n++] = codings->labels[label];
    }
    if (n > 1)
        qsort(labels, n, sizeof *labels, by_bytes);
    lua_newtable(L);
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && strcmp(labels[i], labels[end]) == 0;)
            end++;
        lua_createtable(L, 0, 3);
        hd_bind_set_string(L, "label", labels[i]);
        hd_bind_set_integer(L, "uses", (lua_Integer)(end - i));
        hd_bind_set_string(L, "nearest", hd_codebook_nearest_theme(c->codebook, labels[i]));
        lua_rawseti(L, -2, ++row);
    }
    hd_bind_scratch_free(s);
    return 1;
}

int hd_bind_sources(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;

    hd_bind_need(L, c, HD_PART_DOCUMENTS);

    lua_createtable(L, (int)c->n_sources, 0);
    for (size_t i = 0; i < c->n_sources; i++) {
        lua_createtable(L, 0, 3);
        hd_bind_set_string(L, "id", c->sources[i].id);
        hd_bind_set_string(L, "title", c->sources[i].title);
        hd_bind_set_string(L, "published", c->sources[i].published);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int hd_bind_coverage(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;

    hd_bind_need(L, c, HD_PART_DOCUMENTS);

    if (!c->has_coverage) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 0, 2);
    hd_bind_set_string(L, "from", c->coverage.from);
    hd_bind_set_string(L, "to", c->coverage.to);
    return 1;
}

int hd_bind_figures(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;

    hd_bind_need(L, c, HD_PART_DOCUMENTS);

    lua_createtable(L, (int)c->n_figures, 0);
    for (size_t i = 0; i < c->n_figures; i++) {
        const hd_figure *f = &c->figures[i];

        lua_createtable(L, 0, 7);
        hd_bind_set_string(L, "source", f->source);
        hd_bind_set_string(L, "label", f->label);
        hd_bind_set_integer(L, "n", f->n);
        if (f->has_of)
            hd_bind_set_integer(L, "of", f->of);
        if (f->has_percent) {
            hd_bind_push_number(L, f->percent);
            lua_setfield(L, -2, "percent");
        }
        hd_bind_set_string(L, "where", f->where);
        hd_bind_set_string(L, "at", f->at);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int hd_bind_passages(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;

    hd_bind_need(L, c, HD_PART_DOCUMENTS);

    lua_createtable(L, (int)c->n_passages, 0);
    for (size_t i = 0; i < c->n_passages; i++) {
        const hd_passage *p = &c->passages[i];

        lua_createtable(L, 0, 6);
        hd_bind_set_string(L, "review", p->review);
        hd_bind_set_string(L, "source", p->source);
        hd_bind_set_string(L, "at", p->at);
        hd_bind_set_string(L, "role", p->role);
        hd_bind_set_string(L, "text", p->text);
        hd_bind_set_string(L, "finding", p->finding);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int hd_bind_removals(lua_State *L)
{
    const hd_bind_corpus *b = hd_bind_check_corpus(L, 1);
    const hd_removal *removals = NULL;
    hd_err err = HD_ERR_INIT;
    size_t n = 0;

    if (b->store && hd_store_removals(b->store, &removals, &n, &err) != HD_OK)
        hd_bind_raise(L, &err);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_createtable(L, 0, 3);
        hd_bind_set_string(L, "review", removals[i].review);
        hd_bind_set_string(L, "reason", removals[i].reason);
        hd_bind_set_integer(L, "generation", removals[i].generation);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
