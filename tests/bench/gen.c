/* gen -- seeded synthetic reviews for the bench: an import document, and the same facts as columns.
 *
 *   gen -n REVIEWS [-s SEED] [-t 64|200] [-f MAX_FINDINGS] [-j DOCUMENT] [-c FOLDER]
 *
 * The same arguments give the same bytes: review i has a random stream of its own, so it does not
 * depend on how many there are. -t 64: themes without a tree, rates from 70% down to 1%, about six a
 * review. -t 200: 8 themes with 4 below each and 5 below each of those; only the lowest are coded.
 * -f 1 gives every review one finding with all its themes and no text, for the largest sizes.
 *
 * The first child is the index child: its sex and age stand on the review too, as index_sex and index_age, with the same
 * missing ones.
 *
 * FOLDER gets raw little-endian columns for programs: area.u8 year.u8 outcome.u8 team.u16 index_sex.u8 index_age.u8 (its
 * band) words.u64 (a set of themes, 1 or 4 words a review), child_review.u32 child_sex.u8 child_age.u8 (its band)
 * child_first.u8 (bit 0: no child before it in its review has its band; bit 1: nor its sex and band),
 * finding_review.u32 finding_words.u64 parent.u8 (of each theme, 255 none), and the same as
 * review.csv, child.csv and finding.csv for databases, a set of themes as 32-bit parts. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    AREAS = 48,
    YEARS = 20,
    FIRST_YEAR = 2005,
    OUTCOMES = 5,
    TEAMS = 1000,
    BANDS = 6,
    AGE_UNKNOWN = BANDS,
    SEX_MISSING = 2,
    MAX_THEMES = 200,
    WORDS = 4,
    LEVELS = 8,
    FACTORS = 4,
    MAX_FINDINGS = 15,
    MAX_CHILDREN = 3
};

typedef struct options {
    uint64_t n, seed;
    int themes, findings;
    const char *document, *folder;
} options;

typedef struct child {
    int sex, age, band;
} child;

typedef struct review {
    int area, year, outcome, team, month, day, n_children, n_findings;
    child children[MAX_CHILDREN];
    uint64_t set[WORDS];
    uint64_t finding[MAX_FINDINGS][WORDS];
    uint64_t stream; /* where the text goes on */
} review;

static uint8_t parent[MAX_THEMES];                    /* 255: none */
static bool coded[MAX_THEMES];                        /* no theme below it */
static uint32_t chance[MAX_THEMES][LEVELS];           /* of 65,536, by the level of its factor */
static uint32_t area_up_to[AREAS], year_up_to[YEARS]; /* of 65,536 */
static const int band_from[BANDS + 1] = {0, 1, 3, 6, 11, 16, 18};
static const char *const outcomes[OUTCOMES] = {"death", "serious-harm", "harm", "near-miss",
                                               "other"};

/* ---- random numbers: a counter through a mixing function ---- */

static uint64_t next(uint64_t *s)
{
    uint64_t x = *s += 0x9e3779b97f4a7c15u;

    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    return x ^ (x >> 32);
}

static int below(uint64_t *s, int n)
{
    return (int)((next(s) >> 32) * (uint64_t)n >> 32);
}

/* ---- the tables everything is drawn from ---- */

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

/* The chance of a theme at each level of its factor, so that the mean over the levels is `rate`. */
static void spread_rate(uint32_t *out, double rate, double pull)
{
    double low = -20, high = 20;

    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2, mean = 0;
        for (int l = 0; l < LEVELS; l++)
            mean += logistic(middle + pull * (l - 3.5) / 3.5) / LEVELS;
        if (mean < rate)
            low = middle;
        else
            high = middle;
    }
    for (int l = 0; l < LEVELS; l++)
        out[l] = (uint32_t)lround(65536 * logistic(low + pull * (l - 3.5) / 3.5));
}

static void make_tree(int themes)
{
    int at = 0;

    memset(parent, 255, sizeof parent);
    for (int t = 0; t < themes; t++)
        coded[t] = true;
    if (themes != MAX_THEMES)
        return;
    for (int top = 0; top < 8; top++) {
        int first = at++;
        coded[first] = false;
        for (int middle = 0; middle < 4; middle++) {
            int second = at++;
            coded[second] = false;
            parent[second] = (uint8_t)first;
            for (int low = 0; low < 5; low++)
                parent[at++] = (uint8_t)second;
        }
    }
}

static void fill_shares(uint32_t *out, int n, double power)
{
    double sum = 0, run = 0;

    for (int i = 0; i < n; i++)
        sum += pow(i + 1, power);
    for (int i = 0; i < n; i++) {
        run += pow(i + 1, power);
        out[i] = (uint32_t)lround(65536 * run / sum);
    }
}

static void make_tables(int themes)
{
    int n = 0, k = 0;

    make_tree(themes);
    for (int t = 0; t < themes; t++)
        n += coded[t];
    for (int t = 0; t < themes; t++) {
        if (!coded[t])
            continue;
        double x = 1 - (double)k / (n - 1);
        spread_rate(chance[t], 0.01 + 0.69 * pow(x, 7.0 * n / 64), 0.4 + 0.3 * (k % 5));
        k++;
    }
    fill_shares(area_up_to, AREAS, -0.8); /* a few large areas and many small ones */
    fill_shares(year_up_to, YEARS, 0.4);  /* more reviews in later years */
}

/* ---- one review ---- */

static int pick(const uint32_t *up_to, int n, uint64_t *s)
{
    uint32_t x = (uint32_t)(next(s) >> 48);
    int i = 0;

    while (i < n - 1 && x >= up_to[i])
        i++;
    return i;
}

static void make_children(review *r, uint64_t *s)
{
    int draw = below(s, 100);

    r->n_children = draw < 90 ? 1 : draw < 98 ? 2 : 3;
    for (int i = 0; i < r->n_children; i++) {
        child *c = &r->children[i];
        static const int share[BANDS] = {28, 12, 14, 16, 20, 10};
        int x = below(s, 100);
        c->band = 0;
        while (x >= share[c->band])
            x -= share[c->band++];
        c->age = band_from[c->band] + below(s, band_from[c->band + 1] - band_from[c->band]);
        if (below(s, 50) == 0)
            c->band = c->age = AGE_UNKNOWN;
        x = below(s, 100);
        c->sex = x < 46 ? 0 : x < 97 ? 1 : SEX_MISSING;
    }
}

static void make_themes(review *r, int themes, uint64_t *s)
{
    int level[FACTORS];
    uint64_t bits = 0;
    int left = 0;

    for (int f = 0; f < FACTORS; f++) {
        int l = below(s, LEVELS);
        if (f == 0)
            l += r->area % 3 - 1;
        if (f == 1)
            l += r->year / 7 - 1;
        if (f == 2 && r->children[0].band == 0)
            l++;
        level[f] = l < 0 ? 0 : l >= LEVELS ? LEVELS - 1 : l;
    }
    for (int t = 0; t < themes; t++) {
        if (!coded[t])
            continue;
        if (left == 0) {
            bits = next(s);
            left = 4;
        }
        if ((bits & 0xffff) < chance[t][level[t % FACTORS]])
            r->set[t / 64] |= (uint64_t)1 << t % 64;
        bits >>= 16;
        left--;
    }
}

/* Every theme is in one of the findings. */
static void make_findings(review *r, int themes, int most, uint64_t *s)
{
    r->n_findings = most == 1 ? 1 : 1 + below(s, 8) + below(s, 8);
    for (int t = 0; t < themes; t++)
        if (r->set[t / 64] >> t % 64 & 1)
            r->finding[below(s, r->n_findings)][t / 64] |= (uint64_t)1 << t % 64;
}

static void make_review(review *r, const options *o, uint64_t i)
{
    uint64_t s = (o->seed << 40) + i * 0x100000001b3u;

    memset(r, 0, sizeof *r);
    next(&s);
    r->area = pick(area_up_to, AREAS, &s);
    r->year = pick(year_up_to, YEARS, &s);
    r->outcome = below(&s, OUTCOMES);
    r->team = below(&s, TEAMS);
    r->month = 1 + below(&s, 12);
    r->day = 1 + below(&s, 28);
    make_children(r, &s);
    make_themes(r, o->themes, &s);
    make_findings(r, o->themes, o->findings, &s);
    r->stream = s;
}

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    FILE *f;

    snprintf(path, sizeof path, "%s%s%s", folder ? folder : "", folder ? "/" : "", name);
    f = fopen(path, "wb");
    if (!f) {
        perror(path);
        exit(1);
    }
    setvbuf(f, NULL, _IOFBF, 1 << 18);
    return f;
}

/* ---- the import document ---- */

/* A field of reviews whose values are a prefix and a number. */
static void put_field(FILE *f, const char *head, const char *prefix, int digits, int from, int n)
{
    fprintf(f, "{\"field\":{\"key\":%s,\"of\":\"review\",\"values\":[", head);
    for (int i = 0; i < n; i++)
        fprintf(f, "%s\"%s%0*d\"", i ? "," : "", prefix, digits, from + i);
    fputs("]}}\n", f);
}

static void put_codebook(FILE *f, int themes)
{
    fputs("{\"source\":{\"id\":\"bench\",\"title\":\"Synthetic reviews for measuring\"}}\n"
          "{\"field\":{\"key\":\"outcome\",\"of\":\"review\",\"kind\":\"category\",\"values\":["
          "\"death\","
          "\"serious-harm\",\"harm\",\"near-miss\",\"other\"]}}\n",
          f);
    put_field(f, "\"area\",\"kind\":\"category\"", "area-", 2, 1, AREAS);
    put_field(f, "\"year\",\"kind\":\"ordinal\"", "", 4, FIRST_YEAR, YEARS);
    put_field(f, "\"team\",\"kind\":\"category\"", "team-", 4, 1, TEAMS);
    fputs("{\"field\":{\"key\":\"index_sex\",\"of\":\"review\",\"kind\":\"category\",\"values\":["
          "\"female\",\"male\"]}}\n"
          "{\"field\":{\"key\":\"index_age\",\"of\":\"review\",\"kind\":\"number\"}}\n"
          "{\"band\":{\"field\":\"index_age\",\"name\":\"index_age_band\",\"bounds\":[1,3,6,11,16]}"
          "}\n"
          "{\"band\":{\"field\":\"age\",\"name\":\"age_band\",\"bounds\":[1,3,6,11,16]}}\n",
          f);
    for (int t = 0; t < themes; t++) {
        fprintf(f, "{\"theme\":{\"code\":\"t%03d\",\"label\":\"Synthetic theme %03d\"", t, t);
        if (parent[t] != 255)
            fprintf(f, ",\"parent\":\"t%03d\"", parent[t]);
        fputs("}}\n", f);
    }
}

static void put_text(FILE *f, uint64_t *s)
{
    static const char *const words[16] = {" record",   " visit",   " plan",    " meeting",
                                          " agency",   " contact", " review",  " school",
                                          " health",   " housing", " history", " family",
                                          " decision", " support", " worker",  " assessment"};
    uint64_t bits = next(s);
    int n = 6 + (int)(bits & 15);

    fputs(",\"text\":\"Synthetic text:", f);
    for (int i = 0; i < n; i++) {
        if (i % 15 == 0)
            bits = next(s);
        bits >>= 4;
        fputs(words[bits & 15], f);
    }
    fputs("\",\"source\":\"bench\"", f);
}

static void put_finding(FILE *f, const review *r, int k, const options *o, uint64_t *s)
{
    const char *comma = "";

    fprintf(f, "%s{\"id\":\"F%d\"", k ? "," : "", k + 1);
    if (o->findings != 1)
        put_text(f, s);
    fputs(",\"themes\":[", f);
    for (int w = 0; w < WORDS; w++) {
        for (uint64_t m = r->finding[k][w]; m; m &= m - 1) {
            fprintf(f, "%s\"t%03d\"", comma, 64 * w + __builtin_ctzll(m));
            comma = ",";
        }
    }
    fputs("]}", f);
}

/* Age and sex under keys that begin with a prefix, each with a comma before it. */
static void put_age_and_sex(FILE *f, const child *c, const char *prefix)
{
    static const char *const sexes[] = {"female", "male"};

    if (c->band == AGE_UNKNOWN)
        fprintf(f, ",\"%sage\":{\"missing\":\"unknown\"}", prefix);
    else
        fprintf(f, ",\"%sage\":%d", prefix, c->age);
    if (c->sex != SEX_MISSING)
        fprintf(f, ",\"%ssex\":\"%s\"", prefix, sexes[c->sex]);
}

static void put_child(FILE *f, const child *c, int k)
{
    fprintf(f, "%s{\"id\":\"C%d\"", k ? "," : "", k + 1);
    put_age_and_sex(f, c, "");
    fputs("}", f);
}

static void put_review(FILE *f, const review *r, uint64_t i, const options *o)
{
    uint64_t s = r->stream;
    int year = FIRST_YEAR + r->year;

    fprintf(
        f,
        "{\"review\":{\"id\":\"R%08lu\",\"kind\":\"%s\",\"scope\":\"local\",\"coded\":true,"
        "\"area\":\"area-%02d\",\"year\":\"%d\",\"notified\":\"%d-%02d-%02d\",\"outcome\":\"%s\","
        "\"team\":\"team-%04d\"",
        (unsigned long)i + 1, i % 5 < 3 ? "rapid-review" : "lcspr", r->area + 1, year, year,
        r->month, r->day, outcomes[r->outcome], r->team + 1);
    put_age_and_sex(f, &r->children[0], "index_");
    fputs(",\"children\":[", f);
    for (int k = 0; k < r->n_children; k++)
        put_child(f, &r->children[k], k);
    fputs("],\"findings\":[", f);
    for (int k = 0; k < r->n_findings; k++)
        put_finding(f, r, k, o, &s);
    fputs("]}}\n", f);
}

/* ---- columns ---- */

enum {
    AREA,
    YEAR,
    OUTCOME,
    TEAM,
    INDEX_SEX,
    INDEX_AGE,
    SET,
    SEX,
    AGE,
    FIRST,
    OF_CHILD,
    OF_FINDING,
    FINDING_SET,
    PARENT,
    REVIEW_CSV,
    CHILD_CSV,
    FINDING_CSV,
    COLUMNS
};
static const char *const names[COLUMNS] = {
    "area.u8",           "year.u8",        "outcome.u8",       "team.u16",
    "index_sex.u8",      "index_age.u8",   "words.u64",        "child_sex.u8",
    "child_age.u8",      "child_first.u8", "child_review.u32", "finding_review.u32",
    "finding_words.u64", "parent.u8",      "review.csv",       "child.csv",
    "finding.csv"};

/* A little-endian number of `size` bytes. */
static void put_number(FILE *f, uint64_t x, size_t size)
{
    fwrite(&x, 1, size, f);
}

static void put_set(FILE *column, FILE *csv, const uint64_t *set, int words)
{
    fwrite(set, 8, (size_t)words, column);
    for (int w = 0; w < words; w++)
        fprintf(csv, ",%u,%u", (unsigned)set[w], (unsigned)(set[w] >> 32));
    fputc('\n', csv);
}

static void put_child_columns(FILE **c, const review *r, uint32_t i, int k)
{
    const child *me = &r->children[k];
    unsigned first = 3;

    for (int j = 0; j < k; j++) {
        if (r->children[j].band == me->band)
            first &= 2;
        if (r->children[j].band == me->band && r->children[j].sex == me->sex)
            first = 0;
    }
    put_number(c[SEX], (uint64_t)me->sex, 1);
    put_number(c[AGE], (uint64_t)me->band, 1);
    put_number(c[FIRST], first, 1);
    put_number(c[OF_CHILD], i, 4);
    fprintf(c[CHILD_CSV], "%u,%d,%d,%u,%u\n", i, me->sex, me->band, first & 1, first >> 1);
}

static void put_columns(FILE **c, const review *r, uint32_t i, const options *o)
{
    int words = o->themes == 64 ? 1 : WORDS;

    put_number(c[AREA], (uint64_t)r->area, 1);
    put_number(c[YEAR], (uint64_t)r->year, 1);
    put_number(c[OUTCOME], (uint64_t)r->outcome, 1);
    put_number(c[TEAM], (uint64_t)r->team, 2);
    put_number(c[INDEX_SEX], (uint64_t)r->children[0].sex, 1);
    put_number(c[INDEX_AGE], (uint64_t)r->children[0].band, 1);
    fprintf(c[REVIEW_CSV], "%u,%d,%d,%d,%d,%d,%d", i, r->area, r->year, r->outcome, r->team,
            r->children[0].sex, r->children[0].band);
    put_set(c[SET], c[REVIEW_CSV], r->set, words);
    for (int k = 0; k < r->n_children; k++)
        put_child_columns(c, r, i, k);
    for (int k = 0; k < r->n_findings; k++) {
        put_number(c[OF_FINDING], i, 4);
        fprintf(c[FINDING_CSV], "%u", i);
        put_set(c[FINDING_SET], c[FINDING_CSV], r->finding[k], words);
    }
}

static void create_columns(FILE **c, const options *o)
{
    const char *parts = o->themes == 64 ? ",m0,m1" : ",m0,m1,m2,m3,m4,m5,m6,m7";

    for (int i = 0; i < COLUMNS; i++)
        c[i] = create(o->folder, names[i]);
    fprintf(c[REVIEW_CSV], "id,area,year,outcome,team,index_sex,index_age%s\n", parts);
    fputs("review,sex,age,first_age,first_sex_age\n", c[CHILD_CSV]);
    fprintf(c[FINDING_CSV], "review%s\n", parts);
    fwrite(parent, 1, (size_t)o->themes, c[PARENT]);
}

static bool read_options(int argc, char **argv, options *o)
{
    int opt;

    while ((opt = getopt(argc, argv, "n:s:t:f:j:c:")) != -1) {
        if (opt == 'n')
            o->n = strtoull(optarg, NULL, 10);
        else if (opt == 's')
            o->seed = strtoull(optarg, NULL, 10);
        else if (opt == 't')
            o->themes = atoi(optarg);
        else if (opt == 'f')
            o->findings = atoi(optarg);
        else if (opt == 'j')
            o->document = optarg;
        else if (opt == 'c')
            o->folder = optarg;
        else
            return false;
    }
    return o->n > 0 && o->n <= 99999999 && (o->themes == 64 || o->themes == MAX_THEMES);
}

int main(int argc, char **argv)
{
    options o = {.seed = 1, .themes = 64, .findings = MAX_FINDINGS};
    FILE *files[COLUMNS + 1] = {NULL};
    review r;

    if (!read_options(argc, argv, &o)) {
        fputs(
            "usage: gen -n REVIEWS [-s SEED] [-t 64|200] [-f MAX_FINDINGS] [-j FILE] [-c FOLDER]\n",
            stderr);
        return 64;
    }
    make_tables(o.themes);
    if (o.document) {
        files[COLUMNS] = create(NULL, o.document);
        put_codebook(files[COLUMNS], o.themes);
    }
    if (o.folder)
        create_columns(files, &o);
    for (uint64_t i = 0; i < o.n; i++) {
        make_review(&r, &o, i);
        if (o.document)
            put_review(files[COLUMNS], &r, i, &o);
        if (o.folder)
            put_columns(files, &r, (uint32_t)i, &o);
    }
    for (int i = 0; i <= COLUMNS; i++) {
        if (files[i] && (ferror(files[i]) || fclose(files[i]) != 0)) {
            perror("gen: write");
            return 1;
        }
    }
    return 0;
}
