/* index_sets.c -- the sets of all units of a unit that hd_index_set_of gives. */
#include "query/index_impl.h"
#include "query/work.h"

static void lift_reviews(const hd_corpus *c, const hd_bits *reviews, hd_unit unit, hd_bits *out)
{
    hd_bits_init(out, c->n[unit]);
    hd_index_lift(c, HD_REVIEW, reviews, unit, out);
}

typedef struct labelling {
    const hd_codings *codings;
    const hd_bits *coded;
    hd_bits *labelled, *themed;
} labelling;

static bool any_theme(const hd_codings *codings, size_t f)
{
    for (uint32_t k = codings->start[f]; k < codings->start[f + 1]; k++) {
        if (codings->themes[codings->label_of[k]] != HD_NONE)
            return true;
    }
    return false;
}

static void label_findings(void *ctx, size_t part, size_t from, size_t to)
{
    const labelling *l = ctx;

    (void)part;
    for (size_t w = from / 64; w < hd_bits_words(to); w++) {
        uint64_t labelled = 0, themed = 0;
        for (uint64_t word = l->coded->words[w]; word; word &= word - 1) {
            size_t f = w * 64 + (size_t)__builtin_ctzll(word);
            uint64_t bit = word & -word;
            labelled |= l->codings->start[f] < l->codings->start[f + 1] ? bit : 0;
            themed |= any_theme(l->codings, f) ? bit : 0;
        }
        l->labelled->words[w] = labelled;
        l->themed->words[w] = themed;
    }
}

/* Coded units with any label, and of these the ones with any theme. */
static void find_labelled(const hd_corpus *c, hd_unit unit, const hd_bits *coded, hd_bits *labelled,
                          hd_bits *themed)
{
    const hd_theme_words *themes = hd_corpus_themes(c);
    hd_bits reviews;

    if (unit == HD_FINDING) {
        labelling l = {hd_corpus_codings(c), coded, labelled, themed};
        hd_bits_init(labelled, c->n[unit]);
        hd_bits_init(themed, c->n[unit]);
        hd_work_fill(c->n[unit], label_findings, &l);
        return;
    }
    hd_bits_init(&reviews, c->n[HD_REVIEW]);
    for (size_t r = 0; r < c->n[HD_REVIEW]; r++) {
        uint64_t any = 0;
        for (size_t w = 0; w < themes->n_words; w++)
            any |= themes->words[r * themes->n_words + w];
        if (any)
            hd_bits_set(&reviews, r);
    }
    lift_reviews(c, &themes->labelled, unit, labelled);
    lift_reviews(c, &reviews, unit, themed);
    hd_bits_release(&reviews);
}

void index_fill_sets(const hd_corpus *c, hd_unit unit, hd_bits *sets)
{
    hd_bits themed;

    lift_reviews(c, hd_corpus_coded(c), unit, &sets[HD_INDEX_CODED]);
    find_labelled(c, unit, &sets[HD_INDEX_CODED], &sets[HD_INDEX_LABELLED], &themed);
    hd_bits_copy(&sets[HD_INDEX_UNRESOLVED], &sets[HD_INDEX_LABELLED]);
    hd_bits_andnot(&sets[HD_INDEX_UNRESOLVED], &themed);
    hd_bits_copy(&sets[HD_INDEX_NO_THEME], &sets[HD_INDEX_CODED]);
    hd_bits_andnot(&sets[HD_INDEX_NO_THEME], &sets[HD_INDEX_LABELLED]);
    hd_bits_copy(&sets[HD_INDEX_NOT_CODED], &sets[HD_INDEX_CODED]);
    hd_bits_not(&sets[HD_INDEX_NOT_CODED]);
    hd_bits_release(&themed);
}
