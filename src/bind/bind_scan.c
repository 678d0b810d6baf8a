/* Going through a set in Lua: a function of the script's called for each row, or with the values
 * of named columns; and the loop `each`.
 *
 * Nothing is allocated for a row: two rows take turns, and the one given before is not valid any
 * more.  A function of named values is taken to be pure: when its values can be combined in fewer
 * ways than there are units it is called once for each combination that occurs. */
#include "bind/bind.h"

#include <string.h>

#include "base/stop.h"
#include "bind/bind_internal.h"
#include "query/name.h"
#include "query/select.h"

#define MAX_COLUMNS 32
#define POLL 1024 /* units between two looks at the stop flag */

/* ---- rows in turn ---- */

/* The two rows that take turns. */
typedef struct turns {
    hd_bind_row *rows[2];
    unsigned turn; /* of the row given last */
} turns;

/* Push two rows of the kit that are not valid yet. [-0, +2, e] */
static turns push_turns(lua_State *L, int kit, const hd_bind_set *set)
{
    turns t = {.turn = 0};

    kit = lua_absindex(L, kit);
    for (int i = 0; i < 2; i++)
        t.rows[i] = hd_bind_push_row(L, kit, set->corpus, set->unit, HD_NONE);
    return t;
}

/* Give unit `index`: which of the rows it is now. HD_NONE gives none. */
static unsigned take_turn(turns *t, uint32_t index)
{
    t->rows[t->turn]->index = HD_NONE;
    t->turn ^= 1;
    t->rows[t->turn]->index = index;
    return t->turn;
}

typedef struct each_state {
    const hd_bind_set *set;
    turns turns;
    size_t next;
} each_state;

/* Upvalues: 1 each_state, 2 the set, 3 the kit, 4 and 5 the rows. */
static int each_next(lua_State *L)
{
    each_state *e = lua_touserdata(L, lua_upvalueindex(1));
    size_t i = e->next < e->set->bits.n ? hd_bits_next(&e->set->bits, e->next) : SIZE_MAX;

    if (i == SIZE_MAX) {
        e->next = e->set->bits.n;
        take_turn(&e->turns, HD_NONE);
        return 0;
    }
    e->next = i + 1;
    lua_pushvalue(L, lua_upvalueindex(4 + (int)take_turn(&e->turns, (uint32_t)i)));
    return 1;
}

/* Upvalues: 1 each_state, 2 the set, 3 the kit. */
static int each_fresh(lua_State *L)
{
    each_state *e = lua_touserdata(L, lua_upvalueindex(1));
    size_t i = e->next < e->set->bits.n ? hd_bits_next(&e->set->bits, e->next) : SIZE_MAX;

    if (i == SIZE_MAX) {
        e->next = e->set->bits.n;
        return 0;
    }
    e->next = i + 1;
    hd_bind_push_row(L, lua_upvalueindex(3), e->set->corpus, e->set->unit, (uint32_t)i);
    return 1;
}

int hd_bind_set_each(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, 1);
    bool fresh = lua_toboolean(L, 2);
    each_state *e;

    lua_settop(L, 1);
    e = lua_newuserdatauv(L, sizeof *e, 0);
    *e = (each_state){.set = set};
    lua_insert(L, 1); /* state set */
    hd_bind_push_box(L, 2);
    hd_bind_push_kit(L, -1, set->unit);
    lua_replace(L, 3); /* state set kit */
    if (fresh) {
        lua_pushcclosure(L, each_fresh, 3);
        return 1;
    }
    e->turns = push_turns(L, 3, set);
    lua_pushcclosure(L, each_next, 5);
    return 1;
}

/* ---- filter ---- */

/* The stack of filter: what stands where. */
enum { SET = 1, FUNCTION, NAMES, SCRATCH, KIT, TOP = KIT };

static void poll_stop(lua_State *L)
{
    hd_err err = HD_ERR_INIT;

    if (hd_stop_check(&err) != HD_OK)
        hd_bind_raise(L, &err);
}

static void filter_rows(lua_State *L, const hd_bind_set *set, hd_bits *out)
{
    turns t = push_turns(L, KIT, set);
    size_t n = 0;

    for (size_t i = hd_bits_next(&set->bits, 0); i != SIZE_MAX;
         i = hd_bits_next(&set->bits, i + 1)) {
        if (++n % POLL == 0)
            poll_stop(L);
        lua_pushvalue(L, FUNCTION);
        lua_pushvalue(L, TOP + 1 + (int)take_turn(&t, (uint32_t)i));
        lua_call(L, 1, 1);
        if (lua_toboolean(L, -1))
            hd_bits_set(out, i);
        lua_pop(L, 1);
    }
    take_turn(&t, HD_NONE);
}

/* ---- named values ---- */

typedef struct columns {
    const hd_bind_set *set;
    const hd_bind_reading *readings[MAX_COLUMNS];
    size_t n;
    hd_bind_scratch *scratch;
} columns;

static bool call_with_values(lua_State *L, const columns *c, uint32_t unit)
{
    bool keep;

    lua_pushvalue(L, FUNCTION);
    for (size_t i = 0; i < c->n; i++)
        hd_bind_push_reading(L, KIT, c->readings[i], unit);
    lua_call(L, (int)c->n, 1);
    keep = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return keep;
}

/* Bits of a truth, in memory of the scratch. */
static hd_bits keep_bits(hd_bind_scratch *s, const hd_bits *bits)
{
    size_t words = hd_bits_words(bits->n);
    hd_bits kept = {hd_arena_array(&s->arena, words + 1, sizeof *kept.words), bits->n};

    memcpy(kept.words, bits->words, words * sizeof *kept.words);
    return kept;
}

/* "theme:CODE": whether a unit has the theme or one below it, nil when that is undecided. */
static const hd_bind_reading *theme_reading(lua_State *L, const columns *c, const char *theme)
{
    hd_arena *arena = &c->scratch->arena;
    hd_bind_reading *r = hd_arena_array(arena, 1, sizeof *r);
    hd_err err = HD_ERR_INIT;
    hd_filter *f = NULL;
    hd_truth truth;

    hd_bind_need(L, c->set->corpus, HD_PART_UNIT(c->set->unit));
    if (hd_filter_theme(c->set->corpus, &theme, 1, false, arena, &f, &err) != HD_OK ||
        hd_filter_eval(c->set->corpus, c->set->unit, f, &truth, &err) != HD_OK)
        hd_bind_raise_at(L, "filter", &err);
    *r = (hd_bind_reading){.how = HD_BIND_TRUTH, .corpus = c->set->corpus, .unit = c->set->unit};
    r->owner = r->unit;
    r->yes = keep_bits(c->scratch, &truth.yes);
    r->no = keep_bits(c->scratch, &truth.no);
    hd_truth_release(&truth);
    return r;
}

/* The name is not one value of each unit: say whose it is, or what is near it. */
_Noreturn static void raise_column(lua_State *L, const columns *c, const char *text)
{
    const hd_corpus *corpus = c->set->corpus;
    hd_err err = HD_ERR_INIT;
    hd_name name;

    if (hd_name_find(corpus, c->set->unit, text, &name, &err) != HD_OK)
        hd_bind_raise_at(L, "filter", &err);
    if (name.kind == HD_NAME_THEME)
        hd_bind_raisef(L,
                       "filter: a %s can have several themes; ask for one with 'theme:CODE', or "
                       "for the list of all with 'themes'",
                       hd_unit_name(c->set->unit));
    hd_bind_raisef(L,
                   "filter: %s belongs to %s, of which a %s can have several (filter "
                   "corpus.%s, then use :%s())",
                   text, hd_unit_plural(name.owner), hd_unit_name(c->set->unit),
                   hd_unit_plural(name.owner), hd_unit_plural(c->set->unit));
}

static const hd_bind_reading *column_reading(lua_State *L, const columns *c, const char *text)
{
    const hd_bind_reading *r;

    if (strncmp(text, "theme:", 6) == 0)
        return theme_reading(L, c, text + 6);
    r = hd_bind_reading_of(L, KIT, c->set->corpus, c->set->unit, text);
    if (!r)
        raise_column(L, c, text);
    hd_bind_reading_load(L, r);
    return r;
}

static columns find_columns(lua_State *L, const hd_bind_set *set, hd_bind_scratch *s)
{
    columns c = {.set = set, .scratch = s};
    lua_Unsigned n = lua_rawlen(L, NAMES);

    if (n == 0)
        hd_bind_raisef(L, "filter: the list of names is empty (filter({ 'area' }, function(area) "
                          "... end))");
    if (n > MAX_COLUMNS)
        hd_bind_raisef(L, "filter: at most %d names, got %llu", MAX_COLUMNS, (unsigned long long)n);
    for (size_t i = 0; i < (size_t)n; i++) {
        const char *text;

        lua_rawgeti(L, NAMES, (lua_Integer)i + 1);
        text = hd_bind_check_text(L, -1, "filter");
        c.readings[c.n++] = column_reading(L, &c, text);
        hd_buf_printf(&s->words, "%s%s", i > 0 ? ", " : " of ", text);
        lua_pop(L, 1);
    }
    return c;
}

static void filter_units(lua_State *L, const columns *c, hd_bits *out)
{
    size_t n = 0;

    for (size_t i = hd_bits_next(&c->set->bits, 0); i != SIZE_MAX;
         i = hd_bits_next(&c->set->bits, i + 1)) {
        if (++n % POLL == 0)
            poll_stop(L);
        if (call_with_values(L, c, (uint32_t)i))
            hd_bits_set(out, i);
    }
}

/* ---- once for each combination ---- */

enum { NOT_ASKED = 0, NO, YES };

typedef struct combinations {
    uint32_t strides[MAX_COLUMNS];
    const uint32_t *tables[MAX_COLUMNS];
    uint8_t *answers; /* by combination */
} combinations;

/* In how many ways the values can be combined, if in fewer than `limit`; else 0. */
static size_t n_combinations(const columns *c, combinations *all, size_t limit)
{
    size_t n = 1;

    for (size_t i = 0; i < c->n; i++) {
        size_t ways = hd_bind_reading_ways(c->readings[i]);

        if (ways == 0 || ways >= limit || n * ways >= limit)
            return 0;
        all->strides[i] = (uint32_t)n;
        n *= ways;
    }
    return n;
}

/* Answer for the members among the 64 units of one word; `keys` are their combinations. */
static uint64_t answer_word(lua_State *L, const columns *c, const combinations *all,
                            uint64_t members, size_t from, const uint32_t *keys)
{
    uint64_t kept = 0;

    for (; members != 0; members &= members - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(members);
        uint8_t *answer = &all->answers[keys[bit]];

        if (*answer == NOT_ASKED)
            *answer = call_with_values(L, c, (uint32_t)(from + bit)) ? YES : NO;
        kept |= (uint64_t)(*answer == YES) << bit;
    }
    return kept;
}

static void filter_combinations(lua_State *L, const columns *c, const combinations *all,
                                hd_bits *out)
{
    const hd_bits *members = &c->set->bits;
    uint32_t keys[64];

    for (size_t from = 0; from < members->n; from += 64) {
        size_t n = members->n - from < 64 ? members->n - from : 64;
        uint64_t word = members->words[from / 64];

        if (from % POLL == 0)
            poll_stop(L);
        if (word == 0)
            continue;
        memset(keys, 0, sizeof keys);
        for (size_t i = 0; i < c->n; i++)
            hd_bind_add_ways(c->readings[i], all->tables[i], all->strides[i], from, n, keys);
        out->words[from / 64] = answer_word(L, c, all, word, from, keys);
    }
}

static void filter_columns(lua_State *L, const hd_bind_set *set, hd_bind_scratch *s, hd_bits *out)
{
    columns c = find_columns(L, set, s);
    combinations all = {.answers = NULL};
    size_t n = n_combinations(&c, &all, hd_bits_count(&set->bits));

    if (n == 0) {
        filter_units(L, &c, out);
        return;
    }
    for (size_t i = 0; i < c.n; i++)
        all.tables[i] = hd_bind_ways_table(c.readings[i], all.strides[i], &s->arena);
    all.answers = hd_arena_array(&s->arena, n, sizeof *all.answers);
    filter_combinations(L, &c, &all, out);
}

int hd_bind_set_filter(lua_State *L)
{
    const hd_bind_set *set = hd_bind_check_set(L, SET);
    hd_bind_scratch *s;

    luaL_checktype(L, FUNCTION, LUA_TFUNCTION);
    lua_settop(L, NAMES);
    luaL_checkstack(L, MAX_COLUMNS + LUA_MINSTACK, "filter");
    s = hd_bind_scratch_new(L);
    hd_bind_push_box(L, SET);
    hd_bind_push_kit(L, -1, set->unit);
    lua_replace(L, KIT);
    hd_bits_init(&s->bits, set->bits.n);
    hd_bind_add_set_words(L, SET, &s->words);
    hd_buf_adds(&s->words, " filtered by a function");
    if (lua_isnil(L, NAMES))
        filter_rows(L, set, &s->bits);
    else
        filter_columns(L, set, s, &s->bits);
    return hd_bind_push_derived(L, set->unit, s);
}
