/* maker.h -- small corpora written down in a test.
 *
 *   maker m; maker_init(&m);
 *   maker_field(&m, HD_REVIEW, "died", HD_FLAG, NULL);
 *   maker_theme(&m, (hd_theme_def){.code = "voice", .label = "Child's voice"});
 *   maker_review(&m, "KDJ", true, "died=false;area=Hartlepool");
 *   maker_child(&m, "KDJ-a", "age=3;sex=?");            of the latest review
 *   maker_finding(&m, "KDJ-1", "kind=practice", "voice|trauma");
 *   hd_corpus *c = maker_corpus(&m);                    the caller's
 *   maker_release(&m);
 *
 * Values: KEY=VALUE apart by ';'.  '?' is unknown, '-' not applicable, an absent key not recorded, items of a
 * multi field stand apart by '|'. */
#ifndef HD_TESTS_MAKER_H
#define HD_TESTS_MAKER_H

#include "base/arena.h"
#include "base/bits.h"
#include "model/corpus.h"
#include "query/cube.h"

typedef struct maker {
    hd_arena arena;
    hd_codebook *codebook;
    hd_review_rec *reviews; /* room for MAKER_MAX of each */
    size_t n_reviews;
} maker;

#define MAKER_MAX 64

void maker_init(maker *m);
void maker_release(maker *m);
void maker_field(maker *m, hd_unit unit, const char *key, hd_kind kind, const char *values);
void maker_band(maker *m, const char *field, const char *name, const double *bounds, size_t n);
void maker_theme(maker *m, hd_theme_def def);
void maker_review(maker *m, const char *id, bool coded, const char *values);
void maker_child(maker *m, const char *id, const char *values);
void maker_finding(maker *m, const char *id, const char *values, const char *labels);
/* Seals the codebook and builds from the reviews; may be called once. */
hd_corpus *maker_corpus(maker *m);
/* Every review `times` times, under ids of their own; its children and findings keep theirs. */
hd_corpus *maker_corpus_times(maker *m, size_t times);

/* All units of a kind; released by the caller. */
hd_bits maker_all(const hd_corpus *c, hd_unit unit);
/* The units of an expression, as ids apart by spaces (in the arena); the error's message when it fails. */
const char *maker_where(maker *m, const hd_corpus *c, hd_unit unit, const char *expression);
const char *maker_ids(maker *m, const hd_corpus *c, hd_unit unit, const hd_bits *set);
/* A cube of all units over named dimensions; NULL and *err when it fails. */
hd_cube *maker_cube(const hd_corpus *c, const hd_cube_spec *spec, hd_err *err);
/* The count of groups named by printed name, "All" for a margin; -1: no such group. */
long maker_count(const hd_cube *cube, const char *first, const char *second);
/* The labels of a dimension's groups apart by '|' (in the arena). */
const char *maker_groups(maker *m, const hd_cube *cube, size_t dim);

#endif
