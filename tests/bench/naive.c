/* naive -- every query as the plainest loop in C over arrays in memory, and the sums other answers must give.
 *
 *   naive REVIEWS THEMES FOLDER
 *
 * (a) and (d) ask of the index child's sex and age, which are fields of the review; `filters` and `bands` ask the same of
 * all its children: one child with both; a band counts once a review.
 *
 * Keys of cells: themes a and c: t, t u for t <= u as t * T + u; group by theme: group * T + t; sex by age band:
 * sex * 6 + band. A review counts once in a cell; only recorded values have cells. */
#include "bench.h"

enum { AREAS = 48, YEARS = 20, OUTCOMES = 5, TEAMS = 1000, BANDS = 6, SEXES = 2, MAX_WORDS = 4 };
enum { MAX_CELLS = 1000 * 200 };

typedef struct data {
    size_t n, n_children, n_findings, themes, words;
    const char *folder;
    uint8_t *area, *year, *outcome, *index_sex, *index_age, *child_sex, *child_age, *parent;
    uint16_t *team;
    uint32_t *child_review, *finding_review;
    uint64_t *set, *finding_set;
} data;

static uint32_t cells[MAX_CELLS];
static data d;

static void *slurp(const char *name, size_t *n)
{
    char path[4096];
    FILE *f;
    long size;
    char *bytes;

    snprintf(path, sizeof path, "%s/%s", d.folder, name);
    f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0) {
        perror(path);
        exit(1);
    }
    rewind(f);
    bytes = malloc((size_t)size + 8);
    *n = fread(bytes, 1, (size_t)size, f);
    fclose(f);
    return bytes;
}

static void load(void)
{
    size_t n;

    d.area = slurp("area.u8", &d.n);
    d.year = slurp("year.u8", &n);
    d.outcome = slurp("outcome.u8", &n);
    d.team = slurp("team.u16", &n);
    d.index_sex = slurp("index_sex.u8", &n);
    d.index_age = slurp("index_age.u8", &n);
    d.set = slurp("words.u64", &n);
    d.words = n / 8 / d.n;
    d.child_sex = slurp("child_sex.u8", &d.n_children);
    d.child_age = slurp("child_age.u8", &n);
    d.child_review = slurp("child_review.u32", &n);
    d.finding_review = slurp("finding_review.u32", &n);
    d.n_findings = n / 4;
    d.finding_set = slurp("finding_words.u64", &n);
    d.parent = slurp("parent.u8", &n);
}

/* One more in the cell of every theme of the set. */
static void count_set(const uint64_t *set, uint32_t *row)
{
    for (size_t w = 0; w < d.words; w++)
        for (uint64_t m = set[w]; m; m &= m - 1)
            row[64 * w + (size_t)__builtin_ctzll(m)]++;
}

static void clear(size_t n)
{
    memset(cells, 0, n * sizeof *cells);
}

static void query_a(void *arg)
{
    (void)arg;
    clear(d.themes);
    for (size_t i = 0; i < d.n; i++)
        if (d.index_sex[i] == 0 && d.index_age[i] == 0)
            count_set(d.set + i * d.words, cells);
}

static void query_filters(void *arg)
{
    size_t last = SIZE_MAX;

    (void)arg;
    clear(d.themes);
    for (size_t i = 0; i < d.n_children; i++) {
        if (d.child_sex[i] != 0 || d.child_age[i] != 0 || d.child_review[i] == last)
            continue;
        last = d.child_review[i];
        count_set(d.set + last * d.words, cells);
    }
}

/* A group of every review by theme. */
static void by_group(const uint8_t *codes, size_t groups)
{
    clear(groups * d.themes);
    for (size_t i = 0; i < d.n; i++)
        count_set(d.set + i * d.words, cells + codes[i] * d.themes);
}

static void query_area(void *arg)
{
    (void)arg;
    by_group(d.area, AREAS);
}

static void query_year(void *arg)
{
    (void)arg;
    by_group(d.year, YEARS);
}

static void query_outcome(void *arg)
{
    (void)arg;
    by_group(d.outcome, OUTCOMES);
}

static void query_team(void *arg)
{
    (void)arg;
    clear(TEAMS * d.themes);
    for (size_t i = 0; i < d.n; i++)
        count_set(d.set + i * d.words, cells + d.team[i] * d.themes);
}

static void query_c(void *arg)
{
    int list[64];

    (void)arg;
    clear(d.themes * d.themes);
    for (size_t i = 0; i < d.n; i++) {
        int n = 0;
        for (uint64_t m = d.set[i]; m; m &= m - 1)
            list[n++] = __builtin_ctzll(m);
        for (int x = 0; x < n; x++)
            for (int y = x; y < n; y++)
                cells[(size_t)list[x] * d.themes + (size_t)list[y]]++;
    }
}

static void query_d(void *arg)
{
    (void)arg;
    clear(YEARS * BANDS * d.themes);
    for (size_t i = 0; i < d.n; i++)
        if (d.index_age[i] < BANDS)
            count_set(d.set + i * d.words,
                      cells + (d.year[i] * (size_t)BANDS + d.index_age[i]) * d.themes);
}

/* Children of one review follow each other. */
static void query_bands(void *arg)
{
    uint32_t seen = 0;

    (void)arg;
    clear(YEARS * BANDS * d.themes);
    for (size_t i = 0; i < d.n_children; i++) {
        size_t r = d.child_review[i], band = d.child_age[i];
        if (i == 0 || d.child_review[i - 1] != r)
            seen = 0;
        if (band == BANDS || seen >> band & 1)
            continue;
        seen |= (uint32_t)1 << band;
        count_set(d.set + r * d.words, cells + (d.year[r] * (size_t)BANDS + band) * d.themes);
    }
}

static void query_children(void *arg)
{
    (void)arg;
    clear(BANDS * d.themes);
    for (size_t i = 0; i < d.n_children; i++)
        if (d.child_age[i] < BANDS)
            count_set(d.set + d.child_review[i] * d.words, cells + d.child_age[i] * d.themes);
}

static void query_findings(void *arg)
{
    (void)arg;
    clear(AREAS * d.themes);
    for (size_t i = 0; i < d.n_findings; i++)
        count_set(d.finding_set + i * d.words, cells + d.area[d.finding_review[i]] * d.themes);
}

static void query_pairing(void *arg)
{
    uint32_t seen = 0;

    (void)arg;
    clear(SEXES * BANDS);
    for (size_t i = 0; i < d.n_children; i++) {
        size_t cell = (size_t)d.child_sex[i] * BANDS + d.child_age[i];
        if (i == 0 || d.child_review[i - 1] != d.child_review[i])
            seen = 0;
        if (d.child_sex[i] == SEXES || d.child_age[i] == BANDS || seen >> cell & 1)
            continue;
        seen |= (uint32_t)1 << cell;
        cells[cell]++;
    }
}

/* Area by theme of a tree: a theme's ancestors count once a review. */
static void query_tree(void *arg)
{
    (void)arg;
    clear(AREAS * d.themes);
    for (size_t i = 0; i < d.n; i++) {
        uint64_t set[MAX_WORDS] = {0};
        memcpy(set, d.set + i * d.words, 8 * d.words);
        for (size_t w = 0; w < d.words; w++)
            for (uint64_t m = d.set[i * d.words + w]; m; m &= m - 1)
                for (size_t t = d.parent[64 * w + (size_t)__builtin_ctzll(m)]; t != 255;
                     t = d.parent[t])
                    set[t / 64] |= (uint64_t)1 << t % 64;
        count_set(set, cells + d.area[i] * d.themes);
    }
}

/* ---- permutations: the largest difference of shares between the reviews with a child in the first
 * two bands and the rest, with the labels shuffled ---- */

#define PERMUTATIONS 10000
static double permutation_mean;

static void query_permutations(void *arg)
{
    static uint32_t order[1 << 16];
    uint64_t s = 42;
    size_t n = d.n < 1 << 16 ? d.n : 1 << 16, chosen = n / 3;
    double sum = 0;

    (void)arg;
    clear(2 * d.themes);
    for (size_t i = 0; i < n; i++) {
        order[i] = (uint32_t)i;
        count_set(d.set + i * d.words, cells + d.themes);
    }
    for (int p = 0; p < PERMUTATIONS; p++) {
        double most = 0;
        memset(cells, 0, d.themes * sizeof *cells);
        for (size_t i = 0; i < chosen; i++) {
            s = s * 0x5851f42d4c957f2du + 1;
            size_t j = i + ((s >> 32) * (n - i) >> 32);
            uint32_t x = order[j];
            order[j] = order[i];
            order[i] = x;
            count_set(d.set + x * d.words, cells);
        }
        for (size_t t = 0; t < d.themes; t++) {
            double in = (double)cells[t] / (double)chosen;
            double out = (double)(cells[d.themes + t] - cells[t]) / (double)(n - chosen);
            double gap = in > out ? in - out : out - in;
            if (gap > most)
                most = gap;
        }
        sum += most;
    }
    permutation_mean = sum / PERMUTATIONS;
}

static void answer(const char *query, void (*run)(void *), size_t n_cells)
{
    bench_sums sums = {{0}};

    run(NULL);
    for (size_t i = 0; i < n_cells; i++)
        bench_add(&sums, i, cells[i]);
    printf("sums\t%s\t%lu\t%lu\t%lu\n", query, (unsigned long)sums.s[0], (unsigned long)sums.s[1],
           (unsigned long)sums.s[2]);
    bench_measure(query, "loop", run, NULL);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 64;
    d.themes = strtoull(argv[2], NULL, 10);
    d.folder = argv[3];
    load();
    if (d.words > 1) {
        answer("tree", query_tree, AREAS * d.themes);
        return 0;
    }
    answer("a", query_a, d.themes);
    answer("b", query_area, AREAS * d.themes);
    answer("c", query_c, d.themes * d.themes);
    answer("d", query_d, YEARS * BANDS * d.themes);
    answer("outcome", query_outcome, OUTCOMES * d.themes);
    answer("year", query_year, YEARS * d.themes);
    answer("team", query_team, TEAMS * d.themes);
    answer("children", query_children, BANDS * d.themes);
    answer("findings", query_findings, AREAS * d.themes);
    answer("filters", query_filters, d.themes);
    answer("bands", query_bands, YEARS * BANDS * d.themes);
    answer("pairing", query_pairing, SEXES * BANDS);
    if (d.n == 3000) {
        bench_measure("k", "shuffle", query_permutations, NULL);
        printf("value\tk:loop\t%.6f\n", permutation_mean);
    }
    return 0;
}
