/* Blocks into parts of a corpus, each byte checked before it is used.  Arrays stay in the block; strings too. */
#include "io/store_snapshot.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

#define LINE 64

/* What is left of a block. */
typedef struct reader {
    unsigned char *at;
    unsigned char *end;
    void *unrecorded; /* codes of columns in which nothing is recorded; NULL: no such column yet */
} reader;

static bool is_zero(const unsigned char *from, const unsigned char *to)
{
    unsigned any = 0;

    while (from < to)
        any |= *from++;
    return any == 0;
}

/* The next section, NULL if there is none; *len its bytes.  What pads it is zero. */
static void *take_any(reader *r, size_t *len)
{
    uint64_t bytes;

    if (r->end - r->at < LINE)
        return NULL;
    memcpy(&bytes, r->at, sizeof bytes);
    r->at += LINE;
    uint64_t left = (uint64_t)(r->end - r->at), whole = (bytes + LINE - 1) / LINE * LINE;
    if (bytes > left || whole > left || !is_zero(r->at + bytes, r->at + whole))
        return NULL;
    void *section = r->at;
    r->at += whole;
    *len = (size_t)bytes;
    return section;
}

/* A section of n things of `size` bytes. */
static void *take(reader *r, size_t n, size_t size)
{
    size_t len;
    void *section = take_any(r, &len);

    return section && len == n * size ? section : NULL;
}

/* Dates are left to take_dates.  Nobody asks why: to clear an hd_err for each string takes longer than all else. */
static bool good_string(const char *s, size_t len, hd_use use)
{
    return use == HD_USE_DATE ||
           (hd_utf8_valid(s, len, NULL) && hd_rule_text(use, s, NULL) == HD_OK);
}

/* n strings that stand one after the other, each right for `use`; NULL if they are not.  The caller's.  The first
 * are likely to be the `n_known` ones that are known to be right. */
static const char **take_strings(reader *r, size_t n, hd_use use, const char *const *known,
                                 size_t n_known)
{
    size_t len;
    const char *at = take_any(r, &len), *end = at + (at ? len : 0);

    /* Of each string at least its NUL: n is no more than the bytes there are. */
    if (!at || n > len || (n == 0 && len > 0) || (len > 0 && end[-1] != '\0'))
        return NULL;
    const char **strings = hd_calloc(n, sizeof *strings);
    for (size_t i = 0; i < n; i++) {
        size_t one = at < end ? strlen(at) : 0;
        if (at == end ||
            !((i < n_known && strcmp(at, known[i]) == 0) || good_string(at, one, use))) {
            hd_free(strings);
            return NULL;
        }
        strings[i] = at;
        at += one + 1;
    }
    if (at != end) {
        hd_free(strings);
        return NULL;
    }
    return strings;
}

/* ---- columns ---- */

#define BAD_CODE(type)                                                                             \
    static bool bad_code_##type(const type *codes, size_t n, type end, type first_missing)         \
    {                                                                                              \
        type bad = 0;                                                                              \
        for (size_t i = 0; i < n; i++)                                                             \
            bad |= (type)((codes[i] >= end) & (codes[i] < first_missing));                         \
        return bad != 0;                                                                           \
    }
BAD_CODE(uint8_t)
BAD_CODE(uint16_t)
BAD_CODE(uint32_t)

/* Each is below `end` or a missing state; end is no more than the lowest of these. */
static bool good_codes(const hd_column *col, uint32_t end)
{
    uint32_t missing = hd_code_limit(col->width);

    if (col->width == 1)
        return !bad_code_uint8_t(col->codes, col->n, (uint8_t)end, (uint8_t)missing);
    if (col->width == 2)
        return !bad_code_uint16_t(col->codes, col->n, (uint16_t)end, (uint16_t)missing);
    return !bad_code_uint32_t(col->codes, col->n, end, missing);
}

static bool below(const uint32_t *items, size_t n, uint32_t limit)
{
    uint32_t most = 0;

    for (size_t i = 0; i < n; i++)
        most = items[i] > most ? items[i] : most;
    return n == 0 || most < limit;
}

/* start[0] is 0, none is below the one before, the last is what there is. */
static bool good_starts(const uint32_t *start, size_t n)
{
    bool bad = start[0] != 0;

    for (size_t i = 0; i < n; i++)
        bad |= start[i] > start[i + 1];
    return !bad;
}

static bool good_lists(const hd_lists *lists, size_t n, size_t n_values)
{
    if (!below(lists->items, lists->start[n], (uint32_t)n_values))
        return false;
    for (size_t i = 0; i < n; i++) {
        for (uint32_t k = lists->start[i] + 1; k < lists->start[i + 1]; k++) {
            if (lists->items[k - 1] >= lists->items[k])
                return false;
        }
    }
    return true;
}

static bool good_numbers(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(x[i]) || signbit(x[i]) > (x[i] < 0) || (i > 0 && x[i - 1] >= x[i]))
            return false;
    }
    return true;
}

/* Days, and the labels in the order of time. */
static bool take_dates(hd_column *col)
{
    col->dates = hd_calloc(col->n_values, sizeof *col->dates);
    for (size_t i = 0; i < col->n_values; i++) {
        hd_date *d = &col->dates[i];
        if (!hd_date_parse(col->labels[i], strlen(col->labels[i]), d))
            return false;
        if (i == 0)
            continue;
        const hd_date *b = d - 1;
        if (b->from_day != d->from_day ? b->from_day > d->from_day
            : b->to_day != d->to_day   ? b->to_day > d->to_day
                                       : strcmp(col->labels[i - 1], col->labels[i]) >= 0)
            return false;
    }
    return true;
}

/* Declared values in order, then others in byte order. */
static bool good_labels(const hd_column *col)
{
    const hd_field *field = col->field;

    if (col->n_values < field->n_values)
        return false;
    for (size_t i = 0; i < col->n_values; i++) {
        if (i < field->n_values
                ? strcmp(col->labels[i], field->values[i]) != 0
                : i > field->n_values && strcmp(col->labels[i - 1], col->labels[i]) >= 0)
            return false;
    }
    return true;
}

static bool take_dictionary(reader *r, hd_column *col)
{
    static const char *const flags[] = {"No", "Yes"};
    hd_kind kind = col->field->kind;

    if (kind == HD_NUMBER) {
        const double *numbers = take(r, col->n_values, sizeof *numbers);
        if (!numbers || !good_numbers(numbers, col->n_values))
            return false;
        col->numbers = hd_calloc(col->n_values, sizeof *col->numbers);
        if (col->n_values > 0)
            memcpy(col->numbers, numbers, col->n_values * sizeof *numbers);
        return true;
    }
    if (kind == HD_FLAG) {
        if (col->n_values != 2 || !take(r, 0, 1))
            return false;
        col->labels = hd_calloc(2, sizeof *col->labels);
        memcpy(col->labels, flags, sizeof flags);
        return true;
    }
    col->labels = take_strings(r, col->n_values, kind == HD_DATE ? HD_USE_DATE : HD_USE_NAME,
                               col->field->values, col->field->n_values);
    if (!col->labels)
        return false;
    return kind == HD_DATE ? take_dates(col) : good_labels(col);
}

static uint32_t narrowest(size_t n_values)
{
    return n_values <= hd_code_limit(1) ? 1 : n_values <= hd_code_limit(2) ? 2 : 4;
}

static bool take_codes(reader *r, hd_column *col)
{
    size_t len = 0;

    col->codes = take_any(r, &len);
    if (!col->codes || len == col->n * col->width)
        return col->codes;
    if (len > 0 || col->width != 1)
        return false;
    if (!r->unrecorded) {
        r->unrecorded = hd_alloc_lines(col->n, 1);
        memset(r->unrecorded, (uint8_t)HD_CODE_NOT_RECORDED, col->n);
    }
    col->codes = r->unrecorded;
    return true;
}

static bool take_column(reader *r, size_t n, hd_column *col)
{
    bool multi = col->field->kind == HD_MULTI;
    struct {
        uint32_t width, unused;
        uint64_t n_values;
    } about;
    const void *bytes = take(r, 1, sizeof about);

    if (!bytes)
        return false;
    memcpy(&about, bytes, sizeof about);
    if (about.n_values > HD_CODE_UNKNOWN || about.unused != 0 ||
        about.width != narrowest(multi ? 1 : (size_t)about.n_values))
        return false;
    col->n = n;
    col->width = about.width;
    col->n_values = (size_t)about.n_values;
    if (!take_dictionary(r, col))
        return false;
    if (!take_codes(r, col) || !good_codes(col, multi ? 1 : (uint32_t)col->n_values))
        return false;
    if (!multi)
        return true;
    col->lists.start = take(r, n + 1, sizeof *col->lists.start);
    if (!col->lists.start || !good_starts(col->lists.start, n))
        return false;
    col->lists.items = take(r, col->lists.start[n], sizeof *col->lists.items);
    return col->lists.items && good_lists(&col->lists, n, col->n_values);
}

static void forget_columns(hd_column *columns, size_t n)
{
    for (size_t f = 0; f < n; f++) {
        hd_free(columns[f].labels);
        hd_free(columns[f].numbers);
        hd_free(columns[f].dates);
    }
    hd_free(columns);
}

/* The unit's columns but for texts, by field; NULL if they are not right. */
static hd_column *take_columns(reader *r, const hd_corpus *c, hd_unit unit, size_t n_units)
{
    size_t n = hd_codebook_n_fields(c->codebook, unit);
    hd_column *columns = hd_calloc(n, sizeof *columns);

    for (size_t f = 0; f < n; f++) {
        columns[f].field = hd_codebook_field(c->codebook, unit, f);
        if (columns[f].field->kind != HD_TEXT && !take_column(r, n_units, &columns[f])) {
            forget_columns(columns, n);
            return NULL;
        }
    }
    if (r->at != r->end) {
        forget_columns(columns, n);
        return NULL;
    }
    return columns;
}

static void keep_columns(reader *r, hd_corpus *c, hd_unit unit, hd_column *columns)
{
    c->unrecorded[unit] = r->unrecorded;
    r->unrecorded = NULL;
    for (size_t f = 0; f < hd_codebook_n_fields(c->codebook, unit); f++) {
        if (columns[f].field->kind != HD_TEXT)
            c->columns[unit][f] = columns[f];
    }
    hd_free(columns);
    c->borrowed |= HD_PART_UNIT(unit);
}

/* ---- parts ---- */

/* Members past n are none. */
static bool good_bits(const uint64_t *words, size_t n)
{
    return n % 64 == 0 || words[n / 64] >> (n % 64) == 0;
}

static bool good_words(const uint64_t *words, size_t n, const hd_theme_words *themes)
{
    size_t n_words = themes->n_words;
    uint64_t past = 0;

    if (themes->n_themes % 64 == 0)
        return true;
    for (size_t i = n_words - 1; i < n * n_words; i += n_words)
        past |= words[i];
    return past >> (themes->n_themes % 64) == 0;
}

static void copy_bits(hd_bits *to, const uint64_t *words, size_t n)
{
    hd_bits_init(to, n);
    if (n > 0)
        memcpy(to->words, words, hd_bits_words(n) * sizeof *words);
}

/* A number for each of the n reviews; *width its bytes.  Any number is one that a review may have. */
static void *take_codings(reader *r, size_t n, uint32_t *width)
{
    size_t len = 0;
    void *codings = take_any(r, &len);

    *width = n > 0 ? (uint32_t)(len / n) : 1;
    return codings && len == n * *width && (*width == 1 || *width == 2 || *width == 4) ? codings
                                                                                       : NULL;
}

static bool take_reviews(reader *r, hd_corpus *c, const uint64_t *n_units)
{
    size_t n = (size_t)n_units[HD_REVIEW];
    const uint64_t *coded = take(r, hd_bits_words(n), sizeof *coded);
    const uint64_t *labelled = take(r, hd_bits_words(n), sizeof *labelled);
    uint64_t *words = take(r, n * c->themes.n_words, sizeof *words);
    uint32_t width = 0;
    void *codings = take_codings(r, n, &width);

    if (!coded || !labelled || !words || !codings || !good_bits(coded, n) ||
        !good_bits(labelled, n) || !good_words(words, n, &c->themes))
        return false;
    hd_column *columns = take_columns(r, c, HD_REVIEW, n);
    if (!columns)
        return false;
    for (size_t u = 0; u < HD_N_UNITS; u++)
        c->n[u] = (size_t)n_units[u];
    copy_bits(&c->coded, coded, n);
    copy_bits(&c->themes.labelled, labelled, n);
    c->themes.words = words;
    c->themes.codings = codings;
    c->themes.codings_width = width;
    keep_columns(r, c, HD_REVIEW, columns);
    return true;
}

static bool take_children(reader *r, hd_corpus *c)
{
    size_t n = c->n[HD_CHILD];
    uint32_t *review_of = take(r, n, sizeof *review_of);

    if (!review_of || !below(review_of, n, (uint32_t)c->n[HD_REVIEW]))
        return false;
    hd_column *columns = take_columns(r, c, HD_CHILD, n);
    if (!columns)
        return false;
    keep_columns(r, c, HD_CHILD, columns);
    hd_corpus_link(c, HD_CHILD, review_of);
    return true;
}

/* How many strings a section that comes next has. */
static size_t count_strings(const reader *r)
{
    reader ahead = *r;
    size_t len = 0, n = 0;
    const char *at = take_any(&ahead, &len);

    for (size_t i = 0; at && i < len; i++)
        n += at[i] == '\0';
    return n;
}

static bool take_findings(reader *r, hd_corpus *c)
{
    size_t n = c->n[HD_FINDING];
    uint32_t *review_of = take(r, n, sizeof *review_of);
    uint32_t *start = take(r, n + 1, sizeof *start);

    if (!review_of || !start || !below(review_of, n, (uint32_t)c->n[HD_REVIEW]) ||
        !good_starts(start, n))
        return false;
    uint32_t *label_of = take(r, start[n], sizeof *label_of);
    if (!label_of)
        return false;
    size_t n_labels = count_strings(r);
    const char **labels =
        n_labels < HD_NONE ? take_strings(r, n_labels, HD_USE_NAME, NULL, 0) : NULL;
    hd_column *columns = labels && below(label_of, start[n], (uint32_t)n_labels)
                             ? take_columns(r, c, HD_FINDING, n)
                             : NULL;
    if (columns) {
        keep_columns(r, c, HD_FINDING, columns);
        hd_corpus_link(c, HD_FINDING, review_of);
        hd_corpus_set_codings(c, start, label_of, labels, n_labels);
    }
    hd_free(labels);
    return columns != NULL;
}

static bool take_ids(reader *r, hd_corpus *c, hd_unit unit)
{
    size_t n = c->n[unit];
    const int64_t *rows = take(r, n, sizeof *rows);
    const char **ids = rows ? take_strings(r, n, HD_USE_ID, NULL, 0) : NULL;
    bool good = ids && r->at == r->end;

    for (size_t i = 1; good && i < n; i++) {
        int order = strcmp(ids[i - 1], ids[i]);
        good = unit == HD_REVIEW ? order < 0 : order <= 0;
    }
    if (!good) {
        hd_free(ids);
        return false;
    }
    c->ids[unit] = ids;
    c->rows[unit] = hd_calloc(n, sizeof *c->rows[unit]);
    if (n > 0)
        memcpy(c->rows[unit], rows, n * sizeof *rows);
    return true;
}

bool hd_snapshot_head_good(const hd_snapshot_head *head, unsigned part, size_t len)
{
    const uint16_t order = 0x4c48;

    return memcmp(head->magic, "HDSNAP", 6) == 0 && memcmp(head->magic + 6, &order, 2) == 0 &&
           head->part == part && head->format == HD_SNAPSHOT_FORMAT && head->bytes == len &&
           head->unused == 0;
}

static bool good_head(const hd_corpus *c, unsigned part, const hd_snapshot_head *head, size_t len)
{
    if (!hd_snapshot_head_good(head, part, len) ||
        head->codebook != hd_snapshot_fingerprint(c->codebook))
        return false;
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        if (part == HD_PART_UNIT(HD_REVIEW) ? head->n[u] >= HD_CODE_UNKNOWN : head->n[u] != c->n[u])
            return false;
    }
    return true;
}

bool hd_snapshot_decode(hd_corpus *c, unsigned part, unsigned char *block, size_t len)
{
    hd_snapshot_head head;
    reader r = {block + sizeof head, block + len, NULL};
    bool good;

    if (len < sizeof head || len % LINE != 0)
        return false;
    memcpy(&head, block, sizeof head);
    if (!good_head(c, part, &head, len))
        return false;
    if (part == HD_PART_UNIT(HD_REVIEW)) {
        good = take_reviews(&r, c, head.n);
    } else if (part == HD_PART_UNIT(HD_CHILD)) {
        good = take_children(&r, c);
    } else if (part == HD_PART_UNIT(HD_FINDING)) {
        good = take_findings(&r, c);
    } else {
        hd_unit unit = HD_REVIEW;
        while (part != HD_PART_IDS(unit))
            unit++;
        good = take_ids(&r, c, unit);
    }
    hd_free(r.unrecorded);
    if (good)
        HD_PUSH(c->blocks, c->n_blocks, c->cap_blocks, (void *)block);
    return good;
}
