/* What looks beyond the codebook, for Lua: crosswalks to other frames, comparators. */
#include "base/alloc.h"
#include "bind/bind_internal.h"

static void push_texts(lua_State *L, const char *const *items, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* The themes of the frame, each with the codes it comes from. */
static void push_frame_themes(lua_State *L, const hd_codebook *cb, const hd_crosswalk *w)
{
    lua_createtable(L, (int)w->n_themes, 0);
    for (size_t i = 0; i < w->n_themes; i++) {
        const hd_frame_theme *t = &w->themes[i];

        lua_createtable(L, 0, 3);
        hd_bind_set_string(L, "code", t->code);
        hd_bind_set_string(L, "label", t->label);
        lua_createtable(L, (int)t->n_themes, 0);
        for (size_t k = 0; k < t->n_themes; k++) {
            lua_pushstring(L, hd_codebook_theme(cb, t->themes[k])->code);
            lua_rawseti(L, -2, (lua_Integer)k + 1);
        }
        lua_setfield(L, -2, "from");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* The counted themes that no theme of the frame takes; of a theme and all below it the theme alone. */
static void push_unmapped(lua_State *L, const hd_codebook *cb, const hd_crosswalk *w,
                          hd_bind_scratch *s)
{
    size_t n = hd_codebook_n_themes(cb);
    bool *taken = hd_arena_array(&s->arena, n + 1, sizeof *taken);
    bool *some =
        hd_arena_array(&s->arena, n + 1, sizeof *some); /* itself or any below it is taken */
    lua_Integer row = 0;

    for (size_t i = 0; i < w->n_themes; i++) {
        for (size_t k = 0; k < w->themes[i].n_themes; k++) {
            uint32_t from = w->themes[i].themes[k];
            for (size_t t = from; t < hd_codebook_theme(cb, from)->end; t++)
                taken[t] = true;
        }
    }
    for (size_t t = n; t-- > 0;) {
        uint32_t parent = hd_codebook_theme(cb, (uint32_t)t)->parent;
        some[t] |= taken[t];
        if (parent != HD_NONE && some[t])
            some[parent] = true;
    }
    lua_newtable(L);
    for (uint32_t t = 0; t < n; t++) {
        const hd_theme *theme = hd_codebook_theme(cb, t);

        if (!theme->counted || taken[t] || (theme->parent != HD_NONE && !some[theme->parent]))
            continue;
        lua_pushstring(L, theme->code);
        lua_rawseti(L, -2, ++row);
    }
}

int hd_bind_crosswalks(lua_State *L)
{
    const hd_codebook *cb = hd_bind_check_corpus(L, 1)->corpus->codebook;
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    lua_createtable(L, (int)hd_codebook_n_crosswalks(cb), 0);
    for (size_t i = 0; i < hd_codebook_n_crosswalks(cb); i++) {
        const hd_crosswalk *w = hd_codebook_crosswalk(cb, i);

        lua_createtable(L, 0, 7);
        hd_bind_set_string(L, "frame", w->frame);
        hd_bind_set_string(L, "version", w->version);
        hd_bind_set_string(L, "label", w->label);
        hd_bind_set_string(L, "source", w->source);
        hd_bind_set_boolean(L, "newest", hd_codebook_find_crosswalk(cb, w->frame) == w);
        push_frame_themes(L, cb, w);
        lua_setfield(L, -2, "themes");
        push_unmapped(L, cb, w, s);
        lua_setfield(L, -2, "unmapped");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int hd_bind_comparators(lua_State *L)
{
    const hd_corpus *c = hd_bind_check_corpus(L, 1)->corpus;

    hd_bind_need(L, c, HD_PART_DOCUMENTS);
    lua_createtable(L, (int)c->n_comparators, 0);
    for (size_t i = 0; i < c->n_comparators; i++) {
        const hd_comparator *p = &c->comparators[i];

        lua_createtable(L, 0, 13);
        hd_bind_set_string(L, "id", p->id);
        hd_bind_set_string(L, "source", p->source);
        hd_bind_set_string(L, "title", p->title);
        hd_bind_set_string(L, "place", p->place);
        hd_bind_set_string(L, "from", p->from);
        hd_bind_set_string(L, "to", p->to);
        hd_bind_set_string(L, "unit", p->unit);
        hd_bind_set_string(L, "date_basis", p->date_basis);
        hd_bind_set_string(L, "definition", p->definition);
        hd_bind_set_string(L, "field", p->field);
        push_texts(L, p->values, p->n_values);
        lua_setfield(L, -2, "values");
        lua_createtable(L, (int)p->n_values, 0);
        for (size_t k = 0; k < p->n_values; k++) {
            lua_pushinteger(L, (lua_Integer)p->counts[k]);
            lua_rawseti(L, -2, (lua_Integer)k + 1);
        }
        lua_setfield(L, -2, "counts");
        if (p->has_total)
            hd_bind_set_integer(L, "total", (lua_Integer)p->total);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
