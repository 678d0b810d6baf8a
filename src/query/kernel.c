#include "query/kernel.h"

#include <stdatomic.h>
#include <string.h>

#include "base/alloc.h"

extern const hd_kernels hd_kernels_portable, hd_kernels_popcnt, hd_kernels_avx2, hd_kernels_avx512;

static const hd_kernels *const variants[] = {
    &hd_kernels_portable,
#ifdef __x86_64__
    &hd_kernels_popcnt,
    &hd_kernels_avx2,
    &hd_kernels_avx512,
#endif
};
enum { N_VARIANTS = sizeof variants / sizeof variants[0] };

static _Atomic(const hd_kernels *) in_use;

/* Whether processor and system (which must save the wide registers) have all a variant was compiled
 * for. */
static bool machine_runs(const hd_kernels *k)
{
#ifdef __x86_64__
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
                __builtin_cpu_supports("lzcnt");
    if (k == &hd_kernels_popcnt)
        return __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("sse4.2");
    if (k == &hd_kernels_avx2)
        return avx2;
    if (k == &hd_kernels_avx512)
        return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vbmi") &&
               __builtin_cpu_supports("avx512vpopcntdq");
#endif
    return k == &hd_kernels_portable;
}

const hd_kernels *hd_kernels_nth(size_t i, bool *runs)
{
    if (i >= N_VARIANTS)
        return NULL;
    if (runs)
        *runs = machine_runs(variants[i]);
    return variants[i];
}

const hd_kernels *hd_kernels_get(void)
{
    const hd_kernels *k = atomic_load_explicit(&in_use, memory_order_relaxed);

    if (k)
        return k;
    for (size_t i = 0; i < N_VARIANTS; i++)
        if (machine_runs(variants[i]))
            k = variants[i];
    atomic_store_explicit(&in_use, k, memory_order_relaxed);
    return k;
}

hd_status hd_kernels_force(const char *name, hd_err *err)
{
    if (!name || !*name) {
        atomic_store(&in_use, NULL);
        return HD_OK;
    }
    for (size_t i = 0; i < N_VARIANTS; i++) {
        if (strcmp(variants[i]->name, name) != 0)
            continue;
        if (!machine_runs(variants[i]))
            return hd_fail(err, HD_EMISSING, "this machine lacks what the kernels '%s' need", name);
        atomic_store(&in_use, variants[i]);
        return HD_OK;
    }
    hd_fail(err, HD_EUSAGE, "unknown kernels '%.40s', expected ", name);
    for (size_t i = 0; i < N_VARIANTS; i++)
        hd_err_add(err, "%s'%s'",
                   i == 0               ? ""
                   : i + 1 < N_VARIANTS ? ", "
                                        : " or ",
                   variants[i]->name);
    return HD_EUSAGE;
}

/* ---- tallies ---- */

/* Four copies of the byte counters up to so many groups: 64 KiB a theme word. */
enum { COPIED_GROUPS = 256 };

static unsigned copies_of(size_t n_groups)
{
    return n_groups <= COPIED_GROUPS ? 4 : 1;
}

size_t hd_tally_size(size_t n_groups, size_t n_words)
{
    /* counts, byte counters and their number a word; totals, rows and the pointers */
    size_t each, all, copies = copies_of(n_groups);

    if (__builtin_mul_overflow(n_words, 64 * sizeof(uint32_t) + copies * 65, &each) ||
        __builtin_add_overflow(each, (1 + copies) * sizeof(uint32_t), &each) ||
        __builtin_mul_overflow(each, n_groups, &all) ||
        __builtin_add_overflow(all, sizeof(hd_tally) + 64, &all))
        return SIZE_MAX;
    return all;
}

void hd_tally_init(hd_tally *t, size_t n_groups, size_t n_words)
{
    size_t counters = n_groups * n_words;

    memset(t, 0, sizeof *t);
    t->n_groups = n_groups;
    t->n_words = n_words;
    t->copies = copies_of(n_groups);
    t->totals = hd_calloc(n_groups, sizeof *t->totals);
    if (n_words == 0) {
        t->rows = hd_calloc(n_groups * t->copies, sizeof *t->rows);
        return;
    }
    t->counts = hd_calloc(counters * 64, sizeof *t->counts);
    t->pending = hd_calloc(counters, t->copies);
    t->memory = hd_calloc(counters * t->copies + 1, 64);
    t->bytes = (uint8_t *)t->memory + (64 - (uintptr_t)t->memory % 64) % 64;
}

void hd_tally_release(hd_tally *t)
{
    hd_free(t->counts);
    hd_free(t->totals);
    hd_free(t->pending);
    hd_free(t->rows);
    hd_free(t->memory);
    memset(t, 0, sizeof *t);
}

/* Rows by group only. */
static void count_rows(hd_tally *t, hd_codes codes, const uint64_t *filter, size_t from, size_t to)
{
    for (size_t i = from; i < to; i += 64) {
        uint64_t keep = to - i < 64 ? ((uint64_t)1 << (to - i)) - 1 : UINT64_MAX;
        if (filter)
            keep &= filter[i / 64];
        for (size_t turn = 0; keep; keep &= keep - 1, turn++) {
            size_t group = hd_codes_at(codes, i + (size_t)__builtin_ctzll(keep));
            t->rows[(turn & (t->copies - 1)) * t->n_groups + group]++;
        }
    }
}

void hd_tally_rows(hd_tally *t, hd_codes codes, const uint64_t *words, size_t stride,
                   const uint64_t *filter, size_t from, size_t to)
{
    const hd_kernels *k = hd_kernels_get();

    if (t->n_words == 0)
        count_rows(t, codes, filter, from, to);
    /* One word after the other over rows that are still in the cache. */
    for (size_t b = from; b < to && t->n_words; b += HD_KERNEL_BLOCK / 16) {
        size_t e = to - b < HD_KERNEL_BLOCK / 16 ? to : b + HD_KERNEL_BLOCK / 16;
        for (size_t word = 0; word < t->n_words; word++)
            k->tally(t, word, codes, words + word, stride, filter, b, e);
    }
}

void hd_tally_finish(hd_tally *t)
{
    const size_t copies = t->copies, rows = t->n_groups * copies;

    for (size_t word = 0; word < t->n_words; word++)
        for (size_t k = 0; k < rows; k++) {
            size_t at = word * rows + k, group = k / copies;
            uint8_t *bytes = t->bytes + at * 64;
            uint32_t *counts = t->counts + (group * t->n_words + word) * 64;
            if (t->pending[at] == 0)
                continue;
            for (size_t b = 0; b < 64; b++)
                counts[b] += bytes[b];
            if (word == 0)
                t->totals[group] += t->pending[at];
            memset(bytes, 0, 64);
            t->pending[at] = 0;
        }
    for (size_t k = 0; t->n_words == 0 && k < rows; k++) {
        t->totals[k % t->n_groups] += t->rows[k];
        t->rows[k] = 0;
    }
}

void hd_tally_add(hd_tally *into, const hd_tally *from)
{
    for (size_t i = 0, n = into->n_groups * into->n_words * 64; i < n; i++)
        into->counts[i] += from->counts[i];
    for (size_t i = 0; i < into->n_groups; i++)
        into->totals[i] += from->totals[i];
}
