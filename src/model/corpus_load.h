/* corpus_load.h -- a corpus that gets its parts one by one, for what loads them (io/store_load*,
 * io/store_snapshot*).
 *
 * A loader fills the private members of hd_corpus that a part stands for (corpus.h) by the functions here, whole or
 * not at all; hd_corpus_need marks the part as there. */
#ifndef HD_MODEL_CORPUS_LOAD_H
#define HD_MODEL_CORPUS_LOAD_H

#include "model/corpus.h"

/* A corpus without any part: no units yet, columns without codes, themes ranked.  Takes the sealed codebook. */
hd_corpus *hd_corpus_new(hd_codebook *codebook, const hd_corpus_loader *loader);

/* ---- columns, a row at a time ---- */

/* Values of some fields of one unit in the order of arrival. */
typedef struct hd_fill hd_fill;

hd_fill *hd_fill_new(const hd_field *const *fields, size_t n);
void hd_fill_free(hd_fill *fill); /* NULL is allowed */
/* The code of a text that hd_fill_value has given to this field before (so it is known to be right), HD_NONE
 * if it has not; not for multi. */
uint32_t hd_fill_known(hd_fill *fill, size_t field, const char *text);
void hd_fill_again(hd_fill *fill, size_t field, uint32_t code);
/* A checked value; copied. */
void hd_fill_value(hd_fill *fill, size_t field, const hd_value *v);
/* The columns of `n` units into the corpus; order[i] is the number of arrival of unit i.  Frees the fill. */
void hd_fill_seal(hd_fill *fill, hd_corpus *c, const uint32_t *order, size_t n);

/* ---- the rest ---- */

/* Takes review_of (each below n[HD_REVIEW]) unless the part is borrowed, and makes the lists of reviews. */
void hd_corpus_link(hd_corpus *c, hd_unit unit, uint32_t *review_of);
/* Takes start and label_of (numbers of `texts`, which are copied), unless the part is borrowed. */
void hd_corpus_set_codings(hd_corpus *c, uint32_t *start, uint32_t *label_of,
                           const char *const *texts, size_t n_texts);
/* Copies the codings of each review, 0 for one not yet coded. */
void hd_corpus_set_review_codings(hd_corpus *c, const uint32_t *counts);
/* Set the bits of a theme and its ancestors in words (themes.n_words of them); HD_NONE sets none. */
void hd_theme_words_add(const hd_corpus *c, uint32_t theme, uint64_t *words);

#endif
