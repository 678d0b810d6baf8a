/* The rows of the table snapshot. */
#include "io/store_snapshot.h"

#include <sqlite3.h>
#define XXH_INLINE_ALL /* so that no program start looks for one more library */
#include <xxhash.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "io/store_read.h"

/* A chunk of many pages is read through a map of the file, which saves a call for every page.  Only for this long: where
 * another program cuts the file meanwhile, touching a map ends the process. */
#define MAPPED ((size_t)1 << 20)
#define PIECE                                                                                      \
    ((size_t)32 << 10) /* bytes read and hashed at once: measured, the first cache holds them */
#define LARGEST_KEPT ((size_t)512 << 20) /* bytes of blocks that wait for the store to be closed */

struct hd_snapshot_kept {
    hd_snapshot_key key;
    hd_snapshot_block blocks[7];
    size_t n;
    size_t bytes;
};

bool hd_snapshot_off(void)
{
    const char *said = getenv("HEDDLE_SNAPSHOT");

    return said && strcmp(said, "off") == 0;
}

/* HEDDLE_SNAPSHOT=small: chunks of a page, so that a test has many of them. */
static size_t chunk_bytes(void)
{
    const char *said = getenv("HEDDLE_SNAPSHOT");

    return said && strcmp(said, "small") == 0 ? 4096 : HD_SNAPSHOT_CHUNK;
}

static hd_status read_number(hd_store *s, const char *sql, int64_t *out, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    hd_status status = hd_store_prepare(s, sql, &stmt, err);

    if (status == HD_OK)
        status = hd_store_next(s, stmt, &row, err);
    *out = status == HD_OK && row ? sqlite3_column_int64(stmt, 0) : -1;
    sqlite3_finalize(stmt);
    return status;
}

hd_status hd_snapshot_key_of(hd_store *s, hd_snapshot_key *out, hd_err *err)
{
    hd_status status = read_number(s, "SELECT revision FROM meta", &out->revision, err);

    return status == HD_OK ? read_number(s, "PRAGMA schema_version", &out->schema, err) : status;
}

/* ---- chunks ---- */

static XXH64_hash_t seed_of(const hd_snapshot_key *key, unsigned part, int64_t chunk)
{
    const int64_t seeds[] = {key->revision, key->schema, part, chunk};

    return XXH3_64bits(seeds, sizeof seeds);
}

static int64_t checksum(const hd_snapshot_key *key, unsigned part, int64_t chunk, const void *bytes,
                        size_t len)
{
    return (int64_t)XXH3_64bits_withSeed(bytes, len, seed_of(key, part, chunk));
}

/* One row of the table: where it is, and what it says of itself. */
typedef struct chunk {
    int64_t row;
    int64_t checksum;
    size_t len;
} chunk;

/* The chunks of a part, of this key; 0 when one is missing or impossible. */
static size_t find_chunks(hd_store *s, const hd_snapshot_key *key, unsigned part, chunk **out)
{
    sqlite3_stmt *stmt;
    size_t n = 0, cap = 0;
    bool row = false, good = true;
    hd_status status = hd_store_prepare(s,
                                        "SELECT row, chunk, checksum, length(data) FROM snapshot"
                                        " WHERE part = ?1 AND format = ?2 AND revision = ?3"
                                        " AND schema = ?4 AND typeof(data) = 'blob'"
                                        " ORDER BY chunk",
                                        &stmt, NULL);

    *out = NULL;
    if (status == HD_OK) {
        sqlite3_bind_int64(stmt, 1, part);
        sqlite3_bind_int64(stmt, 2, HD_SNAPSHOT_FORMAT);
        sqlite3_bind_int64(stmt, 3, key->revision);
        sqlite3_bind_int64(stmt, 4, key->schema);
    }
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, NULL)) == HD_OK && row) {
        int64_t len = sqlite3_column_int64(stmt, 3);
        /* Each but the last is full. */
        good &= sqlite3_column_int64(stmt, 1) == (int64_t)n && len > 0 &&
                len <= (int64_t)chunk_bytes() && (n == 0 || (*out)[n - 1].len == chunk_bytes());
        if (!good)
            break;
        chunk one = {sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 2), (size_t)len};
        HD_PUSH(*out, n, cap, one);
    }
    sqlite3_finalize(stmt);
    return status == HD_OK && good ? n : 0;
}

static void hash_add(XXH3_state_t *state, const void *bytes, size_t len)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) {
        hd_snapshot_hash_avx2(state, bytes, len);
        return;
    }
#endif
    XXH3_64bits_update(state, bytes, len);
}

/* Each piece is hashed while the processor's cache still has it. */
static bool read_pieces(sqlite3_blob *blob, const chunk *c, XXH64_hash_t seed, unsigned char *to)
{
    XXH3_state_t state;
    bool good = true;

    XXH3_INITSTATE(&state);
    XXH3_64bits_reset_withSeed(&state, seed);
    for (size_t at = 0, len; good && at < c->len; at += len) {
        len = c->len - at < PIECE ? c->len - at : PIECE;
        good = sqlite3_blob_read(blob, to + at, (int)len, (int)at) == SQLITE_OK;
        if (good)
            hash_add(&state, to + at, len);
    }
    return good && (int64_t)XXH3_64bits_digest(&state) == c->checksum;
}

static bool read_chunk(hd_store *s, const hd_snapshot_key *key, unsigned part, size_t k,
                       const chunk *c, unsigned char *to)
{
    sqlite3_blob *blob = NULL;
    bool mapped = c->len >= MAPPED && !s->network &&
                  hd_store_exec(s, "PRAGMA mmap_size = 2147418112", NULL) == HD_OK;
    bool good =
        sqlite3_blob_open(s->db, "main", "snapshot", "data", c->row, 0, &blob) == SQLITE_OK &&
        (size_t)sqlite3_blob_bytes(blob) == c->len &&
        read_pieces(blob, c, seed_of(key, part, (int64_t)k), to);

    sqlite3_blob_close(blob);
    if (mapped)
        hd_store_exec(s, "PRAGMA mmap_size = 0", NULL);
    return good;
}

bool hd_snapshot_read(hd_store *s, unsigned part, unsigned char **block, size_t *len)
{
    hd_snapshot_key key;
    chunk *chunks = NULL;

    *block = NULL;
    *len = 0;
    if (hd_snapshot_off() || hd_snapshot_key_of(s, &key, NULL) != HD_OK)
        return false;
    size_t n = find_chunks(s, &key, part, &chunks), at = 0;
    for (size_t k = 0; k < n; k++)
        *len += chunks[k].len;
    *block = n > 0 ? hd_alloc_lines_unset(*len, 1) : NULL;
    bool good = *block != NULL;
    for (size_t k = 0; good && k < n; k++) {
        good = read_chunk(s, &key, part, k, &chunks[k], *block + at);
        at += chunks[k].len;
    }
    if (!good) {
        hd_free(*block);
        *block = NULL;
    }
    hd_free(chunks);
    return good;
}

bool hd_snapshot_load(hd_store *s, hd_corpus *c, unsigned part)
{
    unsigned char *block;
    size_t len;

    if (!hd_snapshot_read(s, part, &block, &len))
        return false;
    if (hd_snapshot_decode(c, part, block, len))
        return true;
    hd_free(block);
    return false;
}

/* ---- writing ---- */

static hd_status write_block(hd_store *s, const hd_snapshot_key *key, const hd_snapshot_block *b,
                             hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_status status = hd_store_prepare(
        s,
        "INSERT INTO snapshot (part, chunk, format, revision, schema, checksum, data)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &stmt, err);
    int64_t k = 0;

    for (size_t at = 0; status == HD_OK && at < b->len; at += chunk_bytes(), k++) {
        size_t len = b->len - at < chunk_bytes() ? b->len - at : chunk_bytes();
        sqlite3_bind_int64(stmt, 1, b->part);
        sqlite3_bind_int64(stmt, 2, k);
        sqlite3_bind_int64(stmt, 3, HD_SNAPSHOT_FORMAT);
        sqlite3_bind_int64(stmt, 4, key->revision);
        sqlite3_bind_int64(stmt, 5, key->schema);
        sqlite3_bind_int64(stmt, 6, checksum(key, b->part, k, b->bytes + at, len));
        sqlite3_bind_blob64(stmt, 7, b->bytes + at, len, SQLITE_STATIC);
        status = hd_store_run(s, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

/* What a writer makes at once: the rest is for the first reader who needs it. */
static unsigned eager_parts(const hd_corpus *c)
{
    unsigned parts = HD_PART_UNIT(HD_REVIEW);

    for (int u = 0; u < HD_N_UNITS; u++) {
        if (c->n[u] <= HD_SNAPSHOT_EAGER)
            parts |= HD_PART_UNIT(u) | HD_PART_IDS(u);
    }
    return parts;
}

static hd_status write_parts(hd_store *s, const hd_corpus *c, hd_err *err)
{
    hd_snapshot_key key;
    unsigned parts = eager_parts(c);
    hd_snapshot_block codebook;
    hd_status status = hd_snapshot_key_of(s, &key, err);

    hd_snapshot_encode_codebook(c->codebook, &codebook);
    if (status == HD_OK)
        status = write_block(s, &key, &codebook, err);
    hd_free(codebook.bytes);
    for (unsigned part = 1; status == HD_OK && part <= HD_SNAPSHOT_PARTS; part <<= 1) {
        hd_snapshot_block block;
        if (!(parts & part))
            continue;
        status = hd_corpus_need(c, part, err);
        if (status != HD_OK)
            break;
        hd_snapshot_encode(c, part, &block);
        status = write_block(s, &key, &block, err);
        hd_free(block.bytes);
    }
    return status;
}

hd_status hd_snapshot_write(hd_store *s, hd_err *err)
{
    hd_corpus *c = NULL;
    hd_status status = hd_store_exec(s, "DELETE FROM snapshot", err);

    if (status != HD_OK || hd_snapshot_off())
        return status;
    /* Nothing can be left of an older one: all rows are gone. */
    status = hd_store_corpus(s, &c, err);
    if (status == HD_OK)
        status = write_parts(s, c, err);
    hd_corpus_free(c);
    hd_snapshot_forget(s);
    if (status == HD_OK || hd_stop_get() != HD_STOP_NONE || sqlite3_get_autocommit(s->db))
        return status; /* a full disk has SQLite roll back by itself */
    return hd_store_exec(s, "DELETE FROM snapshot", err);
}

/* ---- a reader makes it anew ---- */

void hd_snapshot_forget(hd_store *s)
{
    if (!s->snapshot)
        return;
    for (size_t i = 0; i < s->snapshot->n; i++)
        hd_free(s->snapshot->blocks[i].bytes);
    hd_free(s->snapshot);
    s->snapshot = NULL;
}

void hd_snapshot_keep(hd_store *s, const hd_corpus *c, unsigned parts)
{
    struct hd_snapshot_kept *kept;
    hd_snapshot_key key;

    parts &= (c->have & HD_SNAPSHOT_PARTS) | HD_SNAPSHOT_CODEBOOK;
    if (parts == 0 || s->writable || s->snapshot || hd_snapshot_off() ||
        hd_stop_get() != HD_STOP_NONE || hd_snapshot_key_of(s, &key, NULL) != HD_OK)
        return;
    s->snapshot = kept = hd_calloc(1, sizeof *kept);
    kept->key = key;
    if (parts & HD_SNAPSHOT_CODEBOOK)
        hd_snapshot_encode_codebook(c->codebook, &kept->blocks[kept->n++]);
    for (unsigned part = 1; part <= HD_SNAPSHOT_PARTS; part <<= 1) {
        hd_snapshot_block *block = &kept->blocks[kept->n];
        if (!(parts & part) || kept->bytes > LARGEST_KEPT)
            continue;
        hd_snapshot_encode(c, part, block);
        kept->bytes += block->len;
        kept->n++;
    }
}

static hd_status write_kept(hd_store *w, const struct hd_snapshot_kept *kept)
{
    hd_snapshot_key key;
    char sql[200];
    hd_status status = hd_snapshot_key_of(w, &key, NULL);

    if (status != HD_OK || key.revision != kept->key.revision || key.schema != kept->key.schema)
        return HD_EBUSY;
    snprintf(sql, sizeof sql, "DELETE FROM snapshot WHERE revision <> %lld OR schema <> %lld",
             (long long)key.revision, (long long)key.schema);
    status = hd_store_exec(w, sql, NULL);
    for (size_t i = 0; status == HD_OK && i < kept->n; i++) {
        snprintf(sql, sizeof sql, "DELETE FROM snapshot WHERE part = %u", kept->blocks[i].part);
        status = hd_store_exec(w, sql, NULL);
        if (status == HD_OK)
            status = write_block(w, &key, &kept->blocks[i], NULL);
    }
    return status;
}

void hd_snapshot_rebuild(hd_store *s)
{
    int fd = s->snapshot && !s->network ? open(s->file, O_RDWR | O_CLOEXEC | O_NOCTTY) : -1;

    if (fd < 0)
        return;
    hd_store *w = hd_store_new(s->path, s->file, fd);
    w->writable = true;
    if (hd_store_lock(w, 0, NULL) == HD_OK &&
        hd_store_connect(w, SQLITE_OPEN_READWRITE, false, NULL) == HD_OK &&
        sqlite3_busy_timeout(w->db, 0) == SQLITE_OK &&
        hd_store_exec(w, "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE", NULL) == HD_OK) {
        hd_status status = write_kept(w, s->snapshot);
        if (status != HD_OK || hd_store_exec(w, "COMMIT", NULL) != HD_OK)
            hd_store_exec(w, "ROLLBACK", NULL);
    }
    hd_store_close(w);
}
