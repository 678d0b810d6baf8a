/* The fields and themes of a store as one block, so that a reader need not ask for them table by table. */
#include "io/store_snapshot.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "io/store_read.h"

#define NUMBERS                                                                                    \
    3 /* of each field (unit, kind, values) and each theme (status, texts given, aliases) */

/* The texts of a theme that may be missing, in order; bit i says that text i is there. */
#define OPTIONAL 5

/* ---- to a block ---- */

typedef struct writer {
    uint32_t *numbers;
    size_t n, cap;
    hd_buf texts;
} writer;

static void put_number(writer *w, size_t x)
{
    HD_PUSH(w->numbers, w->n, w->cap, (uint32_t)x);
}

static void put_text(writer *w, const char *s)
{
    hd_buf_add(&w->texts, s, strlen(s) + 1);
}

static void put_texts(writer *w, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_text(w, texts[i]);
}

static size_t put_fields(writer *w, const hd_codebook *cb)
{
    size_t n = 0;

    for (size_t u = 0; u < HD_N_UNITS; u++) {
        for (size_t i = 0; i < hd_codebook_n_fields(cb, (hd_unit)u); i++) {
            const hd_field *f = hd_codebook_field(cb, (hd_unit)u, i);
            if (!f->declared)
                continue;
            put_number(w, u);
            put_number(w, f->kind);
            put_number(w, f->n_values);
            put_text(w, f->key);
            put_text(w, f->label);
            put_texts(w, f->values, f->n_values);
            n++;
        }
    }
    return n;
}

static void put_theme(writer *w, const hd_theme *t)
{
    const char *optional[OPTIONAL] = {t->parent_code, t->definition, t->into, t->reason, t->date};
    size_t given = 0;

    put_text(w, t->code);
    put_text(w, t->label);
    for (size_t i = 0; i < OPTIONAL; i++) {
        if (!optional[i])
            continue;
        given |= (size_t)1 << i;
        put_text(w, optional[i]);
    }
    put_texts(w, t->aliases, t->n_aliases);
    put_number(w, t->status);
    put_number(w, given);
    put_number(w, t->n_aliases);
}

/* In the order of declaration, as they stand in the tables. */
static void put_themes(writer *w, const hd_codebook *cb)
{
    size_t n = hd_codebook_n_themes(cb);
    const hd_theme **declared = hd_calloc(n, sizeof *declared);

    for (size_t i = 0; i < n; i++) {
        const hd_theme *t = hd_codebook_theme(cb, (uint32_t)i);
        declared[t->declared_at] = t;
    }
    for (size_t i = 0; i < n; i++)
        put_theme(w, declared[i]);
    hd_free(declared);
}

void hd_snapshot_encode_codebook(const hd_codebook *cb, hd_snapshot_block *out)
{
    writer w = {.texts = HD_BUF_INIT};
    hd_snapshot_head head;

    hd_snapshot_head_init(&head, HD_SNAPSHOT_CODEBOOK, cb);
    head.n[0] = put_fields(&w, cb);
    head.n[1] = hd_codebook_n_themes(cb);
    put_themes(&w, cb);
    size_t numbers = w.n * sizeof *w.numbers;
    *out = (hd_snapshot_block){.part = HD_SNAPSHOT_CODEBOOK,
                               .len = sizeof head + numbers + w.texts.len};
    out->cap = out->len;
    out->bytes = hd_alloc(out->len);
    head.bytes = out->len;
    memcpy(out->bytes, &head, sizeof head);
    if (numbers > 0)
        memcpy(out->bytes + sizeof head, w.numbers, numbers);
    if (w.texts.len > 0)
        memcpy(out->bytes + sizeof head + numbers, w.texts.data, w.texts.len);
    hd_free(w.numbers);
    hd_buf_release(&w.texts);
}

/* ---- from a block ---- */

/* What is left of the texts. */
typedef struct reader {
    const char *at;
    const char *end;
    hd_arena lists;
} reader;

static bool take_text(reader *r, hd_use use, const char **out)
{
    const char *nul = r->at < r->end ? memchr(r->at, '\0', (size_t)(r->end - r->at)) : NULL;

    *out = r->at;
    if (!nul || !hd_utf8_valid(r->at, (size_t)(nul - r->at), NULL) ||
        hd_rule_text(use, r->at, NULL) != HD_OK)
        return false;
    r->at = nul + 1;
    return true;
}

/* Names in the order they stand in. */
static bool take_names(reader *r, size_t n, const char *const **out)
{
    if (n > (size_t)(r->end - r->at)) /* each has its NUL */
        return false;
    const char **names = hd_arena_array(&r->lists, n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        if (!take_text(r, HD_USE_NAME, &names[i]))
            return false;
    }
    *out = names;
    return true;
}

static bool take_field(reader *r, const uint32_t *numbers, hd_codebook *cb)
{
    hd_field_def def = {.key = NULL};
    hd_err why = HD_ERR_INIT;

    if (numbers[0] >= HD_N_UNITS || numbers[1] >= HD_N_KINDS)
        return false;
    def.unit = (hd_unit)numbers[0];
    def.kind = (hd_kind)numbers[1];
    def.n_values = numbers[2];
    def.has_values = def.n_values > 0;
    return take_text(r, HD_USE_ID, &def.key) && take_text(r, HD_USE_NAME, &def.label) &&
           take_names(r, def.n_values, &def.values) &&
           hd_codebook_add_field(cb, &def, NULL, NULL, &why) == HD_OK;
}

static bool take_theme(reader *r, const uint32_t *numbers, hd_codebook *cb)
{
    hd_theme_def def = {.has_parent = true, .has_status = true, .has_aliases = true};
    const struct {
        const char **text;
        hd_use use;
    } optional[OPTIONAL] = {{&def.parent, HD_USE_ID},
                            {&def.definition, HD_USE_TEXT},
                            {&def.into, HD_USE_ID},
                            {&def.reason, HD_USE_TEXT},
                            {&def.date, HD_USE_DATE}};
    hd_err why = HD_ERR_INIT;

    if (numbers[0] > HD_MERGED || numbers[1] >> OPTIONAL != 0 || numbers[2] > HD_MAX_LABELS)
        return false;
    def.status = (hd_theme_status)numbers[0];
    def.n_aliases = numbers[2];
    bool good = take_text(r, HD_USE_ID, &def.code) && take_text(r, HD_USE_NAME, &def.label);
    for (size_t i = 0; good && i < OPTIONAL; i++) {
        if (numbers[1] >> i & 1)
            good = take_text(r, optional[i].use, optional[i].text);
    }
    return good && take_names(r, def.n_aliases, &def.aliases) &&
           hd_codebook_add_theme(cb, &def, NULL, NULL, &why) == HD_OK;
}

static bool take_all(reader *r, const hd_snapshot_head *head, const uint32_t *numbers,
                     hd_codebook *cb)
{
    bool good = true;

    for (uint64_t i = 0; good && i < head->n[0]; i++, numbers += NUMBERS)
        good = take_field(r, numbers, cb);
    for (uint64_t i = 0; good && i < head->n[1]; i++, numbers += NUMBERS)
        good = take_theme(r, numbers, cb);
    return good && r->at == r->end;
}

bool hd_snapshot_decode_codebook(hd_codebook *cb, const unsigned char *block, size_t len,
                                 uint64_t *fingerprint)
{
    hd_snapshot_head head;

    if (len < sizeof head)
        return false;
    memcpy(&head, block, sizeof head);
    size_t left = (len - sizeof head) / (NUMBERS * sizeof(uint32_t));
    if (!hd_snapshot_head_good(&head, HD_SNAPSHOT_CODEBOOK, len) || head.n[0] > left ||
        head.n[1] > left - head.n[0] || head.n[2] != 0)
        return false;
    /* The head is a line long and the block begins one: the numbers are where numbers may be. */
    const unsigned char *at = block + sizeof head;
    size_t n = (size_t)(head.n[0] + head.n[1]) * NUMBERS;
    reader r = {(const char *)at + n * sizeof(uint32_t), (const char *)block + len, HD_ARENA_INIT};
    bool good = take_all(&r, &head, (const uint32_t *)(const void *)at, cb);
    hd_arena_release(&r.lists);
    *fingerprint = head.codebook;
    return good;
}

/* ---- the store's ---- */

bool hd_snapshot_codebook(hd_store *s, hd_codebook **out)
{
    hd_codebook *cb = hd_codebook_new();
    unsigned char *block = NULL;
    hd_err why = HD_ERR_INIT;
    uint64_t fingerprint = 0;
    size_t len = 0;
    /* Bands and crosswalks are no part of it: nothing tells when another program changes them. */
    bool good = hd_snapshot_read(s, HD_SNAPSHOT_CODEBOOK, &block, &len) &&
                hd_snapshot_decode_codebook(cb, block, len, &fingerprint) &&
                hd_store_load_bands(s, cb, &why) == HD_OK &&
                hd_store_load_crosswalks(s, cb, &why) == HD_OK &&
                hd_codebook_seal(cb, &why) == HD_OK && hd_snapshot_fingerprint(cb) == fingerprint;

    hd_free(block);
    if (!good) {
        hd_codebook_free(cb);
        cb = NULL;
    }
    *out = cb;
    return good;
}
