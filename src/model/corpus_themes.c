/* corpus_themes.c -- what findings were coded with, and the themes of reviews as words of bits. */
#include "base/alloc.h"
#include "base/err.h"
#include "model/corpus_impl.h"
#include "model/corpus_load.h"

#include <string.h>

void number_labels(hd_corpus *c, const char *const *texts, size_t n_texts)
{
    hd_codings *codings = &c->codings;
    uint32_t *number = hd_alloc(n_texts * sizeof *number), n = codings->start[c->n[HD_FINDING]];
    size_t cap_labels = 0, cap_themes = 0;

    memset(number, 0xff, n_texts * sizeof *number); /* HD_NONE everywhere */
    for (uint32_t k = 0; k < n; k++) {
        uint32_t text = codings->label_of[k];
        if (number[text] == HD_NONE) {
            size_t row = codings->n_labels;
            number[text] = (uint32_t)row;
            HD_PUSH(codings->labels, row, cap_labels, texts[text]);
            HD_PUSH(codings->themes, codings->n_labels, cap_themes,
                    hd_codebook_resolve(c->codebook, texts[text]));
        }
        codings->label_of[k] = number[text];
    }
    hd_free(number);
}

/* Codings in the order of the corpus, each label resolved once. */
static void seal_labels_of_findings(sealing *s)
{
    hd_corpus_builder *b = s->b;
    hd_codings *codings = &s->c->codings;
    size_t n = s->c->n[HD_FINDING], at = 0;

    if (b->n_labels >= HD_NONE)
        hd_fault("corpus: more than %u labels of findings", HD_NONE);
    codings->start = hd_calloc(n + 1, sizeof *codings->start);
    codings->label_of = hd_calloc(b->n_labels, sizeof *codings->label_of);
    for (size_t f = 0; f < n; f++) {
        uint32_t old = s->order[HD_FINDING][f];
        for (size_t i = old == 0 ? 0 : b->label_end[old - 1]; i < b->label_end[old]; i++)
            codings->label_of[at++] = b->labels[i];
        codings->start[f + 1] = (uint32_t)at;
    }
    number_labels(s->c, b->strings.strings, b->strings.n);
}

void rank_themes(hd_corpus *c)
{
    hd_theme_words *themes = &c->themes;
    size_t n = hd_codebook_n_themes(c->codebook);

    themes->theme = hd_calloc(n, sizeof *themes->theme);
    themes->rank = hd_calloc(n, sizeof *themes->rank);
    for (uint32_t t = 0; t < n; t++) {
        themes->rank[t] = HD_NONE;
        if (!hd_codebook_theme(c->codebook, t)->counted)
            continue;
        themes->rank[t] = (uint32_t)themes->n_themes;
        themes->theme[themes->n_themes++] = t;
    }
    themes->n_words = hd_bits_words(themes->n_themes);
}

void hd_theme_words_add(const hd_corpus *c, uint32_t theme, uint64_t *words)
{
    for (uint32_t t = theme; t != HD_NONE; t = hd_codebook_theme(c->codebook, t)->parent) {
        uint32_t rank = c->themes.rank[t];
        if (rank != HD_NONE)
            words[rank / 64] |= (uint64_t)1 << (rank % 64);
    }
}

uint64_t *hd_theme_words_of_labels(const hd_corpus *c)
{
    size_t n_words = c->themes.n_words;
    const hd_codings *codings = hd_corpus_codings(c);
    uint64_t *words = hd_calloc(codings->n_labels * n_words, sizeof *words);

    for (size_t l = 0; l < codings->n_labels; l++)
        hd_theme_words_add(c, codings->themes[l], words + l * n_words);
    return words;
}

void hd_corpus_set_review_codings(hd_corpus *c, const uint32_t *counts)
{
    hd_theme_words *themes = &c->themes;
    size_t n = c->n[HD_REVIEW];
    uint32_t most = 0;

    for (size_t i = 0; i < n; i++)
        most = counts[i] > most ? counts[i] : most;
    themes->codings_width = most <= UINT8_MAX ? 1 : most <= UINT16_MAX ? 2 : 4;
    themes->codings = hd_alloc(n * themes->codings_width);
    for (size_t i = 0; i < n; i++) {
        if (themes->codings_width == 1)
            ((uint8_t *)themes->codings)[i] = (uint8_t)counts[i];
        else if (themes->codings_width == 2)
            ((uint16_t *)themes->codings)[i] = (uint16_t)counts[i];
        else
            ((uint32_t *)themes->codings)[i] = counts[i];
    }
}

static void gather_themes(hd_corpus *c)
{
    hd_theme_words *themes = &c->themes;
    const hd_codings *codings = &c->codings;
    size_t n_words = themes->n_words;
    uint64_t *of_label = hd_theme_words_of_labels(c);

    themes->words = hd_alloc_lines(c->n[HD_REVIEW] * n_words, sizeof *themes->words);
    uint32_t *counts = hd_calloc(c->n[HD_REVIEW], sizeof *counts);
    hd_bits_init(&themes->labelled, c->n[HD_REVIEW]);
    for (size_t f = 0; f < c->n[HD_FINDING]; f++) {
        uint32_t review = c->review_of[HD_FINDING][f];
        if (!hd_bits_get(&c->coded, review))
            continue;
        counts[review] += codings->start[f + 1] - codings->start[f];
        for (uint32_t k = codings->start[f]; k < codings->start[f + 1]; k++) {
            const uint64_t *more = of_label + codings->label_of[k] * n_words;
            hd_bits_set(&themes->labelled, review);
            for (size_t w = 0; w < n_words; w++)
                themes->words[review * n_words + w] |= more[w];
        }
    }
    hd_corpus_set_review_codings(c, counts);
    hd_free(counts);
    hd_free(of_label);
}

void seal_codings(sealing *s)
{
    seal_labels_of_findings(s);
    rank_themes(s->c);
    gather_themes(s->c);
}
