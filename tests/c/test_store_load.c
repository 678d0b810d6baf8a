/* A corpus part by part, in any order of needs, against the one made of the store's records. */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "io/store_read.h"
#include "same_corpus.h"
#include "store_kit.h"

TestSuite(store_load, .init = kit_begin, .fini = kit_end);

static const unsigned parts[] = {
    HD_PART_UNIT(HD_REVIEW),  HD_PART_UNIT(HD_CHILD),  HD_PART_UNIT(HD_FINDING),
    HD_PART_IDS(HD_REVIEW),   HD_PART_IDS(HD_CHILD),   HD_PART_IDS(HD_FINDING),
    HD_PART_TEXTS(HD_REVIEW), HD_PART_TEXTS(HD_CHILD), HD_PART_TEXTS(HD_FINDING),
    HD_PART_DOCUMENTS,
};
#define N_PARTS (sizeof parts / sizeof parts[0])

#define N_WITH_SNAPSHOT 6 /* units and ids */

/* Needs in a random order, each part looked at when it has come. */
static void load_in_any_order(hd_store *s, const hd_corpus *want, uint64_t *seed, bool snapshot,
                              const char *what)
{
    hd_corpus *c = NULL;
    unsigned have = HD_PART_UNIT(HD_REVIEW);

    cr_assert_eq(hd_store_corpus(s, &c, &kit_err), HD_OK, "%s: %s", what, kit_err.msg);
    same_corpus(want, c, have, what);
    for (size_t k = 0; k < 2 * N_PARTS; k++) {
        unsigned part = parts[kit_random(seed, N_PARTS)];
        cr_assert_eq(hd_corpus_need(c, part, &kit_err), HD_OK, "%s: %s", what, kit_err.msg);
        have |= part;
        same_corpus(want, c, part, what);
    }
    same_corpus(want, c, have, what);
    cr_assert_eq(hd_corpus_need(c, HD_PART_ALL, &kit_err), HD_OK, "%s: %s", what, kit_err.msg);
    same_corpus(want, c, HD_PART_ALL, what);
    cr_assert_eq(c->n_blocks, snapshot ? N_WITH_SNAPSHOT : 0, "%s: %zu blocks", what, c->n_blocks);
    hd_corpus_free(c);
}

Test(store_load, parts_loaded_in_any_order_are_those_of_the_records)
{
    uint64_t first = 20260301;

    for (size_t round = 0; round < kit_rounds(400); round++) {
        uint64_t seed = first + round;
        char what[64];
        size_t n = round == 0 ? 0 : kit_random(&seed, 40);
        char *document = random_document(&seed, n);
        hd_store *s = NULL;

        snprintf(what, sizeof what, "seed %llu", (unsigned long long)(first + round));
        cr_assert_eq(kit_import_text("a.db", document), HD_OK, "%s: %s", what, kit_err.msg);
        cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK, "%s", kit_err.msg);
        hd_corpus *want = corpus_by_records(s);
        cr_assert_eq(want->n[HD_REVIEW], n, "%s", what);
        load_in_any_order(s, want, &seed, true, what);
        setenv("HEDDLE_SNAPSHOT", "off", 1);
        load_in_any_order(s, want, &seed, false, what);
        unsetenv("HEDDLE_SNAPSHOT");
        hd_corpus_free(want);
        hd_store_close(s);
        hd_free(document);
        kit_end();
        kit_begin();
    }
}

/* ---- stopped, and asked again: what the prompt does ---- */

static void *stop_later(void *ns)
{
    const struct timespec t = {0, *(long *)ns};

    nanosleep(&t, NULL);
    hd_stop_set(HD_STOP_INTERRUPT);
    return NULL;
}

/* Ask for a part while something stops it, until it comes; how often it was stopped. */
static size_t need_stopped(hd_store *s, hd_corpus **c, unsigned part, uint64_t *seed)
{
    size_t stopped = 0;

    for (;;) {
        long ns = (long)kit_random(seed, stopped < 20 ? 3000000 : 400000000);
        pthread_t thread;
        hd_err err = HD_ERR_INIT;
        pthread_create(&thread, NULL, stop_later, &ns);
        hd_status status = part ? hd_corpus_need(*c, part, &err) : hd_store_corpus(s, c, &err);
        pthread_join(thread, NULL);
        hd_stop_reset();
        if (status == HD_OK)
            return stopped;
        cr_assert_eq(status, HD_EINTR, "%s", err.msg);
        stopped++;
    }
}

Test(store_load, a_part_whose_loading_was_stopped_is_right_when_asked_again)
{
    size_t stopped = 0;
    uint64_t seed = 20260901;
    char *document = random_document(&seed, 3000);
    hd_store *s = NULL;

    cr_assert_eq(kit_import_text("a.db", document), HD_OK, "%s", kit_err.msg);
    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK, "%s", kit_err.msg);
    hd_corpus *want = corpus_by_records(s);
    for (size_t round = 0; round < kit_rounds(120); round++) {
        hd_corpus *c = NULL;
        setenv("HEDDLE_SNAPSHOT", round % 2 ? "on" : "off", 1);
        stopped += need_stopped(s, &c, 0, &seed);
        for (size_t k = 0; k < N_PARTS; k++)
            stopped += need_stopped(s, &c, parts[kit_random(&seed, N_PARTS)], &seed);
        cr_assert_eq(hd_corpus_need(c, HD_PART_ALL, &kit_err), HD_OK, "%s", kit_err.msg);
        same_corpus(want, c, HD_PART_ALL, "after stops");
        hd_corpus_free(c);
    }
    unsetenv("HEDDLE_SNAPSHOT");
    cr_assert_gt(stopped, 0, "nothing was stopped");
    hd_corpus_free(want);
    hd_store_close(s);
    hd_free(document);
}
