/* store_snapshot.h -- parts of a corpus as they lie in memory, kept inside the store; for store*.c only.
 *
 * The table snapshot has a row for each chunk of a part:
 *   part      1, 2, 4 (HD_PART_UNIT), 8, 16, 32 (HD_PART_IDS) or 1024 (the codebook); texts and documents have none
 *   chunk     0, 1, ...; each but the last HD_SNAPSHOT_CHUNK bytes
 *   format    HD_SNAPSHOT_FORMAT
 *   revision  meta.revision when it was made: heddle's writers raise it with their transaction, triggers when
 *             another program changes a row.  PRAGMA data_version is one connection's own, and the file's change
 *             counter stands still under a WAL
 *   schema    PRAGMA schema_version then: another program may have changed the tables themselves
 *   checksum  XXH3, 64 bits, of data; seeded by part, chunk, revision and schema, so that no row can stand for another
 *   data      the bytes of the chunk
 *
 * The chunks of a part in order are one block.  That of the codebook is a hd_snapshot_head whose n are the numbers of
 * declared fields, of themes and 0; three numbers (4 bytes) for each field (unit, kind, values) and theme (status, bits of the
 * texts given, aliases); their texts, each with its NUL.  Bands always come from the tables.  Those of the others are a hd_snapshot_head, then sections, each beginning on 64 bytes and
 * padded with zeros to the next 64, and before everything but the head a line of 64 bytes that begins with the
 * section's length (8 bytes).  Numbers are little-endian; a machine of the other kind does not use it.
 *   reviews   words of `coded`, words of `labelled`, the theme words, numbers of codings (1, 2 or 4 bytes), columns
 *   children  review_of, columns
 *   findings  review_of, start of codings, label_of, labels, columns
 *   ids       rows (8 bytes), ids
 * A column, in the codebook's order and but for texts: 16 bytes (width, 4 bytes; values, 8), the dictionary
 * (numbers as doubles, else the labels, none for flags), the codes (none where each is `not recorded`), and for multi start and items.  Strings have their
 * NUL and stand one after the other.
 *
 * Whatever is wrong with it, it is not used, and the tables are read instead: it is never needed.  Anybody can write
 * to a store, so a block is trusted no more than a document: lengths, every code and list, strings and order are
 * checked before it is used. */
#ifndef HD_IO_STORE_SNAPSHOT_H
#define HD_IO_STORE_SNAPSHOT_H

#include "io/store_internal.h"
#include "model/corpus_load.h"

#define HD_SNAPSHOT_FORMAT 2
#define HD_SNAPSHOT_CHUNK ((size_t)8 << 20) /* what is in memory twice while it is read */
#define HD_SNAPSHOT_PARTS 63u               /* those of a corpus that can have one */
#define HD_SNAPSHOT_CODEBOOK 1024u          /* and one more: fields and themes */
#define HD_SNAPSHOT_EAGER 250000 /* units of which a writer makes more than the reviews' part */

typedef struct hd_snapshot_head {
    char magic[8]; /* "HDSNAP" and the byte order */
    uint32_t part;
    uint32_t format;
    uint64_t n[HD_N_UNITS];
    uint64_t codebook; /* fingerprint of fields and themes, and of the program */
    uint64_t bytes;    /* of the whole block */
    uint64_t unused;
} hd_snapshot_head;

/* What a snapshot was made from. */
typedef struct hd_snapshot_key {
    int64_t revision;
    int64_t schema;
} hd_snapshot_key;

/* A block under way. */
typedef struct hd_snapshot_block {
    unsigned part;
    unsigned char *bytes; /* on a cache line */
    size_t len, cap;
} hd_snapshot_block;

/* ---- store_snapshot_hash.c ---- */

/* XXH3_64bits_update with AVX2, on x86-64 only; state is an XXH3_state_t. */
void hd_snapshot_hash_avx2(void *state, const void *bytes, size_t len);

/* ---- store_snapshot.c ---- */

/* HEDDLE_SNAPSHOT=off: none is read or written; =small: chunks are of one page. */
bool hd_snapshot_off(void);
hd_status hd_snapshot_key_of(hd_store *s, hd_snapshot_key *out, hd_err *err);
/* The block of a part, on a cache line and the caller's to hd_free; false if there is none, or a chunk of it is damaged. */
bool hd_snapshot_read(hd_store *s, unsigned part, unsigned char **block, size_t *len);
/* The part from its snapshot into the corpus; false, and the corpus as before, if there is none that can be used. */
bool hd_snapshot_load(hd_store *s, hd_corpus *c, unsigned part);
/* In the writer's transaction: drop what is there and write anew.  HD_OK when only the snapshot failed. */
hd_status hd_snapshot_write(hd_store *s, hd_err *err);
/* Parts a reader had to take from the tables are kept until its store is closed ... */
void hd_snapshot_keep(hd_store *s, const hd_corpus *c, unsigned parts);
/* ... and then written, by a connection of their own, if nothing has changed and nobody is to be waited for. */
void hd_snapshot_rebuild(hd_store *s);
/* The store is closed. */
void hd_snapshot_forget(hd_store *s);

/* ---- store_snapshot_encode.c ---- */

uint64_t hd_snapshot_fingerprint(const hd_codebook *cb);
/* All but n and bytes. */
void hd_snapshot_head_init(hd_snapshot_head *head, unsigned part, const hd_codebook *cb);
/* A part the corpus has; bytes are the caller's to hd_free. */
void hd_snapshot_encode(const hd_corpus *c, unsigned part, hd_snapshot_block *out);

/* ---- store_snapshot_codebook.c ---- */

/* A sealed codebook; bytes are the caller's to hd_free. */
void hd_snapshot_encode_codebook(const hd_codebook *cb, hd_snapshot_block *out);
/* Fields and themes of a block (on 4 bytes) into a new codebook, which is no good if this fails (false).  Once it has its
 * bands and is sealed its fingerprint must be *fingerprint. */
bool hd_snapshot_decode_codebook(hd_codebook *cb, const unsigned char *block, size_t len,
                                 uint64_t *fingerprint);
/* The store's codebook, sealed and the caller's, from its snapshot; false (*out is NULL) if there is none that can be used. */
bool hd_snapshot_codebook(hd_store *s, hd_codebook **out);

/* ---- store_snapshot_decode.c ---- */

/* The block says of itself what it is: a part of `len` bytes. */
bool hd_snapshot_head_good(const hd_snapshot_head *head, unsigned part, size_t len);

/* Fill the part from a block; takes the block when it is right (true). */
bool hd_snapshot_decode(hd_corpus *c, unsigned part, unsigned char *block, size_t len);

#endif
