/* Sets of themes and the most alike units, by loops over what each unit has. */
#include "query/similar.h"
#include "query/theme_sets.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "random_world.h"

#define CORPORA 400
#define BIG_CORPORA 40
#define MAX_THEMES 200

/* What is asked about, as plain tables: who has which theme, and which theme is below which. */
typedef struct facts {
    random_world *r;
    const hd_corpus *c;
    uint64_t seed;
    hd_unit unit;
    hd_bits set;
    size_t n_units, n_themes;
    uint32_t numbers[MAX_THEMES]; /* of the corpus, ascending */
    bool has[O_ROOM][MAX_THEMES]; /* unit of the corpus, theme */
    bool below[MAX_THEMES][MAX_THEMES];
} facts;

typedef struct one_set {
    bool has[MAX_THEMES];
    size_t size, units;
    bool shown;
} one_set;

static size_t scaled(size_t n)
{
    const char *scale = getenv("HEDDLE_TEST_SCALE");

    return n * (scale && *scale ? strtoull(scale, NULL, 10) : 1);
}

/* ---- the facts of a world ---- */

static void choose_themes(facts *f, const uint32_t *numbers, const int *of, size_t n)
{
    for (size_t number = 0; number < hd_codebook_n_themes(f->c->codebook); number++) {
        for (size_t i = 0; i < n; i++) {
            if (numbers[i] != number || random_chance(f->r, 25))
                continue;
            for (size_t u = 0; u < f->r->n[f->unit]; u++) {
                const o_filter has = {.type = O_HAS, .themes = {of[i]}, .n = 1};
                f->has[f->r->number[f->unit][u]][f->n_themes] =
                    o_truth(&f->r->data, &f->r->units[f->unit][u], f->unit, &has) == O_YES;
            }
            f->numbers[f->n_themes++] = (uint32_t)number;
        }
    }
}

static void find_below(facts *f, const uint32_t *numbers, const int *of, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            const o_table t = {.under = {of[i]}};
            size_t a = 0, b = 0;
            while (a < f->n_themes && f->numbers[a] != numbers[i])
                a++;
            while (b < f->n_themes && f->numbers[b] != numbers[j])
                b++;
            if (a < f->n_themes && b < f->n_themes && i != j)
                f->below[b][a] = o_in_table(&f->r->data, &t, 0, of[j]);
        }
    }
}

static void draw_set(facts *f)
{
    f->n_units = f->c->n[f->unit];
    hd_bits_init(&f->set, f->n_units);
    for (size_t u = 0; u < f->n_units; u++) {
        if (random_chance(f->r, 80))
            hd_bits_set(&f->set, u);
    }
}

static void facts_of_world(facts *f, random_world *r, uint64_t seed)
{
    uint32_t numbers[RANDOM_MAX_THEMES];
    int of[RANDOM_MAX_THEMES];
    size_t n = 0;

    memset(f, 0, sizeof *f);
    f->r = r;
    f->c = r->c;
    f->seed = seed;
    f->unit = (hd_unit)random_below(r, HD_N_UNITS);
    for (size_t t = 0; t < r->data.n_themes; t++) {
        if (r->themes[t].status == HD_ACTIVE || r->themes[t].status == HD_RETIRED) {
            of[n] = (int)t;
            numbers[n++] = hd_codebook_resolve(r->c->codebook, r->themes[t].code);
        }
    }
    choose_themes(f, numbers, of, n);
    find_below(f, numbers, of, n);
    draw_set(f);
}

/* ---- sets ---- */

/* The themes that have no other of the same unit below them. */
static void most_specific(const facts *f, const bool *has, one_set *out)
{
    memset(out, 0, sizeof *out);
    for (size_t t = 0; t < f->n_themes; t++) {
        bool specific = has[t];
        for (size_t other = 0; other < f->n_themes; other++)
            specific = specific && !(has[other] && f->below[other][t]);
        out->has[t] = specific;
        out->size += specific;
    }
}

/* The places of a set, ended by n_themes. */
static size_t places_of(const facts *f, const bool *has, uint32_t *out)
{
    size_t n = 0;

    for (size_t t = 0; t < f->n_themes; t++) {
        if (has[t])
            out[n++] = (uint32_t)t;
    }
    return n;
}

static bool comes_first(const facts *f, const one_set *a, const one_set *b)
{
    uint32_t x[MAX_THEMES], y[MAX_THEMES];
    size_t n = places_of(f, a->has, x), m = places_of(f, b->has, y);

    if (a->shown != b->shown)
        return a->shown;
    if (a->units != b->units)
        return a->units > b->units;
    for (size_t i = 0; i < n && i < m; i++) {
        if (x[i] != y[i])
            return x[i] < y[i];
    }
    return n < m;
}

static size_t naive_sets(const facts *f, const hd_theme_sets_spec *spec, one_set *sets)
{
    size_t n = 0;

    for (size_t u = 0; u < f->n_units; u++) {
        one_set own;
        size_t at = 0;
        most_specific(f, f->has[u], &own);
        if (!hd_bits_get(&f->set, u) || own.size == 0)
            continue;
        while (at < n && memcmp(sets[at].has, own.has, sizeof own.has) != 0)
            at++;
        if (at == n)
            sets[n++] = own;
        sets[at].units++;
    }
    for (size_t i = 0; i < n; i++)
        sets[i].shown =
            (spec->size == SIZE_MAX || sets[i].size == spec->size) && sets[i].units >= spec->min;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (comes_first(f, &sets[j], &sets[i])) {
                one_set swap = sets[i];
                sets[i] = sets[j];
                sets[j] = swap;
            }
        }
    }
    return n;
}

static void compare_set(const facts *f, const hd_theme_sets *got, size_t place, const one_set *want)
{
    unsigned long long seed = f->seed;
    uint32_t themes[MAX_THEMES], expected[MAX_THEMES];
    size_t n = places_of(f, want->has, expected);
    hd_err err = HD_ERR_INIT;
    uint64_t units;
    hd_bits members;

    cr_assert_eq(hd_theme_sets_at(got, place, &units, themes), n, "seed %llu", seed);
    cr_assert_eq(memcmp(themes, expected, n * sizeof *themes), 0, "seed %llu, place %zu", seed,
                 place);
    cr_assert_eq(units, want->units, "seed %llu, place %zu", seed, place);
    cr_assert_eq(hd_theme_sets_find(got, themes, n), place, "seed %llu", seed);
    cr_assert_eq(hd_theme_sets_members(got, place, &members, &err), HD_OK);
    for (size_t u = 0; u < f->n_units; u++) {
        one_set own;
        most_specific(f, f->has[u], &own);
        bool in = hd_bits_get(&f->set, u) && memcmp(own.has, want->has, sizeof own.has) == 0;
        cr_assert_eq(hd_bits_get(&members, u), in, "seed %llu, unit %zu", seed, u);
    }
    hd_bits_release(&members);
}

static void compare_tally(const facts *f, const hd_theme_sets *got, const hd_theme_sets_spec *spec,
                          const one_set *want, size_t n)
{
    size_t sets[HD_SETS_N_PARTS] = {0}, got_sets;
    uint64_t units[HD_SETS_N_PARTS] = {0}, got_units;

    for (size_t i = 0; i < n; i++) {
        int part = want[i].shown                                          ? HD_SETS_SHOWN
                   : spec->size != SIZE_MAX && want[i].size != spec->size ? HD_SETS_OF_OTHER_SIZE
                                                                          : HD_SETS_OF_FEW;
        sets[part]++;
        units[part] += want[i].units;
    }
    for (int part = 0; part < HD_SETS_N_PARTS; part++) {
        hd_theme_sets_tally(got, (hd_theme_sets_part)part, &got_sets, &got_units);
        cr_assert_eq(got_sets, sets[part], "seed %llu, part %d", (unsigned long long)f->seed, part);
        cr_assert_eq(got_units, units[part], "seed %llu, part %d", (unsigned long long)f->seed,
                     part);
    }
}

/* A random list of themes is found as the set that it comes down to. */
static void compare_lookup(const facts *f, const hd_theme_sets *got, const one_set *want, size_t n)
{
    bool has[MAX_THEMES] = {false};
    uint32_t themes[MAX_THEMES];
    size_t n_themes = 0, at = 0;
    one_set asked;

    for (size_t i = 0; i < 3 && f->n_themes > 0; i++) {
        themes[n_themes] = (uint32_t)random_below(f->r, f->n_themes);
        has[themes[n_themes++]] = true;
    }
    most_specific(f, has, &asked);
    while (at < n && memcmp(want[at].has, asked.has, sizeof asked.has) != 0)
        at++;
    cr_assert_eq(hd_theme_sets_find(got, themes, n_themes), at < n ? at : SIZE_MAX, "seed %llu",
                 (unsigned long long)f->seed);
}

static void ask_sets(const facts *f)
{
    one_set *want = hd_calloc(O_ROOM, sizeof *want);
    hd_theme_sets_spec spec = {f->unit, f->numbers, f->n_themes, SIZE_MAX, random_below(f->r, 4)};
    hd_err err = HD_ERR_INIT;
    hd_theme_sets *got;

    if (random_chance(f->r, 40))
        spec.size = random_below(f->r, 4);
    size_t n = naive_sets(f, &spec, want);
    cr_assert_eq(hd_theme_sets_new(f->c, &f->set, &spec, HD_THEME_SETS_MAX_BYTES, &got, &err),
                 HD_OK, "%s", err.msg);
    cr_assert_eq(hd_theme_sets_n(got), n, "seed %llu", (unsigned long long)f->seed);
    for (size_t i = 0; i < n; i++)
        compare_set(f, got, i, &want[i]);
    compare_tally(f, got, &spec, want, n);
    for (size_t i = 0; i < 10; i++)
        compare_lookup(f, got, want, n);
    hd_theme_sets_free(got);
    hd_free(want);
}

/* ---- the most alike ---- */

typedef struct like {
    uint32_t unit, both, n;
    double jaccard;
} like;

static uint32_t count_has(const facts *f, size_t unit, size_t other)
{
    uint32_t n = 0;

    for (size_t t = 0; t < f->n_themes; t++)
        n += f->has[unit][t] && f->has[other][t];
    return n;
}

static size_t naive_like(const facts *f, size_t to, like *out)
{
    size_t n = 0;

    for (uint32_t u = 0; u < f->n_units; u++) {
        like l = {u, count_has(f, u, to), count_has(f, u, u), 0};
        if (!hd_bits_get(&f->set, u) || u == to || l.both == 0)
            continue;
        l.jaccard = (double)l.both / (count_has(f, to, to) + l.n - l.both);
        size_t at = n++;
        for (; at > 0 && out[at - 1].jaccard < l.jaccard; at--)
            out[at] = out[at - 1];
        out[at] = l;
    }
    return n;
}

static void ask_similar(const facts *f)
{
    hd_similar got[8];
    like want[O_ROOM];
    hd_theme_pick pick;
    hd_err err = HD_ERR_INIT;
    size_t n, alike, to, top = 1 + random_below(f->r, 8);
    unsigned long long seed = f->seed;

    if (f->n_units == 0)
        return;
    to = random_below(f->r, f->n_units);
    size_t n_want = naive_like(f, to, want);
    hd_theme_pick_init(&pick, f->c, f->unit, f->numbers, f->n_themes);
    cr_assert_eq(hd_similar_n(&pick, to), count_has(f, to, to), "seed %llu", seed);
    cr_assert_eq(hd_similar_find(&pick, &f->set, to, top, got, &n, &alike, &err), HD_OK);
    cr_assert_eq(alike, n_want, "seed %llu", seed);
    cr_assert_eq(n, n_want < top ? n_want : top, "seed %llu", seed);
    for (size_t i = 0; i < n; i++) {
        uint32_t places[MAX_THEMES], expected[MAX_THEMES];
        bool both[MAX_THEMES];
        one_set shared;
        for (size_t t = 0; t < f->n_themes; t++)
            both[t] = f->has[to][t] && f->has[got[i].unit][t];
        most_specific(f, both, &shared);
        cr_assert_eq(got[i].unit, want[i].unit, "seed %llu, %zu", seed, i);
        cr_assert_eq(got[i].both, want[i].both, "seed %llu, %zu", seed, i);
        cr_assert_eq(got[i].n, want[i].n, "seed %llu, %zu", seed, i);
        size_t len = places_of(f, shared.has, expected);
        cr_assert_eq(hd_similar_shared(&pick, to, got[i].unit, places), len, "seed %llu", seed);
        cr_assert_eq(memcmp(places, expected, len * sizeof *places), 0, "seed %llu", seed);
    }
    hd_theme_pick_release(&pick);
}

Test(theme_sets, sets_and_likeness_are_those_of_plain_loops)
{
    random_world *r = hd_alloc(sizeof *r);
    facts *f = hd_alloc(sizeof *f);

    for (uint64_t seed = 9000000; seed < 9000000 + scaled(CORPORA); seed++) {
        random_open(r, seed);
        facts_of_world(f, r, seed);
        ask_sets(f);
        ask_similar(f);
        hd_bits_release(&f->set);
        random_close(r);
    }
    hd_free(f);
    hd_free(r);
}

/* ---- codebooks of several words ---- */

/* A tree of MAX_THEMES themes and MAKER_MAX reviews, few of whose codings differ. */
static hd_corpus *big_corpus(facts *f, maker *m)
{
    int parent[MAX_THEMES];
    char text[64], labels[256];

    maker_init(m);
    for (int t = 0; t < MAX_THEMES; t++) {
        char up[16];
        size_t near = t < 5 ? (size_t)t : 5;
        parent[t] = t > 0 && random_chance(f->r, 70) ? t - 1 - (int)random_below(f->r, near) : -1;
        snprintf(text, sizeof text, "t%03d", t);
        snprintf(up, sizeof up, "t%03d", parent[t]);
        maker_theme(
            m, (hd_theme_def){.code = hd_arena_strdup(&m->arena, text),
                              .label = hd_arena_strdup(&m->arena, text),
                              .parent = parent[t] < 0 ? NULL : hd_arena_strdup(&m->arena, up)});
    }
    int coded[MAKER_MAX][3];
    for (int i = 0; i < MAKER_MAX; i++) {
        snprintf(text, sizeof text, "R%02d", i);
        maker_review(m, hd_arena_strdup(&m->arena, text), true, "");
        for (int k = 0; k < 3; k++)
            coded[i][k] = (int)random_below(f->r, 4) * 50 + (int)random_below(f->r, 3);
        snprintf(labels, sizeof labels, "t%03d|t%03d|t%03d", coded[i][0], coded[i][1], coded[i][2]);
        maker_finding(m, hd_arena_strdup(&m->arena, text), "", hd_arena_strdup(&m->arena, labels));
    }
    hd_corpus *c = maker_corpus(m);
    f->n_themes = MAX_THEMES;
    int of[MAX_THEMES];
    for (int t = 0; t < MAX_THEMES; t++) {
        snprintf(text, sizeof text, "t%03d", t);
        uint32_t number = hd_codebook_resolve(c->codebook, text);
        f->numbers[number] = number;
        of[number] = t;
    }
    for (int a = 0; a < MAX_THEMES; a++) {
        for (int b = 0; b < MAX_THEMES; b++) {
            for (int up = parent[of[a]]; up >= 0; up = parent[up])
                f->below[a][b] = f->below[a][b] || up == of[b];
        }
        for (int i = 0; i < MAKER_MAX; i++) {
            for (int k = 0; k < 3; k++) {
                for (int up = coded[i][k]; up >= 0; up = parent[up])
                    f->has[i][a] = f->has[i][a] || up == of[a];
            }
        }
    }
    return c;
}

Test(theme_sets, sets_of_hundreds_of_themes)
{
    random_world *r = hd_alloc(sizeof *r);
    facts *f = hd_alloc(sizeof *f);

    for (uint64_t seed = 9100000; seed < 9100000 + scaled(BIG_CORPORA); seed++) {
        maker m;
        memset(f, 0, sizeof *f);
        random_open(r, seed); /* for its generator */
        f->r = r;
        f->seed = seed;
        f->unit = HD_REVIEW;
        hd_corpus *c = big_corpus(f, &m);
        f->c = c;
        draw_set(f);
        ask_sets(f);
        ask_similar(f);
        hd_bits_release(&f->set);
        hd_corpus_free(c);
        maker_release(&m);
        random_close(r);
    }
    hd_free(f);
    hd_free(r);
}

Test(theme_sets, too_much_is_refused_and_a_stop_is_seen)
{
    random_world *r = hd_alloc(sizeof *r);
    hd_err err = HD_ERR_INIT;
    uint32_t theme;
    hd_theme_sets *got = NULL;

    random_open_times(r, 8000007, 300);
    hd_bits all = maker_all(r->c, HD_REVIEW);
    theme = hd_codebook_resolve(r->c->codebook, r->themes[0].label);
    hd_theme_sets_spec spec = {HD_REVIEW, &theme, 1, SIZE_MAX, 0};
    cr_expect_eq(hd_theme_sets_new(r->c, &all, &spec, 100, &got, &err), HD_ELIMIT);
    hd_stop_set(HD_STOP_INTERRUPT);
    cr_expect_eq(hd_theme_sets_new(r->c, &all, &spec, HD_THEME_SETS_MAX_BYTES, &got, &err),
                 HD_EINTR);
    cr_expect_null(got);
    hd_stop_reset();
    hd_bits_release(&all);
    random_close(r);
    hd_free(r);
}
