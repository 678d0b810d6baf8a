#include "query/theme_sets.h"

#include "base/alloc.h"
#include "base/stop.h"
#include "query/theme_pick.h"

#include <stdlib.h>
#include <string.h>

#define POLL_UNITS 16384
#define FIRST_ROOM 32

struct hd_theme_sets {
    const hd_corpus *corpus;
    hd_theme_pick pick;
    hd_bits set;
    hd_theme_sets_spec spec; /* its themes are the caller's, and not read after hd_theme_sets_new */
    size_t n;                /* distinct sets, numbered as they come */
    size_t cap;
    uint64_t *words; /* set i at words + i * n_words */
    uint64_t *units; /* how many have it */
    uint32_t *order; /* place -> set */
    uint32_t *place; /* set -> place */
    uint32_t *slots; /* a power of 2 of them: set + 1, 0: free */
    size_t n_slots;
    size_t sets_in[HD_SETS_N_PARTS];
    uint64_t units_in[HD_SETS_N_PARTS];
    uint64_t *room; /* words of one unit */
};

/* ---- the table ---- */

static const uint64_t *words_of(const hd_theme_sets *s, size_t i)
{
    return s->words + i * s->pick.n_words;
}

static uint64_t hash_words(const uint64_t *words, size_t n)
{
    uint64_t h = UINT64_C(0x9E3779B97F4A7C15);

    for (size_t i = 0; i < n; i++) {
        h = (h ^ words[i]) * UINT64_C(0xFF51AFD7ED558CCD);
        h ^= h >> 32;
    }
    return h;
}

/* The slot of these words: the one that holds them, or the free one where they belong. */
static size_t slot_of(const hd_theme_sets *s, const uint64_t *words)
{
    size_t n_words = s->pick.n_words, at = (size_t)hash_words(words, n_words) & (s->n_slots - 1);

    while (s->slots[at] &&
           memcmp(words_of(s, s->slots[at] - 1), words, n_words * sizeof *words) != 0)
        at = (at + 1) & (s->n_slots - 1);
    return at;
}

/* Words, units, order and place of a set, and two slots. */
static size_t bytes_of_set(const hd_theme_sets *s)
{
    return s->pick.n_words * sizeof *s->words + sizeof *s->units + 2 * sizeof *s->order +
           2 * sizeof *s->slots;
}

static void double_room(hd_theme_sets *s)
{
    s->cap = s->cap ? 2 * s->cap : FIRST_ROOM;
    s->words = hd_realloc(s->words, s->cap * s->pick.n_words * sizeof *s->words);
    s->units = hd_realloc(s->units, s->cap * sizeof *s->units);
    hd_free(s->slots);
    s->n_slots = 2 * s->cap;
    s->slots = hd_calloc(s->n_slots, sizeof *s->slots);
    for (size_t i = 0; i < s->n; i++)
        s->slots[slot_of(s, words_of(s, i))] = (uint32_t)i + 1;
}

static hd_status add_unit(hd_theme_sets *s, const uint64_t *words, size_t max_bytes, hd_err *err)
{
    size_t slot, n_words = s->pick.n_words;

    if (s->n == s->cap) {
        if (2 * (s->cap ? s->cap : FIRST_ROOM) * bytes_of_set(s) > max_bytes)
            return hd_fail(err, HD_ELIMIT,
                           "more than %zu different sets of %zu themes, which take over %zu MiB; "
                           "fewer themes make fewer of them",
                           s->n, s->pick.n, max_bytes / 1024 / 1024);
        double_room(s);
    }
    slot = slot_of(s, words);
    if (!s->slots[slot]) {
        memcpy(s->words + s->n * n_words, words, n_words * sizeof *words);
        s->units[s->n] = 0;
        s->slots[slot] = (uint32_t)++s->n;
    }
    s->units[s->slots[slot] - 1]++;
    return HD_OK;
}

static hd_status count_units(hd_theme_sets *s, size_t max_bytes, hd_err *err)
{
    size_t since = 0;
    hd_status st = HD_OK;

    for (size_t u = hd_bits_next(&s->set, 0); u != SIZE_MAX && st == HD_OK;
         u = hd_bits_next(&s->set, u + 1)) {
        if (++since % POLL_UNITS == 0)
            st = hd_stop_check(err);
        if (st == HD_OK &&
            hd_theme_pick_specific(&s->pick, hd_theme_pick_unit(&s->pick, u), s->room))
            st = add_unit(s, s->room, max_bytes, err);
    }
    return st;
}

/* ---- the order ---- */

static hd_theme_sets_part part_of(const hd_theme_sets *s, size_t i)
{
    const uint64_t *words = words_of(s, i);
    size_t size = 0;

    if (s->spec.size != SIZE_MAX) {
        for (size_t w = 0; w < s->pick.n_words; w++)
            size += hd_bits_count_word(words[w]);
        if (size != s->spec.size)
            return HD_SETS_OF_OTHER_SIZE;
    }
    return s->units[i] < s->spec.min ? HD_SETS_OF_FEW : HD_SETS_SHOWN;
}

/* Codebook order of two different sets.  The lowest theme that only one of them has decides: its set is first, unless
 * the other one has nothing behind that theme, and so is the beginning of the first. */
static bool comes_before(const hd_theme_sets *s, const uint64_t *a, const uint64_t *b)
{
    size_t w = 0, n = s->pick.n_words;

    while (a[w] == b[w])
        w++;
    uint64_t lowest = (a[w] ^ b[w]) & -(a[w] ^ b[w]);
    bool a_has_it = (a[w] & lowest) != 0;
    const uint64_t *other = a_has_it ? b : a;
    bool more = (other[w] & ~(lowest - 1)) != 0;
    for (w++; w < n && !more; w++)
        more = other[w] != 0;
    return a_has_it == more;
}

static int compare_sets(const void *x, const void *y, void *ctx)
{
    const hd_theme_sets *s = ctx;
    size_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    bool a_shown = part_of(s, a) == HD_SETS_SHOWN, b_shown = part_of(s, b) == HD_SETS_SHOWN;

    if (a_shown != b_shown)
        return a_shown ? -1 : 1;
    if (s->units[a] != s->units[b])
        return s->units[a] > s->units[b] ? -1 : 1;
    return a == b ? 0 : comes_before(s, words_of(s, a), words_of(s, b)) ? -1 : 1;
}

static void order_sets(hd_theme_sets *s)
{
    s->order = hd_calloc(s->n, sizeof *s->order);
    s->place = hd_calloc(s->n, sizeof *s->place);
    for (size_t i = 0; i < s->n; i++) {
        hd_theme_sets_part part = part_of(s, i);
        s->order[i] = (uint32_t)i;
        s->sets_in[part]++;
        s->units_in[part] += s->units[i];
    }
    qsort_r(s->order, s->n, sizeof *s->order, compare_sets, s);
    for (size_t p = 0; p < s->n; p++)
        s->place[s->order[p]] = (uint32_t)p;
}

/* ---- making and reading ---- */

hd_status hd_theme_sets_new(const hd_corpus *c, const hd_bits *set, const hd_theme_sets_spec *spec,
                            size_t max_bytes, hd_theme_sets **out, hd_err *err)
{
    hd_theme_sets *s = hd_calloc(1, sizeof *s);
    hd_status st;

    s->corpus = c;
    s->spec = *spec;
    hd_theme_pick_init(&s->pick, c, spec->unit, spec->themes, spec->n_themes);
    hd_bits_copy(&s->set, set);
    s->room = hd_calloc(s->pick.n_words, sizeof *s->room);
    st = count_units(s, max_bytes, err);
    if (st == HD_OK)
        st = hd_stop_check(err);
    if (st != HD_OK) {
        hd_theme_sets_free(s);
        return st;
    }
    if (!s->slots)
        double_room(s);
    order_sets(s);
    *out = s;
    return HD_OK;
}

void hd_theme_sets_free(hd_theme_sets *s)
{
    if (!s)
        return;
    hd_theme_pick_release(&s->pick);
    hd_bits_release(&s->set);
    hd_free(s->words);
    hd_free(s->units);
    hd_free(s->order);
    hd_free(s->place);
    hd_free(s->slots);
    hd_free(s->room);
    hd_free(s);
}

size_t hd_theme_sets_bytes(const hd_theme_sets *s)
{
    return sizeof *s + s->cap * bytes_of_set(s) + hd_bits_words(s->set.n) * sizeof(uint64_t);
}

void hd_theme_sets_tally(const hd_theme_sets *s, hd_theme_sets_part part, size_t *sets,
                         uint64_t *units)
{
    *sets = s->sets_in[part];
    *units = s->units_in[part];
}

size_t hd_theme_sets_n(const hd_theme_sets *s)
{
    return s->n;
}

size_t hd_theme_sets_at(const hd_theme_sets *s, size_t place, uint64_t *units, uint32_t *themes)
{
    size_t i = s->order[place];

    *units = s->units[i];
    return hd_theme_pick_places(&s->pick, words_of(s, i), themes);
}

size_t hd_theme_sets_find(const hd_theme_sets *s, const uint32_t *themes, size_t n)
{
    memset(s->room, 0, s->pick.n_words * sizeof *s->room);
    for (size_t i = 0; i < n; i++) {
        uint32_t rank = s->pick.rank[themes[i]];
        s->room[rank / 64] |= (uint64_t)1 << rank % 64;
    }
    if (!hd_theme_pick_specific(&s->pick, s->room, s->room))
        return SIZE_MAX;
    uint32_t found = s->slots[slot_of(s, s->room)];
    return found ? s->place[found - 1] : SIZE_MAX;
}

hd_status hd_theme_sets_members(const hd_theme_sets *s, size_t place, hd_bits *out, hd_err *err)
{
    const uint64_t *words = words_of(s, s->order[place]);
    size_t since = 0, bytes = s->pick.n_words * sizeof *words;

    hd_bits_init(out, s->set.n);
    for (size_t u = hd_bits_next(&s->set, 0); u != SIZE_MAX; u = hd_bits_next(&s->set, u + 1)) {
        if (++since % POLL_UNITS == 0 && hd_stop_get() != HD_STOP_NONE) {
            hd_bits_release(out);
            return hd_stop_check(err);
        }
        if (hd_theme_pick_specific(&s->pick, hd_theme_pick_unit(&s->pick, u), s->room) &&
            memcmp(s->room, words, bytes) == 0)
            hd_bits_set(out, u);
    }
    return HD_OK;
}
