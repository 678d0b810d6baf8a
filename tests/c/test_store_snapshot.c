/* Snapshots that are damaged, cut, stale, exchanged or made up: never used, never missed, made anew. */
#include "io/store_snapshot.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "io/store_read.h"
#include "same_corpus.h"
#include "store_kit.h"

TestSuite(store_snapshot, .init = kit_begin, .fini = kit_end);

#define N_PARTS 6

static void make_store(uint64_t *seed, size_t n)
{
    char *document = random_document(seed, n);

    cr_assert_eq(kit_import_text("a.db", document), HD_OK, "%s", kit_err.msg);
    hd_free(document);
}

static void same_text(const char *a, const char *b, const char *what)
{
    cr_assert((!a && !b) || (a && b && strcmp(a, b) == 0), "%s: '%s' is '%s'", what, a ? a : "-",
              b ? b : "-");
}

static void same_texts(const char *const *a, size_t n, const char *const *b, size_t m,
                       const char *what)
{
    cr_assert_eq(n, m, "%s: %zu are %zu", what, n, m);
    for (size_t i = 0; i < n; i++)
        same_text(a[i], b[i], what);
}

static void same_theme(const hd_theme *a, const hd_theme *b, const char *what)
{
    same_text(a->code, b->code, what);
    same_text(a->label, b->label, what);
    same_text(a->definition, b->definition, what);
    same_text(a->parent_code, b->parent_code, what);
    same_text(a->into, b->into, what);
    same_text(a->reason, b->reason, what);
    same_text(a->date, b->date, what);
    same_texts(a->aliases, a->n_aliases, b->aliases, b->n_aliases, what);
    cr_assert(a->status == b->status && a->declared_at == b->declared_at &&
                  a->parent == b->parent && a->end == b->end && a->depth == b->depth &&
                  a->target == b->target && a->counted == b->counted,
              "%s: theme '%s'", what, a->code);
}

static void same_codebook(const hd_codebook *a, const hd_codebook *b, const char *what)
{
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        size_t n = hd_codebook_n_fields(a, (hd_unit)u);
        cr_assert_eq(n, hd_codebook_n_fields(b, (hd_unit)u), "%s: fields", what);
        for (size_t i = 0; i < n; i++) {
            const hd_field *x = hd_codebook_field(a, (hd_unit)u, i);
            const hd_field *y = hd_codebook_field(b, (hd_unit)u, i);
            same_text(x->key, y->key, what);
            same_text(x->label, y->label, what);
            same_texts(x->values, x->n_values, y->values, y->n_values, what);
            cr_assert(x->kind == y->kind && x->builtin == y->builtin && x->declared == y->declared,
                      "%s: field '%s'", what, x->key);
        }
    }
    cr_assert_eq(hd_codebook_n_bands(a), hd_codebook_n_bands(b), "%s: bands", what);
    cr_assert_eq(hd_codebook_n_themes(a), hd_codebook_n_themes(b), "%s: themes", what);
    for (uint32_t i = 0; i < hd_codebook_n_themes(a); i++)
        same_theme(hd_codebook_theme(a, i), hd_codebook_theme(b, i), what);
}

static bool codebook_used; /* came from the snapshot when look() looked last */

/* Everything loaded is as the records say; how many parts came from a snapshot. */
static size_t look(const char *what)
{
    hd_store *s = NULL;
    hd_corpus *c = NULL;
    hd_codebook *cb = NULL;

    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK, "%s: %s", what,
                 kit_err.msg);
    codebook_used = hd_snapshot_codebook(s, &cb);
    hd_codebook_free(cb);
    hd_corpus *want = corpus_by_records(s);
    cr_assert_eq(hd_store_corpus(s, &c, &kit_err), HD_OK, "%s: %s", what, kit_err.msg);
    cr_assert_eq(hd_corpus_need(c, HD_PART_ALL, &kit_err), HD_OK, "%s: %s", what, kit_err.msg);
    same_corpus(want, c, HD_PART_ALL, what);
    same_codebook(want->codebook, c->codebook, what);
    size_t n = c->n_blocks;
    hd_corpus_free(want);
    hd_corpus_free(c);
    hd_store_close(s);
    return n;
}

/* ---- what is wrong with one part, or all ---- */

static const struct {
    const char *sql;
    size_t left;
    bool codebook; /* is still used */
} damages[] = {
    {"DELETE FROM snapshot", 0, false},
    {"DELETE FROM snapshot WHERE part = 4", N_PARTS - 1, true},
    {"DELETE FROM snapshot WHERE part = 1024", N_PARTS, false},
    {"UPDATE snapshot SET data = substr(data, 1, length(data) - 1) WHERE part = 1024", N_PARTS,
     false},
    {"UPDATE snapshot SET data = zeroblob(length(data))", 0, false},
    {"UPDATE snapshot SET data = substr(data, 1, length(data) - 64)", 0, false},
    {"UPDATE snapshot SET data = substr(data, 1, length(data) - 1)", 0, false},
    {"UPDATE snapshot SET data = CAST(data || zeroblob(64) AS BLOB)", 0, false},
    {"UPDATE snapshot SET data = x'' WHERE part = 8", N_PARTS - 1, true},
    {"UPDATE snapshot SET checksum = checksum + 1 WHERE part <> 2", 1, false},
    {"UPDATE snapshot SET revision = revision + 1", 0, false},
    {"UPDATE snapshot SET schema = schema - 1", 0, false},
    {"UPDATE snapshot SET format = format + 1", 0, false},
    {"UPDATE snapshot SET chunk = 1", 0, false},
    {"UPDATE snapshot SET part = part + 100; UPDATE snapshot SET part = CASE part WHEN 101 THEN 2"
     " WHEN 102 THEN 1 ELSE part - 100 END",
     N_PARTS - 2, true},
    {"UPDATE meta SET revision = revision + 1", 0, false},
};

Test(store_snapshot, one_that_is_wrong_is_not_used_and_made_anew)
{
    uint64_t seed = 5;

    make_store(&seed, 30);
    cr_expect_eq(look("as imported"), N_PARTS);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        kit_exec("a.db", damages[i].sql);
        size_t n = look(damages[i].sql);
        cr_expect_eq(n, damages[i].left, "%s: %zu used", damages[i].sql, n);
        cr_expect_eq(codebook_used, damages[i].codebook, "%s: codebook", damages[i].sql);
        n = look(damages[i].sql);
        cr_expect(codebook_used, "%s: codebook not made anew", damages[i].sql);
        cr_expect_eq(n, N_PARTS, "%s: %zu made anew", damages[i].sql, n);
    }
    kit_exec("a.db", "DROP TABLE snapshot");
    cr_expect_eq(look("no table"), 0);
    cr_expect_eq(look("no table"), 0);
}

static const struct {
    const char *sql;
    size_t left;
} chunk_damages[] = {
    {"DELETE FROM snapshot WHERE chunk = 1", 0},
    {"DELETE FROM snapshot WHERE chunk = 0", 0},
    {"DELETE FROM snapshot WHERE (part, chunk) IN"
     " (SELECT part, max(chunk) FROM snapshot GROUP BY part)",
     0},
    {"UPDATE snapshot SET chunk = -1 - chunk WHERE chunk < 2;"
     " UPDATE snapshot SET chunk = 2 + chunk WHERE chunk < 0",
     0},
    {"UPDATE snapshot SET data = substr(data, 1, 4032) WHERE chunk = 0", 0},
    {"UPDATE snapshot SET revision = revision + 1 WHERE part = 1 AND chunk = 1", N_PARTS - 1},
};

Test(store_snapshot, of_many_chunks_each_is_looked_at)
{
    uint64_t seed = 10;

    setenv("HEDDLE_SNAPSHOT", "small", 1);
    make_store(&seed, 900);
    cr_expect_eq(look("as imported"), N_PARTS);
    char *least = kit_query("a.db", "SELECT min(n) >= 2 FROM (SELECT count(*) AS n FROM snapshot"
                                    " WHERE part < 1024 GROUP BY part)");
    cr_expect_str_eq(least, "1\n");
    hd_free(least);
    for (size_t i = 0; i < sizeof chunk_damages / sizeof chunk_damages[0]; i++) {
        kit_exec("a.db", chunk_damages[i].sql);
        size_t n = look(chunk_damages[i].sql);
        cr_expect_eq(n, chunk_damages[i].left, "%s: %zu used", chunk_damages[i].sql, n);
        n = look(chunk_damages[i].sql);
        cr_expect_eq(n, N_PARTS, "%s: %zu made anew", chunk_damages[i].sql, n);
    }
    unsetenv("HEDDLE_SNAPSHOT");
}

/* ---- other programs ---- */

static const char *const changes[] = {
    "UPDATE row_review SET f_area = 'Elsewhere'",
    "UPDATE row_review SET coded = 1 - coded",
    "DELETE FROM coding WHERE review IN (SELECT review FROM coding LIMIT 1)",
    "UPDATE coding SET label = (SELECT min(row) FROM label)",
    "UPDATE row_child SET f_age = 3",
    "UPDATE row_child SET id = id || 'x'",
    "UPDATE row_finding SET f_level = 'high'",
    "INSERT INTO row_review (id, coded) VALUES ('AAA', 0)",
    "INSERT INTO row_finding (review, id) SELECT min(row), 'zz' FROM row_review",
    "UPDATE label SET label = label || ' (old)'",
    "UPDATE row_theme SET label = 'Another name' WHERE code = 't1'",
    "UPDATE row_theme SET status = 'retired' WHERE code = 't2'",
    "DELETE FROM theme_alias",
    "UPDATE field_value SET value = 'lowest' WHERE value = 'low'",
    "DELETE FROM field_value WHERE value = 't9'",
    "REPLACE INTO row_review (row, id, coded) SELECT row, id, 1 FROM row_review LIMIT 3",
};

Test(store_snapshot, changes_by_another_program_are_noticed)
{
    uint64_t seed = 6;

    make_store(&seed, 30);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        cr_assert_eq(look(changes[i]), N_PARTS, "%s: before", changes[i]);
        cr_assert(codebook_used, "%s: before", changes[i]);
        kit_exec("a.db", changes[i]);
        size_t n = look(changes[i]);
        cr_expect_eq(n, 0, "%s: %zu used", changes[i], n);
        cr_expect_not(codebook_used, "%s: codebook used", changes[i]);
    }
}

Test(store_snapshot, a_reader_in_the_way_of_nobody)
{
    uint64_t seed = 7;
    hd_store *writer = NULL;

    make_store(&seed, 20);
    kit_exec("a.db", "DELETE FROM snapshot");
    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &writer, &kit_err), HD_OK);
    cr_assert_eq(hd_store_begin(writer, &kit_err), HD_OK);
    cr_expect_eq(look("a writer is there"), 0);
    hd_store_close(writer);
    cr_expect_eq(look("it was not waited for"), 0);
    cr_expect_eq(look("nobody is there"), N_PARTS);
}

Test(store_snapshot, a_reader_that_was_overtaken_writes_nothing)
{
    uint64_t seed = 9;
    hd_store *s = NULL;
    hd_corpus *c = NULL;

    make_store(&seed, 20);
    kit_exec("a.db", "DELETE FROM snapshot");
    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_assert_eq(hd_store_corpus(s, &c, &kit_err), HD_OK);
    cr_assert_eq(hd_corpus_need(c, HD_PART_ALL, &kit_err), HD_OK);
    cr_expect_eq(c->n_blocks, 0);
    kit_exec("a.db", "UPDATE row_review SET f_area = 'Elsewhere'");
    hd_corpus_free(c);
    hd_store_close(s);
    cr_expect_eq(look("overtaken"), 0);
    cr_expect_eq(look("made anew"), N_PARTS);
}

Test(store_snapshot, an_import_leaves_the_snapshot_of_what_it_made)
{
    uint64_t seed = 8;

    for (size_t n = 0; n < 40; n += 13) {
        make_store(&seed, n);
        cr_expect_eq(look("imported"), N_PARTS);
    }
    hd_store *s = NULL;
    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_assert_eq(hd_store_remove_review(s, "R0", "test", &kit_err), HD_OK, "%s", kit_err.msg);
    hd_store_close(s);
    cr_expect_eq(look("removed"), N_PARTS);
}

/* ---- blocks of any bytes, with checksums that fit ---- */

static uint64_t sum; /* so that nothing of the walk is left out */

static void walk_column(const hd_column *col)
{
    for (size_t i = 0; i < col->n; i++) {
        uint32_t code = hd_column_code(col, i);
        if (code >= HD_CODE_UNKNOWN || col->field->kind == HD_MULTI)
            continue;
        sum += col->labels ? strlen(col->labels[code]) : (uint64_t)(col->numbers[code] > 0);
    }
    for (uint32_t k = 0; col->lists.start && k < col->lists.start[col->n]; k++)
        sum += strlen(col->labels[col->lists.items[k]]);
}

static void walk_unit(const hd_corpus *c, hd_unit unit)
{
    for (size_t f = 0; f < hd_codebook_n_fields(c->codebook, unit); f++) {
        const hd_field *field = hd_codebook_field(c->codebook, unit, f);
        if (field->kind != HD_TEXT)
            walk_column(hd_corpus_column_later(c, field));
    }
    if (unit == HD_REVIEW) {
        sum += hd_bits_count(&c->coded) + hd_bits_count(&c->themes.labelled);
        return;
    }
    for (size_t i = 0; i < c->n[unit]; i++)
        sum += hd_bits_get(&c->coded, c->review_of[unit][i]);
    for (size_t f = 0; unit == HD_FINDING && f < c->n[unit]; f++) {
        for (uint32_t k = c->codings.start[f]; k < c->codings.start[f + 1]; k++)
            sum += strlen(c->codings.labels[c->codings.label_of[k]]);
    }
}

static void walk_part(const hd_corpus *c, unsigned part)
{
    for (int u = 0; u < HD_N_UNITS; u++) {
        if (part == HD_PART_UNIT(u))
            walk_unit(c, (hd_unit)u);
        for (size_t i = 0; part == HD_PART_IDS(u) && i < c->n[u]; i++)
            sum += strlen(c->ids[u][i]);
    }
}

static hd_corpus *empty_corpus(hd_store *s)
{
    static const hd_corpus_loader none = {0};
    hd_codebook *cb = NULL;

    cr_assert_eq(hd_store_codebook(s, &cb, &kit_err), HD_OK, "%s", kit_err.msg);
    return hd_corpus_new(cb, &none);
}

static bool decode(hd_corpus *c, unsigned part, const unsigned char *bytes, size_t len)
{
    unsigned char *block = hd_alloc_lines(len, 1);

    memcpy(block, bytes, len);
    if (hd_snapshot_decode(c, part, block, len))
        return true;
    hd_free(block);
    return false;
}

/* Change a copy of a block somewhere; sometimes its length. */
static void spoil(unsigned char *bytes, size_t *len, uint64_t *seed)
{
    uint32_t how = kit_random(seed, 10), n = 1 + kit_random(seed, 3);
    static const unsigned char odd[] = {0, 1, 2, 63, 64, 127, 128, 253, 254, 255};

    if (how == 0)
        *len = kit_random(seed, (uint32_t)(*len / 64)) * 64;
    if (how == 1)
        *len = kit_random(seed, (uint32_t)*len);
    for (uint32_t i = 0; i<n && * len> 0; i++) {
        size_t at = kit_random(seed, (uint32_t)*len);
        /* Lengths and heads begin lines. */
        if (how > 6)
            at = at / 64 * 64 + kit_random(seed, 8);
        if (at >= *len)
            continue;
        if (how % 2)
            bytes[at] = odd[kit_random(seed, sizeof odd)];
        else
            bytes[at] ^= (unsigned char)(1u << kit_random(seed, 8));
    }
}

/* A change of bands is told by nothing: they are never taken from the snapshot. */
Test(store_snapshot, bands_are_those_of_the_tables)
{
    uint64_t seed = 11;
    hd_store *s = NULL;
    hd_corpus *c = NULL;

    make_store(&seed, 10);
    kit_exec("a.db", "INSERT INTO band (name, field) VALUES ('made_up', 'age');"
                     " INSERT INTO band_bound SELECT max(row), 0, 5 FROM band");
    cr_expect_eq(look("a band more"), N_PARTS);
    cr_expect(codebook_used);
    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_assert_eq(hd_store_corpus(s, &c, &kit_err), HD_OK);
    const hd_band *band = hd_codebook_find_band(c->codebook, "made_up");
    cr_assert(band && band->n_bounds == 1 && band->bounds[0] == 5);
    hd_corpus_free(c);
    hd_store_close(s);
    kit_exec("a.db", "INSERT INTO band_bound VALUES (99, 0, 1)");
    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_expect_eq(hd_store_corpus(s, &c, &kit_err), HD_EDATA);
    cr_expect(strstr(kit_err.msg, "a row of band_bound has no band"), "%s", kit_err.msg);
    hd_store_close(s);
}

/* Decode any bytes as a codebook; what is accepted is sound once it is sealed. */
static void try_codebook(const hd_codebook *from, uint64_t *seed)
{
    hd_snapshot_block block;
    hd_codebook *cb = hd_codebook_new();
    uint64_t fingerprint;
    hd_err why = HD_ERR_INIT;

    hd_snapshot_encode_codebook(from, &block);
    size_t len = block.len;
    spoil(block.bytes, &len, seed);
    unsigned char *copy = hd_alloc(len); /* no byte more than there is */
    memcpy(copy, block.bytes, len);
    if (hd_snapshot_decode_codebook(cb, copy, len, &fingerprint) &&
        hd_codebook_seal(cb, &why) == HD_OK) {
        for (uint32_t i = 0; i < hd_codebook_n_themes(cb); i++)
            sum += strlen(hd_codebook_theme(cb, i)->label);
    }
    hd_free(copy);
    hd_free(block.bytes);
    hd_codebook_free(cb);
}

Test(store_snapshot, any_bytes_are_refused_or_harmless)
{
    uint64_t first = 20260401;
    size_t used = 0, tried = 0;

    for (size_t round = 0; round < kit_rounds(400); round++) {
        uint64_t seed = first + round;
        hd_store *s = NULL;
        hd_corpus *c = NULL;

        make_store(&seed, 1 + kit_random(&seed, 70));
        cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK);
        cr_assert_eq(hd_store_corpus(s, &c, &kit_err), HD_OK);
        cr_assert_eq(hd_corpus_need(c, HD_SNAPSHOT_PARTS, &kit_err), HD_OK);
        hd_snapshot_block reviews, block;
        hd_snapshot_encode(c, HD_PART_UNIT(HD_REVIEW), &reviews);
        for (size_t k = 0; k < 120; k++) {
            unsigned part = 1u << kit_random(&seed, N_PARTS);
            hd_corpus *got = empty_corpus(s);
            hd_snapshot_encode(c, part, &block);
            size_t len = block.len;
            if (part != HD_PART_UNIT(HD_REVIEW))
                cr_assert(decode(got, HD_PART_UNIT(HD_REVIEW), reviews.bytes, reviews.len),
                          "seed %llu", (unsigned long long)(first + round));
            spoil(block.bytes, &len, &seed);
            tried++;
            if (decode(got, part, block.bytes, len)) {
                walk_part(got, part);
                used++;
            }
            hd_free(block.bytes);
            hd_corpus_free(got);
            try_codebook(c->codebook, &seed);
        }
        hd_free(reviews.bytes);
        hd_corpus_free(c);
        hd_store_close(s);
        kit_end();
        kit_begin();
    }
    /* Another value that a unit might have is no damage that could be seen; most others are. */
    cr_expect(used < tried, "%zu of %zu used", used, tried);
    cr_expect(sum > 0);
}
