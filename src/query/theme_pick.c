#include "query/theme_pick.h"

#include "base/alloc.h"
#include "query/index.h"

#include <string.h>

void hd_theme_pick_init(hd_theme_pick *p, const hd_corpus *c, hd_unit unit, const uint32_t *themes,
                        size_t n)
{
    const hd_theme_words *all = hd_corpus_themes(c);

    p->units = hd_index_theme_words(c, unit);
    p->n = n;
    p->n_words = p->units->n_words;
    p->mask = hd_calloc(p->n_words, sizeof *p->mask);
    p->rank = hd_calloc(n, sizeof *p->rank);
    p->place = hd_calloc(all->n_themes, sizeof *p->place);
    p->end = hd_calloc(all->n_themes, sizeof *p->end);
    for (size_t i = 0; i < n; i++) {
        uint32_t rank = all->rank[themes[i]];
        p->mask[rank / 64] |= (uint64_t)1 << rank % 64;
        p->rank[i] = rank;
        p->place[rank] = (uint32_t)i;
    }
    /* Descendants of theme t are t + 1 .. end - 1, and ranks ascend with themes. */
    for (size_t k = 0; k < all->n_themes; k++) {
        uint32_t end = hd_codebook_theme(c->codebook, all->theme[k])->end;
        p->end[k] = (uint32_t)k + 1;
        while (p->end[k] < all->n_themes && all->theme[p->end[k]] < end)
            p->end[k]++;
    }
}

void hd_theme_pick_release(hd_theme_pick *p)
{
    hd_free(p->mask);
    hd_free(p->rank);
    hd_free(p->place);
    hd_free(p->end);
    *p = (hd_theme_pick){0};
}

bool hd_theme_pick_specific(const hd_theme_pick *p, const uint64_t *words, uint64_t *out)
{
    size_t next = SIZE_MAX; /* the lowest rank seen so far, from above */
    bool any = false;

    for (size_t w = p->n_words; w-- > 0;) {
        uint64_t left = words[w] & p->mask[w], kept = 0;
        while (left) {
            unsigned bit = 63 - (unsigned)__builtin_clzll(left);
            size_t rank = w * 64 + bit;
            left &= ~((uint64_t)1 << bit);
            if (next >= p->end[rank])
                kept |= (uint64_t)1 << bit;
            next = rank;
        }
        out[w] = kept;
        any = any || kept;
    }
    return any;
}

size_t hd_theme_pick_places(const hd_theme_pick *p, const uint64_t *words, uint32_t *places)
{
    size_t n = 0;

    for (size_t w = 0; w < p->n_words; w++) {
        for (uint64_t left = words[w]; left; left &= left - 1)
            places[n++] = p->place[w * 64 + (size_t)__builtin_ctzll(left)];
    }
    return n;
}
