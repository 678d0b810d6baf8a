/* same_corpus.h -- two corpora are the same in everything a reader can see. */
#ifndef HD_TESTS_SAME_CORPUS_H
#define HD_TESTS_SAME_CORPUS_H

#include "io/store.h"
#include "model/corpus.h"

/* Compares these parts of `got`, and the reviews, with `want`, which has everything; `what` is said on failure. */
void same_corpus(const hd_corpus *want, const hd_corpus *got, unsigned parts, const char *what);

/* Adds a record that is no definition to a corpus being built; what a builder does not take is passed over. */
void corpus_add_record(hd_corpus_builder *b, const hd_record *r);

/* The corpus of a store by way of its records: the slow and plain way, the caller's. */
hd_corpus *corpus_by_records(hd_store *s);

/* A document of random reviews, with every kind of field; the caller's to hd_free. */
char *random_document(uint64_t *seed, size_t n_reviews);

#endif
