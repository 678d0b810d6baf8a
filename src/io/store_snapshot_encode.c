/* Parts of a corpus into blocks. */
#include "io/store_snapshot.h"

#define XXH_INLINE_ALL
#include <xxhash.h>
#include <string.h>

#include "base/alloc.h"
#include "base/version.h"

#define LINE 64

/* ---- the codebook ---- */

static void mix(uint64_t *h, const void *bytes, size_t len)
{
    *h = XXH3_64bits_withSeed(bytes, len, *h);
}

static void mix_text(uint64_t *h, const char *s)
{
    mix(h, s ? s : "\xff", s ? strlen(s) + 1 : 2);
}

static void mix_number(uint64_t *h, uint64_t x)
{
    mix(h, &x, sizeof x);
}

uint64_t hd_snapshot_fingerprint(const hd_codebook *cb)
{
    uint64_t h = 0;

    mix_text(&h, HD_VERSION);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        for (size_t i = 0; i < hd_codebook_n_fields(cb, (hd_unit)u); i++) {
            const hd_field *f = hd_codebook_field(cb, (hd_unit)u, i);
            mix_text(&h, f->key);
            mix_number(&h, (uint64_t)f->kind << 32 | f->n_values);
            for (size_t v = 0; v < f->n_values; v++)
                mix_text(&h, f->values[v]);
        }
        mix_number(&h, u);
    }
    for (uint32_t i = 0; i < hd_codebook_n_themes(cb); i++) {
        const hd_theme *t = hd_codebook_theme(cb, i);
        mix_text(&h, t->code);
        mix_text(&h, t->label);
        for (size_t a = 0; a < t->n_aliases; a++)
            mix_text(&h, t->aliases[a]);
        mix_number(&h, (uint64_t)t->parent << 32 | t->target);
        mix_number(&h, t->counted);
    }
    return h;
}

void hd_snapshot_head_init(hd_snapshot_head *head, unsigned part, const hd_codebook *cb)
{
    const uint16_t order = 0x4c48; /* "HL" where the low byte comes first */

    *head = (hd_snapshot_head){.part = part, .format = HD_SNAPSHOT_FORMAT};
    memcpy(head->magic, "HDSNAP", 6);
    memcpy(head->magic + 6, &order, sizeof order);
    head->codebook = hd_snapshot_fingerprint(cb);
}

/* ---- sections ---- */

static void *room(hd_snapshot_block *b, size_t len)
{
    size_t whole = (len + LINE - 1) / LINE * LINE, need = b->len + whole;

    if (need > b->cap) {
        size_t cap = need > 2 * b->cap ? need : 2 * b->cap;
        unsigned char *bytes = hd_alloc_lines(cap, 1);
        if (b->len > 0)
            memcpy(bytes, b->bytes, b->len);
        hd_free(b->bytes);
        b->bytes = bytes;
        b->cap = cap;
    }
    void *at = b->bytes + b->len;
    b->len = need;
    return at;
}

static void *section(hd_snapshot_block *b, size_t len)
{
    uint64_t bytes = len;

    memcpy(room(b, LINE), &bytes, sizeof bytes);
    return room(b, len);
}

static void put(hd_snapshot_block *b, const void *bytes, size_t len)
{
    void *at = section(b, len);

    if (len > 0)
        memcpy(at, bytes, len);
}

static void put_strings(hd_snapshot_block *b, const char *const *strings, size_t n)
{
    size_t len = 0;

    for (size_t i = 0; i < n; i++)
        len += strlen(strings[i]) + 1;
    char *to = section(b, len);
    for (size_t i = 0; i < n; i++)
        to = stpcpy(to, strings[i]) + 1;
}

static void put_bits(hd_snapshot_block *b, const hd_bits *bits)
{
    put(b, bits->words, hd_bits_words(bits->n) * sizeof *bits->words);
}

/* ---- parts ---- */

/* Built-in fields that nobody uses are many: their codes need not be read. */
static bool is_unrecorded(const hd_column *col)
{
    const uint8_t *codes = col->codes;

    if (col->width != 1)
        return false;
    for (size_t i = 0; i < col->n; i++) {
        if (codes[i] != (uint8_t)HD_CODE_NOT_RECORDED)
            return false;
    }
    return true;
}

static void put_column(hd_snapshot_block *b, const hd_column *col)
{
    struct {
        uint32_t width, unused;
        uint64_t n_values;
    } about = {col->width, 0, col->n_values};

    put(b, &about, sizeof about);
    if (col->numbers)
        put(b, col->numbers, col->n_values * sizeof *col->numbers);
    else
        put_strings(b, col->labels, col->field->kind == HD_FLAG ? 0 : col->n_values);
    put(b, col->codes, is_unrecorded(col) ? 0 : col->n * col->width);
    if (col->lists.start) {
        put(b, col->lists.start, (col->n + 1) * sizeof *col->lists.start);
        put(b, col->lists.items, col->lists.start[col->n] * sizeof *col->lists.items);
    }
}

static void put_unit(hd_snapshot_block *b, const hd_corpus *c, hd_unit unit)
{
    if (unit == HD_REVIEW) {
        const hd_theme_words *themes = hd_corpus_themes(c);
        put_bits(b, hd_corpus_coded(c));
        put_bits(b, &themes->labelled);
        put(b, themes->words, c->n[HD_REVIEW] * themes->n_words * sizeof *themes->words);
        put(b, themes->codings, c->n[HD_REVIEW] * themes->codings_width);
    } else {
        put(b, hd_corpus_review_of(c, unit), c->n[unit] * sizeof(uint32_t));
    }
    if (unit == HD_FINDING) {
        const hd_codings *k = hd_corpus_codings(c);
        put(b, k->start, (c->n[unit] + 1) * sizeof *k->start);
        put(b, k->label_of, k->start[c->n[unit]] * sizeof *k->label_of);
        put_strings(b, k->labels, k->n_labels);
    }
    for (size_t f = 0; f < hd_codebook_n_fields(c->codebook, unit); f++) {
        const hd_field *field = hd_codebook_field(c->codebook, unit, f);
        if (field->kind != HD_TEXT)
            put_column(b, hd_corpus_column(c, field));
    }
}

void hd_snapshot_encode(const hd_corpus *c, unsigned part, hd_snapshot_block *out)
{
    hd_snapshot_head head;
    hd_unit unit = HD_REVIEW;

    *out = (hd_snapshot_block){.part = part};
    room(out, sizeof head);
    while (part != HD_PART_UNIT(unit) && part != HD_PART_IDS(unit))
        unit++;
    if (part == HD_PART_UNIT(unit)) {
        put_unit(out, c, unit);
    } else {
        put(out, c->rows[unit], c->n[unit] * sizeof *c->rows[unit]);
        put_strings(out, hd_corpus_ids(c, unit), c->n[unit]);
    }
    hd_snapshot_head_init(&head, out->part, c->codebook);
    for (size_t u = 0; u < HD_N_UNITS; u++)
        head.n[u] = c->n[u];
    head.bytes = out->len;
    memcpy(out->bytes, &head, sizeof head);
}
